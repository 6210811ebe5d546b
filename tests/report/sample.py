"""A small answer document made by hand: two plans against a baseline, two measured twice.

The measured stocks are four of those in ``examples/hoosfield.toml``, which cites their source;
everything else is made up so that each part of a report has something to show.
"""

from __future__ import annotations

import itertools
from typing import Any

from permil.workflows.lines import LINES
from report.sample_land import risks, water
from report.sample_series import ENDS, MEASURED, YEARS, quantity, series, stocks


def fluxes(scenario: str) -> dict[str, Any]:
    """Return the yearly lines of the balance."""
    soc = stocks(scenario)
    change = [None, *((a - b) * 44 / 12 for a, b in itertools.pairwise(soc))]
    manured = scenario != "bare"
    lines: dict[str, Any] = {
        "soil_carbon_change_co2": series("t CO2/yr", change, 0.2),
        "direct_n2o": series("t N2O/yr", _level(0.003 if manured else 0.001), 0.0005),
        "indirect_n2o": series("t N2O/yr", _level(0.001 if manured else 0.0005), 0.0002),
        "lime_co2": series("t CO2/yr", _level(0.0), 0.0),
        "elsewhere_co2": series("t CO2/yr", _level(1.0 if manured else 0.0), 0.1),
    }
    if manured:
        base = fluxes("bare")["soil_carbon_change_co2"]["mean"]
        benefit = [None, *(b - c - 1.68 for b, c in zip(base[1:], change[1:], strict=True))]
        lines["net_benefit"] = series("t CO2e/yr", benefit, 0.4)
        added = [None, *itertools.accumulate(benefit[1:])]
        lines["cumulative_net_benefit"] = series("t CO2e", added, 4.0)
    return lines


def _level(value: float) -> list[float | None]:
    return [None, *([value] * (len(YEARS) - 1))]


def summary(scenario: str) -> dict[str, Any]:
    """Return the numbers of the answer."""
    soc = stocks(scenario)
    gain = soc[-1] - stocks("bare")[-1]
    manured = scenario != "bare"
    period = {
        "rate_absolute": quantity("‰/yr", 20.0, 4.0),
        "rate_additional": quantity("‰/yr", 22.0, 4.0),
        "stock_change_rate": quantity("t C/ha/yr", 0.9 if manured else 0.0, 0.3),
        "probability_4_per_mille_absolute": 0.97,
        "probability_4_per_mille_additional": 1.0,
        "net_benefit_rate": quantity("t CO2e/ha/yr", 0.8, 0.4),
        "probability_net_benefit": 0.81,
    }
    reversal = {"stop_year": 1872, "years_after": 28, "loss_share": quantity("-", 0.8, 0.1)}
    return {
        "initial_stock": quantity("t C/ha", soc[0], 6.0),
        "final_stock": quantity("t C/ha", soc[-1], 8.0),
        "stock_change": quantity("t C/ha", soc[-1] - soc[0], 5.0),
        "additional_stock": quantity("t C/ha", gain, 5.0),
        "periods": [
            period | {"first_year": 1852, "last_year": 1871},
            period | {"first_year": 1852, "last_year": 1900},
        ],
        "net_benefit": quantity("t CO2e", 41.3, 30.0),
        "lines": [
            {
                "line": name,
                "gas": gas,
                "benefit": quantity("t CO2e", benefit, 20.0),
                "variance_share": share,
            }
            for name, gas, benefit, share in (
                ("soil_carbon_change_co2", "CO2", 52.4, 0.87),
                ("direct_n2o", "N2O", -11.1, 0.13),
            )
        ]
        * manured,
        "probability_net_benefit": 0.81,
        "n2o_share": quantity("-", 0.14, 0.05) if manured else None,
        "crossover_year": 1891 if manured else None,
        "crossover_never": False,
        "time_to_equilibrium": quantity("yr", 58.0, 2.0),
        "equilibrium_stock": quantity("t C/ha", ENDS[scenario], 7.0),
        "reversal": reversal if manured else None,
        "input_for_4_per_mille": quantity("t C/ha/yr", 0.86, 0.2),
        "input_scale": quantity("-", 1.1, 0.1),
        "organic_soils": None,
        "metrics": [
            {
                "metric": metric,
                "net_benefit": quantity("t CO2e", value, 30.0),
                "probability_net_benefit": p,
            }
            for metric, value, p in (
                ("AR6 GWP100", 41.3, 0.81),
                ("AR6 GWP20", 41.3, 0.81),
                ("AR6 GTP100", 52.0, 1.0),
            )
        ],
        "spread": [
            {"parameter": "plant_input", "share": 0.52},
            {"parameter": "n2o.ef1_other", "share": 0.21},
            {"parameter": "soil.stock.field", "share": 0.08},
            {"parameter": "n2o.ef4", "share": 0.002},
        ],
        "spread_by_source": [
            {"source": "inputs", "share": 0.52, "narrowing": 0.307},
            {"source": "factors", "share": 0.212, "narrowing": 0.112},
            {"source": "stock", "share": 0.08, "narrowing": 0.041},
        ],
    }


