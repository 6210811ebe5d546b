"""Run AMG on the official program's own input folder."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.assumptions import Assumption
from permil.datasets.amg_input import AmgCrop, AmgTreatment, read_amg_input
from permil.errors import UnknownName
from permil.models import amg
from permil.models.compartments import run
from permil.models.protocol import Soil
from permil.models.streams import Stream
from permil.science.plant_inputs_amg import carbon_inputs_clivot2019
from permil.tables import parameter_set
from permil.variables import variable
from permil.workflows.files import output_folder

Float = NDArray[np.float64]


class Rounding(StrEnum):
    """How far numbers are rounded between the steps of the computation."""

    NONE = "none"
    OFFICIAL = "official"


@dataclass(frozen=True)
class CropCarbon:
    """Carbon that one crop and its amendments bring.

    Parameters
    ----------
    crop : AmgCrop
        The crop as the file has it.
    shoots, roots, amendments : float
        Carbon entering the layer [t C/ha].
    humified_shoots, humified_roots, humified_amendments : float
        What of it is humified [t C/ha].
    """

    crop: AmgCrop
    shoots: float
    roots: float
    amendments: float
    humified_shoots: float
    humified_roots: float
    humified_amendments: float

    @property
    def residues(self) -> float:
        """Carbon of shoots and roots [t C/ha]."""
        return self.shoots + self.roots

    @property
    def humified(self) -> float:
        """All that is humified [t C/ha]."""
        return self.humified_shoots + self.humified_roots + self.humified_amendments


@dataclass(frozen=True)
class AmgRun:
    """Result of one treatment.

    Parameters
    ----------
    trial, treatment : str
        Names.
    crops : tuple of CropCarbon
        Carbon of every crop.
    years : dict of str to ndarray
        Columns by glossary name; the first year is that of the initial stock.
    """

    trial: str
    treatment: str
    crops: tuple[CropCarbon, ...]
    years: dict[str, Float]


@dataclass(frozen=True)
class AmgSimulation:
    """Result of a simulation.

    Parameters
    ----------
    runs : tuple of AmgRun
        One a treatment.
    rounding : Rounding
        Rounding within the computation.
    assumptions : tuple of Assumption
        Tables taken for files that were not there.
    """

    runs: tuple[AmgRun, ...]
    rounding: Rounding
    assumptions: tuple[Assumption, ...]


def simulate_amg(
    path: str | Path, *, treatment: str | None = None, rounding: str = Rounding.NONE
) -> AmgSimulation:
    """Run AMGv2 on the input folder of the official program.

    Parameters
    ----------
    path : str or Path
        Folder with the official input files.
    treatment : str, optional
        The treatment to run; all of them by default.
    rounding : {"none", "official"}
        The official program rounds temperatures to 0.1 °C, water balances to 1 mm, rate factors
        to six, rates to seven and stocks to four decimals, and goes on with what it rounded.

    Returns
    -------
    AmgSimulation
        Pools, stocks, inputs and rate factors of every year.

    Raises
    ------
    UnknownName
        If the treatment or the rounding does not exist.
    permil.errors.InputError
        If a file cannot be used; the message names file, line and column.
    """
    if rounding not in list(Rounding):
        known = list(Rounding)
        raise UnknownName(where="--rounding", kind="rounding", value=rounding, nearest=known)
    path = Path(path)
    given = read_amg_input(path)
    names = list(dict.fromkeys(t.treatment for t in given.treatments))
    if treatment is not None and treatment not in names:
        raise UnknownName(where=str(path), kind="treatment", value=treatment, nearest=names)
    parameters = amg.parameters()._replace(**given.parameters)
    chosen = [t for t in given.treatments if treatment in (None, t.treatment)]
    return AmgSimulation(
        runs=tuple(_run(t, parameters, Rounding(rounding)) for t in chosen),
        rounding=Rounding(rounding),
        assumptions=tuple(
            Assumption("amg_table_taken", {"file": file, "table": table}, file)
            for file, table in given.bundled.items()
        ),
    )


def crop_carbon(crop: AmgCrop, depth: float) -> CropCarbon:
    """Return the carbon that a crop and its amendments bring to a layer.

    Parameters
    ----------
    crop : AmgCrop
        The crop.
    depth : float
        Depth of the layer [cm].

    Returns
    -------
    CropCarbon
        Carbon by part [t C/ha].
    """
    residues = carbon_inputs_clivot2019(
        crop.dry_yield,
        crop.plant.coefficients,
        depth=depth,
        straw_returned=crop.plant.returned_if_exported if crop.exported else 1.0,
        exudates_per_root=parameter_set("amg_v2")["exudates_per_root"],
    )
    brought = [(dose * kind.carbon / 1000.0, kind.humified) for kind, dose in crop.amendments]
    return CropCarbon(
        crop=crop,
        shoots=residues.shoots,
        roots=residues.roots,
        amendments=sum(carbon for carbon, _ in brought),
        humified_shoots=residues.humified_shoots,
        humified_roots=residues.humified_roots,
        humified_amendments=sum(carbon * humified for carbon, humified in brought),
    )


def _run(given: AmgTreatment, parameters: amg.Parameters, rounding: Rounding) -> AmgRun:
    """Run one treatment from its initial stock."""
    soil = _soil(given.soil)
    crops = tuple(crop_carbon(crop, soil.depth) for crop in given.crops)
    plant, manure, humified = (
        _by_year(given.years, crops, name) for name in ("residues", "amendments", "humified")
    )
    factors = _factors(given, soil, parameters, rounding)
    site = amg.site(parameters, soil)
    stable = _rounded(site.stable_soil_carbon, 4, rounding)
    active, respired = _forward(
        site,
        parameters,
        _rounded(soil.organic_carbon_stock, 4, rounding) - stable,
        factors["mineralisation_rate"],
        humified,
        plant + manure,
        rounding,
    )
    years = {
        "year": given.years.astype(float),
        "active_soil_carbon": active,
        "stable_soil_carbon": np.repeat(stable, len(active)),
        "soil_organic_carbon_stock": _rounded(active + stable, 4, rounding),
        "plant_carbon_input": plant,
        "manure_carbon_input": manure,
        "humified_carbon_input": humified,
        "heterotrophic_respiration": respired,
        **factors,
    }
    return AmgRun(given.trial, given.treatment, crops, years)


def _by_year(years: NDArray[np.int64], crops: tuple[CropCarbon, ...], name: str) -> Float:
    """Return the sums over the crops of each year."""
    return np.array([sum(getattr(c, name) for c in crops if c.crop.year == y) for y in years])


def _soil(given: Mapping[str, float]) -> Soil:
    return Soil(
        clay=given["clay"],
        depth=given["soil_depth"],
        calcium_carbonate=given["calcium_carbonate"],
        ph=given["ph"],
        carbon_nitrogen_ratio=given["carbon_nitrogen_ratio"],
        organic_carbon_stock=given["soil_organic_carbon_stock"],
    )


def _rounded(values: Any, digits: int, rounding: Rounding) -> Float:
    """Return values as they are, or rounded as the official program's language rounds."""
    array: Float = np.atleast_1d(np.asarray(values, dtype=float))
    if rounding is Rounding.NONE:
        return array
    # Python's own rounding is exact in decimals, as R's is; NumPy's is not (11.65 gives 11.6).
    return np.array([round(value, digits) for value in array.tolist()])


