"""The input files of the official AMG program (AMG_base): crops, weather, soil and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from permil.datasets.amg_parameters import (
    AmgAmendment,
    AmgPlant,
    read_amendments,
    read_parameters,
    read_plants,
)
from permil.datasets.semicolon_csv import Line, read_semicolon_csv
from permil.errors import Conflict, FileProblem, InputError, MissingKey

MANAGEMENT, METEO, SOIL = "inputs_MANAGEMENT.csv", "inputs_METEO.csv", "inputs_SOIL.csv"
_MANAGEMENT_COLUMNS = (
    "Trial",
    "Treatment",
    "Year",
    "Crop_type",
    "Crop_name",
    "Yield",
    "Hum",
    "Residues",
    "EOM_name_1",
    "EOM_dose_1",
    "EOM_name_2",
    "EOM_dose_2",
    "EOM_name_3",
    "EOM_dose_3",
    "Tillage_depth",
    "Irrigation",
)
#: Columns of the soil besides clay, and the glossary variable that rules each.
_SOIL_COLUMNS = {
    "CaCO3": "calcium_carbonate",
    "pH": "ph",
    "CN_ratio": "carbon_nitrogen_ratio",
    "Considered_depth": "soil_depth",
    "Initial_SOC_stock": "soil_organic_carbon_stock",
}
_METEO_COLUMNS = {
    "T_mean": "annual_temperature",
    "Rainfall": "annual_precipitation",
    "PET": "annual_potential_evapotranspiration",
}


@dataclass(frozen=True)
class AmgCrop:
    """One row of the management file.

    Parameters
    ----------
    year : int
        Year of the harvest.
    crop_type, name : str
        Type (MC, CC or CCH) and name of the crop.
    plant : AmgPlant
        Its coefficients.
    dry_yield : float
        Dry matter of the harvest; of all shoots of a cover crop [t DM/ha].
    exported : bool
        Whether straw is taken away.
    amendments : tuple of (AmgAmendment, float)
        Amendments and their doses [t FM/ha].
    irrigation : float
        Irrigation [mm].
    """

    year: int
    crop_type: str
    name: str
    plant: AmgPlant
    dry_yield: float
    exported: bool
    amendments: tuple[tuple[AmgAmendment, float], ...]
    irrigation: float


@dataclass(frozen=True)
class AmgTreatment:
    """One treatment of a trial.

    Parameters
    ----------
    trial, treatment : str
        Names.
    soil : dict of str to float
        Soil by glossary name, in the glossary's units.
    years : ndarray
        Calendar years; the first is the year of the initial stock.
    weather : dict of str to ndarray
        Annual temperature, rain and potential evapotranspiration by glossary name.
    crops : tuple of AmgCrop
        Crops in the order of the file.
    """

    trial: str
    treatment: str
    soil: Mapping[str, float]
    years: NDArray[np.int64]
    weather: Mapping[str, NDArray[np.float64]]
    crops: tuple[AmgCrop, ...]


@dataclass(frozen=True)
class AmgInput:
    """Content of an input folder.

    Parameters
    ----------
    treatments : tuple of AmgTreatment
        Treatments in the order of the management file.
    parameters : mapping of str to float
        Parameters of the model by the names of permil; empty where the folder has none.
    bundled : mapping of str to str
        Parameter files that the folder does not have, and the table that stands in for each.
    """

    treatments: tuple[AmgTreatment, ...]
    parameters: Mapping[str, float]
    bundled: Mapping[str, str]


def read_amg_input(folder: Path) -> AmgInput:
    """Read the input folder of the official AMG program.

    Parameters
    ----------
    folder : Path
        Folder with the files of management, weather and soil; parameter files that are there too
        are read, tables of permil stand in for the others.

    Returns
    -------
    AmgInput
        Treatments and parameters.

    Raises
    ------
    FileProblem
        If a file is missing or cannot be read.
    MissingKey
        If a column, a parameter, the soil of a treatment or the weather of a year is missing.
    Conflict
        If a row comes twice, a year is left out or an amendment lacks its name or dose.
    permil.errors.InputError
        If a value is unknown, no number or implausible; the message names file, line and column.
    """
    if not folder.is_dir():
        raise FileProblem(
            where=str(folder),
            problem="it is no folder",
            remedy=f"give the folder that holds {MANAGEMENT}, {METEO} and {SOIL}",
        )
    bundled: dict[str, str] = {}
    plants = read_plants(folder, bundled)
    amendments = read_amendments(folder, bundled)
    parameters = read_parameters(folder, bundled)
    crops = _crops(folder / MANAGEMENT, plants, amendments)
    soils, weather = _soils(folder / SOIL), _weather(folder / METEO)
    treatments = []
    for (trial, treatment), rows in crops.items():
        if (trial, treatment) not in soils:
            where, expected = rows[0][0].where, f"a row for it in {SOIL}"
            raise MissingKey(where=where, key=f"{trial} {treatment}", expected=expected)
        years = _years(rows)
        series = {
            name: np.array([_of_year(weather, trial, year, line)[name] for year, line in years])
            for name in _METEO_COLUMNS.values()
        }
        treatments.append(
            AmgTreatment(
                trial=trial,
                treatment=treatment,
                soil=soils[trial, treatment],
                years=np.array([year for year, _ in years]),
                weather=series,
                crops=tuple(crop for _, crop in rows),
            )
        )
    return AmgInput(tuple(treatments), parameters, bundled)


def _once(line: Line, key: tuple[str, ...], seen: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the key of a row, which may come once only."""
    if key in seen:
        raise Conflict(
            where=line.where, problem=f"a second row for {' '.join(key)}", remedy="keep one"
        )
    return key


