"""Hourly solar capacity factors, and direct sun on a field that follows it: clear sky from pvlib times a stochastic
clearness."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from scipy.special import betaincinv, ndtr

from gridplan.profiles import statistics
from gridplan.profiles.weather import (
    DAYS,
    HOUR,
    HOURS,
    MONTH,
    MONTH_LENGTH_D,
    MONTH_OF_DAY,
    SEASON_OF_MONTH,
    Array,
    process,
    raise_to_hours,
)

LINKE_TURBIDITY = 3.5  # hazy continental air; only the shape matters, the level comes from the library
ALBEDO = 0.2
SPREAD_OF_SITES_DEG = 2.0  # plants lie east and west of the capital; half-width in longitude
ROOF_TILT_DEG = 15.0
ROOF_AZIMUTHS_DEG = (90.0, 180.0, 180.0, 270.0)  # one quarter east, one half south, one quarter west
SHARE_OF_DAYS = 0.85  # part of the variance of clearness that comes from day to day, the rest within the day
CLOUD_HOURS = 3.0  # time constant of clouds within the day
DAY_AVERAGING = 0.9  # part of the slow process's variance that survives in the mean of a day
LEAST_EXPONENT = 0.4  # a flatter curve would no longer be that of the sun
LABEL_HOURS = 1  # the library's solar hour h is the mean of the hour that ends at h; ours begins at h
DIRECT_EXPONENT = 2.0  # of the clearness, for the direct beam; engineering judgement
LEAST_BEAM_KW_PER_M2 = 0.2  # below it a field does not start; engineering judgement
SAMPLE_YEAR = 2023  # an ordinary year for the position of the sun


def sun(
    province: str, *, seed: int, annual_hours: float | None = None, distributed: bool = False
) -> Array:
    """Available solar output per unit of capacity (0..1) in 8760 hours of Beijing time; zero in the dark.

    `annual_hours` (h) is met exactly; None takes the library's recommended figure.  `distributed` takes roofs
    of low tilt facing east, south and west instead of south-facing racks tilted by the latitude.
    Raises ValueError for an unknown province and for hours that the curve cannot be bent to.
    """
    resource = statistics.resource(province, "solar")
    clear = clear_sky(*statistics.latitude_longitude(province), distributed)
    scale, index = _sky(province, seed)
    shape = np.clip(clear * scale[SEASON_OF_MONTH[MONTH], HOUR] * index, 0.0, 1.0)
    hours = resource.annual_hours if annual_hours is None else annual_hours
    kind = "distributed solar" if distributed else "solar"
    return raise_to_hours(shape, hours, f"{kind} in {province}", least_exponent=LEAST_EXPONENT)


def direct(province: str, *, seed: int) -> Array:
    """Direct sun on a field that follows it (光热镜场) over its annual mean (mean exactly 1) in 8760 hours of Beijing
    time, under the same clouds as `sun`; zero in the dark and below what starts a field.

    Cloud takes more of the direct beam than of the whole, so the clearness counts with a power of DIRECT_EXPONENT.
    Raises ValueError for an unknown province.
    """
    _scale, index = _sky(province, seed)
    beam = clear_beam(*statistics.latitude_longitude(province)) * index**DIRECT_EXPONENT
    collected = np.where(beam < LEAST_BEAM_KW_PER_M2, 0.0, beam)
    return np.asarray(collected / collected.mean())


def _sky(province: str, seed: int) -> tuple[Array, Array]:
    """Scale by season and hour (4 x 24), and the clearness of every hour (0..1), shape (8760,)."""
    racks = clear_sky(*statistics.latitude_longitude(province), False)
    scale, clearness, dispersion, day_memory = _clearness(statistics.resource(province, "solar"), racks)
    slow = process("sky", province, seed, -24 / float(np.log(day_memory)))
    clouds = process("cloud", province, seed, CLOUD_HOURS)
    latent = np.sqrt(SHARE_OF_DAYS) * slow + np.sqrt(1 - SHARE_OF_DAYS) * clouds
    strength = 1 / dispersion - 1
    mean = clearness[MONTH]
    return scale, np.asarray(betaincinv(mean * strength, (1 - mean) * strength, ndtr(latent)))


@lru_cache(maxsize=64)
def clear_beam(latitude_deg: float, longitude_deg: float) -> Array:
    """Direct normal irradiance under a cloudless sky, kW/m2, mean of sites around the given point."""
    sites = longitude_deg + np.array([-1.0, 0.0, 1.0]) * SPREAD_OF_SITES_DEG
    return np.asarray(np.mean([_beam(latitude_deg, float(site)) for site in sites], axis=0))


def _beam(latitude_deg: float, longitude_deg: float) -> Array:
    position, sky = _position_and_sky(latitude_deg, longitude_deg)
    dark = position["apparent_zenith"].to_numpy() >= 90.0
    return np.asarray(np.where(dark, 0.0, np.nan_to_num(sky["dni"].to_numpy()) / 1000.0))


@lru_cache(maxsize=128)
def clear_sky(latitude_deg: float, longitude_deg: float, distributed: bool) -> Array:
    """Irradiance on the modules under a cloudless sky, kW/m2, mean of sites around the given point."""
    sites = longitude_deg + np.array([-1.0, 0.0, 1.0]) * SPREAD_OF_SITES_DEG
    return np.asarray(np.mean([_site(latitude_deg, float(site), distributed) for site in sites], axis=0))


def _site(latitude_deg: float, longitude_deg: float, distributed: bool) -> Array:
    from pvlib import irradiance

    position, sky = _position_and_sky(latitude_deg, longitude_deg)
    zenith = position["apparent_zenith"]
    tilt = ROOF_TILT_DEG if distributed else latitude_deg
    azimuths = ROOF_AZIMUTHS_DEG if distributed else (180.0,)
    on_modules = [
        irradiance.get_total_irradiance(
            tilt, azimuth, zenith, position["azimuth"], sky["dni"], sky["ghi"], sky["dhi"], albedo=ALBEDO
        )["poa_global"].to_numpy()
        for azimuth in azimuths
    ]
    dark = zenith.to_numpy() >= 90.0
    return np.asarray(np.where(dark, 0.0, np.nan_to_num(np.mean(on_modules, axis=0)) / 1000.0))


def _position_and_sky(latitude_deg: float, longitude_deg: float) -> tuple[Any, Any]:
    """Position of the sun and irradiance under a cloudless sky (W/m2) in the middle of every hour."""
    import pandas as pd
    from pvlib import atmosphere, clearsky, solarposition

    middle_of_hour = pd.date_range(f"{SAMPLE_YEAR}-01-01 00:30", periods=HOURS, freq="h", tz="Etc/GMT-8")
    position = solarposition.get_solarposition(
        middle_of_hour, latitude_deg, longitude_deg, method="ephemeris", temperature=12.0
    )
    zenith = position["apparent_zenith"]
    return position, clearsky.ineichen(zenith, atmosphere.get_relative_airmass(zenith), LINKE_TURBIDITY)


def _clearness(resource: statistics.Resource, clear: Array) -> tuple[Array, Array, float, float]:
    """Scale by season and hour (4 x 24), mean clearness by month, its dispersion, and memory from day to day.

    Clearness is 1 in the best hours and beta-distributed with variance dispersion x mean x (1 - mean).
    """
    by_cell = np.zeros((12, 24))
    np.add.at(by_cell, (MONTH, HOUR), clear)
    by_cell = by_cell / MONTH_LENGTH_D[:, None]
    clearness = np.clip(resource.month / by_cell.mean(axis=1), 1e-3, None)
    scale = _hour_correction(resource, by_cell * clearness[:, None])
    corrected = clear * scale[SEASON_OF_MONTH[MONTH], HOUR]
    best = resource.maximum / corrected.max()
    by_month = np.bincount(MONTH, corrected) / np.bincount(MONTH) * best
    clearness = np.clip(resource.month / by_month, 0.05, 0.95)

    full_day = corrected.reshape(DAYS, 24).mean(axis=1) * best
    expected = full_day * clearness[MONTH_OF_DAY]
    total = (resource.daily_variation * expected.mean()) ** 2
    recurring = float(expected.var())
    spread = full_day**2 * (clearness * (1 - clearness))[MONTH_OF_DAY]
    between_days = max(total - recurring, 0.05 * total)
    dispersion = float(np.clip(between_days / (SHARE_OF_DAYS * DAY_AVERAGING) / spread.mean(), 0.01, 0.7))
    # The recurring course of the year explains part of the observed memory; the rest is weather.
    explained = min(recurring / total, 0.9)
    memory = float(np.clip((resource.daily_lag_1d - explained) / (1 - explained), 0.1, 0.8))
    return scale * best, clearness, dispersion, memory


def _hour_correction(resource: statistics.Resource, modelled: Array) -> Array:
    """Factor by season and hour that gives the library's shape of the mean day, 1 where the sun is low.

    Kept within 0.6..1.6: it stands for haze, temperature and the spread of sites, not for another sky.
    """
    weight = MONTH_LENGTH_D[:, None] * modelled
    season = np.zeros((4, 24))
    np.add.at(season, SEASON_OF_MONTH, weight)
    wanted = np.roll(resource.season_hour, -LABEL_HOURS, axis=1)
    wanted = wanted / wanted.sum(axis=1, keepdims=True)
    offered = season / season.sum(axis=1, keepdims=True)
    ratio = np.divide(wanted, offered, out=np.ones((4, 24)), where=offered > 0.003)
    return np.asarray(np.clip(ratio, 0.6, 1.6))
