"""The climate of a place under a change: by year, with evaporation by the place's own method."""

from dataclasses import replace

import numpy as np
import pytest

from permil.datasets.climate import ClimateInput
from permil.datasets.climate_change import ClimateChange
from permil.datasets.project import Horizon, Place
from permil.errors import MissingKey
from permil.science.potential_evapotranspiration import hargreaves1985, thornthwaite1948
from permil.workflows.delta_climate import changed_place
from permil.workflows.place import place_facts
from workflows.projects import ROTHAMSTED, project

WEATHER = {"temperature": ROTHAMSTED.temperature, "precipitation": ROTHAMSTED.precipitation}
LATITUDE = 51.8


def change(temperature=0.0, precipitation=0.0, reached_in=2026):
    def twelve(value):
        return tuple(value) if isinstance(value, list) else (value,) * 12

    return ClimateChange("other", "Other", twelve(temperature), twelve(precipitation), reached_in)


def both(climate, what, **changes):
    plan = project(climate=ClimateInput(**climate), **changes)
    place = place_facts(plan)
    return place, changed_place(plan, place, what)


def by_year(values):
    return np.asarray(values).reshape(-1, 12)


CLIMATES = {
    "thornthwaite": WEATHER,
    "open_pan": WEATHER | {"open_pan_evaporation": ROTHAMSTED.open_pan_evaporation},
    "hargreaves": {
        "minimum_temperature": tuple(t - 4.5 for t in ROTHAMSTED.temperature),
        "maximum_temperature": tuple(t + 4.0 for t in ROTHAMSTED.temperature),
        "precipitation": ROTHAMSTED.precipitation,
    },
    "record": {
        "temperature": tuple(t + y / 7 for y in range(3) for t in ROTHAMSTED.temperature),
        "precipitation": tuple(p * (1 + y / 9) for y in range(3) for p in ROTHAMSTED.precipitation),
        "irrigation": (0.0,) * 5 + (30.1,) * 3 + (0.0,) * 4,
        "first_year": 2025,
    },
}


@pytest.mark.parametrize("kind", CLIMATES)
def test_no_change_keeps_the_very_numbers(kind):
    place, changed = both(CLIMATES[kind], change())
    for name in ("temperature", "water", "evaporation", "mean_temperature"):
        mine, other = getattr(place.climate, name), getattr(changed.place.climate, name)
        assert np.array_equal(mine, other), name


@pytest.mark.parametrize("kind", CLIMATES)
def test_the_start_and_the_zone_stay_those_of_the_present_climate(kind):
    place, changed = both(CLIMATES[kind], change(3.0, -20.0))
    for name in ("mean_temperature", "mean_water", "mean_evaporation"):
        mine, other = getattr(place.climate, name), getattr(changed.place.climate, name)
        assert np.array_equal(mine, other), name
    assert changed.place.zone == place.zone


def test_the_change_grows_and_then_stays():
    place, changed = both(WEATHER, change(2.0, -10.0, 2029), horizon=Horizon(2026, 2032, None))
    warming = by_year(changed.place.climate.temperature - place.climate.temperature)
    assert warming == pytest.approx(
        np.repeat([[0.5], [1.0], [1.5], [2.0], [2.0], [2.0], [2.0]], 12, axis=1)
    )
    rain = by_year(changed.place.climate.water / place.climate.water)
    assert rain[:, 0] == pytest.approx([0.975, 0.95, 0.925, 0.9, 0.9, 0.9, 0.9])
    assert changed.share_at_end == 1.0


def test_what_the_horizon_does_not_reach_is_said():
    _, changed = both(WEATHER, change(2.0, 0.0, 2085), horizon=Horizon(2026, 2055, None))
    assert changed.share_at_end == pytest.approx(0.5)
    assert changed.annual["annual_temperature"] == pytest.approx(
        np.mean(ROTHAMSTED.temperature) + 2.0
    )


