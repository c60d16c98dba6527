"""Compare generated hourly series with hourly reference series.

    python benchmarks/profiles_against_reference.py DIRECTORY [--seeds 5]

DIRECTORY holds load_2018_MW.csv, wind_cf_8760_calibrated.csv and pv_cf_8760_calibrated.csv, each with 8760
rows and the columns Ningxia, Hunan, Shanxi, InnerMongolia.  Wind and solar are generated with the annual
hours of the reference, load for the calendar of 2018 with the peak of the library.  Each figure is the worst
over the seeds. Exit code 1 when one misses its limit.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from gridplan import profiles
from gridplan.profiles.weather import HOUR, MONTH, Array, cell_means

PROVINCES = {"Ningxia": "ningxia", "Hunan": "hunan", "Shanxi": "shanxi", "InnerMongolia": "inner_mongolia"}
PERCENT = np.arange(5, 100, 5)


@dataclass(frozen=True)
class Check:
    """One statistic: how it is computed from (generated, reference) and what it may be at worst."""

    name: str
    unit: str
    limit: float | None
    at_least: bool
    value: Callable[[Array, Array], float]

    def worst(self, values: list[float]) -> float:
        return min(values) if self.at_least else max(values)

    def verdict(self, value: float) -> str:
        if self.limit is None:
            return "for information"
        kept = value >= self.limit if self.at_least else value <= self.limit
        return "ok" if kept else "MISSED"


def largest_difference_percent(generated: Array, reference: Array) -> float:
    """Largest relative difference, %, of two arrays of means."""
    return float(np.max(np.abs(generated / reference - 1))) * 100


def monthly(series: Array) -> Array:
    return np.asarray(np.bincount(MONTH, series) / np.bincount(MONTH))


def mean_day(series: Array) -> Array:
    return np.asarray(np.bincount(HOUR, series) / 365)


def lag_correlation(series: Array, lag_h: int) -> float:
    return float(np.corrcoef(series[:-lag_h], series[lag_h:])[0, 1])


def daily_lag(series: Array) -> float:
    return lag_correlation(series.reshape(365, 24).mean(axis=1), 1)


def daily_variation(series: Array) -> float:
    daily = series.reshape(365, 24).mean(axis=1)
    return float(daily.std() / daily.mean())


def quantile_points(generated: Array, reference: Array) -> float:
    """Largest difference of the 5, 10 ... 95 % quantiles in percentage points of capacity."""
    return float(np.max(np.abs(np.percentile(generated, PERCENT) - np.percentile(reference, PERCENT)))) * 100


def daytime_quantile_points(generated: Array, reference: Array) -> float:
    """The same over the hours in which the reference is above zero and as many best hours of the
    generated."""
    light = int((reference > 0).sum())
    return quantile_points(np.sort(generated)[-light:], np.sort(reference)[-light:])


LOAD = [
    Check("monthly means", "%", 3, False, lambda g, r: largest_difference_percent(monthly(g), monthly(r))),
    Check("mean day", "%", 3, False, lambda g, r: largest_difference_percent(mean_day(g), mean_day(r))),
    Check("mean days of the months", "%", 3, False,
          lambda g, r: largest_difference_percent(cell_means(g), cell_means(r))),
    Check("load factor", "points", 3, False, lambda g, r: abs(1 / g.max() - 1 / r.max()) * 100),
    Check("peak over mean", "%", 1, False, lambda g, r: abs(g.max() / r.max() - 1) * 100),
    Check("duration curve 5..95 %", "% of mean", None, False, quantile_points),
    Check("lag 24 h generated", "", None, True, lambda g, r: lag_correlation(g, 24)),
    Check("lag 24 h reference", "", None, True, lambda g, r: lag_correlation(r, 24)),
]  # fmt: skip

RESOURCE = [
    Check("duration curve 5..95 %", "points", 6, False, quantile_points),
    Check("monthly means", "points", None, False, lambda g, r: np.abs(monthly(g) - monthly(r)).max() * 100),
    Check("mean day", "points", None, False, lambda g, r: np.abs(mean_day(g) - mean_day(r)).max() * 100),
    Check("lag 1 h generated", "", None, True, lambda g, r: lag_correlation(g, 1)),
    Check("lag 1 h reference", "", None, True, lambda g, r: lag_correlation(r, 1)),
    Check("lag 24 h generated", "", None, True, lambda g, r: lag_correlation(g, 24)),
    Check("lag 24 h reference", "", None, True, lambda g, r: lag_correlation(r, 24)),
    Check("lag 1 day of daily means, generated", "", None, True, lambda g, r: daily_lag(g)),
    Check("lag 1 day of daily means, reference", "", None, True, lambda g, r: daily_lag(r)),
    Check("variation of daily means, generated", "", None, True, lambda g, r: daily_variation(g)),
    Check("variation of daily means, reference", "", None, True, lambda g, r: daily_variation(r)),
    Check("annual hours", "h", 1e-6, False, lambda g, r: abs(g.sum() - r.sum())),
]
WIND = [
    Check(check.name, check.unit, 0.9, True, check.value) if check.name == "lag 1 h generated" else check
    for check in RESOURCE
]
SUN = [
    *RESOURCE,
    Check("mean day, reference an hour earlier", "points", None, False,
          lambda g, r: np.abs(mean_day(g) - np.roll(mean_day(r), -1)).max() * 100),
    Check("duration curve of the light hours", "points", 6, False, daytime_quantile_points),
]  # fmt: skip


def generated(kind: str, province: str, seed: int, reference: Array) -> Array:
    if kind == "load":
        return profiles.load(province, seed=seed, calendar_year=2018)
    if kind == "wind":
        return profiles.wind(province, seed=seed, annual_hours=float(reference.sum()))
    return profiles.sun(province, seed=seed, annual_hours=float(reference.sum()))


def read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path)[list(PROVINCES)].astype(float)
    if len(frame) != 8760 or frame.isna().any().any():
        raise ValueError(f"{path}: 8760 rows of numbers are needed")
    return frame


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    sources = {
        "load": ("load_2018_MW.csv", LOAD),
        "wind": ("wind_cf_8760_calibrated.csv", WIND),
        "sun": ("pv_cf_8760_calibrated.csv", SUN),
    }
    rows = []
    for kind, (file, checks) in sources.items():
        frame = read(options.directory / file)
        for heading, province in PROVINCES.items():
            reference = frame[heading].to_numpy()
            reference = reference / reference.mean() if kind == "load" else reference
            made = [generated(kind, province, seed, reference) for seed in range(1, options.seeds + 1)]
            for check in checks:
                value = check.worst([check.value(series, reference) for series in made])
                rows.append((kind, check, province, value))
    return report(rows)


def report(rows: list[tuple[str, Check, str, float]]) -> int:
    """Print one line per statistic with a column per province; 1 if a limit is missed, else 0."""
    provinces = " ".join(f"{province:>14}" for province in PROVINCES.values())
    print(f"{'series':6} {'statistic':38} {'unit':10} {'limit':>8} {provinces}")
    missed = False
    for kind, name in dict.fromkeys((kind, check.name) for kind, check, _, _ in rows):
        line = [(check, value) for k, check, _, value in rows if (k, check.name) == (kind, name)]
        check = line[0][0]
        limit = "" if check.limit is None else f"{'>=' if check.at_least else '<='}{check.limit:g}"
        verdicts = {check.verdict(value) for _, value in line}
        missed = missed or "MISSED" in verdicts
        flag = "  MISSED" if "MISSED" in verdicts else ""
        values = " ".join(f"{value:14.3f}" for _, value in line)
        print(f"{kind:6} {name:38} {check.unit:10} {limit:>8} {values}{flag}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
