"""Published functions of soil water that no model here takes as its own: a library to compare.

Every function takes its constants as the parameter set of the same name (table
``rate_modifier_parameters``). What they call soil water differs: a share of the pore space, of the
volume, of the available water.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def moisture_factor_kelly2000(water_filled_pores: Any, constants: Mapping[str, float]) -> Any:
    r"""Return DayCent's rate factor for water-filled pore space.

    .. math:: f = \left(\frac{w - b}{a - b}\right)^{d\,(b - a)/(a - c)}
              \left(\frac{w - c}{a - c}\right)^{d}

    Parameters
    ----------
    water_filled_pores : float or ndarray
        Share w of the pore space that is filled with water [-].
    constants : mapping of str to float
        ``moisture_daycent_kelly2000_fine`` or ``_coarse``: a, b, c and d [-].

    Returns
    -------
    float or ndarray
        Rate factor, 1 where w is a; zero below c [-].

    Notes
    -----
    For fine and for coarse textures, between an air-dry and a saturated soil.

    References
    ----------
    kelly2000
    """
    a, b, c, d = (constants[name] for name in "abcd")
    w = np.asarray(water_filled_pores)
    wet = np.maximum((w - b) / (a - b), 0.0)
    dry = np.maximum((w - c) / (a - c), 0.0)
    return wet ** (d * (b - a) / (a - c)) * dry**d


def moisture_factor_delgrosso2005(relative_water: Any, constants: Mapping[str, float]) -> Any:
    r"""Return DayCent's rate factor for relative water content of 2005.

    .. math:: f = 5 \left(0.287 + \frac{\arctan(0.009 \, \pi \, (w - 17.47))}{\pi}\right)

    Parameters
    ----------
    relative_water : float or ndarray
        Water above the wilting point as a share of that at field capacity [%].
    constants : mapping of str to float
        ``moisture_daycent_delgrosso2005``: factor, base, slope [1/%] and inflection [%].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Not normalised: it is about 3 at field capacity.

    References
    ----------
    delgrosso2005
    """
    c = constants
    angle = np.arctan(np.pi * c["slope"] * (np.asarray(relative_water) - c["inflection"]))
    return c["factor"] * (c["base"] + angle / np.pi)


def moisture_factor_moyano2013(water_content: Any, constants: Mapping[str, float]) -> Any:
    r"""Return a quadratic rate factor for volumetric water content.

    .. math:: f = 3.11 \, \theta - 2.42 \, \theta^2

    Parameters
    ----------
    water_content : float or ndarray
        Volumetric water content [m3/m3].
    constants : mapping of str to float
        ``moisture_moyano2013``: the linear and the quadratic coefficient [-].

    Returns
    -------
    float or ndarray
        Rate factor, 1 near 0.64 [-].

    Notes
    -----
    Mean response of many incubated mineral soils.

    References
    ----------
    moyano2013
    """
    theta = np.asarray(water_content)
    return constants["linear"] * theta - constants["quadratic"] * theta**2


def moisture_factor_skopp1990(saturation: Any, constants: Mapping[str, float]) -> Any:
    r"""Return the rate factor that the scarcer of substrate and oxygen allows.

    .. math:: f = \min\left(2 \, w^{1.3}, \; 2 \, (1 - w)^{0.8}\right)

    Parameters
    ----------
    saturation : float or ndarray
        Relative water content: water as a share of the pore space, 0 to 1 [-].
    constants : mapping of str to float
        ``moisture_skopp1990``: factors and powers of diffusion of substrate and of oxygen [-].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    The factors are properties of a soil; the defaults are those of the package SoilR.

    References
    ----------
    skopp1990
    """
    c, w = constants, np.asarray(saturation)
    substrate = c["substrate_factor"] * np.maximum(w, 0.0) ** c["substrate_power"]
    oxygen = c["oxygen_factor"] * np.maximum(1.0 - w, 0.0) ** c["oxygen_power"]
    return np.minimum(substrate, oxygen)


def moisture_factor_bauer2008(
    water_content: Any, pore_volume: Any, constants: Mapping[str, float]
) -> Any:
    r"""Return the rate factor for moisture of the model CANDY.

    .. math:: f = 4 \, m (1 - m) \text{ for } m = \frac{\theta}{\theta_s} \le 0.5, \text{ else } 1

    Parameters
    ----------
    water_content : float or ndarray
        Volumetric water content [m3/m3].
    pore_volume : float or ndarray
        Volume of the pores [m3/m3].
    constants : mapping of str to float
        ``moisture_candy_bauer2008``: the factor and the share of the pores beyond which moisture
        does not limit [-].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Air is not limiting in it, however wet the soil.

    References
    ----------
    bauer2008
    """
    m = np.asarray(water_content) / np.asarray(pore_volume)
    return np.where(m <= constants["wet"], constants["factor"] * m * (1.0 - m), 1.0 + 0.0 * m)


def moisture_factor_janssens2003(water_content: Any, constants: Mapping[str, float]) -> Any:
    r"""Return a Gompertz function of water content as rate factor.

    .. math:: f = \exp\left(-e^{\,0.824 - 0.308 \cdot 100 \, \theta}\right)

    Parameters
    ----------
    water_content : float or ndarray
        Volumetric water content [m3/m3].
    constants : mapping of str to float
        ``moisture_gompertz_janssens2003``: shift [-] and slope per percent of water [1/%].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    Fitted to forests of Europe; it tells dry soils from others and no more.

    References
    ----------
    janssens2003
    """
    percent = 100.0 * np.asarray(water_content)
    return np.exp(-np.exp(constants["shift"] - constants["slope"] * percent))


def moisture_factor_foley1995(saturation: Any, constants: Mapping[str, float]) -> Any:
    r"""Return the rate factor for moisture of the model DEMETER.

    .. math:: f = 0.25 + 0.75 \, \frac{\theta}{\theta_s}

    Parameters
    ----------
    saturation : float or ndarray
        Soil water as a share of saturation [-].
    constants : mapping of str to float
        ``moisture_foley1995``: base and slope [-].

    Returns
    -------
    float or ndarray
        Rate factor [-].

    Notes
    -----
    A quarter of the rate remains in a dry soil.

    References
    ----------
    foley1995
    """
    return constants["base"] + constants["slope"] * np.asarray(saturation)
