"""Run all benchmarks, print measured against target, and fail if a target is missed."""

from __future__ import annotations

import os
import sys

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"


def main() -> int:
    """Print the table and return how the targets were met."""
    from benchmarks.engine import forward, microbial, sites
    from benchmarks.models import steady_states, years
    from benchmarks.product import help_time, hoosfield, validation
    from benchmarks.whole_balance import whole_balance

    missed = 0
    for group in (
        help_time,
        hoosfield,
        whole_balance,
        validation,
        sites,
        forward,
        years,
        steady_states,
        microbial,
    ):
        for result in group():
            mark = {True: "met", False: "MISSED", None: ""}[result.met]
            missed += result.met is False
            print(f"{result.name:36} {mark:7} {result.measured}  [{result.target}]", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
