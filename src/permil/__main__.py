"""``python -m permil``."""

from permil.cli.main import main

if __name__ == "__main__":
    main()
