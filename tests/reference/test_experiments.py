"""The bundled experiments are what the tool makes of the archive's data sets."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("PERMIL_SHARED", ROOT.parent / "shared"))
BUNDLED = ROOT / "src/permil/datasets/experiments"
FILES = sorted(path.relative_to(BUNDLED) for path in BUNDLED.glob("*/*.csv"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    sys.path.insert(0, str(ROOT / "tools"))
    path = ROOT / "tools" / "make_experiments.py"
    spec = importlib.util.spec_from_file_location("make_experiments", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("experiments")
    sys.argv = [str(path), str(SHARED / "observations"), "--output", str(folder)]
    module.main()
    sys.path.remove(str(ROOT / "tools"))
    return folder


def test_the_tool_makes_no_other_files(made):
    assert sorted(path.relative_to(made) for path in made.glob("*/*.csv")) == FILES


@pytest.mark.parametrize("name", FILES, ids=str)
def test_a_file_is_as_the_tool_makes_it(name, made):
    assert (BUNDLED / name).read_bytes() == (made / name).read_bytes()


def test_stocks_agree_with_the_collected_series():
    """The same values were typed into another table by others."""
    import csv

    from permil.datasets.experiments import bundled_sites

    names = {
        "Hoosfield spring barley": "hoosfield",
        "Broadbalk winter wheat": "broadbalk",
        "Highfield bare fallow": "highfield_bare_fallow",
        "Rothamsted ley-arable": "rothamsted_ley_arable",
        "Geescroft Wilderness": "geescroft_wilderness",
    }
    mine = {
        site.id: {(m.year, round(m.stock, 1)) for t in site.treatments for m in t.measured}
        for site in bundled_sites()
    }
    compared = 0
    with (SHARED / "observations" / "soc_time_series.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["experiment"] in names:
                value = round(round(float(row["SOC"]), 2), 1)
                site = mine[names[row["experiment"]]]
                year = int(row["year"])
                assert any(y == year and abs(v - value) < 0.11 for y, v in site), row
                compared += 1
    assert compared > 100
