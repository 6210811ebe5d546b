"""Pin the versions of all packages, extras included, in constraints.txt.

The file names packages and versions only: no address of any index and no hash.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "constraints.txt"
EXTRAS = "pdf,docs,test,check,bench"
HEADER = "# Versions of all packages, extras included; written by `make lock`.\n"
#: A pinned package: nothing else may stand in the file.
PIN = re.compile(r"[A-Za-z0-9._-]+==[^\s;@/]+(\s*;[^/]*)?")


def with_uv(uv: str) -> list[str]:
    """Resolve with uv for the lowest Python that is supported."""
    command = [uv, "pip", "compile", "pyproject.toml", "--quiet", "--python-version", "3.11"]
    for extra in EXTRAS.split(","):
        command += ["--extra", extra]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--upgrade"]
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()


def with_pip() -> list[str]:
    """Resolve with pip, by installing into a new environment."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = str(Path(folder) / "bin" / "python")
        pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", f"{ROOT}[{EXTRAS}]"], check=True)
        frozen = subprocess.run([*pip, "freeze"], check=True, capture_output=True, text=True)
    return [line for line in frozen.stdout.splitlines() if not line.startswith("permil")]


def one_spelling(line: str) -> str:
    """Write a package's name as indexes compare it, so that uv and pip give the same file."""
    name, mark, rest = line.strip().partition("==")
    return re.sub(r"[-_.]+", "-", name).lower() + mark + rest


def main() -> int:
    """Write the file and return how it ended."""
    uv = shutil.which("uv")
    lines = with_uv(uv) if uv else with_pip()
    pins = sorted({one_spelling(line) for line in lines if line.strip()})
    strange = [line for line in pins if not PIN.fullmatch(line)]
    if strange:
        print("These lines are no plain pins: " + ", ".join(strange), file=sys.stderr)
        return 1
    TARGET.write_text(HEADER + "\n".join(pins) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(pins)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
