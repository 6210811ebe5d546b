import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil.science.soil_loss import (
    cover_factor_panagos2015,
    eroded_carbon,
    eroded_carbon_co2,
    soil_loss_rusle,
)
from permil.tables import parameter_set, table

shares = st.floats(0.0, 1.0)


def test_bare_fallow_of_the_unit_plot_loses_erosivity_times_erodibility():
    assert soil_loss_rusle(800.0, 0.04, 1.0, 1.0, 1.0, 1.0) == pytest.approx(32.0)


def test_wheat_without_tillage_under_a_cover_crop():
    one = table("cover_factor").one
    factors = [
        one(kind="crop", cover="wheat").value,
        one(kind="tillage", cover="no_till").value,
        one(kind="residues", cover="kept").value,
        one(kind="cover_crop", cover="with").value,
    ]
    cover = cover_factor_panagos2015(*factors)
    assert cover == pytest.approx(0.2 * 0.25 * 0.88 * 0.8)
    contour = table("support_factor").one(practice="contouring", slope_to=8).value
    loss = soil_loss_rusle(800.0, 0.04, 1.5, 0.9, cover, contour)
    assert loss == pytest.approx(43.2 * 0.0352 * 0.5)


def test_carbon_of_ten_tonnes_of_soil():
    carbon = eroded_carbon(10.0, 15.0, 1.0, 0.2)
    assert carbon.total == pytest.approx(0.15)
    assert carbon.mineralised == pytest.approx(0.03)
    assert eroded_carbon_co2(carbon) == pytest.approx(0.11)


def test_what_is_moved_is_not_what_is_emitted():
    carbon = eroded_carbon(10.0, 15.0, 1.0, 0.0)
    assert eroded_carbon_co2(carbon) == 0.0
    assert carbon.moved == carbon.total == pytest.approx(0.15)


@given(st.floats(0.0, 200.0), st.floats(0.0, 60.0), st.floats(0.9, 12.0), shares)
def test_the_fates_close(loss, content, ratio, share):
    carbon = eroded_carbon(loss, content, ratio, share)
    assert carbon.total == pytest.approx(loss * content * ratio / 1000.0, abs=1e-12)
    assert min(carbon) >= 0.0


def test_the_fate_is_open_within_its_range():
    low, high = (eroded_carbon(10.0, 15.0, 1.0, share) for share in (0.0, 1.0))
    assert eroded_carbon_co2(low) == 0.0
    assert eroded_carbon_co2(high) == pytest.approx(0.55)
    parameters = parameter_set("eroded_carbon")
    assert parameters["enrichment_ratio"] == 1.0
    assert parameters["mineralised_share"] == 0.2


def test_trailing_axes_equal_the_scalar_loop():
    loss, content = np.array([[0.0], [12.0]]), np.array([5.0, 30.0])
    carbon = eroded_carbon(loss, content, 1.5, 0.3)
    rusle = soil_loss_rusle(loss, content, 1.2, 0.8, 0.2, 0.5)
    for i, j in np.ndindex(2, 2):
        alone = eroded_carbon(loss[i, 0], content[j], 1.5, 0.3)
        assert (carbon.mineralised[i, j], carbon.moved[i, j]) == tuple(alone)
        assert rusle[i, j] == soil_loss_rusle(loss[i, 0], content[j], 1.2, 0.8, 0.2, 0.5)
