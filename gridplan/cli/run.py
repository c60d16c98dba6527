"""`gridplan run`: from a case to a folder of results."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridplan.cli.app import DEFAULT_GAP, YEAR_HOURS
from gridplan.cli.cluster import cluster_asked, require_parts
from gridplan.cli.faults import NOT_MET, STOPPED, Stop
from gridplan.cli.language import language_of
from gridplan.cli.one_run import one_run
from gridplan.cli.place import find_case, log_beside, require_writable, results_folder
from gridplan.cli.progress import RunProgress
from gridplan.cli.solver_choice import refusals_spoken, require_gap, require_hours, require_solver
from gridplan.cli.voice import Voice
from gridplan.cli.weather import require_risk, with_risk
from gridplan.library.text import highs_can_spell

if TYPE_CHECKING:
    from gridplan.case.case import Case
    from gridplan.results.types import Results
    from gridplan.solve.cluster import Cluster
    from gridplan.solve.run import NotSolved

BLOCK_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)
"""As in gridplan.model.axis, which is too slow to import before anything is said."""

LOG = "run.log"

LARGE = 2 * YEAR_HOURS
"""Blocks of all regions, planning years and weather years beyond which a run is worth a look at the memory there is."""


@dataclass(frozen=True)
class Wishes:
    """What the planner asks of a run; None leaves it to the case."""

    lang: str | None
    method: str | None
    hours: int
    threads: int | None
    time_limit_s: float | None
    gap: float = DEFAULT_GAP
    compare_retrofits: bool = False
    price_targets: bool = False
    scenario: str | None = None
    block_hours: int = 1
    foresight: str = "perfect"
    solver: str | None = None
    risk: str | None = None
    scheduler: str | None = None


def run_case(given: str, out: Path | None, wishes: Wishes, overwrite: bool, voice: Voice) -> int:
    """Read, solve, verify, write and sum up a case; the exit code (0 all met, 3 something missed or contradictory,
    4 stopped).

    Raises Stop or CaseError before anything is written.
    """
    path = find_case(given, voice)
    voice.lang = wishes.lang or language_of(path) or voice.lang
    _require_sensible(wishes)
    folder = results_folder(path, out, wishes.hours, YEAR_HOURS, wishes.scenario or "", wishes.block_hours,
                            wishes.foresight, wishes.risk or "")
    if wishes.hours < YEAR_HOURS:
        voice.aside(voice.text("shortened", hours=wishes.hours), style="bold yellow")
    if wishes.block_hours > 1:
        voice.aside(voice.text("blocked", blocks=wishes.block_hours), style="bold yellow")

    log = log_beside(folder)
    with ExitStack() as held:
        # The log is closed before it may have to go.
        held.enter_context(refusals_spoken(voice, log))
        with RunProgress(voice) as progress:
            progress("start")
            from gridplan.solve.run import NotSolved

            _require_free(folder, overwrite, voice)
            case, record, seconds = _read(path, wishes, progress, voice)
            _require_solvable(case, wishes, voice)
            _tell_idle(case, wishes, voice)
            cluster = held.enter_context(cluster_asked(wishes.scheduler, voice))
            held.enter_context(one_run(folder))
            progress.open_log(log)
            progress.note(f"case {case.path}, fingerprint {case.fingerprint}, {wishes}")
            for warning in case.warnings:
                progress.note(f"reminder: {warning.file} {warning.row or ''} {warning.message(voice.lang)}")
            _tell_memory(case, wishes, progress, voice)
            try:
                results = _solve(case, wishes, seconds, folder, progress, cluster)
            except NotSolved as fault:
                progress.note(f"{fault.status}: {fault} {fault.run}")
                return _no_plan(fault, case, log, voice)
            results.run.update(record)
            _tell_coefficients(results, progress, voice)
            folder = _write(results, folder, overwrite, progress, voice)
        # Moved only now, when nothing is written to it any more: an open file cannot be moved on Windows.
        os.replace(log, folder / LOG)
    voice.log = folder / LOG
    from gridplan.cli.summary import show_results

    show_results(results, folder, voice)
    return {"solved": 0, "stopped": STOPPED}.get(results.run["status"], NOT_MET)


def _require_sensible(wishes: Wishes) -> None:
    """See that what is wished for goes together.  Raises Stop where it does not."""
    require_hours(wishes.hours)
    require_gap(wishes.gap)
    if wishes.method == "certified" and (wishes.compare_retrofits or wishes.price_targets):
        raise Stop("certified_compares")
    if wishes.risk is not None:
        require_risk(wishes.risk)
    if wishes.block_hours not in BLOCK_HOURS:
        raise Stop("blocks_wrong", blocks=wishes.block_hours)


def _require_solvable(case: Case, wishes: Wishes, voice: Voice) -> None:
    """See that the solver is there and, where a cluster is asked for, that the case falls into parts.  Raises Stop."""
    compares = wishes.compare_retrofits or wishes.price_targets
    require_solver(case, wishes.method, wishes.solver, voice, compares=compares)
    if wishes.scheduler is not None:
        require_parts(case, wishes.method, wishes.solver, wishes.hours // wishes.block_hours, compares=compares,
                      one_after_another=wishes.foresight == "myopic")


def _tell_idle(case: Case, wishes: Wishes, voice: Voice) -> None:
    """Say what makes no difference to this case."""
    if wishes.foresight != "perfect" and len(case.settings.years) == 1:
        voice.aside(voice.text("foresight_of_one_year", given=wishes.foresight), style="yellow")


def _require_free(folder: Path, overwrite: bool, voice: Voice) -> None:
    """See, before any work, that the results can be written.  Raises Stop where they cannot."""
    from gridplan.results.folder import ResultsError, is_results
    from gridplan.results.write import check_target

    try:
        check_target(folder, overwrite)
    except ResultsError as fault:
        hint = voice.text("overwrite_hint") if is_results(folder) else voice.text("nothing_written")
        raise Stop("plain", line=f"{fault.message(voice.lang)}\n{hint}") from None
    require_writable(folder)


def _read(path: Path, wishes: Wishes, progress: RunProgress, voice: Voice) -> tuple[Case, dict[str, Any], float]:
    """The case, what run.json says of the scenario it is, and the seconds reading it took."""
    from gridplan.case.load import load_case
    from gridplan.case.problems import CaseError, render

    progress("read")
    started = time.perf_counter()
    record: dict[str, Any] = {}
    try:
        if wishes.scenario is None:
            case = load_case(path, wishes.lang)
        else:
            from gridplan.scenarios.load import load_scenario, scenario_record

            changed = load_scenario(path, wishes.scenario, wishes.lang)
            case, record = changed.complete_case, {"scenario": scenario_record(changed)}
    except CaseError as fault:
        voice.lang = fault.lang
        raise
    voice.lang = wishes.lang or case.settings.language
    if wishes.risk is not None:
        case = with_risk(case, wishes.risk)
    if case.warnings and not voice.quiet:
        voice.aside(render(case.warnings, voice.lang), style="yellow")
    return case, record, time.perf_counter() - started


def _solve(case: Case, wishes: Wishes, seconds: float, folder: Path, progress: RunProgress,
           cluster: Cluster | None) -> Results:
    """Verified results; the solver's own log is added to the run's.  Raises NotSolved, SolverRefused, Stop for a method
    that this HiGHS lacks."""
    from gridplan.case.settings import HIGHS_OWN
    from gridplan.solve.run import solve
    from gridplan.solve.solver import SolverError

    solver_log = folder.parent / f"{folder.name}.solver.log"
    try:
        return solve(
            case,
            hours=wishes.hours,
            method=wishes.method,
            threads=wishes.threads,
            time_limit_s=wishes.time_limit_s,
            gap=wishes.gap,
            progress=progress,
            log_path=str(solver_log) if highs_can_spell(solver_log) else None,
            seconds_read=seconds,
            compare_retrofits=wishes.compare_retrofits,
            with_prices_of_targets=wishes.price_targets,
            block_hours=wishes.block_hours,
            foresight=wishes.foresight,
            solver=wishes.solver,
            cluster=cluster,
        )
    except SolverError as fault:
        if wishes.method not in HIGHS_OWN:
            raise
        raise Stop("method_missing", method=wishes.method, reason=fault) from None
    finally:
        progress.append(solver_log)


def _tell_memory(case: Case, wishes: Wishes, progress: RunProgress, voice: Voice) -> None:
    """Say, before a large programme is built, that it may need more memory than there is: the system would end the run
    without a word."""
    stages = len(case.probabilities) * len(case.settings.years)
    blocks = wishes.hours // wishes.block_hours
    if blocks * stages * len(case.tables["regions"]["region"].unique()) < LARGE:
        return
    from gridplan.solve.memory import memory_for

    rows, need, free = memory_for(case, wishes.method, wishes.solver, blocks,
                                  compares=wishes.compare_retrofits or wishes.price_targets)
    progress.note(f"memory  about {rows} rows and {need:.1f} GB, {free:.1f} GB free")
    if need > free:
        voice.aside(voice.text("memory_short", rows=rows, need=need, free=free), style="bold yellow")


def _tell_coefficients(results: Results, progress: RunProgress, voice: Voice) -> None:
    """The ranges of the programme's coefficients to the log; to the screen as well where they are very wide."""
    ranges = results.run["coefficients"]
    progress.note("coefficients  " + ", ".join(f"{name} {low:.1e} to {high:.1e}"
                                               for name, (low, high) in ranges.items()))
    for name in results.run["badly_scaled"]:
        low, high = ranges[name]
        voice.aside(voice.text(f"wide_{name}", low=f"{low:.1e}", high=f"{high:.1e}"), style="yellow")


def _write(results: Results, folder: Path, overwrite: bool, progress: RunProgress, voice: Voice) -> Path:
    from gridplan.results.write import write_results

    progress("write")
    return write_results(results, folder, voice.lang, overwrite)


def _no_plan(fault: NotSolved, case: Case, log: Path, voice: Voice) -> int:
    """Say why there is no plan, and keep what was found of contradicting limits beside the log; the exit code."""
    reason = fault.message_zh if voice.lang == "zh" else fault.message_en
    voice.aside(voice.text("not_solved", reason=reason), style="bold red")
    if fault.told is not None:
        from gridplan.solve.explain_lines import MOST_LINES, Teller

        teller = Teller(case, voice.lang)
        kept = log.with_suffix(".contradictions.txt")
        kept.write_text("\n".join(teller.lines(fault.told, None)) + "\n", encoding="utf-8")
        for line in teller.lines(fault.told, MOST_LINES):
            voice.aside(line)
        voice.aside(voice.text("explanation_kept", path=kept))
    voice.aside(voice.text("no_results", log=log))
    return NOT_MET if fault.status == "infeasible" else STOPPED
