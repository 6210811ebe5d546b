"""The bundled experiments: complete, small, attributed, and honest about what is not known."""

import re
import shutil
from pathlib import Path

import pytest

from permil.datasets import experiments
from permil.datasets.experiments import Use, bundled_sites, read_site, read_sites

FOLDER = Path(experiments.__file__).parent
SITES = {site.id: site for site in bundled_sites()}
NOT_RUN = {"broadbalk_wilderness", "geescroft_wilderness", "woburn_ley_arable"}


def test_the_experiments_are_there():
    assert set(SITES) == NOT_RUN | {
        "broadbalk",
        "hoosfield",
        "highfield_bare_fallow",
        "rothamsted_ley_arable",
        "woburn_barley",
    }


def test_they_are_small():
    size = sum(p.stat().st_size for p in FOLDER.rglob("*") if p.suffix in (".csv", ".toml"))
    assert size < 300_000


@pytest.mark.parametrize("site", SITES.values(), ids=lambda site: site.id)
def test_every_site_names_licence_and_sources(site):
    assert site.licence == "CC BY 4.0"
    assert "Rothamsted" in site.attribution
    assert all(source.doi.startswith("10.") or source.url for source in site.sources)
    assert any("easured stocks" in s.what or "oil carbon" in s.what for s in site.sources)


@pytest.mark.parametrize("site", SITES.values(), ids=lambda site: site.id)
def test_what_is_run_says_what_is_assumed_and_what_is_not_run_says_why(site):
    assert bool(site.left_out) is (site.id in NOT_RUN)
    assert site.left_out or site.assumptions
    for treatment in site.treatments:
        assert treatment.measured
        if not (site.left_out or treatment.left_out):
            assert treatment.management is not None or treatment.inputs_of
            assert sum(m.use is Use.SCORE for m in treatment.measured) >= 2


def test_values_of_the_archive():
    def stock(site, treatment, year):
        found = next(t for t in SITES[site].treatments if t.id == treatment)
        return next(m for m in found.measured if m.year == year)

    assert stock("broadbalk", "nil", 2015).stock == 25.06  # 0.87 % of 2880 t
    assert stock("broadbalk", "fym", 1914).stock == 71.18
    assert stock("hoosfield", "fym", 1998).stock == 93.0
    assert stock("rothamsted_ley_arable", "fosters_grass", 2000).stock == 65.4
    assert stock("geescroft_wilderness", "woodland", 1999).stock == 88.0
    fallow = stock("highfield_bare_fallow", "bare_fallow", 1963)
    # Sub-plots of 51.761, 51.228, 52.456 and 53.685 t C/ha.
    assert (fallow.stock, fallow.sd, fallow.n) == (52.28, 1.06, 4)
    # 1.26 and 1.21 % of 3468.4 t, the mean of two plots.
    assert stock("woburn_barley", "unmanured", 1888).stock == pytest.approx(42.83, abs=0.005)


def test_drivers_of_hoosfield_are_those_of_the_description():
    site = SITES["hoosfield"]
    fym = next(t for t in site.run if t.id == "fym").management
    by_year = {y: o.carbon_input for o in fym.overrides for y in o.years}
    assert sorted(by_year) == list(range(1852, 2001))
    assert sum(by_year[1900].plant) == pytest.approx(2.8)
    assert sum(by_year[1900].manure) == 3.0
    assert by_year[1900].manure[1] == 3.0
    assert sum(by_year[1931].manure) == 6.0
    assert by_year[1950].manure[10] == 3.0
    assert sum(by_year[1912].plant) == sum(by_year[1912].manure) == 0
    assert sum(by_year[1933].plant) == 0
    assert sum(by_year[1933].manure) == 3.0


def test_a_fifth_of_broadbalk_lay_fallow():
    management = next(t for t in SITES["broadbalk"].run if t.id == "fym").management
    carbon = {y: a.carbon for a in management.amendments for y in a.schedule.years}
    assert carbon[1925] == carbon[1968] == 3.0
    assert carbon[1926] == carbon[1967] == 2.4
    assert sorted(carbon) == list(range(1844, 2016))


def test_yields_become_fresh_matter_of_the_crop_table():
    management = next(t for t in SITES["woburn_barley"].run if t.id == "unmanured").management
    first = management.overrides[0]
    # 1.354 and 1.218 t grain at 85 % dry matter; the crop table has 89 %.
    assert first.years == (1877,)
    assert first.crop.crop_yield == pytest.approx((1.354 + 1.218) / 2 * 0.85 / 0.89, rel=1e-4)
    assert first.crop.removed_share == 1.0


def test_a_folder_of_sites_and_a_single_one_are_both_read():
    assert [s.id for s in read_sites(FOLDER)] == sorted(SITES)
    assert read_sites(FOLDER / "hoosfield") == (read_site(FOLDER / "hoosfield"),)


def test_the_folder_that_the_documentation_shows_is_read(tmp_path):
    root = Path(__file__).parents[2]
    page = (root / "docs" / "howto" / "validate.md").read_text(encoding="utf-8")
    card, drivers, stocks = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    good = root / "tests" / "bad_input" / "sites" / "good"
    files = {"site.toml": card, "drivers.csv": drivers, "stocks.csv": stocks}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copy(good / "climate.csv", tmp_path)
    site = read_site(tmp_path)
    assert [t.id for t in site.run] == ["unmanured"]
    assert (site.first_year, site.last_year) == (2001, 2020)


def test_plant_carbon_of_a_year_is_spread_over_the_months_with_cover(tmp_path):
    good = Path(__file__).parents[1] / "bad_input" / "sites" / "good"
    shutil.copytree(good, tmp_path / "field")
    (tmp_path / "field" / "drivers.csv").write_text(
        "treatment,first_year,last_year,crop,plant_carbon_input\na,2001,2020,barley,2\n"
    )
    site = read_site(tmp_path / "field")
    given = site.run[0].management.overrides[0].carbon_input
    assert given.plant == (0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0)
    assert given.cover == (0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0)
