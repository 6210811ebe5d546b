"""Compare the equations with a file of reference cases: ``make reference CASES=FILE.csv``.

The columns are ``id``, ``topic``, ``inputs`` and ``expected`` (JSON objects), ``rel_tol``, and what
else the author wants to say, as in ``../shared/reference/balance/reference_cases.csv``. Each row is
evaluated by the words of its topic; ``tests/reference_runs/balance/topics.py`` holds them.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from permil.errors import (  # noqa: E402
    Conflict,
    FileProblem,
    InputError,
    MissingKey,
    NotANumber,
    PermilError,
    UnknownName,
    nearest_names,
)
from reference_runs.balance.topics import TOPICS, Topic  # noqa: E402

NEEDED = ("id", "topic", "inputs", "expected", "rel_tol")


@dataclass(frozen=True)
class Comparison:
    """A result beside what the file expects.

    Parameters
    ----------
    name : str
        Name of the result in the file.
    found, expected : float
        The two values.
    agrees : bool
        Whether they differ by no more than the row's tolerance.
    """

    name: str
    found: float
    expected: float
    agrees: bool


def read_cases(path: Path) -> list[tuple[str, dict[str, str]]]:
    """Return the rows of a file with their places; lines that start with # are comments."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problem = f"it cannot be read ({getattr(error, 'strerror', None) or 'it is no UTF-8 text'})"
        raise FileProblem(
            where=str(path), problem=problem, remedy="check the path and how it was saved"
        ) from None
    skipped = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[skipped:], strict=True)
    for column in NEEDED:
        if column not in (reader.fieldnames or ()):
            raise MissingKey(where=str(path), key=column, expected=", ".join(NEEDED))
    found, seen = [], set()
    try:
        for row in reader:
            where = f"{path}, line {skipped + reader.line_num}"
            if None in row or None in row.values():
                problem = f"it has not {len(reader.fieldnames or ())} cells"
                raise FileProblem(where=where, problem=problem, remedy="quote cells with commas")
            where += f", {row['id']}"
            if row["id"] in seen:
                raise Conflict(where=where, problem="this id is there twice", remedy="rename one")
            seen.add(row["id"])
            found.append((where, row))
    except csv.Error as error:
        place = f"{path}, line {skipped + reader.line_num}"
        raise FileProblem(where=place, problem=str(error), remedy="mend it") from None
    if not found:
        raise FileProblem(where=str(path), problem="it holds no case", remedy="add a row")
    return found


def evaluate(where: str, row: dict[str, str]) -> list[Comparison]:
    """Return every expected result of a row beside the computed one."""
    topic = topic_of(where, row["topic"])
    given = json_object(where, "inputs", row["inputs"])
    expected = flat(json_object(where, "expected", row["expected"]))
    tolerance = number(f"{where}, rel_tol", row["rel_tol"])
    for name in given.keys() - topic.inputs.keys():
        raise unknown(where, f"input of '{topic.words}'", name, topic.inputs)
    for name in topic.inputs.keys() - given.keys() - set(topic.optional):
        raise MissingKey(where=where, key=name, expected=f"an input of '{topic.words}'")
    case = {
        topic.inputs[name]: numbers(f"{where}, inputs.{name}", value, name in topic.optional)
        for name, value in given.items()
    }
    try:
        results = flat(topic.run(topic.complete(case, row["topic"], expected)))
    except InputError as error:
        error.fields["where"] = error.fields.get("where") or where
        raise
    except (TypeError, ValueError, ArithmeticError) as error:
        problem = f"its inputs are not shaped like those of '{topic.words}' ({error})"
        raise FileProblem(
            where=where, problem=problem, remedy="compare with a case that is there"
        ) from None
    if not expected:
        raise MissingKey(where=where, key="expected", expected="a result at least")
    compared = []
    for name, value in expected.items():
        if name not in results:
            raise unknown(where, f"result of '{topic.words}'", name, results)
        compared += list(beside(where, name, results[name], value, tolerance))
    return compared


def topic_of(where: str, text: str) -> Topic:
    """Return the topic whose words a text holds."""
    for topic in TOPICS:
        if topic.words.lower() in text.lower():
            return topic
    raise unknown(where, "topic", text, [topic.words for topic in TOPICS])


def unknown(where: str, kind: str, value: str, known: Any) -> UnknownName:
    """Return the error for a name that is not there."""
    near = nearest_names(value, known) or list(known)
    return UnknownName(where=where, kind=kind, value=value, nearest=near)


def json_object(where: str, column: str, text: str) -> dict[str, Any]:
    """Return the JSON object of a cell."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        found, problem = None, str(error)
    else:
        problem = "it is no object"
    if not isinstance(found, dict):
        raise FileProblem(
            where=f"{where}, {column}",
            problem=f"it is no valid JSON: {problem}",
            remedy='write it as {"name": 1.5}',
        )
    return found


def number(where: str, value: Any) -> float:
    """Return a number; text that holds one counts."""
    try:
        found = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        found = math.nan
    if not math.isfinite(found):
        raise NotANumber(where=where, value=value, expected="a number")
    return found


def numbers(where: str, value: Any, may_be_text: bool) -> Any:
    """Return a value with every number in it as one; labels stay."""
    if isinstance(value, list):
        return [numbers(where, one, False) for one in value]
    if isinstance(value, dict):
        return {name: numbers(f"{where}.{name}", one, False) for name, one in value.items()}
    if may_be_text and isinstance(value, str):
        return value
    return number(where, value)


def flat(values: dict[str, Any]) -> dict[str, Any]:
    """Return nested results under dotted names."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= {f"{name}.{inner}": one for inner, one in value.items()}
        else:
            found[name] = value
    return found


def beside(
    where: str, name: str, found: Any, expected: Any, tolerance: float
) -> Iterator[Comparison]:
    """Yield a value, or each of a series, beside what is expected."""
    pairs = [(found, expected)]
    if isinstance(expected, list) != isinstance(found, list):
        raise InputError(where=f"{where}, expected.{name}", value=expected, expected="one value")
    if isinstance(expected, list):
        if len(found) != len(expected):
            wanted = f"{len(found)} values"
            raise InputError(where=f"{where}, {name}", value=len(expected), expected=wanted)
        pairs = list(zip(found, expected, strict=True))
    for mine, theirs in pairs:
        target = number(f"{where}, expected.{name}", theirs)
        agrees = abs(float(mine) - target) <= tolerance * abs(target)
        yield Comparison(name, float(mine), target, agrees)


def main(arguments: list[str]) -> int:
    """Print a line a case and return how it ended: 0 all agree, 1 some differ, 2 bad input."""
    if len(arguments) != 1:
        print("reference: give one file of cases", file=sys.stderr)
        return 2
    agreed = 0
    try:
        cases = read_cases(Path(arguments[0]))
        for where, row in cases:
            wrong = [one for one in evaluate(where, row) if not one.agrees]
            agreed += not wrong
            print(f"{'differs' if wrong else 'agrees':8} {row['id']}")
            for one in wrong:
                print(f"         {one.name}: {one.found:.10g}, expected {one.expected:.10g}")
    except PermilError as error:
        print(f"reference: {error}", file=sys.stderr)
        return 2
    print(f"{agreed} of {len(cases)} cases agree.")
    return 0 if agreed == len(cases) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
