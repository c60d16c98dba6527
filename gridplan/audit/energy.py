"""Energy of a region in a year: generation, losses, use, green energy, coal and CO2."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridplan.audit.balance import EXCHANGE, GENERATION, STORED, USED, here
from gridplan.audit.evidence import GWH_PER_TWH, OUTSIDE, Evidence, number
from gridplan.audit.money import boiler_kt, tank_loss_gwh
from gridplan.audit.thermal import heat_of, states
from gridplan.audit.words import BURNT_RENEWABLE, HEAT_COAL_KT_PER_GWH, HYDRO

TRACE_GWH = 0.05
"""Energy of a year below which a plant stood still."""

GREEN = ("link_green_gwh", "link_green_nonhydro_gwh")


@dataclass(frozen=True)
class Coal:
    """Coal and CO2 of a region in a year, kt and GWh."""

    burnt_kt: float
    rated_kt: float
    rated_net_gwh: float
    co2_kt: float
    captured_kt: float
    boiler_co2_kt: float

    @property
    def power_co2_kt(self) -> float:
        """CO2 of power plants, without that of boilers."""
        return self.co2_kt - self.boiler_co2_kt

    @property
    def net_rate_g_per_kwh(self) -> float:
        """Coal per net kWh of the rated fleet; none where all of it stood still."""
        return 1000.0 * ratio(self.rated_kt, self.rated_net_gwh if self.rated_net_gwh > TRACE_GWH else 0.0)


def gross(evidence: Evidence, region: str, year: int, technologies: set[str] | None = None) -> float:
    """Gross generation of a region's plants, of some technologies or all, GWh."""
    return sum(float(one.power @ evidence.weight) * one.gross_per_net
               for one in here(evidence, region, year, GENERATION)
               if technologies is None or one.technology in technologies)


def renewable_gross(evidence: Evidence, region: str, year: int, nonhydro: bool = False) -> float:
    """Gross generation that counts for the quota, GWh."""
    return sum(float(one.power @ evidence.weight) * one.gross_per_net
               for one in here(evidence, region, year, GENERATION)
               if (one.dimension in ("renewable", "reservoir") or one.technology in BURNT_RENEWABLE)
               and not (nonhydro and one.technology in HYDRO))


def own_use(evidence: Evidence, region: str, year: int) -> float:
    """Own use of a region's plants, GWh."""
    return sum(float(one.power @ evidence.weight) * (one.gross_per_net - 1.0)
               for one in here(evidence, region, year, GENERATION))


def storage_loss(evidence: Evidence, region: str, year: int) -> float:
    """What goes into stores and does not come back, GWh."""
    return -sum(float(one.power @ evidence.weight) for one in here(evidence, region, year, STORED))


def extra_use(evidence: Evidence, region: str, year: int) -> float:
    """Uses beyond the grid load, GWh."""
    return -sum(float(one.power @ evidence.weight) for one in here(evidence, region, year, USED))


def use(evidence: Evidence, region: str, year: int) -> float:
    """Whole-society consumption: grid load, own use, storage losses and uses beyond, GWh."""
    return (evidence.annual("demand_gw", region=region, year=year) + own_use(evidence, region, year)
            + storage_loss(evidence, region, year) + extra_use(evidence, region, year))


MOST_LINKS = 4
"""Links of the longest circuit of which all are charged to each region on it."""

Edge = tuple[str, str, str, str, float, float]
"""dimension, key, sender, receiver, loss, energy sent beyond what must be (GWh)."""


def circuits(evidence: Evidence, region: str, year: int) -> list[Edge]:
    """Links and supports on whose circuits a region lies: power can leave it over them and return.  Of a circuit of
    more than ``MOST_LINKS`` links only those count that begin or end in the region."""
    edges = _edges(evidence, year)
    away = hops(region, {(edge[2], edge[3]) for edge in edges})
    home = hops(region, {(edge[3], edge[2]) for edge in edges})
    return [edge for edge in edges if edge[2] in away and edge[3] in home
            and (region in edge[2:4] or away[edge[2]] + home[edge[3]] < MOST_LINKS)]


def hops(start: str, steps: set[tuple[str, str]]) -> dict[str, int]:
    """Steps on the shortest way from a place to every place that can be reached."""
    hops, ring = {start: 0}, {start}
    while ring:
        ring = {end for begin, end in steps if begin in ring} - hops.keys()
        hops |= dict.fromkeys(ring, max(hops.values()) + 1)
    return hops


def _edges(evidence: Evidence, year: int) -> list[Edge]:
    edges, contracts, hours = [], evidence.rows("link_contracts", year), float(evidence.weight.sum())
    for key, row in evidence.rows("links", year).iterrows():
        fixed = (row["mode"] == "profile" and not row["profile_tolerance_share"] > 0 and not row["build_max_gw"] > 0)
        if OUTSIDE in (row["from"], row["to"]) or fixed:
            continue
        steady = float(row["min_flow_share"]) if row["mode"] == "free" else 0.0
        least = max(steady * float(row["capacity_gw"]) * hours,
                    number(row["energy_min_twh"]) * GWH_PER_TWH,
                    number(contracts.loc[key, "hours_min"]) * float(row["capacity_gw"])
                    if key in contracts.index else 0.0)
        edges.append(("link", str(key), str(row["from"]), str(row["to"]), float(row["loss_share"]),
                      evidence.annual("link_flow_gw", link=key, year=year) - least))
    for key, row in evidence.rows("emergency_support", year).iterrows():
        if OUTSIDE not in (row["from"], row["to"]):
            edges.append(("support", str(key), str(row["from"]), str(row["to"]), float(row["loss_share"]),
                          evidence.annual("support_called_gw", support=key, year=year)))
    return edges


