"""Delivery curves of long-distance channels: steps by season and by peak, flat and valley hours."""

from __future__ import annotations

import numpy as np

from gridplan.profiles.weather import DAY, HOUR, HOURS, MONTH, Array, weekday_of_day

# Level of each hour of the day as a share of full delivery.  Contracts follow the load of the receiving
# province: full in its morning and evening peaks, less at noon, least at night.  Engineering judgement after
# the usual division of the day into peak, flat and valley hours.
PEAK, FLAT, VALLEY = 1.0, 0.85, 0.6
PEAK_HOURS = (9, 10, 11, 17, 18, 19, 20, 21)
VALLEY_HOURS = (23, 0, 1, 2, 3, 4, 5, 6)
WEEKEND_FACTOR = 0.95  # the receiver's load is lower; engineering judgement

# Share of full delivery by month: summer and winter peaks of the receiver, maintenance in spring and autumn;
# for hydropower the wet season of the south-west.  Engineering judgement.
MONTH_FACTOR = {
    "export": (1.0, 0.9, 0.85, 0.8, 0.85, 0.95, 1.0, 1.0, 0.9, 0.8, 0.9, 1.0),
    "import": (1.0, 0.9, 0.85, 0.8, 0.85, 0.95, 1.0, 1.0, 0.9, 0.8, 0.9, 1.0),
    "hydro": (0.35, 0.3, 0.3, 0.4, 0.6, 0.9, 1.0, 1.0, 1.0, 0.85, 0.55, 0.4),
}


def delivery(full_load_hours: float, *, calendar_year: int, kind: str = "export") -> Array:
    """Delivery per unit of channel capacity (0..1) in 8760 hours of Beijing time.

    The sum is exactly `full_load_hours` (h, above 0 and below 8760).  `kind`: "export" and "import" follow
    the receiver's seasons, "hydro" the wet season.  Below the hours of the plain step curve all steps shrink
    by one factor; above them the steps are raised to a power below one, so that the low steps fill up first.
    Raises ValueError for hours out of reach or an unknown kind.
    """
    if kind not in MONTH_FACTOR:
        raise ValueError(f"unknown kind of delivery {kind!r}: allowed are {', '.join(MONTH_FACTOR)}")
    if not np.isfinite(full_load_hours) or not 0 < full_load_hours < HOURS:
        raise ValueError(
            f"full-load hours {full_load_hours:g} of a delivery curve are out of reach: "
            f"allowed are more than 0 and fewer than {HOURS} h"
        )
    steps = _steps(calendar_year, kind)
    if full_load_hours <= steps.sum():
        return np.asarray(steps * (full_load_hours / steps.sum()))
    below, above = 0.0, 1.0
    for _ in range(100):  # the sum falls with the exponent, from 8760 at 0
        exponent = (below + above) / 2
        below, above = (exponent, above) if (steps**exponent).sum() > full_load_hours else (below, exponent)
    return np.asarray(steps ** ((below + above) / 2))


def _steps(calendar_year: int, kind: str) -> Array:
    """The step curve with its highest step at 1."""
    day = np.full(24, FLAT)
    day[list(PEAK_HOURS)] = PEAK
    day[list(VALLEY_HOURS)] = VALLEY
    weekend = np.where(weekday_of_day(calendar_year) >= 5, WEEKEND_FACTOR, 1.0)
    return np.asarray(np.array(MONTH_FACTOR[kind])[MONTH] * day[HOUR] * weekend[DAY])
