"""What all hourly series share: the calendar of the modelled year and the weather behind one seed.

The year has 8760 hours of Beijing time and no 29 February.  One seed stands for one weather year of the whole
country: every province draws its innovations from the same correlated field, so that wind, sun, load and rain
of a province belong together and neighbours have similar weather.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gridplan.library.calendar import MONTH_DAYS
from gridplan.profiles import statistics

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

HOURS = 8760
DAYS = 365

DAY: Integers = np.repeat(np.arange(DAYS), 24)  # day 0..364 of every hour
HOUR: Integers = np.tile(np.arange(24), DAYS)  # hour of the day 0..23 of every hour
MONTH_LENGTH_D = np.array(MONTH_DAYS)
MONTH_OF_DAY: Integers = np.repeat(np.arange(12), MONTH_LENGTH_D)  # month 0..11 of every day
MONTH: Integers = MONTH_OF_DAY[DAY]  # month 0..11 of every hour
HOURS_OF_MONTH = [np.flatnonzero(np.equal(MONTH, month)) for month in range(12)]
DAYS_OF_MONTH = [np.flatnonzero(np.equal(MONTH_OF_DAY, month)) for month in range(12)]
# Winter (December to February), spring, summer, autumn, in the order of `statistics.SEASONS`.
SEASON_OF_MONTH: Integers = np.array([0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0])

VARIABLES = ("wind", "sky", "demand", "rain", "cloud")
# Correlation of the hourly innovations of one province.  "sky" is clearness from day to day, "cloud"
# clearness within the day, "demand" the part of the load that follows heat and cold: clear days are hot in
# summer and cold in winter.  Engineering judgement.
VARIABLE_CORRELATION = np.array(
    [
        [1.00, -0.15, 0.00, 0.10, 0.00],
        [-0.15, 1.00, 0.30, -0.40, 0.00],
        [0.00, 0.30, 1.00, 0.00, 0.00],
        [0.10, -0.40, 0.00, 1.00, 0.00],
        [0.00, 0.00, 0.00, 0.00, 1.00],
    ]
)
CORRELATION_LENGTH_KM = 500.0  # of weather systems between provincial capitals; engineering judgement
WARM_UP_HOURS = 20 * 24
EARTH_RADIUS_KM = 6371.0


def weekday_of_day(calendar_year: int) -> Integers:
    """Weekday (0 = Monday) of the 365 days, counted on from 1 January of `calendar_year`."""
    first = date(calendar_year, 1, 1).weekday()
    return np.asarray((first + np.arange(DAYS)) % 7, dtype=np.int64)


def cell_means(series: Array) -> Array:
    """Means by month and hour of the day (12 x 24) of an hourly series."""
    total = np.zeros((12, 24))
    np.add.at(total, (MONTH, HOUR), series)
    return np.asarray(total / MONTH_LENGTH_D[:, None])


def course_of_year(by_month: Array) -> Array:
    """365 daily values on straight lines through the middles of the months (monthly means change)."""
    middles = np.cumsum(MONTH_LENGTH_D) - MONTH_LENGTH_D / 2
    return np.asarray(np.interp(np.arange(DAYS) + 0.5, middles, by_month, period=float(DAYS)))


def distance_km(latitude_deg: Array, longitude_deg: Array) -> Array:
    """Great-circle distances between all pairs of points (n x n), km, by the haversine formula."""
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    half_chord_squared = (
        np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
        + np.cos(latitude[:, None])
        * np.cos(latitude[None, :])
        * np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half_chord_squared)))


@lru_cache(maxsize=2)
def _white_noise(seed: int) -> Array:
    """Independent standard normal noise: variable x province x (warm-up + 8760 hours)."""
    size = (len(VARIABLES), len(statistics.province_ids()), WARM_UP_HOURS + HOURS)
    return np.random.default_rng(seed).standard_normal(size)


@lru_cache(maxsize=1)
def _mixing_between_provinces() -> Array:
    """Cholesky factor of the correlation between provinces: a row turns national noise into a province's."""
    return np.linalg.cholesky(np.exp(-distance_km(*statistics.coordinates()) / CORRELATION_LENGTH_KM))


