"""From elements to gases, and from gases to CO2 equivalents. Positive is to the atmosphere."""

from __future__ import annotations

from typing import Any, NamedTuple

#: Mass of CO2 per mass of carbon in it [t CO2/t C]: 44/12, never the rounded 3.67.
CO2_PER_CARBON = 44.0 / 12.0

#: Mass of N2O per mass of nitrogen in it [t N2O/t N2O-N]: 44/28.
N2O_PER_NITROGEN = 44.0 / 28.0

#: Mass of CH4 per mass of carbon in it [t CH4/t CH4-C]: 16/12.
CH4_PER_CARBON = 16.0 / 12.0


class MetricFactors(NamedTuple):
    """Factors of one greenhouse-gas metric; that of CO2 is one by definition.

    Parameters
    ----------
    n2o : float or ndarray
        Factor of N2O [kg CO2e/kg].
    ch4 : float or ndarray
        Factor of CH4 [kg CO2e/kg], the biogenic or the fossil one as the methane is.
    """

    n2o: Any
    ch4: Any


def carbon_to_co2(carbon: Any) -> Any:
    r"""Return the CO2 that holds an amount of carbon.

    .. math:: CO_2 = \frac{44}{12} \, C

    Parameters
    ----------
    carbon : float or ndarray
        Carbon [t C].

    Returns
    -------
    float or ndarray
        CO2 [t CO2], of the same sign.

    Notes
    -----
    The ratio is that of the Guidelines, 44/12; the rounded 3.67 is 0.09 % too high.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return carbon * CO2_PER_CARBON


def ch4_from_ch4_carbon(ch4_carbon: Any) -> Any:
    r"""Return the CH4 that holds an amount of carbon.

    .. math:: CH_4 = \frac{16}{12} \, CH_4\text{-}C

    Parameters
    ----------
    ch4_carbon : float or ndarray
        Carbon in CH4 [kg CH4-C].

    Returns
    -------
    float or ndarray
        CH4 [kg CH4].

    Notes
    -----
    Of the tables of the Wetlands Supplement only that of rewetted organic soils is in CH4-C.

    References
    ----------
    ipcc2013_wetlands
    """
    return ch4_carbon * CH4_PER_CARBON


def soil_carbon_change_co2(stock_change: Any) -> Any:
    r"""Return a change of the soil carbon stock as CO2: a gain counts negative.

    .. math:: CO_2 = -\frac{44}{12} \, \Delta SOC

    Parameters
    ----------
    stock_change : float or ndarray
        Change of the stock, a gain positive [t C/yr].

    Returns
    -------
    float or ndarray
        CO2, positive to the atmosphere [t CO2/yr].

    Notes
    -----
    Respired CO2 is part of the stock change and never added to it.

    References
    ----------
    ipcc2019_v4_ch2
    """
    return -carbon_to_co2(stock_change)


def co2_equivalent(co2: Any, n2o: Any, ch4: Any, factors: MetricFactors) -> Any:
    r"""Return the sum of three gases in CO2 equivalents of one metric.

    .. math:: CO_2e = CO_2 + M_{N_2O} \, N_2O + M_{CH_4} \, CH_4

    Parameters
    ----------
    co2 : float or ndarray
        CO2 [t CO2/yr].
    n2o : float or ndarray
        N2O [t N2O/yr].
    ch4 : float or ndarray
        Methane [t CH4/yr].
    factors : MetricFactors
        Factors of the metric [kg CO2e/kg].

    Returns
    -------
    float or ndarray
        CO2 equivalents, positive to the atmosphere [t CO2e/yr].

    Notes
    -----
    Metrics weigh the gases over different horizons and may disagree in sign; report the gases
    beside the sum.

    References
    ----------
    ipcc2021_ar6_wg1
    """
    return co2 + factors.n2o * n2o + factors.ch4 * ch4
