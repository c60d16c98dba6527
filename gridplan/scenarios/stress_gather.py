"""A stress test put together: what each weather year came to, and what is to be expected over all of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gridplan import __version__
from gridplan.case.case import Case
from gridplan.case.other_weather import uses_of, weather_series
from gridplan.case.series_jobs import GENERATED
from gridplan.results.open import open_results
from gridplan.scenarios.index import Entry
from gridplan.scenarios.stress_figures import Figures, figures_of
from gridplan.scenarios.stress_years import WeatherYear

FORMAT = 1

MEASURES: dict[str, Callable[[Figures], float]] = {
    "short_hours_h": lambda one: one.short_hours_h,
    "unserved_gwh": lambda one: one.unserved_gwh,
    "unserved_share": lambda one: one.unserved_share,
    "most_short_gw": lambda one: one.most_short_gw,
    "residual_peak_gw": lambda one: one.residual_peak_gw,
    "curtailed_share": lambda one: one.curtailed_share,
    "coal_kt": lambda one: one.coal_kt,
    "co2_kt": lambda one: one.co2_kt,
    "operating_million_cny": lambda one: one.operating_million_cny,
    "total_million_cny": lambda one: one.total_million_cny,
    "price_cny_per_mwh": lambda one: one.price_cny_per_mwh,
    "price_without_scarcity_cny_per_mwh": lambda one: one.price_without_scarcity_cny_per_mwh,
}
"""Figures that are summed up over the weather years."""


@dataclass(frozen=True)
class Outcome:
    """What a weather year came to: its entry in the index, its figures by planning year (none where it has no results),
    and the capacities that could not be held to the megawatt (variable to GW)."""

    year: WeatherYear
    entry: Entry
    figures: Sequence[Figures]
    moved: Mapping[str, float]


@dataclass(frozen=True)
class Spread:
    """A figure over the weather years: on the plan's own weather (NaN without), mean, its standard error, least and
    most."""

    own: float
    mean: float
    error: float
    least: float
    most: float


@dataclass(frozen=True)
class StressTest:
    """A plan and what weather years did to it.

    Attributes:
        folder, case, run: the plan's results, case and run.json.
        hours: of the year that were dispatched.
        outcomes: in the order asked; the plan's own weather is among them.
        limit_hours_h: hours short a year that are put up with.
    """

    folder: Path
    case: Case
    run: Mapping[str, Any]
    hours: int
    outcomes: Sequence[Outcome]
    limit_hours_h: float

    @property
    def planning_years(self) -> list[int]:
        """Planning years of the plan."""
        return list(self.case.settings.years)

    @property
    def unseen(self) -> list[Outcome]:
        """Weather years the plan was not made for that have results."""
        return [one for one in self.outcomes if one.figures and not one.year.is_own]

    @property
    def own(self) -> Outcome | None:
        """The weather the plan was made for, where it has results."""
        return next((one for one in self.outcomes if one.figures and one.year.is_own), None)

    @property
    def without_results(self) -> list[Outcome]:
        """Weather years that came to nothing."""
        return [one for one in self.outcomes if not one.figures]

    @property
    def made_anew(self) -> list[str]:
        """Series that were generated again for a year with another seed."""
        return weather_series(self.case) if any(one.year.seed is not None for one in self.outcomes) else []

    @property
    def kept(self) -> list[str]:
        """Series that are the plan's own in every weather year."""
        moving = set(self.made_anew).union(*(one.year.series for one in self.outcomes))
        return [name for name in uses_of(self.case) if name not in moving]

    @property
    def with_weather(self) -> list[str]:
        """Series that weather may be in: all but the generated ones that no weather enters (delivery, flat loads)."""
        origins = self.case.origins
        dry = set(origins.loc[origins["basis"] == GENERATED, "value"]) - set(weather_series(self.case))
        return [name for name in uses_of(self.case) if name not in dry]

    def not_brought(self, outcome: Outcome) -> list[str]:
        """Series with weather that a year of the planner's own does not bring and that stay as the plan has them."""
        year = outcome.year
        if year.seed is not None or not year.series:
            return []
        return [name for name in self.with_weather if name not in year.series and name not in self.kept]

    def of(self, outcome: Outcome, planning_year: int) -> Figures:
        """Figures of an outcome in a planning year."""
        return next(one for one in outcome.figures if one.planning_year == planning_year)

    def expected(self, planning_year: int) -> dict[str, Spread]:
        """Every measure over the unseen weather years; empty where there is none."""
        years = [self.of(one, planning_year) for one in self.unseen]
        own = self.of(self.own, planning_year) if self.own else None
        return {name: _spread([measure(one) for one in years], math.nan if own is None else measure(own))
                for name, measure in MEASURES.items()} if years else {}

    @property
    def lole_h(self) -> float:
        """Hours short to be expected a year, of the worst planning year; NaN where no unseen year has results."""
        found = [spread["short_hours_h"].mean for year in self.planning_years if (spread := self.expected(year))]
        return max(found, default=math.nan)

    @property
    def exceeded(self) -> bool:
        """Whether more hours are short than are put up with."""
        return self.lole_h > self.limit_hours_h

    def as_json(self, created: str) -> dict[str, Any]:
        """All of it, for stress.json; units in the names."""
        return {
            "format": FORMAT, "gridplan": __version__, "created": created,
            "plan": {"folder": str(self.folder), "case": self.case.settings.name, "fingerprint": self.case.fingerprint,
                     "cost_million_cny": self.run["cost_million_cny"], "status": self.run["status"],
                     "hours": self.run["hours"], "created": self.run["created"]},
            "hours": self.hours, "limit_hours_h": self.limit_hours_h, "lole_h": self.lole_h, "exceeded": self.exceeded,
            "series": {"made_anew": self.made_anew, "kept": self.kept},
            "expected": {str(year): {name: asdict(spread) for name, spread in self.expected(year).items()}
                         for year in self.planning_years},
            "years": [{
                "name": one.year.name, "title_zh": one.year.title("zh"), "title_en": one.year.title("en"),
                "own_weather": one.year.is_own, "seed": one.year.seed, "supplied": sorted(one.year.series),
                "status": one.entry.status, "why_zh": one.entry.why_zh, "why_en": one.entry.why_en,
                "seconds": one.entry.seconds, "moved_gw": dict(one.moved),
                "figures": [figures.as_json() for figures in one.figures]} for one in self.outcomes],
        }


def gathered(out: Path, years: Sequence[WeatherYear], entries: Mapping[str, Entry]) -> list[Outcome]:
    """What each weather year came to, read from the folder of the stress test one after another."""
    found = []
    for year in years:
        entry = entries[year.name]
        if not entry.has_results:
            found.append(Outcome(year, entry, (), {}))
            continue
        results = open_results(out / year.name)
        moved = results.run.get("holds_design", {}).get("moved", {})
        found.append(Outcome(year, entry, figures_of(results), moved))
    return found


def _spread(values: Sequence[float], own: float) -> Spread:
    numbers = np.array(values, dtype=float)
    if np.isnan(numbers).any():
        return Spread(own, *[math.nan] * 4)
    error = float(numbers.std(ddof=1) / math.sqrt(len(numbers))) if len(numbers) > 1 else math.nan
    return Spread(own, float(numbers.mean()), error, float(numbers.min()), float(numbers.max()))
