"""Century against the weekly example of SoilR, against scipy, and its own rules."""

import csv
from pathlib import Path

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import set_up
from permil.errors import MissingKey
from permil.models import model
from permil.models.ages import mean_age, mean_ages, steady_state
from permil.models.compartments import run
from permil.models.inverse import input_for_stock
from permil.models.protocol import Drivers, Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, Stream
from permil.vocabulary import Part

EXAMPLE = Path(__file__).parents[1] / "reference_runs" / "century" / "weekly_example.csv"
WEEKS = 365.25 / 84  # of a month
SURFACE, METABOLIC, LIGNIN = 345.0 / 795.0, 0.841, 0.1
seeds = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def century():
    return model("century")


def example(century, weeks):
    """Return parameters, site and forcing of the example for steps of so many weeks."""
    parameters = century.parameters()._replace(weeks=float(weeks))
    site = century.site(parameters, Soil(clay=20.0, depth=20.0, silt=45.0))
    carbon = [SURFACE * (1 - METABOLIC), SURFACE * METABOLIC]
    carbon += [(1 - SURFACE) * (1 - METABOLIC), (1 - SURFACE) * METABOLIC]
    values = [1.0, 1.0, LIGNIN, LIGNIN, *(weeks * c for c in carbon)]
    names = century.forcing._fields
    forcing = {n: Stream(np.full((1, 1), v)) for n, v in zip(names, values, strict=True)}
    return parameters, site, forcing


