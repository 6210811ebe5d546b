"""What is done on a field: rotation, inputs, amendments, fertilisers, cover crops."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import lcm
from typing import Any

from permil.datasets.schedule import Schedule as Schedule
from permil.tables.biomass_categories import BiocharFeedstock, BiocharProcess, PyrolysisClass
from permil.tables.nitrogen_categories import MediterraneanIrrigation
from permil.tables.upstream_categories import Pesticide
from permil.vocabulary import (
    AlternativeFate,
    AmendmentSource,
    Fertiliser,
    Inhibitor,
    InputLevel,
    LandUse,
    Residues,
    Tillage,
)

#: What a management brings or grows beside the rotation, each with a schedule.
BROUGHT = ("amendments", "fertilisers", "limes", "cover_crops", "minerals")


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
    phosphorus, sulphur : float or None
        As elements, of one application [kg P/ha, kg S/ha], where known.
    alternative_fate : AlternativeFate or None
        What would have happened to it without the project.
    source : AmendmentSource or None
        Whether manure is of the project's own animals or bought; None where nobody said.
    """

    kind: str
    amount: float | None
    carbon: float | None
    nitrogen: float | None
    month: int
    schedule: Schedule = field(default_factory=Schedule)
    alternative_fate: AlternativeFate | None = None
    phosphorus: float | None = None
    sulphur: float | None = None
    source: AmendmentSource | None = None


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
    inhibitor : Inhibitor or None
        What makes it lose less.
    months : tuple of int
        Months in which it is spread, in equal parts; empty where nobody said.
    """

    type: Fertiliser
    nitrogen: float
    schedule: Schedule = field(default_factory=Schedule)
    inhibitor: Inhibitor | None = None
    months: tuple[int, ...] = ()


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
class MineralUse:
    """Mineral phosphorus and sulphur.

    Parameters
    ----------
    phosphorus, sulphur : float
        As elements [kg P/ha/yr, kg S/ha/yr].
    schedule : Schedule
        Years of application.
    """

    phosphorus: float
    sulphur: float
    schedule: Schedule = field(default_factory=Schedule)


@dataclass(frozen=True)
class PesticideUse:
    """Pesticide, for what its manufacture emits.

    Parameters
    ----------
    kind : Pesticide
        Kind.
    amount : float
        Active ingredient of a year [kg active ingredient/ha].
    schedule : Schedule
        Years of application.
    """

    kind: Pesticide
    amount: float
    schedule: Schedule = field(default_factory=Schedule)


@dataclass(frozen=True)
class BiocharUse:
    """Biochar put into the soil; no model receives it.

    Parameters
    ----------
    amount : float
        Amount of one application, dry [t DM/ha].
    feedstock : BiocharFeedstock
        What it was made of.
    process : BiocharProcess
        How it was made.
    pyrolysis : PyrolysisClass
        Class of the highest temperature.
    alternative_fate : AlternativeFate
        What would have happened to it, or to its feedstock, without the project.
    schedule : Schedule
        Years of application.
    """

    amount: float
    feedstock: BiocharFeedstock
    process: BiocharProcess
    pyrolysis: PyrolysisClass
    alternative_fate: AlternativeFate
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
    amendments, fertilisers, limes, cover_crops, minerals, pesticides, biochars : tuple
        What is brought or grown beside the rotation.
    irrigation : MediterraneanIrrigation or None
        How it is watered, where that decides its N2O.
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
    minerals: tuple[MineralUse, ...] = ()
    irrigation: MediterraneanIrrigation | None = None
    pesticides: tuple[PesticideUse, ...] = ()
    biochars: tuple[BiocharUse, ...] = ()

    @property
    def period(self) -> int:
        """Years after which the management repeats: rotation and all that is done beside it."""
        groups = (getattr(self, name) for name in BROUGHT)
        return lcm(len(self.rotation) or 1, *(one.schedule.every for g in groups for one in g))

    def grown(self, year: int, start: int) -> tuple[CropYear | None, CarbonInput | None]:
        """Return the crop that is harvested in a year, or the carbon that is given for it.

        Parameters
        ----------
        year : int
            Calendar year.
        start : int
            First year of the horizon, that of the rotation's first crop.

        Returns
        -------
        tuple
            One of the two, or neither.
        """
        for override in self.overrides:
            given = override.crop is not None or override.carbon_input is not None
            if given and year in override.years:
                return override.crop, override.carbon_input
        if self.carbon_input is not None or not self.rotation:
            return None, self.carbon_input
        return self.rotation[(year - start) % len(self.rotation)], None

    def lasting(self, year: int, start: int) -> Management:
        """Return the management as if it had always gone on as it does in a year.

        Parameters
        ----------
        year : int
            Calendar year.
        start : int
            First year of the horizon.

        Returns
        -------
        Management
            Without single years and without what is not in force in that year.
        """
        changes: dict[str, Any] = {"overrides": ()}
        for name in BROUGHT:
            kept = [(one, one.schedule.lasting(year, start)) for one in getattr(self, name)]
            changes[name] = tuple(replace(one, schedule=s) for one, s in kept if s is not None)
        return replace(self, **changes)


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
