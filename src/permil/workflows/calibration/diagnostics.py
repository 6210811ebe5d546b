"""Whether a chain can be relied on: autocorrelation, agreement of its halves, effective size."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from permil.locale import text

Float = NDArray[np.float64]

#: Share of the chain that is left out at its start.
BURN_IN = 0.25
#: What a chain must reach to be called converged: length in autocorrelation times, R-hat,
#: effective samples, share of accepted moves.
LENGTHS, HIGHEST_R_HAT, FEWEST, ACCEPTED = 50.0, 1.05, 400.0, (0.1, 0.9)
#: Samples that are kept at most.
MOST_SAMPLES = 10_000


@dataclass(frozen=True)
class Diagnostics:
    """What a chain says of itself.

    Parameters
    ----------
    steps, discarded, thin : int
        Length of the chain, steps left out at its start, and every how many steps are kept.
    acceptance : float
        Share of accepted moves [-].
    autocorrelation : ndarray, shape (parameter,)
        Integrated autocorrelation time [steps].
    r_hat : ndarray, shape (parameter,)
        Potential scale reduction of the halves of all walkers [-].
    effective : ndarray, shape (parameter,)
        Effective number of samples.
    failures : tuple of str
        Why the chain has not converged; empty where it has.
    needed : int
        Steps that may suffice.
    """

    steps: int
    discarded: int
    thin: int
    acceptance: float
    autocorrelation: Float
    r_hat: Float
    effective: Float
    failures: tuple[str, ...]
    needed: int

    @property
    def converged(self) -> bool:
        """Whether the samples can be relied on."""
        return not self.failures


def diagnose(chain: Float, accepted: Float) -> Diagnostics:
    r"""Return what a chain says of itself.

    The autocorrelation time :math:`\tau` is that of the mean of the walkers' autocorrelations
    (Goodman and Weare 2010). The effective number of samples is the number of samples over
    :math:`\tau`. R-hat compares the variance between the halves of all walkers with that within
    them (Gelman and Rubin 1992). Converged: 50 autocorrelation times, R-hat at most 1.05, 400
    effective samples, and a tenth to nine tenths of the moves accepted.

    Parameters
    ----------
    chain : ndarray, shape (step, walker, parameter)
        The chain.
    accepted : ndarray, shape (walker,)
        Share of accepted moves [-].

    Returns
    -------
    Diagnostics
        What it says.

    References
    ----------
    foremanmackey2013, gelman1992, goodman2010
    """
    from emcee.autocorr import integrated_time

    steps, walkers, _ = chain.shape
    discarded = int(BURN_IN * steps)
    kept = chain[discarded:]
    still = (np.ptp(kept, axis=0) == 0).any(axis=0)  # a walker that never moves
    moving = np.where(still, np.arange(len(kept))[:, None, None] % 2.0, kept)
    tau = np.maximum(integrated_time(moving, tol=0), 1.0)
    tau = np.where(still, np.inf, tau)
    r_hat = split_r_hat(kept)
    effective = len(kept) * walkers / tau
    acceptance, longest = float(accepted.mean()), float(tau.max())
    failures = []
    if not len(kept) >= LENGTHS * longest:
        fields: dict[str, object] = {
            "kept": len(kept),
            "tau": round(longest, 1),
            "lengths": LENGTHS,
        }
        failures.append(text("calibration.too_short", fields))
    if not (r_hat <= HIGHEST_R_HAT).all():
        fields = {"r_hat": f"{r_hat.max():.3f}", "most": HIGHEST_R_HAT}
        failures.append(text("calibration.halves_differ", fields))
    if not effective.min() >= FEWEST:
        fields = {"effective": int(effective.min()), "least": FEWEST}
        failures.append(text("calibration.too_few", fields))
    if not ACCEPTED[0] <= acceptance <= ACCEPTED[1]:
        failures.append(text("calibration.acceptance", {"share": round(100 * acceptance, 1)}))
    known = longest if np.isfinite(longest) else float(len(kept))
    needed = max(LENGTHS * known, FEWEST * known / walkers) / (1.0 - BURN_IN)
    return Diagnostics(
        steps=steps,
        discarded=discarded,
        thin=_thinning(len(kept), walkers, known),
        acceptance=acceptance,
        autocorrelation=tau,
        r_hat=r_hat,
        effective=effective,
        failures=tuple(failures),
        needed=max(2 * steps, 100 * ceil(1.2 * needed / 100)),
    )


def _thinning(kept: int, walkers: int, tau: float) -> int:
    """Return every how many steps are kept: half an autocorrelation time, or for want of room."""
    return max(1, int(tau / 2), ceil(kept * walkers / MOST_SAMPLES))


def split_r_hat(chain: Float) -> Float:
    r"""Return the potential scale reduction of the halves of all walkers.

    .. math:: \hat R = \sqrt{\frac{(n - 1) W / n + B}{W}}

    with W the mean variance within the halves and B the variance of their means.

    Parameters
    ----------
    chain : ndarray, shape (step, walker, parameter)
        The chain.

    Returns
    -------
    ndarray, shape (parameter,)
        One where all halves agree; infinite where nothing moves [-].
    """
    n = len(chain) // 2
    halves = np.concatenate([chain[:n], chain[-n:]], axis=1)
    within = halves.var(axis=0, ddof=1).mean(axis=0)
    between = halves.mean(axis=0).var(axis=0, ddof=1)
    safe = np.where(within > 0, within, 1.0)
    found = np.sqrt((n - 1) / n + between / safe)
    return np.where(within > 0, found, np.inf)


def samples(chain: Float, diagnostics: Diagnostics) -> Float:
    """Return the samples that are kept of a chain, shape (sample, parameter).

    Parameters
    ----------
    chain : ndarray, shape (step, walker, parameter)
        The chain.
    diagnostics : Diagnostics
        What it says of itself.

    Returns
    -------
    ndarray
        All walkers of every ``thin``-th step after the start.
    """
    kept = chain[diagnostics.discarded :: diagnostics.thin]
    return kept.reshape(-1, chain.shape[2])
