"""Renewable consumption quota."""

from __future__ import annotations

from gridplan.results.measures.base import Accounts, Measure, Measurer
from gridplan.results.trade_account import quota

KINDS = {"quota.renewable_consumption": "total", "quota.nonhydro_consumption": "nonhydro"}


def _quota(accounts: Accounts, metric: str, _subject: str) -> Measure:
    account = accounts.of(quota)
    line = account[account["quota"] == KINDS[metric]].iloc[0]
    return Measure(float(line["binding_pct"]), float(line["use_gwh"]) / 100.0)


MEASURES: dict[str, Measurer] = dict.fromkeys(KINDS, _quota)
