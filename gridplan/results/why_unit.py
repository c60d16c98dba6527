"""One GW of something that is not built, dispatched against the plan's prices: what it would earn and cost.

    minimise  (c - payments) . z   over the asset's own columns, with capacity 1 GW and the asset's own rows

The plan's prices do not move for one more GW at the margin, so this is what the first kW would see.
"""

from __future__ import annotations

from collections.abc import Mapping

import highspy
import numpy as np

from gridplan.results.why_assets import KINDS, VARIABLES, Assets, Label
from gridplan.results.why_rows import Payments
from gridplan.solve.matrix import Problem

UNIT_GW = 1.0


def unit_dispatch(problem: Problem, assets: Assets, label: Label, paid: Payments,
                  elsewhere: np.ndarray, sizes: Mapping[str, float] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Columns of an asset and their values with 1 GW of it in place, without the rows ``elsewhere``; ``sizes`` holds
    further design variables at a value (the energy of a store).

    Raises:
        ValueError: if the asset cannot run by itself, which would be a fault of its rows.
    """
    columns = assets.columns(label)
    part = problem.matrix[:, columns].tocsr()
    touched = np.flatnonzero(np.diff(part.indptr) > 0)
    shared = problem.row_families.get("design.capacity_split", np.empty(0, dtype=int))
    left_out = np.concatenate([shared, _rows_of(problem, KINDS[label[0]].whole), elsewhere])
    rows = touched[paid.own[touched] & ~np.isin(touched, left_out)]
    cost = problem.cost[columns] - part.T @ np.sum(list(paid.rate.values()), axis=0)
    lower, upper = _bounds(problem, assets, label, columns)
    for name, size in (sizes or {}).items():
        held = columns == assets.column[label, name]
        lower[held] = upper[held] = size
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns), len(rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, lower, upper
    # The rows that tie capacity to what exists: here nothing exists, so that capacity is what is built.
    given = np.isin(rows, _rows_of(problem, KINDS[label[0]].given))
    lp.row_lower_ = np.where(given, 0.0, problem.row_lower[rows])
    lp.row_upper_ = np.where(given, 0.0, problem.row_upper[rows])
    own = part[rows].tocsc()
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = own.indptr, own.indices, own.data
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("solver", "simplex")
    highs.passModel(lp)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ValueError(f"1 GW of {label} cannot run by itself: {highs.modelStatusToString(highs.getModelStatus())}")
    return columns, np.array(highs.getSolution().col_value)


def _rows_of(problem: Problem, families: tuple[str, ...]) -> np.ndarray:
    present = [problem.row_families[name] for name in families if name in problem.row_families]
    return np.concatenate(present) if present else np.empty(0, dtype=int)


def _bounds(problem: Problem, assets: Assets, label: Label, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Capacity one GW; what belongs to it free above zero, since its limits in the plan are those of another size."""
    kind = KINDS[label[0]]
    lower = np.zeros(len(columns))
    upper = np.where(problem.column_upper[columns] > 0, np.inf, 0.0)
    for name in VARIABLES[label[0]]:
        column = assets.column.get((label, name))
        if column is not None:
            upper[columns == column] = np.inf
    capacity = columns == assets.column[label, kind.capacity]
    lower[capacity] = upper[capacity] = UNIT_GW
    return lower, upper
