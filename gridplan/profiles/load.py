"""Hourly load: the mean days of the months, with weekdays, Spring Festival, weather and the known peaks."""

from __future__ import annotations

import numpy as np

from gridplan.profiles import festival, statistics
from gridplan.profiles.weather import (
    DAYS,
    DAYS_OF_MONTH,
    HOUR,
    HOURS,
    HOURS_OF_MONTH,
    MONTH,
    MONTH_LENGTH_D,
    MONTH_OF_DAY,
    Array,
    cell_means,
    course_of_year,
    process,
    weekday_of_day,
)

SUMMER = (5, 6, 7, 8)  # months 0..11 in which the library's summer peak was sought: June to September
WINTER = (10, 11, 0, 1)  # November to February
MEMORY_DAYS = 3.5  # of hot and cold spells; engineering judgement
KNOWN_SHARE = 0.7  # most of a month's daily variance that calendar and trend may explain, the rest is weather
BELOW_PEAK = 0.985  # highest load of the other months over the peak of their season
THRESHOLDS = (0.95, 0.9, 0.8, 0.65, 0.5, 0.35)  # quantiles of a month above which its peak is bent
NIGHT_ENDS_H, EVENING_STARTS_H = 5, 19  # in between a day keeps its own level; nights lead to the next


def load(province: str, *, seed: int, calendar_year: int, peak_to_mean: float | None = None) -> Array:
    """Load over its annual mean (mean exactly 1) in 8760 hours of Beijing time.

    The highest hour is exactly `peak_to_mean` (None: the library's) and lies in the month it belongs to;
    monthly means and the mean day of each month are the library's.  With a lower peak than the library's all
    deviations from the mean shrink by one factor; with a higher one they grow by the square root of the ratio
    of the excesses over the mean, and the rest falls on the highest hours.  Raises ValueError for an unknown
    province and a peak out of reach.
    """
    known = statistics.load(province)
    natural = known.peak_to_mean
    peak = natural if peak_to_mean is None else peak_to_mean
    lowest, highest = 1 + 0.2 * (natural - 1), 1 + 1.7 * (natural - 1)
    if not np.isfinite(peak) or not lowest <= peak <= highest:
        raise ValueError(
            f"peak over mean load {peak:g} of {province} is out of reach: "
            f"allowed are {lowest:.3f} to {highest:.3f}"
        )
    by_day = _daily_level(known, process("demand", province, seed, MEMORY_DAYS * 24), calendar_year)
    shape = known.shape / np.average(known.shape.mean(axis=1), weights=MONTH_LENGTH_D)
    series = shape[MONTH, HOUR] * _hourly_level(by_day)
    series = _with_floor(series * (shape / cell_means(series))[MONTH, HOUR], known.lowest_to_mean)
    # Peaks bent once, then the mean days put right again: the second bending of the peaks is slight.
    series = _with_peaks(series * (shape / cell_means(series))[MONTH, HOUR], known, natural)
    series = series * (shape / cell_means(series))[MONTH, HOUR]
    if peak <= natural:
        return 1 + (_with_peaks(series, known, natural) - 1) * (peak - 1) / (natural - 1)
    return _with_peaks(1 + (series - 1) * np.sqrt((peak - 1) / (natural - 1)), known, peak)


def _daily_level(known: statistics.Load, weather: Array, calendar_year: int) -> Array:
    """Level of the 365 days over the mean of their month: weekday, festival, drift, and weather for the rest.

    Within each month the standard deviation is the library's.
    """
    offday = festival.days_off(weekday_of_day(calendar_year))
    february = known.daily_variation[1]
    calendar = np.where(offday, known.weekend_ratio, 1.0) * (
        1 - february * festival.depth(calendar_year, share_of_variance=KNOWN_SHARE)
    )
    ordinary = known.shape.mean(axis=1) / _month_means(calendar)
    calendar = calendar * _drift(ordinary)
    warmth = weather.reshape(DAYS, 24).mean(axis=1)
    level = np.empty(DAYS)
    for month, days in enumerate(DAYS_OF_MONTH):
        level[days] = _month_of_days(calendar[days], warmth[days], known.daily_variation[month])
    return level


