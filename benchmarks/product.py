"""The product: the help, ten thousand draws of Hoosfield, and a validation of all models."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import Result

EXAMPLE = Path(__file__).parents[1] / "examples" / "hoosfield.toml"

_ASSESS = """
import json, resource, sys, time
start = time.perf_counter()
import permil
permil.assess(sys.argv[1], draws=1000).document()  # imports and kernels
cold = time.perf_counter() - start
seconds, parts = [], []
for _ in range(3):
    start = time.perf_counter()
    result = permil.assess(sys.argv[1], draws=10_000)
    middle = time.perf_counter()
    result.document()
    seconds.append(middle - start)
    parts.append(time.perf_counter() - middle)
    del result
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps([cold, sorted(seconds)[1], sorted(parts)[1], peak]))
"""

_HELP = """
import sys
from permil.cli.main import app
try:
    app(["--help"])
finally:
    print(*sorted({"numpy", "xarray", "pydantic"} & sys.modules.keys()), file=sys.stderr)
"""


def help_time() -> list[Result]:
    """Time ``permil --help`` in fresh processes and see what it loads."""
    seconds = []
    for _ in range(8):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "permil", "--help"], check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    cold, median = seconds[0], statistics.median(seconds[1:])
    done = subprocess.run([sys.executable, "-c", _HELP], capture_output=True, text=True, check=True)
    loaded = done.stderr.strip()
    return [
        Result(
            "permil --help",
            f"{median:.2f} s (first {cold:.2f} s)",
            "under 0.3 s",
            median < 0.3,
        ),
        Result(
            "loaded by the help",
            loaded or "none of them",
            "no numpy, xarray, pydantic",
            not loaded,
        ),
    ]


def hoosfield() -> list[Result]:
    """Time and weigh 10 000 draws of the Hoosfield example in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", _ASSESS, str(EXAMPLE)], check=True, capture_output=True, text=True
    )
    cold, seconds, document, peak = json.loads(done.stdout)
    return [
        Result(
            "10 000 draws of Hoosfield",
            f"{seconds:.2f} s, answer document {document:.2f} s more "
            f"(imports and first 1 000 draws {cold:.2f} s)",
            "under 3 s after imports",
            seconds + document < 3.0,
        ),
        Result("memory of that run", f"{peak:.2f} GB at most", "under 1 GB", peak < 1.0),
    ]


def validation() -> list[Result]:
    """Time ``permil validate`` without calibration, in a process of its own."""
    command = [sys.executable, "-m", "permil", "validate", "--no-calibration", "--output"]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run([*command, f"{folder}/skill"], check=True, capture_output=True)
        seconds = time.perf_counter() - start
    return [
        Result(
            "permil validate, not calibrated",
            f"{seconds:.1f} s, one thread",
            "under 60 s on two cores",
            seconds < 60.0,
        )
    ]
