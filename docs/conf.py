"""Configuration of the documentation; the reference pages are generated from the code first."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from generate import generate  # noqa: E402
from mathml import setup_math  # noqa: E402

from permil import __version__  # noqa: E402

generate(HERE / "_generated", run_notebook=True)

project = "permil"
author = "The permil authors"
copyright = "The permil authors"
release = version = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "pages"]
html_theme = "furo"
html_title = f"permil {release}"
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["permil.css"]
# One look with the report: soil brown-orange for what is ours, the system's own fonts.
_FONTS = {"font-stack": "system-ui, sans-serif"}
html_theme_options = {
    "light_css_variables": _FONTS
    | {"color-brand-primary": "#8f4a12", "color-brand-content": "#8f4a12"},
    "dark_css_variables": _FONTS
    | {"color-brand-primary": "#e0a06a", "color-brand-content": "#e0a06a"},
}
# Equations become MathML when the pages are built: no script and no network is needed to read them.
html_math_renderer = "mathml"


def setup(app):
    """Register the renderer of equations."""
    setup_math(app)
