"""What a land unit has of its own: whether its nitrogen leaches, and what its carbon holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.management import Management
from permil.datasets.project import LandUnit, Project
from permil.science.crop_water import available_water_gain_minasny2018
from permil.science.water_balance import leaching_fraction_by_drainage
from permil.tables.nitrogen_categories import MediterraneanIrrigation
from permil.vocabulary import Leaching, MoistureRegime
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.factors import DrawnFactors
from permil.workflows.field_nitrogen import field_factors, special_factors
from permil.workflows.gases import NitrogenFactors, nitrogen_factors
from permil.workflows.place import PlaceFacts
from permil.workflows.water import ProjectWater

Float = NDArray[np.float64]
Note = Callable[[Sequence[Assumption]], None]

#: Irrigation that washes nitrate out of the soil: table 11.3 leaves drip irrigation out.
WASHING = (
    MediterraneanIrrigation.TRADITIONAL,
    MediterraneanIrrigation.SPRINKLER,
    MediterraneanIrrigation.FLOODED,
)


@dataclass(frozen=True)
class LandFactors:
    """Factors of one land unit.

    Parameters
    ----------
    leached : tuple of ndarray, shape (draw,)
        Leached fraction of nitrogen by scenario [kg N/kg N].
    water_per_carbon : ndarray or None, shape (draw,)
        Available water that a gain of carbon brings [mm per t C/ha]; None where the mass of the
        fine earth is not known.
    """

    leached: tuple[Float, ...]
    water_per_carbon: Float | None


def land_factors(
    project: Project, place: PlaceFacts, drawn: DrawnFactors, water: ProjectWater, note: Note
) -> tuple[NitrogenFactors, dict[str, LandFactors]]:
    """Return the N2O factors of a project, and what each land unit has of its own.

    Parameters
    ----------
    project : Project
        The project.
    place : PlaceFacts
        Climate and moisture regime.
    drawn : DrawnFactors
        Draws by name.
    water : ProjectWater
        Buckets of the land units.
    note : callable
        Takes the assumptions that are met.

    Returns
    -------
    tuple
        Factors that all share, and by land unit those that differ. Only the leached fractions
        that some land has are drawn.
    """
    leaches = {unit.id: leaching(project, unit, place, water) for unit in project.land_units}
    some = any(any(flags) for flags in leaches.values())
    kinds = sorted({f.type for s in project.scenarios for f in s.management.fertilisers})
    wet = MoistureRegime.WET if some else MoistureRegime.DRY
    nitrogen = nitrogen_factors(drawn, place.regime, kinds, leaching=wet)
    decided = any(by_bucket(project, unit, water) for unit in project.land_units)
    nitrogen = special_factors(project, place, drawn, nitrogen, note, by_bucket=decided)
    zero = nitrogen.frac_leach
    if some and not all(all(flags) for flags in leaches.values()):
        zero = drawn.factor(
            "n2o.frac_leach_dry",
            "ipcc2019_n2o",
            ("indirect_n2o",),
            parameter="FracLEACH",
            condition=str(MoistureRegime.DRY),
        )
    note(_notes(project, place, water, leaches))
    held = _water_per_carbon(project, drawn, note)
    return nitrogen, {
        name: LandFactors(
            # The flags stand for water that drains or not: by the bucket or by the climate.
            tuple(
                leaching_fraction_by_drainage(
                    float(flag), where_wet=nitrogen.frac_leach, where_dry=zero
                )
                for flag in flags
            ),
            held.get(name),
        )
        for name, flags in leaches.items()
    }


def nitrogen_of(
    project: Project, unit: LandUnit, s: int, nitrogen: NitrogenFactors, land: LandFactors
) -> NitrogenFactors:
    """Return the N2O factors of a land unit under a scenario.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit
        The land unit.
    s : int
        Position of the scenario.
    nitrogen : NitrogenFactors
        Factors that all land shares.
    land : LandFactors
        What the land unit has of its own.

    Returns
    -------
    NitrogenFactors
        With its own leached fraction, and EF1 of its irrigation and its rice.
    """
    return field_factors(project, unit, s, nitrogen._replace(frac_leach=land.leached[s]))


def leaching(
    project: Project, unit: LandUnit, place: PlaceFacts, water: ProjectWater
) -> tuple[bool, ...]:
    """Say of each scenario whether nitrogen leaches on a land unit.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit
        The land unit.
    place : PlaceFacts
        Moisture regime, which decides where the bucket does not.
    water : ProjectWater
        Buckets of the land units.

    Returns
    -------
    tuple of bool
        One a scenario. Irrigation other than by drip leaches as the Guidelines say; what drip
        brings does not count, so that rain alone decides there.
    """
    return tuple(
        management.irrigation in WASHING or _by_water(unit, s, management, place, water)
        for s, management in enumerate(managements_of(project, unit))
    )


def by_bucket(project: Project, unit: LandUnit, water: ProjectWater) -> bool:
    """Say whether the bucket of a land unit decides what leaches, and not the climate."""
    return project.run.leaching is Leaching.DRAINAGE and unit.id in water.units


def _by_water(
    unit: LandUnit, s: int, management: Management, place: PlaceFacts, water: ProjectWater
) -> bool:
    if not by_bucket(water.project, unit, water):
        return place.regime is MoistureRegime.WET
    one = water.units[unit.id]
    if management.irrigation is MediterraneanIrrigation.DRIP:
        return bool(one.rain_drains[s])
    return bool(one.drains[s])


def _notes(
    project: Project, place: PlaceFacts, water: ProjectWater, leaches: dict[str, tuple[bool, ...]]
) -> list[Assumption]:
    """Return what decided about leaching, and where no bucket is known."""
    notes: list[Assumption] = []
    names = {unit.id: unit.name for unit in project.land_units}
    decided = [unit.id for unit in project.land_units if by_bucket(project, unit, water)]
    if water.units:
        held = [names[one] for one in water.units]
        notes.append(Assumption("water_bucket", {"units": held}, "land_unit.sand", "allen1998"))
    for why in dict.fromkeys(water.unknown.values()):
        fields = {"units": [names[u] for u, one in water.unknown.items() if one == why]}
        key = {"texture": "land_unit.sand", "crops": "carbon_input.crop"}.get(why, "rotation")
        notes.append(Assumption(f"water_unknown_{why}", fields, key))
    if decided:
        wet = [names[u] for u in decided if all(leaches[u])]
        dry = [names[u] for u in decided if not any(leaches[u])]
        both = [names[u] for u in decided if any(leaches[u]) and not all(leaches[u])]
        fields = {"wet": wet, "dry": dry, "both": both}
        source = "ipcc2019_v4_ch11"
        notes.append(Assumption("leaching_by_drainage", fields, "run.leaching", source))
    rest = [name for name in leaches if name not in decided]
    if rest:
        shown = {"units": [names[u] for u in rest], "regime": str(place.regime)}
        source = "ipcc2019_v4_ch11"
        notes.append(Assumption("leaching_by_climate", shown, "run.leaching", source))
    kinds = {s.management.irrigation for s in project.scenarios}
    if MediterraneanIrrigation.DRIP in kinds:
        notes.append(Assumption("leaching_drip", {}, "irrigation", "ipcc2019_v4_ch11"))
    if kinds & set(WASHING):
        notes.append(Assumption("irrigation_leaches", {}, "irrigation", "ipcc2019_v4_ch11"))
    return notes


def fine_earth_mass(unit: LandUnit) -> float | None:
    """Return the fine earth of a land unit's layer [t/ha]; None where nothing tells it."""
    soil = unit.soil
    if soil.stock is not None and soil.organic_carbon:
        return 1000.0 * soil.stock / soil.organic_carbon
    if soil.bulk_density is not None:
        return soil.bulk_density * soil.depth * 100.0
    return None


def _water_per_carbon(project: Project, drawn: DrawnFactors, note: Note) -> dict[str, Float]:
    """Return the available water that carbon brings, by land unit [mm per t C/ha]."""
    masses = {unit.id: fine_earth_mass(unit) for unit in project.land_units}
    if not any(masses.values()):
        return {}
    # Listed with what was drawn, but not among what carries the spread of the balance.
    apart = DrawnFactors(drawn.draws, record=drawn.record, book=drawn.book)
    response = apart.factor(
        "water.per_carbon", "available_water", ("available_water_gain",), texture_group="all"
    )
    left = [unit.name for unit in project.land_units if masses[unit.id] is None]
    if left:
        note([Assumption("water_gain_unknown", {"units": left}, "land_unit.bulk_density")])
    return {
        unit.id: np.asarray(
            available_water_gain_minasny2018(
                1.0, masses[unit.id], unit.soil.depth / 100.0, response
            )
        )
        for unit in project.land_units
        if masses[unit.id] is not None
    }
