"""The product: the help, and ten thousand draws of the Hoosfield assessment."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.timing import Result

EXAMPLE = Path(__file__).parents[1] / "examples" / "hoosfield.toml"

_ASSESS = """
import json, resource, sys, time
import permil
from permil.workflows import assess, document, summary
permil.assess(sys.argv[1], draws=1000).document()  # imports and kernels
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
print(json.dumps([sorted(seconds)[1], sorted(parts)[1], peak]))
"""


def help_time() -> list[Result]:
    """Time ``permil --help`` in fresh processes."""
    seconds = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "permil", "--help"], check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    return [Result("permil --help", f"{median:.2f} s", "under 0.3 s", median < 0.3)]


def hoosfield() -> list[Result]:
    """Time and weigh 10 000 draws of the Hoosfield example in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", _ASSESS, str(EXAMPLE)], check=True, capture_output=True, text=True
    )
    seconds, document, peak = json.loads(done.stdout)
    return [
        Result(
            "10 000 draws of Hoosfield",
            f"{seconds:.2f} s, answer document {document:.2f} s more",
            "under 3 s after imports",
            seconds + document < 3.0,
        ),
        Result("memory of that run", f"{peak:.2f} GB at most", "under 1 GB", peak < 1.0),
    ]
