"""From series of a management and the climate to the forcing of a model, with draws as factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from permil.models.protocol import Drivers, Model
from permil.models.streams import CarbonInputs, Material, Stream
from permil.workflows.drivers import FieldDrivers, stacked
from permil.workflows.field import Factors, Field, Float


def _stream(values: Float) -> Stream:
    """Return a climate series shared by all cells."""
    return Stream(values.reshape(-1, 1, 1))


def steps_of(model: Model, years: int) -> int:
    """Return the steps of a model in some years."""
    return years * model.steps_per_year


def inputs_of(
    rows: Sequence[FieldDrivers], factors: Factors, baseline: FieldDrivers | None
) -> tuple[CarbonInputs, ...]:
    """Return the carbon inputs of some rows by group, crops first.

    ``baseline`` brings the carbon that the measured stock needs and the yields do not explain.
    """
    inputs = [
        _drawn(stacked(rows, "crop"), factors.plant),
        _drawn(stacked(rows, "manure"), factors.manure),
        _drawn(stacked(rows, "cover_crop"), factors.cover_crop),
        CarbonInputs(stacked(rows, "cover_crop_given")),
    ]
    if factors.unexplained is not None and baseline is not None:
        inputs.append(_drawn(stacked([baseline], "crop"), factors.unexplained))
    return tuple(inputs)


def _drawn(carbon: dict[Material, Float], factor: Float) -> CarbonInputs:
    """Return inputs with a factor for every draw; where all draws agree it is multiplied in."""
    if np.ptp(factor) > 0:
        return CarbonInputs(carbon, factor)
    return CarbonInputs({m: values * factor.flat[0] for m, values in carbon.items()})


def forcing_of(
    field: Field,
    rows: Sequence[FieldDrivers],
    inputs: tuple[CarbonInputs, ...],
    *,
    mean_year: bool = False,
) -> Mapping[str, Stream]:
    """Return the model's forcing of some rows; inputs differ by draw only where draws do.

    With ``mean_year`` the climate is the mean year and the rows are one period of a management.
    """
    climate, mean = field.climate, "mean_" if mean_year else ""
    drivers = Drivers(
        temperature=_stream(getattr(climate, f"{mean}temperature")),
        precipitation=_stream(getattr(climate, f"{mean}water")),
        evaporation=_stream(getattr(climate, f"{mean}evaporation")),
        cover=Stream(np.stack([row.cover for row in rows], axis=1)[:, :, None]),
        inputs=inputs,
        tillage=Stream(np.stack([row.tillage for row in rows], axis=1)[:, :, None]),
        soil=field.soil,
    )
    return field.model.drive(field.parameters, drivers)
