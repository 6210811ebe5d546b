"""The command ``permil calibrate``: a kill at any time, what it says, and what it refuses."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import h5py
import pytest

PROJECT = """format = 1
[project]
name = "Bare soil after grass"
[run]
models = ["rothc"]
start = "steady_state"
[place]
latitude = 51.8
longitude = -0.37
elevation = 120
[horizon]
first_year = 2000
last_year = 2010
[land_unit.field]
area = "1 ha"
depth = "23 cm"
clay = 22
inert_organic_matter = "3 t C/ha"
[history]
rotation = [{ crop = "permanent_grass", yield = "9 t FM/ha" }]
[scenario.today]
baseline = true
rotation = [{ crop = "barley", yield = "5 t FM/ha", residues = "removed" }]
[[observation]]
scenario = "today"
year = 2000
depth = "23 cm"
stock = "52 t C/ha"
[[observation]]
scenario = "today"
year = 2010
depth = "23 cm"
stock = "44 t C/ha"
sd = "2 t C/ha"
"""


def command(*arguments, **more):
    return [sys.executable, "-m", "permil", "calibrate", *map(str, arguments)]


def done(*arguments):
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, check=False, env=environment
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "project.toml"
    path.write_text(PROJECT, encoding="utf-8")
    return path


def iterations(chain):
    """Return the steps that a chain holds; none where it is not there yet."""
    try:
        with h5py.File(chain, "r") as found:
            return int(found["rothc"].attrs["iteration"])
    except (OSError, KeyError):
        return 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_from_outside_goes_on_to_the_same_bytes(how, file, tmp_path):
    parts, whole = tmp_path / "parts", tmp_path / "whole"
    chain = parts / ".permil-calibration" / "chain.h5"
    arguments = (file, "--steps", 200)
    running = subprocess.Popen(
        command(*arguments, "--output", parts), stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 120
    while iterations(chain) < 20 and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(how)
    message = running.communicate()[1]
    assert running.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL)
    assert ("--resume" in message) == (how == signal.SIGINT)
    assert 20 <= iterations(chain) < 200
    assert not (parts / "posterior.nc").exists()
    again = done(*arguments, "--output", parts)
    assert again.returncode == 2
    assert "go on with --resume" in again.stderr
    resumed = done(*arguments, "--output", parts, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert done(*arguments, "--output", whole).returncode == 0
    assert (parts / "posterior.nc").read_bytes() == (whole / "posterior.nc").read_bytes()
    assert not chain.parent.exists()


def test_the_answer_is_printed_in_words_and_as_json(file, tmp_path):
    told = done(file, "--steps", 40, "--output", tmp_path / "out")
    assert told.returncode == 0, told.stderr
    assert "Not converged" in told.stdout
    assert "--resume --steps" in told.stdout
    assert "Rate of decomposition (factor)" in told.stdout
    assert "rothc: 40 of 40 steps" in told.stderr
    plain = done(file, "--steps", 40, "--json")
    document = json.loads(plain.stdout)
    assert plain.stderr == ""
    stored = json.loads((tmp_path / "out" / "calibration.json").read_text())
    for one in (document, stored):
        one.pop("provenance")
    assert document == stored


def test_the_posterior_serves_an_assessment(file, tmp_path):
    assert done(file, "--steps", 40, "--output", tmp_path / "out").returncode == 0
    used = tmp_path / "with.toml"
    models = 'models = ["rothc"]\n'
    used.write_text(PROJECT.replace(models, f'{models}posterior = "out/posterior.nc"\n'))
    run = [sys.executable, "-m", "permil", "assess", str(used), "--draws", "50", "--json"]
    told = subprocess.run(run, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    names = {row["name"] for row in json.loads(told.stdout)["uncertainty"]["drawn"]}
    assert {"rothc.decomposition", "rothc.plant_input"} <= names


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--resume"], "--resume has no effect without --output"),
        (["--force"], "--force has no effect without --output"),
        (["--seed", "-1"], "--seed: -1 cannot be used"),
        (["--steps", "3"], "--steps: 3 cannot be used"),
        (["--walkers", "2"], "--walkers: 2 cannot be used"),
        (["--model", "roth"], "nearest: rothc"),
        (["--model", "ipcc_tier1"], "ipcc_tier1"),
    ],
)
def test_what_cannot_be_used_has_code_2_and_one_line(arguments, message, file):
    told = done(file, *arguments)
    assert told.returncode == 2
    assert told.stderr.startswith("permil: ")
    assert message in told.stderr
    assert "Traceback" not in told.stderr


def test_a_folder_with_other_files_is_left_alone(file, tmp_path):
    folder = Path(tmp_path / "mine")
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    told = done(file, "--steps", 20, "--output", folder)
    assert told.returncode == 2
    assert "files that permil did not write" in told.stderr
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]
