"""Which planning year and block every column and row of a programme belongs to: what a decomposition is cut by.

The programme is a staircase.  Design columns (capacity, builds, energy by month, slacks) stand in rows of their own
and in rows of the blocks; operation columns stand in rows of one planning year only:

    design rows        D x                  = d      of one year, or of several (installed capacity, retrofits, ...)
    operation rows     A_y x  +  B_y z_y    = b_y    one group for each planning year y, chained over its blocks

so that with the design columns given, the planning years fall apart, and within a year only levels, ramps and starts
link one block to the next, and sums over a month's blocks to a column of the design.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.model.index_sets import heads_and_tails
from gridplan.solve.matrix import Problem

DESIGN = -1
"""Block of a column or row that belongs to no block of the time axis."""


@dataclass(frozen=True)
class Labels:
    """Planning year and block by position.

    Attributes:
        column_year, row_year: planning year, shape (n_columns,) and (n_rows,).  A design row that links several years
            has the latest of them.
        column_block, row_block: block of the time axis, ``DESIGN`` where there is none; a level before a window's first
            block has none either, and a sum over a month's blocks neither.
        column_design: whether a column is of the design, shape (n_columns,) of bool.
        row_links_years: whether columns of several planning years stand in a row, shape (n_rows,) of bool.
    """

    column_year: np.ndarray
    row_year: np.ndarray
    column_block: np.ndarray
    row_block: np.ndarray
    column_design: np.ndarray
    row_links_years: np.ndarray


def labels(model: Model, problem: Problem) -> Labels:
    """Planning year and block of every column and row of a compiled model.

    Raises:
        ValueError: if an operation column stands in a row of another planning year (a fault of the model).
    """
    rows, columns = problem.shape
    column_year, column_block = column_labels(model, problem)
    row_year, row_block = np.full(rows, model.years[0]), np.full(rows, DESIGN)
    design = np.zeros(columns, dtype=bool)
    policy_year = _policy_years(model)
    for variable in model.pyomo.component_objects(pyo.Var):
        design[problem.columns[id(variable)]] = _of_design(model, variable)
    for constraint in model.pyomo.component_objects(pyo.Constraint):
        _put(model, constraint, problem.rows[id(constraint)], row_year, row_block, policy_year)
    found = Labels(column_year, row_year, column_block, row_block, design, _links(problem, column_year))
    _check(problem, found)
    return found


def column_labels(model: Model, problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Planning year and block of every column, shape (n_columns,) each; block ``DESIGN`` for the design."""
    year, block = np.full(problem.shape[1], model.years[0]), np.full(problem.shape[1], DESIGN)
    policy_year = _policy_years(model)
    for variable in model.pyomo.component_objects(pyo.Var):
        _put(model, variable, problem.columns[id(variable)], year, block, policy_year)
    return year, block


def _policy_years(model: Model) -> dict[str, int]:
    return {row.name: policy.key[1] for policy in model.policies for row in policy.rows}


def _of_design(model: Model, component: pyo.Component) -> bool:
    return component.parent_block() is model.design


def _put(model: Model, component: pyo.Component, places: np.ndarray, year: np.ndarray, block: np.ndarray,
         policy_year: dict[str, int]) -> None:
    """Write the year and block of a component's members at their places."""
    if not component.is_indexed():
        where = places[places >= 0]
        year[where] = policy_year.get(component.name, model.whole_row_years.get(component.name, model.years[0]))
        return
    timed = not _of_design(model, component) and model.ends_with_block(component.index_set())
    years, blocks = _of_members(model, component.index_set(), timed)
    present = places >= 0
    year[places[present]] = years[present]
    block[places[present]] = blocks[present]


def _of_members(model: Model, index: pyo.Set, timed: bool) -> tuple[np.ndarray, np.ndarray]:
    """Year and block of every member of an index, shape (n_members,) each."""
    parts = heads_and_tails(index) if timed else None
    if parts is not None:
        heads, tails = parts
        return (np.repeat([_year(model, head) for head in heads], len(tails)).astype(int),
                np.tile(np.maximum(np.array(tails, dtype=int), DESIGN), len(heads)))
    years, blocks = [], []
    for key in index:
        labels_of = key if isinstance(key, tuple) else (key,)
        years.append(_year(model, labels_of))
        blocks.append(int(labels_of[-1]) if timed and labels_of[-1] >= 0 else DESIGN)
    return np.array(years, dtype=int), np.array(blocks, dtype=int)


def _year(model: Model, key: Iterable[object]) -> int:
    """The planning year of an index: the first label that is one."""
    return next(int(label) for label in key if isinstance(label, int) and label in model.year_weight)


def _links(problem: Problem, column_year: np.ndarray) -> np.ndarray:
    """Rows with columns of several years, shape (n_rows,) of bool."""
    entries = problem.matrix.tocoo()
    first = np.full(problem.shape[0], np.iinfo(int).max)
    last = np.zeros(problem.shape[0], dtype=int)
    np.minimum.at(first, entries.row, column_year[entries.col])
    np.maximum.at(last, entries.row, column_year[entries.col])
    return (last > 0) & (first < last)


def _check(problem: Problem, found: Labels) -> None:
    entries = problem.matrix.tocoo()
    operation = ~found.column_design[entries.col]
    wrong = operation & (found.column_year[entries.col] != found.row_year[entries.row])
    later = found.column_year[entries.col] > found.row_year[entries.row]
    if wrong.any() or later.any():
        row = int(entries.row[np.flatnonzero(wrong | later)[0]])
        name = next(name for name, members in problem.row_families.items() if row in members)
        raise ValueError(f"a row of {name} holds columns of a later planning year, or operation of another one")
