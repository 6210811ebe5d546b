"""Radiocarbon as a second tracer of any linear model.

The step of a linear model is ``A x + B u``. The activity of the carbon takes the same way and
decays on it: ``a' = exp(-lambda dt) A a + B (F u)``, with ``F`` the fraction modern of new carbon.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.models.batch import Batch, forcing_at
from permil.models.protocol import Model
from permil.models.steady_state import demand_linear

Float = NDArray[np.float64]


class RadiocarbonConstants(NamedTuple):
    """Conventions of radiocarbon in RothC.

    Parameters
    ----------
    half_life : float
        Half-life of 14C [yr].
    reporting_mean_life : float
        Mean life in the definition of the reported Delta14C [yr].
    inert_age : float
        Radiocarbon age of inert carbon [yr].
    """

    half_life: float
    reporting_mean_life: float
    inert_age: float

    @property
    def decay(self) -> float:
        """Decay constant [1/yr]."""
        return float(np.log(2.0) / self.half_life)


def activity_step(
    batch: Batch, time: int, state: Any, activity: Any, modern: Any, constants: RadiocarbonConstants
) -> Any:
    """Advance the activity of the pools by one step.

    Parameters
    ----------
    batch : Batch
        The run laid out flat.
    time : int
        Time step.
    state : named tuple
        State at the start of the step; gives what is not carbon.
    activity : named tuple
        Activity of the pools, as carbon of modern activity [t C/ha].
    modern : float or ndarray
        Fraction modern of the carbon that enters [-].
    constants : RadiocarbonConstants
        Decay constant and conventions.

    Returns
    -------
    named tuple
        Activity at the end of the step.

    Raises
    ------
    NotApplicable
        If the model is not linear.

    References
    ----------
    jenkinson1990, coleman1996
    """
    model = batch.model
    demand_linear(model, "radiocarbon")
    forcing = forcing_at(batch, time, slice(None))
    carried = state._replace(**{name: getattr(activity, name) for name in model.pools})
    nothing = state._replace(**{name: 0.0 for name in model.pools})
    dry = forcing._replace(**{name: 0.0 for name in model.inputs})
    labelled = forcing._replace(**{name: getattr(forcing, name) * modern for name in model.inputs})
    old, _ = model.step(batch.parameters, batch.site, carried, dry)
    new, _ = model.step(batch.parameters, batch.site, nothing, labelled)
    fraction = np.exp(-constants.decay / model.steps_per_year)
    return old._replace(
        **{name: getattr(old, name) * fraction + getattr(new, name) for name in model.pools}
    )


def radiocarbon_age(
    model: Model, site: Any, state: Any, activity: Any, constants: RadiocarbonConstants
) -> Any:
    r"""Return the 14C age of total soil organic carbon, inert carbon included.

    .. math:: A = \ln(SOC/a)/\lambda

    Parameters
    ----------
    model : Model
        The model.
    site, state, activity : named tuple
        Site, pools and activity of the pools.
    constants : RadiocarbonConstants
        Half-life and age of inert carbon.

    Returns
    -------
    ndarray
        Age [yr], negative where carbon of the bomb years weighs; not a number without carbon.

    References
    ----------
    coleman1996, rothc_description2025
    """
    inert = np.asarray(getattr(site, model.inert) if model.inert else 0.0)
    carbon = sum(np.asarray(getattr(state, name)) for name in model.pools) + inert
    active = sum(np.asarray(getattr(activity, name)) for name in model.pools)
    total = active + inert * np.exp(-constants.decay * constants.inert_age)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(carbon / total) / constants.decay


def delta_radiocarbon(
    model: Model, site: Any, state: Any, activity: Any, constants: RadiocarbonConstants
) -> Any:
    r"""Return Delta14C of total soil organic carbon, inert carbon included.

    .. math:: \Delta^{14}C = 1000\,(e^{-A/8035} - 1)

    with the 14C age A.

    Parameters
    ----------
    model : Model
        The model.
    site, state, activity : named tuple
        Site, pools and activity of the pools.
    constants : RadiocarbonConstants
        Half-life, reporting constant and age of inert carbon.

    Returns
    -------
    ndarray
        Delta14C [‰]; not a number where there is no carbon.

    References
    ----------
    coleman1996, rothc_description2025
    """
    age = radiocarbon_age(model, site, state, activity, constants)
    return 1000.0 * np.expm1(-age / constants.reporting_mean_life)


def periodic_activity(
    batch: Batch, steady: Any, modern: Any, period: int, constants: RadiocarbonConstants
) -> Any:
    r"""Return the activity of the pools at the periodic steady state, exactly.

    .. math:: a^* = (I - e^{-\lambda n \Delta t} M)^{-1} c_{14}

    found, like the steady state itself, by probing one period with no and with unit activity.

    Parameters
    ----------
    batch : Batch
        One cell, its forcing the period.
    steady : named tuple
        Steady state of the pools.
    modern : ndarray, shape (period,)
        Fraction modern of the carbon that enters [-].
    period : int
        Steps of the period.
    constants : RadiocarbonConstants
        Decay constant and conventions.

    Returns
    -------
    named tuple
        Activity at the end of the period [t C/ha].

    Raises
    ------
    NotApplicable
        If the model is not linear.

    References
    ----------
    coleman1996
    """
    model = batch.model

    def after(pools: Float) -> Float:
        state = steady
        activity = steady._replace(**dict(zip(model.pools, pools, strict=True)))
        for time in range(period):
            activity = activity_step(batch, time, state, activity, modern[time], constants)
            forcing = forcing_at(batch, time, slice(None))
            state, _ = model.step(batch.parameters, batch.site, state, forcing)
        return np.array([np.ravel(getattr(activity, name))[0] for name in model.pools])

    count = len(model.pools)
    offset = after(np.zeros(count))
    matrix = np.stack([after(row) - offset for row in np.eye(count)], axis=1)
    pools = np.linalg.solve(np.eye(count) - matrix, offset)
    return steady._replace(**dict(zip(model.pools, pools, strict=True)))
