"""Topics of a file of reference cases: how a row of each becomes inputs and results of ours.

Adding a topic is one entry of ``TOPICS``: words of the topic's text, the case of ``evaluate``, and
the names of the file with those of ours. What the file says in words, or in another form, is put
right by a function of the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from permil.errors import InputError
from permil.science.greenhouse_gases import carbon_to_co2
from permil.science.stock_change import annual_stock_change_ipcc2019
from permil.tables import table
from reference_runs.balance.evaluate import EVALUATE
from reference_runs.balance.evaluate_wetlands import METRICS

Case = dict[str, Any]
Evaluate = Callable[[Case], Case]

#: Parts of stable soil organic matter, C:N:P:S (Kirkby et al. 2011).
PARTS = [10000.0, 833.0, 200.0, 143.0]
#: Most amendments of one rice season.
MOST_AMENDMENTS = 5


@dataclass(frozen=True)
class Topic:
    """A kind of case.

    Parameters
    ----------
    words : str
        Words that the topic's text holds.
    evaluate : str or callable
        Name of the case in ``EVALUATE``, or a function of the completed inputs.
    inputs, results : mapping of str to str
        Names of the file, with ours.
    optional : tuple of str
        Inputs that may be left out.
    complete : callable
        Takes renamed inputs, topic and expected results; returns what is evaluated.
    """

    words: str
    evaluate: str | Evaluate
    inputs: Mapping[str, str]
    results: Mapping[str, str]
    optional: tuple[str, ...] = ()
    complete: Callable[[Case, str, Case], Case] = field(default=lambda case, topic, expected: case)

    def run(self, case: Case) -> Case:
        """Return the results under their names in the file."""
        function = EVALUATE[self.evaluate] if isinstance(self.evaluate, str) else self.evaluate
        found = function(case)
        return {theirs: found[ours] for theirs, ours in self.results.items() if ours in found}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _adoption(case: Case, topic: str, expected: Case) -> Case:
    if case["area_start"] != 0.0:
        raise InputError(where="", value=case["area_start"], expected="area_start 0")
    return case | {
        "before": [case["flu0"], case["fmg0"], case["fi0"]],
        "after": [case["flu1"], case["fmg1"], case["fi1"]],
        "adoption_years": int(case["adoption_years"]),
        "later_years": int(case["later_years"]),
    }


def _cohort(case: Case, topic: str, expected: Case) -> Case:
    return case | {"years": len(expected.get("annual_tC", ())) or 25}


def cohort(case: Case) -> Case:
    """Return the change of every year of a single cohort, and the CO2 of the first twenty."""
    years = np.arange(1, case["years"] + 1)
    change = annual_stock_change_ipcc2019(
        case["initial_stock"], case["final_stock"], years, case["transition"]
    )
    return {"annual_change": change.tolist(), "cumulative_co2": carbon_to_co2(change[:20].sum())}


def _n2o(case: Case, topic: str, expected: Case) -> Case:
    # One EF1 and one volatilised share are given, so that it is all one which nitrogen it is.
    return case | {"synthetic": case["nitrogen"], "organic": 0.0}


def _residues(case: Case, topic: str, expected: Case) -> Case:
    row = table("ipcc2019_n2o").one(parameter="EF1", condition="wet_other")
    return {"ef1_other": row.value} | case


def _rice(case: Case, topic: str, expected: Case) -> Case:
    amounts, conversion = case["amounts"], case["conversion"]
    if len(amounts) != len(conversion) or len(amounts) > MOST_AMENDMENTS:
        wanted = f"ROA and CFOA of like length, at most {MOST_AMENDMENTS}"
        raise InputError(where="", value=f"{amounts} and {conversion}", expected=wanted)
    blank = [0.0] * (MOST_AMENDMENTS - len(amounts))
    exponent = table("ipcc2019_rice").one(parameter="SFo_exponent", level="all").value
    return case | {
        "amounts": [*amounts, *blank],
        "conversion": [*conversion, *blank],
        "exponent": exponent,
    }


def _lime(case: Case, topic: str, expected: Case) -> Case:
    rows = {row.product: row.value for row in table("lime_urea").rows}
    return case | {f"ef_{product}": value for product, value in rows.items()}


def _nutrients(case: Case, topic: str, expected: Case) -> Case:
    return case | {"parts": PARTS}


_DRAINED = {
    "co2": "onsite_co2",
    "doc": "dissolved_carbon",
    "ch4_land": "land_ch4",
    "ch4_ditch": "ditch_ch4",
    "frac_ditch": "ditch_share",
    "n2o": "n2o_nitrogen",
}
_REWETTED = {"co2": "co2_carbon", "doc": "dissolved_carbon", "ch4c": "ch4_carbon"}


def _peat_factors(drained: Case, rewetted: Case) -> Case:
    for given, names in ((drained, _DRAINED), (rewetted, _REWETTED)):
        if given.keys() != names.keys():
            raise InputError(where="", value=sorted(given), expected=", ".join(names))
    return {
        "drained": {_DRAINED[name]: value for name, value in drained.items()},
        "rewetted": {_REWETTED[name]: value for name, value in rewetted.items()}
        | {"n2o_nitrogen": 0.0},
    }


def _peat_class(case: Case, topic: str, expected: Case) -> Case:
    return _peat_factors(case["drained"], case["rewetted"])


_NUMBER = r"(-?\d*\.?\d+)"
_EXACT = re.compile(
    rf"\({_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}x{_NUMBER}%,{_NUMBER}\).*"
    rf"\({_NUMBER},{_NUMBER},{_NUMBER}\), AR5 28/265, (\d+)\+(\d+) y"
)


def _peat_rewetting(case: Case, topic: str, expected: Case) -> Case:
    """Read the factors from the topic, where EX-ACT's cases have them."""
    found = _EXACT.search(topic)
    if found is None:
        wanted = (
            "drained (CO2,DOC,CH4,ditch CH4 x share%,N2O) -> rewetted (CO2,DOC,CH4-C),"
            " AR5 28/265, adoption+later y"
        )
        raise InputError(where="", value=topic, expected=wanted)
    numbers = [float(part) for part in found.groups()]
    numbers[4] /= 100.0
    drained = dict(zip(_DRAINED, numbers[:6], strict=True))
    rewetted = dict(zip(_REWETTED, numbers[6:9], strict=True))
    time = {"adoption_years": int(numbers[9]), "years": int(numbers[9] + numbers[10])}
    return case | time | _peat_factors(drained, rewetted)


