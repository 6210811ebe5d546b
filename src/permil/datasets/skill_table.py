"""Weights of models from a table of their skill, as ``permil validate`` writes it."""

from __future__ import annotations

import csv
from pathlib import Path

from permil.errors import FileProblem, InputError, MissingKey


def read_skill_weights(path: Path) -> dict[str, float]:
    r"""Return a weight for every model of a skill table.

    .. math:: w \propto 1 / \overline{\mathrm{RMSE}^2}

    over the uncalibrated rows of all experiments and treatments.

    Parameters
    ----------
    path : Path
        CSV with the columns ``model``, ``rmse`` [t C/ha] and, if it has one, ``calibrated``.

    Returns
    -------
    dict of str to float
        Relative weights; the largest is one.

    Raises
    ------
    FileProblem
        If the file cannot be read or has no uncalibrated row.
    MissingKey
        If a column is missing.
    InputError
        If an RMSE is no positive number.
    """
    squares: dict[str, list[float]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for name in ("model", "rmse"):
                if name not in (reader.fieldnames or ()):
                    expected = "a column of that name, as permil validate writes it"
                    raise MissingKey(where=f"{path}, line 1", key=name, expected=expected)
            for row in reader:
                if (row.get("calibrated") or "no") == "no":
                    error = _error(row["rmse"], f"{path}, line {reader.line_num}, rmse")
                    squares.setdefault(row["model"], []).append(error**2)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileProblem(
            where=str(path),
            problem=f"it cannot be read ({error})",
            remedy="give the skill.csv of permil validate",
        ) from None
    if not squares:
        raise FileProblem(
            where=str(path),
            problem="it has no row of an uncalibrated model",
            remedy="give the skill.csv of permil validate",
        )
    weights = {name: len(values) / sum(values) for name, values in squares.items()}
    largest = max(weights.values())
    return {name: weight / largest for name, weight in weights.items()}


def _error(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0 < value < float("inf"):
        raise InputError(where=where, value=text, expected="a positive number of t C/ha")
    return value
