"""``python -m permil``, and the command ``permil``."""

from permil.cli.signals import end_at_once


def main() -> None:
    """Run the command line; an interrupt that falls into the imports is one line too."""
    end_at_once()
    from permil.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
