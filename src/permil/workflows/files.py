"""Output folders that appear whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from permil.errors import FileProblem

#: File that names what permil wrote into a folder: that much may be replaced.
MARK = ".permil"
#: How the names of temporary folders begin.
_WORK = ".permil-"
#: What a file system says of a folder that came or went while it was looked at.
_MEANWHILE = (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST)
_TRIES = 10
_HEAD = "Written by permil; its next run replaces:"


def check_output(folder: Path, *, force: bool = False) -> Path:
    """Raise an error if an output folder cannot be written; called before anything is computed.

    Parameters
    ----------
    folder : Path
        Folder to create, or to replace where permil wrote it.
    force : bool
        Whether results may go into a folder with other files, which stay.

    Returns
    -------
    Path
        The folder itself, links resolved.

    Raises
    ------
    FileProblem
        If the folder is a link that leads nowhere, holds other files, or cannot be written.
    """
    _check_links(folder)
    target = folder.resolve()
    with _alone(target):
        return _checked(folder, target, force)


def _checked(folder: Path, target: Path, force: bool) -> Path:
    if target.exists() and not target.is_dir():
        raise FileProblem(
            where=str(folder), problem="it is a file", remedy="name a folder for the results"
        )
    for tries_left in reversed(range(_TRIES)):
        try:
            _try_writing(folder, target, force)
            break
        except OSError as error:  # another run may have exchanged the folder meanwhile
            if error.errno not in _MEANWHILE or not tries_left:
                raise _unwritable(folder, error, "folder") from error
    return target


def _try_writing(folder: Path, target: Path, force: bool) -> None:
    """Write a temporary folder in all places that will be written to."""
    if _foreign(target) and not force:
        raise FileProblem(
            where=str(folder),
            problem="the folder holds files that permil did not write",
            remedy="name another folder, or use --force to write beside them",
        )
    places = [target] if target.is_dir() else []
    if not _stays(target):
        places.append(next(path for path in target.parents if path.exists()))
    for place in places:
        with tempfile.TemporaryDirectory(dir=place, prefix=_WORK):
            pass


def _check_links(folder: Path) -> None:
    """Raise an error for a link that leads nowhere: what it was meant for is not known."""
    for path in (folder, *folder.parents):
        if path.is_symlink() and not path.exists():
            raise FileProblem(
                where=str(folder),
                problem=f"{path} is a link to {path.readlink()}, which does not exist",
                remedy="mend the link, or name a folder",
            )


def _stays(folder: Path) -> bool:
    """Say whether a folder cannot be exchanged whole: a mount point, or where a shell stands."""
    here = Path.cwd()
    try:
        return folder.is_dir() and (
            folder == here or folder in here.parents or folder.is_mount() or _is_bound(folder)
        )
    except FileNotFoundError:  # another run exchanges it just now, so that it can be exchanged
        return False


def _is_bound(folder: Path) -> bool:
    """Say whether a folder is mounted from the same disk, which only Linux's own list tells."""
    mounts = Path("/proc/self/mountinfo")
    if not mounts.is_file():
        return False
    wanted = os.fsencode(str(folder)).replace(b"\\", b"\\134").replace(b" ", b"\\040")
    return any(line.split()[4] == wanted for line in mounts.read_bytes().splitlines())


@contextmanager
def output_folder(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a temporary folder whose files become those of ``folder`` when all went well.

    A link is followed. A folder that cannot be exchanged (a mount point, the working directory)
    stays, and its files are exchanged one by one.

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
    folder = check_output(folder, force=force)
    work, stays = None, _stays(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=folder if stays else folder.parent, prefix=_WORK))
        yield work
        written = sorted(path.name for path in work.iterdir())
        (work / MARK).write_text("\n".join([_HEAD, *written, ""]), encoding="utf-8")
        with _alone(folder):
            if stays:
                _exchange_files(work, folder)
            else:
                work.chmod(0o755)
                _take_place(work, folder)
    except OSError as error:
        raise _unwritable(folder, error, "folder") from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other runs from looking at or exchanging a folder meanwhile, where the system can."""
    place = next(path for path in folder.parents if path.is_dir())
    handle = os.open(place, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks: runs may meet, as said below
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _written(folder: Path) -> list[str]:
    """Return the names of what permil wrote into a folder."""
    mark = folder / MARK
    return [MARK, *mark.read_text(encoding="utf-8").splitlines()[1:]] if mark.is_file() else []


def _foreign(folder: Path) -> list[Path]:
    """Return what lies in a folder and was not written by permil."""
    if not folder.is_dir():
        return []
    own = set(_written(folder))
    # A run that was killed may have left its temporary folder: that is nobody's work.
    return [
        p for p in sorted(folder.iterdir()) if p.name not in own and not p.name.startswith(_WORK)
    ]


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
    """Move the finished folder into place; again where another run did so meanwhile."""
    for _ in range(_TRIES):
        try:
            _keep(folder, work)
            _exchange(work, folder)
            return
        except OSError as error:
            if error.errno not in _MEANWHILE or not work.exists():
                raise
    raise FileProblem(
        where=str(folder),
        problem="another run writes there at the same time",
        remedy="wait until it has ended, or name another folder",
    )


def _exchange(work: Path, folder: Path) -> None:
    """Exchange a folder for another; the old one goes only when the new one stands."""
    if not folder.exists():
        work.rename(folder)
        return
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{_WORK}old-") as safe:
        old = Path(safe) / "old"
        try:
            folder.rename(old)
            work.rename(folder)
        except BaseException:  # an interrupt, too, must give the old results back
            if old.exists() and not folder.exists():
                old.rename(folder)
            raise


def _exchange_files(work: Path, folder: Path) -> None:
    """Move files into a folder that stays; an error or an interrupt gives the old ones back."""
    names = sorted(path.name for path in work.iterdir())
    with tempfile.TemporaryDirectory(dir=folder, prefix=f"{_WORK}old-") as safe:
        try:
            for name in {*names, *_written(folder)}:
                with suppress(FileNotFoundError):
                    (folder / name).rename(Path(safe) / name)
            for name in names:
                (work / name).rename(folder / name)
        except BaseException:
            for name in names:
                if not (work / name).exists():
                    (folder / name).unlink(missing_ok=True)
            for old in Path(safe).iterdir():
                old.rename(folder / old.name)
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
