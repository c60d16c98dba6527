"""Chains that only pretend to solve, for tests of what goes on around the solving; workers import them by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from gridplan.scenarios.chain import SolveOptions
from gridplan.scenarios.crew import Crew
from gridplan.scenarios.index import Entry, Index
from gridplan.scenarios.sweep import Run
from gridplan.scenarios.worker import Outcome, Station, Task, Work, shares_disk

SOLVED = {"status": "solved", "cost_million_cny": 1.0, "gap": 0.0, "missed": 0, "seconds": 0.1}


class Told:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.phases: list[tuple[str, str]] = []
        self.endings: list[Entry] = []

    def begins(self, index: Index, todo: Any) -> None:
        """Nothing to show."""

    def phase(self, name: str, phase: str, seconds: float | None) -> None:
        self.phases.append((name, phase))

    def ended(self, entry: Entry) -> None:
        self.endings.append(entry)


def chain(work: Work) -> list[Outcome]:
    """Do as the scenarios' names say: `killer` always ends its process, `unlucky` the first time, `slow` takes its
    time; the others are solved at once."""
    station = Station(work.topic)
    outcomes = []
    for task in work.tasks:
        mark = work.out / f"{task.name}.tried"
        station.tell(task.name, "build", {})
        if task.name == "killer" or (task.name == "unlucky" and not mark.exists()):
            mark.touch()
            time.sleep(0.3)  # what was told is on its way
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        if task.name == "slow":
            while not station.cancelled:
                time.sleep(0.1)
            (work.out / "slow.cancelled").touch()
            break
        outcomes.append(station.ended(Outcome(task.name, SOLVED)))
    return outcomes


def remote_chain(work: Work) -> list[Outcome]:
    """Send files back, as a worker of another disk does."""
    assert not shares_disk(work.out, work.lock)
    return [Outcome(task.name, SOLVED, {"run.json": b"{}"}) for task in work.tasks]


def run_of(crew: Crew, out: Path, names: list[str], listener: Told) -> Run:
    """A sweep of scenarios that have only names."""
    index = Index(out, out / "case", [Entry(name) for name in names])
    work = Work((), out, "lock", "test", SolveOptions(24), "en")
    return Run(crew, index, work, listener, chain)


def tasks(names: list[str]) -> list[Task]:
    """Tasks without a case."""
    return [Task(name, None, {}, {}) for name in names]  # type: ignore[arg-type]
