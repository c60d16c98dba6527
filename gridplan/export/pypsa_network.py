"""A case as a PyPSA network: MW, MWh, CNY, t of CO2; a carrier's primary energy is t of standard coal.

What PyPSA's linear problem can state alike is exported so that both programs find the same cost; everything else the
case has is listed, row by row of its tables, and left out.  Yearly fixed cost stands on all capacity and capital on
what is built, so what exists and what may be built are two components; capacity that is given stands as extendable
between equal bounds, that its cost be part of PyPSA's objective.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from gridplan.case.case import Case
from gridplan.model.axis import TimeAxis
from gridplan.model.bases import base_regions
from gridplan.model.build import ASSET_CLASSES
from gridplan.model.demand import grid_load_gw
from gridplan.model.economics import annuity
from gridplan.model.frame import Model
from gridplan.model.links import OUTSIDE, delivery_profile
from gridplan.model.metric_data import free_allocation_share
from gridplan.model.renewables import POTENTIAL_WITHOUT_LIMIT_GW, capacity_factor
from gridplan.model.reservoirs import inflow_factor

if TYPE_CHECKING:
    import pypsa

MW = 1000.0
NEW = " new"
"""Ending of the component for what may be built beside what exists."""

SHORT_MW = 1e6
"""Size of the generators that stand for unserved and excess power."""

LEFT_OUT = ("retrofits", "response", "loads", "flexible_loads", "vehicle_to_grid", "electrolysers", "hybrid_pumps",
            "repowering", "connection", "store_groups", "link_contracts", "emergency_support", "certificates",
            "excess_trade", "operating_reserve", "life_extension", "emergency_reserve", "replacement", "heat_demand",
            "chp", "heat_sources", "heat_stores")
"""Tables PyPSA has nothing alike for; a case that fills them loses what they say."""


@dataclass
class Export:
    """A network, and what of the case is not in it: (table, row, what) in both languages."""

    network: pypsa.Network
    left_out: list[tuple[str, str, str, str]] = field(default_factory=list)

    def lose(self, table: str, row: str, zh: str, en: str) -> None:
        """Note something the network does not hold."""
        self.left_out.append((table, row, zh, en))


def to_pypsa(case: Case, axis: TimeAxis) -> Export:
    """The network of a case with one planning year, over the blocks of a time axis.

    Raises:
        ImportError: where PyPSA is not installed (extra ``pypsa``).
        ValueError: for a case with several planning years.
    """
    import pypsa

    pypsa.options.api.legacy_string_dtype = False
    if len(case.settings.years) != 1:
        raise ValueError("a network holds one planning year")
    if len(case.weather_years) > 1:
        raise ValueError("a network holds one weather year")
    network = pypsa.Network(name=case.settings.name)
    network.set_snapshots(pd.RangeIndex(len(axis), name="snapshot"))
    weights = axis.weight_h.astype(float)
    network.snapshot_weightings["objective"] = weights
    network.snapshot_weightings["generators"] = weights
    network.snapshot_weightings["stores"] = axis.duration_h.astype(float)
    writer = _Writer(case, Model(case, axis, ASSET_CLASSES), Export(network), case.settings.years[0])
    for part in (writer.regions, writer.thermal, writer.renewables, writer.water, writer.stores, writer.links,
                 writer.policies, writer.what_is_left_out):
        part()
    return writer.export


def sized(low_gw: float, high_gw: float, cost_cny_per_kw: float) -> dict[str, Any]:
    """Capacity between two bounds at a yearly cost, as PyPSA's attributes."""
    return {"p_nom_extendable": True, "p_nom_min": low_gw * MW, "p_nom_max": high_gw * MW,
            "capital_cost": cost_cny_per_kw * MW}


