"""The draws of one model in an assessment, as the summary reads them."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from permil.science.greenhouse_gases import carbon_to_co2
from permil.vocabulary import Gas
from permil.workflows.lines import lines_in
from permil.workflows.phases import drifted, grown

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Float = NDArray[np.float64]


class ModelView:
    """The draws of one model in an assessment, as arrays (scenario, year + 1, draw).

    Parameters
    ----------
    assessment : Assessment
        The assessment.
    model : str
        Name of the model.
    """

    def __init__(self, assessment: Assessment, model: str) -> None:
        self.assessment, self.model = assessment, model
        self._spared: dict[int, dict[Gas, Float]] = {}
        self._read()
        self.area = sum(outcome.area for outcome in self.outcomes.values())
        self.whole_area = self.area + assessment.project.organic_area
        stock = self.line("project_soil_organic_carbon")
        # Without land units there is no stock, which is not a stock of zero.
        self.soc = stock / self.area if self.area else np.full_like(stock, np.nan)
        self.years = self.soc.shape[1] - 1
        net = self.line("net_co2e")[:, 1:]
        self.benefit = self._settled(net[0] - net)

    @property
    def models(self) -> NDArray[np.intp] | None:
        """Return which model each draw is of, where there are several."""
        return None

    def drawn(self) -> dict[str, Float]:
        """Return what was drawn for this model: its own parameters and what all share."""
        others = tuple(f"{name}." for name in self.assessment.outcomes if name != self.model)
        drawn = self.assessment.drawn
        values = drawn.values | drawn.models.get(self.model, {})
        return {name: draw for name, draw in values.items() if not name.startswith(others)}

    def _read(self) -> None:
        """Take what belongs to the model."""
        self.ledger = self.assessment.ledger.sel(model=self.model)
        self.outcomes = self.assessment.outcomes[self.model]

    def line(self, name: str) -> Float:
        """Return a line of the ledger, shape (scenario, year + 1, draw)."""
        return np.asarray(self.ledger[name].values)

    def _settled(self, benefit: Float) -> Float:
        """Return zero where a benefit is rounding of the stock: noise must not pass for odds."""
        largest = float(np.abs(self.soc).max()) if self.area else 0.0
        rounding = 1e-10 * self.area * carbon_to_co2(largest)
        return np.where(np.abs(benefit) <= rounding, 0.0, benefit)

    def mean_of(self, name: str) -> Float:
        """Return the area-weighted mean of a field of the land units' outcomes.

        Not a number by scenario and draw where there is no land unit.
        """
        if not self.outcomes:
            return np.full_like(self.soc[:, 0], np.nan)
        parts = [getattr(o, name) * o.area for o in self.outcomes.values()]
        return np.asarray(sum(parts) / self.area)

    def period(self, s: int) -> int:
        """Return the years after which scenario and baseline both repeat."""
        scenarios = self.assessment.project.scenarios
        return lcm(scenarios[0].management.period, scenarios[s].management.period)

    def additional(self, s: int, years: int) -> Float:
        """Return the stock beyond the baseline's after some years [t C/ha]."""
        return grown(self.soc[s] - self.soc[0], years, self.period(s))

    def change(self, s: int, years: int) -> Float:
        """Return the change of the stock over some years [t C/ha]."""
        return self.additional(s, years) + drifted(self.soc[0], years, self.period(0))

    def net_benefit(self, s: int, years: int) -> Float:
        """Return the net benefit over some years [t CO2e]."""
        return self.total(self.benefit[s], s, years)

    def total(self, annual: Float, s: int, years: int) -> Float:
        """Return what a yearly difference to the baseline comes to over some years, (draw,)."""
        so_far = np.concatenate([np.zeros_like(annual[:1]), np.cumsum(annual, axis=0)])
        return grown(so_far, years, self.period(s))

    def benefit_at(self, s: int, factors: Mapping[Gas, float]) -> Float:
        """Return the net benefit over the horizon at another metric [t CO2e], (draw,)."""
        own = self.assessment.metric
        total = self.net_benefit(s, self.years)
        for gas, spared in self.spared(s).items():
            if other := factors[gas] - own[gas]:
                total = total + other * spared
        return self._settled(total)

    def spared(self, s: int) -> dict[Gas, Float]:
        """Return what a scenario spares of each gas over the horizon [t gas], (draw,).

        Of CO2 nothing is told: it weighs the same in every metric.
        """
        if s not in self._spared:
            found: dict[Gas, Float] = {}
            for line in lines_in(self.ledger):
                if line.gas not in (Gas.CO2, Gas.CO2E):
                    found[line.gas] = found.get(line.gas, 0.0) + self.line_benefit(line.name, s)
            self._spared[s] = found
        return self._spared[s]

    def line_benefit(self, name: str, s: int) -> Float:
        """Return what a scenario spares in one line over the horizon [t gas], (draw,)."""
        line = self.line(name)[:, 1:]
        return self.total(line[0] - line[s], s, self.years)
