"""A calibration finds what is known, says when it cannot be relied on, and can be gone on with."""

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import kstest

from permil.datasets.posterior_file import read_posterior
from permil.datasets.project import Uncertainty
from permil.errors import Conflict, FileProblem, InputError, NotApplicable
from permil.models import model
from permil.tables import table
from permil.vocabulary import Distribution, Start
from permil.workflows.calibration.chain import CHAIN, UNFINISHED
from permil.workflows.calibration.diagnostics import diagnose, split_r_hat
from permil.workflows.calibration.document import build_document
from permil.workflows.calibration.export import write_calibration
from permil.workflows.calibration.priors import FARTHEST, log_prior, priors_of, values_at
from permil.workflows.calibration.run import calibrate
from workflows.calibrations import density, falling, made_by, score
from workflows.projects import unit

TRUTH = {"rothc.decomposition": 1.3, "rothc.plant_input": 0.8}


@pytest.fixture(scope="module")
def known():
    return calibrate(made_by(TRUTH), steps=600)


@pytest.fixture(scope="module")
def short():
    return calibrate(falling(), steps=60, seed=7)


def test_known_parameters_are_found_again(known):
    found = known.models["rothc"]
    assert known.converged
    for prior, values in zip(found.priors, found.values, strict=True):
        before = prior.at((np.arange(1000) + 0.5) / 1000).std()
        assert abs(values.mean() - TRUTH[prior.name]) < 2 * values.std()
        assert values.std() < 0.25 * before
    stocks = np.array([seen.stock for seen in known.measured])
    error = np.abs(np.median(found.after, axis=1) - stocks)
    assert error.max() < 0.5
    assert error.max() < 0.1 * np.abs(np.median(found.before, axis=1) - stocks).max()


def test_what_the_measurements_leave_together_stays_together(known):
    """More input is met by faster decay: the pairs are correlated, and the prior's are not."""
    assert np.corrcoef(known.models["rothc"].values)[0, 1] > 0.5


def test_measurements_without_weight_leave_the_prior():
    result = calibrate(falling(sd=1e9), steps=600)
    found = result.models["rothc"]
    assert found.diagnostics.converged
    for prior, values in zip(found.priors, found.values, strict=True):
        ratio = score(prior, 1.0), np.array([score(prior, v) for v in values])
        assert ratio[0] == 0
        assert kstest(ratio[1], "norm").statistic < 1.63 / np.sqrt(400)
    document = build_document(result)
    assert not any(p["informed"] for p in document["models"][0]["parameters"])


def test_the_same_seed_gives_the_same_samples_and_another_seed_others(short):
    again = calibrate(falling(), steps=60, seed=7)
    assert np.array_equal(again.models["rothc"].values, short.models["rothc"].values)
    other = calibrate(falling(), steps=60, seed=8)
    assert not np.array_equal(other.models["rothc"].values, short.models["rothc"].values)


def test_a_short_chain_says_that_it_has_not_converged(short):
    diagnostics = short.models["rothc"].diagnostics
    assert not short.converged
    assert any("autocorrelation" in why for why in diagnostics.failures)
    assert diagnostics.needed >= 2 * 60


class Killed(Exception):
    """What stops a run between two steps."""


def stopped(project, folder, step, **more):
    """Run a calibration that is stopped after some steps."""

    def advance(name, done):
        if done >= step:
            raise Killed

    with pytest.raises(Killed):
        calibrate(project, folder=folder, advance=advance, **more)


def test_a_stopped_run_goes_on_to_the_same_bytes(tmp_path):
    project, more = falling(), {"steps": 60, "models": ("rothc",)}
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    write_calibration(calibrate(project, folder=whole, **more), whole)
    stopped(project, parts, 20, **more)
    assert (parts / UNFINISHED / CHAIN).is_file()
    stopped(project, parts, 40, resume=True, **more)
    write_calibration(calibrate(project, folder=parts, resume=True, **more), parts)
    assert not (parts / UNFINISHED).exists()
    assert (parts / "posterior.nc").read_bytes() == (whole / "posterior.nc").read_bytes()
    documents = [json.loads((f / "calibration.json").read_text()) for f in (whole, parts)]
    for document in documents:
        document.pop("provenance")
    assert documents[0] == documents[1]


