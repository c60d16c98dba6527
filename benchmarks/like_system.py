"""The part of a shipped case that PyPSA can state as well: one system, described for both programs.

Kept: thermal classes with building and early retirement, wind and sun with potentials, run-of-river and reservoir
hydro, stores of a fixed duration, channels that follow their profile, unserved and excess energy, a cap on CO2 and a
floor on wind and solar capacity.  Channels are folded into the load on both sides, without what their energy costs or
earns (a constant) and without attribution of green energy, which PyPSA does not know.  Switched off on both sides:
commitment and retrofits, demand response, minimum flow of reservoirs, full-load-hour caps, every other policy.

Units are the tool's own (GW, GWh, million CNY, kt) on both sides, so that both matrices are scaled alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from gridplan.case.case import Case
from gridplan.model.axis import TimeAxis
from gridplan.model.build import ASSET_CLASSES
from gridplan.model.demand import grid_load_gw
from gridplan.model.economics import annuity
from gridplan.model.frame import Model
from gridplan.model.links import OUTSIDE, delivery_profile
from gridplan.model.renewables import capacity_factor
from gridplan.model.reservoirs import inflow_factor
from gridplan.model.technologies import NEW_ENERGY

DURATION_H = {"pumped_hydro": 6.0, "lithium": 4.0}
"""Hours of every store: PyPSA's StorageUnit builds power at a fixed duration."""

CO2_CAP_MT = {"ningxia-2030": 100.0, "hunan-2030": 70.0}
"""Caps the like system can meet, so that neither side pays a penalty (Mt a year); Ningxia's binds."""

SLACK_GW = 200.0
"""Size of the two generators that stand for unserved and excess power in PyPSA; no hour comes near it."""

LOAD = "load_with_channels"
CAPACITY_FLOORS = ("capacity.new_energy", "capacity.wind_solar")


@dataclass(frozen=True)
class LikeSystem:
    """What a PyPSA user would hold in memory before building a network.

    Attributes:
        generators, storage_units: one row a component, columns as PyPSA names them.
        available: output limit per unit of capacity by hour for the generators that have one.
        inflow_gw: inflow by hour of the storage units that have one.
        load_gw: grid load by hour, channels included.
        weight_h: hours of the year each snapshot stands for.
        carriers: kt of CO2 per kt of fuel.
        co2_cap_kt, new_energy_floor_gw: the two policies.
        constant_million_cny: cost no decision can change, which PyPSA's objective leaves out.
    """

    generators: pd.DataFrame
    storage_units: pd.DataFrame
    available: pd.DataFrame
    inflow_gw: pd.DataFrame
    load_gw: np.ndarray
    weight_h: np.ndarray
    carriers: dict[str, float]
    co2_cap_kt: float
    new_energy_floor_gw: float
    constant_million_cny: float


def like_case(case: Case) -> Case:
    """The case with everything switched off that the two programs do not share.

    Raises:
        KeyError: for a case without a cap in ``CO2_CAP_MT`` or a store without a duration in ``DURATION_H``.
        ValueError: for a case with several regions or planning years.
    """
    if len(case.settings.years) != 1 or len(case.tables["regions"]) != 1:
        raise ValueError("the like system has one region and one planning year")
    tables = dict(case.tables)
    for name in ("retrofits", "response", "links"):
        tables[name] = tables[name].iloc[:0]
    duration = tables["stores"]["technology"].map(lambda technology: DURATION_H[technology])
    tables["cohorts"] = tables["cohorts"].assign(commitment=False, max_full_load_hours=np.nan)
    tables["reservoirs"] = tables["reservoirs"].assign(min_output_share=0.0)
    tables["stores"] = tables["stores"].assign(existing_hours=duration, hours_min=duration, hours_max=duration)
    tables["policies"] = _policies(tables["policies"], CO2_CAP_MT[case.settings.name])
    load = _load_with_channels(Model(case, TimeAxis.full_year(), ASSET_CLASSES), case.settings.years[0])
    own_use = tables["regions"]["own_use_share_of_consumption"].iloc[0]
    energy_twh = load.sum() / 1000.0 / (1.0 - own_use)
    tables["demand"] = tables["demand"].assign(energy_twh=energy_twh, peak_gw=np.nan, profile=LOAD)
    return replace(case, tables=tables, profiles=case.profiles.assign(**{LOAD: load}))


def _load_with_channels(model: Model, year: int) -> np.ndarray:
    """Grid load plus what channels take out less what they bring in, GW, shape (8760,)."""
    load = grid_load_gw(model, model.regions[0], year)
    for name, row in model.rows("links", year).iterrows():
        if row["mode"] != "profile" or row["profile_tolerance_share"] > 0 or row["build_max_gw"] > 0:
            raise ValueError(f"link {name} is no fixed profile")
        sent = delivery_profile(model, str(name), year) * row["capacity_gw"]
        load = load - sent * (1.0 - row["loss_share"]) if row["from"] == OUTSIDE else load + sent
    return load


