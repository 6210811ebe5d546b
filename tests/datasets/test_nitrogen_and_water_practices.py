"""Practices on nitrogen and on the water of rice: what they change, and where they find nothing."""

import tomllib

import pytest

from permil.datasets.project_file import project_from_dict, project_template
from permil.errors import NotApplicable, SetTwice
from permil.tables.rice_categories import WaterRegime
from permil.vocabulary import Inhibitor

RICE = {
    "water_regime": "irrigated_continuously_flooded",
    "straw_incorporated": "over_30_days",
}
UREA = {"type": "urea", "nitrogen": "100 kg N/ha/yr"}
NITRATE = {"type": "nitrate", "nitrogen": "40 kg N/ha/yr"}


def read(practice, *, rice=(RICE,), fertilisers=(UREA,), **keys):
    """Return the scenarios of a project with one practice beside the baseline, and its notes."""
    data = tomllib.loads(project_template())
    today = {
        "baseline": True,
        "rotation": [{"crop": "rice", "yield": "6 t FM/ha", "residues": "returned"}],
        "rice": [dict(one) for one in rice],
        "fertiliser": [dict(one) for one in fertilisers],
    }
    names = practice if isinstance(practice, tuple) else (practice,)
    plan = {"practice": [{"practice": name, **keys} for name in names]}
    data["scenario"] = {"today": today, "plan": plan}
    found = project_from_dict(data)
    return found.scenarios, {note.code for note in found.assumptions}


@pytest.mark.parametrize(
    ("practice", "regime"),
    [
        ("alternate_wetting_drying", WaterRegime.MULTIPLE_DRAINAGE),
        ("mid_season_drainage", WaterRegime.SINGLE_DRAINAGE),
    ],
)
def test_a_practice_changes_the_water_and_nothing_else(practice, regime):
    (today, plan), _ = read(practice)
    assert plan.activities.rice[0].water_regime is regime
    assert plan.management == today.management
    assert today.activities.rice[0].water_regime is WaterRegime.CONTINUOUS


def test_rain_fed_rice_keeps_its_water_beside_irrigated_rice():
    rain = RICE | {"water_regime": "rainfed_regular"}
    (_, plan), _ = read("alternate_wetting_drying", rice=(rain, RICE))
    regimes = [entry.water_regime for entry in plan.activities.rice]
    assert regimes == [WaterRegime.RAINFED, WaterRegime.MULTIPLE_DRAINAGE]


def test_water_that_is_as_it_should_be_already_is_no_change():
    dried = RICE | {"water_regime": "irrigated_multiple_drainage"}
    for practice in ("alternate_wetting_drying", "mid_season_drainage"):
        with pytest.raises(NotApplicable, match=r"practice.0.*no irrigated rice"):
            read(practice, rice=(dried,))
    with pytest.raises(SetTwice, match="water of rice"):
        read(("alternate_wetting_drying", "mid_season_drainage"))


def test_inhibitors_act_where_they_find_something():
    (_, plan), notes = read("inhibitors", fertilisers=(UREA, NITRATE))
    assert [f.inhibitor for f in plan.management.fertilisers] == [Inhibitor.NITRIFICATION, None]
    assert "inhibitor_nitrification" in notes
    (_, plan), notes = read("inhibitors", inhibitor="controlled_release")
    assert plan.management.fertilisers[0].inhibitor is Inhibitor.CONTROLLED_RELEASE
    assert "inhibitor_nitrification" not in notes
    with pytest.raises(NotApplicable, match="no fertiliser"):
        read("inhibitors", fertilisers=(NITRATE,))


def test_a_rice_entry_notes_what_nobody_said():
    (today, _), notes = read("inhibitors")
    assert {"rice_pre_season", "rice_region"} <= notes
    assert today.activities.rice[0].season_length is None
