"""The command that makes a project file of a list of activities."""

from pathlib import Path

from typer.testing import CliRunner

from permil.cli.main import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "activities.csv"


def test_the_file_is_written_and_what_it_does_not_hold_is_said(tmp_path):
    target = tmp_path / "plan.toml"
    done = CliRunner().invoke(app, ["import", str(EXAMPLE), "--output", str(target)])
    assert done.exit_code == 0, done.output
    assert f"Next: permil assess {target}" in done.stdout
    assert "line 22: livestock, dairy_cattle: 40 → 40 → 30 head" in done.stderr
    before = target.read_text(encoding="utf-8")
    again = CliRunner().invoke(app, ["import", str(EXAMPLE), "--output", str(target)])
    assert again.exit_code == 1
    assert "exists" in str(again.exception)
    assert target.read_text(encoding="utf-8") == before
