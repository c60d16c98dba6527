"""Which columns of the programme belong to which asset, for the accounts of why.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyomo.environ as pyo

from gridplan.model.assets import AssetClass
from gridplan.model.build import ASSET_CLASSES, EXTENSIONS
from gridplan.model.frame import Model
from gridplan.model.index_sets import heads_and_tails
from gridplan.model.point import Point

Label = tuple[str, str, str, int]
"""dimension, asset, state ("" for the cohort as a whole and for all else), year."""


KINDS: dict[str, AssetClass] = {name: kind for name, kind in ASSET_CLASSES.items() if kind.variables}
"""Assets the why-table has a line for, by dimension."""

VARIABLES: dict[str, tuple[str, ...]] = {
    name: (*kind.variables, *(variable for more in EXTENSIONS if more.dimension == name for variable in more.variables))
    for name, kind in KINDS.items()
}
"""All Pyomo variables of an asset, levers' additions with them."""

STATED = frozenset([*(name for kind in KINDS.values() for name in kind.stated),
                    *(name for more in EXTENSIONS for name in more.stated)])
"""Variables of a cohort that belong to one of its states."""


@dataclass(frozen=True)
class Assets:
    """Columns by asset.

    Attributes:
        number: the assets' numbers by label.
        owner: number of the asset each column belongs to, -1 for none, shape (n_columns,).
        column: (label, variable's name) to the column of an asset's design variable without further index.
    """

    number: dict[Label, int]
    owner: np.ndarray
    column: dict[tuple[Label, str], int]

    @cached_property
    def _by_asset(self) -> tuple[np.ndarray, np.ndarray]:
        """Columns in the order of their assets, and where those of each asset begin among them."""
        order = np.argsort(self.owner, kind="stable").astype(np.int32)
        return order, np.searchsorted(self.owner[order], np.arange(len(self.number) + 1))

    def columns(self, label: Label) -> np.ndarray:
        """Columns of an asset, in the order of the programme."""
        (order, first), number = self._by_asset, self.number[label]
        return order[first[number]:first[number + 1]]


def label_of(dimension: str, key: tuple[Any, ...], variable: str) -> Label:
    """The asset a member of a variable belongs to."""
    stated = variable in STATED
    return dimension, str(key[0]), str(key[1]) if stated else "", int(key[2] if stated else key[1])


def assets_of(model: Model, point: Point, columns: int) -> Assets:
    """Every asset and retrofit state with its columns."""
    owner = np.full(columns, -1, dtype=np.int32)
    number: dict[Label, int] = {}
    single: dict[tuple[Label, str], int] = {}
    for dimension, variables in VARIABLES.items():
        for name in variables:
            variable = model.pyomo.find_component(name)
            if variable is None:
                continue
            size = 3 if name in STATED else 2
            for key, members in _stretches(variable.index_set(), point.columns[id(variable)], size):
                label = label_of(dimension, key, name)
                owner[members[members >= 0]] = number.setdefault(label, len(number))
                if len(key) == size:
                    single[label, name] = int(members[0])
    return Assets(number, owner, single)


def _stretches(index: pyo.Set, columns: np.ndarray, size: int) -> Iterator[tuple[tuple[Any, ...], np.ndarray]]:
    """Labels and columns of the members of an index, those that differ in their last label alone together, where
    ``size`` labels say whose they are; then a label stands behind them for all the last ones."""
    parts = heads_and_tails(index)
    if parts is None or len(parts[0][0] if parts[0] else ()) < size:
        yield from zip(index, columns[:, None], strict=True)
        return
    heads, tails = parts
    for head, members in zip(heads, columns.reshape(len(heads), len(tails)), strict=True):
        yield (*head, None), members
