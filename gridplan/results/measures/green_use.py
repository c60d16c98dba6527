"""Green hydrogen, the green share of industries, electricity substituted for other energy."""

from __future__ import annotations

from gridplan.model.green_use import HYDROGEN, INDUSTRY, KT_PER_MT
from gridplan.results.green_account import load_green_share_pct, most_green_hydrogen_kt
from gridplan.results.ledger import annual, number
from gridplan.results.measures.base import Accounts, Measure, Measurer


def _hydrogen(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    made = most_green_hydrogen_kt(accounts.results, accounts.region, accounts.year)
    return Measure(made / KT_PER_MT, KT_PER_MT)


def _industry(accounts: Accounts, _metric: str, subject: str) -> Measure:
    energy = number(annual(accounts.results, "load_baseline_gw"), load=subject, year=accounts.year)
    return Measure(load_green_share_pct(accounts.results, subject, accounts.year), energy / 100.0)


def _substituted(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    rows = accounts.results.case.rows("loads", accounts.year)
    here = rows[(rows["region"] == accounts.region) & (rows["kind"] == "electrification")]
    return Measure(float(here["energy_twh"].sum()), 0.0)


MEASURES: dict[str, Measurer] = {HYDROGEN: _hydrogen, INDUSTRY: _industry,
                                 "electrification.substituted_energy": _substituted}
