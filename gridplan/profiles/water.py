"""Hourly water: inflow of reservoirs and output of run-of-river plants."""

from __future__ import annotations

import numpy as np

from gridplan.profiles import statistics
from gridplan.profiles.weather import DAY, HOURS, MONTH, Array, course_of_year, process

MEMORY_DAYS = 8.0  # recession of a medium-sized basin; engineering judgement
VARIATION = 0.3  # standard deviation of the logarithm of the inflow within a month; engineering judgement
HIGHEST_SHARE_OF_YEAR = 0.95  # run-of-river hours above this share of the year leave no room for dry months


def inflow(province: str, *, seed: int) -> Array:
    """Inflow of reservoirs over its annual mean (mean exactly 1) in 8760 hours of Beijing time.

    Monthly means are the library's; within the month a drift to the next and a lognormal process with a
    memory of days.
    Raises ValueError for an unknown province.
    """
    month = statistics.hydro_months(province)
    weather = process("rain", province, seed, MEMORY_DAYS * 24, 12.0)
    series = course_of_year(month)[DAY] * np.exp(VARIATION * weather)
    own_mean = np.bincount(MONTH, series) / np.bincount(MONTH)
    series = series * (month / own_mean)[MONTH]
    return np.asarray(series / series.mean())


def river(province: str, *, seed: int, annual_hours: float | None = None) -> Array:
    """Run-of-river output per unit of capacity (0..1), full output where the inflow exceeds the turbines.

    The sum is exactly `annual_hours` (h; None takes the library's hydropower hours): the capacity is sized to
    the inflow accordingly.
    Raises ValueError for an unknown province and for hours not above 0 or above 95 % of the year.
    """
    highest = HIGHEST_SHARE_OF_YEAR * HOURS
    hours = statistics.hydro_hours(province) if annual_hours is None else annual_hours
    if not np.isfinite(hours) or not 0 < hours <= highest:
        raise ValueError(
            f"annual hours {hours:g} of run-of-river in {province} are out of reach: allowed are more than "
            f"0 and at most {highest:.0f} h"
        )
    stream = inflow(province, seed=seed)
    water = np.sort(stream)
    # With the k largest hours at full output the sum is k + factor x (rest); find the k that is consistent.
    rest = np.concatenate([[0.0], np.cumsum(water)])
    full = np.arange(HOURS)
    factor = (hours - full) / rest[HOURS - full]
    fits = (factor * water[HOURS - full - 1] <= 1.0) & (factor > 0)
    chosen = float(factor[np.argmax(fits)])
    return np.asarray(np.minimum(1.0, chosen * stream))
