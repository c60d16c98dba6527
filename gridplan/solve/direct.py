"""A programme solved as a whole by HiGHS, with another method where the first gets stuck."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from gridplan.solve.highs import HighsSolver, Solution, available_methods
from gridplan.solve.matrix import Problem
from gridplan.solve.verify import Certificate, certify

Progress = Callable[..., None]
"""Called as progress(phase, **figures) with phase "build", "compile", "solve", "again", "verify" or "price"."""

STUCK = ("unknown", "solve error", "not set")
"""Statuses of HiGHS with which another method may do better."""


class Solved(NamedTuple):
    """What a solve came to.

    Attributes:
        solver: holds the programme, for re-solves.
        solution: what HiGHS says.
        certificate: what we find of it ourselves.
        tried: methods that ended without a proof before the one that counts.
    """

    solver: HighsSolver
    solution: Solution
    certificate: Certificate
    tried: list[str]


def solve_directly(programme: Problem, tell: Progress, method: str, *, threads: int, time_limit_s: float | None = None,
                   log_file: str = "") -> Solved:
    """Solve a programme; where the method is left to us ("auto"), the next is tried, and said so, when one is stuck.

    Args:
        programme: the arrays to solve.
        tell: told "solve" with method and seconds as time passes, and "again" with the next method.
        method: simplex, ipx, hipo, pdlp or auto.
        threads: of HiGHS.
        time_limit_s: for all methods together.
        log_file: file HiGHS writes its log to.
    """
    methods = available_methods() if method == "auto" else [method]
    begun = time.perf_counter()
    for number, name in enumerate(methods):
        left = None if time_limit_s is None else max(1.0, time_limit_s - (time.perf_counter() - begun))
        solver = HighsSolver(programme, method=name, threads=threads, time_limit_s=left, log_file=log_file)
        if number:
            tell("again", method=name)
        solution = solver.solve(partial(_tick, tell, name))
        certificate = certify(programme, solution.value, solution.dual)
        stuck = solution.status.lower() in STUCK
        if not stuck or certificate.proven or name == methods[-1]:
            return Solved(solver, solution, certificate, methods[:number])
    raise ValueError("no method to solve by")


def _tick(tell: Progress, method: str, seconds: float) -> None:
    tell("solve", method=method, seconds=seconds)