def burnt(evidence: Evidence, region: str, year: int) -> float:
    """Energy lost in stores and circuits, which makes nothing green, GWh."""
    return storage_loss(evidence, region, year) + circulation(evidence, region, year)


def circulation(evidence: Evidence, region: str, year: int) -> float:
    """What the circuits a region lies on lose, GWh."""
    return sum(edge[4] * edge[5] for edge in circuits(evidence, region, year))


def green_moved(evidence: Evidence, region: str, year: int, nonhydro: bool) -> tuple[float, float]:
    """Green energy sent and received over links as it counts at this end, GWh."""
    sent = received = 0.0
    for name, row in evidence.rows("links", year).iterrows():
        green = evidence.one(GREEN[int(nonhydro)], link=name, year=year)
        sent += green * (row["from"] == region)
        received += green * (row["to"] == region) * (1.0 if row["green_credit"] == "sending"
                                                     else 1.0 - float(row["loss_share"]))
    return float(sent), float(received)


def quota_pct(evidence: Evidence, region: str, year: int, nonhydro: bool) -> tuple[float, float]:
    """The quota as enforced, percent of the use, and the use, GWh."""
    sent, received = green_moved(evidence, region, year, nonhydro)
    suffix = "nonhydro_" if nonhydro else ""
    traded = sum(evidence.one(f"excess_traded_{suffix}gwh", trade=name, year=year)
                 * (float(row["to"] == region) - float(row["from"] == region))
                 for name, row in evidence.rows("excess_trade", year).iterrows())
    at = {"region": region, "year": year}
    energy = (renewable_gross(evidence, region, year, nonhydro) - sent + received + traded
              + evidence.one(f"certificates_{suffix}gwh", **at) - evidence.one("certificates_sold_gwh", **at)
              - burnt(evidence, region, year))
    used = use(evidence, region, year)
    return 100.0 * ratio(energy, used), used


def exchange(evidence: Evidence, region: str, year: int) -> tuple[float, float]:
    """Energy received and sent over the border of a region and its bases, net of what circuits take or bring, GWh."""
    ground = evidence.ground(region)
    circling = {edge[:2] for edge in circuits(evidence, region, year)}
    received = sent = 0.0
    for table, dimension, variable in (("links", "link", "link_flow_gw"),
                                       ("emergency_support", "support", "support_called_gw")):
        for name, row in evidence.rows(table, year).iterrows():
            enters, leaves = row["to"] in ground, row["from"] in ground
            if enters == leaves:
                continue
            energy = evidence.annual(variable, **{dimension: name}, year=year)
            arrives, back = energy * (1.0 - float(row["loss_share"])), (dimension, str(name)) in circling
            received += arrives if enters else -energy * back
            sent += energy if leaves else -arrives * back
    return received, sent


def received_gwh(evidence: Evidence, region: str, year: int) -> float:
    """Energy that arrives over links and supports, GWh."""
    return sum(float(one.power @ evidence.weight) for one in here(evidence, region, year, EXCHANGE)
               if one.heading == "in")


def coal(evidence: Evidence, region: str, year: int) -> Coal:
    """Coal, CO2 and the coal rate's two sides."""
    burnt_kt = rated = net = co2 = captured = boilers = 0.0
    credited = 0.0
    counted = False
    for state in states(evidence, year):
        if state.row["region"] != region:
            continue
        at = {**state.at, "year": year}
        kt = evidence.annual("thermal_fuel_kt_per_h", **at)
        co2, captured, burnt_kt = co2 + kt * state.co2, captured + kt * state.captured, burnt_kt + kt * state.coal_share
        if state.coal_share > 0 and bool(state.row["in_coal_rate"]):
            rated, net = rated + kt, net + evidence.annual("thermal_output_gw", **at)
            given = float(heat_of(evidence, state, year) @ evidence.weight)
            credited, counted = credited + given, counted or _gives_heat(evidence, state.at, year)
    cohorts = evidence.rows("cohorts", year)
    for name in evidence.rows("emergency_reserve", year).index:
        unit = cohorts.loc[name]
        if unit["region"] == region:
            fuel = evidence.fuel(str(unit["fuel"]), region, year)
            kt = evidence.annual("emergency_fuel_kt_per_h", cohort=name, year=year)
            co2, burnt_kt = co2 + kt * float(fuel["co2_t_per_tce"]), burnt_kt + kt * float(fuel["is_coal"])
            if bool(fuel["is_coal"]) and bool(unit["in_coal_rate"]):
                rated, net = rated + kt, net + evidence.annual("emergency_output_gw", cohort=name, year=year)
    if counted:
        credited -= sum(tank_loss_gwh(evidence, str(name), year)
                        for name, row in evidence.rows("heat_stores", year).iterrows() if row["region"] == region)
    if evidence.has("heat_demand_gw"):
        for name, row in evidence.rows("heat_sources", year).iterrows():
            if row["region"] == region and row["fuel"]:
                fuel = evidence.fuel(str(row["fuel"]), region, year)
                kt = boiler_kt(evidence, str(name), row, year)
                boilers, burnt_kt = boilers + kt * float(fuel["co2_t_per_tce"]), burnt_kt + kt * float(fuel["is_coal"])
    return Coal(burnt_kt, rated - HEAT_COAL_KT_PER_GWH * credited, net, co2 + boilers, captured, boilers)


def _gives_heat(evidence: Evidence, at: dict[str, str], year: int) -> bool:
    return evidence.has("chp_heat_gw") and not bool(np.isnan(evidence.raw("chp_heat_gw", **at, year=year)).all())


def ratio(part: float, whole: float) -> float:
    """Part over whole; none where there is no whole."""
    return part / whole if whole > 1e-6 else float("nan")
