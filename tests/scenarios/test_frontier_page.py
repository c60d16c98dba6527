"""The page of a cost curve: what it says of an end that is a wall, and of one that is not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from gridplan.results.report_figures import colour
from gridplan.scenarios.frontier import AGREES, Point
from gridplan.scenarios.tradeoff_page import (
    alternatives_answer,
    alternatives_sections,
    frontier_answer,
    frontier_sections,
)
from gridplan.scenarios.tradeoff_words import TradeoffWords

WALL = 6.94
"""Million CNY per kt: 6940 CNY/t."""


def curve(last: float) -> Any:
    """Three points of CO2, the last at this marginal cost; 1000 kt less cost 100, then 400 million CNY."""
    levels = dict.fromkeys(("co2", "coal", "curtailment", "quota", "quota-nonhydro"), 0.0)
    points = [
        Point(3000.0, "solved", 60000.0, 0.0, levels=levels, agrees=AGREES, capacities={"coal": 20.0}),
        Point(2000.0, "solved", 60100.0, 0.2, secant=0.1, levels=levels, agrees=AGREES, capacities={"coal": 19.0}),
        Point(1000.0, "solved", 60500.0, last, secant=0.4, levels=levels, agrees=AGREES, capacities={"coal": 18.0}),
    ]
    measure = SimpleNamespace(name="co2", floor=False)
    return SimpleNamespace(measure=measure, points=points, solved=points, plan=points[0], exact=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wall_is_left_out_of_the_axis_and_of_the_range_quoted(lang: str) -> None:
    words = TradeoffWords(lang)
    told = " ".join(frontier_answer(curve(WALL), words))
    assert "6,940.0" in told and {"zh": "不宜引用", "en": "not for quoting"}[lang] in told
    assert {"zh": "由 200.0 升至 200.0", "en": "from 200.0 to 200.0"}[lang] in told
    slope = next(part for part in frontier_sections(curve(WALL), words) if part.anchor == "slope").blocks[0]
    assert slope.layout["yaxis"]["range"][1] == pytest.approx(1.15 * 400.0) and "6,940.0" in slope.note


def test_a_curve_that_rises_steadily_is_shown_whole() -> None:
    words = TradeoffWords("en")
    assert "from 200.0 to 600.0" in " ".join(frontier_answer(curve(0.6), words))
    slope = next(part for part in frontier_sections(curve(0.6), words) if part.anchor == "slope").blocks[0]
    assert not slope.note and "range" not in slope.layout["yaxis"]


def test_the_last_point_is_said_to_be_checked_from_one_side() -> None:
    words = TradeoffWords("zh")
    table = next(part for part in frontier_sections(curve(WALL), words) if part.anchor == "numbers").blocks[0]
    assert [words("outcome.yes"), words("outcome.one_side")] == [row.cells[6] for row in table.rows[1:]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_axis_says_what_it_is_with_its_unit(lang: str) -> None:
    sections = {part.anchor: part.blocks for part in frontier_sections(curve(0.6), TradeoffWords(lang))}
    shown = {name: [sections[name][0].layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
             for name in ("curve", "slope", "mix")}
    assert shown["curve"][0] == shown["slope"][0]
    units = {"zh": ("万吨", "亿元", "元/吨", "万千瓦"), "en": ("Mt", "billion CNY", "CNY/t", "GW")}[lang]
    for (name, place), size in zip((("curve", 0), ("curve", 1), ("slope", 1), ("mix", 1)), units, strict=True):
        assert size in shown[name][place], (name, shown)
    # 60 000, 60 100 and 60 500 million CNY: what each point costs over the plan.
    assert sections["curve"][0].data[0]["text"] == {"zh": ["0.00", "+1.00", "+5.00"],
                                                    "en": ["0.00", "+0.10", "+0.50"]}[lang]


def test_capacities_stand_in_a_table_of_their_own() -> None:
    first, second = next(part for part in frontier_sections(curve(0.6), TradeoffWords("en"))
                         if part.anchor == "numbers").blocks
    assert [column.head for column in second.columns] == [first.columns[0].head, "Coal"]
    assert "Coal" not in [column.head for column in first.columns]
    assert [row.cells[1] for row in second.rows] == ["20.00", "19.00", "18.00"]


def found() -> Any:
    """Wind from 1 to 5 GW, solar from 2 to 3, hydro given."""
    def end(amount: float, status: str = "solved") -> SimpleNamespace:
        return SimpleNamespace(amount=amount, status=status, cost=0.0, capacities=None, levels=None)

    ranges = [SimpleNamespace(technology=name, quantity="power", plan=low, least=end(low, status),
                              most=end(high, status)) for name, low, high, status in (
        ("hydro_reservoir", 9.0, 9.0, "fixed"), ("solar_utility", 2.0, 3.0, "solved"),
        ("wind_onshore", 1.0, 5.0, "solved"))]
    return SimpleNamespace(cost=60000.0, slack=0.02, ranges=ranges, levels={}, capacities={}, exact=True)


def test_the_widest_ranges_are_told_first_and_drawn_in_their_colours() -> None:
    words = TradeoffWords("en")
    told = alternatives_answer(found(), words)
    assert told[1] == "Most room to choose: Onshore wind 1.00–5.00 GW, Utility solar 2.00–3.00 GW."
    chart = next(part for part in alternatives_sections(found(), words) if part.anchor == "ranges").blocks[0]
    assert chart.data[0]["marker"]["color"] == [colour(name) for name in (
        "hydro_reservoir", "solar_utility", "wind_onshore")]
    assert [text.strip() for text in chart.data[2]["text"]] == ["9.00", "2.00–3.00", "1.00–5.00"]
    assert chart.layout["xaxis"]["range"][1] > 9.0 and "GW" in chart.layout["xaxis"]["title"]["text"]
