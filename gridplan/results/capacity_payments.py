"""Income from capacity prices (容量电价): a transfer, in cost recovery only and never in the objective.

    coal, gas, pumped hydro:   price x gross capacity
    new storage:               price x power; without a price of its own
                               coal price x min(1, hours / longest net-load peak of the year) x power
    emergency reserve:         its own price x capacity kept

Captive plants get none; emergency reserve does not get the price of coal in service.  Gross capacity stands for the
declared maximum output, so this is what a plant without a failure to deliver is paid.  Documents:
发改价格〔2023〕1501号, 发改价格〔2026〕114号.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplan.model.technologies import EMERGENCY, NEW_STORAGE
from gridplan.results.ledger import number, ratio, years
from gridplan.results.subjects import collect
from gridplan.results.subjects.base import Holding
from gridplan.results.types import Results, once

COAL, STORAGE = "coal", "new_storage"
GROUPS = {"coal": COAL, "coal_usc_new": COAL, "gas_ccgt": "gas", "gas_ocgt": "gas", "pumped_hydro": "pumped_hydro",
          **dict.fromkeys(NEW_STORAGE, STORAGE)}
"""Group of the table ``capacity_price`` a technology is paid by."""

COLUMNS = ["region", "year", "dimension", "asset", "technology", "capacity_gw", "price_cny_per_kw", "million_cny"]


@once
def capacity_payments(results: Results) -> pd.DataFrame:
    """What every asset with a capacity price is paid in a year.

    Columns: region, year, dimension, asset, technology, capacity_gw (gross; stores: power), price_cny_per_kw (a year),
    million_cny.
    """
    lines = []
    for year in years(results):
        for held in collect("holdings", results, year):
            price = _price(results, held, year)
            if price > 0:
                lines.append((held.region, year, held.dimension, held.asset, held.technology, held.total_gw, price,
                              held.total_gw * price))
        lines += _emergency(results, year)
    return pd.DataFrame(lines, columns=COLUMNS)


def _price(results: Results, held: Holding, year: int) -> float:
    """CNY/kW a year; 0 where the asset is paid none."""
    group = GROUPS.get(held.technology, "")
    prices = results.case.rows("capacity_price", year)
    if (held.region, group) not in prices.index:
        return 0.0
    if held.dimension == "cohort" and bool(results.case.rows("cohorts", year).loc[held.asset, "captive"]):
        return 0.0
    row = prices.loc[(held.region, group)]
    if group != STORAGE or not np.isnan(row["cny_per_kw_a"]):
        return float(np.nan_to_num(row["cny_per_kw_a"]))
    if (held.region, COAL) not in prices.index:
        return 0.0
    hours = ratio(held.energy_gwh, held.total_gw)
    share = min(1.0, hours / float(row["longest_net_peak_hours"])) if not np.isnan(hours) else 0.0
    return share * float(prices.loc[(held.region, COAL), "cny_per_kw_a"])


def _emergency(results: Results, year: int) -> list[tuple[Any, ...]]:
    """Emergency reserve at its own price."""
    cohorts, lines = results.case.rows("cohorts", year), []
    for cohort, row in results.case.rows("emergency_reserve", year).iterrows():
        kept, price = number(results.dataset["emergency_reserve_gw"], cohort=cohort, year=year), float(
            row["capacity_price_cny_per_kw_a"])
        lines.append((cohorts.loc[cohort, "region"], year, "cohort", str(cohort), EMERGENCY, kept, price, kept * price))
    return lines
