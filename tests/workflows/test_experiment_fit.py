"""Calibration finds factors that made the data, and the table it works on is close to the model."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.experiments import Use, bundled_sites
from permil.models import model
from permil.workflows.experiment_fit import (
    INPUT_RANGE,
    at_scored,
    calibrate,
    response,
    scored,
)
from permil.workflows.experiment_run import Variants, run_experiment

SITES = {site.id: site for site in bundled_sites()}
ROTHC = model("rothc")


def as_if(site, rate, inputs):
    """Return a site whose stocks are those of the model with known factors."""
    soc = run_experiment(ROTHC, site, Variants(np.array([rate]), np.array([inputs])))[..., 0]
    positions = {t.id: i for i, t in enumerate(site.run)}
    treatments = []
    for t in site.treatments:
        measured = t.measured
        if t.id in positions:
            measured = tuple(
                replace(m, stock=float(soc[m.year - site.first_year + 1, positions[t.id]]))
                if m.use is Use.SCORE
                else m
                for m in measured
            )
        treatments.append(replace(t, measured=measured))
    return replace(site, treatments=tuple(treatments))


@pytest.fixture(scope="module")
def made():
    names = ("woburn_barley", "highfield_bare_fallow", "hoosfield")
    return {name: as_if(SITES[name], 1.4, 2.5) for name in names}


def test_factors_that_made_the_data_are_found(made):
    tables = {name: response(ROTHC, site, rates=True) for name, site in made.items()}
    fit = calibrate(tables, list(made))
    assert fit.rate == pytest.approx(1.4, rel=0.01)
    assert fit.inputs == pytest.approx(2.5, rel=0.01)
    assert fit.fitted_on == tuple(made)
    assert fit.n == 7 + 3 * 7 + 11
    assert fit.rate_fitted
    assert not fit.at_bound


def test_the_interpolated_response_is_close_to_the_model(made):
    """What the fit believes of a site lies within 0.1 t C/ha of what the model then gives."""
    from scipy.interpolate import RegularGridInterpolator

    site = SITES["broadbalk"]
    table = response(ROTHC, site, rates=True)
    smooth = RegularGridInterpolator((table.rates, table.inputs), table.errors, method="cubic")
    measured = np.array([one.stock for _, one in scored(site)])
    for rate, inputs in [(0.8, 3.0), (1.3, 0.6), (0.97, 4.1)]:
        soc = run_experiment(ROTHC, site, Variants(np.array([rate]), np.array([inputs])))
        error = at_scored(site, soc)[0] - measured
        assert smooth(np.log([[rate, inputs]]))[0] == pytest.approx(error, abs=0.1)


def test_a_factor_that_the_range_does_not_hold_is_said(made):
    far = as_if(SITES["woburn_barley"], 1.0, 3 * INPUT_RANGE)
    fit = calibrate({"woburn_barley": response(ROTHC, far, rates=True)}, ["woburn_barley"])
    assert fit.at_bound
    assert fit.inputs <= INPUT_RANGE * (1 + 1e-9)


def test_inputs_alone_are_fitted_where_the_rates_stay(made):
    site = as_if(SITES["woburn_barley"], 1.0, 2.5)
    table = response(ROTHC, site, rates=False)
    assert table.rates.tolist() == [0.0]
    fit = calibrate({"woburn_barley": table}, ["woburn_barley"])
    assert fit.inputs == pytest.approx(2.5, rel=0.01)
    assert fit.rate == 1.0
    assert not fit.rate_fitted
