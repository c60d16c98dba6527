"""One GW of something that is not built, dispatched against the plan's prices: what it would earn and cost.

    minimise  (c - payments) . z   over the asset's own columns, with capacity 1 GW and the asset's own rows

The plan's prices do not move for one more GW at the margin, so this is what the first kW would see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from scipy.sparse import coo_array, csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from gridplan.results.why_assets import KINDS, VARIABLES, Assets, Label
from gridplan.results.why_rows import Payments
from gridplan.solve.matrix import Arrays, Problem
from gridplan.solve.solver import open_solver

Elsewhere = Callable[[int, np.ndarray], np.ndarray]
"""(planning year, rows) to which of the rows one GW by itself in that year has none of, of bool."""

UNIT_GW = 1.0

PIECE_ROWS = 20_000
"""Rows that are solved together at least, where there are so many."""


def unit_dispatch(problem: Problem, assets: Assets, label: Label, paid: Payments,
                  elsewhere: Elsewhere, sizes: Mapping[str, float] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Columns of an asset and their values with 1 GW of it in place, without the rows that are ``elsewhere`` for its
    year; ``sizes`` holds further design variables at a value (the energy of a store).

    Raises:
        ValueError: if the asset cannot run by itself, which would be a fault of its rows.
    """
    columns = assets.columns(label)
    touched, part = rows_of_columns(problem, columns)
    shared = problem.row_families.get("design.capacity_split", np.empty(0, dtype=int))
    left_out = np.concatenate([shared, _rows_of(problem, KINDS[label[0]].whole)])
    here = np.flatnonzero(paid.own[touched] & ~np.isin(touched, left_out) & ~elsewhere(label[3], touched))
    rows = touched[here]
    cost = problem.cost[columns] - part.T @ paid.total[touched]
    lower, upper = _bounds(problem, assets, label, columns)
    for name, size in (sizes or {}).items():
        held = columns == assets.column[label, name]
        lower[held] = upper[held] = size
    # The rows that tie capacity to what exists: here nothing exists, so that capacity is what is built.
    given = np.isin(rows, _rows_of(problem, KINDS[label[0]].given))
    own, free = csr_array(part[here]), lower < upper
    values = np.where(free, 0.0, lower)
    taken = own @ values
    row_lower = np.where(given, 0.0, problem.row_lower[rows]) - taken
    row_upper = np.where(given, 0.0, problem.row_upper[rows]) - taken
    for members, inside in _pieces(own, np.flatnonzero(free)):
        values[inside] = _solved(Arrays(
            cost[inside], 0.0, csc_array(own[members].tocsc()[:, inside]), row_lower[members], row_upper[members],
            lower[inside], upper[inside], np.zeros(len(inside), dtype=bool)), label)
    return columns, values


def rows_of_columns(problem: Problem, columns: np.ndarray) -> tuple[np.ndarray, csr_array]:
    """The rows that columns stand in, ascending, and their coefficients there, shape (n_touched, len(columns)).

    Of a large programme an asset touches a hundredth of the rows; nothing here is as long as all of them.
    """
    part = problem.matrix[:, columns]
    touched, place = np.unique(part.indices, return_inverse=True)
    own = csc_array((part.data, place, part.indptr), shape=(len(touched), len(columns)))
    return touched, csr_array(own.tocsr())


def _pieces(rows: csr_array, free: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows and free columns that have nothing to do with the others once what is given is given: a cohort falls apart
    by weather year, a wind farm by hour.  As many small ones together as make ``PIECE_ROWS`` rows, since simplex takes
    more than twice as long for twice as many."""
    if not len(free):
        return
    n_rows = rows.shape[0]
    entries = rows[:, free].tocoo()
    size = n_rows + len(free)
    graph = coo_array((np.ones(entries.nnz), (entries.row, n_rows + entries.col)), shape=(size, size))
    _count, component = connected_components(graph, directed=False)
    in_rows = np.bincount(component[:n_rows], minlength=component.max() + 1)
    piece = (np.cumsum(in_rows) - in_rows) // PIECE_ROWS
    of_row, of_column = piece[component[:n_rows]], piece[component[n_rows:]]
    by_row, by_column = np.argsort(of_row, kind="stable"), np.argsort(of_column, kind="stable")
    for number in np.unique(of_column):
        inside = [np.searchsorted(numbers, (number, number + 1)) for numbers in (of_row[by_row], of_column[by_column])]
        yield by_row[slice(*inside[0])], free[by_column[slice(*inside[1])]]


def _solved(piece: Arrays, label: Label) -> np.ndarray:
    """Values of the columns of a piece."""
    found = open_solver(piece, method="simplex", threads=1).solve_beside(bool)
    if not found.optimal:
        raise ValueError(f"1 GW of {label} cannot run by itself: {found.status}")
    return found.value


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
