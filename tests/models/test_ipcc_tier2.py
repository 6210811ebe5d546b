"""The Tier 2 steady-state method against the worked case of the Guidelines, and its own rules."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import set_up
from permil.errors import MissingKey
from permil.models import model
from permil.models.ages import mean_ages
from permil.models.compartments import run
from permil.models.inverse import input_for_stock
from permil.models.litter import litter_shares
from permil.models.protocol import Drivers, Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, Stream
from permil.science.litter_quality import litter_shares_parton1987
from permil.tables import table
from permil.vocabulary import Part

FOLDER = Path(__file__).parents[1] / "reference_runs" / "ipcc_tier2"
START = (0.34, 3.61, 58.80)
UNKNOWN = 3.0
#: What the printed digits of the inputs and outputs allow, see the README beside the numbers.
DIGITS = {
    "metabolic_input": 8.5e-4,
    "active_flow": 5.5e-3,
    "active_rate": 7.5e-3,
    "slow_rate": 8.5e-4,
    "passive_rate": 5.5e-5,
    "active_steady": 5.5e-3,
    "slow_steady": 0.0105,
    "passive_steady": 0.085,
    "active_organic_matter": 5.5e-3,
    "slow_organic_matter": 7.5e-3,
    "passive_organic_matter": 5.5e-3,
    "soil_organic_carbon_stock": 7.5e-3,
}
seeds = st.integers(0, 2**32 - 1)


def columns(name):
    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


@pytest.fixture(scope="module")
def tier2():
    return model("ipcc_tier2")


def follow(tier2, years):
    """Return the worked case year by year: states and everything between."""
    p = tier2.parameters()
    site = tier2.site(p, Soil(clay=30.0, depth=30.0, sand=25.0))
    shares = litter_shares_parton1987(0.111, 0.021, p.metabolic_intercept, p.metabolic_slope)
    state, found = tier2.state(*START), {name: [] for name in DIGITS}
    for i, carbon in enumerate(years["carbon_input"]):
        forcing = tier2.forcing(
            years["temperature_factor"][i],
            years["moisture_factor"][i],
            UNKNOWN,
            *(share * carbon for share in shares),
        )
        state, fluxes = tier2.step(p, site, state, forcing)
        row = state._asdict() | fluxes._asdict() | {"metabolic_input": forcing.metabolic_input}
        row["soil_organic_carbon_stock"] = sum(state)
        for pool in ("active", "slow", "passive"):
            row[f"{pool}_steady"] = row[f"{pool}_flow"] / row[f"{pool}_rate"]
        for name, values in found.items():
            values.append(row[name])
    return {name: np.array(values, float) for name, values in found.items()}


@pytest.mark.parametrize("quantity", DIGITS)
def test_the_worked_case_of_the_guidelines(tier2, quantity):
    years = columns("workbook_years.csv")
    assert len(years["year"]) == 47
    found = follow(tier2, years)[quantity]
    assert np.abs(found - years[quantity]).max() < DIGITS[quantity]


def test_pools_and_stock_are_met_to_a_hundredth(tier2):
    years = columns("workbook_years.csv")
    found = follow(tier2, years)
    for name in (*tier2.pools, "soil_organic_carbon_stock"):
        assert np.abs(found[name] - years[name]).max() < 0.01


def monthly(tier2, parameters=None, **more):
    """Return the streams of the first four years of the worked case's climate."""
    months = columns("workbook_months.csv")
    climate = ("air_temperature", "precipitation", "potential_evapotranspiration")
    given_drivers = Drivers(
        *(Stream(months[name][:, None]) for name in climate), Stream(np.ones(12)), **more
    )
    return tier2.drive(parameters or tier2.parameters(), given_drivers)


def test_the_monthly_climate_gives_the_factors_of_the_year(tier2):
    years, forcing = columns("workbook_years.csv"), monthly(tier2)
    for name, digits in (("temperature_factor", 0.00135), ("moisture_factor", 5.5e-4)):
        found = forcing[name].values[:, 0]
        assert np.abs(found - years[name][:4]).max() < digits


def test_irrigated_months_have_a_factor_of_their_own(tier2):
    summer = np.zeros(48)
    summer[5::12] = 1.0
    months = columns("workbook_months.csv")["moisture_factor"].reshape(4, 12)
    dry = monthly(tier2)["moisture_factor"].values[:, 0]
    wet = monthly(tier2, irrigated=Stream(summer))["moisture_factor"].values[:, 0]
    assert wet - dry == pytest.approx(1.5 * (0.775 - months[:, 5]) / 12, abs=1e-4)


def test_a_drawn_optimum_may_differ_by_cell(tier2):
    optima = np.array([31.0, 33.69, 35.0])
    drawn = monthly(tier2, tier2.parameters()._replace(temperature_optimum=optima))
    for i, optimum in enumerate(optima):
        alone = tier2.parameters()._replace(temperature_optimum=optimum)
        expected = monthly(tier2, alone)["temperature_factor"].values[:, 0]
        assert drawn["temperature_factor"].values[:, i] == pytest.approx(expected, rel=1e-14)


def test_a_year_is_tilled_as_its_most_disturbing_month(tier2):
    ploughed = np.zeros(48)
    ploughed[[9, 12]] = 2.0, 1.0
    found = monthly(tier2, tillage=Stream(ploughed))["tillage"].values
    assert found.tolist() == [2.0, 1.0, 0.0, 0.0]
    assert monthly(tier2)["tillage"].values.tolist() == [UNKNOWN]


