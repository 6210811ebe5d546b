"""Habits of the repository that a machine can hold."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

import permil
from permil.errors import PermilError
from permil.locale import LANGUAGES, catalogue, text

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))


#: Folders whose files belong to the repository: what an unpacked archive without git is read from.
OWN = ("src", "tests", "benchmarks", "tools", "examples", "docs", ".ci")


def tracked():
    if shutil.which("git") and (ROOT / ".git").exists():
        done = subprocess.run(
            ["git", "-c", "safe.directory=*", "-c", "core.quotepath=off", "ls-files"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]
    files = [p for folder in OWN for p in (ROOT / folder).rglob("*")]
    made = {"__pycache__", "_build", "_generated"}
    return [p for p in [*ROOT.iterdir(), *files] if p.is_file() and not made & set(p.parts)]


def texts():
    for path in tracked():
        if path.suffix not in (".npz", ".png"):
            yield path, path.read_text(encoding="utf-8", errors="replace")


def classes(root=PermilError):
    yield root
    for child in root.__subclasses__():
        yield from classes(child)


def test_help_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from permil.cli.main import main\n"
        "sys.argv = ['permil', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as stop:\n    assert not stop.code\n"
        "heavy = {'numpy', 'scipy', 'xarray', 'pandas', 'pydantic', 'numba', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_importing_permil_loads_nothing_heavy():
    code = "import sys, permil; print({'numpy', 'xarray', 'pydantic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_public_interface_is_small_and_works():
    assert len(permil.__all__) <= 15
    for name in permil.__all__:
        assert getattr(permil, name) is not None
    with pytest.raises(AttributeError):
        permil.no_such_name  # noqa: B018


def test_every_error_has_a_code_of_its_own_and_a_sentence():
    codes = [kind.code for kind in classes()]
    assert len(codes) == len(set(codes))
    for code in codes:
        assert f"errors.{code}" in catalogue()


def test_every_sentence_is_used():
    """A key is used if its words stand in the code, as a whole or put together of parts."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    code += "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.jinja"))
    words = set(re.findall(r"[a-z0-9_]+", code + code.replace(".", "_")))
    codes = {kind.code for kind in classes()}
    for key in catalogue():
        file, _, entry = key.partition(".")
        if file == "errors":
            assert entry in codes, key
            continue
        if entry.startswith("drawn_"):  # the rest is a parameter's name, put together from a table
            continue
        parts = entry.split("_")
        cuts = (("_".join(parts[:i]), "_".join(parts[i:])) for i in range(1, len(parts)))
        whole = entry in words
        joined = any({a, f"{a}_"} & words and {b, f"_{b}"} & words for a, b in cuts)
        assert whole or joined, key


def test_every_assumption_has_a_sentence():
    pattern = re.compile(r"(?:Assumption\(|\.assume\(|\.note\()\s*\"([a-z0-9_]+)\"")
    found = set()
    for path in SOURCES:
        found |= set(pattern.findall(path.read_text(encoding="utf-8")))
    assert len(found) > 20
    assert {f"assumptions.{code}" for code in found} <= set(catalogue())


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_are_complete(language):
    english = catalogue("en")
    other = catalogue(language)
    assert set(other) == set(english)
    for key, sentence in english.items():
        fields = set(re.findall(r"{(\w+)}", sentence))
        assert set(re.findall(r"{(\w+)}", other[key])) == fields, key


def test_the_formatter_writes_numbers_lists_and_places():
    fields = {"where": "a.toml", "kind": "crop", "value": "x", "nearest": ["a", "b"]}
    assert text("errors.unknown_name", fields) == "a.toml: unknown crop 'x' (nearest: a, b)."
    fields |= {"where": "", "nearest": []}
    assert text("errors.unknown_name", fields) == "unknown crop 'x' (nearest: none)."


def test_constraints_are_plain_pins():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert len(pins) > 40
    for line in pins:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][^\s;@/]*( ;.*)?", line), line


def test_pins_install_on_every_supported_python():
    """A pin may not need a later patch release than the first one that `requires-python` admits."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {line for line in lines if not line.startswith("#")}
    checked = 0
    for dist in distributions():
        name = re.sub(r"[-_.]+", "-", dist.metadata["Name"]).lower()
        if f"{name}=={dist.version}" in pins:
            needed = dist.metadata.get("Requires-Python") or ""
            assert SpecifierSet(needed).contains("3.11.0"), (name, needed)
            checked += 1
    assert checked > 40


def test_no_addresses_of_registries_no_absolute_paths():
    hosts = re.compile(r"pypi\.org|pythonhosted|npmjs|registry\.(?:npm|yarn)|deb\.debian")
    absolute = re.compile(r"(?<![\w.~$}])/(?:work|home|root|tmp|opt|Users)/\w")
    for path, content in texts():
        if path.name == "test_repository.py":
            continue
        assert not hosts.search(content), path
        assert not absolute.search(content), path


def test_files_stay_small():
    for path in SOURCES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_nothing_is_left_unfinished():
    words = re.compile(r"TODO|FIXME|XXX|NotImplementedError|for now\b")
    for path in [*SOURCES, *(ROOT / "docs").glob("*.md")]:
        assert not words.search(path.read_text(encoding="utf-8")), path
