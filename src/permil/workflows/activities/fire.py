"""Methane and N2O of burnt residues and of other fire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from permil.datasets.activities.fire import Fire
from permil.science.fire import FireFactors, burnt_dry_matter_ipcc2019, fire_gases_ipcc2019
from permil.tables.biomass_categories import FireFuel, FireGas
from permil.workflows.factors import DrawnFactors, one_if_exact

if TYPE_CHECKING:
    from permil.workflows.activities.run import ActivityRun, Lines
    from permil.workflows.drivers import FieldDrivers

_LINES = {FireGas.CH4: "fire_ch4", FireGas.N2O: "fire_n2o"}


def fire_lines(run: ActivityRun) -> Lines:
    """Return the gases of the fires that scenarios name, on an area.

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Returns
    -------
    dict of str to ndarray, shape (scenario, year, draw) or (scenario, year, 1)
        Lines of fire [t gas/yr].
    """
    return run.lines_of(lambda scenario: _scenario(run, scenario.activities.fire))


def _scenario(run: ActivityRun, fires: tuple[Fire, ...]) -> Lines:
    total: dict[str, Any] = {}
    for fire in fires:
        share = run.drawn.factor(
            f"fire.combustion.{fire.fuel}",
            "combustion_factor",
            tuple(_LINES.values()),
            fuel=fire.fuel,
        )
        burnt = burnt_dry_matter_ipcc2019(fire.biomass, one_if_exact(share)) * fire.area
        done = run.applies(fire.schedule)[:, None]
        for name, amount in _gases(done * burnt, fire.burns_as, run.drawn).items():
            total[name] = total.get(name, 0.0) + amount
    return total


def residue_fire(run: ActivityRun, drivers: FieldDrivers) -> Lines:
    """Return the gases of residues that are burnt on a field.

    Their CO2 is not counted: the carbon was taken up in the same year.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    drivers : FieldDrivers
        Dry matter that fire consumes, by crop and year.

    Returns
    -------
    dict of str to ndarray, shape (year, draw) or (year, 1)
        Lines of fire [t gas/ha/yr].
    """
    if not drivers.burnt:
        return {}
    burnt = np.sum(list(drivers.burnt.values()), axis=0)[:, None]
    return _gases(burnt, FireFuel.AGRICULTURAL_RESIDUES, run.drawn)


def _gases(burnt: Any, fuel: FireFuel, drawn: DrawnFactors) -> Lines:
    """Return methane and N2O of dry matter burnt [t gas]."""
    factors = {
        gas: one_if_exact(
            drawn.factor(f"fire.{fuel}.{gas}", "fire_emission", (line,), fuel=fuel, gas=gas)
        )
        for gas, line in _LINES.items()
    }
    none = np.zeros(1)
    gases = fire_gases_ipcc2019(
        burnt, FireFactors(factors[FireGas.CH4], factors[FireGas.N2O], none)
    )
    return {_LINES[FireGas.CH4]: gases.ch4, _LINES[FireGas.N2O]: gases.n2o}
