"""ICBM: the published cases, the exact solution, its annual form, materials and climate."""

import csv
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import drivers, set_up
from models.icbm_cases import Case, forcing_of, half_years, start_of
from permil.errors import MissingKey, UnknownName
from permil.models import model
from permil.models.ages import mean_age, mean_ages, steady_state
from permil.models.compartments import run
from permil.models.icbm_family import climate_factor, humification, parameters, reference_soil
from permil.models.inverse import input_for_stock
from permil.models.matrix_exponential import propagate
from permil.models.protocol import Drivers, Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, Stream
from permil.tables import parameter_set, table
from permil.variables import glossary
from permil.vocabulary import Part

FILE = Path(__file__).parents[1] / "reference_runs" / "icbm" / "table_1.csv"
with FILE.open(encoding="utf-8") as file:
    TREATMENTS = {
        name: list(rows) for name, rows in groupby(csv.DictReader(file), lambda r: r["treatment"])
    }
NAMES = ("icbm", "icbm_discrete")
EXAMPLE = Case(1.1, 0.3, 4.0, 0.272, 0.25)
SOIL = Soil(clay=36.5, depth=25.0)


def case_of(rows):
    return Case(*(float(rows[0][field]) for field in Case._fields))


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_the_cases_of_table_1(treatment):
    rows = TREATMENTS[treatment]
    young, old = half_years(case_of(rows), 40)
    at = [round(2 * float(row["year"])) for row in rows]
    assert young[at] == pytest.approx([float(row["young"]) for row in rows], abs=1e-5)
    assert old[at] == pytest.approx([float(row["old"]) for row in rows], abs=1e-5)


@pytest.mark.parametrize(
    ("treatment", "name"),
    [("steady", "shoots"), ("sewage_sludge", "sewage_sludge"), ("farmyard_manure", "manure")],
)
def test_the_coefficients_of_1997_are_those_of_its_cases(treatment, name):
    found = parameter_set("icbm_1997")[f"humification_{name}"]
    assert found == case_of(TREATMENTS[treatment]).humification


def matrix(p, r):
    return r * np.array(
        [[-p.k_young, 0.0, 0.0], [0.0, -p.k_young, 0.0], [0.0, p.k_young, -p.k_old]]
    )


@given(
    rate=st.one_of(st.just(0.0), st.floats(1e-9, 30.0)),
    young=st.floats(0.01, 3.0),
    old=st.floats(0.0001, 3.0),
)
def test_the_step_is_the_matrix_exponential_at_any_rates(rate, young, old):
    chosen = model("icbm")
    p = chosen.parameters()._replace(k_young=young, k_old=old)
    force = chosen.forcing(rate, 1.3, 0.7)
    state, fluxes = chosen.step(p, chosen.site(p, SOIL), chosen.state(2.0, 1.0, 40.0), force)
    inputs = np.array([1.3, 0.7, 0.0])
    end, respired = propagate(matrix(p, rate), inputs, np.array([2.0, 1.0, 40.0]), 1.0)
    assert list(state) == pytest.approx(list(end), rel=1e-11)
    assert float(fluxes.respired) == pytest.approx(float(respired), rel=1e-11, abs=1e-12)


def test_the_annual_form_is_that_of_holos():
    """Holos, equation 2.1.3: input at the start of the year, written out."""
    chosen, case = model("icbm_discrete"), EXAMPLE
    p = chosen.parameters()
    young_left, old_left = (np.exp(-k * case.climate_factor) for k in (p.k_young, p.k_old))
    young, old = 10 * case.young_start, 10 * case.old_start
    for _ in range(30):
        phi = case.humification * p.k_young * (young + 10 * case.input) / (p.k_old - p.k_young)
        young = (young + 10 * case.input) * young_left
        old = (old - phi) * old_left + phi * young_left
    result = run(chosen, chosen.site(p, SOIL), chosen.start(**start_of(case)), forcing_of(case), 30)
    assert result.soc[-1] == pytest.approx(young + old, rel=1e-12)
    assert result.pools["old_carbon"][-1] == pytest.approx(old, rel=1e-12)


