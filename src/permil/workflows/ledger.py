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
from permil.science.water_balance import CUBIC_METRES
from permil.variables import variable
from permil.vocabulary import Gas
from permil.workflows.lines import LINES, in_co2e, line_of, lines_in
from permil.workflows.statistics import NAMES, quantiles

if TYPE_CHECKING:
    import xarray as xr

Float = NDArray[np.float64]

#: What every ledger holds of each model beside the lines of the balance, all project totals.
STOCKS_AND_FLOWS = ("project_soil_organic_carbon", "project_carbon_input", "project_respiration")
NUTRIENTS = ("nitrogen_need", "nitrogen_supply")


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
    gases : dict of str to ndarray, shape (row, year, draw) or (row, year, 1)
        Lines of the balance beside the soil's carbon [t gas/ha/yr].
    supply : ndarray, shape (row, year, 1)
        Nitrogen brought [kg N/ha/yr].
    water_per_carbon : ndarray or None, shape (draw,)
        Available water that a gain of carbon brings [mm per t C/ha]; None where it is not known.
    """

    area: float
    soc: Float
    inputs: Float
    respired: Float
    gases: dict[str, Float]
    supply: Float
    water_per_carbon: Float | None = None


class LedgerLines:
    """The lines of a ledger while its models are run.

    A line that no draw changes is kept once; one that no model changes is kept for all of them.

    Parameters
    ----------
    shape : tuple of int
        Scenarios, models, years and draws.
    factors : mapping of Gas to float
        Metric of net CO2e [kg CO2e/kg].
    shared : mapping of str to ndarray, shape (scenario, year, draw) or (scenario, year, 1)
        Lines that are the same in every model, project totals: of the balance [t gas/yr] and,
        for information, of water [m3/yr].
    """

    def __init__(
        self,
        shape: tuple[int, int, int, int],
        factors: Mapping[Gas, float],
        shared: Mapping[str, Float] | None = None,
    ) -> None:
        self.shape, self.factors = shape, factors
        self.shared = dict(shared or {})
        self.values: dict[str, Float] = {}

    def fill(self, m: int, units: Sequence[UnitResult], nitrogen_per_carbon: float) -> None:
        """Fill the lines of one model with the sums over its land units.

        Parameters
        ----------
        m : int
            Position of the model.
        units : sequence of UnitResult
            Land units; their arrays are emptied.
        nitrogen_per_carbon : float
            Nitrogen bound by soil organic carbon [kg N/t C].
        """
        self._fill_water(m, units)
        stock = self._line("project_soil_organic_carbon")[:, m]
        stock[...] = _total(units, "soc")
        for name, attribute in zip(STOCKS_AND_FLOWS[1:], ("inputs", "respired"), strict=True):
            self._line(name)[:, m, 1:] = _total(units, attribute)
        supply = _total(units, "supply")
        self._line("nitrogen_supply", supply.shape[-1])[:, m, 1:] = supply
        change = np.diff(stock, axis=1)
        self._line("nitrogen_need")[:, m, 1:] = change * nitrogen_per_carbon
        none = {line.name: np.zeros((1, 1, 1)) for line in LINES if line.always}
        mine = none | {"soil_carbon_change_co2": -carbon_to_co2(change)} | _gases(units)
        for name, values in mine.items():
            self._line(name, values.shape[-1])[:, m, 1:] = values
        net = self._line("net_co2e")[:, m, 1:]
        net[...] = in_co2e(mine, self.factors) + in_co2e(self.shared, self.factors)

    def _fill_water(self, m: int, units: Sequence[UnitResult]) -> None:
        """Fill what the carbon gained since the start holds of water [m3], where it is known."""
        known = [unit for unit in units if unit.water_per_carbon is not None]
        if known:
            held = self._line("available_water_gain")[:, m]
            held[...] = 0.0
            for unit in known:
                gained = unit.soc - unit.soc[:, :1]
                gained *= np.asarray(unit.water_per_carbon) * unit.area * CUBIC_METRES
                held += gained

    def _line(self, name: str, draws: int | None = None) -> Float:
        """Return the array of a line, made where it is not there yet.

        A flux is not a number in the year before the first. A line of the balance that another
        model does not have is zero there.
        """
        scenarios, models, years, most = self.shape
        size = (scenarios, models, years + 1, draws or most)
        values = self.values.get(name)
        if values is None or values.shape[-1] < size[-1]:
            made = np.zeros(size) if lines_in((name,)) else np.empty(size)
            if values is not None:
                made[...] = values
            made[:, :, 0] = np.nan
            self.values[name] = made
        return self.values[name]

    def all(self) -> dict[str, Float]:
        """Return every line, broadcast over models, years before the first and draws."""
        scenarios, models, years, draws = self.shape
        full = (scenarios, models, years + 1, draws)
        found = dict(self.values)
        for name, values in self.shared.items():
            blank = np.full((scenarios, 1, 1, values.shape[-1]), np.nan)
            shared = np.concatenate([blank, values[:, None]], axis=2)
            found[name] = found[name] + shared if name in found else shared
        return {name: np.broadcast_to(values, full) for name, values in found.items()}


def _total(units: Sequence[UnitResult], attribute: str) -> Float:
    """Return the area-weighted sum of an attribute of the land units, and empty it."""
    if not units:
        return np.zeros((1, 1, 1))
    total: Any = 0.0
    for unit in units:
        total = total + getattr(unit, attribute) * unit.area
        setattr(unit, attribute, np.empty(0))
    return np.asarray(total)


def _gases(units: Sequence[UnitResult]) -> dict[str, Float]:
    """Return the lines of the balance that any land unit has, summed; the units let go of them."""
    sums: dict[str, Any] = {}
    for unit in units:
        for name in list(unit.gases):
            values = unit.gases.pop(name)
            if line_of(name).always or values.any():
                sums[name] = sums.get(name, 0.0) + values * unit.area
    return sums


def build_ledger(
    lines: LedgerLines,
    detail: Mapping[str, Mapping[str, dict[str, Spread]]],
    scenarios: tuple[str, ...],
    first_year: int,
    attributes: dict[str, Any],
) -> xr.Dataset:
    """Return the ledger.

    Parameters
    ----------
    lines : LedgerLines
        Lines of all models.
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

    dims = ("scenario", "model", "year", "draw")
    data: dict[str, Any] = {
        name: (dims, values, _attributes(name)) for name, values in lines.all().items()
    }
    data |= _detail(detail, lines.shape[0], lines.shape[2] + 1)
    units = list(next(iter(detail.values())))
    coords = {
        "scenario": list(scenarios),
        "model": list(detail),
        "year": np.arange(first_year - 1, first_year + lines.shape[2]),
        "quantile": list(NAMES),
    }
    return xr.Dataset(
        data, coords=coords | ({"land_unit": units} if units else {}), attrs=attributes
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


def check_ledger(ledger: xr.Dataset, factors: Mapping[Gas, float]) -> None:
    """Raise an error if the ledger's budgets do not close.

    Parameters
    ----------
    ledger : xarray.Dataset
        The ledger.
    factors : mapping of Gas to float
        Metric of net CO2e [kg CO2e/kg].

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
    every = {line.name: ledger[line.name].values[:, :, 1:] for line in lines_in(ledger)}
    parts = in_co2e(every, factors)
    gap = np.abs(parts - ledger["net_co2e"].values[:, :, 1:]).max()
    if not gap <= 1e-9 * max(np.abs(parts).max(), 1e-30):
        raise BudgetError(where="", budget="greenhouse-gas", amount=float(gap), unit="t CO2e")
