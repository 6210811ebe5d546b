"""What an error offers to a person who wrote a name that does not exist."""

import pytest

from permil.errors import nearest_names

KNOWN = ("grass_ley", "cover_crop", "no_till", "reduced_tillage", "silage_maize", "maize")


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("ley", ["grass_ley"]),
        ("cover_crops", ["cover_crop"]),
        ("Cover crop", ["cover_crop"]),
        ("till", ["no_till", "reduced_tillage"]),
        ("silage", ["silage_maize"]),
        ("maize_for_grain", ["maize"]),
        ("xyz", []),
        ("", []),
        ("a", []),
    ],
)
def test_names_that_hold_the_word_and_names_alike_are_offered(written, offered):
    assert nearest_names(written, KNOWN) == offered


def test_no_more_than_asked_are_offered():
    assert len(nearest_names("crop", [f"crop_{i}" for i in range(20)], most=5)) == 5
