"""The same system in gridplan and in PyPSA with HiGHS: whole time, solver time, memory, size, objective, ratios.

    python -m benchmarks.against_pypsa [--case ningxia-2030] [--hours 8760] [--runs 3] [--methods hipo ipx simplex]

Every run is a process of its own, by turns: gridplan certified to 1e-3 and to 1e-4, gridplan direct, PyPSA.  The time
is that of the whole process, from the start of Python over results in memory to its end: gridplan reads and
checks the case, generates the hourly series, builds, solves, proves and labels; PyPSA starts from tables and series
already prepared, builds its network and model, passes it to HiGHS in memory (io_api="direct", quicker than its default
of a file), solves and assigns the results.  The first round tries PyPSA with each method; later rounds keep its fastest
that ended optimal.  Exits 1 if the direct objective differs from PyPSA's by more than 1e-6, or PyPSA's lies outside
what a certified run proves, since times of different problems mean nothing.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Run, arguments, machine, median, publish, reported, table

SAME_OBJECTIVE = 1e-6
METHODS = ("hipo", "ipx", "simplex")
CROSSOVER = {"hipo": "off", "ipx": "on", "simplex": "on"}
"""PyPSA gets HiGHS the way gridplan calls it; IPX needs its crossover for an accurate point."""

OURS = {"gridplan certified 1e-3": ("certified", "1e-3"), "gridplan certified 1e-4": ("certified", "1e-4"),
        "gridplan direct": ("direct", "1e-4")}
"""Method and gap of our runs."""

DIRECT = "gridplan direct"
HEADS = ["program", "method", "status", "whole s", "of PyPSA", "solver s", "all else s", "processor s", "peak GB",
         "of PyPSA", "gap", "rows", "columns", "nonzeros", "objective, million CNY"]


def main() -> int:
    """Run all sides and print the table."""
    options = _options()
    if options.side:
        print(json.dumps(SIDES[options.side](options)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        options.prepared = str(Path(folder) / "like_system.pickle")
        _fresh(options, "prepare")
        sides = {name: partial(_fresh, options, "gridplan", *how) for name, how in OURS.items()}
        sides |= {f"PyPSA {method}": partial(_fresh, options, "pypsa", method) for method in options.methods}
        runs = {name: [_told(name, run)] for name, run in sides.items()}
        best = fastest(runs)
        for _ in range(options.runs - 1):
            for name in (*OURS, best):
                runs[name].append(_told(name, sides[name]))
    text, wrong = _text(options, runs, best), wrong_of(runs, best)
    raw = {"machine": machine() | {"pypsa": runs[best][0]["version"]}, "hours": options.hours, "case": options.case}
    publish("against_pypsa", options.out, text, raw | {"runs": runs, "fastest": best})
    return int(wrong)


def _options() -> argparse.Namespace:
    parser = arguments(__doc__)
    parser.add_argument("--case", default="ningxia-2030")
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=METHODS, help="methods tried with PyPSA")
    parser.add_argument("--time-limit", type=float, default=1800.0, help="seconds each solve may take")
    parser.add_argument("--side", choices=list(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--method", default="", help=argparse.SUPPRESS)
    parser.add_argument("--gap", type=float, default=1e-4, help=argparse.SUPPRESS)
    parser.add_argument("--prepared", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _fresh(options: argparse.Namespace, side: str, method: str = "", gap: str = "1e-4") -> Run:
    """One run of a side in a new process."""
    return reported("benchmarks.against_pypsa", [
        "--side", side, "--case", options.case, "--hours", str(options.hours), "--method", method, "--gap", gap,
        "--prepared", options.prepared, "--time-limit", str(options.time_limit)])


def _told(name: str, run: Any) -> Run:
    found: Run = run()
    print(f"{name}: {found['whole_s']:.1f} s, {found['status']}", file=sys.stderr, flush=True)
    return found


def _prepare(options: argparse.Namespace) -> dict[str, Any]:
    """Write the like system for PyPSA's side; not timed."""
    from benchmarks.like_system import like_case, like_system
    from gridplan.case.load import load_case
    from gridplan.library.paths import cases_dir
    from gridplan.model.axis import TimeAxis

    case = like_case(load_case(cases_dir() / options.case))
    with open(options.prepared, "wb") as file:
        pickle.dump(like_system(case, TimeAxis.shortened_year(options.hours)), file)
    return {}


