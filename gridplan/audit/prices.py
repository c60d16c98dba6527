"""Hourly prices and the table of what a kW earns: sums over the hours, and what a price can be at most.

A dual at a degenerate optimum is not unique, so a price is not worked out again; what is checked is that it is within
the value of lost load, that load unserved is priced at it, and that every asset's income from energy and heat is its
output at the prices written.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplan.audit.evidence import OUTSIDE, Evidence, number
from gridplan.audit.findings import Findings
from gridplan.audit.operating_reserve import income, weighs_risk
from gridplan.audit.thermal import State, chp_row, heat_of, states

BUILT_GW = 1e-4
"""What counts as built in the table."""

SHARE = 1e-9
DUSTY = 1e-7
"""Share by which an income may differ that is paid with the dust of other rows beside its own."""

SHORT_GW = 1e-3
"""Load unserved above which its price must be the value of lost load."""

DUST = 1e-3
"""Share of the value of lost load by which an interior point's price may miss it."""

INCOMES = ("energy", "quota", "reserve", "targets", "heat")
POWER_SOLD = {
    "renewable": {"renewable_output_gw": 1.0}, "reservoir": {"reservoir_output_gw": 1.0},
    "electrolyser": {"electrolyser_gw": -1.0}, "response": {"response_down_gw": 1.0, "response_up_gw": -1.0}}
"""What an asset gives to the grid at the hourly price, as a sum of hourly variables."""


def check(evidence: Evidence, findings: Findings) -> None:
    """Prices within their limits, and the table line by line."""
    for year in evidence.years:
        for region, row in evidence.rows("regions", year).iterrows():
            price = evidence.raw("price_cny_per_mwh", region=region, year=year)
            lost = float(row["unserved_cost_cny_per_mwh"])
            findings.add("price_within_value_of_lost_load", np.abs(price) - lost, DUST * lost, "CNY/MWh", str(region))
            unserved = evidence.get("unserved_gw", region=region, year=year)
            short = unserved > SHORT_GW
            # What it costs beyond its price is part of the gap between the plan and the bound the prices belong to.
            beyond = np.maximum((1.0 - DUST) * lost - price, 0.0) * unserved * evidence.weight / 1000.0
            findings.add("unserved_is_priced", beyond[short], evidence.gap_million_cny, "million CNY", str(region))
        if evidence.has("price_heat_cny_per_mwh"):
            for region, row in evidence.rows("heat_demand", year).iterrows():
                _heat_price(evidence, findings, str(region), row, year)
    known = {(state.cohort, state.state, year): state for year in evidence.years for state in states(evidence, year)}
    for line in evidence.why.to_dict("records"):
        _line(evidence, findings, line, known)


def _heat_price(evidence: Evidence, findings: Findings, region: str, row: pd.Series, year: int) -> None:
    price = evidence.get("price_heat_cny_per_mwh", region=region, year=year)
    asked = evidence.get("heat_demand_gw", region=region, year=year) > 0
    lost = float(row["unserved_cost_cny_per_mwh"])
    findings.add("heat_price_within_limit", price - lost, DUST * lost, "CNY/MWh", region)
    findings.apart("heat_price_only_with_demand", price[~asked], 0.0, 1e-9, "CNY/MWh", region)


def _line(evidence: Evidence, findings: Findings, line: dict[str, Any],
          known: dict[tuple[str, str, int], State]) -> None:
    where = f"{line['asset']} {line['state']}".strip()
    money = {name.removesuffix("_cny_per_kw"): float(value) for name, value in line.items()
             if name.endswith("_cny_per_kw")}
    margin = sum(money[name] for name in INCOMES) - sum(money[name] for name in ("operating", "fixed", "retrofit"))
    size = 1.0 + sum(abs(value) for value in money.values())
    findings.add("why_surplus_follows", abs(margin - money["capital"] - money["surplus"]) / size, SHARE, "", where)
    unused = line["verdict"] in ("not_built", "not_used")
    expected = max(0.0, -money["surplus"]) if unused else 0.0
    findings.add("why_break_even_follows", abs(expected - money["break_even"]) / size, SHARE, "", where)
    _sizes(evidence, findings, line, where)
    ours = _account(evidence, line, known)
    if weighs_risk(evidence):
        # The account weighs the weather years as the objective does, which no file says hour by hour.
        return
    for name, value in ours.items():
        share = DUSTY if name == "reserve" else 1e-8
        findings.add(f"why_{name}_follows", abs(value - money[name]) / size, share, "", where)


