"""What a worker process does: solve a chain of scenarios and write each one's results as soon as it has them."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from gridplan.case.case import Case
from gridplan.library.text import highs_can_spell, writable
from gridplan.results.types import Results
from gridplan.scenarios.chain import SolveOptions, solve_chain
from gridplan.scenarios.index import LOCK, figures, read_run, stored_run
from gridplan.solve.cluster import unwanted
from gridplan.solve.memory import give_back_freed

LOG = "run.log"
TELL_EVERY_S = 1.0
"""How often a worker says how far its solver has got."""


PIPE: Connection | None = None
"""Where a process of this machine tells how it gets on; a Dask worker has its own way."""


@dataclass(frozen=True)
class Task:
    """A scenario to be solved; `key` is all its results depend on, `record` what run.json says of the scenario."""

    name: str
    case: Case
    key: dict[str, Any]
    record: dict[str, Any]


@dataclass(frozen=True)
class Work:
    """A chain of scenarios for one worker.  `out` is the sweep's folder, `lock` the text of its lock, `topic` the
    name under which progress is told; `again`: solve even what is there."""

    tasks: tuple[Task, ...]
    out: Path
    lock: str
    topic: str
    options: SolveOptions
    lang: str
    again: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a scenario: changes of its entry, and the files of its results where the disk is not shared."""

    name: str
    entry: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)


def shares_disk(out: Path, lock: str) -> bool:
    """Whether this process sees the folder the sweep holds."""
    try:
        return (out / LOCK).read_text(encoding="utf-8") == lock
    except OSError:
        return False


def run_chain(work: Work) -> list[Outcome]:
    """Solve the scenarios of a chain; what has been told and written stands, whatever happens to the process.

    Stops where the sweep was cancelled.
    """
    give_back_freed()
    shared = shares_disk(work.out, work.lock)
    folder = work.out if shared else Path(tempfile.mkdtemp(prefix="gridplan-sweep-"))
    try:
        return list(_solved(work, folder, shared))
    finally:
        if not shared:
            shutil.rmtree(folder, ignore_errors=True)


def _solved(work: Work, folder: Path, shared: bool) -> list[Outcome]:
    station = Station(work.topic)
    outcomes, left = [], []
    for task in work.tasks:
        run = None if work.again else stored_run(folder / task.name)
        if run is not None and run.get("sweep") == task.key:
            # Done already by a worker that was lost before its chain was.
            outcomes.append(station.ended(Outcome(task.name, figures(run))))
        else:
            left.append(task)
    logs = [Log(folder, task.name) for task in left]

    def progress(position: int, phase: str, **details: object) -> None:
        logs[position].phase(phase, details)
        station.tell(left[position].name, phase, details)

    solving = solve_chain([task.case for task in left], options=work.options, progress=progress,
                          log_path=lambda position: logs[position].solver)
    started = time.perf_counter()
    try:
        for task, log, found in zip(left, logs, solving, strict=True):
            write = partial(_write, task, folder, work.lang, station)
            entry = _entry(found, write, log) | {"seconds": time.perf_counter() - started}
            files = {} if shared or "cost_million_cny" not in entry else _files(folder / task.name)
            outcomes.append(station.ended(Outcome(task.name, entry, files)))
            if station.cancelled:
                break
            started = time.perf_counter()
    except KeyboardInterrupt:
        pass  # cancelled; what is done has been told
    finally:
        for log in logs:
            log.close()
    return outcomes


