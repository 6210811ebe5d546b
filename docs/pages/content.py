"""Pages of what permil knows: variables, units, tables, models, practices, sources, codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pages import markdown as md
from pages.docstrings import rendered
from permil import library
from permil.errors import InputError, PermilError
from permil.library import Practice
from permil.locale import catalogue
from permil.models import MODELS, model
from permil.models.protocol import Model
from permil.report.methods import capabilities_of
from permil.tables import Table, references, table, table_names
from permil.units import UNITS
from permil.variables import glossary


def pages() -> dict[str, str]:
    """Return the pages by name."""
    return {
        "variables": variables(),
        "tables": tables(),
        **{f"tables/{name}": one_table(name) for name in table_names()},
        "models": models(),
        "practices": practices(),
        "codes": codes(),
        "sources": sources(),
    }


def variables() -> str:
    """Return the glossary and the closed list of units."""
    rows = [
        [
            md.code(v.name),
            md.escape(v.symbol),
            md.code(v.unit),
            md.escape(f"{v.bounds[0]:g} to {v.bounds[1]:g}"),
            "yes" if v.requires_unit else "",
            md.escape(v.description),
        ]
        for v in glossary().values()
    ]
    head = ["name", "symbol", "unit", "plausible range", "must carry its unit", "what it is"]
    dimensions: dict[str, list[str]] = {}
    for name, unit in UNITS.items():
        dimensions.setdefault(unit.dimension, []).append(name)
    units = [
        [md.escape(dimension), ", ".join(md.code(name) for name in names)]
        for dimension, names in dimensions.items()
    ]
    return md.page(
        md.heading("Variables and units", 1),
        "Every quantity has one name, one symbol and one unit: in the code, in headings of "
        "files, in messages and in this documentation. What a user gives outside the plausible "
        "range is refused, and where the unit must be written, so is a plain number.",
        md.grid(head, rows),
        md.heading("Units", 2, "units"),
        "The list is closed and names the substance: `t C/ha` and `t CO2/ha` are two units that "
        'are never converted silently. A quantity is written as `"1.35 g/cm3"`; units of one '
        "line are converted into each other.",
        md.grid(["dimension", "units"], units),
    )


def tables() -> str:
    """Return the index of all tables."""
    rows = []
    for name in table_names():
        found = table(name)
        shown = md.link(md.code(name), f"table-{name}")
        rows.append([shown, md.escape(found.card.title), str(len(found.rows))])
    return md.page(
        md.heading("Tables", 1),
        "Published factors and parameters. A number stands in a table with its source, never in "
        "the code. `permil tables show NAME` prints a table as CSV.",
        md.contents(f"tables/{name}" for name in table_names()),
        md.grid(["table", "what it holds", "rows"], rows),
    )


def one_table(name: str) -> str:
    """Return a table: card, columns and all rows."""
    found = table(name)
    card = found.card
    facts = [
        ["from", md.escape(card.citation)],
        ["source", md.source_links([card.source])],
        ["edition", md.escape(card.edition)],
        ["licence", md.escape(card.licence)],
    ]
    if card.range:
        facts.append(["low to high", md.escape(card.range)])
    if card.drawn_as:
        facts.append(["drawn as", md.code(card.drawn_as)])
    columns = [
        [md.code(c), md.code(column.unit) if column.unit else "", md.escape(column.description)]
        for c, column in card.columns.items()
    ]
    return md.page(
        md.heading(md.code(name), 1, f"table-{name}"),
        f"**{md.escape(card.title)}.**",
        md.grid(["", ""], facts),
        md.heading("Columns", 2),
        md.grid(["column", "unit", "what it is"], columns),
        md.heading("Rows", 2),
        _rows(found),
    )


def _rows(found: Table[Any]) -> str:
    """Return all rows; a column that is empty in all of them is left out."""
    values = [asdict(row) for row in found.rows]
    filled = [c for c in found.card.columns if any(_shown(row[c]) for row in values)]
    cells = [[_cell(column, row[column]) for column in filled] for row in values]
    return md.grid(filled, cells)


def _cell(column: str, value: Any) -> str:
    if column == "source" and value in references():
        return md.source_links([value])
    if column == "unit" and value:
        return md.code(value)
    return md.escape(_shown(value))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def models() -> str:
    """Return all registered models."""
    return md.page(
        md.heading("Models", 1),
        "A model is named pools, parameters and one step; [the engine](../engine.md) does the "
        "rest. `permil models` lists them.",
        *(_model(model(name)) for name in MODELS),
    )


def _model(m: Model) -> str:
    step = {1: "one year", 12: "one month", 52: "one week", 365: "one day"}[m.steps_per_year]
    low, high = m.depths
    depth = f"{low:g} cm" if low == high else f"{low:g} to {high:g} cm"
    facts = [
        ["published for a depth of", depth],
        ["step", step],
        ["the engine gives", md.escape(capabilities_of(m.name))],
        ["pools", ", ".join(md.code(pool) for pool in m.pools)],
        ["never changing", md.code(m.inert) if m.inert else "nothing"],
        ["inputs", ", ".join(md.code(name) for name in m.inputs) or "none"],
        ["step and equation", md.link(md.code(m.name), f"method-{m.name}")],
        ["source", md.source_links([m.source])],
    ]
    values = m.parameters()._asdict().items()
    parameters = [[md.code(name), md.escape(_shown(value))] for name, value in values]
    return md.page(
        md.heading(f"{md.escape(m.title)}: {md.code(m.name)}", 2, f"model-{m.name}"),
        md.grid(["", ""], facts),
        md.heading("Parameters", 3),
        md.grid(["parameter", "published value"], parameters),
        rendered(type(m.parameters()).__doc__ or "", parameters=""),
        md.heading("State", 3),
        rendered(m.state.__doc__ or "", parameters=""),
        md.heading("Forcing", 3),
        rendered(m.forcing.__doc__ or "", parameters=""),
    )


def practices() -> str:
    """Return all practices of the library."""
    return md.page(
        md.heading("Practices", 1),
        "What the library knows of a practice: where it works, what was measured, what it may "
        "set. The measured range is for comparison; the number of a report comes from the model "
        "and your project. Grade of the evidence: A three or more agreeing meta-analyses, B one "
        "or two, C the sign is disputed, D single cases.",
        *(_practice(practice) for practice in library.all_practices()),
    )


def _practice(practice: Practice) -> str:
    e = practice.evidence
    facts = [
        ["where", md.escape(practice.applies)],
        ["where not", md.escape(practice.not_applies)],
        [
            "measured",
            md.escape(
                f"{e.low:g} to {e.high:g} t C/ha/yr (mid {e.mid:g}), {e.layer}, "
                f"{e.years} years, grade {e.grade}. {e.basis}"
            ),
        ],
        ["sources", md.source_links(e.sources)],
        ["acts through", md.escape(str(practice.changes).replace("_", " "))],
        ["asks what would have happened otherwise", _asks(practice)],
    ]
    effects = [
        [md.escape(s["on"]), md.escape(s["text"]), md.source_links([s["source"]])]
        for s in practice.side_effects
    ]
    keys = [
        [
            md.code(p.name),
            md.code(p.variable) if p.variable else md.escape(p.words),
            *map(_shown, (p.default, p.low, p.high)),
        ]
        + ([md.source_links([p.source])] if p.source else [""])
        for p in practice.parameters
    ]
    head = ["key", "variable", "default", "low", "high", "source"]
    return md.page(
        md.heading(md.code(practice.id), 2, f"practice-{practice.id}"),
        f"**{md.escape(practice.name)}.** {md.escape(practice.definition)}",
        md.grid(["", ""], facts),
        md.grid(["side effect on", "what", "source"], effects) if effects else "",
        md.grid(head, keys) if keys else "It has no keys of its own.",
    )


def _asks(practice: Practice) -> str:
    if practice.transfer_question:
        return "yes: `alternative_fate`, see [Transfers](../transfers.md)"
    return "no"


def codes() -> str:
    """Return all codes with their sentences."""
    sentences = catalogue()
    errors = [
        [
            md.code(f"errors.{kind.code}"),
            md.code(kind.__name__),
            "2" if issubclass(kind, InputError) else "1",
            md.escape(sentences[f"errors.{kind.code}"]),
        ]
        for kind in _errors()
    ]
    return md.page(
        md.heading("Codes", 1),
        "Codes are stable and never translated; sentences may get better. Words in braces are "
        "filled in from the case at hand.",
        md.heading("Errors", 2),
        "Exit code 2: something in the input. Exit code 1: permil could not finish. An interrupted "
        "command ends with 130.",
        md.grid(["code", "class", "exit code", "message"], errors),
        md.heading("Assumptions", 2),
        "Defaults that were taken because nobody said otherwise. A report lists those of its run.",
        _sentences("assumptions"),
        md.heading("Remarks on a result", 2),
        _sentences("results"),
        md.heading("Texts of the answer's methods", 2),
        "They make the page [What an answer makes of the models' results](methods/answers.md).",
        ", ".join(md.code(key) for key in sorted(sentences) if key.startswith("methods.")),
        md.heading("Words of the report", 2),
        _sentences("report"),
        md.heading("Words of the skill page", 2),
        _sentences("validation"),
        _sentences("climate_change"),
        md.heading("Words of a calibration", 2),
        _sentences("calibration"),
        md.heading("Words about factors", 2),
        _sentences("factors"),
        md.heading("Words about water and risks", 2),
        _sentences("water"),
        _sentences("risks"),
    )


def _errors() -> list[type[PermilError]]:
    """Return all kinds of errors, the root first."""
    found, left = [], [PermilError]
    while left:
        kind = left.pop(0)
        found.append(kind)
        left += sorted(kind.__subclasses__(), key=lambda child: child.code)
    return [kind for kind in found if kind.__module__.startswith("permil.errors")]


def _sentences(group: str) -> str:
    rows: Iterable[tuple[str, str]] = sorted(catalogue().items())
    chosen = [[md.code(k), md.escape(s)] for k, s in rows if k.startswith(f"{group}.")]
    return md.grid(["code", "sentence"], chosen)


def sources() -> str:
    """Return all sources, each with the target by which other pages link to it."""
    entries = [
        f"(source-{key})=\n{md.code(key)}: {md.linked(entry.citation)}"
        for key, entry in sorted(references().items())
    ]
    return md.page(
        md.heading("Sources", 1),
        "Every source once. Tables, methods and practices name them by key.",
        *entries,
    )
