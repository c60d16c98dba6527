"""A built model as arrays: the matrix HiGHS gets, and the map by which values return to the model.

    minimise  cost . x + offset    subject to  row_lower <= A x <= row_upper,  column_lower <= x <= column_upper
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csc_array

from gridplan.model.build import no_garbage_collection
from gridplan.model.frame import Model
from gridplan.model.point import Point


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
        ValueError: if Pyomo finds a row that can never hold (named in the message).
    """
    with _quiet_pyomo(), no_garbage_collection():
        form = LinearStandardFormCompiler().write(model.pyomo, mixed_form=True)
    lower, upper = _row_bounds(form)
    column_of = {id(variable): j for j, variable in enumerate(form.columns)}
    row_of = {id(entry.constraint): i for i, entry in enumerate(form.rows)}
    bounds = np.array([variable.bounds for variable in form.columns], dtype=float).reshape(-1, 2)
    variables = {v.name: (id(v), _positions(v, column_of)) for v in model.pyomo.component_objects(pyo.Var)}
    constraints = {c.name: (id(c), _positions(c, row_of)) for c in model.pyomo.component_objects(pyo.Constraint)}
    implied = np.zeros(len(form.columns), dtype=bool)
    for variable in model.implied_bounds:
        places = variables[variable.name][1]
        implied[places[places >= 0]] = True
    matrix = csc_array(form.A)
    matrix.eliminate_zeros()
    return Problem(
        cost=np.asarray(form.c.todense(), dtype=float).ravel(), offset=float(np.ravel(form.c_offset)[0]),
        matrix=matrix, row_lower=lower, row_upper=upper,
        column_lower=np.where(np.isnan(bounds[:, 0]), -np.inf, bounds[:, 0]),
        column_upper=np.where(np.isnan(bounds[:, 1]), np.inf, bounds[:, 1]),
        implied=implied, columns=dict(variables.values()), rows=dict(constraints.values()),
        row_families={name: rows for name, (_, rows) in constraints.items() if len(rows)},
        column_families={name: columns for name, (_, columns) in variables.items() if len(columns)},
        blocks=len(model.axis),
    )


def _row_bounds(form: Any) -> tuple[np.ndarray, np.ndarray]:
    kind = np.array([entry.bound_type for entry in form.rows])
    side = np.asarray(form.rhs, dtype=float)
    # Pyomo marks an upper bound 1, a lower bound -1 and an equality 0.
    return np.where(kind == 1, -np.inf, side), np.where(kind == -1, np.inf, side)


def _positions(component: pyo.Var | pyo.Constraint, position_of: dict[int, int]) -> np.ndarray:
    return np.fromiter((position_of.get(id(member), -1) for member in component.values()), dtype=np.int64,
                       count=len(component))


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
