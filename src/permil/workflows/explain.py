"""Explain a method: equation, parameters, validity and source."""

from __future__ import annotations


def explain(method: str) -> str:
    """Return the text of a method, the one that the report links to.

    Parameters
    ----------
    method : str
        Name of a science function or of a model.

    Returns
    -------
    str
        Equation, parameters, validity and source.

    Raises
    ------
    UnknownName
        If there is no such method; the error names the nearest.
    """
    from permil.report.methods import method_text

    return method_text(method)
