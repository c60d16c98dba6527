"""A cost curve and near-optimal ranges by certified solves against exact ones: whole commands, by turns.

    python -m benchmarks.tradeoffs [--hours 8760] [--runs 1] [--gap 1e-3] [--points 5] [--technology NAME ...]
                                   [--only certified] [CASE]

Wall seconds, peak memory and, point by point and end by end, how far the certified plans cost (or hold) more than the
exact ones; exits 1 where an exact figure lies outside the certified bounds.  A full year asked exactly takes as long
again for each point as a direct run: ``--only certified`` leaves that out.
"""

from __future__ import annotations

from functools import partial
from io import StringIO

import pandas as pd

from benchmarks.measure import Run, arguments, by_turns, gridplan_written, machine, median, publish, table

METHODS = ("certified", "direct")
TRADEOFFS = ("frontier", "alternatives")
SLACK = 0.02
TOLERANCE = 1e-4
"""Share of a figure within which the exact solves prove theirs."""


def main() -> int:
    """Run both commands by both methods and print the tables."""
    parser = arguments(__doc__, runs=1)
    parser.add_argument("case", nargs="?", default="ningxia-2030")
    parser.add_argument("--gap", default="1e-3")
    parser.add_argument("--points", default="5")
    parser.add_argument("--technology", nargs="+", default=["wind_onshore", "solar_utility", "lithium"])
    parser.add_argument("--only", choices=METHODS)
    options = parser.parse_args()
    asked = {"frontier": ["--over", "co2", "--points", options.points, "--cost-slack", "0.1"],
             "alternatives": ["--slack", str(SLACK),
                              *(word for name in options.technology for word in ("--technology", name))]}
    methods = [options.only] if options.only else METHODS
    sides = {f"{command} {method}": partial(_run, command, options.case, [
        *asked[command], "--hours", str(options.hours), "--method", method, "--gap", options.gap])
        for command in TRADEOFFS for method in methods}
    runs = by_turns(sides, options.runs)
    lines = [[name, f"{median(of_side, 'whole_s'):.0f}", f"{median(of_side, 'peak_gb'):.2f}"]
             for name, of_side in runs.items()]
    text = f"{options.case}, {options.hours} hours, gap {options.gap}\n\n"
    text += table(["command", "wall s", "peak GB"], lines)
    wrong = 0
    if not options.only:
        curves = [_frame(runs[f"frontier {method}"][0]) for method in METHODS]
        ranges = [_frame(runs[f"alternatives {method}"][0]) for method in METHODS]
        rows, wrong = _curve_rows(*curves)
        ends, more = _range_rows(*ranges)
        wrong += more
        text += "\n\n" + table(["point", "level, Mt", "certified cost", "exact cost", "above", "proven gap"], rows)
        text += "\n\n" + table(["technology", "certified least", "exact least", "certified most", "exact most",
                                "proven to"], ends)
    publish("tradeoffs", options.out, text, {"machine": machine(), "hours": options.hours, "runs": runs})
    return int(wrong > 0)


def _run(command: str, case: str, words: list[str]) -> Run:
    """A command as typed, its table under ``table``."""
    used, text = gridplan_written([command, case, "--quiet", *words], f"{command}.csv")
    return used | {"table": text}


def _frame(run: Run) -> pd.DataFrame:
    return pd.read_csv(StringIO(run["table"]))


def _curve_rows(certified: pd.DataFrame, exact: pd.DataFrame) -> tuple[list[list[str]], int]:
    """Points at about the same levels side by side; how many exact costs lie outside the certified bounds.

    Levels differ a little, since the far ends do: the exact curve is read between its points, on its own slope.
    """
    rows, wrong = [], 0
    level = "level_co2_mt"
    for point, other in zip(certified.to_dict("records"), exact.to_dict("records"), strict=True):
        slope = float(other["marginal_cny_per_t"])  # million CNY per Mt
        cost = float(other["cost_million_cny"]) + slope * (float(other[level]) - float(point[level]))
        above = float(point["cost_million_cny"]) / cost - 1.0
        near = abs(float(point[level]) / float(other[level]) - 1.0) < TOLERANCE
        wrong += int(near and not -TOLERANCE <= above <= float(point["proven_gap"]) + TOLERANCE)
        rows.append([str(point["point"]), f"{point[level]:.2f}", f"{point['cost_million_cny']:.1f}", f"{cost:.1f}",
                     f"{above:.1e}", f"{point['proven_gap']:.1e}"])
    return rows, wrong


def _range_rows(certified: pd.DataFrame, exact: pd.DataFrame) -> tuple[list[list[str]], int]:
    """Ends side by side; how many exact ones lie outside what is proven of the certified ones."""
    rows, wrong = [], 0
    for one, other in zip(certified.to_dict("records"), exact.to_dict("records"), strict=True):
        room = TOLERANCE * max(abs(float(other["most"])), 1.0) + 0.1 * (float(other["most"]) - float(other["least"]))
        wrong += int(not float(one["least"]) - float(one["least_gap"]) - room <= float(other["least"])
                     <= float(one["least"]) + room)
        wrong += int(not float(one["most"]) - room <= float(other["most"])
                     <= float(one["most"]) + float(one["most_gap"]) + room)
        rows.append([str(one["technology"]), f"{one['least']:.2f}", f"{other['least']:.2f}", f"{one['most']:.2f}",
                     f"{other['most']:.2f}", f"{one['least_gap']:.2f}, {one['most_gap']:.2f}"])
    return rows, wrong


if __name__ == "__main__":
    raise SystemExit(main())
