"""The strict loader refuses each bad file with its name and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from permil.errors import TableError, UnknownName
from permil.tables.loader import read_table
from permil.tables.rows import MetricRow, StoichiometryRow

BAD = Path(__file__).parents[1] / "bad_input" / "tables"

# File -> where the error stands, and words that it must say.
CASES = {
    "wrong_heading": ("wrong_heading.csv, line 1", "wrong heading (element, nutrient)"),
    "missing_heading": ("missing_heading.csv, line 1", "wrong heading (note)"),
    "empty_file": ("empty_file.csv, line 1", "wrong heading"),
    "too_few_cells": ("too_few_cells.csv, line 2", "10 cells"),
    "open_quote": ("open_quote.csv, line 3", "unexpected end of data"),
    "unknown_category": ("unknown_category.csv, line 3, column element", "category 'K'"),
    "unknown_confidence": ("unknown_confidence.csv, line 3, column confidence", "'sure'"),
    "unknown_shape": ("unknown_shape.csv, line 2, column distribution", "'gamma'"),
    "missing_unit": ("missing_unit.csv, line 2, column unit", "empty cell"),
    "unknown_unit": ("unknown_unit.csv, line 2, column unit", "kg N/t soil"),
    "missing_source": ("missing_source.csv, line 3, column source", "empty cell"),
    "unknown_source": ("unknown_source.csv, line 3, column source", "kirkby2012"),
    "missing_table_number": ("missing_table_number.csv, line 2, column table_number", "empty"),
    "not_a_number": ("not_a_number.csv, line 2, column value", "83;3"),
    "decimal_comma": ("decimal_comma.csv, line 2, column value", "83,3"),
    "infinite": ("infinite.csv, line 2, column value", "not finite"),
    "value_outside_range": ("value_outside_range.csv, line 2", "95.0 is not within 80.0 to 90.0"),
    "half_range": ("half_range.csv, line 2", "half a range"),
    "range_without_value": ("range_without_value.csv, line 2", "None is not within"),
    "duplicate_key": ("duplicate_key.csv, line 3", "twice"),
    "spaces": ("spaces.csv, line 3, column basis", "spaces"),
    "card_missing": ("card_missing.toml", "card is missing"),
    "table_missing": ("table_missing.csv", "file is missing"),
    "card_broken": ("card_broken.toml", "line 4"),
    "card_without_licence": ("card_without_licence.toml", "'licence' is missing"),
    "card_unknown_key": ("card_unknown_key.toml, line 5", "unknown key 'colour'"),
    "card_unknown_source": ("card_unknown_source.toml, line 3", "unknown source 'kirkby'"),
    "card_wrong_keys": ("card_wrong_keys.toml, line 6", "'keys'"),
    "card_wrong_aggregates": ("card_wrong_aggregates.toml, line 10", "'climate' of aggregates"),
    "card_unknown_shape": ("card_unknown_shape.toml, line 7", "'gamma'"),
    "card_column_without_unit": ("card_column_without_unit.toml, line 13", "unit ''"),
    "card_column_unknown_unit": ("card_column_unknown_unit.toml, line 13", "'furlong'"),
    "card_text_with_unit": ("card_text_with_unit.toml, line 11", "'element'"),
    "card_column_without_description": (
        "card_column_without_description.toml, line 11",
        "no description",
    ),
    "card_column_missing": ("card_column_missing.toml", "column 'note'"),
    "card_column_too_many": ("card_column_too_many.toml, line 22", "column 'colour'"),
}


def test_every_bad_file_is_a_case() -> None:
    assert {path.stem for path in BAD.iterdir()} == {*CASES, "good"}


@pytest.mark.parametrize("name", CASES)
def test_bad_file_is_refused_with_its_place(name: str) -> None:
    where, words = CASES[name]
    with pytest.raises(TableError) as caught:
        read_table(name, BAD, name, StoichiometryRow)
    assert caught.value.fields["where"] == where
    assert words in caught.value.fields["problem"]
    assert caught.value.fields["expected"]


def test_good_file_is_read() -> None:
    table = read_table("good", BAD, "good", StoichiometryRow)
    assert [row.value for row in table.rows] == [83.3, 20.0]
    assert table.rows[1].low is None
    assert table.rows[1].note == ""


def test_quantities_of_a_wide_row_cannot_take_their_unit_from_the_row(tmp_path: Path) -> None:
    columns = ["metric", "report", "co2", "ch4_biogenic", "ch4_fossil", "n2o"]
    columns += ["source", "table_number", "confidence", "note"]
    head = (BAD / "good.toml").read_text().split("[columns]")[0]
    card = head.replace('"basis", "element"', '"metric"') + "[columns]\n"
    for column in columns:
        unit = "row" if column == "co2" else ""
        card += f'{column} = {{ unit = "{unit}", description = "x" }}\n'
    (tmp_path / "wide.toml").write_text(card)
    with pytest.raises(TableError, match="co2"):
        read_table("wide", tmp_path, "wide", MetricRow)


def test_one_names_the_nearest() -> None:
    table = read_table("good", BAD, "good", StoichiometryRow)
    with pytest.raises(UnknownName) as caught:
        table.one(basis="fine_fractions", element="N")
    assert caught.value.fields["nearest"] == ["fine_fraction"]
    assert caught.value.fields["kind"] == "basis"
    with pytest.raises(UnknownName) as caught:
        table.one(basis="fine_fraction", element="S")
    assert caught.value.fields["kind"] == "element"


def test_one_refuses_several_rows_and_unknown_columns() -> None:
    table = read_table("good", BAD, "good", StoichiometryRow)
    with pytest.raises(TableError, match="2 rows"):
        table.one(basis="fine_fraction")
    with pytest.raises(TableError, match="no column"):
        table.one(basis="fine_fraction", colour="brown")
