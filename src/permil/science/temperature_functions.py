"""Published functions of temperature that no model here takes as its own: a library to compare.

Every function takes its constants as the parameter set of the same name (table
``rate_modifier_parameters``). They have different reference temperatures, so that their values can
be compared as ratios only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from permil.science.temperature_response import PoissonResponse, temperature_factor_burke2003


def temperature_factor_adair2008(temperature: Any, constants: Mapping[str, float]) -> Any:
    r"""Return the rate factor for temperature that Century's litter model of 2008 takes.

    .. math:: f = 3.439423 \, p^{0.2} \exp\left(\frac{0.2}{2.63} (1 - p^{2.63})\right), \quad
              p = \frac{T_{max} - T}{T_{max} - T_{opt}}

    Parameters
    ----------
    temperature : float or ndarray
        Air temperature [°C].
    constants : mapping of str to float
        ``temperature_century_adair2008``: factor 3.439423, optimum 35 and maximum 45 °C, powers 0.2
        and 2.63.

    Returns
    -------
    float or ndarray
        Rate factor, zero at and above the maximum [-].

    Notes
    -----
    SoilR 1.2.110 codes another function under this name:
    :func:`temperature_factor_adair2008_as_coded`.

    References
    ----------
    adair2008
    """
    return constants["factor"] * temperature_factor_burke2003(temperature, _shape(constants))


def temperature_factor_adair2008_as_coded(temperature: Any, constants: Mapping[str, float]) -> Any:
    r"""Return what SoilR computes as ``fT.Century2``: a parenthesis is misplaced.

    .. math:: f = 3.439423 \exp\left(\frac{0.2}{2.63} (1 - p^{2.63}) \, p^{0.2}\right), \quad
              p = \frac{T_{max} - T}{T_{max} - T_{opt}}

    Parameters
    ----------
    temperature : float or ndarray
        Air temperature [°C].
    constants : mapping of str to float
        ``temperature_century_adair2008``, as for the published function.

    Returns
    -------
    float or ndarray
        Rate factor; not a number above the maximum, as there [-].

    Notes
    -----
    Only to reproduce results of SoilR up to 1.2.110: the power stands inside the exponential, so
    that the factor does not fall to zero at the maximum. The published function is
    :func:`temperature_factor_adair2008`.

    References
    ----------
    sierra2012
    """
    shape = _shape(constants)
    p = (shape.maximum - np.asarray(temperature)) / (shape.maximum - shape.optimum)
    safe = np.maximum(p, 0.0)
    exponent = shape.rise / shape.fall * (1.0 - safe**shape.fall) * safe**shape.rise
    return np.where(p < 0.0, np.nan, constants["factor"] * np.exp(exponent))


def _shape(constants: Mapping[str, float]) -> PoissonResponse:
    return PoissonResponse(*(constants[name] for name in PoissonResponse._fields))


def temperature_factor_kelly2000(temperature: Any, constants: Mapping[str, float]) -> Any:
    r"""Return DayCent's exponential rate factor for temperature.

    .. math:: f = 0.08 \, e^{0.095 \, T}

    Parameters
    ----------
    temperature : float or ndarray
        Soil temperature [°C].
    constants : mapping of str to float
        ``temperature_daycent_kelly2000``: base 0.08 and exponent 0.095 1/K.

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Fitted to a shortgrass steppe; it grows without limit.

    References
    ----------
    kelly2000
    """
    return constants["base"] * np.exp(constants["exponent"] * np.asarray(temperature))


def temperature_factor_delgrosso2005(temperature: Any, constants: Mapping[str, float]) -> Any:
    r"""Return DayCent's rate factor for temperature of 2005, an arctangent.

    .. math:: f = 0.56 + \frac{1.46}{\pi} \arctan\left(0.0309 \, \pi \, (T - 15.7)\right)

    Parameters
    ----------
    temperature : float or ndarray
        Soil temperature [°C].
    constants : mapping of str to float
        ``temperature_daycent_delgrosso2005``: base, amplitude, slope [1/K] and inflection [°C].

    Returns
    -------
    float or ndarray
        Rate factor, 1 near 30 °C [-].

    Notes
    -----
    Below about -11 °C it is negative; a model has to cut it there.

    References
    ----------
    delgrosso2005
    """
    c = constants
    angle = np.arctan(np.pi * c["slope"] * (np.asarray(temperature) - c["inflection"]))
    return c["base"] + c["amplitude"] * angle / np.pi


def temperature_factor_lloyd1994(temperature: Any, constants: Mapping[str, float]) -> Any:
    r"""Return the rate factor for temperature of Lloyd and Taylor, 1 near 10 °C.

    .. math:: f = \exp\left(308.56 \left(\frac{1}{56.02} - \frac{1}{T + 273 - 227.13}\right)\right)

    Parameters
    ----------
    temperature : float or ndarray
        Soil temperature [°C].
    constants : mapping of str to float
        ``temperature_lloyd1994``: activation 308.56, span 56.02, pole 227.13 and the rounded ice
        point 273, all in K.

    Returns
    -------
    float or ndarray
        Rate factor, zero at and below the pole at -45.87 °C [-].

    Notes
    -----
    Fitted to soil respiration between 0 and 30 °C.

    References
    ----------
    lloyd1994
    """
    c = constants
    above = np.asarray(temperature) + c["ice_point"] - c["pole"]
    frozen = above <= 0.0
    safe = np.where(frozen, 1.0, above)
    factor = np.exp(c["activation"] * (1.0 / c["span"] - 1.0 / safe))
    return np.where(frozen, 0.0, factor)


def temperature_factor_q10(temperature: Any, constants: Mapping[str, float]) -> Any:
    r"""Return an exponential rate factor for temperature, 1 at its reference.

    .. math:: f = Q_{10}^{(T - T_{ref}) / 10}

    Parameters
    ----------
    temperature : float or ndarray
        Temperature [°C].
    constants : mapping of str to float
        ``temperature_foley1995``: Q10 of 2 and reference 20 °C, as in the model DEMETER;
        ``temperature_vanthoff``: 2 and 10 °C.

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    A constant Q10 holds for a narrow range of temperatures only.

    References
    ----------
    foley1995, sierra2012
    """
    return constants["q10"] ** ((np.asarray(temperature) - constants["reference"]) / 10.0)


def temperature_factor_harmon2001(temperature: Any, constants: Mapping[str, float]) -> Any:
    r"""Return the rate factor for temperature of STANDCARB: a Q10 with a lethal end.

    .. math:: f = \exp\left(-\left(\frac{T}{T_{opt} + T_{lag}}\right)^{s}\right) \, 2^{(T - 10)/10}

    Parameters
    ----------
    temperature : float or ndarray
        Temperature [°C].
    constants : mapping of str to float
        ``temperature_harmon2001``: optimum 45 °C, lag 4 K, shape s 15, Q10 and its reference.

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    The shape is an odd whole number, so that frost makes the first factor a little more than one;
    valid above -40 °C.

    References
    ----------
    harmon2001
    """
    c = constants
    share = np.asarray(temperature) / (c["optimum"] + c["lag"])
    # A whole number as a float power of a negative base is fine; a fraction would not be.
    return np.exp(-np.power(share, c["shape"])) * temperature_factor_q10(temperature, c)


def temperature_factor_arrhenius(temperature: Any, constants: Mapping[str, float]) -> Any:
    r"""Return a rate by the Arrhenius equation.

    .. math:: f = A \exp\left(-\frac{E}{R \, (T + 273.15)}\right)

    Parameters
    ----------
    temperature : float or ndarray
        Temperature [°C], above absolute zero.
    constants : mapping of str to float
        ``temperature_arrhenius``: factor A 1000, activation energy E 75 000 J/mol and the gas
        constant R [J/mol/K].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    A and E belong to a reaction; the defaults are those of the package SoilR.

    References
    ----------
    sierra2012
    """
    kelvin = np.asarray(temperature) + 273.15
    return constants["factor"] * np.exp(
        -constants["activation_energy"] / (constants["gas_constant"] * kelvin)
    )