def test_a_finished_chain_can_be_made_longer(tmp_path):
    project, folder = falling(), tmp_path / "out"
    write_calibration(calibrate(project, folder=folder, steps=40), folder)
    longer = calibrate(project, folder=folder, steps=60, resume=True)
    write_calibration(longer, folder)
    assert np.array_equal(
        longer.models["rothc"].values, calibrate(project, steps=60).models["rothc"].values
    )
    with pytest.raises(InputError, match="at least the 60 steps"):
        calibrate(project, folder=folder, steps=40, resume=True)


def test_what_must_not_be_gone_on_with_is_refused(tmp_path):
    project, folder = falling(), tmp_path / "out"
    with pytest.raises(FileProblem, match="no calibration to go on with"):
        calibrate(project, folder=folder, steps=60, resume=True)
    stopped(project, folder, 20, steps=60)
    with pytest.raises(Conflict, match="unfinished calibration"):
        calibrate(project, folder=folder, steps=60)
    with pytest.raises(Conflict, match="seed differ"):
        calibrate(project, folder=folder, steps=60, seed=9, resume=True)
    changed = replace(project, raw={"name": "another"})
    with pytest.raises(Conflict, match="the project or the version"):
        calibrate(changed, folder=folder, steps=60, resume=True)
    calibrate(project, folder=folder, steps=60, force=True)
    (folder / UNFINISHED / CHAIN).write_bytes(b"no HDF")
    with pytest.raises(FileProblem, match="damaged"):
        calibrate(project, folder=folder, steps=60, resume=True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"steps": 5}, "--steps: 5 .* at least 20"),
        ({"walkers": 6}, "--walkers: 6 .* at least 8"),
        ({"models": ("roth",)}, "nearest: rothc"),
        ({"models": ("ipcc_tier1",)}, "calibration of ipcc_tier1 .*no rates"),
        ({"models": ("yasso15",)}, "calibration of yasso15"),
    ],
)
def test_what_cannot_be_calibrated_gets_one_clear_error(changes, message, tmp_path):
    with pytest.raises(InputError, match=message):
        calibrate(falling(), folder=tmp_path / "out", **({"steps": 60} | changes))
    assert not (tmp_path / "out").exists()


def test_walkers_are_the_draws_of_one_run():
    """A walker alone has the density that it has among others."""
    found = density(falling())
    scores = np.random.default_rng(3).standard_normal((9, 2))
    together = found(scores)
    assert together == pytest.approx([found(one[None])[0] for one in scores], rel=1e-9)
    central = found.run(np.zeros((1, 2)))
    assert found.run(np.zeros((4, 2))) == pytest.approx(np.repeat(central, 4, axis=1), rel=1e-12)


def test_what_a_model_cannot_take_has_no_likelihood():
    """A stock below the inert carbon is refused by the start from a history."""
    soil = {"stock": 20.0, "stock_sd": 15.0, "inert_organic_matter": 12.0}
    one = falling(land_units=(unit(**soil),))
    one = replace(one, run=replace(one.run, start=Start.HISTORY))
    found = density(one)
    assert [p.name for p in found.priors][-1] == "rothc.soil.stock.field"
    scores = np.array([[0.0, 0.0, 0.5], [0.0, 0.0, -1.0], [0.1, 0.0, 1.0], [0, 0, FARTHEST + 1]])
    assert np.isfinite(found(scores)).tolist() == [True, False, True, False]
    with pytest.raises(NotApplicable, match="inert carbon"):
        found.run(scores[1:2])


