"""Write the reference pages of the documentation from the code, so that they cannot lag behind."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import permil
from permil import library
from permil.locale import catalogue
from permil.models import MODELS, model
from permil.report.methods import method_text, methods
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


def grid(headings: list[str], rows: Iterable[list[Any]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(_cell(str(cell)) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(text: str) -> str:
    for character in "\\|<>*_$[]{}":
        text = text.replace(character, "\\" + character) if "`" not in text else text
    return text.replace("\n", " ").replace("|", "\\|") if "`" in text else text.replace("\n", " ")


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
    return "# Variables\n\nOne name and one unit for every quantity.\n\n" + grid(head, rows)


def tables_page() -> str:
    """Return all tables with their cards and rows."""
    parts = ["# Tables\n\nPublished factors and parameters. `permil tables show NAME` prints one."]
    for name in table_names():
        found = table(name)
        card = found.card
        parts.append(f"## {name}\n\n{card.title}. {card.citation}. Edition {card.edition}.")
        rows = [[f"`{c}`", column.unit, column.description] for c, column in card.columns.items()]
        parts.append(grid(["column", "unit", "what it is"], rows))
        columns = [c for c in card.columns if c not in ("note", "table_number", "range_confidence")]
        values = [[_shown(asdict(row)[c]) for c in columns] for row in found.rows]
        parts.append(grid(columns, values))
    return "\n\n".join(parts)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def models_page() -> str:
    """Return all registered models."""
    parts = ["# Models"]
    for name in MODELS:
        m = model(name)
        linear = "linear" if m.linear else "not linear"
        step = "month" if m.steps_per_year == 12 else "year"
        pools = ", ".join(f"`{pool}`" for pool in m.pools)
        parts.append(
            f"## {name}\n\n{m.title}. Step: one {step}; {linear}; published for "
            f"{m.depths[0]:g} to {m.depths[1]:g} cm. Source: `{m.source}`. Pools: {pools}. "
            f"Its method text: `permil explain {name}`."
        )
    return "\n\n".join(parts)


def methods_page() -> str:
    """Return every method: sentence, equation as mathematics, and the text of its docstring."""
    parts = ["# Methods\n\nThe texts of `permil explain METHOD`, to which a report links."]
    for name, entry in methods().items():
        equation = f"\n\n$$\n{entry.equation}\n$$" if entry.equation else ""
        parts.append(f"## {name}\n\n{entry.title}{equation}\n\n```text\n{method_text(name)}\n```")
    return "\n\n".join(parts)


def practices_page() -> str:
    """Return all practices of the library."""
    parts = ["# Practices"]
    for practice in library.all_practices():
        e = practice.evidence
        parts.append(
            f"## {practice.id}\n\n**{practice.name}.** {practice.definition}\n\n"
            f"Where: {practice.applies} Where not: {practice.not_applies}\n\n"
            f"Measured: {e.low:g} to {e.high:g} t C/ha/yr, {e.depth} cm, {e.years} years, grade "
            f"{e.grade}. {e.basis}"
        )
        rows = [
            [f"`{p.name}`", f"`{p.variable}`", _shown(p.default), _shown(p.low), _shown(p.high)]
            for p in practice.parameters
        ]
        if rows:
            parts.append(grid(["parameter", "variable", "default", "low", "high"], rows))
    return "\n\n".join(parts)


def cli_page() -> str:
    """Return every command with its arguments and options."""
    parts = ["# Command line"]
    for command, (summary, parameters) in commands().items():
        parts.append(f"## {command}\n\n{summary}")
        if parameters:
            parts.append(grid(["argument or option", "what it does"], parameters))
    return "\n\n".join(parts)


def commands() -> dict[str, tuple[str, list[list[str]]]]:
    """Return summary and parameters of every command, by its full name."""
    import typer.main

    from permil.cli.main import app

    found: dict[str, tuple[str, list[list[str]]]] = {}

    def visit(command: Any, name: str) -> None:
        parameters = []
        for parameter in command.params:
            options = [*parameter.opts, *parameter.secondary_opts]
            shown = (
                parameter.name.upper() if parameter.param_type_name == "argument" else options[0]
            )
            names = shown if parameter.param_type_name == "argument" else ", ".join(options)
            parameters.append([f"`{names}`", getattr(parameter, "help", "") or ""])
        found[name] = (command.help or "", parameters)
        for child, inner in getattr(command, "commands", {}).items():
            visit(inner, f"{name} {child}")

    visit(typer.main.get_command(app), "permil")
    return found


def project_page() -> str:
    """Return every key of the project file."""
    from permil.datasets.project_file import project_json_schema, project_template

    schema = project_json_schema()
    sections = {"(top level)": schema} | schema["$defs"]
    parts = [
        "# Project file\n\n`permil init` writes this file, `permil schema` its JSON Schema.",
        f"```toml\n{project_template()}```",
    ]
    for name, section in sections.items():
        if "properties" in section:
            parts.append(f"## {name}\n\n{section.get('description', '')}")
            rows = [
                [f"`{key}`", entry.get("description", "") or _type(entry)]
                for key, entry in section["properties"].items()
            ]
            parts.append(grid(["key", "what it holds"], rows))
        elif "enum" in section:
            words = ", ".join(f"`{word}`" for word in section["enum"])
            parts.append(f"## {name}\n\n{section.get('description', '')} One of {words}.")
    return "\n\n".join(parts)


def _type(entry: dict[str, Any]) -> str:
    """Return a short word for the type of a key."""
    for part in [entry, *entry.get("anyOf", [])]:
        if part.get("description"):
            return str(part["description"])
        if "$ref" in part:
            return "see " + part["$ref"].rsplit("/", 1)[-1]
        if "items" in part and "$ref" in part["items"]:
            return "list, see " + part["items"]["$ref"].rsplit("/", 1)[-1]
    return str(entry.get("type", "value"))


def api_page() -> str:
    """Return the public Python interface."""
    rows = []
    for name in permil.__all__:
        value = getattr(permil, name)
        doc = (getattr(value, "__doc__", "") or "").strip().split("\n")[0]
        rows.append([f"`permil.{name}`", "Version of permil." if name == "__version__" else doc])
    return "# Python interface\n\nEverything else is internal and may change.\n\n" + grid(
        ["name", "what it does"], rows
    )


def codes_page() -> str:
    """Return all codes of errors, assumptions and results."""
    rows = [[f"`{key}`", sentence] for key, sentence in sorted(catalogue().items())]
    head = ["code", "sentence"]
    return "# Codes\n\nStable codes of errors, assumptions and remarks.\n\n" + grid(head, rows)


def sources_page() -> str:
    """Return all sources."""
    rows = [[f"`{key}`", entry.citation] for key, entry in sorted(references().items())]
    return "# Sources\n\n" + grid(["key", "citation"], rows)


PAGES: dict[str, Callable[[], str]] = {
    "project_file": project_page,
    "cli": cli_page,
    "api": api_page,
    "variables": variables_page,
    "tables": tables_page,
    "models": models_page,
    "methods": methods_page,
    "practices": practices_page,
    "codes": codes_page,
    "sources": sources_page,
}
