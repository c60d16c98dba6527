"""Hourly temperature of a province, the district heat it asks for, and what it does to a heat pump.

The temperature is a course of the year through the January and July normals of the capital, a daily course, and
spells of cold and warmth from the same weather process that moves the load, so that cold days have much load, much heat
demand and weak heat pumps together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gridplan.library.tables import table
from gridplan.profiles.weather import DAY, DAYS, HOUR, HOURS, MONTH, Array, process

COLDEST_DAY = 14.5  # middle of January
SPELL_C = 3.5  # standard deviation of daily means about the course of the year; engineering judgement
SPELL_MEMORY_DAYS = 3.5  # as of the load
DAILY_SWING_C = 4.0  # half the difference of afternoon and early morning; engineering judgement
COLDEST_HOUR = 5
INDOOR_C = 18.0  # heating standard; degree hours count from it
BUILDING_MEMORY_H = 24  # buildings and networks even out the day
FLOW_C, APPROACH_K = 60.0, 8.0  # flow temperature, and what the outdoor exchanger needs; engineering judgement
LEAST_LIFT_K = 25.0


def temperature(province: str, *, seed: int) -> Array:
    """Outdoor temperature of a province in 8760 hours of Beijing time, degrees Celsius.

    Raises ValueError for an unknown province.
    """
    rows = table("climate").set_index("province")
    if province not in rows.index:
        raise ValueError(f"unknown province {province!r}: allowed are {', '.join(rows.index)}")
    january, july = float(rows.loc[province, "january_c"]), float(rows.loc[province, "july_c"])
    # 1 in the middle of January, -1 half a year later; much load from weather is cold in winter, heat in summer.
    winter = np.cos(2 * np.pi * (np.arange(DAYS) + 0.5 - COLDEST_DAY) / DAYS)
    course = (january + july) / 2 + (january - july) / 2 * winter
    spells = -SPELL_C * winter[DAY] * process("demand", province, seed, SPELL_MEMORY_DAYS * 24)
    return np.asarray(course[DAY] + spells - DAILY_SWING_C * np.cos(2 * np.pi * (HOUR - COLDEST_HOUR) / 24))


def heat_demand(province: str, months: Sequence[int], *, seed: int, hot_water_share: float = 0.0) -> Array:
    """Heat demand of a network over its annual mean (mean exactly 1) in 8760 hours.

    In the heating ``months`` (1..12) the degree hours below 18 C of the temperature evened out over a day; zero else.
    ``hot_water_share`` of the energy is the same in every hour.
    Raises ValueError for an unknown province, no heating months without hot water, or months that are never cold.
    """
    space = np.zeros(HOURS)
    if months:
        outdoor = np.convolve(np.pad(temperature(province, seed=seed), BUILDING_MEMORY_H, mode="wrap"),
                              np.ones(BUILDING_MEMORY_H) / BUILDING_MEMORY_H, mode="same")
        degree = np.maximum(0.0, INDOOR_C - outdoor[BUILDING_MEMORY_H:-BUILDING_MEMORY_H])
        space = np.where(np.isin(MONTH + 1, list(months)), degree, 0.0)
    if not space.any():
        if hot_water_share < 1:
            raise ValueError(f"{province} has no cold hour in the heating months, so there is no heat demand to shape; "
                             "give regions.heating_months, or a profile, or a hot-water share of 1")
        return np.ones(HOURS)
    return np.asarray((1.0 - hot_water_share) * space / space.mean() + hot_water_share)


def heat_pump(province: str, months: Sequence[int], *, seed: int) -> Array:
    """Efficiency of an air-source heat pump in 8760 hours over that of the heating season.

    Proportional to the ideal one between outdoor air and a flow of 60 C; a pump that follows the heat demand of the
    heating ``months`` (all, if none is given) reaches just the efficiency stated for the season.
    Raises ValueError for an unknown province.
    """
    lift = np.maximum(LEAST_LIFT_K, FLOW_C + APPROACH_K - temperature(province, seed=seed))
    ideal = (FLOW_C + 273.15) / lift
    asked = heat_demand(province, months or range(1, 13), seed=seed)
    return np.asarray(ideal * (asked / ideal).sum() / asked.sum())