TOPICS: tuple[Topic, ...] = (
    Topic(
        "SOC Tier 1",
        "inventory",
        {"SOCref": "soil_reference_stock", "FLU": "land_use", "D": "transition"}
        | _same("start", "end"),
        {
            "SOC0_Mt": "initial_stock",
            "SOC1_Mt": "final_stock",
            "dC_Mt_per_y": "annual_change",
        },
    ),
    Topic(
        "linear adoption",
        "adoption",
        {
            "socref": "soil_reference_stock",
            "area_end": "area",
            "impl_yr": "adoption_years",
            "cap_yr": "later_years",
            "ef1": "ef1_other",
            "cn": "carbon_nitrogen_ratio",
        }
        | _same("flu0", "fmg0", "fi0", "flu1", "fmg1", "fi1", "area_start", "gwp_n2o"),
        {
            "soc0": "initial_stock",
            "soc1": "final_stock",
            "co2_t": "co2",
            "som_n2o_tco2e": "mineralisation_co2e",
        },
        complete=_adoption,
    ),
    Topic(
        "single cohort",
        cohort,
        {"SOC0": "initial_stock", "SOC1": "final_stock", "D": "transition"},
        {"annual_tC": "annual_change", "cum_tCO2_20": "cumulative_co2"},
        complete=_cohort,
    ),
    Topic(
        "organic soil drainage",
        "peat_rewetting",
        {"A_param": "area"} | _same("drained_start", "drained_end"),
        {"DRAINAGE": "drained", "REWETTING": "rewetted"},
        complete=_peat_rewetting,
    ),
    Topic(
        "peat rewetting benefit",
        "peat_class",
        _same("land_use", "zone", "nutrient", "drained", "rewetted"),
        {
            f"{metric}.{part}": f"{metric}_{part}"
            for metric in METRICS
            for part in ("drained", "rewetted", "benefit")
        },
        optional=("land_use", "zone", "nutrient"),
        complete=_peat_class,
    ),
    Topic(
        "N2O from",
        "n2o",
        {
            "N_kg": "nitrogen",
            "EF1": "ef1",
            "Frac_gas": "frac_gas",
            "EF4": "ef4",
            "Frac_leach": "frac_leach",
            "EF5": "ef5",
        },
        {
            "direct_kgN2ON": "direct",
            "indirect_vol": "volatilised",
            "indirect_leach": "leached",
            "total_kgN2O": "n2o",
            "tCO2e_AR6": "co2e_ar6",
            "tCO2e_AR5": "co2e_ar5",
        },
        complete=_n2o,
    ),
    Topic(
        "crop residue N",
        "residues",
        {
            "yield_t_fm": "crop_yield",
            "dry": "dry_matter",
            "N_AG": "nitrogen_above",
            "RS": "root_shoot_ratio",
            "N_BG": "nitrogen_below",
            "EF1": "ef1_other",
        }
        | _same("slope", "intercept"),
        {
            "AG_DM_t": "above_ground_residues",
            "BG_DM_t": "below_ground_residues",
            "F_CR_kgN": "nitrogen",
            "direct_N2ON_wet": "direct",
        },
        optional=("EF1",),
        complete=_residues,
    ),
    Topic(
        "rice CH4",
        "rice",
        {
            "EFc": "baseline",
            "SFw": "water_regime",
            "SFp": "pre_season",
            "ROA": "amounts",
            "CFOA": "conversion",
            "days": "days",
        },
        {
            "SFo": "scaling",
            "EF_kg_ha_d": "daily_emission",
            "kgCH4_ha": "methane",
            "tCO2e_AR6": "co2e_ar6",
        },
        complete=_rice,
    ),
    Topic(
        "lime and urea",
        "lime_urea",
        {"limestone_t": "limestone", "dolomite_t": "dolomite", "urea_t": "urea"},
        {"limestone_tCO2": "limestone", "dolomite_tCO2": "dolomite", "urea_tCO2": "urea"},
        complete=_lime,
    ),
    Topic(
        "enteric",
        "enteric",
        {"head": "head", "EF": "emission_factor"},
        {"kgCH4": "methane", "tCO2e_AR6": "co2e_ar6"},
    ),
    Topic(
        "biochar",
        "biochar",
        {"t_dm": "amount", "Fc": "carbon_fraction", "Fperm": "permanence"},
        {"tC_100y": "carbon", "tCO2": "stored_co2"},
    ),
    Topic(
        "nutrients locked",
        "nutrients",
        {"dC_t": "stock_change"},
        {"N_kg": "nitrogen", "P_kg": "phosphorus", "S_kg": "sulphur"},
        complete=_nutrients,
    ),
)