def _gridplan(options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.like_system import like_case
    from gridplan.case.load import load_case
    from gridplan.library.paths import cases_dir
    from gridplan.solve.run import solve

    start = time.perf_counter()
    case = like_case(load_case(cases_dir() / options.case))
    read = time.perf_counter() - start
    run = solve(case, hours=options.hours, method=options.method, gap=options.gap, threads=2,
                time_limit_s=options.time_limit).run
    phases = {name: run["seconds"][name] for name in ("build", "solve", "verify")}
    return {"status": "optimal, proven" if run["status"] != "stopped" else "gap not reached",
            "method": run["solver"]["method"], "objective": run["cost_million_cny"],
            "solver_s": run["solver"]["seconds"], "rows": run["rows"], "columns": run["columns"],
            "nonzeros": run["nonzeros"], "gap": run["gap"], "bound": run["lower_bound_million_cny"],
            "steps": run["solver"].get("steps", []), "phases": {"read": read} | phases}


def _pypsa(options: argparse.Namespace) -> dict[str, Any]:
    import logging

    start = time.perf_counter()
    import pypsa

    from benchmarks.like_system import network

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
    return {"status": status, "method": options.method, "version": pypsa.__version__,
            "objective": objective, "solver_s": solver,
            "rows": highs.getNumRow(), "columns": highs.getNumCol(), "nonzeros": highs.getNumNz(),
            "phases": {"import": imported - start, "network": built - imported, "optimize": done - built}}


SIDES = {"prepare": _prepare, "gridplan": _gridplan, "pypsa": _pypsa}


def fastest(runs: dict[str, list[Run]]) -> str:
    """PyPSA's quickest way that ended optimal.

    Raises:
        SystemExit: if none did.
    """
    optimal = {name: run[0]["whole_s"] for name, run in runs.items()
               if name not in OURS and run[0]["status"] == "optimal"}
    if not optimal:
        raise SystemExit("PyPSA ended optimal with no method within the time limit")
    return min(optimal, key=lambda name: optimal[name])


def wrong_of(runs: dict[str, list[Run]], best: str) -> bool:
    """Whether an objective of ours contradicts PyPSA's."""
    theirs = runs[best][0]["objective"]
    room = SAME_OBJECTIVE * abs(theirs)
    certified = [run for name in OURS if name != DIRECT for run in runs[name]]
    return (abs(runs[DIRECT][0]["objective"] - theirs) > room
            or any(not run["bound"] - room <= theirs <= run["objective"] + room for run in certified))


def _text(options: argparse.Namespace, runs: dict[str, list[Run]], best: str) -> str:
    rows = []
    for name, of_name in runs.items():
        one, elsewhere = of_name[0], median(of_name, lambda run: run["whole_s"] - run["solver_s"])
        (whole, of_wall), (peak, of_peak) = (
            (median(of_name, key), median(of_name, key) / median(runs[best], key)) for key in ("whole_s", "peak_gb"))
        rows.append([
            name.split()[0], one["method"], one["status"], f"{whole:.1f}", f"{of_wall:.2f}",
            f"{median(of_name, 'solver_s'):.1f}", f"{elsewhere:.1f}", f"{median(of_name, 'processor_s'):.1f}",
            f"{peak:.2f}", f"{of_peak:.2f}",
            f"{one['gap']:.1e}" if "gap" in one else "", one["rows"], one["columns"], one["nonzeros"],
            f"{one['objective']:.4f}"])
    theirs = runs[best][0]["objective"]
    apart = ", ".join(f"{name} {(runs[name][0]['objective'] - theirs) / abs(theirs):.1e}" for name in OURS)
    return (f"{options.case}, {options.hours} hours; PyPSA {runs[best][0]['version']}; medians of {options.runs} for "
            f"gridplan and {best}, the other methods of PyPSA once\n\n{table(HEADS, rows)}\n\n"
            f"objectives against {best}: {apart}\n\nboth sides: 2 threads; PyPSA: HiGHS with io_api=direct, crossover "
            f"{CROSSOVER[best.split()[1]]}, no objective constant")


if __name__ == "__main__":
    raise SystemExit(main())
