"""Metabolic, structural and lignin carbon."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.litter_quality import litter_shares_parton1987


def test_the_example_of_soilr():
    # Lignin over nitrogen 0.5: 0.85 - 0.018 x 0.5 = 0.841 is metabolic.
    shares = litter_shares_parton1987(0.05, 0.1, 0.85, 0.018)
    assert shares.metabolic == pytest.approx(0.841)
    assert shares.structural == pytest.approx(0.109)


def test_the_worked_case_of_the_guidelines():
    # IPCC 2019 workbook, 1970: 3.569 t C/ha with lignin 0.111 and nitrogen 0.021 give 2.694.
    shares = litter_shares_parton1987(0.111, 0.021, 0.85, 0.018)
    assert 3.569 * shares.metabolic == pytest.approx(2.694, abs=8e-4)


@given(st.floats(0.0, 1.0), st.floats(1e-4, 0.2))
def test_shares_are_shares(lignin, nitrogen):
    shares = np.array(litter_shares_parton1987(lignin, nitrogen, 0.85, 0.018))
    assert shares.min() >= -1e-15
    assert shares.sum() == pytest.approx(1.0, rel=1e-14)
