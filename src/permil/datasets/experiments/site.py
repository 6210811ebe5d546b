"""A site as a folder: card, climate, drivers and stocks together."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from permil.datasets.climate_file import ClimateFile, read_climate_file
from permil.datasets.experiments import card
from permil.datasets.experiments.records import Experiment, Measurement, Source, Treatment, Use
from permil.datasets.experiments.series import Drivers, history, read_drivers, read_stocks
from permil.datasets.management import Management
from permil.errors import Conflict, FileProblem, MissingKey, UnknownName

CARD = "site.toml"


def bundled_sites() -> tuple[Experiment, ...]:
    """Return the bundled experiments.

    Returns
    -------
    tuple of Experiment
        In the order of their folders' names.
    """
    with as_file(files("permil.datasets.experiments")) as folder:
        return read_sites(Path(folder))


def read_sites(folder: Path) -> tuple[Experiment, ...]:
    """Read all sites of a folder.

    Parameters
    ----------
    folder : Path
        Its folders with a ``site.toml`` are sites; it may be a site itself.

    Returns
    -------
    tuple of Experiment
        In the order of their names.

    Raises
    ------
    FileProblem
        If there is none.
    permil.errors.InputError
        As :func:`read_site`.
    """
    if (folder / CARD).is_file():
        return (read_site(folder),)
    found = sorted(path.parent for path in folder.glob(f"*/{CARD}")) if folder.is_dir() else []
    if not found:
        raise FileProblem(
            where=str(folder),
            problem=f"it holds no site: no folder in it has a {CARD}",
            remedy="name the folder that holds the folders of the sites",
        )
    return tuple(read_site(path) for path in found)


def read_site(folder: Path) -> Experiment:
    """Read a site.

    Parameters
    ----------
    folder : Path
        Folder with ``site.toml`` and ``stocks.csv``, and, unless the card leaves the site out,
        ``climate.csv`` and, unless inputs of other treatments go on in all, ``drivers.csv``.

    Returns
    -------
    Experiment
        The site.

    Raises
    ------
    permil.errors.InputError
        If a file is missing or cannot be used; the message names file, line and key or column.
    """
    top = card.read_card(folder / CARD)
    sections = card.treatments(top)
    stocks = read_stocks(folder / "stocks.csv", tuple(sections))
    soil_section = top.section("soil", card.SOIL)
    if soil_section is None:
        raise MissingKey(where=top.where(), key="soil", expected="[soil] with a depth")
    soil = {
        key: value
        for key, name in card.SOIL.items()
        if (value := soil_section.quantity(key, name, required=key == "depth")) is not None
    }
    shared = history(top.section("history", card.HISTORY))
    treatments = tuple(
        _treatment(name, section, shared, stocks[name], soil["depth"])
        for name, section in sections.items()
    )
    start = top.text("start", required=False) or "stock"
    if start not in ("stock", "history"):
        choices = ["stock", "history"]
        raise UnknownName(where=top.where("start"), kind="start", value=start, nearest=choices)
    site = Experiment(
        id=folder.resolve().name,
        name=top.text("name"),
        place=top.text("place"),
        latitude=top.quantity("latitude", "latitude") or 0.0,
        longitude=top.quantity("longitude", "longitude") or 0.0,
        soil=soil,
        climate=None,
        first_year=min((m.year for t in treatments for m in t.measured), default=0) + 1,
        last_year=max((m.year for t in treatments for m in t.measured), default=0),
        treatments=treatments,
        held=start == "stock",
        licence=top.text("licence"),
        attribution=top.text("attribution"),
        about=top.text("about", required=False),
        assumptions=top.list_of_texts("assumptions"),
        sources=tuple(_source(section) for section in card.sources(top)),
        left_out=top.text("left_out", required=False),
    )
    return site if not site.run else _with_drivers(site, folder, top)


def _treatment(
    name: str,
    section: card.Section,
    shared: Management | None,
    measured: tuple[Measurement, ...],
    depth: float,
) -> Treatment:
    """Return a treatment without its management."""
    own = history(section.section("history", card.HISTORY))
    for one in measured:
        if abs(one.depth - depth) > 0.5:
            raise Conflict(
                where=section.where(),
                problem=f"its stock of {one.year} goes to {one.depth:g} cm, the soil of the card"
                f" to {depth:g} cm",
                remedy="give stocks of one depth",
            )
    initial = section.quantity("initial_stock", "soil_organic_carbon_stock", required=False)
    starts = [m for m in measured if m.use is Use.START]
    if initial is not None and starts:
        raise Conflict(
            where=section.where("initial_stock"),
            problem="the stocks have one to start from, too",
            remedy='write use "shown" beside that one, or leave out initial_stock',
        )
    return Treatment(
        id=name,
        name=section.text("name"),
        measured=measured,
        initial_stock=starts[0].stock if starts else initial,
        history=own or shared,
        inputs_of=section.text("inputs_of", required=False),
        left_out=section.text("left_out", required=False),
    )


def _source(section: card.Section) -> Source:
    doi, url = section.text("doi", required=False), section.text("url", required=False)
    if not (doi or url):
        raise MissingKey(where=section.where(), key="doi", expected="a doi or a url")
    return Source(section.text("what"), section.text("title"), doi, url)


def _with_drivers(site: Experiment, folder: Path, top: card.Section) -> Experiment:
    """Return a site with climate and management, checked to be complete."""
    driven = [t.id for t in site.run if not t.inputs_of]
    drivers = Drivers({}, *_span_without_drivers(site))
    if driven:
        drivers = read_drivers(folder / "drivers.csv", driven)
    treatments = tuple(replace(t, management=drivers.management.get(t.id)) for t in site.treatments)
    site = replace(
        site,
        treatments=treatments,
        climate=_climate(folder / "climate.csv"),
        first_year=drivers.first_year,
        last_year=drivers.last_year,
    )
    for treatment in site.run:
        _check(site, treatment, top)
    return site


def _climate(path: Path) -> ClimateFile:
    """Return the climate; nothing of it is taken from elsewhere, as a project file may have it."""
    climate = read_climate_file(path)
    evaporation = {"potential_evapotranspiration", "open_pan_evaporation"}
    for name in ("temperature", "precipitation"):
        if name not in climate.series:
            raise MissingKey(where=f"{path}, line 1", key=name, expected="a column of that name")
    if not evaporation & climate.series.keys():
        raise MissingKey(
            where=f"{path}, line 1",
            key="potential_evapotranspiration",
            expected="that column, or open_pan_evaporation",
        )
    return climate


def _span_without_drivers(site: Experiment) -> tuple[int, int]:
    """Return the years after the stock to start from, to the last one measured."""
    starts = [m.year for t in site.run for m in t.measured if m.use is Use.START]
    last = max(m.year for t in site.run for m in t.measured)
    return (min(starts) + 1 if starts else site.first_year), last


def _check(site: Experiment, treatment: Treatment, top: card.Section) -> None:
    """Raise an error unless a treatment can be run."""
    keys = ("treatment", treatment.id)
    where = top.where(*keys)
    if treatment.history is None:
        raise MissingKey(where=where, key="history", expected="what was grown before")
    if treatment.initial_stock is None and site.held:
        raise MissingKey(
            where=where,
            key="initial_stock",
            expected='a stock to start from, here or with use "start" in stocks.csv',
        )
    names = [t.id for t in site.run]
    if treatment.inputs_of and treatment.inputs_of not in names:
        raise UnknownName(
            where=top.where(*keys, "inputs_of"),
            kind="treatment",
            value=treatment.inputs_of,
            nearest=names,
        )
    for one in treatment.measured:
        outside = not site.first_year - 1 <= one.year <= site.last_year
        wrong = one.use is Use.START and one.year != site.first_year - 1
        if one.use is not Use.SHOWN and (outside or wrong):
            raise Conflict(
                where=where,
                problem=f"its stock of {one.year} does not fit drivers from {site.first_year} to"
                f" {site.last_year}",
                remedy="a stock to start from is that of the year before the first; others that"
                ' lie outside the drivers have the use "shown"',
            )
    if not any(one.use is Use.SCORE for one in treatment.measured):
        raise MissingKey(where=where, key="stocks.csv", expected='stocks with the use "score"')
