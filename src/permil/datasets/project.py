"""A project as the workflows use it: frozen, complete, every number in the glossary's unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from permil.assumptions import Assumption
from permil.datasets.climate import ClimateInput
from permil.vocabulary import (
    AlternativeFate,
    Fertiliser,
    InputLevel,
    LandUse,
    Metric,
    Residues,
    SoilType,
    Start,
    Tillage,
)


@dataclass(frozen=True)
class Schedule:
    """Years in which something is done.

    Parameters
    ----------
    first_year, last_year : int or None
        First and last calendar year; None for the horizon's.
    every : int
        Interval [yr].
    years : tuple of int
        Single years instead; empty for the interval.
    """

    first_year: int | None = None
    last_year: int | None = None
    every: int = 1
    years: tuple[int, ...] = ()

    def applies(self, year: int, start: int) -> bool:
        """Say whether it is done in a calendar year.

        Parameters
        ----------
        year : int
            Calendar year.
        start : int
            First year of the horizon, from which intervals count if no first year is given.

        Returns
        -------
        bool
            Whether it is done.
        """
        if self.years:
            return year in self.years
        first = start if self.first_year is None else self.first_year
        ended = self.last_year is not None and year > self.last_year
        return year >= first and not ended and (year - first) % self.every == 0


@dataclass(frozen=True)
class CropYear:
    """A crop of the rotation in one year.

    Parameters
    ----------
    crop : str
        Id of the table ``crops``.
    crop_yield : float or None
        Harvested product at its usual moisture [t FM/ha].
    residues : Residues
        What happens to the above-ground residues.
    removed_share : float
        Share of the above-ground residues that is taken away or burnt [-].
    cover : tuple of int
        Months with plant cover; empty for the crop table's.
    """

    crop: str
    crop_yield: float | None = None
    residues: Residues = Residues.RETURNED
    removed_share: float = 0.0
    cover: tuple[int, ...] = ()


@dataclass(frozen=True)
class CarbonInput:
    """Carbon inputs of a year as given, month by month.

    Parameters
    ----------
    plant, manure : tuple of float
        Carbon entering the soil, twelve values [t C/ha/month].
    cover : tuple of float
        1 in months with plant cover, else 0 [-].
    dpm_rpm_ratio : float or None
        Quality of the plant input [-].
    crop : str
        Crop whose nitrogen contents the residues have; empty for unknown.
    """

    plant: tuple[float, ...]
    manure: tuple[float, ...] = (0.0,) * 12
    cover: tuple[float, ...] = (1.0,) * 12
    dpm_rpm_ratio: float | None = None
    crop: str = ""


@dataclass(frozen=True)
class YearOverride:
    """What is different in single years.

    Parameters
    ----------
    years : tuple of int
        Calendar years.
    crop : CropYear or None
        The crop of these years.
    carbon_input : CarbonInput or None
        The carbon inputs of these years.
    """

    years: tuple[int, ...]
    crop: CropYear | None = None
    carbon_input: CarbonInput | None = None


@dataclass(frozen=True)
class Amendment:
    """Organic matter brought to the field.

    Parameters
    ----------
    kind : str
        Id of the table ``organic_amendments``.
    amount : float or None
        Fresh matter of one application [t FM/ha].
    carbon, nitrogen : float or None
        Carbon [t C/ha] and nitrogen [kg N/ha] of one application, where known.
    month : int
        Month of application.
    schedule : Schedule
        Years of application.
    alternative_fate : AlternativeFate or None
        What would have happened to it without the project.
    """

    kind: str
    amount: float | None
    carbon: float | None
    nitrogen: float | None
    month: int
    schedule: Schedule = field(default_factory=Schedule)
    alternative_fate: AlternativeFate | None = None


@dataclass(frozen=True)
class FertiliserUse:
    """Synthetic nitrogen.

    Parameters
    ----------
    type : Fertiliser
        Type, which decides how much volatilises.
    nitrogen : float
        Nitrogen [kg N/ha/yr].
    schedule : Schedule
        Years of application.
    """

    type: Fertiliser
    nitrogen: float
    schedule: Schedule = field(default_factory=Schedule)


@dataclass(frozen=True)
class LimeUse:
    """Ground limestone or dolomite.

    Parameters
    ----------
    product : {"limestone", "dolomite"}
        Product.
    amount : float
        Amount of one application [t/ha].
    schedule : Schedule
        Years of application.
    """

    product: str
    amount: float
    schedule: Schedule = field(default_factory=Schedule)


@dataclass(frozen=True)
class CoverCrop:
    """A crop between main crops whose carbon all enters the soil.

    Parameters
    ----------
    carbon : float
        Carbon of shoots and roots [t C/ha/yr].
    low, high : float or None
        Published range of it [t C/ha/yr].
    months : tuple of int
        Months with cover, in the order of growth.
    schedule : Schedule
        Years in which it grows.
    """

    carbon: float
    low: float | None
    high: float | None
    months: tuple[int, ...]
    schedule: Schedule = field(default_factory=Schedule)


@dataclass(frozen=True)
class Management:
    """What is done on a field.

    Parameters
    ----------
    land_use : LandUse
        IPCC land use.
    tillage : Tillage
        IPCC tillage level.
    input_level : InputLevel or None
        IPCC input level; None to find it by rule.
    rotation : tuple of CropYear
        Crops of the cycle, one a year.
    carbon_input : CarbonInput or None
        Carbon inputs of every year instead of a rotation.
    overrides : tuple of YearOverride
        Single years that differ.
    amendments, fertilisers, limes, cover_crops : tuple
        What is brought or grown beside the rotation.
    """

    land_use: LandUse = LandUse.LONG_TERM_CULTIVATED
    tillage: Tillage = Tillage.FULL
    input_level: InputLevel | None = None
    rotation: tuple[CropYear, ...] = ()
    carbon_input: CarbonInput | None = None
    overrides: tuple[YearOverride, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    fertilisers: tuple[FertiliserUse, ...] = ()
    limes: tuple[LimeUse, ...] = ()
    cover_crops: tuple[CoverCrop, ...] = ()


@dataclass(frozen=True)
class PracticeUse:
    """A practice of the library, as a scenario uses it.

    Parameters
    ----------
    practice : str
        Id of the practice.
    parameters : dict
        Its parameters, in the glossary's units.
    """

    practice: str
    parameters: dict[str, Any] = field(default_factory=dict)


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
    """

    id: str
    name: str
    baseline: bool
    management: Management
    practices: tuple[PracticeUse, ...] = ()
    land_units: tuple[str, ...] = ()


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
    measured_year : int or None
        Year of the measurement.
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
    measured_year: int | None = None


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
class Run:
    """How the assessment is run.

    Parameters
    ----------
    seed, draws : int
        Seed and number of draws.
    sequence : {"random", "sobol"}
        Kind of draws.
    models : tuple of str
        Registered models.
    metric : Metric
        Greenhouse-gas metric of net CO2e.
    start : Start
        How the initial state is found.
    """

    seed: int = 1
    draws: int = 1000
    sequence: Literal["random", "sobol"] = "random"
    models: tuple[str, ...] = ("rothc",)
    metric: Metric = Metric.AR6_GWP100
    start: Start = Start.MEASURED_STOCK


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
    format : int
        Version of the file format.
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
    format: int = 1
