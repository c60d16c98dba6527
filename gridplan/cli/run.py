"""`gridplan run`: from a case to a folder of results."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.faults import NOT_MET, STOPPED, Stop
from gridplan.cli.language import language_of
from gridplan.cli.main import YEAR_HOURS
from gridplan.cli.place import find_case, require_writable, results_folder
from gridplan.cli.progress import RunProgress
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.case.case import Case
    from gridplan.results.types import Results
    from gridplan.solve.run import NotSolved

HOURS_PER_DAY = 24
LOG = "run.log"


@dataclass(frozen=True)
class Wishes:
    """What the planner asks of a run; None leaves it to the case."""

    lang: str | None
    method: str | None
    hours: int
    threads: int | None
    time_limit_s: float | None
    compare_retrofits: bool = False
    price_targets: bool = False
    foresight: str = "perfect"


def run_case(given: str, out: Path | None, wishes: Wishes, overwrite: bool, voice: Voice) -> int:
    """Read, solve, verify, write and sum up a case; the exit code (0 all met, 3 something missed or contradictory,
    4 stopped).

    Raises Stop or CaseError before anything is written.
    """
    path = find_case(given, voice)
    voice.lang = wishes.lang or language_of(path) or voice.lang
    if wishes.hours % HOURS_PER_DAY or not HOURS_PER_DAY <= wishes.hours <= YEAR_HOURS:
        raise Stop("hours_wrong", hours=wishes.hours)
    folder = results_folder(path, out, wishes.hours, YEAR_HOURS, wishes.foresight)
    if wishes.hours < YEAR_HOURS:
        voice.aside(voice.text("shortened", hours=wishes.hours), style="bold yellow")

    with RunProgress(voice) as progress:
        progress("start")
        from gridplan.solve.run import NotSolved

        _require_free(folder, overwrite, voice)
        case, seconds = _read(path, wishes, progress, voice)
        folder.parent.mkdir(parents=True, exist_ok=True)
        log = folder.parent / f"{folder.name}.log"
        progress.open_log(log)
        progress.note(f"case {case.path}, fingerprint {case.fingerprint}, {wishes}")
        for warning in case.warnings:
            progress.note(f"reminder: {warning.file} {warning.row or ''} {warning.message(voice.lang)}")
        try:
            results = _solve(case, wishes, seconds, folder, progress)
        except NotSolved as fault:
            progress.note(f"{fault.status}: {fault} {fault.run}")
            return _no_plan(fault, log, voice)
        folder = _write(results, folder, overwrite, progress, voice)
    # Moved only now, when nothing is written to it any more: an open file cannot be moved on Windows.
    os.replace(log, folder / LOG)
    voice.log = folder / LOG
    from gridplan.cli.summary import show_results

    show_results(results, folder, voice)
    return 0 if results.run["status"] == "solved" else NOT_MET


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


def _read(path: Path, wishes: Wishes, progress: RunProgress, voice: Voice) -> tuple[Case, float]:
    """The case, and the seconds reading it took."""
    from gridplan.case.load import load_case
    from gridplan.case.problems import CaseError, render

    progress("read")
    started = time.perf_counter()
    try:
        case = load_case(path, wishes.lang)
    except CaseError as fault:
        voice.lang = fault.lang
        raise
    voice.lang = wishes.lang or case.settings.language
    if case.warnings and not voice.quiet:
        voice.aside(render(case.warnings, voice.lang), style="yellow")
    return case, time.perf_counter() - started


def _solve(case: Case, wishes: Wishes, seconds: float, folder: Path, progress: RunProgress) -> Results:
    """Verified results; the solver's own log is added to the run's.  Raises NotSolved, Stop for a method that
    this HiGHS lacks."""
    from gridplan.solve.highs import SolverError
    from gridplan.solve.run import solve

    solver_log = folder.parent / f"{folder.name}.solver.log"
    # HiGHS opens its log by the system's narrow names, which on Windows cannot spell every folder.
    can_log = os.name != "nt" or str(solver_log).isascii()
    try:
        return solve(
            case,
            hours=wishes.hours,
            method=wishes.method,
            threads=wishes.threads,
            time_limit_s=wishes.time_limit_s,
            progress=progress,
            log_path=str(solver_log) if can_log else None,
            seconds_read=seconds,
            compare_retrofits=wishes.compare_retrofits,
            with_prices_of_targets=wishes.price_targets,
            foresight=wishes.foresight,
        )
    except SolverError as fault:
        if wishes.method is None:
            raise
        raise Stop("method_missing", method=wishes.method, reason=fault) from None
    finally:
        progress.append(solver_log)


def _write(results: Results, folder: Path, overwrite: bool, progress: RunProgress, voice: Voice) -> Path:
    from gridplan.results.write import write_results

    progress("write")
    return write_results(results, folder, voice.lang, overwrite)


def _no_plan(fault: NotSolved, log: Path, voice: Voice) -> int:
    """Say why there is no plan; the exit code."""
    reason = fault.message_zh if voice.lang == "zh" else fault.message_en
    voice.aside(voice.text("not_solved", reason=reason), style="bold red")
    voice.aside(voice.text("no_results", log=log))
    return NOT_MET if fault.status == "infeasible" else STOPPED
