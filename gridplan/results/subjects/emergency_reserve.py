"""Emergency reserve (应急备用) in the accounts: closed units that still stand by."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gridplan.model.metric_data import free_allocation_share
from gridplan.model.technologies import EMERGENCY
from gridplan.results.check import POWER_TOLERANCE_GW, Check, most, within
from gridplan.results.ledger import annual, fuel_row, number, region_row
from gridplan.results.subjects.base import SUPPLY, CostLine, Firm, Flow, FuelLine, assets, hourly
from gridplan.results.types import Results

TERM_TECHNOLOGY = {"emergency_upkeep": EMERGENCY, "emergency_running": EMERGENCY}


def _units(results: Results, year: int) -> Iterator[tuple[str, pd.Series, pd.Series]]:
    """Cohort, its row and the row of its reserve."""
    cohorts = results.case.rows("cohorts", year)
    for cohort, row in assets(results, "emergency_reserve", year):
        yield cohort, cohorts.loc[cohort], row


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Net output of what is kept."""
    for cohort, unit, _row in _units(results, year):
        data = results.dataset.sel(year=year, cohort=cohort)
        yield Flow(unit["region"], year, "cohort", cohort, EMERGENCY, SUPPLY, "generation", EMERGENCY,
                   f"{EMERGENCY}_gw", hourly(data["emergency_output_gw"]), number(data["emergency_reserve_gw"]),
                   1.0 / (1.0 - unit["own_use_share"]), unit["fuel"])


def firm(results: Results, region: str, year: int, _season: str) -> Iterator[Firm]:
    """Credited as the coal unit it was."""
    for cohort, unit, _row in _units(results, year):
        if unit["region"] == region:
            kept = number(results.dataset["emergency_reserve_gw"], cohort=cohort, year=year)
            yield Firm("plant", EMERGENCY, kept, kept * unit["capacity_credit_share"])


def peaking(results: Results, region: str, year: int) -> Iterator[float]:
    """What stands by can be called in full."""
    for cohort, unit, _row in _units(results, year):
        if unit["region"] == region:
            yield number(results.dataset["emergency_reserve_gw"], cohort=cohort, year=year)


def _energy(results: Results, cohort: str, year: int) -> float:
    return number(annual(results, "emergency_output_gw"), cohort=cohort, year=year)


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Upkeep; fuel, variable cost, calls and CO2 of what runs."""
    for cohort, unit, row in _units(results, year):
        kept = number(results.dataset["emergency_reserve_gw"], cohort=cohort, year=year)
        yield "emergency_upkeep", "cohort", cohort, year, kept * row["fixed_cost_cny_per_kw_a"]
        net_gwh = _energy(results, cohort, year)
        fuel = fuel_row(results, unit["fuel"], unit["region"], year)
        kt = net_gwh * (unit["net_rate_g_per_kwh"] + row["rate_penalty_g_per_kwh"]) / 1000.0
        benchmark = (free_allocation_share(results.case, unit["region"], year)
                     * np.nan_to_num(unit["co2_benchmark_t_per_mwh"]))
        allocated = benchmark * net_gwh / (1.0 - unit["own_use_share"])
        co2_price = region_row(results, unit["region"], year)["co2_price_cny_per_t"]
        yield "emergency_running", "cohort", cohort, year, (
            kt * fuel["price_cny_per_tce"]
            + net_gwh * (unit["variable_cost_cny_per_mwh"] + row["call_cost_cny_per_mwh"])
            + co2_price * (kt * fuel["co2_t_per_tce"] - allocated)) / 1000.0


def fuel_lines(results: Results, year: int) -> Iterator[FuelLine]:
    """Coal and CO2 of what runs."""
    for cohort, unit, _row in _units(results, year):
        kept = number(results.dataset["emergency_reserve_gw"], cohort=cohort, year=year)
        fuel = fuel_row(results, unit["fuel"], unit["region"], year)
        net_gwh = _energy(results, cohort, year)
        burnt = number(annual(results, "emergency_fuel_kt_per_h"), cohort=cohort, year=year)
        coal = bool(fuel["is_coal"])
        yield FuelLine(unit["region"], year, cohort, EMERGENCY, EMERGENCY, unit["fuel"], kept,
                       net_gwh / (1.0 - unit["own_use_share"]), net_gwh, float("nan"), burnt,
                       burnt * fuel["co2_t_per_tce"], coal, bool(unit["in_coal_rate"]), burnt if coal else 0.0)


def checks(results: Results) -> Iterator[Check]:
    """Kept within what closed, output within what is kept, the year within its hours."""
    if "emergency_reserve_gw" not in results.dataset:
        return
    data = results.dataset
    yield within("emergency_reserve_from_closed", most(data["emergency_reserve_gw"] - data["thermal_retired_gw"]))
    yield within("emergency_output_within_reserve", most(data["emergency_output_gw"] - data["emergency_reserve_gw"]))
    excess = 0.0
    for year in data["year"].values:
        for cohort, unit, row in _units(results, int(year)):
            kept = number(data["emergency_reserve_gw"], cohort=cohort, year=year)
            gross = _energy(results, cohort, int(year)) / (1.0 - unit["own_use_share"])
            excess = max(excess, gross - kept * row["max_full_load_hours"])
    yield Check("emergency_hours", excess, 8760.0 * POWER_TOLERANCE_GW, "GWh")
