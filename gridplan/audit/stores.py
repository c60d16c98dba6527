"""Storage and load that moves: stores, groups of them, vehicles, response, flexible loads, electrolysers; heat."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.audit.evidence import HOURS_PER_YEAR, Evidence, most_beyond, number
from gridplan.audit.findings import ENERGY_GWH, LEVEL_GWH, POWER_GW, Findings
from gridplan.audit.fleet import standing
from gridplan.audit.rows import check_rows
from gridplan.audit.thermal import heat_of, states

HOURS_PER_DAY = 24
DAY_GWH = HOURS_PER_DAY * POWER_GW
GWH_PER_PJ = 1000.0 / 3.6
ELECTRIC = ("electric_boiler", "heat_pump")


def check(evidence: Evidence, findings: Findings) -> None:
    """Every rule of storage, moved load and heat."""
    for year in evidence.years:
        check_rows(evidence, findings, RULES, year)
        _loads(evidence, findings, year)


def _store(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    at = {"store": name, "year": year}
    power, energy = evidence.one("store_power_gw", **at), evidence.one("store_energy_gwh", **at)
    new_power, new_energy = (standing(evidence, "stores", "store", name, variable, year)
                             for variable in ("store_power_built_gw", "store_energy_built_gwh"))
    charge, discharge = evidence.get("store_charge_gw", **at), evidence.get("store_discharge_gw", **at)
    level, existing = evidence.get("store_level_gwh", **at), float(row["existing_gw"])
    findings.apart("store_power_follows", power, existing + new_power, POWER_GW, "GW", name)
    findings.apart("store_energy_follows", energy, existing * number(row["existing_hours"]) + new_energy, LEVEL_GWH,
                   "GWh", name)
    findings.add("store_within_limit", new_power - float(row["build_max_gw"]), POWER_GW, "GW", name)
    findings.add("store_duration", max(float(row["hours_min"]) * new_power - new_energy,
                                       new_energy - float(row["hours_max"]) * new_power), LEVEL_GWH, "GWh", name)
    findings.add("store_exchange_within_power", charge + discharge - float(row["availability_share"]) * power, POWER_GW,
                 "GW", name)
    kept = (1.0 - float(row["standing_loss_share_per_h"])) ** evidence.length
    moved = (charge * float(row["charge_efficiency_share"]) - discharge / float(row["discharge_efficiency_share"]))
    findings.apart("store_level_follows", level, kept * evidence.before(level) + evidence.length * moved, LEVEL_GWH,
                   "GWh", name)
    findings.add("store_level_within_energy", np.maximum(level - energy, -level), LEVEL_GWH, "GWh", name)


def _group(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    members = str(row["stores"]).split()
    for variable, unit in (("store_power_gw", "gw"), ("store_energy_gwh", "gwh")):
        held = sum(evidence.one(variable, store=store, year=year) for store in members)
        findings.add("store_group_within_limits", max(number(row[f"min_{unit}"], -np.inf) - held,
                                                      held - number(row[f"max_{unit}"], np.inf)), LEVEL_GWH, "GW, GWh",
                     name)


def _vehicles(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    at = {"vehicle_to_grid": name, "year": year}
    power = evidence.one("v2g_power_gw", **at)
    given, taken = evidence.get("v2g_discharge_gw", **at), evidence.get("v2g_charge_gw", **at)
    findings.add("v2g_within_limit", power - float(row["power_max_gw"]), POWER_GW, "GW", name)
    findings.add("v2g_within_power", given + taken - float(row["availability_share"]) * power, POWER_GW, "GW", name)
    for blocks in evidence.windows(HOURS_PER_DAY):
        out, back = (float((side * evidence.length)[blocks].sum()) for side in (given, taken))
        findings.apart("v2g_is_repaid", out, float(row["round_trip_efficiency_share"]) * back, DAY_GWH, "GWh", name)
        findings.add("v2g_day_within_hours", out - float(row["hours"]) * power, DAY_GWH, "GWh", name)


def _response(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    at = {"response": name, "year": year}
    held, kind = evidence.one("response_capability_gw", **at), row["kind"]
    down, up = evidence.get("response_down_gw", **at), evidence.get("response_up_gw", **at)
    peak = float(evidence.load(str(row["region"]), year).max())
    findings.add("response_within_share", held - float(row["max_share_of_peak"]) * peak, POWER_GW, "GW", name)
    findings.add("response_within_capability", np.maximum(down, up) - held, POWER_GW, "GW", name)
    window = number(row["window_hours"], 1.0)
    if kind == "shift":
        level = evidence.get("response_level_gwh", **at)
        owed = evidence.before(level) + evidence.length * (down - up)
        findings.apart("response_owed_follows", level, owed, LEVEL_GWH, "GWh", name)
        ends_a_day = (evidence.first_hour + evidence.length.astype(int)) % HOURS_PER_DAY == 0
        most = np.where(ends_a_day, 0.0, window * held)
        findings.add("response_owed_within_limit", np.maximum(level - most, -level), LEVEL_GWH, "GWh", name)
        return
    hours = number(row["max_hours"], float(HOURS_PER_YEAR))
    findings.add("response_within_hours", most_beyond(evidence, down, hours * held), ENERGY_GWH, "GWh", name)
    if kind == "shed":
        findings.apart("response_shed_pays_nothing_back", up, 0.0, POWER_GW, "GW", name)
        return
    for blocks in evidence.windows(HOURS_PER_DAY):
        called, back = (float((side * evidence.length)[blocks].sum()) for side in (down, up))
        findings.apart("vpp_day_is_paid_back", back, number(row["payback_share"]) * called, DAY_GWH, "GWh", name)
        findings.add("vpp_call_within_hours", called - window * held, DAY_GWH, "GWh", name)


def _loads(evidence: Evidence, findings: Findings, year: int) -> None:
    movable = evidence.rows("flexible_loads", year)
    for name in (str(name) for name in evidence.rows("loads", year).index):
        at, hourly = {"load": name, "year": year}, evidence.baseline(name, year)
        base = evidence.get("load_baseline_gw", **at)
        findings.apart("load_baseline_follows", base, evidence.mean(hourly), POWER_GW, "GW", name)
        findings.add("load_green_within_energy", evidence.one("load_green_gwh", **at) - float(base @ evidence.weight),
                     ENERGY_GWH, "GWh", name)
        if name not in movable.index:
            continue
        row, highest = movable.loc[name], float(hourly.max())
        held, free = evidence.one("flexible_capability_gw", **at), 1.0 - float(row["min_share"])
        down, up = evidence.get("flexible_down_gw", **at), evidence.get("flexible_up_gw", **at)
        findings.add("flexible_within_share", held - free * highest, POWER_GW, "GW", name)
        findings.add("flexible_down_within_capability", down - held * base / highest, POWER_GW, "GW", name)
        room = np.maximum(float(row["max_share"]) - base / highest, 0.0) / free if free > 0 else 0.0 * base
        findings.add("flexible_up_within_room", up - held * room, POWER_GW, "GW", name)
        for blocks in evidence.windows(int(row["window_hours"])):
            findings.add("flexible_keeps_energy", abs(float(((up - down) * evidence.length)[blocks].sum())), DAY_GWH,
                         "GWh", name)


def _electrolyser(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    at = {"electrolyser": name, "year": year}
    stands = evidence.one("electrolyser_capacity_gw", **at)
    built = standing(evidence, "electrolysers", "electrolyser", name, "electrolyser_built_gw", year)
    power, usable = evidence.get("electrolyser_gw", **at), stands * float(row["availability_share"])
    findings.apart("electrolyser_capacity_follows", stands, float(row["existing_gw"]) + built, POWER_GW, "GW", name)
    findings.add("electrolyser_within_limit", built - float(row["build_max_gw"]), POWER_GW, "GW", name)
    findings.add("electrolyser_within_capacity", np.maximum(power - usable, float(row["min_load_share"]) * usable
                                                            - power), POWER_GW, "GW", name)
    findings.add("electrolyser_green_within_energy", evidence.one("electrolyser_green_gwh", **at)
                 - float(power @ evidence.weight), ENERGY_GWH, "GWh", name)


def _heat(evidence: Evidence, findings: Findings, region: str, row: pd.Series, year: int) -> None:
    shape = evidence.profiles[row["profile"]]
    asked = evidence.mean(shape * (float(row["energy_pj"]) * GWH_PER_PJ / evidence.year_sum(shape)))
    if not evidence.has("heat_demand_gw"):
        findings.add("heat_is_modelled", asked, POWER_GW, "GW", region)
        return
    at = {"region": region, "year": year}
    findings.apart("heat_demand_follows", evidence.get("heat_demand_gw", **at), asked, POWER_GW, "GW", region)
    given = evidence.get("heat_unserved_gw", **at)
    findings.add("heat_unserved_within_demand", given - asked, POWER_GW, "GW", region)
    for state in states(evidence, year):
        if state.row["region"] == region:
            given = given + heat_of(evidence, state, year)
    for name, source in evidence.rows("heat_sources", year).iterrows():
        if source["region"] == region and evidence.has("heat_source_output_gw"):
            given = given + _heat_source(evidence, findings, str(name), source, year)
    for name, store in evidence.rows("heat_stores", year).iterrows():
        if store["region"] == region and evidence.has("heat_store_charge_gw"):
            given = given + _heat_store(evidence, findings, str(name), store, asked > 0, year)
    findings.apart("heat_balance", given, asked, POWER_GW, "GW", region)


def _heat_source(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> np.ndarray:
    at = {"heat_source": name, "year": year}
    stands, given = evidence.one("heat_source_gw", **at), evidence.get("heat_source_output_gw", **at)
    built = standing(evidence, "heat_sources", "heat_source", name, "heat_source_built_gw", year)
    findings.apart("heat_source_capacity_follows", stands, float(row["existing_gwth"]) + built, POWER_GW, "GW", name)
    findings.add("heat_source_within_limit", built - float(row["build_max_gwth"]), POWER_GW, "GW", name)
    findings.add("heat_source_within_capacity", given - stands, POWER_GW, "GW", name)
    taken = np.zeros_like(given)
    if row["kind"] in ELECTRIC:
        per_heat = np.ones(HOURS_PER_YEAR * len(evidence.chances))
        if row["cop_profile"]:
            relative = evidence.profiles[row["cop_profile"]]
            per_heat = np.divide(1.0, relative, out=np.zeros_like(relative), where=relative > 0)
        taken = given * evidence.mean(per_heat) / float(row["efficiency"])
    findings.apart("heat_source_power_follows", evidence.get("heat_source_power_gw", **at), taken, POWER_GW, "GW", name)
    return given


def _heat_store(evidence: Evidence, findings: Findings, name: str, row: pd.Series, season: np.ndarray,
                year: int) -> np.ndarray:
    at, hours = {"heat_store": name, "year": year}, float(row["hours"])
    stands = evidence.one("heat_store_gw", **at)
    built = standing(evidence, "heat_stores", "heat_store", name, "heat_store_built_gw", year)
    charge, discharge = evidence.get("heat_store_charge_gw", **at), evidence.get("heat_store_discharge_gw", **at)
    level = evidence.get("heat_store_level_gwh", **at)
    findings.apart("heat_store_power_follows", stands, float(row["existing_gwh"]) / hours + built, POWER_GW, "GW", name)
    findings.add("heat_store_within_limit", built - float(row["build_max_gwh"]) / hours, POWER_GW, "GW", name)
    findings.add("heat_store_exchange_within_power", charge + discharge - stands, POWER_GW, "GW", name)
    findings.add("heat_store_level_within_size", np.maximum(level - hours * stands, -level), LEVEL_GWH, "GWh", name)
    kept = (1.0 - float(row["standing_loss_share_per_h"])) ** evidence.length
    before = evidence.before(level) * evidence.before(season)
    moved = evidence.length * (charge - discharge)
    findings.apart("heat_store_level_follows", level[season], (kept * before + moved)[season], LEVEL_GWH, "GWh", name)
    return np.asarray(discharge - charge)


RULES = {"stores": _store, "store_groups": _group, "vehicle_to_grid": _vehicles, "response": _response,
         "electrolysers": _electrolyser, "heat_demand": _heat}
