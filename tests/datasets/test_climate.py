from dataclasses import replace

import numpy as np
import pytest

import permil  # noqa: F401  (installs the sentences of errors)
from permil.datasets.climate import ClimateInput, resolve_climate
from permil.datasets.climatology import climatology_at
from permil.errors import (
    Conflict,
    MissingKey,
    NotANumber,
    NotApplicable,
    OutOfBounds,
    WrongLength,
)
from permil.locale import text
from permil.science.potential_evapotranspiration import hargreaves1985, thornthwaite1948

# Mean monthly weather at Rothamsted, as printed in the RothC description (Coleman & Jenkinson).
TEMPERATURE = (3.4, 3.6, 5.1, 7.3, 11.0, 13.9, 16.0, 16.0, 13.5, 10.2, 6.1, 4.6)
PRECIPITATION = (74.0, 59.0, 62.0, 51.0, 52.0, 57.0, 34.0, 55.0, 58.0, 56.0, 75.0, 71.0)
PAN = (8.0, 10.0, 27.0, 49.0, 83.0, 99.0, 103.0, 91.0, 69.0, 34.0, 16.0, 8.0)
ROTHAMSTED = {"latitude": 51.81, "longitude": -0.37}
NOWHERE = {"latitude": None, "longitude": None}
WEATHER = ClimateInput(temperature=TEMPERATURE, precipitation=PRECIPITATION)


def codes(assumptions):
    return [assumption.code for assumption in assumptions]


def test_given_open_pan_evaporation_is_kept_as_given():
    climate, notes = resolve_climate(replace(WEATHER, open_pan_evaporation=PAN), **ROTHAMSTED)
    assert climate.temperature == TEMPERATURE
    assert climate.potential_evapotranspiration == PAN
    assert (climate.pet_method, climate.open_pan) == ("open_pan", True)
    assert climate.first_year is None
    assert codes(notes) == ["irrigation_none"]


def test_nothing_given_takes_the_climatology():
    climate, notes = resolve_climate(ClimateInput(), **ROTHAMSTED)
    cell = climatology_at(51.81, -0.37)
    assert climate.temperature == cell.temperature
    assert climate.precipitation == cell.precipitation
    assert climate.source == "ERA5 2000-2025"
    assert codes(notes) == [
        "climatology_bundled",
        "climatology_bundled",
        "pet_thornthwaite1948",
        "irrigation_none",
    ]


def test_place_off_the_coast_lists_the_distance():
    _, notes = resolve_climate(ClimateInput(), latitude=50.6, longitude=-5.9)
    note = next(note for note in notes if note.code == "climatology_nearest_cell")
    assert 0 < note.fields["distance"] <= 75


def test_cells_in_the_south_and_west_are_named_by_latitude_and_longitude():
    _, notes = resolve_climate(ClimateInput(), latitude=-33.0, longitude=-64.0)
    sentence = text(f"assumptions.{notes[0].code}", notes[0].fields)
    assert "at latitude -33.25°, longitude -63.75° in the bundled climatology" in sentence


def test_missing_precipitation_alone_is_filled():
    climate, notes = resolve_climate(ClimateInput(temperature=TEMPERATURE), **ROTHAMSTED)
    assert climate.temperature == TEMPERATURE
    assert climate.precipitation == climatology_at(51.81, -0.37).precipitation
    assert climate.source == "project file; ERA5 2000-2025"
    assert notes[0].fields["quantity"] == "precipitation"


def test_every_assumption_has_its_sentence():
    extremes = {
        "minimum_temperature": tuple(t - 4 for t in TEMPERATURE),
        "maximum_temperature": tuple(t + 4 for t in TEMPERATURE),
    }
    inputs = (
        (ClimateInput(), {"latitude": 50.6, "longitude": -5.9}),
        (ClimateInput(**extremes), ROTHAMSTED),
        (replace(WEATHER, temperature=(-10.0,) * 12), ROTHAMSTED | {"confirm": "an ice house"}),
    )
    seen = set()
    for given, options in inputs:
        for note in resolve_climate(given, **options)[1]:
            assert text(f"assumptions.{note.code}", note.fields)
            seen.add(note.code)
    assert len(seen) == 7


