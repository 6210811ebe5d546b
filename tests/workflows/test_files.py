"""Output appears whole or not at all."""

import stat
from pathlib import Path

import pytest

from permil.errors import FileProblem
from permil.workflows.files import MARK, check_output, output_folder, write_text


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_appears_whole(tmp_path):
    target = tmp_path / "results"
    with output_folder(target) as work:
        (work / "a.csv").write_text("1")
        assert not target.exists()
    assert names(target) == [MARK, "a.csv"]
    assert names(tmp_path) == ["results"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o755


def test_a_second_run_replaces_the_first_whole(tmp_path):
    target = tmp_path / "results"
    with output_folder(target) as work:
        (work / "old.csv").write_text("1")
    with output_folder(target) as work:
        (work / "new.csv").write_text("2")
    assert names(target) == [MARK, "new.csv"]
    assert names(tmp_path) == ["results"]


def write_half(target, stop):
    with output_folder(target) as work:
        (work / "half.csv").write_text("2")
        raise stop


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_a_run_that_stops_leaves_everything_as_it_was(tmp_path, stop):
    target = tmp_path / "results"
    with output_folder(target) as work:
        (work / "old.csv").write_text("1")
    with pytest.raises(stop):
        write_half(target, stop)
    assert names(target) == [MARK, "old.csv"]
    assert names(tmp_path) == ["results"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError])
def test_the_old_results_come_back_when_the_exchange_is_stopped(tmp_path, monkeypatch, stop):
    target = tmp_path / "results"
    with output_folder(target) as work:
        (work / "old.csv").write_text("1")
    rename = Path.rename

    def stopped(path, to):
        if Path(to) == target and path.name != "old":
            raise stop
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises((stop, FileProblem)), output_folder(target) as work:
        (work / "new.csv").write_text("2")
    assert names(target) == [MARK, "old.csv"]
    assert names(tmp_path) == ["results"]


def test_a_full_disk_is_said(tmp_path):
    with pytest.raises(FileProblem, match="No space left"), output_folder(tmp_path / "r"):
        raise OSError(28, "No space left on device")
    assert names(tmp_path) == []


def test_an_empty_folder_is_taken_and_foreign_files_are_not(tmp_path):
    target = tmp_path / "results"
    target.mkdir()
    with output_folder(target) as work:
        (work / "a.csv").write_text("1")
    (target / MARK).unlink()
    with pytest.raises(FileProblem, match=r"did not write.*--force"):
        check_output(target)
    with output_folder(target, force=True) as work:
        (work / "b.csv").write_text("1")
    assert names(target) == [MARK, "a.csv", "b.csv"]


def test_a_file_added_to_results_is_never_deleted(tmp_path):
    target = tmp_path / "results"
    with output_folder(target) as work:
        (work / "a.csv").write_text("1")
        (work / "old.csv").write_text("1")
    (target / "plan.toml").write_text("mine")
    (target / "own").mkdir()
    (target / "own" / "notes.txt").write_text("mine")
    with pytest.raises(FileProblem, match="did not write"):
        check_output(target)
    with output_folder(target, force=True) as work:
        (work / "a.csv").write_text("2")
    assert names(target) == [MARK, "a.csv", "own", "plan.toml"]
    assert (target / "plan.toml").read_text() == "mine"
    assert (target / "own" / "notes.txt").read_text() == "mine"
    assert (target / "a.csv").read_text() == "2"


def test_a_folder_that_cannot_be_is_refused_before_anything(tmp_path):
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(FileProblem, match="it is a file"):
        check_output(file)
    with pytest.raises(FileProblem, match="cannot be written"):
        check_output(file / "results")
    assert file.read_text() == "mine"


def test_an_unwritable_folder_is_refused():
    """The process file system takes no folders, not even from root."""
    with pytest.raises(FileProblem, match="cannot be written"):
        check_output(Path("/proc/self/results"))


def test_a_text_file_is_written_whole_and_never_replaced_unasked(tmp_path):
    path = tmp_path / "project.toml"
    write_text(path, "format = 1\n")
    with pytest.raises(FileProblem, match="the file exists"):
        write_text(path, "other")
    assert path.read_text() == "format = 1\n"
    write_text(path, "other", force=True)
    assert path.read_text() == "other"
    with pytest.raises(FileProblem, match="it is a folder"):
        write_text(tmp_path, "other", force=True)
    with pytest.raises(FileProblem, match="cannot be written"):
        write_text(path / "below.toml", "other")
    assert names(tmp_path) == ["project.toml"]
