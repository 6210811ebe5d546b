"""IPCC Tier 1 in an assessment: stocks from reference stock and factors, with shared draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.management import Management
from permil.datasets.project import Soil
from permil.models import model
from permil.models.compartments import run
from permil.models.protocol import Soil as ModelSoil
from permil.models.streams import Stream
from permil.science.stock_change import equilibrium_stock_ipcc2019
from permil.vocabulary import ClimateZone, InputLevel, LandUse, Residues, Tillage
from permil.workflows.factors import DrawnFactors
from permil.workflows.field import Trajectories
from permil.workflows.trajectories import LONG_DRAWS

Float = NDArray[np.float64]

#: Table of the stock-change factors.
STOCK_CHANGE = "ipcc2019_stock_change_cropland"


def input_level(management: Management) -> tuple[InputLevel, tuple[Assumption, ...]]:
    """Return the carbon-input level of a management, as given or by a listed rule.

    Parameters
    ----------
    management : Management
        The management.

    Returns
    -------
    tuple
        The level and, where the rule was used, the assumption: manure gives ``high_with_manure``;
        a cover crop or a ley ``high_without_manure``; residues removed or burnt in most years
        ``low``; else ``medium``.
    """
    if management.input_level is not None:
        return management.input_level, ()
    removed = [c for c in management.rotation if c.residues is not Residues.RETURNED]
    if management.amendments:
        level = InputLevel.HIGH_WITH_MANURE
    elif management.cover_crops:
        level = InputLevel.HIGH_WITHOUT_MANURE
    elif len(removed) * 2 > len(management.rotation):
        level = InputLevel.LOW
    else:
        level = InputLevel.MEDIUM
    return level, (Assumption("input_level", {"level": str(level)}, "input_level", "ipcc2019"),)


def relative_stock(
    management: Management, zone: ClimateZone, drawn: DrawnFactors
) -> tuple[Float, tuple[Assumption, ...]]:
    """Return the product of the stock-change factors of a management.

    Parameters
    ----------
    management : Management
        Land use, tillage and input level.
    zone : ClimateZone
        IPCC climate zone.
    drawn : DrawnFactors
        Draws by name; scenarios with the same level share them.

    Returns
    -------
    tuple
        Product of the factors, shape (draw,) [-], and assumptions.

    Raises
    ------
    NoFactor
        If the table has no published factor for the zone (tropical montane).
    """
    if management.land_use is LandUse.GRASSLAND:
        return np.ones(drawn.draws.n), (
            Assumption("grassland_nondegraded", {}, "land_use", "ipcc2019"),
        )
    level, assumptions = input_level(management)
    land_use = stock_factor("F_LU", str(management.land_use), zone, drawn)
    if management.land_use is not LandUse.LONG_TERM_CULTIVATED:
        return land_use, assumptions
    tillage = tillage_factor(management.tillage, zone, drawn)
    inputs = stock_factor("F_I", str(level), zone, drawn)
    return land_use * tillage * inputs, assumptions


def tillage_factor(tillage: Tillage, zone: ClimateZone, drawn: DrawnFactors) -> Float:
    """Return draws of the tillage factor of a zone."""
    return stock_factor("F_MG", str(tillage), zone, drawn)


def stock_factor(factor: str, level: str, zone: ClimateZone, drawn: DrawnFactors) -> Float:
    """Return draws of one stock-change factor of cropland.

    Parameters
    ----------
    factor, level : str
        Key columns of the table.
    zone : ClimateZone
        IPCC climate zone.
    drawn : DrawnFactors
        Draws by name.

    Returns
    -------
    ndarray, shape (draw,)
        Draws [-].

    Raises
    ------
    NoFactor
        If the row is a placeholder: the zone is not in the published table.
    """
    keys = {"factor": factor, "level": level, "climate_zone": zone}
    name = f"ipcc.{factor.lower()}.{level}"
    return drawn.factor(name, STOCK_CHANGE, ("soil_carbon_change_co2",), **keys)


def initial_stock(
    soil: Soil, stock: Float | None, baseline: Float, zone: ClimateZone, drawn: DrawnFactors
) -> Float:
    """Return the initial stock: the measured one, else reference stock times factors.

    Parameters
    ----------
    soil : Soil
        With its IPCC soil type.
    stock : ndarray or None
        Draws of the measured stock [t C/ha].
    baseline : ndarray
        Factor product of the baseline [-].
    zone : ClimateZone
        IPCC climate zone.
    drawn : DrawnFactors
        Draws by name.

    Returns
    -------
    ndarray, shape (draw,)
        Initial stock [t C/ha].

    Raises
    ------
    NoFactor
        If there is no reference stock for the soil type in the zone.
    """
    if stock is not None:
        return stock
    keys: dict[str, Any] = {"soil_type": soil.soil_type, "climate_zone": zone}
    lines = ("soil_carbon_change_co2",)
    reference = drawn.factor("ipcc.soc_reference", "ipcc2019_soc_reference", lines, **keys)
    return equilibrium_stock_ipcc2019(reference, baseline, 1.0, 1.0)  # type: ignore[no-any-return]


def run_tier1(
    initial: Float, relative: Sequence[Float], stops: Sequence[int | None], years: int
) -> Trajectories:
    """Run the method for all rows and draws.

    Parameters
    ----------
    initial : ndarray, shape (draw,)
        Initial stock [t C/ha].
    relative : sequence of ndarray
        Factor product of each row over the baseline's [-].
    stops : sequence of int or None
        Year of the horizon (from 0) from which a row is managed as the baseline again.
    years : int
        Length of the horizon.

    Returns
    -------
    Trajectories
        As of the other models; the method has no inputs, pools or respiration.
    """
    tier1 = model("ipcc_tier1")
    targets = np.stack([initial * share for share in relative])
    equilibrium = np.repeat(targets[None], years, axis=0)
    for row, stop in enumerate(stops):
        if stop is not None:
            equilibrium[stop:, row] = initial
    state = tier1.start()._replace(stock=initial, target=initial)
    state = type(state)(*(np.broadcast_to(v, targets.shape) for v in state))
    result = run(
        tier1,
        tier1.site(tier1.parameters(), ModelSoil(clay=0.0, depth=30.0)),
        state,
        tier1.drive(tier1.parameters(), Stream(equilibrium)),
        years,
    )
    soc = np.concatenate([state.stock[None], result.soc]).swapaxes(0, 1)
    transition = tier1.parameters().transition
    moving = np.abs(equilibrium[-1] - initial) > 0.01 * initial
    nothing = np.full((len(relative), years, len(initial)), np.nan)
    return Trajectories(
        soc=soc,
        pools={},
        inputs=nothing,
        respired=nothing,
        scale=np.ones(len(initial)),
        elsewhere=np.zeros_like(soc),
        equilibrium=equilibrium[-1],
        time_to_equilibrium=np.where(moving, np.ceil(0.9 * transition), 0.0)[:, :LONG_DRAWS],
        unit_gain=np.zeros(years + 1),
    )
