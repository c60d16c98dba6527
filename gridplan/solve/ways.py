"""Which way a case is solved: certified or direct, all years at once or one after another."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from gridplan.case.settings import chosen
from gridplan.model.frame import Model
from gridplan.solve.certified.door import CERTIFIED, LEAST_BLOCKS, solve_certified
from gridplan.solve.certified.method import Learnt
from gridplan.solve.cluster import Cluster
from gridplan.solve.design import solve_dispatch
from gridplan.solve.direct import Progress, solve_directly
from gridplan.solve.matrix import Problem
from gridplan.solve.myopic import solve_years
from gridplan.solve.solver import HIGHS, OTHERS, Solution, Solver, program
from gridplan.solve.verify import Certificate

if TYPE_CHECKING:
    from gridplan.case.case import Case

DIRECT = "direct"
PERFECT, MYOPIC = "perfect", "myopic"
"""Foresight over the planning years: all at once, or one after another."""


@dataclass(frozen=True)
class Effort:
    """How to solve: the method decided on, threads, time, the log and the gap asked.

    ``solver`` solves what the method asks to be solved: "highs", "gurobi" or "copt"; ``learnt`` is what certified
    solves of like cases have learnt.  ``holds_design``: the capacities of the programme are held, so that only its
    dispatch is to be found.  ``cluster``: whose workers solve the parts of a certified solve.
    """

    method: str
    threads: int
    time_limit_s: float | None
    log_file: str
    gap: float
    solver: str = HIGHS
    learnt: Learnt | None = None
    holds_design: bool = False
    cluster: Cluster | None = None

    @property
    def whole(self) -> str:
        """The method, as of ``open_solver``, of what is solved as a whole; the certified method's parts as well."""
        if self.solver in OTHERS:
            return self.solver
        return "auto" if self.method == CERTIFIED else self.method


class Way(NamedTuple):
    """What solving came to.

    Attributes:
        solver: holds the programme for re-solves; None where it was not solved as a whole.
        solution, certificate: the point, and what is found of it.
        record: what run.json is to say of the way besides.
    """

    solver: Solver | None
    solution: Solution
    certificate: Certificate
    record: dict[str, Any]


def method_for(wished: str, model: Model, solves_again: bool) -> str:
    """The method "auto" stands for, and "direct"; others stand for themselves.

    What compares plans with one another needs each of them exact, and re-solves from the first.

    Raises:
        ValueError: for the certified method with what compares plans.
    """
    if wished == CERTIFIED and solves_again:
        raise ValueError("what compares plans with one another needs each of them exact: leave --method out, or direct")
    if is_certified(wished, len(model.axis), solves_again):
        return CERTIFIED
    return "auto" if wished == DIRECT else wished


def is_certified(wished: str, blocks: int, solves_again: bool) -> bool:
    """Whether a method stands for the certified one, for so many blocks of all weather years."""
    return wished == CERTIFIED or (wished == "auto" and blocks >= LEAST_BLOCKS and not solves_again)


def will_be_certified(case: Case, method: str | None, solver: str | None, blocks: int, *,
                      compares: bool = False) -> bool:
    """Whether the certified method will solve a case, as far as can be said before it is built.

    ``method`` and ``solver`` as typed, None leaves it to the case; ``blocks`` of one weather year; ``compares``:
    whether plans are compared.
    """
    wished = chosen(method, solver, case.settings.solver).method
    return is_certified(wished, blocks * len(case.probabilities), compares)


def solve_programme(case: Case, model: Model, programme: Problem, tell: Progress, effort: Effort,
                    foresight: str) -> Way:
    """The programme solved; several planning years one after another where foresight is "myopic"."""
    begun = time.perf_counter()
    if effort.holds_design and effort.method in (CERTIFIED, "auto"):
        found = solve_dispatch(model, programme, tell, threads=effort.threads, time_limit_s=effort.time_limit_s,
                               method=effort.whole)
        if found is not None:
            return Way(None, *found, program(effort.solver))
        tell("again", method=DIRECT)
    elif foresight == MYOPIC and model.is_path:
        return _year_by_year(model, programme, tell, effort)
    elif effort.method == CERTIFIED:
        outcome = solve_certified(case, model, programme, tell, gap=effort.gap, threads=effort.threads,
                                  time_limit_s=effort.time_limit_s, method=effort.whole, learnt=effort.learnt,
                                  cluster=effort.cluster)
        if outcome is not None:
            return Way(None, outcome.solution, outcome.certificate, outcome.record | program(effort.solver))
        tell("again", method=DIRECT)
    certified_failed = [CERTIFIED] if effort.method == CERTIFIED and not effort.holds_design else []
    solver, solution, certificate, tried = solve_directly(
        programme, tell, effort.whole, threads=effort.threads, time_limit_s=_left(effort, begun),
        log_file=effort.log_file)
    return Way(solver, solution, certificate, {"tried": certified_failed + tried} | program(effort.solver))


def _left(effort: Effort, begun: float) -> float | None:
    """Seconds left of the time limit."""
    return None if effort.time_limit_s is None else max(1.0, effort.time_limit_s - (time.perf_counter() - begun))


def _year_by_year(model: Model, programme: Problem, tell: Progress, effort: Effort) -> Way:
    """The planning years solved one after another, within the time limit together."""
    begun = time.perf_counter()

    def solve_one(year: int, part: Problem) -> tuple[Solution, Certificate]:
        tell("year", year=year)
        solved = solve_directly(part, tell, effort.whole, threads=effort.threads, time_limit_s=_left(effort, begun),
                                log_file=effort.log_file)
        return solved.solution, solved.certificate

    solution, certificate = solve_years(model, programme, solve_one)
    return Way(None, solution, certificate, {"tried": []} | program(effort.solver))
