"""Metrics about the coal fleet, its retrofits and regulation: as (achieved, row units per unit)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from gridplan.audit.energy import ratio
from gridplan.audit.evidence import AS_IS, Evidence, number
from gridplan.audit.fleet import standing
from gridplan.audit.holdings import installed
from gridplan.audit.thermal import State, chp_row, heat_of, states
from gridplan.audit.words import COAL, FLEXIBLE_MINIMUM, GAS, HEAT_COAL_KT_PER_GWH, NEW_STORAGE, PUMPED_HYDRO

Pair = tuple[float, float]
NONE = float("nan")
VISIBLE_GW = 1e-4
"""Capacity below 0.1 MW is no line of the accounts of states."""


def _capacity(evidence: Evidence, state: State, year: int) -> float:
    return evidence.one("thermal_capacity_gw", **state.at, year=year)


def _done(evidence: Evidence, region: str, year: int, retrofit: str) -> list[tuple[State, float]]:
    """Visible states of a region that hold a retrofit, with their capacity."""
    held = [(state, _capacity(evidence, state, year)) for state in states(evidence, year)
            if state.row["region"] == region and retrofit in state.state.split("+")]
    return [(state, gw) for state, gw in held if gw > VISIBLE_GW]


def _units(state: State, gw: float) -> float:
    unit = number(state.row["unit_mw"])
    return 1000.0 * gw / unit if unit > 0 else 0.0


def _retrofit(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    what = metric.removeprefix("retrofit.").removeprefix("units.").removesuffix("_capacity")
    done = _done(evidence, region, year, what)
    return sum(_units(*one) if metric.startswith("retrofit.units.") else one[1] for one in done), 1.0


def _subcritical(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    return sum(_units(state, gw) for state, gw in _done(evidence, region, year, "efficiency")
               if state.row["steam_class"] == "subcritical"), 1.0


def _heat(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    return sum(gw * float(state.change["heat_capability_gw_per_gw"])
               for state, gw in _done(evidence, region, year, "heating") if state.change is not None), 1.0


def _regulated(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    return sum(gw for state, gw in _done(evidence, region, year, "captive_regulation")
               if bool(state.row["captive"]) and state.row["technology"] in COAL), 1.0


def _lowest(state: State) -> float:
    return state.lowest if state.committed else 0.0


def _fleet(evidence: Evidence, region: str, year: int, technologies: set[str]) -> list[State]:
    return [state for state in states(evidence, year)
            if state.row["region"] == region and state.row["technology"] in technologies]


def _lowest_output(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    counted = [state for state in _fleet(evidence, region, year, COAL)
               if metric == "coal.fleet_min_output_share" or "flexibility" in state.state.split("+")]
    whole = sum(_capacity(evidence, state, year) for state in counted)
    mean = 100.0 * ratio(sum(_lowest(state) * _capacity(evidence, state, year) for state in counted), whole)
    return 100.0 - mean if metric == "coal.peaking_depth" else mean, whole / 100.0


def _regulation(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    able = sum((1.0 - _lowest(state)) * _capacity(evidence, state, year)
               for state in _fleet(evidence, region, year, COAL | GAS))
    able += installed(evidence, region, year, PUMPED_HYDRO | NEW_STORAGE)
    for name, row in evidence.rows("reservoirs", year).iterrows():
        if row["region"] == region:
            able += (1.0 - float(row["min_output_share"])) * evidence.one(
                "reservoir_capacity_gw", reservoir=name, year=year)
    for name, row in evidence.rows("response", year).iterrows():
        if row["region"] == region:
            able += evidence.one("response_capability_gw", response=name, year=year)
    cohorts = evidence.rows("cohorts", year)
    for name in evidence.rows("emergency_reserve", year).index:
        if cohorts.loc[name, "region"] == region:
            able += evidence.one("emergency_reserve_gw", cohort=name, year=year)
    peak = float(evidence.load(region, year).max())
    return 100.0 * able / peak, peak / 100.0


def _new_flexible(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    fleet = _fleet(evidence, region, year, COAL)
    built = {state.cohort: standing(evidence, "cohorts", "cohort", state.cohort, "thermal_built_gw", year)
             for state in fleet}
    low = {state.cohort for state in fleet if state.state == AS_IS and _lowest(state) <= FLEXIBLE_MINIMUM}
    flexible = sum(gw for cohort, gw in built.items() if cohort in low)
    flexible += sum(_capacity(evidence, state, year) for state in fleet
                    if state.state != AS_IS and _lowest(state) <= FLEXIBLE_MINIMUM and state.cohort not in low
                    and float(state.row["existing_gw"]) == 0.0)
    whole = sum(built.values())
    return 100.0 * ratio(flexible, whole), whole / 100.0


def _turndown(evidence: Evidence, region: str, year: int, _metric: str, _subject: str) -> Pair:
    fleet = [state for state in states(evidence, year) if state.row["region"] == region]
    before = {state.cohort: _lowest(state) for state in fleet if state.state == AS_IS}
    return sum((before[state.cohort] - _lowest(state)) * _capacity(evidence, state, year) for state in fleet
               if "flexibility" in state.state.split("+")), 1.0


def _cohort_rate(evidence: Evidence, _region: str, year: int, _metric: str, subject: str) -> Pair:
    net = burnt = 0.0
    for state in states(evidence, year):
        if state.cohort == subject and _capacity(evidence, state, year) > VISIBLE_GW:
            at = {**state.at, "year": year}
            heat = float(heat_of(evidence, state, year) @ evidence.weight)
            net += evidence.annual("thermal_output_gw", **at)
            burnt += evidence.annual("thermal_fuel_kt_per_h", **at) - HEAT_COAL_KT_PER_GWH * heat
    return 1000.0 * ratio(burnt, net), net / 1000.0


def _fall(evidence: Evidence, state: State, year: int) -> Pair:
    """Fall of the rated coal rate a state brings, g/kWh, and the part of it due to heating: what the state has beyond
    the same state without it."""
    change = evidence.rows("retrofits", year)["net_rate_change_g_per_kwh"]
    whole, parts = -float(change.loc[(state.cohort, state.state)]), state.state.split("+")
    without = "+".join(part for part in parts if part != "heating")
    if not without:
        return whole, whole
    if "heating" not in parts or (state.cohort, without) not in change.index:
        return whole, 0.0
    return whole, whole + float(change.loc[(state.cohort, without)])


def _gains(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    retrofit = "heating" if "heating" in metric else "efficiency"
    capacity = gained = saved = 0.0
    for state, gw in _done(evidence, region, year, retrofit):
        whole, heating = _fall(evidence, state, year)
        gain = heating if retrofit == "heating" else whole - heating
        share = gain / whole if whole > 0 else float(retrofit == "efficiency")
        capacity, gained = capacity + gw, gained + gw * gain
        saved += min(max(share, 0.0), 1.0) * coal_saved_kt(evidence, state, year)
    if metric.startswith("energy.saving"):
        return saved / 1000.0, 1000.0
    return ratio(gained, capacity), 0.0


def coal_saved_kt(evidence: Evidence, state: State, year: int) -> float:
    """Coal the state's operation would have burnt before the retrofit, less what it burns, kt."""
    row, at = state.row, {**state.at, "year": year}
    rate, net = float(row["net_rate_g_per_kwh"]) / 1000.0, evidence.annual("thermal_output_gw", **at)
    rows = evidence.rows("chp", year)
    own = next((rows.loc[key] for key in ((state.cohort, AS_IS), (state.cohort, state.state)) if key in rows.index),
               None)
    if own is not None and chp_row(evidence, state, year) is not None:
        net += float(own["power_loss"]) * float(heat_of(evidence, state, year) @ evidence.weight)
    before = rate * net
    if state.committed:
        online = evidence.annual("thermal_online_gw", **at) * (1.0 - float(row["own_use_share"]))
        no_load = float(row["no_load_share"])
        before = rate * (no_load * online + (1.0 - no_load) * net)
    return before - evidence.annual("thermal_fuel_kt_per_h", **at) * state.coal_share


