"""The statistics of a province that the hourly models start from, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gridplan.library import tables

Array = NDArray[np.float64]

QUANTILES_PERCENT = (5, 10, 25, 50, 75, 90, 95)
SEASONS = ("winter", "spring", "summer", "autumn")


@dataclass(frozen=True)
class Resource:
    """Hourly statistics of one renewable resource, from the raw weather-model series of the library.

    `month` has 12 mean capacity factors, `season_hour` 4 x 24 (winter, spring, summer, autumn), `quantile`
    the capacity factors at 5, 10, 25, 50, 75, 90 and 95 % of the hours; hours are full-load hours a year.
    """

    annual_hours: float
    mean: float
    maximum: float
    share_zero: float
    quantile: Array
    month: Array
    season_hour: Array
    lag_1h: float
    lag_24h: float
    daily_lag_1d: float
    daily_variation: float


@dataclass(frozen=True)
class Load:
    """Load statistics of one province; `shape` is 12 x 24 (mean load of the cell over the annual mean)."""

    shape: Array
    peak_to_mean: float
    lowest_to_mean: float
    peak_month: int
    summer_peak_share: float
    winter_peak_share: float
    weekend_ratio: float
    daily_variation: Array


@lru_cache(maxsize=1)
def province_ids() -> tuple[str, ...]:
    """The provinces of the library in its order."""
    return tuple(tables.table("provinces")["id"].astype(str))


def position(province: str) -> int:
    """Place of a province in the library; ValueError for a name it does not have."""
    known = province_ids()
    if province not in known:
        raise ValueError(f"unknown province {province!r}: allowed are {', '.join(known)}")
    return known.index(province)


@lru_cache(maxsize=1)
def coordinates() -> tuple[Array, Array]:
    """Latitude and longitude (degrees) of the provincial capitals in the order of `province_ids`."""
    frame = tables.table("provinces")
    return frame["lat"].to_numpy(dtype=float), frame["lon"].to_numpy(dtype=float)


def latitude_longitude(province: str) -> tuple[float, float]:
    """Latitude and longitude (degrees) of the capital of a province."""
    latitude, longitude = coordinates()
    place = position(province)
    return float(latitude[place]), float(longitude[place])


@lru_cache(maxsize=128)
def resource(province: str, technology: str) -> Resource:
    """Statistics of `wind_onshore`, `wind_offshore` or `solar` in a province.

    ValueError for an unknown province, or one that has no such resource.
    """
    position(province)
    frame = tables.table("resource")
    offered = frame[frame["technology"] == technology]
    row = offered[offered["province"] == province]
    if len(row) != 1:
        raise ValueError(
            f"{province!r} has no resource {technology!r} in the library: it is known for "
            f"{', '.join(offered['province'].astype(str)) or 'no province'}"
        )
    one = row.iloc[0]
    months = [f"cf_m{month:02d}_raw" for month in range(1, 13)]
    quantiles = [f"cf_p{percent:02d}_raw" for percent in QUANTILES_PERCENT]
    hours = [[f"cf_{season}_h{hour:02d}_raw" for hour in range(24)] for season in SEASONS]
    return Resource(
        annual_hours=_number(one, "annual_hours_recommended"),
        mean=_number(one, "mean_cf_raw"),
        maximum=_number(one, "cf_max_raw"),
        share_zero=_number(one, "share_zero_hours"),
        quantile=np.array([_number(one, name) for name in quantiles]),
        month=np.array([_number(one, name) for name in months]),
        season_hour=np.array([[_number(one, name) for name in season] for season in hours]),
        lag_1h=_number(one, "lag1h_autocorrelation"),
        lag_24h=_number(one, "lag24h_autocorrelation"),
        daily_lag_1d=_number(one, "daily_mean_lag1d_autocorrelation"),
        daily_variation=_number(one, "daily_mean_cv"),
    )


@lru_cache(maxsize=64)
def load(province: str) -> Load:
    """Load statistics of a province; ValueError for an unknown one."""
    position(province)
    shapes = tables.table("load_shape")
    own = shapes[shapes["province"] == province].sort_values(["month", "hour"])
    if len(own) != 288:
        raise ValueError(f"load_shape has {len(own)} rows for {province!r}: 12 x 24 are needed")
    shape = own["factor"].to_numpy(dtype=float).reshape(12, 24)
    frame = tables.table("load_stats")
    one = frame[frame["province"] == province].iloc[0]
    return Load(
        shape=shape,
        peak_to_mean=_number(one, "peak_to_mean"),
        lowest_to_mean=_number(one, "min_to_mean"),
        peak_month=int(_number(one, "peak_month")),
        summer_peak_share=_number(one, "summer_peak_to_annual_peak"),
        winter_peak_share=_number(one, "winter_peak_to_annual_peak"),
        weekend_ratio=_number(one, "weekend_to_weekday"),
        daily_variation=np.array([_number(one, f"daily_energy_cv_m{month:02d}") for month in range(1, 13)]),
    )


def hydro_months(province: str) -> Array:
    """Mean inflow of the 12 months over the annual mean; ValueError for an unknown province."""
    row = _hydro(province)
    return np.array([_number(row, f"inflow_m{month:02d}") for month in range(1, 13)])


def hydro_hours(province: str) -> float:
    """Full-load hours a year of hydropower in a province; ValueError for an unknown one."""
    return _number(_hydro(province), "annual_hours")


def _hydro(province: str) -> pd.Series:
    position(province)
    frame = tables.table("hydro")
    rows = frame[frame["province"] == province]
    if len(rows) != 1:
        raise ValueError(f"the library's hydro table has {len(rows)} rows for {province!r}: one is needed")
    return rows.iloc[0]


def _number(row: pd.Series, column: str) -> float:
    value = float(row[column])
    if not np.isfinite(value):
        raise ValueError(f"library row {row.get('province')!r} has no number in column {column!r}")
    return value
