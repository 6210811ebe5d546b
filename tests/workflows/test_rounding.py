"""What is rounding of sums is zero in the document; what is small is kept."""

import pytest

from permil.workflows.rounding import without_noise
from permil.workflows.statistics import summarise


@pytest.mark.parametrize(
    ("unit", "noise", "real"),
    [
        ("t C/ha", 4e-14, 1e-6),
        ("‰/yr", 2e-13, 1e-6),
        ("kg N/yr", 3e-11, 1e-3),
        ("t CO2e", 3e-12, 1e-6),
        ("-", 1e-16, 1e-9),
        ("yr", 0.0, 1.0),
    ],
)
def test_noise_is_zero_and_what_is_small_is_kept(unit, noise, real):
    document = {"a": [{"b": summarise([[noise, -noise], [real, real]], unit)}], "c": noise}
    settled = without_noise(document, 50.0, 23.0)
    assert settled["a"][0]["b"]["mean"] == [0.0, real]
    assert settled["a"][0]["b"]["q05"] == [0.0, real]
    assert settled["a"][0]["b"]["unit"] == unit
    assert settled["c"] == noise  # no quantity


def test_what_is_unknown_stays_unknown():
    quantity = summarise([float("nan")], "t C/ha")
    assert without_noise(quantity, 50.0, 1.0) == quantity
    assert quantity["mean"] is None
