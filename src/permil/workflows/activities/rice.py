"""CH4 of rice fields, by land unit, season and water (IPCC 2019, Tier 1)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.activities.rice import Rice
from permil.datasets.management import Management
from permil.datasets.project import LandUnit, Project
from permil.errors import Conflict, MissingKey, NoEffect
from permil.science.rice_methane import (
    RiceAmendments,
    rice_amendment_scaling_ipcc2019,
    rice_daily_emission_ipcc2019,
    rice_methane_ipcc2019,
)
from permil.tables import parameter_set, table
from permil.tables.rice_categories import (
    AllRice,
    RiceAmendment,
    RiceParameter,
    StrawTiming,
    WaterRegime,
)
from permil.workflows.activities.run import ActivityRun
from permil.workflows.carbon_inputs import managements_of, way_of
from permil.workflows.crops import crop_facts
from permil.workflows.management import amendment_contents
from permil.workflows.paddies import entries_of, seasons_of
from permil.workflows.plant_carbon import crop_carbon

Float = NDArray[np.float64]

LINE = ("rice_ch4",)
TABLE = "ipcc2019_rice"
#: Days of a year, which all its seasons must share.
DAYS = 365.0


class Amended(NamedTuple):
    """Organic matter before a season.

    Parameters
    ----------
    straw : float
        Straw [t DM/ha].
    compost, farmyard_manure, green_manure : float
        Fresh matter [t FM/ha].
    """

    straw: float = 0.0
    compost: float = 0.0
    farmyard_manure: float = 0.0
    green_manure: float = 0.0


def check_rice(project: Project) -> None:
    """Raise an error for a rice entry, or a land unit that it names, without a season.

    Parameters
    ----------
    project : Project
        The project.

    Raises
    ------
    NoEffect
        If an entry finds no rice in any of its years.
    """
    for s, scenario in enumerate(project.scenarios):
        inherited = project.scenarios[0].activities.rice if s else ()
        for entry in scenario.activities.rice:
            if entry in inherited:
                continue
            grown = [
                unit.id
                for unit in project.land_units
                if entry in entries_of(project, unit, s)
                and any(entry in year for year in seasons_of(project, unit, s))
            ]
            missing = [name for name in entry.land_units if name not in grown]
            if not grown or missing:
                on = f" on {', '.join(missing)}" if missing else ""
                raise NoEffect(
                    where=entry.where,
                    what="this rice entry",
                    when=f"where the scenario grows no rice in its years{on}",
                    remedy="name land units and years in which the rotation has rice",
                )


def rice_lines(run: ActivityRun, unit: LandUnit) -> dict[str, Float]:
    """Return the methane of the rice of a land unit.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    unit : LandUnit
        The land unit.

    Returns
    -------
    dict of str to ndarray, shape (scenario, year, draw)
        ``rice_ch4`` [t CH4/yr]; empty where there is none.

    Raises
    ------
    Conflict
        If the seasons of a year are longer than it.
    MissingKey
        If there is straw and nobody said how long before the season it is incorporated.
    """
    known: dict[Any, Float] = {}
    places = {scenario.id: s for s, scenario in enumerate(run.project.scenarios)}

    def emitted(scenario: Any) -> dict[str, Float]:
        s = places[scenario.id]
        seasons = seasons_of(run.project, unit, s)
        if not any(seasons):
            return {}
        years = [
            sum((_season(run, *one, known) for one in _amended(run, unit, s, i, year)), _NOTHING)
            for i, year in enumerate(seasons)
        ]
        return {LINE[0]: np.stack(np.broadcast_arrays(*years)) * unit.area / 1000.0}

    return run.lines_of(emitted)


_NOTHING = np.zeros(1)


def straw_before_flooding(run: ActivityRun, unit: LandUnit, s: int) -> float | None:
    """Return the most straw that is worked in before a flooded season.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    unit : LandUnit
        The land unit.
    s : int
        Position of the scenario.

    Returns
    -------
    float or None
        Straw [t DM/ha]; None where the harvest before is not known.
    """
    most = 0.0
    for i, seasons in enumerate(seasons_of(run.project, unit, s)):
        wet = [one for one in seasons if one.water_regime is not WaterRegime.UPLAND]
        unsaid = any(season.straw is None for season in wet)
        if unsaid and _straw_before(run, unit, s, i) is None:
            return None
        if wet:
            most = max(most, *(mine.straw for _, mine in _amended(run, unit, s, i, seasons)))
    return most


def _season(run: ActivityRun, rice: Rice, amended: Amended, known: dict[Any, Float]) -> Float:
    """Return the methane of one season [kg CH4/ha], computed once for all years alike."""
    key = (rice, amended)
    if key not in known:
        known[key] = _methane(run, rice, amended)
    return known[key]


def _methane(run: ActivityRun, rice: Rice, amended: Amended) -> Float:
    if rice.water_regime is WaterRegime.UPLAND:
        return _factor(run, RiceParameter.WATER_REGIME, rice.water_regime)
    days: Any = rice.season_length
    if days is None:
        days = _factor(run, RiceParameter.SEASON, rice.region)
        run.note([Assumption("rice_season_length", {}, "rice.season_length", "ipcc2019_v4_ch5")])
    emission = rice_daily_emission_ipcc2019(
        _factor(run, RiceParameter.BASELINE, rice.region),
        water_regime=_factor(run, RiceParameter.WATER_REGIME, rice.water_regime),
        pre_season=_factor(run, RiceParameter.PRE_SEASON, rice.pre_season),
        amendments=_scaling(run, rice, amended),
    )
    return np.asarray(rice_methane_ipcc2019(emission, days))


def _scaling(run: ActivityRun, rice: Rice, amended: Amended) -> Any:
    """Return by how much organic matter scales the methane; factors of what is there alone."""
    early = rice.straw_incorporated is StrawTiming.LONG_BEFORE
    amounts = RiceAmendments(
        straw_shortly_before=0.0 if early else amended.straw,
        straw_long_before=amended.straw if early else 0.0,
        compost=amended.compost,
        farmyard_manure=amended.farmyard_manure,
        green_manure=amended.green_manure,
    )
    if not any(amounts):
        return 1.0
    conversion = RiceAmendments(
        *(
            _factor(run, RiceParameter.AMENDMENT, kind) if amount else 0.0
            for kind, amount in zip(RiceAmendment, amounts, strict=True)
        )
    )
    exponent = _factor(run, RiceParameter.AMENDMENT_EXPONENT, AllRice.ALL)
    return rice_amendment_scaling_ipcc2019(amounts, conversion, exponent=exponent)


def _factor(run: ActivityRun, parameter: RiceParameter, level: Any) -> Float:
    name = f"rice.{parameter.name.lower()}.{level}"
    return run.drawn.factor(name, TABLE, LINE, parameter=parameter, level=level)


def _amended(
    run: ActivityRun, unit: LandUnit, s: int, i: int, seasons: tuple[Rice, ...]
) -> list[tuple[Rice, Amended]]:
    """Return the seasons of year i, each with its share of what the field receives."""
    management = managements_of(run.project, unit)[s]
    length = sum(season.season_length or 0.0 for season in seasons)
    if length > DAYS:
        raise Conflict(
            where=seasons[-1].where,
            problem=f"the rice seasons of {run.years[i]} on {unit.id} sum to {length:g} days",
            remedy="shorten them, or give them other years or land units",
        )
    if len(seasons) > 1:
        run.note([Assumption("rice_seasons_share", {}, "rice")])
    wet = [season for season in seasons if season.water_regime is not WaterRegime.UPLAND]
    if not wet:
        return [(season, Amended()) for season in seasons]
    before = _straw_before(run, unit, s, i)
    own = _own_amendments(run, management, run.years[i])
    found = []
    for season in seasons:
        straw = _straw(run, season, before, len(seasons))
        mine = Amended(
            straw,
            own.compost / len(seasons),
            own.farmyard_manure / len(seasons),
            season.green_manure,
        )
        if management.cover_crops and not season.green_manure:
            run.note([Assumption("rice_cover_crop_left", {}, "rice.green_manure")])
        found.append((season, mine))
    return found


def _straw(run: ActivityRun, season: Rice, before: float | None, seasons: int) -> float:
    """Return the straw before a season [t DM/ha]; how long before must be known where there is any.

    The factor for straw shortly before is five times that for straw long before: no default.
    """
    if season.straw is not None:
        straw = season.straw
    elif before is None:
        run.note([Assumption("rice_straw_unknown", {}, "rice.straw")])
        return 0.0
    else:
        straw = before / seasons
    if straw and season.straw_incorporated is None:
        raise MissingKey(
            where=season.where,
            key="straw_incorporated",
            expected=f"how long before the season the {straw:.1f} t DM/ha of straw are"
            " incorporated: under_30_days or over_30_days",
        )
    if straw and season.straw is None:
        fields = {"straw": f"{straw:.1f}"}
        run.note([Assumption("rice_own_straw", fields, "rice.straw")])
    return straw


def _straw_before(run: ActivityRun, unit: LandUnit, s: int, i: int) -> float | None:
    """Return the straw that the harvest of the year before left [t DM/ha], None where unknown."""
    start, year = run.years.start, run.years[i] - 1
    managements = managements_of(run.project, unit)
    management = managements[s] if i else managements[0].lasting(year, start)
    crop, given = management.grown(year, start)
    if given is not None:
        return None
    if crop is None:
        return 0.0
    carbon = crop_carbon(crop_facts(crop.crop), crop, way_of(run.project, unit))
    if carbon is None:
        return 0.0
    return float(carbon.straw / parameter_set("crop_residues")["carbon_content"])


def _own_amendments(run: ActivityRun, management: Management, year: int) -> Amended:
    """Return the fresh matter that the field receives in a year [t FM/ha]."""
    compost = manure = 0.0
    for amendment in management.amendments:
        if not amendment.schedule.applies(year, run.years.start):
            continue
        row: Any = table("organic_amendments").one(amendment=amendment.kind)
        fresh = amendment.amount
        if fresh is None:
            fresh = amendment_contents(amendment)[0] * 1000.0 / row.carbon
        is_compost = amendment.kind == "compost"
        compost, manure = compost + fresh * is_compost, manure + fresh * (not is_compost)
        counted = "compost" if is_compost else "farmyard manure"
        fields = {"kind": row.name, "counted": counted}
        run.note([Assumption("rice_amendment_as", fields, "amendment.kind", "ipcc2019_v4_ch5")])
    return Amended(compost=compost, farmyard_manure=manure)
