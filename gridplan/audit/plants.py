"""Wind, sun, water, links and the flows between regions: capacity, what the weather gives, levels, contracts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.audit.evidence import GWH_PER_TWH, HOURS_PER_YEAR, OUTSIDE, Evidence, most_beyond, number
from gridplan.audit.findings import ENERGY_GWH, LEVEL_GWH, POWER_GW, Findings
from gridplan.audit.fleet import repowered, standing
from gridplan.audit.rows import check_rows

SMALLEST_FACTOR = 1e-4
"""Capacity factors below this count as zero (docs/formulation.md)."""


def check(evidence: Evidence, findings: Findings) -> None:
    """Every rule of renewables, reservoirs, pumps, links, contracts and emergency support."""
    for year in evidence.years:
        check_rows(evidence, findings, RULES, year)


def _renewable(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    at = {"renewable": name, "year": year}
    stands = evidence.one("renewable_capacity_gw", **at)
    built = standing(evidence, "renewables", "renewable", name, "renewable_built_gw", year)
    gained, gone = repowered(evidence, name, year)
    existing = float(row["existing_gw"])
    findings.apart("renewable_capacity_follows", stands, existing + built + gained - gone, POWER_GW, "GW", name)
    findings.add("renewable_within_potential", built - max(0.0, number(row["potential_gw"], np.inf) - existing),
                 POWER_GW, "GW", name)
    factor = evidence.profiles[row["profile"]]
    factor = evidence.mean(np.where(factor < SMALLEST_FACTOR, 0.0, factor)) * (1.0 - float(row["own_use_share"]))
    offered, given = evidence.get("renewable_available_gw", **at), evidence.get("renewable_output_gw", **at)
    findings.apart("renewable_available_follows", offered, factor * stands, POWER_GW, "GW", name)
    findings.add("renewable_output_within_available", given - offered, POWER_GW, "GW", name)
    _repowering(evidence, findings, name, year)
    networks = evidence.rows("connection", year)
    if name in networks.index:
        room = evidence.one("connection_capacity_gw", **at)
        added = standing(evidence, "connection", "renewable", name, "connection_built_gw", year)
        findings.apart("connection_follows", room, float(networks.loc[name, "connection_gw"]) + added, POWER_GW, "GW",
                       name)
        findings.add("connection_within_limit", added - float(networks.loc[name, "build_max_gw"]), POWER_GW, "GW", name)
        findings.add("renewable_output_within_connection", given - room, POWER_GW, "GW", name)


def _repowering(evidence: Evidence, findings: Findings, name: str, year: int) -> None:
    """Plants taken down: no more than allowed in all, no more than exist, and they do not come back."""
    rows, gone = evidence.rows("repowering", year), repowered(evidence, name, year)[1]
    gained = evidence.one("renewable_repowered_gw", renewable=name, year=year)
    taken = {one: evidence.one("renewable_retired_gw", renewable=name, year=one)
             for one in evidence.years if one <= year}
    if name in rows.index:
        exists = {one: float(evidence.rows("renewables", one).loc[name, "existing_gw"]) for one in taken}
        most = number(rows.loc[name, "max_gw"], np.inf)
        findings.add("repowered_within_limit", max(sum(taken.values()), gone) - most, POWER_GW, "GW", name)
        findings.add("repowered_within_limit", gone - exists[year], POWER_GW, "GW", name)
        before = max((one for one in taken if one < year), default=None)
        if before is not None:
            aged = max(0.0, exists[before] - exists[year])
            left = taken[year] + repowered(evidence, name, before)[1] - aged
            findings.add("repowered_within_limit", left - gone, POWER_GW, "GW", name)
    else:
        findings.add("repowered_within_limit", gone, POWER_GW, "GW", name)
    brought = sum(float(row["growth"]) * evidence.one("renewable_retired_gw", renewable=old, year=year)
                  for old, row in rows.iterrows() if row["to"] == name)
    findings.apart("repowered_gain_follows", gained, brought, POWER_GW, "GW", name)


def lifted_gw(evidence: Evidence, reservoir: str, year: int) -> np.ndarray:
    """Water the pumps of a reservoir lift, GW of its turbines' gross output."""
    total = np.zeros(len(evidence.weight))
    for name, row in evidence.rows("hybrid_pumps", year).iterrows():
        if row["reservoir"] == reservoir:
            taken = evidence.get("hybrid_pump_charge_gw", hybrid_pump=name, year=year)
            total = total + taken * float(row["pump_efficiency_share"])
    return total


def _inflow(evidence: Evidence, row: pd.Series) -> np.ndarray:
    """Water that comes to a reservoir in each of the 8760 hours, as a share of its turbines."""
    shape = evidence.profiles[row["inflow_profile"]]
    return np.asarray(shape * (float(row["annual_hours"]) / evidence.year_sum(shape)))


