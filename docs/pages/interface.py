"""Pages of what a person uses: command line, project file, Python interface."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import permil
from pages import markdown as md
from pages.docstrings import first_sentence, rendered, signature
from permil.locale import project_keys

#: Classes that a user makes; the others come from the functions.
_CALLED = ("Draws",)

#: Classes that the public functions return or take, documented beside them.
_RETURNED = {
    "Model": "permil.models.protocol",
    "Simulation": "permil.workflows.simulation",
    "Table": "permil.tables",
    "Variable": "permil.variables",
}


def pages() -> dict[str, str]:
    """Return the pages by name."""
    return {"cli": command_line(), "project_file": project_file(), "api": python_interface()}


def command_line() -> str:
    """Return every command with its arguments and options."""
    parts = [
        md.heading("Command line", 1),
        "`permil COMMAND --help` prints the same. Messages about the input go to standard "
        "error; the exit code is 0 for success, 2 for an input that cannot be used, 1 for a run "
        "that could not finish and 130 for an interrupted one.",
    ]
    for name, (summary, parameters) in commands().items():
        parts += [md.heading(name, 2), md.escape(summary)]
        if parameters:
            parts.append(f"```text\n{_usage(name, [shown for shown, _ in parameters])}\n```")
            rows = [[md.code(shown), md.escape(text)] for shown, text in parameters]
            parts.append(md.grid(["argument or option", "what it does"], rows))
    return md.page(*parts)


def _usage(name: str, parameters: list[str]) -> str:
    arguments = [shown for shown in parameters if not shown.startswith("-")]
    options = ["[OPTIONS]"] if len(arguments) < len(parameters) else []
    return " ".join([name, *options, *arguments])


@cache
def commands() -> dict[str, tuple[str, list[list[str]]]]:
    """Return summary and parameters of every command, by its full name."""
    import typer.main

    from permil.cli.main import app

    return dict(_visit(typer.main.get_command(app), "permil"))


def _visit(command: Any, name: str) -> Iterator[tuple[str, tuple[str, list[list[str]]]]]:
    """Yield a command and all commands below it."""
    yield name, (command.help or "", [_parameter(p) for p in command.params])
    for child, inner in getattr(command, "commands", {}).items():
        yield from _visit(inner, f"{name} {child}")


def _parameter(parameter: Any) -> list[str]:
    """Return how an argument or option is written, and its help text."""
    if not parameter.opts[0].startswith("-"):
        shown = str(parameter.name).upper()
        shown = shown if parameter.required else f"[{shown}]"
    else:
        shown = ", ".join([*parameter.opts, *parameter.secondary_opts])
        shown += "" if parameter.is_flag else " VALUE"
    return [shown, parameter.help or ""]


def project_file() -> str:
    """Return every key of the project file, in the order in which a file is written."""
    from permil.datasets.project_file import project_json_schema, project_template

    schema = project_json_schema()
    sections = {"ProjectFile": schema, **schema["$defs"]}
    words = {name: s for name, s in sections.items() if "enum" in s}
    return md.page(
        md.heading("Project file", 1),
        "A project is one TOML file. `permil init` writes the file below, `permil schema` "
        "prints the JSON Schema for an editor, and `permil migrate` lifts a file of an older "
        "format. Unknown keys are refused. Quantities are text with a unit; those that need "
        "none are marked.",
        f"```toml\n{project_template()}```",
        *(_section(name, texts, sections[name]) for name, texts in project_keys().items()),
        md.heading("Words", 2),
        *(_words(name, section) for name, section in words.items()),
    )


def _section(name: str, texts: dict[str, str], section: dict[str, Any]) -> str:
    required = section.get("required", [])
    rows = []
    for key, entry in section["properties"].items():
        needed = "**required**" if key in required else _default(entry)
        rows.append([md.code(key), _kind(entry), needed, md.escape(texts.get(key, ""))])
    return md.page(
        md.heading(md.code(texts["_written"]), 2, f"project-{name}"),
        md.escape(texts["_what"]),
        md.grid(["key", "value", "default", "what it is"], rows),
    )


def _default(entry: dict[str, Any]) -> str:
    value = entry.get("default")
    if value in (None, "", [], {}) or isinstance(value, dict):
        return ""
    if isinstance(value, list) and not any(value):
        return "zeros"
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return md.code(shown.lower() if isinstance(value, bool) else shown)


def _kind(entry: dict[str, Any]) -> str:
    """Return what a key may hold, in words."""
    if "x-unit" in entry:
        return _quantity(entry)
    for part in entry.get("anyOf", [entry]):
        if "$ref" in part:
            return _reference(part["$ref"])
        if "x-unit" in part:
            return _quantity(part)
        if "patternProperties" in part:
            inner = next(iter(part["patternProperties"].values()))
            return f"by id: {_kind(inner)}"
        if "prefixItems" in part:
            return " and ".join(_kind(one) for one in part["prefixItems"])
        if part.get("type") == "array":
            return f"list of {_items(part)}"
        if "enum" in part:
            return " or ".join(md.code(word) for word in part["enum"])
    kinds = [part.get("type") for part in entry.get("anyOf", [entry])]
    if kinds == ["string", "number"]:
        return "share"
    return {"string": "text", "integer": "whole number", "boolean": "yes or no"}.get(
        kinds[0], "text"
    )


def _items(part: dict[str, Any]) -> str:
    """Return what the entries of a list may be; of pairs, as years with shares, both."""
    if "prefixItems" in part:
        return " with ".join(map(_kind, part["prefixItems"]))
    return _kind(part["items"])


def _reference(target: str) -> str:
    name = target.rsplit("/", 1)[-1]
    if name in project_keys():
        return md.link(md.code(project_keys()[name]["_written"]), f"project-{name}")
    return md.link(name, f"words-{name}")


def _quantity(part: dict[str, Any]) -> str:
    plain = any(kind.get("type") == "number" for kind in part["anyOf"])
    return f"quantity, {md.code(part['x-unit'])}" + (", or a plain number" if plain else "")


def _words(name: str, section: dict[str, Any]) -> str:
    listed = ", ".join(md.code(word) for word in section["enum"])
    return md.page(
        md.heading(name, 3, f"words-{name}"), f"{md.escape(section['description'])} {listed}."
    )


def python_interface() -> str:
    """Return the public names of the package, and the classes they return."""
    rows, parts = [], []
    for name in permil.__all__:
        shown = md.code(f"permil.{name}")
        if name == "__version__":
            rows.append([shown, "Version of permil."])
            continue
        value = getattr(permil, name)
        rows.append([md.link(shown, f"api-{name}"), md.escape(first_sentence(value.__doc__))])
        parts.append(_documented(f"permil.{name}", f"api-{name}", value))
    for name, module in _RETURNED.items():
        value = getattr(import_module(module), name)
        parts.append(_documented(f"{module}.{name}", f"class-{name}", value))
    return md.page(
        md.heading("Python interface", 1),
        "The names below are the whole public interface; everything else may change. Names are "
        "loaded when they are first used, so `import permil` is light.",
        md.grid(["name", "what it does"], rows),
        *parts,
    )


def _documented(full: str, target: str, value: Any) -> str:
    name = full.rsplit(".", 1)[-1]
    called = signature(full, value) if name in _CALLED or not inspect.isclass(value) else ""
    fields = "Fields" if inspect.isclass(value) and not called else "Parameters"
    parts = [
        md.heading(md.code(full), 2, target),
        called,
        rendered(value.__doc__ or "", parameters=fields),
    ]
    if inspect.isclass(value):
        parts += [_method(name, key, m) for key, m in vars(value).items() if _public(key, m)]
    return md.page(*parts)


def _public(name: str, value: Any) -> bool:
    documented = inspect.isfunction(value) or isinstance(value, property)
    return documented and not name.startswith("_")


def _method(owner: str, name: str, value: Any) -> str:
    if isinstance(value, property):
        return md.page(md.heading(md.code(f"{owner}.{name}"), 3), rendered(value.__doc__ or ""))
    called = signature(f"{owner}.{name}", value)
    return md.page(
        md.heading(md.code(f"{owner}.{name}()"), 3), called, rendered(value.__doc__ or "")
    )
