"""Soil loss by sheet and rill erosion (RUSLE), and the carbon that goes with it."""

from __future__ import annotations

from typing import Any, NamedTuple

from permil.science.greenhouse_gases import carbon_to_co2


class ErodedCarbon(NamedTuple):
    """Carbon that water moves off a slope, by its fate.

    Parameters
    ----------
    mineralised : float or ndarray
        To the atmosphere [t C/ha/yr].
    moved : float or ndarray
        Laid down elsewhere or carried away with the water [t C/ha/yr].
    """

    mineralised: Any
    moved: Any

    @property
    def total(self) -> Any:
        """All that leaves the slope [t C/ha/yr]."""
        return self.mineralised + self.moved


def cover_factor_panagos2015(crop: Any, tillage: Any, residues: Any, cover_crop: Any) -> Any:
    r"""Return the cover and management factor of a field.

    .. math:: C = C_{crop} \, C_{tillage} \, C_{residues} \, C_{cover}

    Parameters
    ----------
    crop : float or ndarray
        Factor of the crop, or the mean of those of a rotation [-].
    tillage, residues, cover_crop : float or ndarray
        Factors of the management: one for full tillage, residues removed, no cover crop [-].

    Returns
    -------
    float or ndarray
        Factor of the field, one for bare, tilled fallow [-].

    Notes
    -----
    Yearly values for the European Union; where the months of heavy rain meet bare soil, erosion is
    worse than they say. The benefits multiply as if each were measured alone.

    References
    ----------
    panagos2015
    """
    return crop * tillage * residues * cover_crop


def soil_loss_rusle(
    erosivity: Any, erodibility: Any, slope_length: Any, steepness: Any, cover: Any, support: Any
) -> Any:
    r"""Return the mean yearly soil loss of a slope.

    .. math:: A = R \, K \, L \, S \, C \, P

    Parameters
    ----------
    erosivity : float or ndarray
        Erosivity of rain R [MJ mm/ha/h/yr].
    erodibility : float or ndarray
        Erodibility of the soil K [t h/MJ/mm].
    slope_length, steepness, cover, support : float or ndarray
        Factors L, S, C and P [-].

    Returns
    -------
    float or ndarray
        Soil loss [t/ha/yr].

    Notes
    -----
    A mean of many years of sheet and rill erosion; no gullies, no wind, no tillage erosion and no
    soil that settles on the way. For a single field it is uncertain by a factor of two and more, of
    which ranges of the tables hold a part only; differences between practices are surer.

    References
    ----------
    renard1997, wischmeier1978
    """
    return erosivity * erodibility * slope_length * steepness * cover * support


def eroded_carbon(
    soil_loss: Any, carbon_content: Any, enrichment_ratio: Any, mineralised_share: Any
) -> ErodedCarbon:
    r"""Return the organic carbon that erosion moves, and how much of it is mineralised.

    .. math:: E = \frac{A \, c \, r}{1000}, \quad E_{atm} = m \, E

    Parameters
    ----------
    soil_loss : float or ndarray
        Soil loss A [t/ha/yr].
    carbon_content : float or ndarray
        Organic carbon of the topsoil c [g/kg].
    enrichment_ratio : float or ndarray
        Content of the sediment over that of the soil r; one for rills [-].
    mineralised_share : float or ndarray
        Share of the moved carbon that becomes CO2, m [-].

    Returns
    -------
    ErodedCarbon
        Carbon by fate.

    Notes
    -----
    Published shares go from none to all, and new carbon on eroded land together with burial at the
    foot of a slope can make erosion a sink: the sign of the whole is open. The loss of the field
    itself is not a loss to the atmosphere, and no model here takes it from its stock.

    References
    ----------
    lal2003, schiettecatte2008, vanoost2023
    """
    moved = soil_loss * carbon_content * enrichment_ratio / 1000.0
    mineralised = moved * mineralised_share
    return ErodedCarbon(mineralised, moved - mineralised)


def eroded_carbon_co2(carbon: ErodedCarbon) -> Any:
    r"""Return the CO2 from eroded carbon.

    .. math:: CO_2 = \frac{44}{12} \, E_{atm}

    Parameters
    ----------
    carbon : ErodedCarbon
        Carbon by fate.

    Returns
    -------
    float or ndarray
        CO2, positive to the atmosphere [t CO2/ha/yr].

    Notes
    -----
    What was only moved is in no total.

    References
    ----------
    lal2003
    """
    return carbon_to_co2(carbon.mineralised)