def test_thornthwaite_needs_the_latitude():
    climate, notes = resolve_climate(WEATHER, **ROTHAMSTED)
    expected = thornthwaite1948(np.array(TEMPERATURE), 51.81)
    assert climate.potential_evapotranspiration == pytest.approx(expected)
    assert "pet_thornthwaite1948" in codes(notes)
    with pytest.raises(MissingKey) as caught:
        resolve_climate(WEATHER, **NOWHERE)
    assert caught.value.fields["key"] == "potential_evapotranspiration"


def test_hargreaves_goes_before_thornthwaite():
    low, high = (tuple(t + shift for t in TEMPERATURE) for shift in (-4, 4))
    given = ClimateInput(
        precipitation=PRECIPITATION, minimum_temperature=low, maximum_temperature=high
    )
    climate, notes = resolve_climate(given, **ROTHAMSTED)
    assert climate.pet_method == "hargreaves1985"
    assert climate.temperature == pytest.approx(TEMPERATURE)
    expected = hargreaves1985(np.array(low), np.array(high), 51.81)
    assert climate.potential_evapotranspiration == pytest.approx(expected)
    assert codes(notes)[:2] == ["temperature_from_extremes", "pet_hargreaves1985"]


def test_given_evaporation_goes_before_all():
    low, high = (tuple(t + shift for t in TEMPERATURE) for shift in (-4, 4))
    given = replace(
        WEATHER,
        potential_evapotranspiration=PAN,
        minimum_temperature=low,
        maximum_temperature=high,
    )
    climate, _ = resolve_climate(given, **NOWHERE)
    assert (climate.pet_method, climate.open_pan) == ("given", False)


def test_years_in_a_row_share_the_heat_index_of_the_mean_year():
    warmer = tuple(t + 2 for t in TEMPERATURE)
    given = ClimateInput(
        temperature=TEMPERATURE + warmer, precipitation=PRECIPITATION * 2, first_year=1990
    )
    climate, _ = resolve_climate(given, **ROTHAMSTED)
    pet = np.reshape(climate.potential_evapotranspiration, (2, 12))
    assert climate.first_year == 1990
    assert (pet[1] > pet[0]).all()


def test_irrigation_may_be_a_mean_year_beside_several_years():
    given = ClimateInput(
        temperature=TEMPERATURE * 2,
        precipitation=PRECIPITATION * 2,
        irrigation=(0.0,) * 6 + (50.0,) * 3 + (0.0,) * 3,
        first_year=1990,
    )
    climate, notes = resolve_climate(given, **ROTHAMSTED)
    assert len(climate.irrigation) == 12
    assert "irrigation_none" not in codes(notes)


def test_climate_of_a_file(tmp_path):
    path = tmp_path / "weather.csv"
    rows = [f"1990,{m + 1},{TEMPERATURE[m]},{PRECIPITATION[m]},{PAN[m]}" for m in range(12)]
    heading = "year,month,air_temperature [°C],precipitation,open_pan_evaporation"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    climate, _ = resolve_climate(ClimateInput(file=path), **ROTHAMSTED)
    assert climate.potential_evapotranspiration == PAN
    assert (climate.source, climate.first_year) == ("weather.csv", 1990)
    with pytest.raises(Conflict):
        resolve_climate(ClimateInput(file=path, temperature=TEMPERATURE), **ROTHAMSTED)


def test_far_from_the_climatology_is_refused_with_both_values():
    cold = replace(WEATHER, temperature=tuple(t - 20 for t in TEMPERATURE))
    with pytest.raises(Conflict) as caught:
        resolve_climate(cold, **ROTHAMSTED)
    assert "-10.8" in str(caught.value)
    assert "10.8" in str(caught.value).replace("-10.8", "")
    with pytest.raises(Conflict):
        resolve_climate(cold, **ROTHAMSTED, confirm=" ")
    _, notes = resolve_climate(cold, **ROTHAMSTED, confirm="a cooled lysimeter")
    assert notes[0].code == "climate_confirmed"
    assert notes[0].fields["reason"] == "a cooled lysimeter"


