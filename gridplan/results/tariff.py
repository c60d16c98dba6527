"""Suggested time-of-use windows (峰谷分时电价) by season, from the plan's own hourly prices and net load.

Rules: 发改价格〔2021〕1093号 (July 2021).  Where the system's largest daily gap of peak and valley load exceeds 40 %,
the peak price is at least 4 times the valley price, else 3 times; a critical peak (尖峰) at least 20 % above the peak
is set where load reached 95 % of the year's highest; a deep valley (深谷) is made like it.  Windows may differ by
season.

Of every season (the region's summer and winter months, and the rest) each hour of the day gets a score: the mean of
where its price and its net load (load less wind and sun offered) lie between the lowest (0) and the highest (1) of the
24 hours; prices count up to 1500 CNY/MWh, so that a few scarce hours do not hide the rest.  tariff_windows.py cuts the
day into windows.  Within a peak window the hours in which the load of the case reaches 95 % of its highest become
critical peak; within a valley window those in which wind and sun are curtailed become deep valley; 2 to 4 hours each.

Levels are factors on the flat price: with R the ratio of peak to valley, 1 + a and 1 - a with a = (R - 1) / (R + 1);
critical peak 1.2 times the peak, deep valley 0.8 times the valley.  R is the plan's own ratio of mean prices, but at
least the rule's and at most 6.  The flat price is the one at which all seasons together bring in what the hourly
prices do.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.model.axis import in_months
from gridplan.model.gap import largest_gap_pct
from gridplan.model.technologies import NEW_ENERGY
from gridplan.results.ledger import consumer_years, grid_load_gw, of_year, ratio, region_row
from gridplan.results.tariff_windows import FLAT, HOURS, PEAK, VALLEY, best_part, day_kinds, runs_of
from gridplan.results.types import Results, once

CRITICAL, DEEP = "critical_peak", "deep_valley"
KINDS = (CRITICAL, PEAK, FLAT, VALLEY, DEEP)
SEASONS = ("summer", "winter", "other")
GAP_PCT = 40.0
RATIO_ABOVE_GAP, RATIO_BELOW_GAP, MOST_RATIO = 4.0, 3.0, 6.0
CRITICAL_LOAD_SHARE, CRITICAL_OVER_PEAK, DEEP_UNDER_VALLEY = 0.95, 1.2, 0.8
CURTAILED_SHARE = 0.01
"""Share of what wind and sun offer above which an hour counts as curtailed."""

LONGEST_CRITICAL_H = 4
MOST_PRICE = 1500.0
"""CNY/MWh, the usual ceiling of provincial spot markets."""

ALIKE = 1e-6
HOUR_COLUMNS = ["region", "year", "season", "hour", "kind", "price_cny_per_mwh", "net_load_gw", "score", "factor",
                "tariff_cny_per_mwh"]
WINDOW_COLUMNS = ["region", "year", "season", "months", "kind", "start_hour", "end_hour", "hours_h", "factor",
                  "tariff_cny_per_mwh", "price_cny_per_mwh"]
CHECK_COLUMNS = ["region", "year", "gap_pct", "ratio_asked", "ratio_plan", "ratio", "critical_over_peak_pct",
                 "flat_cny_per_mwh"]
REVENUE_COLUMNS = ["region", "year", "season", "load_gwh", "hourly_million_cny", "windows_million_cny",
                   "difference_million_cny", "windows_cny_per_mwh"]


@once
def tariff_hours(results: Results) -> pd.DataFrame:
    """Kind and level of every hour of the day by season.

    Columns: region, year, season ("other": neither summer nor winter), hour (0..23), kind, price_cny_per_mwh and
    net_load_gw (means of the season), score, factor (on the flat price), tariff_cny_per_mwh.  Seasons of which no
    whole day was solved are left out.
    """
    frames = [_tariff(results, region, year)[0] for region, year in consumer_years(results)]
    return pd.concat(frames, ignore_index=True)


@once
def tariff_check(results: Results) -> pd.DataFrame:
    """The rule's figures of every region and year.

    Columns: region, year, gap_pct (largest daily gap of peak and valley load over the peak), ratio_asked (peak to
    valley, by the rule), ratio_plan (mean prices of the windows; NaN where the valley's is nothing), ratio (suggested),
    critical_over_peak_pct, flat_cny_per_mwh.
    """
    lines = []
    for region, year in consumer_years(results):
        hours, ratios, flat = _tariff(results, region, year)
        critical = 100.0 * (CRITICAL_OVER_PEAK - 1.0) if (hours["kind"] == CRITICAL).any() else np.nan
        lines.append((region, year, peak_valley_gap_pct(results, region, year), *ratios, critical, flat))
    return pd.DataFrame(lines, columns=CHECK_COLUMNS)


@once
def tariff_windows(results: Results) -> pd.DataFrame:
    """The windows, a line each, from the start of the day on.

    Columns: region, year, season, months ("6 7 8 9"), kind, start_hour, end_hour (1..24; at or below the start where
    the window runs over midnight), hours_h, factor, tariff_cny_per_mwh, price_cny_per_mwh (the plan's mean).
    """
    lines = []
    for (region, year, season), day in tariff_hours(results).groupby(["region", "year", "season"], sort=False):
        day = day.set_index("hour").sort_index()
        months = " ".join(str(month) for month in _season_months(results, region, int(year))[season])
        for kind, start, length in runs_of(day["kind"].tolist()):
            inside = day.loc[[(start + step) % HOURS for step in range(length)]]
            lines.append((region, year, season, months, kind, start, (start + length - 1) % HOURS + 1, float(length),
                          inside["factor"].iloc[0], inside["tariff_cny_per_mwh"].iloc[0],
                          inside["price_cny_per_mwh"].mean()))
    return pd.DataFrame(lines, columns=WINDOW_COLUMNS)


@once
def tariff_revenue(results: Results) -> pd.DataFrame:
    """What the load pays at the windows and at the hourly prices.

    Columns: region, year, season, load_gwh, hourly_million_cny, windows_million_cny, difference_million_cny,
    windows_cny_per_mwh.  Over the seasons the two are equal.
    """
    lines = []
    for region, year in consumer_years(results):
        level = _tariff(results, region, year)[0].set_index(["season", "hour"])["tariff_cny_per_mwh"]
        hours = _hours(results, region, year)
        paid = hours["weight"] * hours["load"] / 1000.0
        at_windows = paid * level.loc[list(zip(hours["season"], hours["hour"], strict=True))].to_numpy()
        sums = pd.DataFrame({"season": hours["season"], "load": 1000.0 * paid, "hourly": paid * hours["price"],
                             "windows": at_windows}).groupby("season")[["load", "hourly", "windows"]].sum()
        for season in SEASONS:
            if season in sums.index:
                load, hourly, windows = sums.loc[season, ["load", "hourly", "windows"]]
                lines.append((region, year, season, load, hourly, windows, windows - hourly,
                              1000.0 * ratio(windows, load)))
    return pd.DataFrame(lines, columns=REVENUE_COLUMNS)


def peak_valley_gap_pct(results: Results, region: str, year: int) -> float:
    """Largest daily gap of highest and lowest grid load over the highest, %, in the case's own 8760 hours; NaN at a
    supply base, which has no load.
    """
    load = grid_load_gw(results, region, year)
    return largest_gap_pct(load) if load.max() > 0 else float("nan")


def _tariff(results: Results, region: str, year: int) -> tuple[pd.DataFrame, tuple[float, float, float], float]:
    """Hours with their kinds and levels; ratios asked, of the plan and suggested; the flat price."""
    hours = _hours(results, region, year)
    near_peak = _near_peak(results, region, year)
    frames = [_season(part, near_peak[season], region, year, season)
              for season in SEASONS if len(part := hours[hours["season"] == season])]
    asked = RATIO_ABOVE_GAP if peak_valley_gap_pct(results, region, year) > GAP_PCT else RATIO_BELOW_GAP
    if not frames:
        return pd.DataFrame(columns=HOUR_COLUMNS), (asked, float("nan"), float("nan")), float("nan")
    frame = pd.concat(frames, ignore_index=True)
    of_plan = _plan_ratio(frame)
    # A valley at no price has no ratio; the most that is suggested is suggested.
    suggested = max(asked, min(of_plan, MOST_RATIO)) if np.isfinite(of_plan) else MOST_RATIO
    spread = (suggested - 1.0) / (suggested + 1.0)
    factor = {CRITICAL: CRITICAL_OVER_PEAK * (1.0 + spread), PEAK: 1.0 + spread, FLAT: 1.0, VALLEY: 1.0 - spread,
              DEEP: DEEP_UNDER_VALLEY * (1.0 - spread)}
    frame["factor"] = frame["kind"].map(factor)
    level = frame.set_index(["season", "hour"])["factor"]
    weighed = level.loc[list(zip(hours["season"], hours["hour"], strict=True))].to_numpy()
    energy = hours["weight"] * hours["load"]
    flat = float((energy * hours["price"]).sum()) / float((energy * weighed).sum())
    frame["tariff_cny_per_mwh"] = frame["factor"] * flat
    return frame[HOUR_COLUMNS], (asked, of_plan, suggested), flat


def _plan_ratio(frame: pd.DataFrame) -> float:
    """Mean price of the peak windows over that of the valley windows; NaN where the valley's is nothing, 1 where there
    are no such windows.
    """
    peak = frame.loc[frame["kind"].isin([PEAK, CRITICAL]), "price_cny_per_mwh"]
    valley = frame.loc[frame["kind"].isin([VALLEY, DEEP]), "price_cny_per_mwh"]
    if peak.empty or valley.empty:
        return 1.0
    return float(peak.mean() / valley.mean()) if valley.mean() > 1.0 else float("nan")


def _season(part: pd.DataFrame, near_peak: np.ndarray, region: str, year: int, season: str) -> pd.DataFrame:
    """The 24 hours of a season with their kinds."""
    weights = part.groupby("hour")["weight"].sum()
    counted = part.assign(capped=part["price"].clip(upper=MOST_PRICE))
    price, capped, net = ((counted[name] * counted["weight"]).groupby(counted["hour"]).sum() / weights
                          for name in ("price", "capped", "net"))
    score = (_place(capped) + _place(net)) / 2.0
    kinds = day_kinds(score.to_numpy())
    curtailed = (part["curtailed"] * part["weight"]).groupby(part["hour"]).sum().reindex(range(HOURS)).to_numpy()
    final = list(kinds)
    for kind, counts, special in ((PEAK, near_peak, CRITICAL), (VALLEY, curtailed, DEEP)):
        for found, start, length in runs_of(kinds):
            stretch = best_part(counts, start, length, LONGEST_CRITICAL_H) if found == kind else None
            for step in range(stretch[1] if stretch else 0):
                final[(stretch[0] + step) % HOURS] = special  # type: ignore[index]
    return pd.DataFrame({"region": region, "year": year, "season": season, "hour": range(HOURS), "kind": final,
                         "price_cny_per_mwh": price.to_numpy(), "net_load_gw": net.to_numpy(),
                         "score": score.to_numpy()})


def _place(values: pd.Series) -> pd.Series:
    """Where each hour lies between the lowest (0) and the highest (1) of the 24; 0.5 where all are alike."""
    least, most = float(values.min()), float(values.max())
    return (values - least) / (most - least) if most - least > ALIKE * max(abs(most), 1.0) else values * 0.0 + 0.5


def _season_months(results: Results, region: str, year: int) -> dict[str, list[int]]:
    row = region_row(results, region, year)
    summer, winter = ([int(word) for word in str(row[f"{name}_months"]).split()] for name in ("summer", "winter"))
    winter = [month for month in winter if month not in summer]
    return {"summer": summer, "winter": winter,
            "other": [month for month in range(1, 13) if month not in (*summer, *winter)]}


def _near_peak(results: Results, region: str, year: int) -> dict[str, np.ndarray]:
    """How often each hour of the day has at least 95 % of the year's highest load, by season; each shape (24,)."""
    load = grid_load_gw(results, region, year)
    near = load >= CRITICAL_LOAD_SHARE * load.max()
    return {season: (near & in_months(months, len(load))).reshape(-1, HOURS).sum(axis=0)
            for season, months in _season_months(results, region, year).items()}


def _hours(results: Results, region: str, year: int) -> pd.DataFrame:
    """Every solved hour, one line each: season, hour of the day, weight (h), price, load and net load (GW), whether
    wind and sun are curtailed.  A block of several hours stands for each of them alike.
    """
    data = of_year(results, year)
    rows = results.case.rows("renewables", year)
    names = list(rows.index[(rows["region"] == region) & rows["technology"].isin(NEW_ENERGY)])
    offered = data["renewable_available_gw"].sel(renewable=names).sum("renewable").values
    used = data["renewable_output_gw"].sel(renewable=names).sum("renewable").values
    load, duration = data["demand_gw"].sel(region=region).values, data["duration_h"].values.astype(int)
    season_of = {month: season for season, months in _season_months(results, region, year).items() for month in months}
    block = np.repeat(np.arange(len(duration)), duration)
    within = np.arange(len(block)) - np.repeat(np.cumsum(duration) - duration, duration)
    frame = pd.DataFrame({
        "season": [season_of[int(month)] for month in data["month"].values[block]],
        "hour": (data["hour_of_year"].values[block] + within) % HOURS,
        "weight": (data["weight_h"].values / duration)[block],
        "price": data["price_cny_per_mwh"].sel(region=region).values[block],
        "load": load[block], "net": (load - offered)[block],
        "curtailed": (offered - used > CURTAILED_SHARE * np.maximum(offered, 1e-9))[block].astype(float),
    })
    # A season of which not every hour of the day was solved has no day to cut into windows.
    return frame[frame.groupby("season")["hour"].transform("nunique") == HOURS].reset_index(drop=True)
