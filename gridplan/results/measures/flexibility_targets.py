"""Regulation capability, minimum output of the coal fleet, turndown and heat gained by retrofits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridplan.model.flexibility_targets import DEDICATED, FLEET, FLEXIBLE_MIN_OUTPUT, SUBCRITICAL
from gridplan.model.technologies import COAL, GAS, NEW_STORAGE, PUMPED_HYDRO
from gridplan.results.fuel_account import AS_IS, retrofits
from gridplan.results.ledger import grid_load_gw, number, ratio, trade
from gridplan.results.measures.base import Accounts, Measure, Measurer
from gridplan.results.measures.capacity_targets import installed_gw
from gridplan.results.subjects import collect
from gridplan.results.vintages import standing_years


@dataclass(frozen=True)
class State:
    """A cohort in one state: its row, capacity (GW) and minimum output outside the heating season (share)."""

    cohort: str
    state: str
    row: pd.Series
    capacity_gw: float
    lowest: float


def _states(accounts: Accounts, technologies: frozenset[str]) -> Iterator[State]:
    """Every state of the region's cohorts of some technologies."""
    case, data = accounts.results.case, accounts.results.dataset["thermal_capacity_gw"].sel(year=accounts.year)
    changes = case.rows("retrofits", accounts.year)
    for cohort, row in case.rows("cohorts", accounts.year).iterrows():
        if row["region"] != accounts.region or row["technology"] not in technologies:
            continue
        own = float(row["min_output_share"])
        lowest = {AS_IS: own} | {str(change["state"]): own if np.isnan(change["min_output_share"]) else float(
            change["min_output_share"]) for _, change in changes[changes["cohort"] == cohort].iterrows()}
        for state, share in lowest.items():
            yield State(str(cohort), state, row, number(data, cohort=cohort, state=state),
                        share if row["commitment"] else 0.0)


def _peak_gw(accounts: Accounts) -> float:
    return float(grid_load_gw(accounts.results, accounts.region, accounts.year).max())


def _regulation(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    results, year = accounts.results, accounts.year
    able = sum((1.0 - one.lowest) * one.capacity_gw for one in _states(accounts, COAL | GAS))
    able += installed_gw(accounts, PUMPED_HYDRO | NEW_STORAGE)
    for name, row in results.case.rows("reservoirs", year).iterrows():
        if row["region"] == accounts.region:
            held = number(results.dataset["reservoir_capacity_gw"], reservoir=name, year=year)
            able += (1.0 - row["min_output_share"]) * held
    for name, row in results.case.rows("response", year).iterrows():
        if row["region"] == accounts.region:
            able += number(results.dataset["response_capability_gw"], response=name, year=year)
    able += sum(collect("peaking", results, accounts.region, year))
    peak = _peak_gw(accounts)
    return Measure(100.0 * able / peak, peak / 100.0)


def _dedicated(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    links = accounts.of(trade)
    generation = _peak_gw(accounts) + float(links[links["direction"] == "export"]["capacity_gw"].sum())
    return Measure(100.0 * installed_gw(accounts, DEDICATED) / generation, generation / 100.0)


def _lowest_output(accounts: Accounts, metric: str, _subject: str) -> Measure:
    """Mean over the capacity retrofitted for flexibility, or over the fleet; NaN where there is none."""
    states = [one for one in _states(accounts, COAL) if metric == FLEET or "flexibility" in one.state.split("+")]
    whole = sum(one.capacity_gw for one in states)
    mean = 100.0 * ratio(sum(one.lowest * one.capacity_gw for one in states), whole)
    return Measure(100.0 - mean if metric == "coal.peaking_depth" else mean, whole / 100.0)


def _new_flexible(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    """Flexible part of the coal built in the planning years that still stands; NaN where none is."""
    results, year = accounts.results, accounts.year
    data = results.dataset["thermal_built_gw"]
    states = list(_states(accounts, COAL))
    low_as_built = {one.cohort for one in states if one.state == AS_IS and one.lowest <= FLEXIBLE_MIN_OUTPUT}
    built = {one.cohort: sum(number(data, cohort=one.cohort, year=when)
                             for when, _row in standing_years(results, "cohorts", one.cohort, year)) for one in states}
    flexible = sum(gw for cohort, gw in built.items() if cohort in low_as_built)
    flexible += sum(one.capacity_gw for one in states if one.state != AS_IS and one.lowest <= FLEXIBLE_MIN_OUTPUT
                    and one.cohort not in low_as_built and one.row["existing_gw"] == 0.0)
    whole = sum(built.values())
    return Measure(100.0 * ratio(flexible, whole), whole / 100.0)


def _turndown(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    states = list(_states(accounts, frozenset(accounts.results.case.rows("cohorts", accounts.year)["technology"])))
    before = {one.cohort: one.lowest for one in states if one.state == AS_IS}
    return Measure(sum((before[one.cohort] - one.lowest) * one.capacity_gw for one in states
                       if "flexibility" in one.state.split("+")), 1.0)


def _heat(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    done = _retrofitted(accounts, "heating")
    return Measure(float(done["heat_gw"].sum()), 1.0)


def _subcritical(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    done = _retrofitted(accounts, "efficiency")
    steam = accounts.results.case.rows("cohorts", accounts.year)["steam_class"]
    return Measure(float(done[done["cohort"].map(steam) == SUBCRITICAL]["units"].sum()), 1.0)


def _retrofitted(accounts: Accounts, retrofit: str) -> pd.DataFrame:
    """Lines of the retrofit account whose state holds a retrofit."""
    account = accounts.of(retrofits)
    # Of a case without retrofits an empty list would pick columns, not lines.
    return account[[retrofit in str(state).split("+") for state in account["state"]]] if len(account) else account


MEASURES: dict[str, Measurer] = {
    "peaking.share_of_peak": _regulation,
    "peaking.dedicated_share_of_generation": _dedicated,
    "coal.min_output_share": _lowest_output,
    "coal.peaking_depth": _lowest_output,
    FLEET: _lowest_output,
    "coal.new_units_flexible_share": _new_flexible,
    "retrofit.peaking_gain": _turndown,
    "retrofit.heating_supply_gain": _heat,
    "retrofit.units.high_temp_subcritical": _subcritical,
}
