"""The weather years a plan is put to: further seeds of the generated series, or series a planner brings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gridplan.case.case import Case
from gridplan.case.grid import read_csv
from gridplan.case.other_weather import uses_of, with_series, with_weather
from gridplan.case.problems import CaseError, Place, Problem, errors, problem
from gridplan.case.raw import RawSeries
from gridplan.case.safety import unsafe_file
from gridplan.case.series_jobs import check_values
from gridplan.case.series_read import read_series
from gridplan.case.spelling import closest

OWN = "plan-weather"
"""Name of the weather the plan was made for."""

MOST_SEED = 10**6
MOST_YEARS = 1000
NAME = re.compile(r"[\w=-][\w=.-]{0,79}")


@dataclass(frozen=True)
class WeatherYear:
    """A weather year.

    Attributes:
        name: by which its folder is called.
        seed: of the generated series; None where they stay as they are.
        series: series that take the place of the case's own, by name, shape (8760,) each.
        source: file or folder these come from.
    """

    name: str
    seed: int | None = None
    series: Mapping[str, np.ndarray] = field(default_factory=dict)
    source: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it is the weather the plan was made for."""
        return self.seed is None and not self.series

    def title(self, lang: str) -> str:
        """Its name for a reader."""
        if self.is_own:
            return "规划所用气象" if lang == "zh" else "weather of the plan"
        if self.seed is not None:
            return f"气象种子 {self.seed}" if lang == "zh" else f"weather seed {self.seed}"
        return self.name

    def of(self, case: Case) -> Case:
        """The case in this weather.  Raises CaseError where a series cannot be made or fits no load."""
        if self.seed is not None:
            case = with_weather(case, self.seed)
        return with_series(case, self.series, self.source) if self.series else case


class SeedsWrong(ValueError):
    """Seeds that cannot be read, or too many of them."""


def seeded_years(seeds: Sequence[int]) -> list[WeatherYear]:
    """A weather year for each seed."""
    return [WeatherYear(f"seed-{seed}", seed) for seed in seeds]


def next_seeds(count: int, own: int) -> list[int]:
    """The ``count`` seeds after the plan's own."""
    return [(own + step) % (MOST_SEED + 1) for step in range(1, count + 1)]


def read_seeds(text: str) -> list[int]:
    """Seeds as a planner writes them: ``11-20``, ``3,7,11-15``; each once, in the order given.

    Raises SeedsWrong for anything else, a seed above 1 000 000, or more than 1000 seeds.
    """
    seeds: list[int] = []
    for part in re.split(r"[,，;\s]+", text.strip()):
        found = re.fullmatch(r"(\d{1,7})(?:[-–~～](\d{1,7}))?", part)
        if found is None:
            raise SeedsWrong(part)
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first or last > MOST_SEED or last - first >= MOST_YEARS:
            raise SeedsWrong(part)
        seeds += range(first, last + 1)
    seeds = list(dict.fromkeys(seeds))
    if len(seeds) > MOST_YEARS:
        raise SeedsWrong(text)
    return seeds


def supplied_years(path: Path, case: Case, lang: str) -> tuple[list[WeatherYear], list[Problem]]:
    """The weather years at a path: one for a CSV file, one for each CSV file or folder of CSV files in a folder.

    A file has the layout of a case's profiles.csv, its columns named as the case's series.  What a year does not bring
    stays as the plan has it.  With the years comes what is to be said of them though they can be used.

    Raises:
        CaseError: with every fault of all files; there are none, or nothing stands at the path.
    """
    found: list[Problem] = []
    years = [_supplied_year(place, path, case, found) for place in _places(path, found)]
    if errors(found):
        raise CaseError(found, lang)
    return years, found


def _places(path: Path, found: list[Problem]) -> list[Path]:
    """Files and folders that hold a year each."""
    if path.is_file():
        places = [path]
    elif path.is_dir():
        places = sorted(one for one in path.iterdir() if not one.name.startswith(".") and (
            one.suffix.lower() == ".csv" or (one.is_dir() and any(one.glob("*.csv")))))
    else:
        places = []
    if not places:
        found.append(problem("stress_series_none", Place(str(path))))
    names: dict[str, Path] = {}
    for place in places:
        name = place.stem if place.is_file() else place.name
        if not NAME.fullmatch(name) or name in (OWN, "outdated") or name.startswith("seed-"):
            found.append(problem("stress_series_name", Place(place.name), name))
        elif name.casefold() in names:
            found.append(problem("stress_series_twice", Place(place.name), name, other=names[name.casefold()].name))
        names.setdefault(name.casefold(), place)
    return places


def _supplied_year(place: Path, base: Path, case: Case, found: list[Problem]) -> WeatherYear:
    files = sorted(place.glob("*.csv")) if place.is_dir() else [place]
    series: dict[str, np.ndarray] = {}
    uses = uses_of(case)
    for file in files:
        shown = file.relative_to(base).as_posix() if base.is_dir() else file.name
        for one in _series_of(file, shown, base if base.is_dir() else base.parent, place.is_dir(), found):
            if one.name not in uses:
                head = Place(shown, "profiles", 1, one.column)
                found.append(problem("stress_series_unknown", head, one.name, **closest(one.name, uses)))
                continue
            if one.name in series:
                found.append(problem("profile_twice", one.place(), other=shown))
            found += check_values(one, uses[one.name])
            series[one.name] = one.values
    return WeatherYear(place.stem if place.is_file() else place.name, None, series, place.name)


def _series_of(file: Path, shown: str, base: Path, several: bool, found: list[Problem]) -> list[RawSeries]:
    """The series in a file; where a year has ``several`` files, one with a single series is named after its file."""
    unsafe = unsafe_file(file, base, Place(shown, "profiles"))
    if unsafe is not None:
        found.append(unsafe)
        return []
    grid, faults = read_csv(file, shown, "profiles")
    found += faults
    if not grid.rows:
        found += [] if faults else [problem("profile_unreadable", Place(shown), reason_en="it is empty",
                                            reason_zh="文件为空")]
        return []
    read = read_series(grid, file.stem if several and file.name != "profiles.csv" else None)
    found += read.found
    return read.series
