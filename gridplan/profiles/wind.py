"""Hourly wind capacity factors: a latent Gaussian process mapped to the province's duration curve."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri

from gridplan.profiles import statistics
from gridplan.profiles.statistics import QUANTILES_PERCENT
from gridplan.profiles.weather import (
    HOUR,
    HOURS,
    MONTH,
    MONTH_LENGTH_D,
    SEASON_OF_MONTH,
    Array,
    autocorrelation,
    process,
    raise_to_hours,
)

TECHNOLOGIES = ("wind_onshore", "wind_offshore")
SLOW_HOURS = np.geomspace(4.0, 150.0, 40)  # candidates for the two time constants
FAST_HOURS = np.geomspace(0.3, 8.0, 30)
CUT_OFF = 0.01  # the series behind the library hold no capacity factor between 0 and this


def wind(
    province: str, technology: str = "wind_onshore", *, seed: int, annual_hours: float | None = None
) -> Array:
    """Available wind output per unit of capacity (0..1) in 8760 hours of Beijing time.

    `annual_hours` (h) is met exactly; None takes the library's recommended figure.  Onshore and offshore wind
    of a province follow the same weather.  Raises ValueError for an unknown province or technology, a
    province without offshore resource, and hours that the duration curve cannot be bent to.
    """
    if technology not in TECHNOLOGIES:
        raise ValueError(f"unknown wind technology {technology!r}: allowed are {', '.join(TECHNOLOGIES)}")
    resource = statistics.resource(province, technology)
    shift, spread, slow_h, fast_h = _latent(province, technology)
    latent = shift[MONTH, HOUR] + spread * process("wind", province, seed, slow_h, fast_h)
    rank = np.empty(HOURS)
    rank[np.argsort(latent, kind="stable")] = np.arange(HOURS)
    probability = (rank + 0.5) / HOURS
    raw = duration_curve(resource)(probability)
    hours = resource.annual_hours if annual_hours is None else annual_hours
    return raise_to_hours(raw, hours, f"{technology} in {province}")


def duration_curve(resource: statistics.Resource) -> Callable[[Array], Array]:
    """Capacity factor as a monotone function of probability through the quantiles of the library.

    Zero for the calm share of the hours, from CUT_OFF on above it, interpolated on square roots, where the
    curve is nearly straight.
    """
    from scipy.interpolate import PchipInterpolator  # slow to import

    share = np.array(QUANTILES_PERCENT) / 100
    above = (share > resource.share_zero) & (resource.quantile > CUT_OFF)
    known = zip(share[above], resource.quantile[above], strict=True)
    probability, value = zip((resource.share_zero, CUT_OFF), *known, (1.0, resource.maximum), strict=True)
    root = PchipInterpolator(probability, np.sqrt(value))
    return lambda wanted: np.where(wanted < resource.share_zero, 0.0, np.square(root(wanted)))


@lru_cache(maxsize=64)
def _latent(province: str, technology: str) -> tuple[Array, float, float, float]:
    """Shift of the latent mean by month and hour (12 x 24), spread, slow and fast time constant (h)."""
    resource = statistics.resource(province, technology)
    shift, spread = _shift_by_month_and_hour(resource)
    weight = np.repeat(MONTH_LENGTH_D[:, None], 24, axis=1) / HOURS
    explained = float((weight * shift**2).sum())
    next_hour = float((weight * shift * np.roll(shift, -1, axis=1)).sum())
    # What is left of the observed autocorrelations once the recurring shape has had its part.
    curve = duration_curve(resource)
    lag_1h = (_latent_correlation(curve, resource.lag_1h) - next_hour) / (1 - explained)
    lag_24h = max((_latent_correlation(curve, resource.lag_24h) - explained) / (1 - explained), 0.02)
    slow_h, fast_h = _time_constants(lag_1h, lag_24h)
    return shift, spread, slow_h, fast_h


def _shift_by_month_and_hour(resource: statistics.Resource) -> tuple[Array, float]:
    """Latent means that give every month and hour its expected capacity factor; total variance stays 1."""
    season = resource.season_hour / resource.season_hour.mean(axis=1, keepdims=True)
    target = resource.month[:, None] * season[SEASON_OF_MONTH]
    curve = duration_curve(resource)
    node, node_weight = np.polynomial.hermite_e.hermegauss(60)
    node_weight = node_weight / node_weight.sum()
    weight = np.repeat(MONTH_LENGTH_D[:, None], 24, axis=1) / HOURS
    grid = np.linspace(-2.5, 2.5, 101)
    spread, shift = 0.95, np.zeros((12, 24))
    for _ in range(6):
        expected = curve(ndtr(grid[:, None] + spread * node[None, :])) @ node_weight
        scaled = target * float(np.interp(0.0, grid, expected)) / float((weight * target).sum())
        shift = np.interp(scaled, expected, grid)
        shift = shift - (weight * shift).sum()
        spread = float(np.sqrt(max(1 - (weight * shift**2).sum(), 0.25)))
    return shift, spread


def _latent_correlation(curve: Callable[[Array], Array], wanted: float) -> float:
    """Correlation of two standard normals that gives their capacity factors the correlation `wanted`.

    Mehler's formula: with c_k the Hermite coefficients of the map, the correlation of the images is
    sum(c_k^2 r^k) / sum(c_k^2) over k from 1 on.
    """
    normal = ndtri((np.arange(4000) + 0.5) / 4000)
    factor = curve(ndtr(normal))
    orders = np.arange(1, 16)
    norms = np.sqrt(np.cumprod(orders.astype(float)))  # sqrt(k!)
    basis = np.polynomial.hermite_e.hermevander(normal, int(orders[-1]))[:, 1:]
    power = np.square((basis * factor[:, None]).mean(axis=0) / norms)
    grid = np.linspace(0.0, 1.0, 201)
    images = (power * grid[:, None] ** orders).sum(axis=1) / power.sum()
    return float(np.interp(wanted, images, grid))


def _time_constants(lag_1h: float, lag_24h: float) -> tuple[float, float]:
    """Slow and fast time constants (h) whose autocorrelations at 1 and 24 h come nearest the wanted."""
    best, chosen = np.inf, (12.0, 2.0)
    for slow_h in SLOW_HOURS:
        for fast_h in (float(candidate) for candidate in FAST_HOURS if candidate < 0.9 * slow_h):
            # One hundredth at 1 h matters as much as a tenth at 24 h.
            miss = abs(autocorrelation(slow_h, fast_h, 1) - lag_1h) * 10
            miss += abs(autocorrelation(slow_h, fast_h, 24) - lag_24h)
            if miss < best:
                best, chosen = miss, (float(slow_h), fast_h)
    return chosen
