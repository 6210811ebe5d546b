"""Explain a method: equation, parameters, validity and source; list all methods by theme."""

from __future__ import annotations

import re

from permil.errors import UnknownName, nearest_names
from permil.locale import catalogue
from permil.report.html import METHOD_OF
from permil.report.methods import Method, method_text, methods

#: Themes that are no process of their own; they come first.
_FIRST = ("answers", "soil_models")
#: Lines of the ledger that are no link of the report, with the method behind them.
_LINES = {"elsewhere_co2": "transfer", "elsewhere_n2o": "transfer", "net_co2e": "net_benefit"}


def explain(method: str) -> str:
    """Return the text of a method, the one that the report links to.

    Parameters
    ----------
    method : str
        Name of a science function or of a model, its title, a word that only its name holds, or
        the name of a link of the report.

    Returns
    -------
    str
        Equation, parameters, validity and source.

    Raises
    ------
    UnknownName
        If there is no such method; the error names those alike and those that hold the word.
    """
    return method_text(find_method(method))


def find_method(name: str) -> str:
    """Return the id of a method from what a person calls it.

    Parameters
    ----------
    name : str
        Id, title, name of a link of the report (``net``, ``#method-rothc``), or part of one id.

    Returns
    -------
    str
        Id of the method.

    Raises
    ------
    UnknownName
        If no method, or more than one, is called so.
    """
    wanted = _plain(name.removeprefix("#").removeprefix("method-"))
    called = _names()
    if wanted in called:
        return called[wanted]
    holding = [known for known in methods() if wanted and wanted in known]
    if len(holding) == 1:
        return holding[0]
    nearest = nearest_names(wanted, methods(), most=8)
    raise UnknownName(where="", kind="method", value=name, nearest=nearest)


def methods_by_theme() -> dict[str, tuple[Method, ...]]:
    """Return all methods under the title of their theme.

    Returns
    -------
    dict of str to tuple of Method
        First what an answer makes of the models' results and the models, then the processes.
    """
    found: dict[str, list[Method]] = {}
    for entry in methods().values():
        found.setdefault(theme(entry), []).append(entry)
    order = sorted(found, key=lambda name: (name not in _FIRST, name))
    return {theme_title(name): tuple(found[name]) for name in order}


def theme(entry: Method) -> str:
    """Return the theme of a method.

    Parameters
    ----------
    entry : Method
        The method.

    Returns
    -------
    str
        The module of its process, ``soil_models`` or ``answers``.
    """
    if entry.module.startswith("permil.science."):
        return entry.module.rsplit(".", 1)[-1]
    return "soil_models" if entry.module.startswith("permil.models.") else "answers"


def theme_title(name: str) -> str:
    """Return the title of a theme.

    Parameters
    ----------
    name : str
        As :func:`theme` gives it.

    Returns
    -------
    str
        Title for people.
    """
    title = catalogue().get(f"methods.theme_{name}")
    return title or name.replace("_", " ").capitalize()


def one_line(entry: Method) -> str:
    """Return the title of a method as plain text.

    Parameters
    ----------
    entry : Method
        The method.

    Returns
    -------
    str
        Its title without marks of the documentation.
    """
    bare = re.sub(r":math:`\\?(\w+)`", r"\1", entry.title)
    return bare.replace("`", "")


def _plain(text: str) -> str:
    return re.sub(r"[\s\-]+", "_", text.strip().lower())


def _names() -> dict[str, str]:
    """Return the id of every name by which a method is known; ids themselves win."""
    names = {_plain(one_line(entry)): entry.id for entry in methods().values()}
    names |= {_plain(f"{entry.module}.{entry.id}"): entry.id for entry in methods().values()}
    for kind, target in METHOD_OF.items():
        names[_plain(kind)] = target
        names[_plain(catalogue().get(f"report.link_{kind}", kind))] = target
    return names | _LINES | {name: name for name in methods()}
