"""Configuration of the documentation; the reference pages are generated from the code first."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from generate import generate  # noqa: E402
from mathml import setup_math  # noqa: E402

from permil import __version__  # noqa: E402

generate(HERE / "_generated")

project = "permil"
author = "The permil authors"
copyright = "The permil authors"
release = version = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"permil {release}"
html_show_sphinx = False
html_static_path: list[str] = []
# Equations become MathML when the pages are built: no script and no network is needed to read them.
html_math_renderer = "mathml"
# Anchors that the generated pages give themselves are not seen by the checker of cross-references.
suppress_warnings = ["myst.xref_missing"]


def setup(app):
    """Register the renderer of equations."""
    setup_math(app)
