"""Where compiled kernels are kept: one generated file for every text, with its machine code.

A file is named by a digest of its text. numba keeps the machine code beside it and reads it back in
the next process.
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
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

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
)


def call(text: str, arguments: tuple[Any, ...]) -> None:
    """Call the kernel of a generated text; compile it where that has not been done.

    Parameters
    ----------
    text : str
        A generated module with a function ``kernel``.
    arguments : tuple
        What the kernel is called with.
    """
    try:
        _kernel(text)(*arguments)
    except DAMAGED:
        # It is read before the kernel begins: nothing has been computed yet.
        _forget(text)
        _kernel(text)(*arguments)


def _path(text: str) -> Path:
    digest = hashlib.sha256(text.encode()).hexdigest()[:24]
    return cache_folder() / f"kernel_{digest}.py"


@cache
def _kernel(text: str) -> Callable[..., None]:
    """Return the kernel of a generated text, written once to the cache folder."""
    path = _path(text)
    if not path.exists() or path.read_bytes() != text.encode():
        with tempfile.NamedTemporaryFile(
            "wb", dir=path.parent, suffix=".tmp", delete=False
        ) as file:
            file.write(text.encode())
        os.replace(file.name, path)
    kernel: Callable[..., None] = _load(path).kernel
    return kernel


def _forget(text: str) -> None:
    """Remove the machine code of a kernel from disk and memory."""
    folder = Path(_kernel(text).stats.cache_path)  # type: ignore[attr-defined]
    for path in folder.glob(f"{_path(text).stem}.*.nb[ci]"):
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
