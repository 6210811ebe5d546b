"""The registry of tables: a table is one line here, a CSV file and a card."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from permil.errors import TableError, UnknownName
from permil.tables import (
    amg_rows,
    biomass_rows,
    crop_rows,
    erosion_rows,
    ipcc_rows,
    livestock_rows,
    nitrogen_rows,
    quality_rows,
    rice_rows,
    rows,
    upstream_rows,
    water_rows,
    wetland_rows,
)
from permil.tables.card import read_card
from permil.tables.loader import Table, read_table

#: Path of each table below this folder, and the class of its rows.
TABLES: dict[str, tuple[str, type[rows.Row]]] = {
    "ipcc2019_soc_reference": ("ipcc2019/soc_reference", ipcc_rows.ReferenceStockRow),
    "ipcc2019_stock_change_cropland": (
        "ipcc2019/stock_change_cropland",
        ipcc_rows.CroplandFactorRow,
    ),
    "ipcc2019_stock_change_grassland": (
        "ipcc2019/stock_change_grassland",
        ipcc_rows.GrasslandFactorRow,
    ),
    "ipcc2019_n2o": ("ipcc2019/n2o", ipcc_rows.NitrousOxideRow),
    "ipcc2019_residues": ("ipcc2019/residues", crop_rows.ResidueRow),
    "ipcc2019_tier1": ("ipcc2019/tier1", rows.ParameterRow),
    "crop_residue_parameters": ("conventions/crop_residues", rows.ParameterRow),
    "calibration_priors": ("conventions/calibration", rows.ParameterRow),
    "lime_urea": ("ipcc2019/lime_urea", rows.CarbonateRow),
    "bolinder2007_allocation": ("bolinder2007/allocation", crop_rows.AllocationRow),
    "soilmanager_allocation": ("soilmanager/allocation", crop_rows.FixedInputRow),
    "gwp": ("ipcc_reports/gwp", rows.MetricRow),
    "rothc_parameters": ("rothc/parameters", rows.ParameterRow),
    "organic_amendments": ("grud2017/organic_amendments", rows.AmendmentRow),
    "som_stoichiometry": ("kirkby2011/som_stoichiometry", rows.StoichiometryRow),
    "ipcc2019_tier2": ("ipcc2019/tier2", rows.SpreadParameterRow),
    "century_parameters": ("century/parameters", rows.ParameterRow),
    "ctool_parameters": ("taghizadeh2014/parameters", rows.ParameterRow),
    "crops": ("conventions/crops", crop_rows.CropRow),
    "litter_quality": ("ipcc2019/litter_quality", crop_rows.LitterRow),
    "mimics_parameters": ("mimics/parameters", rows.ParameterRow),
    "millennial_parameters": ("millennial/parameters", rows.ParameterRow),
    "amg_parameters": ("amg/parameters", rows.ParameterRow),
    "amg_plants": ("amg/plants", amg_rows.AmgPlantRow),
    "amg_amendments": ("amg/amendments", amg_rows.AmgAmendmentRow),
    "amg_materials": ("amg/materials", amg_rows.AmgMaterialRow),
    "rate_modifier_parameters": ("rate_modifiers/parameters", rows.ParameterRow),
    "icbm_parameters": ("icbm/parameters", rows.ParameterRow),
    "icbm_materials": ("icbm/materials", quality_rows.MaterialClassRow),
    "yasso_parameters": ("yasso/parameters", rows.ParameterRow),
    "yasso_materials": ("yasso/materials", quality_rows.MaterialClassRow),
    "yasso_litter": ("yasso/litter", quality_rows.SolubilityRow),
    "drained_organic_soils": ("ipcc2013_wetlands/drained", wetland_rows.DrainedOrganicSoilRow),
    "rewetted_organic_soils": ("ipcc2013_wetlands/rewetted", wetland_rows.RewettedOrganicSoilRow),
    "peat_fire": ("ipcc2013_wetlands/peat_fire", wetland_rows.PeatFireRow),
    "mineral_wetlands": ("ipcc2013_wetlands/mineral", wetland_rows.MineralWetlandRow),
    "coastal_wetlands": ("ipcc2013_wetlands/coastal", wetland_rows.CoastalWetlandRow),
    "planning": ("conventions/planning", rows.ParameterRow),
    "rewetting_rules": ("conventions/rewetting", rows.ParameterRow),
    "ipcc2019_rice": ("ipcc2019/rice", rice_rows.RiceRow),
    "ipcc2019_enteric": ("ipcc2019/enteric", livestock_rows.LivestockRow),
    "ipcc2019_methane_yield": ("ipcc2019/methane_yield", livestock_rows.MethaneYieldRow),
    "ipcc2019_cattle_energy": ("ipcc2019/cattle_energy", livestock_rows.CattleCoefficientRow),
    "ipcc2019_volatile_solids": ("ipcc2019/volatile_solids", livestock_rows.LivestockRow),
    "ipcc2019_nitrogen_excretion": ("ipcc2019/nitrogen_excretion", livestock_rows.LivestockRow),
    "ipcc2019_methane_capacity": ("ipcc2019/methane_capacity", livestock_rows.LivestockRow),
    "ipcc2019_methane_conversion": ("ipcc2019/methane_conversion", livestock_rows.ConversionRow),
    "ipcc2019_manure_methane": ("ipcc2019/manure_methane", livestock_rows.ManureMethaneRow),
    "ipcc2019_manure_n2o": ("ipcc2019/manure_n2o", livestock_rows.ManureNitrousOxideRow),
    "ipcc2019_manure_nitrogen_losses": (
        "ipcc2019/manure_nitrogen_losses",
        livestock_rows.ManureNitrogenRow,
    ),
    "cayuela2017_ef1": ("cayuela2017/ef1", nitrogen_rows.MediterraneanRow),
    "nitrogen_inhibitors": (
        "nitrogen_inhibitors/responses",
        nitrogen_rows.EnhancedFertiliserRow,
    ),
    "fuels": ("ipcc2006/fuels", upstream_rows.FuelRow),
    "electricity": ("ifi/electricity", upstream_rows.ElectricityRow),
    "manufacture": ("upstream/manufacture", upstream_rows.ManufactureRow),
    "woody_growth": ("ipcc2019/woody_growth", biomass_rows.WoodyGrowthRow),
    "woody_maximum": ("ipcc2019/woody_maximum", biomass_rows.WoodyMaximumRow),
    "grassland_biomass": ("ipcc2006/grassland_biomass", biomass_rows.GrasslandBiomassRow),
    "carbon_fraction": ("ipcc2006/carbon_fraction", biomass_rows.CarbonFractionRow),
    "hedge_biomass": ("hedges/biomass", biomass_rows.HedgeRow),
    "fire_emission": ("ipcc2019/fire_emission", biomass_rows.FireEmissionRow),
    "combustion_factor": ("ipcc2019/combustion_factor", biomass_rows.CombustionRow),
    "fuel_consumption": ("ipcc2019/fuel_consumption", biomass_rows.CombustionRow),
    "biochar_carbon": ("ipcc2019/biochar_carbon", biomass_rows.BiocharCarbonRow),
    "biochar_permanence": ("ipcc2019/biochar_permanence", biomass_rows.BiocharPermanenceRow),
    "woolf2021_permanence": ("woolf2021/permanence", biomass_rows.BiocharRegressionRow),
    "cover_factor": ("erosion/cover_factor", erosion_rows.CoverFactorRow),
    "support_factor": ("erosion/support_factor", erosion_rows.SupportFactorRow),
    "erosion_parameters": ("erosion/parameters", rows.ParameterRow),
    "fao56_crop_water": ("fao56/crop_water", water_rows.CropWaterRow),
    "fao56_salt_tolerance": ("fao56/salt_tolerance", water_rows.SaltToleranceRow),
    "soil_hydraulics": ("whep/soil_hydraulics", water_rows.SoilHydraulicsRow),
    "available_water": ("minasny2018/available_water", water_rows.AvailableWaterRow),
    "nitrogen_fixation": ("whep/nitrogen_fixation", water_rows.FixationRow),
    "crop_nutrients": ("conventions/crop_nutrients", water_rows.CropNutrientRow),
    "nutrient_supply": ("conventions/nutrient_supply", rows.ParameterRow),
    "water_balance": ("conventions/water_balance", rows.ParameterRow),
    "gwp_star": ("smith2021/gwp_star", rows.ParameterRow),
    "co2_response": ("ipcc_reports/co2_response", rows.ParameterRow),
}


def table_names() -> tuple[str, ...]:
    """Return the names of all tables."""
    return tuple(TABLES)


@cache
def table(name: str) -> Table[Any]:
    """Return a table by name; it is read and checked once.

    Parameters
    ----------
    name : str
        One of :func:`table_names`.

    Returns
    -------
    Table
        The table, its rows typed by the class that the registry names.

    Raises
    ------
    UnknownName
        If there is no such table; the error names the nearest.
    TableError
        If its files break the rules of the loader.
    """
    if name not in TABLES:
        near = difflib.get_close_matches(name, TABLES, n=3)
        raise UnknownName(where="", kind="table", value=name, nearest=near)
    path, row_type = TABLES[name]
    return read_table(name, files("permil.tables"), path, row_type)


@cache
def parameter_rows(name: str) -> tuple[rows.ParameterRow, ...]:
    """Return the rows of one parameter set, with range, unit, source and how a range is drawn.

    Parameters
    ----------
    name : str
        One of :class:`~permil.tables.categories.ParameterSet`.

    Returns
    -------
    tuple of ParameterRow
        Rows in the order of their table.

    Raises
    ------
    UnknownName
        If there is no such set; the error names the nearest.
    """
    found = [
        replace(row, distribution=row.distribution or table(key).card.drawn_as)
        for key, (_, row_type) in TABLES.items()
        if issubclass(row_type, rows.ParameterRow)
        for row in table(key).rows
    ]
    chosen = tuple(row for row in found if row.parameter_set == name)
    if not chosen:
        near = difflib.get_close_matches(name, {row.parameter_set for row in found}, n=3)
        raise UnknownName(where="", kind="parameter set", value=name, nearest=near)
    return chosen


@cache
def parameter_set(name: str) -> MappingProxyType[str, float]:
    """Return the parameters of one set by name, in the units that their rows give.

    Parameters
    ----------
    name : str
        One of :class:`~permil.tables.categories.ParameterSet`.

    Returns
    -------
    mapping of str to float
        Values by parameter name, read-only.

    Raises
    ------
    UnknownName
        If there is no such set; the error names the nearest.
    TableError
        If a parameter of the set has no value.
    """
    values = {}
    for row in parameter_rows(name):
        if row.value is None:
            raise TableError(where=name, problem=f"no value of {row.parameter}", expected="one")
        values[row.parameter] = row.value
    return MappingProxyType(values)


def table_editions() -> dict[str, dict[str, str]]:
    """Return title, edition and source of each table, for the record of a result."""
    # The cards alone: the rows of large tables are read when somebody asks for them.
    folder = files("permil.tables")
    cards = {
        name: read_card(folder.joinpath(f"{path}.toml"), f"{path}.toml")
        for name, (path, _) in TABLES.items()
    }
    return {
        name: {"title": card.title, "edition": card.edition, "source": card.source}
        for name, card in cards.items()
    }


@cache
def edition_digest() -> str:
    """Return the SHA-256 of all tables and cards: it changes when any of them does."""
    digest = hashlib.sha256()
    for name, (path, _) in sorted(TABLES.items()):
        for ending in (".csv", ".toml"):
            content = files("permil.tables").joinpath(path + ending).read_bytes()
            digest.update(f"{name}{ending}:{len(content)}:".encode())
            digest.update(content)
    return digest.hexdigest()
