"""Climate and soil of an experiment as the models take them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.climate import ClimateInput, resolve_climate
from permil.datasets.experiments import Experiment
from permil.errors import NotApplicable
from permil.models.protocol import Soil
from permil.science.initial_pools import inert_organic_matter_falloon1998
from permil.tables import parameter_set

Float = NDArray[np.float64]

#: Years at the beginning of a climate record whose mean stands for the time before.
BEFORE = 30


def site_climate(site: Experiment, years: int) -> dict[str, Float]:
    """Return the climate of an experiment, month by month.

    Parameters
    ----------
    site : Experiment
        An experiment with a climate.
    years : int
        Years from its first.

    Returns
    -------
    dict of str to ndarray
        ``temperature``, ``precipitation`` and ``evaporation`` over these years, and by ``mean_``
        names the mean of the record's first thirty years, which stands for years outside it.

    Raises
    ------
    NotApplicable
        If the site has no climate.
    """
    if site.climate is None:
        raise NotApplicable(
            where=site.id, method="a run", problem="the site has no climate", remedy="give one"
        )
    series: dict[str, Any] = dict(site.climate.series)
    given = ClimateInput(**series, first_year=site.climate.first_year, source=site.id)
    monthly, _ = resolve_climate(
        given, latitude=site.latitude, longitude=site.longitude, where=f"{site.id}: climate"
    )
    factor = parameter_set("rothc_26_3")["open_pan_factor"] if monthly.open_pan else 1.0
    water = np.asarray(monthly.precipitation)
    if len(monthly.irrigation):
        water = water + np.tile(monthly.irrigation, len(water) // len(monthly.irrigation))
    complete = {
        "temperature": np.asarray(monthly.temperature),
        "precipitation": water,
        "evaporation": np.asarray(monthly.potential_evapotranspiration) * factor,
    }
    found = {}
    for name, values in complete.items():
        record = values.reshape(-1, 12)
        mean = record[:BEFORE].mean(axis=0)
        first = monthly.first_year
        rows = [
            record[year - first] if first is not None and 0 <= year - first < len(record) else mean
            for year in range(site.first_year, site.first_year + years)
        ]
        found[name] = np.concatenate(rows)
        found[f"mean_{name}"] = mean
    return found


def site_soil(site: Experiment) -> Soil:
    """Return the soil of every treatment as the models take it.

    Parameters
    ----------
    site : Experiment
        An experiment.

    Returns
    -------
    Soil
        What the card says. Inert carbon by Falloon et al. (1998) from the initial stock, and the
        concentration of carbon from that stock and the density, where the card is silent.
    """
    stocks: Any = np.array([[t.initial_stock or np.nan] for t in site.run])
    inert: Any = site.soil.get("inert_organic_matter")
    if inert is None and site.held:
        c = parameter_set("falloon1998")
        inert = inert_organic_matter_falloon1998(stocks, c["iom_coefficient"], c["iom_exponent"])
    given: dict[str, Any] = dict(site.soil)
    if {"clay", "silt"} <= given.keys():
        given.setdefault("sand", 100.0 - given["clay"] - given["silt"])
    if {"clay", "sand"} <= given.keys():
        given.setdefault("silt", 100.0 - given["clay"] - given["sand"])
    if "organic_carbon" in given:
        given["organic_carbon"] /= 10.0  # g/kg in the card, % in the models
    elif "bulk_density" in given and site.held:  # 1 % of 1 g/cm3 in 1 cm is 1 t C/ha
        given["organic_carbon"] = stocks / (given["bulk_density"] * given["depth"])
    return Soil(
        **{"clay": None, **given}
        | {
            "inert_organic_matter": 0.0 if inert is None else inert,
            "organic_carbon_stock": stocks if site.held else None,
        }
    )
