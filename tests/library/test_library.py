"""The practice library: complete files, known sources, strict reading."""

import pytest

from permil import library
from permil.errors import TableError, UnknownName
from permil.tables import references
from permil.variables import glossary

GOOD = """id = "toy"
name = { en = "Toy" }
definition = { en = "A toy." }
applies = "Everywhere."
not_applies = "Nowhere."
changes = "drivers"
transfer_question = false
side_effects = []
parameters = {}
[evidence]
low = 0.1
mid = 0.2
high = 0.3
depth = "0-30"
years = 20
grade = "B"
basis = "Made up."
sources = []
"""


@pytest.mark.parametrize("practice", library.all_practices(), ids=lambda p: p.id)
def test_a_practice_is_complete(practice):
    known = references()
    assert practice.evidence.low <= practice.evidence.mid <= practice.evidence.high
    assert practice.evidence.grade in "ABCD"
    assert practice.evidence.sources
    assert set(practice.evidence.sources) <= set(known)
    for effect in practice.side_effects:
        assert set(effect) == {"on", "text", "source"}
        assert effect["source"] in known
    for parameter in practice.parameters:
        assert (parameter.variable in glossary()) != bool(parameter.words)
        assert parameter.source == "" or parameter.source in known
        if parameter.default is not None:
            low, high = glossary()[parameter.variable].bounds
            assert low <= parameter.low <= parameter.default <= parameter.high <= high
            assert parameter.confidence is not None


def test_the_first_practices_are_there():
    assert {p.id for p in library.all_practices()} >= {
        "residue_return",
        "cover_crop",
        "farmyard_manure",
        "compost",
        "grass_ley",
        "no_till",
    }


def test_what_moves_organic_matter_asks_the_transfer_question():
    for name in ("farmyard_manure", "compost", "biochar"):
        assert library.practice(name).transfer_question


def test_an_unknown_practice_and_parameter_name_the_known():
    with pytest.raises(UnknownName, match="cover_crop"):
        library.practice("cover_crp")
    with pytest.raises(UnknownName, match="carbon"):
        library.practice("cover_crop").parameter("carbn")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("applies = ", "aplies = "), "aplies"),
        (('id = "toy"', 'id = "other"'), "the file's name"),
        (('changes = "drivers"', 'changes = "magic"'), "magic"),
        (("years = 20\n", ""), "years"),
        (("[evidence]", "[evidence"), "TOML"),
    ],
)
def test_a_bad_file_is_refused_with_its_name(change, message):
    assert library.read_practice(GOOD, "toy.toml").id == "toy"
    with pytest.raises(TableError, match=message) as error:
        library.read_practice(GOOD.replace(*change), "toy.toml")
    assert "toy.toml" in str(error.value)
