"""The certified solve against the direct one: whole runs through the command line, by turns, and where each ends.

    python benchmarks/certified.py [--hours 8760] [--rounds 1] [--gap 1e-3] [CASE ...]

Each run is a process of its own, so that memory is its own.  Prints one line a run, the medians' ratio a case, and
exits 1 where the direct cost lies outside the certified bounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CASES = ("ningxia-2030", "hunan-2030")
METHODS = ("certified", "direct")
TOLERANCE = 1e-6


def main() -> int:
    """Run the cases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--gap", type=float, default=1e-3)
    options = parser.parse_args()
    heads = ["case", "method", "solve s", "total s", "GB", "cost, million CNY", "bound", "gap"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}", flush=True)
    outside = 0
    for case in options.cases:
        runs: dict[str, list[dict[str, Any]]] = {method: [] for method in METHODS}
        for _ in range(options.rounds):
            for method in METHODS:
                runs[method].append(_run(case, options.hours, method, options.gap))
                print(_line(case, method, runs[method][-1]), flush=True)
        ratio = _median(runs["certified"]) / _median(runs["direct"])
        print(f"| {case} | certified / direct | | {ratio:.2f} | | | | |", flush=True)
        cost = runs["direct"][-1]["cost_million_cny"]
        outside += any(not one["lower_bound_million_cny"] * (1 - TOLERANCE) <= cost
                       <= one["cost_million_cny"] * (1 + TOLERANCE) for one in runs["certified"])
    return int(outside > 0)


def _median(runs: list[dict[str, Any]]) -> float:
    return statistics.median(run["seconds"]["total"] for run in runs)


def _line(case: str, method: str, run: dict[str, Any]) -> str:
    return (f"| {case} | {method} | {run['seconds']['solve']:.1f} | {run['seconds']['total']:.1f} "
            f"| {run['peak_memory_gb']:.2f} | {run['cost_million_cny']:.3f} | {run['lower_bound_million_cny']:.3f} "
            f"| {run['gap']:.1e} |")


def _run(case: str, hours: int, method: str, gap: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "result"
        command = [sys.executable, "-m", "gridplan.cli", "run", case, "--out", str(out), "--hours", str(hours),
                   "--method", method, "--gap", str(gap)]
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
        if not (out / "run.json").exists():
            print(finished.stdout, finished.stderr, sep="\n", file=sys.stderr)
            raise SystemExit(f"{case} by {method} gave no results (exit code {finished.returncode})")
        run: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
        return run


if __name__ == "__main__":
    raise SystemExit(main())
