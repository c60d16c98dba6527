"""What a subject of the power system tells the accounts; the records its functions give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.model.economics import annuity
from gridplan.results.ledger import number, of_year
from gridplan.results.types import Results, kept

SUPPLY, USE = "supply", "use"


@dataclass(frozen=True)
class Flow:
    """Power of one asset in a region's balance.

    Attributes:
        region, year: the balance it stands in.
        dimension, asset: label of the asset in the dataset.
        technology: what it counts as.
        side: "supply" or "use".
        row: row of the energy balance (generation, import, storage_charge, ...).
        subject: what the row of the energy balance is split by: technology, link, or nothing.
        column: column of the dispatch, in GW; one that takes power is in ``USE_COLUMNS`` of its subject's file.
        power_gw: net power of every block, shape (n_blocks,), never negative.
        capacity_gw: what its full-load hours refer to; NaN where there is none.
        gross_per_net: gross generation per net.
        fuel: fuel burnt, blank for none.
        extra_use: whether it is a use of electricity beyond the grid load, counted in the province's consumption.
    """

    region: str
    year: int
    dimension: str
    asset: str
    technology: str
    side: str
    row: str
    subject: str
    column: str
    power_gw: np.ndarray
    capacity_gw: float = float("nan")
    gross_per_net: float = 1.0
    fuel: str = ""
    extra_use: bool = False


@dataclass(frozen=True)
class Holding:
    """Capacity of one asset, GW: existing + earlier + built - retired = total."""

    region: str
    year: int
    dimension: str
    asset: str
    technology: str
    existing_gw: float
    built_gw: float
    retired_gw: float
    total_gw: float
    energy_gwh: float = float("nan")


@dataclass(frozen=True)
class Firm:
    """Power an asset gives at a season's peak, GW.

    ``row`` is "plant" (installed, derated and usable by technology) or a row of its own in the power balance, with
    the share of the capacity credited in percent; ``sign`` is -1 for what is owed elsewhere.
    """

    row: str
    subject: str
    installed_gw: float
    usable_gw: float
    credit_pct: float = float("nan")
    sign: int = 1


@dataclass(frozen=True)
class FuelLine:
    """Fuel and CO2 of a cohort in a state of its own, as `fuel_account` lists them: GW and GWh gross, net GWh, capacity
    started in GW, kt of standard coal and CO2; ``coal_kt`` is the part that is coal.
    """

    region: str
    year: int
    cohort: str
    state: str
    technology: str
    fuel: str
    capacity_gw: float
    gross_gwh: float
    net_gwh: float
    started_gw: float
    fuel_kt: float
    co2_kt: float
    is_coal: bool
    in_coal_rate: bool
    coal_kt: float
    co2_captured_kt: float = 0.0


CostLine = tuple[str, str, str, int, float]
"""term, subject, asset, year, million CNY."""


def yearly(results: Results, life: float) -> float:
    """Annuity of a life in years at the case's discount rate."""
    return annuity(results.case.settings.discount_rate, life)


@kept
def assets(results: Results, table: str, year: int) -> list[tuple[str, pd.Series]]:
    """The rows of a case table in force in a planning year, by asset."""
    if not len(results.case.tables[table]):
        return []
    return [(str(asset), row) for asset, row in results.case.rows(table, year).iterrows()]


def credited(results: Results, region: str, year: int, table: str, dimension: str, capacity: str,
             share: str) -> Iterator[Firm]:
    """Firm power of the plants of a region: the share a column of their table credits of a capacity variable, GW."""
    data = of_year(results, year)
    for name, row in assets(results, table, year):
        if row["region"] == region:
            gw = number(data[capacity], **{dimension: name})
            yield Firm("plant", row["technology"], gw, gw * row[share])


def before(results: Results, array: xr.DataArray) -> xr.DataArray:
    """What an hourly variable was in the block before each; the first block of a weather year follows its last."""
    place = array.get_axis_num("time")
    return array.copy(data=np.take(array.values, results.axis.previous, axis=place))


def hourly(array: xr.DataArray) -> np.ndarray:
    """Values over the blocks, what does not exist counted as nothing; shape (n_blocks,)."""
    others = [dimension for dimension in array.dims if dimension != "time"]
    return array.fillna(0.0).sum(others).values
