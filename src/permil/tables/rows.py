"""Frozen rows of the tables: one class a kind of table.

A column may be empty where its type allows ``None`` or where the field has a default; every other
cell must be filled. Units of wide rows are in the card, of :class:`FactorRow` in the row.
"""

from __future__ import annotations

from dataclasses import dataclass

from permil.tables.categories import Element, ParameterSet, Product, Stoichiometry
from permil.vocabulary import Confidence, Distribution


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every row says of its origin.

    Parameters
    ----------
    source : str
        Key of ``references.bib``.
    table_number : str
        Table, equation or section of the source.
    confidence : Confidence
        How far the value was checked.
    note : str
        What else a user of the value must know.
    """

    source: str
    table_number: str
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FactorRow(Row):
    """One number with its published range.

    Parameters
    ----------
    value : float or None
        The number; ``None`` says that the source has none: ask, never default.
    low, high : float or None
        Published range, ``None`` where there is none (such a value is never drawn).
    distribution : Distribution or None
        Published shape; where empty, the card's ``drawn_as`` says how permil draws the range.
    unit : str
        Unit of ``value``, ``low`` and ``high``, of the closed list.
    range_confidence : Confidence or None
        How far the range was checked.
    """

    value: float | None
    low: float | None
    high: float | None
    distribution: Distribution | None
    unit: str
    range_confidence: Confidence | None


@dataclass(frozen=True, kw_only=True)
class CarbonateRow(FactorRow):
    """Carbon released by a product when spread on soil.

    Parameters
    ----------
    product : Product
        Which product.
    """

    product: Product


@dataclass(frozen=True, kw_only=True)
class StoichiometryRow(FactorRow):
    """Nutrient bound per carbon in stable soil organic matter.

    Parameters
    ----------
    basis : Stoichiometry
        Named alternative.
    element : Element
        Nutrient.
    """

    basis: Stoichiometry
    element: Element


@dataclass(frozen=True, kw_only=True)
class ParameterRow(FactorRow):
    """Parameter of a model or pedotransfer function.

    Parameters
    ----------
    parameter_set : ParameterSet
        Publication's set.
    parameter : str
        Name within the set.
    """

    parameter_set: ParameterSet
    parameter: str


@dataclass(frozen=True, kw_only=True)
class SpreadParameterRow(ParameterRow):
    """Parameter with a published standard deviation beside its range.

    Parameters
    ----------
    sd : float or None
        Standard deviation, in the unit of ``value``.
    """

    sd: float | None


@dataclass(frozen=True, kw_only=True)
class MetricRow(Row):
    """Factors of a greenhouse-gas metric.

    Parameters
    ----------
    metric : str
        Id, that of :class:`~permil.vocabulary.Metric` where it is in it.
    report : str
        IPCC assessment report.
    co2, ch4_biogenic, ch4_fossil, n2o : float
        CO2 equivalent of the gases [kg CO2e/kg].
    """

    metric: str
    report: str
    co2: float
    ch4_biogenic: float
    ch4_fossil: float
    n2o: float


@dataclass(frozen=True, kw_only=True)
class AmendmentRow(Row):
    """Composition of an organic amendment, undiluted.

    Parameters
    ----------
    amendment : str
        Id of the amendment.
    name : str
        Name for people.
    dry_matter, organic_matter : float
        Contents of fresh matter [g/kg].
    carbon_of_dry_matter, nitrogen_of_dry_matter : float
        Contents of dry matter [g C/kg DM, g N/kg DM].
    carbon : float
        Carbon of fresh matter [kg C/t FM].
    nitrogen : float
        Nitrogen of fresh matter [kg N/t FM].
    animal_origin : bool
        Whether it comes from animals.
    """

    amendment: str
    name: str
    dry_matter: float
    organic_matter: float
    carbon_of_dry_matter: float
    nitrogen_of_dry_matter: float
    carbon: float
    nitrogen: float
    animal_origin: bool
