"""PyPSA's own example networks, rebuilt as gridplan cases; figures and their licence in data/README.md.

``screening_curve`` is its example of long-run investment, ``markets`` its electricity markets (one zone over several
periods, with storage; two and three zones), ``model_energy`` its capacity expansion of one node with wind, sun, a
battery and hydrogen.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.cross.twins import Size, Twin
from gridplan.case.case import Case
from gridplan.library.units import HOURS_PER_YEAR
from gridplan.model.axis import TimeAxis
from tests.support.small_case import HOURS, small_case

MW = 1000.0
"""MW in a GW: their capacities for one of ours."""

LIFE = 10.0
"""Life of everything in a small case, at a discount rate of zero: a yearly cost c is an investment of LIFE x c."""

DATA = Path(__file__).parent / "data"
STEP_H = 3
"""Hours of a snapshot of ``model_energy``."""


def _network(snapshots: Any) -> Any:
    import pypsa

    pypsa.options.api.legacy_string_dtype = False
    network = pypsa.Network()
    network.set_snapshots(pd.Index(snapshots, name="snapshot"))
    return network


def _from_the_first_hour(series: np.ndarray) -> np.ndarray:
    """A series of the first hours of a year of zeros, so that sums over the year are sums over it, shape (8760,)."""
    return np.concatenate([series, np.zeros(HOURS - len(series))])


def _plant(name: str, gw: float, cny_per_mwh: float, **columns: Any) -> dict[str, Any]:
    """A plant without commitment whose running cost is all in one figure."""
    return {"cohort": name, "technology": "gas_ocgt", "fuel": "any", "commitment": False, "net_rate_g_per_kwh": 0.0,
            "existing_gw": gw, "variable_cost_cny_per_mwh": cny_per_mwh, **columns}


FUEL = [{"fuel": "any", "is_coal": False, "co2_t_per_tce": 0.0}]

# Long-run investment along a screening curve

OPTIONS = {"coal": (2.0, 15.0), "gas": (12.0, 10.0)}
"""Marginal cost (EUR/MWh) and cost of capacity (EUR/MW over the whole curve) of what may be built."""

SHEDDING = 1012.0
"""What load that is not served costs, EUR/MWh."""

POINTS = 1001
CURVE_MW = 1000.0 - 1000.0 * np.linspace(0.0, 1.0, POINTS)


def screening_curve() -> Twin:
    """Coal, gas and load shedding under a load that falls in a straight line.

    Its 1001 snapshots weigh 1/1001 each; in the case each is an hour and capacity costs 1001 times as much.  A MW
    of theirs is a GW of ours, so that a EUR of theirs stands for 1001 thousand of ours.
    """
    case = small_case({
        "regions": [{"region": "r", "unserved_cost_cny_per_mwh": SHEDDING}],
        "fuels": FUEL, "cohorts": [
            _plant(name, 0.0, marginal, build_max_gw=2000.0, capex_cny_per_kw=LIFE * capital * POINTS / MW)
            for name, (marginal, capital) in OPTIONS.items()]}, load_gw=_from_the_first_hour(CURVE_MW))

    def network() -> Any:
        n = _network(np.linspace(0.0, 1.0, POINTS))
        for column in n.snapshot_weightings.columns:
            n.snapshot_weightings[column] = 1.0 / POINTS
        n.add("Bus", "bus")
        n.add("Load", "load", bus="bus", p_set=pd.Series(CURVE_MW, n.snapshots))
        for name, (marginal, capital) in {**OPTIONS, "load-shedding": (SHEDDING, 0.0)}.items():
            n.add("Generator", name, bus="bus", p_nom_extendable=True, marginal_cost=marginal, capital_cost=capital)
        return n

    sizes = {name: Size(("thermal_capacity_gw", name), (("Generator", name),), 1.0) for name in OPTIONS}
    return Twin("PyPSA: screening curve", case, TimeAxis.window(0, POINTS, cyclic=True), network, sizes,
                money=1e6 / (1000.0 * POINTS))


def screening_curve_cost() -> float:
    """The objective of ``screening_curve`` from the curves alone, EUR: each MW of load taken by what is cheapest.

    MW number k is used in the 1001 - k snapshots with a load of at least k.
    """
    used = (POINTS - np.arange(1.0, POINTS)) / POINTS
    ways = [capital + marginal * used for marginal, capital in OPTIONS.values()] + [SHEDDING * used]
    return float(np.minimum.reduce(ways).sum())


# Electricity markets

MARGINAL = {"Wind": 0.0, "Hydro": 0.0, "Coal": 30.0, "Gas": 60.0, "Oil": 80.0}
PLANTS = {"South Africa": {"Coal": 35000.0, "Wind": 3000.0, "Gas": 8000.0, "Oil": 2000.0},
          "Mozambique": {"Hydro": 1200.0}, "Eswatini": {"Hydro": 600.0}}
BORDERS = {("South Africa", "Mozambique"): 500.0, ("South Africa", "Eswatini"): 250.0,
           ("Mozambique", "Eswatini"): 100.0}
LOADS = {"South Africa": 42000.0, "Mozambique": 650.0, "Eswatini": 250.0}
"""Marginal costs in EUR/MWh, capacities and loads in MW."""

MORE_LOAD_MW = np.array([0.0, 1000.0, 3000.0, 4000.0])
WIND_BY_PERIOD = np.array([0.3, 0.6, 0.4, 0.5])
PUMPED_MW, PUMPED_H = 1000.0, 6.0


def markets() -> list[Twin]:
    """The sections of PyPSA's example of electricity markets whose load is fixed."""
    one = ("South Africa",)
    return [
        _market("PyPSA: market, one zone, four periods", one, 4),
        _market("PyPSA: market, one zone with storage", one, 4, pumped=True),
        _market("PyPSA: market, two zones", ("Mozambique", "South Africa"), 1),
        _market("PyPSA: market, three zones", ("Eswatini", "Mozambique", "South Africa"), 1)]


