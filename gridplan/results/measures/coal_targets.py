"""New coal, captive plants, captured CO2, and the coal rate of one cohort."""

from __future__ import annotations

import pandas as pd

from gridplan.library.units import KT_PER_MT
from gridplan.model.coal_targets import CAPTURED, REGULATION
from gridplan.model.cohort_coal_rate import METRIC as COHORT_RATE
from gridplan.model.technologies import CAPACITY_GROUPS, EMERGENCY
from gridplan.results.capacity_account import capacity
from gridplan.results.fuel_account import coal_and_co2, fleet
from gridplan.results.ledger import ratio, years
from gridplan.results.measures.base import Accounts, Measure, Measurer
from gridplan.results.vintages import aged_gw


def _coal(accounts: Accounts, captive: bool = False) -> pd.DataFrame:
    """Capacity account of the coal cohorts, all or the captive ones."""
    account = accounts.of(capacity)
    coal = account[(account["dimension"] == "cohort") & account["technology"].isin(CAPACITY_GROUPS["capacity.coal"])]
    cohorts = accounts.results.case.rows("cohorts", accounts.year)
    return coal[[bool(cohorts.loc[asset, "captive"]) for asset in coal["asset"]]] if captive and len(coal) else coal


def _captive_so_far(accounts: Accounts) -> list[str]:
    """Captive coal cohorts of the region that the case has or had a row for up to the year."""
    found: dict[str, None] = {}
    for year in years(accounts.results):
        rows = accounts.results.case.rows("cohorts", year)
        own = rows[(rows["region"] == accounts.region) & rows["captive"].astype(bool)
                   & rows["technology"].isin(CAPACITY_GROUPS["capacity.coal"])]
        if year <= accounts.year:
            found |= dict.fromkeys(own.index)
    return list(found)


def _built(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    return Measure(float(_coal(accounts)["built_gw"].sum()), 1.0)


def _replaced(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    aged = sum(aged_gw(accounts.results, "cohorts", "existing_gw", asset, accounts.year)
               for asset in _captive_so_far(accounts))
    return Measure(float(_coal(accounts, captive=True)["retired_gw"].sum()) + aged, 1.0)


def _regulated(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    captive = set(_coal(accounts, captive=True)["asset"])
    states = accounts.of(coal_and_co2)
    done = [line.cohort in captive and REGULATION in line.state.split("+") for line in states.itertuples()]
    return Measure(float(states[done]["capacity_gw"].sum()) if len(states) else 0.0, 1.0)


def _retained(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    captive = _coal(accounts, captive=True)
    fleet_at_first = accounts.results.case.rows("cohorts", years(accounts.results)[0])["existing_gw"]
    existing = float(fleet_at_first.reindex(_captive_so_far(accounts)).fillna(0.0).sum())
    return Measure(100.0 * ratio(float(captive["total_gw"].sum()), existing), existing / 100.0)


def _captured(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    return Measure(float(accounts.of(fleet).iloc[0]["co2_captured_kt"]) / KT_PER_MT, KT_PER_MT)


def _cohort_rate(accounts: Accounts, _metric: str, subject: str) -> Measure:
    states = accounts.of(coal_and_co2)
    own = states[(states["cohort"] == subject) & (states["state"] != EMERGENCY)]
    net = float(own["net_gwh"].sum())
    for_power = float(own["fuel_kt"].sum() - own["heat_fuel_kt"].sum())
    return Measure(1000.0 * ratio(for_power, net), net / 1000.0)


MEASURES: dict[str, Measurer] = {
    "coal.new_build_ceiling": _built,
    "captive.replaced_capacity": _replaced,
    "captive.regulated_capacity": _regulated,
    "coal.captive_plant_retained_share": _retained,
    **dict.fromkeys(CAPTURED, _captured),
    COHORT_RATE: _cohort_rate,
}
