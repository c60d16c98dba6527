"""The balance tables of planning reports (电力电量平衡表), in their customary order.

Power, at the highest load of summer and of winter (电力规划 practice: load and reserve against what can be relied on):

     1 maximum load        2 reserve = 1 x rate       3 required = 1 + 2
     4 installed           5 derated, not counted     6 usable = 4 - 5              each by technology
     7 firm imports        8 firm exports             9 demand response and others
    10 usable in all = 6 + 7 - 8 + 9                 11 surplus or gap = 10 - 3    12 reserve reached = 10 / 1 - 1

The table's peak is the gross one; with much wind and sun the scarce hour is that of the highest *net* load, often the
evening, so the same is asked once more there, where wind and sun count for what the weather offers in that hour and
reserve is held on that hour's load:

    13 highest net load   14 its hour                15 load in that hour   16 wind and sun offered then
    17 reserve = 15 x rate                           18 required = 13 + 17
    19 usable in all without wind and sun            20 surplus or gap = 19 - 18

Energy of the year (电量平衡), in generation:

     1 consumption         2 exports by channel      3 to be met = 1 + 2
     4 imports by channel  5 generation but coal's, by technology, with full-load hours
     6 other (unserved load, response and what no row names, net), where there is any
     7 remainder to coal = 3 - 4 - 5 - 6             8 coal capacity                9 coal hours = 7 / 8
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from gridplan.model.axis import in_months
from gridplan.model.technologies import NEW_ENERGY
from gridplan.results.energy_balance import energy_balance
from gridplan.results.flows import extra_use_gwh, generation
from gridplan.results.ledger import consumer_years, fuel_row, grid_load_gw, of, ratio, region_row
from gridplan.results.power_balance import SEASONS, power_balance, reserve_rate_pct
from gridplan.results.types import Results, once

POWER_COLUMNS = ["region", "year", "season", "number", "row", "subject", "value", "quantity"]
ENERGY_COLUMNS = ["region", "year", "number", "row", "subject", "energy_gwh", "capacity_gw", "full_load_hours_h"]
ORDER = ("wind_onshore", "wind_offshore", "solar_utility", "solar_distributed", "hydro_ror", "hydro_reservoir",
         "nuclear", "biomass", "waste", "gas_ccgt", "gas_ocgt")
"""Order in which the energy table takes generation before coal; what it does not name follows."""

PLACED = ("generation", "import", "export", "storage_discharge", "storage_charge", "final_demand", "line_loss",
          "own_use")
"""Rows of the energy balance that have a line of their own in the planning table, or are in its consumption."""

VISIBLE_GW, VISIBLE_GWH = 5e-4, 0.05


@once
def planning_power(results: Results) -> pd.DataFrame:
    """The power table of every region, planning year and season.

    Columns: region, year, season, number (place in the table, "4.2" below "4"), row, subject (technology or link;
    blank for the row itself), value, quantity ("power": GW, "percent": %, "hour": hour of the year).  A row split by
    subject comes first as a whole.
    """
    frames = [_power(results, region, year, season) for region, year in consumer_years(results) for season in SEASONS]
    return pd.concat(frames, ignore_index=True)


def _power(results: Results, region: str, year: int, season: str) -> pd.DataFrame:
    account = of(power_balance(results), region, year)
    account = account[account["season"] == season]
    power = account.groupby("row")["power_gw"].sum()
    credit = account.set_index("row")["credit_pct"]
    lines = _Lines()
    lines.add("max_load", power["max_load"])
    lines.add("reserve", power["reserve"])
    lines.add("required", power["required"])
    for row in ("installed", "derated", "usable"):
        lines.split(row, _by_subject(account, row))
    lines.split("firm_import", _by_subject(account, "firm_import"))
    lines.split("firm_export", _by_subject(account, "firm_export"))
    known = {"max_load", "reserve_rate_pct", "reserve", "required", "installed", "derated", "usable", "firm_import",
             "firm_export", "usable_total", "surplus", "reserve_margin", "net_peak_load"}
    for row in dict.fromkeys(("response", *(str(row) for row in account["row"] if row not in known))):
        lines.add(row, float(power.get(row, 0.0)))
    lines.add("usable_total", power["usable_total"])
    lines.add("surplus", power["surplus"])
    lines.add("reserve_margin", float(credit["reserve_margin"]), "percent")
    for line in _at_net_peak(results, account, region, year, season):
        lines.add(*line)
    frame = pd.DataFrame(lines.lines, columns=POWER_COLUMNS[3:])
    frame.insert(0, "region", region)
    frame.insert(1, "year", year)
    frame.insert(2, "season", season)
    return frame


def _by_subject(account: pd.DataFrame, row: str) -> list[tuple[str, float]]:
    lines = account[account["row"] == row]
    return list(zip(lines["subject"].astype(str), lines["power_gw"].astype(float), strict=True))


class _Lines:
    """Lines of a table being numbered."""

    def __init__(self) -> None:
        self.lines: list[tuple[Any, ...]] = []
        self.count = 0

    def add(self, row: str, value: float, quantity: str = "power") -> None:
        self.count += 1
        self.lines.append((str(self.count), row, "", float(value), quantity))

    def split(self, row: str, parts: Iterable[tuple[str, float]]) -> None:
        """A row as a whole and its parts; parts of nothing are left out."""
        parts = list(parts)
        self.add(row, sum(value for _subject, value in parts))
        shown = [(subject, value) for subject, value in parts if abs(value) > VISIBLE_GW]
        self.lines += [(f"{self.count}.{number}", row, subject, value, "power")
                       for number, (subject, value) in enumerate(shown, start=1)]


def net_load_gw(results: Results, region: str, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Grid load and the wind and solar power offered, GW, in each hour of the case's own series; shapes (8760,), of
    several weather years one behind the other.
    """
    capacity = results.dataset["renewable_capacity_gw"].sel(year=year)
    offered = np.zeros(len(results.case.profiles))
    for name, row in results.case.rows("renewables", year).iterrows():
        if row["region"] == region and row["technology"] in NEW_ENERGY:
            series = results.case.profiles[row["profile"]].to_numpy(dtype=float)
            offered += float(capacity.sel(renewable=name)) * (1.0 - row["own_use_share"]) * series
    return grid_load_gw(results, region, year), offered