def _policies(policies: pd.DataFrame, cap_mt: float) -> pd.DataFrame:
    floor = policies[policies["metric"].isin(CAPACITY_FLOORS) & policies["enforce"]].iloc[:1]
    cap = floor.assign(policy="co2_cap", metric="co2.cap", sense="max", value=cap_mt,
                       name_en="CO2 cap", name_zh="碳排放上限")
    return pd.concat([floor, cap], ignore_index=True)


def like_system(case: Case, axis: TimeAxis) -> LikeSystem:
    """PyPSA's description of a case from ``like_case``, worked out from its tables; hourly series scaled as there."""
    year = case.settings.years[0]
    model = Model(case, axis, ASSET_CLASSES)
    policies = case.rows("policies", year).set_index("metric")["value"]
    generators, available, sunk_generators = _generators(model, year)
    storage, inflow, sunk_storage = _storage(model, year)
    load = axis.mean(grid_load_gw(model, model.regions[0], year))
    return LikeSystem(
        generators, storage, available, inflow, load, axis.weight_h.astype(float), _carriers(case, year),
        float(policies["co2.cap"]) * 1000.0,
        float(next(policies[metric] for metric in CAPACITY_FLOORS if metric in policies)),
        sunk_generators + sunk_storage)


def _carriers(case: Case, year: int) -> dict[str, float]:
    fuels = {row["fuel"]: float(row["co2_t_per_tce"]) for _, row in case.rows("fuels", year).iterrows()}
    others = dict.fromkeys(("AC", "new_energy", "hydro", "slack", *DURATION_H), 0.0)
    return fuels | others


def _generators(model: Model, year: int) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    rows: dict[str, dict[str, Any]] = {}
    series: dict[str, np.ndarray] = {}
    constant = 0.0
    region = model.rows("regions", year).iloc[0]
    fuels = {row["fuel"]: row for _, row in model.rows("fuels", year).iterrows()}
    for name, row in model.rows("cohorts", year).iterrows():
        if row["build_max_gw"] > 0 and row["retire_max_gw"] > 0:
            raise ValueError(f"cohort {name} may be both built and retired, which takes two PyPSA generators")
        rate, net_share = row["net_rate_g_per_kwh"] / 1000.0, 1.0 - row["own_use_share"]
        co2_price = region["co2_price_cny_per_t"] / 1000.0
        free_allowance = 0.0 if np.isnan(row["co2_benchmark_t_per_mwh"]) else row["co2_benchmark_t_per_mwh"] / net_share
        fuel = fuels[row["fuel"]]
        bounds = (row["existing_gw"] - row["retire_max_gw"], row["existing_gw"] + row["build_max_gw"])
        rows[str(name)], sunk = _sized(model, row, bounds, row["capex_cny_per_kw"])
        constant += sunk
        rows[str(name)] |= {
            "carrier": row["fuel"], "efficiency": 1.0 / rate, "p_max_pu": row["availability_share"] * net_share,
            "marginal_cost": rate * fuel["price_cny_per_tce"] / 1000.0 + row["variable_cost_cny_per_mwh"] / 1000.0
            + co2_price * (rate * fuel["co2_t_per_tce"] - free_allowance)}
    for name, row in model.rows("renewables", year).iterrows():
        rows[str(name)], sunk = _sized(model, row, (row["existing_gw"], row["potential_gw"]), row["capex_cny_per_kw"])
        constant += sunk
        rows[str(name)] |= {"carrier": "new_energy" if row["technology"] in NEW_ENERGY else "hydro", "efficiency": 1.0,
                            "p_max_pu": 1.0, "marginal_cost": row["variable_cost_cny_per_mwh"] / 1000.0}
        factor = model.axis.mean(capacity_factor(model, str(name), year))
        series[str(name)] = factor * (1.0 - row["own_use_share"])
    lost_load = region["unserved_cost_cny_per_mwh"] / 1000.0
    for name, least, most, cost in (("unserved", 0.0, 1.0, lost_load), ("excess", -1.0, 0.0, -lost_load)):
        rows[name] = {"carrier": "slack", "p_nom": SLACK_GW, "p_nom_extendable": False, "p_nom_min": 0.0,
                      "p_nom_max": SLACK_GW, "capital_cost": 0.0, "efficiency": 1.0, "p_min_pu": least,
                      "p_max_pu": most, "marginal_cost": cost}
    table = pd.DataFrame.from_dict(rows, orient="index").fillna({"p_min_pu": 0.0})
    return table, pd.DataFrame(series), constant


