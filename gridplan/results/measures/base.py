"""What every measure of a target is given and gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from gridplan.results.circuits import circulation_loss_gwh
from gridplan.results.flows import storage
from gridplan.results.ledger import of
from gridplan.results.types import Results


@dataclass(frozen=True)
class Measure:
    """What is achieved in the target's unit, and by how many row units (GW, GWh, kt) one of it moves the row.

    ``asked`` is what the metric's rule asks for where that is not the value stated, ``remark`` what a reader must know
    of it ((zh, en), put behind the target's name).
    """

    achieved: float
    row_per_unit: float
    asked: float | None = None
    remark: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Accounts:
    """The accounts of one region and year that the metrics read."""

    results: Results
    region: str
    year: int

    def of(self, account: Callable[[Results], pd.DataFrame]) -> pd.DataFrame:
        """One account's lines for the region and year."""
        return of(account(self.results), self.region, self.year)


Measurer = Callable[[Accounts, str, str], Measure]
"""(accounts, metric, subject) to what the plan achieves; NaN where the plan has nothing the metric could be about."""


def burnt_gwh(accounts: Accounts) -> float:
    """What stores and circuits of links lose, GWh; taken off what is green, as the targets' rows do."""
    circulating = circulation_loss_gwh(accounts.results, accounts.region, accounts.year)
    return float(accounts.of(storage)["loss_gwh"].sum()) + circulating
