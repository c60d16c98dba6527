"""The cost of the plan, asset by asset and term by term, from quantities and the case's prices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gridplan.audit.evidence import OUTSIDE, Evidence, number
from gridplan.audit.findings import Findings
from gridplan.audit.fleet import capital, retrofit
from gridplan.audit.stores import ELECTRIC
from gridplan.audit.thermal import chp_row, heat_of, states

CNY_TOLERANCE = 1e-4
"""100 CNY, in million CNY; larger terms may differ by the share below."""

SHARE = 1e-8
COST_SHARE = 1e-6
"""Share by which the whole cost of a weather year may differ."""
GJ_PER_GWH = 3600.0
TCE_PER_GWH = 3.6e3 / 29.3076
"""t of standard coal equivalent in a GWh of heat (29.3076 GJ/tce)."""

Line = tuple[str, str, str, str, float]
"""term, subject, asset, region, million CNY."""

_BUILT = (("renewables", "renewable", "renewable_built_gw", "renewable_capacity_gw", "renewable_output_gw"),
          ("reservoirs", "reservoir", "reservoir_built_gw", "reservoir_capacity_gw", ""),
          ("hybrid_pumps", "hybrid_pump", "hybrid_pump_built_gw", "hybrid_pump_gw", ""),
          ("vehicle_to_grid", "vehicle_to_grid", "v2g_power_gw", "v2g_power_gw", "v2g_discharge_gw"),
          ("electrolysers", "electrolyser", "electrolyser_built_gw", "electrolyser_capacity_gw", ""),
          ("heat_sources", "heat_source", "heat_source_built_gw", "heat_source_gw", "heat_source_output_gw"))
"""Tables whose assets cost capital on what is built, fixed cost on what stands and variable cost on what they give."""


def cost_lines(evidence: Evidence, year: int) -> list[Line]:
    """Every cost of a year; several lines of one term and asset add up."""
    return [*_simple(evidence, year), *_thermal(evidence, year), *_coal_levers(evidence, year),
            *_stores(evidence, year), *_exchange(evidence, year), *_demand_side(evidence, year),
            *_heat(evidence, year), *_region(evidence, year), *_slack(evidence, year)]


def _simple(evidence: Evidence, year: int) -> Iterator[Line]:
    for table, dimension, built, stands, given in _BUILT:
        for name, row in evidence.rows(table, year).iterrows():
            if not evidence.has(stands):
                continue
            at = {dimension: name, "year": year}
            who = dimension, str(name), str(row["region"])
            if table == "vehicle_to_grid":  # decided anew each year
                spent = evidence.one(built, **at) * row["capex_cny_per_kw"] * evidence.annuity(row["life_years"])
            else:
                spent = capital(evidence, table, dimension, name, built, year)
            yield "capital", *who, spent
            yield "fixed", *who, evidence.one(stands, **at) * row["fixed_cost_cny_per_kw_a"]
            if given:
                yield "variable", *who, evidence.annual(given, **at) * row["variable_cost_cny_per_mwh"] / 1000.0
    renewables = evidence.rows("renewables", year)
    for table, variable, growth in (("repowering", "renewable_retired_gw", "growth"),
                                    ("connection", "connection_built_gw", "")):
        for name in evidence.rows(table, year).index:
            yield ("capital", "renewable", str(name), str(renewables.loc[name, "region"]),
                   capital(evidence, table, "renewable", name, variable, year, per_unit=growth))


def _thermal(evidence: Evidence, year: int) -> Iterator[Line]:
    regions = evidence.rows("regions", year)
    for cohort, row in evidence.rows("cohorts", year).iterrows():
        who, at = ("cohort", str(cohort), str(row["region"])), {"cohort": cohort, "year": year}
        yield "capital", *who, capital(evidence, "cohorts", "cohort", cohort, "thermal_built_gw", year)
        yield "fixed", *who, evidence.one("thermal_capacity_gw", **at) * row["fixed_cost_cny_per_kw_a"]
        starts = float((evidence.get("thermal_started_gw", **at) @ (evidence.weight / evidence.length)).sum())
        yield "start", *who, starts * row["start_cost_cny_per_kw"]
    for state in states(evidence, year):
        row, at = state.row, {**state.at, "year": year}
        who = "cohort", state.cohort, str(row["region"])
        kt, chp = evidence.annual("thermal_fuel_kt_per_h", **at), chp_row(evidence, state, year)
        heat = heat_of(evidence, state, year)
        net = evidence.annual("thermal_output_gw", **at)
        yield "fuel", *who, kt * state.price / 1000.0
        yield "variable", *who, net * row["variable_cost_cny_per_mwh"] / 1000.0
        yield "capture", *who, kt * state.captured * state.capture_cost / 1000.0
        free = evidence.free_allocation(str(row["region"]), year)
        allocated = free * number(row["co2_benchmark_t_per_mwh"]) * net / (1.0 - state.own_use)
        if chp is not None:
            given_gj = GJ_PER_GWH / 1000.0 * float(heat @ evidence.weight)
            allocated += free * number(chp["co2_benchmark_t_per_gj"]) * given_gj
        price = regions.loc[row["region"], "co2_price_cny_per_t"]
        yield "co2", *who, price * (kt * state.co2 - allocated) / 1000.0
        if state.change is not None:
            capacity = evidence.one("thermal_capacity_gw", **at)
            yield "retrofit", *who, retrofit(evidence, state.cohort, state.state, year)[1]
            yield "fixed", *who, capacity * state.change["fixed_cost_change_cny_per_kw_a"]


def _coal_levers(evidence: Evidence, year: int) -> Iterator[Line]:
    cohorts, regions = evidence.rows("cohorts", year), evidence.rows("regions", year)
    for cohort, row in evidence.rows("life_extension", year).iterrows():
        yield ("extension", "cohort", str(cohort), str(cohorts.loc[cohort, "region"]),
               evidence.one("thermal_extended_gw", cohort=cohort, year=year) * row["cost_cny_per_kw"]
               * evidence.annuity(row["life_years"]))
    for cohort, row in evidence.rows("emergency_reserve", year).iterrows():
        unit, at = cohorts.loc[cohort], {"cohort": cohort, "year": year}
        who = "cohort", str(cohort), str(unit["region"])
        fuel = evidence.fuel(str(unit["fuel"]), str(unit["region"]), year)
        net, kt = evidence.annual("emergency_output_gw", **at), evidence.annual("emergency_fuel_kt_per_h", **at)
        free = evidence.free_allocation(str(unit["region"]), year) * number(unit["co2_benchmark_t_per_mwh"])
        co2 = kt * fuel["co2_t_per_tce"] - free * net / (1.0 - unit["own_use_share"])
        yield "emergency_upkeep", *who, evidence.one("emergency_reserve_gw", **at) * row["fixed_cost_cny_per_kw_a"]
        yield "emergency_running", *who, (
            kt * fuel["price_cny_per_tce"] + net * (unit["variable_cost_cny_per_mwh"] + row["call_cost_cny_per_mwh"])
            + co2 * regions.loc[unit["region"], "co2_price_cny_per_t"]) / 1000.0


def _stores(evidence: Evidence, year: int) -> Iterator[Line]:
    for name, row in evidence.rows("stores", year).iterrows():
        at, who = {"store": name, "year": year}, ("store", str(name), str(row["region"]))
        for variable, price in (("store_power_built_gw", "capex_power_cny_per_kw"),
                                ("store_energy_built_gwh", "capex_energy_cny_per_kwh")):
            yield "capital", *who, capital(evidence, "stores", "store", name, variable, year, price)
        yield "fixed", *who, evidence.one("store_power_gw", **at) * row["fixed_cost_cny_per_kw_a"]
        yield "variable", *who, (evidence.annual("store_discharge_gw", **at)
                                 * row["variable_cost_cny_per_mwh"] / 1000.0)


def _exchange(evidence: Evidence, year: int) -> Iterator[Line]:
    for name, row in evidence.rows("links", year).iterrows():
        at = {"link": name, "year": year}
        who = "link", str(name), str(row["from"] if row["to"] == OUTSIDE else row["to"])
        sent, price = evidence.annual("link_flow_gw", **at), row["price_cny_per_mwh"] / 1000.0
        yield "capital", *who, capital(evidence, "links", "link", name, "link_built_gw", year)
        if row["from"] == OUTSIDE:
            yield "import", *who, sent * (1.0 - row["loss_share"]) * price
        if row["to"] == OUTSIDE:
            yield "export", *who, -sent * price
    for name, row in evidence.rows("emergency_support", year).iterrows():
        if row["from"] == OUTSIDE:
            received = evidence.annual("support_called_gw", support=name, year=year) * (1.0 - row["loss_share"])
            yield ("emergency_support", "support", str(name), str(row["to"]),
                   received * row["price_cny_per_mwh"] / 1000.0)


def _demand_side(evidence: Evidence, year: int) -> Iterator[Line]:
    loads = evidence.rows("loads", year)
    for table, dimension, held, moved in (("response", "response", "response_capability_gw", "response_down_gw"),
                                          ("flexible_loads", "load", "flexible_capability_gw", "flexible_down_gw")):
        for name, row in evidence.rows(table, year).iterrows():
            at = {dimension: name, "year": year}
            region = row["region"] if table == "response" else loads.loc[name, "region"]
            yield ("response", dimension, str(name), str(region),
                   evidence.one(held, **at) * row["fixed_cost_cny_per_kw_a"]
                   + evidence.annual(moved, **at) * row["variable_cost_cny_per_mwh"] / 1000.0)
    for name, row in evidence.rows("electrolysers", year).iterrows():
        made_kt = evidence.annual("electrolyser_gw", electrolyser=name, year=year) / row["electricity_kwh_per_kg"]
        yield "hydrogen", "electrolyser", str(name), str(row["region"]), -made_kt * row["hydrogen_price_cny_per_kg"]


def _heat(evidence: Evidence, year: int) -> Iterator[Line]:
    """Fuel of boilers, tanks, heat not served; the allocation for heat that tanks lose is paid back."""
    if not evidence.has("heat_demand_gw"):
        return
    worth: dict[str, float] = {}
    for state in states(evidence, year):
        chp, region = chp_row(evidence, state, year), str(state.row["region"])
        if chp is not None:
            price = evidence.rows("regions", year).loc[region, "co2_price_cny_per_t"]
            own = (price * evidence.free_allocation(region, year) * number(chp["co2_benchmark_t_per_gj"])
                   * GJ_PER_GWH / 1e6)
            worth[region] = max(worth.get(region, 0.0), own)
    for name, row in evidence.rows("heat_sources", year).iterrows():
        if row["kind"] not in ELECTRIC and row["fuel"] and evidence.has("heat_source_output_gw"):
            fuel = evidence.fuel(str(row["fuel"]), str(row["region"]), year)
            yield ("fuel", "heat_source", str(name), str(row["region"]),
                   boiler_kt(evidence, str(name), row, year) * fuel["price_cny_per_tce"] / 1000.0)
    for name, row in evidence.rows("heat_stores", year).iterrows():
        if not evidence.has("heat_store_gw"):
            continue
        at, who = {"heat_store": name, "year": year}, ("heat_store", str(name), str(row["region"]))
        yield "capital", *who, row["hours"] * capital(
            evidence, "heat_stores", "heat_store", name, "heat_store_built_gw", year, "capex_cny_per_kwh")
        yield "fixed", *who, evidence.one("heat_store_gw", **at) * row["hours"] * row["fixed_cost_cny_per_kwh_a"]
        yield "co2", *who, tank_loss_gwh(evidence, str(name), year) * worth.get(str(row["region"]), 0.0)
    for region, row in evidence.rows("heat_demand", year).iterrows():
        missing = evidence.annual("heat_unserved_gw", region=region, year=year)
        yield ("unserved_heat", "region", str(region), str(region),
               missing * row["unserved_cost_cny_per_mwh"] / 1000.0)


def boiler_kt(evidence: Evidence, name: str, row: pd.Series, year: int) -> float:
    """Standard coal a boiler burns in the year, kt."""
    if row["kind"] in ELECTRIC or not row["fuel"] or not evidence.has("heat_source_output_gw"):
        return 0.0
    given = evidence.annual("heat_source_output_gw", heat_source=name, year=year)
    return given * TCE_PER_GWH / 1000.0 / float(row["efficiency"])


def tank_loss_gwh(evidence: Evidence, name: str, year: int) -> float:
    """Heat put into a tank that does not come back, GWh."""
    at = {"heat_store": name, "year": year}
    return evidence.annual("heat_store_charge_gw", **at) - evidence.annual("heat_store_discharge_gw", **at)


def _region(evidence: Evidence, year: int) -> Iterator[Line]:
    for region, row in evidence.rows("regions", year).iterrows():
        at, who = {"region": region, "year": year}, ("region", str(region), str(region))
        missing = evidence.annual("unserved_gw", **at) + evidence.annual("excess_gw", **at)
        yield "unserved", *who, missing * row["unserved_cost_cny_per_mwh"] / 1000.0
        yield ("certificates", *who,
               evidence.one("certificates_gwh", **at) * row["certificate_price_cny_per_mwh"] / 1000.0)
    for name, row in evidence.rows("operating_reserve", year).iterrows():
        missing = evidence.annual("reserve_short_gw", operating_reserve=name, year=year)
        yield ("reserve_shortage", "operating_reserve", str(name), str(row["region"]),
               missing * row["shortage_cny_per_mwh"] / 1000.0)
    for region, row in evidence.rows("certificates", year).iterrows():
        sold = evidence.one("certificates_sold_gwh", region=region, year=year)
        yield ("certificates_sold", "region", str(region), str(region),
               -sold * row["sell_price_cny_per_mwh"] / 1000.0)


def _slack(evidence: Evidence, year: int) -> Iterator[Line]:
    """What targets missed cost, as the scorecard states it; the scorecard's own figure is checked with the targets."""
    for row in evidence.policies.itertuples():
        if int(row.year) == year and bool(row.enforced):
            yield "policy_slack", "policy", str(row.policy), str(row.region), float(row.slack_cost_million_cny)


