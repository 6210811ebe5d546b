"""Pin the versions of all packages, extras included, in constraints.txt.

The file names packages and versions only: no address of any index and no hash.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "constraints.txt"
EXTRAS = "pdf,docs,test,check,bench"
#: The first release of the lowest Python that is supported: pins must install on its every patch.
LOWEST = "3.11.0"
HEADER = "# Versions of all packages, extras included; written by `make lock`.\n"
#: A pinned package: nothing else may stand in the file.
PIN = re.compile(r"[A-Za-z0-9._-]+==[^\s;@/]+(\s*;[^/]*)?")


def with_uv(uv: str) -> list[str]:
    """Resolve with uv for the lowest Python that is supported."""
    command = [uv, "pip", "compile", "pyproject.toml", "--quiet", "--python-version", LOWEST]
    for extra in EXTRAS.split(","):
        command += ["--extra", extra]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--upgrade"]
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()


def with_pip() -> list[str]:
    """Resolve with pip, also for the lowest Python, whichever one runs this."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(w for name in EXTRAS.split(",") for w in extras[name])]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        report = Path(folder) / "report.json"
        command = [str(Path(folder) / "bin" / "python"), "-m", "pip", "install", "--dry-run"]
        command += ["--quiet", "--disable-pip-version-check", "--ignore-installed"]
        # Another Python than the running one can be asked for wheels only, never for sources.
        command += ["--only-binary", ":all:", "--target", str(Path(folder) / "target")]
        command += ["--python-version", LOWEST, "--report", str(report)]
        subprocess.run([*command, *wanted], check=True)
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    return [f"{entry['metadata']['name']}=={entry['metadata']['version']}" for entry in found]


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
