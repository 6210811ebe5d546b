"""Gases of one land unit: N2O of its nitrogen, lime and urea, what other land would have had."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from permil.datasets.project import LandUnit, Project
from permil.science.greenhouse_gases import carbon_to_co2
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.drivers import FieldDrivers
from permil.workflows.factors import DrawnFactors
from permil.workflows.field import Trajectories
from permil.workflows.gases import (
    NitrogenFactors,
    carbonate_co2,
    mineralised_nitrogen,
    nitrous_oxide,
    organic_nitrous_oxide,
)
from permil.workflows.land_factors import LandFactors, nitrogen_of
from permil.workflows.ledger import UnitResult

Float = NDArray[np.float64]


def unit_gases(
    project: Project,
    unit: LandUnit,
    drawn: DrawnFactors,
    nitrogen: NitrogenFactors,
    land: LandFactors,
    rows: Sequence[FieldDrivers],
    result: Trajectories,
) -> UnitResult:
    """Return carbon and gases of a land unit, per hectare.

    Parameters
    ----------
    project : Project
        The project.
    unit : LandUnit
        The land unit.
    drawn : DrawnFactors
        Draws by name, as the model takes them.
    nitrogen : NitrogenFactors
        Draws of the N2O factors, which all models share.
    land : LandFactors
        What the land unit has of its own.
    rows : sequence of FieldDrivers
        Drivers of every scenario.
    result : Trajectories
        What the model gave for them.

    Returns
    -------
    UnitResult
        Of one hectare.
    """
    years = len(rows[0].residue_nitrogen)
    shape = (len(rows), years, drawn.draws.n)
    direct, indirect, elsewhere, avoided = (np.zeros(shape) for _ in range(4))
    managements = managements_of(project, unit)
    # Other land, of which nothing is known, is taken to drain as this one does today.
    today = nitrogen._replace(frac_leach=land.leached[0])
    for i, (row, management) in enumerate(zip(rows, managements, strict=True)):
        period = min(management.period, years)
        mineralised = mineralised_nitrogen(result.soc[i], period, nitrogen)
        own = nitrogen_of(project, unit, i, nitrogen, land)
        direct[i], indirect[i] = nitrous_oxide(row, mineralised, own)
        elsewhere[i] = carbon_to_co2(np.diff(result.elsewhere[i], axis=0))
        if row.elsewhere_nitrogen.any():  # the N2O that amendments would have caused elsewhere
            avoided[i] = organic_nitrous_oxide(row.elsewhere_nitrogen, today)
    carbonates = [carbonate_co2(row, drawn) for row in rows]
    gases = {
        "direct_n2o": direct,
        "indirect_n2o": indirect,
        "elsewhere_co2": elsewhere,
        "elsewhere_n2o": -avoided,
        **{name: np.stack([row[name] for row in carbonates]) for name in carbonates[0]},
    }
    return UnitResult(
        area=1.0,
        soc=result.soc,
        inputs=result.inputs,
        respired=result.respired,
        gases=gases,
        supply=np.stack([_nitrogen_brought(row)[:, None] for row in rows]),
        water_per_carbon=land.water_per_carbon,
    )


def _nitrogen_brought(row: FieldDrivers) -> Float:
    """Return the nitrogen of fertilisers, amendments and fixation [kg N/ha/yr]."""
    synthetic = np.sum(list(row.synthetic_nitrogen.values()), axis=0)
    brought: Float = synthetic + row.organic_nitrogen + row.fixed_nitrogen
    return brought
