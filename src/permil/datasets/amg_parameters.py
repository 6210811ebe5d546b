"""Parameters of the official AMG program: its own files, or the tables that hold the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from permil.datasets.semicolon_csv import Line, read_semicolon_csv
from permil.errors import Conflict, InputError, MissingKey
from permil.science.plant_inputs_amg import PlantCoefficients
from permil.tables import table
from permil.tables.categories import AmgCropType

PLANTS, AMENDMENTS = "parameters_PLANT.csv", "parameters_EOM.csv"
PARAMETERS = "parameters_MINERALIZATION.csv"
#: Types of crops as the official files write them.
CROP_TYPES = {
    "MC": AmgCropType.MAIN,
    "CC": AmgCropType.COVER,
    "CCH": AmgCropType.HARVESTED_COVER,
}
#: Parameters of the model by their official names, and their plausible range.
_PARAMETERS = {
    "Ps": ("stable_share", 0.0, 1.0),
    "k0": ("k0", 1e-6, 10.0),
    "aT": ("temperature_amplitude", 1.0, 1000.0),
    "cT": ("temperature_slope", 0.0, 1.0),
    "Tref": ("temperature_reference", 0.0, 40.0),
    "aH": ("moisture_amplitude", 0.0, 1000.0),
    "bH": ("moisture_slope", 0.0, 1000.0),
    "am": ("clay_decay", 0.0, 1.0),
    "cm": ("carbonate_scale", 0.0, 1.0),
    "apH": ("ph_decay", 0.0, 10.0),
    "bpH": ("ph_optimum", 0.0, 14.0),
    "aCN": ("cn_decay", 0.0, 10.0),
    "bCN": ("cn_optimum", 1.0, 100.0),
}


class AmgPlant(NamedTuple):
    """A plant of the official program.

    Parameters
    ----------
    coefficients : PlantCoefficients
        What leads from its yield to its carbon.
    returned_if_exported : float
        Share of straw and stubble that enters the soil where residues are exported [-].
    """

    coefficients: PlantCoefficients
    returned_if_exported: float


class AmgAmendment(NamedTuple):
    """An amendment of the official program.

    Parameters
    ----------
    carbon : float
        Carbon of fresh matter [kg C/t FM].
    humified : float
        Share of the carbon that is humified [-].
    """

    carbon: float
    humified: float


def read_plants(folder: Path, bundled: dict[str, str]) -> dict[tuple[str, str], AmgPlant]:
    """Return the plants by official type and name.

    Parameters
    ----------
    folder : Path
        Input folder.
    bundled : dict of str to str
        Where the folder has no such file, its name and the table taken are noted here.

    Returns
    -------
    dict of tuple of str to AmgPlant
        Plants.

    Raises
    ------
    permil.errors.InputError
        If the file cannot be used; the message names file, line and column.
    """
    if not (folder / PLANTS).exists():
        bundled[PLANTS] = "amg_plants"
        official = {kind: code for code, kind in CROP_TYPES.items()}
        return {
            (official[row.crop_type], row.name): AmgPlant(
                PlantCoefficients(*(getattr(row, f) for f in PlantCoefficients._fields)),
                row.returned_if_exported,
            )
            for row in table("amg_plants").rows
        }
    columns = ("Crop_type", "Crop_name", "Beta", "HI", "SR", "PSS")
    found: dict[tuple[str, str], AmgPlant] = {}
    carbon = ("h_AG", "h_BG", "C_conc_AG", "C_conc_BG")
    for line in read_semicolon_csv(folder / PLANTS, columns + carbon):
        kind = line.word("Crop_type", list(CROP_TYPES), "crop type")
        key = (kind, _new(line, "Crop_name", {n for k, n in found if k == kind}))
        found[key] = _plant(line, harvested=kind != "CC")
    return found


def _plant(line: Line, *, harvested: bool) -> AmgPlant:
    coefficients = PlantCoefficients(
        harvest_index=_above_zero(line, "HI") if harvested else None,
        shoot_root_ratio=_above_zero(line, "SR", 1e6),
        beta=line.number("Beta", 0.0, 1.0),
        carbon_shoots=line.number("C_conc_AG", 0.0, 1.0),
        carbon_roots=line.number("C_conc_BG", 0.0, 1.0),
        humified_shoots=line.number("h_AG", 0.0, 1.0),
        humified_roots=line.number("h_BG", 0.0, 1.0),
    )
    return AmgPlant(coefficients, line.number("PSS", 0.0, 1.0))


def read_amendments(folder: Path, bundled: dict[str, str]) -> dict[str, AmgAmendment]:
    """Return the amendments by official name.

    Parameters
    ----------
    folder : Path
        Input folder.
    bundled : dict of str to str
        Where the folder has no such file, its name and the table taken are noted here.

    Returns
    -------
    dict of str to AmgAmendment
        Amendments.

    Raises
    ------
    permil.errors.InputError
        If the file cannot be used; the message names file, line and column.
    """
    if not (folder / AMENDMENTS).exists():
        bundled[AMENDMENTS] = "amg_amendments"
        rows = table("amg_amendments").rows
        return {row.name: AmgAmendment(row.carbon, row.humified) for row in rows}
    found: dict[str, AmgAmendment] = {}
    for line in read_semicolon_csv(folder / AMENDMENTS, ("EOM_name", "C_conc_EOM", "h_EOM")):
        found[_new(line, "EOM_name", found)] = AmgAmendment(
            line.number("C_conc_EOM", 0.0, 1000.0), line.number("h_EOM", 0.0, 1.0)
        )
    return found


def read_parameters(folder: Path, bundled: dict[str, str]) -> Mapping[str, float]:
    """Return the parameters of the model by their names in permil.

    Parameters
    ----------
    folder : Path
        Input folder.
    bundled : dict of str to str
        Where the folder has no such file, its name and the table taken are noted here.

    Returns
    -------
    mapping of str to float
        Parameters; empty where the folder has no such file.

    Raises
    ------
    permil.errors.InputError
        If the file cannot be used; the message names file, line and column.
    """
    path = folder / PARAMETERS
    if not path.exists():
        bundled[PARAMETERS] = "amg_parameters"
        return {}
    found: dict[str, float] = {}
    for line in read_semicolon_csv(path, ("Parameter", "Value")):
        name = line.word("Parameter", list(_PARAMETERS), "parameter")
        _new(line, "Parameter", {n for n in _PARAMETERS if _PARAMETERS[n][0] in found})
        ours, low, high = _PARAMETERS[name]
        found[ours] = line.number("Value", low, high)
    for name, (ours, _, _) in _PARAMETERS.items():
        if ours not in found:
            raise MissingKey(where=str(path), key=name, expected="a row for every parameter")
    return found


def _new(line: Line, column: str, seen: Mapping[str, object] | set[str]) -> str:
    """Return a name that is not there yet."""
    name = line.cells[column]
    if not name or name in seen:
        problem = f"a second row for {name}" if name else "a row without a name"
        raise Conflict(where=line.at(column), problem=problem, remedy="name every row once")
    return name


def _above_zero(line: Line, column: str, high: float = 1.0) -> float:
    number = line.number(column, 0.0, high)
    if number == 0.0:
        raise InputError(where=line.at(column), value=number, expected="a number above zero")
    return number
