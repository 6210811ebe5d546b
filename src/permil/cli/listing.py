"""Lists for a terminal, or as plain lines for a pipe."""

from __future__ import annotations


def print_methods() -> None:
    """Print all methods by theme, one line each; rich leaves marks out where it is no terminal."""
    from rich.console import Console
    from rich.text import Text

    from permil.workflows.explain import methods_by_theme, one_line

    console = Console()
    themes = methods_by_theme()
    width = max(len(entry.id) for entries in themes.values() for entry in entries)
    for title, entries in themes.items():
        console.print(Text(title, style="bold"))
        for entry in entries:
            line = Text.assemble("  ", (f"{entry.id:{width}}", "cyan"), f"  {one_line(entry)}")
            console.print(line, soft_wrap=True)
        console.print()
