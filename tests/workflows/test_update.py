"""What a posterior and a new measurement make of the draws of an assessment."""

import json
from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.posterior_file import ModelPosterior, read_posterior, write_posterior
from permil.datasets.project import Horizon, Observation, Run
from permil.draws import Draws
from permil.errors import Conflict, FileProblem, UnknownName
from permil.workflows.assess import assess
from permil.workflows.model_view import ModelView
from permil.workflows.projects import read_project
from workflows.projects import MANURED, project, scenario, unit

NAMES = ("rothc.decomposition", "rothc.plant_input")
PAIRS = np.array([[0.8, 1.0, 1.3], [0.9, 1.0, 1.2]])


def posterior(path, observed=(), converged=True, models=("rothc",)):
    """Write a posterior of three samples and read it."""
    entries = {
        name: ModelPosterior(
            tuple(n.replace("rothc", name) for n in NAMES), ("-", "-"), PAIRS, converged
        )
        for name in models
    }
    write_posterior(path, entries, observed, {"version": "0", "seed": 1})
    return read_posterior(path, "here")


def measured(stock, sd, year=2027, name="baseline"):
    return Observation(name, None, year, 30.0, stock, sd)


def farm(*seen, draws=4000, models=("rothc",), **run):
    """Return a farm in equilibrium with 52 +- 3 t C/ha, measured again."""
    return project(
        scenario("manured", MANURED),
        run=Run(seed=1, draws=draws, models=models, **run),
        land_units=(unit(),),
        horizon=Horizon(2026, 2031),
        observations=seen,
    )


def baseline(result, year, model="rothc"):
    """Return the draws of the baseline's stock per hectare."""
    line = result.ledger["project_soil_organic_carbon"]
    return line.sel(scenario="baseline", model=model, year=year).values / 10.0


def test_a_measurement_moves_the_stock_as_two_normals_together_do():
    """52 +- 3 before and 55 +- 1.5 measured make 54.4 +- 1.342, in every year of rest."""
    before, after = assess(farm()), assess(farm(measured(55.0, 1.5), update=True))
    assert baseline(before, 2027).mean() == pytest.approx(52.0, abs=0.15)
    effective = after.updates["rothc"] * 4000
    for year in (2025, 2027, 2031):
        stock = baseline(after, year)
        assert stock.mean() == pytest.approx(54.4, abs=4 * 1.342 / np.sqrt(effective))
        assert stock.std() == pytest.approx(1.342, rel=4 / np.sqrt(2 * effective))
    codes = {note.code for note in after.assumptions}
    assert "update_resampled" in codes
    assert "observation_sd" not in codes


def test_initial_stock_and_practice_follow_the_measurement():
    before, after = assess(farm()), assess(farm(measured(55.0, 1.5), update=True))
    own = after.drawn.models["rothc"]["soil.stock.field"]
    assert own.mean() == pytest.approx(54.4, abs=0.1)
    assert own == pytest.approx(after.outcomes["rothc"]["field"].initial, rel=1e-12)
    gain = [
        ModelView(one, "rothc").soc[1, -1].mean() - ModelView(one, "rothc").soc[0, -1].mean()
        for one in (before, after)
    ]
    assert gain[1] == pytest.approx(gain[0], rel=0.02)


def test_a_measurement_that_says_nothing_changes_no_draw():
    before, after = assess(farm()), assess(farm(measured(55.0, 1e9), update=True))
    assert after.updates["rothc"] == pytest.approx(1.0)
    assert np.array_equal(baseline(before, 2031), baseline(after, 2031))


def test_draws_that_hardly_count_are_warned_of():
    result = assess(farm(measured(61.0, 0.5), update=True))
    assert result.updates["rothc"] < 0.1
    document = result.document()
    warnings = {w["code"]: w["text"] for w in document["warnings"]}
    assert "RothC" in warnings["update_few"]
    assert f"{100 * result.updates['rothc']:.1f} %" in warnings["update_few"]


def test_only_the_baseline_within_the_horizon_counts():
    other = measured(80.0, 1.0, name="manured")
    early, deep = measured(80.0, 1.0, year=2024), replace(measured(80.0, 1.0), depth=60.0)
    found = assess(farm(measured(55.0, 1.5), other, early, deep, update=True))
    assert np.array_equal(
        baseline(found, 2031), baseline(assess(farm(measured(55.0, 1.5), update=True)), 2031)
    )
    for seen in ((), (other,), (early,), (deep,)):
        with pytest.raises(Conflict, match="no stock was measured in the baseline from 2025 on"):
            assess(farm(*seen, update=True))


def test_every_model_of_an_ensemble_is_updated():
    models = ("rothc", "ipcc_tier1")
    result = assess(farm(measured(55.0, 1.5), draws=300, models=models, update=True))
    assert set(result.updates) == set(models)
    document = result.document()
    spread = document["summary"]["manured"]["ensemble"]["spread"]
    assert {"manure_input", "model"} <= {row["parameter"] for row in spread}
    for model in models:
        assert baseline(result, 2027, model).mean() == pytest.approx(54.4, abs=0.6)


