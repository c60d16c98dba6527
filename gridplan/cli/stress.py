"""`gridplan stress`: a finished plan put to weather years it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.again import results_given
from gridplan.cli.app import YEAR_HOURS
from gridplan.cli.faults import NOT_MET, OWN_FAULT, STOPPED, Stop
from gridplan.cli.place import require_writable, results_folder
from gridplan.cli.solver_choice import require_hours, require_solver
from gridplan.cli.sweep import Wanted, folder_held, go
from gridplan.cli.sweep_progress import SweepProgress
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.case.case import Case
    from gridplan.results.types import Results
    from gridplan.scenarios.index import Entry
    from gridplan.scenarios.stress import StressOptions
    from gridplan.scenarios.stress_gather import StressTest
    from gridplan.scenarios.stress_years import WeatherYear

DEFAULT_YEARS = 10
NAMED = 12
SCREEN_COLUMNS = ("year", "planning_year", "outcome", "short_hours_h", "unserved_gwh", "unserved_share",
                  "most_short_gw", "curtailed_share", "operating_million_cny", "price_cny_per_mwh", "missed")
"""Columns of the table of weather years that the screen shows; the files have all."""


@dataclass(frozen=True)
class Asked:
    """Which weather years a planner asks for, and how many hours short a year are put up with."""

    count: int | None
    seeds: str | None
    series: tuple[Path, ...]
    limit_hours_h: float


def stress_plan(given: str, out: Path | None, asked: Asked, wanted: Wanted, voice: Voice) -> int:
    """Dispatch what is missing of the weather years and report; the exit code (0; 1 one failed; 3 more hours short than
    the limit, or hard limits that cannot be met; 4 stopped).

    Raises Stop, CaseError or ResultsError before anything is solved.
    """
    folder = results_given(given)
    if (folder / "case.toml").is_file():
        raise Stop("is_case", given=folder)
    require_hours(wanted.hours)

    from gridplan.results.open import open_results

    plan = open_results(folder)
    voice.lang = wanted.lang or plan.case.settings.language
    years = _weather_years(plan.case, asked, voice)
    target = results_folder(folder, out, wanted.hours, YEAR_HOURS, "stress")
    _require_ours(target)
    require_writable(target / "stress.json")
    require_solver(plan.case, wanted.method, wanted.solver, voice, elsewhere=wanted.scheduler is not None)
    _announce(plan.case, years, wanted, voice)

    with folder_held(target) as lock:
        return _tested(_Test(folder, plan, years, target, asked.limit_hours_h), lock, wanted, voice)


@dataclass(frozen=True)
class _Test:
    """A plan, the weather years it is put to, and where."""

    folder: Path
    plan: Results
    years: list[WeatherYear]
    out: Path
    limit_hours_h: float


def _weather_years(case: Case, asked: Asked, voice: Voice) -> list[WeatherYear]:
    """The plan's own weather, then what was asked for.  Raises Stop or CaseError where that cannot be read."""
    from gridplan.case.other_weather import weather_series
    from gridplan.case.problems import render
    from gridplan.scenarios.stress_years import (
        OWN,
        SeedsWrong,
        WeatherYear,
        next_seeds,
        read_seeds,
        seeded_years,
        supplied_years,
    )

    own = case.settings.weather_seed
    try:
        seeds = read_seeds(asked.seeds) if asked.seeds is not None else []
    except SeedsWrong as fault:
        raise Stop("stress_seeds_wrong", given=asked.seeds, part=str(fault) or asked.seeds) from None
    if own in seeds:
        voice.aside(voice.text("stress_own_seed", seed=own), style="yellow")
        seeds.remove(own)
        if not (seeds or asked.series or asked.count):
            raise Stop("stress_only_own", given=f"--seeds {asked.seeds}")
    count = asked.count or (0 if asked.seeds is not None or asked.series else DEFAULT_YEARS)
    seeds = list(dict.fromkeys([*seeds, *next_seeds(count, own)]))
    if seeds and not weather_series(case):
        raise Stop("stress_not_generated")
    years = seeded_years(seeds)
    for path in asked.series:
        brought, found = supplied_years(path, case, voice.lang)
        if found and not voice.quiet:
            voice.aside(render(found, voice.lang), style="yellow")
        years += brought
    twice = [name for name, times in Counter(year.name for year in years).items() if times > 1]
    if twice:
        raise Stop("stress_twice", name=twice[0])
    return [WeatherYear(OWN), *years]


def _require_ours(target: Path) -> None:
    """See that the folder is new, empty or that of an earlier stress test.  Raises Stop."""
    from gridplan.scenarios.index import read_entries
    from gridplan.scenarios.stress_years import OWN

    if not target.exists():
        return
    # A hidden file is what a test that was killed at once left behind.
    empty = target.is_dir() and all(one.name.startswith(".") for one in target.iterdir())
    if not empty and OWN not in read_entries(target):
        raise Stop("stress_folder_taken", path=target)


