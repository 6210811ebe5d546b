"""Assumptions: what a run took for granted because nobody said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Assumption:
    """One default or modelling choice that the result lists.

    Parameters
    ----------
    code : str
        Stable key; its sentence is ``assumptions.<code>`` of the ``locale`` catalogue.
    fields : dict
        Values that the sentence names.
    key : str
        Key of the project file that changes it, empty when nothing does.
    source : str
        Key of ``references.bib``, empty for a plain choice.
    """

    code: str
    fields: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    source: str = ""
