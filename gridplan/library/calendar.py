"""The model's year: 365 days from the first hour of 1 January; it never has a 29 February."""

from __future__ import annotations

import numpy as np

from gridplan.library.units import HOURS_PER_DAY

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTH_OF_HOUR = np.repeat(np.arange(1, len(MONTH_DAYS) + 1), np.array(MONTH_DAYS) * HOURS_PER_DAY)
"""Month (1..12) of each hour of the year, shape (8760,)."""


def month_and_day(day: int) -> tuple[int, int]:
    """Month (1..12) and day of the month (1..31) of a day of the year (0..364).

    Raises:
        ValueError: for any other day.
    """
    left = int(day)
    if left >= 0:
        for month, length in enumerate(MONTH_DAYS, start=1):
            if left < length:
                return month, left + 1
            left -= length
    raise ValueError(f"a year has days 0 to 364, not {day}")


__all__ = ["MONTH_DAYS", "MONTH_OF_HOUR", "month_and_day"]
