"""The shape of a project file: what may stand where, and in which quantity.

Every number is read through the glossary, which rules its unit and plausible range. The classes
here are the file as written; :mod:`permil.datasets.project_resolve` turns them into a
:class:`~permil.datasets.project.Project`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from permil.datasets.activities import ActivitySections
from permil.datasets.activities.organic_soils import OrganicSoilSection
from permil.datasets.schema_curve import CurveKeys
from permil.datasets.schema_fields import (
    AmendmentKind,
    Amount,
    Crop,
    Identifier,
    MethaneHistory,
    Month,
    Months,
    Name,
    PrecipitationChange,
    Share,
    TemperatureChange,
    Text,
    Weight,
    Year,
    Yield,
    mineral,
    monthly,
    quantity,
    series,
)
from permil.datasets.schema_section import ScheduleKeys, Section
from permil.tables.biomass_categories import (
    BiocharFeedstock,
    BiocharProcess,
    HedgeStudy,
    PyrolysisClass,
    WoodySystem,
    WorldRegion,
)
from permil.tables.nitrogen_categories import MediterraneanIrrigation
from permil.tables.upstream_categories import ManufactureStudy, Pesticide
from permil.vocabulary import (
    AdoptionCurve,
    AlternativeFate,
    AmendmentSource,
    BulkDensityOf,
    DrainageClass,
    Edition,
    Fertiliser,
    Inhibitor,
    InputLevel,
    LandUse,
    Leaching,
    Metric,
    PlantInputs,
    Residues,
    ReversalCause,
    SoilType,
    Start,
    Tillage,
)


class ProjectSection(Section):
    """What the project is."""

    name: Name
    description: Text = ""
    illustrative: bool = False
    sources: tuple[Text, ...] = ()


class RunSection(Section):
    """How it is run."""

    seed: Annotated[int, Field(ge=0, strict=True)] = 1
    draws: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = 1000
    sequence: Literal["random", "sobol"] = "random"
    models: tuple[str, ...] = ()
    weights: dict[str, Weight] | str = Field(default_factory=dict)
    metric: Metric = Metric.AR6_GWP100
    start: Start = Start.MEASURED_STOCK
    plant_inputs: PlantInputs = PlantInputs.BOLINDER2007
    posterior: str | None = None
    update: bool = False
    factor_edition: Edition = Edition.IPCC2019
    leaching: Leaching = Leaching.DRAINAGE
    methane_history: MethaneHistory = ()
    manufacture_study: ManufactureStudy = ManufactureStudy.LAL_2004


class PlaceSection(Section):
    """Where it lies."""

    latitude: quantity("latitude") | None = None  # type: ignore[valid-type]
    longitude: quantity("longitude") | None = None  # type: ignore[valid-type]
    elevation: quantity("elevation") | None = None  # type: ignore[valid-type]


class NutrientsSection(Section):
    """What reaches the land unasked."""

    nitrogen_deposition: quantity("nitrogen_deposition") | None = None  # type: ignore[valid-type]


class ClimateSection(Section):
    """Monthly climate; what is left out comes from the bundled climatology."""

    temperature: series("air_temperature") | None = None  # type: ignore[valid-type]
    precipitation: series("precipitation") | None = None  # type: ignore[valid-type]
    potential_evapotranspiration: series("potential_evapotranspiration") | None = None  # type: ignore[valid-type]
    open_pan_evaporation: series("open_pan_evaporation") | None = None  # type: ignore[valid-type]
    minimum_temperature: series("minimum_temperature") | None = None  # type: ignore[valid-type]
    maximum_temperature: series("maximum_temperature") | None = None  # type: ignore[valid-type]
    irrigation: series("irrigation") | None = None  # type: ignore[valid-type]
    first_year: Year | None = None
    file: str | None = None
    source: Text = ""


class ClimateChangeSection(Section):
    """A changed climate, shown beside the present one."""

    name: Name | None = None
    temperature: TemperatureChange | None = None
    precipitation: PrecipitationChange | None = None
    file: str | None = None
    reached_in: Year
    source: Text = ""


class LandUnitSection(Section):
    """A piece of land with one soil."""

    name: Name | None = None
    area: quantity("area")  # type: ignore[valid-type]
    geometry: str | None = None
    depth: quantity("soil_depth")  # type: ignore[valid-type]
    clay: quantity("clay")  # type: ignore[valid-type]
    silt: quantity("silt") | None = None  # type: ignore[valid-type]
    sand: quantity("sand") | None = None  # type: ignore[valid-type]
    calcium_carbonate: quantity("calcium_carbonate") | None = None  # type: ignore[valid-type]
    ph: quantity("ph") | None = None  # type: ignore[valid-type]
    carbon_nitrogen_ratio: quantity("carbon_nitrogen_ratio") | None = None  # type: ignore[valid-type]
    electrical_conductivity: quantity("electrical_conductivity") | None = None  # type: ignore[valid-type]
    drainage_class: DrainageClass | None = None
    soil_type: SoilType | None = None
    organic_carbon_stock: mineral("soil_organic_carbon_stock") | None = None  # type: ignore[valid-type]
    organic_carbon_stock_sd: quantity("soil_organic_carbon_stock") | None = None  # type: ignore[valid-type]
    organic_carbon: mineral("soil_organic_carbon_concentration") | None = None  # type: ignore[valid-type]
    total_carbon: quantity("total_carbon") | None = None  # type: ignore[valid-type]
    bulk_density: quantity("bulk_density_whole_soil") | None = None  # type: ignore[valid-type]
    bulk_density_of: BulkDensityOf | None = None
    coarse_fragments: str | None = None
    rock_density: quantity("rock_density") | None = None  # type: ignore[valid-type]
    inert_organic_matter: quantity("inert_organic_matter") | None = None  # type: ignore[valid-type]
    measured_year: Year | None = None
    pools: dict[str, dict[str, quantity("soil_organic_carbon_stock")]] = Field(default_factory=dict)  # type: ignore[valid-type]


class CropEntry(Section):
    """A crop of the rotation."""

    crop: Crop
    crop_yield: Yield | None = Field(default=None, alias="yield")
    residues: Residues | None = None
    removed_share: Share | None = None
    cover: Months = ()


class CarbonInputEntry(Section):
    """Carbon inputs as given, month by month."""

    plant: monthly("monthly_plant_carbon_input")  # type: ignore[valid-type]
    manure: monthly("monthly_manure_carbon_input") = (0.0,) * 12  # type: ignore[valid-type]
    cover: monthly("soil_cover") | None = None  # type: ignore[valid-type]
    dpm_rpm_ratio: quantity("dpm_rpm_ratio") | None = None  # type: ignore[valid-type]
    crop: Crop | None = None


class YearEntry(Section):
    """Single years that differ from the rotation."""

    years: Annotated[tuple[Year, ...], Field(min_length=1)]
    crop: Crop | None = None
    crop_yield: Yield | None = Field(default=None, alias="yield")
    residues: Residues | None = None
    removed_share: Share | None = None
    cover: Months = ()
    carbon_input: CarbonInputEntry | None = None


class AmendmentEntry(ScheduleKeys):
    """Organic matter brought to the field."""

    kind: AmendmentKind
    amount: quantity("amendment_amount") | None = None  # type: ignore[valid-type]
    carbon: quantity("amendment_carbon") | None = None  # type: ignore[valid-type]
    nitrogen: quantity("amendment_nitrogen") | None = None  # type: ignore[valid-type]
    month: Month
    alternative_fate: AlternativeFate | None = None
    phosphorus: quantity("amendment_phosphorus") | None = None  # type: ignore[valid-type]
    sulphur: quantity("amendment_sulphur") | None = None  # type: ignore[valid-type]
    source: AmendmentSource | None = None


class FertiliserEntry(ScheduleKeys):
    """Synthetic nitrogen."""

    type: Fertiliser
    nitrogen: quantity("fertiliser_nitrogen")  # type: ignore[valid-type]
    inhibitor: Inhibitor | None = None
    months: Months = ()


class MineralEntry(ScheduleKeys):
    """Mineral phosphorus and sulphur, as elements."""

    phosphorus: quantity("fertiliser_phosphorus") = 0.0  # type: ignore[valid-type]
    sulphur: quantity("fertiliser_sulphur") = 0.0  # type: ignore[valid-type]


class LimeEntry(ScheduleKeys):
    """Ground limestone or dolomite."""

    product: Literal["limestone", "dolomite"]
    amount: quantity("lime")  # type: ignore[valid-type]


class PesticideEntry(ScheduleKeys):
    """Active ingredient of a pesticide, for what its manufacture emits."""

    kind: Pesticide
    amount: quantity("active_ingredient")  # type: ignore[valid-type]


class PracticeEntry(ScheduleKeys):
    """A practice of the library, with its parameters."""

    practice: str
    amount: Amount | None = None
    carbon: Amount | None = None
    nitrogen: quantity("amendment_nitrogen") | None = None  # type: ignore[valid-type]
    month: Month | None = None
    months: Months = ()
    before: Crop | None = None
    crop_yield: Yield | None = Field(default=None, alias="yield")
    ley_years: Annotated[int, Field(ge=1, le=10, strict=True)] | None = None
    alternative_fate: AlternativeFate | None = None
    source: AmendmentSource | None = None
    inhibitor: Inhibitor | None = None
    product: Literal["limestone", "dolomite"] | None = None
    feedstock: BiocharFeedstock | None = None
    process: BiocharProcess | None = None
    pyrolysis: PyrolysisClass | None = None
    system: WoodySystem | None = None
    land_unit: Identifier | None = None
    area: quantity("area") | None = None  # type: ignore[valid-type]
    length: quantity("hedge_length") | None = None  # type: ignore[valid-type]
    width: quantity("hedge_width") | None = None  # type: ignore[valid-type]
    planted: Year | None = None
    felled: Year | None = None
    land_taken: quantity("area") | None = None  # type: ignore[valid-type]
    region: WorldRegion | None = None
    study: HedgeStudy | None = None
    growing_years: Annotated[int, Field(ge=1, le=200, strict=True)] | None = None


class ManagementSection(Section):
    """What is done on a field."""

    land_use: LandUse | None = None
    tillage: Tillage | None = None
    input_level: InputLevel | None = None
    rotation: tuple[CropEntry, ...] | None = None
    carbon_input: CarbonInputEntry | None = None
    year: tuple[YearEntry, ...] = ()
    amendment: tuple[AmendmentEntry, ...] | None = None
    fertiliser: tuple[FertiliserEntry, ...] | None = None
    lime: tuple[LimeEntry, ...] | None = None
    mineral: tuple[MineralEntry, ...] | None = None
    irrigation: MediterraneanIrrigation | None = None


class AdoptionEntry(CurveKeys):
    """How a scenario spreads over the land."""

    curve: AdoptionCurve
    land_units: tuple[Identifier, ...] = ()


class ScenarioSection(ManagementSection, ActivitySections):
    """The baseline, or what differs from it."""

    name: Name | None = None
    baseline: bool = False
    land_units: tuple[Identifier, ...] = ()
    practice: tuple[PracticeEntry, ...] = ()
    pesticide: tuple[PesticideEntry, ...] | None = None
    adoption: tuple[AdoptionEntry, ...] = ()


class ObservationEntry(Section):
    """A measured stock."""

    scenario: Identifier
    land_unit: Identifier | None = None
    year: Year
    depth: quantity("soil_depth")  # type: ignore[valid-type]
    stock: quantity("soil_organic_carbon_stock")  # type: ignore[valid-type]
    sd: quantity("soil_organic_carbon_stock") | None = None  # type: ignore[valid-type]
    n: Annotated[int, Field(ge=1, strict=True)] | None = None
    source: Text = ""


class HorizonSection(Section):
    """Years of the assessment."""

    first_year: Year
    last_year: Year
    practice_stops: Year | None = None
    history_until: Year | None = None


class UncertaintySection(Section):
    """Relative standard deviations that the author of the project states."""

    plant_input: Share = 0.0
    manure_input: Share = 0.0


class HazardSection(Section):
    """Something that may undo a gain of carbon."""

    rate: quantity("reversal_hazard")  # type: ignore[valid-type]
    share: Share = 1.0


class PermanenceSection(Section):
    """How lasting the gain is."""

    buffer: Share | None = None
    hazard: dict[ReversalCause, HazardSection] = Field(default_factory=dict)


class LeakageSection(Section):
    """What lost yield causes elsewhere."""

    emission: quantity("leakage_emission")  # type: ignore[valid-type]
    low: quantity("leakage_emission") | None = None  # type: ignore[valid-type]
    high: quantity("leakage_emission") | None = None  # type: ignore[valid-type]


class FactorSection(Section):
    """A factor of the author's own in place of a published one."""

    value: Amount
    low: Amount | None = None
    high: Amount | None = None
    reason: Name


class ProjectFile(Section):
    """A project file, format 1."""

    format: Literal[1]
    project: ProjectSection
    run: RunSection = RunSection()
    place: PlaceSection = PlaceSection()
    climate: ClimateSection = ClimateSection()
    nutrients: NutrientsSection = NutrientsSection()
    climate_change: dict[Identifier, ClimateChangeSection] = Field(default_factory=dict)
    land_unit: dict[Identifier, LandUnitSection] = Field(default_factory=dict)
    organic_soil: dict[Identifier, OrganicSoilSection] = Field(default_factory=dict)
    history: ManagementSection | None = None
    scenario: Annotated[dict[Identifier, ScenarioSection], Field(min_length=1)]
    observation: tuple[ObservationEntry, ...] = ()
    horizon: HorizonSection
    uncertainty: UncertaintySection = UncertaintySection()
    permanence: PermanenceSection = PermanenceSection()
    leakage: LeakageSection | None = None
    factor: dict[str, FactorSection] = Field(default_factory=dict)
    confirm: dict[Identifier, Text] = Field(default_factory=dict)
