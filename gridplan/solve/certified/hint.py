"""Where rounds (cuts.py) begin, and the best plan they come to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

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
