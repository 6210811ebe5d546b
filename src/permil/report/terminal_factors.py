"""Published factors in a terminal, as plain lines that a pipe can take too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from permil.locale import text
from permil.report.wording import draws
from permil.tables import references

if TYPE_CHECKING:
    from permil.workflows.factor_catalogue import FactorDifference, FactorEntry

#: A change below this share of the line is rounding.
_NOTHING = 1e-9


def value_text(value: float | None, low: float | None, high: float | None, unit: str) -> str:
    """Return a value with its range and unit."""
    if value is None:
        return text("factors.value_none")
    key = "value" if low is None else "value_range"
    numbers: dict[str, Any] = {"value": value, "low": low, "high": high, "unit": unit}
    shown = text(f"factors.{key}", numbers)
    return shown.removesuffix(" -")


def _value(entry: FactorEntry) -> str:
    shown = value_text(entry.value, entry.low, entry.high, entry.unit)
    if entry.must_ask and entry.value is not None:
        return text("factors.value_placeholder", {"value": shown})
    return shown


def own_lines(document: dict[str, Any]) -> list[dict[str, str]]:
    """Return the factors of a project's own: id, value, published value and reason, as text.

    Parameters
    ----------
    document : dict
        The answer document.

    Returns
    -------
    list of dict
        One entry a factor.
    """
    found = []
    for one in document["own_factors"]:
        published = text("factors.own_nothing")
        if one["published"] is not None:
            published = value_text(one["published"], None, None, one["unit"])
        value = value_text(one["value"], one["low"], one["high"], one["unit"])
        shown = {"id": one["id"], "value": value, "published": published}
        found.append(shown | {"reason": one["reason"]})
    return found


def listed(entries: Sequence[FactorEntry]) -> Iterator[str]:
    """Yield one line a factor and edition.

    Parameters
    ----------
    entries : sequence of FactorEntry
        The factors.

    Yields
    ------
    str
        Id, edition and value.
    """
    width = max((len(entry.id) for entry in entries), default=0)
    for entry in entries:
        yield f"{entry.id:{width}}  {entry.edition}  {_value(entry)}"


def shown(identity: str, editions: Mapping[str, FactorEntry]) -> Iterator[str]:
    """Yield everything that is known of a factor.

    Parameters
    ----------
    identity : str
        Its id.
    editions : mapping of str to FactorEntry
        By edition what a run takes.

    Yields
    ------
    str
        A line an edition, and the notes of its row.
    """
    yield identity
    for edition, entry in editions.items():
        if entry.id != identity:
            fields = {"edition": edition, "id": entry.id, "value": _value(entry)}
            yield "  " + text("factors.stands_for", fields)
        elif entry.edition != edition:
            yield "  " + text("factors.stays", {"edition": edition, "other": entry.edition})
        else:
            yield from _own(entry)


def _own(entry: FactorEntry) -> Iterator[str]:
    drawn = ""
    if entry.drawn_as:
        drawn = text(
            "factors.drawn",
            {
                "confidence": entry.range_confidence.replace("_", " "),
                "distribution": entry.drawn_as.replace("_", " "),
            },
        )
    fields = {
        "edition": entry.edition,
        "value": _value(entry),
        "source": references()[entry.source].citation.rstrip("."),
        "table": entry.table_number,
        "confidence": entry.confidence.replace("_", " "),
        "drawn": drawn,
    }
    yield "  " + text("factors.entry", fields)
    if entry.note:
        yield f"    {entry.note}"


def compared(
    differences: Sequence[FactorDifference],
    editions: tuple[str, str],
    alone: tuple[Mapping[str, int], Mapping[str, int]],
) -> Iterator[str]:
    """Yield every factor that differs between two editions.

    Parameters
    ----------
    differences : sequence of FactorDifference
        Both values and what the difference does.
    editions : tuple of str
        The editions.
    alone : tuple of mapping of str to int
        By table, how many factors one edition has and the other has not.

    Yields
    ------
    str
        Lines.
    """
    one, other = editions
    for d in differences:
        fields = {"one": one, "other": other, "effect": d.effect}
        values = {"before": _value(d.before), "after": _value(d.after)}
        yield d.id
        yield "  " + text("factors.difference", fields | values)
    if not differences:
        yield text("factors.same")
    for edition, counts in zip(editions, alone, strict=True):
        for table, count in counts.items():
            only: dict[str, Any] = {"edition": edition, "table": table, "count": count}
            yield text("factors.only", only)
    yield text("factors.only_note")


def explained(found: dict[str, Any]) -> Iterator[str]:
    """Yield what another edition changes, line by line.

    Parameters
    ----------
    found : dict
        The comparison as plain data.

    Yields
    ------
    str
        For every scenario the lines that differ, and under each the factors that moved it.
    """
    fields: dict[str, Any] = {n: found[n] for n in ("model", "first_year", "last_year")}
    one, other = found["editions"]
    yield text(
        "factors.heading", fields | {"one": one, "other": other, "draws": draws(found["draws"])}
    )
    for scenario, name in found["scenarios"].items():
        yield ""
        yield name
        lines = [line for n in found["units"] for line in _line(found, scenario, n)]
        yield from lines or ["  " + text("factors.unchanged")]
    yield ""
    if found["steps"]:
        yield text("factors.parts")
    if found["missing"]:
        yield text("factors.missing", {"edition": other, "factors": found["missing"]})


def _line(found: dict[str, Any], scenario: str, name: str) -> Iterator[str]:
    """Yield a line that differs, and its parts; those too small to show are left out."""
    before, after = (found[when][scenario].get(name, 0.0) for when in ("before", "after"))
    parts = [step["changes"][scenario].get(name, 0.0) for step in found["steps"]]
    scale = max(abs(before), abs(after))
    if max(map(abs, [after - before, *parts]), default=0.0) <= _NOTHING * scale:
        return
    amounts = {"before": _amount(before), "after": _amount(after)}
    fields = {"line": name, "unit": found["units"][name], "change": _change(after - before)}
    yield "  " + text("factors.line", amounts | fields)
    for step, part in zip(found["steps"], parts, strict=True):
        if abs(part) > _NOTHING * scale:
            values = {w: _short(step[w]) for w in ("before", "after")}
            named = {"factor": step["factor"], "change": _change(part)}
            yield "    " + text("factors.part", values | named)


def _short(row: dict[str, Any]) -> str:
    return text("factors.value_none") if row["value"] is None else f"{row['value']:g}"


def _amount(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _change(value: float) -> str:
    return f"{value:+.3g}".replace("-", "−")
