"""A list of activities becomes a project file that runs; a bad list one clear error."""

import csv
import tomllib
from pathlib import Path

import openpyxl
import pytest

from permil.datasets.activity_modules import ITEMS, MODULES, PLAN
from permil.errors import FileProblem, InputError
from permil.variables import glossary
from permil.workflows.assess import assess
from permil.workflows.import_activities import import_activities
from permil.workflows.projects import read_project

EXAMPLE = Path(__file__).parents[2] / "examples" / "activities.csv"
BAD = Path(__file__).parents[1] / "bad_input" / "activity_lists"
CASES = dict(line.split(": ", 1) for line in (BAD / "expected.txt").read_text("utf-8").splitlines())
FILES = sorted(path for path in BAD.iterdir() if path.name != "expected.txt")


def listed():
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def written(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def changed(key, **cells):
    heading, *rows = listed()
    for row in rows:
        if tuple(row[:2]) == key:
            for name, value in cells.items():
                row[heading.index(name.rstrip("_"))] = value
    return [heading, *rows]


def test_the_example_becomes_baseline_and_scenario_and_runs(tmp_path):
    found = import_activities(EXAMPLE)
    data = tomllib.loads(found.text)
    without, later = data["scenario"]["without"], data["scenario"]["with"]
    assert without["baseline"] is True
    assert without["rotation"][0] == {
        "crop": "winter_wheat",
        "yield": "7.5 t FM/ha",
        "residues": "removed",
    }
    assert "amendment" not in without
    assert later["amendment"] == [
        {"kind": "compost", "amount": "8 t FM/ha", "month": 9, "alternative_fate": "burnt"}
    ]
    assert "lime" not in later  # as in the baseline
    assert "history" not in data  # the start is what goes on without the project
    plan = tmp_path / "plan.toml"
    plan.write_text(found.text, encoding="utf-8")
    project = read_project(plan)
    assert project.scenarios[1].management.fertilisers[0].nitrogen == 120.0
    result = assess(plan, draws=3)
    assert result.document()["summary"]["with"]


def test_what_the_project_file_does_not_hold_is_listed_and_never_dropped(tmp_path):
    rows = [*listed(), ["Crops", "maize", "t FM/ha", "1", "1", "1"]]
    found = import_activities(written(tmp_path / "list.csv", rows))
    words = [(one.where.rpartition(", ")[2], one.what) for one in found.not_taken]
    assert words[0] == ("line 22", "livestock, dairy_cattle: 40 → 40 → 30 head")
    assert "known modules with a like name: crop" in words[1][1]
    for _, what in words:
        assert f": {what}" in found.text
    # Every row is either in the file or in the list of those that are not.
    assert len(found.not_taken) == sum(row[0].lower() not in MODULES for row in rows[1:])


def test_a_start_that_differs_is_the_history(tmp_path):
    rows = changed(("fertiliser", "ammonium_nitrate"), start="60")
    data = tomllib.loads(import_activities(written(tmp_path / "list.csv", rows)).text)
    assert data["run"] == {"start": "history"}
    assert data["history"]["fertiliser"][0]["nitrogen"] == "60 kg N/ha/yr"
    assert data["scenario"]["without"]["fertiliser"][0]["nitrogen"] == "160 kg N/ha/yr"


def test_what_the_project_ends_is_taken_away(tmp_path):
    rows = changed(("lime", "limestone"), with_="0")
    data = tomllib.loads(import_activities(written(tmp_path / "list.csv", rows)).text)
    assert data["scenario"]["with"]["lime"] == []


def test_names_may_have_capitals_and_spaces_and_semicolons_may_part_cells(tmp_path):
    rows = [[cell.replace("winter_wheat", "Winter Wheat") for cell in row] for row in listed()]
    path = tmp_path / "list.csv"
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8-sig")
    expected = import_activities(EXAMPLE).text.replace("activities.csv", "list.csv")
    assert import_activities(path).text == expected


def test_a_workbook_gives_what_the_text_gives(tmp_path):
    book = openpyxl.Workbook()
    for row in listed():
        book.active.append([_cell(text) for text in row])
    book.save(tmp_path / "activities.xlsx")
    book.close()
    expected = import_activities(EXAMPLE).text.replace("activities.csv", "activities.xlsx")
    expected = expected.replace("line 22", "row 22")
    assert import_activities(tmp_path / "activities.xlsx").text == expected


def _cell(text):
    try:
        return float(text)
    except ValueError:
        return text or None


def test_a_formula_without_its_value_is_not_taken_for_an_empty_cell(tmp_path):
    book = openpyxl.Workbook()
    for row in changed(("land", "area"), start="=60+60"):
        book.active.append([text or None for text in row])
    book.save(tmp_path / "activities.xlsx")
    book.close()
    with pytest.raises(FileProblem, match="row 7: the formula =60\\+60 has no stored value"):
        import_activities(tmp_path / "activities.xlsx")


def test_every_bad_file_is_a_case():
    assert {path.stem for path in FILES} == set(CASES)
    assert len(FILES) >= 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_list_gets_one_clear_error(path):
    code, *fragments = (part.strip() for part in CASES[path.stem].split("|"))
    with pytest.raises(InputError) as caught:
        import_activities(path)
    message = str(caught.value)
    assert caught.value.code == code, message
    for fragment in (path.name, *fragments):
        assert fragment in message, message


def test_every_activity_of_the_table_is_one_of_the_glossary_or_the_vocabulary():
    for item in ITEMS:
        assert item.names
        assert not item.quantity or item.quantity in glossary()
        assert item.entry is None or (item.section == PLAN and item.key)
