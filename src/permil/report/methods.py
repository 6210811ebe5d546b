"""Method texts: the docstrings of the science functions and models, by name.

The same text is printed by ``permil explain``, linked from every number of a report and built
into the documentation. What an answer makes of the models' results (rates, likelihoods, net
benefit) has its texts in ``locale/en/methods.toml``.
"""

from __future__ import annotations

import difflib
import inspect
import pkgutil
import re
import textwrap
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from markupsafe import Markup

from permil import science
from permil.errors import UnknownName
from permil.locale import catalogue
from permil.locale import text as text_of
from permil.models import MODELS, model
from permil.report.docstrings import entries, plain, prose, sections
from permil.report.model_text import model_text
from permil.tables import references


@dataclass(frozen=True)
class Method:
    """One method and its text.

    Parameters
    ----------
    id : str
        Name under which it is explained.
    title : str
        First sentence of its docstring.
    module : str
        Module that holds it.
    equation : str
        LaTeX of its equations, empty for none.
    doc : str
        The docstring without its sources, for those who show its equations.
    sources : tuple of str
        Keys of ``references.bib``.
    """

    id: str
    title: str
    module: str
    equation: str
    doc: str
    sources: tuple[str, ...]

    @property
    def body(self) -> str:
        """The text for a terminal, with equations as plain text."""
        return plain(self.doc)


