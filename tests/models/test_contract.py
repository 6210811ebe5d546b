"""The same checks for every registered model."""

import inspect

import numpy as np
import pytest

from permil.errors import NotApplicable, UnknownName
from permil.models import MODELS, model
from permil.tables import references
from permil.variables import glossary


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_complete(name):
    entry = model(name)
    assert entry.name == name
    assert entry.source in references()
    assert set(entry.pools) <= set(entry.state._fields)
    assert set(entry.inputs) <= set(entry.forcing._fields)
    assert "respired" in entry.fluxes._fields
    assert entry.steps_per_year in (1, 12, 52, 365)
    assert entry.depths[0] <= entry.depths[1]
    if entry.steps_per_year == 12:
        assert set(entry.pools) <= set(glossary())
        assert entry.inert in glossary()


@pytest.mark.parametrize("name", MODELS)
def test_published_parameters_come_from_tables_and_are_finite(name):
    assert all(np.isfinite(value) for value in model(name).parameters())


@pytest.mark.parametrize("name", MODELS)
def test_the_step_explains_itself(name):
    doc = inspect.getdoc(model(name).step)
    for section in ("Parameters", "Returns", "Notes", "References", ".. math::"):
        assert section in doc or ":math:" in doc


def test_an_unknown_model_names_the_nearest():
    with pytest.raises(UnknownName, match="rothc"):
        model("rotc")


def test_a_model_that_is_not_linear_has_no_steady_state():
    from permil.models.protocol import Stream
    from permil.models.steady_state import periodic_steady_state

    tier1 = model("ipcc_tier1")
    forcing = tier1.drive(tier1.parameters(), Stream(np.ones((1, 1))))
    with pytest.raises(NotApplicable, match="not linear"):
        periodic_steady_state(tier1, None, forcing, 1)
