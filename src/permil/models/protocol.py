"""What an SOC model is: names, parameters, and one step from which everything else follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from permil.models.streams import CarbonInputs, Stream
from permil.vocabulary import Capability, PlantInputs


class Soil(NamedTuple):
    """Soil properties that models may ask for; each is a float or an array over cells.

    Parameters
    ----------
    clay, silt : float or ndarray
        Particle-size fractions [%].
    depth : float or ndarray
        Depth of the layer [cm].
    inert_organic_matter : float or ndarray
        Carbon that never changes [t C/ha].
    bulk_density : float or ndarray
        Fine-earth bulk density [g/cm3].
    organic_carbon : float or ndarray
        Concentration of organic carbon [%].
    sand : float or ndarray
        Sand [%].
    calcium_carbonate : float or ndarray
        CaCO3 [g/kg].
    ph : float or ndarray
        pH in water [-].
    carbon_nitrogen_ratio : float or ndarray
        C:N of the soil organic matter [-].
    organic_carbon_stock : float or ndarray
        Stock before the first year, of which a model may take a share for stable [t C/ha].

    Notes
    -----
    What is None is not known; a model that needs it says so.
    """

    clay: Any
    depth: Any
    inert_organic_matter: Any = 0.0
    silt: Any = None
    bulk_density: Any = None
    organic_carbon: Any = None
    sand: Any = None
    calcium_carbonate: Any = None
    ph: Any = None
    carbon_nitrogen_ratio: Any = None
    organic_carbon_stock: Any = None


class Drivers(NamedTuple):
    """Monthly drivers that models may ask for, each a :class:`Stream`.

    Parameters
    ----------
    temperature : Stream
        Air temperature [°C].
    precipitation : Stream
        Rain, melted snow and irrigation [mm/month].
    evaporation : Stream
        Potential evapotranspiration [mm/month]; open-pan evaporation times the pan factor.
    cover : Stream
        1 in months in which plants cover the soil, else 0 [-].
    inputs : tuple of CarbonInputs
        Carbon entering at the end of the month, by material [t C/ha/month].
    tillage : Stream, optional
        2 full, 1 reduced tillage, 0 none [-].
    irrigated : Stream, optional
        1 in months with irrigation, else 0 [-].
    soil : Soil, optional
        The soil, for models whose climate factor depends on its water.
    """

    temperature: Stream
    precipitation: Stream
    evaporation: Stream
    cover: Stream
    inputs: tuple[CarbonInputs, ...] = ()
    tillage: Stream | None = None
    irrigated: Stream | None = None
    soil: Soil | None = None


Step = Callable[[Any, Any, Any, Any], tuple[Any, Any]]


@dataclass(frozen=True)
class Model:
    """An SOC model as data for the compartment engine.

    Parameters
    ----------
    name, title : str
        Stable id and name for people.
    step : callable
        ``step(parameters, site, state, forcing) -> (state, fluxes)``, each a named tuple of
        floats or arrays. With ``elementwise`` it is written in arithmetic and the primitives of
        :mod:`permil.models.elementwise`, so that it also runs compiled.
    state, forcing, fluxes : type
        The named tuples of the step.
    parameters : callable
        Returns the published default parameters as a named tuple.
    site : callable
        ``site(parameters, soil, **options)`` turns a :class:`Soil` into the step's site.
    drive : callable
        ``drive(parameters, drivers)`` turns monthly :class:`Drivers` into the step's streams.
    pools : tuple of str
        State fields that hold carbon [t C/ha].
    inert : str
        Site field whose carbon counts in SOC but never changes; empty for none.
    inputs : tuple of str
        Forcing fields that carry carbon [t C/ha per step].
    steps_per_year : int
        12 for a monthly model, 1 for an annual one.
    linear : bool
        Whether the step is linear in pools and inputs: only then the exact steady state, the
        inverse input and ages exist.
    elementwise : bool
        Whether the step can be compiled as it is.
    depths : tuple of float or None
        Depth range [cm] for which the model is published.
    source : str
        Key of ``references.bib``.
    own_tillage : bool
        Whether the model takes tillage from the drivers; the IPCC factor serves the others.
    parameter_set : str
        Set of the parameter tables whose rows bear the names of the parameters; empty for none.
        Those with a published range are drawn.
    pedotransfer : callable, optional
        ``pedotransfer(soil) -> pools``: published pools of a measured stock, by name [t C/ha].
    steady : callable, optional
        ``steady(parameters, site, forcing) -> state``: the steady state of a model that is not
        linear, under a constant forcing (a named tuple of the step's forcing).
    without_priming : callable, optional
        ``without_priming(parameters, site, state, acting, forcing) -> (state, fluxes)``: the step
        with the microbes of the state ``acting`` at work in place of its own.
    rates : tuple of str
        Parameters that set how fast carbon decomposes; a calibration scales them together.
    plant_inputs : PlantInputs, optional
        The way from yields to carbon that is published with the model; None where it has none of
        its own. What of the carbon is humified is the model's own affair in any case.
    arrival : {"start", "throughout", "end"}, optional
        When in a step new carbon enters, for its age. By default throughout a step that is a
        matrix exponential, and at the end of any other.
    compiled_step : callable, optional
        The same step for the compiled path, where ``step`` itself is a matrix exponential: it
        takes plain numbers and may loop.
    """

    name: str
    title: str
    step: Step
    state: type
    forcing: type
    fluxes: type
    parameters: Callable[[], Any]
    site: Callable[..., Any]
    drive: Callable[..., Mapping[str, Stream]]
    pools: tuple[str, ...]
    inert: str
    inputs: tuple[str, ...]
    steps_per_year: int
    linear: bool
    elementwise: bool
    depths: tuple[float, float]
    source: str
    own_tillage: bool = False
    parameter_set: str = ""
    pedotransfer: Callable[[Soil], Mapping[str, Any]] | None = None
    steady: Callable[[Any, Any, Any], Any] | None = None
    without_priming: Callable[[Any, Any, Any, Any, Any], tuple[Any, Any]] | None = None
    rates: tuple[str, ...] = ()
    plant_inputs: PlantInputs | None = None
    arrival: Literal["start", "throughout", "end"] | None = None
    compiled_step: Step | None = None

    @property
    def kernel(self) -> Step | None:
        """The step that the compiled path runs; None where there is none."""
        return self.step if self.elementwise else self.compiled_step

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """What the engine gives of the model, as it follows from its data."""
        linear, steady = self.linear, self.linear or self.steady is not None
        driven = bool(self.inputs)
        has = {
            Capability.INPUTS: driven,
            Capability.LINEAR: linear,
            Capability.STEADY_STATE: steady,
            Capability.INVERSE_INPUT: driven and steady,
            Capability.INPUT_FOR_RATE: driven and linear,
            Capability.AGES: driven and linear,
            Capability.RADIOCARBON: driven and linear,
            Capability.SENSITIVITIES: driven and steady,
            Capability.CALIBRATION: bool(self.rates),
            Capability.PRIMING: self.without_priming is not None,
            Capability.PEDOTRANSFER: self.pedotransfer is not None,
            Capability.COMPILED: self.kernel is not None,
        }
        return tuple(capability for capability, there in has.items() if there)

    def start(self, **pools: Any) -> Any:
        """Return a state with the given pools [t C/ha]; every other field starts at zero."""
        return self.state(**{name: pools.get(name, 0.0) for name in self.state._fields})  # type: ignore[attr-defined]

    def soc(self, site: Any, pools: Mapping[str, Any]) -> Any:
        """Return soil organic carbon: the pools' sum plus the inert carbon [t C/ha]."""
        total = sum(pools[name] for name in self.pools)
        return total + getattr(site, self.inert) if self.inert else total