def test_every_draw_takes_one_sample_of_the_posterior_with_all_that_belongs_to_it(tmp_path):
    found = posterior(tmp_path / "posterior.nc")
    result = assess(farm(draws=300, posterior=found))
    own = result.drawn.models["rothc"]
    pick = (Draws(1, 300).uniform("posterior.rothc") * 3).astype(int)
    for name, values in zip(NAMES, PAIRS, strict=True):
        assert np.array_equal(own[name], values[pick])
    assert np.array_equal(
        result.outcomes["rothc"]["field"].factors.plant[pick == 1] > 0, [True] * (pick == 1).sum()
    )
    shorter = assess(farm(draws=100, posterior=found))
    assert np.array_equal(shorter.drawn.models["rothc"][NAMES[0]], own[NAMES[0]][:100])


def test_the_posterior_takes_the_place_of_the_projects_own_error(tmp_path):
    found = posterior(tmp_path / "posterior.nc")
    document = assess(farm(draws=50, posterior=found)).document()
    drawn = {row["name"]: row for row in document["uncertainty"]["drawn"]}
    assert "plant_input" not in drawn
    assert drawn["rothc.plant_input"]["distribution"] == "posterior"
    assert drawn["rothc.plant_input"]["source"] == "posterior.nc"
    covers = {row["code"] for row in document["uncertainty"]["covers"]}
    leaves = {row["code"] for row in document["uncertainty"]["leaves_out"]}
    assert {"plant_inputs", "model_parameters"} <= covers
    assert not {"plant_inputs", "model_parameters"} & leaves


def test_a_posterior_of_one_sample_is_the_run_with_these_parameters(tmp_path):
    """A factor of one on everything changes nothing."""
    entry = ModelPosterior(NAMES, ("-", "-"), np.ones((2, 1)), True)
    write_posterior(tmp_path / "posterior.nc", {"rothc": entry}, (), {})
    found = read_posterior(tmp_path / "posterior.nc", "here")
    plain = replace(farm(draws=50), uncertainty=replace(farm().uncertainty, plant_input=0.0))
    same = replace(plain, run=replace(plain.run, posterior=found))
    assert np.array_equal(baseline(assess(plain), 2031), baseline(assess(same), 2031))


def test_what_a_posterior_has_used_does_not_count_twice(tmp_path):
    used = posterior(tmp_path / "posterior.nc", observed=(("baseline", "field", 2027),))
    with pytest.raises(Conflict, match="has used every stock"):
        assess(farm(measured(55.0, 1.5), posterior=used, update=True))
    newer = measured(50.0, 1.5, year=2029)
    both = assess(farm(measured(55.0, 1.5), newer, draws=500, posterior=used, update=True))
    alone = assess(farm(newer, draws=500, posterior=used, update=True))
    assert np.array_equal(baseline(both, 2031), baseline(alone, 2031))


PROJECT = """format = 1
[project]
name = "With a posterior"
[run]
models = ["rothc"]
posterior = "posterior.nc"
[place]
latitude = 51.8
longitude = -0.37
elevation = 120
[horizon]
first_year = 2026
last_year = 2030
[land_unit.field]
area = "1 ha"
depth = "30 cm"
clay = 22
organic_carbon_stock = "52 t C/ha"
[scenario.today]
baseline = true
rotation = [{ crop = "barley", yield = "5 t FM/ha" }]
"""


def write(folder, text=PROJECT):
    path = folder / "project.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_project_file_names_its_posterior_and_says_what_it_is(tmp_path):
    path = write(tmp_path)
    posterior(tmp_path / "posterior.nc")
    first = assess(path, draws=20).document()
    note = next(n for n in first["assumptions"] if n["code"] == "posterior")
    digest = read_project(path).run.posterior.digest
    assert digest[:12] in note["text"]
    posterior(tmp_path / "posterior.nc", converged=False)
    second = assess(path, draws=20).document()
    note = next(n for n in second["assumptions"] if n["code"] == "posterior_not_converged")
    assert "had not converged" in note["text"]
    assert first["input_hash"] != second["input_hash"]


@pytest.mark.parametrize(
    ("models", "message"),
    [(("amg",), "holds amg, of which none is in run.models"), (("roth",), "nearest: rothc")],
)
def test_a_posterior_of_other_models_is_refused(models, message, tmp_path):
    posterior(tmp_path / "posterior.nc", models=models)
    with pytest.raises((Conflict, UnknownName), match=message) as caught:
        read_project(write(tmp_path))
    assert "line 6" in str(caught.value)


def test_a_file_that_is_no_posterior_is_refused(tmp_path):
    import xarray as xr

    path, target = write(tmp_path), tmp_path / "posterior.nc"
    with pytest.raises(FileProblem, match=r"there is no file posterior\.nc"):
        read_project(path)
    target.write_text("no NetCDF")
    with pytest.raises(FileProblem, match="is no NetCDF file"):
        read_project(path)
    xr.Dataset(attrs={"kind": "something else"}).to_netcdf(target, engine="h5netcdf")
    with pytest.raises(FileProblem, match="is no posterior of a calibration"):
        read_project(path)
    target.unlink()
    head = {"kind": "permil posterior", "format": 1, "models": json.dumps(["rothc"])}
    xr.Dataset(attrs=head).to_netcdf(target, engine="h5netcdf")
    with pytest.raises(FileProblem, match="is damaged"):
        read_project(path)
    target.unlink()
    entry = ModelPosterior(NAMES, ("-", "-"), np.full((2, 3), np.nan), True)
    write_posterior(target, {"rothc": entry}, (), {})
    with pytest.raises(FileProblem, match="is damaged"):
        read_project(path)
