"""The input file of the official RothC programs, versions 1 and 2."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.errors import (
    Conflict,
    FileProblem,
    InputError,
    MissingKey,
    NotANumber,
    UnknownName,
)
from permil.units import convert
from permil.variables import variable

#: Columns of a monthly row and the glossary variable that rules each.
COLUMNS = (
    ("year", "year"),
    ("month", "month"),
    ("modern", "modern_carbon"),
    ("Tmp", "air_temperature"),
    ("Rain", "precipitation"),
    ("Evap", "open_pan_evaporation"),
    ("C_inp", "monthly_plant_carbon_input"),
    ("FYM", "monthly_manure_carbon_input"),
    ("PC", "soil_cover"),
    ("DPM_RPM", "dpm_rpm_ratio"),
)
#: Columns of the soil line; the first four are those of version 1.
_SOIL = (
    ("clay", "clay"),
    ("depth", "soil_depth"),
    ("iom", "inert_organic_matter"),
    ("nsteps", ""),
    ("siltper", "silt"),
    ("BD", "bulk_density_fine_earth"),
    ("OC", "soil_organic_carbon_concentration"),
    ("minRM_Moist", "minimum_moisture_factor"),
)


@dataclass(frozen=True)
class RothCInput:
    """Content of an input file.

    Parameters
    ----------
    clay, depth, inert_organic_matter : float
        Clay [%], depth [cm] and IOM [t C/ha].
    silt, bulk_density, organic_carbon, minimum_moisture : float or None
        Silt [%], bulk density [g/cm3], organic carbon [%] and lowest moisture factor [-], of
        version 2 only.
    moisture_option, bare_option : int
        Options of Farina et al. (2013); one and one in version 1.
    rows : dict of str to ndarray
        Monthly columns by glossary name; the first twelve are the spin-up year.
    """

    clay: float
    depth: float
    inert_organic_matter: float
    silt: float | None
    bulk_density: float | None
    organic_carbon: float | None
    minimum_moisture: float | None
    moisture_option: int
    bare_option: int
    rows: dict[str, NDArray[np.float64]]


def read_rothc_input(path: Path) -> RothCInput:
    """Read an input file of RothC version 1 or 2.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    RothCInput
        Soil, options and monthly rows.

    Raises
    ------
    FileProblem
        If the file cannot be read or lacks the soil line.
    Conflict
        If rows or columns are missing, or months are not consecutive.
    MissingKey
        If an option needs a soil column that is not there.
    permil.errors.InputError
        If a value is no number or implausible; the message names file, line and column.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem(
            where=str(path), problem=f"it cannot be read ({error})", remedy="check the path"
        ) from None
    header = next(
        (i for i, line in enumerate(lines) if line.split()[:2] == ["clay", "depth"]), None
    )
    if header is None:
        raise FileProblem(
            where=str(path),
            problem="there is no line that starts with 'clay depth iom nsteps'",
            remedy="give an input file of the official RothC program, or a CSV of drivers",
        )
    soil = _soil(path, lines, header)
    options = _options(path, lines, header)
    if options[0] != 1:
        _demand_texture(path, header, soil)
    rows = _rows(path, lines, header, int(soil["nsteps"]))
    return RothCInput(
        clay=soil["clay"],
        depth=soil["depth"],
        inert_organic_matter=soil["iom"],
        silt=soil.get("siltper"),
        bulk_density=soil.get("BD"),
        organic_carbon=soil.get("OC"),
        minimum_moisture=soil.get("minRM_Moist"),
        moisture_option=options[0],
        bare_option=options[1],
        rows=rows,
    )


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise NotANumber(where=where, value=text, expected="a number") from None
    if not np.isfinite(number):
        raise NotANumber(where=where, value=text, expected="a finite number")
    return number


def _whole(text: str, where: str) -> int:
    number = _number(text, where)
    if number != int(number):
        raise NotANumber(where=where, value=text, expected="a whole number")
    return int(number)


def _soil(path: Path, lines: list[str], header: int) -> dict[str, float]:
    """Return the values of the soil line by the file's own column names."""
    names = _soil_names(f"{path}, line {header + 1}", lines[header].split())
    values = lines[header + 1].split() if header + 1 < len(lines) else []
    where = f"{path}, line {header + 2}"
    if len(values) != len(names):
        raise Conflict(
            where=where,
            problem=f"{len(values)} values for {len(names)} columns",
            remedy="give one value for each of " + ", ".join(names),
        )
    soil = {
        name: _soil_value(f"{where}, {name}", name, text)
        for name, text in zip(names, values, strict=True)
    }
    texture = soil["clay"] + soil.get("siltper", 0.0)
    if texture > 100.0:
        raise Conflict(
            where=where,
            problem=f"clay and silt add up to {texture:g} %",
            remedy="check clay and siltper",
        )
    return soil