def _market(name: str, zones: tuple[str, ...], periods: int, pumped: bool = False) -> Twin:
    load = {zone: LOADS[zone] + (MORE_LOAD_MW if periods > 1 else np.zeros(1)) for zone in zones}
    wind = WIND_BY_PERIOD if periods > 1 else np.ones(1)
    borders = {pair: mw for pair, mw in BORDERS.items() if set(pair) <= set(zones)}
    sizes = {f"{zone} {tech}": Size(_ours(f"{zone} {tech}", tech), (("Generator", f"{zone} {tech}"),), MW)
             for zone in zones for tech in PLANTS[zone]}
    return Twin(name, _market_case(zones, load, wind, borders, pumped), TimeAxis.window(0, periods, cyclic=True),
                lambda: _market_network(zones, load, wind, borders, pumped), sizes)


def _ours(name: str, technology: str) -> tuple[str, str]:
    return ("renewable_capacity_gw" if technology == "Wind" else "thermal_capacity_gw", name)


def _market_case(zones: tuple[str, ...], load: Mapping[str, np.ndarray], wind: np.ndarray,
                 borders: Mapping[tuple[str, str], float], pumped: bool) -> Case:
    """Each border as a link either way.

    Their store starts empty and may end as it likes, ours ends as it starts: with loads that rise from period to period
    nothing is gained by starting full, and both give the same cost.
    """
    store = {"store": "pumped", "region": "South Africa", "technology": "pumped_hydro", "existing_gw": PUMPED_MW / MW,
             "existing_hours": PUMPED_H}
    plants = [(zone, tech, mw) for zone in zones for tech, mw in PLANTS[zone].items()]
    return small_case({
        "regions": [{"region": zone} for zone in zones], "fuels": FUEL,
        "demand": [{"region": zone, "energy_twh": load[zone].sum() / 1e6, "profile": zone} for zone in zones],
        "cohorts": [_plant(f"{zone} {tech}", mw / MW, MARGINAL[tech], region=zone)
                    for zone, tech, mw in plants if tech != "Wind"],
        "renewables": [{"renewable": f"{zone} {tech}", "region": zone, "existing_gw": mw / MW, "potential_gw": mw / MW}
                       for zone, tech, mw in plants if tech == "Wind"],
        "stores": [store] if pumped else [],
        "links": [{"link": f"{one} to {other}", "from": one, "to": other, "capacity_gw": mw / MW}
                  for pair, mw in borders.items() for one, other in (pair, pair[::-1])],
    }, {"wind": _from_the_first_hour(wind), **{zone: _from_the_first_hour(load[zone]) for zone in zones}})


