"""A finished plan put to weather years it has not seen: its design held, each year dispatched at least cost.

The machinery is the sweep's (sweep.py, worker.py, crew.py, cluster.py): a folder of results for each weather year, the
index beside them, what is known not solved again.  What is asked of each solve is its own: the plan's design held.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridplan.case.case import Case, fingerprint
from gridplan.case.problems import CaseError, render
from gridplan.scenarios.chain import SolveOptions
from gridplan.scenarios.index import Entry, Index, half_written, known_entry, read_entries, set_aside
from gridplan.scenarios.stress_years import WeatherYear
from gridplan.scenarios.sweep import Plan
from gridplan.scenarios.worker import Task

if TYPE_CHECKING:
    from gridplan.results.types import Results
    from gridplan.solve.certified.method import Learnt
    from gridplan.solve.design import Design

NOTE = {"zh": "各项容量、新建和改造保持方案不变，仅在此气象下重新优化运行",
        "en": "capacities, builds and retrofits held as planned; only the dispatch is found anew in this weather"}

NO_DISPATCH = {"zh": "在此气象下，以方案的容量无法同时满足全部硬性限制（没有罚价的限制）",
               "en": "in this weather no dispatch with the plan's capacities meets all limits that have no penalty"}


@dataclass(frozen=True)
class StressOptions(SolveOptions):
    """What is asked of every weather year: to dispatch it with the design of a plan held."""

    design: Design | None = None

    def key(self, case: Case) -> dict[str, Any]:
        """All that a year's results depend on: the design as well."""
        return super().key(case) | {"design": fingerprint_of(self.design)}

    def solve(self, case: Case, progress: Callable[..., None], log_path: str | None, learnt: Learnt) -> Results:
        """The dispatch of a weather year, verified like any plan.  Raises NotSolved where there is none."""
        # Imported here: a stress test is planned where nothing is solved.
        from gridplan.solve.run import NotSolved, Why, solve

        try:
            return solve(case, hours=self.hours, method=self.method, threads=self.threads,
                         time_limit_s=self.time_limit_s, progress=progress, solver=self.solver, learnt=learnt,
                         log_path=log_path, design=self.design)
        except NotSolved as fault:
            if fault.status != "infeasible":
                raise
            raise NotSolved("infeasible", Why(NO_DISPATCH["en"], NO_DISPATCH["zh"]), fault.run, fault.told) from None


def fingerprint_of(design: Design | None) -> str:
    """sha256 over a design; the order of its members does not change it."""
    values = {} if design is None else design.values
    told = {name: sorted([*map(str, key), value] for key, value in members.items())
            for name, members in values.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def plan_stress(case: Case, years: Sequence[WeatherYear], out: Path, origin: Path, options: StressOptions,
                again: bool = False) -> Plan:
    """See which weather years have been dispatched already; the others are to be.

    ``case`` is the plan's, ``origin`` its results.  A year whose series cannot be made is put on record as failed.  As
    in a sweep, what is half-written moves to `outdated`.
    """
    before = read_entries(out)
    entries, tasks, moved = [], {}, []
    for year in years:
        entry = Entry(year.name, year.title("zh"), year.title("en"), NOTE["zh"], NOTE["en"])
        known: Entry | None = None
        try:
            there = year.of(case)
        except CaseError as fault:
            entry = replace(entry, status="failed", why_zh=_told(fault, "zh"), why_en=_told(fault, "en"))
        else:
            entry = replace(entry, key=options.key(there))
            known = None if again else known_entry(out, entry, before)
            if known is None:
                tasks[year.name] = Task(year.name, _titled(there, year), entry.key, _record(year))
        entries.append(known or entry)
        if half_written(out, year.name) or (known is not None and not known.has_results):
            aside = set_aside(out, year.name)
            moved += [aside] if aside else []
    return Plan(Index(out, origin, entries, before.values()), tasks, moved)


def _titled(case: Case, year: WeatherYear) -> Case:
    """The case under its name and the year's, for the year's own report."""
    names = {f"name_{lang}": f"{case.settings.title(lang)}{mark}{year.title(lang)}"
             for lang, mark in (("zh", "："), ("en", ": "))}
    settings = case.settings.model_copy(update=names)
    return replace(case, settings=settings, fingerprint=fingerprint(settings, case.tables, case.profiles))


def _record(year: WeatherYear) -> dict[str, Any]:
    """What run.json says of the weather year, in the form of a scenario."""
    brought = {"weather_seed": year.seed} if year.seed is not None else {}
    return {"name": year.name, "name_zh": year.title("zh"), "name_en": year.title("en"),
            "note_zh": NOTE["zh"], "note_en": NOTE["en"], "parents": [],
            "parameters": brought | ({"series": ", ".join(sorted(year.series))} if year.series else {}), "changes": []}


def _told(fault: CaseError, lang: str) -> str:
    return " ".join(render(fault.problems, lang).split())[:300]
