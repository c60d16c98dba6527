"""A programme whose capacities are held falls apart: what each part of it is, found from its rows.

With the capacities given nothing is left that the planning years share: builds and retrofits stand in rows of the
design alone, and operation in rows of one year.  Weather years fall apart too, unless a row of the year adds them up.
Nobody has to say so: two stages (weather years of planning years) are of one part where a chain of rows leads from one
to the other over columns that are free, whatever these rows mean.  A row of which columns of one part are left is a row
of that part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gridplan.solve.certified.partition import Partition
from gridplan.solve.labels import DESIGN
from gridplan.solve.matrix import Arrays


@dataclass(frozen=True)
class Part:
    """Rows and columns of a programme that have nothing to do with the rest of it.

    Attributes:
        rows, columns: positions in the whole programme; a column that is held stands in every part whose rows it is in.
        cost: of the columns, that of a held one shared out among its parts, shape as ``columns``.
        stages: numbers of the stages in it, ascending.
    """

    rows: np.ndarray
    columns: np.ndarray
    cost: np.ndarray
    stages: tuple[int, ...]

    def arrays(self, cut: Partition) -> Arrays:
        """The part as a programme of its own."""
        return cut.excerpt(self.rows, self.columns, self.cost)


def parts(cut: Partition, rows: np.ndarray, columns: np.ndarray) -> list[Part]:
    """The parts that some rows and columns of a programme fall into, in order of their first stages.

    A column with equal bounds links nothing.  What has no stage (builds, and rows among held columns) is no work worth
    a part and goes with the first.
    """
    whole = cut.problem
    of_stage, of_row, of_column = _parts_by_position(cut, columns)
    count = int(of_stage.max()) + 1
    stages = [tuple(np.flatnonzero(of_stage == number).tolist()) for number in range(count)]
    if count == 1:
        return [Part(rows, columns, whole.cost[columns], stages[0])]
    held = whole.column_lower[columns] == whole.column_upper[columns]
    members = [rows[of_row[rows] == number] for number in range(count)]
    used = np.array([np.bincount(cut.rows[own].indices, minlength=whole.shape[1])[columns] > 0 for own in members])
    stands = np.where(held, used, of_column[columns] == np.arange(count)[:, None])
    cost = whole.cost[columns] / np.maximum(stands.sum(axis=0), 1)
    return [Part(own, columns[there], cost[there], numbers)
            for own, there, numbers in zip(members, stands, stages, strict=True)]


def _parts_by_position(cut: Partition, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number of the part of each stage, row and column of the programme, if only ``columns`` are there."""
    whole, matrix = cut.problem, cut.rows
    n_rows, n_columns = whole.shape
    free = np.zeros(n_columns, dtype=bool)
    free[columns] = whole.column_lower[columns] < whole.column_upper[columns]
    # A node for each stage, and one for each column of the design.
    node = np.where(cut.stage_of_column == DESIGN, cut.stages + np.arange(n_columns), cut.stage_of_column)
    entry = free[matrix.indices]
    where, at = np.repeat(np.arange(n_rows), np.diff(matrix.indptr))[entry], node[matrix.indices[entry]]
    first = np.full(n_rows, cut.stages + n_columns)
    np.minimum.at(first, where, at)
    links = first[where] != at
    size = cut.stages + n_columns + 1  # the last node is that of rows without a free column
    graph = coo_array((np.ones(int(links.sum())), (first[where[links]], at[links])), shape=(size, size))
    _count, component = connected_components(graph, directed=False)
    found = list(dict.fromkeys(component[:cut.stages].tolist()))
    number = np.zeros(size, dtype=np.int64)
    number[found] = np.arange(len(found))
    return number[component[:cut.stages]], number[component[first]], number[component[node]]


__all__ = ["Part", "parts"]