def _sizes(evidence: Evidence, findings: Findings, line: dict[str, Any], where: str) -> None:
    dimension, year = str(line["dimension"]), int(line["year"])
    at: dict[str, object] = {dimension: line["asset"], "year": year}
    stands, new = {"cohort": ("thermal_capacity_gw", "thermal_built_gw"),
                   "renewable": ("renewable_capacity_gw", "renewable_built_gw"),
                   "reservoir": ("reservoir_capacity_gw", "reservoir_built_gw"),
                   "hybrid_pump": ("hybrid_pump_gw", "hybrid_pump_built_gw"),
                   "store": ("store_power_gw", "store_power_built_gw"),
                   "link": ("link_capacity_gw", "link_built_gw"),
                   "response": ("response_capability_gw", "response_capability_gw"),
                   "load": ("flexible_capability_gw", "flexible_capability_gw"),
                   "vehicle_to_grid": ("v2g_power_gw", "v2g_power_gw"),
                   "electrolyser": ("electrolyser_capacity_gw", "electrolyser_built_gw"),
                   "heat_source": ("heat_source_gw", "heat_source_built_gw"),
                   "heat_store": ("heat_store_gw", "heat_store_built_gw"),
                   "support": ("", "")}.get(dimension, ("", ""))
    if not stands:
        return
    built = evidence.one(new, **at)
    if dimension == "cohort":
        capacity = evidence.one(stands, **at, state=line["state"]) if line["state"] else built
        built = 0.0 if line["state"] else built
    else:
        capacity = evidence.one(stands, **at)
    findings.apart("why_capacity_follows", float(line["capacity_gw"]), capacity, 1e-6, "GW", where)
    findings.apart("why_built_follows", float(line["built_gw"]), built, 1e-6, "GW", where)
    small = (capacity if line["state"] else built) <= BUILT_GW
    verdict = str(line["verdict"])
    # Along a path, earlier planning years may have filled what there is room for.
    filled = verdict == "at_limit" and len(evidence.years) > 1 and float(line["surplus_cny_per_kw"]) > 0
    if verdict != "kept" and not filled:
        findings.holds("why_verdict", small == (verdict in ("not_built", "not_used")), where)


def _account(evidence: Evidence, line: dict[str, Any],
             known: dict[tuple[str, str, int], State]) -> dict[str, float]:
    """Incomes and costs of a kW that stands and runs, worked out from the hours; nothing where the table is about a kW
    that does not stand."""
    dimension, year, capacity = str(line["dimension"]), int(line["year"]), float(line["capacity_gw"])
    if len(evidence.years) > 1:
        return {}  # the mean over the planning years a kW lives (docs/paths.md), of which only the sums are checked
    if dimension == "cohort" and line["state"]:
        return _state_account(evidence, known[line["asset"], line["state"], year], year, capacity)
    standing = capacity if dimension == "link" else float(line["built_gw"])
    if standing <= BUILT_GW or dimension not in ("link", "renewable", "reservoir", "electrolyser", "response"):
        return {}
    if dimension == "renewable" and line["asset"] in evidence.rows("connection", year).index:
        return {}  # what its local network takes is paid for out of its energy
    money = evidence.weight / 1000.0 / capacity
    at = {dimension: line["asset"], "year": year}
    if dimension == "link":
        row = evidence.rows("links", year).loc[line["asset"]]
        flow, income = evidence.get("link_flow_gw", **at), 0.0
        for region, share in ((row["to"], 1.0 - float(row["loss_share"])), (row["from"], -1.0)):
            if region != OUTSIDE:
                income += share * float((flow * evidence.raw("price_cny_per_mwh", region=region, year=year)) @ money)
        return {"energy": income}
    price = evidence.raw("price_cny_per_mwh", region=line["region"], year=year)
    power = sum(sign * evidence.get(variable, **at) for variable, sign in POWER_SOLD[dimension].items())
    found = {"energy": float((power * price) @ money)}
    if dimension == "reservoir":
        found["energy"] -= _given_to_pumps(evidence, line["asset"], year) / capacity
    if dimension in ("renewable", "reservoir"):
        found |= _reserve(evidence, dimension, line["asset"], "", year, capacity)
    return found