def test_the_steady_states_are_the_published_ones():
    case = EXAMPLE
    p, r, i, h = parameters(), case.climate_factor, 10 * case.input, case.humification
    exact = i / (p.k_young * r) + h * i / (p.k_old * r)
    young_left, old_left = np.exp(-p.k_young * r), np.exp(-p.k_old * r)
    young = i * young_left / (1 - young_left)
    share = (young_left - old_left) / (1 - old_left)
    annual = young + share * h * p.k_young * (young + i) / (p.k_old - p.k_young)
    for name, expected in zip(NAMES, (exact, annual), strict=True):
        chosen = model(name)
        found = periodic_steady_state(chosen, chosen.site(p, SOIL), forcing_of(case), 1)
        assert found.soc == pytest.approx(expected, rel=1e-11)


def usual(name, seed, cells=(3,), years=5):
    """Return a set-up that is never frozen and never without input for years."""
    chosen, site, state, forcing = set_up(name, seed, years, cells)
    forcing["climate_factor"] = Stream(forcing["climate_factor"].values + 0.5)
    forcing["humifying_input"] = Stream(forcing["humifying_input"].values + 0.05)
    return chosen, site, state, forcing


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_the_steady_state_is_a_fixed_point_and_scales_with_inputs(name, seed):
    chosen, site, _, forcing = usual(name, seed)
    steady = periodic_steady_state(chosen, site, forcing, 5)
    after = run(chosen, site, steady.state, forcing, 5)
    assert after.soc[-1] == pytest.approx(steady.soc, rel=1e-10)
    held = input_for_stock(chosen, site, forcing, 5, 2.0 * steady.soc)
    assert held.scale == pytest.approx(2.0, rel=1e-10)


def test_ages_are_those_of_the_matrix():
    p, case = parameters(), EXAMPLE
    a = matrix(p, case.climate_factor)
    carbon = 10 * case.input * np.array([1 - case.humification, case.humification, 0.0])
    found = mean_ages(model("icbm"), model("icbm").site(p, SOIL), forcing_of(case), 1)
    assert found.transit_time == pytest.approx(mean_age(a, carbon), rel=1e-10)
    # An even input in annual steps: half a year stands for its mean age within them.
    assert found.carbon_age == pytest.approx(mean_age(a, steady_state(a, carbon)), rel=1e-3)


def test_ages_of_the_annual_form_follow_every_past_pulse():
    """What entered a year ago at the start of a year is one year old, at the first 31 December."""
    chosen, case = model("icbm_discrete"), EXAMPLE
    years = 8000
    site, forcing = chosen.site(parameters(), SOIL), forcing_of(case)
    once = {n: Stream(np.zeros((years, 1))) for n in chosen.inputs}
    for name, stream in once.items():
        stream.values[0] = forcing[name].values
    pulse = run(chosen, site, chosen.start(), forcing | once, years)
    left = pulse.soc[:, 0]
    found = mean_ages(chosen, site, forcing, 1)
    age = (left * np.arange(1, years + 1)).sum() / left.sum()
    assert found.carbon_age == pytest.approx(age, rel=1e-9)
    gone = (pulse.respired[:, 0] * np.arange(1, years + 1)).sum() / (10 * case.input)
    assert found.transit_time == pytest.approx(gone, rel=1e-9)


@pytest.mark.parametrize(
    ("material", "expected"),
    [
        (Material(Part.SHOOTS, "winter_wheat"), 0.125),
        (Material(Part.ROOTS, "winter_wheat"), 0.35),
        (Material(Part.COVER_CROP), 0.125),
        (Material(Part.PLANT, dpm_rpm_ratio=0.67), 0.125),
        (Material(Part.AMENDMENT, "farmyard_manure"), 0.31),
        (Material(Part.AMENDMENT, "compost"), 0.31),
    ],
)
def test_every_material_has_its_humification(material, expected):
    assert humification(parameters(), material) == expected
    carbon = {material: np.full((12, 1), 0.25)}
    given_drivers = drivers(np.random.default_rng(1), 12, (1,))._replace(
        inputs=(CarbonInputs(carbon),)
    )
    forcing = model("icbm").drive(parameters(), given_drivers)
    assert forcing["humifying_input"].values == pytest.approx(3.0 * expected, rel=1e-12)
    assert forcing["mineralising_input"].values == pytest.approx(3.0 * (1 - expected), rel=1e-12)


def test_every_crop_and_amendment_has_a_class_in_every_set():
    materials = [Material(part, r.crop) for part in (Part.SHOOTS, Part.ROOTS) for r in crops()]
    materials += [
        Material(Part.AMENDMENT, row.amendment) for row in table("organic_amendments").rows
    ]
    for name in ("icbm", "icbm_1997", "icbm_recalibration", "icbm_recalibration_priors"):
        assert all(0.1 < humification(parameters(name), m) < 0.4 for m in materials)


