"""Published factors in a run: recorded with id, edition and source; overridden with a reason."""

import numpy as np
import pytest

from permil.datasets.factor_override import FactorOverride
from permil.datasets.project import Run
from permil.draws import Draws
from permil.errors import NoEffect, NoFactor, UnknownName
from permil.tables import factor_id, factor_rows, factors, table
from permil.vocabulary import Edition
from permil.workflows.assess import assess
from permil.workflows.factor_use import FactorBook
from permil.workflows.factors import DrawnFactors
from workflows.projects import project

EF1 = "ipcc2019_n2o/EF1/wet_synthetic"
KEYS = {"parameter": "EF1", "condition": "wet_synthetic"}


def test_every_factor_has_one_id_and_is_found_by_it():
    for identity, (name, rows) in factors().items():
        assert factor_rows(identity) == (name, rows)
        assert {factor_id(name, row) for row in rows} == {identity}
        assert len({row.unit for row in rows}) == 1, identity
        editions = [str(getattr(row, "edition", "")) for row in rows]
        assert len(set(editions)) == len(rows), identity
    with pytest.raises(UnknownName, match="wet_synthetic"):
        factor_rows("ipcc2019_n2o/EF1/wet_sintetic")


def test_a_use_is_recorded_once_with_all_its_lines():
    book = FactorBook()
    book.row("ipcc2019_n2o", ("direct_n2o",), **KEYS)
    row = book.row("ipcc2019_n2o", ("other_n2o",), **KEYS)
    (use,) = book.uses.values()
    assert (use.id, use.lines) == (EF1, ("direct_n2o", "other_n2o"))
    assert (use.value, use.unit, use.edition) == (row.value, row.unit, "2019")
    assert use.source == row.source


def test_the_edition_is_taken_where_a_table_has_it():
    now, then = FactorBook(), FactorBook("2006")
    keys = {"parameter": "FracLEACH", "condition": "wet"}
    values = [book.row("ipcc2019_n2o", (), **keys).value for book in (now, then)]
    assert values == [0.24, 0.30]
    assert [use.edition for use in then.uses.values()] == ["2006"]
    # A table of one edition gives what it has, and the record says which that is.
    then.row("lime_urea", (), product="urea")
    assert then.uses["lime_urea/urea"].edition == table("lime_urea").card.edition


def test_what_no_table_has_must_be_given():
    row = next(r for r in table("ipcc2019_soc_reference").rows if r.must_ask)
    keys = {"soil_type": row.soil_type, "climate_zone": row.climate_zone}
    with pytest.raises(NoFactor, match="give one"):
        FactorBook().row("ipcc2019_soc_reference", (), **keys)
    identity = factor_id("ipcc2019_soc_reference", row)
    book = FactorBook(overrides={identity: FactorOverride(90.0, 80.0, 100.0, "survey")})
    assert book.has("ipcc2019_soc_reference", **keys)
    drawn = DrawnFactors(Draws(1, 2000), book=book)
    values = drawn.factor("x", "ipcc2019_soc_reference", (), **keys)
    assert np.quantile(values, (0.025, 0.5, 0.975)) == pytest.approx([80, 90, 100], rel=0.01)
    assert book.uses[identity].reason == "survey"


def test_a_range_without_a_shape_is_drawn_as_its_table_says():
    keys = {"feedstock": "wood", "process": "pyrolysis"}
    drawn = DrawnFactors(Draws(1, 4000), book=FactorBook())
    values = drawn.factor("x", "biochar_carbon", (), **keys)
    row = table("biochar_carbon").one(**keys)
    assert row.low < values.min()
    assert values.max() < row.high == 1.0
    # The ends of a range that the project gives are quantiles.
    given = {factor_id("biochar_carbon", row): FactorOverride(0.7, 0.6, 0.8, "own analysis")}
    own = DrawnFactors(Draws(1, 4000), book=FactorBook(overrides=given))
    assert own.factor("x", "biochar_carbon", (), **keys).max() > 0.8


def test_a_zone_without_rows_has_no_factor():
    keys = {"factor": "F_MG", "level": "no_till", "climate_zone": "polar_moist"}
    assert not FactorBook().has("ipcc2019_stock_change_cropland", **keys)


def test_an_override_changes_the_line_and_nothing_else():
    given = {EF1: FactorOverride(0.008, None, None, "measured on the farm")}
    published, own = assess(project()), assess(project(factors=given))
    change = own.ledger["direct_n2o"].values[:, :, 1:] / published.ledger["direct_n2o"][:, :, 1:]
    assert np.all(change < 1)
    for name in ("project_soil_organic_carbon", "indirect_n2o"):
        assert np.array_equal(own.ledger[name], published.ledger[name], equal_nan=True)
    (line,) = (one for one in own.document()["lines"] if one["line"] == "direct_n2o")
    (use,) = (one for one in line["factors"] if one["id"] == EF1)
    assert (use["value"], use["low"], use["reason"]) == (0.008, None, "measured on the farm")


