"""Ten scenarios of a case one after another in one process, what is learnt of one serving the next, against ten runs.

    python -m benchmarks.ten_scenarios [--case ningxia-2030] [--hours 8760] [--count 10] [--runs 1] [--method auto]

The chain is ``gridplan.scenarios.chain.solve_chain`` over the cases as ``gridplan sweep`` reads them, each result
written; the single runs are ``gridplan run CASE --scenario NAME``, each a process of its own.  Prints seconds and cost
of each scenario both ways and the ratio of the sums; exits 1 where the bounds that the two ways prove for a scenario
exclude one another.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Run, arguments, gridplan_run, machine, median, publish, reported, table
from benchmarks.variants import MOST, with_scenarios

TOLERANCE = 1e-6


def main() -> int:
    """Run both ways and print the table."""
    options = _options()
    if options.one_process:
        print(json.dumps(chain(options)))
        return 0
    raw: dict[str, Any] = {"machine": machine(), "hours": options.hours, "method": options.method, "rounds": []}
    with with_scenarios(options.case, options.count) as (folder, names):
        given = ["--hours", str(options.hours), "--method", options.method]
        for _ in range(options.runs):
            together = reported("benchmarks.ten_scenarios", ["--case", str(folder), *given, "--one-process"])
            alone = {name: gridplan_run(str(folder), [*given, "--scenario", name]) for name in names}
            raw["rounds"].append({"chain": together, "alone": alone})
    publish("ten_scenarios", options.out, text_of(options, raw["rounds"]), raw)
    return int(any(not agree(one, round_["alone"][one["name"]]["run"])
                   for round_ in raw["rounds"] for one in round_["chain"]["scenarios"]))


def _options() -> argparse.Namespace:
    parser = arguments(__doc__, runs=1)
    parser.add_argument("--case", default="ningxia-2030")
    parser.add_argument("--count", type=int, default=10, choices=range(1, MOST + 1), metavar=f"1..{MOST}")
    parser.add_argument("--method", default="auto")
    parser.add_argument("--one-process", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def chain(options: argparse.Namespace) -> Run:
    """Solve and write every scenario of a folder in this process; seconds from one result to the next."""
    from gridplan.results.write import write_results
    from gridplan.scenarios.chain import SolveOptions, solve_chain
    from gridplan.scenarios.load import read_scenario_set, select

    together = read_scenario_set(Path(options.case))
    cases = [one.complete_case for one in together.all_changed(select(together, ()))]
    scenarios, last = [], time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for scenario, found in zip(together.scenarios, solve_chain(cases, options=SolveOptions(
                hours=options.hours, method=options.method)), strict=True):
            if isinstance(found, Exception):
                raise found
            write_results(found, Path(folder) / scenario.name, together.lang)
            now = time.perf_counter()
            scenarios.append({"name": scenario.name, "seconds": now - last} | {
                key: found.run[key] for key in ("cost_million_cny", "lower_bound_million_cny", "gap", "solver")})
            last = now
    return {"scenarios": scenarios}


def agree(one: Run, other: Run) -> bool:
    """Whether neither of two runs proves that the other's plan is too good to be one."""
    room = TOLERANCE * abs(one["cost_million_cny"])
    return (one["lower_bound_million_cny"] <= other["cost_million_cny"] + room
            and other["lower_bound_million_cny"] <= one["cost_million_cny"] + room)


def text_of(options: argparse.Namespace, rounds: list[dict[str, Any]]) -> str:
    """The table of the scenarios and the ratio."""
    rows = []
    for place, one in enumerate(rounds[0]["chain"]["scenarios"]):
        alone = [round_["alone"][one["name"]] for round_ in rounds]
        seconds = median([round_["chain"]["scenarios"][place] for round_ in rounds], "seconds")
        rows.append([one["name"], f"{seconds:.1f}", f"{median(alone, 'whole_s'):.1f}", f"{one['gap']:.1e}",
                     f"{alone[0]['run']['gap']:.1e}", f"{one['cost_million_cny']:.3f}",
                     f"{alone[0]['run']['cost_million_cny']:.3f}"])
    chained = [round_["chain"] for round_ in rounds]
    apart = median(rounds, partial(_sum_of, key="whole_s"))
    rows.append(["all, whole commands", f"{median(chained, 'whole_s'):.1f}", f"{apart:.1f}", "", "", "", ""])
    heads = ["scenario", "in the chain s", "alone s", "gap", "gap alone", "cost, million CNY", "cost alone"]
    peak = max(run["peak_gb"] for round_ in rounds for run in round_["alone"].values())
    return (f"{options.case}, {len(rows) - 1} scenarios, {options.hours} hours, {options.method}, medians of "
            f"{len(rounds)}\n\n{table(heads, rows)}\n\nthe chain takes {median(chained, 'whole_s') / apart:.2f} of the "
            f"single runs; peak {median(chained, 'peak_gb'):.2f} GB against {peak:.2f} GB")


def _sum_of(round_: dict[str, Any], key: str) -> float:
    return float(sum(run[key] for run in round_["alone"].values()))


if __name__ == "__main__":
    raise SystemExit(main())
