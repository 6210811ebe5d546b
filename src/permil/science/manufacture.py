"""What making fertiliser, lime and pesticide emits, up to the gate of the factory."""

from __future__ import annotations

from typing import Any


def manufacture_co2e(amount: Any, emission_factor: Any) -> Any:
    r"""Return what making an input emits.

    .. math:: CO_2e = \frac{M \, EF}{1000}

    Parameters
    ----------
    amount : float or ndarray
        Input used: nutrient, product or active ingredient, as the factor has it [kg/ha/yr].
    emission_factor : float or ndarray
        Factor of this input, per the same [kg CO2e/kg].

    Returns
    -------
    float or ndarray
        Emission of all gases together [t CO2e/ha/yr].

    Notes
    -----
    The sources give the gases together, under the metric of their time (GWP100), so that this line
    cannot be told under another metric. It ends at the gate: the CO2 that urea and lime give off in
    the field and the N2O of nitrogen are lines of their own, and transport is not in it. Factors of
    different publications differ two-fold and more for the same product; take all from one.

    References
    ----------
    lal2004, brentrup2018
    """
    return amount * emission_factor / 1000.0


def product_from_nutrient(nutrient: Any, content: Any) -> Any:
    r"""Return the product that holds an amount of a nutrient.

    .. math:: M = \frac{100 \, N}{c}

    Parameters
    ----------
    nutrient : float or ndarray
        Nutrient applied [kg N/ha].
    content : float or ndarray
        Nutrient in the product [% by mass].

    Returns
    -------
    float or ndarray
        Product [kg/ha].

    Notes
    -----
    For factors per product: a product with several nutrients carries all of its emission on the one
    that decides how much is applied.

    References
    ----------
    brentrup2018
    """
    return 100.0 * nutrient / content