def trajectory(scenario: str) -> dict[str, Any]:
    """Return the stock by year, its level and the fall after the stop."""
    fall = None
    if scenario != "bare":
        start = YEARS.index(1872)
        falling = [stocks(scenario)[start] * 0.99**i for i in range(len(YEARS) - start)]
        fall = {"stop_year": 1872, "years": YEARS[start:], **series("t C/ha", falling, 5.0)}
    return {
        "soil_organic_carbon_stock": series("t C/ha", list(stocks(scenario)), 6.0),
        "reversal": fall,
        "equilibrium": quantity("t C/ha", ENDS[scenario], 7.0),
    }


def observation(scenario: str, year: int, stock: float) -> dict[str, Any]:
    """Return a measurement with the model beside it."""
    modelled = stocks(scenario)[YEARS.index(year)]
    return {
        "scenario": scenario,
        "land_unit": "field",
        "year": year,
        "depth_cm": 23.0,
        "stock": stock,
        "sd": 2.0 if year == 1882 else None,
        "n": 4 if year == 1882 else None,
        "modelled": {"rothc": modelled},
        "error": {"rothc": modelled - stock},
        "source": "rothc_description2025",
    }


def scenario(key: str, name: str) -> dict[str, Any]:
    """Return a scenario; all but the baseline bring manure from elsewhere."""
    practice = {
        "id": "farmyard_manure",
        "name": "Farmyard manure",
        "definition": "Dung and straw, spread.",
        "not_applies": "Where it would only move.",
        "side_effects": [
            {"on": "phosphorus", "text": "Phosphorus builds up.", "source": "maillard2014"},
        ],
        "alternative_fate": "spread_elsewhere",
        "evidence": {
            "low": 0.1,
            "mid": 0.3,
            "high": 0.7,
            "unit": "t C/ha/yr",
            "depth_cm": "0-30",
            "layer": "0-30 cm",
            "years": 20,
            "grade": "A",
            "basis": "Long-term trials.",
            "sources": ["poeplau2015"],
        },
        "transfer": True,
    }
    bare = key == "bare"
    return {
        "id": key,
        "name": name,
        "baseline": bare,
        "practices": [] if bare else [practice],
        "transfer": not bare,
        "less_tillage": False,
        "tillage_alone": False,
        "treated_area_ha": 1.0,
    }


def plant_inputs(ids):
    """Return what two of three ways make of the scenarios; one lacks a crop."""

    def way(method, function, lacks=()):
        return {
            "method": method,
            "title": f"Way {method}",
            "function": function,
            "lacks": list(lacks),
            "scenarios": {
                key: {
                    "carbon_input": 3.21,
                    "additional_input": 0.43 if i else None,
                    "gain": {"rothc": 0.0876} if i else {},
                }
                for i, key in enumerate([] if lacks else ids)
            },
        }

    return {
        "method": "bolinder2007",
        "unit": "t C/ha/yr",
        "first_year": 2026,
        "last_year": 2045,
        "by_method": [
            way("bolinder2007", "carbon_inputs_bolinder2007"),
            way("amg", "carbon_inputs_clivot2019", ["Rice"]),
            way("fixed_below_ground", "carbon_inputs_soilmanager2024"),
        ],
    }


def inputs(manured: bool) -> list[dict[str, Any]]:
    """Return the carbon inputs of both fields."""

    def row(kind: str, name: str, amount: float, **parts: Any) -> dict[str, Any]:
        blank = {"years": None, "residues": None, "roots": None, "confidence": None}
        shares = {"suggested": amount, "used": {"rothc": 0.7 * amount}}
        return {"kind": kind, "source": "x", "name": name} | blank | shares | parts

    rows = [
        row("crop", "Spring barley", 1.8, years=49, residues=1.3, roots=0.5, confidence="memory")
    ]
    rows += [row("amendment", "Farmyard manure", 3.0)] * manured
    total = sum(r["suggested"] for r in rows)
    used = {"rothc": sum(r["used"]["rothc"] for r in rows)}
    return [
        {"land_unit": unit, "unit": "t C/ha/yr", "sources": rows, "suggested": total, "used": used}
        for unit in ("field", "hill")
    ]