@pytest.mark.parametrize(
    ("code", "factor", "f2"),
    [(0, 1.0, 0.5), (1, 2.075, 0.477), (2, 3.036, 0.455), (3, 3.036, 0.368)],
)
def test_tillage_changes_rates_and_transfers(tier2, code, factor, f2):
    # IPCC 2019, volume 4, table 5.5A.
    p = tier2.parameters()
    site = tier2.site(p, Soil(clay=20.0, depth=30.0, sand=40.0))
    _, fluxes = tier2.step(p, site, tier2.state(*START), tier2.forcing(0.4, 1.2, code, 2, 1, 0))
    assert fluxes.slow_rate == pytest.approx(0.209 * 0.48 * factor)
    assert fluxes.active_rate == pytest.approx(7.4 * 0.48 * factor * (0.25 + 0.75 * 0.4))
    assert fluxes.passive_rate == pytest.approx(0.00689 * 0.48)
    f4 = 1 - 0.0855 - (0.17 + 0.68 * 0.4)
    returned = 1 - f4 * 0.42 - 0.0855 * 0.45 - f4 * 0.0504 * 0.45
    assert fluxes.active_flow == pytest.approx((0.378 * 2 + f2 * 1) / returned)


@given(seed=seeds)
@settings(max_examples=30, deadline=None)
def test_the_steady_state_of_a_constant_year_is_flow_over_rate(seed):
    chosen, site, _, forcing = set_up("ipcc_tier2", seed, 1, (5,))
    forcing["temperature_factor"] = Stream(forcing["temperature_factor"].values + 0.05)
    steady = periodic_steady_state(chosen, site, forcing, 1)
    force = chosen.forcing(*(forcing[name].values[0] for name in chosen.forcing._fields))
    again, fluxes = chosen.step(chosen.parameters(), site, steady.state, force)
    for pool, rate, flow in zip(again, fluxes[4:], fluxes[1:4], strict=True):
        assert pool == pytest.approx(flow / rate, rel=1e-10)
    inputs = sum(getattr(force, name) for name in chosen.inputs)
    assert fluxes.respired == pytest.approx(inputs, rel=1e-9)
    ages = mean_ages(chosen, site, forcing, 1)
    assert ages.transit_time == pytest.approx(steady.soc / inputs, rel=1e-12)


def test_the_inverse_input_holds_a_stock():
    chosen, site, _, forcing = set_up("ipcc_tier2", 4, 5, (3,))
    held = input_for_stock(chosen, site, forcing, 5, 60.0)
    scaled = {
        n: s._replace(scale=held.scale) if n in chosen.inputs else s for n, s in forcing.items()
    }
    after = run(chosen, site, held.steady.state, scaled, 50, every=5)
    assert after.soc == pytest.approx(np.full((10, 3), 60.0), rel=1e-10)


def test_a_year_of_eternal_heat_keeps_the_stock_and_takes_the_input_in(tier2):
    site = tier2.site(tier2.parameters(), Soil(clay=20.0, depth=30.0, sand=40.0))
    state = tier2.state(*START)
    after, fluxes = tier2.step(tier2.parameters(), site, state, tier2.forcing(0, 1, 2, 2, 1, 0.5))
    assert np.isfinite([*after, *fluxes]).all()
    assert sum(after) - sum(START) == pytest.approx(3.5 - fluxes.respired)


def test_sand_is_needed_and_named(tier2):
    with pytest.raises(MissingKey, match="sand"):
        tier2.site(tier2.parameters(), Soil(clay=20.0, depth=30.0))


def test_carbon_enters_by_lignin_and_nitrogen_of_its_material(tier2):
    straw, manure = Material(Part.SHOOTS, "barley"), Material(Part.AMENDMENT, "farmyard_manure")
    carbon = {straw: np.full((48, 1), 0.1), manure: np.full((48, 1), 0.05)}
    forcing = monthly(tier2, inputs=(CarbonInputs(carbon),))
    # Barley: lignin 0.046, nitrogen 0.009; cattle manure: 0.09 and 0.023.
    metabolic = 1.2 * (0.85 - 0.018 * 0.046 / 0.009) + 0.6 * (0.85 - 0.018 * 0.09 / 0.023)
    assert forcing["metabolic_input"].values == pytest.approx(np.full((4, 1), metabolic))
    lignin = 1.2 * 0.046 + 0.6 * 0.09
    assert forcing["lignin_input"].values == pytest.approx(np.full((4, 1), lignin))
    total = sum(forcing[name].values for name in tier2.inputs)
    assert total == pytest.approx(np.full((4, 1), 1.8), rel=1e-14)


def test_every_crop_and_amendment_has_a_quality_and_the_rest_a_class():
    rows = {row.material: row for row in table("litter_quality").rows}
    crops = {row.crop for row in table("crops").rows} - {"bare_fallow"}
    amendments = {row.amendment for row in table("organic_amendments").rows}
    without = {"compost", "digestate_solid", "digestate_liquid", "organic_fertiliser_12n"}
    assert set(rows) == crops | (amendments - without) | {"plant", "cover_crop", "amendment"}

    def found(*material):
        return litter_shares(Material(*material), 0.85, 0.018).lignin

    assert found(Part.AMENDMENT, "compost") == rows["amendment"].lignin
    assert found(Part.COVER_CROP) == rows["cover_crop"].lignin
    assert found(Part.PLANT) == found(Part.SHOOTS) == rows["plant"].lignin
    assert found(Part.ROOTS, "maize") == rows["maize"].lignin
