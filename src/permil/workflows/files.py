"""Output folders that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from permil.errors import FileProblem

#: File that names what permil wrote into a folder: that much may be replaced.
MARK = ".permil"
_HEAD = "Written by permil; its next run replaces:"


def check_output(folder: Path, *, force: bool = False) -> None:
    """Raise an error if an output folder cannot be written; called before anything is computed.

    Parameters
    ----------
    folder : Path
        Folder to create, or to replace where permil wrote it.
    force : bool
        Whether results may go into a folder with other files, which stay.

    Raises
    ------
    FileProblem
        If the folder holds other files, or its parent cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise FileProblem(
            where=str(folder), problem="it is a file", remedy="name a folder for the results"
        )
    if _foreign(folder) and not force:
        raise FileProblem(
            where=str(folder),
            problem="the folder holds files that permil did not write",
            remedy="name another folder, or use --force to write beside them",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".permil-"):
            pass
        if folder.is_dir():
            with tempfile.TemporaryFile(dir=folder):
                pass
    except OSError as error:
        raise _unwritable(folder, error, "folder") from error


@contextmanager
def output_folder(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a temporary folder that takes the place of ``folder`` when all went well.

    Parameters
    ----------
    folder : Path
        The final folder.
    force : bool
        Whether results may go into a folder with other files, which stay.

    Yields
    ------
    Path
        Folder to write into; an error or an interrupt leaves ``folder`` as it was.

    Raises
    ------
    FileProblem
        As :func:`check_output`.
    """
    check_output(folder, force=force)
    work = None
    try:
        work = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".permil-"))
        yield work
        written = sorted(path.name for path in work.iterdir())
        (work / MARK).write_text("\n".join([_HEAD, *written, ""]), encoding="utf-8")
        _keep(folder, work)
        work.chmod(0o755)
        _take_place(work, folder)
    except OSError as error:
        raise _unwritable(folder, error, "folder") from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


def _foreign(folder: Path) -> list[Path]:
    """Return what lies in a folder and was not written by permil."""
    if not folder.is_dir():
        return []
    mark = folder / MARK
    written = mark.read_text(encoding="utf-8").splitlines()[1:] if mark.is_file() else []
    return [path for path in sorted(folder.iterdir()) if path.name not in {MARK, *written}]


def _keep(folder: Path, work: Path) -> None:
    """Copy a person's own files into the folder that takes the place of theirs."""
    for path in _foreign(folder):
        target = work / path.name
        if target.exists():
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, target, symlinks=True)
        else:
            shutil.copy2(path, target, follow_symlinks=False)


def _unwritable(path: Path, error: OSError, kind: str) -> FileProblem:
    return FileProblem(
        where=str(path),
        problem=f"it cannot be written ({error.strerror or error})",
        remedy=f"choose a {kind} that you may write to, on a disk with room",
    )


def _take_place(work: Path, folder: Path) -> None:
    """Move the finished folder into place; the old one goes only when the new one stands."""
    if not folder.exists():
        work.rename(folder)
        return
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".permil-old-") as safe:
        old = Path(safe) / "old"
        try:
            folder.rename(old)
            work.rename(folder)
        except BaseException:  # an interrupt, too, must give the old results back
            if old.exists() and not folder.exists():
                old.rename(folder)
            raise


def write_text(path: Path, text: str, *, force: bool = False) -> None:
    """Write a text file whole or not at all.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        Its content.
    force : bool
        Whether an existing file may be replaced.

    Raises
    ------
    FileProblem
        If the file exists, or cannot be written.
    """
    if path.is_dir():
        raise FileProblem(where=str(path), problem="it is a folder", remedy="name a file")
    if path.exists() and not force:
        raise FileProblem(
            where=str(path), problem="the file exists", remedy="use --force to replace it"
        )
    work = path.with_name(f".permil-{os.getpid()}-{path.name}")
    try:
        work.write_text(text, encoding="utf-8")
        work.replace(path)
    except OSError as error:
        raise _unwritable(path, error, "file") from error
    finally:
        with suppress(OSError):
            work.unlink()
