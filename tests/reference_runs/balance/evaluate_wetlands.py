"""Run a case of organic soils: its inputs by name in, the results of permil.science out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from permil.science.adoption import adopted_area, linear_adoption, newly_adopted_area
from permil.science.greenhouse_gases import MetricFactors, co2_equivalent
from permil.science.organic_soils_drained import (
    DrainedFactors,
    SoilGases,
    drained_organic_soil_ipcc2013,
)
from permil.science.organic_soils_rewetted import RewettedFactors, rewetted_organic_soil_ipcc2013
from permil.science.wetland_mosaic import WetlandMosaic, mosaic_gases, wetland_mosaic

Case = dict[str, Any]

#: N2O and CH4 of biogenic origin [kg CO2e/kg].
METRICS = {
    "AR6_GWP100": MetricFactors(273.0, 27.0),
    "AR6_GWP20": MetricFactors(273.0, 79.7),
    "AR5_GWP100": MetricFactors(265.0, 28.0),
}


def _gases(case: Case) -> tuple[SoilGases, SoilGases]:
    drained = drained_organic_soil_ipcc2013(DrainedFactors(**case["drained"]))
    return drained, rewetted_organic_soil_ipcc2013(RewettedFactors(**case["rewetted"]))


def _weighed(gases: SoilGases, metric: MetricFactors) -> Any:
    return co2_equivalent(gases.co2, gases.n2o / 1000.0, gases.ch4 / 1000.0, metric)


def peat_class(case: Case) -> Case:
    drained, rewetted = _gases(case)
    results = {}
    for name, metric in METRICS.items():
        before, after = _weighed(drained, metric), _weighed(rewetted, metric)
        results |= {
            f"{name}_drained": before,
            f"{name}_rewetted": after,
            f"{name}_benefit": before - after,
        }
    return results


def peat_rewetting(case: Case) -> Case:
    share = linear_adoption(case["adoption_years"], case["years"])
    drained = adopted_area(case["drained_start"], case["drained_end"], share)
    rewetted = newly_adopted_area(case["drained_start"] - drained, 0.0)
    mosaic = wetland_mosaic(
        case["area"],
        case["drained_start"],
        0.0,
        newly_drained=newly_adopted_area(drained, case["drained_start"]),
        newly_rewetted=rewetted,
    )
    none = np.zeros_like(mosaic.drained)
    dry, wet = _gases(case)
    return {
        "drained": _total(mosaic._replace(rewetted=none), dry, wet),
        "rewetted": _total(mosaic._replace(drained=none), dry, wet),
    }


def _total(mosaic: WetlandMosaic, drained: SoilGases, rewetted: SoilGases) -> Any:
    gases = mosaic_gases(mosaic, drained, rewetted)
    return co2_equivalent(gases.co2, gases.n2o, gases.ch4, METRICS["AR5_GWP100"]).sum()


EVALUATE: dict[str, Callable[[Case], Case]] = {
    function.__name__: function for function in (peat_class, peat_rewetting)
}
