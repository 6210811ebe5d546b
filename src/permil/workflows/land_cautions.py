"""Salt and standing water: what a reader must know of the land itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from permil.datasets.management import Management
from permil.datasets.project import LandUnit
from permil.report.wording import number
from permil.science.crop_water import salt_yield_maas1977
from permil.tables import parameter_set, table
from permil.vocabulary import DrainageClass, SoilType
from permil.workflows.carbon_inputs import managements_of
from permil.workflows.crops import crop_facts

if TYPE_CHECKING:
    from permil.workflows.assess import Assessment

Caution = tuple[str, dict[str, Any]]


def land_cautions(a: Assessment) -> list[Caution]:
    """Return the cautions of the land units.

    Parameters
    ----------
    a : Assessment
        The assessment.

    Returns
    -------
    list of tuple
        Code and fields of each.
    """
    found: list[Caution] = []
    for unit in a.project.land_units:
        managements = managements_of(a.project, unit)
        found += _salt(unit, managements) + _standing_water(a, unit)
    return found


def _crops(managements: list[Management]) -> list[str]:
    grown = [crop.crop for m in managements for crop in m.rotation]
    grown += [one.crop.crop for m in managements for one in m.overrides if one.crop is not None]
    return list(dict.fromkeys(grown))


def _salt(unit: LandUnit, managements: list[Management]) -> list[Caution]:
    """Return how far salt lowers the yield of the crop that bears it worst."""
    conductivity = unit.soil.electrical_conductivity
    if conductivity is None:
        return []
    saline = conductivity >= parameter_set("water_balance")["saline_conductivity"]
    rows: dict[str, Any] = {row.crop: row for row in table("fao56_salt_tolerance").rows}
    shares = {
        crop: float(salt_yield_maas1977(conductivity, rows[crop].threshold, rows[crop].slope))
        for crop in _crops(managements)
        if crop in rows
    }
    fields: dict[str, Any] = {"unit": unit.name, "conductivity": number(conductivity, 1)}
    if not shares or min(shares.values()) == 1.0:
        return [("saline", fields)] if saline else []
    worst = min(shares, key=lambda crop: shares[crop])
    fields |= {"crop": crop_facts(worst).name, "share": round(100 * (1 - shares[worst]))}
    return [("saline_crop" if saline else "salt_sensitive", fields)]


def _standing_water(a: Assessment, unit: LandUnit) -> list[Caution]:
    """Return where water stands: months whose drainage a badly drained soil cannot hold."""
    bad = unit.soil.drainage_class in (DrainageClass.POOR, DrainageClass.MEDIUM)
    water = a.water.units.get(unit.id)
    months = 0.0 if water is None else float(water.waterlogged.max())
    if bad and months > 0:
        return [("waterlogged", {"unit": unit.name, "months": number(months, 1)})]
    if unit.soil.drainage_class is DrainageClass.POOR or unit.soil.soil_type is SoilType.WET:
        return [("poorly_drained", {"unit": unit.name})]
    return []