def _announce(case: Case, years: Sequence[WeatherYear], wanted: Wanted, voice: Voice) -> None:
    """Say what will be tested, which series change and which stay."""
    from gridplan.case.other_weather import uses_of, weather_series

    if wanted.hours < YEAR_HOURS:
        voice.aside(voice.text("shortened", hours=wanted.hours), style="bold yellow")
    if voice.quiet:
        return
    voice.aside(voice.text("stress_plan_of", title=case.settings.title(voice.lang), count=len(years) - 1,
                           hours=wanted.hours))
    anew = weather_series(case) if any(year.seed is not None for year in years) else []
    moving = set(anew).union(*(year.series for year in years))
    for key, names in (("stress_anew", anew), ("stress_kept", [name for name in uses_of(case) if name not in moving])):
        if names:
            more = " …" if len(names) > NAMED else ""
            voice.aside("  " + voice.text(key, names=", ".join(names[:NAMED]) + more))


def _tested(test: _Test, lock: str, wanted: Wanted, voice: Voice) -> int:
    """Dispatch, gather, write and show; the exit code."""
    from gridplan.scenarios.stress import StressOptions, plan_stress
    from gridplan.scenarios.stress_gather import StressTest, gathered
    from gridplan.scenarios.stress_write import PAGE, write_stress
    from gridplan.scenarios.sweep import ClusterLost, tidy
    from gridplan.solve.design import design_of

    options: StressOptions = StressOptions(wanted.hours, wanted.method, wanted.threads, wanted.time_limit_s,
                                           wanted.solver, design_of(test.plan.dataset))
    try:
        plan = plan_stress(test.plan.case, test.years, test.out, test.folder.resolve(), options, wanted.again)
    except FileExistsError as fault:
        raise Stop("sweep_not_ours", path=fault.filename) from None
    for moved in plan.set_aside:
        voice.aside(voice.text("sweep_set_aside", path=moved), style="yellow")
    ended = ""
    try:
        go(plan, options, lock, wanted, voice, StressProgress)
    except KeyboardInterrupt:
        ended = "stress_stopped"
    except ClusterLost:
        ended = "scheduler_lost"
    if ended and not wanted.scheduler:
        tidy(test.out, list(plan.tasks))
    if not voice.quiet:
        voice.aside(voice.text("stress_reading"))
    found = StressTest(test.folder.resolve(), test.plan.case, test.plan.run, wanted.hours,
                       gathered(test.out, test.years, plan.index.entries), test.limit_hours_h)
    write_stress(found, test.out, voice.lang)
    _show(found, voice)
    voice.say("stress_files", folder=test.out, page=test.out / PAGE)
    if ended:
        voice.aside(voice.text(ended), style="bold yellow")
        return STOPPED
    return exit_code([one.entry.status for one in found.outcomes], found.exceeded)


def exit_code(statuses: Sequence[str], exceeded: bool) -> int:
    """The worst of what became of the weather years; targets missed are reported, and no reason to end with 3."""
    if "failed" in statuses:
        return OWN_FAULT
    if {"stopped", "unproven"} & set(statuses):
        return STOPPED
    return NOT_MET if exceeded or "infeasible" in statuses else 0


class StressProgress(SweepProgress):
    """A line for each weather year that has ended, with what it left unserved."""

    OVERALL = "stress_overall"

    def line_of(self, entry: Entry) -> str:
        """What is said of a weather year that has ended."""
        from gridplan.scenarios.index import stored_run
        from gridplan.scenarios.stress_words import StressWords

        run = stored_run(self._out / entry.name) if entry.has_results else None
        if run is None:
            return super().line_of(entry)
        words = StressWords(self._voice.lang)
        energy = words.unit_of("unserved_gwh").with_name(max(0.0, float(run["unserved_gwh"])))
        return self._voice.text("stress_ended", title=entry.title(self._voice.lang), status=words.outcome(entry),
                                energy=energy, seconds=entry.seconds)


def _show(test: StressTest, voice: Voice) -> None:
    """The table of weather years and the answer."""
    from gridplan.scenarios.stress_shown import answer, notes, remarks, years_shown
    from gridplan.scenarios.stress_words import StressWords

    words = StressWords(voice.lang)
    voice.line()
    if not voice.quiet:
        heads = {words(f"head.{name}") for name in SCREEN_COLUMNS}
        table = years_shown(test, words)
        columns = [column for column in table.columns if column.head in heads]
        block = type(table)(table.title, columns).block()
        show_table(voice, [f"{column.head} ({column.unit})" if column.unit else column.head
                           for column in block.columns],
                   [[cell if isinstance(cell, str) else cell.text for cell in row.cells] for row in block.rows],
                   numbers=[place for place, column in enumerate(block.columns) if column.kind == "number"])
    for remark in remarks(test, words):
        voice.line(remark, style="yellow")
    for one in test.without_results:
        reason = one.entry.why_zh if voice.lang == "zh" else one.entry.why_en
        voice.line(voice.text("sweep_why", name=one.year.title(voice.lang), reason=reason or words.outcome(one.entry)))
    for sentence in answer(test, words):
        voice.line(sentence)
    if not voice.quiet:
        for note in notes(test, words):
            voice.line(note, style="dim")
