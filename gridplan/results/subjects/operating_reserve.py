"""Operating reserve in the accounts: what is asked for, who keeps it, what is missing and what that costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gridplan.model.technologies import SOLAR, WIND
from gridplan.results.check import Check, within
from gridplan.results.ledger import annual, number, of_year, years
from gridplan.results.state_figures import state_fuels
from gridplan.results.subjects.base import CostLine, assets, hourly
from gridplan.results.subjects.heat import chp_row
from gridplan.results.types import Results

TABLE = "operating_reserve"
UP = "up"
KINDS = {"thermal": ("cohort", "cohorts"), "store": ("store", "stores"), "reservoir": ("reservoir", "reservoirs")}
"""Kind of asset that keeps reserve: its dimension of the dataset and its case table."""


def required_gw(results: Results, row: pd.Series, year: int) -> np.ndarray:
    """What a row asks for in every block, GW, shape (n_blocks,): shares of load and of wind and solar output."""
    data, region = of_year(results, year), row["region"]
    asked = row["load_share"] * hourly(data["demand_gw"].sel(region=region))
    for technologies, share in ((WIND, row["wind_share"]), (SOLAR, row["solar_share"])):
        for renewable, plant in assets(results, "renewables", year):
            if plant["region"] == region and plant["technology"] in technologies:
                asked = asked + share * hourly(data["renewable_output_gw"].sel(renewable=renewable))
    return np.asarray(asked)


def kept_gw(results: Results, row: pd.Series, year: int, kind: str) -> np.ndarray:
    """What all assets of a kind keep for a row in every block, GW, shape (n_blocks,)."""
    data = of_year(results, year)
    variable, (dimension, table) = f"{kind}_reserve_{row['direction']}_gw", KINDS[kind]
    kept = np.zeros(len(results.axis))
    if variable in data:
        for name, asset in assets(results, table, year):
            if asset["region"] == row["region"]:
                kept += hourly(data[variable].sel({dimension: name}))
    return kept


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Reserve that is missing, at its price."""
    for name, row in assets(results, TABLE, year):
        missing = number(annual(results, "reserve_short_gw"), operating_reserve=name, year=year)
        yield "reserve_shortage", TABLE, name, year, missing * row["shortage_cny_per_mwh"] / 1000.0


def checks(results: Results) -> Iterator[Check]:
    """Kept or missing, what is asked for; and nobody keeps more than he has."""
    if results.case.tables[TABLE].empty:
        return
    over = {"kept": 0.0, "of_thermal": 0.0, "of_stores": 0.0, "of_reservoirs": 0.0}
    for year in years(results):
        for name, row in assets(results, TABLE, year):
            short = hourly(of_year(results, year)["reserve_short_gw"].sel(operating_reserve=name))
            kept = sum((kept_gw(results, row, year, kind) for kind in KINDS), start=short)
            found = {"kept": np.abs(required_gw(results, row, year) - kept), "of_thermal": _thermal(results, row, year),
                     "of_stores": _stores(results, row, year), "of_reservoirs": _reservoirs(results, row, year)}
            over = {what: max(value, float(found[what].max())) for what, value in over.items()}
    for what, value in over.items():
        yield within(f"operating_reserve_{what}", value)


def _thermal(results: Results, row: pd.Series, year: int) -> np.ndarray:
    """How far a state keeps more than what is online leaves above (below) its output, GW, the most in each block."""
    data, variable = of_year(results, year), f"thermal_reserve_{row['direction']}_gw"
    over = np.zeros(len(results.axis))
    for (cohort, state), fuel in state_fuels(results, year).items() if variable in data else ():
        at = {"cohort": cohort, "state": state}
        if bool(data[variable].sel(at).isnull().all()):  # of another region, or one that offers none
            continue
        kept, output = hourly(data[variable].sel(at)), hourly(data["thermal_output_gw"].sel(at))
        heat = chp_row(results, cohort, state, year)
        if heat is not None and "chp_heat_gw" in data:
            output = output + heat["power_loss"] * hourly(data["chp_heat_gw"].sel(at))
        online = (1.0 - fuel.own_use_share) * hourly(data["thermal_online_gw"].sel(at))
        room = online - output if row["direction"] == UP else output
        over = np.maximum(over, kept - room)
    return over


def _stores(results: Results, row: pd.Series, year: int) -> np.ndarray:
    """How far a store keeps more than its power and its energy allow, GW, the most in each block."""
    data, variable = of_year(results, year), f"store_reserve_{row['direction']}_gw"
    over = np.zeros(len(results.axis))
    for name, store in assets(results, "stores", year) if variable in data else ():
        if store["region"] != row["region"]:
            continue
        here = data.sel(store=name)
        kept, level = hourly(here[variable]), hourly(here["store_level_gwh"])
        used = hourly(here["store_discharge_gw"]) - hourly(here["store_charge_gw"])
        power = store["availability_share"] * number(here["store_power_gw"])
        if row["direction"] == UP:
            room, lasting = power - used, store["discharge_efficiency_share"] * level
        else:
            room = power + used
            lasting = (number(here["store_energy_gwh"]) - level) / store["charge_efficiency_share"]
        over = np.maximum(over, kept - np.minimum(room, lasting / row["hours"]))
    return over


def _reservoirs(results: Results, row: pd.Series, year: int) -> np.ndarray:
    """How far a reservoir keeps more than its turbines and its water allow, GW, the most in each block."""
    data, variable = of_year(results, year), f"reservoir_reserve_{row['direction']}_gw"
    over = np.zeros(len(results.axis))
    for name, reservoir in assets(results, "reservoirs", year) if variable in data else ():
        if reservoir["region"] != row["region"]:
            continue
        here, net = data.sel(reservoir=name), 1.0 - reservoir["own_use_share"]
        kept, room = hourly(here[variable]), hourly(here["reservoir_output_gw"])
        if row["direction"] == UP:
            turbines = reservoir["availability_share"] * net * number(here["reservoir_capacity_gw"])
            room = np.minimum(turbines - room, net * hourly(here["reservoir_level_gwh"]) / row["hours"])
        over = np.maximum(over, kept - room)
    return over
