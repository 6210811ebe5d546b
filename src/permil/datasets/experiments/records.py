"""What a long-term experiment is: a place, its soil, its treatments and what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from permil.datasets.climate_file import ClimateFile
from permil.datasets.management import Management


class Use(StrEnum):
    """What a measured stock is used for."""

    START = "start"
    SCORE = "score"
    SHOWN = "shown"


@dataclass(frozen=True)
class Measurement:
    """A measured stock.

    Parameters
    ----------
    year : int
        Year at whose end a modelled stock is compared with it.
    depth : float
        Lower limit of the layer [cm].
    stock : float
        Soil organic carbon [t C/ha].
    sd : float or None
        Standard deviation [t C/ha].
    n : int or None
        Number of samples or plots.
    use : Use
        Whether it starts the run, is scored, or is only shown.
    """

    year: int
    depth: float
    stock: float
    sd: float | None
    n: int | None
    use: Use


@dataclass(frozen=True)
class Treatment:
    """A treatment of an experiment.

    Parameters
    ----------
    id, name : str
        Id and name for people.
    measured : tuple of Measurement
        In order of years.
    initial_stock : float or None
        Stock at the end of the year before the first [t C/ha].
    history : Management or None
        What was done before: it held the initial stock, or its inputs are given.
    management : Management or None
        What is done in the years of the experiment.
    inputs_of : str
        Treatment whose earlier management goes on here instead, with the inputs that held its
        stock; empty where the drivers say what enters.
    left_out : str
        Why it is not run; empty where it is.
    """

    id: str
    name: str
    measured: tuple[Measurement, ...]
    initial_stock: float | None = None
    history: Management | None = None
    management: Management | None = None
    inputs_of: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Source:
    """Where data come from.

    Parameters
    ----------
    what : str
        Which data.
    title : str
        Title of the data set or paper.
    doi, url : str
        One of the two.
    """

    what: str
    title: str
    doi: str = ""
    url: str = ""


@dataclass(frozen=True)
class Experiment:
    """A long-term experiment.

    Parameters
    ----------
    id, name, place : str
        Name of the folder, name for people, and where it is.
    latitude, longitude : float
        [°].
    soil : mapping of str to float
        Properties by the names of :class:`permil.models.protocol.Soil`, in the glossary's units.
    climate : ClimateFile or None
        Monthly series; None where the site is not run.
    first_year, last_year : int
        Years that the drivers cover.
    treatments : tuple of Treatment
        In the order of the card.
    held : bool
        Whether the run starts from the initial stock, held by the inputs of the earlier
        management; else from the steady state of those inputs as given.
    licence, attribution, about : str
        Licence of the data, whom to name, and what the experiment is.
    assumptions : tuple of str
        What is assumed.
    sources : tuple of Source
        Sources.
    left_out : str
        Why the site is not run; empty where it is.
    """

    id: str
    name: str
    place: str
    latitude: float
    longitude: float
    soil: Mapping[str, float]
    climate: ClimateFile | None
    first_year: int
    last_year: int
    treatments: tuple[Treatment, ...]
    held: bool
    licence: str
    attribution: str
    about: str
    assumptions: tuple[str, ...]
    sources: tuple[Source, ...]
    left_out: str = ""

    @property
    def run(self) -> tuple[Treatment, ...]:
        """The treatments that are run."""
        return () if self.left_out else tuple(t for t in self.treatments if not t.left_out)
