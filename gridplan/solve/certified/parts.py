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

    A column of the design with equal bounds links nothing.  What has no stage (builds, and rows among held columns) is
    no work worth a part and goes with the first.
    """
    whole = cut.problem
    of_stage, of_row, of_column = _numbered(cut, columns)
    count = int(of_stage.max()) + 1
    if count == 1:
        return [Part(rows, columns, whole.cost[columns], tuple(range(cut.stages)))]
    of_row, of_column = np.maximum(of_row, 0), np.maximum(of_column, 0)
    members = [rows[of_row[rows] == number] for number in range(count)]
    free = whole.column_lower < whole.column_upper
    own = [columns[(free & (of_column == number))[columns]] for number in range(count)]
    return _with_held(cut, columns, of_stage, members, own)


def _with_held(cut: Partition, columns: np.ndarray, of_stage: np.ndarray, rows: list[np.ndarray],
              free: list[np.ndarray]) -> list[Part]:
    """Parts of given rows and free columns, with the held ones of ``columns`` that stand in their rows.

    ``of_stage`` is the number of each stage's part.
    """
    whole = cut.problem
    held = np.zeros(whole.shape[1], dtype=bool)
    held[columns] = whole.column_lower[columns] == whole.column_upper[columns]
    stands = []
    for members, own in zip(rows, free, strict=True):
        there = held & (np.bincount(cut.rows[members].indices, minlength=whole.shape[1]) > 0)
        there[own] = True
        stands.append(there)
    uses = np.sum(stands, axis=0)
    return [Part(members, np.flatnonzero(there), whole.cost[there] / np.where(held, uses, 1)[there],
                 tuple(np.flatnonzero(of_stage == number).tolist()))
            for number, (members, there) in enumerate(zip(rows, stands, strict=True))]


def _numbered(cut: Partition, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number of the part of each stage, row and column of the programme, if only ``columns`` are there; -1 for rows and
    columns that have no stage."""
    whole, matrix = cut.problem, cut.rows
    n_rows, n_columns = whole.shape
    there = np.zeros(n_columns, dtype=bool)
    # A flow that is given is of its stage, and so is the sum it makes; capacity that is given is of none.
    there[columns] = (whole.column_lower < whole.column_upper)[columns] | (cut.stage_of_column != DESIGN)[columns]
    # A node for each stage, and one for each column of the design.
    node = np.where(cut.stage_of_column == DESIGN, cut.stages + np.arange(n_columns), cut.stage_of_column)
    entry = there[matrix.indices]
    where, at = cut.row_of_entry[entry], node[matrix.indices[entry]]
    first = np.full(n_rows, cut.stages + n_columns)
    np.minimum.at(first, where, at)
    links = first[where] != at
    size = cut.stages + n_columns + 1  # the last node is that of rows among held columns
    graph = coo_array((np.ones(int(links.sum())), (first[where[links]], at[links])), shape=(size, size))
    _count, component = connected_components(graph, directed=False)
    found = list(dict.fromkeys(component[:cut.stages].tolist()))
    number = np.full(size, -1)
    number[found] = np.arange(len(found))
    return number[component[:cut.stages]], number[component[first]], number[component[node]]


__all__ = ["Part", "parts"]