@pytest.mark.parametrize("weeks", [1, 4])
def test_the_weekly_example_in_steps_of_any_length(century, weeks):
    parameters, site, forcing = example(century, weeks)
    with EXAMPLE.open(encoding="utf-8") as file:
        expected = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    result = run(
        century,
        site,
        century.start(),
        forcing,
        int(expected[-1]["week"]) // weeks,
        parameters=parameters,
        every=52 // weeks,
        backend="compiled",
    )
    for row in expected:
        for pool in century.pools:
            found = result.pools[pool][int(row["week"]) // 52 - 1, 0]
            assert found == pytest.approx(row[pool], abs=1e-4)


def published_matrix(fine, surface, soil):
    """Return the matrix of Parton et al. (1987) per week from its printed numbers.

    Rows and columns: surface structural and metabolic, soil structural and metabolic, active, slow,
    passive; ``fine`` is clay and silt, the others are lignin of structural litter.
    """
    rates = np.array([0.076, 0.28, 0.094, 0.35, 0.14, 0.0038, 0.00013])
    rates[[0, 2]] *= np.exp([-3 * surface, -3 * soil])
    rates[4] *= 1 - 0.75 * fine
    shares = -np.eye(7)
    shares[4, :4] = (1 - surface) * 0.55, 0.45, (1 - soil) * 0.45, 0.45
    shares[4, 5:] = 0.42, 0.45
    shares[5, [0, 2]] = 0.7 * surface, 0.7 * soil
    shares[5, 4] = 1 - (0.85 - 0.68 * fine) - 0.004
    shares[6, 4:6] = 0.004, 0.03
    return shares * rates


@given(
    seed=seeds,
    factor=st.floats(0.0, 1.0),
    lignin=st.tuples(st.floats(0.0, 0.9), st.floats(0.0, 0.9)),
    fine=st.floats(0.0, 100.0),
)
@settings(max_examples=60, deadline=None)
def test_a_month_is_the_exponential_of_the_published_matrix(seed, factor, lignin, fine):
    chosen, _, state, forcing = set_up("century", seed, 12)
    site = chosen.site(chosen.parameters(), Soil(clay=0.4 * fine, depth=20.0, silt=0.6 * fine))
    force = chosen.forcing(*(forcing[name].values[3] for name in chosen.forcing._fields))
    force = force._replace(temperature_factor=factor, moisture_factor=1.0)
    force = force._replace(surface_lignin=lignin[0], soil_lignin=lignin[1])
    after, fluxes = chosen.step(chosen.parameters(), site, state, force)
    extended = np.zeros((8, 8))
    extended[:7, :7] = published_matrix(fine / 100, *lignin) * factor * WEEKS
    entering = [getattr(force, name) for name in chosen.inputs]
    extended[:4, 7] = entering
    end = scipy.linalg.expm(extended) @ np.array([*state, 1.0], float)
    assert np.array(after, float) == pytest.approx(end[:7], rel=1e-12, abs=1e-13)
    assert fluxes.respired == pytest.approx(sum(state) + sum(entering) - end[:7].sum(), abs=1e-11)
    assert fluxes.respired > -1e-12


def test_silt_may_be_told_by_sand(century):
    p = century.parameters()
    by_silt = century.site(p, Soil(clay=20.0, depth=20.0, silt=45.0))
    assert century.site(p, Soil(clay=20.0, depth=20.0, sand=35.0)) == pytest.approx(by_silt)
    with pytest.raises(MissingKey, match="silt"):
        century.site(p, Soil(clay=20.0, depth=20.0))


def warm(seed, cells=(3,), months=12):
    """Return a set-up in which something decomposes and enters in every year."""
    chosen, site, state, forcing = set_up("century", seed, months, cells)
    forcing["temperature_factor"] = Stream(forcing["temperature_factor"].values + 0.2)
    forcing["soil_structural_input"] = Stream(forcing["soil_structural_input"].values + 0.05)
    return chosen, site, state, forcing


@given(seed=seeds)
@settings(max_examples=15, deadline=None)
def test_the_steady_state_is_a_fixed_point_that_a_scaled_input_scales(seed):
    chosen, site, _, forcing = warm(seed)
    steady = periodic_steady_state(chosen, site, forcing, 12)
    after = run(chosen, site, steady.state, forcing, 12)
    for pool in chosen.pools:
        assert after.pools[pool][0] == pytest.approx(getattr(steady.state, pool), rel=1e-10)
    held = input_for_stock(chosen, site, forcing, 12, 2.0 * steady.soc)
    assert held.scale == pytest.approx(2.0, rel=1e-10)


def test_ages_are_those_of_the_matrix(century):
    _, site, forcing = example(century, WEEKS)
    matrix = published_matrix(0.65, LIGNIN, LIGNIN) * 365.25 / 7
    inputs = np.array([*(forcing[name].values[0, 0] for name in century.inputs), 0, 0, 0]) * 12
    ages = mean_ages(century, site, forcing, 12)
    assert ages.transit_time[0] == pytest.approx(mean_age(matrix, inputs), rel=1e-10)
    exact = mean_age(matrix, steady_state(matrix, inputs))
    assert ages.carbon_age[0] == pytest.approx(exact, rel=1e-4)


def driven(century, carbon, scale=None, months=36):
    climate = (Stream(np.full((1, 1), value)) for value in (20.0, 60.0, 80.0, 1.0))
    inputs = tuple(
        CarbonInputs({m: np.asarray(c, float)[:, None] for m, c in group.items()}, scale)
        for group in carbon
    )
    return century.drive(century.parameters(), Drivers(*climate, inputs))


def months(*years):
    """Return what enters in August of each year."""
    values = np.zeros(12 * len(years))
    values[7::12] = years
    return values


def test_carbon_enters_by_place_and_quality(century):
    straw, roots = Material(Part.SHOOTS, "barley"), Material(Part.ROOTS, "barley")
    forcing = driven(century, [{straw: months(2, 0, 2), roots: months(1, 0, 1)}])
    # Barley: lignin 0.046, nitrogen 0.009.
    metabolic = 0.85 - 0.018 * 0.046 / 0.009
    assert forcing["surface_metabolic_input"].values[7] == pytest.approx(2 * metabolic)
    assert forcing["soil_structural_input"].values[7] == pytest.approx(1 - metabolic)
    total = sum(forcing[name].values.sum() for name in century.inputs)
    assert total == pytest.approx(6.0, rel=1e-14)
    lignin = 0.046 / (1 - metabolic)
    for place in ("surface", "soil"):
        assert forcing[f"{place}_lignin"].values == pytest.approx(np.full((36, 1), lignin))


def test_lignin_is_that_of_the_year_and_lasts_through_years_without_input(century):
    straw, manure = Material(Part.SHOOTS, "barley"), Material(Part.COVER_CROP)
    forcing = driven(century, [{straw: months(0, 2, 0, 1)}, {manure: months(0, 0, 0, 1)}])
    by_year = forcing["surface_lignin"].values[:, 0].reshape(4, 12)
    assert np.ptp(by_year, axis=1).max() == 0
    barley = 0.046 / (0.15 + 0.018 * 0.046 / 0.009)
    cover = 0.061, 0.15 + 0.018 * 0.061 / 0.0178
    mixed = (0.046 + 0.5 * cover[0]) / (0.15 + 0.018 * 0.046 / 0.009 + 0.5 * cover[1])
    assert by_year[:, 0] == pytest.approx([barley, barley, barley, mixed])
    empty = driven(century, [{straw: months(0.0)}])
    assert empty["surface_lignin"].values == pytest.approx(np.full(12, 0.1))


def test_a_factor_on_a_group_of_inputs_weighs_its_lignin(century):
    straw, cover = Material(Part.SHOOTS, "barley"), Material(Part.COVER_CROP)
    drawn = np.array([0.5, 1.0, 2.0])
    found = driven(century, [{straw: months(2.0)}, {cover: months(1.0)}], scale=drawn)
    # One factor on both groups changes no share.
    assert np.ptp(found["surface_lignin"].values) < 1e-15
    climate = (Stream(np.full((1, 1), value)) for value in (20.0, 60.0, 80.0, 1.0))
    groups = (
        CarbonInputs({straw: months(2.0)[:, None]}, drawn),
        CarbonInputs({cover: months(1.0)[:, None]}),
    )
    found = century.drive(century.parameters(), Drivers(*climate, groups))["surface_lignin"]
    for i, factor in enumerate(drawn):
        alone = driven(century, [{straw: months(2.0 * factor)}, {cover: months(1.0)}])
        expected = alone["surface_lignin"].values[:, 0]
        assert found.values[:, i] == pytest.approx(expected, rel=1e-14)


def test_a_warm_wet_month_at_the_optimum_has_factor_one(century):
    climate = (Stream(np.full((1, 1), value)) for value in (35.0, 300.0, 100.0, 1.0))
    forcing = century.drive(century.parameters(), Drivers(*climate))
    assert forcing["temperature_factor"].values.item() == pytest.approx(1.0)
    assert forcing["moisture_factor"].values.item() == pytest.approx(1.0, abs=1e-9)
