"""One province in one year against what a plan grows by: a path of years, two provinces, weather years, all three.

    python -m benchmarks.dimensions [--hours 8760] [--runs 1] [--weather-years 5] [--risk expected] [--out FOLDER]
        [--time-limit SECONDS] [year path provinces weather all]

Whole commands in processes of their own, by turns: the shipped province, the shipped path of three years, the shipped
two provinces, the province over several weather years (``--hours`` are those of each), and two provinces of the library
over three planning years and two weather years.  Prints time and memory and how often each is that of the first; exits
1 where one takes more than its limit.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.measure import Run, arguments, by_turns, child, gridplan_run, machine, median, publish, table
from gridplan.library.paths import cases_dir

YEAR, PATH, PROVINCES, WEATHER, ALL = "year", "path", "provinces", "weather", "all"
SHIPPED = {YEAR: "ningxia-2030", PATH: "ningxia-path", PROVINCES: "ningxia-hunan-2030"}
MADE = ("new", "ningxia+hunan", "--years", "2025,2030,2035", "--weather-years", "2")
MOST_TIME = {PATH: 5.0, PROVINCES: 3.0, WEATHER: 4.0}
"""Most times as long as the one year may take."""

HEADS = ["what", "rows", "read", "build", "solve", "verify", "write", "wall s", "times", "at most", "peak GB", "times",
         "gap", "method"]


def main() -> int:
    """Run what is asked for and print the table."""
    parser = arguments(__doc__, runs=1)
    parser.add_argument("what", nargs="*", default=[YEAR, PATH, PROVINCES, WEATHER],
                        help=", ".join((*SHIPPED, WEATHER, ALL)))
    parser.add_argument("--weather-years", type=int, default=5)
    parser.add_argument("--risk", default="expected")
    parser.add_argument("--time-limit", type=float, help="most seconds of solving for each; 3600 unless given")
    options = parser.parse_args()
    unknown = set(options.what) - {*SHIPPED, WEATHER, ALL}
    if unknown:
        parser.error(f"no such thing to measure: {', '.join(sorted(unknown))}")
    wanted = list(dict.fromkeys([YEAR, *options.what]))
    with cases(wanted, options.weather_years) as found:
        limit = ["--time-limit", str(options.time_limit)] if options.time_limit else []
        given = {name: [*(["--risk", options.risk] if name in (WEATHER, ALL) else []), "--hours", str(options.hours),
                        *limit] for name in wanted}
        sides = {name: partial(gridplan_run, found[name], given[name]) for name in wanted}
        runs = by_turns(sides, options.runs)
    text = f"{options.hours} hours, medians of {options.runs}\n\n{table(HEADS, rows_of(runs))}"
    publish("dimensions", options.out, text, {"machine": machine(), "hours": options.hours, "runs": runs})
    return int(any(times_as_long(runs, name) > most for name, most in MOST_TIME.items() if name in runs))


@contextmanager
def cases(wanted: list[str], weather_years: int) -> Iterator[dict[str, str]]:
    """The cases by what they are, those wanted that do not ship made in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        weather, all_three = Path(folder) / "weather", Path(folder) / "all"
        if WEATHER in wanted:
            shutil.copytree(cases_dir() / SHIPPED[YEAR], weather)
            rows = [f"w{number},{number}" for number in range(1, weather_years + 1)]
            (weather / "weather_years.csv").write_text("\n".join(["weather_year,seed", *rows]) + "\n", encoding="utf-8")
        if ALL in wanted:
            child([sys.executable, "-m", "gridplan", MADE[0], MADE[1], str(all_three), *MADE[2:]])
        yield SHIPPED | {WEATHER: str(weather), ALL: str(all_three)}


def times_as_long(runs: dict[str, list[Run]], name: str) -> float:
    """How often the time of the one year a run takes."""
    return median(runs[name], "whole_s") / median(runs[YEAR], "whole_s")


def rows_of(runs: dict[str, list[Run]]) -> list[list[str]]:
    """The rows of the table, each against the one year."""
    memory = median(runs[YEAR], "peak_gb")
    rows = []
    for name, of_name in runs.items():
        run = of_name[0]["run"]
        seconds = [f"{median(of_name, lambda one, key=key: one['run']['seconds'][key]):.1f}" for key in HEADS[2:7]]
        peak = median(of_name, "peak_gb")
        rows.append([name, str(run["rows"]), *seconds, f"{median(of_name, 'whole_s'):.1f}",
                     f"{times_as_long(runs, name):.2f}", f"{MOST_TIME[name]:.0f}" if name in MOST_TIME else "",
                     f"{peak:.2f}", f"{peak / memory:.2f}", f"{run['gap']:.1e}", run["solver"]["method"]])
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
