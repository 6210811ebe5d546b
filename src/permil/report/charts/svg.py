"""A chart as SVG text, the same bytes for the same chart."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from permil.report.charts.marks import INK, Layer

#: Numbers of axes, as those of the text.
_NUMBERS = {
    "decimal": ".",
    "thousands": "\u202f",
    "grouping": [3],
    "currency": ["", ""],
    "minus": "−",
}


@cache
def _converter() -> Any:
    import vl_convert

    return vl_convert


class Picture(str):
    """SVG text that a notebook draws."""

    def _repr_svg_(self) -> str:
        return str(self)


def render_svg(chart: Layer) -> Picture:
    """Return a chart as SVG text.

    Parameters
    ----------
    chart : dict
        Vega-Lite definition.

    Returns
    -------
    Picture
        SVG without script; its ink follows the page's text colour.
    """
    svg: str = _converter().vegalite_to_svg(
        json.dumps(chart, sort_keys=True), format_locale=_NUMBERS
    )
    return Picture(svg.replace(INK, "currentColor"))
