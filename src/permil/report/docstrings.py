"""Docstrings in the numpydoc form, taken apart and shown as HTML with their equations."""

from __future__ import annotations

import inspect
import re
import textwrap

from markupsafe import Markup, escape

from permil.report.mathml import equations, mathml
from permil.report.plain_math import plain_equations, plain_math

_SECTIONS = "Parameters|Returns|Yields|Raises|Notes|Examples|References"
_HEADING = re.compile(rf"^({_SECTIONS})\n-+$", re.MULTILINE)
#: A block of equations: the rest of its line and all indented lines after it.
_MATH = re.compile(r"^\.\. math::(.*(?:\n(?:[ \t]+.*|[ \t]*(?=\n[ \t]+\S)))*)", re.MULTILINE)
#: What stands within a line: equations, references to code, literals.
_INLINE = re.compile(r":math:`([^`]+)`|:[a-z]+:`~?([^`]+)`|``([^`]+)``")


def sections(doc: str) -> dict[str, str]:
    """Return the parts of a docstring by heading; what stands before the first has none.

    Parameters
    ----------
    doc : str
        The docstring.

    Returns
    -------
    dict of str to str
        Texts by heading.
    """
    pieces = _HEADING.split(inspect.cleandoc(doc))
    named = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return {"": pieces[0].strip()} | {name: text.strip("\n") for name, text in named.items()}


def prose(text: str) -> Markup:
    """Return the prose of a docstring as HTML.

    Parameters
    ----------
    text : str
        Paragraphs, blocks of equations, and equations and code within lines.

    Returns
    -------
    Markup
        HTML; equations are MathML.
    """
    pieces = _MATH.split(text)
    shown = []
    for i, piece in enumerate(pieces):
        if i % 2:
            shown.append(Markup(equations(textwrap.dedent(piece).strip())))  # noqa: S704
        else:
            shown += [_paragraph(p) for p in re.split(r"\n\s*\n", piece) if p.strip()]
    return Markup("\n").join(shown)


def plain(text: str) -> str:
    """Return a docstring as text for a terminal: equations on lines of their own, no marks.

    Parameters
    ----------
    text : str
        The docstring.

    Returns
    -------
    str
        The same words; equations are plain text.
    """
    pieces = _MATH.split(text)
    for i in range(1, len(pieces), 2):
        block = plain_equations(textwrap.dedent(pieces[i]).strip())
        pieces[i] = textwrap.indent(block, "    ")
    return _INLINE.sub(_bare, "".join(pieces))


def _bare(found: re.Match[str]) -> str:
    equation, *code = found.groups()
    return plain_math(equation) if equation else next(filter(None, code))


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(inline(" ".join(text.split())))


def inline(text: str) -> Markup:
    """Return a line of a docstring as HTML.

    Parameters
    ----------
    text : str
        Words, with equations and code among them.

    Returns
    -------
    Markup
        HTML.
    """
    shown, end = Markup(), 0
    for found in _INLINE.finditer(text):
        shown += escape(text[end : found.start()])
        equation, *code = found.groups()
        if equation:
            shown += Markup(mathml(equation))  # noqa: S704
        else:
            shown += Markup("<code>{}</code>").format(next(filter(None, code)))
        end = found.end()
    return shown + escape(text[end:])


def entries(text: str) -> list[tuple[str, Markup]]:
    """Return a list of parameters or results.

    Parameters
    ----------
    text : str
        A section in the numpydoc form.

    Returns
    -------
    list of tuple
        Names, or the type of a result, and what they are as HTML.
    """
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line[:1].strip():
            found.append((line.partition(" : ")[0], []))
        elif found and line.strip():
            found[-1][1].append(line.strip())
    return [(name, inline(" ".join(lines))) for name, lines in found]
