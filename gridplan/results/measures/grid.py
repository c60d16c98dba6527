"""Line loss."""

from __future__ import annotations

from gridplan.results.ledger import region_row
from gridplan.results.measures.base import Accounts, Measure, Measurer


def _line_loss(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    return Measure(100.0 * float(region_row(accounts.results, accounts.region, accounts.year)["line_loss_share"]), 0.0)


MEASURES: dict[str, Measurer] = {"grid.line_loss": _line_loss}