def test_an_estimated_evaporation_is_estimated_anew_by_the_same_method():
    warm = np.asarray(ROTHAMSTED.temperature) + 2.0
    _, changed = both(CLIMATES["thornthwaite"], change(2.0))
    assert by_year(changed.place.climate.evaporation)[5] == pytest.approx(
        thornthwaite1948(warm, LATITUDE)
    )
    given = CLIMATES["hargreaves"]
    extremes = (np.asarray(given[f"{name}_temperature"]) + 2.0 for name in ("minimum", "maximum"))
    _, changed = both(given, change(2.0))
    assert by_year(changed.place.climate.evaporation)[5] == pytest.approx(
        hargreaves1985(*extremes, LATITUDE)
    )


def test_a_given_evaporation_changes_in_the_ratio_of_the_methods_year():
    place, changed = both(CLIMATES["open_pan"], change(2.0))
    cold = thornthwaite1948(np.asarray(ROTHAMSTED.temperature), LATITUDE)
    warm = thornthwaite1948(np.asarray(ROTHAMSTED.temperature) + 2.0, LATITUDE)
    mine = by_year(place.climate.evaporation)[0]
    other = by_year(changed.place.climate.evaporation)[0]
    assert other.sum() / mine.sum() == pytest.approx(warm.sum() / cold.sum())
    assert other[6] > mine[6]


def test_a_frozen_month_gets_no_evaporation_out_of_nothing():
    """A ratio of single months would multiply what is given where the estimate is near zero."""
    cold = (-8.0, -6.0, 0.1, 7.0, 13.0, 17.0, 19.0, 18.0, 12.0, 6.0, 0.1, -6.0)
    given = {"temperature": cold, "precipitation": (40.0,) * 12}
    given["potential_evapotranspiration"] = (5.0, 8.0, 25.0, 60.0, 100.0, 120.0) * 2
    plan = {"place": Place(LATITUDE, None, None)}
    place, changed = both(given, change(2.0), **plan)
    more = by_year(changed.place.climate.evaporation - place.climate.evaporation)[0]
    assert more[0] == 0.0
    assert np.all(np.abs(more) < 25.0)


def test_rain_changes_and_irrigation_does_not():
    irrigated = WEATHER | {"irrigation": (0.0,) * 5 + (50.0,) * 3 + (0.0,) * 4}
    place, changed = both(irrigated, change(0.0, -50.0))
    water = by_year(changed.place.climate.water)[0]
    assert water == pytest.approx(
        0.5 * np.asarray(ROTHAMSTED.precipitation) + np.asarray(irrigated["irrigation"])
    )
    assert np.array_equal(changed.place.climate.evaporation, place.climate.evaporation)


def test_years_of_a_record_keep_their_order():
    place, changed = both(
        CLIMATES["record"], change(1.0, reached_in=2025), horizon=Horizon(2025, 2028, None)
    )
    assert changed.place.climate.temperature == pytest.approx(place.climate.temperature + 1.0)
    means = by_year(changed.place.climate.temperature).mean(axis=1)
    assert means[0] < means[1] < means[2]
    assert means[3] == pytest.approx(means[1])  # beyond the record the mean year


def test_evaporation_needs_the_latitude():
    climate = replace(ROTHAMSTED)
    plan = project(climate=climate, place=Place(None, None, None))
    place = place_facts(plan)
    with pytest.raises(MissingKey, match="latitude"):
        changed_place(plan, place, change(2.0))
    assert changed_place(plan, place, change(0.0, -10.0)).annual["annual_precipitation"] < 700


def test_what_is_taken_for_granted_is_listed():
    _, changed = both(WEATHER, change(2.0))
    assert [n.code for n in changed.assumptions] == [
        "climate_change_kept",
        "climate_change_evaporation",
    ]
    _, drier = both(WEATHER, change(0.0, -10.0))
    assert [n.code for n in drier.assumptions] == ["climate_change_kept"]
