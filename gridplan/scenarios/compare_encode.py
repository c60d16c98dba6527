"""Hourly series of many scenarios in one page: whole numbers between the lowest and the highest value of a series.

A number takes 2 bytes where the page stays within `BUDGET_BYTES`, else 1; prices, whose few scarce hours would leave
nothing of the rest, always 2. Series that are the same in several scenarios (the load, mostly) are kept once.
"""

from __future__ import annotations

import base64
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gridplan.results.report_dispatch import week_around
from gridplan.results.report_figures import colour, price_top
from gridplan.results.report_units import Unit, unit
from gridplan.scenarios.compare_gather import Comparison, Place
from gridplan.scenarios.compare_hours import COLOURS, CURTAILED, SUPPLY_ORDER, USE_ORDER, Hours
from gridplan.scenarios.compare_lines import TOTAL
from gridplan.scenarios.compare_words import CompareWords

BUDGET_BYTES = 6_000_000
FINE_BYTES, COARSE_BYTES = 2, 1
BASE64_GROWTH = 4.0 / 3.0


@dataclass
class Pool:
    """Packed series, each kept once."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    place_of: dict[tuple[str, int, str, float], int] = field(default_factory=dict)

    def add(self, values: np.ndarray, width: int) -> int:
        """Keep a series in `width` bytes a value; gives its place in the pool."""
        low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
        step = (high - low) / (256**width - 1) or 1.0
        counts = np.round((values - low) / step).astype(f"<u{width}")
        packed = base64.b64encode(counts.tobytes()).decode("ascii")
        key = (packed, width, f"{low:.6g}", round(step, 12))
        if key not in self.place_of:
            self.place_of[key] = len(self.entries)
            self.entries.append({"packed": packed, "bytes": width, "low": low, "step": step})
        return self.place_of[key]


def embedded_hours(comparison: Comparison) -> tuple[dict[str, Any], int]:
    """The hours of every scenario for the page, by area key, and the bytes a value of power is kept in."""
    held = [one.hours[area] for one in comparison.scenarios for area in comparison.base.areas if area in one.hours]
    width = FINE_BYTES if _size(held) <= BUDGET_BYTES else COARSE_BYTES
    pool = Pool()
    areas = {place.key: _area(comparison, place, pool, width) for place in comparison.places if place.region != TOTAL}
    return {"areas": areas, "pool": pool.entries}, width


def _size(held: Iterable[Hours]) -> float:
    """Bytes of all series at 2 bytes a value."""
    return sum((len(one.supply) + len(one.use) + 2) * len(one.demand) * FINE_BYTES for one in held) * BASE64_GROWTH


def _area(comparison: Comparison, place: Place, pool: Pool, width: int) -> dict[str, Any]:
    words = comparison.words
    power, price = unit("power", words.lang), unit("price", words.lang)
    held = [one.hours.get((place.region, place.year)) for one in comparison.scenarios]
    here = [one for one in held if one]
    groups = [(1, name) for name in SUPPLY_ORDER if any(name in one.supply for one in here)]
    groups += [(-1, name) for name in USE_ORDER if any(name in one.use for one in here)]
    base = comparison.base.hours[place.region, place.year]
    clocks = _Clocks()
    return {
        "groups": [{"name": words(f"hour_group.{name}"), "colour": colour(COLOURS[name]), "side": side}
                   for side, name in groups],
        "scenarios": [_packed(one, groups, pool, width, power, price, clocks) if one else None for one in held],
        "clocks": clocks.known,
        "weekday": datetime.date(int(comparison.base.inputs.settings["calendar_year"]), 1, 1).weekday(),
        "top": max(_highest(one) for one in here) * power.factor * 1.03,
        "bottom": -max(_lowest(one) for one in here) * power.factor * 1.05,
        "price_top": max(price_top(price.scaled(one.price)) for one in here),
        "price_bottom": min(0.0, *(float(price.scaled(one.price).min()) for one in here)),
        "jumps": _jumps(base, words),
    }


def _highest(one: Hours) -> float:
    return float(np.maximum(sum(one.supply.values()), one.demand).max())


def _lowest(one: Hours) -> float:
    return float(np.max(sum(one.use.values()), initial=0.0)) if one.use else 0.0


class _Clocks:
    """Time axes, each kept once."""

    def __init__(self) -> None:
        self.known: list[dict[str, Any]] = []

    def add(self, one: Hours) -> int:
        hours = [int(hour) for hour in one.clock.hour_of_year]
        is_plain = hours == list(range(hours[0], hours[0] + len(hours)))
        clock: dict[str, Any] = {"first": hours[0], "count": len(hours)} if is_plain else {"hours": hours}
        if clock not in self.known:
            self.known.append(clock)
        return self.known.index(clock)


def _packed(one: Hours, groups: list[tuple[int, str]], pool: Pool, width: int, power: Unit, price: Unit,
            clocks: _Clocks) -> dict[str, Any]:
    places = []
    for side, name in groups:
        values = (one.supply if side > 0 else one.use).get(name)
        places.append(-1 if values is None else pool.add(power.scaled(values) * side, width))
    return {"clock": clocks.add(one), "groups": places, "demand": pool.add(power.scaled(one.demand), width),
            "price": pool.add(price.scaled(one.price), FINE_BYTES)}


def _jumps(base: Hours, words: CompareWords) -> list[dict[str, Any]]:
    """Days a planner looks for first, in the base: weeks of extremes, then the months."""
    nothing = np.zeros(len(base.demand), dtype=np.float32)
    curtailed = base.supply.get(CURTAILED, nothing)
    variable = base.supply.get("wind", nothing) + base.supply.get("solar", nothing) + curtailed
    wanted = {"peak_residual": base.demand - variable, "peak_demand": base.demand, "most_variable": variable,
              "least_variable": -variable, "most_curtailed": curtailed,
              "most_unserved": base.supply.get("unserved", nothing)}
    jumps = []
    for name, values in wanted.items():
        if values.max() > values.min():
            block = week_around(values.astype(float), base.clock)
            jumps.append({"name": words(f"jump.{name}"), "day": int(base.clock.hour_of_year[block] // 24)})
    months = words("dispatch_controls.months").split(" ")
    for month in np.unique(base.clock.month):
        first = int(base.clock.hour_of_year[int(np.argmax(base.clock.month == month))] // 24)
        jumps.append({"name": words("jump.month", month=months[int(month) - 1]), "day": first})
    return jumps