def _reserve(evidence: Evidence, dimension: str, asset: str, state: str, year: int,
             capacity: float) -> dict[str, float]:
    """Income from operating reserve, where nothing else is paid under that name."""
    earned = income(evidence, dimension, asset, state, year)
    return {} if earned is None else {"reserve": earned / capacity}


def _given_to_pumps(evidence: Evidence, reservoir: str, year: int) -> float:
    """What a reservoir's output earns with water its pumps have raised, million CNY: by the table, what the pumps earn
    and what their power costs."""
    pumps = evidence.rows("hybrid_pumps", year)
    total = 0.0
    for pump in pumps.index[pumps["reservoir"] == reservoir]:
        price = evidence.raw("price_cny_per_mwh", region=pumps.at[pump, "region"], year=year)
        taken = evidence.get("hybrid_pump_charge_gw", hybrid_pump=pump, year=year)
        earned = sum(float(line["energy_cny_per_kw"]) * float(line["capacity_gw"])
                     for line in evidence.why.to_dict("records")
                     if (line["dimension"], line["asset"], line["year"]) == ("hybrid_pump", pump, year))
        total += earned + float((taken * price) @ evidence.weight) / 1000.0
    return total


def _state_account(evidence: Evidence, state: State, year: int, capacity: float) -> dict[str, float]:
    if capacity <= BUILT_GW:
        return {}
    at, row = {**state.at, "year": year}, state.row
    region = str(row["region"])
    price = evidence.raw("price_cny_per_mwh", region=region, year=year)
    net = evidence.get("thermal_output_gw", **at)
    found = {"energy": float((net * price) @ evidence.weight) / 1000.0 / capacity,
             "fixed": float(row["fixed_cost_cny_per_kw_a"]), "retrofit": 0.0}
    if state.change is not None:
        life = number(state.change["life_years"], float(row["remaining_life_years"]))
        found["fixed"] += float(state.change["fixed_cost_change_cny_per_kw_a"])
        found["retrofit"] = float(state.change["cost_cny_per_kw"]) * evidence.annuity(life)
    if evidence.has("price_heat_cny_per_mwh"):
        heat = heat_of(evidence, state, year)
        given = evidence.get("price_heat_cny_per_mwh", region=region, year=year)
        found["heat"] = float((heat * given) @ evidence.weight) / 1000.0 / capacity
    if chp_row(evidence, state, year) is None:
        found["operating"] = _running(evidence, state, year) / capacity
        found |= _reserve(evidence, "cohort", state.cohort, state.state, year, capacity)
    return found


def _running(evidence: Evidence, state: State, year: int) -> float:
    """Fuel, CO2, variable cost and starts of a state without heat, million CNY."""
    at, row = {**state.at, "year": year}, state.row
    kt, net = evidence.annual("thermal_fuel_kt_per_h", **at), evidence.annual("thermal_output_gw", **at)
    co2_price = float(evidence.rows("regions", year).loc[row["region"], "co2_price_cny_per_t"])
    free = evidence.free_allocation(str(row["region"]), year) * number(row["co2_benchmark_t_per_mwh"])
    starts = float(evidence.get("thermal_started_gw", **at) @ (evidence.weight / evidence.length))
    return (kt * (state.price + state.captured * state.capture_cost + co2_price * state.co2)
            - co2_price * free * net / (1.0 - state.own_use)
            + net * float(row["variable_cost_cny_per_mwh"])) / 1000.0 + starts * float(row["start_cost_cny_per_kw"])
