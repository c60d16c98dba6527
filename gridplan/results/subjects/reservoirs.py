"""Reservoir plants in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import xarray as xr

from gridplan.results.check import POWER_TOLERANCE_GW, Check, most, within
from gridplan.results.ledger import number, of_year, years
from gridplan.results.subjects.base import SUPPLY, CostLine, Firm, Flow, Holding, assets, before, credited, hourly
from gridplan.results.subjects.hybrid_pumps import returned_share, water_gw
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Net output of every class, less what is pumped water come back (hybrid_pumps.py)."""
    data = of_year(results, year)
    for name, row in assets(results, "reservoirs", year):
        own = 1.0 - returned_share(results, name, year)
        yield Flow(row["region"], year, "reservoir", name, row["technology"], SUPPLY, "generation", row["technology"],
                   f"{row['technology']}_gw", own * hourly(data["reservoir_output_gw"].sel(reservoir=name)),
                   number(data["reservoir_capacity_gw"], reservoir=name), 1.0 / (1.0 - row["own_use_share"]))


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Turbine capacity of every class."""
    data = of_year(results, year)
    for name, row in assets(results, "reservoirs", year):
        yield Holding(row["region"], year, "reservoir", name, row["technology"], float(row["existing_gw"]),
                      number(data["reservoir_built_gw"], reservoir=name), 0.0,
                      number(data["reservoir_capacity_gw"], reservoir=name))


def firm(results: Results, region: str, year: int, season: str) -> Iterator[Firm]:
    """The season's credited share of capacity."""
    yield from credited(results, region, year, "reservoirs", "reservoir", "reservoir_capacity_gw",
                        f"credit_{season}_share")


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital and fixed."""
    data = of_year(results, year)
    for name, row in assets(results, "reservoirs", year):
        yield ("capital", "reservoir", name, year,
               capital_of(results, "reservoirs", name, year, "reservoir", "reservoir_built_gw"))
        yield "fixed", "reservoir", name, year, (number(data["reservoir_capacity_gw"], reservoir=name)
                                                 * row["fixed_cost_cny_per_kw_a"])


def _net(results: Results, year: int) -> xr.DataArray:
    """Net per gross of every class in a year."""
    table = results.case.rows("reservoirs", year)
    return xr.DataArray(1.0 - table["own_use_share"].to_numpy(dtype=float), dims="reservoir",
                        coords={"reservoir": list(table.index)})


def checks(results: Results) -> Iterator[Check]:
    """Output within capacity; levels that follow from inflow, output and spill."""
    data = results.dataset
    yield within("reservoir_output_within_capacity",
                 most(data["reservoir_output_gw"] - data["reservoir_capacity_gw"]))
    net = xr.concat([_net(results, year) for year in years(results)], pd.Index(years(results), name="year"))
    water = (data["reservoir_inflow_gw"] - data["reservoir_output_gw"] / net - data["reservoir_spill_gw"]
             + water_gw(results))
    level = data["reservoir_level_gwh"]
    gap = level - before(results, level) - water * data["duration_h"]
    yield Check("reservoir_levels_follow", most(abs(gap)), 10 * POWER_TOLERANCE_GW, "GWh")
