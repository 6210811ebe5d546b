"""The library of temperature functions under the names of the reference runs."""

from permil.science import temperature_functions as library
from permil.science.temperature_response import (
    ParabolicResponse,
    PoissonResponse,
    TemperatureResponse,
    temperature_factor_burke2003,
    temperature_factor_kirschbaum1995,
    temperature_factor_rothc,
)
from permil.tables import parameter_set


def constants(kind, name, prefix=""):
    values = parameter_set(name)
    return kind(*(values[prefix + field] for field in kind._fields))


def burke(t):
    name = "temperature_century_burke2003"
    return temperature_factor_burke2003(t, constants(PoissonResponse, name))


def kirschbaum(t):
    name = "temperature_kirschbaum1995"
    return temperature_factor_kirschbaum1995(t, constants(ParabolicResponse, name))


def rothc(t):
    response = constants(TemperatureResponse, "rothc_continuous", "temperature_")
    return temperature_factor_rothc(t, response)


def of_set(function, name):
    return lambda t: function(t, parameter_set(f"temperature_{name}"))


#: Every column of the file, as the function and constants that it is here.
FUNCTIONS = {
    "temperature_factor_rothc": rothc,
    "temperature_factor_burke2003": burke,
    "temperature_factor_kirschbaum1995": kirschbaum,
    "temperature_factor_adair2008_as_coded": of_set(
        library.temperature_factor_adair2008_as_coded, "century_adair2008"
    ),
    "temperature_factor_kelly2000": of_set(
        library.temperature_factor_kelly2000, "daycent_kelly2000"
    ),
    "temperature_factor_delgrosso2005": of_set(
        library.temperature_factor_delgrosso2005, "daycent_delgrosso2005"
    ),
    "temperature_factor_lloyd1994": of_set(library.temperature_factor_lloyd1994, "lloyd1994"),
    "temperature_factor_harmon2001": of_set(library.temperature_factor_harmon2001, "harmon2001"),
    "temperature_factor_arrhenius": of_set(library.temperature_factor_arrhenius, "arrhenius"),
    "q10_foley1995": of_set(library.temperature_factor_q10, "foley1995"),
    "q10_vanthoff": of_set(library.temperature_factor_q10, "vanthoff"),
}
