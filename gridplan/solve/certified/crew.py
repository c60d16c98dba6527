"""Solves several programmes side by side, each on a thread of its own, until a deadline or Ctrl-C."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from gridplan.solve.matrix import Arrays
from gridplan.solve.solver import OTHERS, STUCK, Basis, Solution, methods_of, open_solver

LOOK_EVERY_S = 0.5

T = TypeVar("T")


class Stopped(RuntimeError):
    """The deadline has passed, or the planner pressed Ctrl-C."""


@dataclass(frozen=True)
class Answer:
    """What a solve came to; nothing of it is believed before it is checked.

    Attributes:
        value, dual: column values and row duals; empty where there are none.
        usable: whether the solver claims an optimum, and gives figures.
        status: its own word.
        iterations, seconds: its effort.
        method: method that gave the answer.
    """

    value: np.ndarray
    dual: np.ndarray
    usable: bool
    status: str
    iterations: int
    seconds: float
    method: str

    @property
    def gives_figures(self) -> bool:
        """Whether there is a point at all, whatever it is worth."""
        return bool(len(self.value) and np.isfinite(self.value).all() and np.isfinite(self.dual).all())


class Crew:
    """Up to ``threads`` solves at a time, each on one thread (an interior point gains little from a second).

    Args:
        method: auto, one of HiGHS's methods, gurobi or copt; auto tries the next where one gets stuck.
        threads: solves at a time.
        deadline: time.perf_counter() after which nothing goes on, or None.
        tick: called about every half second while solves go on.
        unwanted: asked as well whether to stop, of a crew that solves for somebody else.
    """

    def __init__(self, method: str, threads: int, deadline: float | None, tick: Callable[[], None],
                 unwanted: Callable[[], bool] | None = None) -> None:
        self._methods = methods_of(method)
        self.threads = max(1, threads)
        self._deadline, self._tick = deadline, tick
        self._stopped, self._unwanted = threading.Event(), unwanted

    def solve(self, arrays: Arrays, tolerance: float) -> Answer:
        """Solve one programme."""
        return self.each([lambda: self.answer(arrays, tolerance)])[0]

    def each(self, jobs: Sequence[Callable[[], T]]) -> list[T]:
        """Run jobs side by side, in order of the list; their results in the same order.

        Raises:
            Stopped: at the deadline or on Ctrl-C, when all have ended.
        """
        with ThreadPoolExecutor(self.threads) as pool:
            futures: list[Future[T]] = []
            try:
                futures.extend(pool.submit(job) for job in jobs)
                self._watch(futures)
            except (KeyboardInterrupt, Stopped):
                self._stop(futures)
                wait(futures)
                raise Stopped from None
            except BaseException:
                self._stop(futures)  # one job failed: the others need not be waited for
                raise
        return [future.result() for future in futures]

    def _watch(self, futures: Sequence[Future[Any]]) -> None:
        waiting = set(futures)
        while waiting:
            done, waiting = wait(waiting, timeout=LOOK_EVERY_S)
            for future in done:
                future.result()
            self._tick()
            if self._deadline is not None and time.perf_counter() > self._deadline:
                raise Stopped

    def _stop(self, futures: Sequence[Future[Any]]) -> None:
        self._stopped.set()
        for future in futures:
            future.cancel()

    def _ended(self) -> bool:
        return self._stopped.is_set() or (self._unwanted is not None and self._unwanted())

    @property
    def _by_vertices(self) -> str:
        """The method that goes from vertex to vertex: simplex, where HiGHS solves."""
        return next((name for name in self._methods if name in OTHERS), "simplex")

    def to_vertex(self, arrays: Arrays, basis: Basis | None = None) -> Solution:
        """Solve a programme in the calling thread by a method that goes from vertex to vertex (simplex, where HiGHS
        solves), from a basis where one that fits is given.  Nothing is kept of it: what a solver keeps between solves
        is many times the programme, and a factorisation is soon made (docs/solving.md).

        Raises:
            Stopped: if the crew has been stopped, before or meanwhile.
        """
        if not self._ended():
            solver = open_solver(arrays, method=self._by_vertices, threads=1)
            if basis is not None and basis.shape == arrays.shape:
                solver.start_from(basis)
            found = solver.solve_beside(self._ended)
            if not self._ended():
                return found
        raise Stopped

    def quick(self, arrays: Arrays) -> Answer:
        """Solve a small programme in the calling thread, to a vertex; after a stop too, to prove what there is."""
        return self._by("simplex", arrays, None)

    def answer(self, arrays: Arrays, tolerance: float) -> Answer:
        """Solve one programme in the calling thread, with the next method where one gets stuck.

        Raises:
            Stopped: if the crew has been stopped.
        """
        spent = 0.0
        for name in self._methods:
            if self._ended():
                raise Stopped
            found = self._by(name, arrays, tolerance)
            spent += found.seconds
            if found.usable or found.status.lower() not in STUCK:
                break
        return replace(found, seconds=spent)

    def _by(self, method: str, arrays: Arrays, tolerance: float | None) -> Answer:
        solver = open_solver(arrays, method=method, threads=1)
        if tolerance is not None:
            solver.end_at_gap(tolerance)
        found = solver.solve_beside(self._ended if tolerance is not None else bool)
        usable = found.optimal and bool(np.isfinite(found.value).all() and np.isfinite(found.dual).all())
        return Answer(found.value, found.dual, usable, found.status, found.iterations, found.seconds, method)
