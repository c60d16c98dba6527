"""Solving many scenarios of a case at once: in worker processes, each result kept, what is known not solved again."""

from __future__ import annotations

import queue
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from gridplan.results.folder import check_whole
from gridplan.results.write import clear_leftovers
from gridplan.scenarios.chain import SolveOptions
from gridplan.scenarios.diff import diff
from gridplan.scenarios.index import Entry, Index, half_written, known_entry, read_entries, set_aside, stored_run
from gridplan.scenarios.load import Changed, scenario_record
from gridplan.scenarios.order import chains
from gridplan.scenarios.worker import Outcome, Task, Work, run_chain

if TYPE_CHECKING:
    from distributed import Client, Future

MOST_TRIES = 2
"""A scenario whose worker was lost is tried this often in all."""

SILENCE_S = 60.0
"""How long a cluster may be out of reach before the sweep gives up."""

POLL_S = 0.2


class Listener(Protocol):
    """Is told what happens; see the command line's for one."""

    def begins(self, index: Index, todo: Sequence[str]) -> None: ...
    def phase(self, name: str, phase: str, seconds: float | None) -> None: ...
    def ended(self, entry: Entry) -> None: ...


class Stopped(Exception):
    """The sweep was stopped; finished scenarios are kept."""


class ClusterLost(Stopped):
    """The cluster no longer answers; finished scenarios are kept."""


@dataclass(frozen=True)
class Plan:
    """What a sweep has to do: the index with what is known, and the tasks left."""

    index: Index
    tasks: dict[str, Task]
    set_aside: list[Path]


def plan_sweep(changed: Sequence[Changed], out: Path, case: Path, options: SolveOptions, again: bool = False) -> Plan:
    """See which scenarios have results of the same input, options and version already; the others are to be solved.

    A half-written folder under the name of one is moved to `outdated`; a whole result of other input or version stays
    until the new one replaces it, or there turns out to be none (`retire`).  With `again` everything is solved.
    """
    before = read_entries(out)
    entries, tasks, moved = [], {}, []
    for one in changed:
        scenario = one.scenario
        entry = Entry(scenario.name, scenario.name_zh, scenario.name_en, key=options.key(one.complete_case))
        known = None if again else known_entry(out, entry, before)
        entries.append(known or entry)
        if known is None:
            tasks[scenario.name] = Task(scenario.name, one.complete_case, entry.key, scenario_record(one))
        if half_written(out, scenario.name) or (known is not None and not known.has_results):
            aside = set_aside(out, scenario.name)
            moved += [aside] if aside else []
    return Plan(Index(out, case, entries), tasks, moved)


def arranged(tasks: dict[str, Task], count: int) -> list[list[Task]]:
    """The tasks in chains of neighbours, at most `count` of them."""
    if not tasks:
        return []
    first = next(iter(tasks.values())).case
    differences = {name: diff(first, task.case) for name, task in tasks.items()}
    return [[tasks[name] for name in chain] for chain in chains(list(tasks), differences, count)]


