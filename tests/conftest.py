"""What every folder of tests shares."""

import pytest
from hypothesis import settings

# A slow or busy machine is no defect: examples have no time limit. The settings that hypothesis
# itself chooses under continuous integration stay as they are.
settings.register_profile("permil", settings(), deadline=None)
settings.load_profile("permil")


@pytest.fixture(scope="session")
def has_pdf():
    """Whether WeasyPrint and its system libraries are there: the PDF is an extra."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True
