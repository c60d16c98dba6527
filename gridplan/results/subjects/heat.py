"""District heat in the accounts: heat-and-power units, boilers, heat pumps, heat stores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.model.metric_data import free_allocation_share
from gridplan.results.check import POWER_TOLERANCE_GW, Check, most, within
from gridplan.results.ledger import fuel_row, number, of_year, region_row
from gridplan.results.subjects.base import USE, CostLine, Flow, assets, before, hourly
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of

ELECTRIC = ("electric_boiler", "heat_pump")
USE_COLUMNS = tuple(f"{kind}_gw" for kind in ELECTRIC)
AS_IS = "as_is"
GJ_PER_MWH = 3.6
GJ_PER_TCE = 29.3076
HEAT_COAL_KG_PER_GJ = 34.12 / (0.90 * 0.985)
"""Standard coal charged to heat: 34.12 kg/GJ over a boiler of 90 % and pipes of 98.5 %."""


def has_heat(results: Results) -> bool:
    """Whether the run has district heat."""
    return "heat_demand_gw" in results.dataset


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Power of electric boilers and heat pumps."""
    if "heat_source_output_gw" not in results.dataset:
        return
    for source, row in assets(results, "heat_sources", year):
        if row["kind"] in ELECTRIC:
            yield Flow(row["region"], year, "heat_source", source, row["kind"], USE, "electric_heat", row["kind"],
                       f"{row['kind']}_gw",
                       hourly(results.dataset["heat_source_power_gw"].sel(heat_source=source, year=year)),
                       extra_use=True)


def _power_gw(results: Results, source: str, row: pd.Series, year: int) -> np.ndarray:
    """Power a source takes in every block for the heat it gives, shape (n_blocks,), GW."""
    heat = hourly(results.dataset["heat_source_output_gw"].sel(heat_source=source, year=year))
    if row["kind"] not in ELECTRIC:
        return 0.0 * heat
    if not row["cop_profile"]:
        return heat / float(row["efficiency"])
    relative = results.case.profiles[row["cop_profile"]].to_numpy(dtype=float)
    taken = np.divide(1.0, relative, out=np.zeros_like(relative), where=relative > 0)
    return np.asarray(heat * results.axis.mean(taken) / float(row["efficiency"]))


def fuel_kt(results: Results, source: str, row: pd.Series, year: int) -> float:
    """Standard coal (or its equivalent) a boiler burns in the year, kt."""
    if not row["fuel"] or row["kind"] in ELECTRIC:
        return 0.0
    return heat_gwh(results, "heat_source_output_gw", heat_source=source, year=year) * (
        GJ_PER_MWH / GJ_PER_TCE / float(row["efficiency"]))


def boilers(results: Results, region: str, year: int) -> tuple[float, float]:
    """Coal burnt by a region's coal boilers and CO2 of all its boilers, kt."""
    coal, co2 = 0.0, 0.0
    for source, row in assets(results, "heat_sources", year) if has_heat(results) else ():
        burnt = fuel_kt(results, source, row, year) if row["region"] == region else 0.0
        if burnt:
            fuel = fuel_row(results, row["fuel"], region, year)
            coal += burnt * bool(fuel["is_coal"])
            co2 += burnt * float(fuel["co2_t_per_tce"])
    return coal, co2


def heat_gwh(results: Results, variable: str, **labels: Any) -> float:
    """Heat of an hourly variable over the year, GWh; nothing where the run has no such variable."""
    data = results.dataset
    if variable not in data:
        return 0.0
    return number((data[variable] * data["weight_h"]).sum("time"), **labels)


def chp_row(results: Results, cohort: str, state: str, year: int) -> pd.Series | None:
    """The heat-and-power row in force for a state: its own, else that of the state as is."""
    rows = results.case.rows("chp", year)
    for own in (state, AS_IS):
        if (cohort, own) in rows.index:
            return rows.loc[(cohort, own)]
    return None


def units(results: Results, year: int) -> Iterator[tuple[str, str, pd.Series, pd.Series]]:
    """Cohort, state, row of the cohort and row of heat and power, for every state that can give heat."""
    if "chp_heat_gw" not in results.dataset:
        return
    heated = results.dataset["chp_heat_gw"].sel(year=year)
    for cohort, row in assets(results, "cohorts", year):
        for state in (str(name) for name in results.dataset["state"].values):
            own = chp_row(results, cohort, state, year)
            if own is not None and not bool(heated.sel(cohort=cohort, state=state).isnull().all()):
                yield cohort, state, row, own


