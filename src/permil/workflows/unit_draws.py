"""What is drawn for one land unit: its stock, its inputs, the parameters of a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.project import LandUnit, Project
from permil.draws import normal
from permil.errors import MissingKey
from permil.models.protocol import Drivers, Model, Soil
from permil.models.streams import Stream
from permil.science.initial_pools import inert_organic_matter_falloon1998
from permil.tables import parameter_rows, parameter_set
from permil.vocabulary import Distribution
from permil.workflows.drivers import FieldDrivers
from permil.workflows.factors import DrawnFactors
from permil.workflows.field import Factors

Float = NDArray[np.float64]


@dataclass(frozen=True)
class UnitDraws:
    """Draws of one land unit, each under its stable name.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit
        The land unit.
    drawn : DrawnFactors
        Draws by name, with their record.
    note : callable
        Takes the assumptions that are met.
    """

    project: Project
    unit: LandUnit
    drawn: DrawnFactors
    note: Callable[[Sequence[Assumption]], None]

    def stock(self) -> Float | None:
        """Return draws of the measured stock, or None."""
        soil, unit = self.unit.soil, self.unit
        if soil.stock is None:
            return None
        if not soil.stock_sd:
            return np.full(self.drawn.draws.n, soil.stock)
        name = f"soil.stock.{unit.id}"
        known = self.drawn.own(name, "t C/ha")
        if known is not None:
            return known
        u = self.drawn.draws.uniform(name)
        drawn = np.maximum(normal(u, soil.stock, soil.stock_sd), 0.1 * soil.stock)
        self.drawn.values[name] = drawn
        self.drawn.record[name] = {
            "name": name,
            "distribution": "normal",
            "low": soil.stock - 1.96 * soil.stock_sd,
            "value": soil.stock,
            "high": soil.stock + 1.96 * soil.stock_sd,
            "unit": "t C/ha",
            "source": "project file",
        }
        return drawn

    def _inert(self, stock: Float | None) -> Any:
        soil, unit = self.unit.soil, self.unit
        if soil.inert_organic_matter is not None:
            return soil.inert_organic_matter
        if stock is None:
            raise MissingKey(
                where=f"land_unit.{unit.id}",
                key="inert_organic_matter",
                expected="IOM, or a measured organic_carbon_stock from which it can be estimated",
            )
        self.note(
            [
                Assumption(
                    "inert_organic_matter_falloon1998",
                    {"unit": unit.name},
                    f"land_unit.{unit.id}.inert_organic_matter",
                    "falloon1998",
                )
            ]
        )
        c = parameter_set("falloon1998")
        inert: Any = inert_organic_matter_falloon1998(
            stock, c["iom_coefficient"], c["iom_exponent"]
        )
        return _one(inert)

    def soil(self, model: Model, stock: Float | None) -> Soil:
        """Return the soil as a model takes it; inert carbon where it asks for it."""
        soil = soil_of(self.unit)._replace(organic_carbon_stock=_one(stock))
        if model.inert == "inert_organic_matter":
            return soil._replace(inert_organic_matter=self._inert(stock))
        return soil

    def parameters(self, model: Model) -> Any:
        """Return the model's parameters; those with a published range as draws."""
        published = model.parameters()
        drawn = {name: self._parameter(model, row) for name, row in published_ranges(model).items()}
        factor = self.drawn.own("decomposition", "-")
        if factor is not None:
            drawn |= {n: drawn.get(n, getattr(published, n)) * factor for n in model.rates}
        return published._replace(**drawn)

    def _parameter(self, model: Model, row: Any) -> Float:
        """Return a parameter with a published range: as a calibration says, or drawn over it."""
        known = self.drawn.own(row.parameter, row.unit)
        return self.drawn.of(f"{model.name}.{row.parameter}", row) if known is None else known

    def factors(self, rows: Sequence[FieldDrivers]) -> Factors:
        """Return the draws on the inputs; cover crops only where their range was published."""
        uncertain = self.project.uncertainty
        cover = np.ones((len(rows), self.drawn.draws.n))
        for i, row in enumerate(rows):
            low, high = row.cover_crop_range
            if low < high and row.carbon["cover_crop"]:
                cover[i] = self.drawn.ranged(
                    "practice.cover_crop",
                    low,
                    1.0,
                    high,
                    Distribution.TWO_PIECE_NORMAL,
                    "-",
                    "practice library or project file",
                )
        plant = self.drawn.own("plant_input", "-")
        if plant is None:
            plant = self.drawn.relative("plant_input", uncertain.plant_input, "project file")
        return Factors(
            plant,
            self.drawn.relative("manure_input", uncertain.manure_input, "project file"),
            cover,
        )


def published_ranges(model: Model) -> dict[str, Any]:
    """Return the table rows of a model's parameters for which a range was published.

    Parameters
    ----------
    model : Model
        The model.

    Returns
    -------
    dict of str to ParameterRow
        By the name of the parameter.
    """
    if not model.parameter_set:
        return {}
    fields = set(model.parameters()._fields)
    return {
        row.parameter: row
        for row in parameter_rows(model.parameter_set)
        if row.parameter in fields and row.low is not None and row.high is not None
    }


def soil_of(unit: LandUnit) -> Soil:
    """Return what is known of a land unit's soil, without inert carbon.

    Parameters
    ----------
    unit : LandUnit
        The land unit.

    Returns
    -------
    Soil
        Properties that models may ask for.
    """
    soil = unit.soil
    silt, sand = soil.silt, soil.sand
    if sand is None and silt is not None:
        sand = 100.0 - soil.clay - silt
    if silt is None and sand is not None:
        silt = 100.0 - soil.clay - sand
    return Soil(
        clay=soil.clay,
        depth=soil.depth,
        silt=silt,
        sand=sand,
        bulk_density=soil.bulk_density,
        organic_carbon=None if soil.organic_carbon is None else soil.organic_carbon / 10.0,
        calcium_carbonate=soil.calcium_carbonate,
        ph=soil.ph,
        carbon_nitrogen_ratio=soil.carbon_nitrogen_ratio,
        organic_carbon_stock=soil.stock,
    )


def mild_year(soil: Soil) -> Drivers:
    """Return a year without inputs, by which a model shows whether it knows the soil it needs.

    Parameters
    ----------
    soil : Soil
        The soil.

    Returns
    -------
    Drivers
        Twelve months at 10 °C with 60 mm of rain and evaporation.
    """
    ten, sixty, none = (Stream(np.full((12, 1), value)) for value in (10.0, 60.0, 0.0))
    return Drivers(ten, sixty, sixty, none, soil=soil)


def _one(draws: Float | None) -> Any:
    """Return draws that all agree as one number."""
    return draws if draws is None or np.ptp(draws) > 0 else float(draws[0])