def test_published_ranges_are_priors_and_their_shape_that_of_the_table():
    ranged = model("ipcc_tier2")
    priors, notes = priors_of(falling(), ranged, ())
    rows = [row for row in table("ipcc2019_tier2").rows if row.low is not None]
    assert [p.name for p in priors] == [f"ipcc_tier2.{row.parameter}" for row in rows]
    assert {p.kind for p in priors} == {Distribution.TRIANGULAR}
    assert [note.code for note in notes] == ["calibration_prior_published"]
    stated = falling(uncertainty=Uncertainty(plant_input=0.2))
    more, notes = priors_of(stated, ranged, ())
    assert [p.name for p in more[len(priors) :]] == ["ipcc_tier2.plant_input"]
    assert more[-1].at(np.array([0.5, 0.975])) == pytest.approx([1.0, 1.392], rel=1e-4)
    assert notes[-1].key == "uncertainty.plant_input"


def test_every_walker_stands_at_the_quantile_of_its_score():
    priors, _ = priors_of(falling(), model("rothc"), ())
    scores = np.array([[-1.959964, 0.0], [0.0, 1.959964]])
    values = values_at(priors, scores)
    assert values["rothc.decomposition"] == pytest.approx([0.5, 1.0], rel=1e-6)
    assert values["rothc.plant_input"] == pytest.approx([1.0, 2.0], rel=1e-6)
    assert log_prior(scores) == pytest.approx([-1.920729] * 2, rel=1e-6)


def chain(steps, walkers, rho, seed=1):
    """Return an autoregressive chain whose autocorrelation time is (1 + rho) / (1 - rho)."""
    noise = np.random.default_rng(seed).standard_normal((steps, walkers, 1))
    found = np.empty_like(noise)
    found[0] = noise[0]
    for i in range(1, steps):
        found[i] = rho * found[i - 1] + np.sqrt(1 - rho**2) * noise[i]
    return found


def test_diagnostics_of_chains_whose_answer_is_known():
    good = diagnose(chain(4000, 40, 0.8), np.full(40, 0.4))
    assert good.converged
    assert good.autocorrelation[0] == pytest.approx(9.0, rel=0.1)
    assert good.effective[0] == pytest.approx(3000 * 40 / 9.0, rel=0.1)
    assert good.r_hat[0] == pytest.approx(1.0, abs=0.01)
    apart = chain(4000, 40, 0.8) + np.arange(40)[None, :, None]
    assert split_r_hat(apart)[0] > 2
    assert any("R-hat" in why for why in diagnose(apart, np.full(40, 0.4)).failures)
    stuck = chain(4000, 40, 0.8)
    stuck[:, 3] = 1.0
    assert not diagnose(stuck, np.full(40, 0.4)).converged
    assert any("accepted" in w for w in diagnose(chain(4000, 40, 0.8), np.zeros(40)).failures)


def test_the_posterior_is_stored_with_what_it_comes_from(short, tmp_path):
    folder = tmp_path / "out"
    found = calibrate(falling(), steps=60, seed=7, folder=folder)
    files = write_calibration(found, folder)
    names = ["calibration.json", "chain.h5", "posterior.nc", "report.html"]
    assert [path.name for path in files] == names
    read = read_posterior(folder / "posterior.nc", "here")
    entry = read.models["rothc"]
    assert np.array_equal(entry.values, short.models["rothc"].values)
    assert entry.names == ("rothc.decomposition", "rothc.plant_input")
    assert not entry.converged
    assert ("straw", "field", 2010) in read.observed
    document = json.loads((folder / "calibration.json").read_text())
    assert document["input_hash"] == short.input_hash
    assert document["seed"] == 7
    assert document["provenance"]["time"]
    assert {t["name"] for t in document["tables"]} >= {"calibration_priors"}
    codes = {note["code"] for note in document["assumptions"]}
    assert {"calibration_prior_factors", "calibration_errors", "calibration_fixed"} <= codes
    assert "observation_sd" not in codes


def test_a_measurement_without_error_takes_the_tabled_share_and_says_so():
    found = density(falling(sd=None))
    assert {one.sd for one in found.measured} == {5.0}
    result = calibrate(falling(sd=None), steps=20)
    note = next(n for n in result.assumptions if n.code == "observation_sd")
    assert note.fields == {"count": 10, "total": 10, "share": 10.0}