def check(evidence: Evidence, findings: Findings) -> None:
    """Every line of the cost table, its region, and the total of the run."""
    keys = ["term", "subject", "asset", "region", "year"]
    ours = pd.DataFrame([(*line[:4], year, line[4]) for year in evidence.years
                         for line in cost_lines(evidence, year)], columns=[*keys, "million_cny"])
    summed = ours.groupby(keys)["million_cny"].sum()
    stated = evidence.costs.groupby(keys)["million_cny"].sum()
    findings.add("cost_lines_once", float(evidence.costs.duplicated(keys).sum()), 0.5, "")
    both = pd.concat([summed, stated], axis=1, keys=["ours", "stated"]).fillna(0.0)
    for key, row in both.iterrows():
        allowed = CNY_TOLERANCE + SHARE * abs(float(row["ours"]))
        findings.add("cost_of_every_asset_and_term", abs(float(row["ours"] - row["stated"])) / allowed, 1.0,
                     "x tolerance", " ".join(str(word) for word in key))
    total, cost = float(stated.sum()), float(evidence.run["cost_million_cny"])
    if len(evidence.chances) > 1:
        _weather(evidence, findings)
    elif len(evidence.years) == 1:
        findings.same("costs_add_up_to_the_run", total, cost, share=1e-9)


