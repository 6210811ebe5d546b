"""PDF of the report, from the same HTML; needs the extra ``pdf``."""

from __future__ import annotations

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
        from weasyprint import HTML
    except (ImportError, OSError):
        raise MissingExtra(
            what="PDF", extra="pdf", remedy="apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        ) from None
    opened = html.replace("<details>", "<details open>")
    document: bytes = HTML(string=opened).write_pdf(pdf_identifier=b"permil")
    return document
