"""SOC models by name. Adding one: a file with a ``MODEL``, and a line here."""

from __future__ import annotations

import difflib
from importlib import import_module

from permil.errors import UnknownName
from permil.models.protocol import Model

#: Every registered model and the module that holds it.
MODELS: dict[str, str] = {
    "rothc": "permil.models.rothc",
    "rothc_continuous": "permil.models.rothc_continuous",
    "ipcc_tier1": "permil.models.ipcc_tier1",
    "ipcc_tier2": "permil.models.ipcc_tier2",
    "century": "permil.models.century",
    "ctool": "permil.models.ctool",
    "mimics": "permil.models.mimics",
    "millennial": "permil.models.millennial",
    "amg": "permil.models.amg",
    "icbm": "permil.models.icbm",
    "icbm_discrete": "permil.models.icbm_discrete",
    "yasso15": "permil.models.yasso15",
    "yasso20": "permil.models.yasso20",
}

#: Models that an assessment runs where none is named, as far as soil, depth and place allow.
DEFAULT_SET: tuple[str, ...] = ("rothc", "icbm", "amg", "century", "ipcc_tier2")


def model(name: str) -> Model:
    """Return the registered model of that name.

    Parameters
    ----------
    name : str
        Key of ``MODELS``.

    Returns
    -------
    Model
        The model.

    Raises
    ------
    UnknownName
        If there is none; the error names the nearest.
    """
    if name not in MODELS:
        nearest = difflib.get_close_matches(name, MODELS, n=3)
        raise UnknownName(where="", kind="model", value=name, nearest=nearest or list(MODELS))
    found: Model = import_module(MODELS[name]).MODEL
    return found
