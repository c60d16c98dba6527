"""One weather year against several: whole runs through the command line, and the ratio of time and memory.

    python benchmarks/weather_years.py [--hours 8760] [--years 5] [--risk expected] [CASE]

Each run is a process of its own, so that memory is its own.  ``--hours`` are those of each weather year.  Prints one
line a run and the ratio; exits 1 where several weather years take more than MOST_RATIO times as long as one.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from gridplan.library.paths import cases_dir

MOST_RATIO = 4.0
FIGURES = ("read", "build", "solve", "verify", "write", "total")


def main() -> int:
    """Run the case with one and with several weather years and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", nargs="?", default="ningxia-2030")
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--risk", default="expected")
    options = parser.parse_args()
    heads = ["weather years", *(f"{name} s" for name in FIGURES), "GB", "rows", "method", "gap", "expected cost"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}", flush=True)
    runs = []
    for count in (1, options.years):
        runs.append(_run(options.case, count, options.hours, options.risk if count > 1 else ""))
        print(_line(count, runs[-1]), flush=True)
    one, several = runs
    time, memory = (several["seconds"]["total"] / one["seconds"]["total"],
                    several["peak_memory_gb"] / one["peak_memory_gb"])
    print(f"time {time:.2f} times, memory {memory:.2f} times")
    return int(time > MOST_RATIO)


def _run(case: str, count: int, hours: int, risk: str) -> dict[str, Any]:
    """run.json of the case with so many weather years."""
    with tempfile.TemporaryDirectory() as folder:
        own, out = Path(folder) / case, Path(folder) / "result"
        shutil.copytree(cases_dir() / case, own)
        if count > 1:
            rows = [f"w{number},{number}" for number in range(1, count + 1)]
            (own / "weather_years.csv").write_text("\n".join(["weather_year,seed", *rows]) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "gridplan", "run", str(own), "--out", str(out), "--hours", str(hours),
                   "--quiet", *(["--risk", risk] if risk else [])]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        return dict(json.loads((out / "run.json").read_text(encoding="utf-8")))


def _line(count: int, run: dict[str, Any]) -> str:
    cells = [str(count), *(f"{run['seconds'][name]:.1f}" for name in FIGURES), f"{run['peak_memory_gb']:.2f}",
             str(run["rows"]), run["solver"]["method"], f"{run['gap']:.1e}",
             f"{run.get('expected_cost_million_cny', run['cost_million_cny']):.1f}"]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
