"""N2O factors of one field: flooded rice, Mediterranean irrigation, inhibitors.

All factors that a project needs are drawn once, with what all models share; what a field has in a
year is chosen from them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import LandUnit, Project
from permil.errors import NoEffect
from permil.science.climate_zone import dry_summer_kottek2006
from permil.science.enhanced_fertiliser import FertiliserResponse
from permil.tables.nitrogen_categories import (
    EnhancedFertiliser,
    MediterraneanIrrigation,
    NitrogenPathway,
)
from permil.vocabulary import Inhibitor, MoistureRegime
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.factors import DrawnFactors
from permil.workflows.gases import NitrogenFactors
from permil.workflows.paddies import WATER_MANAGEMENT, flooded, seasons_of
from permil.workflows.place import PlaceFacts

Float = NDArray[np.float64]
Note = Callable[[Sequence[Assumption]], None]

#: Key of the project file's reasons that declares a climate Mediterranean.
CONFIRMED = "mediterranean"
#: What the table of responses calls each inhibitor.
ENHANCED = {
    Inhibitor.NITRIFICATION: EnhancedFertiliser.NITRIFICATION_INHIBITOR,
    Inhibitor.UREASE: EnhancedFertiliser.UREASE_INHIBITOR,
    Inhibitor.DOUBLE: EnhancedFertiliser.DOUBLE_INHIBITOR,
    Inhibitor.CONTROLLED_RELEASE: EnhancedFertiliser.CONTROLLED_RELEASE,
}


@dataclass(frozen=True)
class _Special:
    """What the factors of special land are drawn from."""

    project: Project
    place: PlaceFacts
    drawn: DrawnFactors
    note: Note


def special_factors(
    project: Project,
    place: PlaceFacts,
    drawn: DrawnFactors,
    factors: NitrogenFactors,
    note: Note,
    *,
    by_bucket: bool = False,
) -> NitrogenFactors:
    """Return the N2O factors of a project with those of rice, irrigation and inhibitors.

    Parameters
    ----------
    project : Project
        The project.
    place : PlaceFacts
        Climate and moisture regime.
    drawn : DrawnFactors
        Draws by name.
    factors : NitrogenFactors
        Factors of plain fertiliser on plain land.
    note : callable
        Takes the assumptions that are met.
    by_bucket : bool
        Whether a bucket of water decides what leaches on some land, where irrigation counts.

    Returns
    -------
    NitrogenFactors
        The same where the project has none of these.

    Raises
    ------
    NoFactor
        If an inhibitor has no published response on a pathway that counts here.
    NoEffect
        If irrigation is given where it changes no factor.
    """
    here = _Special(project, place, drawn, note)
    named = [scenario.management.irrigation for scenario in project.scenarios]
    irrigations = [one for one in dict.fromkeys(named) if one is not None]
    return factors._replace(
        responses=_responses(here, factors),
        ef1_rice=_of_rice(here),
        ef1_irrigated=_of_irrigation(here, irrigations, factors, by_bucket),
    )


def field_factors(
    project: Project,
    unit: LandUnit,
    s: int,
    factors: NitrogenFactors,
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
    factors : NitrogenFactors
        As :func:`special_factors` returns them.

    Returns
    -------
    NitrogenFactors
        EF1 by year where the land is a paddy in some of them.
    """
    irrigation = managements_of(project, unit)[s].irrigation
    if irrigation is not None and str(irrigation) in factors.ef1_irrigated:
        ef1 = factors.ef1_irrigated[str(irrigation)]
        factors = factors._replace(ef1_synthetic=ef1, ef1_other=ef1)
    seasons = seasons_of(project, unit, s)
    if not factors.ef1_rice or not any(seasons):
        return factors
    years = [
        [WATER_MANAGEMENT[season.water_regime] for season in year] or [None] for year in seasons
    ]

    def by_year(plain: Float) -> Float:
        known: dict[Any, Float] = {None: plain} | dict(factors.ef1_rice)
        return np.stack([np.mean([known[water] for water in year], axis=0) for year in years])

    return factors._replace(
        ef1_synthetic=by_year(factors.ef1_synthetic), ef1_other=by_year(factors.ef1_other)
    )


