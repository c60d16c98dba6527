"""The year of dispatch to scroll through: every hour of every technology, packed small.

Series travel as 16-bit integers with a scale, in base64: 23 kB for 8760 hours, exact to a 32767th of the
largest value.  The page draws a window of them at a time.
"""

from __future__ import annotations

import base64
import datetime
from typing import Any

import numpy as np

from gridplan.results.report_blocks import Block, Dispatch
from gridplan.results.report_figures import colour, price_top, stacked
from gridplan.results.report_flows import Area, Clock, Flows
from gridplan.results.report_units import Unit, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

LARGEST_COUNT = 32767
HOURS_PER_WEEK = 168


def packed(values: np.ndarray) -> dict[str, Any]:
    """A series as base64 of little-endian 16-bit integers, and the scale that turns them back."""
    largest = float(np.abs(values).max(initial=0.0))
    scale = largest / LARGEST_COUNT if largest > 0 else 1.0
    counts = np.round(values / scale).astype("<i2")
    return {"packed": base64.b64encode(counts.tobytes()).decode("ascii"), "scale": scale}


def dispatch_blocks(results: Results, area: Area, flows: Flows, words: Words) -> list[Block]:
    """The dispatch of an area with its controls."""
    power, price = unit("power", words.lang), unit("price", words.lang)
    series, weather = _series(flows, power, words), results.case.weather_years
    top, bottom = _range(series)
    highest_price, lowest_price = _price_range(price.scaled(flows.price))
    data = {
        "series": [
            {"name": item["name"], "colour": item["colour"], "side": item["side"], **packed(item["values"])}
            for item in series
        ],
        "demand": {
            "name": words("flow.demand"),
            "colour": colour("demand"),
            **packed(power.scaled(flows.demand)),
        },
        "price": {
            "name": words("flow.price"),
            "colour": colour("price"),
            **packed(price.scaled(flows.price)),
        },
        "residual": {"name": words("flow.residual"), **packed(power.scaled(flows.residual))},
        "hour_of_year": [int(hour) for hour in flows.clock.hour_of_year],
        "weather": [one.title(words.lang) for one in weather] if len(weather) > 1 else [],
        "duration_h": [float(hours) for hours in flows.clock.duration_h],
        "mean_duration_h": float(flows.clock.duration_h.mean()),
        "first_weekday": first_weekday(results, area.year),
        "unit": power.name,
        "digits": power.digits,
        "price_unit": price.name,
        "price_digits": price.digits,
        "top": top,
        "bottom": bottom,
        "price_top": highest_price,
        "price_bottom": lowest_price,
        "jumps": [*_jumps(flows, words), *_weather_jumps(results, words)],
    }
    controls = words.group("dispatch_controls")
    return [Dispatch(data=data, words=controls, alt=words("dispatch.alt", name=area.name, year=area.year))]


def first_weekday(results: Results, year: int) -> int:
    """Weekday (0 = Monday) of 1 January of the calendar the load follows."""
    calendar_year = results.case.settings.calendar_year
    return datetime.date(int(year if calendar_year is None else calendar_year), 1, 1).weekday()


def _series(flows: Flows, power: Unit, words: Words) -> list[dict[str, Any]]:
    """Layers of the picture: supply from the axis up with curtailment on top, use from the axis down."""
    supply = [
        _layer(words(f"flow.{name}"), name, 1, power.scaled(flows.supply[name])) for name in stacked(flows.supply)
    ]
    use = [_layer(words(f"flow_use.{name}"), name, -1, -power.scaled(flows.use[name])) for name in stacked(flows.use)]
    if flows.curtailed.max(initial=0.0) > 1e-6:
        supply.append(_layer(words("flow.curtailed"), "curtailed", 1, power.scaled(flows.curtailed)))
    return supply + use


def _layer(name: str, technology: str, side: int, values: np.ndarray) -> dict[str, Any]:
    return {"name": name, "colour": colour(technology), "side": side, "values": values}


def _range(series: list[dict[str, Any]]) -> tuple[float, float]:
    """Ends of the power axis, the same all year so that the picture keeps its size while it scrolls."""
    above = sum(np.maximum(item["values"], 0.0) for item in series if item["side"] > 0)
    below = sum(np.minimum(item["values"], 0.0) for item in series if item["side"] < 0)
    return float(np.max(above, initial=0.0)) * 1.03, float(np.min(below, initial=0.0)) * 1.05


def _price_range(price: np.ndarray) -> tuple[float, float]:
    """Ends of the price axis; the lower one lets negative prices show."""
    return price_top(price), min(0.0, float(np.nanmin(price)) * 1.05)


def _jumps(flows: Flows, words: Words) -> list[dict[str, Any]]:
    """The weeks a planner looks for first, and the months: name and index of the first block."""
    clock = flows.clock
    wanted = {
        "peak_residual": flows.residual,
        "peak_demand": flows.demand,
        "lowest_residual": -flows.residual,
        "most_variable": flows.variable + flows.curtailed,
        "least_variable": -(flows.variable + flows.curtailed),
        "most_curtailed": flows.curtailed,
    }
    if "unserved" in flows.supply:
        wanted["most_unserved"] = flows.supply["unserved"]
    jumps = [
        {"name": words(f"jump.{name}"), "index": week_around(values, clock)}
        for name, values in wanted.items()
        if values.max() > values.min()
    ]
    months = words("dispatch_controls.months").split(" ")
    for month in np.unique(clock.month):
        first = int(np.argmax(clock.month == month))
        jumps.append({"name": words("jump.month", month=months[int(month) - 1]), "index": first})
    return jumps


def _weather_jumps(results: Results, words: Words) -> list[dict[str, Any]]:
    """Where each weather year begins, where there are several."""
    weather, stretches = results.case.weather_years, results.axis.stretches
    if len(stretches) == 1:
        return []
    return [{"name": words("jump.weather", name=weather[int(results.axis.stretch[blocks[0]])].title(words.lang)),
             "index": int(blocks[0])} for blocks in stretches]


def week_around(values: np.ndarray, clock: Clock) -> int:
    """Index of the first block of the week, from a midnight on, whose mean of `values` is highest."""
    blocks = int(min(len(values), max(1, round(HOURS_PER_WEEK / float(clock.duration_h.mean())))))
    sums = np.convolve(values * clock.duration_h, np.ones(blocks), mode="valid")
    day = clock.hour_of_year // 24
    begins_a_day = np.append(True, day[1:] != day[:-1])[: len(sums)]
    return int(np.argmax(np.where(begins_a_day, sums, -np.inf)))
