"""Pages of the methods: one a process, from the same texts that ``permil explain`` prints."""

from __future__ import annotations

import inspect
from importlib import import_module

from pages import markdown as md
from pages.docstrings import rendered
from permil.locale import catalogue
from permil.models import MODELS, model
from permil.report.methods import Method, methods
from permil.workflows.explain import theme, theme_title

#: Themes that are no process of their own.
_GROUPS = ("soil_models", "answers")


def pages() -> dict[str, str]:
    """Return the index of all methods and one page for every process."""
    groups: dict[str, list[Method]] = {}
    for entry in methods().values():
        groups.setdefault(theme(entry), []).append(entry)
    order = sorted(groups, key=lambda name: (name not in _GROUPS, name))
    found = {f"methods/{name}": _process(name, groups[name]) for name in order}
    return {"methods": _index(order, groups)} | found


def _title(group: str) -> str:
    return md.escape(theme_title(group))


def _index(order: list[str], groups: dict[str, list[Method]]) -> str:
    parts = [
        md.heading("Methods", 1),
        "Every number of a report follows from the equations below. The texts are the "
        "docstrings of the code: what computes is what is explained. `permil explain METHOD` "
        "prints the same, `permil explain` lists them.",
        md.contents(f"methods/{name}" for name in order),
    ]
    for name in order:
        parts.append(f"## [{_title(name)}](methods/{name}.md)")
        rows = [
            [md.link(md.code(m.id), f"method-{m.id}"), md.escape(m.title)] for m in groups[name]
        ]
        parts.append(md.grid(["method", "what it gives"], rows))
    return md.page(*parts)


def _process(group: str, entries: list[Method]) -> str:
    parts = [md.heading(_title(group), 1)]
    if group not in _GROUPS:
        parts.append(rendered(import_module(entries[0].module).__doc__ or ""))
    return md.page(*parts, *(_method(entry) for entry in entries))


def _method(entry: Method) -> str:
    title = md.heading(md.code(entry.id), 2, f"method-{entry.id}")
    return md.page(title, _text(entry), f"Code: {md.code(entry.module)}")


def _text(entry: Method) -> str:
    if theme(entry) == "answers":
        return _answer(entry)
    if entry.id in MODELS:
        found = model(entry.id)
        see = f"Its pools and parameters: {md.link(found.title, f'model-{entry.id}')}."
        return md.page(rendered(inspect.getdoc(found.step) or ""), see)
    function = getattr(import_module(entry.module), entry.id)
    return rendered(inspect.getdoc(function) or "")


def _answer(entry: Method) -> str:
    """Return a method of the answer, whose text is prose of the catalogue."""
    body = catalogue()[f"methods.{entry.id}_body"].strip()
    sources = f"**Sources**: {md.source_links(entry.sources)}" if entry.sources else ""
    return md.page(
        f"{md.escape(entry.title)}.", f"$$\n{entry.equation}\n$$", md.escape(body), sources
    )
