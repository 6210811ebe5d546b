"""How long additional carbon is to be expected to stay; what that is worth, as information."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.project import Permanence
from permil.science.greenhouse_gases import carbon_to_co2
from permil.science.permanence import (
    combined_hazard,
    creditable,
    expected_stored_carbon,
    loss_probability,
)
from permil.science.tonne_years import (
    CarbonDioxideResponse,
    airborne_tonne_years_joos2013,
    stored_tonne_years_sierra2021,
)
from permil.tables import parameter_set
from permil.workflows.model_view import ModelView
from permil.workflows.statistics import summarise

Float = NDArray[np.float64]


def co2_response() -> tuple[CarbonDioxideResponse, int]:
    """Return the response of the air to a pulse of CO2, and the years over which it is counted."""
    p = parameter_set("co2_response_ar5")
    response = CarbonDioxideResponse(
        lasting=p["a0"],
        shares=(p["a1"], p["a2"], p["a3"]),
        times=(p["tau1"], p["tau2"], p["tau3"]),
    )
    return response, int(p["horizon"])


def permanence(view: ModelView, s: int, given: Permanence) -> dict[str, Any]:
    """Return expected store, odds of a loss, buffer and tonne-years of a scenario.

    Parameters
    ----------
    view : ModelView
        Draws of the model.
    s : int
        Position of the scenario.
    given : Permanence
        Hazards and buffer of the project.

    Returns
    -------
    dict
        ``hazards`` as given; by year, without hazards empty, ``expected`` additional carbon [t C]
        and ``loss_probability``; ``creditable`` net benefit after the buffer, where one is given;
        ``tonne_years``: what storing until the end of the horizon, and losing all of it then, is
        worth as a permanent tonne [t CO2], for information.
    """
    additional = (view.soc[s] - view.soc[0]) * view.area
    found: dict[str, Any] = {
        "hazards": [
            {"cause": str(cause), "rate": hazard.rate, "share": hazard.share}
            for cause, hazard in given.hazards.items()
        ],
        "years": [],
        "expected": None,
        "loss_probability": [],
        "buffer": given.buffer,
        "creditable": None,
        "tonne_years": tonne_years(additional),
    }
    if given.hazards:
        rates = np.array([hazard.rate for hazard in given.hazards.values()])
        shares = np.array([hazard.share for hazard in given.hazards.values()])
        first = view.assessment.project.horizon.first_year
        passed = np.arange(1, view.years + 1)
        stock = expected_stored_carbon(np.diff(additional, axis=0), combined_hazard(rates * shares))
        found["years"] = [first + int(year) - 1 for year in passed]
        found["expected"] = summarise(stock, "t C")
        odds = loss_probability(combined_hazard(rates), passed)
        found["loss_probability"] = [float(p) for p in odds]
    if given.buffer is not None:
        total = view.net_benefit(s, view.years)
        kept = creditable(total, buffer_share=given.buffer, deduction=0.0)
        found["creditable"] = summarise(kept, "t CO2e")
    return found


def tonne_years(additional: Float) -> dict[str, Any]:
    """Return what a store that ends with the horizon is worth as permanent tonnes [t CO2].

    Parameters
    ----------
    additional : ndarray, shape (year + 1, draw)
        Stock beyond the baseline's, the start first [t C].

    Returns
    -------
    dict
        By the equivalences of Moura-Costa and of Lashof.
    """
    response, horizon = co2_response()
    stock = carbon_to_co2(additional[1 : horizon + 1])
    whole = float(airborne_tonne_years_joos2013(horizon, response))
    change = np.diff(stock, axis=0, prepend=0.0)
    if len(change) < horizon:
        change = np.concatenate([change, -stock[-1:]])  # all of it is lost when the horizon ends
    lashof = stored_tonne_years_sierra2021(change, response, horizon=horizon) / whole
    return {
        "horizon": horizon,
        "moura_costa": summarise(stock.sum(axis=0) / whole, "t CO2"),
        "lashof": summarise(np.asarray(lashof), "t CO2"),
    }
