"""Output appears whole or not at all."""

import os
import shutil
import stat
import subprocess
import sys
import time
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


def test_a_link_to_a_folder_is_followed_and_stays(tmp_path):
    real, link = tmp_path / "disk" / "results", tmp_path / "link"
    real.mkdir(parents=True)
    link.symlink_to(real)
    for content in ("1", "2"):
        with output_folder(link) as work:
            (work / "a.csv").write_text(content)
    assert link.is_symlink()
    assert link.readlink() == real
    assert names(real) == [MARK, "a.csv"]
    assert (real / "a.csv").read_text() == "2"
    assert names(tmp_path / "disk") == ["results"]


@pytest.mark.parametrize("below", ["", "results"])
def test_a_link_that_leads_nowhere_is_refused_before_anything(tmp_path, below):
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "absent")
    with pytest.raises(FileProblem, match=r"is a link to .*absent, which does not exist"):
        check_output(link / below)
    assert names(tmp_path) == ["link"]


def test_parents_are_made_when_there_is_something_to_write(tmp_path):
    target = tmp_path / "a" / "b" / "results"
    check_output(target)
    assert names(tmp_path) == []
    with output_folder(target) as work:
        (work / "a.csv").write_text("1")
    assert names(target) == [MARK, "a.csv"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("name", [".", "../here", "../link"])
def test_the_working_directory_stays_and_its_files_are_exchanged(here, name):
    (here.parent / "link").symlink_to(here)
    before = here.stat().st_ino
    with output_folder(Path(name)) as work:
        (work / "old.csv").write_text("1")
        (work / "a.csv").write_text("1")
    with output_folder(Path(name)) as work:
        assert work.parent == here
        (work / "a.csv").write_text("2")
    assert here.stat().st_ino == before
    assert names(here) == [MARK, "a.csv"]
    assert (here / "a.csv").read_text() == "2"
    (here / "plan.toml").write_text("mine")
    with pytest.raises(FileProblem, match="did not write"):
        check_output(Path(name))
    with output_folder(Path(name), force=True) as work:
        (work / "b.csv").write_text("3")
    assert names(here) == [MARK, "b.csv", "plan.toml"]


def test_a_folder_above_the_working_directory_stays(here):
    parent = here.parent
    with output_folder(Path(".."), force=True) as work:
        (work / "a.csv").write_text("1")
    assert names(parent) == [MARK, "a.csv", "here"]
    assert Path.cwd() == here


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("after", range(5))
def test_files_come_back_when_their_exchange_is_stopped(here, monkeypatch, stop, after):
    """Three files go aside and two come in: a stop at any of these steps changes nothing."""
    with output_folder(Path()) as work:
        (work / "a.csv").write_text("old")
        (work / "b.csv").write_text("old")
    rename, steps = Path.rename, []

    def stopped(path, to):
        steps.append(path)
        if len(steps) == after + 1:
            raise stop
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises((stop, FileProblem)), output_folder(Path()) as work:
        (work / "a.csv").write_text("new")
    assert names(here) == [MARK, "a.csv", "b.csv"]
    assert {(here / n).read_text() for n in ("a.csv", "b.csv")} == {"old"}
    assert "b.csv" in (here / MARK).read_text()


MOUNTED = """
import sys
from pathlib import Path
from permil.workflows.files import output_folder
target = Path(sys.argv[1])
for content in ("1", "2"):
    with output_folder(target) as work:
        (work / f"{content}.csv").write_text(content)
print(sorted(p.name for p in target.iterdir()))
"""


def may_mount():
    """Say whether a mount of one's own is possible here: only on Linux, and not in every box."""
    able = shutil.which("unshare") and shutil.which("mount")
    return able and subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not may_mount(), reason="nothing may be mounted here")
@pytest.mark.parametrize("kind", ["--bind {0} {0}", "-t tmpfs tmpfs {0}"])
def test_a_mount_point_is_written_into(tmp_path, kind):
    target = tmp_path / "with space"
    target.mkdir()
    mount = kind.format('"$1"')
    script = f'mount {mount} && exec "$2" -c "$3" "$1"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", str(target), sys.executable, MOUNTED],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['.permil', '2.csv']\n"


RACE = """
import sys, time
from pathlib import Path
from permil.workflows.files import output_folder
target, start, number = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
time.sleep(max(0.0, start - time.time()))
for _ in range(40):
    with output_folder(target) as work:
        (work / "a.csv").write_text(number)
"""


def test_runs_that_write_one_folder_at_once_leave_one_of_them_whole(tmp_path):
    start = str(time.time() + 1.0)
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(tmp_path / "results"), start, str(number)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    said = [run.communicate()[1].strip().splitlines()[-1:] for run in runs]
    for lines in said:
        assert not lines or "another run writes there" in lines[0]
    assert names(tmp_path / "results") == [MARK, "a.csv"]
    assert names(tmp_path) == ["results"]


def test_a_folder_that_another_run_exchanges_meanwhile_is_tried_again(tmp_path, monkeypatch):
    target, rename, met = tmp_path / "results", Path.rename, []

    def met_by_another(path, to):
        if Path(to) == target and len(met) < times:
            met.append(to)
            target.mkdir(exist_ok=True)
            (target / MARK).write_text("head\n")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", met_by_another)
    times = 1
    with output_folder(target) as work:
        (work / "a.csv").write_text("1")
    assert names(target) == [MARK, "a.csv"]
    times = 100
    with (
        pytest.raises(FileProblem, match="another run writes there at the same time"),
        output_folder(target) as work,
    ):
        (work / "a.csv").write_text("2")


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
