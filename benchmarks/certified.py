"""The certified solve against the direct one: whole commands in processes of their own, by turns.

    python -m benchmarks.certified [--hours 8760] [--runs 3] [--gaps 1e-3 1e-4] [--out FOLDER] [CASE ...]

Wall and processor seconds, peak memory, proven gap, how far the cost lies from the direct one's, the share of time
outside the solver and the seconds of each phase; medians.  Exits 1 where the direct cost lies outside the certified
bounds, or a gap is not the one asked.
"""

from __future__ import annotations

from functools import partial

from benchmarks.measure import (
    Run,
    arguments,
    by_turns,
    gridplan_run,
    machine,
    median,
    outside_solver,
    publish,
    table,
)

CASES = ("ningxia-2030", "hunan-2030")
DIRECT = "direct"
TOLERANCE = 1e-6
"""Relative error of the direct optimum itself."""

HEADS = ["case", "method", "wall s", "of direct", "processor s", "peak GB", "of direct", "proven gap",
         "cost, million CNY", "cost above direct", "bound below direct", "outside the solver"]


def main() -> int:
    """Run the cases and print the tables."""
    parser = arguments(__doc__)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--gaps", nargs="+", default=["1e-3", "1e-4"])
    options = parser.parse_args()
    raw: dict = {"machine": machine(), "hours": options.hours, "cases": {}}
    texts, wrong = [], 0
    for case in options.cases:
        hours = ["--hours", str(options.hours)]
        sides = {f"certified {gap}": partial(gridplan_run, case, [*hours, "--method", "certified", "--gap", gap])
                 for gap in options.gaps}
        sides[DIRECT] = partial(gridplan_run, case, [*hours, "--method", DIRECT])
        runs = by_turns(sides, options.runs)
        raw["cases"][case] = runs
        texts.append(text_of(case, runs))
        wrong += sum(not within(runs[name], runs[DIRECT], float(name.split()[1])) for name in runs if name != DIRECT)
    publish("certified", options.out, f"{options.hours} hours, medians of {options.runs}\n\n" + "\n\n".join(texts), raw)
    return int(wrong > 0)


def within(certified: list[Run], direct: list[Run], gap: float) -> bool:
    """Whether every certified run proves its gap and has the direct cost between its bounds."""
    cost = direct[0]["run"]["cost_million_cny"]
    room = TOLERANCE * abs(cost)
    return all(one["run"]["gap"] <= gap
               and one["run"]["lower_bound_million_cny"] - room <= cost <= one["run"]["cost_million_cny"] + room
               for one in certified)


def text_of(case: str, runs: dict[str, list[Run]]) -> str:
    """The tables of a case: the methods side by side, and the seconds of each phase; then what was typed."""
    wall, peak = median(runs[DIRECT], "whole_s"), median(runs[DIRECT], "peak_gb")
    cost = median(runs[DIRECT], _figure("cost_million_cny"))
    rows = []
    for name, of_name in runs.items():
        ours = {key: median(of_name, _figure(key)) for key in ("cost_million_cny", "lower_bound_million_cny", "gap")}
        rows.append([
            case, name, f"{median(of_name, 'whole_s'):.1f}", f"{median(of_name, 'whole_s') / wall:.2f}",
            f"{median(of_name, 'processor_s'):.1f}", f"{median(of_name, 'peak_gb'):.2f}",
            f"{median(of_name, 'peak_gb') / peak:.2f}", f"{ours['gap']:.1e}", f"{ours['cost_million_cny']:.3f}",
            f"{(ours['cost_million_cny'] - cost) / abs(cost):.1e}",
            f"{(cost - ours['lower_bound_million_cny']) / abs(cost):.1e}", f"{median(of_name, outside_solver):.0%}"])
    typed = "\n".join(f"- {name}: `{of_name[0]['command']}`" for name, of_name in runs.items())
    return f"{table(HEADS, rows)}\n\n{_phases(case, runs)}\n\n{typed}"


def _figure(key: str):
    return lambda run: float(run["run"][key])


def _phases(case: str, runs: dict[str, list[Run]]) -> str:
    names = list(dict.fromkeys(name for of_name in runs.values() for run in of_name for name in run["phases"]))
    return table(["case", "method", *(f"{name} s" for name in names)],
                 ([case, side, *(f"{median(of_side, _phase(name)):.1f}" for name in names)]
                  for side, of_side in runs.items()))


def _phase(name: str):
    return lambda run: float(run["phases"].get(name, 0.0))


if __name__ == "__main__":
    raise SystemExit(main())