def store_loss_gwh(results: Results, region: str, year: int) -> float:
    """Heat that goes into stores and does not come back, GWh."""
    if "heat_store_gw" not in results.dataset:
        return 0.0
    return sum(heat_gwh(results, "heat_store_charge_gw", heat_store=store, year=year)
               - heat_gwh(results, "heat_store_discharge_gw", heat_store=store, year=year)
               for store, row in assets(results, "heat_stores", year) if row["region"] == region)


def credited_heat_gwh(results: Results, region: str, year: int) -> float:
    """Heat of the plants in the fleet's coal rate less what stores lose, GWh."""
    counted = [heat_gwh(results, "chp_heat_gw", cohort=cohort, state=state, year=year)
               for cohort, state, row, _ in units(results, year)
               if row["region"] == region and row["in_coal_rate"]
               and fuel_row(results, row["fuel"], region, year)["is_coal"]]
    return sum(counted) - store_loss_gwh(results, region, year) if counted else 0.0


def heat_income(results: Results) -> Iterator[tuple[tuple[Any, ...], float]]:
    """What heat-and-power units earn with heat at the hourly price of heat: (region, year, dimension, asset,
    technology) and million CNY.
    """
    for year in (int(y) for y in results.dataset["year"].values):
        data = of_year(results, year)
        for cohort, state, row, _ in units(results, year):
            price = hourly(data["price_heat_cny_per_mwh"].sel(region=row["region"]))
            heat = hourly(data["chp_heat_gw"].sel(cohort=cohort, state=state))
            yield ((row["region"], year, "cohort", cohort, row["technology"]),
                   float((heat * price) @ data["weight_h"].values) / 1000.0)


