"""The project file: reading with messages that name file, line, value and expectation."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from permil.datasets.key_lines import key_lines, line_of
from permil.datasets.project import Project
from permil.datasets.project_resolve import Resolver
from permil.datasets.project_schema import ProjectFile
from permil.datasets.resolve_start import check_start
from permil.datasets.schema_fields import PRINTABLE, Carried
from permil.datasets.schema_section import Section
from permil.errors import (
    FileProblem,
    InputError,
    MissingKey,
    PermilError,
    SeveralProblems,
    UnknownName,
    shortened,
)
from permil.locale import project_keys

#: Version of the format that this edition reads.
FORMAT = 1


def read_project(path: str | Path, *, models: Sequence[str] = ()) -> Project:
    """Read a project file.

    Parameters
    ----------
    path : str or Path
        A TOML file of format 1.
    models : sequence of str
        Names of the registered models; run.models is not checked without.

    Returns
    -------
    Project
        Complete, in the glossary's units, with the defaults that were taken.

    Raises
    ------
    permil.errors.InputError
        If the file cannot be read or used; the message names file, line, value and what was
        expected. Several problems are listed together.
    """
    path = Path(path)
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FileProblem(
            where=str(path), problem=f"it is no valid TOML: {error}", remedy="mend that line"
        ) from None
    return project_from_dict(data, path=path, text=text, models=models)


def read_text(path: Path) -> str:
    """Return the text of a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        Its text.

    Raises
    ------
    FileProblem
        If the file is missing, unreadable or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")  # editors on Windows write a mark
    except UnicodeDecodeError:
        raise FileProblem(
            where=str(path), problem="it is not UTF-8 text", remedy="save it as UTF-8"
        ) from None
    except OSError as error:
        raise FileProblem(
            where=str(path),
            problem=f"it cannot be read ({error.strerror})",
            remedy="check the path and its permissions",
        ) from None


def project_from_dict(
    data: dict[str, Any],
    *,
    path: Path | None = None,
    text: str = "",
    models: Sequence[str] = (),
) -> Project:
    """Return the project of a file's plain content.

    Parameters
    ----------
    data : dict
        Content as TOML gives it.
    path : Path, optional
        The file, for messages and as the root of relative names.
    text : str
        Its text, for line numbers.
    models : sequence of str
        Names of the registered models.

    Returns
    -------
    Project
        The project.

    Raises
    ------
    permil.errors.InputError
        As :func:`read_project`.
    """
    lines = key_lines(text)
    name = str(path) if path else "project"

    def where(*keys: Any) -> str:
        line = line_of(lines, keys)
        dotted = ".".join(str(shortened(key)) for key in keys)
        place = f"{name}, line {line}" if line else name
        return f"{place}, {dotted}" if dotted else place

    _check_format(data, where)
    try:
        file = ProjectFile.model_validate(data)
    except ValidationError as error:
        raise _translate(error, where, lines) from None
    folder = path.parent if path else Path()
    project = Resolver(file, data, where, folder, models).resolve(path)
    check_start(project, where)
    return project


def _check_format(data: dict[str, Any], where: Any) -> None:
    found = data.get("format")
    if found is None:
        raise MissingKey(where=where(), key="format", expected=f"format = {FORMAT}")
    if found != FORMAT or isinstance(found, bool):
        raise FileProblem(
            where=where("format"),
            problem=f"it has format {found!r}, this edition of permil reads format {FORMAT}",
            remedy="run 'permil migrate' on an older file, or use a newer permil",
        )


def _translate(error: ValidationError, where: Any, lines: dict[Any, int]) -> PermilError:
    """Return pydantic's findings as named errors, in the order of the file."""
    found = [(_path(entry["loc"]), entry) for entry in error.errors(include_url=False)]
    found = [pair for pair in found if pair[0] is not None]
    ordered = sorted(found, key=lambda pair: line_of(lines, pair[0]) or 0)
    errors: list[PermilError] = []
    seen = set()
    for path, entry in ordered:
        one = _named(path, entry, where)
        # One sentence for a list: the first value that is wrong, not each of them.
        group = path[:-1] if isinstance(path[-1], int) else path
        if (group, one.code) not in seen:
            seen.add((group, one.code))
            errors.append(one)
    if len(errors) == 1:
        return errors[0]
    return SeveralProblems(
        where="", count=len(errors), problems="\n".join(f"- {one}" for one in errors)
    )


#: Parts of pydantic's locations that name a branch of a type, not a key of the file.
_BRANCHES = ("function-", "tuple[", "lax-or-strict", "constrained-", "nullable", "[key]")


