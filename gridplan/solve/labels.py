"""Which planning year and block every column and row of a programme belongs to: what a decomposition is cut by.

The programme is a staircase.  Design columns (capacity, builds, energy by month, slacks) stand in rows of their own
and in rows of the blocks; operation columns stand in rows of one planning year only:

    design rows        D x                  = d      of one year, or of several (installed capacity, retrofits, ...)
    operation rows     A_y x  +  B_y z_y    = b_y    one group for each planning year y, chained over its blocks

so that with the design columns given, the planning years fall apart, and within a year only levels, ramps and starts
link one block to the next, and sums over a month's blocks to a column of the design.
"""

from __future__ import annotations

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
    """Planning year by position.

    Attributes:
        column_year, row_year: planning year, shape (n_columns,) and (n_rows,).  A design row that links several years
            has the latest of them.
    """

    column_year: np.ndarray
    row_year: np.ndarray


def labels(model: Model, problem: Problem) -> Labels:
    """Planning year of every column and row of a compiled model.

    Raises:
        ValueError: if an operation column stands in a row of another planning year (a fault of the model).
    """
    rows, columns = problem.shape
    row_year = np.full(rows, model.years[0], np.int32)
    design = np.zeros(columns, dtype=bool)
    policy_year = _policy_years(model)
    for variable in model.pyomo.component_objects(pyo.Var):
        places = problem.columns[id(variable)]
        design[places[places >= 0]] = _of_design(model, variable)
    for constraint in model.pyomo.component_objects(pyo.Constraint):
        _put(model, constraint, problem.rows[id(constraint)], row_year, None, policy_year)
    found = Labels(column_labels(model, problem)[0], row_year)
    _check(problem, found, design)
    return found


def column_labels(model: Model, problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Planning year and block of every column, shape (n_columns,) each; block ``DESIGN`` where there is none: columns
    of the design, a level before a window's first block, and a sum over a month's blocks."""
    year, block = np.full(problem.shape[1], model.years[0], np.int32), np.full(problem.shape[1], DESIGN, np.int32)
    policy_year = _policy_years(model)
    for variable in model.pyomo.component_objects(pyo.Var):
        _put(model, variable, problem.columns[id(variable)], year, block, policy_year)
    return year, block


def _policy_years(model: Model) -> dict[str, int]:
    return {row.name: policy.key[1] for policy in model.policies for row in policy.rows}


def _of_design(model: Model, component: pyo.Component) -> bool:
    return component.parent_block() is model.design


def _put(model: Model, component: pyo.Component, places: np.ndarray, year: np.ndarray, block: np.ndarray | None,
         policy_year: dict[str, int]) -> None:
    """Write the year, and the block where it is wanted, of a component's members at their places."""
    if not component.is_indexed():
        where = places[places >= 0]
        year[where] = policy_year.get(component.name, model.whole_row_years.get(component.name, model.years[0]))
        return
    timed = not _of_design(model, component) and model.ends_with_block(component.index_set())
    years, blocks = _of_members(model, component.index_set(), timed)
    present = places >= 0
    year[places[present]] = years[present]
    if block is not None:
        block[places[present]] = blocks[present]


def _of_members(model: Model, index: pyo.Set, timed: bool) -> tuple[np.ndarray, np.ndarray]:
    """Year and block of every member of an index, shape (n_members,) each."""
    parts = heads_and_tails(index) if timed else None
    if parts is not None:
        heads, tails = parts
        return (np.repeat([model.year_of(head) for head in heads], len(tails)).astype(int),
                np.tile(np.maximum(np.array(tails, dtype=int), DESIGN), len(heads)))
    years, blocks = [], []
    for key in index:
        labels_of = key if isinstance(key, tuple) else (key,)
        years.append(model.year_of(labels_of))
        blocks.append(int(labels_of[-1]) if timed and labels_of[-1] >= 0 else DESIGN)
    return np.array(years, dtype=int), np.array(blocks, dtype=int)


def _years_in_rows(problem: Problem, column_year: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last planning year of the columns (those of ``which``: bool, shape (n_columns,)) in each row, shape
    (n_rows,) each; the first is after the last where there is none."""
    matrix = problem.matrix
    # Entry by entry, of which there are many times more than rows: in the smallest numbers that hold a year.
    year = np.repeat(column_year.astype(np.int16), np.diff(matrix.indptr))
    wanted = np.repeat(which, np.diff(matrix.indptr))
    first, last = np.full(problem.shape[0], np.iinfo(np.int16).max, np.int16), np.zeros(problem.shape[0], np.int16)
    np.minimum.at(first, matrix.indices[wanted], year[wanted])
    np.maximum.at(last, matrix.indices[wanted], year[wanted])
    return first, last


def _check(problem: Problem, found: Labels, design: np.ndarray) -> None:
    _first, latest = _years_in_rows(problem, found.column_year, np.ones(len(design), dtype=bool))
    first, last = _years_in_rows(problem, found.column_year, ~design)
    there = first <= last
    wrong = (there & ((first != found.row_year) | (last != found.row_year))) | (latest > found.row_year)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        name = next(name for name, members in problem.row_families.items() if row in members)
        raise ValueError(f"a row of {name} holds columns of a later planning year, or operation of another one")
