"""A programme cut into windows of its time axis: which rows and columns lie within one, which link several.

A column of the operation belongs to the window of its block in its planning year; a column of the design to none.  A
row belongs to the window of its columns; where they lie in two (a store's level, a start, a week of constant energy
across the end of a month) the row *links*, and where it has columns of the design alone it is a row of the design.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from gridplan.model.frame import Model
from gridplan.solve.labels import DESIGN, column_labels
from gridplan.solve.matrix import Arrays, Problem

LINKING = -2


@dataclass(frozen=True)
class Partition:
    """The rows and columns of a programme by window.

    Attributes:
        problem: the whole programme.
        rows: its matrix compressed by row.
        window_of_row, window_of_column: number of the window, ``DESIGN`` or (rows) ``LINKING``.
        block_of_column: block of the time axis, ``DESIGN`` for columns of the design.
        stage_of_column: number of the stage, a weather year of a planning year; ``DESIGN`` for columns of the design.
        year_of_column: number of the planning year.
        count: number of windows, those of all planning years together.
        stages: number of stages.
    """

    problem: Problem
    rows: csr_array
    window_of_row: np.ndarray
    window_of_column: np.ndarray
    block_of_column: np.ndarray
    stage_of_column: np.ndarray
    year_of_column: np.ndarray
    count: int
    stages: int

    @cached_property
    def row_of_entry(self) -> np.ndarray:
        """Row of each entry of ``rows``, in their order."""
        return rows_of(self.rows)

    @cached_property
    def columns_of_window(self) -> list[np.ndarray]:
        """Columns of the operation in each window, ascending."""
        order = np.argsort(self.window_of_column, kind="stable")
        first = np.searchsorted(self.window_of_column[order], np.arange(self.count + 1))
        return [order[first[number]:first[number + 1]] for number in range(self.count)]

    @cached_property
    def design_columns(self) -> np.ndarray:
        """Columns of the design."""
        return np.flatnonzero(self.window_of_column == DESIGN)

    @cached_property
    def design_rows(self) -> np.ndarray:
        """Rows among columns of the design alone."""
        return np.flatnonzero(self.window_of_row == DESIGN)

    @cached_property
    def hourly_design(self) -> np.ndarray:
        """Columns of the design that stand in rows of more blocks than there are months: capacities.

        One that stands in fewer (heat of a short season) is a capacity as well where a row of the design has it in
        several planning years.
        """
        operation = self.rows[np.flatnonzero(self.window_of_row != DESIGN)]
        uses = np.bincount(operation.indices, minlength=self.problem.shape[1])
        design = self.design_columns
        often = uses[design] > max(12, self.problem.blocks // 24)
        return np.asarray(design[often | ((uses[design] > 0) & self._over_years[design])])

    @cached_property
    def _over_years(self) -> np.ndarray:
        """Whether a column stands in a row of the design that has columns of several planning years, bool."""
        if not self.year_of_column.any():
            return np.zeros(self.problem.shape[1], dtype=bool)
        inner = self.rows[self.design_rows]
        where = rows_of(inner)
        first, last = np.full(inner.shape[0], self.year_of_column.max()), np.zeros(inner.shape[0], dtype=np.int64)
        np.minimum.at(first, where, self.year_of_column[inner.indices])
        np.maximum.at(last, where, self.year_of_column[inner.indices])
        return np.bincount(inner.indices, (first < last)[where], self.problem.shape[1]) > 0

    def excerpt(self, rows: np.ndarray, columns: np.ndarray, cost: np.ndarray) -> Arrays:
        """The programme of some rows and columns, with costs of its own (shape as ``columns``)."""
        whole = self.problem
        matrix = self.rows[rows].tocsc()[:, columns]
        return Arrays(cost, 0.0, matrix, whole.row_lower[rows], whole.row_upper[rows], whole.column_lower[columns],
                      whole.column_upper[columns], whole.implied[columns])


def partition(model: Model, problem: Problem, window_of_block: np.ndarray) -> Partition:
    """Cut a programme into the windows its blocks belong to (``window_of_block``: 0.. per block, shape (n_blocks,)),
    each planning year by itself."""
    year, block = column_labels(model, problem)
    in_year = int(window_of_block.max()) + 1
    place = np.searchsorted(np.array(model.years), year).astype(np.int32)
    of_column = np.where(block >= 0, window_of_block[block] + in_year * place, DESIGN).astype(np.int32)
    rows = csr_array(problem.matrix.tocsr())
    of_entry = of_column[rows.indices]
    first, last = extent(rows_of(rows), of_entry, problem.shape[0])
    of_row = np.where(last == DESIGN, DESIGN, np.where(first == last, last, LINKING))
    weather_years = model.axis.weather_years
    stage = np.where(block >= 0, place * weather_years + model.axis.stretch[block], DESIGN).astype(np.int32)
    return Partition(problem, rows, of_row, of_column, block, stage, place, in_year * len(model.years),
                     weather_years * len(model.years))


def month_windows(model: Model) -> np.ndarray:
    """The window of each block, shape (n_blocks,): a month of a weather year."""
    return np.asarray(np.unique(model.axis.month_by_weather, return_inverse=True)[1])


def rows_of(matrix: csr_array) -> np.ndarray:
    """Row of each entry of a matrix, in their order; as small numbers, since there are several times more entries than
    rows."""
    return np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))


def extent(place: np.ndarray, number: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest window (0..) of the numbers at each place, shape (size,) each; (very high, ``DESIGN``) where
    there is none."""
    window = number >= 0
    first, last = np.full(size, np.iinfo(np.int32).max, np.int32), np.full(size, DESIGN, np.int32)
    np.minimum.at(first, place[window], number[window])
    np.maximum.at(last, place[window], number[window])
    return first, last
