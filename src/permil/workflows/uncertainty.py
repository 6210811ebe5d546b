"""What the interval of an assessment covers, and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from permil.locale import text

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment


def uncertainty(a: Assessment) -> dict[str, Any]:
    """Return the answer document's ``uncertainty``.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    dict
        What the interval covers, what it leaves out, and every drawn parameter.
    """
    names = dict(a.drawn.record)
    for name, drawn in a.drawn.record.items():
        if drawn["distribution"] == "posterior":  # of one model, but it covers what it is of
            names.setdefault(name.partition(".")[2], drawn)
    covers = [
        code
        for code, prefix in (
            ("measured_stock", "soil.stock"),
            ("plant_inputs", "plant_input"),
            ("manure_inputs", "manure_input"),
            ("cover_crop_carbon", "practice.cover_crop"),
            ("n2o_factors", "n2o."),
            ("stock_change_factors", "ipcc."),
            ("organic_soil_factors", "organic_soil."),
            ("rice_factors", "rice."),
            ("livestock_factors", "livestock."),
            ("model_parameters", tuple(f"{name}." for name in a.weights)),
        )
        if any(name.startswith(prefix) for name in names)
    ]
    leaves = ["model_structure", "model_parameters", "future_climate", "erosion", "management"]
    if len(a.weights) > 1:
        covers.append("model_choice")
    if "model_parameters" in covers:
        leaves.remove("model_parameters")
    if "measured_stock" not in covers:
        leaves.insert(0, "initial_stock")
    if a.plant_inputs:
        leaves.insert(0, "plant_input_method")
    if "plant_inputs" not in covers:
        leaves.insert(0, "plant_inputs")
    return {
        "covers": [{"code": c, "text": text(f"results.covers_{c}")} for c in covers],
        "leaves_out": [{"code": c, "text": text(f"results.leaves_out_{c}")} for c in leaves],
        "drawn": list(a.drawn.record.values()),
    }
