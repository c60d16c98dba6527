"""Thermal cohorts in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.model.metric_data import free_allocation_share
from gridplan.results.check import Check, most, within
from gridplan.results.ledger import annual, number, of_year, region_row
from gridplan.results.state_figures import StateFuel, state_fuels
from gridplan.results.subjects.base import SUPPLY, CostLine, Firm, Flow, Holding, assets, credited, hourly, yearly
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of, is_path, retrofit_spending


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Net output of every cohort, all its states together."""
    data = of_year(results, year)
    gross = _gross_per_net(results, year)
    for cohort, row in assets(results, "cohorts", year):
        yield Flow(row["region"], year, "cohort", cohort, row["technology"], SUPPLY, "generation", row["technology"],
                   f"{row['technology']}_gw", hourly(data["thermal_output_gw"].sel(cohort=cohort)),
                   number(data["thermal_capacity_gw"], cohort=cohort), gross.get(cohort, 1.0 / (
                       1.0 - row["own_use_share"])), row["fuel"])


def _gross_per_net(results: Results, year: int) -> dict[str, float]:
    """Gross generation per net over the year of the cohorts whose states differ in own use."""
    changes = results.case.rows("retrofits", year)
    changed = set(changes[changes["own_use_share_change"] != 0]["cohort"])
    if not changed:
        return {}
    net = annual(results, "thermal_output_gw")
    sums: dict[str, list[float]] = {cohort: [0.0, 0.0] for cohort in changed}
    for (cohort, state), fuel in state_fuels(results, year).items():
        if cohort in changed:
            energy = number(net, cohort=cohort, state=state, year=year)
            sums[cohort][0] += energy / (1.0 - fuel.own_use_share)
            sums[cohort][1] += energy
    return {cohort: gross / whole for cohort, (gross, whole) in sums.items() if whole > 0}


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Gross capacity of every cohort."""
    data = of_year(results, year)
    for cohort, row in assets(results, "cohorts", year):
        yield Holding(row["region"], year, "cohort", cohort, row["technology"], float(row["existing_gw"]),
                      number(data["thermal_built_gw"], cohort=cohort),
                      number(data["thermal_retired_gw"], cohort=cohort),
                      number(data["thermal_capacity_gw"], cohort=cohort))


def firm(results: Results, region: str, year: int, _season: str) -> Iterator[Firm]:
    """Credited share of gross capacity."""
    yield from credited(results, region, year, "cohorts", "cohort", "thermal_capacity_gw", "capacity_credit_share")


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital, fixed, fuel, variable, CO2, starts, retrofits."""
    data = of_year(results, year)
    weight = data["weight_h"]
    starts = (data["thermal_started_gw"] * weight / data["duration_h"]).sum("time")
    sums = annual(results, "thermal_fuel_kt_per_h"), annual(results, "thermal_output_gw")
    fuels = state_fuels(results, year)
    for cohort, row in assets(results, "cohorts", year):
        capacity = number(data["thermal_capacity_gw"], cohort=cohort)
        yield ("capital", "cohort", cohort, year,
               capital_of(results, "cohorts", cohort, year, "cohort", "thermal_built_gw"))
        yield "fixed", "cohort", cohort, year, capacity * row["fixed_cost_cny_per_kw_a"]
        for (name, state), fuel in fuels.items():
            if name == cohort:
                at = {"cohort": cohort, "state": state, "year": year}
                yield from _running(results, row, fuel, year, *(number(array, **at) for array in sums))
        yield "start", "cohort", cohort, year, float(starts.sel(cohort=cohort).sum()) * row["start_cost_cny_per_kw"]
    yield from _retrofits(results, data, year)


def _running(results: Results, row: pd.Series, fuel: StateFuel, year: int, kt: float,
             net_gwh: float) -> Iterator[CostLine]:
    """Fuel, variable cost, CO2 and captured CO2 of a cohort in one state that burns and generates so much."""
    co2_price = region_row(results, row["region"], year)["co2_price_cny_per_t"]
    benchmark = (free_allocation_share(results.case, row["region"], year)
                 * np.nan_to_num(row["co2_benchmark_t_per_mwh"]))
    allocated = benchmark * net_gwh / (1.0 - fuel.own_use_share)
    for term, cny in (("fuel", kt * fuel.price_cny_per_tce), ("variable", net_gwh * row["variable_cost_cny_per_mwh"]),
                      ("co2", co2_price * (kt * fuel.co2_t_per_tce - allocated)),
                      ("capture", kt * fuel.captured_t_per_tce * fuel.capture_cost_cny_per_t)):
        yield term, "cohort", str(row["cohort"]), year, cny / 1000.0


def _retrofits(results: Results, data: xr.Dataset, year: int) -> Iterator[CostLine]:
    cohorts = results.case.rows("cohorts", year)
    for (cohort, state), row in results.case.rows("retrofits", year).iterrows():
        capacity = number(data["thermal_capacity_gw"], cohort=cohort, state=state)
        life = cohorts.loc[cohort, "remaining_life_years"] if np.isnan(row["life_years"]) else row["life_years"]
        paid = (retrofit_spending(results, str(cohort), str(state), year)[1] if is_path(results)
                else capacity * row["cost_cny_per_kw"] * yearly(results, life))
        yield "retrofit", "cohort", str(cohort), year, paid
        yield "fixed", "cohort", str(cohort), year, capacity * row["fixed_cost_change_cny_per_kw_a"]


def checks(results: Results) -> Iterator[Check]:
    """Online capacity and output within capacity."""
    data = results.dataset
    for name, variable in (("thermal_online_within_capacity", "thermal_online_gw"),
                           ("thermal_output_within_capacity", "thermal_output_gw")):
        yield within(name, most(data[variable] - data["thermal_capacity_gw"]))
