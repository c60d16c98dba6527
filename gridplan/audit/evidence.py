"""The files of a results folder as they lie there, read without the code that wrote them."""

from __future__ import annotations

import copy
import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from gridplan.case.schema import schema

HOURS_PER_YEAR = 8760
GWH_PER_TWH = 1000.0
OUTSIDE = "outside"
AS_IS = "as_is"


class Evidence:
    """A results folder: run.json, tables.json, results.nc with the hourly series of the case.

    Arrays of variables come with what does not exist (NaN) as zero, over the labels left open; ``raw`` keeps it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        self.stored: dict[str, Any] = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
        self.data = xr.load_dataset(folder / "results.nc", engine="h5netcdf")
        self.tables = {name: table_of(frame) for name, frame in self.stored["case"].items()}
        self.costs, self.policies, self.why, self.targets, self.compared = (
            table_of(self.stored[name]) for name in ("costs", "policies", "why", "targets", "without_retrofits"))
        self.profiles = self._series()
        self.years = [int(year) for year in self.stored["settings"]["years"]]
        self.regions = [str(region) for region in self.data["region"].values]
        self.weight = self.data["weight_h"].values.astype(float)
        self.length = self.data["duration_h"].values.astype(float)
        self.first_hour = self.data["hour_of_year"].values.astype(int)
        self.chances = self._chances()
        self.weather = self._weather()
        self.month = self.data["month"].values.astype(int)
        self.rate = float(self.stored["settings"]["discount_rate"])
        self._place = {str(name): {_label(value): at for at, value in enumerate(self.data[name].values)}
                       for name in self.data.dims if name != "time"}
        self._rows: dict[tuple[str, int], pd.DataFrame] = {}
        self._loads: dict[tuple[str, int], np.ndarray] = {}

    def _series(self) -> dict[str, np.ndarray]:
        stored = xr.load_dataset(self.folder / "results.nc", engine="h5netcdf", group="profiles")
        values = stored["profile"].transpose("series", "hour").values
        return {str(name): values[at] for at, name in enumerate(stored["series"].values)}

    def _chances(self) -> dict[str, float]:
        """Probability of each weather year, in order; one without a name where the case does not say."""
        rows = self.tables.get("weather_years")
        if rows is None or rows.empty:
            return {"": 1.0}
        stated = rows["probability"].to_numpy(dtype=float)
        return dict(zip(rows["weather_year"].astype(str), np.where(np.isnan(stated), 1.0 / len(rows), stated).tolist(),
                        strict=True))

    def _weather(self) -> np.ndarray:
        """Position of each block's weather year."""
        if len(self.chances) == 1:
            return np.zeros(len(self.first_hour), dtype=int)
        place = {name: at for at, name in enumerate(self.chances)}
        return np.array([place[str(name)] for name in self.data["weather_year"].values])

    @cached_property
    def stretches(self) -> list[tuple[np.ndarray, float]]:
        """Blocks of each weather year, with its probability."""
        return [(np.flatnonzero(self.weather == at), chance) for at, chance in enumerate(self.chances.values())]

    def in_weather(self, at: int) -> Evidence:
        """The evidence of one weather year, as if there were no other: its blocks alone count, for the whole year."""
        own = copy.copy(self)
        own.weight = np.where(self.weather == at, self.weight / list(self.chances.values())[at], 0.0)
        return own

    def year_sum(self, hourly: np.ndarray) -> float:
        """Sum of a series over a year, the expected one of several weather years."""
        if len(self.chances) == 1:
            return float(hourly.sum())
        sums = hourly.reshape(len(self.chances), HOURS_PER_YEAR).sum(axis=1)
        return float(sums @ np.array(list(self.chances.values())))

    def rows(self, table: str, year: int) -> pd.DataFrame:
        """Rows of a case table in force in a planning year, indexed by the table's key: one for the year goes before
        one for every year."""
        if (table, year) not in self._rows:
            frame = self.tables[table]
            key = list(schema().tables[table].key)
            if "year" in frame:
                own = frame["year"].isna().to_numpy(dtype=bool)
                frame = pd.concat([frame[(frame["year"] == year).fillna(False).to_numpy(dtype=bool)], frame[own]])
                frame = frame[~frame.duplicated(key, keep="first")].sort_index()
            index = pd.MultiIndex.from_frame(frame[key]) if len(key) > 1 else pd.Index(frame[key[0]].astype(object))
            self._rows[table, year] = frame.set_axis(index, axis=0)
        return self._rows[table, year]

    def has(self, variable: str) -> bool:
        """Whether the dataset holds a variable."""
        return variable in self.data

    def raw(self, variable: str, **labels: object) -> np.ndarray:
        """A variable at some labels, over the dimensions they leave open, what does not exist as NaN.

        Raises KeyError for a variable or a label that is not there.
        """
        array = self.data[variable]
        place = tuple(self._place[str(name)][_label(labels[str(name)])] if str(name) in labels else slice(None)
                      for name in array.dims)
        return np.asarray(array.values[place], dtype=float)

    def get(self, variable: str, **labels: object) -> np.ndarray:
        """As ``raw``, what does not exist as zero."""
        return np.asarray(np.nan_to_num(self.raw(variable, **labels), nan=0.0))

    def one(self, variable: str, **labels: object) -> float:
        """The sum of a variable over what the labels leave open; zero where the dataset has no such variable."""
        return float(self.get(variable, **labels).sum()) if variable in self.data else 0.0

    def annual(self, variable: str, **labels: object) -> float:
        """The year's sum of an hourly variable: weight x value, GW to GWh; zero where there is no such variable."""
        return float((self.get(variable, **labels) * self.weight).sum()) if variable in self.data else 0.0

    def mean(self, hourly: np.ndarray) -> np.ndarray:
        """Mean of a series over each block: 8760 hours of every weather year, or of a calendar they share."""
        hourly = np.resize(hourly, HOURS_PER_YEAR * len(self.chances))
        first = self.first_hour + HOURS_PER_YEAR * self.weather
        if (self.length == 1).all():
            return np.asarray(hourly[first])
        sums = np.concatenate([[0.0], np.cumsum(hourly)])
        return np.asarray((sums[first + self.length.astype(int)] - sums[first]) / self.length)

    @cached_property
    def previous(self) -> np.ndarray:
        """The block before each: the last of a weather year is followed by its first."""
        place = np.arange(len(self.first_hour)) - 1
        for blocks, _chance in self.stretches:
            place[blocks[0]] = blocks[-1]
        return place

    def before(self, level: np.ndarray) -> np.ndarray:
        """A level at the end of the block before each."""
        return np.take(level, self.previous, axis=-1)

    @cached_property
    def to_previous_h(self) -> np.ndarray:
        """Hours between the middle of each block and of the one before it."""
        return np.asarray(0.5 * (self.length + self.length[self.previous]))

    def windows(self, hours: int) -> list[np.ndarray]:
        """Blocks of each window of so many hours of a weather year, counted from its start."""
        number = self.first_hour // hours + HOURS_PER_YEAR * self.weather
        return [np.flatnonzero(number == one) for one in dict.fromkeys(number.tolist())]

    def annuity(self, life: float) -> float:
        """Yearly payment for one unit of money over a life in years at the case's discount rate."""
        if self.rate == 0.0:
            return 1.0 / life
        return float(self.rate / (1.0 - (1.0 + self.rate) ** -life))

    def fuel(self, fuel: str, region: str, year: int) -> pd.Series:
        """The fuel's row for a region: its own, else the one for all regions."""
        rows = self.rows("fuels", year)
        own = (fuel, region)
        return rows.loc[own] if own in rows.index else rows.loc[(fuel, "")]

    @property
    def gap_million_cny(self) -> float:
        """What the plan may cost more than the bound that its prices belong to, million CNY."""
        return (abs(float(self.run["gap"])) + 1e-8) * abs(float(self.run["cost_million_cny"]))

    def bases(self) -> dict[str, str]:
        """Supply bases, with the province on whose ground they stand."""
        rows = self.tables["bases"]
        return dict(zip(rows["region"].astype(str), rows["counted_in"].astype(str), strict=True))

    def ground(self, region: str) -> list[str]:
        """A region and the supply bases whose plants it counts."""
        return [region, *(base for base, where in self.bases().items() if where == region)]

    def free_allocation(self, region: str, year: int) -> float:
        """Share of the CO2 benchmark given free."""
        rows = self.rows("carbon_market", year)
        return 1.0 - float(rows.loc[region, "auction_share"]) if region in rows.index else 1.0

    def load(self, region: str, year: int) -> np.ndarray:
        """Grid load of each of the 8760 hours, GW: consumption less plants' own use in the profile's shape, named loads
        in their own."""
        if (region, year) not in self._loads:
            self._loads[region, year] = self._load(region, year)
        return self._loads[region, year]

    def _load(self, region: str, year: int) -> np.ndarray:
        if region in self.bases():
            return np.zeros(HOURS_PER_YEAR * len(self.chances))
        row = self.rows("demand", year).loc[region]
        energy = (float(row["energy_twh"]) * GWH_PER_TWH
                  * (1.0 - float(self.rows("regions", year).loc[region, "own_use_share_of_consumption"])))
        named = np.zeros(HOURS_PER_YEAR * len(self.chances))
        for name, load in self.rows("loads", year).iterrows():
            if load["region"] != region or load["counted"] == "in_curve":
                continue
            named = named + self.baseline(str(name), year)
            if load["counted"] == "in_energy":
                energy -= float(load["energy_twh"]) * GWH_PER_TWH
        shape = self.profiles[row["profile"]]
        return np.asarray(shape / self.year_sum(shape) * energy + named)

    def baseline(self, load: str, year: int) -> np.ndarray:
        """A named load in each of the 8760 hours before anything is moved, GW."""
        row = self.rows("loads", year).loc[load]
        shape = self.profiles[row["profile"]]
        return np.asarray(shape / self.year_sum(shape) * float(row["energy_twh"]) * GWH_PER_TWH)


def most_beyond(evidence: Evidence, power: np.ndarray, most_gwh: float) -> float:
    """By how much an hourly power (GW) exceeds an energy of the year (GWh) in the weather year where it does most."""
    return max(float(power[blocks] @ evidence.weight[blocks]) - chance * most_gwh
               for blocks, chance in evidence.stretches)


def number(value: object, missing: float = 0.0) -> float:
    """A figure of a table; ``missing`` where the case gives none."""
    figure = float(value)  # type: ignore[arg-type]
    return missing if np.isnan(figure) else figure


def _label(value: object) -> object:
    return int(value) if isinstance(value, int | np.integer) else str(value)


def table_of(stored: dict[str, Any]) -> pd.DataFrame:
    """A table of tables.json: each column with its stated type, null as missing."""
    columns = {}
    for name, column in stored["columns"].items():
        kind = column["type"]
        values = column["values"]
        if len(values) != stored["length"]:
            raise ValueError(f"column {name} has {len(values)} values for {stored['length']} rows")
        columns[name] = (pd.Series(values, dtype=pd.Series([""]).dtype) if kind == "text"
                         else pd.Series(values, dtype=kind))
    return pd.DataFrame(columns, index=pd.RangeIndex(stored["length"]))
