import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.cattle_energy import (
    NetEnergies,
    cold_maintenance_coefficient_ipcc2019,
    gross_energy_ipcc2019,
    growth_energy_ratio_ipcc2019,
    maintenance_energy_ratio_ipcc2019,
    net_energy_activity_ipcc2019,
    net_energy_growth_ipcc2019,
    net_energy_lactation_ipcc2019,
    net_energy_maintenance_ipcc2019,
    net_energy_pregnancy_ipcc2019,
    net_energy_work_ipcc2019,
)
from permil.science.enteric_methane import enteric_emission_factor_ipcc2019
from permil.tables import table

energies = st.floats(0.0, 100.0)
needs = st.builds(NetEnergies, *[energies] * 6)
digestibilities = st.floats(45.0, 85.0)


def coefficient(name, condition="all"):
    row = table("ipcc2019_cattle_energy").one(coefficient=name, condition=condition)
    return row.value


def test_each_need_of_a_working_cow_in_the_cold():
    cold = cold_maintenance_coefficient_ipcc2019(
        coefficient("Cf", "lactating"), -5.0, per_k=coefficient("cold_correction")
    )
    assert cold == pytest.approx(0.386 + 0.0048 * 25.0)
    maintenance = net_energy_maintenance_ipcc2019(625.0, cold)
    assert maintenance == pytest.approx(0.506 * 125.0)
    assert net_energy_activity_ipcc2019(maintenance, coefficient("Ca", "pasture")) == pytest.approx(
        0.17 * maintenance
    )
    assert net_energy_lactation_ipcc2019(20.0, 4.0) == pytest.approx(61.4)
    assert net_energy_work_ipcc2019(maintenance, 5.0, coefficient("work")) == pytest.approx(
        0.5 * maintenance
    )
    pregnancy = net_energy_pregnancy_ipcc2019(maintenance, coefficient("C_pregnancy"), 0.6)
    assert pregnancy == pytest.approx(0.06 * maintenance)


def test_there_is_no_correction_in_the_warmth():
    assert cold_maintenance_coefficient_ipcc2019(0.322, 28.0, per_k=0.0048) == 0.322


def test_growth_of_a_female_steer_and_bull():
    """A test of FAO's GLEAM: 200 kg, gain 0.5 kg a day, female of 300 kg."""
    by_sex = [
        net_energy_growth_ipcc2019(200.0, 300.0, 0.5, coefficient("C", sex))
        for sex in ("female", "castrate", "bull")
    ]
    assert by_sex[0] == pytest.approx(22.02 * (200.0 / 240.0) ** 0.75 * 0.5**1.097)
    assert by_sex == sorted(by_sex, reverse=True)
    assert net_energy_growth_ipcc2019(200.0, 300.0, 0.0, 0.8) == 0.0


def test_ratios_of_a_diet_of_65_per_cent():
    assert maintenance_energy_ratio_ipcc2019(65.0) == pytest.approx(0.51382427)
    assert growth_energy_ratio_ipcc2019(65.0) == pytest.approx(0.30847838)


def test_gross_energy_of_given_needs():
    need = NetEnergies(15.0, activity=3.0, lactation=8.0, pregnancy=1.5, growth=4.0)
    rem, reg = maintenance_energy_ratio_ipcc2019(65.0), growth_energy_ratio_ipcc2019(65.0)
    assert gross_energy_ipcc2019(need, 65.0) == pytest.approx((27.5 / rem + 4.0 / reg) / 0.65)


def test_tier_2_of_a_western_european_dairy_cow_comes_near_tier_1():
    """600 kg, 7410 kg of milk a year, a diet of 71 %: within 5 % of the 126 kg of the table."""
    maintenance = net_energy_maintenance_ipcc2019(600.0, coefficient("Cf", "lactating"))
    need = NetEnergies(
        maintenance,
        lactation=net_energy_lactation_ipcc2019(7410.0 / 365.0, 4.0),
        pregnancy=net_energy_pregnancy_ipcc2019(maintenance, coefficient("C_pregnancy"), 0.9),
    )
    ym = table("ipcc2019_methane_yield").one(animal="dairy_cattle", feeding="medium_yield").value
    tier_2 = enteric_emission_factor_ipcc2019(
        gross_energy_ipcc2019(need, 71.0), ym, coefficient("energy_content_of_methane")
    )
    tier_1 = table("ipcc2019_enteric").one(
        region="western_europe", animal="dairy_cattle", productivity="mean"
    )
    assert tier_2 == pytest.approx(tier_1.value, rel=0.05)


@given(needs, digestibilities, st.floats(1.0, 1.2))
def test_a_better_diet_never_needs_more_energy(need, digestibility, better):
    poor = gross_energy_ipcc2019(need, digestibility)
    good = gross_energy_ipcc2019(need, digestibility * better)
    assert good <= poor * (1.0 + 1e-12)
    assert poor >= sum(need) * (1.0 - 1e-12)


@given(needs, digestibilities)
def test_gross_energy_is_the_sum_over_the_needs(need, digestibility):
    alone = [
        gross_energy_ipcc2019(NetEnergies(0.0)._replace(**{name: value}), digestibility)
        for name, value in need._asdict().items()
    ]
    assert gross_energy_ipcc2019(need, digestibility) == pytest.approx(sum(alone), abs=1e-9)


def test_trailing_axes_equal_the_scalar_loop():
    weight = np.linspace(200.0, 600.0, 6).reshape(2, 3)
    digestibility = np.array([55.0, 65.0, 75.0])

    def gross(w, de):
        m = net_energy_maintenance_ipcc2019(w, 0.322)
        growth = net_energy_growth_ipcc2019(w, 650.0, 0.7, 1.2)
        return gross_energy_ipcc2019(NetEnergies(m, growth=growth), de)

    together = gross(weight, digestibility)
    for i, j in np.ndindex(2, 3):
        assert together[i, j] == pytest.approx(gross(weight[i, j], digestibility[j]), rel=1e-14)
