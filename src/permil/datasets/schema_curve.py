"""How an area changes over the years, as a section of a project file says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from permil.datasets.schema_fields import Share, Year, quantity
from permil.datasets.schema_section import Section
from permil.vocabulary import AdoptionCurve


class CurveKeys(Section):
    """A curve of the share that has changed by each year; all of it at once without a curve."""

    curve: AdoptionCurve | None = None
    years: Annotated[int, Field(ge=1, le=100, strict=True)] | None = None
    steepness: quantity("adoption_rate") | None = None  # type: ignore[valid-type]
    table: tuple[tuple[Year, Share], ...] = ()
