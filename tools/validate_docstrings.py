"""Check the docstrings of the engine's public functions and classes against numpydoc.

A public name needs a summary, its parameters and what it returns; every numeric parameter of a
science function names its unit in square brackets.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys

from numpydoc.validate import validate

import permil

#: Rules that hold for every public function; see the numpydoc documentation for the codes.
RULES = {"GL08", "SS01", "SS03", "SS06", "PR01", "PR02", "PR03", "PR07", "RT03"}
#: Modules of the command line: their docstrings are the help texts of the commands.
EXEMPT = ("permil.cli", "permil.__main__")


def public_objects() -> list[str]:
    """Return the dotted names of all public functions and classes."""
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


def findings(name: str) -> list[str]:
    """Return what is wrong with one docstring."""
    found = [f"{name}: {code} {text}" for code, text in validate(name)["errors"] if code in RULES]
    module, _, attribute = name.rpartition(".")
    function = getattr(importlib.import_module(module), attribute)
    doc = inspect.getdoc(function) or ""
    if len(inspect.signature(function).parameters) == 0 or "\nParameters\n" not in doc:
        # A function that a sentence explains needs no sections.
        found = [entry for entry in found if "GL08" in entry or "SS0" in entry]
    if module.startswith("permil.science.") and "\nParameters\n" in doc:
        parameters = doc.split("\nParameters\n")[1].split("\nReturns\n")[0]
        if "float or ndarray" in parameters and not re.search(r"\[[^\]]+\]", parameters):
            found.append(f"{name}: no unit in square brackets")
        if "\nReferences\n" not in doc and "\nNotes\n" not in doc:
            found.append(f"{name}: neither validity (Notes) nor source (References)")
    return found


def main() -> int:
    """Print all findings and return how the check ended."""
    names = public_objects()
    found = [entry for name in names for entry in findings(name)]
    print("\n".join(found) if found else f"{len(names)} public functions are documented.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
