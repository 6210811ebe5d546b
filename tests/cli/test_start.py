"""The first moments of the command line, and its last resort on a full disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEMPLATE = Path(__file__).parents[2] / "src/permil/datasets/data/project_template.toml"


def modules_after(code):
    """Return the modules that some code adds in a fresh interpreter."""
    script = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_package_imports_nothing():
    assert modules_after("import permil") <= {"permil", "__future__"}


def test_signals_are_heeded_before_anything_else_is_imported():
    own = {"permil", "permil.__main__", "permil.cli", "permil.cli.signals"}
    found = modules_after("import permil.__main__")
    assert {name for name in found if name.startswith("permil")} == own
    assert not found & {"typing", "re", "pathlib", "difflib", "tomllib", "typer"}


def test_a_public_name_is_imported_when_asked_for():
    assert "permil.errors" in modules_after("import permil; permil.PermilError")


def test_a_hang_up_that_nohup_ignores_stays_ignored():
    script = """
import signal
from permil.cli.signals import heeded
print(signal.SIGHUP in heeded())
signal.signal(signal.SIGHUP, signal.SIG_IGN)
print(signal.SIGHUP in heeded())
"""
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "True\nFalse\n"


def test_a_full_disk_is_one_line_and_the_answer_comes(tmp_path):
    resource = pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-B", "-m", "permil", "assess", str(TEMPLATE)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PERMIL_CACHE": str(tmp_path), "NO_COLOR": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("My farm")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("permil: Compiled models cannot be kept in ")
