"""How the carbon of a model answers to its parameters, for every model by the same differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.errors import UnknownName
from permil.models.compartments import run
from permil.models.protocol import Drivers, Model, Soil
from permil.models.steady_state import periodic_steady_state

Float = NDArray[np.float64]

#: Distance h between the values of a parameter, as a share of it, or itself where it is 0.
SHARE, FROM_ZERO = 1e-3, 1e-6


class Sensitivity(NamedTuple):
    """How soil organic carbon answers to one parameter.

    Parameters
    ----------
    derivative : ndarray
        Change of the stock per unit of the parameter [t C/ha per its unit].
    elasticity : ndarray
        Relative change of the stock per relative change of the parameter [-].
    """

    derivative: Float
    elasticity: Float


def parameter_sensitivity(
    model: Model,
    soil: Soil,
    drivers: Drivers,
    period: int,
    *,
    parameters: Any = None,
    names: Sequence[str] = (),
) -> dict[str, Sensitivity]:
    r"""Return how the steady state answers to each parameter.

    .. math::
        \frac{\partial C^*}{\partial p} \approx
        \frac{C^*(p - 2h) - 8\,C^*(p - h) + 8\,C^*(p + h) - C^*(p + 2h)}{12\,h}, \quad
        \epsilon = \frac{p}{C^*} \frac{\partial C^*}{\partial p}

    with the exact periodic steady state :math:`C^*` and :math:`h` a thousandth of the parameter
    (1e-6 where it is 0).

    Parameters
    ----------
    model : Model
        A model with a steady state.
    soil : Soil
        Soil of the cells.
    drivers : Drivers
        Drivers of one period.
    period : int
        Steps of the period.
    parameters : named tuple of float, optional
        Parameters, the published ones by default.
    names : sequence of str, optional
        Parameters that are asked for, all by default.

    Returns
    -------
    dict of str to Sensitivity
        Derivative and elasticity of the stock at the end of the period, by parameter.

    Raises
    ------
    NotApplicable
        If the model has no steady state, or nothing decomposes.
    UnknownName
        If the model has no parameter of a name.

    Notes
    -----
    Parameters act wherever the model takes them: on rates, on what of a soil counts, on where
    carbon enters. The differences are of fourth order: good to about 1e-8 of the stock per relative
    change in a linear model, 1e-6 in another. Where a parameter is a limit that the climate just
    meets, the stock has a kink and they are means over it.

    References
    ----------
    metzler2018
    """

    def stock(changed: Any) -> Float:
        site = model.site(changed, soil)
        forcing = model.drive(changed, drivers)
        steady = periodic_steady_state(model, site, forcing, period, parameters=changed)
        return np.asarray(steady.soc, np.float64)

    return _differences(model, stock, parameters, names)


def trajectory_sensitivity(
    model: Model,
    soil: Soil,
    drivers: Drivers,
    state: Any,
    steps: int,
    *,
    parameters: Any = None,
    names: Sequence[str] = (),
) -> dict[str, Sensitivity]:
    r"""Return how the stock after each interval answers to each parameter.

    The differences of :func:`parameter_sensitivity`, of runs that start from one state.

    Parameters
    ----------
    model : Model
        A model that takes carbon inputs.
    soil : Soil
        Soil of the cells.
    drivers : Drivers
        Drivers.
    state : named tuple
        Initial state; the parameters do not act on it.
    steps : int
        Time steps of the run, whole years.
    parameters : named tuple of float, optional
        Parameters, the published ones by default.
    names : sequence of str, optional
        Parameters that are asked for, all by default.

    Returns
    -------
    dict of str to Sensitivity
        Derivative and elasticity of the stock at the end of each year, by parameter.

    Raises
    ------
    UnknownName
        If the model has no parameter of a name.

    References
    ----------
    metzler2018
    """

    def stock(changed: Any) -> Float:
        site = model.site(changed, soil)
        forcing = model.drive(changed, drivers)
        result = run(model, site, state, forcing, steps, parameters=changed)
        return np.asarray(result.soc, np.float64)

    return _differences(model, stock, parameters, names)


def _differences(
    model: Model, stock: Callable[[Any], Float], parameters: Any, names: Sequence[str]
) -> dict[str, Sensitivity]:
    """Return the differences of a stock with respect to parameters."""
    parameters = parameters or model.parameters()
    known = parameters._fields
    for name in names:
        if name not in known:
            kind = f"parameter of {model.name}"
            raise UnknownName(where="", kind=kind, value=name, nearest=list(known))
    middle = stock(parameters)
    found = {}
    for name in names or known:
        value = float(getattr(parameters, name))
        stride = SHARE * abs(value) or FROM_ZERO
        beside = {k: stock(parameters._replace(**{name: value + k * stride})) for k in _STENCIL}
        change = sum(weight * beside[k] for k, weight in _STENCIL.items())
        derivative = np.asarray(change / (12.0 * stride))
        found[name] = Sensitivity(derivative, derivative * value / middle)
    return found


#: Weights of the central difference of fourth order, by strides from the middle.
_STENCIL = {-2: 1.0, -1: -8.0, 1: 8.0, 2: -1.0}
