"""Check the docstrings of the engine's public functions against numpydoc.

Every public function needs a summary, and what it documents must fit its signature. A science
function must document all its parameters and what it returns, with the unit of every number in
square brackets, and its validity or source.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys

from numpydoc.docscrape import FunctionDoc
from numpydoc.validate import validate

import permil

#: Rules that hold for every public function; see the numpydoc documentation for the codes.
RULES = {"GL08", "SS01", "SS03", "SS06", "PR01", "PR02", "PR03", "PR07", "RT03"}
#: Rules that hold for science functions besides: nothing is explained by a sentence alone.
SCIENCE_RULES = RULES | {"RT01"}
#: Modules of the command line: their docstrings are the help texts of the commands.
EXEMPT = ("permil.cli", "permil.__main__")


def public_objects() -> list[str]:
    """Return the dotted names of all public functions."""
    names = []
    for info in pkgutil.walk_packages(permil.__path__, "permil."):
        if info.name.startswith(EXEMPT):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            own = getattr(value, "__module__", None) == info.name
            if not name.startswith("_") and own and inspect.isfunction(inspect.unwrap(value)):
                names.append(f"{info.name}.{name}")
    return names


def broken(name: str, rules: set[str]) -> list[str]:
    """Return which of the rules a docstring breaks."""
    return [f"{name}: {code} {text}" for code, text in validate(name)["errors"] if code in rules]


def science_findings(name: str, doc: FunctionDoc) -> list[str]:
    """Return what is wrong with the docstring of a science function."""
    found = broken(name, SCIENCE_RULES)
    for entry in doc["Parameters"]:
        number = re.match(r"float|ndarray", entry.type)
        if number and not re.search(r"\[[^\]]+\]", " ".join(entry.desc)):
            found.append(f"{name}: no unit in square brackets for {entry.name}")
    if not doc["References"] and not doc["Notes"]:
        found.append(f"{name}: neither validity (Notes) nor source (References)")
    return found


def findings(name: str) -> list[str]:
    """Return what is wrong with one docstring."""
    module, _, attribute = name.rpartition(".")
    doc = FunctionDoc(inspect.unwrap(getattr(importlib.import_module(module), attribute)))
    if module.startswith("permil.science."):
        return science_findings(name, doc)
    # Elsewhere a function that a sentence explains needs no sections.
    return broken(name, RULES if doc["Parameters"] else RULES - {"PR01"})


def main() -> int:
    """Print all findings and return how the check ended."""
    names = public_objects()
    found = [entry for name in names for entry in findings(name)]
    print("\n".join(found) if found else f"{len(names)} public functions are documented.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