def test_elevation_is_granted_towards_the_cold_only():
    cold = replace(WEATHER, temperature=tuple(t - 20 for t in TEMPERATURE))
    warm = replace(WEATHER, temperature=tuple(t + 20 for t in TEMPERATURE))
    resolve_climate(cold, **ROTHAMSTED, elevation=1500)
    with pytest.raises(Conflict):
        resolve_climate(cold, **ROTHAMSTED, elevation=500)
    with pytest.raises(Conflict):
        resolve_climate(warm, **ROTHAMSTED, elevation=1500)


def test_high_plateau_passes_with_its_elevation():
    # Lhasa, 3650 m: its cell is as high as the place, so that no correction must be forced on it.
    lhasa = (-1.0, 2.0, 5.5, 9.0, 13.0, 16.5, 16.5, 15.8, 14.2, 9.5, 3.8, -0.2)
    given = replace(WEATHER, temperature=lhasa)
    resolve_climate(given, latitude=29.65, longitude=91.1, elevation=3650)


def test_at_sea_a_given_climate_needs_no_comparison():
    climate, _ = resolve_climate(WEATHER, latitude=0.0, longitude=-30.0)
    assert climate.temperature == TEMPERATURE
    with pytest.raises(NotApplicable):
        resolve_climate(ClimateInput(), latitude=0.0, longitude=-30.0)


FAHRENHEIT = tuple(t * 1.8 + 32 for t in TEMPERATURE)


@pytest.mark.parametrize(
    ("given", "error", "where"),
    [
        (replace(WEATHER, temperature=TEMPERATURE[:11]), WrongLength, "climate.temperature"),
        (replace(WEATHER, temperature=()), WrongLength, "climate.temperature"),
        (replace(WEATHER, temperature=FAHRENHEIT), OutOfBounds, "climate.temperature, value 4"),
        (
            replace(WEATHER, precipitation=(float("nan"), *PRECIPITATION[1:])),
            NotANumber,
            "climate.precipitation, value 1",
        ),
        (
            replace(WEATHER, precipitation=(True,) * 12),
            NotANumber,
            "climate.precipitation, value 1",
        ),
        (
            replace(WEATHER, precipitation=(-1.0,) * 12),
            OutOfBounds,
            "climate.precipitation, value 1",
        ),
        (replace(WEATHER, temperature=TEMPERATURE * 2, first_year=1990), Conflict, "climate"),
        (
            ClimateInput(temperature=TEMPERATURE * 2, precipitation=PRECIPITATION * 2),
            MissingKey,
            "climate",
        ),
        (replace(WEATHER, irrigation=(0.0,) * 24), WrongLength, "climate.irrigation"),
        (
            replace(WEATHER, open_pan_evaporation=PAN, potential_evapotranspiration=PAN),
            Conflict,
            "climate",
        ),
        (replace(WEATHER, minimum_temperature=TEMPERATURE), MissingKey, "climate"),
        (replace(WEATHER, maximum_temperature=TEMPERATURE), MissingKey, "climate"),
        (
            replace(
                WEATHER,
                minimum_temperature=tuple(t + 1 for t in TEMPERATURE),
                maximum_temperature=tuple(t + 2 for t in TEMPERATURE),
            ),
            Conflict,
            "climate, value 1",
        ),
        (
            ClimateInput(
                precipitation=PRECIPITATION,
                minimum_temperature=TEMPERATURE,
                maximum_temperature=tuple(t - 1 for t in TEMPERATURE),
            ),
            Conflict,
            "climate, value 1",
        ),
    ],
)
def test_bad_series(given, error, where):
    with pytest.raises(error) as caught:
        resolve_climate(given, **ROTHAMSTED)
    assert caught.value.fields["where"] == where
    assert str(caught.value)


def test_without_coordinates_everything_must_be_given():
    with pytest.raises(MissingKey) as caught:
        resolve_climate(ClimateInput(precipitation=PRECIPITATION), **NOWHERE)
    assert caught.value.fields["key"] == "temperature"
