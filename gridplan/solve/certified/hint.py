"""Where rounds (cuts.py) begin, the best plan they come to, and what a solve hands to those of like cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gridplan.solve.certified.partition import LINKING, Partition
from gridplan.solve.matrix import Problem
from gridplan.solve.solver import Basis


@dataclass(frozen=True)
class Hint:
    """Where to begin, from a look or a like case; nothing of it is believed.

    Attributes:
        plan: columns of the design, and of the operation those in rows that link windows, shape (n_columns,), NaN
            where it says nothing.
        price: duals of the rows that link windows and of the design's rows, shape (n_rows,), zero elsewhere.
        cost: of the year, million CNY, roughly.
        worth: of each column of the design to each window, shape (n_design, n_windows).
        basis: of each window, where simplex may start; empty where unknown.
    """

    plan: np.ndarray
    price: np.ndarray
    cost: float
    worth: np.ndarray
    basis: dict[int, Basis] = field(default_factory=dict)

    def linking_price(self, cut: Partition) -> np.ndarray:
        """Of the rows that link windows alone, zero for all others, shape (n_rows,)."""
        return np.where(cut.window_of_row == LINKING, self.price, 0.0)


@dataclass(frozen=True)
class Best:
    """The best plan found.

    Attributes:
        value: every column of the programme, shape (n_columns,).
        cost: million CNY.
        parts: of the shared rows, shape (n_shared, n_windows).
    """

    value: np.ndarray
    cost: float
    parts: np.ndarray


@dataclass
class Learnt:
    """What solves of a case may hand to those of like ones; nothing of it is believed before it is proven again.

    Attributes:
        idle_states: names of the thermal states that no plan came near to using.
        hint: the last plan, its prices and bases; None before the first solve.
        kind: families of the programme they are of, with their sizes.
    """

    idle_states: set[tuple[Any, ...]] = field(default_factory=set)
    hint: Hint | None = None
    kind: dict[str, int] = field(default_factory=dict)

    def forget(self) -> None:
        """As before the first solve."""
        self.begin_with(Learnt())

    def begin_with(self, other: Learnt) -> None:
        """What another solve has learnt, instead of all before."""
        self.idle_states, self.hint, self.kind = set(other.idle_states), other.hint, other.kind


def kind_of(problem: Problem) -> dict[str, int]:
    """Families of a programme's rows and columns with their sizes: equal where positions mean the same."""
    return {name: len(members) for families in (problem.row_families, problem.column_families)
            for name, members in families.items()}


__all__ = ["Best", "Hint", "Learnt", "kind_of"]
