"""MIMICS and Millennial against the shared runs of their authors' codes, read in place."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.microbial import added, runge_kutta
from permil.models import millennial, mimics
from permil.models.protocol import Soil
from permil.tables import parameter_set

SHARED = Path(os.environ.get("PERMIL_SHARED", Path(__file__).parents[2].parent / "shared"))
FOLDER = SHARED / "reference" / "microbial"
STEADY = json.loads((FOLDER / "mimics" / "MIMICS_steady_states.json").read_text("utf-8"))
ORDER = ("LIT_m", "LIT_s", "MIC_r", "MIC_K", "SOM_p", "SOM_c", "SOM_a")
MILLENNIAL = FOLDER / "millennial_v2"
#: Names of the authors' parameter files, and ours.
NAMES = {
    "param_pi": "particulate_input_share",
    "param_pa": "aggregate_particulate_share",
    "kaff_pl": "half_saturation_particulate",
    "alpha_pl": "velocity_particulate",
    "eact_pl": "activation_particulate",
    "rate_pa": "aggregation_particulate",
    "rate_break": "breakdown",
    "rate_leach": "leaching",
    "kaff_des": "desorption",
    "param_p1": "affinity_ph",
    "param_p2": "affinity_intercept",
    "kaff_lb": "half_saturation_uptake",
    "alpha_lb": "velocity_uptake",
    "eact_lb": "activation_uptake",
    "rate_bd": "turnover",
    "rate_ma": "aggregation_mineral",
    "cue_ref": "efficiency",
    "cue_t": "efficiency_slope",
    "tae_ref": "efficiency_temperature",
    "matpot": "matric_potential",
    "lambda": "matric_slope",
    "porosity": "porosity",
    "kamin": "driest_oxygen",
    "param_pb": "turnover_mineral_share",
}


def sites(name: str) -> dict[str, dict[str, str]]:
    text = (FOLDER / "mimics" / name).read_text("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return {row["Site"]: row for row in csv.DictReader(text.splitlines())}


def case(name: str) -> tuple[Any, Any, Any]:
    """Return parameters, site and forcing of one of the published steady states."""
    if name == "HiRes_default":
        p, values = mimics.parameters("mimics_hires"), (11.26, 30.0, 463.15, 9.96, 11.7)
    else:
        row = sites("Test_SITES_1.csv")[name]
        lignin = float(row["LIG"]) / float(row["N"])
        p = mimics.parameters("mimics_sulman2018")
        values = (float(row["CLAY"]), 20.0, float(row["ANPP"]), float(row["MAT"]), lignin)
    clay, depth, production, temperature, lignin = values
    share = mimics.metabolic_share(p, lignin)
    force = mimics.Forcing(
        **mimics.kinetics(p, temperature),
        **mimics.turnover(p, production, share),
        metabolic_input=production / 36500.0 * share,
        structural_input=production / 36500.0 * (1.0 - share),
    )
    return p, mimics.site(p, Soil(clay, depth)), force


@pytest.mark.parametrize("name", STEADY)
def test_mimics_steady_states(name: str) -> None:
    p, site, force = case(name)
    found = mimics.steady(p, site, force)
    expected = [STEADY[name]["pools_mgC_cm3"][pool] for pool in ORDER]
    assert np.array(found) / site.stock_per_concentration == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("name", STEADY)
def test_mimics_rates_of_the_published_code(name: str) -> None:
    p, site, force = case(name)
    expected = STEADY[name]["params"]
    tops = ("metabolic_r", "structural_r", "available_r")
    kinds = (*tops, *(top.replace("_r", "_k") for top in tops))
    hourly = force.velocity / 24.0
    velocities = [hourly * getattr(p, f"velocity_{kind}") for kind in kinds]
    assert velocities == pytest.approx(expected["VMAX"], rel=1e-13)
    h1, h4, h2, h5, h3, h6 = mimics_half_saturations(p, site, force)
    assert [h1, h2, h3, h4, h5, h6] == pytest.approx(expected["KM"], rel=1e-13)
    both = [force.turnover_r / 24.0, force.turnover_k / 24.0]
    assert both == pytest.approx(expected["tau"], rel=1e-13)
    assert [site.protected_r, site.protected_k] == pytest.approx(expected["fPHYS"], rel=1e-13)
    assert [force.resistant_r, force.resistant_k] == pytest.approx(expected["fCHEM"], rel=1e-13)
    assert site.desorption / 24.0 == pytest.approx(expected["desorb"][0], rel=1e-13)
    assert [p.direct_metabolic, p.direct_structural] == pytest.approx(expected["FI"], rel=1e-13)
    assert [p.oxidation_r, p.oxidation_k] == expected["KO"]


def mimics_half_saturations(p: Any, site: Any, force: Any) -> list[float]:
    from permil.models.mimics_kinetics import half_saturations

    return [value / site.stock_per_concentration for value in half_saturations(p, site, force)]


def test_mimics_at_the_long_term_sites() -> None:
    """Fourteen sites from tundra to rain forest, the sets of both forms of kinetics: one root."""
    rows = list(sites("LTER_SITE_1.csv").values())
    clay, production, temperature = (
        np.array([float(row[column]) for row in rows]) for column in ("CLAY2", "ANPP", "MAT")
    )
    lignin = np.array([float(row["LIG"]) / float(row["N"]) for row in rows])
    for name in ("mimics_hires", "mimics_sulman2018", "mimics_lidet2015"):
        p = mimics.parameters(name)
        share = mimics.metabolic_share(p, lignin)
        force = mimics.Forcing(
            **mimics.kinetics(p, temperature),
            **mimics.turnover(p, production, share),
            metabolic_input=production / 36500.0 * share,
            structural_input=production / 36500.0 * (1.0 - share),
        )
        site = mimics.site(p, Soil(clay, 30.0))
        found = mimics.steady(p, site, force)
        change, _ = mimics.tendencies(p, site, found, force)
        for pool, moved in zip(found, change, strict=True):
            assert np.all(pool > 0)
            assert np.all(np.abs(moved) < 1e-12 * (force.metabolic_input + force.structural_input))


def test_millennial_parameters() -> None:
    for kind in ("default", "fit"):
        values = parameter_set(f"millennial_{kind}")
        text = (MILLENNIAL / f"soilpara_in_{kind}.txt").read_text("utf-8")
        pairs = [line.split() for line in text.splitlines() if line.strip()]
        assert {name for name, _ in pairs} == set(NAMES)
        for name, value in pairs:
            assert values[NAMES[name]] == pytest.approx(float(value), rel=1e-14), name


@pytest.fixture(scope="module")
def published() -> tuple[Any, Any, list[Any], list[Any]]:
    p = millennial.parameters("millennial_fit")
    site = millennial.site(p, Soil(40.0, 100.0, silt=40.0, bulk_density=1.0, ph=7.0))
    days = np.loadtxt(MILLENNIAL / "globalaverage.txt")
    middle = (days + np.roll(days, -1, axis=0)) / 2.0
    return p, site, [forcing(p, row) for row in days], [forcing(p, row) for row in middle]


def forcing(p: Any, row: Any) -> Any:
    temperature, moisture, production = row
    return millennial.Forcing(
        **millennial.climate_factors(p, temperature, moisture),
        particulate_input=production / 100.0 * p.particulate_input_share,
        dissolved_input=production / 100.0 * (1.0 - p.particulate_input_share),
    )


def test_millennial_hundred_years_of_the_r_code(published: Any) -> None:
    p, site, on, between = published
    with (MILLENNIAL / "R_V2_MM_fit_100yr_yearend.csv").open(encoding="utf-8") as file:
        expected = {int(row["time"]): row for row in csv.DictReader(file)}
    x, respired = millennial.State(*[0.01] * 5), 0.0
    columns = ("POM", "LMWC", "AGG", "MIC", "MAOM")
    for day in range(1, max(expected)):
        i, j = (day - 1) % 365, day % 365
        x, flux = runge_kutta(
            lambda x, f: millennial.tendencies(p, site, x, f), x, on[i], between[i], on[j]
        )
        respired += flux.respired - flux.leached
        if row := expected.pop(day + 1, None):
            wanted = [float(row[column]) for column in (*columns, "CO2")]
            assert [*(100.0 * pool for pool in x), 100.0 * respired] == pytest.approx(wanted, 1e-12)
    assert not expected


def test_millennial_every_flux_of_the_fortran_code(published: Any) -> None:
    """Columns: day, pools after the step, then moisture factors, rates and fluxes used in it."""
    p, site, on, _ = published
    site = site._replace(capacity=site.capacity * float(np.float32(0.86)) / 0.86)
    x = millennial.State(*[0.01] * 5)
    for row in np.loadtxt(MILLENNIAL / "outputcontrol_first_400_days.txt"):
        f = on[(int(row[0]) - 1) % 365]
        k = millennial.rates(p, site, x, x, f)
        dissolved, minerals = x.dissolved_carbon, x.mineral_associated_carbon
        # Our two fluxes between LMWC and MAOM are split otherwise: their sum is the code's.
        back = p.desorption / site.capacity * minerals
        fluxes = (
            k[5] * x.aggregate_carbon,
            k[1] * x.particulate_carbon,
            k[8] * minerals,
            k[0] * x.particulate_carbon,
            k[2] * dissolved,
            k[3] * dissolved - (k[7] * minerals - back),
            k[4] * dissolved,
            k[6] * x.microbial_carbon,
            back,
            (1.0 - f.growth_efficiency) * k[4] * dissolved,
        )
        change, _ = millennial.tendencies(p, site, x, f)
        x = added(x, change, 1.0)
        pools = (
            x.dissolved_carbon,
            x.particulate_carbon,
            x.microbial_carbon,
            x.mineral_associated_carbon,
            x.aggregate_carbon,
        )
        assert f.diffusion == pytest.approx(row[6], rel=1e-12)
        assert site.affinity == pytest.approx(row[8], rel=1e-12)
        assert 100.0 * site.capacity == pytest.approx(row[9], rel=1e-12)
        assert [100.0 * value for value in pools] == pytest.approx(row[1:6], rel=1e-12)
        assert [100.0 * value for value in fluxes] == pytest.approx(row[12:], rel=1e-11)