def _path(location: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        part for part in location if not (isinstance(part, str) and part.startswith(_BRANCHES))
    )


def _named(path: tuple[Any, ...], entry: Any, where: Any) -> PermilError:
    """Return one finding of pydantic as a named error."""
    kind, value = entry["type"], entry.get("input")
    carried = entry.get("ctx", {}).get("error")
    if isinstance(carried, Carried):
        carried.error.fields["where"] = where(*path)
        return carried.error
    if kind == "extra_forbidden":
        known = _known_keys(path[:-1])
        nearest = difflib.get_close_matches(str(path[-1]), known, n=3) or sorted(known)
        return UnknownName(where=where(*path), kind="key", value=path[-1], nearest=nearest)
    if kind == "missing":
        return MissingKey(where=where(*path[:-1]), key=path[-1], expected=_expected(path))
    if kind in ("enum", "literal_error"):
        choices = entry["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        nearest = difflib.get_close_matches(str(value), choices, n=3) or choices
        named = path[-2] if entry["loc"][-1] == "[key]" else path[-1]
        return UnknownName(where=where(*path), kind=str(named), value=value, nearest=nearest)
    shown = "" if isinstance(value, dict | list | tuple) else value
    if kind == "string_pattern_mismatch" and entry["ctx"]["pattern"] == PRINTABLE:
        plain = repr(shortened(shown))
        return InputError(where=where(*path), value=plain, expected="no control characters")
    expected = entry["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return InputError(where=where(*path), value=shown, expected=expected[:1].lower() + expected[1:])


def _section(path: tuple[Any, ...]) -> Any:
    """Return the class of the section at a path, or None."""
    found: Any = ProjectFile
    for part in path:
        if isinstance(part, int) or found is None:
            continue
        fields = getattr(found, "model_fields", {})
        named = {info.alias or name: info for name, info in fields.items()}
        if part in named:
            found = _section_in(named[part].annotation)
    return found


def _section_in(annotation: Any) -> Any:
    """Return the class of sections that a type holds, or None."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    return next(filter(None, map(_section_in, get_args(annotation))), None)


def _known_keys(path: tuple[Any, ...]) -> list[str]:
    fields = getattr(_section(path), "model_fields", {})
    return [info.alias or name for name, info in fields.items()]


def _expected(path: tuple[Any, ...]) -> str:
    """Say what a missing key should hold, in the words of the schema."""
    section = _section(path[:-1])
    meaning = project_keys().get(getattr(section, "__name__", ""), {}).get(str(path[-1]), "a value")
    return meaning[:1].lower() + meaning[1:].rstrip(".")


def project_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the project file, every key with its meaning.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12; ``x-unit`` is the unit of a quantity.
    """
    schema = ProjectFile.model_json_schema(by_alias=True)
    sections = {"ProjectFile": schema, **schema["$defs"]}
    for name, texts in project_keys().items():
        section = sections[name]
        section["description"] = texts["_what"]
        for key, entry in section["properties"].items():
            unit = _unit(entry)
            entry["description"] = texts[key] + (f" Unit: {unit}." if unit else "")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def _unit(entry: dict[str, Any]) -> str:
    """Return the unit of a key that holds a quantity, several, or none of them."""
    nested = (entry.get(name) for name in ("items", "additionalProperties"))
    inner = [*entry.get("anyOf", ()), *(one for one in nested if isinstance(one, dict))]
    return str(entry.get("x-unit") or next(filter(None, map(_unit, inner)), ""))


def project_template() -> str:
    """Return a commented project file that can be assessed as it is.

    Returns
    -------
    str
        TOML text.
    """
    template = files("permil.datasets").joinpath("data/project_template.toml")
    return template.read_text(encoding="utf-8")


def migrate(text: str, *, where: str = "project") -> str:
    """Lift a project file to the present format.

    Parameters
    ----------
    text : str
        TOML text of any known format.
    where : str
        Name of the file, for messages.

    Returns
    -------
    str
        The text in format 1; format 1 is the first and comes back unchanged.

    Raises
    ------
    FileProblem
        If the text is no TOML or of an unknown format.
    """
    try:
        found = tomllib.loads(text).get("format")
    except tomllib.TOMLDecodeError as error:
        raise FileProblem(
            where=where, problem=f"it is no valid TOML: {error}", remedy="mend that line"
        ) from None
    if found != FORMAT:
        raise FileProblem(
            where=where,
            problem=f"format {found!r} is not known; known is {FORMAT}",
            remedy="use the permil that wrote it, or write format = 1 and check the keys",
        )
    return text
