"""A project as the workflows use it: frozen, complete, every number in the glossary's unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from permil.assumptions import Assumption
from permil.datasets.activities import Activities
from permil.datasets.activities.organic_soils import OrganicSoil
from permil.datasets.climate import ClimateInput
from permil.datasets.climate_change import ClimateChange
from permil.datasets.factor_override import FactorOverride
from permil.datasets.management import Management, PracticeUse
from permil.datasets.run_settings import Run as Run
from permil.vocabulary import DrainageClass, ReversalCause, SoilType


@dataclass(frozen=True)
class Adoption:
    """How a scenario spreads over the land.

    Parameters
    ----------
    shares : tuple of float
        Share of the land that has adopted by each year of the horizon, never falling [-].
    land_units : tuple of str
        Land units of which it holds; empty for all.
    """

    shares: tuple[float, ...]
    land_units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """The baseline or an alternative to it.

    Parameters
    ----------
    id, name : str
        Id and name for people.
    baseline : bool
        Whether it is the baseline.
    management : Management
        The management, practices applied.
    practices : tuple of PracticeUse
        Practices that made it.
    land_units : tuple of str
        Units to which it applies; empty for all.
    activities : Activities
        What else the project does that emits.
    adoption : tuple of Adoption
        How it spreads; empty where all of the land begins in the first year.
    """

    id: str
    name: str
    baseline: bool
    management: Management
    practices: tuple[PracticeUse, ...] = ()
    land_units: tuple[str, ...] = ()
    activities: Activities = field(default_factory=Activities)
    adoption: tuple[Adoption, ...] = ()


@dataclass(frozen=True)
class Soil:
    """Soil of a land unit.

    Parameters
    ----------
    depth : float
        Depth of the layer [cm].
    clay : float
        Clay [%].
    silt, sand : float or None
        Silt and sand [%].
    stock, stock_sd : float or None
        Measured stock and its standard deviation [t C/ha].
    stock_method : str
        How the stock was computed.
    soil_type : SoilType or None
        IPCC soil type.
    bulk_density : float or None
        Fine-earth bulk density [g/cm3].
    organic_carbon : float or None
        Concentration [g/kg].
    inert_organic_matter : float or None
        IOM [t C/ha].
    calcium_carbonate : float or None
        CaCO3 [g/kg].
    ph : float or None
        pH in water [-].
    carbon_nitrogen_ratio : float or None
        C:N of the soil organic matter [-].
    measured_year : int or None
        Year of the measurement.
    pools : dict of str to dict of str to float
        Measured pools of models, by model and pool [t C/ha].
    electrical_conductivity : float or None
        Of the saturation extract [dS/m].
    drainage_class : DrainageClass or None
        How well the soil sheds water.
    """

    depth: float
    clay: float
    silt: float | None = None
    sand: float | None = None
    stock: float | None = None
    stock_sd: float | None = None
    stock_method: str = ""
    soil_type: SoilType | None = None
    bulk_density: float | None = None
    organic_carbon: float | None = None
    inert_organic_matter: float | None = None
    calcium_carbonate: float | None = None
    ph: float | None = None
    carbon_nitrogen_ratio: float | None = None
    measured_year: int | None = None
    pools: dict[str, dict[str, float]] = field(default_factory=dict)
    electrical_conductivity: float | None = None
    drainage_class: DrainageClass | None = None


@dataclass(frozen=True)
class LandUnit:
    """A piece of land with one soil.

    Parameters
    ----------
    id, name : str
        Id and name for people.
    area : float
        Area [ha].
    soil : Soil
        Soil.
    geometry : Path or None
        File with its outline.
    """

    id: str
    name: str
    area: float
    soil: Soil
    geometry: Path | None = None


@dataclass(frozen=True)
class Place:
    """Where the project lies.

    Parameters
    ----------
    latitude, longitude : float or None
        Coordinates [° N, ° E].
    elevation : float or None
        Height above sea level [m].
    """

    latitude: float | None = None
    longitude: float | None = None
    elevation: float | None = None


@dataclass(frozen=True)
class Observation:
    """A measured stock.

    Parameters
    ----------
    scenario : str
        Scenario to which it belongs.
    land_unit : str or None
        Land unit; None for the only one.
    year : int
        Calendar year.
    depth : float
        Depth of the layer [cm].
    stock : float
        Stock [t C/ha].
    sd : float or None
        Standard deviation [t C/ha].
    n : int or None
        Number of samples.
    source : str
        Where it was published.
    """

    scenario: str
    land_unit: str | None
    year: int
    depth: float
    stock: float
    sd: float | None = None
    n: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Horizon:
    """Years of the assessment.

    Parameters
    ----------
    first_year, last_year : int
        First and last calendar year.
    practice_stops : int or None
        First year without the practices in the reversal.
    """

    first_year: int
    last_year: int
    practice_stops: int | None = None


@dataclass(frozen=True)
class Uncertainty:
    """Relative errors that the author of the project states.

    Parameters
    ----------
    plant_input, manure_input : float
        Relative standard deviations of the carbon inputs [-].
    """

    plant_input: float = 0.0
    manure_input: float = 0.0


@dataclass(frozen=True)
class Hazard:
    """Something that may undo a gain.

    Parameters
    ----------
    rate : float
        How often it happens [1/yr].
    share : float
        Share of the additional carbon that it takes [-].
    """

    rate: float
    share: float


@dataclass(frozen=True)
class Permanence:
    """What the project says of reversal.

    Parameters
    ----------
    hazards : dict of ReversalCause to Hazard
        Independent of each other, the same in every year.
    buffer : float or None
        Share of the benefit that is held back [-].
    """

    hazards: dict[ReversalCause, Hazard] = field(default_factory=dict)
    buffer: float | None = None


@dataclass(frozen=True)
class Project:
    """A project, read, checked and resolved.

    Parameters
    ----------
    name, description : str
        For people.
    illustrative : bool
        Whether it stands for no real farm.
    sources : tuple of str
        Citations of its data.
    path : Path or None
        File from which it was read.
    run, place, climate, land_units, history, scenarios, observations, horizon, uncertainty
        Its parts; the baseline is the first scenario.
    confirm : dict of str to str
        Reasons that confirm what would be refused.
    assumptions : tuple of Assumption
        Defaults taken while reading.
    raw : dict
        The file's content, for the input hash.
    files : tuple of Path
        Files that it refers to, for the input hash.
    climate_changes : tuple of ClimateChange
        Changed climates beside the present one.
    format : int
        Version of the file format.
    nitrogen_deposition : float or None
        Nitrogen that falls from the air [kg N/ha/yr]; None for the table's mean.
    permanence : Permanence
        Hazards and buffer.
    leakage : FactorOverride or None
        What a tonne of product grown elsewhere emits [t CO2e/t DM].
    factors : dict of str to FactorOverride
        Factors of the project's own, by id.
    history_until : int or None
        Last year of the history, after which the baseline's management was in force.
    organic_soils : tuple of OrganicSoil
        Parcels of organic and wetland soil, beside the land units.
    """

    name: str
    description: str
    illustrative: bool
    sources: tuple[str, ...]
    path: Path | None
    run: Run
    place: Place
    climate: ClimateInput
    land_units: tuple[LandUnit, ...]
    history: Management | None
    scenarios: tuple[Scenario, ...]
    observations: tuple[Observation, ...]
    horizon: Horizon
    uncertainty: Uncertainty
    confirm: dict[str, str]
    assumptions: tuple[Assumption, ...]
    raw: dict[str, Any]
    files: tuple[Path, ...] = ()
    climate_changes: tuple[ClimateChange, ...] = ()
    format: int = 1
    nitrogen_deposition: float | None = None
    leakage: FactorOverride | None = None
    permanence: Permanence = field(default_factory=Permanence)
    factors: dict[str, FactorOverride] = field(default_factory=dict)
    history_until: int | None = None
    organic_soils: tuple[OrganicSoil, ...] = ()

    @property
    def land_area(self) -> float:
        """Return the area of the land units [ha]."""
        return sum(unit.area for unit in self.land_units)

    @property
    def organic_area(self) -> float:
        """Return the area of the organic soils [ha]."""
        return sum(soil.area for soil in self.organic_soils)
