"""Every bad project file gets one clear error; the first line of the file says which."""

import subprocess
import sys
from pathlib import Path

import pytest

from permil.errors import InputError
from permil.workflows.assess import assess

FOLDER = Path(__file__).parent / "bad_input" / "projects"
FILES = sorted(FOLDER.glob("*.toml"))


def expected(path):
    first = path.read_bytes().split(b"\n")[0].decode()
    return [part.strip() for part in first.removeprefix("# expected:").split("|")]


def test_there_are_at_least_forty():
    assert len(FILES) >= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_file_gets_one_clear_error(path):
    code, *fragments = expected(path)
    with pytest.raises(InputError) as caught:
        assess(path)
    message = str(caught.value)
    assert caught.value.code == code, message
    for fragment in fragments:
        assert fragment in message, message
    if path.stem not in ("not_utf8", "empty"):
        assert path.name in message, message
    assert "Traceback" not in message


@pytest.mark.parametrize("name", ["clay_above_100", "broken_toml", "several_problems"])
def test_the_command_says_it_on_stderr_with_code_2_and_writes_nothing(name, tmp_path):
    target = tmp_path / "results"
    command = [sys.executable, "-m", "permil", "assess", str(FOLDER / f"{name}.toml")]
    done = subprocess.run(
        [*command, "--output", str(target)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("permil: ")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
