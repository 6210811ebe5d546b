"""PDF of the report, from the same HTML; needs the extra ``pdf``."""

from __future__ import annotations

import re
from importlib.resources import files

from permil.errors import MissingExtra


def render_pdf(html: str) -> bytes:
    """Return the report as PDF.

    Parameters
    ----------
    html : str
        The report as HTML.

    Returns
    -------
    bytes
        A PDF whose dates are those of the HTML.

    Raises
    ------
    MissingExtra
        If WeasyPrint or its system libraries are not installed.
    """
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError):
        raise MissingExtra(
            what="PDF", extra="pdf", remedy="apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        ) from None
    opened = re.sub(r'<details(?! class="data")', "<details open", html)
    # WeasyPrint knows no MathML: a style sheet lays the equations out.
    styles = files("permil.report").joinpath("templates", "mathml.css").read_text(encoding="utf-8")
    document: bytes = HTML(string=opened).write_pdf(
        pdf_identifier=b"permil", stylesheets=[CSS(string=styles)]
    )
    return document
