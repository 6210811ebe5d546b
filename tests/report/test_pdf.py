"""The PDF is the same HTML on A4; without its packages the error says what to install."""

import io
import subprocess
import sys

import pytest

from permil.locale import text
from permil.report.html import render_html
from permil.report.pdf import render_pdf
from report.sample import document


@pytest.fixture
def needs_packages(has_pdf):
    if not has_pdf:
        pytest.skip("the extra pdf is not installed")


@pytest.fixture(scope="module")
def html():
    return render_html(document())


@pytest.mark.usefixtures("needs_packages")
def test_the_pages_are_a4_and_hold_answer_figures_and_method_texts(html):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(render_pdf(html)))
    width, height = reader.pages[0].mediabox[2:]
    assert (float(width), float(height)) == pytest.approx((595.3, 841.9), abs=0.5)
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for part in (
        "It depends on the other land.",
        "if it stopped in 1872",
        "better for the climate",
        "Upland mineral soils",
        "Synthetic fertiliser, F_SN",
        "Manure on barley, hill",
        "ALL GASES",
        "CERTAINTY",
    ):
        assert part in words
    assert "\\frac" not in words
    assert reader.metadata.creation_date.isoformat().startswith("2026-11-22T10:00")


@pytest.mark.usefixtures("needs_packages")
def test_the_same_report_gives_the_same_bytes(html):
    assert render_pdf(html) == render_pdf(html)


def test_without_the_packages_the_error_says_what_to_install():
    code = (
        "import sys; sys.modules['weasyprint'] = None\n"
        "import permil\nfrom permil.report.pdf import render_pdf\n"
        "try:\n    render_pdf('<p>a</p>')\n"
        "except permil.PermilError as error:\n    print(error.code, error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("missing_extra")
    assert "permil[pdf]" in done.stdout


def test_the_remedy_is_named():
    fields = {"what": "PDF", "extra": "pdf", "remedy": "apt-get install libpango-1.0-0"}
    sentence = text("errors.missing_extra", fields)
    assert "permil[pdf]" in sentence
    assert "libpango" in sentence