def _weather(evidence: Evidence, findings: Findings) -> None:
    """The cost of each weather year, and what the objective makes of them for its risk."""
    chances = np.array(list(evidence.chances.values()))
    costs = np.array([[sum(line[4] for line in cost_lines(evidence.in_weather(at), year)) for at in range(len(chances))]
                      for year in evidence.years])
    stated = evidence.run["weather_years"]
    for at, name in enumerate(evidence.chances):
        findings.same("weather_probability", float(stated[at]["probability"]), float(chances[at]), share=1e-9)
        for number_of, year in enumerate(evidence.years):
            findings.same("weather_cost", float(stated[at]["cost_million_cny"][str(year)]), float(costs[number_of, at]),
                          share=COST_SHARE, where=f"{name} {year}")
    if len(evidence.years) > 1:
        return
    own, risk = costs[0], str(evidence.stored["settings"].get("risk", "expected"))
    expected = float(own @ chances)
    findings.same("expected_cost", float(evidence.run["expected_cost_million_cny"]), expected, share=COST_SHARE)
    dearest = _dearest(own, chances, risk)
    objective = expected if risk == "expected" else 0.99 * dearest + 0.01 * expected
    findings.same("costs_add_up_to_the_run", float(evidence.run["cost_million_cny"]), objective, share=COST_SHARE)


def _dearest(costs: np.ndarray, chances: np.ndarray, risk: str) -> float:
    """The dearest weather year, or the mean of the dearest share that a cvar leaves (cvar:0.8: the dearest fifth)."""
    if risk in ("expected", "worst"):
        return float(costs.max())
    left = share = 1.0 - float(risk.partition(":")[2])
    total = 0.0
    for at in np.argsort(-costs):
        taken = min(left, float(chances[at]))
        total, left = total + taken * float(costs[at]), left - taken
    return total / share