def coal_for_heat_kt(heat_gwh_taken: float) -> float:
    """Standard coal charged to heat, kt."""
    return heat_gwh_taken * GJ_PER_MWH * HEAT_COAL_KG_PER_GJ / 1000.0


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital, fixed, variable and fuel of sources and stores; heat not served; allocation for heat."""
    if not has_heat(results):
        return
    yield from _source_costs(results, year)
    yield from _store_costs(results, year)
    for region, row in assets(results, "heat_demand", year):
        missing = heat_gwh(results, "heat_unserved_gw", region=region, year=year)
        yield "unserved_heat", "region", region, year, missing * row["unserved_cost_cny_per_mwh"] / 1000.0
    for cohort, state, row, own in units(results, year):
        taken = heat_gwh(results, "chp_heat_gw", cohort=cohort, state=state, year=year)
        yield "co2", "cohort", cohort, year, -taken * _allowance(results, row["region"], year, own)


def _allowance(results: Results, region: str, year: int, own: pd.Series) -> float:
    """Worth of the allocation for heat, million CNY per GWh of heat."""
    price = float(region_row(results, region, year)["co2_price_cny_per_t"])
    free = free_allocation_share(results.case, region, year)
    return price * free * float(np.nan_to_num(own["co2_benchmark_t_per_gj"])) * GJ_PER_MWH / 1000.0


def _source_costs(results: Results, year: int) -> Iterator[CostLine]:
    if "heat_source_gw" not in results.dataset:
        return
    data = of_year(results, year)
    for source, row in assets(results, "heat_sources", year):
        name = {"heat_source": source}
        whole = number(data["heat_source_gw"], **name)
        given = heat_gwh(results, "heat_source_output_gw", year=year, **name)
        yield ("capital", "heat_source", source, year,
               capital_of(results, "heat_sources", source, year, "heat_source", "heat_source_built_gw"))
        yield "fixed", "heat_source", source, year, whole * row["fixed_cost_cny_per_kw_a"]
        yield "variable", "heat_source", source, year, given * row["variable_cost_cny_per_mwh"] / 1000.0
        burnt = fuel_kt(results, source, row, year)
        if burnt:
            fuel = fuel_row(results, row["fuel"], row["region"], year)
            yield "fuel", "heat_source", source, year, burnt * fuel["price_cny_per_tce"] / 1000.0


def _store_costs(results: Results, year: int) -> Iterator[CostLine]:
    if "heat_store_gw" not in results.dataset:
        return
    data = of_year(results, year)
    worth: dict[str, float] = {}
    for _, _, row, own in units(results, year):
        region = row["region"]
        worth[region] = max(worth.get(region, 0.0), _allowance(results, region, year, own))
    for store, row in assets(results, "heat_stores", year):
        name = {"heat_store": store}
        whole = number(data["heat_store_gw"], **name)
        yield ("capital", "heat_store", store, year,
               capital_of(results, "heat_stores", store, year, "heat_store", "heat_store_built_gw",
                          "capex_cny_per_kwh", times="hours"))
        yield "fixed", "heat_store", store, year, whole * row["hours"] * row["fixed_cost_cny_per_kwh_a"]
        lost = (heat_gwh(results, "heat_store_charge_gw", year=year, **name)
                - heat_gwh(results, "heat_store_discharge_gw", year=year, **name))
        yield "co2", "heat_store", store, year, lost * worth.get(row["region"], 0.0)


def checks(results: Results) -> Iterator[Check]:
    """Heat balance of every hour, extraction and back-pressure lines, sources and stores within their size."""
    if not has_heat(results):
        return
    data = results.dataset
    gaps = [np.abs(_residual(results, region, year)).max()
            for year in (int(y) for y in data["year"].values) for region, _ in assets(results, "heat_demand", year)]
    yield Check("heat_balance_every_hour", max(gaps, default=0.0), POWER_TOLERANCE_GW, "GW")
    yield from _diagram_checks(results)
    if "heat_source_gw" in data:
        yield within("heat_source_within_capacity", most(data["heat_source_output_gw"] - data["heat_source_gw"]))
        power = data["heat_source_power_gw"]
        apart = [np.abs(_power_gw(results, source, row, year)
                        - hourly(power.sel(heat_source=source, year=year))).max()
                 for year in (int(y) for y in data["year"].values)
                 for source, row in assets(results, "heat_sources", year)]
        yield within("heat_source_power_follows", max(apart, default=0.0))
    if "heat_store_gw" in data:
        yield from _store_checks(results)


def _residual(results: Results, region: str, year: int) -> np.ndarray:
    """Heat given less heat asked for in every block, GW."""
    data = of_year(results, year)
    given = hourly(data["heat_unserved_gw"].sel(region=region)) - hourly(data["heat_demand_gw"].sel(region=region))
    for cohort, state, row, _ in units(results, year):
        if row["region"] == region:
            given = given + hourly(data["chp_heat_gw"].sel(cohort=cohort, state=state))
    for table, dimension, signs in (
        ("heat_sources", "heat_source", {"heat_source_output_gw": 1.0}),
        ("heat_stores", "heat_store", {"heat_store_discharge_gw": 1.0, "heat_store_charge_gw": -1.0}),
    ):
        for asset, row in assets(results, table, year) if next(iter(signs)) in data else ():
            if row["region"] == region:
                for variable, sign in signs.items():
                    given = given + sign * hourly(data[variable].sel({dimension: asset}))
    return np.asarray(given)


def _diagram_checks(results: Results) -> Iterator[Check]:
    """Lines of the extraction diagram, from net output p, heat q and what is online."""
    data = results.dataset
    over, under, apart = 0.0, 0.0, 0.0
    for year in (int(y) for y in data["year"].values):
        for cohort, state, row, own in units(results, year):
            at = {"cohort": cohort, "state": state, "year": year}
            power, heat, online = (hourly(data[name].sel(at)) for name in (
                "thermal_output_gw", "chp_heat_gw", "thermal_online_gw"))
            line = power - float(own["power_floor"]) * heat
            back = own["mode"] == "back_pressure"
            apart = max(apart, float(np.abs(line).max())) if back else apart
            under = max(under, float((-line).max()))
            full = (1.0 - float(row["own_use_share"])) * online
            over = max(over, float((power + float(own["power_loss"]) * heat - full).max()),
                       float((heat - float(own["heat_gwth_per_gw"]) * online).max()))
    yield within("chp_above_power_floor", under)
    yield within("chp_within_extraction_limits", over)
    yield within("chp_on_back_pressure_line", apart)


def _store_checks(results: Results) -> Iterator[Check]:
    data = results.dataset
    rows = results.case.tables["heat_stores"].drop_duplicates("heat_store").set_index("heat_store")

    def column(name: str) -> xr.DataArray:
        return xr.DataArray(rows[name].to_numpy(dtype=float), dims="heat_store",
                            coords={"heat_store": list(rows.index)})

    yield within("heat_store_exchange_within_power", most(
        data["heat_store_charge_gw"] + data["heat_store_discharge_gw"] - data["heat_store_gw"]))
    yield within("heat_store_level_within_size", most(
        data["heat_store_level_gwh"] - data["heat_store_gw"] * column("hours")))
    region = {store: rows.loc[store, "region"] for store in rows.index}
    asked = xr.concat([data["heat_demand_gw"].sel(region=region[store]) > 0 for store in rows.index
                       ], dim=pd.Index(list(rows.index), name="heat_store"))
    held = before(results, data["heat_store_level_gwh"]) * before(results, asked)
    kept = (1.0 - column("standing_loss_share_per_h")) ** data["duration_h"]
    moved = (data["heat_store_charge_gw"] - data["heat_store_discharge_gw"]) * data["duration_h"]
    gap = abs(data["heat_store_level_gwh"] - kept * held - moved).where(asked)
    yield Check("heat_store_levels_follow", most(gap), POWER_TOLERANCE_GW, "GWh")
