"""Planning reserve margin."""

from __future__ import annotations

from gridplan.model.adequacy import SEASONS_OF
from gridplan.results.measures.base import Accounts, Measure, Measurer
from gridplan.results.power_balance import power_balance, season_peak_gw


def _reserve(accounts: Accounts, metric: str, _subject: str) -> Measure:
    """The margin of the scarcest season the metric asks for: usable capacity over the peak, less one."""
    balance = accounts.of(power_balance)
    margins = balance[balance["row"] == "reserve_margin"].set_index("season")["credit_pct"]
    margins = margins[list(SEASONS_OF[metric])]
    scarcer = str(margins.idxmin())
    peak = season_peak_gw(accounts.results, accounts.region, accounts.year, scarcer)
    return Measure(float(margins[scarcer]), peak / 100.0)


MEASURES: dict[str, Measurer] = dict.fromkeys(SEASONS_OF, _reserve)
