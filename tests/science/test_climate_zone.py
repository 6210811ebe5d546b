import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.climate_zone import (
    ZONES,
    climate_zone_codes,
    climate_zone_ipcc2019,
    dry_summer_kottek2006,
    frost_days_proxy,
    moisture_regime_ipcc2019,
)
from permil.vocabulary import ClimateZone, MoistureRegime


def zone(mean, precipitation, pet, *, warmest=None, elevation=0.0, frost_days=0.0):
    months = np.full(12, float(mean))
    months[6] = mean if warmest is None else warmest
    return climate_zone_ipcc2019(
        mean, precipitation, pet, months, elevation=elevation, frost_days=frost_days
    )


@pytest.mark.parametrize(
    ("given_climate", "expected"),
    [
        (zone(25, 2500, 1500, elevation=1500), ClimateZone.TROPICAL_MONTANE),
        (zone(25, 2500, 1500), ClimateZone.TROPICAL_WET),
        (zone(25, 2000, 1500), ClimateZone.TROPICAL_MOIST),
        (zone(25, 1500, 1700), ClimateZone.TROPICAL_MOIST),
        (zone(25, 1000, 500), ClimateZone.TROPICAL_DRY),
        (zone(25, 1500, 1000, elevation=1000), ClimateZone.TROPICAL_MOIST),
        (zone(25, 300, 1500, frost_days=7), ClimateZone.TROPICAL_DRY),
        (zone(25, 300, 1500, frost_days=8), ClimateZone.WARM_TEMPERATE_DRY),
        (zone(18, 2500, 1500), ClimateZone.WARM_TEMPERATE_MOIST),
        (zone(11, 700, 700), ClimateZone.WARM_TEMPERATE_DRY),
        (zone(10, 701, 700), ClimateZone.COOL_TEMPERATE_MOIST),
        (zone(1, 300, 500), ClimateZone.COOL_TEMPERATE_DRY),
        (zone(0, 500, 300, warmest=10.1), ClimateZone.BOREAL_MOIST),
        (zone(-5, 200, 300, warmest=15), ClimateZone.BOREAL_DRY),
        (zone(-5, 500, 300, warmest=10), ClimateZone.POLAR_MOIST),
        (zone(-20, 0, 0), ClimateZone.POLAR_DRY),
    ],
)
def test_decision_tree(given_climate, expected):
    assert given_climate is expected


climates = st.tuples(
    st.lists(st.floats(-60, 45), min_size=12, max_size=12),
    st.floats(0, 15000),
    st.floats(0, 5000),
    st.floats(-450, 6000),
    st.floats(0, 366),
)


@given(climates)
def test_every_climate_has_exactly_one_zone(climate):
    months, precipitation, pet, elevation, frost_days = climate
    found = climate_zone_ipcc2019(
        np.mean(months), precipitation, pet, months, elevation=elevation, frost_days=frost_days
    )
    assert isinstance(found, ClimateZone)
    regime = moisture_regime_ipcc2019(found, precipitation, pet)
    assert isinstance(regime, MoistureRegime)
    if found.endswith("_moist") and "tropical" not in found:
        assert regime is MoistureRegime.WET
    if found.endswith("_dry"):
        assert regime is MoistureRegime.DRY


def test_arrays_equal_single_places():
    rng = np.random.default_rng(2)
    months = rng.uniform(-30, 35, (12, 40))
    precipitation, pet = rng.uniform(0, 3000, 40), rng.uniform(0, 2000, 40)
    frost_days = frost_days_proxy(months)
    arguments = (months.mean(axis=0), precipitation, pet, months)
    zones = climate_zone_ipcc2019(*arguments, elevation=0.0, frost_days=frost_days)
    codes = climate_zone_codes(*arguments, elevation=0.0, frost_days=frost_days)
    regimes = moisture_regime_ipcc2019(zones, precipitation, pet)
    for i in range(40):
        single = climate_zone_ipcc2019(
            months[:, i].mean(),
            precipitation[i],
            pet[i],
            months[:, i],
            elevation=0.0,
            frost_days=frost_days[i],
        )
        assert zones[i] is single is ZONES[codes[i]]
        assert regimes[i] is moisture_regime_ipcc2019(single, precipitation[i], pet[i])


def test_tropical_regime_follows_rain_alone():
    assert moisture_regime_ipcc2019("tropical_montane", 1100, 2000) == MoistureRegime.WET
    assert moisture_regime_ipcc2019(ClimateZone.TROPICAL_DRY, 900, 100) == MoistureRegime.DRY


# Monthly mean temperature and recorded days with a minimum below 0 °C a year, from the daily
# weather files of the package aquacrop 3.1.0 (MIT); years in brackets.
STATIONS = {
    "Champion 1982-2018": (
        [-2.9, -1.1, 3.9, 8.5, 14.6, 20.5, 23.6, 22.4, 17.3, 9.9, 2.6, -2.8],
        174,
    ),
    "Brussels 1976-2005": (
        [3.1, 3.7, 6.8, 9.3, 13.4, 16.0, 18.0, 18.0, 14.9, 11.4, 6.6, 4.1],
        45,
    ),
    "Cordoba 1991-2021": (
        [24.4, 23.0, 21.3, 17.5, 13.8, 10.6, 9.8, 12.1, 15.0, 18.4, 21.2, 23.6],
        14,
    ),
    "Tunis 1979-2002": (
        [11.6, 12.2, 13.9, 16.0, 20.0, 24.1, 27.0, 27.8, 25.1, 21.3, 16.4, 12.8],
        0,
    ),
}


@pytest.mark.parametrize("station", STATIONS)
def test_frost_proxy_is_as_rough_as_its_text_says(station):
    months, recorded = STATIONS[station]
    assert frost_days_proxy(months) == pytest.approx(recorded, abs=56)
    assert (frost_days_proxy(months) > 100) == (recorded > 100)


def test_frost_proxy_has_its_limits():
    assert frost_days_proxy(np.full(12, -60.0)) == pytest.approx(365.25)
    assert frost_days_proxy(np.full(12, 27.0)) < 1
    assert frost_days_proxy(np.full(12, 1e6)) < 1e-99


#: Monthly means of temperature and rain, January first.
SEVILLE = (
    (10.9, 12.5, 15.6, 17.3, 20.7, 25.1, 28.2, 27.9, 25.0, 20.2, 15.1, 11.9),
    (66, 50, 36, 54, 30, 10, 2, 5, 27, 68, 91, 99),
)
LONDON = (
    (5.2, 5.3, 7.6, 9.9, 13.3, 16.5, 18.7, 18.5, 15.7, 12.0, 8.0, 5.5),
    (55, 41, 42, 44, 49, 45, 45, 49, 49, 69, 59, 55),
)


def test_a_mediterranean_climate_is_known_in_both_hemispheres():
    turned = tuple(np.roll(series, 6) for series in SEVILLE)
    assert dry_summer_kottek2006(*SEVILLE)
    assert dry_summer_kottek2006(*turned)
    assert not dry_summer_kottek2006(*LONDON)


def test_summer_dry_is_neither_winter_dry_nor_the_cold_north():
    temperature, rain = SEVILLE
    assert not dry_summer_kottek2006(temperature, np.roll(rain, 6))
    assert not dry_summer_kottek2006(np.array(temperature) - 15.0, rain)
    both = np.stack([SEVILLE, LONDON], axis=-1)
    assert list(dry_summer_kottek2006(*both)) == [True, False]
