"""Tier 1: a linear move over twenty years, then rest."""

import numpy as np
import pytest

from permil.models import model
from permil.models.compartments import run
from permil.models.protocol import Soil
from permil.models.streams import Stream


def follow(stocks, initial):
    tier1 = model("ipcc_tier1")
    site = tier1.site(tier1.parameters(), Soil(0.0, 30.0))
    state = tier1.start()._replace(stock=initial, target=initial)
    forcing = tier1.drive(tier1.parameters(), Stream(np.array(stocks)[:, None]))
    return run(tier1, site, state, forcing, len(stocks)).soc[:, 0]


def test_the_single_cohort_of_the_guidelines():
    # IPCC 2019, equation 2.25: 40 to 50 t C/ha in 20 years, half a tonne a year, then nothing.
    stock = follow([50.0] * 25, 40.0)
    assert stock[:20] == pytest.approx(40.0 + 0.5 * np.arange(1, 21), rel=1e-12)
    assert stock[20:] == pytest.approx(50.0)
    assert (stock[19] - 40.0) * 44 / 12 == pytest.approx(36.66666667)


def test_a_second_change_starts_from_the_stock_then_reached():
    stock = follow([50.0] * 10 + [40.0] * 30, 40.0)
    assert stock[9] == pytest.approx(45.0)
    assert np.diff(stock)[9:29] == pytest.approx(np.full(20, -0.25))
    assert stock[-1] == pytest.approx(40.0)


def test_without_a_change_nothing_moves():
    assert follow([40.0] * 30, 40.0) == pytest.approx(np.full(30, 40.0))


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_both_paths(backend):
    tier1 = model("ipcc_tier1")
    site = tier1.site(tier1.parameters(), Soil(0.0, 30.0))
    initial = np.linspace(20.0, 80.0, 50)
    state = tier1.start()._replace(stock=initial, target=initial)
    forcing = tier1.drive(tier1.parameters(), Stream(np.full((30, 1), 60.0)))
    stock = run(tier1, site, state, forcing, 30, backend=backend).soc
    assert stock[-1] == pytest.approx(np.full(50, 60.0))
    assert stock[0] == pytest.approx(initial + (60.0 - initial) / 20)
