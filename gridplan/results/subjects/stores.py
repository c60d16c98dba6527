"""Storage in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import xarray as xr

from gridplan.results.check import POWER_TOLERANCE_GW, Check, most, within
from gridplan.results.ledger import annual, number, of_year, years
from gridplan.results.subjects.base import SUPPLY, USE, CostLine, Firm, Flow, Holding, assets, before, hourly
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Discharge and charge of every store."""
    data = of_year(results, year)
    for name, row in assets(results, "stores", year):
        for way, side in (("discharge", SUPPLY), ("charge", USE)):
            yield Flow(row["region"], year, "store", name, row["technology"], side, f"storage_{way}",
                       row["technology"], f"{row['technology']}_{way}_gw",
                       hourly(data[f"store_{way}_gw"].sel(store=name)),
                       number(data["store_power_gw"], store=name) if side == SUPPLY else float("nan"))


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Discharge power and energy of every store."""
    data = of_year(results, year)
    for name, row in assets(results, "stores", year):
        yield Holding(row["region"], year, "store", name, row["technology"], float(row["existing_gw"]),
                      number(data["store_power_built_gw"], store=name), 0.0,
                      number(data["store_power_gw"], store=name), number(data["store_energy_gwh"], store=name))


def firm(results: Results, region: str, year: int, _season: str) -> Iterator[Firm]:
    """Power a store can hold through the peak."""
    data = of_year(results, year)
    for name, row in assets(results, "stores", year):
        if row["region"] == region:
            yield Firm("plant", row["technology"], number(data["store_power_gw"], store=name),
                       _firm_gw(data, name, row))


def _firm_gw(data: xr.Dataset, name: str, row: pd.Series) -> float:
    """min(1, hours / length of the peak) of its power, existing and new apart."""
    existing = float(row["existing_gw"])
    power = number(data["store_power_gw"], store=name) - existing
    held = existing * float(row["existing_hours"]) if existing > 0 else 0.0
    energy = number(data["store_energy_gwh"], store=name) - held
    length = float(row["capacity_credit_hours"])
    firm_gw = existing * min(1.0, held / existing / length) if existing > 0 else 0.0
    return float(row["availability_share"]) * (firm_gw + min(max(power, 0.0), max(energy, 0.0) / length))


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital of power and energy, fixed and variable."""
    data = of_year(results, year)
    discharged = annual(results, "store_discharge_gw")
    for name, row in assets(results, "stores", year):
        at = results, "stores", name, year, "store"
        yield ("capital", "store", name, year,
               capital_of(*at, "store_power_built_gw", "capex_power_cny_per_kw")
               + capital_of(*at, "store_energy_built_gwh", "capex_energy_cny_per_kwh"))
        yield "fixed", "store", name, year, number(data["store_power_gw"], store=name) * row["fixed_cost_cny_per_kw_a"]
        yield "variable", "store", name, year, (number(discharged, store=name, year=year)
                                                * row["variable_cost_cny_per_mwh"] / 1000.0)


def checks(results: Results) -> Iterator[Check]:
    """Exchange within power, level within energy, levels that follow from charge and discharge."""
    data = results.dataset
    yield within("store_exchange_within_power",
                 most(data["store_charge_gw"] + data["store_discharge_gw"] - data["store_power_gw"]))
    yield within("store_level_within_energy", most(data["store_level_gwh"] - data["store_energy_gwh"]))
    yield Check("store_levels_follow", max((_level_gap(results, year) for year in years(results)), default=0.0),
                POWER_TOLERANCE_GW, "GWh")


def _level_gap(results: Results, year: int) -> float:
    """Largest difference between a level and what charge, discharge and the level before make of it, GWh."""
    data, stores = results.dataset.sel(year=year), results.case.rows("stores", year)
    hours = data["duration_h"]

    def column(name: str) -> xr.DataArray:
        return xr.DataArray(stores[name].to_numpy(dtype=float), dims="store", coords={"store": list(stores.index)})

    kept = (1.0 - column("standing_loss_share_per_h")) ** hours
    moved = (data["store_charge_gw"] * column("charge_efficiency_share")
             - data["store_discharge_gw"] / column("discharge_efficiency_share")) * hours
    return most(abs(data["store_level_gwh"] - kept * before(results, data["store_level_gwh"]) - moved))