def by_unit(manured: bool) -> list[dict[str, Any]]:
    """Return the results of both fields."""
    span = {"first_year": 1852, "last_year": 1871}
    return [
        {
            "land_unit": unit,
            "initial_stock": quantity("t C/ha", stock, 6.0),
            "stock_change_rate": quantity("t C/ha/yr", gain if manured else 0.0, 0.1),
            **span,
        }
        for unit, stock, gain in (("field", 35.0, 1.1), ("hill", 31.0, 0.7))
    ]


BUDGET = {"supply": 140.0, "lost": 60.0, "removed": 40.0, "available": 40.0, "deficit": 44.0}


def permanence(scenario: str) -> dict[str, Any]:
    """Return a hazard for one plan, and none for the other."""
    fire = scenario == "manured"
    return {
        "hazards": [{"cause": "fire", "rate": 0.01, "share": 0.5}] if fire else [],
        "years": list(YEARS[1:]) if fire else [],
        "expected": series("t C", _level(4.0)[1:], 1.0) if fire else None,
        "loss_probability": [0.01 * (i + 1) for i in range(len(YEARS) - 1)] if fire else [],
        "buffer": 0.2 if fire else None,
        "creditable": quantity("t CO2e", 30.0, 10.0) if fire else None,
        "tonne_years": {
            "horizon": 100,
            "moura_costa": quantity("t CO2", 9.0, 1.0),
            "lashof": quantity("t CO2", 4.0, 1.0),
        },
    }


def limits(manured: bool) -> list[dict[str, Any]]:
    """Return nutrients needed and brought."""
    return [
        {
            "nutrient": nutrient,
            "need": quantity(f"kg {symbol}/yr", need, 0.1 * need),
            **{
                kind: quantity("kg N/yr", value, 0.0) if symbol == "N" else None
                for kind, value in BUDGET.items()
            },
            "probability_deficit": 0.9 if symbol == "N" else None,
            "limited": (need > 40.0) if symbol == "N" else None,
            "unknown": [] if symbol == "N" else ["mineral"],
            "parts": {},
            "options": [
                {
                    "option": "mineral",
                    "amount": quantity("kg N/yr", 55.0, 5.0),
                    "emissions": quantity("t CO2e/yr", 0.6, 0.1),
                }
            ]
            if need > 40.0
            else [],
        }
        for nutrient, symbol, need in (
            ("nitrogen", "N", 84.0 if manured else 20.0),
            ("phosphorus", "P", 20.2),
            ("sulphur", "S", 14.4),
        )
    ]


