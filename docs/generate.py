"""Write the reference pages of the documentation from the code, so that they cannot lag behind."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pages import content, interface, methods, notebook
from pages.interface import commands

__all__ = ["commands", "generate"]


def generate(folder: Path, *, run_notebook: bool = False) -> list[Path]:
    """Write all reference pages and return them.

    Parameters
    ----------
    folder : Path
        Folder for the pages; it is made anew.
    run_notebook : bool
        Whether to run the notebook example too, which takes some seconds.

    Returns
    -------
    list of Path
        The pages.
    """
    texts = interface.pages() | methods.pages() | content.pages()
    if run_notebook:
        texts |= notebook.pages()
    shutil.rmtree(folder, ignore_errors=True)
    written = []
    for name, text in texts.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written
