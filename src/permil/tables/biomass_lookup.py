"""The row of woody growth that holds in a region, for regions share rows."""

from __future__ import annotations

from permil.errors import UnknownName
from permil.tables.biomass_categories import BiomassPart, WoodySystem, WorldRegion
from permil.tables.biomass_rows import WoodyGrowthRow
from permil.tables.registry import table
from permil.vocabulary import ClimateZone


def woody_growth(
    part: BiomassPart | str,
    system: WoodySystem | str,
    climate_zone: ClimateZone | str,
    region: WorldRegion | str,
) -> WoodyGrowthRow:
    """Return the growth of a woody system in a climate zone of a region.

    Parameters
    ----------
    part : BiomassPart or str
        Above or below ground.
    system : WoodySystem or str
        Agroforestry system or perennial crop.
    climate_zone : ClimateZone or str
        IPCC climate zone.
    region : WorldRegion or str
        Region of the world.

    Returns
    -------
    WoodyGrowthRow
        The row; where its ``must_ask`` is true there is no factor: ask for one.

    Raises
    ------
    UnknownName
        If the table has no such row; the error names the systems that the zone has.
    """
    rows = table("woody_growth").select(part=part, system=system, climate_zone=climate_zone)
    for row in rows:
        if row.holds_in(region):
            found: WoodyGrowthRow = row
            return found
    there = table("woody_growth").select(part=part, climate_zone=climate_zone)
    near = sorted({str(row.system) for row in there if row.holds_in(region)})
    value = f"{part} {system} {climate_zone} {region}"
    raise UnknownName(where="woody_growth", kind="row", value=value, nearest=near)
