"""The same checks for every registered model."""

import inspect
from functools import cache

import numpy as np
import pytest

from models.batches import at, drivers, set_up
from permil.errors import NotApplicable, UnknownName
from permil.models import MODELS, elementwise, model
from permil.models.batch import forcing_at, lay_out
from permil.models.compartments import run
from permil.models.compiled import _called
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import Stream
from permil.tables import references
from permil.variables import glossary

COMPILED = [name for name in MODELS if model(name).kernel]
PATHS = [(name, "numpy") for name in MODELS] + [(name, "compiled") for name in COMPILED]
every_path = pytest.mark.parametrize(("name", "backend"), PATHS)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_complete(name):
    entry = model(name)
    assert entry.name == name
    assert entry.source in references()
    assert set(entry.pools) <= set(entry.state._fields)
    assert set(entry.inputs) <= set(entry.forcing._fields)
    assert "respired" in entry.fluxes._fields
    assert entry.steps_per_year in (1, 12, 52, 365)
    assert entry.depths[0] <= entry.depths[1]
    if entry.inputs:
        assert set(entry.pools) <= set(glossary())
    if entry.inert:
        assert entry.inert in glossary()


@pytest.mark.parametrize("name", [name for name in MODELS if model(name).inputs])
def test_faster_rates_leave_less_carbon(name):
    """What a calibration scales are rates of decomposition, in every model, for any cell."""
    steps = 2 * model(name).steps_per_year
    chosen, site, state, _ = set_up(name, 4, steps, (4,))
    weather = drivers(np.random.default_rng(4), 24, (4,), hottest=30.0)
    published = chosen.parameters()
    assert set(chosen.rates) <= set(published._fields)

    def left(factor):
        faster = {n: getattr(published, n) * np.full(4, factor) for n in chosen.rates}
        p = published._replace(**faster)
        return run(chosen, site, state, chosen.drive(p, weather), steps, parameters=p).soc[-1]

    slow, usual, fast = (left(factor) for factor in (0.5, 1.0, 2.0))
    plain = run(chosen, site, state, chosen.drive(published, weather), steps).soc[-1]
    assert usual == pytest.approx(plain, rel=1e-12)
    assert np.all(slow > usual)
    assert np.all(usual > fast)


@pytest.mark.parametrize("name", MODELS)
def test_published_parameters_come_from_tables_and_are_finite(name):
    assert all(np.isfinite(value) for value in model(name).parameters())


@pytest.mark.parametrize("name", MODELS)
def test_the_step_explains_itself(name):
    doc = inspect.getdoc(model(name).step)
    for section in ("Parameters", "Returns", "Notes", "References", ".. math::"):
        assert section in doc or ":math:" in doc


@pytest.mark.parametrize("name", MODELS)
def test_the_step_returns_the_named_tuples_and_changes_nothing(name):
    chosen, site, state, forcing = set_up(name, 1, 12, (6,))
    batch = lay_out(chosen, chosen.parameters(), site, state, forcing, np.float64)
    force = forcing_at(batch, 0, slice(None))
    arguments = (batch.parameters, batch.site, batch.state, force)
    kept = [[np.array(value) for value in group] for group in arguments]
    first, fluxes = chosen.step(*arguments)
    again, _ = chosen.step(*arguments)
    assert (type(first), type(fluxes)) == (chosen.state, chosen.fluxes)
    for group, before in zip(arguments, kept, strict=True):
        assert all(map(np.array_equal, group, before))
    assert all(map(np.array_equal, first, again))


@pytest.mark.parametrize("name", COMPILED)
def test_a_compiled_step_uses_its_arguments_and_the_primitives_only(name):
    """Whatever else a step named, the kernel would not know."""
    primitives = {"select", "lower", "upper", "decayed"}
    assert primitives <= set(vars(elementwise))
    fields = {model(name).state.__name__, model(name).fluxes.__name__}
    functions = _called(model(name).kernel)
    known = primitives | fields | {function.__name__ for function in functions}
    assert len({function.__name__ for function in functions}) == len(functions)
    for function in functions:
        used = {name for name in function.__code__.co_names if name in function.__globals__}
        assert used <= known
        assert function.__code__.co_freevars == ()


