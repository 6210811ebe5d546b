"""Which rows of the livestock tables hold for a herd, and their draws."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.activities.livestock import Livestock
from permil.errors import NoFactorForZone, NotApplicable
from permil.science.grazing_nitrous_oxide import GrazingFactors
from permil.science.manure_methane import manure_emission_factor_ipcc2019
from permil.science.manure_nitrogen import ManureFactors
from permil.tables import table
from permil.tables.livestock_categories import (
    CAPACITY_GROUP,
    CATTLE_POULTRY_PIGS,
    ENTERIC_GROUP,
    LOSS_GROUP,
    METHANE_GROUP,
    METHANE_SYSTEM,
    NITROGEN_SYSTEM,
    Animal,
    CattleCoefficient,
    ManureSystem,
    NitrogenLoss,
    Productivity,
    Region,
)
from permil.workflows.activities.run import ActivityRun

Float = NDArray[np.float64]

_ENTERIC = ("enteric_ch4",)
_METHANE = ("manure_ch4",)
_STORED = ("manure_direct_n2o", "manure_indirect_n2o")
_GRAZED = ("grazing_direct_n2o", "grazing_indirect_n2o")


class HerdFactors:
    """Draws of the factors of a herd.

    Parameters
    ----------
    run : ActivityRun
        The assessment.
    entry : Livestock
        The herd.
    """

    def __init__(self, run: ActivityRun, entry: Livestock) -> None:
        self.run, self.entry = run, entry

    def enteric(self) -> Float:
        """Return the methane of digestion, Tier 1 [kg CH4/head/yr]."""
        animal = ENTERIC_GROUP.get(self.entry.animal, self.entry.animal)
        return self._of_region("enteric", animal, _ENTERIC)

    def solids(self) -> Float:
        """Return the excretion of volatile solids [kg VS/t LW/day]."""
        return self._of_region("volatile_solids", self.entry.animal, _METHANE)

    def nitrogen(self) -> Float:
        """Return the excretion of nitrogen [kg N/t LW/day]."""
        return self._of_region("nitrogen_excretion", self.entry.animal, (*_STORED, *_GRAZED))

    def manure_methane(self, system: ManureSystem) -> Float:
        """Return the methane of manure in a system [g CH4/kg VS].

        Of the table where it has the system, else from capacity and conversion.
        """
        animal = METHANE_GROUP.get(self.entry.animal, self.entry.animal)
        found = self._standing(system, METHANE_SYSTEM)
        self._check_zone()
        rows = table("ipcc2019_manure_methane")
        for productivity in (self.entry.productivity, Productivity.MEAN):
            keys = {"animal": animal, "productivity": productivity, "system": found}
            keys["climate_zone"] = self.run.place.zone
            if rows.select(**keys):
                name = f"livestock.manure_methane.{animal}.{productivity}.{found}"
                return self.run.drawn.factor(name, "ipcc2019_manure_methane", _METHANE, **keys)
        capacity = self._of_region(
            "methane_capacity", CAPACITY_GROUP.get(self.entry.animal, self.entry.animal), _METHANE
        )
        conversion = self.run.drawn.factor(
            f"livestock.methane_conversion.{found}",
            "ipcc2019_methane_conversion",
            _METHANE,
            system=found,
            climate_zone=self.run.place.zone,
        )
        density = self._constant(CattleCoefficient.DENSITY_OF_METHANE, _METHANE)
        return np.asarray(manure_emission_factor_ipcc2019(capacity, conversion, density=density))

    def stored(self, system: ManureSystem) -> ManureFactors:
        """Return the factors of the nitrogen in a store."""
        found = self._standing(system, NITROGEN_SYSTEM)
        group = LOSS_GROUP.get(self.entry.animal, self.entry.animal)

        def lost(loss: NitrogenLoss) -> Float:
            name = f"livestock.{loss.name.lower()}.{group}.{found}"
            keys = {"loss": loss, "animal": group, "system": found}
            return self.run.drawn.factor(
                name, "ipcc2019_manure_nitrogen_losses", _STORED[1:], **keys
            )

        return ManureFactors(
            ef3=self.run.drawn.factor(
                f"livestock.ef3.{found}", "ipcc2019_manure_n2o", _STORED[:1], system=found
            ),
            frac_gas=lost(NitrogenLoss.VOLATILISED),
            frac_leach=lost(NitrogenLoss.LEACHED),
            ef4=self._n2o("n2o.ef4", _STORED[1:], "EF4", str(self.run.place.regime)),
            ef5=self._n2o("n2o.ef5", _STORED[1:], "EF5", "aggregated"),
            n2_ratio=self._constant(CattleCoefficient.N2_PER_N2O, _STORED),
        )

    def grazed(self) -> GrazingFactors:
        """Return the factors of dung and urine on pasture."""
        regime, indirect = str(self.run.place.regime), _GRAZED[1:]
        cattle = self.entry.animal in CATTLE_POULTRY_PIGS
        parameter, condition = ("EF3PRP_CPP", regime) if cattle else ("EF3PRP_SO", "aggregated")
        name = f"n2o.{parameter.lower()}"
        return GrazingFactors(
            ef3=self._n2o(name, _GRAZED[:1], parameter, condition),
            frac_gasm=self._n2o("n2o.frac_gasm", indirect, "FracGASM", "aggregated"),
            ef4=self._n2o("n2o.ef4", indirect, "EF4", regime),
            frac_leach=self._n2o("n2o.frac_leach", indirect, "FracLEACH", regime),
            ef5=self._n2o("n2o.ef5", indirect, "EF5", "aggregated"),
        )

    def _n2o(self, name: str, lines: tuple[str, ...], parameter: str, condition: str) -> Float:
        keys = {"parameter": parameter, "condition": condition}
        return self.run.drawn.factor(name, "ipcc2019_n2o", lines, **keys)

    def _constant(self, kind: CattleCoefficient, lines: tuple[str, ...]) -> Float:
        name, keys = f"livestock.{kind.name.lower()}", {"coefficient": kind, "condition": "all"}
        return self.run.drawn.factor(name, "ipcc2019_cattle_energy", lines, **keys)

    def _of_region(self, name: str, animal: Animal, lines: tuple[str, ...]) -> Float:
        """Return a factor by region and productivity; some tables have one for all of either."""
        of = (self.entry.productivity, Productivity.MEAN)
        for region, productivity in [(r, p) for r in (self.entry.region, Region.WORLD) for p in of]:
            keys = {"region": region, "animal": animal, "productivity": productivity}
            if table(f"ipcc2019_{name}").select(**keys):
                drawn = f"livestock.{name}.{region}.{animal}.{productivity}"
                return self.run.drawn.factor(drawn, f"ipcc2019_{name}", lines, **keys)
        kind, place = (str(word).replace("_", " ") for word in (animal, self.entry.region))
        raise NotApplicable(
            where="",
            method=f"the table ipcc2019_{name}",
            problem=f"it has no factor for {kind} in {place}",
            remedy="leave the herd out, or take the animal and region that come nearest",
        )

    def _standing(
        self, system: ManureSystem, stands: dict[ManureSystem, ManureSystem]
    ) -> ManureSystem:
        """Return the system whose row stands for one, and note it where it is another."""
        found = stands.get(system, system)
        if found is not system:
            names = {"system": system, "as": found}
            fields = {key: str(value).replace("_", " ") for key, value in names.items()}
            self.run.note([Assumption("manure_system_as", fields, "livestock.manure")])
        return found

    def _check_zone(self) -> None:
        zone = self.run.place.zone
        if not table("ipcc2019_methane_conversion").select(climate_zone=zone):
            raise NoFactorForZone(
                where="",
                method="the methane of manure",
                place="the place",
                zone=str(zone).replace("_", " "),
                what="manure management",
                remedy="leave the herd out",
            )
