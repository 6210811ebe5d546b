"""From the climate-change sections of a project file to changes of every month."""

from __future__ import annotations

from permil.datasets import project_schema as s
from permil.datasets.climate_change import UNCHANGED, ClimateChange, read_change_file
from permil.datasets.resolve_context import Context
from permil.errors import Conflict, MissingKey
from permil.variables import variable

_QUANTITIES = ("temperature", "precipitation")


def climate_changes(file: s.ProjectFile, context: Context) -> tuple[ClimateChange, ...]:
    """Return the changed climates of a project file.

    Parameters
    ----------
    file : ProjectFile
        The validated file.
    context : Context
        Places, notes and files of the project file.

    Returns
    -------
    tuple of ClimateChange
        In the order of the file.

    Raises
    ------
    permil.errors.InputError
        If one says nothing or the same twice, its file cannot be used, or its years do not fit
        the horizon.
    """
    return tuple(
        _change(name, section, file.horizon.first_year, context)
        for name, section in file.climate_change.items()
    )


def _change(
    name: str, section: s.ClimateChangeSection, first_year: int, context: Context
) -> ClimateChange:
    where = ("climate_change", name)
    if name == UNCHANGED:
        raise Conflict(
            where=context.where(*where),
            problem=f"'{UNCHANGED}' is the climate that nothing changes",
            remedy="take another id",
        )
    if section.reached_in < first_year:
        raise Conflict(
            where=context.where(*where, "reached_in"),
            problem=f"the full change holds by {section.reached_in}, before the horizon starts",
            remedy=f"write {first_year} for a change that holds from the first year on",
        )
    values = _values(section, where, context)
    shown = section.name or name.replace("_", " ")
    for quantity in _QUANTITIES:
        if quantity not in values:
            label = variable("air_temperature" if quantity == "temperature" else quantity).label
            key = ".".join((*where, quantity))
            context.note("climate_change_left", key, name=shown, quantity=label)
    context.note(
        "climate_change_ramp",
        ".".join((*where, "reached_in")),
        name=shown,
        first_year=first_year,
        reached_in=section.reached_in,
    )
    none = (0.0,) * 12
    return ClimateChange(
        id=name,
        name=shown,
        temperature=values.get("temperature", none),
        precipitation=values.get("precipitation", none),
        reached_in=section.reached_in,
        source=section.source or section.file or "project file",
    )


def _values(
    section: s.ClimateChangeSection, where: tuple[str, ...], context: Context
) -> dict[str, tuple[float, ...]]:
    """Return the changes that are given, in the section or in its file."""
    given = {name: getattr(section, name) for name in _QUANTITIES}
    written = {name: values for name, values in given.items() if values is not None}
    if section.file is None:
        if not written:
            raise MissingKey(
                where=context.where(*where),
                key="temperature",
                expected='what changes, such as temperature = "2 K" or precipitation = "-10 %"',
            )
        return written
    if written:
        raise Conflict(
            where=context.where(*where, "file"),
            problem=f"file and {next(iter(written))} are both given",
            remedy="keep all changes in the file, or none",
        )
    return read_change_file(context.file(section.file, *where, "file"))