def _innovations(variable: str, province: str, seed: int) -> Array:
    """Standard normal noise of one variable in one province, correlated with the others of the country."""
    between_variables = np.linalg.cholesky(VARIABLE_CORRELATION)[VARIABLES.index(variable)]
    between_provinces = _mixing_between_provinces()[statistics.position(province)]
    return np.asarray(between_variables @ (between_provinces @ _white_noise(seed)))


def process(variable: str, province: str, seed: int, slow_h: float, fast_h: float = 0.0) -> Array:
    """Standard normal autoregressive series of 8760 hours for one weather variable of a province.

    Two first-order filters in a row, with time constants `slow_h` and `fast_h` in hours (AR(2) with real
    roots): the slow one gives persistence over days, the fast one smoothness from hour to hour.
    Raises ValueError for a seed that is not a whole number from 0 on, or an unknown province.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"weather seed {seed!r} is not allowed: it must be a whole number, 0 or more")
    noise = _innovations(variable, province, int(seed))
    first, second = roots(slow_h, fast_h)
    variance = (1 + first * second) / ((1 - first**2) * (1 - second**2) * (1 - first * second))
    power = np.arange(1, len(noise) + 1)
    response = (first**power - second**power) / (first - second)  # to a single impulse
    length = 2 * len(noise)  # room for the linear convolution by fast Fourier transform
    filtered = np.fft.irfft(np.fft.rfft(noise, length) * np.fft.rfft(response, length), length)
    return np.asarray(filtered[WARM_UP_HOURS : len(noise)] / np.sqrt(variance))


def roots(slow_h: float, fast_h: float) -> tuple[float, float]:
    """Hourly decay factors of the two filters (0 for a time constant of 0)."""
    return float(np.exp(-1 / slow_h)), float(np.exp(-1 / fast_h)) if fast_h > 0 else 0.0


def autocorrelation(slow_h: float, fast_h: float, lag_h: float) -> float:
    """Autocorrelation of `process` at a lag in hours: closed form of an AR(2) with two real roots."""
    first, second = roots(slow_h, fast_h)
    numerator = first ** (lag_h + 1) * (1 - second**2) - second ** (lag_h + 1) * (1 - first**2)
    return float(numerator / ((first - second) * (1 + first * second)))


def raise_to_hours(shape: Array, annual_hours: float, what: str, *, least_exponent: float = 0.1) -> Array:
    """shape**g with the one exponent g > 0 that makes the sum over the year `annual_hours` (h).

    `shape` lies in 0..1; the power keeps zeros, ones and the order of the hours, so nothing is cut off.
    Raises ValueError when no exponent between `least_exponent` and 8 reaches the hours; `what` names the
    series.
    """
    positive = shape[shape > 0]
    low, high = float((positive**8.0).sum()), float((positive**least_exponent).sum())
    if not np.isfinite(annual_hours) or not low <= annual_hours <= high:
        raise ValueError(
            f"annual hours {annual_hours:g} of {what} are out of reach: allowed are {np.ceil(low):.0f} to "
            f"{np.floor(high):.0f} h"
        )
    logarithm = np.log(positive)
    below, above = least_exponent, 8.0
    exponent = 1.0
    for _ in range(200):  # Newton steps kept inside a shrinking bracket
        powered = np.exp(exponent * logarithm)
        excess = powered.sum() - annual_hours
        if abs(excess) <= 1e-13 * annual_hours:
            break
        below, above = (exponent, above) if excess > 0 else (below, exponent)
        step = exponent - excess / (powered * logarithm).sum()
        exponent = step if below < step < above else (below + above) / 2
    return np.asarray(np.where(shape > 0, np.power(shape, exponent), 0.0))
