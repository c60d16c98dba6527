"""What each enforced target costs, by the certified method: between two figures that are proven.

With every target the least cost lies between a bound and a plan's cost, and without one of them between two others, so
what the target costs lies

    from  (bound with it - plan without it)  to  (plan with it - bound without it)        million CNY a year

The solves without a target start from what the first learnt: which retrofit states to leave out, and where simplex may
start in each month.  A target whose rows have no dual in the first proof is not solved for again: without it the same
bound and the same plan stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from gridplan.model.frame import Model
from gridplan.model.shared import PolicyRow
from gridplan.solve.certified.method import Certified, CertifiedSolve
from gridplan.solve.direct import Progress
from gridplan.solve.matrix import Problem

NO_DUAL = 1e-12


@dataclass(frozen=True)
class Bounded:
    """One target's price, million CNY a year: the plans' difference, and what it lies between for certain.

    Attributes:
        key: policy and planning year.
        cost, without: cost of the plan with the target and without it.
        least, most: what the target costs at least and at most.
        solved_again: whether its price needed another solve.
    """

    key: tuple[str, int]
    cost: float
    without: float
    least: float
    most: float
    solved_again: bool


def price_bounds(model: Model, held: CertifiedSolve, tell: Progress,
                 require: Callable[[Certified, str], None]) -> Iterator[Bounded]:
    """The price of each enforced target of the model's case, one after another.

    Args:
        model: the case's model over the full axis.
        held: its certified solve, nothing solved yet.
        tell: told "solve" with ``without``, the target left out.
        require: raises where what was found (first argument) without a target (second; "" with all) is not proven.
    """
    tell("solve", without="")
    all_of_them = held.solve()
    require(all_of_them, "")
    upper, lower = _bounds(all_of_them)
    for policy in model.policies:
        if _is_free(held.programme, all_of_them, policy):
            yield Bounded(policy.key, upper, upper, 0.0, upper - lower, False)
            continue
        tell("solve", without=policy.key[0])
        found = held.solve(partial(_freed, policy.key))
        require(found, policy.key[0])
        upper_without, lower_without = _bounds(found)
        least, most = max(0.0, lower - upper_without), max(0.0, upper - lower_without)
        yield Bounded(policy.key, upper, float(np.clip(upper_without, upper - most, upper - least)), least, most, True)


def _bounds(found: Certified) -> tuple[float, float]:
    proof = found.certificate
    return (float("nan"), float("nan")) if proof is None else (proof.cost, proof.lower_bound)


def _freed(key: tuple[str, int], model: Model, problem: Problem) -> Problem:
    """The problem without the rows of a target."""
    rows = [_rows(problem, policy) for policy in model.policies if policy.key == key]
    return problem.with_row_bounds(np.concatenate(rows), -np.inf, np.inf)


def _rows(problem: Problem, policy: PolicyRow) -> np.ndarray:
    rows = np.concatenate([problem.rows[id(constraint)] for constraint in policy.rows])
    return rows[rows >= 0]


def _is_free(problem: Problem, found: Certified, policy: PolicyRow) -> bool:
    """Whether the proof makes no use of the target, and the plan pays nothing for missing it."""
    if found.value is None or found.dual is None:
        return False
    paid = float(np.abs(found.value[problem.present(policy.slack)]).sum()) * policy.slack_price
    return bool(np.abs(found.dual[_rows(problem, policy)]).max(initial=0.0) <= NO_DUAL and paid <= 1e-6)


__all__ = ["Bounded", "price_bounds"]
