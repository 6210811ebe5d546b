"""MIMICS: published steady states, litter quality, and the step against its equations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batches import MATERIALS, drivers, set_up
from models.microbial import field, rows, runge_kutta
from permil.errors import NoConvergence, NotApplicable
from permil.models import mimics, model, nonlinear
from permil.models.compartments import run
from permil.models.inverse import input_for_stock
from permil.models.protocol import Drivers, Soil
from permil.models.streams import CarbonInputs, Material, Stream
from permil.tables import table
from permil.variables import glossary
from permil.vocabulary import Part

SITES = list(rows("mimics/steady_states.csv"))
SETS = ("mimics_hires", "mimics_sulman2018", "mimics_lidet2015")
seeds = st.integers(0, 2**32 - 1)


def forcing(p, temperature, production, share):
    """Return the forcing of a constant climate and a litter of one quality."""
    daily = np.asarray(production) / 365.0 / 100.0
    return mimics.Forcing(
        **mimics.kinetics(p, temperature),
        **mimics.turnover(p, production, share),
        metabolic_input=daily * share,
        structural_input=daily * (1.0 - share),
    )


@pytest.mark.parametrize("row", SITES, ids=lambda row: row["site"])
def test_the_published_steady_states(row):
    p = mimics.parameters(row["parameter_set"])
    site = mimics.site(p, Soil(row["clay"], row["depth"]))
    share = mimics.metabolic_share(p, row["lignin"] / row["nitrogen"])
    force = forcing(p, row["temperature"], row["production"], share)
    found = mimics.steady(p, site, force)
    for pool in mimics.State._fields:
        stock = getattr(found, pool) / site.stock_per_concentration
        assert stock == pytest.approx(row[pool], rel=1e-13)
    change, fluxes = mimics.tendencies(p, site, found, force)
    assert np.abs(change).max() < 1e-15
    assert fluxes.respired == pytest.approx(row["production"] / 36500.0, rel=1e-13)


@pytest.mark.parametrize("name", SETS)
@given(seed=seeds)
@settings(max_examples=15, deadline=None)
def test_the_steady_state_is_a_fixed_point_of_the_step(name, seed):
    generator = np.random.default_rng(seed)
    p = mimics.parameters(name)
    site = mimics.site(p, Soil(generator.uniform(0.0, 80.0, 50), generator.uniform(15.0, 35.0, 50)))
    share = mimics.metabolic_share(p, generator.uniform(2.0, 30.0, 50))
    force = forcing(p, generator.uniform(3.0, 28.0, 50), generator.uniform(50.0, 900.0, 50), share)
    found = mimics.steady(p, site, force)
    after, fluxes = mimics.step(p, site, found, force)
    for before, now in zip(found, after, strict=True):
        assert np.all(before > 0)
        assert now == pytest.approx(before, rel=1e-12)
    assert fluxes.respired == pytest.approx(force.metabolic_input + force.structural_input, 1e-11)


def test_a_steady_state_does_not_depend_on_the_cells_beside_it():
    p = mimics.parameters()
    clay = np.linspace(0.0, 80.0, 12).reshape(3, 4)
    force = forcing(p, np.linspace(0.0, 25.0, 4), 400.0, 0.6)
    batch = mimics.steady(p, mimics.site(p, Soil(clay, 30.0)), force)
    for row, column in ((0, 0), (2, 1), (1, 3)):
        alone = mimics.steady(
            p,
            mimics.site(p, Soil(clay[row, column], 30.0)),
            forcing(p, np.linspace(0.0, 25.0, 4)[column], 400.0, 0.6),
        )
        for pool in mimics.State._fields:
            assert getattr(batch, pool).shape == (3, 4)
            expected = getattr(alone, pool)
            assert getattr(batch, pool)[row, column] == pytest.approx(expected, rel=1e-13)


def test_where_one_microbe_drives_out_the_other_there_is_no_root():
    """Forward kinetics, cold, rich litter and much of it: the slow microbe does not hold on."""
    p = mimics.parameters("mimics_lidet2015")
    site = mimics.site(p, Soil(20.0, 25.0))
    with pytest.raises(NoConvergence, match="MIMICS"):
        mimics.steady(p, site, forcing(p, -4.7, 1050.0, 0.845))


def far_too_little():
    """Return model, site and forcing of a field that hardly receives carbon."""
    m, months = model("mimics"), np.ones(12)
    temperature = Stream(np.array([3, 4, 5, 7, 11, 14, 16, 16, 13, 10, 6, 5.0]))
    litter = CarbonInputs({Material(Part.ROOTS, "barley"): months * 0.1 / 12})
    given = Drivers(
        temperature, Stream(58 * months), Stream(35 * months), Stream(months), (litter,)
    )
    p = m.parameters()
    return m, m.site(p, Soil(clay=10.0, depth=23.0)), m.drive(p, given)


def test_an_input_is_found_from_far_too_little_carbon():
    """Although the fast microbes die out on the way, and no pool answers any more."""
    m, site, streams = far_too_little()
    held = input_for_stock(m, site, streams, 365, 51.7)
    assert held.scale > 50
    more = {n: s._replace(scale=held.scale) if n in m.inputs else s for n, s in streams.items()}
    after = run(m, site, held.steady.state, more, 100 * 365)
    assert after.soc[[0, -1]] == pytest.approx(51.7, rel=1e-9)
    assert np.min(held.steady.state) > 0.1


def test_a_search_that_is_too_short_says_so(monkeypatch):
    monkeypatch.setattr(nonlinear, "STEPS", 4)
    with pytest.raises(NoConvergence, match="steady state of mimics did not converge after 4"):
        input_for_stock(*far_too_little(), 365, 51.7)


def test_a_steady_state_needs_inputs_and_one_kind_of_kinetics():
    p = mimics.parameters()
    site = mimics.site(p, Soil(20.0, 30.0))
    force = forcing(p, 10.0, 400.0, 0.6)
    nothing = force._replace(metabolic_input=0.0, structural_input=0.0)
    with pytest.raises(NotApplicable, match="no carbon enters"):
        mimics.steady(p, site, nothing)
    with pytest.raises(NotApplicable, match="kinetics differ"):
        mimics.steady(p._replace(reverse_kinetics=np.array([0.0, 1.0])), site, force)


def a_part_of_a_day(site, force, part):
    """Return site and forcing with which a step stands for a part of a day."""
    rated = ("velocity", "turnover_r", "turnover_k", "metabolic_input", "structural_input")
    slow = {name: part * getattr(force, name) for name in rated}
    return site._replace(desorption=part * site.desorption), force._replace(**slow)


@pytest.mark.parametrize("name", SETS)
def test_the_step_is_of_second_order(name):
    """Steps half as long are four times nearer to the solution of the equations."""
    p = mimics.parameters(name)
    site = mimics.site(p, Soil(20.0, 25.0))
    force = forcing(p, 12.0, 400.0, 0.6)
    start = fine = model("mimics").state(1.0, 3.0, 0.5, 0.2, 20.0, 8.0, 5.0)
    for _ in range(8 * 60):
        fine, _ = runge_kutta(
            lambda x, f: mimics.tendencies(p, site, x, f), fine, force, force, force, 1 / 8
        )
    errors = []
    for steps in (1, 2, 4):
        x, (part_site, part) = start, a_part_of_a_day(site, force, 1.0 / steps)
        for _ in range(60 * steps):
            x, _ = mimics.step(p, part_site, x, part)
        errors.append(np.abs(np.array(x) / np.array(fine) - 1.0).max())
    assert errors[0] < 1e-3
    assert errors[0] / errors[1] == pytest.approx(4.0, abs=0.3)
    assert errors[1] / errors[2] == pytest.approx(4.0, abs=0.15)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("hot", [45.0, -25.0])
def test_no_heat_or_frost_makes_a_pool_negative(name, hot):
    p = mimics.parameters(name)
    site = mimics.site(p, Soil(np.array([0.0, 20.0, 99.0]), 20.0))
    force = forcing(p, hot, np.array([0.0, 400.0, 3000.0]), np.array([0.0, 0.6, 1.0]))
    x = model("mimics").state(*np.full((7, 3), [1e-12, 10.0, 200.0]))
    before, out = sum(x), 0.0
    for _ in range(2000):
        x, fluxes = mimics.step(p, site, x, force)
        out = out + fluxes.respired
        assert min(np.min(pool) for pool in x) >= 0
    entered = 2000 * (force.metabolic_input + force.structural_input)
    assert sum(x) + out == pytest.approx(before + entered, rel=1e-11)


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_single_precision_closes_over_years(backend):
    chosen, site, state, streams = set_up("mimics", 4, 3 * 365, (10,))
    single = run(chosen, site, state, streams, 3 * 365, backend=backend, dtype=np.float32)
    exact = run(chosen, site, state, streams, 3 * 365, backend=backend)
    assert single.soc == pytest.approx(exact.soc, rel=2e-5)
    assert single.respired == pytest.approx(exact.respired, rel=2e-4)


def test_a_run_settles_at_the_steady_state():
    chosen, site, mean, _ = field("mimics")
    end = mimics.steady(chosen.parameters(), site, mean)
    streams = {n: Stream(np.full((1, 1), v)) for n, v in mean._asdict().items()}
    near = end._replace(available_carbon=end.available_carbon * 1.2)
    result = run(chosen, site, near, streams, 365 * 400, every=365 * 400, backend="compiled")
    for pool in chosen.pools:
        assert result.pools[pool][0, 0] == pytest.approx(getattr(end, pool), rel=1e-4)


def test_every_material_has_a_quality_of_its_own_or_a_named_class():
    assert mimics.lignin_nitrogen(Material(Part.SHOOTS, "maize")) == pytest.approx(0.11 / 0.0063)
    known = {row.material: row.lignin / row.nitrogen for row in table("litter_quality").rows}
    for part, group, column in (
        (Part.SHOOTS, "crops", "crop"),
        (Part.ROOTS, "crops", "crop"),
        (Part.AMENDMENT, "organic_amendments", "amendment"),
    ):
        named = "amendment" if part is Part.AMENDMENT else "plant"
        for row in table(group).rows:
            name = getattr(row, column)
            found = mimics.lignin_nitrogen(Material(part, name))
            assert found == known.get(name, known[named]) > 0
    assert mimics.lignin_nitrogen(Material(Part.PLANT)) == known["plant"]
    assert mimics.lignin_nitrogen(Material(Part.ROOTS, "hemp")) == known["plant"]
    assert mimics.lignin_nitrogen(Material(Part.COVER_CROP)) == known["cover_crop"]
    assert mimics.lignin_nitrogen(Material(Part.AMENDMENT)) == known["amendment"]


def test_litter_is_split_by_its_quality_and_carbon_is_kept():
    chosen, generator = model("mimics"), np.random.default_rng(3)
    p, given = chosen.parameters(), drivers(generator, 24)
    streams = chosen.drive(p, given)
    entered = sum(carbon.sum() for carbon in given.inputs[0].carbon.values())
    easy = sum(
        carbon.sum() * mimics.metabolic_share(p, mimics.lignin_nitrogen(m))
        for m, carbon in given.inputs[0].carbon.items()
    )
    assert streams["metabolic_input"].values.sum() == pytest.approx(easy, rel=1e-12)
    both = [streams[name].values.sum() for name in chosen.inputs]
    assert sum(both) == pytest.approx(entered, rel=1e-12)
    assert set(given.inputs[0].carbon) == set(MATERIALS)


def test_turnover_answers_to_production_and_litter_of_the_record():
    chosen = model("mimics")
    p, wheat = chosen.parameters(), Material(Part.SHOOTS, "winter_wheat")
    given = drivers(np.random.default_rng(1), 24)
    factors = np.array([0.5, 1.0, 2.0])
    inputs = (CarbonInputs({wheat: np.full(24, 0.05)}, scale=factors),)
    streams = chosen.drive(p, given._replace(inputs=inputs))
    share = mimics.metabolic_share(p, 0.053 / 0.007)
    expected = mimics.turnover(p, 60.0 * factors, share)
    for name, values in expected.items():
        assert streams[name].values[0] == pytest.approx(np.broadcast_to(values, 3), rel=1e-12)
    bare = chosen.drive(p, given._replace(inputs=()))
    least = mimics.turnover(p, 0.0, mimics.metabolic_share(p, 0.073 / 0.0083))
    assert bare["turnover_r"].values == pytest.approx(least["turnover_r"], rel=1e-12)


def test_the_pools_are_in_the_glossary():
    assert set(model("mimics").pools) <= set(glossary())