def is_mediterranean(project: Project, place: PlaceFacts) -> bool:
    """Say whether the place has a Mediterranean climate, by its months or as confirmed."""
    if CONFIRMED in project.confirm:
        return True
    rain = np.reshape(place.monthly.precipitation, (-1, 12)).mean(axis=0)
    return bool(dry_summer_kottek2006(place.climate.mean_temperature, rain))


def _n2o(
    drawn: DrawnFactors, name: str, lines: tuple[str, ...], parameter: str, condition: str
) -> Float:
    return drawn.factor(name, "ipcc2019_n2o", lines, parameter=parameter, condition=condition)


def _of_rice(here: _Special) -> dict[str, Float]:
    """Return EF1 of flooded rice by the water management that the project has."""
    found: dict[str, Float] = {}
    for scenario, waters in flooded(here.project):
        for water in sorted(waters - found.keys()):
            name = f"n2o.ef1_rice.{water}"
            found[water] = _n2o(here.drawn, name, ("direct_n2o",), "EF1FR", water)
        here.note([Assumption("rice_nitrogen", {"scenario": scenario.name}, "rice")])
    return found


def _responses(here: _Special, factors: NitrogenFactors) -> dict[Inhibitor, FertiliserResponse]:
    """Return what the inhibitors in use change; of leaching only where the land leaches."""
    used = [
        use.inhibitor
        for scenario in here.project.scenarios
        for use in scenario.management.fertilisers
        if use.inhibitor is not None
    ]
    leaches = bool(factors.frac_leach.any())
    found = {}
    for inhibitor in dict.fromkeys(used):
        found[inhibitor] = FertiliserResponse(
            direct=_response(here, inhibitor, NitrogenPathway.DIRECT),
            volatilised=_response(here, inhibitor, NitrogenPathway.VOLATILISED),
            leached=_response(here, inhibitor, NitrogenPathway.LEACHED) if leaches else 0.0,
        )
        changes = found[inhibitor]._asdict().items()
        fields = {name: f"{100 * float(np.mean(change)):+.0f}" for name, change in changes}
        fields["inhibitor"] = str(inhibitor).replace("_", " ")
        here.note([Assumption("inhibitor_response", fields, "fertiliser.inhibitor", "akiyama2010")])
    return found


def _response(here: _Special, inhibitor: Inhibitor, pathway: NitrogenPathway) -> Float:
    line = "direct_n2o" if pathway is NitrogenPathway.DIRECT else "indirect_n2o"
    name = f"n2o.inhibitor.{inhibitor}.{pathway}"
    keys = {"fertiliser": ENHANCED[inhibitor], "pathway": pathway}
    return here.drawn.factor(name, "nitrogen_inhibitors", (line,), **keys)


def _of_irrigation(
    here: _Special,
    irrigations: Sequence[MediterraneanIrrigation],
    factors: NitrogenFactors,
    by_bucket: bool,
) -> dict[str, Float]:
    """Return EF1 by irrigation in a Mediterranean climate; elsewhere irrigation leaches alone."""
    if irrigations and is_mediterranean(here.project, here.place):
        return {str(one): _irrigated(here, one, factors) for one in irrigations}
    if irrigations and here.place.regime is MoistureRegime.WET and not by_bucket:
        raise NoEffect(
            where="irrigation",
            what="irrigation",
            when="on N2O in a wet climate that is not Mediterranean",
            remedy=f'leave it out, or write confirm.{CONFIRMED} = "the reason"',
        )
    return {}


def _irrigated(
    here: _Special, irrigation: MediterraneanIrrigation, factors: NitrogenFactors
) -> Float:
    """Return EF1 of an irrigation, and note on which side of the Guidelines' it lies."""
    ef1 = here.drawn.factor(
        f"n2o.ef1_mediterranean.{irrigation}",
        "cayuela2017_ef1",
        ("direct_n2o",),
        irrigation=irrigation,
    )
    own = float(ef1.mean())
    fields = {"irrigation": str(irrigation), "ef1": f"{own:.4f}"}
    for name in ("synthetic", "other"):
        change = own / float(getattr(factors, f"ef1_{name}").mean()) - 1.0
        fields[name] = f"{100 * change:+.0f}"
    here.note([Assumption("mediterranean_ef1", fields, "irrigation", "cayuela2017")])
    return ef1
