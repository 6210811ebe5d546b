"""Types of the values in a project file: quantities of the glossary, names, years, months."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from permil.datasets.climate_change import read_precipitation_change, read_temperature_change
from permil.errors import InputError, NotANumber, OrganicSoil, PermilError, WrongLength
from permil.units import UNITS, parse_quantity, read_quantity
from permil.variables import variable


class Carried(ValueError):
    """A named error on its way through pydantic."""

    def __init__(self, error: PermilError) -> None:
        super().__init__(error.code)
        self.error = error


def _carry(read: Any) -> Any:
    def validate(value: Any) -> Any:
        try:
            return read(value)
        except PermilError as error:
            raise Carried(error) from None

    return validate


def quantity(name: str) -> Any:
    """Return the type of a quantity of the glossary: a number, or text with a unit."""
    entry = variable(name)
    kinds: list[dict[str, Any]] = [{"type": "string"}]
    if not entry.requires_unit:
        kinds.append({"type": "number", "minimum": entry.bounds[0], "maximum": entry.bounds[1]})
    schema = {"anyOf": kinds, "x-unit": entry.unit}
    return Annotated[float, BeforeValidator(_carry(entry.read)), WithJsonSchema(schema)]


def mineral(name: str) -> Any:
    """Return the type of a carbon quantity of mineral soil: more of it is an organic soil's."""
    entry = variable(name)

    def read(value: Any) -> float:
        number = read_quantity(value, entry.unit, requires_unit=entry.requires_unit)
        if number > entry.bounds[1]:
            low, high = entry.bounds
            raise OrganicSoil(
                where="", variable=entry.label, value=value, low=low, high=high, unit=entry.unit
            )
        return entry.check(number, given=value)

    schema = {"anyOf": [{"type": "string"}], "x-unit": entry.unit}
    return Annotated[float, BeforeValidator(_carry(read)), WithJsonSchema(schema)]


def _share(value: Any) -> float:
    share = read_quantity(value, "-", requires_unit=False)
    if not 0 <= share <= 1:
        expected = 'a share from 0 to 1, or one in per cent such as "30 %"'
        raise InputError(where="", value=value, expected=expected)
    return share


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise NotANumber(where="", value=value, expected="a number")
    return value


def _name(value: str) -> str:
    if not value.strip():
        raise InputError(where="", value=repr(value), expected="a name that is not blank")
    return value


class Harvest(NamedTuple):
    """A yield as written.

    Parameters
    ----------
    amount : float
        Product [t FM/ha], or its dry matter [t DM/ha].
    dry : bool
        Whether it is dry matter.
    written : object
        What stands in the file.
    """

    amount: float
    dry: bool
    written: Any


def _harvest(value: Any) -> Harvest:
    given = UNITS.get(parse_quantity(value)[1]) if isinstance(value, str) else None
    dry = given is not None and given.dimension == UNITS["t DM/ha"].dimension
    return Harvest(variable("dry_yield" if dry else "crop_yield").read(value), dry, value)


def _twelve(values: tuple[float, ...]) -> tuple[float, ...]:
    if len(values) != 12:
        raise Carried(WrongLength(where="", count=len(values), expected="12, January first"))
    return values


def _crop(value: str) -> str:
    from permil.tables import table

    table("crops").one(crop=value)
    return value


def _amendment(value: str) -> str:
    from permil.tables import table

    table("organic_amendments").one(amendment=value)
    return value


Share = Annotated[
    float,
    BeforeValidator(_carry(_share)),
    Field(ge=0, le=1),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number", "minimum": 0, "maximum": 1}]}),
]
Yield = Annotated[
    Any,
    BeforeValidator(_carry(_harvest)),
    WithJsonSchema({"anyOf": [{"type": "string"}], "x-unit": "t FM/ha"}),
]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=60)]
#: Line breaks and tabs, but nothing else that controls a terminal or that XML cannot hold.
PRINTABLE = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"
Text = Annotated[str, StringConstraints(max_length=4000, pattern=PRINTABLE)]
Name = Annotated[
    str,
    StringConstraints(max_length=200, pattern=PRINTABLE),
    AfterValidator(_carry(_name)),
]
# Strict: true would count as 1.
Year = Annotated[int, Field(ge=-10000, le=10000, strict=True)]
Month = Annotated[int, Field(ge=1, le=12, strict=True)]
Months = tuple[Month, ...]
Weight = Annotated[float, BeforeValidator(_carry(_number)), Field(ge=0, le=1e6)]
Crop = Annotated[str, AfterValidator(_carry(_crop))]
AmendmentKind = Annotated[str, AfterValidator(_carry(_amendment))]


def monthly(name: str) -> Any:
    """Return the type of twelve monthly values of a quantity."""
    kind: Any = quantity(name)
    return Annotated[tuple[kind, ...], AfterValidator(_twelve)]


def series(name: str) -> Any:
    """Return the type of monthly values over one or several years."""
    kind: Any = quantity(name)
    return tuple[kind, ...]


def _changes(name: str, read: Any, **number: float) -> Any:
    """Return the type of one change for all months, or of twelve; numbers within a range."""
    one: list[dict[str, Any]] = [{"type": "string"}, {"type": "number", **number}]
    twelve = {"type": "array", "items": {"anyOf": one}, "minItems": 12, "maxItems": 12}
    schema = {"anyOf": [*one, twelve], "x-unit": variable(name).unit}
    return Annotated[tuple[float, ...], BeforeValidator(_carry(read)), WithJsonSchema(schema)]


TemperatureChange = _changes("temperature_change", read_temperature_change, minimum=-10, maximum=15)
PrecipitationChange = _changes(
    "precipitation_change", read_precipitation_change, minimum=0.2, maximum=3
)

#: Years of methane before the horizon that GWP* looks back on.
METHANE_YEARS = 20


def _history(value: Any) -> tuple[float, ...]:
    entry = variable("methane_history")
    given = value if isinstance(value, list | tuple) else [value] * METHANE_YEARS
    if len(given) != METHANE_YEARS:
        expected = f"{METHANE_YEARS}, one a year, the year before the horizon last, or one for all"
        raise WrongLength(where="", count=len(given), expected=expected)
    return tuple(entry.read(one) for one in given)


MethaneHistory = Annotated[
    tuple[float, ...],
    BeforeValidator(_carry(_history)),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}, "minItems": 20, "maxItems": 20},
            ],
            "x-unit": variable("methane_history").unit,
        }
    ),
]

#: A number, or text with a unit, that is read where its kind is known.
Amount = Annotated[str | float, BeforeValidator(_carry(_number))]
