"""The figures a comparison's page draws its charts from, in the units of its language."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplan.results.report_figures import INK, colour, in_shades, numbers, palette
from gridplan.results.report_units import Unit, unit
from gridplan.scenarios.compare_charts import TINTS
from gridplan.scenarios.compare_encode import embedded_hours
from gridplan.scenarios.compare_gather import Comparison, Place
from gridplan.scenarios.compare_lines import TOTAL, exceeded
from gridplan.scenarios.compare_targets import missed_counts
from gridplan.scenarios.compare_words import base_template

CURVE_PCT = (0.05, 0.1, 0.2, 0.5, *range(1, 101))
"""Shares of the year at which price duration curves are drawn: closer at the scarce end."""

AXES = ("co2", "renewable_consumption", "nonfossil_generation", "new_energy_utilisation", "coal", "built",
        "storage_built", "mean_price")
"""Figures of the summary that cost may be drawn against."""

VISIBLE = {"money": 0.5, "power": 5e-4, "energy": 0.5}
"""Million CNY, GW and GWh below which nothing is drawn."""


def page_data(comparison: Comparison) -> tuple[dict[str, Any], int]:
    """Everything the page's script needs, and the bytes an hourly value of power is kept in."""
    words = comparison.words
    hours, width = embedded_hours(comparison)
    return {
        "names": comparison.names,
        "colours": [INK, *(TINTS[place % len(TINTS)] for place in range(len(comparison.names) - 1))],
        "areas": [_area(comparison, place) for place in comparison.places],
        "units": {name: _unit(unit(name, words.lang)) for name in ("money", "power", "energy", "price")},
        "missed": missed_counts(comparison),
        "hours": hours,
        "curve_pct": list(CURVE_PCT),
        "words": words.group("dispatch_controls") | words.group("page_words")
        | {"base": base_template(comparison.base.name, words)},
    }, width


def _unit(shown_in: Unit) -> dict[str, Any]:
    return {"name": shown_in.name, "digits": shown_in.digits}


def _area(comparison: Comparison, place: Place) -> dict[str, Any]:
    costs, money = _matrix(comparison, place, "costs", "money", ""), unit("money", comparison.words.lang)
    return {
        "key": place.key,
        "name": place.name,
        "costs": {**costs, "lines": [line for line in costs["lines"] if line["key"] != "total"]},
        "total": numbers(money.scaled(comparison.values("costs", place, "total"))),
        "capacity": _matrix(comparison, place, "capacity", "power", "link "),
        "energy": _energy(comparison, place),
        "cost_paid": numbers(money.scaled(comparison.values("summary", place, "cost_paid"))),
        "axes": _axes(comparison, place),
        "curves": [] if place.region == TOTAL else _curves(comparison, place),
    }


def _matrix(comparison: Comparison, place: Place, group: str, quantity: str, left_out: str) -> dict[str, Any]:
    """Lines of a group in one quantity that are large enough to see: name, colour, and a value for each scenario."""
    frame = comparison.group(group, place)
    shown_in = unit(quantity, comparison.words.lang)
    wanted = [row_unit == shown_in and not (left_out and str(key).startswith(left_out))
              for key, row_unit in zip(frame.index, frame["unit"], strict=True)]
    return {"lines": _lines(frame[np.array(wanted, dtype=bool)], comparison, shown_in, VISIBLE[quantity])}


def _energy(comparison: Comparison, place: Place) -> dict[str, Any]:
    """What supplies the year: generation by technology, imports and what is left unserved."""
    frame = comparison.group("energy", place)
    wanted = [str(key).startswith(("supply generation", "supply import", "supply unserved")) for key in frame.index]
    return {"lines": _lines(frame[np.array(wanted, dtype=bool)], comparison, unit("energy", comparison.words.lang),
                            VISIBLE["energy"])}


def _lines(frame: pd.DataFrame, comparison: Comparison, shown_in: Unit, visible: float) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for key, row in frame.iterrows():
        values = row[comparison.names].to_numpy(dtype=float)
        if np.nanmax(np.abs(values), initial=0.0) >= visible:
            lines.append({"key": str(key), "name": row["name"], "colour": _colour(str(key), len(lines)),
                          "values": numbers(shown_in.scaled(values))})
    order = palette()["stack_order"].to_dict()
    lines.sort(key=lambda line: order.get(line["key"].split(" ")[-1], 65.0))
    # Lines of one colour, such as the channels that bring imports, are told apart.
    shades = in_shades([line["colour"] for line in lines])
    return [{**line, "colour": shade} for line, shade in zip(lines, shades, strict=True)]


def _colour(key: str, place: int) -> str:
    """Colour of a technology; imports over a channel have the one of imports; a cost term one of a row of tints."""
    words = key.split(" ")
    known = palette().index
    found = next((word for word in reversed(words) if word in known), None)
    return colour(found) if found else TINTS[place % len(TINTS)]


def _axes(comparison: Comparison, place: Place) -> list[dict[str, Any]]:
    """What cost may be drawn against: figures of the summary, and what each target of the case measures."""
    frame = comparison.group("summary", place)
    axes = []
    for item in AXES:
        if item in frame.index:
            row = frame.loc[item]
            values = row["unit"].scaled(row[comparison.names].to_numpy(dtype=float))
            axes.append({"name": row["name"], "unit": row["unit"].name, "values": numbers(values)})
    return axes


def _curves(comparison: Comparison, place: Place) -> list[list[float | None] | None]:
    """Price reached or exceeded in each share of the hours, for every scenario."""
    price = unit("price", comparison.words.lang)
    curves: list[list[float | None] | None] = []
    for one in comparison.scenarios:
        here = one.hours.get((place.region, place.year))
        curves.append(None if here is None else numbers(
            price.scaled(exceeded(here.price, here.clock.weight_h, CURVE_PCT)), max(price.digits, 2)))
    return curves
