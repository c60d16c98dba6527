"""The same system in gridplan and in PyPSA with HiGHS: whole time, solver time, memory, size, objective.

    python benchmarks/against_pypsa.py [--case ningxia-2030] [--hours 8760] [--runs 1] [--methods hipo ipx simplex]

Every run is a process of its own, the two programs by turns.  The time is that of the whole process, from the start of
Python over results in memory to its end: gridplan reads and checks the case, generates the hourly series, builds,
solves, proves and labels; PyPSA starts from tables and series already prepared, builds its network and model, passes it
to HiGHS in memory (io_api="direct", quicker than its default of a file), solves and assigns the results.  The first
round tries PyPSA with each method; later rounds keep its fastest that ended optimal.  Exits 1 if the objectives differ
by more than 1e-6, since times of different problems mean nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SAME_OBJECTIVE = 1e-6
METHODS = ("hipo", "ipx", "simplex")
CROSSOVER = {"hipo": "off", "ipx": "on", "simplex": "on"}
"""PyPSA gets HiGHS the way gridplan calls it; IPX needs its crossover for an accurate point."""


def main() -> int:
    """Run both sides and print the table."""
    options = _options()
    if options.side:
        print(json.dumps(SIDES[options.side](options)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        options.prepared = str(Path(folder) / "like_system.pickle")
        _fresh("prepare", options)
        runs = {"gridplan": [_fresh("gridplan", options)]}
        for method in options.methods:
            runs[f"PyPSA {method}"] = [_fresh("pypsa", options, method)]
        best = _fastest(runs)
        for _ in range(options.runs - 1):
            runs["gridplan"].append(_fresh("gridplan", options))
            runs[best].append(_fresh("pypsa", options, best.removeprefix("PyPSA ")))
    _print(options, runs, best)
    return _verdict(runs, best)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="ningxia-2030")
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--runs", type=int, default=1, help="runs of each side; the median is shown")
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=METHODS, help="methods tried with PyPSA")
    parser.add_argument("--time-limit", type=float, default=900.0, help="seconds each solve may take")
    parser.add_argument("--side", choices=list(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--method", default="auto", help="method of gridplan")
    parser.add_argument("--prepared", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _fresh(side: str, options: argparse.Namespace, method: str | None = None) -> dict[str, Any]:
    """One run in a new process: what it reports, with its wall time, processor time and peak memory."""
    command = [sys.executable, "-W", "ignore", __file__, "--side", side, "--case", options.case, "--hours",
               str(options.hours), "--method", method or options.method, "--prepared", options.prepared,
               "--time-limit", str(options.time_limit)]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        _, exit_status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(exit_status)
        out.seek(0)
        lines = out.read().decode().splitlines()
    if process.returncode:
        raise SystemExit(f"{side} {method or ''} ended with exit code {process.returncode}")
    report = json.loads(lines[-1]) | {"whole_s": seconds, "processor_s": used.ru_utime + used.ru_stime,
                                      "peak_gb": used.ru_maxrss / 1e6}
    print(side, method or "", report, file=sys.stderr, flush=True)
    return report


def _prepare(options: argparse.Namespace) -> dict[str, Any]:
    """Write the like system for PyPSA's side; not timed."""
    from like_system import like_case, like_system

    from gridplan.case.load import load_case
    from gridplan.library.paths import cases_dir
    from gridplan.model.axis import TimeAxis

    case = like_case(load_case(cases_dir() / options.case))
    with open(options.prepared, "wb") as file:
        pickle.dump(like_system(case, TimeAxis.shortened_year(options.hours)), file)
    return {}