def _factors(
    given: AmgTreatment, soil: Soil, p: amg.Parameters, rounding: Rounding
) -> dict[str, Float]:
    """Return the rate factors and the rate of every year by glossary name."""
    weather, crops = given.weather, given.crops
    irrigation = [sum(c.irrigation for c in crops if c.year == year) for year in given.years]
    rain, evaporation = (
        weather["annual_precipitation"],
        weather["annual_potential_evapotranspiration"],
    )
    balance = _rounded(rain + irrigation - evaporation, 0, rounding)
    warmth = _rounded(weather["annual_temperature"], 1, rounding)
    # Whether a year is frozen is asked of the temperature as it was given: 0.04 °C is not.
    warmth = np.where(weather["annual_temperature"] > 0.0, np.maximum(warmth, 1e-12), warmth)
    climate = amg.climate_factors(p, warmth, balance)
    names = ("clay_factor", "carbonate_factor", "ph_factor", "carbon_nitrogen_factor")
    factors = {
        "temperature_factor": _rounded(climate[0], 6, rounding),
        "moisture_factor": _rounded(climate[1], 6, rounding),
    }
    for name, value in zip(names, amg.soil_factors(p, soil), strict=True):
        factors[name] = np.full(len(given.years), _rounded(value, 6, rounding)[0])
    rate = p.k0 * np.prod(list(factors.values()), axis=0)
    return factors | {"mineralisation_rate": _rounded(rate, 7, rounding)}


