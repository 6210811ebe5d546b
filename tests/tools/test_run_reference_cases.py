"""A file of reference cases is evaluated row by row; a bad one gets one clear error."""

import csv
from pathlib import Path

import pytest

from permil.errors import InputError
from reference_runs.balance.topics import TOPICS
from tools_module import tool

BAD = Path(__file__).parents[1] / "bad_input" / "reference"
FILES = sorted(BAD.glob("*.csv"))
HEADINGS = ("id", "topic", "inputs", "expected", "rel_tol", "note")
RICE = '{"EFc": 1.19, "SFw": 1, "SFp": "1", "ROA": [0], "CFOA": [0], "days": 113}'
LIME = '{"limestone_t": 2, "dolomite_t": 1, "urea_t": 0.2}'
COHORT = '{"SOC0": 40, "SOC1": 50, "D": 2}'


@pytest.fixture(scope="module")
def runner():
    return tool("run_reference_cases")


def written(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return str(path)


def test_rows_that_agree_and_rows_that_differ_are_told_apart(runner, tmp_path, capsys):
    rows = (
        ("rice", "rice CH4", RICE, '{"kgCH4_ha": 134.47}', "1e-6", ""),
        ("lime", "CO2 from lime and urea", LIME, '{"limestone_tCO2": 0.88}', "1e-6", "IPCC"),
        ("cohort", "Single cohort", COHORT, '{"annual_tC": [5, 5, 0]}', "1e-9", ""),
    )
    assert runner.main([written(tmp_path / "good.csv", *rows)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 of 3 cases agree."
    wrong = (
        "half",
        "lime and urea",
        LIME,
        '{"urea_tCO2": 0.15, "dolomite_tCO2": 0.476667}',
        "1e-3",
    )
    assert runner.main([written(tmp_path / "wrong.csv", rows[0], (*wrong, ""))]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == ["differs  half", "         urea_tCO2: 0.1466666667, expected 0.15"]
    assert lines[-1] == "1 of 2 cases agree."


def test_every_topic_can_be_told_from_the_others(runner):
    for topic in TOPICS:
        assert runner.topic_of("", f"{topic.words}, of somebody") is topic
        assert set(topic.optional) <= set(topic.inputs)


def test_there_are_bad_files_and_no_file_at_all_is_said(runner, tmp_path, capsys):
    assert len(FILES) >= 15
    assert runner.main([str(tmp_path / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert runner.main([]) == 2


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_file_gets_one_clear_error(runner, path, capsys):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    code, *fragments = (part.strip() for part in first.removeprefix("# expected:").split("|"))
    with pytest.raises(InputError) as caught:
        run_all(runner, path)
    message = str(caught.value)
    assert caught.value.code == code, message
    for fragment in (path.name, *fragments):
        assert fragment in message, message
    assert runner.main([str(path)]) == 2
    assert capsys.readouterr().err.startswith("reference: ")


def run_all(runner, path):
    """Read and evaluate every case of a file."""
    for where, row in runner.read_cases(path):
        runner.evaluate(where, row)
