"""The bundled validation end to end: quick, recomputable, no site in its own score."""

import csv
import json
import math
import shutil
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from permil.datasets.experiments import Use
from permil.errors import InputError
from permil.models import MODELS
from permil.workflows.validate import Validation, validate, validate_sites
from permil.workflows.validation_document import (
    SKILL,
    skill_table,
    validation_document,
    write_validation,
)

GOOD = Path(__file__).parents[1] / "bad_input" / "sites" / "good"


@pytest.fixture(scope="module")
def timed():
    begin = time.perf_counter()
    validation = validate(models=["rothc"])
    return validation, time.perf_counter() - begin


@pytest.fixture(scope="module")
def validation(timed):
    return timed[0]


@pytest.fixture(scope="module")
def written(validation, tmp_path_factory):
    folder = tmp_path_factory.mktemp("skill") / "out"
    write_validation(validation_document(validation), folder)
    return folder


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_is_done_within_a_minute(timed):
    assert timed[1] < 60


def test_the_skill_table_is_what_the_stocks_give(written):
    """Every score again, from the table of stocks with plain arithmetic."""
    stocks = rows(written / "stocks.csv")
    table = rows(written / "skill.csv")
    assert tuple(table[0]) == SKILL
    assert len(table) == 2 * 14
    for row in table:
        keys = ("model", "experiment", "treatment", "calibrated")
        mine = [s for s in stocks if all(s[k] == row[k] for k in keys)]
        errors = [float(s["modelled"]) - float(s["measured"]) for s in mine]
        measured = [float(s["measured"]) for s in mine]
        mean = sum(measured) / len(measured)
        squares = sum(e * e for e in errors)
        assert int(row["n"]) == len(mine)
        assert float(row["bias"]) == pytest.approx(sum(errors) / len(errors), abs=1e-9)
        assert float(row["rmse"]) == pytest.approx(math.sqrt(squares / len(errors)), abs=1e-9)
        spread = sum((m - mean) ** 2 for m in measured)
        assert float(row["efficiency"]) == pytest.approx(1 - squares / spread, abs=1e-9)
        inside = [float(s["low"]) <= float(s["measured"]) <= float(s["high"]) for s in mine]
        assert float(row["coverage_90"]) == pytest.approx(sum(inside) / len(inside), abs=1e-12)
        assert row["trend_sign_right"] in ("yes", "no", "")


def test_intervals_come_from_the_errors_at_the_other_sites(written):
    stocks = [s for s in rows(written / "stocks.csv") if s["calibrated"] == "no"]
    for site in {s["experiment"] for s in stocks}:
        others = sorted(
            float(s["measured"]) - float(s["modelled"]) for s in stocks if s["experiment"] != site
        )
        low, high = (_quantile(others, q) for q in (0.05, 0.95))
        for s in stocks:
            if s["experiment"] == site:
                assert float(s["low"]) - float(s["modelled"]) == pytest.approx(low, abs=1e-9)
                assert float(s["high"]) - float(s["modelled"]) == pytest.approx(high, abs=1e-9)


def _quantile(ordered, q):
    place = q * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def test_rothc_scores_on_hoosfield_are_those_of_the_official_program(validation):
    """December stocks of the official Fortran program, scored with plain arithmetic."""
    path = Path(__file__).parents[1] / "reference_runs" / "rothc" / "hoosfield_expected.csv"
    official = {
        (r["scenario"], int(r["year"])): float(r["soil_organic_carbon_stock"]) for r in rows(path)
    }
    names = {"unmanured": "unmanured", "fym": "fym_annual", "fym_1852_1871": "fym_1852_1871"}
    site = next(s for s in validation.sites if s.id == "hoosfield")
    for one in validation.skill():
        if one.experiment == "hoosfield" and not one.calibrated:
            treatment = next(t for t in site.run if t.id == one.treatment)
            used = [m for m in treatment.measured if m.use is Use.SCORE]
            errors = [official[names[one.treatment], m.year] - m.stock for m in used]
            assert one.bias == pytest.approx(np.mean(errors), abs=1.5e-4)
            assert one.rmse == pytest.approx(np.sqrt(np.mean(np.square(errors))), abs=1.5e-4)


def test_nothing_of_a_site_is_used_for_its_own_score(validation):
    """Other stocks at Woburn change neither its factors, nor its run, nor its interval."""
    sites = []
    for site in validation.sites:
        if site.id == "woburn_barley":
            other = tuple(
                replace(
                    t,
                    measured=tuple(
                        replace(m, stock=m.stock + 9) if m.use is Use.SCORE else m
                        for m in t.measured
                    ),
                )
                for t in site.treatments
            )
            site = replace(site, treatments=other)
        sites.append(site)
    changed = validate_sites(sites, models=["rothc"])
    name = "woburn_barley"
    assert changed.calibrations["rothc"][name] == validation.calibrations["rothc"][name]
    for calibrated in (False, True):
        mine, was = (v.results["rothc", calibrated][name] for v in (changed, validation))
        assert mine.modelled == pytest.approx(was.modelled, abs=1e-12)
        assert mine.interval == pytest.approx(was.interval, abs=1e-12)
    others = changed.calibrations["rothc"]["broadbalk"]
    assert others != validation.calibrations["rothc"]["broadbalk"]


def test_no_site_is_among_those_that_it_was_fitted_on(validation):
    fits = validation.calibrations["rothc"]
    ran = {site.id for site in validation.ran}
    assert set(fits) == ran
    for out, fit in fits.items():
        assert set(fit.fitted_on) == ran - {out}