def _soil_names(where: str, names: list[str]) -> list[str]:
    known = [name for name, _ in _SOIL]
    for name in names:
        if name not in known:
            raise UnknownName(where=where, kind="column", value=name, nearest=known)
    if len(set(names)) != len(names) or not set(known[:4]) <= set(names):
        raise Conflict(
            where=where,
            problem="the columns of the soil line are " + " ".join(names),
            remedy="give each of " + " ".join(known[:4]) + " once",
        )
    return names


def _soil_value(where: str, name: str, text: str) -> float:
    if name == "nsteps":
        return _whole(text, where)
    number = _number(text, where)
    ruler = variable(dict(_SOIL)[name])
    # The glossary has organic carbon in g/kg, the file in per cent.
    ruled = convert(number, "% by mass", ruler.unit) if name == "OC" else number
    ruler.check(ruled, given=text, where=where)
    return number


def _demand_texture(path: Path, header: int, soil: dict[str, float]) -> None:
    """Raise an error if the van Genuchten options lack what they are computed from."""
    for name in ("siltper", "BD", "OC"):
        if name not in soil:
            raise MissingKey(
                where=f"{path}, line {header + 1}",
                key=name,
                expected="silt, bulk density and organic carbon with opt_RMmoist 2 or 3",
            )
    for name in ("clay", "siltper", "OC"):
        if soil[name] <= 0:
            raise InputError(
                where=f"{path}, line {header + 2}, {name}",
                value=soil[name],
                expected="a value above zero with opt_RMmoist 2 or 3, which take its logarithm"
                " or its inverse",
            )


def _options(path: Path, lines: list[str], header: int) -> tuple[int, int]:
    """Return the moisture options above the soil line; version 1 has none."""
    for i, line in enumerate(lines[:header]):
        if line.split() == ["opt_RMmoist", "opt_SMDbare"]:
            where = f"{path}, line {i + 2}"
            found = [_whole(text, where) for text in lines[i + 1].split()]
            if len(found) != 2 or found[0] not in (1, 2, 3) or found[1] not in (1, 2):
                raise Conflict(
                    where=where,
                    problem=f"options {found}",
                    remedy="opt_RMmoist is 1, 2 or 3 and opt_SMDbare 1 or 2",
                )
            return found[0], found[1]
    return 1, 1


def _rows(path: Path, lines: list[str], header: int, steps: int) -> dict[str, Any]:
    below = [(i + 1, line.split()) for i, line in enumerate(lines) if i > header + 1]
    first = next((i for i, (_, cells) in enumerate(below) if cells and _is_number(cells[0])), 0)
    numbered = [(line, cells) for line, cells in below[first:] if cells]
    if len(numbered) != steps or steps % 12 or steps < 24:
        raise Conflict(
            where=str(path),
            problem=f"nsteps is {steps} and {len(numbered)} monthly rows follow",
            remedy="give as many rows as nsteps, whole years, at least two",
        )
    table = np.array([_row(f"{path}, line {line}", cells) for line, cells in numbered])
    _check_calendar(path, table, [line for line, _ in numbered])
    return {ruled: table[:, c] for c, (_, ruled) in enumerate(COLUMNS)}


def _row(where: str, cells: list[str]) -> list[float]:
    if len(cells) != len(COLUMNS):
        raise Conflict(
            where=where,
            problem=f"{len(cells)} values",
            remedy="give " + " ".join(name for name, _ in COLUMNS),
        )
    values = [
        variable(ruled).check(_number(cell, f"{where}, {name}"), where=f"{where}, {name}")
        for cell, (name, ruled) in zip(cells, COLUMNS, strict=True)
    ]
    cover = values[8]
    if cover not in (0.0, 1.0):
        raise InputError(where=f"{where}, PC", value=cover, expected="1 (covered) or 0 (bare)")
    return values


def _check_calendar(path: Path, table: NDArray[np.float64], lines: list[int]) -> None:
    """Raise an error unless months and, from the second year on, years follow one another."""
    for r, (year, month) in enumerate(table[:, :2]):
        wanted_year = table[12, 0] + (r - 12) // 12 if r >= 12 else table[0, 0]
        if month != r % 12 + 1 or year != wanted_year:
            raise Conflict(
                where=f"{path}, line {lines[r]}",
                problem=f"year {year:g}, month {month:g} stands where year {wanted_year:g},"
                f" month {r % 12 + 1} is expected",
                remedy="give all months of each year in order",
            )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
