"""The page of a cost curve: what it says of an end that is a wall, and of one that is not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from gridplan.scenarios.frontier import AGREES, Point
from gridplan.scenarios.tradeoff_page import frontier_answer, frontier_sections
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
    return SimpleNamespace(measure=measure, points=points, solved=points, plan=points[0])


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