@cache
def methods() -> dict[str, Method]:
    """Return all methods by id: science functions, model steps, the engine and the answer."""
    found: dict[str, Method] = {}
    for info in pkgutil.iter_modules(science.__path__):
        module = import_module(f"{science.__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == module.__name__:
                found[name] = _method(name, inspect.getdoc(function) or "", module.__name__)
    for name in MODELS:
        entry = model(name)
        doc = inspect.getdoc(entry.step) or ""
        found[name] = _method(name, doc, entry.step.__module__, title=entry.title)
    for module_name, function_name in _ENGINE:
        function = getattr(import_module(module_name), function_name)
        found[function_name] = _method(function_name, inspect.getdoc(function) or "", module_name)
    found |= {name: _answer_method(name, module) for name, module in _ANSWER.items()}
    return dict(sorted(found.items()))


#: Numbers that an answer makes of the models' results, with the module that does so.
_ANSWER = {
    "rate_of_change": "permil.workflows.summary",
    "interval": "permil.workflows.statistics",
    "likelihood": "permil.workflows.summary",
    "time_to_equilibrium": "permil.workflows.trajectories",
    "reversal": "permil.workflows.summary",
    "net_benefit": "permil.workflows.ledger",
    "n2o_share": "permil.workflows.summary",
    "crossover_year": "permil.workflows.summary",
    "spread": "permil.workflows.statistics",
    "line_shares": "permil.workflows.line_shares",
    "editions": "permil.workflows.edition_difference",
    "fit": "permil.workflows.summary",
    "ensemble": "permil.workflows.ensemble",
    "calibration": "permil.workflows.calibration.run",
    "state_update": "permil.workflows.update",
    "transfer": "permil.workflows.unit_run",
    "tillage": "permil.workflows.tillage",
    "cover_crop_carbon": "permil.workflows.unit_draws",
}
_ANSWER_SOURCES = {
    "likelihood": ("ipcc2010_uncertainty",),
    "rate_of_change": ("rumpel2020",),
    "fit": ("smith1997",),
    "ensemble": ("bruni2022",),
    "calibration": ("foremanmackey2013", "goodman2010", "gelman1992", "keel2017"),
    "state_update": ("kitagawa1996",),
    "transfer": ("powlson2012", "ipcc2019_v4_ch11"),
    "tillage": ("ipcc2019_v4_ch5", "haddaway2017"),
    "cover_crop_carbon": ("poeplau2015", "ipcc2019_v4_ch11"),
}

#: Functions of the engine that give numbers of the report.
_ENGINE = (
    ("permil.models.steady_state", "periodic_steady_state"),
    ("permil.models.inverse", "input_for_stock"),
    ("permil.models.inverse", "input_for_rate"),
    ("permil.models.ages", "mean_ages"),
    ("permil.models.priming", "priming_response"),
    ("permil.models.sensitivity", "parameter_sensitivity"),
    ("permil.models.sensitivity", "trajectory_sensitivity"),
)


def method(name: str) -> Method:
    """Return a method by id.

    Parameters
    ----------
    name : str
        Id of the method.

    Returns
    -------
    Method
        The method.

    Raises
    ------
    UnknownName
        If there is none; the error names the nearest.
    """
    if name not in methods():
        nearest = difflib.get_close_matches(name, methods(), n=4, cutoff=0.4)
        raise UnknownName(where="", kind="method", value=name, nearest=nearest)
    return methods()[name]


def method_text(name: str) -> str:
    """Return the text of a method: equation, parameters, validity and full sources.

    Parameters
    ----------
    name : str
        Id of the method.

    Returns
    -------
    str
        Plain text.

    Raises
    ------
    UnknownName
        If there is no such method.
    """
    entry = method(name)
    known = references()
    sources = [known[key].citation for key in entry.sources if key in known]
    body = model_text(name) if name in MODELS else entry.body
    lines = [entry.id, "=" * len(entry.id), "", body, ""]
    if name in MODELS:
        head, listed = text_of("methods.capabilities"), capabilities_of(name)
        lines += [head, "-" * len(head), textwrap.fill(listed, 92), ""]
    if sources:
        lines += ["Sources", "-------", *sources, ""]
    lines.append(f"Code: {entry.module}")
    return "\n".join(lines)


def capabilities_of(name: str) -> str:
    """Return what the engine gives of a model, in words.

    Parameters
    ----------
    name : str
        A registered model.

    Returns
    -------
    str
        Its capabilities, separated by semicolons.
    """
    return "; ".join(text_of(f"methods.capability_{one}") for one in model(name).capabilities)


@dataclass(frozen=True)
class MethodView:
    """What a reader of a report sees of a method.

    Parameters
    ----------
    text : Markup
        What it computes, with its equations.
    validity : Markup
        Where it holds, empty where nothing is said.
    symbols : list of tuple
        Names and meaning of what goes into an equation and comes out; none for steps and runs,
        which take states and no numbers.
    """

    text: Markup
    validity: Markup
    symbols: list[tuple[str, Markup]]


def method_view(entry: Method) -> MethodView:
    """Return what a reader of a report needs of a method; what calls and raises stays in the code.

    Parameters
    ----------
    entry : Method
        The method.

    Returns
    -------
    MethodView
        Its text with equations, its validity, and its symbols.
    """
    parts = sections(entry.doc)
    first, _, rest = parts[""].partition("\n\n")
    text = rest if _title(first) == entry.title else parts[""]
    symbols = []
    if entry.module.startswith(science.__name__):
        symbols = entries(parts.get("Parameters", ""))
        symbols += [(text_of("report.result"), what) for _, what in entries(parts["Returns"])]
    return MethodView(prose(text), prose(parts.get("Notes", "")), symbols)


def _title(sentence: str) -> str:
    """Return the first sentence of a docstring as a title."""
    bare = re.sub(r"^Return (the |an? )?", "", " ".join(sentence.split()))
    return bare[:1].upper() + bare[1:].rstrip(".")


def _method(name: str, doc: str, module: str, *, title: str = "") -> Method:
    """Split a numpydoc docstring into what a reader sees."""
    body, _, tail = doc.partition("\nReferences\n")
    sources = tuple(re.findall(r"[a-z]+[a-z0-9_]*[0-9]{4}[a-z0-9_]*", tail))
    equations = re.findall(r"\.\. math::\s*\n?((?:.+\n?)(?:    +.+\n?)*)", body)
    equation = " \\\\ ".join(" ".join(block.split()) for block in equations)
    title = title or _title(doc.split("\n\n")[0])
    return Method(name, title, module, equation, body.strip(), sources)


def _answer_method(name: str, module: str) -> Method:
    sentences = catalogue()
    title, equation, body = (
        sentences[f"methods.{name}_{part}"].strip() for part in ("title", "equation", "body")
    )
    doc = f"{title}.\n\n.. math:: {equation}\n\n{textwrap.fill(body, 92)}"
    return Method(name, title, module, equation, doc, _ANSWER_SOURCES.get(name, ()))
