"""The response to added carbon with the microbes free and held."""

import numpy as np
import pytest

from models.batches import at
from models.microbial import field
from permil.errors import NotApplicable
from permil.models import model
from permil.models.priming import priming_response
from permil.models.protocol import Soil

MICROBIAL = ["mimics", "millennial"]


def more(chosen, mean, share):
    return {name: share * getattr(mean, name) for name in chosen.inputs}


@pytest.mark.parametrize("name", MICROBIAL)
def test_microbes_that_grow_take_back_part_of_what_is_added(name):
    chosen, site, mean, _ = field(name)
    found = priming_response(chosen, site, mean, more(chosen, mean, 0.25), 10)
    assert found.added == pytest.approx(np.arange(1.0, 11.0), rel=1e-12)
    assert np.all(found.with_priming > 0)
    assert np.all(found.without_priming < found.added)
    taken = found.without_priming - found.with_priming
    assert np.all(np.diff(taken) > 0)
    assert taken[-1] > 0.25 * found.without_priming[-1]


@pytest.mark.parametrize("name", MICROBIAL)
def test_nothing_added_changes_nothing(name):
    chosen, site, mean, _ = field(name)
    found = priming_response(chosen, site, mean, more(chosen, mean, 0.0), 2)
    assert found.with_priming == pytest.approx(0.0, abs=1e-9)
    assert found.without_priming == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("name", MICROBIAL)
def test_the_free_run_approaches_the_steady_state_of_the_larger_input(name):
    chosen, site, mean, _ = field(name, warmer=12.0)
    added = more(chosen, mean, 0.1)
    larger = mean._replace(**{n: getattr(mean, n) + v for n, v in added.items()})
    p = chosen.parameters()
    end = chosen.steady(p, site, larger)
    gain = sum(end) - sum(chosen.steady(p, site, mean))
    left = gain - priming_response(chosen, site, mean, added, 20).with_priming
    assert np.all(left > 0)
    assert np.all(np.diff(left) < 0)
    # Microbes that are those of the state itself act as they do in the step.
    after, _ = chosen.without_priming(p, site, end, end, larger)
    assert sum(after) == pytest.approx(sum(end), rel=1e-12)


def test_a_model_with_held_microbes_is_linear_in_what_is_added():
    """MIMICS with reverse kinetics: only its microbes make it nonlinear."""
    chosen, site, mean, _ = field("mimics")
    once, twice = (
        priming_response(chosen, site, mean, more(chosen, mean, share), 3).without_priming
        for share in (0.2, 0.4)
    )
    # Second order in the weights of the scheme: not exact, but far from the free run.
    assert twice == pytest.approx(2.0 * once, rel=1e-5)


@pytest.mark.parametrize("name", MICROBIAL)
def test_the_response_of_a_batch_is_that_of_its_cells(name):
    chosen, _, mean, _ = field(name)
    soil = Soil(np.array([10.0, 40.0]), 30.0, silt=40.0, bulk_density=1.3, ph=6.5)
    site = chosen.site(chosen.parameters(), soil)
    both = priming_response(chosen, site, mean, more(chosen, mean, 0.25), 1)
    assert both.added.shape == both.with_priming.shape == (1, 2)
    for cell in (0, 1):
        alone = priming_response(chosen, at(site, cell), mean, more(chosen, mean, 0.25), 1)
        assert both.with_priming[:, cell] == pytest.approx(alone.with_priming, rel=1e-9)


def test_first_order_models_do_not_prime():
    chosen = model("rothc")
    with pytest.raises(NotApplicable, match="changes no rate"):
        priming_response(chosen, None, None, {}, 1)