def _market_network(zones: tuple[str, ...], load: Mapping[str, np.ndarray], wind: np.ndarray,
                    borders: Mapping[tuple[str, str], float], pumped: bool) -> Any:
    n = _network(range(len(wind)))
    for zone in zones:
        n.add("Bus", zone)
        n.add("Load", f"{zone} load", bus=zone, p_set=pd.Series(load[zone], n.snapshots))
        for tech, mw in PLANTS[zone].items():
            n.add("Generator", f"{zone} {tech}", bus=zone, p_nom=mw, marginal_cost=MARGINAL[tech],
                  p_max_pu=pd.Series(wind, n.snapshots) if tech == "Wind" else 1.0)
    for (one, other), mw in borders.items():
        n.add("Link", f"{one} - {other}", bus0=one, bus1=other, p_nom=mw, p_min_pu=-1.0)
    if pumped:
        n.add("StorageUnit", "pumped", bus="South Africa", p_nom=PUMPED_MW, max_hours=PUMPED_H)
    return n


# Capacity expansion of one node with a battery and hydrogen

YEARLY = {"wind": 101644.12332388276, "solar": 51346.82981964593, "battery": 63361.75356490421,
          "electrolysis": 188715.7758309984, "turbine": 116387.00137488062, "hydrogen": 148.31893020591625}
"""Cost of capacity a year: EUR/MW; of hydrogen EUR/MWh in the store, of the turbine EUR/MW of hydrogen taken."""

SHED = 2000.0
BATTERY_H, BATTERY_KEPT = 3.0, 0.96
INTO_HYDROGEN, OUT_OF_HYDROGEN = 0.6217, 0.41
LARGE_GW = 500.0
WEEKS = (2, 15, 28, 41)
"""A week of each season, for a short look at ``model_energy``."""


def model_energy(weeks: tuple[int, ...] | None = None) -> Twin:
    """Wind, sun, a 3-hour battery, electrolysis, hydrogen store and turbine for one region's load, 2920 steps of 3 h.

    The hydrogen is a store behind two links in the case: what electrolysis and turbine lose is the store's efficiency,
    and a GW of the turbine is one of electricity.

    Args:
        weeks: numbers (0..51) of the weeks to keep, each standing for its part of the year; all hours unless given.
    """
    series = pd.read_csv(DATA / "model_energy.csv", index_col="snapshot")
    axis = _three_hourly(weeks)
    step = axis.first_hour // STEP_H
    hourly = {name: np.repeat(series[name].to_numpy(), STEP_H) for name in series}
    sizes = {
        "wind": Size(("renewable_capacity_gw", "wind"), (("Generator", "wind"),), MW),
        "solar": Size(("renewable_capacity_gw", "solar"), (("Generator", "solar"),), MW),
        "battery": Size(("store_power_gw", "battery"), (("StorageUnit", "battery"),), MW),
        "hydrogen store, GWh": Size(("store_energy_gwh", "hydrogen"), (("Store", "hydrogen"),), MW),
        "electrolysis": Size(("link_capacity_gw", "electrolysis"), (("Link", "electrolysis"),), MW),
        "turbine": Size(("link_capacity_gw", "turbine"), (("Link", "turbine"),), MW / OUT_OF_HYDROGEN)}
    name = "PyPSA: model.energy" + ("" if weeks is None else f", {len(weeks)} weeks")
    return Twin(name, _energy_case(hourly), axis, lambda: _energy_network(series.iloc[step], axis), sizes,
                method="simplex" if weeks else "ipx")


