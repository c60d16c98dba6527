"""How long a full year takes to build and hand to the solver, and how much memory that needs; nothing is solved.

    python benchmarks/hand_over.py [--hours 8760] [CASE ...]

Each case in a process of its own, so that the peak of memory is its own.  Reading includes the generated series.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import pairwise

from gridplan.case.load import load_case
from gridplan.library.paths import cases_dir
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import compile_problem
from gridplan.solve.run import peak_memory_gb

CASES = ("ningxia-2030", "hunan-2030", "shanxi-2025", "inner-mongolia-2030")


def measure(name: str, hours: int) -> dict[str, float]:
    """Seconds of reading, building, compiling and passing to HiGHS; peak GB after each of the last three; size."""
    marks = [time.perf_counter()]
    case = load_case(cases_dir() / name)
    marks.append(time.perf_counter())
    model = build_model(case, TimeAxis.shortened_year(hours))
    marks.append(time.perf_counter())
    built = peak_memory_gb()
    problem = compile_problem(model)
    marks.append(time.perf_counter())
    compiled = peak_memory_gb()
    HighsSolver(problem)
    marks.append(time.perf_counter())
    seconds = [later - earlier for earlier, later in pairwise(marks)]
    return dict(zip(("read", "build", "compile", "pass"), seconds, strict=True)) | {
        "built_gb": built, "compiled_gb": compiled, "peak_gb": peak_memory_gb(), "rows": problem.shape[0],
        "columns": problem.shape[1], "nonzeros": int(problem.matrix.nnz)}


def main() -> None:
    """Measure each case in a new process and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--one", action="store_true", help="measure here and print JSON; used by the script itself")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.cases[0], options.hours)))
        return
    heads = ["case", "read, s", "build, s", "compile, s", "pass to HiGHS, s", "GB built", "GB compiled", "GB at most",
             "rows", "columns", "nonzeros"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for name in options.cases:
        command = [sys.executable, __file__, name, "--hours", str(options.hours), "--one"]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        times = " | ".join(f"{found[key]:.1f}" for key in ("read", "build", "compile", "pass"))
        memory = " | ".join(f"{found[key]:.2f}" for key in ("built_gb", "compiled_gb", "peak_gb"))
        print(f"| {name} | {times} | {memory} | {found['rows']} | {found['columns']} | {found['nonzeros']} |",
              flush=True)


if __name__ == "__main__":
    main()
