"""What a measure against N2O or CH4 would change on a land unit, by the lines of the balance.

Each measure is computed by itself: N2O from the nitrogen that is brought to the field, CH4 from its
rice, both with the measure and without. Measures overlap: their changes are never added.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.activities.rice import Rice
from permil.datasets.resolve_nitrogen import ACTS_ON
from permil.errors import NoFactor
from permil.library.risk_rules import Measure, Rule
from permil.report.wording import number
from permil.science.enhanced_fertiliser import FertiliserResponse
from permil.science.lime_urea import lime_co2_ipcc2019
from permil.science.nitrous_oxide import n2o_from_n2o_n
from permil.tables import parameter_set
from permil.tables.nitrogen_categories import NitrogenPathway
from permil.tables.rice_categories import StrawTiming, WaterRegime
from permil.vocabulary import Gas, Inhibitor
from permil.workflows.drivers import FieldDrivers
from permil.workflows.factors import DrawnFactors
from permil.workflows.field_nitrogen import ENHANCED
from permil.workflows.gases import NitrogenFactors, nitrous_oxide

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Field:
    """A land unit under a scenario, as measures change it.

    Parameters
    ----------
    area : float
        [ha].
    drivers : FieldDrivers
        Nitrogen by year.
    factors : NitrogenFactors
        Factors of the land unit, its own leached fraction among them.
    drawn : DrawnFactors
        Draws by name.
    metric : dict of Gas to float
        [kg CO2e/kg].
    before_drainage : float
        Nitrogen spread in months in which water drains [kg N/ha/yr].
    paddy : callable
        Takes a change of rice entries and returns CH4 and N2O of the land unit's rice and
        nitrogen with it [t CO2e/yr], (draw,).
    """

    area: float
    drivers: FieldDrivers
    factors: NitrogenFactors
    drawn: DrawnFactors
    metric: dict[Gas, float]
    before_drainage: float
    paddy: Callable[[Callable[[Rice], Rice]], Float]

    def co2e(self, gas: Any) -> Float:
        """Return N2O [t N2O/ha/yr] in t CO2e/yr of the land unit, mean of the years, (draw,)."""
        values = np.asarray(gas, float) * self.area * self.metric[Gas.N2O]
        values = values.mean(axis=0) if values.ndim == 2 else values
        return np.broadcast_to(values, (self.drawn.draws.n,))

    def emitted(
        self, drivers: FieldDrivers | None = None, factors: NitrogenFactors | None = None
    ) -> Float:
        """Return the N2O of what is brought, direct and indirect, of other drivers or factors.

        Parameters
        ----------
        drivers : FieldDrivers, optional
            In place of the land unit's.
        factors : NitrogenFactors, optional
            In place of the land unit's.

        Returns
        -------
        ndarray, shape (draw,)
            [t CO2e/yr].
        """
        drivers = drivers or self.drivers
        gas = nitrous_oxide(drivers, _nothing(drivers), factors or self.factors)
        return self.co2e(gas.direct + gas.indirect)

    @property
    def synthetic(self) -> float:
        """Synthetic nitrogen, mean of the years [kg N/ha/yr]."""
        return float(sum(v.mean() for v in self.drivers.synthetic_nitrogen.values()))

    def leached(self, nitrogen: float) -> Float:
        """Return the N2O of the leached share of nitrogen [kg N/ha/yr], in t CO2e/yr."""
        amount = nitrogen * self.factors.frac_leach * self.factors.ef5
        return self.co2e(n2o_from_n2o_n(amount) / 1000.0)


def _nothing(drivers: FieldDrivers) -> Float:
    return np.zeros((len(drivers.residue_nitrogen), 1))


@dataclass(frozen=True)
class Change:
    """What a measure changes.

    Parameters
    ----------
    co2e : ndarray, shape (draw,)
        Change of the emission [t CO2e/yr], negative is less.
    note : str
        Entry of ``locale/en/risks.toml`` that says what was computed.
    fields : dict
        Fields of that sentence, the same on all land.
    bound : float or None
        Limestone above which liming costs the climate more than it brings [t/ha/yr].
    """

    co2e: Float
    note: str
    fields: dict[str, str] = field(default_factory=dict)
    bound: float | None = None


Compute = Callable[[Rule, Measure, Field], Change | None]


def computed(rule: Rule, measure: Measure, land: Field) -> Change | None:
    """Return what a measure changes; None where no line of the balance knows it.

    Parameters
    ----------
    rule : Rule
        The rule that holds.
    measure : Measure
        What helps.
    land : Field
        The land unit under the scenario.

    Returns
    -------
    Change or None
        In t CO2e/yr of the land unit.
    """
    compute = MEASURES.get(measure.id)
    return None if compute is None else compute(rule, measure, land)


def _enhanced(inhibitor: Inhibitor) -> Compute:
    """Return the measure that gives the plain fertiliser an inhibitor or a coating."""

    def compute(rule: Rule, measure: Measure, land: Field) -> Change | None:
        plain = dict(land.drivers.synthetic_nitrogen)
        for (kind, _), amount in land.drivers.enhanced_nitrogen.items():
            plain[kind] = plain[kind] - amount
        treated = {
            (kind, inhibitor): amount
            for kind, amount in plain.items()
            if kind in ACTS_ON[inhibitor] and amount.any()
        }
        if not treated:
            return None
        response, left = _response(inhibitor, land)
        enhanced = dict(land.drivers.enhanced_nitrogen)
        for key, amount in treated.items():
            enhanced[key] = enhanced[key] + amount if key in enhanced else amount
        responses = {**land.factors.responses, inhibitor: response}
        after = land.emitted(
            replace(land.drivers, enhanced_nitrogen=enhanced),
            land.factors._replace(responses=responses),
        )
        note = "computed_inhibitor_without_leaching" if left else "computed_inhibitor"
        return Change(after - land.emitted(), note)

    return compute


def _response(inhibitor: Inhibitor, land: Field) -> tuple[FertiliserResponse, bool]:
    """Return the published responses; leaching stays as it is where none is published."""

    def drawn(pathway: NitrogenPathway) -> Float:
        name = f"n2o.inhibitor.{inhibitor}.{pathway}"
        keys = {"fertiliser": ENHANCED[inhibitor], "pathway": pathway}
        return land.drawn.factor(name, "nitrogen_inhibitors", (), **keys)

    direct, ammonia = (drawn(p) for p in (NitrogenPathway.DIRECT, NitrogenPathway.VOLATILISED))
    try:
        return FertiliserResponse(direct, ammonia, drawn(NitrogenPathway.LEACHED)), False
    except NoFactor:
        leaches = bool(np.any(land.factors.frac_leach))
        return FertiliserResponse(direct, ammonia, 0.0), leaches


def _lower_rate(rule: Rule, measure: Measure, land: Field) -> Change | None:
    """Return what a tenth less of synthetic nitrogen changes."""
    if not land.synthetic:
        return None
    less = parameter_set("planning")["less_nitrogen"]
    rest, drivers = 1.0 - less, land.drivers
    fewer = replace(
        drivers,
        synthetic_nitrogen={k: rest * v for k, v in drivers.synthetic_nitrogen.items()},
        enhanced_nitrogen={k: rest * v for k, v in drivers.enhanced_nitrogen.items()},
    )
    share = {"share": number(100.0 * less, 0)}
    return Change(land.emitted(fewer) - land.emitted(), "computed_lower_rate", share)


def _liming(rule: Rule, measure: Measure, land: Field) -> Change | None:
    """Return what the direct N2O loses at most by liming, beside what lime itself gives off."""
    if rule.magnitude.mid is None:
        return None
    direct = nitrous_oxide(land.drivers, _nothing(land.drivers), land.factors).direct
    share = 1.0 / (1.0 + rule.magnitude.mid / 100.0) - 1.0
    change = land.co2e(share * direct)
    factor = land.drawn.factor("lime_urea.limestone", "lime_urea", (), product="limestone")
    lime = float(lime_co2_ipcc2019(1.0, factor).mean())
    most = -float(change.mean()) / land.area / lime
    return Change(change, "computed_liming", {"lime": number(lime, 2)}, most)


def _timing(rule: Rule, measure: Measure, land: Field) -> Change | None:
    """Return the N2O of the leached share of what is spread while water drains."""
    return Change(-land.leached(land.before_drainage), "computed_timing")


def _catch_crop(rule: Rule, measure: Measure, land: Field) -> Change | None:
    """Return the N2O of the nitrate that a catch crop keeps from leaching."""
    if measure.effect.mid is None:
        return None
    drivers = land.drivers
    other = float((drivers.organic_nitrogen + drivers.residue_nitrogen).mean())
    change = measure.effect.mid / 100.0 * land.leached(land.synthetic + other)
    return Change(change, "computed_catch_crop", {"share": number(-measure.effect.mid, 0)})


def _per_hectare(rule: Rule, measure: Measure, land: Field) -> Change | None:
    """Return a change that was published as nitrogen per hectare."""
    if measure.effect.mid is None:
        return None
    gas = n2o_from_n2o_n(measure.effect.mid) / 1000.0
    return Change(land.co2e(gas), "computed_per_hectare")


def _watered(regime: WaterRegime) -> Compute:
    """Return the measure that gives flooded rice another water regime."""

    def drained(rice: Rice) -> Rice:
        flooded = rice.water_regime is not WaterRegime.UPLAND
        return replace(rice, water_regime=regime) if flooded else rice

    def compute(rule: Rule, measure: Measure, land: Field) -> Change | None:
        return Change(land.paddy(drained) - land.paddy(lambda rice: rice), "computed_paddy_water")

    return compute


def _early_straw(rule: Rule, measure: Measure, land: Field) -> Change | None:
    """Return what straw changes that is worked in long before the season."""

    def early(rice: Rice) -> Rice:
        return replace(rice, straw_incorporated=StrawTiming.LONG_BEFORE)

    return Change(land.paddy(early) - land.paddy(lambda rice: rice), "computed_paddy_straw")


#: Measures of the rules that the lines of the balance can compute.
MEASURES: dict[str, Compute] = {
    "nitrification_inhibitor": _enhanced(Inhibitor.NITRIFICATION),
    "ammonium_fertiliser": _enhanced(Inhibitor.NITRIFICATION),
    "slow_release": _enhanced(Inhibitor.CONTROLLED_RELEASE),
    "lower_rate": _lower_rate,
    "liming": _liming,
    "timing": _timing,
    "catch_crop": _catch_crop,
    "drainage": _per_hectare,
    "alternate_wetting_and_drying": _watered(WaterRegime.MULTIPLE_DRAINAGE),
    "drainage_of_paddy": _watered(WaterRegime.MULTIPLE_DRAINAGE),
    "single_drainage": _watered(WaterRegime.SINGLE_DRAINAGE),
    "early_incorporation": _early_straw,
}
