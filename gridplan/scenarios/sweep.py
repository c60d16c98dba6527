"""Solving many scenarios of a case at once: in worker processes, each result kept, what is known not solved again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from gridplan.library.whole import clear_leftovers
from gridplan.results.folder import check_whole
from gridplan.results.whole import whole_folder
from gridplan.scenarios.chain import SolveOptions
from gridplan.scenarios.crew import ChainLost, Crew, Pending, Solve
from gridplan.scenarios.diff import diff
from gridplan.scenarios.index import (
    TOLD,
    Entry,
    Index,
    half_written,
    known_entry,
    read_entries,
    set_aside,
    stored_run,
)
from gridplan.scenarios.load import Changed, scenario_record
from gridplan.scenarios.order import chains
from gridplan.scenarios.worker import Log, Outcome, Task, Work, run_chain

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
        entry = Entry(scenario.name, key=options.key(one.complete_case),
                      **{key: getattr(scenario, key) for key in TOLD})
        known = None if again else known_entry(out, entry, before)
        entries.append(known or entry)
        if known is None:
            tasks[scenario.name] = Task(scenario.name, one.complete_case, entry.key, scenario_record(one))
        if half_written(out, scenario.name) or (known is not None and not known.has_results):
            aside = set_aside(out, scenario.name)
            moved += [aside] if aside else []
    return Plan(Index(out, case, entries, before.values()), tasks, moved)


def arranged(tasks: dict[str, Task], count: int) -> list[list[Task]]:
    """The tasks in chains of neighbours, at most `count` of them."""
    if not tasks:
        return []
    first = next(iter(tasks.values())).case
    differences = {name: diff(first, task.case) for name, task in tasks.items()}
    return [[tasks[name] for name in chain] for chain in chains(list(tasks), differences, count)]


@dataclass
class Run:
    """A sweep going on: which chain is being solved, and what has been told so far."""

    crew: Crew
    index: Index
    work: Work
    listener: Listener
    solve: Solve = run_chain
    chains: dict[Pending, list[Task]] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)
    false_starts: dict[str, int] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)

    def go(self, chained: Sequence[Sequence[Task]]) -> None:
        """Solve the chains to the end.  Raises ClusterLost where the workers are out of reach for good."""
        for chain in chained:
            self._submit(list(chain))
        last_heard = time.monotonic()
        while self.chains:
            time.sleep(POLL_S)
            self.hear()
            if self.crew.answers():
                last_heard = time.monotonic()
                for pending in [pending for pending in self.chains if pending.done()]:
                    self._finished(pending)
            elif time.monotonic() - last_heard > SILENCE_S:
                raise ClusterLost

    def _submit(self, chain: list[Task]) -> None:
        if chain:
            self.chains[self.crew.submit(self.solve, replace(self.work, tasks=tuple(chain)))] = chain

    def hear(self) -> None:
        """Take in what workers have told."""
        for event in self.crew.heard():
            name = event["name"]
            if name in self.settled:
                continue
            if event["phase"] == "ended":
                # Files come with the chain's outcomes; until they are there the scenario is not done.
                if not event["sent"]:
                    self._settle(Outcome(name, event["entry"]))
                continue
            if name not in self.begun:
                self.begun.append(name)
                self.index.update(name, status="running", tries=self.index.entries[name].tries + 1)
            self.listener.phase(name, event["phase"], event["seconds"])

    def _finished(self, pending: Pending) -> None:
        """Take in what a chain brought; what was lost with its worker is tried again, once."""
        try:
            for outcome in pending.outcomes():
                if outcome.name not in self.settled:
                    self._settle(outcome)
            del self.chains[pending]
            return
        except ChainLost as fault:
            if not self.crew.answers():
                return  # the cluster may come back; if not, the sweep ends
            reason = lost_because(fault)
        # What the worker said last may still be on its way.
        time.sleep(POLL_S)
        self.hear()
        left = [task for task in self.chains.pop(pending) if task.name not in self.settled]
        if not left:
            return
        lost = next((task for task in left if task.name in self.begun), left[0])
        if lost.name in self.begun:
            self.begun.remove(lost.name)
            tries = self.index.entries[lost.name].tries
        else:
            # The chain only waited behind another that took the worker with it, or cannot begin at all.
            self.false_starts[lost.name] = tries = self.false_starts.get(lost.name, 0) + 1
        if tries >= MOST_TRIES:
            self._settle(Outcome(lost.name, {"status": "failed", **reason}))
            left.remove(lost)
        else:
            self.index.update(lost.name, status="waiting")
            self.listener.phase(lost.name, "lost", None)
        self._submit(left)

    def _settle(self, outcome: Outcome) -> None:
        self.settled.add(outcome.name)
        if outcome.files:
            receive(self.index.out, outcome.name, outcome.files)
        self.listener.ended(self.index.update(outcome.name, **outcome.entry))


def lost_because(fault: ChainLost) -> dict[str, str]:
    """Why a chain came to nothing, in both languages."""
    if fault.killed:
        return {"why_en": "its worker process was killed twice; out of memory?",
                "why_zh": "求解进程两次被终止，内存不足？"}
    return {"why_en": str(fault), "why_zh": str(fault)}


def receive(out: Path, name: str, files: dict[str, bytes]) -> None:
    """Put results sent by a worker of another disk in place, whole or not at all."""
    with whole_folder(out / name, lambda: None) as hidden:
        for file, content in files.items():
            (hidden / file).write_bytes(content)
        check_whole(hidden)


def topic_of(lock: str) -> str:
    """Name under which the workers of a sweep tell how they get on."""
    return f"gridplan-{lock.split()[-1]}"


def run_plan(plan: Plan, crew: Crew, lock: str, workers: int, options: SolveOptions, lang: str,
             listener: Listener, again: bool = False) -> None:
    """Solve what a plan has left; the index is kept up to date throughout.

    Raises KeyboardInterrupt and ClusterLost once what was going on has been ended and put on record as stopped.
    """
    plan.index.write()
    listener.begins(plan.index, list(plan.tasks))
    work = Work((), plan.index.out.resolve(), lock, topic_of(lock), options, lang, again)
    run = Run(crew, plan.index, work, listener)
    try:
        run.go(arranged(plan.tasks, workers))
    except (KeyboardInterrupt, ClusterLost):
        crew.stop()
        run.hear()
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
    """Remove what workers that were ended left half-written, and put their logs together."""
    for name in names:
        clear_leftovers(out / name)
        Log(out, name).close()
