"""Eight scenarios by ``gridplan sweep`` against the sum of eight single runs, whole commands.

    python -m benchmarks.sweep [--case ningxia-2030] [--hours 8760] [--count 8] [--runs 1] [--limit 0.4]

Prints wall and processor seconds, peak memory of the largest process and the ratio of the wall times; exits 1 where it
is above the limit, or a scenario has no results.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import SOLVED, Run, arguments, child, gridplan_run, machine, median, publish, table
from benchmarks.variants import MOST, with_scenarios


def main() -> int:
    """Run both ways and print the table."""
    parser = arguments(__doc__, runs=1)
    parser.add_argument("--case", default="ningxia-2030")
    parser.add_argument("--count", type=int, default=8, choices=range(2, MOST + 1), metavar=f"2..{MOST}")
    parser.add_argument("--method", default="auto")
    parser.add_argument("--limit", type=float, default=0.4, help="highest ratio that ends with exit code 0")
    options = parser.parse_args()
    given = ["--hours", str(options.hours), "--method", options.method]
    swept, alone = [], []
    with with_scenarios(options.case, options.count) as (folder, names):
        for _ in range(options.runs):
            swept.append(sweep(folder, given))
            alone.append(added_up({name: gridplan_run(str(folder), [*given, "--scenario", name]) for name in names}))
    ratio = median(swept, "whole_s") / median(alone, "whole_s")
    rows = [[name, *(f"{median(runs, key):.{digits}f}" for key, digits in (
        ("whole_s", 1), ("processor_s", 1), ("peak_gb", 2)))] for name, runs in (
            ("gridplan sweep", swept), ("single runs, added up", alone))]
    text = (f"{options.case}, {options.count} scenarios, {options.hours} hours, {options.method}, medians of "
            f"{options.runs}\n\n{table(['way', 'wall s', 'processor s', 'peak GB'], rows)}\n\nratio {ratio:.2f}")
    publish("sweep", options.out, text, {"machine": machine(), "sweep": swept, "alone": alone})
    return int(ratio > options.limit)


def sweep(folder: Path, given: list[str]) -> Run:
    """One sweep of a case's scenarios into a folder that is thrown away, with its index."""
    with tempfile.TemporaryDirectory() as out:
        used, _ = child([sys.executable, "-m", "gridplan", "sweep", str(folder), "--out", str(Path(out) / "sweep"),
                         *given], ends=SOLVED)
        index: dict[str, Any] = json.loads((Path(out) / "sweep" / "sweep.json").read_text(encoding="utf-8"))
    return used | {"index": index}


def added_up(runs: dict[str, Run]) -> Run:
    """Runs one after another as one: seconds added, the highest peak."""
    return {key: sum(run[key] for run in runs.values()) for key in ("whole_s", "processor_s")} | {
        "peak_gb": max(run["peak_gb"] for run in runs.values()), "runs": runs}


if __name__ == "__main__":
    raise SystemExit(main())
