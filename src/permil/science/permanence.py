"""Carbon that may be lost again: hazards, what stays, and what a buffer holds back."""

from __future__ import annotations

from typing import Any

import numpy as np


def hazard_of_probability(probability: Any) -> Any:
    r"""Return the rate of an event from its probability within a year.

    .. math:: \lambda = -\ln(1 - q)

    Parameters
    ----------
    probability : float or ndarray
        Probability q of at least one event in a year, below one [-].

    Returns
    -------
    float or ndarray
        Rate [1/yr].

    Notes
    -----
    Events are independent from year to year. Rates of fire, drought, ploughing or the end of a
    lease are matters of the place: there is no default.
    """
    return -np.log1p(-np.asarray(probability, float))


def combined_hazard(rates: Any) -> Any:
    r"""Return the rate at which any of several independent events happens.

    .. math:: \lambda = \sum_i \lambda_i

    Parameters
    ----------
    rates : ndarray, shape (cause, ...)
        Rates of the causes [1/yr].

    Returns
    -------
    float or ndarray
        Rate [1/yr].

    Notes
    -----
    Rates add up, probabilities do not. For the carbon that is to be expected, weigh each rate
    with the share of the carbon that its event takes: that is exact for independent events.
    """
    return np.sum(np.asarray(rates, float), axis=0)


def survival(hazard: Any, years: Any) -> Any:
    r"""Return the share of carbon that is to be expected after some years of hazard.

    .. math:: S(t) = e^{-\lambda t}

    Parameters
    ----------
    hazard : float or ndarray
        Rate [1/yr].
    years : float or ndarray
        Years since the carbon was stored [yr].

    Returns
    -------
    float or ndarray
        Share [-].

    Notes
    -----
    The hazard is the same in all years.
    """
    return np.exp(-np.asarray(hazard) * years)


def loss_probability(hazard: Any, years: Any) -> Any:
    r"""Return the probability that a reversal has happened within some years.

    .. math:: P(t) = 1 - e^{-\lambda t}

    Parameters
    ----------
    hazard : float or ndarray
        Rate at which any reversal happens, however large [1/yr].
    years : float or ndarray
        Years [yr].

    Returns
    -------
    float or ndarray
        Probability [-].

    Notes
    -----
    Numerically exact for small rates, too.
    """
    return -np.expm1(-np.asarray(hazard) * years)


def expected_stored_carbon(gain: Any, hazard: Any) -> Any:
    r"""Return the carbon that is to be expected to be in store at the end of each year.

    .. math:: C_t = \sum_{i \le t} \Delta C_i\, e^{-\lambda (t - i)}

    Parameters
    ----------
    gain : ndarray, shape (year, ...)
        Additional carbon gained in each year without reversal, a loss negative [t C/yr].
    hazard : float or ndarray
        Rate, weighed with the share that an event takes [1/yr].

    Returns
    -------
    ndarray, shape (year, ...)
        Additional stock [t C].

    Notes
    -----
    An event takes what is there, and storing goes on afterwards as before; if the practice ends
    with the event, the expectation is the stock without reversal times the survival. What the
    model itself loses when a practice stops is no hazard and is counted before.
    """
    gains = np.asarray(gain, float)
    kept = np.exp(-np.asarray(hazard, float))
    stock = np.zeros(np.broadcast_shapes(gains.shape[1:], kept.shape))
    course = []
    for year in gains:
        stock = stock * kept + year
        course.append(stock)
    return np.stack(course)


def creditable(net: Any, *, buffer_share: Any, deduction: Any) -> Any:
    r"""Return what is left of a net benefit after a buffer and a deduction for uncertainty.

    .. math:: B = N\,(1 - b)\,(1 - u)

    Parameters
    ----------
    net : float or ndarray
        Net benefit [t CO2e].
    buffer_share : float or ndarray
        Share b held back against reversal [-].
    deduction : float or ndarray
        Share u taken off for uncertainty [-].

    Returns
    -------
    float or ndarray
        Creditable benefit; a negative one stays as it is [t CO2e].

    Notes
    -----
    Programmes hold back 20 to 30 %, whatever the hazard. Shown for information.
    """
    benefit = np.asarray(net, float)
    return np.where(benefit > 0.0, benefit * (1.0 - buffer_share) * (1.0 - deduction), benefit)