def test_an_override_that_nothing_uses_is_refused():
    unused = {"lime_urea/dolomite": FactorOverride(0.1, None, None, "own")}
    with pytest.raises(NoEffect, match="lime_urea/dolomite"):
        assess(project(factors=unused))


def test_another_edition_explains_itself_by_the_factors_of_the_lines():
    plain = {"models": ("rothc",), "draws": 20}
    now = assess(project(run=Run(**plain)))
    then = assess(project(run=Run(**plain, factor_edition=Edition.IPCC2006)))
    assert {use.edition for use in then.drawn.book.uses.values()} >= {"2006"}
    assert not np.array_equal(now.ledger["indirect_n2o"], then.ledger["indirect_n2o"])
    assert np.array_equal(
        now.ledger["project_soil_organic_carbon"], then.ledger["project_soil_organic_carbon"]
    )


def test_where_2006_tells_fewer_cases_apart_its_one_row_stands_and_says_so():
    book = FactorBook("2006")
    for condition in ("wet_synthetic", "wet_other"):
        row = book.row("ipcc2019_n2o", ("direct_n2o",), parameter="EF1", condition=condition)
        assert (row.value, row.edition) == (0.01, "2006")
    (use,) = book.uses.values()
    assert use.id == "ipcc2019_n2o/EF1/aggregated"
    assert use.asked == (EF1, "ipcc2019_n2o/EF1/wet_other")
    # A row that a table does not know in any edition is no finer case but a mistake.
    with pytest.raises(UnknownName):
        book.row("ipcc2019_n2o", (), parameter="EF1", condition="wet_sintetic")
    # The present edition never takes the coarse row in place of one that it has.
    assert FactorBook("2019").row("ipcc2019_n2o", (), **KEYS).value == 0.016


def test_what_2006_does_not_have_is_listed_and_what_stands_for_several_is_too():
    plain = {"models": ("rothc",), "draws": 20}
    then = assess(project(run=Run(**plain, factor_edition=Edition.IPCC2006)))
    notes = {note["code"]: note["text"] for note in then.document()["assumptions"]}
    assert "ipcc2019_n2o/R_CN_SOM/management (2019)" in notes["edition_missing"]
    assert "EF1" not in notes["edition_missing"]
    assert f"{EF1} by ipcc2019_n2o/EF1/aggregated" in notes["edition_together"]
    assert then.document()["factor_edition"] == "2006"
    mixed = [u for u in then.drawn.book.uses.values() if "2006" not in u.edition]
    assert all(use.id in notes["edition_missing"] for use in mixed)
    now = assess(project(run=Run(**plain)))
    assert not {"edition_missing", "edition_together"} & {note.code for note in now.assumptions}


@pytest.mark.parametrize("edition", ["2006", "2019"])
def test_a_zone_without_factors_has_none(edition):
    keys = {"factor": "F_MG", "level": "no_till"}
    book = FactorBook(edition)
    assert not book.has("ipcc2019_stock_change_cropland", **keys, climate_zone="polar_moist")
    assert book.has("ipcc2019_stock_change_cropland", **keys, climate_zone="boreal_moist")


def test_an_override_stands_beside_the_published_value():
    given = {EF1: FactorOverride(0.008, 0.006, 0.010, "measured on the farm")}
    (own,) = assess(project(factors=given)).document()["own_factors"]
    assert own == {
        "id": EF1,
        "value": 0.008,
        "low": 0.006,
        "high": 0.010,
        "unit": "kg N2O-N/kg N",
        "published": 0.016,
        "reason": "measured on the farm",
    }
    # In an edition without that row it stands for itself, and the rest takes the coarse row.
    run = Run(models=("rothc",), draws=20, factor_edition=Edition.IPCC2006)
    uses = assess(project(factors=given, run=run)).drawn.book.uses
    assert uses[EF1].value == 0.008
    assert uses["ipcc2019_n2o/EF1/aggregated"].asked == ("ipcc2019_n2o/EF1/wet_other",)


def test_a_range_without_a_published_shape_is_drawn_as_its_card_says():
    drawn = DrawnFactors(Draws(1, 20_000))
    keys = {"parameter": "ch4_carbon", "climate": "temperate", "nutrients": "poor"}
    values = drawn.factor("methane", "rewetted_organic_soils", (), **keys)
    assert values.mean() == pytest.approx(92.0, rel=0.03)
    assert drawn.record["methane"]["distribution"] == "published_mean"
