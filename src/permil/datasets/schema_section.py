"""What every section of a project file is: closed to unknown keys, and done in some years."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from permil.datasets.schema_fields import Year


class Section(BaseModel):
    """Base of all sections: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ScheduleKeys(Section):
    """Years in which something is done; all of the horizon if nothing is said."""

    first_year: Year | None = None
    last_year: Year | None = None
    every: Annotated[int, Field(ge=1, le=100, strict=True)] = 1
    years: tuple[Year, ...] = ()
