"""AMGv2 by hand, against the official program's stocks, and its quality classes."""

import numpy as np
import pytest

from amg_files import read
from models.batches import set_up
from permil.errors import MissingKey
from permil.models import amg
from permil.models.ages import mean_ages
from permil.models.compartments import run
from permil.models.inverse import input_for_stock
from permil.models.protocol import Drivers, Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, Stream
from permil.tables import parameter_set, table
from permil.vocabulary import Part

SOIL = Soil(
    clay=17.8,
    depth=28.0,
    calcium_carbonate=115.0,
    ph=8.39,
    carbon_nitrogen_ratio=10.35,
    organic_carbon_stock=50.95,
)


def yearly(value):
    return Stream(np.atleast_1d(np.asarray(value, dtype=float)))


def constant(temperature=1.0, moisture=1.0, humified=1.2, mineralised=3.0):
    values = (temperature, moisture, humified, mineralised)
    return dict(zip(amg.Forcing._fields, map(yearly, values), strict=True))


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_the_stocks_of_the_official_program_follow_from_its_own_rates(backend):
    """Only its stocks are rounded then, to four decimals a year."""
    rows = read("con_years.csv")
    rate, humified, official = (
        np.array([float(row[name]) for row in rows])
        for name in ("mineralisation_rate", "humified_carbon_input", "active_soil_carbon")
    )
    forcing = constant(rate[1:], 1.0, humified[1:], 0.0 * humified[1:])
    p, site = amg.parameters()._replace(k0=1.0), amg.site(amg.parameters(), SOIL)
    state = amg.State(active_soil_carbon=17.8325, humified_residue_carbon=humified[0])
    site = site._replace(soil_factor=1.0)
    found = run(amg.MODEL, site, state, forcing, 18, parameters=p, backend=backend)
    assert site.stable_soil_carbon == pytest.approx(33.1175, rel=1e-15)
    assert np.abs(found.pools["active_soil_carbon"] - official[1:]).max() < 2e-4
    assert found.soc == pytest.approx(
        found.pools["active_soil_carbon"] + humified[1:] + 33.1175, rel=1e-13
    )


def test_the_input_of_a_year_meets_the_rate_of_the_next():
    p, site = amg.parameters(), amg.site(amg.parameters(), SOIL)
    warm = np.array([0.5, 2.0])
    forcing = constant(warm, 1.0, np.array([1.5, 0.0]), np.array([2.5, 0.0]))
    found = run(amg.MODEL, site, amg.MODEL.start(), forcing, 2)
    k = 0.29 * site.soil_factor * 2.0
    assert found.pools["active_soil_carbon"].tolist() == [
        0.0,
        pytest.approx(1.5 * (1.0 - np.exp(-k)) / k, rel=1e-13),
    ]
    assert found.pools["humified_residue_carbon"].tolist() == [1.5, 0.0]
    assert found.respired[0] == 2.5
    assert found.inputs[0] == 4.0
    assert p.k0 == 0.29


@pytest.mark.parametrize("seed", range(5))
def test_steady_state_inverse_input_and_continuation(seed):
    chosen, site, _, forcing = set_up("amg", seed, 6, (4,))
    for name in chosen.inputs:
        forcing[name] = Stream(forcing[name].values + 0.5)
    steady = periodic_steady_state(chosen, site, forcing, 6)
    after = run(chosen, site, steady.state, forcing, 6)
    for pool in chosen.pools:
        assert after.pools[pool][-1] == pytest.approx(getattr(steady.state, pool), rel=1e-10)
    twice = {n: s._replace(scale=np.full(4, 2.0)) for n, s in forcing.items() if n in chosen.inputs}
    doubled = periodic_steady_state(chosen, site, forcing | twice, 6)
    active = steady.soc - site.stable_soil_carbon
    assert doubled.soc - site.stable_soil_carbon == pytest.approx(2.0 * active, rel=1e-12)
    held = input_for_stock(chosen, site, forcing, 6, steady.soc)
    assert held.scale == pytest.approx(np.ones(4), rel=1e-10)


def test_the_steady_state_of_a_constant_year_is_the_input_over_the_rate():
    site = amg.site(amg.parameters(), SOIL)
    steady = periodic_steady_state(amg.MODEL, site, constant(), 1)
    k = 0.29 * site.soil_factor
    assert steady.state.active_soil_carbon == pytest.approx(1.2 / k, rel=1e-12)
    assert steady.state.humified_residue_carbon == pytest.approx(1.2, rel=1e-15)


