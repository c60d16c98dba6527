"""How long twenty results of a full year take to compare, and how much memory that needs; nothing is solved.

    python benchmarks/compare_twenty.py [--count 20] [--of RESULT]

The results are copies of one (`--of`, a results folder; the synthetic year of the tests where none is given) with
every hourly array, capacity and cost changed by a few percent, so that no two are alike. The comparison runs in a
process of its own, as the command line runs it.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from gridplan.results.open import open_results
from gridplan.results.types import Results
from tests.support.compared import write_short
from tests.support.sample_results import sample_results

MOST_SECONDS, MOST_GB, MOST_WORKBOOK_MB = 20.0, 1.0, 15.0
CHANGE = 0.05
WORKERS = 2
KB_PER_GB = 1e6


def changed(results: Results, seed: int) -> Results:
    """The results with their hourly arrays, capacities and costs moved by up to `CHANGE`."""
    random = np.random.default_rng(seed)
    dataset = results.dataset.copy()
    for name, values in results.dataset.data_vars.items():
        if values.dtype.kind == "f":
            dataset[name] = values * (1.0 + CHANGE * random.uniform(-1.0, 1.0, values.shape))
    costs = results.costs.assign(million_cny=results.costs["million_cny"] * (1.0 + CHANGE * random.uniform(-1.0, 1.0)))
    run = {**results.run, "cost_million_cny": float(costs["million_cny"].sum())}
    return replace(results, dataset=dataset, costs=costs, run=run)


def compare(folder: Path) -> dict[str, float]:
    """Compare the results in a folder; seconds by step, peak GB, and the sizes of what was written."""
    from gridplan.scenarios.compare_find import choose
    from gridplan.scenarios.compare_gather import gather
    from gridplan.scenarios.compare_words import CompareWords
    from gridplan.scenarios.compare_write import PAGE, WORKBOOK, write_comparison
    from gridplan.solve.run import peak_memory_gb

    started = time.perf_counter()
    comparison = gather(choose([folder]), CompareWords("zh"), workers=WORKERS)
    read = time.perf_counter()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The largest of the reading processes, once for each; they have ended before anything is written.
    while_reading = peak_memory_gb() + WORKERS * children.ru_maxrss / KB_PER_GB
    written = write_comparison(comparison, folder / "comparison")
    done = time.perf_counter()
    memory = max(while_reading, peak_memory_gb())
    return {"read": read - started, "write": done - read,
            "processor": time.process_time() + children.ru_utime + children.ru_stime, "peak_gb": memory,
            "workbook_mb": (written / WORKBOOK).stat().st_size / 1e6,
            "page_mb": (written / PAGE).stat().st_size / 1e6}


def main() -> int:
    """Make the results, compare them in a new process, print a table; 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--of", type=Path, help="a results folder; the tests' synthetic year if not given")
    parser.add_argument("--one", type=Path, help="compare here and print JSON; used by the script itself")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(compare(options.one)))
        return 0
    results = open_results(options.of) if options.of else sample_results()
    with tempfile.TemporaryDirectory() as made:
        for number in range(options.count):
            write_short(changed(results, number) if number else results, Path(made) / f"scenario-{number:02d}")
        started = time.perf_counter()
        command = [sys.executable, __file__, "--one", made]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        whole = time.perf_counter() - started
    heads = ["results", "hours", "s in all", "s reading", "s writing", "processor s", "peak GB", "workbook, MB",
             "page, MB"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    seconds = " | ".join(f"{value:.1f}" for value in (whole, found["read"], found["write"], found["processor"]))
    sizes = f"{found['peak_gb']:.2f} | {found['workbook_mb']:.2f} | {found['page_mb']:.1f}"
    print(f"| {options.count} | {results.dataset.sizes['time']} | {seconds} | {sizes} |")
    too_much = whole > MOST_SECONDS or found["peak_gb"] > MOST_GB or found["workbook_mb"] > MOST_WORKBOOK_MB
    return int(too_much)


if __name__ == "__main__":
    sys.exit(main())
