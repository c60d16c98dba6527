"""A programme solved as a whole, with another method where the first gets stuck or does not prove its optimum."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from gridplan.solve.matrix import Problem
from gridplan.solve.solver import STUCK, Solution, Solver, methods_of, open_solver
from gridplan.solve.verify import Certificate, certify

Progress = Callable[..., None]
"""Called as progress(phase, **figures) with phase "build", "compile", "solve", "again", "verify" or "price"."""


class Solved(NamedTuple):
    """What a solve came to.

    Attributes:
        solver: holds the programme, for re-solves.
        solution: what the solver says.
        certificate: what we find of it ourselves.
        tried: methods that ended without a proof before the one that counts.
    """

    solver: Solver
    solution: Solution
    certificate: Certificate
    tried: list[str]


def solve_directly(programme: Problem, tell: Progress, method: str, *, threads: int, time_limit_s: float | None = None,
                   log_file: str = "") -> Solved:
    """Solve a programme; where the method is left to us ("auto"), the next is tried, and said so, when one is stuck or
    its optimum cannot be proven.

    Args:
        programme: the arrays to solve.
        tell: told "solve" with method and seconds as time passes, and "again" with the next method.
        method: simplex, ipx, hipo, pdlp, auto (HiGHS), gurobi or copt.
        threads: of the solver.
        time_limit_s: for all methods together.
        log_file: file the solver writes its log to.
    """
    methods = methods_of(method)
    begun = time.perf_counter()
    for number, name in enumerate(methods):
        left = None if time_limit_s is None else max(1.0, time_limit_s - (time.perf_counter() - begun))
        solver = open_solver(programme, method=name, threads=threads, time_limit_s=left, log_file=log_file)
        if number:
            tell("again", method=name)
        solution = solver.solve(partial(_tick, tell, name))
        certificate = certify(programme, solution.value, solution.dual)
        # An optimum that is claimed and does not stand up to our own arithmetic is as good as none.
        in_vain = solution.optimal or solution.status.lower() in STUCK
        spent = time_limit_s is not None and time.perf_counter() - begun >= time_limit_s
        if certificate.proven or not in_vain or spent or name == methods[-1]:
            return Solved(solver, solution, certificate, methods[:number])
    raise ValueError("no method to solve by")


def _tick(tell: Progress, method: str, seconds: float) -> None:
    tell("solve", method=method, seconds=seconds)
