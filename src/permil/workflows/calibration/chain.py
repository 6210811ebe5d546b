"""The chain of a calibration: sampled with emcee, kept on disk, and gone on with."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.draws import Draws
from permil.errors import Conflict, FileProblem, InputError

Float = NDArray[np.float64]

#: Steps between two copies of the chain: what a run that is killed loses at most.
EVERY = 20
#: Folder within the results in which an unfinished calibration lies; the results replace it.
UNFINISHED = ".permil-calibration"
#: Name of the chain's file, and of the attribute that says what it is of.
CHAIN, MANIFEST = "chain.h5", "manifest"
#: Share of differential-evolution and of snooker moves, as the library advises.
MOVES = (0.8, 0.2)


class ChainStore:
    """The file of the chains of all models.

    emcee writes every step into a working copy. A kill may fall into a write, so the file that
    counts is another: it is replaced as a whole every ``EVERY`` steps.

    Parameters
    ----------
    folder : Path
        Where the file lies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path, self.work = folder / CHAIN, folder / f"work-{CHAIN}"

    def begin(self, manifest: Mapping[str, Any]) -> None:
        """Start an empty file for what the manifest says."""
        import h5py

        self.folder.mkdir(parents=True, exist_ok=True)
        with h5py.File(self.work, "w") as file:
            file.attrs[MANIFEST] = json.dumps(manifest, sort_keys=True)
        self.keep()

    def go_on(self, source: Path, manifest: Mapping[str, Any]) -> None:
        """Take over a file that an earlier run left.

        Parameters
        ----------
        source : Path
            The file.
        manifest : mapping
            What the run at hand is of.

        Raises
        ------
        FileProblem
            If the file cannot be read.
        Conflict
            If it is of another project, version, model, seed or number of walkers.
        """
        known = _manifest(source)
        differs = [key for key, value in manifest.items() if known.get(key) != value]
        if differs:
            shown = {"input_hash": "the project or the version of permil"}
            raise Conflict(
                where=str(source),
                problem="it is of another calibration: "
                + ", ".join(shown.get(key, key) for key in differs)
                + " differ",
                remedy="calibrate without --resume, or as before",
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        if source != self.path:
            shutil.copyfile(source, self.path)
        shutil.copyfile(self.path, self.work)

    def backend(self, model: str) -> Any:
        """Return emcee's backend of one model's chain."""
        from emcee.backends import HDFBackend

        return HDFBackend(str(self.work), name=model)

    def keep(self) -> None:
        """Let the working copy take the place of the file."""
        copy = self.folder / f"next-{CHAIN}"
        shutil.copyfile(self.work, copy)
        os.replace(copy, self.path)

    def finish(self) -> None:
        """Remove the working copy."""
        with suppress(FileNotFoundError):
            self.work.unlink()


def _manifest(path: Path) -> dict[str, Any]:
    import h5py

    try:
        with h5py.File(path, "r") as file:
            found: dict[str, Any] = json.loads(file.attrs[MANIFEST])
    except (OSError, KeyError, ValueError) as error:
        raise FileProblem(
            where=str(path),
            problem="it is no chain of a calibration, or damaged",
            remedy="calibrate without --resume",
        ) from error
    return found


def sample(
    density: Callable[[Float], Float],
    start: Float,
    steps: int,
    store: ChainStore,
    model: str,
    seed: int,
    advance: Callable[[int], None],
) -> tuple[Float, Float]:
    """Sample a density with an ensemble of walkers, going on where the chain stands.

    Parameters
    ----------
    density : callable
        Logarithm of the density of all walkers, shape (walker, parameter) to (walker,).
    start : ndarray, shape (walker, parameter)
        Where the walkers start.
    steps : int
        Length of the chain at the end.
    store : ChainStore
        Where it is kept.
    model : str
        Name of the model.
    seed : int
        Seed of the moves.
    advance : callable
        Takes the number of steps that are done.

    Returns
    -------
    tuple of ndarray
        Chain, shape (step, walker, parameter), and share of accepted moves of each walker [-].

    Raises
    ------
    InputError
        If the chain is already longer.

    References
    ----------
    foremanmackey2013, goodman2010
    """
    import emcee

    backend = store.backend(model)
    done = backend.iteration if backend.initialized else 0
    if done > steps:
        raise InputError(
            where="--steps", value=steps, expected=f"at least the {done} steps that are done"
        )
    moves = [
        (emcee.moves.DEMove(), MOVES[0]),
        (emcee.moves.DESnookerMove(), MOVES[1]),
    ]
    sampler = emcee.EnsembleSampler(
        *start.shape, density, moves=moves, backend=backend, vectorize=True
    )
    if done:
        begin = backend.get_last_sample()
    else:
        begin = emcee.State(start)
        sampler.random_state = np.random.RandomState(_seed(seed, model)).get_state()
    advance(done)
    if done < steps:
        for _ in sampler.sample(begin, iterations=steps - done, skip_initial_state_check=True):
            done += 1
            if done % EVERY == 0 or done == steps:
                store.keep()
                advance(done)
    return backend.get_chain(), backend.accepted / steps


def prior_draws(names: Sequence[str], count: int, seed: int) -> Float:
    """Return draws of the prior as standard scores.

    Parameters
    ----------
    names : sequence of str
        Parameters.
    count : int
        Number of draws.
    seed : int
        Seed.

    Returns
    -------
    ndarray, shape (draw, parameter)
        Standard scores.
    """
    from scipy.special import ndtri

    draws = Draws(seed, count)
    return np.stack([ndtri(draws.uniform(f"calibrate.{name}")) for name in names], axis=1)


def walkers_at_start(candidates: Float, likelihood: Float, walkers: int, seed: int) -> Float:
    r"""Return where the walkers start: draws of the prior, the likely ones rather than others.

    Draws are chosen without replacement with weights :math:`L^\beta`, :math:`\beta \le 1` so
    large that as many draws count as there are walkers. A walker that started far from where the
    measurements lead would find its way slowly, or not at all.

    Parameters
    ----------
    candidates : ndarray, shape (draw, parameter)
        Draws of the prior.
    likelihood : ndarray, shape (draw,)
        Logarithm of their likelihood.
    walkers : int
        Number of walkers.
    seed : int
        Seed.

    Returns
    -------
    ndarray, shape (walker, parameter)
        Standard scores.
    """
    logarithm = likelihood - likelihood.max()

    def effective(beta: float) -> float:
        weights = np.exp(beta * logarithm)
        return float(weights.sum() ** 2 / (weights**2).sum())

    low, high = 0.0, 1.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(middle) >= 2 * walkers else (low, middle)
    uniforms = Draws(seed, len(candidates)).uniform("calibrate.start")
    order = np.argsort(-(low * logarithm - np.log(-np.log(uniforms))), kind="stable")
    return candidates[order[:walkers]]


def _seed(seed: int, model: str) -> int:
    """Return the seed of a model's moves: 32 bits that another model does not share."""
    digest = hashlib.sha256(f"{seed}:calibrate.{model}".encode()).digest()
    return int.from_bytes(digest[:4], "little")