def crops():
    return table("crops").rows


def test_alternatives_are_named_and_kept_apart():
    assert parameters("icbm_1997").humification_manure == 0.25
    assert parameters("icbm_recalibration")[:2] == (0.431, 0.012)
    assert parameters("icbm_recalibration_priors").humification_manure == 0.27
    with pytest.raises(UnknownName, match="icbm_1997"):
        parameters("icbm_1998")


def test_the_pools_are_in_the_glossary():
    assert set(model("icbm").pools) <= set(glossary())


def monthly(temperature, rain, evaporation, cover):
    series = (temperature, rain, evaporation, cover)
    return Drivers(*(Stream(np.asarray(v, float)[:, None]) for v in series))


#: Ultuna, central Sweden: mean months of 1961-1990 (SMHI, Uppsala; evapotranspiration estimated).
ULTUNA = monthly(
    [-4.2, -4.3, -0.7, 4.4, 10.8, 15.5, 16.4, 15.2, 10.9, 6.4, 1.2, -2.6],
    [41, 30, 29, 33, 33, 47, 74, 64, 59, 52, 56, 50],
    [8, 12, 28, 58, 100, 120, 115, 85, 48, 22, 9, 6],
    [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0],
)


def test_the_climate_factor_is_near_one_at_ultuna_under_a_crop():
    # Andrén and Kätterer (1997): r is 1 for the cropped treatment with straw and nitrogen.
    assert climate_factor(ULTUNA).values[0, 0] == pytest.approx(1.0, abs=0.15)


def test_bare_soil_and_warmth_decompose_faster_drought_slower():
    usual = climate_factor(ULTUNA).values[0, 0]

    def changed(**streams):
        return climate_factor(ULTUNA._replace(**streams)).values[0, 0]

    assert changed(cover=Stream(np.zeros((1, 1)))) > usual
    assert changed(temperature=Stream(ULTUNA.temperature.values + 3.0)) > 1.2 * usual
    assert changed(precipitation=Stream(np.zeros((1, 1)))) < 0.3 * usual
    assert changed(temperature=Stream(np.full((1, 1), -25.0))) == 0.0


def test_the_climate_factor_asks_for_the_soil_it_is_given():
    known = reference_soil()
    assert np.array_equal(climate_factor(ULTUNA, known).values, climate_factor(ULTUNA).values)
    cells = known._replace(clay=np.array([5.0, 36.5, 60.0]), sand=np.array([85.0, 22.5, 10.0]))
    found = climate_factor(ULTUNA, cells)
    assert found.values.shape == (1, 3)
    assert found.values[0, 1] == pytest.approx(climate_factor(ULTUNA).values[0, 0], rel=1e-14)
    assert len(set(found.values[0])) == 3
    for name in ("sand", "organic_carbon"):
        with pytest.raises(MissingKey, match=name):
            climate_factor(ULTUNA, known._replace(**{name: None}))


def test_years_of_different_weather_follow_one_another():
    two = Drivers(*(Stream(np.concatenate([s.values, s.values])) for s in ULTUNA[:4]))
    warm = two.temperature.values.copy()
    warm[12:] += 4.0
    found = climate_factor(two._replace(temperature=Stream(warm))).values[:, 0]
    assert found[0] == climate_factor(ULTUNA).values[0, 0]
    assert found[1] > 1.25 * found[0]


def test_climate_columns_keep_their_index():
    columns = Drivers(
        *(Stream(np.repeat(s.values, 2, axis=1), np.array([1, 0, 1])) for s in ULTUNA[:4])
    )
    colder = columns.temperature.values - np.array([0.0, 5.0])
    found = climate_factor(columns._replace(temperature=Stream(colder, columns.temperature.index)))
    dense = found.values[:, found.index] if found.index is not None else found.values
    assert dense.shape == (1, 3)
    usual = climate_factor(ULTUNA).values[0, 0]
    assert dense[0, 1] == pytest.approx(usual, rel=1e-14)
    assert dense[0, 0] == dense[0, 2] < 0.8 * usual


def test_the_discrete_and_the_exact_form_are_two_models():
    exact, annual = (
        periodic_steady_state(model(n), model(n).site(parameters(), SOIL), forcing_of(EXAMPLE), 1)
        for n in NAMES
    )
    assert float(annual.soc[0]) < 0.999 * float(exact.soc[0])