def _forward(
    site: amg.Site,
    p: amg.Parameters,
    start: Float,
    rate: Float,
    humified: Float,
    carbon: Float,
    rounding: Rounding,
) -> tuple[Float, Float]:
    """Return the active pool at the end of every year and what was respired in it.

    The rates are those of the table, rounded or not: the step takes them as they are.
    """
    model = amg.MODEL
    site, as_given = site._replace(soil_factor=1.0), p._replace(k0=1.0)
    state = model.start(active_soil_carbon=start[0], humified_residue_carbon=humified[0])
    active, respired = [float(start[0])], [np.nan]
    for year in range(1, len(rate)):
        values = (rate[year], 1.0, humified[year], carbon[year] - humified[year])
        forcing = {
            name: Stream(np.array([value]))
            for name, value in zip(model.forcing._fields, values, strict=True)  # type: ignore[attr-defined]
        }
        result = run(model, site, state, forcing, 1, parameters=as_given)
        pool = _rounded(result.state.active_soil_carbon, 4, rounding)[0]
        state = result.state._replace(active_soil_carbon=pool)
        active.append(float(pool))
        respired.append(float(result.respired[0]))
    return np.array(active), np.array(respired)


def write_amg(simulation: AmgSimulation, folder: Path, *, force: bool = False) -> list[Path]:
    """Write a simulation as CSV, in double precision and with glossary headings.

    Parameters
    ----------
    simulation : AmgSimulation
        The simulation.
    folder : Path
        Folder to create or to replace.
    force : bool
        Whether a folder with other content may be replaced.

    Returns
    -------
    list of Path
        ``carbon_inputs.csv`` and ``year_results.csv``.

    Raises
    ------
    FileProblem
        If the folder cannot be written.
    """
    with output_folder(folder, force=force) as out:
        _write(out / "year_results.csv", *_year_table(simulation))
        _write(out / "carbon_inputs.csv", *_crop_table(simulation))
    return [folder / "carbon_inputs.csv", folder / "year_results.csv"]


def _year_table(simulation: AmgSimulation) -> tuple[list[str], list[list[str]]]:
    names = list(simulation.runs[0].years)
    head = ["trial", "treatment", *(variable(name).heading for name in names)]
    rows = [
        [r.trial, r.treatment, str(int(row[0])), *map(_number, row[1:])]
        for r in simulation.runs
        for row in zip(*r.years.values(), strict=True)
    ]
    return head, rows


def _crop_table(simulation: AmgSimulation) -> tuple[list[str], list[list[str]]]:
    parts = ("shoots", "roots", "amendments")
    names = [*parts, *(f"humified_{part}" for part in parts)]
    unit = variable("plant_carbon_input").unit
    head = ["trial", "treatment", variable("year").heading, "crop_type", "crop"]
    rows = [
        [r.trial, r.treatment, str(c.crop.year), c.crop.crop_type, c.crop.name]
        + [_number(getattr(c, name)) for name in names]
        for r in simulation.runs
        for c in r.crops
    ]
    return head + [f"{name} [{unit}]" for name in names], rows


def _number(value: float) -> str:
    return "" if np.isnan(value) else repr(float(value))


def _write(path: Path, head: list[str], rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
