"""The strict reader of references.bib."""

from __future__ import annotations

import re

import pytest

from permil.errors import TableError
from permil.tables import references
from permil.tables.bibliography import read_bibliography

GOOD = "@article{key2020,\n  author = {A},\n  title = {{T} of it},\n  year = {2020},\n}\n"


def test_all_sources_are_complete() -> None:
    assert len(references()) > 40
    for key, reference in references().items():
        assert reference.key == key
        assert reference.authors
        assert reference.title
        assert 1900 < reference.year < 2100
        assert not reference.doi or re.fullmatch(r"10\.\d{4,}/\S+", reference.doi)


def test_dois_are_not_shared() -> None:
    dois = [r.doi for r in references().values() if r.doi]
    assert len(dois) == len(set(dois))


def test_citation_is_one_line() -> None:
    assert references()["falloon1998"].citation == (
        "Falloon, P. and Smith, P. and Coleman, K. and Marshall, S. (1998). Estimating the size of "
        "the inert organic matter pool from total soil organic carbon content for use in the "
        "Rothamsted carbon model. Soil Biology and Biochemistry, 30, 1207-1211. "
        "https://doi.org/10.1016/S0038-0717(97)00256-3"
    )


def test_braces_of_bibtex_are_dropped() -> None:
    assert read_bibliography(GOOD, "x.bib")["key2020"].title == "T of it"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD + GOOD, "x.bib, line 6: 'key2020' twice"),
        (GOOD.replace("  year = {2020},\n", ""), "line 4: 'key2020' has no year"),
        (GOOD.replace("{2020}", "{MMXX}"), "year 'MMXX'"),
        (GOOD.replace("  author = {A},", "  author = A,"), "line 2: cannot read"),
        (GOOD.replace("}\n", "", 5)[:-1], "x.bib"),
        (GOOD.removesuffix("}\n"), "'key2020' does not end"),
        ("stray\n" + GOOD, "line 1: cannot read 'stray'"),
    ],
)
def test_malformed_text_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(TableError) as caught:
        read_bibliography(text, "x.bib")
    fields = caught.value.fields
    assert words in f"{fields['where']}: {fields['problem']}"
