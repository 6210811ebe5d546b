"""What a practice of the library changes in the water of rice."""

from __future__ import annotations

from dataclasses import replace

from permil.datasets.activities import Activities
from permil.errors import NotApplicable
from permil.tables.rice_categories import WaterRegime

#: Water regime that each practice brings, and those that it may take the place of.
WATER = {
    "alternate_wetting_drying": (
        WaterRegime.MULTIPLE_DRAINAGE,
        (WaterRegime.CONTINUOUS, WaterRegime.IRRIGATED, WaterRegime.SINGLE_DRAINAGE),
    ),
    "mid_season_drainage": (
        WaterRegime.SINGLE_DRAINAGE,
        (WaterRegime.CONTINUOUS, WaterRegime.IRRIGATED),
    ),
}


def apply_water_practice(activities: Activities, practice: str) -> Activities:
    """Return the activities of a scenario with the water of its rice changed.

    Parameters
    ----------
    activities : Activities
        The activities without the practice.
    practice : str
        Id of the practice, one of ``WATER``.

    Returns
    -------
    Activities
        Every irrigated rice crop with the practice's water regime.

    Raises
    ------
    NotApplicable
        If no rice crop has water that it could change.
    """
    regime, before = WATER[practice]
    rice = tuple(
        replace(entry, water_regime=regime) if entry.water_regime in before else entry
        for entry in activities.rice
    )
    if rice == activities.rice:
        raise NotApplicable(
            where="",
            method=practice,
            problem="the scenario has no irrigated rice that is flooded longer",
            remedy="describe the rice in [[scenario.ID.rice]] with its water regime",
        )
    return replace(activities, rice=rice)