@pytest.mark.parametrize("name", COMPILED)
@pytest.mark.parametrize("cells", [(), (1,), (9,), (2, 5), (2, 3, 4)])
def test_both_paths_agree_for_any_trailing_axes(name, cells):
    chosen, *job = set_up(name, 6, 48, cells)
    plain = run(chosen, *job, 48, every=1, backend="numpy")
    fast = run(chosen, *job, 48, every=1, backend="compiled")
    assert plain.soc.shape == fast.soc.shape == (48, *cells)
    for pool in chosen.pools:
        assert fast.pools[pool] == pytest.approx(plain.pools[pool], rel=1e-12, abs=1e-13)
        assert np.shape(getattr(fast.state, pool)) == cells
    assert fast.respired == pytest.approx(plain.respired, rel=1e-11, abs=1e-13)


@every_path
def test_a_stream_may_be_shared_indexed_or_dense(name, backend):
    chosen, site, state, columns = set_up(name, 8, 24, (2, 6), columns=(3,))
    index = np.array([[0, 0, 1, 1, 2, 2], [2, 1, 0, 2, 1, 0]])
    indexed = {n: s._replace(index=index) for n, s in columns.items()}
    dense = {n: Stream(s.values[:, index]) for n, s in columns.items()}
    found = run(chosen, site, state, indexed, 24, every=12, backend=backend).soc
    assert np.array_equal(found, run(chosen, site, state, dense, 24, every=12, backend=backend).soc)
    shared = {n: Stream(s.values[:, :1]) for n, s in columns.items()}
    alike = {n: s._replace(index=np.zeros((2, 6), int)) for n, s in columns.items()}
    found = run(chosen, site, state, shared, 24, every=12, backend=backend).soc
    assert np.array_equal(found, run(chosen, site, state, alike, 24, every=12, backend=backend).soc)


@every_path
def test_a_period_shorter_than_the_run_repeats(name, backend):
    chosen, site, state, forcing = set_up(name, 9, 12, (4,))
    long = {n: Stream(np.tile(s.values, (5, 1))) for n, s in forcing.items()}
    period = max(len(s.values) for s in forcing.values())
    more = {"every": period, "backend": backend}
    repeated = run(chosen, site, state, forcing, 5 * period, **more).soc
    assert np.array_equal(repeated, run(chosen, site, state, long, 5 * period, **more).soc)


@cache
def many_cells(name):
    """Return more cells than a tile holds; some climates of theirs take seconds to make."""
    return set_up(name, 3, 24, (3000,))


@every_path
def test_a_cell_gives_the_same_bits_alone_and_in_a_batch(name, backend):
    chosen, site, state, forcing = many_cells(name)
    batch = run(chosen, site, state, forcing, 24, every=12, backend=backend).soc
    for cell in (0, 17, 2047, 2048, 2999):
        series = {n: Stream(s.values[:, cell : cell + 1]) for n, s in forcing.items()}
        one = (at(site, cell), at(state, cell), series)
        alone = run(chosen, *one, 24, every=12, backend=backend).soc
        assert np.array_equal(alone[:, 0], batch[:, cell])


@every_path
def test_a_run_may_be_cut_and_continued(name, backend):
    chosen, site, state, forcing = set_up(name, 5, 24, (3,))
    whole = run(chosen, site, state, forcing, 24, every=12, backend=backend)
    first = run(chosen, site, state, forcing, 12, every=12, backend=backend)
    rest = {n: Stream(np.roll(s.values, -12, axis=0)) for n, s in forcing.items()}
    second = run(chosen, site, first.state, rest, 12, every=12, backend=backend)
    assert np.array_equal(second.soc[-1], whole.soc[-1])
    assert np.array_equal(second.respired[-1], whole.respired[-1])


@every_path
def test_single_precision_stays_close(name, backend):
    chosen, *job = set_up(name, 2, 120, (20,))
    single = run(chosen, *job, 120, every=12, backend=backend, dtype=np.float32)
    exact = run(chosen, *job, 120, every=12, backend="numpy")
    assert single.soc.dtype == np.float32
    assert single.soc == pytest.approx(exact.soc, rel=1e-4, abs=1e-4)


def test_an_unknown_model_names_the_nearest():
    with pytest.raises(UnknownName, match="rothc"):
        model("rotc")


@pytest.mark.parametrize("name", [n for n in MODELS if not (model(n).linear or model(n).steady)])
def test_a_model_that_is_not_linear_has_no_steady_state(name):
    chosen, site, _, forcing = set_up(name, 1, 12)
    with pytest.raises(NotApplicable, match="not linear"):
        periodic_steady_state(chosen, site, forcing, 12)
