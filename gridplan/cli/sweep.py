"""`gridplan sweep`: all scenarios of a case, in parallel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.app import YEAR_HOURS
from gridplan.cli.faults import NOT_MET, OWN_FAULT, STOPPED, Stop
from gridplan.cli.language import language_of
from gridplan.cli.place import find_case, require_writable, results_folder
from gridplan.cli.solver_choice import require_hours, require_solver
from gridplan.cli.sweep_progress import SweepProgress
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.scenarios.chain import SolveOptions
    from gridplan.scenarios.index import Entry, Index
    from gridplan.scenarios.load import Changed, ScenarioSet
    from gridplan.scenarios.sweep import Plan

MILLION_PER = {"zh": 100.0, "en": 1000.0}
"""Million CNY in the unit of the table: 亿元, billion CNY."""

UNIT = {"zh": "亿元", "en": "billion CNY"}


@dataclass(frozen=True)
class Wanted:
    """What the planner asks of a sweep; None leaves it to the case or to what the machine can bear."""

    lang: str | None
    only: tuple[str, ...]
    method: str | None
    hours: int
    threads: int | None
    time_limit_s: float | None
    workers: int | None
    scheduler: str | None
    again: bool
    solver: str | None = None


def sweep_case(given: str, out: Path | None, wanted: Wanted, voice: Voice) -> int:
    """Solve what is missing of a case's scenarios and sum up; the exit code (0 all met, 1 one failed, 3 something
    missed or contradictory, 4 stopped).

    Raises Stop or CaseError before anything is solved.
    """
    path = find_case(given, voice)
    voice.lang = wanted.lang or language_of(path) or voice.lang
    require_hours(wanted.hours)
    folder = results_folder(path, out, wanted.hours, YEAR_HOURS, "scenarios")
    if wanted.hours < YEAR_HOURS:
        voice.aside(voice.text("shortened", hours=wanted.hours), style="bold yellow")
    require_writable(folder / "sweep.json")

    from gridplan.scenarios.load import read_scenario_set

    together = read_scenario_set(path, wanted.lang)
    voice.lang = together.lang
    if len(together.scenarios) < 2:
        raise Stop("sweep_none", case=given)
    plan_of = _reading(together, wanted, voice)
    with folder_held(folder) as lock:
        return _solved(plan_of, folder, lock, wanted, voice)


@contextmanager
def folder_held(folder: Path) -> Iterator[str]:
    """Hold the folder of a sweep, made where it is not there; one that was made and stays empty goes again.

    Raises Stop where another sweep holds it.
    """
    from gridplan.scenarios.index import LOCK, SweepTaken, only_one

    existed = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with only_one(folder) as lock:
            yield lock
    except SweepTaken as taken:
        raise Stop("sweep_taken", out=folder, process=taken.process, machine=taken.machine,
                   lock=folder / LOCK) from None
    finally:
        if not existed and not any(folder.iterdir()):
            folder.rmdir()


@dataclass(frozen=True)
class _Read:
    """What is known once every scenario has been read: the plan is made only when the folder is ours."""

    together: ScenarioSet
    changed: list[Changed]
    options: SolveOptions


def _reading(together: ScenarioSet, wanted: Wanted, voice: Voice) -> _Read:
    from gridplan.case.load import refuse_several_years
    from gridplan.case.problems import render
    from gridplan.scenarios.chain import SolveOptions
    from gridplan.scenarios.load import select

    scenarios = select(together, wanted.only)
    if not voice.quiet:
        voice.aside(voice.text("sweep_reading", count=len(scenarios)))
    changed = together.all_changed(scenarios)
    for one in changed:
        refuse_several_years(one.complete_case, together.lang)
    warnings = list(dict.fromkeys(problem for one in changed for problem in one.complete_case.warnings))
    if warnings and not voice.quiet:
        voice.aside(render(warnings, voice.lang), style="yellow")
    for one in changed:
        require_solver(one.complete_case, wanted.method, wanted.solver, voice, elsewhere=wanted.scheduler is not None)
    return _Read(together, changed, SolveOptions(wanted.hours, wanted.method, wanted.threads, wanted.time_limit_s,
                                                 wanted.solver))


def _solved(read: _Read, folder: Path, lock: str, wanted: Wanted, voice: Voice) -> int:
    """Plan and solve, say what came of it; the exit code."""
    from gridplan.scenarios.index import read_entries
    from gridplan.scenarios.sweep import ClusterLost, plan_sweep, tidy

    gone = sorted(name for name, entry in read_entries(folder).items() if entry.has_results and (
        name not in {one.name for one in read.together.scenarios}))
    try:
        plan = plan_sweep(read.changed, folder, read.together.path.resolve(), read.options, wanted.again)
    except FileExistsError as fault:
        raise Stop("sweep_not_ours", path=fault.filename) from None
    for moved in plan.set_aside:
        voice.aside(voice.text("sweep_set_aside", path=moved), style="yellow")
    ended = ""
    try:
        go(plan, read.options, lock, wanted, voice)
    except KeyboardInterrupt:
        ended = "sweep_stopped"
    except ClusterLost:
        ended = "scheduler_lost"
    if ended and not wanted.scheduler:
        tidy(folder, list(plan.tasks))
    _table(plan.index, voice)
    if gone:
        voice.aside(voice.text("sweep_also", names=", ".join(gone)))
    voice.say("files", folder=folder)
    if ended:
        voice.aside(voice.text(ended), style="bold yellow")
        return STOPPED
    return exit_code([entry.status for entry in plan.index.entries.values()])


def exit_code(statuses: Sequence[str]) -> int:
    """The worst of what became of the scenarios."""
    if "failed" in statuses:
        return OWN_FAULT
    if {"stopped", "unproven"} & set(statuses):
        return STOPPED
    return NOT_MET if {"missed_targets", "infeasible"} & set(statuses) else 0


def go(plan: Plan, options: SolveOptions, lock: str, wanted: Wanted, voice: Voice,
       teller: type[SweepProgress] = SweepProgress) -> None:
    """Solve what the plan has left, here or on a cluster; `teller` says how it gets on."""
    if not plan.tasks:
        plan.index.write()
        return
    if wanted.scheduler is None:
        from gridplan.scenarios.crew import local_crew
        from gridplan.scenarios.sweep import run_plan

        count, threads = _crew_size(plan, options, wanted, voice)
        with local_crew() as workers, teller(voice, len(plan.tasks)) as progress:
            run_plan(plan, workers, lock, count, replace(options, threads=threads), voice.lang, progress, wanted.again)
    else:
        _go_far(plan, options, lock, wanted, voice, teller)


def _go_far(plan: Plan, options: SolveOptions, lock: str, wanted: Wanted, voice: Voice,
            teller: type[SweepProgress]) -> None:
    """Solve on a cluster."""
    # Imported here: Dask is needed for nothing else.
    from gridplan.scenarios.cluster import dask_crew
    from gridplan.scenarios.sweep import run_plan, topic_of
    from gridplan.solve.cluster import ClusterError

    todo, address = len(plan.tasks), wanted.scheduler or ""
    try:
        with dask_crew(address, topic_of(lock)) as workers, teller(voice, todo) as progress:
            count = min(wanted.workers or workers.workers, todo)
            kept = len(plan.index.entries) - todo
            voice.aside(voice.text("sweep_remote", todo=todo, kept=kept, workers=count, address=address))
            run_plan(plan, workers, lock, count, options, voice.lang, progress, wanted.again)
    except ClusterError as fault:
        raise Stop("plain", line=voice.text(fault.key, **fault.blanks)) from None


def _crew_size(plan: Plan, options: SolveOptions, wanted: Wanted, voice: Voice) -> tuple[int, int]:
    """How many workers on this machine and how many threads each; says both, and what they rest on."""
    from gridplan.solve.memory import cores, fitting, memory_for

    case = next(iter(plan.tasks.values())).case
    rows, need, free = memory_for(case, options.method, options.solver, options.hours)
    room = fitting(need, free)
    asked = wanted.workers or cores()
    count = min(asked, room, len(plan.tasks))
    if wanted.workers and room < min(asked, len(plan.tasks)):
        voice.aside(voice.text("sweep_workers_fewer", asked=asked, workers=count), style="bold yellow")
    if need > free:
        voice.aside(voice.text("sweep_memory_short", need=need, free=free), style="bold yellow")
    threads = options.threads or max(1, min(case.settings.solver.threads, cores() // count))
    if not voice.quiet:
        voice.aside(voice.text("sweep_plan", todo=len(plan.tasks), kept=len(plan.index.entries) - len(plan.tasks),
                               workers=count, threads=threads))
        voice.aside(voice.text("sweep_memory", rows=rows, need=need, free=free))
    return count, threads


def _table(index: Index, voice: Voice) -> None:
    """What became of each scenario, and why where there are no results."""
    from gridplan.scenarios.overlay import BASE

    entries = list(index.entries.values())
    base = index.entries.get(BASE)
    rows = [_line(entry, base, voice) for entry in entries]
    heads = [voice.text("head_scenario"), voice.text("head_title"), voice.text("head_outcome"),
             voice.text("head_cost", unit=UNIT[voice.lang]),
             *(voice.text(f"head_{head}") for head in ("from_base", "missed", "gap", "seconds"))]
    voice.line()
    show_table(voice, heads, rows, numbers=(3, 4, 5, 6, 7))
    for entry in entries:
        reason = entry.why_zh if voice.lang == "zh" else entry.why_en
        if reason and not entry.has_results:
            voice.line(voice.text("sweep_why", name=entry.name, reason=reason))
            log = index.out / f"{entry.name}.log"
            if log.is_file():
                voice.line(voice.text("sweep_log", log=log))


def _line(entry: Entry, base: Entry | None, voice: Voice) -> list[str]:
    status = voice.text(f"outcome_{entry.status}")
    status = voice.text("outcome_kept", status=status) if entry.kept else status
    line = [entry.name, entry.title(voice.lang), status]
    if not entry.has_results or entry.cost_million_cny is None or entry.gap is None:
        return [*line, "", "", "", "", f"{entry.seconds:.0f}" if entry.seconds else ""]
    factor = MILLION_PER[voice.lang]
    apart = ""
    if base is not None and base.has_results and base.cost_million_cny is not None and base is not entry:
        apart = f"{(entry.cost_million_cny - base.cost_million_cny) / factor:+,.2f}"
    return [*line, f"{entry.cost_million_cny / factor:,.2f}", apart, str(entry.missed) if entry.missed else "",
            f"{max(entry.gap, 0.0):.0e}", f"{entry.seconds:.0f}"]
