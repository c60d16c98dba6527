"""Green hydrogen, the green share of industries, electricity substituted for other energy."""

from __future__ import annotations

from gridplan.library.units import KT_PER_MT
from gridplan.model.green_use import HYDROGEN, INDUSTRY
from gridplan.results.green_account import load_green_share_pct, most_green_hydrogen_kt
from gridplan.results.ledger import annual, number
from gridplan.results.measures.base import Accounts, Measure, Measurer


def _nothing_to_tell(accounts: Accounts, metric: str, there: bool) -> bool:
    """Whether a case says nothing of a metric: it has no asset of the kind, and none of its rows asks for one."""
    rows = accounts.results.case.rows("policies", accounts.year)
    return not there and not bool(rows.loc[rows["metric"] == metric, "enforce"].any())


def _hydrogen(accounts: Accounts, metric: str, _subject: str) -> Measure:
    rows = accounts.results.case.rows("electrolysers", accounts.year)
    if _nothing_to_tell(accounts, metric, bool((rows["region"] == accounts.region).any())):
        return Measure(float("nan"), KT_PER_MT)
    made = most_green_hydrogen_kt(accounts.results, accounts.region, accounts.year)
    return Measure(made / KT_PER_MT, KT_PER_MT)


def _industry(accounts: Accounts, _metric: str, subject: str) -> Measure:
    energy = number(annual(accounts.results, "load_baseline_gw"), load=subject, year=accounts.year)
    return Measure(load_green_share_pct(accounts.results, subject, accounts.year), energy / 100.0)


def _substituted(accounts: Accounts, metric: str, _subject: str) -> Measure:
    rows = accounts.results.case.rows("loads", accounts.year)
    here = rows[(rows["region"] == accounts.region) & (rows["kind"] == "electrification")]
    if _nothing_to_tell(accounts, metric, len(here) > 0):
        return Measure(float("nan"), 0.0)
    return Measure(float(here["energy_twh"].sum()), 0.0)


MEASURES: dict[str, Measurer] = {HYDROGEN: _hydrogen, INDUSTRY: _industry,
                                 "electrification.substituted_energy": _substituted}