class _Writer:
    """Writes one table after the other into the network."""

    def __init__(self, case: Case, model: Model, export: Export, year: int) -> None:
        self.case, self.model, self.export, self.year = case, model, export, year
        self.network: Any = export.network
        self.rate = case.settings.discount_rate

    def rows(self, table: str) -> pd.DataFrame:
        """Rows of a table in force."""
        return self.case.rows(table, self.year)

    def series(self, hourly: np.ndarray) -> pd.Series:
        """An hourly series of the year over the network's snapshots."""
        return pd.Series(self.model.axis.mean(hourly), index=self.network.snapshots)

    def regions(self) -> None:
        """Buses with load, unserved and excess power."""
        fuels = {str(row["fuel"]): float(row["co2_t_per_tce"]) for _, row in self.rows("fuels").iterrows()}
        technologies = {str(row["technology"]) for table in ("renewables", "reservoirs", "stores")
                        for _, row in self.rows(table).iterrows()}
        for name in sorted({*fuels, *technologies, "AC", "short", "outside"}):
            self.network.add("Carrier", name, co2_emissions=fuels.get(name, 0.0))
        for region, row in self.rows("regions").iterrows():
            self.network.add("Bus", region, carrier="AC")
            lost = float(row["unserved_cost_cny_per_mwh"])
            if region not in base_regions(self.case):
                load = grid_load_gw(self.model, str(region), self.year)
                self.network.add("Load", f"{region} load", bus=region, p_set=self.series(load) * MW)
            self.network.add("Generator", f"{region} unserved", bus=region, carrier="short", p_nom=SHORT_MW,
                             marginal_cost=lost)
            self.network.add("Generator", f"{region} excess", bus=region, carrier="short", p_nom=SHORT_MW, sign=-1.0,
                             marginal_cost=lost)

    def thermal(self) -> None:
        """Cohorts as they are: no retrofits, no commitment."""
        for name, row in self.rows("cohorts").iterrows():
            fuel = self._fuel(str(row["fuel"]), str(row["region"]))
            price = float(self.rows("regions").loc[row["region"], "co2_price_cny_per_t"])
            net, rate = 1.0 - float(row["own_use_share"]), float(row["net_rate_g_per_kwh"]) / 1000.0
            free = (free_allocation_share(self.case, str(row["region"]), self.year)
                    * float(np.nan_to_num(row["co2_benchmark_t_per_mwh"])) / net)
            same = {"bus": row["region"], "carrier": row["fuel"], "efficiency": 1.0 / rate,
                    "p_max_pu": float(row["availability_share"]) * net,
                    "marginal_cost": rate * float(fuel["price_cny_per_tce"]) + float(row["variable_cost_cny_per_mwh"])
                    + price * (rate * float(fuel["co2_t_per_tce"]) - free)}
            existing, fixed = float(row["existing_gw"]), float(row["fixed_cost_cny_per_kw_a"])
            if existing > 0:
                low = max(0.0, existing - float(row["retire_max_gw"]))
                self.network.add("Generator", name, **same, **sized(low, existing, fixed))
            if float(row["build_max_gw"]) > 0:
                capital = float(row["capex_cny_per_kw"]) * annuity(self.rate, float(row["life_years"]))
                self.network.add("Generator", f"{name}{NEW}", **same,
                                 **sized(0.0, float(row["build_max_gw"]), capital + fixed))
            if bool(row["commitment"]):
                self.export.lose("cohorts", str(name), "开停机、最小出力、爬坡和启动费",
                                 "commitment: what is online, minimum output, ramps, starts, part-load fuel")
            if np.isfinite(row["max_full_load_hours"]):
                self.export.lose("cohorts", str(name), "利用小时上限", "cap on full-load hours")

    def _fuel(self, fuel: str, region: str) -> pd.Series:
        rows = self.rows("fuels")
        return rows.loc[(fuel, region)] if (fuel, region) in rows.index else rows.loc[(fuel, "")]

    def renewables(self) -> None:
        """Wind, sun, run-of-river."""
        for name, row in self.rows("renewables").iterrows():
            factor = capacity_factor(self.model, str(name), self.year) * (1.0 - float(row["own_use_share"]))
            same = {"bus": row["region"], "carrier": row["technology"], "p_max_pu": self.series(factor),
                    "marginal_cost": float(row["variable_cost_cny_per_mwh"])}
            self._pair("Generator", str(name), row, same, POTENTIAL_WITHOUT_LIMIT_GW)

    def _pair(self, component: str, name: str, row: pd.Series, same: dict[str, Any], ceiling: float) -> None:
        """What exists, and what may be built up to the potential, apart."""
        existing, fixed = float(row["existing_gw"]), float(row["fixed_cost_cny_per_kw_a"])
        potential = ceiling if np.isnan(row["potential_gw"]) else float(row["potential_gw"])
        if existing > 0:
            self.network.add(component, name, **same, **sized(existing, existing, fixed))
        if potential > existing:
            capital = float(row["capex_cny_per_kw"]) * annuity(self.rate, float(row["life_years"]))
            self.network.add(component, f"{name}{NEW}", **same,
                             **sized(0.0, potential - existing, capital + fixed))

    def water(self) -> None:
        """Reservoirs that exist; PyPSA's inflow does not grow with capacity."""
        for name, row in self.rows("reservoirs").iterrows():
            existing, net = float(row["existing_gw"]), 1.0 - float(row["own_use_share"])
            inflow = inflow_factor(self.model, str(name), self.year) * existing
            if existing > 0:
                self.network.add(
                    "StorageUnit", name, bus=row["region"], carrier=row["technology"], inflow=self.series(inflow) * MW,
                    max_hours=float(row["storage_hours"]), p_min_pu=0.0, efficiency_dispatch=net,
                    p_max_pu=float(row["availability_share"]) * net, cyclic_state_of_charge=True,
                    **sized(existing, existing, float(row["fixed_cost_cny_per_kw_a"])))
            if float(np.nan_to_num(row["potential_gw"])) > existing:
                self.export.lose("reservoirs", str(name), "新建部分（来水不随容量变化）",
                                 "what may be built: inflow does not grow with capacity")
            if float(row["min_output_share"]) > 0:
                self.export.lose("reservoirs", str(name), "最小下泄流量", "minimum flow")

    def stores(self) -> None:
        """Stores of their stated duration."""
        for name, row in self.rows("stores").iterrows():
            available = float(row["availability_share"])
            same = {"bus": row["region"], "carrier": row["technology"], "p_min_pu": -available, "p_max_pu": available,
                    "efficiency_store": float(row["charge_efficiency_share"]), "cyclic_state_of_charge": True,
                    "efficiency_dispatch": float(row["discharge_efficiency_share"]),
                    "standing_loss": float(row["standing_loss_share_per_h"]),
                    "marginal_cost": float(row["variable_cost_cny_per_mwh"])}
            existing, fixed = float(row["existing_gw"]), float(row["fixed_cost_cny_per_kw_a"])
            if existing > 0:
                self.network.add("StorageUnit", name, **same, max_hours=float(row["existing_hours"]),
                                 **sized(existing, existing, fixed))
            if float(row["build_max_gw"]) > 0:
                hours = float(row["hours_min"])
                capital = (float(row["capex_power_cny_per_kw"]) + hours * float(row["capex_energy_cny_per_kwh"])
                           ) * annuity(self.rate, float(row["life_years"]))
                self.network.add("StorageUnit", f"{name}{NEW}", **same, max_hours=hours,
                                 **sized(0.0, float(row["build_max_gw"]), capital + fixed))
                if float(row["hours_max"]) > hours:
                    self.export.lose("stores", str(name), f"时长可选（按最短 {hours:g} 小时导出）",
                                     f"free duration: exported at the shortest, {hours:g} h")

    def links(self) -> None:
        """Channels; those with the outside are generators, of negative sign where they take."""
        for name, row in self.rows("links").iterrows():
            kept, price = 1.0 - float(row["loss_share"]), float(row["price_cny_per_mwh"])
            capacity = float(row["capacity_gw"]) * MW
            low, high = self._flow(str(name), row)
            if float(row["build_max_gw"]) > 0:
                self.export.lose("links", str(name), "扩建", "what may be built")
            if any(np.isfinite(row[f"energy_{end}_twh"]) for end in ("min", "max")):
                self.export.lose("links", str(name), "年送电量上下限", "bounds on the year's energy")
            if OUTSIDE not in (row["from"], row["to"]):
                self.network.add("Link", name, bus0=row["from"], bus1=row["to"], efficiency=kept, p_nom=capacity,
                                 p_min_pu=low, p_max_pu=high)
            elif row["from"] == OUTSIDE:
                self.network.add("Generator", name, bus=row["to"], carrier="outside", p_nom=capacity * kept,
                                 p_min_pu=low, p_max_pu=high, marginal_cost=price)
            else:
                self.network.add("Generator", name, bus=row["from"], carrier="outside", p_nom=capacity, sign=-1.0,
                                 p_min_pu=low, p_max_pu=high, marginal_cost=-price)

    def _flow(self, name: str, row: pd.Series) -> tuple[Any, Any]:
        """Least and most flow per unit of capacity."""
        if row["mode"] != "profile":
            return float(row["min_flow_share"]), 1.0
        agreed, band = self.series(delivery_profile(self.model, name, self.year)), float(row["profile_tolerance_share"])
        return agreed * (1.0 - band), np.minimum(1.0, agreed * (1.0 + band))

    def policies(self) -> None:
        """A cap on CO2 is a global constraint; every other enforced target is left out."""
        for name, row in self.rows("policies").iterrows():
            if not bool(row["enforce"]):
                continue
            if row["metric"] == "co2.cap" and len(self.rows("regions")) == 1:
                self.network.add("GlobalConstraint", name, type="primary_energy", carrier_attribute="co2_emissions",
                                 sense="<=", constant=float(row["value"]) * 1e6)
                self.export.lose("policies", str(name), "缺额罚价（导出为硬约束）",
                                 "its priced slack: the cap is hard in the network")
            else:
                self.export.lose("policies", str(name), f"指标 {row['metric']}", f"the target {row['metric']}")

    def what_is_left_out(self) -> None:
        """Tables without a counterpart, row by row."""
        for table in LEFT_OUT:
            for key, _ in self.rows(table).iterrows():
                name = " ".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
                self.export.lose(table, name, "无对应模型", "no counterpart")
