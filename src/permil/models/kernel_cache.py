"""Where compiled kernels are kept: one generated file for every text, with its machine code.

A file is named by a digest of its text. numba keeps the machine code beside it and reads it back in
the next process; a digest of every file of machine code tells whether it still is what was written.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import os
import pickle
import shutil
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from permil.locale import text as sentence

#: What reading machine code can raise that a full disk or a crash has cut short. Faults of a step
#: are numba's own errors and none of these.
DAMAGED = (
    pickle.UnpicklingError,
    EOFError,
    MemoryError,
    ValueError,
    TypeError,
    AttributeError,
    ImportError,
    LookupError,
    RuntimeError,
)
#: Ending of the files that hold the digest of a file of machine code.
DIGEST = ".sha256"


class CacheWarning(UserWarning):
    """Machine code cannot be kept: the run goes on, and the next one compiles again."""


def call(text: str, arguments: tuple[Any, ...]) -> None:
    """Call the kernel of a generated text; compile it where that has not been done.

    A disk without room costs the time of compiling, not the run: it is said once.

    Parameters
    ----------
    text : str
        A generated module with a function ``kernel``.
    arguments : tuple
        What the kernel is called with.
    """
    kernel = _kernel(text)
    compiled = _compiled(kernel)
    try:
        kernel(*arguments)
    except OSError as error:
        # It was compiled, and could not be written: nothing has been computed yet.
        _say_unkept(error)
        kernel(*arguments)
    except DAMAGED:
        # It is read before the kernel begins: nothing has been computed yet.
        _forget(text)
        kernel, compiled = _kernel(text), 0
        kernel(*arguments)
    if _compiled(kernel) > compiled:
        _seal(_machine_code(kernel, text))


def _compiled(kernel: Any) -> int:
    """Return how often a kernel has been compiled in this process."""
    return sum(kernel.stats.cache_misses.values())


def _path(text: str) -> Path:
    digest = hashlib.sha256(text.encode()).hexdigest()[:24]
    return cache_folder() / f"kernel_{digest}.py"


@cache
def _kernel(text: str) -> Callable[..., None]:
    """Return the kernel of a generated text, written once to the cache folder."""
    try:
        path = _path(text)
        if not path.exists() or path.read_bytes() != text.encode():
            _write(path, text.encode())
    except OSError as error:
        _say_unkept(error)
        return _in_memory(text)
    kernel: Callable[..., None] = _load(path).kernel
    for file in _machine_code(kernel, text):
        if not _is_whole(file):
            file.unlink(missing_ok=True)
    return kernel


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    work = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        work.write_bytes(content)
        work.replace(path)
    finally:
        work.unlink(missing_ok=True)


def _in_memory(text: str) -> Callable[..., None]:
    """Return the kernel of a text that is kept nowhere."""
    names: dict[str, Any] = {"__name__": "permil_kernel"}
    exec(compile(text.replace("cache=True", "cache=False"), "<kernel>", "exec"), names)  # noqa: S102
    kernel: Callable[..., None] = names["kernel"]
    return kernel


def _machine_code(kernel: Any, text: str) -> list[Path]:
    """Return the files that numba keeps of a kernel: an index, and one for every signature."""
    folder = kernel.stats.cache_path
    return sorted(Path(folder).glob(f"{_path(text).stem}.*.nb[ci]")) if folder else []


def _is_whole(file: Path) -> bool:
    """Say whether a file of machine code is what was written; without a digest nobody knows."""
    try:
        return file.with_name(file.name + DIGEST).read_text() == _digest(file)
    except OSError:
        return False


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _seal(files: list[Path]) -> None:
    """Write the digests of files of machine code; one that another process took is left out."""
    for file in files:
        try:
            _write(file.with_name(file.name + DIGEST), _digest(file).encode())
        except FileNotFoundError:
            continue
        except OSError as error:
            _say_unkept(error)


@cache
def _say_once(folder: Path, reason: str) -> None:
    message = sentence("results.cache_unwritable", {"folder": str(folder), "reason": reason})
    warnings.warn(message, CacheWarning, stacklevel=2)


def _say_unkept(error: OSError) -> None:
    _say_once(cache_folder(), error.strerror or str(error))


def _forget(text: str) -> None:
    """Remove the machine code of a kernel from disk and memory."""
    for path in _machine_code(_kernel(text), text):
        path.unlink(missing_ok=True)
    _kernel.cache_clear()


def _load(path: Path) -> ModuleType:
    name = f"permil_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(path.name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # numba's cached code names its module and imports it
    spec.loader.exec_module(module)
    return module


@cache
def cache_folder() -> Path:
    """Return the folder of generated kernels.

    Returns
    -------
    Path
        ``$PERMIL_CACHE``, else ``permil`` in the user's cache folder; where that cannot be
        written, a temporary one that is removed at exit.
    """
    try:
        folder = _wanted_folder()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):  # RuntimeError: a user without a home folder
        temporary = tempfile.mkdtemp(prefix="permil-")
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)
        return Path(temporary)


def _wanted_folder() -> Path:
    own, home = os.environ.get("PERMIL_CACHE"), os.environ.get("XDG_CACHE_HOME")
    return Path(own) if own else (Path(home) if home else Path.home() / ".cache") / "permil"
