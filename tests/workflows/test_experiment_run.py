"""A model on an experiment: the official Hoosfield run, the start, and what the factors act on."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from permil.datasets.experiments import bundled_sites, read_site
from permil.errors import NotApplicable
from permil.models import model
from permil.workflows.experiment_run import (
    Variants,
    check_drivable,
    run_experiment,
)
from permil.workflows.experiment_site import site_climate, site_soil

SITES = {site.id: site for site in bundled_sites()}
GOOD = Path(__file__).parents[1] / "bad_input" / "sites" / "good"
EXPECTED = Path(__file__).parents[1] / "reference_runs" / "rothc" / "hoosfield_expected.csv"
OFFICIAL = {"unmanured": "unmanured", "fym": "fym_annual", "fym_1852_1871": "fym_1852_1871"}
ONE = Variants(np.ones(1), np.ones(1))
RUN = [site for site in SITES.values() if site.run]


def variants(rate, inputs):
    return Variants(np.array(rate, float), np.array(inputs, float))


def test_rothc_on_hoosfield_is_the_official_program():
    site = SITES["hoosfield"]
    soc = run_experiment(model("rothc"), site, ONE)
    with EXPECTED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    compared = 0
    for i, treatment in enumerate(site.run):
        for row in rows:
            if row["scenario"] == OFFICIAL[treatment.id]:
                year = int(row["year"])
                official = float(row["soil_organic_carbon_stock"])
                # Four printed decimals, and a start that is given with four.
                assert soc[year - 1851, i, 0] == pytest.approx(official, abs=1.5e-4)
                compared += 1
    assert compared == 3 * 150


@pytest.mark.parametrize("name", ["rothc", "rothc_continuous"])
@pytest.mark.parametrize("site", RUN, ids=lambda site: site.id)
def test_every_run_starts_from_the_first_stock(name, site):
    soc = run_experiment(model(name), site, ONE)
    assert soc.shape == (site.last_year - site.first_year + 2, len(site.run), 1)
    assert soc[0, :, 0] == pytest.approx([t.initial_stock for t in site.run], rel=1e-12)
    assert np.all(soc > 0)


def test_variants_side_by_side_are_those_one_by_one():
    site, m = SITES["rothamsted_ley_arable"], model("rothc")
    together = run_experiment(m, site, variants([1, 0.5, 2], [1, 2, 0.7]))
    for i, (rate, inputs) in enumerate([(1, 1), (0.5, 2), (2, 0.7)]):
        alone = run_experiment(m, site, variants([rate], [inputs]))
        assert together[..., i] == pytest.approx(alone[..., 0], rel=1e-12)


def test_where_the_use_stays_the_stock_stays():
    """Under a climate that repeats, the inputs that held a stock go on holding it."""
    site = SITES["rothamsted_ley_arable"]
    climate = site.climate
    year = {name: values[:12] for name, values in climate.series.items()}
    still = replace(site, climate=replace(climate, series=year, first_year=None))
    soc = run_experiment(model("rothc"), still, ONE)[..., 0]
    names = [t.id for t in site.run]
    for name in ("highfield_grass", "fosters_arable"):
        stays = soc[:, names.index(name)]
        assert stays == pytest.approx(np.full(len(stays), stays[0]), rel=1e-9)
    falls, rises = (soc[:, names.index(n)] for n in ("highfield_arable", "fosters_grass"))
    # Each goes towards the stock of the field whose inputs it receives.
    assert falls[0] > falls[-1] > soc[0, names.index("fosters_arable")]
    assert rises[0] < rises[-1] < soc[0, names.index("highfield_grass")]


def test_the_factor_on_inputs_acts_on_yields_alone():
    m, factors = model("rothc"), variants([1, 1], [1, 2])
    stated = run_experiment(m, SITES["hoosfield"], factors)
    assert stated[..., 0] == pytest.approx(stated[..., 1], rel=1e-14)
    fallow = run_experiment(m, SITES["highfield_bare_fallow"], factors)
    assert fallow[..., 0] == pytest.approx(fallow[..., 1], rel=1e-14)
    broadbalk = SITES["broadbalk"]
    wheat = run_experiment(m, broadbalk, factors)
    nil = [t.id for t in broadbalk.run].index("nil")
    assert np.all(wheat[1:, nil, 1] > wheat[1:, nil, 0])
    assert wheat[0, :, 0] == pytest.approx(wheat[0, :, 1])


def test_the_factor_on_rates_makes_bare_soil_lose_carbon_sooner():
    soc = run_experiment(model("rothc"), SITES["highfield_bare_fallow"], variants([1, 2], [1, 1]))
    assert np.all(soc[1:, 0, 1] < soc[1:, 0, 0])


def test_bare_soil_falls_towards_its_inert_carbon():
    site, m = SITES["highfield_bare_fallow"], model("rothc")
    soc = run_experiment(m, site, ONE)[:, 0, 0]
    assert np.all(np.diff(soc) < 0)
    # Half a century of bare soil at 9 °C leaves the inert carbon and a part of HUM.
    inert = 0.049 * 63.02**1.139
    assert inert < soc[-1] < 0.5 * soc[0]


def test_a_model_without_inputs_or_of_another_depth_does_not_run():
    with pytest.raises(NotApplicable, match="stock-change factors"):
        check_drivable(model("ipcc_tier1"), SITES["hoosfield"])
    deep = replace(SITES["hoosfield"], soil={**SITES["hoosfield"].soil, "depth": 69.0})
    with pytest.raises(NotApplicable, match="go to 69 cm, the model is published for 20 to 30 cm"):
        run_experiment(model("rothc"), deep, ONE)


def test_the_start_may_be_the_steady_state_of_the_history(tmp_path):
    import shutil

    shutil.copytree(GOOD, tmp_path / "field")
    card = tmp_path / "field" / "site.toml"
    text = card.read_text()
    plant = "plant = [0, 0, 0, 0.2, 0.4, 0.6, 0.8, 0, 0, 0, 0, 0]"
    months = f"{plant}\ncover = [0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0]"
    text = text.replace('crop = "barley"', f'crop = "barley"\n{months}')
    card.write_text(text.replace("licence =", 'start = "history"\nlicence ='))
    site = read_site(tmp_path / "field")
    soc = run_experiment(model("rothc"), site, ONE)
    assert not site.held
    # Two tonnes a year give another stock than the measured 40 t C/ha, and the same for both.
    assert soc[0, 0, 0] == pytest.approx(soc[0, 1, 0])
    assert abs(soc[0, 0, 0] - 40) > 1
    # b goes on with the same inputs and so stays where it is.
    assert soc[-1, 1, 0] == pytest.approx(soc[0, 1, 0], rel=1e-9)


def test_a_field_south_of_the_equator_has_its_seasons_shifted(tmp_path):
    import shutil

    shutil.copytree(GOOD, tmp_path / "field")
    north = read_site(tmp_path / "field")
    months = {k: v[6:] + v[:6] for k, v in north.climate.series.items()}
    shifted = replace(north, climate=replace(north.climate, series=months))
    south = replace(shifted, latitude=-51.8, longitude=-70.0)
    ends = [run_experiment(model("rothc"), s, ONE)[-1, 0, 0] for s in (north, south, shifted)]
    # Crops that grow in their own summer give nearly the same; crops in winter do not.
    assert abs(ends[1] - ends[0]) < 1.0
    assert abs(ends[2] - ends[0]) > 2 * abs(ends[1] - ends[0])


def test_what_a_card_does_not_say_follows_from_what_it_says():
    soil = site_soil(SITES["woburn_barley"])
    assert soil.silt == pytest.approx(100 - 10 - 70)
    # 51.68 t C/ha in 23 cm of 1.508 g/cm3.
    assert soil.organic_carbon == pytest.approx(np.full((3, 1), 51.68 / (23 * 1.508)))
    assert soil.inert_organic_matter == pytest.approx(np.full((3, 1), 0.049 * 51.68**1.139))
    assert site_soil(SITES["hoosfield"]).inert_organic_matter == 2.7
    given = replace(SITES["hoosfield"], soil={"depth": 23.0, "organic_carbon": 12.0})
    assert site_soil(given).organic_carbon == pytest.approx(1.2)
    assert site_soil(given).clay is None


def test_years_outside_the_record_have_the_mean_of_its_first_thirty():
    climate = site_climate(SITES["broadbalk"], 172)
    record = SITES["broadbalk"].climate
    rain = np.array(record.series["precipitation"]).reshape(-1, 12)
    assert climate["precipitation"][:12] == pytest.approx(rain[:30].mean(axis=0))  # 1844
    at_1878 = 12 * (1878 - 1844)
    assert climate["precipitation"][at_1878 : at_1878 + 12] == pytest.approx(rain[0])
    assert climate["mean_precipitation"] == pytest.approx(rain[:30].mean(axis=0))
    assert len(climate["temperature"]) == 172 * 12
