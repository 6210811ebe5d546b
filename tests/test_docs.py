"""The documentation is complete, and what it shows runs."""

import importlib.util
import re
import runpy
import sys
from pathlib import Path

import pytest

import permil
from permil import library
from permil.locale import catalogue
from permil.models import MODELS
from permil.report.methods import methods
from permil.tables import references, table_names
from permil.variables import glossary
from permil.workflows.projects import read_project

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def generator():
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs_generate"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(generator, tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    return {p.stem: p.read_text(encoding="utf-8") for p in generator.generate(folder / "pages")}


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("variables", list(glossary())),
        ("tables", list(table_names())),
        ("models", list(MODELS)),
        ("methods", list(methods())),
        ("practices", [p.id for p in library.all_practices()]),
        ("codes", list(catalogue())),
        ("sources", list(references())),
        ("api", permil.__all__),
    ],
)
def test_everything_is_documented(pages, page, names):
    missing = [name for name in names if name not in pages[page]]
    assert not missing


def test_every_command_and_option_is_documented_with_a_help_text(generator, pages):
    for command, (summary, parameters) in generator.commands().items():
        assert f"## {command}\n" in pages["cli"]
        assert summary
        for name, help_text in parameters:
            assert name in pages["cli"]
            assert help_text, f"{command} {name} has no help text"


def test_every_key_of_the_project_file_is_documented(pages):
    from permil.datasets.project_schema import ProjectFile

    schema = ProjectFile.model_json_schema(by_alias=True)
    for section in [schema, *schema["$defs"].values()]:
        for key in section.get("properties", {}):
            assert f"`{key}`" in pages["project_file"]


def test_every_page_is_in_the_index():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in [*DOCS.glob("*.md"), *(DOCS / "howto").glob("*.md")]:
        name = page.relative_to(DOCS).with_suffix("").as_posix()
        assert name == "index" or f"\n{name}\n" in index, name


def blocks(language):
    for page in [*DOCS.glob("*.md"), *(DOCS / "howto").glob("*.md"), ROOT / "README.md"]:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL):
            yield pytest.param(block, id=f"{page.stem}-{abs(hash(block)) % 1000}")


FRAME = """format = 1
[project]
name = "From the documentation"
[place]
latitude = 51.8
longitude = -0.37
[horizon]
first_year = 2026
last_year = 2040
"""
UNIT = """[land_unit.home_field]
area = "12 ha"
depth = "30 cm"
clay = 22
organic_carbon_stock = "53 t C/ha"
"""
SCENARIOS = """[scenario.today]
baseline = true
rotation = [{ crop = "barley", yield = "5 t FM/ha" }]
"""


@pytest.mark.parametrize("block", list(blocks("toml")))
def test_project_snippets_are_valid(block, tmp_path):
    parts = [FRAME, block]
    if "[land_unit." not in block:
        parts.append(UNIT)
    if "[scenario." not in block:
        parts.append(SCENARIOS)
    path = tmp_path / "project.toml"
    path.write_text("\n".join(parts), encoding="utf-8")
    assert read_project(path).scenarios


def test_the_notebook_example_runs(capsys):
    runpy.run_path(str(ROOT / "examples" / "hoosfield_notebook.py"))
    shown = capsys.readouterr().out
    assert "fym_annual" in shown
    assert "rate factor for temperature" in shown


def test_the_commands_of_the_readme_exist(generator):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    known = set(generator.commands())
    used = set(re.findall(r"^(permil [a-z]+)", text, re.MULTILINE))
    assert used
    assert used <= known
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", text)) | {"demo", "test"} <= targets


def test_files_that_the_readme_and_the_documentation_read_are_shipped():
    named = set()
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md"]:
        named |= set(re.findall(r"\bexamples/[\w.]+", page.read_text(encoding="utf-8")))
    assert "examples/rothc_input.dat" in named
    for name in named:
        assert (ROOT / name).exists(), name