def _sized(model: Model, row: pd.Series, bounds: tuple[float, float], capex: float) -> tuple[dict[str, Any], float]:
    """Capacity columns of a component, and what PyPSA's cost of its capacity falls short of the case's (million CNY).

    PyPSA charges capital cost on all extendable capacity and nothing on fixed capacity; the case charges the yearly
    fixed cost on all and capital on what is built.
    """
    lower, upper = bounds
    existing, fixed = float(row["existing_gw"]), float(row["fixed_cost_cny_per_kw_a"])
    capital = capex * annuity(model.rate, float(row["life_years"])) if upper > existing else 0.0
    extendable = upper > lower
    columns = {"p_nom": existing, "p_nom_extendable": extendable, "p_nom_min": lower, "p_nom_max": upper,
               "capital_cost": capital + fixed}
    return columns, -capital * existing if extendable else fixed * existing


def _storage(model: Model, year: int) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    rows: dict[str, dict[str, Any]] = {}
    inflow: dict[str, np.ndarray] = {}
    constant = 0.0
    for name, row in model.rows("reservoirs", year).iterrows():
        ceiling = row["existing_gw"] if np.isnan(row["potential_gw"]) else max(row["existing_gw"], row["potential_gw"])
        if ceiling > row["existing_gw"]:
            raise ValueError(f"reservoir {name} may be built, and PyPSA's inflow does not grow with capacity")
        rows[str(name)], sunk = _sized(model, row, (row["existing_gw"], ceiling), 0.0)
        net_share = 1.0 - row["own_use_share"]
        rows[str(name)] |= {"carrier": "hydro", "max_hours": row["storage_hours"], "p_min_pu": 0.0,
                            "p_max_pu": row["availability_share"] * net_share, "efficiency_store": 1.0,
                            "efficiency_dispatch": net_share, "standing_loss": 0.0, "marginal_cost": 0.0}
        inflow[str(name)] = model.axis.mean(inflow_factor(model, str(name), year)) * row["existing_gw"]
        constant += sunk
    for name, row in model.rows("stores", year).iterrows():
        capex = row["capex_power_cny_per_kw"] + row["hours_max"] * row["capex_energy_cny_per_kwh"]
        bounds = (row["existing_gw"], row["existing_gw"] + row["build_max_gw"])
        rows[str(name)], sunk = _sized(model, row, bounds, capex)
        available = row["availability_share"]
        rows[str(name)] |= {"carrier": row["technology"], "max_hours": row["hours_max"], "p_min_pu": -available,
                            "p_max_pu": available, "efficiency_store": row["charge_efficiency_share"],
                            "efficiency_dispatch": row["discharge_efficiency_share"],
                            "standing_loss": row["standing_loss_share_per_h"],
                            "marginal_cost": row["variable_cost_cny_per_mwh"] / 1000.0}
        constant += sunk
    return pd.DataFrame.from_dict(rows, orient="index"), pd.DataFrame(inflow), constant


def network(system: LikeSystem) -> Any:
    """The PyPSA network of a like system, built the quick way: whole tables of components at once."""
    import pypsa

    n = pypsa.Network()
    n.set_snapshots(pd.RangeIndex(len(system.load_gw), name="snapshot"))
    for column in n.snapshot_weightings.columns:
        n.snapshot_weightings[column] = 1.0 if column == "stores" else system.weight_h
    n.add("Carrier", list(system.carriers), co2_emissions=list(system.carriers.values()))
    n.add("Bus", "province", carrier="AC")
    n.add("Load", "load", bus="province", p_set=system.load_gw)
    generators = system.generators
    varying = list(system.available.columns)
    steady = [name for name in generators.index if name not in varying]
    static = [column for column in generators.columns if column != "p_max_pu"]
    for names, share in ((varying, system.available.set_axis(n.snapshots)), (steady, generators["p_max_pu"][steady])):
        n.add("Generator", names, bus="province", p_max_pu=share,
              **{column: generators.loc[names, column] for column in static})
    stores = system.storage_units
    inflow = system.inflow_gw.set_axis(n.snapshots).reindex(columns=stores.index, fill_value=0.0)
    n.add("StorageUnit", stores.index, bus="province", cyclic_state_of_charge=True, inflow=inflow,
          **{column: stores[column] for column in stores.columns})
    n.add("GlobalConstraint", "co2_cap", type="primary_energy", carrier_attribute="co2_emissions", sense="<=",
          constant=system.co2_cap_kt)
    n.add("GlobalConstraint", "new_energy_floor", type="tech_capacity_expansion_limit", carrier_attribute="new_energy",
          sense=">=", constant=system.new_energy_floor_gw)
    return n
