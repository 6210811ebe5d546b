"""Write the reference pages of the documentation from the code, so that they cannot lag behind."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from permil import library
from permil.locale import catalogue
from permil.models import MODELS, model
from permil.tables import references, table, table_names
from permil.variables import glossary


def generate(folder: Path) -> list[Path]:
    """Write all reference pages and return them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    written = []
    for name, page in PAGES.items():
        path = folder / f"{name}.md"
        path.write_text(page() + "\n", encoding="utf-8")
        written.append(path)
    return written


def _table(headings: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("*", "\\*")


def variables_page() -> str:
    """Return the glossary."""
    rows = [
        [
            f"`{v.name}`",
            v.symbol,
            v.unit,
            f"{v.bounds[0]:g} to {v.bounds[1]:g}",
            "yes" if v.requires_unit else "",
            v.description,
        ]
        for v in glossary().values()
    ]
    head = ["name", "symbol", "unit", "plausible range", "unit required", "what it is"]
    return "# Variables\n\nOne name and unit for every quantity.\n\n" + _table(head, rows)


def tables_page() -> str:
    """Return all tables with their cards."""
    parts = ["# Tables\n\nPublished factors and parameters; `permil tables show NAME` prints one."]
    for name in table_names():
        found = table(name)
        parts.append(
            f"## {name}\n\n{found.card.title}. {found.card.citation}. {len(found.rows)} rows."
        )
        rows = [
            [f"`{c}`", column.unit, column.description] for c, column in found.card.columns.items()
        ]
        parts.append(_table(["column", "unit", "what it is"], rows))
    return "\n\n".join(parts)


def models_page() -> str:
    """Return all registered models."""
    parts = ["# Models"]
    for name in MODELS:
        m = model(name)
        linear = "linear" if m.linear else "not linear"
        step = "month" if m.steps_per_year == 12 else "year"
        parts.append(
            f"## {name}\n\n{m.title}. Step: one {step}; {linear}; published for "
            f"{m.depths[0]:g} to {m.depths[1]:g} cm. Source: `{m.source}`.\n\n"
            f"Pools: {', '.join(f'`{p}`' for p in m.pools)}."
        )
    return "\n\n".join(parts)


def methods_page() -> str:
    """Return every method's text."""
    from permil.report.methods import method_text, methods

    parts = ["# Methods\n\nThe text that `permil explain METHOD` prints and the report links to."]
    for name, entry in methods().items():
        parts.append(f"## {name}\n\n{entry.title}\n\n```text\n{method_text(name)}\n```")
    return "\n\n".join(parts)


def practices_page() -> str:
    """Return all practices of the library."""
    parts = ["# Practices"]
    for practice in library.all_practices():
        parts.append(f"## {practice.id}\n\n**{practice.name}.** {practice.definition}")
    return "\n\n".join(parts)


def cli_page() -> str:
    """Return every command with its options."""
    from permil.cli.main import command_reference

    parts = ["# Command line"]
    for command, (summary, parameters) in command_reference().items():
        parts.append(f"## permil {command}\n\n{summary}")
        if parameters:
            parts.append(
                _table(
                    ["argument or option", "what it does"], [[f"`{n}`", h] for n, h in parameters]
                )
            )
    return "\n\n".join(parts)


def codes_page() -> str:
    """Return all codes of errors, assumptions and results."""
    rows = [[f"`{key}`", sentence] for key, sentence in sorted(catalogue().items())]
    return "# Codes\n\nStable codes of errors, assumptions and remarks.\n\n" + _table(
        ["code", "sentence"], rows
    )


def sources_page() -> str:
    """Return all sources."""
    rows = [[f"`{key}`", entry.citation] for key, entry in sorted(references().items())]
    return "# Sources\n\n" + _table(["key", "citation"], rows)


PAGES: dict[str, Callable[[], str]] = {
    "variables": variables_page,
    "tables": tables_page,
    "models": models_page,
    "methods": methods_page,
    "practices": practices_page,
    "cli": cli_page,
    "codes": codes_page,
    "sources": sources_page,
}
