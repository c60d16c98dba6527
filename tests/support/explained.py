"""Asking why a small case has no plan, and making a change that is offered."""

from __future__ import annotations

import dataclasses

import pandas as pd

from gridplan.case.case import Case
from gridplan.case.schema import schema
from gridplan.model.build import build_model
from gridplan.solve.explain import Change, Explanation, explain
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import Problem, compile_problem
from gridplan.solve.verify import certify
from tests.support.contradictions import Contradictory, Figure
from tests.support.small_case import axis_of, small_case


def case_of(one: Contradictory) -> Case:
    return small_case(one.tables, {"heat": [1.0]})


def told(case: Case, hours: int) -> Explanation:
    model = build_model(case, axis_of(hours))
    return explain(model, compile_problem(model))


def no_plan(problem: Problem) -> bool:
    """Whether the solver says so, or its point breaks bounds, which are not all given to it."""
    solution = HighsSolver(problem, method="simplex", threads=1).solve()
    broken = solution.optimal and not certify(problem, solution.value, solution.dual).feasible
    return broken or "nfeasible" in solution.status


def figure(change: Change) -> Figure:
    return change.limit.limit.table, " ".join(change.limit.key), change.limit.column


def changed(case: Case, change: Change) -> Case:
    """The case with the change made in its table."""
    name = change.limit.limit.table
    frame = case.tables[name].copy()
    keys = schema().tables[name].key
    chosen = pd.Series(True, index=frame.index)
    for column, label in zip(keys, change.limit.key, strict=False):
        chosen &= frame[column] == label
    assert chosen.sum() == 1
    frame.loc[chosen, change.limit.column] = change.value
    return dataclasses.replace(case, tables={**case.tables, name: frame})
