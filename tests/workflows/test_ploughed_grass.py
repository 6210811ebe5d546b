"""Grass that is ploughed when a practice stops leaves its standing roots, too."""

from dataclasses import replace

import numpy as np

from permil.datasets.management import CropYear
from permil.datasets.project import Horizon, Run
from permil.workflows.assess import assess
from workflows.projects import WHEAT, project, scenario

GRASS = CropYear("permanent_grass", 8.0)


def test_a_stand_ended_by_the_stop_is_as_one_that_ended_by_itself():
    """Both end with 2035; the one whose stand would have gone on has yet to be ploughed."""
    for_ever = replace(WHEAT, rotation=(GRASS,))
    ten_years = replace(WHEAT, rotation=(GRASS,) * 10 + WHEAT.rotation)
    found = assess(
        project(
            scenario("for_ever", for_ever),
            scenario("ten_years", ten_years),
            horizon=Horizon(2026, 2045, 2036),
            run=Run(draws=4, models=("rothc",)),
        )
    )
    reversal = found.outcomes["rothc"]["field"].reversal.mean(-1)
    lead = reversal[2] - reversal[1]
    assert lead[0] > 0.3  # 70 % of the roots, less what has decayed in the year
    assert -0.5 * lead[0] < lead[1] < 0.1 * lead[0]
    assert np.all(np.abs(lead[2:]) < 0.5 * lead[0])
