"""Gases of fuel and electricity by scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from permil.datasets.activities.energy import FuelBurnt, GridElectricity
from permil.science.energy import FuelFactors, electricity_co2, fuel_gases_ipcc2006
from permil.tables import table
from permil.vocabulary import Gas
from permil.workflows.factors import one_if_exact

if TYPE_CHECKING:
    from permil.workflows.activities.run import ActivityRun, Lines

#: Electricity in the factor's unit [kWh/MWh].
_KWH = 1000.0


def energy_lines(run: ActivityRun) -> Lines:
    """Return the gases of what scenarios burn and take from the grid.

    Parameters
    ----------
    run : ActivityRun
        The assessment.

    Returns
    -------
    dict of str to ndarray, shape (scenario, year, 1)
        Lines of energy [t gas/yr].

    Raises
    ------
    permil.errors.NoFactor
        For a country without a factor.
    """
    return run.lines_of(lambda scenario: _scenario(run, scenario.activities.energy))


def _scenario(run: ActivityRun, uses: tuple[FuelBurnt | GridElectricity, ...]) -> Lines:
    total: dict[str, Any] = {}
    for use in uses:
        done = run.applies(use.schedule)[:, None]
        found = _fuel(run, use) if isinstance(use, FuelBurnt) else _electricity(run, use)
        for name, amount in found.items():
            total[name] = total.get(name, 0.0) + done * one_if_exact(amount)
    return total


def _fuel(run: ActivityRun, use: FuelBurnt) -> Lines:
    """Return what a year's fuel gives off; the CO2 of biomass is in no line."""
    rows = {row.gas: row for row in table("fuels").select(use=use.use, fuel=use.fuel)}
    biogenic = rows[Gas.CH4].biogenic
    lines = {
        Gas.CO2: "energy_co2",
        Gas.CH4: "energy_biogenic_ch4" if biogenic else "energy_ch4",
        Gas.N2O: "energy_n2o",
    }
    counted = {gas: line for gas, line in lines.items() if rows[gas].counts}
    draws = {
        gas: run.drawn.factor(
            f"energy.{use.use}.{use.fuel}.{gas}",
            "fuels",
            (line,),
            use=use.use,
            fuel=use.fuel,
            gas=gas,
        )
        for gas, line in counted.items()
    }
    none = np.zeros(1)
    factors = FuelFactors(*(draws.get(gas, none) for gas in lines))
    gases = fuel_gases_ipcc2006(use.amount, factors)
    by_gas = dict(zip(lines, gases, strict=True))
    return {line: by_gas[gas] for gas, line in counted.items()}


def _electricity(run: ActivityRun, use: GridElectricity) -> Lines:
    factor = run.drawn.factor(
        f"electricity.{use.country}.{use.margin}",
        "electricity",
        ("electricity_co2",),
        country=use.country,
        margin=use.margin,
    )
    return {"electricity_co2": electricity_co2(use.energy / _KWH, factor)}
