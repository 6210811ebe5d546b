"""Factors drawn from the tables: the published value or draws over its published range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.draws import (
    ChosenDraws,
    Draws,
    lognormal,
    normal,
    published_mean,
    triangular,
    two_piece_normal,
    uniform,
)
from permil.tables import factor_id, id_of, table
from permil.vocabulary import Distribution, Gas
from permil.workflows.factor_use import FactorBook

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Given:
    """What a calibration knows of a model's parameters: values that stand in place of draws.

    Parameters
    ----------
    model : str
        The model that they are of.
    values : mapping of str to ndarray, shape (draw,)
        By parameter name, which begins with the model's.
    source : str
        Where they come from, for the record.
    """

    model: str
    values: Mapping[str, Float]
    source: str = ""

    def of_draws(self, chosen: NDArray[np.intp]) -> Given:
        """Return the values with some draws in the place of others."""
        return replace(self, values={name: v[chosen] for name, v in self.values.items()})


def at_quantile(kind: Distribution, u: Float, low: float, value: float, high: float) -> Float:
    """Return the values of a distribution at quantiles; the ends of a normal are 2.5 and 97.5 %.

    Parameters
    ----------
    kind : Distribution
        Shape.
    u : ndarray
        Quantiles between 0 and 1.
    low, value, high : float
        Range and central value.

    Returns
    -------
    ndarray
        Values.
    """
    if kind is Distribution.NORMAL:
        return np.maximum(normal(u, value, (high - low) / 3.92), 0.0)
    if kind is Distribution.UNIFORM:
        return uniform(u, low, high)
    if kind is Distribution.TRIANGULAR:
        return triangular(u, low, value, high)
    if kind is Distribution.LOGNORMAL:
        return lognormal(u, low, value, high)
    if kind is Distribution.PUBLISHED_MEAN:
        return published_mean(u, low, value, high)
    return two_piece_normal(u, low, value, high)


@dataclass
class DrawnFactors:
    """Draws by stable parameter name, with a record of what was drawn.

    Parameters
    ----------
    draws : Draws
        The uniforms.
    record : dict of str to dict
        For every drawn parameter its distribution, range, unit and source.
    values : dict of str to ndarray
        The draws themselves.
    given : Given, optional
        What a calibration knows.
    models : dict of str to dict of str to ndarray
        By model the draws that are its own, where these are not those that all models share.
    book : FactorBook
        Edition, overrides and record of the published factors.
    """

    draws: Draws
    record: dict[str, dict[str, Any]] = field(default_factory=dict)
    values: dict[str, Float] = field(default_factory=dict)
    given: Given | None = None
    models: dict[str, dict[str, Float]] = field(default_factory=dict)
    book: FactorBook = field(default_factory=FactorBook)

    def of_model(
        self, model: str, given: Given | None, chosen: NDArray[np.intp] | None
    ) -> DrawnFactors:
        """Return the draws as one model takes them; the record stays shared.

        Parameters
        ----------
        model : str
            Name of the model.
        given : Given or None
            What a calibration knows of its parameters.
        chosen : ndarray of int or None, shape (draw,)
            For every draw the one that stands in its place.

        Returns
        -------
        DrawnFactors
            These draws themselves where nothing is the model's own.
        """
        if given is None and chosen is None:
            return self
        own, draws = self.models.setdefault(model, {}), self.draws
        if chosen is not None:
            draws = ChosenDraws(draws.seed, draws.n, draws.sequence, chosen)
        return DrawnFactors(draws, self.record, own, given, book=self.book)

    def of_ensemble(self, members: Sequence[str], pick: NDArray[np.intp]) -> dict[str, Float]:
        """Return what was drawn, of each draw as its model takes it.

        Parameters
        ----------
        members : sequence of str
            Models.
        pick : ndarray of int, shape (draw,)
            Position of each draw's model among them.

        Returns
        -------
        dict of str to ndarray
            Draws by name; a parameter of one model acts on the draws of that model alone.
        """
        found = dict(self.values)
        for m, name in enumerate(members):
            for key, values in self.models.get(name, {}).items():
                found[key] = np.where(pick == m, values, found.get(key, values))
        return found

    def own(self, name: str, unit: str) -> Float | None:
        """Return what a calibration says of a parameter of its model; None where nothing.

        Parameters
        ----------
        name : str
            Name of the parameter without its model.
        unit : str
            For the record.

        Returns
        -------
        ndarray or None, shape (draw,)
            Values.
        """
        if self.given is None or f"{self.given.model}.{name}" not in self.given.values:
            return None
        name = f"{self.given.model}.{name}"
        drawn = self.given.values[name]
        low, value, high = (float(q) for q in np.quantile(drawn, (0.025, 0.5, 0.975)))
        self.record[name] = {
            "name": name,
            "distribution": "posterior",
            "low": low,
            "value": value,
            "high": high,
            "unit": unit,
            "source": self.given.source,
        }
        self.values[name] = drawn
        return drawn

    def factor(
        self,
        name: str,
        table_name: str,
        lines: tuple[str, ...],
        *,
        aggregated: str = "",
        **keys: Any,
    ) -> Float:
        """Return draws of a published factor, or of what the project gives in its place.

        Parameters
        ----------
        name : str
            Stable parameter name; what has the same name shares its draws.
        table_name : str
            Name of the table.
        lines : tuple of str
            Lines of the ledger in which it stands.
        aggregated : str
            Parameter name instead where the edition has one row for several: they share its draws.
        **keys
            Key columns and values of its row.

        Returns
        -------
        ndarray, shape (draw,)
            Draws in the row's unit.

        Raises
        ------
        NoFactor
            If neither the table nor the project file has a value.
        """
        row = self.book.row(table_name, lines, **keys)
        alone = factor_id(table_name, row) == id_of(table_name, **keys)
        return self.of(name if alone else aggregated or name, row)

    def of(self, name: str, row: Any) -> Float:
        """Return draws of a table row, or its value where no range was published.

        Parameters
        ----------
        name : str
            Stable parameter name; what has the same name shares its draws.
        row : table row
            With ``value``, ``low``, ``high``, ``distribution``, ``unit`` and ``source``; without a
            shape, two half-normals are drawn.

        Returns
        -------
        ndarray, shape (draw,)
            Draws in the row's unit.
        """
        if row.low is None or row.high is None:
            return np.full(self.draws.n, float(row.value))
        kind = row.distribution or Distribution.TWO_PIECE_NORMAL
        return self.ranged(name, row.low, row.value, row.high, kind, row.unit, row.source)

    def ranged(
        self,
        name: str,
        low: float,
        value: float,
        high: float,
        kind: Distribution,
        unit: str,
        source: str,
    ) -> Float:
        """Return draws over a range; the range's ends are the 2.5 and 97.5 % quantiles of a normal.

        Parameters
        ----------
        name : str
            Stable parameter name.
        low, value, high : float
            Published range and central value.
        kind : Distribution
            How it is drawn.
        unit, source : str
            For the record.

        Returns
        -------
        ndarray, shape (draw,)
            Draws.
        """
        drawn = at_quantile(kind, self.draws.uniform(name), low, value, high)
        self.record[name] = {
            "name": name,
            "distribution": str(kind),
            "low": low,
            "value": value,
            "high": high,
            "unit": unit,
            "source": source,
        }
        self.values[name] = drawn
        return drawn

    def relative(self, name: str, sd: float, source: str) -> Float:
        """Return factors around one with a relative standard deviation, never below 0.01.

        Parameters
        ----------
        name : str
            Stable parameter name.
        sd : float
            Relative standard deviation [-]; zero draws nothing.
        source : str
            For the record.

        Returns
        -------
        ndarray, shape (draw,)
            Factors [-].
        """
        if sd == 0:
            return np.ones(self.draws.n)
        half = 1.96 * sd
        drawn = self.ranged(name, 1 - half, 1.0, 1 + half, Distribution.NORMAL, "-", source)
        self.values[name] = np.maximum(drawn, 0.01)
        return self.values[name]


def one_if_exact(draws: Float) -> Float:
    """Return one value where all draws are alike: a line that no draw changes is kept once."""
    return draws[:1] if np.ptp(draws) == 0.0 else draws


def metric_factors(metric: str) -> dict[Gas, float]:
    """Return what the gases weigh in a metric [kg CO2e/kg].

    Parameters
    ----------
    metric : str
        A member of ``Metric``.

    Returns
    -------
    dict of Gas to float
        kg CO2e per kg of each gas.
    """
    row: Any = table("gwp").one(metric=metric)
    return {
        Gas.CO2: 1.0,
        Gas.CH4: float(row.ch4_biogenic),
        Gas.FOSSIL_CH4: float(row.ch4_fossil),
        Gas.N2O: float(row.n2o),
        Gas.CO2E: 1.0,
    }


def stoichiometry(element: str) -> float:
    """Return the mass of an element bound by stable soil organic carbon [kg/t C].

    Parameters
    ----------
    element : str
        ``N``, ``P`` or ``S``.

    Returns
    -------
    float
        kg per t C.

    References
    ----------
    kirkby2011
    """
    row: Any = table("som_stoichiometry").one(basis="fine_fraction", element=element)
    return float(row.value)