def _gridplan(options: argparse.Namespace) -> dict[str, Any]:
    from like_system import like_case

    from gridplan.case.load import load_case
    from gridplan.library.paths import cases_dir
    from gridplan.solve.run import solve

    start = time.perf_counter()
    case = like_case(load_case(cases_dir() / options.case))
    read = time.perf_counter() - start
    run = solve(case, hours=options.hours, method=options.method, threads=2, time_limit_s=options.time_limit).run
    phases = {name: run["seconds"][name] for name in ("build", "solve", "verify")}
    return {"status": "optimal, proven", "method": run["solver"]["method"], "objective": run["cost_million_cny"],
            "solver_s": run["solver"]["seconds"], "rows": run["rows"], "columns": run["columns"],
            "nonzeros": run["nonzeros"], "gap": run["gap"], "phases": {"read": read} | phases}


def _pypsa(options: argparse.Namespace) -> dict[str, Any]:
    import logging

    start = time.perf_counter()
    import pypsa
    from like_system import network

    imported = time.perf_counter()
    for name in ("pypsa", "linopy"):
        logging.getLogger(name).setLevel(logging.WARNING)
    pypsa.options.api.legacy_string_dtype = False
    with open(options.prepared, "rb") as file:
        system = pickle.load(file)
    n = network(system)
    built = time.perf_counter()
    _, status = n.optimize(
        solver_name="highs", io_api="direct", include_objective_constant=False, log_to_console=False,
        solver_options={"solver": options.method, "run_crossover": CROSSOVER[options.method], "threads": 2,
                        "time_limit": options.time_limit})
    done = time.perf_counter()
    highs = n.model.solver_model
    solver = float(highs.getRunTime())
    objective = n.objective + system.constant_million_cny if status == "optimal" else float("nan")
    return {"status": status, "method": options.method, "objective": objective, "solver_s": solver,
            "rows": highs.getNumRow(), "columns": highs.getNumCol(), "nonzeros": highs.getNumNz(),
            "phases": {"import": imported - start, "network": built - imported, "optimize": done - built}}


SIDES = {"prepare": _prepare, "gridplan": _gridplan, "pypsa": _pypsa}


def _fastest(runs: dict[str, list[dict[str, Any]]]) -> str:
    optimal = {name: run[0]["whole_s"] for name, run in runs.items()
               if name != "gridplan" and run[0]["status"] == "optimal"}
    if not optimal:
        raise SystemExit("PyPSA ended optimal with no method within the time limit")
    return min(optimal, key=lambda name: optimal[name])


def _print(options: argparse.Namespace, runs: dict[str, list[dict[str, Any]]], best: str) -> None:
    import highspy
    import pypsa

    print(f"\n{options.case}, {options.hours} hours; PyPSA {pypsa.__version__}, HiGHS {highspy.Highs().version()}; "
          f"median of {options.runs} for gridplan and {best}\n")
    print("| program | method | status | whole s | solver s | all else s | processor s | peak GB | rows | columns "
          "| nonzeros | objective, million CNY |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for name, of_name in runs.items():
        one = of_name[0]
        else_s = statistics.median(run["whole_s"] - run["solver_s"] for run in of_name)
        whole, solver, processor, peak = (
            statistics.median(run[key] for run in of_name) for key in ("whole_s", "solver_s", "processor_s", "peak_gb"))
        print(f"| {name.split()[0]} | {one['method']} | {one['status']} | {whole:.1f} | {solver:.1f} | {else_s:.1f} "
              f"| {processor:.1f} | {peak:.2f} | {one['rows']} | {one['columns']} | {one['nonzeros']} "
              f"| {one['objective']:.4f} |")


def _verdict(runs: dict[str, list[dict[str, Any]]], best: str) -> int:
    ours, theirs = runs["gridplan"], runs[best]
    difference = abs(ours[0]["objective"] - theirs[0]["objective"]) / abs(theirs[0]["objective"])
    ratio = statistics.median(run["whole_s"] for run in theirs) / statistics.median(run["whole_s"] for run in ours)
    print(f"\nobjectives differ by {difference:.1e}; {best} takes {ratio:.2f} times gridplan's whole time")
    return int(not difference <= SAME_OBJECTIVE)


if __name__ == "__main__":
    raise SystemExit(main())
