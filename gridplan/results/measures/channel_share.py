"""Renewable share of a channel's energy."""

from __future__ import annotations

from gridplan.results.measures.base import Accounts, Measure, Measurer
from gridplan.results.trade_account import channels


def _channel(accounts: Accounts, _metric: str, subject: str) -> Measure:
    account = channels(accounts.results)
    line = account[(account["link"] == subject) & (account["year"] == accounts.year)].iloc[0]
    return Measure(float(line["green_share_pct"]), float(line["sent_gwh"]) / 100.0)


MEASURES: dict[str, Measurer] = {"channel.renewable_share": _channel}
