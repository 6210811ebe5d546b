"""Equations as plain text for a terminal: the LaTeX of the method texts on one line each."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring

from permil.report.mathml import mathml

_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
#: Operators that stand between two things, with room around them.
_BETWEEN = frozenset("=<>≤≥∈+−·×→∫")
#: What a minus after it makes a sign of what follows.
_BEFORE_SIGN = frozenset("=<>≤≥∈+−·×(,/{[")
_LOWER = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_UPPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Marks above a letter, as the signs that combine with it.
_MARKS = {"¯": "\u0304", "^": "\u0302", "~": "\u0303"}
#: Letters and numbers of a part that needs no brackets, and of what stands before brackets.
_SINGLE = re.compile(r"[\w.%‰#*^∞₀-₉⁰-⁹\u0302-\u0304]*")
#: Elements with an index or power, between which and a factor there is room.
_SCRIPTS = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})


def plain_math(latex: str) -> str:
    """Return an equation as plain text.

    Parameters
    ----------
    latex : str
        The equation.

    Returns
    -------
    str
        Such as "E = (44 / 12) · ΔSOC"; fractions are slashes, indices and powers stand after ``_``
        and ``^``, digits among them as small digits.

    Raises
    ------
    ValueError
        If it holds a command that the converter does not know.
    """
    # The tree comes from this package's own texts, through the converter.
    tree = fromstring(mathml(latex))  # noqa: S314
    shown = re.sub(r"(?<=\() +| +(?=[),])| +(?= =)", "", _text(tree))
    return re.sub(r" {4,}", "   ", shown).strip()


def plain_equations(block: str) -> str:
    """Return a block of equations as plain text, one a line; blank lines part them."""
    return "\n".join(plain_math(part) for part in re.split(r"\n\s*\n", block.strip()))


def _text(node: Element) -> str:
    tag = node.tag.removeprefix(_NAMESPACE)
    if tag in _SHAPES:
        return _SHAPES[tag](*(_text(child) for child in node))
    if tag == "mspace":
        return "   " if float(node.get("width", "0").removesuffix("em")) >= 1 else " "
    if len(node) == 0:
        return (node.text or "").replace("\u00a0", " ")
    return _row([(child.tag.removeprefix(_NAMESPACE), _text(child)) for child in node])


def _row(parts: list[tuple[str, str]]) -> str:
    """Return parts beside each other, with room around what stands between two of them."""
    shown = ""
    for i, (tag, part) in enumerate(parts):
        after = "".join(text for _, text in parts[i + 1 :])
        if part in _BETWEEN:
            shown = _operator(shown, part)
        elif part == ",":
            shown = shown.rstrip() + ", "
        else:
            joined = _ends(_near(shown)) or _begins(_near(after))
            part = f"({part})" if tag == "mfrac" and joined else part
            room = _ends(shown) and _begins(part) and _apart(parts[i - 1], (tag, part))
            shown += " " * room + part
            if part[:1] in "∑∫" or (tag == "mi" and len(part) > 1 and after[:1] not in "("):
                shown += " "
    return shown


def _operator(shown: str, sign: str) -> str:
    """Add an operator; a minus at the start of something is its sign."""
    before = shown.strip()[-1:]
    if sign == "−" and (not before or before in _BEFORE_SIGN):
        return shown + sign
    return f"{shown.rstrip()} {sign} "


def _apart(before: tuple[str, str], here: tuple[str, str]) -> bool:
    """Say whether two factors need room between them; a formula such as N2O has none."""
    formula = before[0] == "msub" and before[1][-1:] in "₀₁₂₃₄₅₆₇₈₉" and here[0] == "mi"
    words = len(here[1]) > 1 and here[0] in ("mi", "mo")
    closed = before[1].endswith(")") and here[1][0].isalnum()
    fraction = "mfrac" in (before[0], here[0])
    return words or closed or fraction or (before[0] in _SCRIPTS and not formula)


def _near(part: str) -> str:
    """Return a part without the small room around it; wide room parts equations."""
    return part if "   " in (part[:3], part[-3:]) else part.strip()


def _begins(part: str) -> bool:
    """Say whether a factor begins."""
    return bool(part) and (part[0].isalnum() or part[0] in "(√∑")


def _ends(part: str) -> bool:
    """Say whether a factor ends."""
    return bool(part) and (
        part[-1].isalnum() or part[-1] in ")₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹\u0302\u0303\u0304"
    )


def _grouped(part: str) -> str:
    """Return a part in brackets, where it is more than one thing."""
    name = _SINGLE.match(part)
    rest = part[name.end() if name else 0 :]
    return part if not rest or _bracketed(rest) else f"({part})"


def _bracketed(part: str) -> bool:
    """Say whether one pair of brackets holds all of a part."""
    depth = 0
    for i, letter in enumerate(part):
        depth += (letter in "({") - (letter in ")}")
        if depth == 0:
            return i > 0 and i == len(part) - 1
    return False


def _fraction(above: str, below: str) -> str:
    return f"{_grouped(above)} / {_grouped(below)}"


def _sub(base: str, index: str) -> str:
    return base + (index.translate(_LOWER) if index.isdigit() else f"_{_grouped(index)}")


def _power(base: str, power: str) -> str:
    return base + (power.translate(_UPPER) if power.isdigit() else f"^{_grouped(power)}")


def _both(base: str, index: str, power: str) -> str:
    return _power(_sub(base, index), power)


def _root(*parts: str) -> str:
    return f"√{_grouped(''.join(parts))}"


def _over(base: str, mark: str) -> str:
    return base + _MARKS[mark] if mark in _MARKS else _power(base, mark)


def _line(*cells: str) -> str:
    return " ".join(cells)


def _lines(*rows: str) -> str:
    return "; ".join(rows)


_SHAPES: dict[str, Callable[..., str]] = {
    "mfrac": _fraction,
    "msub": _sub,
    "munder": _sub,
    "msup": _power,
    "mover": _over,
    "msubsup": _both,
    "munderover": _both,
    "msqrt": _root,
    "mtr": _line,
    "mtable": _lines,
}
