"""Days off in the Chinese calendar, as far as they shape the load."""

from __future__ import annotations

import numpy as np

from gridplan.profiles.weather import DAYS, Array, Integers

# Lunar new year as day of the year (1 = 1 January), 2018-2060, from the published calendar.
_NEW_YEAR = (  # 47 is 16 February
    47, 36, 25, 43, 32, 22, 41, 29, 48, 37, 26, 44, 34, 23, 42, 31, 50, 39, 28, 46,
    35, 24, 43, 32, 22, 41, 30, 48, 37, 26, 45, 33, 23, 42, 32, 50, 39, 28, 46, 35,
    24, 43, 33,
)
FIRST_YEAR = 2018
LAST_YEAR = FIRST_YEAR + len(_NEW_YEAR) - 1
EARLIEST_DAY, LATEST_DAY = 37, 50  # 7 and 20 February as days 0..364

# Depth of the drop of the load from the sixth day before the new year on, largest = 1: factories close some
# days before and come back over two weeks.  Engineering judgement.
_LEAD_DAYS = 6
_COURSE = (
    *(0.15, 0.3, 0.45, 0.6, 0.75, 0.9),
    *(1.0, 1.0, 1.0, 1.0, 1.0, 0.95, 0.9),
    *(0.8, 0.75, 0.7, 0.65, 0.55, 0.45, 0.35, 0.25, 0.15, 0.05),
)

# Fixed days off, as (first, last) day 0..364: New Year, 1-3 May, 1-7 October.
_FIXED = ((0, 0), (120, 122), (273, 279))


def new_year_day(calendar_year: int) -> int:
    """Lunar new year's day as day of the year (0..364) for the drop of the load, always in February.

    The library's monthly means are those of 2018, when the whole festival fell into February; an earlier new
    year is therefore moved to 7 February.  ValueError outside 2018-2060.
    """
    if not FIRST_YEAR <= calendar_year <= LAST_YEAR:
        raise ValueError(
            f"calendar year {calendar_year} is out of reach: allowed are {FIRST_YEAR} to {LAST_YEAR}"
        )
    return int(np.clip(_NEW_YEAR[calendar_year - FIRST_YEAR] - 1, EARLIEST_DAY, LATEST_DAY))


def depth(calendar_year: int, *, share_of_variance: float) -> Array:
    """Drop of the 365 days around Spring Festival, scaled to a February variance of `share_of_variance`."""
    drop = np.zeros(DAYS)
    start = new_year_day(calendar_year) - _LEAD_DAYS
    drop[start : start + len(_COURSE)] = _COURSE
    return np.asarray(drop * np.sqrt(share_of_variance) / drop[31:59].std())


def days_off(weekday: Integers) -> Array:
    """Whether each of the 365 days is a weekend or a fixed holiday."""
    off = weekday >= 5
    for first, last in _FIXED:
        off[first : last + 1] = True
    return np.asarray(off)
