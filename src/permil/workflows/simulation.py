"""What all simulations share: their result, and the drivers of a table of months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.driver_csv import DriverTable
from permil.errors import Conflict, MissingKey, NotApplicable
from permil.models.inverse import HeldStock, input_for_stock
from permil.models.protocol import Drivers, Model, Soil
from permil.models.streams import CarbonInputs, Material, Stream
from permil.tables import parameter_set
from permil.vocabulary import Part

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Simulation:
    """Result of a simulation.

    Parameters
    ----------
    model : Model
        The model.
    months : dict of str to ndarray
        Monthly columns by glossary name (annual where a step is no month).
    years : dict of str to ndarray
        The same at the end of each year; the first row is the start. Rate factors are those of a
        month and stand among the months only.
    assumptions : tuple of Assumption
        Defaults taken.
    """

    model: Model
    months: dict[str, Float]
    years: dict[str, Float]
    assumptions: tuple[Assumption, ...]


def option(key: str) -> str:
    """Return the option of the command line that bears the name of an argument."""
    return "--" + key.replace("_", "-")


def defaults() -> dict[str, float]:
    """Return what columns of a driver table hold that are not given."""
    return {
        "soil_cover": 1.0,
        "monthly_manure_carbon_input": 0.0,
        "dpm_rpm_ratio": parameter_set("rothc_26_3")["dpm_rpm_crop"],
        "irrigation": 0.0,
        "modern_carbon": 100.0,
    }


def complete(
    path: Path, table: DriverTable, listed: Mapping[str, float]
) -> tuple[dict[str, Float], list[Assumption]]:
    """Fill the columns that have a default.

    Parameters
    ----------
    path : Path
        The file, for messages.
    table : DriverTable
        What it holds.
    listed : mapping of str to float
        Defaults that are listed where they are taken.

    Returns
    -------
    tuple
        All columns, and the defaults taken.

    Raises
    ------
    MissingKey, Conflict
        If there is no column of evaporation, or two.
    """
    columns, notes = dict(table.columns), []
    months = len(columns["year"])
    pan, pet = columns.get("open_pan_evaporation"), columns.get("potential_evapotranspiration")
    if pan is None and pet is None:
        raise MissingKey(
            where=f"{path}, line 1",
            key="potential_evapotranspiration",
            expected="that column or open_pan_evaporation",
        )
    if pan is not None and pet is not None:
        raise Conflict(
            where=f"{path}, line 1",
            problem="potential_evapotranspiration and open_pan_evaporation are both given",
            remedy="keep one",
        )
    for name, value in defaults().items():
        if name not in columns:
            columns[name] = np.full(months, value)
            if name in listed:
                notes.append(Assumption("default_taken", {"key": name, "value": value}, name))
    return columns, notes


def forcing(
    model: Model, columns: Mapping[str, Float], soil: Soil | None = None
) -> dict[str, Stream]:
    """Return the forcing of a model from the columns of a table of months.

    Parameters
    ----------
    model : Model
        The model.
    columns : mapping of str to ndarray
        All columns of a driver table.
    soil : Soil, optional
        The soil, for models whose climate factor depends on its water.

    Returns
    -------
    dict of str to Stream
        Streams of the model's forcing.
    """
    evaporation = columns.get("potential_evapotranspiration")
    if evaporation is None:
        factor = parameter_set("rothc_26_3")["open_pan_factor"]
        evaporation = columns["open_pan_evaporation"] * factor
    irrigation = columns.get("irrigation", np.zeros(1))

    def stream(values: Float) -> Stream:
        return Stream(np.asarray(values)[:, None])

    drivers = Drivers(
        temperature=stream(columns["air_temperature"]),
        precipitation=stream(columns["precipitation"] + irrigation),
        evaporation=stream(evaporation),
        cover=stream(columns["soil_cover"]),
        inputs=(CarbonInputs(_materials(columns)),),
        irrigated=stream(np.broadcast_to(irrigation > 0.0, np.shape(evaporation)).astype(float)),
        soil=soil,
    )
    return dict(model.drive(model.parameters(), drivers))


def _materials(columns: Mapping[str, Float]) -> dict[Material, Float]:
    """Return plant carbon by its DPM/RPM ratio, and manure."""
    plant, ratio = columns["monthly_plant_carbon_input"], columns["dpm_rpm_ratio"]
    carbon = {
        Material(Part.PLANT, dpm_rpm_ratio=float(one)): np.where(ratio == one, plant, 0.0)[:, None]
        for one in np.unique(ratio)
    }
    manure = columns["monthly_manure_carbon_input"][:, None]
    return carbon | {Material(Part.AMENDMENT, "farmyard_manure"): manure}


def held(
    path: Path,
    model: Model,
    site: Any,
    head: Mapping[str, Float],
    stock: float,
    soil: Soil | None = None,
) -> HeldStock:
    """Return the plant input of a year that holds a stock.

    Parameters
    ----------
    path : Path
        The file, for messages.
    model : Model
        The model.
    site : named tuple
        Site of the model.
    head : mapping of str to ndarray
        Columns of one year.
    stock : float
        Stock to hold [t C/ha].
    soil : Soil, optional
        As in :func:`forcing`.

    Returns
    -------
    HeldStock
        Factor on the plant input, and the steady state.

    Raises
    ------
    NotApplicable
        If the stock cannot be held; the error names file and option.
    """
    nothing = np.zeros(12)
    whole = forcing(model, head, soil)
    fixed = forcing(model, {**head, "monthly_plant_carbon_input": nothing}, soil)
    plant = forcing(model, {**head, "monthly_manure_carbon_input": nothing}, soil)
    scaled = {name: plant[name] for name in model.inputs}
    fixed = whole | {name: fixed[name] for name in model.inputs}
    try:
        return input_for_stock(model, site, fixed, model.steps_per_year, stock, scaled=scaled)
    except NotApplicable as error:
        error.fields["where"] = f"{path}, --stock"
        raise