def _month_of_days(calendar: Array, warmth: Array, variation: float) -> Array:
    """Days of one month with mean 1 and standard deviation `variation`."""
    known = calendar / calendar.mean() - 1
    most = np.sqrt(KNOWN_SHARE) * variation
    if known.std() > most:
        known = known * most / known.std()
    other = warmth - warmth.mean()
    # Solve std(known + size x other) = variation for the size above zero.
    a, b = float((other**2).mean()), float((known * other).mean())
    c = float((known**2).mean()) - variation**2
    size = (-b + np.sqrt(b**2 - a * c)) / a
    return np.asarray(1 + known + size * other)


def _month_means(by_day: Array) -> Array:
    return np.asarray(np.bincount(MONTH_OF_DAY, by_day) / MONTH_LENGTH_D)


def _drift(by_month: Array) -> Array:
    """Daily course through the middles of the months over the mean of each month."""
    course = course_of_year(by_month)
    return np.asarray(course / _month_means(course)[MONTH_OF_DAY])


def _hourly_level(by_day: Array) -> Array:
    """Level of every hour: a day's own from morning to evening, sliding over to the next during the night."""
    start = np.arange(DAYS) * 24.0
    node = np.column_stack([start + NIGHT_ENDS_H, start + EVENING_STARTS_H]).ravel()
    return np.asarray(np.interp(np.arange(HOURS) + 0.5, node, np.repeat(by_day, 2)))


def _with_peaks(series: Array, known: statistics.Load, peak: float) -> Array:
    """Bend the top of single months so that the peaks of year and seasons are the library's; means stay."""
    result = series.copy()
    peak_month = known.peak_month - 1
    season_peak = {SUMMER: known.summer_peak_share * peak, WINTER: known.winter_peak_share * peak}
    ceiling = np.full(12, BELOW_PEAK * peak)
    goal: dict[int, float] = {}
    for season, wanted in season_peak.items():
        ceiling[list(season)] = BELOW_PEAK * wanted
        tops = [series[HOURS_OF_MONTH[month]].max() for month in season]
        goal[peak_month if peak_month in season else season[int(np.argmax(tops))]] = wanted
    goal[peak_month] = peak
    for month, hours in enumerate(HOURS_OF_MONTH):
        if month in goal:
            result[hours] = _with_maximum(series[hours], goal[month])
        elif series[hours].max() > ceiling[month]:
            result[hours] = _with_maximum(series[hours], ceiling[month])
    return result


def _with_floor(series: Array, lowest: float) -> Array:
    """Lift the lowest hours of the months that fall below the library's lowest load; monthly means stay."""
    result = series.copy()
    for hours in HOURS_OF_MONTH:
        if series[hours].min() < lowest:
            result[hours] = -_with_maximum(-series[hours], -lowest)
    return result


def _with_maximum(series: Array, maximum: float) -> Array:
    """Monotone piecewise linear transformation with one kink that sets the maximum and keeps the mean.

    The kink lies at the highest quantile that needs neither slope to become steep or flat.
    Raises ValueError when the maximum cannot be reached.
    """
    for quantile in THRESHOLDS:
        kink = float(np.quantile(series, quantile))
        above, below = np.maximum(series - kink, 0.0), np.maximum(kink - series, 0.0)
        upper = (maximum - kink) / above.max()
        lower = 1 + (upper - 1) * above.sum() / below.sum()
        if 0.35 <= upper <= 3.0 and 0.3 <= lower <= 2.5:
            return np.asarray(kink + upper * above - lower * below)
    raise ValueError(f"no monotone change of a month's load reaches {abs(maximum):.3f} times the annual mean")
