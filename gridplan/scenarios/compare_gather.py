"""Several results brought together: the areas they share, their figures side by side, and what must be said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd

from gridplan.results.report_units import number
from gridplan.scenarios.compare_find import Chosen, ComparisonError, Found, Remark
from gridplan.scenarios.compare_inputs import differences
from gridplan.scenarios.compare_lines import KEYS, TOTAL
from gridplan.scenarios.compare_read import Scenario, read_scenario
from gridplan.scenarios.compare_words import CompareWords

Progress = Callable[[int, int, str], object]
WORTH_WORKERS = 6
"""Results from which on starting another process takes less time than it saves."""


@dataclass(frozen=True)
class Place:
    """An area of the comparison: a region, or the sum of every region (`TOTAL`), in one planning year."""

    region: str
    year: int
    name: str

    @property
    def key(self) -> str:
        """What names the area in the page's data."""
        return f"{self.region} {self.year}"


@dataclass(frozen=True)
class Comparison:
    """Results to compare, the base first.

    Attributes
    ----------
    scenarios
        What was read of each.
    places
        Areas of the base; of a year in which it has several regions also their sum, first.
    remarks
        What a reader must know before trusting a difference.
    words
        The language it is told in.
    """

    scenarios: list[Scenario]
    places: list[Place]
    remarks: list[Remark]
    words: CompareWords

    @property
    def base(self) -> Scenario:
        """What the others are held against."""
        return self.scenarios[0]

    @property
    def names(self) -> list[str]:
        """Names of the scenarios, the base's first."""
        return [scenario.name for scenario in self.scenarios]

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Every figure of the base's areas: index `KEYS`; columns name, below, unit and one for each scenario, NaN
        where a scenario has no such line.
        """
        frames = [scenario.lines.set_index(KEYS) for scenario in self.scenarios]
        texts = pd.concat([frame[["name", "below", "unit"]] for frame in frames])
        texts = texts[~texts.index.duplicated()]
        values = pd.concat([frame["value"].rename(place) for place, frame in enumerate(frames)], axis=1)
        together = texts.join(values.reindex(texts.index)).rename(columns=dict(enumerate(self.names)))
        known = {(place.region, place.year) for place in self.places}
        inside = [(region, year) in known for _, region, year, _ in together.index]
        return _in_order(together[inside], frames)

    def group(self, group: str, place: Place) -> pd.DataFrame:
        """Figures of one group and area, indexed by key, in the order of the base; empty where there are none."""
        try:
            return self.figures.loc[(group, place.region, place.year)]
        except KeyError:
            return self.figures.iloc[:0].droplevel(KEYS[:3])

    def values(self, group: str, place: Place, key: str) -> np.ndarray:
        """One figure of every scenario, shape (scenario,), NaN where there is none."""
        lines = self.group(group, place)
        if key not in lines.index:
            return np.full(len(self.scenarios), np.nan)
        return np.asarray(lines.loc[key, self.names].to_numpy(dtype=float))

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """Inputs that are not alike in all scenarios; columns as in `compare_inputs.differences`."""
        return differences({scenario.name: scenario.inputs for scenario in self.scenarios}, self.words)


def _in_order(together: pd.DataFrame, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Lines group by group in the base's order; one the base lacks stands behind the line it follows elsewhere."""
    order: list[tuple[Any, ...]] = []
    for frame in frames:
        known, at = set(order), -1
        places = {key: place for place, key in enumerate(order)}
        if not order:
            order = list(frame.index)
            continue
        fresh: dict[int, list[tuple[Any, ...]]] = {}
        for key in frame.index:
            if key in known:
                at = places[key]
            else:
                fresh.setdefault(at, []).append(key)
        if fresh:
            following = (item for place, key in enumerate(order) for item in (key, *fresh.get(place, [])))
            order = [*fresh.get(-1, []), *following]
    present = set(together.index)
    return together.loc[[key for key in order if key in present]].sort_index(level=[0, 1, 2], sort_remaining=False)


def gather(chosen: Chosen, words: CompareWords, progress: Progress | None = None, workers: int = 1) -> Comparison:
    """Read the results one after another and bring them together.

    `progress` is told the number of the result, of how many, and its name when each has been read. With several
    `workers` as many are read at a time, each in a process of its own, where there are enough of them to be worth it.

    Raises ComparisonError where a result shares no region and planning year with the base.
    """
    scenarios = []
    for scenario in _read(chosen.results, words, workers):
        scenarios.append(scenario)
        if progress:
            progress(len(scenarios), len(chosen.results), scenario.name)
    scenarios = told_apart(scenarios, [one.name for one in chosen.results])
    base = scenarios[0]
    strangers = [one for one in scenarios[1:] if not set(one.areas) & set(base.areas)]
    if strangers:
        raise ComparisonError([_stranger(one, base) for one in strangers])
    return Comparison(scenarios, _places(base, words), [*chosen.remarks, *_remarks(scenarios)], words)