def _at_net_peak(results: Results, account: pd.DataFrame, region: str, year: int,
                 season: str) -> list[tuple[str, float, str]]:
    """The lines of the highest net load of the season's months, the whole year looked at."""
    load, offered = net_load_gw(results, region, year)
    months = [int(word) for word in str(region_row(results, region, year)[f"{season}_months"]).split()]
    inside = in_months(months, len(load))
    hour = int(np.argmax(np.where(inside, load - offered, -np.inf)))
    reserve = float(load[hour]) * reserve_rate_pct(results, region, year, season) / 100.0
    required = float(load[hour] - offered[hour]) + reserve
    credited = account[(account["row"] == "usable") & account["subject"].isin(NEW_ENERGY)]["power_gw"].sum()
    usable = float(account.loc[account["row"] == "usable_total", "power_gw"].sum()) - float(credited)
    return [
        ("net_peak_load", float(load[hour] - offered[hour]), "power"),
        ("net_peak_hour", float(hour), "hour"),
        ("load_at_net_peak", float(load[hour]), "power"),
        ("offered_at_net_peak", float(offered[hour]), "power"),
        ("reserve_at_net_peak", reserve, "power"),
        ("required_at_net_peak", required, "power"),
        ("usable_without_new_energy", usable, "power"),
        ("surplus_at_net_peak", usable - required, "power"),
    ]