def least_flow(evidence: Evidence, row: pd.Series) -> np.ndarray:
    """Water that must pass a reservoir's turbines in each block, as a share of them: never more than comes or can."""
    least = min(float(row["min_output_share"]), float(row["availability_share"]))
    return evidence.mean(np.minimum(least, _inflow(evidence, row)))


def _reservoir(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    at = {"reservoir": name, "year": year}
    stands = evidence.one("reservoir_capacity_gw", **at)
    built = standing(evidence, "reservoirs", "reservoir", name, "reservoir_built_gw", year)
    output, inflow = evidence.get("reservoir_output_gw", **at), evidence.get("reservoir_inflow_gw", **at)
    spill, level = evidence.get("reservoir_spill_gw", **at), evidence.get("reservoir_level_gwh", **at)
    existing, share = float(row["existing_gw"]), 1.0 - float(row["own_use_share"])
    available = float(row["availability_share"])
    findings.apart("reservoir_capacity_follows", stands, existing + built, POWER_GW, "GW", name)
    findings.add("reservoir_within_potential", stands - max(existing, number(row["potential_gw"])), POWER_GW, "GW",
                 name)
    findings.apart("reservoir_inflow_follows", inflow, evidence.mean(_inflow(evidence, row)) * stands, POWER_GW, "GW",
                   name)
    findings.add("reservoir_output_within_capacity", output - available * share * stands, POWER_GW, "GW", name)
    findings.add("reservoir_minimum_flow", share * least_flow(evidence, row) * stands - output, POWER_GW, "GW", name)
    moved = inflow - output / share - spill + lifted_gw(evidence, name, year)
    findings.apart("reservoir_level_follows", level, evidence.before(level) + evidence.length * moved, LEVEL_GWH,
                   "GWh", name)
    findings.add("reservoir_level_within_size", level - float(row["storage_hours"]) * stands, LEVEL_GWH, "GWh", name)
    findings.add("reservoir_spill_not_negative", -spill, POWER_GW, "GW", name)


def _pump(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    at = {"hybrid_pump": name, "year": year}
    stands = evidence.one("hybrid_pump_gw", **at)
    built = standing(evidence, "hybrid_pumps", "hybrid_pump", name, "hybrid_pump_built_gw", year)
    taken, caught = evidence.get("hybrid_pump_charge_gw", **at), evidence.get("hybrid_pump_caught_gw", **at)
    level, efficiency = evidence.get("hybrid_pump_lower_level_gwh", **at), float(row["pump_efficiency_share"])
    output = evidence.get("reservoir_output_gw", reservoir=row["reservoir"], year=year)
    plant = evidence.rows("reservoirs", year).loc[row["reservoir"]]
    findings.apart("pump_capacity_follows", stands, float(row["existing_gw"]) + built, POWER_GW, "GW", name)
    findings.add("pump_within_limit", built - float(row["build_max_gw"]), POWER_GW, "GW", name)
    findings.add("pump_within_power", taken - float(row["availability_share"]) * stands, POWER_GW, "GW", name)
    findings.add("pump_caught_within_turbined", caught - output / (1.0 - float(plant["own_use_share"])), POWER_GW, "GW",
                 name)
    moved = caught - efficiency * taken
    findings.apart("pump_level_follows", level, evidence.before(level) + evidence.length * moved, LEVEL_GWH, "GWh",
                   name)
    findings.add("pump_level_within_size", level - float(row["lower_hours"]) * efficiency * stands, LEVEL_GWH, "GWh",
                 name)


def _link(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    at = {"link": name, "year": year}
    stands = evidence.one("link_capacity_gw", **at)
    built = standing(evidence, "links", "link", name, "link_built_gw", year)
    flow, sent = evidence.get("link_flow_gw", **at), evidence.annual("link_flow_gw", **at)
    existing = float(row["capacity_gw"])
    findings.apart("link_capacity_follows", stands, existing + built, POWER_GW, "GW", name)
    findings.add("link_within_limit", built - float(row["build_max_gw"]), POWER_GW, "GW", name)
    findings.add("link_flow_within_capacity", flow - stands, POWER_GW, "GW", name)
    if row["mode"] == "profile":
        agreed, band = evidence.mean(_curve(evidence, row)), float(row["profile_tolerance_share"])
        findings.add("link_keeps_its_curve", np.maximum(
            (1.0 - band) * agreed * stands - flow, flow - np.minimum(1.0, (1.0 + band) * agreed) * stands), POWER_GW,
            "GW", name)
    else:
        findings.add("link_least_flow", float(row["min_flow_share"]) * stands - flow, POWER_GW, "GW", name)
    least, most = number(row["energy_min_twh"], -np.inf), number(row["energy_max_twh"], np.inf)
    findings.add("link_energy_least", most_beyond(evidence, -flow, -least * GWH_PER_TWH), ENERGY_GWH, "GWh", name)
    findings.add("link_energy_most", most_beyond(evidence, flow, most * GWH_PER_TWH), ENERGY_GWH, "GWh", name)
    _green(evidence, findings, name, row, sent, year)
    contracts = evidence.rows("link_contracts", year)
    if name in contracts.index:
        _contract(evidence, findings, name, contracts.loc[name], flow, stands)


def _curve(evidence: Evidence, row: pd.Series) -> np.ndarray:
    """Delivery of a contract per GW in every hour: the profile, or its shape scaled to the energy stated in each year,
    cut at the capacity and what is cut spread over the other hours."""
    shape = evidence.profiles[row["profile"]]
    energy = number(row["energy_twh"], -1.0)
    if energy < 0:
        return shape
    hours = energy * GWH_PER_TWH / (float(row["capacity_gw"]) or float(row["build_max_gw"]))
    return np.concatenate([_filled(one, hours, row) for one in shape.reshape(-1, HOURS_PER_YEAR)])


def _filled(shape: np.ndarray, hours: float, row: pd.Series) -> np.ndarray:
    full = np.zeros(HOURS_PER_YEAR, dtype=bool)
    for _ in range(HOURS_PER_YEAR):
        scale = (hours - full.sum()) / shape[~full].sum()
        curve = np.where(full, 1.0, shape * scale)
        over = curve > 1.0 + 1e-12
        if not over.any():
            return np.asarray(curve)
        full |= curve >= 1.0
    raise ValueError(f"the energy of {row.name} does not fit under its capacity")


def _green(evidence: Evidence, findings: Findings, name: str, row: pd.Series, sent: float, year: int) -> None:
    green = evidence.one("link_green_gwh", link=name, year=year)
    nonhydro = evidence.one("link_green_nonhydro_gwh", link=name, year=year)
    findings.add("link_green_within_energy", green - sent, ENERGY_GWH, "GWh", name)
    findings.add("link_nonhydro_within_green", nonhydro - green, ENERGY_GWH, "GWh", name)
    if row["from"] == OUTSIDE:
        share, hydro = number(row["green_share"]), number(row["green_hydro_share"])
        findings.apart("link_green_of_contract", green, share * sent, ENERGY_GWH, "GWh", name)
        findings.apart("link_nonhydro_of_contract", nonhydro, (1.0 - hydro) * green, ENERGY_GWH, "GWh", name)


def _contract_months(evidence: Evidence, findings: Findings, name: str, row: pd.Series, flow: np.ndarray,
                     blocks: np.ndarray) -> None:
    """Each month's share of what a contract delivers in a weather year."""
    weight, months = evidence.weight[blocks], evidence.month[blocks]
    sent = flow[blocks] * weight
    for month in np.unique(months):
        inside = months == month
        energy, even = float(sent[inside].sum()), float(sent.sum() * weight[inside].sum() / weight.sum())
        findings.add("contract_month", max(number(row["month_min_share"]) * even - energy,
                                           energy - number(row["month_max_share"], np.inf) * max(even, 1e-9)),
                     ENERGY_GWH, "GWh", f"{name} {month}")


def _contract(evidence: Evidence, findings: Findings, name: str, row: pd.Series, flow: np.ndarray,
              stands: float) -> None:
    least = most_beyond(evidence, -flow, -number(row["hours_min"], -np.inf) * stands)
    findings.add("contract_hours_least", least, ENERGY_GWH, "GWh", name)
    if np.isfinite(row["hours_max"]):
        findings.add("contract_hours_most", most_beyond(evidence, flow, float(row["hours_max"]) * stands), ENERGY_GWH,
                     "GWh", name)
    for blocks, _chance in evidence.stretches:
        _contract_months(evidence, findings, name, row, flow, blocks)
    if number(row["ramp_share_per_h"], 1.0) < 1.0:
        # Runs of a shortened year follow one another only in the model's levels, not in a channel's ramp.
        follows = ((evidence.first_hour[1:] == evidence.first_hour[:-1] + evidence.length[:-1].astype(int))
                   & (np.diff(evidence.weather) == 0))
        most = float(row["ramp_share_per_h"]) * evidence.to_previous_h[1:] * stands
        findings.add("contract_ramp", (np.abs(np.diff(flow)) - most)[follows], POWER_GW, "GW", name)


def _support(evidence: Evidence, findings: Findings, name: str, row: pd.Series, year: int) -> None:
    called, most = evidence.get("support_called_gw", support=name, year=year), float(row["support_gw"])
    findings.add("support_within_power", called - most, POWER_GW, "GW", name)
    findings.add("support_within_hours", most_beyond(evidence, called, float(row["max_hours"]) * most), ENERGY_GWH,
                 "GWh", name)


RULES = {"renewables": _renewable, "reservoirs": _reservoir, "hybrid_pumps": _pump, "links": _link,
         "emergency_support": _support}
