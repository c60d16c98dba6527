"""Who solves chains of scenarios: processes of this machine, one for each chain."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from gridplan.scenarios import worker
from gridplan.scenarios.worker import Outcome, Work

Solve = Callable[[Work], list[Outcome]]
END_S = 5.0
"""How long a process that was killed is waited for."""


class ChainLost(Exception):
    """A chain ended without its outcomes; `killed` where its process did, else the text says what was raised."""

    def __init__(self, reason: str = "", killed: bool = False) -> None:
        super().__init__(reason)
        self.killed = killed


class Pending(Protocol):
    """A chain being solved."""

    def done(self) -> bool:
        """Whether it has ended, well or badly."""
        ...

    def outcomes(self) -> list[Outcome]:
        """What came of its scenarios, once it has ended.  Raises ChainLost."""
        ...


class Crew(Protocol):
    """Workers, wherever they are."""

    def submit(self, solve: Solve, work: Work) -> Pending:
        """Begin a chain."""
        ...

    def heard(self) -> list[dict[str, Any]]:
        """What workers have told since it was last asked."""
        ...

    def answers(self) -> bool:
        """Whether the workers can be reached just now."""
        ...

    def stop(self) -> None:
        """End what is going on."""
        ...


class LocalChain:
    """A chain in a process of its own; what it says comes through a pipe."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process, self._pipe = process, pipe
        self._ended: tuple[str, Any] | None = None
        self._open = True

    def read(self) -> list[dict[str, Any]]:
        """Everything the process has said since."""
        events = []
        try:
            while self._open and self._pipe.poll():
                kind, content = self._pipe.recv()
                if kind == "event":
                    events.append(content)
                else:
                    self._ended = kind, content
        except (EOFError, OSError):
            self._open = False
        return events

    def done(self) -> bool:
        """Whether it has ended and everything it said has been read."""
        return self._ended is not None or (not self._open and not self.process.is_alive())

    def outcomes(self) -> list[Outcome]:
        """What came of its scenarios.  Raises ChainLost."""
        if self._ended is None:
            raise ChainLost(killed=True)
        kind, content = self._ended
        if kind == "fault":
            raise ChainLost(content)
        return list(content)


class LocalCrew:
    """Processes of this machine."""

    def __init__(self) -> None:
        # A fresh interpreter on every system: what the parent has loaded, threads above all, is not forked.
        self._context = get_context("spawn")
        self._chains: list[LocalChain] = []

    def submit(self, solve: Solve, work: Work) -> LocalChain:
        """Begin a chain in a new process."""
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_solve_and_tell, args=(theirs, solve, work), daemon=True)
        with _without_word_of_semaphores():
            process.start()
        theirs.close()
        self._chains.append(LocalChain(process, ours))
        return self._chains[-1]

    def heard(self) -> list[dict[str, Any]]:
        """What the processes have told since it was last asked."""
        return [event for chain in self._chains for event in chain.read()]

    def answers(self) -> bool:
        """Always: a process of ours either lives or has ended."""
        return True

    def stop(self) -> None:
        """Kill every process that lives: one in the midst of a solve would keep everybody waiting."""
        living = [chain.process for chain in self._chains if chain.process.is_alive()]
        for process in living:
            process.kill()
        for process in living:
            process.join(END_S)


@contextmanager
def _without_word_of_semaphores() -> Iterator[None]:
    """Python counts what its processes leave behind and tells it on the planner's screen; after a kill that is no
    news.  The counting process reads what to keep quiet about when the first process starts."""
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, [before, "ignore:resource_tracker"]))
    try:
        yield
    finally:
        del os.environ["PYTHONWARNINGS"]
        if before is not None:
            os.environ["PYTHONWARNINGS"] = before


@contextmanager
def local_crew() -> Iterator[LocalCrew]:
    """Processes of this machine, which end with the block."""
    crew = LocalCrew()
    try:
        yield crew
    finally:
        crew.stop()


def _solve_and_tell(pipe: Connection, solve: Solve, work: Work) -> None:
    """What a process does: solve its chain, tell how it gets on and what came of it."""
    # Ctrl-C and the end of a terminal reach every process of it; the sweep's own ends the others.
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    worker.PIPE = pipe
    try:
        pipe.send(("done", solve(work)))
    except BrokenPipeError:
        return  # the sweep is gone
    except BaseException as fault:
        pipe.send(("fault", " ".join(f"{type(fault).__name__}: {fault}".split())[:300]))


def _end_with_parent() -> None:
    """End this process as soon as the one that started it has ended, whatever ended that: nobody wants the outcome,
    and a further sweep takes over the folder.  What is being written is written whole or not at all."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
