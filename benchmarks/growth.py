"""One, two and more provinces in one programme: does time grow slower than n^1.3?

    python -m benchmarks.growth [--hours 8760] [--runs 1] [--method auto] [--exponent 1.3] [CASE ...]

n counts the provinces with demand; the cases are given smallest first.  Prints time, memory and size of each whole
command, beside what n^1.3 of the first allows, and the exponent found; exits 1 where a case takes longer.
"""

from __future__ import annotations

import math
from functools import partial

from benchmarks.measure import Run, arguments, by_turns, gridplan_run, machine, median, publish, table

CASES = ("ningxia-2030", "ningxia-hunan-2030", "northwest-centre-2030")
HEADS = ["case", "provinces", "rows", "wall s", "allowed s", "exponent", "processor s", "peak GB", "gap", "method"]


def main() -> int:
    """Run the cases and print the table."""
    parser = arguments(__doc__, runs=1)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--method", default="auto")
    parser.add_argument("--exponent", type=float, default=1.3)
    options = parser.parse_args()
    given = ["--hours", str(options.hours), "--method", options.method]
    runs = by_turns({case: partial(gridplan_run, case, given) for case in options.cases}, options.runs)
    rows = rows_of(runs, {case: provinces(case) for case in options.cases}, options.exponent)
    text = f"{options.hours} hours, medians of {options.runs}\n\n{table(HEADS, rows)}"
    publish("growth", options.out, text, {"machine": machine(), "hours": options.hours, "runs": runs})
    return int(any(float(row[3]) > float(row[4]) for row in rows))


def provinces(case: str) -> int:
    """Regions of a case with a demand of their own (a base that only sends out is none)."""
    from gridplan.case.load import load_case
    from gridplan.library.paths import cases_dir

    demand = load_case(cases_dir() / case).tables["demand"]
    return int(demand.loc[demand["energy_twh"] > 0.0, "region"].nunique())


def rows_of(runs: dict[str, list[Run]], size: dict[str, int], exponent: float) -> list[list[str]]:
    """The rows of the table, each case against the first."""
    first = next(iter(runs))
    begin = median(runs[first], "whole_s")
    rows = []
    for case, of_case in runs.items():
        wall, times, run = median(of_case, "whole_s"), size[case] / size[first], of_case[0]["run"]
        found = f"{math.log(wall / begin) / math.log(times):.2f}" if times > 1.0 else ""
        rows.append([case, str(size[case]), str(run["rows"]), f"{wall:.1f}", f"{begin * times ** exponent:.1f}", found,
                     f"{median(of_case, 'processor_s'):.1f}", f"{median(of_case, 'peak_gb'):.2f}",
                     f"{run['gap']:.1e}", run["solver"]["method"]])
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
