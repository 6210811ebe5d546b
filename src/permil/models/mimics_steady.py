r"""The steady state of MIMICS as the root of two balances, those of the two microbes.

Given the biomasses r and K, all else follows. Litter and available carbon are used as fast as they
come, and what comes to available carbon is everything that dies plus the litter that enters soil
carbon directly:

.. math:: J_a = \tau_r r + \tau_K K + I_m f_m + I_s f_s

because protected and resistant carbon pass on what they receive. Of each of the three flows a
share :math:`\alpha(r, K)` goes to r and the rest to K. Two balances remain,

.. math::

    c_1 (\alpha_m J_m + \alpha_a J_a) + c_2 \alpha_s J_s &= \tau_r r \\
    c_3 ((1-\alpha_m) J_m + (1-\alpha_a) J_a) + c_4 (1-\alpha_s) J_s &= \tau_K K

solved for log r and log K by Newton's method on the logarithm of growth over turnover.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from permil.errors import NoConvergence, NotApplicable
from permil.models.mimics_kinetics import Forcing, Parameters, Site, State, half_saturations

Float = NDArray[np.float64]

#: Largest relative imbalance of growth and turnover at the root, and limits of the search.
TOLERANCE = 1e-12
ITERATIONS = 100
HALVINGS = 40
#: Longest step in log r and log K: a factor of about twenty.
LONGEST = 3.0


class Division(NamedTuple):
    """A flow of carbon divided between the two microbes.

    Parameters
    ----------
    pool : ndarray
        Pool that gives the flow [t C/ha].
    share : ndarray
        Share of r [-].
    by_r, by_k, by_flow : ndarray
        Derivatives of the share with log r, log K and the log of the flow [-].
    """

    pool: Float
    share: Float
    by_r: Float
    by_k: Float
    by_flow: Float


def divided(reverse: bool, flow: Any, r: Any, k: Any, h_r: Any, h_k: Any, v: Any) -> Division:
    """Divide a flow between the microbes in proportion to their uptake.

    Parameters
    ----------
    reverse : bool
        Whether kinetics are reverse, saturating with the microbe, or forward.
    flow : ndarray
        Carbon that comes and is used [t C/ha/day].
    r, k : ndarray
        Biomasses [t C/ha].
    h_r, h_k : ndarray
        Half saturations [t C/ha].
    v : tuple of ndarray
        Velocities of r and k [1/day].

    Returns
    -------
    Division
        Pool, share of r and its derivatives; not a number where forward kinetics cannot take up
        the flow.
    """
    top_r, top_k = v[0] * r, v[1] * k
    if reverse:
        uptake_r, uptake_k = top_r / (h_r + r), top_k / (h_k + k)
        share = uptake_r / (uptake_r + uptake_k)
        spread = share * (1.0 - share)
        by_r, by_k = spread * h_r / (h_r + r), -spread * h_k / (h_k + k)
        return Division(flow / (uptake_r + uptake_k), share, by_r, by_k, np.zeros_like(share))
    # (top_r + top_k - flow) x^2 + b x - flow h_r h_k = 0
    a, c = top_r + top_k - flow, flow * h_r * h_k
    b = top_r * h_k + top_k * h_r - flow * (h_r + h_k)
    root = np.sqrt(b * b + 4.0 * np.where(a > 0, a, np.nan) * c)
    pool = np.where(b > 0, 2.0 * c / (np.abs(b) + root), (root + np.abs(b)) / (2.0 * a))
    uptake_r, uptake_k = top_r / (h_r + pool), top_k / (h_k + pool)
    share = uptake_r / (uptake_r + uptake_k)
    slope_r, slope_k = top_r * h_r / (h_r + pool) ** 2, top_k * h_k / (h_k + pool) ** 2
    both = slope_r + slope_k
    by_r, by_k = share * slope_k / both, -(1.0 - share) * slope_r / both
    return Division(pool, share, by_r, by_k, slope_r / both - share)


class _Balance(NamedTuple):
    """Log of growth over turnover of both microbes, its derivatives and the divisions."""

    value: Float
    jacobian: Float
    metabolic: Division
    structural: Division
    available: Division


class _Problem(NamedTuple):
    """Parameters, site and forcing of a flat batch of cells."""

    p: Parameters
    s: Site
    f: Forcing
    reverse: bool

    @property
    def flows(self) -> tuple[Float, Float, Float]:
        """Litter that is taken up as litter, metabolic and structural, and direct input."""
        metabolic, structural = self.f.metabolic_input, self.f.structural_input
        direct_m, direct_s = self.p.direct_metabolic, self.p.direct_structural
        direct = metabolic * direct_m + structural * direct_s
        return metabolic * (1.0 - direct_m), structural * (1.0 - direct_s), direct

    def balance(self, logs: Float) -> _Balance:
        """Return the two balances at log r and log K."""
        p, f = self.p, self.f
        r, k = np.exp(logs)
        dead_r, dead_k = f.turnover_r * r, f.turnover_k * k
        flow_m, flow_s, direct = self.flows
        flow_a = dead_r + dead_k + direct
        h1, h4, h2, h5, h3, h6 = half_saturations(p, self.s, f)
        v1, v4 = f.velocity * p.velocity_metabolic_r, f.velocity * p.velocity_metabolic_k
        v2, v5 = f.velocity * p.velocity_structural_r, f.velocity * p.velocity_structural_k
        v3, v6 = f.velocity * p.velocity_available_r, f.velocity * p.velocity_available_k
        m = divided(self.reverse, flow_m, r, k, h1, h4, (v1, v4))
        t = divided(self.reverse, flow_s, r, k, h2, h5, (v2, v5))
        a = divided(self.reverse, flow_a, r, k, h3, h6, (v3, v6))
        c1, c2 = p.efficiency_metabolic_r, p.efficiency_structural_r
        c3, c4 = p.efficiency_metabolic_k, p.efficiency_structural_k
        grown_r = c1 * (m.share * flow_m + a.share * flow_a) + c2 * t.share * flow_s
        grown_k = c3 * ((1 - m.share) * flow_m + (1 - a.share) * flow_a)
        grown_k = grown_k + c4 * (1 - t.share) * flow_s
        slopes = [
            [
                (c1 * (m.by_r * flow_m + a.by_r * flow_a + (a.share + a.by_flow) * dead_r))
                + c2 * t.by_r * flow_s,
                (c1 * (m.by_k * flow_m + a.by_k * flow_a + (a.share + a.by_flow) * dead_k))
                + c2 * t.by_k * flow_s,
            ],
            [
                c3 * ((1 - a.share - a.by_flow) * dead_r - m.by_r * flow_m - a.by_r * flow_a)
                - c4 * t.by_r * flow_s,
                c3 * ((1 - a.share - a.by_flow) * dead_k - m.by_k * flow_m - a.by_k * flow_a)
                - c4 * t.by_k * flow_s,
            ],
        ]
        jacobian = np.array(slopes) / np.stack([grown_r, grown_k])[:, None]
        jacobian[0, 0] -= 1.0
        jacobian[1, 1] -= 1.0
        value = np.log(np.stack([grown_r / dead_r, grown_k / dead_k]))
        return _Balance(value, jacobian, m, t, a)

    def start(self) -> Float:
        """Return log r and log K for flows that both microbes share alike."""
        p, f = self.p, self.f
        flow_m, flow_s, direct = self.flows
        efficiency = 0.5 * (p.efficiency_metabolic_r + p.efficiency_metabolic_k)
        poor = 0.5 * (p.efficiency_structural_r + p.efficiency_structural_k)
        dead = (efficiency * (flow_m + direct) + poor * flow_s) / (1.0 - efficiency)
        flow = flow_m + direct + dead
        half_r = p.efficiency_metabolic_r * flow + p.efficiency_structural_r * flow_s
        half_k = p.efficiency_metabolic_k * flow + p.efficiency_structural_k * flow_s
        return np.log(0.5 * np.stack([half_r / f.turnover_r, half_k / f.turnover_k]))


def steady(p: Parameters, s: Site, f: Forcing) -> State:
    """Return the steady state under a constant forcing.

    Parameters
    ----------
    p : Parameters
        Parameters; kinetics are the same in all cells.
    s : Site
        Soil.
    f : Forcing
        The constant forcing.

    Returns
    -------
    State
        Pools at which litter, microbes and soil carbon balance.

    Raises
    ------
    NotApplicable
        If no carbon enters a cell or its microbes neither grow nor die.
    NoConvergence
        If growth and turnover of the microbes do not meet within 1e-12 of each other, as where one
        microbe drives the other out.

    Notes
    -----
    One search from one start, without another attempt. Under forward kinetics the state may be
    unstable: the model then circles around it.

    References
    ----------
    wieder2014, wieder2015
    """
    problem, shape = _flat(p, s, f)
    logs = _root(problem)
    with np.errstate(all="ignore"):
        b = problem.balance(logs)
    r, k = np.exp(logs)
    c, t, d = problem.p, problem.s, problem.f
    dead_r, dead_k = d.turnover_r * r, d.turnover_k * k
    protected_r = np.minimum(t.protected_r, 1.0 - d.resistant_r)
    protected_k = np.minimum(t.protected_k, 1.0 - d.resistant_k)
    to_p = d.metabolic_input * c.direct_metabolic + dead_r * protected_r + dead_k * protected_k
    to_c = d.structural_input * c.direct_structural
    to_c = to_c + dead_r * d.resistant_r + dead_k * d.resistant_k
    _, _, h2, h5, _, _ = half_saturations(c, t, d)
    h_r, h_k = c.oxidation_r * h2, c.oxidation_k * h5
    velocities = (d.velocity * c.velocity_structural_r, d.velocity * c.velocity_structural_k)
    with np.errstate(all="ignore"):
        resistant = divided(problem.reverse, to_c, r, k, h_r, h_k, velocities).pool
    pools = (b.metabolic.pool, b.structural.pool, r, k, to_p / t.desorption, resistant)
    state = State(*(np.reshape(v, shape) for v in (*pools, b.available.pool)))
    if not all(np.isfinite(value).all() for value in state):
        raise _no_root(np.nan)
    return state


def _flat(p: Parameters, s: Site, f: Forcing) -> tuple[_Problem, tuple[int, ...]]:
    """Broadcast parameters, site and forcing to one flat batch."""
    reverse = np.asarray(p.reverse_kinetics) > 0.5
    litter = np.asarray(f.metabolic_input) + np.asarray(f.structural_input)
    alive = np.minimum(f.velocity, np.minimum(f.turnover_r, f.turnover_k))
    if reverse.any() != reverse.all() or not np.all(litter > 0) or not np.all(alive > 0):
        raise NotApplicable(
            where="",
            method="the steady state of MIMICS",
            problem="no carbon enters, microbes do not live, or kinetics differ between cells",
            remedy="give inputs, velocities and turnover above zero and one kind of kinetics",
        )
    shape = np.broadcast_shapes(*(np.shape(value) for group in (p, s, f) for value in group))

    def flat(value: Any) -> Any:
        return np.broadcast_to(np.asarray(value, np.float64), shape).reshape(-1)

    return _Problem(
        Parameters(*(value if np.ndim(value) == 0 else flat(value) for value in p)),
        Site(*map(flat, s)),
        Forcing(*map(flat, f)),
        bool(reverse.all()),
    ), shape


def _root(problem: _Problem) -> Float:
    """Return log r and log K by a damped Newton search; a cell that has arrived stays."""
    logs = problem.start()
    with np.errstate(all="ignore"):
        here = problem.balance(logs)
        for _ in range(ITERATIONS):
            distance = np.abs(here.value).max(axis=0)
            if np.all(distance <= TOLERANCE):
                # One step more: what it still changes is rounding.
                return logs + _newton(here)
            logs, here = _damped(problem, logs, here, distance)
        distance = np.abs(here.value).max(axis=0)
    if np.all(distance <= TOLERANCE):
        return logs
    raise _no_root(float(np.max(distance)))


def _newton(b: _Balance) -> Float:
    """Return the Newton step, no longer than allowed."""
    (a, c), (d, e) = b.jacobian
    u, v = b.value
    determinant = a * e - c * d
    step = np.stack([c * v - e * u, d * u - a * v]) / determinant
    length = np.abs(step).max(axis=0)
    return np.asarray(step * np.minimum(1.0, LONGEST / np.maximum(length, LONGEST)))


def _damped(
    problem: _Problem, logs: Float, here: _Balance, distance: Float
) -> tuple[Float, _Balance]:
    """Go a Newton step, halved in every cell until its imbalance falls."""
    step = np.where(distance <= TOLERANCE, 0.0, _newton(here))
    for _ in range(HALVINGS):
        there = problem.balance(logs + step)
        better = np.abs(there.value).max(axis=0) < distance
        if np.all(better | (distance <= TOLERANCE)):
            break
        step = np.where(better | (distance <= TOLERANCE), step, 0.5 * step)
    return logs + step, there


def _no_root(change: float) -> NoConvergence:
    return NoConvergence(
        where="", method="the steady state of MIMICS", iterations=ITERATIONS, change=change
    )
