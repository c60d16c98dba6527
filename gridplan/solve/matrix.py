"""A built model as arrays: the matrix HiGHS gets, and the map by which values return to the model.

    minimise  cost . x + offset    subject to  row_lower <= A x <= row_upper,  column_lower <= x <= column_upper
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyomo.environ as pyo
from scipy.sparse import csc_array

from gridplan.model.build import no_garbage_collection
from gridplan.model.frame import Model
from gridplan.model.point import Point
from gridplan.solve.expand import Expanded, column_bounds, expand


@dataclass(frozen=True)
class Arrays:
    """A linear programme as arrays.

    Attributes:
        cost: objective coefficients (million CNY per unit), shape (n_columns,).
        offset: constant part of the objective, million CNY.
        matrix: rows by columns, compressed by column.
        row_lower, row_upper: shape (n_rows,), infinite where open.
        column_lower, column_upper: shape (n_columns,).
        implied: whether rows keep a column within its bounds, shape (n_columns,) of bool; such bounds serve the proof
            and are not given to the solver.
    """

    cost: np.ndarray
    offset: float
    matrix: csc_array
    row_lower: np.ndarray
    row_upper: np.ndarray
    column_lower: np.ndarray
    column_upper: np.ndarray
    implied: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return int(self.matrix.shape[0]), int(self.matrix.shape[1])

    def given_column_bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper bounds as a solver is given them: open where rows imply them, shape (n_columns,) each.

        A bound of zero is a fact of its own (a store empty at midnight); only bounds away from zero follow from rows.
        """
        lower, upper = self.column_lower, self.column_upper
        return np.where(self.implied & (lower < 0), -np.inf, lower), np.where(self.implied & (upper > 0), np.inf, upper)


@dataclass(frozen=True)
class Problem(Arrays):
    """A linear programme as arrays, with the position of every member of every Pyomo component.

    Attributes:
        columns: variable component (by id) to the columns of its members, -1 for one that appears nowhere.
        rows: constraint component (by id) to the rows of its members.
        row_families: name of each constraint family with its rows.
        column_families: name of each variable with its columns.
        blocks: number of blocks of the time axis.
    """

    columns: dict[int, np.ndarray]
    rows: dict[int, np.ndarray]
    row_families: dict[str, np.ndarray]
    column_families: dict[str, np.ndarray]
    blocks: int

    def point(self, value: np.ndarray, dual: np.ndarray) -> Point:
        """Column values and row duals as a point the subjects can read."""
        return Point(self.columns, self.rows, value, dual, self.blocks)

    def present(self, variable: pyo.Var) -> np.ndarray:
        """Columns of a variable's members, those that appear nowhere left out."""
        places = self.columns[id(variable)]
        return places[places >= 0]

    def with_row_bounds(self, rows: np.ndarray, lower: float, upper: float) -> Problem:
        """The same programme with other bounds on some rows; all else is shared."""
        row_lower, row_upper = self.row_lower.copy(), self.row_upper.copy()
        row_lower[rows], row_upper[rows] = lower, upper
        return replace(self, row_lower=row_lower, row_upper=row_upper)

    def with_column_bounds(self, columns: np.ndarray, lower: float, upper: float) -> Problem:
        """The same programme with other bounds on some columns; all else is shared."""
        column_lower, column_upper = self.column_lower.copy(), self.column_upper.copy()
        column_lower[columns], column_upper[columns] = lower, upper
        return replace(self, column_lower=column_lower, column_upper=column_upper)

    def coefficient_ranges(self) -> dict[str, tuple[float, float]]:
        """Smallest and largest size of the nonzero coefficients, costs, bounds and right-hand sides."""

        def extent(values: np.ndarray) -> tuple[float, float]:
            sizes = np.abs(values[np.isfinite(values) & (values != 0)])
            return (float(sizes.min()), float(sizes.max())) if len(sizes) else (0.0, 0.0)

        return {
            "matrix": extent(self.matrix.data), "cost": extent(self.cost),
            "bounds": extent(np.concatenate([self.column_lower, self.column_upper])),
            "right_hand_side": extent(np.concatenate([self.row_lower, self.row_upper])),
        }


def compile_problem(model: Model) -> Problem:
    """Compile a built model to arrays.

    Raises:
        ValueError: if a row without variables can never hold (named in the message).
    """
    with _quiet_pyomo(), no_garbage_collection():
        found = expand(model)
        lower, upper = column_bounds(model, found.columns)
    rows, columns, numbers = found.matrix.joined()
    matrix = csc_array((numbers, (rows, columns)), shape=(len(found.lower), found.columns.count))
    matrix.eliminate_zeros()
    cost = np.zeros(found.columns.count)
    _row, places, charges = found.cost.joined()
    np.add.at(cost, places, charges)
    # A variable that no row and no cost names is not there.
    named = (np.diff(matrix.indptr) > 0) | (cost != 0.0)
    place = np.where(named, np.cumsum(named) - 1, -1)
    variables, constraints = _positions(model, found, place)
    implied = np.zeros(int(named.sum()), dtype=bool)
    for variable in model.implied_bounds:
        places = variables[variable.name][1]
        implied[places[places >= 0]] = True
    return Problem(
        cost=cost[named], offset=found.offset, matrix=matrix[:, named] if not named.all() else matrix,
        row_lower=found.lower, row_upper=found.upper, column_lower=lower[named], column_upper=upper[named],
        implied=implied, columns=dict(variables.values()), rows=dict(constraints.values()),
        row_families={name: rows for name, (_, rows) in constraints.items() if len(rows)},
        column_families={name: columns for name, (_, columns) in variables.items() if len(columns)},
        blocks=len(model.axis),
    )


Positions = dict[str, tuple[int, np.ndarray]]
"""Name of each component to its id and the positions of its members."""


def _positions(model: Model, found: Expanded, place: np.ndarray) -> tuple[Positions, Positions]:
    """Columns of every variable and rows of every constraint; ``place`` is where columns stand among those named."""
    variables: Positions = {}
    for variable in model.pyomo.component_objects(pyo.Var):
        first, count = found.columns.first.get(id(variable)), len(variable.index_set())
        variables[variable.name] = id(variable), (
            np.full(count, -1) if first is None else place[first:first + count])
    constraints = {family.name: (id(family), found.rows[id(family)])
                   for family in model.pyomo.component_objects(pyo.Constraint)}
    return variables, constraints


@contextlib.contextmanager
def _quiet_pyomo() -> Iterator[None]:
    """Keep Pyomo's notices about its own internals off a planner's screen; errors still come through."""
    logger = logging.getLogger("pyomo")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
