"""``permil validate`` from the command line."""

import csv
import json
import shutil
from pathlib import Path

from cli.test_main import command

GOOD = Path(__file__).parents[1] / "bad_input" / "sites" / "good"


def test_it_writes_the_page_and_the_tables_and_prints_a_verdict(tmp_path):
    shutil.copytree(GOOD, tmp_path / "sites" / "my_field")
    done = command(
        "validate",
        "--models=rothc",
        "--no-calibration",
        f"--sites={tmp_path / 'sites'}",
        f"--output={tmp_path / 'skill'}",
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "It does badly (error above" in " ".join(done.stdout.split())
    assert "skill.csv" in done.stdout
    with (tmp_path / "skill" / "skill.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["experiment"] for row in rows} > {"my_field", "broadbalk"}
    assert {row["calibrated"] for row in rows} == {"no"}
    page = (tmp_path / "skill" / "validation.html").read_text(encoding="utf-8")
    assert "A made-up field" in page


def test_json_goes_to_standard_output_alone():
    done = command("validate", "--models=rothc", "--no-calibration", "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout)["models"][0]["name"] == "rothc"


def test_mistakes_are_one_message_with_code_2(tmp_path):
    own = tmp_path / "results"
    own.mkdir()
    (own / "mine.txt").write_text("mine")
    for arguments, words in (
        (["--models=rothk"], "unknown model 'rothk'"),
        (["--models=ipcc_tier1"], "stock-change factors"),
        ([f"--sites={tmp_path / 'nowhere'}"], "holds no site"),
        ([f"--output={own}"], "files that permil did not write"),
    ):
        done = command("validate", *arguments)
        assert done.returncode == 2
        assert done.stderr.startswith("permil: ")
        assert words in done.stderr
        assert done.stdout == ""
    assert [p.name for p in own.iterdir()] == ["mine.txt"]
