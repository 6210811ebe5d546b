"""Every mistake in a site's folder gets one clear error; the first line of each file says which."""

import shutil
from pathlib import Path

import pytest

from permil.datasets.experiments import read_site
from permil.errors import InputError
from permil.models import model
from permil.workflows.experiment_run import Variants, run_experiment
from permil.workflows.validate import validate

FOLDER = Path(__file__).parent / "bad_input" / "sites"
GOOD = FOLDER / "good"
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file())


def site_with(path, folder):
    """Copy the good site with one file in place of its own."""
    shutil.copytree(GOOD, folder)
    name = path.stem.split("_")[0] + path.suffix
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    # A card may keep the comment, which keeps its lines; a table starts with its heading.
    (folder / name).write_text(first + "\n" + rest if path.suffix == ".toml" else rest)
    return name, [part.strip() for part in first.removeprefix("# expected:").split("|")]


def test_the_good_site_is_read_and_runs():
    import numpy as np

    site = read_site(GOOD)
    soc = run_experiment(model("rothc"), site, Variants(np.ones(1), np.ones(1)))
    assert soc.shape == (21, 2, 1)
    assert soc[0, :, 0] == pytest.approx([40, 40])


def test_there_are_at_least_fifty():
    assert len(FILES) >= 50


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_file_gets_one_clear_error(path, tmp_path):
    folder = tmp_path / "field"
    name, (code, *fragments) = site_with(path, folder)
    with pytest.raises(InputError) as caught:
        validate(sites=tmp_path, models=["rothc"], calibrated=False)
    message = str(caught.value)
    assert caught.value.code == code, message
    for fragment in fragments:
        assert fragment in message, message
    assert name in message or "site.toml" in message or "field" in message, message


@pytest.mark.parametrize("name", ["site.toml", "climate.csv", "drivers.csv", "stocks.csv"])
def test_a_missing_or_unreadable_file_is_named(name, tmp_path):
    shutil.copytree(GOOD, tmp_path / "field")
    (tmp_path / "field" / name).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=name):
        read_site(tmp_path / "field")
    (tmp_path / "field" / name).unlink()
    with pytest.raises(InputError, match=name):
        read_site(tmp_path / "field")


def test_a_folder_without_sites_and_a_name_that_is_taken_are_refused(tmp_path):
    with pytest.raises(InputError, match="holds no site"):
        validate(sites=tmp_path)
    shutil.copytree(GOOD, tmp_path / "hoosfield")
    with pytest.raises(InputError, match="bundled site hoosfield"):
        validate(sites=tmp_path)
