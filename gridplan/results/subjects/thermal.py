"""Thermal cohorts in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr

from gridplan.model.metric_data import free_allocation_share
from gridplan.results.check import Check, most, within
from gridplan.results.ledger import fuel_row, number, region_row
from gridplan.results.subjects.base import SUPPLY, CostLine, Firm, Flow, Holding, assets, hourly, yearly
from gridplan.results.types import Results


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Net output of every cohort, all its states together."""
    data = results.dataset.sel(year=year)
    for cohort, row in assets(results, "cohorts", year):
        yield Flow(row["region"], year, "cohort", cohort, row["technology"], SUPPLY, "generation", row["technology"],
                   f"{row['technology']}_gw", hourly(data["thermal_output_gw"].sel(cohort=cohort)),
                   number(data["thermal_capacity_gw"], cohort=cohort), 1.0 / (1.0 - row["own_use_share"]), row["fuel"])


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Gross capacity of every cohort."""
    data = results.dataset.sel(year=year)
    for cohort, row in assets(results, "cohorts", year):
        yield Holding(row["region"], year, "cohort", cohort, row["technology"], float(row["existing_gw"]),
                      number(data["thermal_built_gw"], cohort=cohort),
                      number(data["thermal_retired_gw"], cohort=cohort),
                      number(data["thermal_capacity_gw"], cohort=cohort))


def firm(results: Results, region: str, year: int, _season: str) -> Iterator[Firm]:
    """Credited share of gross capacity."""
    data = results.dataset.sel(year=year)
    for cohort, row in assets(results, "cohorts", year):
        if row["region"] == region:
            installed = number(data["thermal_capacity_gw"], cohort=cohort)
            yield Firm("plant", row["technology"], installed, installed * row["capacity_credit_share"])


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital, fixed, fuel, variable, CO2, starts, retrofits."""
    data = results.dataset.sel(year=year)
    weight = data["weight_h"]
    starts = (data["thermal_started_gw"] * weight / data["duration_h"]).sum("time")
    burnt = (data["thermal_fuel_kt_per_h"] * weight).sum("time")
    net = (data["thermal_output_gw"] * weight).sum("time")
    for cohort, row in assets(results, "cohorts", year):
        fuel = fuel_row(results, row["fuel"], row["region"], year)
        region = region_row(results, row["region"], year)
        net_gwh = float(net.sel(cohort=cohort).sum())
        kt = float(burnt.sel(cohort=cohort).sum())
        free_share = free_allocation_share(results.case, row["region"], year)
        benchmark = free_share * np.nan_to_num(row["co2_benchmark_t_per_mwh"])
        allocated = benchmark * net_gwh / (1.0 - row["own_use_share"])
        capacity = number(data["thermal_capacity_gw"], cohort=cohort)
        built = number(data["thermal_built_gw"], cohort=cohort)
        yield "capital", "cohort", cohort, year, built * row["capex_cny_per_kw"] * yearly(results, row["life_years"])
        yield "fixed", "cohort", cohort, year, capacity * row["fixed_cost_cny_per_kw_a"]
        yield "fuel", "cohort", cohort, year, kt * fuel["price_cny_per_tce"] / 1000.0
        yield "variable", "cohort", cohort, year, net_gwh * row["variable_cost_cny_per_mwh"] / 1000.0
        yield "co2", "cohort", cohort, year, region["co2_price_cny_per_t"] / 1000.0 * (
            kt * fuel["co2_t_per_tce"] - allocated)
        yield "start", "cohort", cohort, year, float(starts.sel(cohort=cohort).sum()) * row["start_cost_cny_per_kw"]
    yield from _retrofits(results, data, year)


def _retrofits(results: Results, data: xr.Dataset, year: int) -> Iterator[CostLine]:
    cohorts = results.case.rows("cohorts", year)
    for (cohort, state), row in results.case.rows("retrofits", year).iterrows():
        capacity = number(data["thermal_capacity_gw"], cohort=cohort, state=state)
        life = cohorts.loc[cohort, "remaining_life_years"] if np.isnan(row["life_years"]) else row["life_years"]
        yield "retrofit", "cohort", str(cohort), year, capacity * row["cost_cny_per_kw"] * yearly(results, life)
        yield "fixed", "cohort", str(cohort), year, capacity * row["fixed_cost_change_cny_per_kw_a"]


def checks(results: Results) -> Iterator[Check]:
    """Online capacity and output within capacity."""
    data = results.dataset
    for name, variable in (("thermal_online_within_capacity", "thermal_online_gw"),
                           ("thermal_output_within_capacity", "thermal_output_gw")):
        yield within(name, most(data[variable] - data["thermal_capacity_gw"]))
