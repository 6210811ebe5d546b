"""One model on one long-term experiment: all treatments and parameter variants in one batch.

The stock at the end of the year before the first is held by the inputs of the earlier management
(inverse input), or is the steady state of those inputs as the card gives them. From there the
drivers of every treatment run forward. Cells have the shape (treatment, variant).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.experiments import Experiment, Treatment
from permil.errors import NotApplicable
from permil.models.compartments import run
from permil.models.inverse import input_for_stock
from permil.models.protocol import Drivers, Model, Soil
from permil.models.steady_state import periodic_steady_state
from permil.models.streams import CarbonInputs, Material, Stream
from permil.vocabulary import Part
from permil.workflows.drivers import TILLAGE, FieldDrivers
from permil.workflows.experiment_site import site_climate, site_soil
from permil.workflows.management import field_drivers, lasting_drivers

Float = NDArray[np.float64]

#: Share of a stock from which the input that holds it is sought [1/yr]: models that are not linear
#: may hold a stock with very little carbon, too, and must not start there.
FIRST_GUESS = 0.04
#: Parts of a plant whose carbon follows from the yield; what is stated is of a part PLANT.
FROM_YIELDS = (Part.SHOOTS, Part.ROOTS)


@dataclass(frozen=True)
class Variants:
    """Parameter variants of a model, run side by side.

    Parameters
    ----------
    rate : ndarray, shape (variant,)
        Factor on all rates of decomposition [-].
    inputs : ndarray, shape (variant,)
        Factor on the plant carbon that follows from yields [-]; carbon that the drivers state
        (plant or manure) and carbon that held a stock stay as they are.
    """

    rate: Float
    inputs: Float


def check_drivable(model: Model, site: Experiment) -> None:
    """Raise an error unless a model can be run on an experiment.

    Parameters
    ----------
    model : Model
        A registered model.
    site : Experiment
        An experiment.

    Raises
    ------
    NotApplicable
        If the model takes no carbon inputs, or is published for depths of another kind: the
        layer ends above half or below twice of them.
    """
    if not model.inputs:
        raise NotApplicable(
            where="",
            method=model.title,
            problem="it takes stock-change factors, not the carbon inputs of an experiment",
            remedy="use a model of compartments",
        )
    low, high = model.depths
    depth = site.soil["depth"]
    if not 0.5 * low <= depth <= 2.0 * high:
        raise NotApplicable(
            where=site.id,
            method=model.title,
            problem=f"the stocks go to {depth:g} cm, the model is published for {low:g} to"
            f" {high:g} cm",
            remedy="give stocks of that depth",
        )


def of_another_depth(model: Model, site: Experiment) -> bool:
    """Say whether a model runs on a depth that it was not published for.

    Parameters
    ----------
    model : Model
        A registered model.
    site : Experiment
        An experiment.

    Returns
    -------
    bool
        Whether the layer ends outside the published range.
    """
    low, high = model.depths
    return not low - 0.5 <= site.soil["depth"] <= high + 0.5


def run_experiment(model: Model, site: Experiment, variants: Variants) -> Float:
    """Run all treatments of an experiment.

    Parameters
    ----------
    model : Model
        A registered model.
    site : Experiment
        An experiment with treatments to run.
    variants : Variants
        Factors.

    Returns
    -------
    ndarray, shape (year + 1, treatment, variant)
        Stocks at the end of each year [t C/ha], the year before the first included.

    Raises
    ------
    MissingKey
        If the model needs a property of the soil that the card does not give.
    NotApplicable
        If the initial stock cannot be held.
    """
    check_drivable(model, site)
    years = site.last_year - site.first_year + 1
    climate = site_climate(site, years)
    p = _parameters(model, variants)
    soil = site_soil(site)
    place = model.site(p, soil)
    before = [_before(t, site) for t in site.run]
    known = [_known(t, site, years) for t in site.run]
    start = _start(model, site, soil, p, climate, before, variants)
    inputs = _groups([k.carbon for k in known], variants.inputs, 12 * years)
    inputs += _held(site, before, start.scale, years)
    goes_on = _going_on(site, before, years)
    forcing = model.drive(
        p,
        Drivers(
            temperature=_shared(climate["temperature"]),
            precipitation=_shared(climate["precipitation"]),
            evaporation=_shared(climate["evaporation"]),
            cover=_by_treatment(
                [g.cover if g else k.cover for g, k in zip(goes_on, known, strict=True)]
            ),
            inputs=tuple(inputs),
            tillage=_by_treatment([k.tillage for k in known]),
            soil=soil,
        ),
    )
    shape = (len(site.run), len(variants.rate))
    state = type(start.state)(*(np.broadcast_to(v, shape) for v in start.state))
    steps = years * model.steps_per_year
    after = run(model, place, state, forcing, steps, parameters=p).soc
    first: Any = np.broadcast_to(model.soc(place, state._asdict()), shape)
    return np.concatenate([first[None], np.broadcast_to(after, (years, *shape))])


@dataclass(frozen=True)
class Series:
    """Carbon by material and months with cover of one treatment."""

    carbon: dict[Material, Float]
    cover: Float
    tillage: Float


@dataclass(frozen=True)
class Start:
    """State before the first year and the factor on the earlier inputs that holds it."""

    state: Any
    scale: Float


def _parameters(model: Model, variants: Variants) -> Any:
    """Return the published parameters with the factor on all rates of decomposition."""
    p = model.parameters()
    return p._replace(**{name: getattr(p, name) * variants.rate for name in model.rates})


def _series(drivers: FieldDrivers) -> Series:
    carbon: dict[Material, Float] = {}
    for group in ("crop", "cover_crop", "manure"):
        for material, values in drivers.carbon[group].items():
            carbon[material] = carbon.get(material, 0.0) + values
    return Series(carbon, drivers.cover, drivers.tillage)


def _before(treatment: Treatment, site: Experiment) -> Series:
    """Return one year of the management before the experiment."""
    if treatment.history is None:
        raise NotApplicable(
            where=f"{site.id}.{treatment.id}",
            method="a run",
            problem="there is no history",
            remedy="say in the card what was grown before",
        )
    southern = site.latitude < 0
    year = _series(lasting_drivers(treatment.history, site.first_year, 1, 1, southern=southern))
    total = sum(float(v.sum()) for v in year.carbon.values())
    if not site.held or total <= 0.0:
        return year
    wanted = FIRST_GUESS * (treatment.initial_stock or 0.0) / total
    return replace(year, carbon={m: v * wanted for m, v in year.carbon.items()})


def _known(treatment: Treatment, site: Experiment, years: int) -> Series:
    """Return what the drivers say; nothing where another management goes on."""
    if treatment.management is None:
        none = np.zeros(12 * years)
        return Series({}, none, none + max(TILLAGE.values()))
    southern = site.latitude < 0
    drivers = field_drivers(treatment.management, site.first_year, years, southern=southern)
    return _series(drivers)


def _start(
    model: Model,
    site: Experiment,
    soil: Soil,
    p: Any,
    climate: Mapping[str, Float],
    before: Sequence[Series],
    variants: Variants,
) -> Start:
    """Return the state before the first year and the factor on the earlier inputs."""
    place, one = model.site(p, soil), np.ones_like(variants.inputs)
    groups = _groups([b.carbon for b in before], one if site.held else variants.inputs, 12)
    forcing = model.drive(
        p,
        Drivers(
            temperature=_shared(climate["mean_temperature"]),
            precipitation=_shared(climate["mean_precipitation"]),
            evaporation=_shared(climate["mean_evaporation"]),
            cover=_by_treatment([b.cover for b in before]),
            inputs=tuple(groups),
            tillage=_by_treatment([b.tillage for b in before]),
            soil=soil,
        ),
    )
    shape = (len(site.run), len(variants.rate))
    period = model.steps_per_year
    if not site.held:
        steady = periodic_steady_state(model, place, forcing, period, parameters=p)
        return Start(steady.state, np.ones(shape))
    stock = np.array([[t.initial_stock] for t in site.run], np.float64)
    held = input_for_stock(model, place, forcing, period, stock, parameters=p)
    return Start(held.steady.state, np.broadcast_to(held.scale, shape))


def _going_on(site: Experiment, before: Sequence[Series], years: int) -> list[Series | None]:
    """Return the earlier management that goes on in a treatment, None where the drivers speak."""
    names = [t.id for t in site.run]
    found: list[Series | None] = []
    for treatment in site.run:
        if not treatment.inputs_of:
            found.append(None)
            continue
        year = before[names.index(treatment.inputs_of)]
        carbon = {m: np.tile(values, years) for m, values in year.carbon.items()}
        found.append(Series(carbon, np.tile(year.cover, years), np.tile(year.tillage, years)))
    return found


def _held(
    site: Experiment, before: Sequence[Series], scale: Float, years: int
) -> list[CarbonInputs]:
    """Return the inputs that go on, with the factor that held the stock of their treatment."""
    goes_on = _going_on(site, before, years)
    if not any(goes_on):
        return []
    names = [t.id for t in site.run]
    origin = [names.index(t.inputs_of) if t.inputs_of else i for i, t in enumerate(site.run)]
    return [
        CarbonInputs(_stack([g.carbon if g else {} for g in goes_on], 12 * years), scale[origin])
    ]


def _groups(
    rows: Sequence[Mapping[Material, Float]], factor: Float, months: int
) -> list[CarbonInputs]:
    """Return the carbon of all treatments: from yields with the factor, and as stated."""
    from_yields = [{m: v for m, v in row.items() if m.part in FROM_YIELDS} for row in rows]
    stated = [{m: v for m, v in row.items() if m.part not in FROM_YIELDS} for row in rows]
    return [
        CarbonInputs(_stack(from_yields, months), factor),
        CarbonInputs(_stack(stated, months)),
    ]


def _shared(values: Float) -> Stream:
    return Stream(values.reshape(-1, 1, 1))


def _by_treatment(rows: Sequence[Float]) -> Stream:
    return Stream(np.stack(rows, axis=1)[:, :, None])


def _stack(rows: Sequence[Mapping[Material, Float]], months: int) -> dict[Material, Float]:
    """Return the carbon of all treatments by material, (month, treatment, 1)."""
    materials = {material: None for row in rows for material in row}
    none = np.zeros(months)
    return {
        material: np.stack([row.get(material, none) for row in rows], axis=1)[:, :, None]
        for material in materials
    }