def document(
    *, name: str = "Manure on barley", alternatives: tuple[str, ...] = ("manured", "stopped")
) -> dict[str, Any]:
    """Return the answer document.

    Parameters
    ----------
    name : str
        Name of the project and, with a number, of its scenarios.
    alternatives : tuple of str
        Scenarios beside the baseline.
    """
    from permil.report.headline import headline, models_line, verdict

    ids = ("bare", *alternatives)
    answer: dict[str, Any] = {
        "format": 1,
        "kind": "permil assessment",
        "version": "0.1.0",
        "input_hash": "3f2a" * 16,
        "seed": 1,
        "draws": 1000,
        "sequence": "random",
        "command": "permil assess manure.toml",
        "project": {
            "name": name,
            "description": f"{name}, described.",
            "illustrative": True,
            "hindcast": True,
            "sources": [f"{name}, source"],
            "place": {"latitude": 51.8, "longitude": -0.37, "elevation": None},
            "climate": {
                "zone": "cool_temperate_moist",
                "moisture_regime": "wet",
                "annual_temperature": 9.3,
                "annual_precipitation": 704.0,
                "annual_pet": 638.0,
                "source": "project file",
            },
            "area_ha": 1.0,
            "land_units": [
                {
                    "id": "field",
                    "name": f"{name}, field",
                    "area_ha": 1.0,
                    "depth_cm": 23.0,
                    "clay": 23.4,
                    "initial_stock": quantity("t C/ha", 34.0, 6.0),
                },
                {
                    "id": "hill",
                    "name": f"{name}, hill",
                    "area_ha": 0.4,
                    "depth_cm": 23.0,
                    "clay": 17.0,
                    "initial_stock": quantity("t C/ha", 31.0, 6.0),
                },
            ],
        },
        "horizon": {"first_year": 1852, "last_year": 1900, "practice_stops": 1872},
        "metric": "AR6 GWP100",
        "metric_factors": {"CO2": 1.0, "CH4": 27.0, "fossil CH4": 29.8, "N2O": 273.0, "CO2e": 1.0},
        "factor_edition": "2019",
        "own_factors": [
            {
                "id": "ipcc2019_n2o/EF1/wet_other",
                "value": 0.004,
                "low": 0.003,
                "high": 0.005,
                "unit": "kg N2O-N/kg N",
                "published": 0.006,
                "reason": f"{name}, chambers",
            }
        ],
        "lines": [
            {
                "line": line.name,
                "gas": str(line.gas),
                "group": line.group,
                "category": line.category,
                "unit": f"t {line.gas}/yr",
                "factors": [],
            }
            for line in LINES
            if line.name in fluxes("bare")
        ],
        "models": [
            {
                "name": "rothc",
                "title": "RothC-26.3",
                "depth_cm": 23.0,
                "source": "coleman1996",
                "apart": False,
                "why": "",
                "ensemble": False,
                "weight": 1.0,
            },
            {
                "name": "ipcc_tier1",
                "title": "IPCC 2019 Tier 1",
                "depth_cm": 23.0,
                "source": "ipcc2019",
                "apart": True,
                "why": "made for 30 cm",
                "ensemble": False,
                "weight": None,
            },
        ],
        "scenarios": [scenario(key, f"{name}, {key}") for key in ids],
        "years": YEARS,
        "trajectories": {key: {"rothc": trajectory(key)} for key in ids},
        "fluxes": {key: {"rothc": fluxes(key)} for key in ids},
        "summary": {key: {"rothc": summary(key)} for key in ids},
        "land_units": {key: {"rothc": by_unit(key != "bare")} for key in ids},
        "priming": {},
        "organic_soils": [],
        "peat_first": None,
        "climate_change": {},
        "manure_nitrogen": {},
        "carbon_inputs": {key: inputs(key != "bare") for key in ids},
        "plant_inputs": plant_inputs(ids),
        "observations": [observation(key, *pair) for key in ids for pair in MEASURED.get(key, ())],
        "fit": {
            key: {
                "rothc": {
                    "n": 2,
                    "bias": 3.9,
                    "rmse": 4.1,
                    "mean_observed": 28.6,
                    "bias_limit": 4.0,
                    "rmse_limit": 5.6,
                }
            }
            for key in ids
            if key in MEASURED
        },
        "organic_resources": {
            key: [
                {
                    "kind": "residues",
                    "source": "barley",
                    "name": "Barley",
                    "left": 1.0,
                    "removed": 2.5,
                    "burnt": 0.0,
                },
                {
                    "kind": "amendment",
                    "source": "farmyard_manure",
                    "name": "Farmyard manure",
                    "amount": 35.0,
                    "carbon": 3.1,
                    "nitrogen": 140.0,
                    "alternative_fate": "spread_elsewhere",
                    "counts": "difference",
                },
            ]
            for key in ids
        },
        "permanence": {key: {"rothc": permanence(key)} for key in ids[1:]},
        "water": water(ids),
        "risks": risks(ids),
        "limits": {key: {"rothc": limits(key != "bare")} for key in ids},
        "uncertainty": {
            "covers": [{"code": "plant_inputs", "text": "Error of the inputs."}],
            "leaves_out": [{"code": "erosion", "text": "Erosion."}],
            "drawn": [
                {
                    "name": "plant_input",
                    "distribution": "normal",
                    "low": 0.804,
                    "value": 1.0,
                    "high": 1.196,
                    "unit": "-",
                    "source": "project file",
                },
                {
                    "name": "n2o.ef1_other",
                    "distribution": "two_piece_normal",
                    "low": 0.001,
                    "value": 0.006,
                    "high": 0.011,
                    "unit": "kg N2O-N/kg N",
                    "source": "ipcc2019_v4_ch11",
                },
            ],
        },
        "criteria": "not assessed",
        "assumptions": [
            {
                "code": "cover_crop_months",
                "text": f"{name} covers the soil.",
                "key": "practice.months",
                "source": "coleman1996",
            },
            {"code": "start", "text": "It rests at the start.", "key": "", "source": ""},
        ],
        "warnings": [
            {"code": "hindcast", "text": "This is a hindcast of the past."},
            {"code": "illustrative", "text": "This project is an illustration."},
            {"code": "transfer", "text": f"{name} comes from other land."},
        ],
        "sources": [{"key": "coleman1996", "citation": "Coleman and Jenkinson (1996)."}],
        "tables": [{"name": "gwp", "title": "GWP", "edition": "AR6", "source": "ipcc2021_ar6_wg1"}],
        "methods": [],
        "provenance": {
            "time": "2026-11-22T10:00:00Z",
            "permil": "0.1.0",
            "python": "3.11.0",
            "cpu": "x86_64",
            "system": "Linux",
        },
    }
    answers = {key: headline(answer, key) for key in alternatives}
    answer["headline"] = {
        k: {
            "answer": verdict(answer, k),
            "text": t,
            "likelihood": word,
            "models": models_line(answer, k),
        }
        for k, (t, word) in answers.items()
    }
    return answer