def told_apart(scenarios: list[Scenario], folders: list[str]) -> list[Scenario]:
    """The scenarios under the names their case gives them; where two share one, under those of their folders."""
    used = Counter(one.name for one in scenarios)
    return [one if used[one.name] == 1 else replace(one, name=folder)
            for one, folder in zip(scenarios, folders, strict=True)]


def _read(results: Sequence[Found], words: CompareWords, workers: int) -> Iterator[Scenario]:
    read = partial(read_scenario, words=words)
    if workers < 2 or len(results) < WORTH_WORKERS:
        yield from map(read, results)
        return
    # Started afresh: what reads the files keeps locks that a copied process would find closed.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(read, results)


def _stranger(one: Scenario, base: Scenario) -> Remark:
    has, asks = _area_list(one.areas), _area_list(base.areas)
    return Remark(f"{one.folder}: has {has}, nothing of the base's {asks}; there is nothing to compare",
                  f"{one.folder}：只有 {has}，与基准（{asks}）没有相同的地区和规划年，无法对比")


def _area_list(areas: object) -> str:
    return ", ".join(f"{region} {year}" for region, year in areas)  # type: ignore[attr-defined]


def _places(base: Scenario, words: CompareWords) -> list[Place]:
    places = [Place(region, year, words("page.area", name=name, year=year))
              for (region, year), name in base.areas.items()]
    sums = []
    for year in dict.fromkeys(year for _, year in base.areas):
        if sum(place.year == year for place in places) > 1:
            sums.append(Place(TOTAL, year, words("page.area", name=words("compare.all_regions"), year=year)))
    return [*sums, *places]


def _remarks(scenarios: Sequence[Scenario]) -> list[Remark]:
    """What makes figures of the results less than alike in kind."""
    base, remarks = scenarios[0], []
    hours = {scenario.run["hours"] for scenario in scenarios}
    if len(hours) > 1:
        said = ", ".join(f"{one.name} {number(one.run['hours'], 0)}" for one in scenarios)
        remarks.append(Remark(
            f"Not the same hours were solved ({said}); yearly figures are weighted up, so part of every difference "
            "comes from that.", f"求解的小时数不同（{said}）；年度数值已折算为全年，差异中有一部分由此而来。"))
    elif base.shortened:
        count = number(base.run["hours"], 0)
        remarks.append(Remark(f"Shortened years of {count} hours: a first look, not a basis for decisions.",
                              f"各方案只求解了 {count} 小时，仅供初步观察，不能作为规划依据。"))
    for one in scenarios[1:]:
        remarks += _area_remarks(one, base)
    remarks += _alike(scenarios)
    versions = {str(one.run["versions"].get("gridplan", "")) for one in scenarios}
    if len(versions) > 1:
        said = ", ".join(sorted(versions))
        remarks.append(Remark(f"Solved by different versions of gridplan ({said}).",
                              f"各方案由不同版本的 gridplan 求解（{said}）。"))
    return remarks


def _area_remarks(one: Scenario, base: Scenario) -> list[Remark]:
    lacking = [area for area in base.areas if area not in one.areas]
    beyond = [area for area in one.areas if area not in base.areas]
    remarks = []
    if lacking:
        said = _area_list(lacking)
        remarks.append(Remark(f"{one.name} has no {said}: its cells there are blank.",
                              f"{one.name} 没有 {said}，相应数值留空。"))
    if beyond:
        said = _area_list(beyond)
        remarks.append(Remark(f"{one.name} also has {said}, which the base has not: left out.",
                              f"{one.name} 另有 {said}，基准中没有，未列入。"))
    return remarks


def _alike(scenarios: Sequence[Scenario]) -> list[Remark]:
    """Scenarios made from the very same inputs: most often a change that never reached the case."""
    groups: dict[str, list[str]] = {}
    for one in scenarios:
        groups.setdefault(f"{one.run['fingerprint']} {one.run['hours']}", []).append(one.name)
    remarks = []
    for names in groups.values():
        if len(names) > 1:
            said = ", ".join(names)
            remarks.append(Remark(f"The same inputs throughout: {said}.", f"输入完全相同：{said}。"))
    return remarks
