"""Published factors listed, shown and compared by edition."""

import pytest

from permil.errors import NoEffect, UnknownName
from permil.tables import EDITION, factors, table
from permil.vocabulary import Edition
from permil.workflows.factor_catalogue import (
    compare_editions,
    list_factors,
    only_in,
    show_factor,
)
from permil.workflows.factor_use import FactorBook

EF1 = "ipcc2019_n2o/EF1/wet_synthetic"
NO_TILL = "ipcc2019_stock_change_cropland/F_MG/no_till/cool_temperate_moist"


def test_all_are_listed_and_a_table_or_an_edition_can_be_chosen():
    every = list_factors()
    assert {entry.id for entry in every} == set(factors())
    assert len(every) == sum(len(rows) for _, rows in factors().values())
    of_2006 = list_factors("ipcc2019_n2o", "2006")
    assert {entry.edition for entry in of_2006} == {"2006"}
    assert {entry.id.partition("/")[0] for entry in of_2006} == {"ipcc2019_n2o"}
    # What a table says in words counts too: urea's factor is of 2006 and was kept in 2019.
    assert list_factors("lime_urea", "2006") == list_factors("lime_urea", "2019")


def test_a_factor_is_shown_in_every_edition_with_what_a_run_takes():
    found = show_factor(EF1)
    assert list(found) == ["2019", "2006"]
    assert (found["2019"].value, found["2019"].low, found["2019"].high) == (0.016, 0.013, 0.019)
    assert found["2019"].drawn_as == "two_piece_normal"
    assert found["2006"].id == "ipcc2019_n2o/EF1/aggregated"
    assert show_factor("ipcc2019_n2o/R_CN_SOM/management")["2006"].edition == "2019"
    assert list(show_factor("lime_urea/urea")) == ["2006, kept in 2019"]
    only = "ipcc2019_stock_change_grassland/F_MG/moderately_degraded/tropical"
    assert list(show_factor(only)) == ["2006"]


def test_a_comparison_holds_what_runs_of_the_editions_take():
    found = {d.id: d for d in compare_editions("2006", "2019")}
    assert (found[EF1].before.value, found[EF1].after.value) == (0.01, 0.016)
    assert found[EF1].effect == "what it multiplies changes by +60 %"
    assert "is +9 % instead of +15 %" in found[NO_TILL].effect
    assert "range differs" in found["ipcc2019_n2o/EF4/aggregated"].effect
    for identity, d in found.items():
        name, rows = factors()[identity]
        keys = {k: getattr(rows[0], k) for k in _keys(name)}
        for edition, entry in zip(("2006", "2019"), (d.before, d.after), strict=True):
            if entry.must_ask:
                assert "asks for one" in d.effect
                continue
            row = FactorBook(edition).row(name, (), **keys)
            assert (row.value, row.low, row.high) == (entry.value, entry.low, entry.high)


def _keys(name):
    return [key for key in table(name).card.keys if key != EDITION]


def test_what_is_not_compared_is_counted_and_nothing_is_lost():
    compared = {d.id for d in compare_editions("2006", "2019")}
    back = {d.id for d in compare_editions("2019", "2006")}
    assert compared == back
    alone = only_in("2019", "2006")
    assert alone["ipcc2019_n2o"] == 3  # FracLEACH of dry land, and both C:N ratios
    assert only_in("2006", "2019") == {"ipcc2019_stock_change_grassland": 3}


def test_unknown_names_get_the_nearest():
    with pytest.raises(UnknownName, match="ipcc2019_n2o"):
        list_factors("ipcc2019_no2")
    with pytest.raises(UnknownName, match="2006"):
        list_factors(edition="2005")
    with pytest.raises(UnknownName, match="wet_synthetic"):
        show_factor("ipcc2019_n2o/EF1/wet_sintetic")
    with pytest.raises(UnknownName, match="2006"):
        compare_editions("2006", "2020")
    with pytest.raises(NoEffect, match="with itself"):
        compare_editions("2006", "2006")
    assert set(Edition) == {"2006", "2019"}
