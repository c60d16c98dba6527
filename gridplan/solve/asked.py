"""What a trade-off run asks of a programme, and what it is told: by a programme solved exactly (held.py), or by the
certified solve at prices (priced.py).

Every plan spoken of serves the same load and meets the same targets as the base plan: what is unserved, in excess or
short of a target is nowhere more than in it, so that no trade-off is bought with power cuts or missed targets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.solve.forms import Form
from gridplan.solve.matrix import Problem

DUST = 1e-6
"""Unserved power, excess or slack below this is the solver's dust, and none at all."""

SOLVED, INFEASIBLE, UNPROVEN, INTERRUPTED, BEYOND = "solved", "infeasible", "unproven", "interrupted", "beyond"

Reading = Callable[[Model, Problem], Form]
"""A form over the columns of a programme, read from its model: the same quantity in any model of a case."""


@dataclass(frozen=True)
class Outcome:
    """What a solve came to.

    Attributes:
        status: solved (proven), infeasible, unproven, interrupted, or beyond where nothing but plans that cost
            several times the base's was found.
        value: column values, shape (n_columns,).
        cost: million CNY.
        aim: value of the form that was minimised (the cost unless another was asked).
        bound: lower bound proven for the aim.
        duals: of the further rows, million CNY (or the aim's unit) per unit of the row; positive where a higher
            limit costs more.
        seconds: wall time.
        method: method used.
    """

    status: str
    value: np.ndarray
    cost: float
    aim: float
    bound: float
    duals: np.ndarray
    seconds: float
    method: str

    @property
    def gap(self) -> float:
        """(aim - bound) / |aim|."""
        return (self.aim - self.bound) / max(abs(self.aim), 1e-9)


class Asked(Protocol):
    """A case's programme whose base plan is solved, to be asked about other plans.

    Attributes:
        base: the base plan.
        programme: the case's arrays.
        short: whether the base plan leaves load unserved or misses a target, visibly.
        exact: whether every answer is a solve of its own, rather than read off solves at prices.
    """

    base: Outcome
    programme: Problem
    short: bool
    exact: bool

    def cheapest(self, reading: Reading, floor: bool) -> Outcome:
        """The plan of least cost whose form is at most nothing (at least nothing, for a ``floor``); its one dual is of
        that row."""
        ...

    def furthest(self, reading: Reading, most_cost: float, scale: float) -> Outcome:
        """The plan of the least form that costs at most ``most_cost`` (million CNY; may be infinite); ``scale`` is a
        size of the form, where the least is near nothing."""
        ...

    def looked_over(self, reading: Reading, floor: bool) -> Outcome | None:
        """``cheapest`` once more by all that has been learnt since, without another solve; None where nothing has."""
        ...


def shortfall_variables(model: Model) -> list[pyo.Var]:
    """Unserved load (of power and heat), power nobody can use, and the targets' slacks."""
    variables = [getattr(model.operation, name) for name in ("unserved_gw", "excess_gw", "heat_unserved_gw")
                 if isinstance(getattr(model.operation, name, None), pyo.Var)]
    return variables + [policy.slack for policy in model.policies]


def shortfalls(model: Model, programme: Problem) -> np.ndarray:
    """Columns of all these, shape (n,)."""
    return np.concatenate([programme.present(variable) for variable in shortfall_variables(model)])


def is_short(model: Model, programme: Problem, value: np.ndarray) -> bool:
    """Whether a plan leaves load unserved or misses a target, visibly."""
    return bool((value[shortfalls(model, programme)] > 1e2 * DUST).any())


__all__ = ["BEYOND", "DUST", "INFEASIBLE", "INTERRUPTED", "SOLVED", "UNPROVEN", "Asked", "Outcome", "Reading",
           "is_short", "shortfall_variables", "shortfalls"]
