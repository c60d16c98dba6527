"""Electrolysers in the accounts."""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.model.bases import base_regions
from gridplan.results.check import ENERGY_TOLERANCE_GWH, Check, within
from gridplan.results.ledger import annual, number, region_years, years
from gridplan.results.subjects.base import USE, CostLine, Flow, Holding, assets, hourly
from gridplan.results.types import Results
from gridplan.results.vintages import capital_of

TABLE = "electrolysers"
USE_COLUMNS = ("electrolyser_gw",)


def flows(results: Results, year: int) -> Iterator[Flow]:
    """Power taken."""
    data = results.dataset
    for name, row in assets(results, TABLE, year):
        yield Flow(row["region"], year, "electrolyser", name, "electrolyser", USE, "electrolyser", "",
                   "electrolyser_gw", hourly(data["electrolyser_gw"].sel(electrolyser=name, year=year)),
                   number(data["electrolyser_capacity_gw"], electrolyser=name, year=year), extra_use=True)


def holdings(results: Results, year: int) -> Iterator[Holding]:
    """Input power."""
    data = results.dataset
    for name, row in assets(results, TABLE, year):
        yield Holding(row["region"], year, "electrolyser", name, "electrolyser", float(row["existing_gw"]),
                      number(data["electrolyser_built_gw"], electrolyser=name, year=year), 0.0,
                      number(data["electrolyser_capacity_gw"], electrolyser=name, year=year))


def costs(results: Results, year: int) -> Iterator[CostLine]:
    """Capital, fixed, and the income from hydrogen (negative)."""
    data = results.dataset
    for name, row in assets(results, TABLE, year):
        taken = annual(results, "electrolyser_gw")
        made_kt = number(taken, electrolyser=name, year=year) / row["electricity_kwh_per_kg"]
        yield ("capital", "electrolyser", name, year,
               capital_of(results, TABLE, name, year, "electrolyser", "electrolyser_built_gw"))
        held = number(data["electrolyser_capacity_gw"], electrolyser=name, year=year)
        yield "fixed", "electrolyser", name, year, held * row["fixed_cost_cny_per_kw_a"]
        yield "hydrogen", "electrolyser", name, year, -made_kt * row["hydrogen_price_cny_per_kg"]


def checks(results: Results) -> Iterator[Check]:
    """Power between its least and its most, and green energy counted once, within what the renewables leave."""
    # The account reads the flows of all subjects, this one among them.
    from gridplan.results.green_account import green_left_gwh

    data, over, spent = results.dataset, 0.0, 0.0
    for year in years(results):
        for name, row in assets(results, TABLE, year):
            here = data.sel(electrolyser=name, year=year)
            standing = float(here["electrolyser_capacity_gw"]) * row["availability_share"]
            power = here["electrolyser_gw"].values
            over = max(over, float((power - standing).max()), float((row["min_load_share"] * standing - power).max()))
    if len(results.case.tables[TABLE]):
        yield within("electrolyser_within_capacity", over)
    if not len(results.case.tables[TABLE]) and not len(results.case.tables["loads"]):
        return
    for region, year in region_years(results):
        if region in base_regions(results.case):
            continue
        own, pool = green_left_gwh(results, region, year)
        spent = max(spent, -own, -pool)
    yield Check("green_use_counted_once", spent, ENERGY_TOLERANCE_GWH, "GWh")
