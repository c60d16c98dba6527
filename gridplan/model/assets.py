"""What other stages must know of a subject's assets, said once in the subject's own file.

A subject whose assets are rows of a case table and labels of the results has ``ASSETS``, an ``AssetClass``; one that
gives another subject's assets more variables (heat of a cohort, the emergency reserve of a retired unit) has
``EXTENDS``, a tuple of ``Extension``.  The labels of the dataset, the regions of costs and the why-table read these,
so a new subject edits none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def own_region(row: pd.Series, _regions: list[str]) -> str:
    """Region of an asset whose table has the column ``region``."""
    return str(row["region"])


@dataclass(frozen=True)
class AssetClass:
    """The assets of one dimension of the dataset, and how they stand in the programme.

    Attributes:
        dimension: name of the dimension, also of the table's key column.
        table: the case table of the assets.
        variables: names of all Pyomo variables of an asset (``design.x``, ``operation.y``); none keeps the assets out
            of the why-table.
        stated: those of them whose index holds a retrofit state after the asset.
        capacity: the variable the why-table's account is per kW of.
        built: the variable that adds to it ("" where there is none).
        given: rows that tie capacity to what exists; left out when one GW is dispatched by itself.
        whole: rows about the asset as a whole (a yearly energy), left out when one GW is dispatched by itself.
        alike: whether every GW runs alike, so that what stands tells what one more GW would earn.
        technology: column of the table that says what an asset counts as ("" for the dimension's name).
        region_of: region an asset's money belongs to, from its row and the case's regions.
    """

    dimension: str
    table: str
    variables: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    capacity: str = ""
    built: str = ""
    given: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    alike: bool = False
    technology: str = "technology"
    region_of: Callable[[pd.Series, list[str]], str] = own_region

    def technology_of(self, row: pd.Series) -> str:
        """What an asset counts as, from its row of the table."""
        return str(row[self.technology]) if self.technology else self.dimension


@dataclass(frozen=True)
class Extension:
    """Variables a lever adds to the assets of another subject's dimension."""

    dimension: str
    variables: tuple[str, ...]
    stated: tuple[str, ...] = ()
