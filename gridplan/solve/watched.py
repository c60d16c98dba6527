"""A solver at work on a thread of its own, and the caller's, which looks after Ctrl-C and deadlines."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

from gridplan.model.undisturbed import undisturbed
from gridplan.solve.solver import Basis, Solution

LOOK_EVERY_S = 0.1
TICK_EVERY_S = 0.5
MOST_INTERRUPTS = 3
"""Ctrl-C is passed on to the solver, which stops at its next check; insisting ends the program."""

Result = TypeVar("Result")


class WatchedSolver(ABC):
    """The waiting of ``Solver``."""

    @abstractmethod
    def _run(self) -> None:
        """Solve what is held."""

    @abstractmethod
    def _interrupt(self) -> None:
        """Ask the running solve to end; harmless where none runs yet or any more."""

    @abstractmethod
    def _solution(self, seconds: float) -> Solution:
        """What the solve came to."""

    def solve(self, tick: Callable[[float], None] | None = None) -> Solution:
        """Solve, from the last basis where there is one; Ctrl-C ends it with what it has.

        ``tick`` is called about every half second with the seconds passed.
        """
        told = [time.perf_counter()]
        begun = told[0]

        def look() -> None:
            now = time.perf_counter()
            if tick is not None and now - told[0] >= TICK_EVERY_S:
                told[0] = now
                tick(now - begun)

        return self._watched(look)[0]

    def solve_beside(self, stopped: Callable[[], bool]) -> Solution:
        """Solve beside others in their threads; ``stopped`` is asked now and then whether to end.

        Raises:
            KeyboardInterrupt: on Ctrl-C, once the solver has ended.
        """

        def look() -> None:
            if stopped():
                self._interrupt()

        found, interrupts = self._watched(look)
        if interrupts:
            raise KeyboardInterrupt
        return found

    def start_from(self, _basis: Basis) -> None:
        """Nothing: a barrier starts from nowhere."""
        return

    def _watched(self, look: Callable[[], None]) -> tuple[Solution, int]:
        begun = time.perf_counter()
        _nothing, interrupts = watch(self._run, self._interrupt, look)
        return self._solution(time.perf_counter() - begun), interrupts


def watch(work: Callable[[], Result], interrupt: Callable[[], None],
          look: Callable[[], None] = lambda: None) -> tuple[Result, int]:
    """What ``work`` returns, done on a thread of its own while the caller's ``look``s ten times a second; and how often
    Ctrl-C came.

    Ctrl-C calls ``interrupt``, and again at every look, since one that comes before the solver has set out is lost.
    The thread is not waited for by joining it: cut short by Ctrl-C, that takes a living thread for one that has ended
    (Python before 3.13), and a program that ends while its solver works is ended by the system.

    Raises:
        KeyboardInterrupt: if Ctrl-C came more than ``MOST_INTERRUPTS`` times.
    """
    outcome: Future[Result] = Future()
    bell: SimpleQueue[None] = SimpleQueue()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as fault:  # or nobody would ever be told
            outcome.set_exception(fault)
        bell.put(None)

    thread, set_out, interrupts = threading.Thread(target=run, daemon=True), False, 0
    while True:
        try:
            if not set_out:
                set_out = True
                with undisturbed():
                    thread.start()
            if outcome.done():
                return outcome.result(), interrupts
            if interrupts:
                interrupt()
            with suppress(Empty):
                bell.get(timeout=LOOK_EVERY_S)
                continue
            look()
        except KeyboardInterrupt:
            interrupts += 1  # and nothing else: what comes in here is not caught
            if interrupts > MOST_INTERRUPTS:
                raise
