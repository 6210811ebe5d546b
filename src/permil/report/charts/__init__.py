"""Charts of the report: one Vega-Lite definition each, rendered to SVG without a script.

Colours follow one plan: soil brown-orange for carbon, a cool blue for other gases, green for
nutrients, grey for the baseline.
"""

from permil.report.charts.balance import (
    balance_chart,
    balance_series,
    cumulative_net,
    cumulative_series,
    net_series,
)
from permil.report.charts.bars import (
    acting,
    limits_chart,
    parameter_label,
    spread_chart,
)
from permil.report.charts.experiment import experiment_chart
from permil.report.charts.fit import fit_chart
from permil.report.charts.posterior import measured_chart, posterior_chart
from permil.report.charts.svg import Picture, render_svg
from permil.report.charts.trajectory import trajectory_chart

__all__ = [
    "Picture",
    "acting",
    "balance_chart",
    "balance_series",
    "cumulative_net",
    "cumulative_series",
    "experiment_chart",
    "fit_chart",
    "limits_chart",
    "measured_chart",
    "net_series",
    "parameter_label",
    "posterior_chart",
    "render_svg",
    "spread_chart",
    "trajectory_chart",
]
