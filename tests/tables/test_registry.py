"""Contract of every registered table."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from permil.errors import UnknownName
from permil.tables import (
    edition_digest,
    parameter_set,
    references,
    registry,
    table,
    table_editions,
    table_names,
)
from permil.tables.categories import ParameterSet
from permil.tables.rows import FactorRow
from permil.units import UNITS


def _shipped() -> Iterator[str]:
    for folder in files("permil.tables").iterdir():
        if folder.is_dir():
            yield from (f"{folder.name}/{f.name}" for f in folder.iterdir() if "." in f.name)


@pytest.mark.parametrize("name", table_names())
def test_table_is_complete(name: str) -> None:
    found = table(name)
    assert found.rows
    assert found.card.source in references()
    for column in found.card.columns.values():
        assert column.unit in {"", "row", *UNITS}
        assert column.description.endswith(".")
    for row in found.rows:
        assert row.source in references()
        assert dataclasses.is_dataclass(row)
        if isinstance(row, FactorRow):
            assert row.unit in UNITS
            assert (row.low is None) == (row.range_confidence is None)


@pytest.mark.parametrize("name", table_names())
def test_a_range_says_how_it_is_drawn(name: str) -> None:
    found = table(name)
    ranged = [r for r in found.rows if getattr(r, "low", None) is not None]
    assert all(row.distribution or found.card.drawn_as for row in ranged)


@pytest.mark.parametrize("name", table_names())
def test_every_row_is_found_by_its_keys(name: str) -> None:
    found = table(name)
    for row in found.rows:
        assert found.one(**{key: getattr(row, key) for key in found.card.keys}) is row


def test_rows_are_frozen() -> None:
    row: Any = table("gwp").rows[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        row.co2 = 2.0


def test_every_shipped_file_is_registered() -> None:
    known = {path + end for path, _ in registry.TABLES.values() for end in (".csv", ".toml")}
    assert {f for f in _shipped() if f.endswith((".csv", ".toml"))} == known


def test_unknown_table_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        table("ipcc2019_no2")
    assert "ipcc2019_n2o" in caught.value.fields["nearest"]


@pytest.mark.parametrize("name", ParameterSet)
def test_every_parameter_set_has_values(name: str) -> None:
    values = parameter_set(name)
    assert values
    with pytest.raises(TypeError):
        values["k_dpm"] = 1.0  # type: ignore[index]


def test_unknown_parameter_set_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        parameter_set("rothc_26")
    assert "rothc_26_3" in caught.value.fields["nearest"]


def test_editions_and_digest_cover_all_tables() -> None:
    assert set(table_editions()) == set(table_names())
    assert len(edition_digest()) == 64
    assert edition_digest() == edition_digest.__wrapped__()