def _entry(found: Results | Exception, write: Callable[[Results], dict[str, Any]], log: Log) -> dict[str, Any]:
    """Write the results, or say why there are none."""
    from gridplan.solve.run import NotSolved
    from gridplan.solve.solver import SolverRefused

    try:
        if isinstance(found, Exception):
            raise found
        entry = write(found)
        log.into_results()
        return entry
    except NotSolved as fault:
        log.line(f"{fault.status}: {fault}")
        return {"status": fault.status, "why_en": fault.message_en, "why_zh": fault.message_zh}
    except SolverRefused as fault:
        log.line(str(fault))
        return {"status": "failed", "why_en": fault.message_en, "why_zh": fault.message_zh}
    except Exception as fault:
        log.line("".join(traceback.format_exception(fault)))
        if isinstance(fault, MemoryError):
            return {"status": "failed", "why_en": "not enough memory", "why_zh": "内存不足"}
        reason = " ".join(f"{type(fault).__name__}: {fault}".split())[:300]
        return {"status": "failed", "why_en": reason, "why_zh": reason}


def _write(task: Task, folder: Path, lang: str, station: Station, results: Results) -> dict[str, Any]:
    from gridplan.results.write import write_results

    results.run["scenario"], results.run["sweep"] = task.record, task.key
    station.tell(task.name, "write", {})
    written = write_results(results, folder / task.name, lang, overwrite=True)
    return figures(read_run(written))


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


class Station:
    """Tells the sweep what a worker is doing, through the process's pipe or Dask's events; says nothing elsewhere."""

    def __init__(self, topic: str) -> None:
        self._topic, self._said, self._phase = topic, 0.0, ("", "")
        self._worker: Any = None
        self._deserted = False
        # Where Dask has not been loaded, this is none of its workers.
        if PIPE is None and "distributed" in sys.modules:
            from distributed import get_worker

            with suppress(ValueError):
                self._worker = get_worker()
                self._key = self._worker.get_current_task()

    @property
    def cancelled(self) -> bool:
        """Whether nobody wants the outcome any more: the sweep was stopped, or is gone."""
        if self._worker is None:
            return self._deserted
        return unwanted(self._worker, self._key)

    def tell(self, name: str, phase: str, details: dict[str, object]) -> None:
        """Say that a phase begins, or, now and then, how far it has got.  Raises KeyboardInterrupt, which stops the
        solver, where the sweep was cancelled."""
        now = time.monotonic()
        if (name, phase) == self._phase and now - self._said < TELL_EVERY_S:
            return
        self._said, self._phase = now, (name, phase)
        if self.cancelled:
            raise KeyboardInterrupt
        self._event({"name": name, "phase": phase, "seconds": details.get("seconds")})

    def ended(self, outcome: Outcome) -> Outcome:
        """Say what came of a scenario, but for its files."""
        self._event({"name": outcome.name, "phase": "ended", "entry": outcome.entry, "sent": bool(outcome.files)})
        return outcome

    def _event(self, what: dict[str, Any]) -> None:
        if self._worker is not None:
            self._worker.log_event(self._topic, what)
        elif PIPE is not None:
            try:
                PIPE.send(("event", what))
            except OSError:
                self._deserted = True


class Log:
    """The log of one scenario beside its results-to-be; it moves into them when they stand."""

    def __init__(self, folder: Path, name: str) -> None:
        self._results, self._path = folder / name, folder / f"{name}.log"
        solver = folder / f"{name}.solver.log"
        self.solver = str(solver) if highs_can_spell(solver) else None
        self._phase = ""

    def phase(self, phase: str, details: dict[str, object]) -> None:
        """Note a phase when it begins."""
        if phase != self._phase:
            if not self._phase:
                self._path.unlink(missing_ok=True)
            self._phase = phase
            self.line(f"{phase}  " + ", ".join(f"{key} {value}" for key, value in details.items()))

    def line(self, text: str) -> None:
        """Write a line with the time."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now().isoformat(sep=' ', timespec='seconds')}  {writable(text)}\n")

    def into_results(self) -> None:
        """Move the log into the results."""
        self.close()
        os.replace(self._path, self._results / LOG)

    def close(self) -> None:
        """Take the solver's own log into this one."""
        solver = Path(self.solver) if self.solver else None
        if solver is not None and solver.is_file():
            with self._path.open("a", encoding="utf-8") as file:
                file.write(solver.read_text(encoding="utf-8", errors="replace"))
            solver.unlink()
