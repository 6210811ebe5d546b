"""The documentation names everything there is, its links lead somewhere, and what it shows runs."""

import re
import shlex
import shutil
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from permil import vocabulary
from permil.errors import PermilError
from permil.library import all_practices
from permil.locale import project_keys
from permil.report.methods import methods
from permil.tables import table, table_names
from permil.units import UNITS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PROSE = [p for p in DOCS.rglob("*.md") if not {"_generated", "_build"} & set(p.parts)]


@pytest.fixture(scope="module", autouse=True)
def _generator_on_path():
    sys.path.insert(0, str(DOCS))
    yield
    sys.path.remove(str(DOCS))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the text of every page, written and generated, by its path without suffix."""
    from generate import generate

    folder = tmp_path_factory.mktemp("docs") / "_generated"
    texts = {p.relative_to(DOCS).with_suffix("").as_posix(): p.read_text("utf-8") for p in PROSE}
    for path in generate(folder, run_notebook=True):
        name = path.relative_to(folder).with_suffix("").as_posix()
        texts[f"_generated/{name}"] = path.read_text("utf-8")
    return texts


def test_every_row_of_every_table_is_shown(site):
    for name in table_names():
        page = site[f"_generated/tables/{name}"]
        rows = page.partition("## Rows")[2].strip().splitlines()[2:]
        assert len(rows) == len(table(name).rows), name
        for column in table(name).card.columns:
            assert f"| `{column}` |" in page


def test_every_method_has_its_text_equation_and_sources(site):
    pages = "\n".join(text for name, text in site.items() if name.startswith("_generated/methods/"))
    for name, method in methods().items():
        assert pages.count(f"(method-{name})=") == 1
        section = pages.partition(f"(method-{name})=")[2].split("(method-", 1)[0]
        assert not method.equation or ".. math::" in section or "$$" in section, name
        for key in method.sources:
            assert f"(#source-{key})" in section, (name, key)
        assert f"(#method-{name})" in site["_generated/methods"]


def test_every_equation_can_be_shown_as_mathml():
    from permil.report.mathml import mathml

    for name, method in methods().items():
        if method.equation:
            assert "<math" in mathml(method.equation, display=True), name
    with pytest.raises(ValueError, match="nosuch"):
        mathml(r"x + \nosuch")


def test_every_unit_word_error_and_practice_is_named(site):
    for unit in UNITS:
        assert f"`{unit}`" in site["_generated/variables"]
    for kind in _all_errors(PermilError):
        assert f"`{kind.__name__}`" in site["_generated/codes"]
    for practice in all_practices():
        section = site["_generated/practices"].partition(f"(practice-{practice.id})=")[2]
        for parameter in practice.parameters:
            assert f"`{parameter.name}`" in section
    for words in (vocabulary.AlternativeFate, vocabulary.SoilType, vocabulary.Metric):
        for word in words:
            assert f"`{word}`" in site["_generated/project_file"]


def _all_errors(kind):
    return [kind, *(e for child in kind.__subclasses__() for e in _all_errors(child))]


def test_every_key_of_the_project_file_has_its_meaning(site):
    from pages.markdown import escape

    page = site["_generated/project_file"]
    for name, texts in project_keys().items():
        section = page.partition(f"(project-{name})=")[2].split("\n(project-", 1)[0]
        for key, text in texts.items():
            shown = f"`{text}`" if key == "_written" else escape(text)
            assert shown in section, (name, key)
            assert key.startswith("_") or f"| `{key}` |" in section


def test_quantities_of_the_project_file_show_their_unit(site):
    page = site["_generated/project_file"]
    assert "| `clay` | quantity, `%`, or a plain number | **required** |" in page
    assert "| `area` | quantity, `ha` | **required** |" in page
    assert "| `bulk_density` | quantity, `g/cm3` |" in page


def test_every_field_of_what_the_python_interface_returns_is_documented(site):
    import permil

    page = site["_generated/api"]
    for field in fields(permil.Assessment):
        assert f"``{field.name}``" in page
    for name in ("Assessment.document", "Draws.uniform", "Variable.read", "Table.one", "Model.soc"):
        assert f"`{name}()`" in page


def test_links_within_the_documentation_lead_somewhere(site):
    targets = {t for text in site.values() for t in re.findall(r"^\(([\w-]+)\)=$", text, re.M)}
    for page, text in site.items():
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        for link in re.findall(r"\]\(([^)\s]+)\)", prose):
            if link.startswith("#"):
                known = link[1:] in targets
            elif link.endswith(".md"):
                resolved = (DOCS / page).parent.joinpath(link).resolve()
                known = resolved.relative_to(DOCS).with_suffix("").as_posix() in site
            else:
                known = (DOCS / page).parent.joinpath(link).exists()
            assert known or link.startswith("http"), f"{page}: {link}"


def test_every_page_is_in_a_table_of_contents(site):
    listed = set()
    for page, text in site.items():
        folder = page.rpartition("/")[0]
        for block in re.findall(r"```{toctree}\n(.*?)```", text, re.DOTALL):
            names = [n for n in block.splitlines() if n and not n.startswith(":")]
            listed |= {f"{folder}/{name}".lstrip("/") for name in names}
    assert set(site) - {"index"} <= listed
    assert listed <= set(site)


def command_lines():
    """Return every line of a shell block that calls permil."""
    for page in [*PROSE, ROOT / "README.md"]:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                if line.startswith("permil "):
                    yield pytest.param(line.partition("  #")[0], id=f"{page.stem}: {line[:40]}")


@pytest.mark.parametrize("line", list(command_lines()))
def test_commands_and_options_that_are_shown_exist(line):
    from pages.interface import commands

    words = shlex.split(line)
    size = next(n for n in (3, 2) if " ".join(words[:n]) in commands())
    _, parameters = commands()[" ".join(words[:size])]
    known = {option.strip() for shown, _ in parameters for option in re.split(r", | VALUE", shown)}
    for word in words[size:]:
        assert not word.startswith("-") or word in known, word


def python_pages():
    """Return the Python blocks of every page that has some."""
    for page in [*PROSE, ROOT / "README.md"]:
        blocks = re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.M)
        if blocks:
            yield pytest.param(blocks, id=page.stem)


@pytest.mark.parametrize("blocks", list(python_pages()))
def test_python_that_is_shown_runs(blocks, tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for block in blocks:
        exec(compile(block, "<documentation>", "exec"), {"__name__": "__main__"})
    capsys.readouterr()


def test_the_weather_file_that_is_shown_is_read(tmp_path):
    from permil.datasets.climate_file import read_climate_file

    text = (DOCS / "howto" / "climate.md").read_text("utf-8")
    head, *rows = re.search(r"```text\n(year,.*?)```", text, re.DOTALL).group(1).splitlines()
    months = [f"2001,{m},{rows[0].split(',', 2)[2]}" for m in range(1, 13)]
    path = tmp_path / "weather.csv"
    path.write_text("\n".join([head, *months]) + "\n", encoding="utf-8")
    found = read_climate_file(path)
    assert found.first_year == 2001
    assert found.series["precipitation"] == (80.0,) * 12


def test_the_notebook_page_shows_what_its_cells_print_and_draw(site):
    from pages.notebook import EXAMPLE, cells

    script = EXAMPLE.read_text(encoding="utf-8")
    page = site["_generated/hoosfield_notebook"]
    for cell in cells(script):
        assert cell.text in page
    assert "# Hoosfield in a notebook" in page
    assert "<svg" in page
    assert "mean error +" in page
