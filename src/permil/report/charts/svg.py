"""A chart as SVG text, the same bytes for the same chart."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from permil.report.charts.marks import INK, Layer


@cache
def _converter() -> Any:
    import vl_convert

    return vl_convert


def render_svg(chart: Layer) -> str:
    """Return a chart as SVG text.

    Parameters
    ----------
    chart : dict
        Vega-Lite definition.

    Returns
    -------
    str
        SVG without script; its ink follows the page's text colour.
    """
    svg: str = _converter().vegalite_to_svg(json.dumps(chart, sort_keys=True))
    return svg.replace(INK, "currentColor")