def test_the_transit_time_is_the_stock_over_the_input():
    site = amg.site(amg.parameters(), SOIL)
    ages = mean_ages(amg.MODEL, site, constant(), 1)
    stock = 1.2 / (0.29 * site.soil_factor) + 1.2
    assert ages.transit_time == pytest.approx(stock / 4.2, rel=1e-12)
    assert ages.carbon_age > ages.transit_time


@pytest.mark.parametrize(
    "name", ["calcium_carbonate", "ph", "carbon_nitrogen_ratio", "organic_carbon_stock"]
)
def test_a_soil_that_is_not_known_is_named(name):
    with pytest.raises(MissingKey, match=name):
        amg.site(amg.parameters(), SOIL._replace(**{name: None}))


def test_long_grassland_leaves_less_stable_carbon():
    grassland = amg.site(amg.parameters(), SOIL, history="grassland")
    assert grassland.stable_soil_carbon == pytest.approx(0.4 * 50.95, rel=1e-15)


def test_months_become_years():
    months = np.arange(24.0)
    drivers = Drivers(
        temperature=Stream(months),
        precipitation=Stream(10.0 * months),
        evaporation=Stream(np.full(1, 50.0)),
        cover=Stream(np.ones(1)),
        inputs=(
            CarbonInputs(
                {
                    Material(Part.SHOOTS, "winter_wheat"): np.repeat([0.1, 0.2], 12),
                    Material(Part.AMENDMENT, "cattle_manure"): np.repeat([0.3, 0.0], 12),
                }
            ),
        ),
    )
    found = amg.drive(amg.parameters(), drivers)
    warm, moist = amg.climate_factors(
        amg.parameters(), np.array([5.5, 17.5]), np.array([660.0, 2100.0]) - 600.0
    )
    assert found["temperature_factor"].values == pytest.approx(warm, rel=1e-14)
    assert found["moisture_factor"].values == pytest.approx(moist, rel=1e-14)
    humified = [1.2 * 0.217 + 3.6 * 0.64, 2.4 * 0.217]
    assert found["humified_input"].values == pytest.approx(humified, rel=1e-14)
    total = found["humified_input"].values + found["mineralised_input"].values
    assert total == pytest.approx([4.8, 2.4], rel=1e-14)


@pytest.mark.parametrize(
    ("material", "share"),
    [
        (Material(Part.SHOOTS, "winter_wheat"), 0.217),
        (Material(Part.ROOTS, "winter_wheat"), 0.4),
        (Material(Part.SHOOTS, "sugar_beet"), 0.315),
        (Material(Part.AMENDMENT, "pig_slurry"), 0.55),
        (Material(Part.AMENDMENT, "hen_manure_belt"), 0.16),
        (Material(Part.AMENDMENT, "never_heard_of"), 0.64),
        (Material(Part.SHOOTS, "never_heard_of"), 0.217),
        (Material(Part.ROOTS), 0.4),
        # residues and roots of winter wheat: 0.434 and 0.101 + 0.066 of its production
        (Material(Part.PLANT), (0.434 * 0.217 + 0.167 * 0.4) / 0.601),
        (Material(Part.COVER_CROP), (0.671 * 0.361 + 0.328 * 0.4) / 0.999),
    ],
)
def test_humified_shares(material, share):
    assert amg.humified_share(material) == pytest.approx(share, rel=1e-12)


def test_every_crop_and_amendment_has_a_class_and_every_class_a_row():
    rows = table("amg_materials").rows
    named = {(row.kind, row.material) for row in rows}
    crops = {row.crop for row in table("crops").rows if row.residue_crop}
    amendments = {row.amendment for row in table("organic_amendments").rows}
    expected = {("crop", name) for name in crops | {"any"}}
    expected |= {("amendment", name) for name in amendments | {"any"}}
    assert named == expected | {("cover_crop", "any")}
    for row in rows:
        if row.kind == "amendment":
            assert row.crop_type is None
            assert table("amg_amendments").one(amendment=row.row)
        else:
            assert table("amg_plants").one(crop_type=row.crop_type, plant=row.row)


def test_the_first_version_has_constants_of_its_own():
    first, second = parameter_set("amg_v1"), parameter_set("amg_v2")
    assert set(first) < set(second)
    assert (first["k0"], first["clay_decay"], first["carbonate_scale"]) == (0.165, 2.72e-3, 1.67e-3)
