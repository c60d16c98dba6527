"""Which columns of the programme belong to which asset, for the accounts of why.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gridplan.model.assets import AssetClass
from gridplan.model.build import ASSET_CLASSES, EXTENSIONS
from gridplan.model.frame import Model
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

    def columns(self, label: Label) -> np.ndarray:
        """Columns of an asset, in the order of the programme."""
        return np.flatnonzero(self.owner == self.number[label])


def label_of(dimension: str, key: tuple[Any, ...], variable: str) -> Label:
    """The asset a member of a variable belongs to."""
    stated = variable in STATED
    return dimension, str(key[0]), str(key[1]) if stated else "", int(key[2] if stated else key[1])


def assets_of(model: Model, point: Point, columns: int) -> Assets:
    """Every asset and retrofit state with its columns."""
    owner = np.full(columns, -1)
    number: dict[Label, int] = {}
    single: dict[tuple[Label, str], int] = {}
    for dimension, variables in VARIABLES.items():
        for name in variables:
            variable = model.pyomo.find_component(name)
            if variable is None:
                continue
            for key, column in zip(variable.index_set(), point.columns[id(variable)].tolist(), strict=True):
                label = label_of(dimension, key, name)
                owner[column] = number.setdefault(label, len(number))
                if len(key) == (3 if label[2] else 2):
                    single[label, name] = column
    return Assets(number, owner, single)
