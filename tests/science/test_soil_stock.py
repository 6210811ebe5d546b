import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permil import errors
from permil.locale import text
from permil.science.soil_stock import (
    METHODS,
    soil_organic_carbon_stock,
    stock_from_description,
)

# The sample of test_fine_earth_stock, described in four ways: 66 t C/ha.
WHOLE, FINE = 1.5, 110.0 / (100.0 - 40.0 / 2.6)
BY_MASS, BY_VOLUME = 100.0 * 40.0 / 150.0, 40.0 / 2.6
DESCRIPTION = {
    "bulk_density": WHOLE,
    "bulk_density_of": "whole_soil",
    "coarse_fragments": BY_MASS,
    "coarse_fragments_by": "mass",
}


def described(**changes):
    return stock_from_description(20.0, 30.0, **(DESCRIPTION | changes))


@pytest.mark.parametrize(
    ("changes", "method"),
    [
        ({}, "MB"),
        ({"coarse_fragments": BY_VOLUME, "coarse_fragments_by": "volume"}, "MB"),
        ({"bulk_density": FINE, "bulk_density_of": "fine_earth"}, "M4"),
        (
            {
                "bulk_density": FINE,
                "bulk_density_of": "fine_earth",
                "coarse_fragments": BY_VOLUME,
                "coarse_fragments_by": "volume",
            },
            "M4",
        ),
    ],
)
def test_four_descriptions_of_one_soil_give_one_stock(changes, method):
    result = described(**changes, rock_density=2.6)
    assert result.stock == pytest.approx(66.0, rel=1e-12)
    assert result.fine_earth_stock == pytest.approx(3300.0, rel=1e-12)
    assert result.method == method
    assert METHODS[result.method].unbiased


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"bulk_density_of": None}, errors.AmbiguousBulkDensity, "bulk_density_of"),
        ({"coarse_fragments_by": None}, errors.AmbiguousCoarseFragments, "% by volume"),
        ({"bulk_density_of": "fine"}, errors.UnknownName, "fine_earth"),
        ({"coarse_fragments_by": "weight"}, errors.UnknownName, "mass"),
        ({"coarse_fragments_by": "volume"}, errors.MissingKey, "rock_density"),
        ({"bulk_density_of": "fine_earth"}, errors.MissingKey, "rock_density"),
        (
            {"coarse_fragments_by": "volume", "coarse_fragments": 60.0, "rock_density": 2.6},
            errors.ImpossibleCoarseFragments,
            "weigh more",
        ),
    ],
)
def test_what_is_not_clear_is_refused(changes, error, said):
    with pytest.raises(error) as caught:
        described(**changes, where="field.toml: soil")
    sentence = text(f"errors.{caught.value.code}", caught.value.fields)
    assert sentence.startswith("field.toml: soil: ")
    assert said in sentence


def test_ambiguity_is_one_kind_of_error():
    assert issubclass(errors.AmbiguousBulkDensity, errors.Ambiguous)
    assert issubclass(errors.AmbiguousCoarseFragments, errors.Ambiguous)


@given(st.floats(0.1, 100.0), st.floats(0.1, 10.0))
def test_the_stock_is_proportional_to_the_concentration(concentration, factor):
    one = soil_organic_carbon_stock(concentration, 3000.0)
    assert soil_organic_carbon_stock(factor * concentration, 3000.0) == pytest.approx(factor * one)


def test_trailing_axes_equal_the_scalar_loop():
    concentrations = np.array([[5.0], [12.0]])
    fragments = np.array([0.0, 3.0, 20.0])
    keywords = DESCRIPTION | {"coarse_fragments": fragments}
    together = stock_from_description(concentrations, 30.0, **keywords).stock
    for i, j in np.ndindex(together.shape):
        keywords["coarse_fragments"] = fragments[j]
        one = stock_from_description(concentrations[i, 0], 30.0, **keywords)
        assert together[i, j] == one.stock