@once
def planning_energy(results: Results) -> pd.DataFrame:
    """The energy table of every region and planning year.

    Columns: region, year, number, row, subject (technology or link; blank for the row itself), energy_gwh (exports
    as sent, imports as received, gross generation), capacity_gw, full_load_hours_h.
    """
    frames = [_energy(results, region, year) for region, year in consumer_years(results)]
    return pd.concat(frames, ignore_index=True)


def _energy(results: Results, region: str, year: int) -> pd.DataFrame:
    balance = of(energy_balance(results), region, year)
    total = balance.groupby("row")["energy_gwh"].sum()
    consumption = float(total["gross_consumption"])
    exports, imports = (_channels(balance, row) for row in ("export", "import"))
    plants = of(generation(results), region, year)
    coal = plants["fuel"].map(lambda fuel: bool(fuel and fuel_row(results, fuel, region, year)["is_coal"])).astype(bool)
    others = plants[~coal].groupby("technology", sort=False)[["gross_gwh", "capacity_gw"]].sum()
    others = others[(others["gross_gwh"] > VISIBLE_GWH) | (others["capacity_gw"] > VISIBLE_GW)]
    others = others.loc[sorted(others.index, key=_place)]
    rest = _rest(balance) + extra_use_gwh(results, region, year)
    to_meet = consumption + sum(energy for _link, energy in exports)
    received, generated = sum(energy for _link, energy in imports), float(others["gross_gwh"].sum())
    remainder, standing = to_meet - received - generated - rest, float(plants.loc[coal, "capacity_gw"].sum())
    lines = _EnergyLines()
    lines.add("gross_consumption", consumption)
    lines.split("export", exports)
    lines.add("energy_to_meet", to_meet)
    lines.split("import", imports)
    lines.add("generation_but_coal", generated)
    for name, row in others.iterrows():
        lines.part("generation_but_coal", str(name), row["gross_gwh"], row["capacity_gw"])
    if abs(rest) > VISIBLE_GWH:
        lines.add("energy_other", rest)
    lines.add("remainder_to_coal", remainder)
    lines.add("coal_capacity", np.nan, standing)
    lines.add("coal_hours", np.nan, np.nan, ratio(remainder, standing))
    frame = pd.DataFrame(lines.lines, columns=ENERGY_COLUMNS[2:])
    frame.insert(0, "region", region)
    frame.insert(1, "year", year)
    return frame


class _EnergyLines:
    """Lines of the energy table being numbered."""

    def __init__(self) -> None:
        self.lines: list[tuple[Any, ...]] = []
        self.count, self.parts = 0, 0

    def add(self, row: str, energy: float, capacity: float = np.nan, hours: float = np.nan) -> None:
        self.count, self.parts = self.count + 1, 0
        self.lines.append((str(self.count), row, "", energy, capacity, hours))

    def part(self, row: str, subject: str, energy: float, capacity: float = np.nan) -> None:
        self.parts += 1
        hours = ratio(energy, capacity) if capacity == capacity else np.nan
        self.lines.append((f"{self.count}.{self.parts}", row, subject, energy, capacity, hours))

    def split(self, row: str, parts: list[tuple[str, float]]) -> None:
        self.add(row, sum(energy for _link, energy in parts))
        for link, energy in parts:
            self.part(row, link, energy)


def _place(technology: str) -> int:
    """Place of a technology in the energy table; what the order does not name comes last."""
    return ORDER.index(technology) if technology in ORDER else len(ORDER)


def _channels(balance: pd.DataFrame, row: str) -> list[tuple[str, float]]:
    lines = balance[balance["row"] == row]
    return [(str(link), float(energy)) for link, energy in zip(lines["subject"], lines["energy_gwh"], strict=True)]


def _rest(balance: pd.DataFrame) -> float:
    """Supply no line of the table names, less such use, GWh; uses beyond the grid load are in the consumption."""
    left = balance[~balance["row"].isin(PLACED)].groupby("section")["energy_gwh"].sum()
    return float(left.get("supply", 0.0)) - float(left.get("use", 0.0))
