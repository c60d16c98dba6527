"""Hourly shapes of parts of the load: electric vehicles charged as their drivers come home, electric heating, and
what runs alike in every hour."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from gridplan.profiles.weather import DAY, HOUR, HOURS, MONTH_OF_DAY, Array, process

CHARGING_OF_DAY = np.array([
    0.55, 0.40, 0.30, 0.22, 0.18, 0.18, 0.25, 0.45, 0.75, 0.85, 0.85, 0.85,
    0.90, 0.85, 0.80, 0.80, 0.90, 1.15, 1.60, 1.95, 2.05, 1.90, 1.45, 0.95])
"""Unordered charging of cars, taxis and buses over the daily mean, by hour: plugged in on coming home, with public
charging by day; engineering judgement."""

HEATING_OF_DAY = np.array([
    1.12, 1.12, 1.12, 1.12, 1.12, 1.15, 1.18, 1.12, 1.02, 0.94, 0.88, 0.84,
    0.82, 0.82, 0.84, 0.88, 0.94, 1.00, 1.04, 1.06, 1.06, 1.04, 1.02, 1.10])
"""Electric heating over the daily mean, by hour: follows the cold of the night; engineering judgement."""

HEATING_SWING = 0.12
MEMORY_HOURS = 3.5 * 24
COLDEST_DAY = 18
"""Middle of January, day of the year."""
MILDEST_SHARE = 0.25
"""Heat asked for in the mildest half of the year over the coldest day, within the heating months."""


def charging() -> Array:
    """Unordered charging of electric vehicles over its mean, 8760 hours; every day alike."""
    return np.asarray(CHARGING_OF_DAY[HOUR] / CHARGING_OF_DAY.mean())


def electric_heating(province: str, months: Collection[int], *, seed: int) -> Array:
    """Electric heating over its mean, 8760 hours: the course of the cold in the heating months (1..12), spells of
    the same weather as the load's, and the course of the day.

    Raises ValueError where there is no heating month, for an unknown province or a faulty seed.
    """
    if not months:
        raise ValueError("electric heating needs heating months")
    cold = 0.5 * (1.0 + np.cos(2.0 * np.pi * (np.arange(365) - COLDEST_DAY) / 365.0))
    by_day = np.where(np.isin(MONTH_OF_DAY + 1, list(months)), MILDEST_SHARE + (1.0 - MILDEST_SHARE) * cold, 0.0)
    spells = process("demand", province, seed, MEMORY_HOURS).reshape(365, 24).mean(axis=1)
    by_day = by_day * np.clip(1.0 + HEATING_SWING * spells, 0.5, 1.6)
    series = by_day[DAY] * HEATING_OF_DAY[HOUR]
    return np.asarray(series / series.mean())


def flat() -> Array:
    """The same in each of the 8760 hours."""
    return np.ones(HOURS)
