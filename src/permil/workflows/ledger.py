"""The ledger: one xarray Dataset of project totals, by scenario, model, year and draw.

Positive is to the atmosphere for every gas; stocks are positive. A flux bears the calendar year in
which it happens, a stock stands at the end of its year, the initial stock at the year before the
first. Net CO2e is the soil carbon change as CO2 plus the other gases; heterotrophic respiration is
informative and never summed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.errors import BudgetError
from permil.science.greenhouse_gases import carbon_to_co2
from permil.variables import variable
from permil.workflows.statistics import NAMES, quantiles

if TYPE_CHECKING:
    import xarray as xr

Float = NDArray[np.float64]

#: Lines of the ledger with draws, all project totals.
LINES = (
    "project_soil_organic_carbon",
    "project_carbon_input",
    "project_respiration",
    "soil_carbon_change_co2",
    "direct_n2o",
    "indirect_n2o",
    "lime_urea_co2",
    "elsewhere_co2e",
    "net_co2e",
    "nitrogen_need",
    "nitrogen_supply",
)


@dataclass
class UnitResult:
    """One land unit under one model; rows are the scenarios.

    The arrays are the largest of a run: :func:`fill_lines` lets go of each one once it is summed.

    Parameters
    ----------
    area : float
        [ha].
    soc : ndarray, shape (row, year + 1, draw)
        [t C/ha].
    inputs, respired : ndarray, shape (row, year, draw)
        [t C/ha/yr].
    direct, indirect : ndarray, shape (row, year, draw)
        [t N2O/ha/yr].
    lime_urea : ndarray, shape (row, year)
        [t CO2/ha/yr].
    elsewhere : ndarray, shape (row, year, draw)
        [t CO2e/ha/yr].
    supply : ndarray, shape (row, year)
        Nitrogen brought [kg N/ha/yr].
    """

    area: float
    soc: Float
    inputs: Float
    respired: Float
    direct: Float
    indirect: Float
    lime_urea: Float
    elsewhere: Float
    supply: Float


#: Lines that no draw changes; they are kept once and broadcast.
SHARED = ("lime_urea_co2", "nitrogen_supply")


def empty_lines(scenarios: int, models: int, years: int, draws: int) -> dict[str, Float]:
    """Return blank lines of the ledger, shape (scenario, model, year + 1, draw).

    Parameters
    ----------
    scenarios, models, years, draws : int
        Sizes.

    Returns
    -------
    dict of str to ndarray
        Fluxes are not-a-number in the year before the first; lines that no draw changes have one
        draw. The rest is not yet written, so that it takes no memory before it is filled.
    """
    lines = {}
    for name in LINES:
        lines[name] = np.empty((scenarios, models, years + 1, 1 if name in SHARED else draws))
        lines[name][:, :, 0] = np.nan
    return lines


def fill_lines(
    lines: dict[str, Float],
    m: int,
    units: Sequence[UnitResult],
    gwp_n2o: float,
    nitrogen_per_carbon: float,
) -> None:
    """Fill the lines of one model with the sums over its land units.

    Parameters
    ----------
    lines : dict of str to ndarray
        Lines in the glossary's units; fluxes stay blank in the year before the first.
    m : int
        Position of the model.
    units : sequence of UnitResult
        Land units.
    gwp_n2o : float
        Metric of N2O [kg CO2e/kg].
    nitrogen_per_carbon : float
        Nitrogen bound by soil organic carbon [kg N/t C].
    """
    fields = {
        "project_carbon_input": "inputs",
        "project_respiration": "respired",
        "direct_n2o": "direct",
        "indirect_n2o": "indirect",
        "elsewhere_co2e": "elsewhere",
    }
    shared = {"lime_urea_co2": "lime_urea", "nitrogen_supply": "supply"}
    soc = lines["project_soil_organic_carbon"][:, m]
    _sum_into(soc, units, "soc")
    for name, field in fields.items():
        _sum_into(lines[name][:, m, 1:], units, field)
    for name, field in shared.items():
        lines[name][:, m, 1:, 0] = sum(getattr(unit, field) * unit.area for unit in units)
    change = np.diff(soc, axis=1)
    lines["soil_carbon_change_co2"][:, m, 1:] = -carbon_to_co2(change)
    lines["nitrogen_need"][:, m, 1:] = change * nitrogen_per_carbon
    lines["net_co2e"][:, m, 1:] = net_co2e({n: v[:, m, 1:] for n, v in lines.items()}, gwp_n2o)


def _sum_into(line: Float, units: Sequence[UnitResult], field: str) -> None:
    """Write the area-weighted sum of a field of the land units, and empty the field."""
    line[...] = 0.0
    for unit in units:
        values = getattr(unit, field)
        setattr(unit, field, np.empty(0))
        line += values * unit.area


def net_co2e(lines: Mapping[str, Any], gwp_n2o: float) -> Any:
    """Return net CO2e of the ledger's lines at a metric.

    Parameters
    ----------
    lines : mapping of str to array
        Lines of the ledger.
    gwp_n2o : float
        Metric of N2O [kg CO2e/kg].

    Returns
    -------
    array
        Soil carbon change as CO2 and the other gases [t CO2e/yr].
    """
    return (
        lines["soil_carbon_change_co2"]
        + (lines["direct_n2o"] + lines["indirect_n2o"]) * gwp_n2o
        + lines["lime_urea_co2"]
        + lines["elsewhere_co2e"]
    )


def build_ledger(
    lines: dict[str, Float],
    detail: Mapping[str, Mapping[str, dict[str, Spread]]],
    scenarios: tuple[str, ...],
    first_year: int,
    attributes: dict[str, Any],
) -> xr.Dataset:
    """Return the ledger.

    Parameters
    ----------
    lines : dict of str to ndarray
        Lines of all models (scenario, model, year, draw).
    detail : mapping of model to mapping of land unit to dict
        Mean and quantiles of stocks and pools per hectare, see :func:`spread`.
    scenarios : tuple of str
        Scenario ids, the baseline first.
    first_year : int
        First calendar year of the horizon.
    attributes : dict
        Metric and other facts of the run.

    Returns
    -------
    xarray.Dataset
        Dimensions scenario, model, year, draw, land_unit, quantile.
    """
    import xarray as xr

    stock = lines["project_soil_organic_carbon"]
    dims = ("scenario", "model", "year", "draw")
    data: dict[str, Any] = {
        name: (dims, np.broadcast_to(values, stock.shape), _attributes(name))
        for name, values in lines.items()
    }
    data |= _detail(detail, stock.shape[0], stock.shape[2])
    return xr.Dataset(
        data,
        coords={
            "scenario": list(scenarios),
            "model": list(detail),
            "year": np.arange(first_year - 1, first_year - 1 + stock.shape[2]),
            "land_unit": list(next(iter(detail.values()))),
            "quantile": list(NAMES),
        },
        attrs=attributes,
    )


def _attributes(name: str) -> dict[str, str]:
    entry = variable(name)
    return {"long_name": entry.label, "units": entry.unit, "description": entry.description}


class Spread(NamedTuple):
    """Mean and quantiles of a quantity per hectare.

    Parameters
    ----------
    mean : ndarray, shape (scenario, year)
        Mean over the draws.
    quantiles : ndarray, shape (scenario, year, quantile)
        Quantiles over the draws.
    """

    mean: Float
    quantiles: Float


def spread(values: Float) -> Spread:
    """Return mean and quantiles over the last axis, the draws."""
    return Spread(values.mean(axis=-1), quantiles(values))


def _detail(
    detail: Mapping[str, Mapping[str, dict[str, Spread]]], scenarios: int, years: int
) -> dict[str, Any]:
    """Return the variables of the land units; a pool that a model lacks is blank."""
    names = list(dict.fromkeys(n for units in detail.values() for u in units.values() for n in u))
    shape = (scenarios, len(detail), len(next(iter(detail.values()))), years)
    data: dict[str, Any] = {}
    for name in names:
        mean = np.full(shape, np.nan)
        around = np.full((*shape, len(NAMES)), np.nan)
        for m, units in enumerate(detail.values()):
            for u, results in enumerate(units.values()):
                if name in results:
                    span = slice(-results[name].mean.shape[1], None)
                    mean[:, m, u, span] = results[name].mean
                    around[:, m, u, span] = results[name].quantiles
        dims = ("scenario", "model", "land_unit", "year")
        data[name] = ((*dims, "quantile"), around, _attributes(name))
        data[f"{name}_mean"] = (dims, mean, _attributes(name))
    return data


def check_ledger(ledger: xr.Dataset, gwp_n2o: float) -> None:
    """Raise an error if the ledger's budgets do not close.

    Parameters
    ----------
    ledger : xarray.Dataset
        The ledger.
    gwp_n2o : float
        Metric of N2O [kg CO2e/kg].

    Raises
    ------
    BudgetError
        If stock change and CO2, stock change and carbon flows, or the sum of the gases and net CO2e
        disagree by more than 1e-9.
    """
    stock = ledger["project_soil_organic_carbon"].values
    lost = ledger["soil_carbon_change_co2"].values[:, :, 1:].sum(axis=2)
    scale = np.abs(stock).max() * 44 / 12
    gap = np.abs(lost + carbon_to_co2(stock[:, :, -1] - stock[:, :, 0])).max()
    if not gap <= 1e-9 * scale:
        raise BudgetError(where="", budget="carbon", amount=float(gap), unit="t CO2")
    flow = ledger["project_carbon_input"].values - ledger["project_respiration"].values
    gap = np.abs(np.diff(stock, axis=2) - flow[:, :, 1:])
    # A model without flows, as Tier 1, has none to close.
    worst = np.max(gap, initial=0.0, where=np.isfinite(gap))
    if not worst <= 1e-9 * np.abs(stock).max():
        raise BudgetError(where="", budget="carbon-flow", amount=float(worst), unit="t C/yr")
    parts = net_co2e(ledger, gwp_n2o).values[:, :, 1:]  # type: ignore[arg-type]
    gap = np.abs(parts - ledger["net_co2e"].values[:, :, 1:]).max()
    if not gap <= 1e-9 * max(np.abs(parts).max(), 1e-30):
        raise BudgetError(where="", budget="greenhouse-gas", amount=float(gap), unit="t CO2e")