@dataclass
class Run:
    """A sweep going on: which future solves what, and what has been told so far."""

    client: Client
    index: Index
    work: Work
    listener: Listener
    solve: Callable[[Work], list[Outcome]] = run_chain
    futures: dict[Future, list[Task]] = field(default_factory=dict)
    events: queue.SimpleQueue[dict[str, Any]] = field(default_factory=queue.SimpleQueue)
    begun: list[str] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    waiting_for_files: set[str] = field(default_factory=set)

    def go(self, chained: Sequence[Sequence[Task]]) -> None:
        """Solve the chains to the end.  Raises ClusterLost where the cluster is out of reach for good."""
        self.client.subscribe_topic(self.work.topic, lambda event: self.events.put(event[1]))
        for chain in chained:
            self._submit(list(chain))
        last_heard = time.monotonic()
        while self.futures:
            time.sleep(POLL_S)
            self._hear()
            if self.client.status == "running":
                last_heard = time.monotonic()
            elif time.monotonic() - last_heard > SILENCE_S or self.client.status == "closed":
                raise ClusterLost
            for future in [future for future in self.futures if future.done()]:
                self._finished(future)

    def _submit(self, chain: list[Task]) -> None:
        if chain:
            work = replace(self.work, tasks=tuple(chain))
            self.futures[self.client.submit(self.solve, work, pure=False, retries=0)] = chain

    def _hear(self) -> None:
        while not self.events.empty():
            event = self.events.get()
            name = event["name"]
            if name in self.settled:
                continue
            if event["phase"] == "ended" and not event["sent"]:
                self._settle(Outcome(name, event["entry"]))
            elif event["phase"] == "ended":
                self.waiting_for_files.add(name)
            else:
                if name not in self.begun:
                    self.begun.append(name)
                    self.index.update(name, status="running", tries=self.index.entries[name].tries + 1)
                self.listener.phase(name, event["phase"], event["seconds"])

    def _finished(self, future: Future) -> None:
        """Take in what a chain brought; what was lost with its worker is tried again, once."""
        chain = self.futures.pop(future)
        if future.status == "finished":
            for outcome in future.result():
                if outcome.name not in self.settled:
                    self._settle(outcome)
            return
        if self.client.status != "running":
            raise ClusterLost
        # What the worker said last may still be on its way.
        time.sleep(POLL_S)
        self._hear()
        left = [task for task in chain if task.name not in self.settled]
        if not left:
            return
        lost = next((task for task in left if task.name in self.begun), left[0])
        tries = max(1, self.index.entries[lost.name].tries)
        if tries >= MOST_TRIES:
            self._settle(Outcome(lost.name, {"status": "failed", **_reason(future)}))
            left.remove(lost)
        else:
            self.index.update(lost.name, status="waiting", tries=tries)
            self.listener.phase(lost.name, "lost", None)
            if lost.name in self.begun:
                self.begun.remove(lost.name)
        self._submit(left)

    def _settle(self, outcome: Outcome) -> None:
        self.settled.add(outcome.name)
        if outcome.files:
            receive(self.index.out, outcome.name, outcome.files)
        self.listener.ended(self.index.update(outcome.name, **outcome.entry))


def _reason(future: Future) -> dict[str, str]:
    """Why a chain came to nothing, in both languages."""
    from distributed.scheduler import KilledWorker

    fault = future.exception()
    if fault is None or isinstance(fault, KilledWorker):
        return {"why_en": "its worker process was killed twice; out of memory?",
                "why_zh": "求解进程两次被终止，内存不足？"}
    reason = " ".join(f"{type(fault).__name__}: {fault}".split())[:300]
    return {"why_en": reason, "why_zh": reason}


def receive(out: Path, name: str, files: dict[str, bytes]) -> None:
    """Put results sent by a worker of another disk in place, whole or not at all."""
    aside = Path(tempfile.mkdtemp(prefix=f".{name}.receiving-", dir=out))
    try:
        for file, content in files.items():
            (aside / file).write_bytes(content)
        check_whole(aside)
        aside.chmod(0o755)
        if (out / name).exists():
            shutil.rmtree(out / name)
        aside.rename(out / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def run_plan(plan: Plan, client: Client, lock: str, workers: int, options: SolveOptions, lang: str,
             listener: Listener, again: bool = False) -> None:
    """Solve what a plan has left; the index is kept up to date throughout.

    Raises KeyboardInterrupt and ClusterLost once what was going on has been put on record as stopped.
    """
    out = plan.index.out
    plan.index.write()
    listener.begins(plan.index, list(plan.tasks))
    run = Run(client, plan.index, Work((), out.resolve(), lock, f"gridplan-{lock.split()[-1]}", options, lang, again),
              listener)
    try:
        run.go(arranged(plan.tasks, workers))
    except (KeyboardInterrupt, ClusterLost):
        client.cancel(list(run.futures), force=True)
        run._hear()
        raise
    finally:
        for name in plan.tasks:
            if plan.index.entries[name].status in ("waiting", "running"):
                plan.index.update(name, status="stopped", why_en="the sweep was stopped", why_zh="批量求解被停止")
            retire(plan, name)


def retire(plan: Plan, name: str) -> None:
    """Move results of other input or version to `outdated` where a scenario ended without new ones, so that nobody
    takes the old for the new."""
    entry, out = plan.index.entries[name], plan.index.out
    if not entry.has_results and (out / name).exists() and (stored_run(out / name) or {}).get("sweep") != entry.key:
        aside = set_aside(out, name)
        plan.set_aside.extend([aside] if aside else [])


def tidy(out: Path, names: Sequence[str]) -> None:
    """Remove what workers that were ended left half-written."""
    for name in names:
        clear_leftovers(out / name)
