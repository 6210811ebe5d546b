r"""The scheme of the microbial models: positive at any rate, carbon closed, second order.

Decomposers that grow fast make explicit schemes negative or unstable in a day: at 45 °C dissolved
carbon turns over hundreds of times. The modified Patankar-Runge-Kutta scheme of second order
(Burchard et al. 2003) writes every flux as a first-order rate of the pool that gives,
:math:`F_{ij} = k_{ij}(x)\,x_i`, and takes the giving pool at the end of the step:

.. math::

    y_i &= x_i + u_i + \sum_j k_{ji}(x)\,y_j - \sum_j k_{ij}(x)\,y_i \\
    x'_i &= x_i + u_i + \sum_j w_{ji}\,x'_j - \sum_j w_{ij}\,x'_i, \qquad
    w_{ij} = \tfrac12 \left( k_{ij}(x)\,\frac{x_i}{y_i} + k_{ij}(y) \right)

for a step of one unit of time. Both systems are linear, their solutions positive, and what leaves
one pool enters another or the air. A state at which the fluxes balance is a fixed point of the
scheme: its steady state is that of the differential equation, not an approximation of it.
"""

from __future__ import annotations

from typing import Any

from permil.models.elementwise import select, upper


def weighted(first: Any, second: Any, start: Any, middle: Any) -> Any:
    """Return the weight of a flux in the second stage.

    Parameters
    ----------
    first, second : float or ndarray
        Rate at the start and at the end of the first stage [1/step].
    start, middle : float or ndarray
        Giving pool at the start and at the end of the first stage [t C/ha].

    Returns
    -------
    float or ndarray
        Weight [1/step].

    References
    ----------
    burchard2003
    """
    return 0.5 * (first * (start / upper(middle, 1e-30)) + second)


def settled(start: Any, inflow: Any, loss: Any, end: Any) -> Any:
    """Return a pool at the end of a step, exact to rounding in any precision.

    Parameters
    ----------
    start : float or ndarray
        Pool at the start [t C/ha].
    inflow : float or ndarray
        What enters it [t C/ha].
    loss : float or ndarray
        Sum of the weights of what leaves it [1/step].
    end : float or ndarray
        Solution of the linear system [t C/ha].

    Returns
    -------
    float or ndarray
        Pool [t C/ha].

    Notes
    -----
    Equal to ``end``; a slow pool is changed by its fluxes, for ``1 + loss`` has no digits left for
    a small loss in single precision. A fast pool takes the solution, which is never negative.
    """
    return select(loss < 0.5, start + inflow - loss * end, end)
