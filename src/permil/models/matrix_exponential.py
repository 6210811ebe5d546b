"""The matrix variant of a step: exact solution of ``dx/dt = A x + u`` over one step."""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]

#: Order of the diagonal Padé approximant; 13 is exact to rounding for norms up to 5.37.
_ORDER = 13
_PADE = [
    factorial(2 * _ORDER - k)
    * factorial(_ORDER)
    / (factorial(2 * _ORDER) * factorial(k) * factorial(_ORDER - k))
    for k in range(_ORDER + 1)
]
_NORM = 5.371920351148152


def expm(matrix: Any) -> Float:
    r"""Return the exponential of square matrices by scaling and squaring (Padé 13).

    Parameters
    ----------
    matrix : ndarray, shape (..., n, n)
        One matrix or a stack of them.

    Returns
    -------
    ndarray, shape (..., n, n)
        The exponentials, unconditionally stable for any decay rate.

    References
    ----------
    higham2005
    """
    a: Any = np.asarray(matrix, np.float64)
    # Every matrix by its own norm, so that a cell gives the same bits alone and in a batch.
    norm = np.max(np.sum(np.abs(a), axis=-2), axis=-1, initial=0.0)
    halvings = np.ceil(np.log2(np.maximum(norm / _NORM, 1.0)))
    scaled = a / 2.0 ** halvings[..., None, None]
    square = scaled @ scaled
    identity: Float = np.broadcast_to(np.eye(a.shape[-1]), a.shape).astype(np.float64)
    odd, even, power = np.zeros_like(a), np.zeros_like(a), identity
    for k in range(0, _ORDER + 1, 2):
        even = even + _PADE[k] * power
        odd = odd + _PADE[k + 1] * power
        power = power @ square
    odd = scaled @ odd
    result: Float = np.linalg.solve(even - odd, even + odd)
    for done in range(int(np.fmax.reduce(halvings, axis=None, initial=0.0))):
        more = halvings > done
        result[more] = result[more] @ result[more]
    return result


def propagate(matrix: Any, inputs: Any, state: Any, duration: float) -> tuple[Float, Float]:
    r"""Advance ``dx/dt = A x + u`` exactly over a step of constant ``A`` and ``u``.

    The state is extended by the carbon respired, :math:`dR/dt = -1^T A x`, and by a constant one
    that carries the inputs, so that a single exponential gives everything.

    Parameters
    ----------
    matrix : ndarray, shape (..., n, n)
        Compartmental matrix [1/yr]; column sums at most zero.
    inputs : ndarray, shape (..., n)
        Inputs [t C/ha/yr].
    state : ndarray, shape (..., n)
        Pools [t C/ha].
    duration : float
        Length of the step [yr].

    Returns
    -------
    tuple of ndarray
        Pools at the end, shape (..., n), and carbon respired, shape (...) [t C/ha].

    References
    ----------
    metzler2018
    """
    a, u, x = (np.asarray(v, np.float64) for v in (matrix, inputs, state))
    n = a.shape[-1]
    # Not of the states: states that share matrix and inputs share the exponential.
    shape = np.broadcast_shapes(a.shape[:-2], u.shape[:-1])
    extended = np.zeros((*shape, n + 2, n + 2))
    extended[..., :n, :n] = a
    extended[..., n, :n] = -a.sum(axis=-2)
    extended[..., :n, n + 1] = u
    start = np.zeros((*np.broadcast_shapes(shape, x.shape[:-1]), n + 2))
    start[..., :n] = x
    start[..., n + 1] = 1.0
    end = (expm(extended * duration) @ start[..., None])[..., 0]
    return end[..., :n], end[..., n]
