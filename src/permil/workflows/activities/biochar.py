"""Carbon of biochar that stays in the soil; no model receives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from permil.assumptions import Assumption
from permil.science.biochar import biochar_carbon_ipcc2019, biochar_co2_ipcc2019
from permil.tables.biomass_categories import PermanenceMethod
from permil.vocabulary import AlternativeFate
from permil.workflows.factors import one_if_exact

if TYPE_CHECKING:
    from permil.workflows.activities.run import ActivityRun, Lines
    from permil.workflows.drivers import FieldDrivers

LINE, ELSEWHERE = "biochar_co2", "elsewhere_co2"
#: Years after which biochar carbon must still be there to count.
HORIZON = 100


def biochar(run: ActivityRun, drivers: FieldDrivers) -> Lines:
    """Return the carbon of a field's biochar that is left after a hundred years.

    What would have reached other land anyway is no gain: the line of the other land takes it back.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    drivers : FieldDrivers
        Biochar by year.

    Returns
    -------
    dict of str to ndarray, shape (year, draw)
        Lines of biochar, stored carbon negative, and of the other land [t CO2/ha/yr].
    """
    total: dict[str, Any] = {}
    for use, amount in drivers.biochars.items():
        fraction = run.drawn.factor(
            f"biochar.carbon.{use.feedstock}.{use.process}",
            "biochar_carbon",
            (LINE,),
            feedstock=use.feedstock,
            process=use.process,
        )
        left = run.drawn.factor(
            f"biochar.permanence.{use.pyrolysis}",
            "biochar_permanence",
            (LINE,),
            method=PermanenceMethod.IPCC_2019,
            pyrolysis=use.pyrolysis,
            horizon=HORIZON,
        )
        carbon = biochar_carbon_ipcc2019(
            amount[:, None], one_if_exact(fraction), one_if_exact(left)
        )
        stored = biochar_co2_ipcc2019(carbon)
        total[LINE] = total.get(LINE, 0.0) + stored
        if use.alternative_fate is AlternativeFate.SPREAD_ELSEWHERE:
            total[ELSEWHERE] = total.get(ELSEWHERE, 0.0) - stored
        run.note([_note(use.alternative_fate)])
    if total:
        run.note([Assumption("biochar_permanence", {}, "practice.pyrolysis", "ipcc2019_v4_ch2")])
    return total


def _note(fate: AlternativeFate) -> Assumption:
    """Return what is assumed of the biochar without the project."""
    if fate is AlternativeFate.SPREAD_ELSEWHERE:
        return Assumption("biochar_transfer", {}, "alternative_fate")
    if fate is AlternativeFate.SAME_LAND:
        return Assumption("biochar_same_land", {}, "alternative_fate")
    fields = {"kind": "biochar or its feedstock", "fate": str(fate)}
    return Assumption("amendment_alternative_not_counted", fields, "alternative_fate")