def _unit_size(evidence: Evidence, region: str, year: int, metric: str, _subject: str) -> Pair:
    sizes: list[Pair] = []
    cohorts: pd.DataFrame = evidence.rows("cohorts", year)
    for name, row in cohorts.iterrows():
        built = evidence.one("thermal_built_gw", cohort=name, year=year)
        if row["region"] == region and row["technology"] in COAL and built > VISIBLE_GW:
            sizes.append((float(row["unit_mw"]) / 1000.0, built))
    if metric.endswith("_min"):
        return min((size for size, _ in sizes), default=NONE), 0.0
    return float(ratio(sum(size * built for size, built in sizes), float(np.sum([b for _, b in sizes])))), 0.0


MEASURES: dict[str, Callable[[Evidence, str, int, str, str], Pair]] = {
    **dict.fromkeys([f"retrofit.{name}_capacity" for name in (
        "efficiency", "flexibility", "heating", "back_pressure", "biomass_cofiring", "ammonia_cofiring")], _retrofit),
    **dict.fromkeys([f"retrofit.units.{name}" for name in ("efficiency", "flexibility", "heating")], _retrofit),
    "retrofit.units.high_temp_subcritical": _subcritical,
    "retrofit.heating_supply_gain": _heat,
    "retrofit.peaking_gain": _turndown,
    "captive.regulated_capacity": _regulated,
    **dict.fromkeys(("coal.min_output_share", "coal.peaking_depth", "coal.fleet_min_output_share"), _lowest_output),
    "coal.new_units_flexible_share": _new_flexible,
    "peaking.share_of_peak": _regulation,
    "coal.cohort_net_heat_rate": _cohort_rate,
    **dict.fromkeys(("retrofit.heat_rate_gain", "retrofit.heating_heat_rate_gain",
                     "energy.saving.coal_efficiency_retrofit", "energy.saving.coal_heating_retrofit"), _gains),
    **dict.fromkeys(("coal.new_unit_size.usc", "coal.new_unit_size.usc_min"), _unit_size),
}
