"""The commands on published factors: what they print, and their exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from permil.cli.main import app
from permil.errors import InputError

PLAN = Path(__file__).parents[2] / "examples" / "arable_plan.toml"
EF1 = "ipcc2019_n2o/EF1/wet_synthetic"


def printed(*arguments):
    done = CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_list_has_a_line_for_every_factor_and_edition():
    lines = printed("factors", "list", "--table", "ipcc2019_n2o").splitlines()
    (line,) = (one for one in lines if one.startswith(EF1))
    assert " ".join(line.split()) == f"{EF1} 2019 0.016 (0.013 to 0.019) kg N2O-N/kg N"
    older = printed("factors", "list", "--table", "ipcc2019_n2o", "--edition", "2006")
    assert 0 < len(older.splitlines()) < len(lines)


def test_a_factor_is_shown_with_range_source_table_and_how_it_is_drawn():
    text = printed("factors", "show", EF1)
    for part in ("0.016 (0.013 to 0.019)", "table 11.1", "verified", "drawn as two piece normal"):
        assert part in text
    assert "2006: no row of its own; a run takes ipcc2019_n2o/EF1/aggregated: 0.01" in text
    assert "lists it as an assumption" in printed(
        "factors", "show", "ipcc2019_n2o/R_CN_SOM/management"
    )


def test_the_difference_names_both_values_and_what_it_does():
    text = printed("factors", "diff", "2006", "2019")
    assert f"{EF1}\n  0.01 (0.003 to 0.03) kg N2O-N/kg N in 2006, 0.016" in text
    assert "what it multiplies changes by +60 %" in text
    assert "2019 alone has 3 factors of ipcc2019_n2o." in text


def test_a_project_is_explained_against_another_edition(tmp_path):
    plan = tmp_path / "plan.toml"
    printed("init", plan)
    arguments = ("factors", "explain", plan, "--against", "2006", "--draws", "2")
    text = printed(*arguments)
    assert "Factors of 2006 instead of 2019: rothc, 2026-2056, means of 2 draws" in text
    assert f"    {EF1}: 0.016 → 0.01: −" in text
    assert "net_benefit: " in text
    found = json.loads(printed(*arguments, "--json"))
    assert found["editions"] == ["2019", "2006"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "--table", "ipcc2019_no2"), "ipcc2019_n2o"),
        (("list", "--edition", "1996"), "unknown edition"),
        (("show", "EF1"), "nearest"),
        (("diff", "2006", "2006"), "with itself"),
        (("explain", PLAN, "--against", "2019"), "no effect"),
        (("explain", PLAN, "--against", "2013"), "unknown edition"),
    ],
)
def test_what_cannot_be_done_gets_one_clear_error(arguments, words):
    with pytest.raises(InputError, match=words):
        CliRunner().invoke(app, ["factors", *map(str, arguments)], catch_exceptions=False)
