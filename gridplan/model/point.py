"""A point of the problem, read back by position: arrays for each variable and constraint family.

The compiled matrix keeps Pyomo's order, so values return as one array per component; no value is ever looked up by
name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo


@dataclass(frozen=True)
class Labelled:
    """Values with the labels they belong to.

    Attributes:
        dims: names of the dimensions, in the order of the labels; ends with "time" for hourly values.
        keys: one tuple of labels per member, without the block.
        values: shape (n_keys,) or, with time, (n_keys, n_blocks).
    """

    dims: tuple[str, ...]
    keys: list[tuple[Any, ...]]
    values: np.ndarray


@dataclass(frozen=True)
class Point:
    """Column values and row duals of a solved problem, by Pyomo component.

    Attributes:
        columns: for each variable component (by id), the column of each of its members, -1 where it appears in no row.
        rows: for each constraint component (by id), the row of each of its members.
        value: column values, shape (n_columns,).
        dual: row duals (million CNY per row unit), shape (n_rows,); positive where a higher right-hand side costs more.
        blocks: number of blocks of the time axis.
    """

    columns: Mapping[int, np.ndarray]
    rows: Mapping[int, np.ndarray]
    value: np.ndarray
    dual: np.ndarray
    blocks: int

    def array(self, variable: pyo.Var) -> np.ndarray:
        """Values of all members of a variable, in their order, shape (n_members,); members in no row are zero."""
        where = self.columns[id(variable)]
        values = np.append(self.value, 0.0)[where]
        return np.asarray(values)

    def hourly(self, variable: pyo.Var) -> np.ndarray:
        """Values of a variable indexed by assets and then blocks, shape (n_assets, n_blocks)."""
        return self.array(variable).reshape(-1, self.blocks)

    def hourly_dual(self, constraint: pyo.Constraint) -> np.ndarray:
        """Duals of a constraint family indexed by assets and then blocks, shape (n_assets, n_blocks)."""
        return np.asarray(self.dual[self.rows[id(constraint)]].reshape(-1, self.blocks))

    def hours_of(self, variable: pyo.Var, hours: pyo.Set, keys: Sequence[tuple[Any, ...]]) -> np.ndarray:
        """Values of a variable that exists in some blocks only, shape (n_keys, n_blocks), zero elsewhere.

        ``hours`` is the variable's index, each an asset's key and a block; ``keys`` the assets wanted, in order.
        """
        return self.spread(self.array(variable), hours, keys)

    def spread(self, values: np.ndarray, hours: pyo.Set, keys: Sequence[tuple[Any, ...]]) -> np.ndarray:
        """Values of (key, block) put into all blocks of every key, shape (n_keys, n_blocks), zero elsewhere."""
        place = {key: i for i, key in enumerate(keys)}
        whole = np.zeros((len(keys), self.blocks))
        for (*key, block), value in zip(hours, values.tolist(), strict=True):
            if block >= 0:
                whole[place[tuple(key)], block] = value
        return whole

    def dual_of(self, constraint: pyo.Constraint) -> np.ndarray:
        """Duals of all members of a constraint family, in their order."""
        return np.asarray(self.dual[self.rows[id(constraint)]])

    def of(self, dims: Sequence[str], variable: pyo.Var) -> Labelled:
        """Values of a variable with their labels; the variable's index must be in the order of ``dims``."""
        index = _without_blocks(variable) if dims[-1] == "time" else list(variable.index_set())
        keys = [key if isinstance(key, tuple) else (key,) for key in index]
        values = self.hourly(variable) if dims[-1] == "time" else self.array(variable)
        return Labelled(tuple(dims), keys, values)

    def levels(self, dims: Sequence[str], variable: pyo.Var) -> Labelled:
        """Levels at the end of each block, without the point before the first block of a window."""
        keys = [key if isinstance(key, tuple) else (key,) for key in _without_blocks(variable)]
        if not keys:
            return Labelled(tuple(dims), keys, np.empty((0, self.blocks)))
        return Labelled(tuple(dims), keys, self.array(variable).reshape(len(keys), -1)[:, -self.blocks:])

    def table(self, dims: Sequence[str], values: Mapping[Any, Any]) -> Labelled:
        """Given values (numbers, or arrays over blocks) with their labels."""
        keys = [key if isinstance(key, tuple) else (key,) for key in values]
        width = (len(keys), self.blocks) if dims[-1] == "time" else (len(keys),)
        stacked = np.array(list(values.values()), dtype=float).reshape(width)
        return Labelled(tuple(dims), keys, stacked)


def _without_blocks(variable: pyo.Var) -> list[Any]:
    first, *_ = variable.index_set().subsets(expand_all_set_operators=False)
    return list(first)