def _crops(
    path: Path,
    plants: Mapping[tuple[str, str], AmgPlant],
    amendments: Mapping[str, AmgAmendment],
) -> dict[tuple[str, str], list[tuple[Line, AmgCrop]]]:
    """Return the crops of every treatment with their lines."""
    found: dict[tuple[str, str], list[tuple[Line, AmgCrop]]] = {}
    seen: set[tuple[str, ...]] = set()
    types = list(dict.fromkeys(kind for kind, _ in plants))
    for line in read_semicolon_csv(path, _MANAGEMENT_COLUMNS):
        kind = line.word("Crop_type", types, "crop type")
        names = [name for of, name in plants if of == kind]
        name = line.word("Crop_name", names, f"crop of type {kind}")
        year = line.whole("Year")
        trial, treatment = line.name("Trial"), line.name("Treatment")
        seen.add(_once(line, (trial, treatment, str(year), kind, name), seen))
        fresh = line.quantity("Yield", "crop_yield")
        residues = line.cells["Residues"]
        if residues:
            line.word("Residues", ("Returned", "Exported"), "residue management")
        crop = AmgCrop(
            year=year,
            crop_type=kind,
            name=name,
            plant=plants[kind, name],
            dry_yield=fresh * (1.0 - line.number("Hum", 0.0, 100.0) / 100.0),
            exported=residues == "Exported",
            amendments=tuple(_amendments(line, amendments)),
            irrigation=_irrigation(line),
        )
        found.setdefault((trial, treatment), []).append((line, crop))
    return found


def _irrigation(line: Line) -> float:
    """Return the irrigation; an empty cell is none, as in the official program."""
    if not line.cells["Irrigation"]:
        return 0.0
    return line.quantity("Irrigation", "annual_irrigation")


def _amendments(
    line: Line, known: Mapping[str, AmgAmendment]
) -> Iterable[tuple[AmgAmendment, float]]:
    for i in (1, 2, 3):
        name, dose = f"EOM_name_{i}", f"EOM_dose_{i}"
        if bool(line.cells[name]) != bool(line.cells[dose]):
            raise Conflict(
                where=line.where,
                problem=f"one of {name} and {dose} is empty",
                remedy="give both or neither",
            )
        if line.cells[name]:
            amendment = known[line.word(name, list(known), "amendment")]
            yield amendment, line.quantity(dose, "amendment_amount")


def _soils(path: Path) -> dict[tuple[str, ...], dict[str, float]]:
    """Return the soil of every treatment by glossary name."""
    found: dict[tuple[str, ...], dict[str, float]] = {}
    for line in read_semicolon_csv(path, ("Trial", "Treatment", "Clay", *_SOIL_COLUMNS)):
        key = _once(line, (line.name("Trial"), line.name("Treatment")), found)
        found[key] = {name: line.quantity(column, name) for column, name in _SOIL_COLUMNS.items()}
        found[key]["clay"] = line.number("Clay", 0.0, 1000.0) / 10.0  # g/kg in the file, % here
        if found[key]["soil_organic_carbon_stock"] <= 0.0:
            where, expected = line.at("Initial_SOC_stock"), "a stock above zero"
            raise InputError(where=where, value=0.0, expected=expected)
    return found


def _weather(path: Path) -> dict[tuple[str, ...], dict[str, float]]:
    """Return the weather of every trial and year by glossary name."""
    found: dict[tuple[str, ...], dict[str, float]] = {}
    for line in read_semicolon_csv(path, ("Trial", "Year", *_METEO_COLUMNS)):
        key = _once(line, (line.name("Trial"), str(line.whole("Year"))), found)
        found[key] = {name: line.quantity(column, name) for column, name in _METEO_COLUMNS.items()}
    return found


def _years(rows: list[tuple[Line, AmgCrop]]) -> list[tuple[int, Line]]:
    """Return the years of a treatment, each with its first line; none may be left out."""
    first: dict[int, Line] = {}
    for line, crop in rows:
        first.setdefault(crop.year, line)
    years = sorted(first.items())
    for (before, _), (year, line) in pairwise(years):
        if year != before + 1:
            raise Conflict(
                where=line.where,
                problem=f"year {year} follows {before}",
                remedy="give a row for every year, of bare soil where nothing grew",
            )
    return years


def _of_year(
    weather: Mapping[tuple[str, ...], dict[str, float]], trial: str, year: int, line: Line
) -> dict[str, float]:
    if (trial, str(year)) not in weather:
        expected = f"a row for it in {METEO}"
        raise MissingKey(where=line.where, key=f"{trial} {year}", expected=expected)
    return weather[trial, str(year)]
