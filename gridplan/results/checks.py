"""What must hold of every plan before anything is written: balances, limits, levels and cost, from the labelled
results alone.

Each check gives its name, the largest deviation found, the tolerance and whether it holds; all go into run.json and
the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import xarray as xr

from gridplan.results.dispatch import largest_residual_gw
from gridplan.results.energy_balance import energy_balance
from gridplan.results.recompute import largest_difference, recomputed_costs
from gridplan.results.types import Results

POWER_TOLERANCE_GW = 1e-4
"""0.1 MW, far below what any plan is about."""

ENERGY_TOLERANCE_GWH = 1e-2
COST_TOLERANCE = 1e-6
"""Share of the cost by which the recomputed one may differ."""


@dataclass(frozen=True)
class Check:
    """One thing that must hold: deviation in its unit, and the tolerance."""

    name: str
    value: float
    tolerance: float
    unit: str
    where: str = ""

    @property
    def ok(self) -> bool:
        """Whether the deviation is within tolerance (a NaN is not)."""
        return bool(self.value <= self.tolerance)


def check(results: Results, objective_million_cny: float) -> list[Check]:
    """Every check of a plan, the objective's recomputation included."""
    return [*_balances(results), *_limits(results.dataset), *_levels(results), *_costs(results, objective_million_cny)]


def _balances(results: Results) -> Iterator[Check]:
    yield Check("power_balance_every_hour", largest_residual_gw(results), POWER_TOLERANCE_GW, "GW")
    account = energy_balance(results)
    gap = float(account[account["row"] == "residual"]["energy_gwh"].abs().max())
    yield Check("energy_balance_of_the_year", gap, max(ENERGY_TOLERANCE_GWH, 876.0 * POWER_TOLERANCE_GW), "GWh")


def _most(excess: xr.DataArray) -> float:
    """Largest value of an excess, not below zero; what does not exist is left out."""
    values = excess.values[~np.isnan(excess.values)]
    return max(0.0, float(values.max())) if values.size else 0.0


def _limits(data: xr.Dataset) -> Iterator[Check]:
    pairs = {
        "thermal_online_within_capacity": data["thermal_online_gw"] - data["thermal_capacity_gw"],
        "thermal_output_within_capacity": data["thermal_output_gw"] - data["thermal_capacity_gw"],
        "renewable_output_within_availability": data["renewable_output_gw"] - data["renewable_available_gw"],
        "reservoir_output_within_capacity": data["reservoir_output_gw"] - data["reservoir_capacity_gw"],
        "store_exchange_within_power": data["store_charge_gw"] + data["store_discharge_gw"] - data["store_power_gw"],
        "store_level_within_energy": data["store_level_gwh"] - data["store_energy_gwh"],
        "link_flow_within_capacity": data["link_flow_gw"] - data["link_capacity_gw"],
        "response_within_capability": data["response_down_gw"] - data["response_capability_gw"],
        "unserved_within_demand": data["unserved_gw"] - data["demand_gw"] - data["link_capacity_gw"].sum("link"),
    }
    for name, excess in pairs.items():
        yield Check(name, _most(excess), POWER_TOLERANCE_GW, "GW")
    negative = max(_most(-data[name]) for name in data.data_vars if name not in ("price_cny_per_mwh",))
    yield Check("nothing_below_zero", negative, POWER_TOLERANCE_GW, "GW")


def _levels(results: Results) -> Iterator[Check]:
    data = results.dataset
    hours = data["duration_h"]
    before = data["store_level_gwh"].roll(time=1)
    stores = results.case.tables["stores"].drop_duplicates("store").set_index("store")

    def column(name: str) -> xr.DataArray:
        return xr.DataArray(stores[name].to_numpy(dtype=float), dims="store", coords={"store": list(stores.index)})

    kept = (1.0 - column("standing_loss_share_per_h")) ** hours
    moved = (data["store_charge_gw"] * column("charge_efficiency_share")
             - data["store_discharge_gw"] / column("discharge_efficiency_share")) * hours
    gap = abs(data["store_level_gwh"] - kept * before - moved)
    yield Check("store_levels_follow", _most(gap), POWER_TOLERANCE_GW, "GWh")
    reservoirs = results.case.tables["reservoirs"].drop_duplicates("reservoir").set_index("reservoir")
    net = xr.DataArray(1.0 - reservoirs["own_use_share"].to_numpy(dtype=float), dims="reservoir",
                       coords={"reservoir": list(reservoirs.index)})
    water = data["reservoir_inflow_gw"] - data["reservoir_output_gw"] / net - data["reservoir_spill_gw"]
    gap = data["reservoir_level_gwh"] - data["reservoir_level_gwh"].roll(time=1) - water * hours
    yield Check("reservoir_levels_follow", _most(abs(gap)), 10 * POWER_TOLERANCE_GW, "GWh")
    owed = data["response_level_gwh"] - data["response_level_gwh"].roll(time=1)
    shifted = (data["response_down_gw"] - data["response_up_gw"]) * hours
    yield Check("response_is_paid_back", _most(abs(owed - shifted)), POWER_TOLERANCE_GW, "GWh")


def _costs(results: Results, objective: float) -> Iterator[Check]:
    tolerance = COST_TOLERANCE * max(abs(objective), 1.0)
    difference, where = largest_difference(results)
    yield Check("cost_terms_recomputed", difference, tolerance, "million CNY", where)
    total = float(recomputed_costs(results)["million_cny"].sum())
    yield Check("cost_adds_up_to_objective", abs(total - objective), tolerance, "million CNY")