def test_intervals_outside_80_to_97_percent_are_marked(validation, written):
    page = (written / "validation.html").read_text(encoding="utf-8")
    marked = [one for one in validation.skill() if one.marked]
    for one in validation.skill():
        assert one.marked is not (0.80 <= one.coverage_90 <= 0.97)
    assert page.count('class="marked"') == len(marked) + sum(
        one.marked for one in validation.summary()
    )


def test_rothc_keeps_its_rates_and_asks_for_more_plant_carbon(validation):
    """The finding of the bundled sites: decomposition as published, inputs from yields too low."""
    for fit in validation.calibrations["rothc"].values():
        assert fit.rate == pytest.approx(1.0, abs=0.1)
        assert fit.inputs > 3


def test_a_model_that_does_not_hold_the_stocks_at_other_rates_has_its_inputs_fitted(validation):
    sites = [s for s in validation.sites if s.id in ("woburn_barley", "highfield_bare_fallow")]
    found = validate_sites(sites, models=["mimics"])
    fits = found.calibrations["mimics"]
    assert {fit.rate_fitted for fit in fits.values()} == {False}
    assert {fit.rate for fit in fits.values()} == {1.0}
    # Nothing at the bare fallow depends on yields: the fit stays where it began.
    assert fits["woburn_barley"].inputs == pytest.approx(1.0, abs=1e-3)
    assert fits["highfield_bare_fallow"].inputs > 1.5


def test_weights_add_up_and_leave_out_the_site(validation):
    two = replace_results(validation)
    by_site = {}
    for row in two.weights():
        by_site.setdefault((row["calibrated"], row["without"]), {})[row["model"]] = row["weight"]
    assert {site for _, site in by_site} == {site.id for site in two.ran} | {""}
    for (calibrated, without), weights in by_site.items():
        assert sum(weights.values()) == pytest.approx(1)
        found = two.results["rothc", calibrated]
        errors = np.concatenate(
            [r.modelled - r.measured for name, r in found.items() if name != without]
        )
        # The other model errs by 10 t C/ha more everywhere.
        ratio = np.sqrt(np.mean(errors**2)) / np.sqrt(np.mean((errors + 10) ** 2))
        assert weights["worse"] / weights["rothc"] == pytest.approx(ratio**2)


def replace_results(validation):
    """Return the validation with a second model that is 10 t C/ha above the first."""
    results = dict(validation.results)
    for (_, calibrated), found in validation.results.items():
        results["worse", calibrated] = {
            name: replace(result, modelled=result.modelled + 10) for name, result in found.items()
        }
    return Validation(validation.sites, validation.models, results, validation.calibrations)


def test_a_site_from_outside_is_scored_beside_the_bundled_ones(tmp_path):
    shutil.copytree(GOOD, tmp_path / "my_field")
    found = validate(sites=tmp_path, models=["rothc"], calibrated=False)
    assert [s.id for s in found.sites][-1] == "my_field"
    mine = [one for one in found.skill() if one.experiment == "my_field"]
    assert [(one.treatment, one.n) for one in mine] == [("a", 2), ("b", 1)]
    assert mine[1].efficiency is None
    assert not any(one.calibrated for one in found.skill())
    assert found.calibrations == {}


def test_every_registered_model_runs_or_says_why_not_within_a_minute():
    begin = time.perf_counter()
    found = validate(calibrated=False)
    assert time.perf_counter() - begin < 60
    ran = {one.name for one in found.models}
    lacking = {one.model for one in found.left_out if not one.experiment}
    assert ran | lacking == set(MODELS)
    assert not ran & lacking
    for model in found.models:
        sites = set(found.results[model.name, False])
        without = {one.experiment for one in found.left_out if one.model == model.name}
        assert sites | without == {site.id for site in found.ran}, model.name
        assert not sites & without
    reasons = {one.model: one for one in found.left_out if not one.experiment}
    assert "stock-change factors" in reasons["ipcc_tier1"].reason
    with pytest.raises(InputError, match="stock-change factors"):
        validate(models=["ipcc_tier1"])
    with pytest.raises(InputError, match="rothcc"):
        validate(models=["rothcc"])


def test_a_model_that_runs_on_some_sites_says_where_it_does_not(validation):
    deep = {"hoosfield", "broadbalk"}
    sites = [
        replace(site, soil={**site.soil, "depth": 69.0}) if site.id in deep else site
        for site in validation.sites
    ]
    found = validate_sites(sites, models=["rothc"], calibrated=False)
    lacking = {one.experiment: one.reason for one in found.left_out}
    assert set(lacking) == deep
    assert lacking["hoosfield"].startswith("RothC-26.3 (monthly map) does not apply: the stocks go")
    ran = {site.id for site in validation.ran}
    assert set(found.results["rothc", False]) == ran - deep


def test_a_single_site_has_no_interval_and_no_calibration(validation):
    only = [site for site in validation.sites if site.id == "highfield_bare_fallow"]
    found = validate_sites(only, models=["rothc"])
    assert found.calibrations == {}
    assert [one.coverage_90 for one in found.skill()] == [None]
    assert not found.skill()[0].marked
    assert skill_table(validation_document(found))[0]["coverage_90"] is None


def test_all_files_are_written_and_the_document_is_plain(written, validation):
    names = {"validation.html", "skill.csv", "stocks.csv", "weights.csv", "validation.json"}
    assert {p.name for p in written.iterdir()} == names | {".permil"}
    document = json.loads((written / "validation.json").read_text(encoding="utf-8"))
    assert document["summary"][0]["n"] == sum(
        one["n"] for one in document["skill"] if not one["calibrated"]
    )
    again = json.loads(json.dumps(validation_document(validation)))
    assert again["skill"] == document["skill"]
