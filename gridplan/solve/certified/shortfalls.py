"""Targets missed and load left unserved by a plan although the best plan would do neither: paid for within the gap.

A plan within 0.1 % of the least cost may pay a little for what it would be cheaper not to miss: a few hours of heat, a
small target by some percent.  To a planner that is a target missed.  Where the proof's prices say that missing does not
pay, the rounds (cuts.py) go on with such columns at a multiple of their cost; the plan is kept if the gap still holds.
"""

from __future__ import annotations

import numpy as np

from gridplan.model.frame import Model
from gridplan.solve.certified.cuts import Rounds
from gridplan.solve.certified.hint import Best
from gridplan.solve.certified.partition import Partition
from gridplan.solve.matrix import Problem

TARGETS = frozenset({"policy_slack"})
LOADS = frozenset({"unserved", "unserved_heat"})
"""Terms of the objective that pay for targets missed; for what is unserved or unusable."""

TIMES = 10.0
"""What the cost of missing something is multiplied by while the plan is freed of it."""

NEEDLESS = 0.01
"""Share of its cost by which a column must be too dear at the proof's prices for its use to be needless."""

MOST_ROUNDS = 8
"""Most rounds in which a plan is rid of shortfalls."""

WORTH_A_ROUND = {TARGETS: 1e-7, LOADS: 1e-4}
"""Share of the plan's cost paid for needless shortfalls from which rounds are spent on them.  A target missed by a
little is missed; of the load a trace may go unserved (docs/solving.md)."""


def rid_of(rounds: Rounds, cut: Partition, kinds: dict[frozenset[str], np.ndarray], aim: float,
           enough: float) -> Best | None:
    """The best plan of some more rounds in which columns by kind are avoided; they end when a plan that costs no more
    than ``enough`` (million CNY, at ``TIMES`` the cost of the columns) pays little for them, or the cuts promise less
    than ``aim``.

    Raises:
        Stopped: if the crew has been stopped.
    """
    columns = np.concatenate(list(kinds.values()))
    rounds.avoid(columns, TIMES)
    for number in range(MOST_ROUNDS):
        # By turns: the plan as it is does more, and another plan.
        if number % 2 == 0:
            rounds.make_good(columns)
        near, best = rounds.go_on(aim, lambda _upper: None, 1), rounds.best
        if near or rounds.proposal is None or best is None or (
                best.cost <= enough and not worth_a_round(cut, kinds, best.value)):
            break
    return rounds.best


def shortfall_columns(model: Model, programme: Problem, terms: frozenset[str]) -> np.ndarray:
    """Columns charged by some terms of the objective, in ascending order."""
    names = {cost.variable.name for cost in model.costs if cost.term in terms}
    found = [programme.column_families[name] for name in sorted(names) if name in programme.column_families]
    columns = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return columns[columns >= 0]


class Shortfalls:
    """What a programme pays for missed targets and unserved load."""

    def __init__(self, model: Model, programme: Problem) -> None:
        self._columns = {terms: shortfall_columns(model, programme, terms) for terms in WORTH_A_ROUND}

    def needless(self, cut: Partition, dual: np.ndarray) -> dict[frozenset[str], np.ndarray]:
        """Columns by kind whose use does not pay at the prices of a dual vector (n_rows,)."""
        found = needless(cut, np.concatenate(list(self._columns.values())), dual)
        return {terms: np.intersect1d(columns, found) for terms, columns in self._columns.items()}


def worth_a_round(cut: Partition, columns: dict[frozenset[str], np.ndarray], value: np.ndarray) -> bool:
    """Whether a point (n_columns,) pays enough for columns by kind to spend rounds on it."""
    cost = abs(float(cut.problem.cost @ value) + cut.problem.offset)
    return any(paid(cut, some, value) > WORTH_A_ROUND[terms] * cost for terms, some in columns.items())


def needless(cut: Partition, columns: np.ndarray, dual: np.ndarray) -> np.ndarray:
    """Those of some columns whose use does not pay at the prices of a dual vector (n_rows,)."""
    whole = cut.problem
    left = (whole.cost - cut.rows.T @ dual)[columns]
    return np.asarray(columns[left > NEEDLESS * whole.cost[columns]])


def paid(cut: Partition, columns: np.ndarray, value: np.ndarray) -> float:
    """What a point (n_columns,) pays for columns, million CNY."""
    return float(cut.problem.cost[columns] @ value[columns])
