"""Calibration on experiments: one factor on decomposition and one on inputs, for every model alike.

Rates of decomposition have no published ranges in most models. A model therefore gets two factors,
on all its rates together and on the plant carbon that follows from yields, fitted by least squares
on other sites than the one it is scored on. Models with the same freedom can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from permil.datasets.experiments import Experiment, Measurement, Use
from permil.models.protocol import Model
from permil.workflows.experiment_run import Variants, run_experiment

Float = NDArray[np.float64]

#: Factors lie between one over these and these; the response of a model is tabled at 11 points.
#: Inputs have the wider range: what crops leave below ground is known to a factor of several.
RATE_RANGE, INPUT_RANGE, POINTS = 4.0, 8.0, 11


@dataclass(frozen=True)
class Calibration:
    """Factors fitted on some sites.

    Parameters
    ----------
    rate, inputs : float
        Factors on the rates of decomposition and on the plant carbon from yields [-].
    fitted_on : tuple of str
        Ids of the sites.
    n : int
        Number of stocks.
    at_bound : bool
        Whether a factor lies at the end of its range.
    rate_fitted : bool
        Whether the rates were fitted, too.
    """

    rate: float
    inputs: float
    fitted_on: tuple[str, ...]
    n: int
    at_bound: bool
    rate_fitted: bool


@dataclass(frozen=True)
class Response:
    """Errors of a model at the scored stocks of a site, for a table of factors.

    Parameters
    ----------
    rates, inputs : ndarray
        Logarithms of the factors; zero alone where the rates stay.
    errors : ndarray, shape (rate, inputs, stock)
        Modelled less measured [t C/ha].
    """

    rates: Float
    inputs: Float
    errors: Float


def scored(site: Experiment) -> list[tuple[int, Measurement]]:
    """Return the scored stocks of a site.

    Parameters
    ----------
    site : Experiment
        An experiment.

    Returns
    -------
    list of tuple
        Position of the treatment among those that are run, and the measurement.
    """
    return [(i, one) for i, t in enumerate(site.run) for one in t.measured if one.use is Use.SCORE]


def at_scored(site: Experiment, soc: Float) -> Float:
    """Return modelled stocks at the scored ones.

    Parameters
    ----------
    site : Experiment
        An experiment.
    soc : ndarray, shape (year + 1, treatment, variant)
        As :func:`permil.workflows.experiment_run.run_experiment` gives it.

    Returns
    -------
    ndarray, shape (variant, stock)
        Stocks [t C/ha].
    """
    pairs = scored(site)
    years = [one.year - site.first_year + 1 for _, one in pairs]
    found: Float = soc[years, [i for i, _ in pairs]].T
    return found


def response(model: Model, site: Experiment, *, rates: bool) -> Response:
    """Table a model's errors at a site over both factors, in one batch.

    Parameters
    ----------
    model : Model
        A registered model.
    site : Experiment
        An experiment.
    rates : bool
        Whether the rates are varied, too.

    Returns
    -------
    Response
        The errors.

    Raises
    ------
    NoConvergence
        If a model that is not linear holds the stock with some of the factors only.
    """
    points = np.linspace(-1.0, 1.0, POINTS)
    of_rates = points * np.log(RATE_RANGE) if rates else np.zeros(1)
    of_inputs = points * np.log(INPUT_RANGE)
    grid = np.meshgrid(of_rates, of_inputs, indexing="ij")
    variants = Variants(*(np.exp(part.ravel()) for part in grid))
    modelled = at_scored(site, run_experiment(model, site, variants))
    measured = np.array([one.stock for _, one in scored(site)])
    errors = (modelled - measured).reshape(len(of_rates), len(of_inputs), -1)
    return Response(of_rates, of_inputs, errors)


def calibrate(responses: Mapping[str, Response], sites: Sequence[str]) -> Calibration:
    r"""Fit both factors on some sites by least squares.

    .. math:: \min_{f, g} \sum_s \sum_i (m_{s,i}(f, g) - o_{s,i})^2

    Parameters
    ----------
    responses : mapping of str to Response
        Tables of a model by site.
    sites : sequence of str
        Sites to fit on.

    Returns
    -------
    Calibration
        The factors.

    Notes
    -----
    The tabled response is interpolated by cubic splines in the logarithms of the factors; what is
    scored afterwards is a run of the model itself with the factors found.
    """
    from scipy.interpolate import RegularGridInterpolator
    from scipy.optimize import least_squares

    first = responses[sites[0]]
    both = len(first.rates) > 1
    errors = np.concatenate([responses[name].errors for name in sites], axis=-1)
    axes = (first.rates, first.inputs) if both else (first.inputs,)
    smooth = RegularGridInterpolator(axes, errors if both else errors[0], method="cubic")
    low, high = (np.array([axis[end] for axis in axes]) for end in (0, -1))
    found: Any = least_squares(
        lambda x: smooth(np.clip(x, low, high)[None])[0], np.zeros(len(axes)), bounds=(low, high)
    )
    factors = np.exp(found.x)
    bound = bool(np.any(np.minimum(found.x - low, high - found.x) < 1e-3))  # ln(factor)
    return Calibration(
        rate=float(factors[0]) if both else 1.0,
        inputs=float(factors[-1]),
        fitted_on=tuple(sites),
        n=errors.shape[-1],
        at_bound=bound,
        rate_fitted=both,
    )
