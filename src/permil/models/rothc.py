"""RothC-26.3: the official monthly map, with the soil-moisture options of Farina et al. (2013)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from permil.errors import MissingKey, NotApplicable
from permil.models.elementwise import decayed, lower, select, upper
from permil.models.protocol import Drivers, Model, Soil
from permil.models.rothc_family import (
    INPUTS,
    POOLS,
    Fluxes,
    Forcing,
    Parameters,
    State,
    partition,
    pools_by_pedotransfer,
    published,
    standard_limits,
    streams,
)
from permil.models.streams import Stream
from permil.science.soil_moisture import (
    MoistureLimits,
    Suctions,
    moisture_deficits_farina2013,
    retention_wosten1999,
)
from permil.tables import parameter_set


class Site(NamedTuple):
    """What clay, depth and the moisture options make of a soil.

    Parameters
    ----------
    respired_share, biomass_share, humus_share : float or ndarray
        Where decomposed carbon goes [-].
    deficit_one_bar, deficit_wilting, deficit_bare, deficit_driest : float or ndarray
        Limits of the moisture deficit [mm].
    moisture_slope : float or ndarray
        Change of the moisture factor with the deficit [1/mm].
    moisture_minimum : float or ndarray
        Lowest moisture factor [-].
    inert_organic_matter : float or ndarray
        IOM [t C/ha].
    """

    respired_share: Any
    biomass_share: Any
    humus_share: Any
    deficit_one_bar: Any
    deficit_wilting: Any
    deficit_bare: Any
    deficit_driest: Any
    moisture_slope: Any
    moisture_minimum: Any
    inert_organic_matter: Any


def step(p: Parameters, s: Site, x: State, f: Forcing) -> tuple[State, Fluxes]:
    r"""Advance RothC-26.3 by one month.

    Moisture first: a covered soil dries to its lower limit, a bare one only to the bare limit (or
    stays as dry as it was). Then every pool loses :math:`1 - e^{-\rho k/12}` with
    :math:`\rho = a\,b\,c`; BIO and HUM gain their shares. Inputs enter at the end of the month.

    Parameters
    ----------
    p : Parameters
        Rate constants and splits.
    s : Site
        Soil.
    x : State
        Pools and deficit at the start of the month.
    f : Forcing
        Forcing of the month.

    Returns
    -------
    tuple of State and Fluxes
        The state at the end of the month and its fluxes.

    Notes
    -----
    The official scheme is this map, not a differential equation: what decomposes in a month does
    not decompose again in it. The continuous form is the model ``rothc_continuous``.

    References
    ----------
    jenkinson1990, coleman1996, farina2013, rothc_description2025
    """
    wetted = lower(0.0, x.moisture_deficit + f.water_balance)
    covered = upper(s.deficit_driest, wetted)
    bare = upper(lower(s.deficit_bare, x.moisture_deficit), wetted)
    deficit = select(f.cover > 0.5, covered, bare)
    ramp = s.moisture_minimum + s.moisture_slope * upper(0.0, deficit - s.deficit_wilting)
    moisture = select(deficit > s.deficit_one_bar, 1.0, ramp)
    cover = select(f.cover > 0.5, p.cover_factor, 1.0)
    rate = f.temperature_factor * moisture * cover * (1.0 / 12.0)

    dpm_loss = x.decomposable_plant_material * decayed(p.k_dpm * rate)
    rpm_loss = x.resistant_plant_material * decayed(p.k_rpm * rate)
    bio_loss = x.microbial_biomass * decayed(p.k_bio * rate)
    hum_loss = x.humified_organic_matter * decayed(p.k_hum * rate)
    loss = dpm_loss + rpm_loss + bio_loss + hum_loss

    return State(
        decomposable_plant_material=x.decomposable_plant_material - dpm_loss + f.dpm_input,
        resistant_plant_material=x.resistant_plant_material - rpm_loss + f.rpm_input,
        microbial_biomass=x.microbial_biomass - bio_loss + s.biomass_share * loss,
        humified_organic_matter=x.humified_organic_matter
        - hum_loss
        + s.humus_share * loss
        + f.humus_input,
        moisture_deficit=deficit,
    ), Fluxes(respired=s.respired_share * loss, moisture_factor=moisture, cover_factor=cover)


def parameters() -> Parameters:
    """Return the published rate constants and splits of RothC-26.3."""
    return published("rothc_26_3")


def site(
    p: Parameters,
    soil: Soil,
    *,
    moisture_option: int = 1,
    bare_option: int = 1,
    minimum_moisture: Any = None,
) -> Site:
    """Return the site of a soil.

    Parameters
    ----------
    p : Parameters
        Rate constants and splits (unused; sites of other models need theirs).
    soil : Soil
        Clay, depth and IOM; silt, bulk density and organic carbon for options 2 and 3.
    moisture_option : {1, 2, 3}
        1 RothC-26.3; 2 van Genuchten limits and drying to 1000 bar; 3 van Genuchten limits.
    bare_option : {1, 2}
        Bare soil dries to 1 the bare limit, 2 the wilting point.
    minimum_moisture : float or ndarray, optional
        Lowest moisture factor [-]; the published 0.2 by default.

    Returns
    -------
    Site
        Fields of the step's site.

    Raises
    ------
    MissingKey
        If options 2 or 3 lack silt, bulk density or organic carbon.
    NotApplicable
        If an option does not exist.

    References
    ----------
    farina2013
    """
    c = parameter_set("rothc_26_3")
    shares = partition("rothc_26_3", soil.clay)
    limits = moisture_limits(soil, moisture_option, bare_option)
    minimum = c["minimum_moisture"] if minimum_moisture is None else minimum_moisture
    slope = (1.0 - np.asarray(minimum)) / (np.asarray(limits.one_bar) - np.asarray(limits.wilting))
    return Site(
        respired_share=shares.respired,
        biomass_share=shares.biomass,
        humus_share=shares.humus,
        deficit_one_bar=limits.one_bar,
        deficit_wilting=limits.wilting,
        deficit_bare=limits.bare,
        deficit_driest=limits.driest,
        moisture_slope=slope,
        moisture_minimum=minimum,
        inert_organic_matter=soil.inert_organic_matter,
    )


def moisture_limits(soil: Soil, moisture_option: int, bare_option: int) -> MoistureLimits:
    """Return the deficit limits of one of the six combinations of options.

    Parameters
    ----------
    soil : Soil
        The soil.
    moisture_option : {1, 2, 3}
        As in :func:`site`.
    bare_option : {1, 2}
        As in :func:`site`.

    Returns
    -------
    MoistureLimits
        Limits [mm].

    Raises
    ------
    MissingKey, NotApplicable
        As in :func:`site`.

    References
    ----------
    farina2013
    """
    if moisture_option not in (1, 2, 3) or bare_option not in (1, 2):
        raise NotApplicable(
            where="",
            method="RothC",
            problem=f"there is no option combination {moisture_option}, {bare_option}",
            remedy="opt_RMmoist is 1, 2 or 3 and opt_SMDbare 1 or 2",
        )
    limits = standard_limits("rothc_26_3", soil.clay, soil.depth)
    if moisture_option != 1:
        one_bar, wilting, dry = _farina_deficits(soil)
        share = parameter_set("farina2013")["bare_share"]
        limits = MoistureLimits(
            one_bar=one_bar,
            wilting=wilting,
            bare=wilting - share * (wilting - one_bar),
            driest=dry if moisture_option == 2 else wilting,
        )
    return limits._replace(bare=limits.wilting) if bare_option == 2 else limits


def _farina_deficits(soil: Soil) -> tuple[Any, Any, Any]:
    needed = {
        "silt": soil.silt,
        "bulk_density": soil.bulk_density,
        "organic_carbon": soil.organic_carbon,
    }
    for name, value in needed.items():
        if value is None:
            raise MissingKey(where="", key=name, expected="a value for the van Genuchten options")
    curve = retention_wosten1999(
        soil.clay,
        soil.silt,
        soil.bulk_density,
        soil.organic_carbon,
        parameter_set("wosten1999"),
    )
    c = parameter_set("farina2013")
    suctions = Suctions(*(c[f"suction_{name}"] for name in Suctions._fields))
    return moisture_deficits_farina2013(curve, soil.depth, suctions)


def drive(p: Parameters, drivers: Drivers) -> Mapping[str, Stream]:
    """Return the step's forcing from monthly drivers.

    Parameters
    ----------
    p : Parameters
        Rate constants and splits.
    drivers : Drivers
        Monthly climate, cover and inputs.

    Returns
    -------
    mapping of str to Stream
        Streams of :class:`Forcing`.
    """
    return streams("rothc_26_3", p, drivers)


MODEL = Model(
    name="rothc",
    title="RothC-26.3 (monthly map)",
    step=step,
    state=State,
    forcing=Forcing,
    fluxes=Fluxes,
    parameters=parameters,
    site=site,
    drive=drive,
    pools=POOLS,
    inert="inert_organic_matter",
    inputs=INPUTS,
    steps_per_year=12,
    linear=True,
    elementwise=True,
    depths=(20.0, 30.0),
    source="rothc_description2025",
    rates=("k_dpm", "k_rpm", "k_bio", "k_hum"),
    pedotransfer=pools_by_pedotransfer,
)