def _three_hourly(weeks: tuple[int, ...] | None) -> TimeAxis:
    if weeks is None:
        return TimeAxis.blocks(np.arange(0, HOURS_PER_YEAR, STEP_H))
    first = np.concatenate([np.arange(week * 168, (week + 1) * 168, STEP_H) for week in weeks])
    return TimeAxis(first, np.full(len(first), STEP_H), np.full(len(first), HOURS_PER_YEAR / len(first)), cyclic=True)


def _energy_case(hourly: Mapping[str, np.ndarray]) -> Case:
    def bought(name: str) -> float:
        return LIFE * YEARLY[name] / MW

    def link(name: str, one: str, other: str, capex: float) -> dict[str, Any]:
        return {"link": name, "from": one, "to": other, "capacity_gw": 0.0, "build_max_gw": LARGE_GW,
                "capex_cny_per_kw": capex, "life_years": LIFE}

    return small_case({
        "regions": [{"region": region, "unserved_cost_cny_per_mwh": SHED} for region in ("r", "hydrogen")],
        "bases": [{"region": "hydrogen", "link": "turbine"}],
        "renewables": [
            {"renewable": name, "technology": technology, "profile": f"{name}_pu", "existing_gw": 0.0,
             "potential_gw": LARGE_GW, "capex_cny_per_kw": bought(name), "life_years": LIFE}
            for name, technology in (("wind", "wind_onshore"), ("solar", "solar_utility"))],
        "stores": [
            {"store": "battery", "build_max_gw": LARGE_GW, "hours_min": BATTERY_H, "hours_max": BATTERY_H,
             "capex_power_cny_per_kw": bought("battery"), "life_years": LIFE,
             "charge_efficiency_share": BATTERY_KEPT, "discharge_efficiency_share": BATTERY_KEPT},
            {"store": "hydrogen", "region": "hydrogen", "technology": "hydrogen", "build_max_gw": LARGE_GW,
             "hours_min": 0.1, "hours_max": 2000.0, "capex_energy_cny_per_kwh": bought("hydrogen"),
             "life_years": LIFE, "charge_efficiency_share": INTO_HYDROGEN,
             "discharge_efficiency_share": OUT_OF_HYDROGEN}],
        "links": [link("electrolysis", "r", "hydrogen", bought("electrolysis")),
                  link("turbine", "hydrogen", "r", bought("turbine") / OUT_OF_HYDROGEN)],
    }, {"wind_pu": hourly["wind_pu"], "solar_pu": hourly["solar_pu"]}, load_gw=hourly["load_mw"] / MW)


def _energy_network(series: pd.DataFrame, axis: TimeAxis) -> Any:
    n = _network(range(len(axis)))
    n.snapshot_weightings["objective"] = axis.weight_h
    n.snapshot_weightings["generators"] = axis.weight_h
    n.snapshot_weightings["stores"] = axis.duration_h.astype(float)
    series = series.set_axis(n.snapshots)
    sized = {"p_nom_extendable": True}
    for bus in ("electricity", "hydrogen"):
        n.add("Bus", bus)
    n.add("Load", "demand", bus="electricity", p_set=series["load_mw"])
    n.add("Generator", "load shedding", bus="electricity", p_nom=float(series["load_mw"].max()), marginal_cost=SHED)
    for name in ("wind", "solar"):
        n.add("Generator", name, bus="electricity", p_max_pu=series[f"{name}_pu"], capital_cost=YEARLY[name], **sized)
    n.add("StorageUnit", "battery", bus="electricity", max_hours=BATTERY_H, efficiency_store=BATTERY_KEPT,
          efficiency_dispatch=BATTERY_KEPT, cyclic_state_of_charge=True, capital_cost=YEARLY["battery"], **sized)
    n.add("Link", "electrolysis", bus0="electricity", bus1="hydrogen", efficiency=INTO_HYDROGEN,
          capital_cost=YEARLY["electrolysis"], **sized)
    n.add("Link", "turbine", bus0="hydrogen", bus1="electricity", efficiency=OUT_OF_HYDROGEN,
          capital_cost=YEARLY["turbine"], **sized)
    n.add("Store", "hydrogen", bus="hydrogen", e_nom_extendable=True, e_cyclic=True, capital_cost=YEARLY["hydrogen"])
    return n
