"""N2O of a land unit, by year and draw, from nitrogen that is added and mineralised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.science.enhanced_fertiliser import FertiliserResponse, enhanced_fertiliser_n2o
from permil.science.lime_urea import lime_co2_ipcc2019, urea_co2_ipcc2019
from permil.science.nitrous_oxide import (
    NitrousOxideFactors,
    SoilNitrousOxide,
    direct_n2o_ipcc2019,
    leaching_n2o_ipcc2019,
    mineralised_nitrogen_ipcc2019,
    n2o_from_n2o_n,
    volatilisation_n2o_ipcc2019,
    volatilised_nitrogen_ipcc2019,
)
from permil.vocabulary import Fertiliser, Inhibitor, MoistureRegime
from permil.workflows.drivers import FieldDrivers
from permil.workflows.factors import DrawnFactors, one_if_exact

Float = NDArray[np.float64]


class NitrogenFactors(NamedTuple):
    """Draws of the emission factors, each of shape (draw,), or (year, draw) where years differ.

    Parameters
    ----------
    ef1_synthetic, ef1_other, ef4, ef5, frac_gasm, frac_leach : ndarray
        IPCC 2019 tables 11.1 and 11.3.
    frac_gasf : dict of Fertiliser to ndarray
        Volatilised fraction by fertiliser type.
    carbon_to_nitrogen : ndarray
        C:N of soil organic matter that is lost [kg C/kg N].
    responses : mapping of Inhibitor to FertiliserResponse
        What the inhibitors and coatings in use change [-].
    ef1_rice : mapping of str to ndarray
        EF1 of flooded rice by water management.
    ef1_irrigated : mapping of str to ndarray
        EF1 of Mediterranean land by its irrigation.
    """

    ef1_synthetic: Float
    ef1_other: Float
    ef4: Float
    ef5: Float
    frac_gasm: Float
    frac_leach: Float
    frac_gasf: dict[Fertiliser, Float]
    carbon_to_nitrogen: Float
    responses: Mapping[Inhibitor, FertiliserResponse] = MappingProxyType({})
    ef1_rice: Mapping[str, Float] = MappingProxyType({})
    ef1_irrigated: Mapping[str, Float] = MappingProxyType({})


#: Parameters of the direct N2O; the others are of the indirect.
_DIRECT = ("EF1", "R_CN_SOM")
#: Parameters that an older edition has once for all nitrogen; one row is drawn once.
_TOGETHER = {"EF1": "n2o.ef1_aggregated", "FracGASF": "n2o.frac_gasf.synthetic"}
#: Rows of table 11.3 that are not named like the fertiliser.
_VOLATILE = {Fertiliser.SYNTHETIC: "aggregated"}


def nitrogen_factors(
    drawn: DrawnFactors,
    regime: MoistureRegime,
    kinds: Iterable[Fertiliser],
    *,
    leaching: MoistureRegime | None = None,
) -> NitrogenFactors:
    """Return the N2O factors of a moisture regime.

    Parameters
    ----------
    drawn : DrawnFactors
        Draws by name.
    regime : MoistureRegime
        Wet or dry.
    kinds : iterable of Fertiliser
        Fertilisers in use; only their fractions are drawn.
    leaching : MoistureRegime, optional
        Regime of the leached fraction, where the land's own drainage says another.

    Returns
    -------
    NitrogenFactors
        Draws of the factors of the run's edition.
    """

    def factor(name: str, parameter: str, condition: str) -> Float:
        lines = ("direct_n2o",) if parameter in _DIRECT else ("indirect_n2o",)
        keys = {"parameter": parameter, "condition": condition}
        together = _TOGETHER.get(parameter, "")
        return drawn.factor(name, "ipcc2019_n2o", lines, aggregated=together, **keys)

    wet = regime is MoistureRegime.WET
    return NitrogenFactors(
        ef1_synthetic=factor(
            "n2o.ef1_synthetic" if wet else "n2o.ef1_dry", "EF1", "wet_synthetic" if wet else "dry"
        ),
        ef1_other=factor(
            "n2o.ef1_other" if wet else "n2o.ef1_dry", "EF1", "wet_other" if wet else "dry"
        ),
        ef4=factor("n2o.ef4", "EF4", str(regime)),
        ef5=factor("n2o.ef5", "EF5", "aggregated"),
        frac_gasm=factor("n2o.frac_gasm", "FracGASM", "aggregated"),
        frac_leach=factor("n2o.frac_leach", "FracLEACH", str(leaching or regime)),
        frac_gasf={
            kind: factor(f"n2o.frac_gasf.{kind}", "FracGASF", _VOLATILE.get(kind, str(kind)))
            for kind in kinds
        },
        carbon_to_nitrogen=factor("n2o.carbon_to_nitrogen", "R_CN_SOM", "management"),
    )


def mineralised_nitrogen(soc: Float, period: int, factors: NitrogenFactors) -> Float:
    """Return nitrogen released where the stock falls, averaged over the rotation.

    Parameters
    ----------
    soc : ndarray, shape (..., year + 1, draw)
        Stock, the initial one first [t C/ha].
    period : int
        Years of the rotation over which the change is averaged: the saw-tooth within a rotation
        is no loss.
    factors : NitrogenFactors
        C:N of what is lost.

    Returns
    -------
    ndarray, shape (..., year, draw)
        Nitrogen [kg N/ha/yr].
    """
    years = soc.shape[-2] - 1
    # Years before the first whole rotation share its change: part of one would pass for a loss.
    then = np.maximum(np.arange(1, years + 1) - period, 0)
    change = (soc[..., then + period, :] - soc[..., then, :]) / period
    nitrogen: Float = mineralised_nitrogen_ipcc2019(-change, factors.carbon_to_nitrogen)
    return nitrogen


class NitrousOxide(NamedTuple):
    """N2O of a land unit.

    Parameters
    ----------
    direct, indirect : ndarray, shape (year, draw)
        [t N2O/ha/yr].
    """

    direct: Float
    indirect: Float


def nitrous_oxide(
    drivers: FieldDrivers, mineralised: Float, factors: NitrogenFactors
) -> NitrousOxide:
    """Return direct and indirect N2O of one management.

    Parameters
    ----------
    drivers : FieldDrivers
        Nitrogen by year.
    mineralised : ndarray, shape (year, draw)
        Nitrogen from soil organic matter lost [kg N/ha/yr].
    factors : NitrogenFactors
        Draws of the factors.

    Returns
    -------
    NitrousOxide
        By year and draw.
    """
    synthetic = np.sum(list(_plain_nitrogen(drivers).values()), axis=0)[:, None]
    organic = drivers.organic_nitrogen[:, None]
    other = organic + drivers.residue_nitrogen[:, None] + mineralised
    direct = direct_n2o_ipcc2019(
        synthetic, other, ef1_synthetic=factors.ef1_synthetic, ef1_other=factors.ef1_other
    )
    leached = leaching_n2o_ipcc2019(
        synthetic + other, frac_leach=factors.frac_leach, ef5=factors.ef5
    )
    enhanced = _enhanced(drivers, factors)
    volatile = _volatilised(drivers, factors)
    return NitrousOxide(
        direct=n2o_from_n2o_n(direct + enhanced.direct) / 1000.0,
        indirect=n2o_from_n2o_n(volatile + leached + enhanced.leached) / 1000.0,
    )


def _plain_nitrogen(drivers: FieldDrivers) -> dict[Fertiliser, Float]:
    """Return the synthetic nitrogen that has neither inhibitor nor coating [kg N/ha/yr]."""
    plain = dict(drivers.synthetic_nitrogen)
    for (kind, _), amount in drivers.enhanced_nitrogen.items():
        plain[kind] = plain[kind] - amount
    return plain


def _enhanced(drivers: FieldDrivers, factors: NitrogenFactors) -> SoilNitrousOxide:
    """Return the N2O-N of nitrogen that has an inhibitor or coating [kg N2O-N/ha/yr]."""
    total: tuple[Any, ...] = (0.0, 0.0, 0.0)
    for (kind, inhibitor), amount in drivers.enhanced_nitrogen.items():
        of_kind = NitrousOxideFactors(
            ef1_synthetic=factors.ef1_synthetic,
            ef1_other=factors.ef1_other,
            frac_gasf=factors.frac_gasf[kind],
            frac_gasm=factors.frac_gasm,
            ef4=factors.ef4,
            frac_leach=factors.frac_leach,
            ef5=factors.ef5,
        )
        response = factors.responses[inhibitor]
        parts = enhanced_fertiliser_n2o(amount[:, None], of_kind, response)
        total = tuple(a + b for a, b in zip(total, parts, strict=True))
    return SoilNitrousOxide(*total)


def _volatilised(drivers: FieldDrivers, factors: NitrogenFactors) -> Float:
    """Return the N2O-N of what volatilises and settles elsewhere [kg N2O-N/ha/yr]."""
    volatilised = volatilised_nitrogen_ipcc2019(
        0.0, drivers.organic_nitrogen[:, None], frac_gasf=0.0, frac_gasm=factors.frac_gasm
    )
    for kind, amount in _plain_nitrogen(drivers).items():
        if amount.any():
            volatilised = volatilised + volatilised_nitrogen_ipcc2019(
                amount[:, None], 0.0, frac_gasf=factors.frac_gasf[kind], frac_gasm=0.0
            )
    volatile: Float = volatilisation_n2o_ipcc2019(volatilised, ef4=factors.ef4)
    return np.asarray(volatile + _enhanced(drivers, factors).volatilised)


def known_sources(drivers: FieldDrivers, factors: NitrogenFactors) -> dict[str, dict[str, Float]]:
    """Return the parts of the N2O lines that no soil carbon changes, as inventories ask for them.

    Parameters
    ----------
    drivers : FieldDrivers
        Nitrogen by year.
    factors : NitrogenFactors
        Draws of the factors.

    Returns
    -------
    dict of str to dict of str to ndarray, shape (year, draw)
        By line and source [t N2O/ha/yr]. What is left of the direct line is nitrogen of soil
        organic matter lost; what is left of the indirect line is leached.
    """
    synthetic = np.sum(list(_plain_nitrogen(drivers).values()), axis=0)[:, None]
    fertilised = synthetic * factors.ef1_synthetic + _enhanced(drivers, factors).direct
    direct = {
        "inorganic_fertilisers": fertilised,
        "organic_nitrogen": drivers.organic_nitrogen[:, None] * factors.ef1_other,
        "crop_residues": drivers.residue_nitrogen[:, None] * factors.ef1_other,
    }
    settled = {"deposition": _volatilised(drivers, factors)}
    return {
        line: {name: n2o_from_n2o_n(part) / 1000.0 for name, part in parts.items()}
        for line, parts in (("direct_n2o", direct), ("indirect_n2o", settled))
    }


def carbonate_co2(drivers: FieldDrivers, drawn: DrawnFactors) -> dict[str, Float]:
    """Return the CO2 of lime and of urea by line of the ledger.

    Parameters
    ----------
    drivers : FieldDrivers
        Amounts by product and year.
    drawn : DrawnFactors
        Draws by name; the factors are upper bounds and have no range.

    Returns
    -------
    dict of str to ndarray, shape (year, draw) or (year, 1)
        [t CO2/ha/yr].
    """
    lines: dict[str, Float] = {}
    for product, amount in drivers.carbonates.items():
        line = "urea_co2" if product == "urea" else "lime_co2"
        co2 = amount[:, None]
        if amount.any():
            factor = drawn.factor(f"lime_urea.{product}", "lime_urea", (line,), product=product)
            equation = urea_co2_ipcc2019 if product == "urea" else lime_co2_ipcc2019
            co2 = equation(amount[:, None], one_if_exact(factor))
        lines[line] = lines.get(line, 0.0) + co2
    return lines


def organic_nitrous_oxide(nitrogen: Float, factors: NitrogenFactors) -> Float:
    """Return the N2O of organic nitrogen alone, direct and indirect.

    Parameters
    ----------
    nitrogen : ndarray, shape (year,)
        Organic nitrogen [kg N/ha/yr].
    factors : NitrogenFactors
        Draws of the factors.

    Returns
    -------
    ndarray, shape (year, draw)
        N2O [t N2O/ha/yr].
    """
    amount = nitrogen[:, None]
    per_nitrogen = (
        factors.ef1_other + factors.frac_gasm * factors.ef4 + factors.frac_leach * factors.ef5
    )
    return n2o_from_n2o_n(amount * per_nitrogen) / 1000.0  # type: ignore[no-any-return]
