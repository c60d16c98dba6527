"""A solved programme kept in the solver, to be asked again: with further rows, or with another form for the cost.

The base plan is solved first; every answer is an exact solve of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from gridplan.model.frame import Model
from gridplan.solve.asked import (
    DUST,
    INFEASIBLE,
    INTERRUPTED,
    SOLVED,
    UNPROVEN,
    Outcome,
    Reading,
    is_short,
    shortfalls,
)
from gridplan.solve.direct import Progress, Solved, solve_directly
from gridplan.solve.forms import Form, cost_form
from gridplan.solve.highs import METHODS, HighsSolver, available_methods
from gridplan.solve.matrix import Problem
from gridplan.solve.run import NotSolved, Why
from gridplan.solve.solver import Solution, SolverError
from gridplan.solve.verify import GAP_TOLERANCE, Certificate, certify


@dataclass(frozen=True)
class Limit:
    """A further row: ``lower <= form <= upper``, in the form's unit."""

    form: Form
    lower: float
    upper: float


class HeldProgramme:
    """A programme, its base plan, and the solver that holds both for further questions."""

    exact = True

    def __init__(self, model: Model, programme: Problem, *, method: str, threads: int, time_limit_s: float | None,
                 tell: Progress) -> None:
        """Solve the base plan.

        Raises:
            NotSolved: if it cannot be proven.
            SolverError: for a method that is not HiGHS's: the programme is kept in its solver.
        """
        method = "auto" if method == "direct" else method
        if method not in ("auto", *METHODS):
            raise SolverError("trade-off runs ask one programme again and again, by HiGHS and exactly")
        self._model = model
        self._auto, self._threads, self._time_limit_s, self._tell = method == "auto", threads, time_limit_s, tell
        base = solve_directly(programme, tell, method, threads=threads, time_limit_s=time_limit_s)
        _stop_unless_proven(base)
        assert isinstance(base.solver, HighsSolver)
        self._solver = base.solver
        self.base = _outcome(programme, programme, base.solution, base.certificate, 0, SOLVED)
        self.short = is_short(model, programme, base.solution.value)
        self.programme = self._no_worse(model, programme, base.solution.value)

    def _no_worse(self, model: Model, programme: Problem, value: np.ndarray) -> Problem:
        """The programme in which nothing is left unserved or missed beyond the base plan; the solver gets it too."""
        columns = shortfalls(model, programme)
        most = np.where(value[columns] > DUST, value[columns], 0.0)
        lower, upper = programme.column_lower.copy(), programme.column_upper.copy()
        upper[columns] = np.minimum(upper[columns], most)
        self._solver.change_column_bounds(columns, lower[columns], upper[columns])
        return replace(programme, column_upper=upper)

    def cheapest(self, reading: Reading, floor: bool) -> Outcome:
        """The plan of least cost whose form is at most nothing (at least nothing, for a ``floor``)."""
        return self.ask([Limit(reading(self._model, self.programme), *((0.0, np.inf) if floor else (-np.inf, 0.0)))])

    def furthest(self, reading: Reading, most_cost: float, scale: float) -> Outcome:
        """The plan of the least form that costs at most ``most_cost``, million CNY."""
        limits = [Limit(cost_form(self.programme), -np.inf, most_cost)] if np.isfinite(most_cost) else []
        return self.ask(limits, reading(self._model, self.programme), scale=scale)

    def looked_over(self, reading: Reading, floor: bool) -> Outcome | None:
        """None: an exact answer stands."""
        return None

    def ask(self, limits: Sequence[Limit] = (), aim: Form | None = None, scale: float = 0.0) -> Outcome:
        """The plan of least cost, or of the least ``aim``, within further limits.

        ``scale`` is a size of the aim beside which the proof's tolerance is taken where the least is near nothing.
        """
        problem = _with_limits(self.programme, limits, aim)
        columns = np.arange(problem.shape[1])
        if aim is not None:
            self._solver.change_costs(columns, aim.coefficients)
        self._solver.put_extra_rows(_rows(limits, problem.shape[1]), *_sides(limits))
        try:
            outcome = self._asked(problem, len(limits), scale)
        finally:
            self._solver.put_extra_rows(_rows((), problem.shape[1]), *_sides(()))
            if aim is not None:
                self._solver.change_costs(columns, self.programme.cost)
        return outcome

    def _asked(self, problem: Problem, extra: int, scale: float) -> Outcome:
        outcome = self._once(problem, self._solver, extra, scale)
        for method in available_methods() if self._auto else []:
            if outcome.status != UNPROVEN or method == outcome.method:
                continue
            self._tell("again", method=method)
            other = HighsSolver(problem, method=method, threads=self._threads, time_limit_s=self._time_limit_s)
            outcome = self._once(problem, other, extra, scale)
        return outcome

    def _once(self, problem: Problem, solver: HighsSolver, extra: int, scale: float) -> Outcome:
        solution = solver.solve(lambda seconds: self._tell("solve", method=solver.method, seconds=seconds))
        certificate = certify(problem, solution.value, solution.dual)
        room = GAP_TOLERANCE * max(abs(certificate.cost), scale)
        proven = certificate.feasible and certificate.cost - certificate.lower_bound <= room
        return _outcome(self.programme, problem, solution, certificate, extra, _status(solution, proven))


def _status(solution: Solution, proven: bool) -> str:
    told = solution.status.lower()
    if "interrupt" in told:
        return INTERRUPTED
    if proven:
        return SOLVED
    return INFEASIBLE if "infeasible" in told else UNPROVEN


def _outcome(base: Problem, problem: Problem, solution: Solution, certificate: Certificate, extra: int,
             status: str) -> Outcome:
    duals = solution.dual[problem.shape[0] - extra:] if extra else np.empty(0)
    cost = float(base.cost @ solution.value) + base.offset
    return Outcome(status, solution.value, cost, certificate.cost, certificate.lower_bound, duals, solution.seconds,
                   solution.method)


def _with_limits(programme: Problem, limits: Sequence[Limit], aim: Form | None) -> Problem:
    lower, upper = _sides(limits)
    problem = replace(programme, row_lower=np.append(programme.row_lower, lower),
                      row_upper=np.append(programme.row_upper, upper),
                      matrix=csc_array(vstack([programme.matrix, _rows(limits, programme.shape[1])], format="csc")))
    return problem if aim is None else replace(problem, cost=aim.coefficients, offset=aim.constant)


def _rows(limits: Sequence[Limit], columns: int) -> csr_array:
    return csr_array(np.array([limit.form.coefficients for limit in limits]).reshape(len(limits), columns))


def _sides(limits: Sequence[Limit]) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper sides of the rows, the forms' constants moved across."""
    return (np.array([limit.lower - limit.form.constant for limit in limits]),
            np.array([limit.upper - limit.form.constant for limit in limits]))


def _stop_unless_proven(solved: Solved) -> None:
    if "interrupt" in solved.solution.status.lower():
        raise KeyboardInterrupt
    if not solved.certificate.proven:
        status = solved.solution.status
        why = Why(f"the plan could not be proven ({status})", f"方案未能得到证明（{status}）")
        raise NotSolved("unproven", why, {})


__all__ = ["HeldProgramme", "Limit", "SolverError"]
