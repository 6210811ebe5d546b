"""Yasso: the official tests, carbon that the published parameters create, litter and depth."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import set_up
from permil.errors import CarbonBalanceError, NotApplicable, UnknownName
from permil.models import model
from permil.models.ages import mean_age, mean_ages, steady_state
from permil.models.compartments import run
from permil.models.inverse import input_for_stock
from permil.models.matrix_exponential import propagate
from permil.models.protocol import Drivers, Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, Stream
from permil.models.yasso15 import parameters as parameters15
from permil.models.yasso20 import parameters as parameters20
from permil.models.yasso_family import carbon_created, compartment_matrix, composition
from permil.tables import table
from permil.variables import glossary
from permil.vocabulary import Part

FILE = Path(__file__).parents[1] / "reference_runs" / "yasso" / "official_tests.toml"
OFFICIAL = tomllib.loads(FILE.read_text(encoding="utf-8"))
NAMES = ("yasso15", "yasso20")
SOIL = Soil(clay=20.0, depth=100.0)


def constant(value):
    return Stream(np.full((1, 1), value))


def climate(temperature, precipitation):
    """Return drivers of a mean year: temperature by month, rain the same in each."""
    months = np.asarray(temperature, float)[:, None]
    return Drivers(Stream(months), constant(precipitation / 12), constant(0.0), constant(0.0))


def official(name="yasso15", parameters=None):
    """Return model, site, forcing and matrix under the climate of the official tests."""
    chosen = model(name)
    p = parameters or chosen.parameters()
    site = chosen.site(p, SOIL)
    weather = climate(OFFICIAL["temperature"], OFFICIAL["precipitation"])
    forcing = dict(chosen.drive(p, weather))
    force = chosen.forcing(*(forcing[n].values.item() for n in chosen.forcing._fields))
    return chosen, site, forcing, compartment_matrix(p, site, force)


def test_the_official_transient_test():
    matrix = official()[3]
    case = OFFICIAL["transient"]
    pools = np.array(case["start"])
    for years, expected in zip(case["years"], case["expected"], strict=True):
        pools, _ = propagate(matrix, np.zeros(5), pools, years)
        assert pools == pytest.approx(expected, abs=1e-9)


def test_the_official_steady_state_test():
    case = OFFICIAL["steady_state"]
    chosen, site, forcing, matrix = official()
    for litter, expected in zip(case["litter"], case["expected"], strict=True):
        assert steady_state(matrix, litter) == pytest.approx(expected, abs=1e-9)
        carbon = dict(zip(chosen.inputs, map(constant, litter[:4]), strict=True))
        found = periodic_steady_state(chosen, site, forcing | carbon, 1)
        assert [pool.item() for pool in found.state] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_no_column_of_the_default_creates_carbon(name):
    p = model(name).parameters()
    assert all(created <= 1e-15 for created in carbon_created(p).values())
    assert np.all(official(name)[3].sum(axis=0) <= 1e-15)


def test_the_published_set_creates_0_42_percent_in_two_pools():
    created = carbon_created(parameters20("yasso20_published"))
    assert created["acid"] == pytest.approx(0.0042, rel=1e-12)
    assert created["nonsoluble"] == pytest.approx(0.0042, rel=1e-12)
    assert (created["water"], created["ethanol"]) == (0.0, 0.0)
    matrix = official("yasso20", parameters20("yasso20_published"))[3]
    gained = matrix.sum(axis=0) / -np.diag(matrix)
    assert gained[[0, 3]] == pytest.approx([0.0042, 0.0042], rel=1e-10)
    assert np.all(gained[[1, 2, 4]] < 0)


def test_renormalising_changes_the_two_pools_alone():
    published, default = parameters20("yasso20_published"), parameters20()
    changed = [n for n in published._fields if getattr(published, n) != getattr(default, n)]
    assert changed == ["nonsoluble_to_acid", "acid_to_water"]
    assert default.acid_to_water == pytest.approx(1 - 0.0042, rel=1e-15)
    with pytest.raises(UnknownName, match="yasso20_published"):
        parameters20("yasso20_map")


def test_created_carbon_raises_the_steady_state():
    stocks = []
    for p in (parameters20(), parameters20("yasso20_published")):
        chosen, site, forcing, _ = official("yasso20", p)
        litter = forcing | {name: constant(1.0) for name in chosen.inputs}
        steady = periodic_steady_state(chosen, site, litter, 1, parameters=p)
        after = run(chosen, site, steady.state, litter, 1, parameters=p)
        # In equilibrium all that enters is respired: by the published set only on paper, for its
        # respiration is what enters less what the pools gain.
        assert after.respired[0] == pytest.approx(4.0, rel=1e-9)
        stocks.append(steady.soc.item())
    assert 1.001 < stocks[1] / stocks[0] < 1.05


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_the_default_respires_and_never_creates(name, seed):
    chosen, site, state, forcing = set_up(name, seed, 8, (5,))
    result = run(chosen, site, state, forcing, 8)
    assert np.all(result.respired >= -1e-12 * result.soc)


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_the_steady_state_is_a_fixed_point_and_scales_with_inputs(name, seed):
    chosen, site, _, forcing = set_up(name, seed, 4, (3,), hottest=30.0)
    for field in (*chosen.forcing._fields[:3], "nonsoluble_input"):
        forcing[field] = Stream(forcing[field].values + 0.1)
    forcing["precipitation"] = Stream(forcing["precipitation"].values + 100.0)
    steady = periodic_steady_state(chosen, site, forcing, 4)
    after = run(chosen, site, steady.state, forcing, 4)
    assert after.soc[-1] == pytest.approx(steady.soc, rel=1e-10)
    held = input_for_stock(chosen, site, forcing, 4, 2.0 * steady.soc)
    assert held.scale == pytest.approx(2.0, rel=1e-9)


def test_a_gap_in_the_climate_is_an_error_of_its_own():
    chosen, site, forcing, _ = official()
    gap = forcing | {"precipitation": constant(np.nan)}
    with pytest.raises(CarbonBalanceError, match="yasso15"):
        periodic_steady_state(chosen, site, gap, 1)
    frozen = forcing | {"precipitation": constant(0.0)}
    with pytest.raises(NotApplicable, match="nothing decomposes"):
        periodic_steady_state(chosen, site, frozen, 1)


def test_ages_are_those_of_the_matrix():
    chosen, site, forcing, matrix = official()
    litter = np.array([1.0, 0.5, 0.2, 0.8, 0.0])
    carbon = dict(zip(chosen.inputs, map(constant, litter[:4]), strict=True))
    found = mean_ages(chosen, site, forcing | carbon, 1)
    assert found.transit_time == pytest.approx(mean_age(matrix, litter), rel=1e-9)
    exact = mean_age(matrix, steady_state(matrix, litter))
    assert found.carbon_age == pytest.approx(exact, rel=1e-3)


def test_leaching_leaves_with_the_respired_carbon_and_thick_wood_is_slow():
    chosen, _, forcing, _ = official()
    p = parameters15()
    still = forcing | {name: constant(0.0) for name in chosen.inputs}
    state = chosen.start(acid_soluble_carbon=10.0, humus_carbon=5.0)

    def lost(**options):
        site = chosen.site(p, SOIL, **options)
        return run(chosen, site, state, still, 3).respired.sum()

    assert lost(leaching=-0.1) > lost() > lost(diameter=10.0)
    assert lost(diameter=0.1) == pytest.approx(lost(), rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_depth_of_yasso_is_one_metre(name):
    chosen = model(name)
    assert chosen.depths == (100.0, 100.0)
    assert set(chosen.pools) <= set(glossary())
    assert all("1 m depth" in glossary()[pool].description for pool in chosen.pools)


@pytest.mark.parametrize(
    ("material", "acid"),
    [
        (Material(Part.SHOOTS, "winter_wheat"), 0.712956),
        (Material(Part.SHOOTS, "barley"), 0.728503 / 1.000001),
        (Material(Part.SHOOTS, "grass_ley"), 0.46),
        (Material(Part.ROOTS, "winter_wheat"), 0.46),
        (Material(Part.COVER_CROP), 0.46),
        (Material(Part.PLANT), 0.712956),
        (Material(Part.AMENDMENT, "farmyard_manure"), 0.701348),
        (Material(Part.AMENDMENT, "compost"), 0.69),
    ],
)
def test_every_material_has_its_composition(material, acid):
    shares = composition(material)
    assert shares[0] == pytest.approx(acid, rel=1e-12)
    assert sum(shares) == pytest.approx(1.0, rel=1e-15)
    carbon = CarbonInputs({material: np.full((12, 1), 0.25)})
    drivers = climate(np.full(12, 8.0), 700.0)._replace(inputs=(carbon,))
    forcing = model("yasso20").drive(parameters20(), drivers)
    entering = [forcing[name].values.item() for name in model("yasso20").inputs]
    assert entering == pytest.approx([3.0 * share for share in shares], rel=1e-12)


def test_every_crop_and_amendment_has_a_composition():
    known = {row.quality for row in table("yasso_litter").rows}
    assert {row.quality for row in table("yasso_materials").rows} <= known
    for part in (Part.SHOOTS, Part.ROOTS):
        for row in table("crops").rows:
            assert min(composition(Material(part, row.crop))) > 0
    for row in table("organic_amendments").rows:
        assert min(composition(Material(Part.AMENDMENT, row.amendment))) > 0


@pytest.mark.parametrize("name", ["icbm_materials", "yasso_materials"])
def test_classes_are_of_crops_and_amendments_that_exist(name):
    known = {row.crop for row in table("crops").rows} | {"any"}
    known |= {row.amendment for row in table("organic_amendments").rows}
    assert {row.material for row in table(name).rows} <= known
    parts = {row.part for row in table(name).rows if row.material == "any"}
    assert parts == set(Part)


def test_months_enter_by_the_mean_of_their_factors():
    chosen = model("yasso15")
    p = parameters15()
    forcing = chosen.drive(p, climate(np.arange(-10.0, 14.0, 2.0), 600.0))
    t = np.arange(-10.0, 14.0, 2.0)
    expected = np.exp(0.090598047 * t - 0.00021440956 * t**2).mean()
    assert forcing["temperature_factor"].values == pytest.approx(expected, rel=1e-13)
    assert forcing["precipitation"].values == pytest.approx(600.0, rel=1e-13)


@pytest.mark.parametrize("name", [*NAMES, "yasso20_published"])
@pytest.mark.parametrize("temperature", [-25.0, 0.0, 12.0, 30.0, 45.0])
@pytest.mark.parametrize("leaching", [0.0, -0.3])
def test_the_compiled_loop_is_the_exponential_of_the_matrix(name, temperature, leaching):
    """At 45 °C the fastest pool turns over two hundred times a year."""
    chosen = model(name.removesuffix("_published"))
    p = parameters20(name) if name.endswith("published") else chosen.parameters()
    site = chosen.site(p, SOIL, leaching=leaching)
    weather = climate([temperature] * 12, 900.0)
    climates = {n: s.values.item() for n, s in chosen.drive(p, weather).items()}
    carbon = dict(zip(chosen.inputs, (2.0, 0.7, 0.3, 1.1), strict=True))
    force = chosen.forcing(**climates | carbon)
    state = chosen.start(**dict(zip(chosen.pools, (3.0, 0.2, 0.1, 9.0, 40.0), strict=True)))
    exact, respired = chosen.step(p, site, state, force)
    found, flux = chosen.compiled_step(p, site, state, force)
    assert np.array(found) == pytest.approx(np.array(exact), rel=1e-12)
    assert flux.respired == pytest.approx(respired.respired, rel=1e-11, abs=1e-12)


@pytest.mark.parametrize("rate", [np.nan, np.inf])
def test_the_compiled_loop_ends_where_a_rate_is_none(rate):
    chosen, site, forcing, _ = official()
    force = chosen.forcing(*(forcing[n].values.item() for n in chosen.forcing._fields))
    broken = force._replace(temperature_factor=rate)
    with np.errstate(invalid="ignore"):
        _, flux = chosen.compiled_step(chosen.parameters(), site, chosen.start(), broken)
    assert np.isnan(flux.respired)
