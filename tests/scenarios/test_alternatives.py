"""Near-optimal ranges worked out by hand: least, plan and most of each technology for a little more cost."""

from __future__ import annotations

import pytest

from gridplan.scenarios.alternatives import find_alternatives
from gridplan.scenarios.tradeoff_base import TradeoffError, Wish
from tests.support.rows import coal
from tests.support.small_case import small_case

YEAR_H = 8760.0


def case():
    # Existing coal serves 1 GW at 0.3; wind at half its capacity gives its energy at 0.31 (of coal saved 0.3).
    kw = 0.5 * YEAR_H * 10.0
    return small_case({
        "cohorts": [coal(existing_gw=2.0, fixed_cost_cny_per_kw_a=1.0)],
        "renewables": [{"renewable": "wind", "potential_gw": 9.0, "capex_cny_per_kw": 0.31 * kw}],
    }, {"wind": [0.5]})


def ranges(slack, technologies=(), method="simplex"):
    found = find_alternatives(case(), slack, technologies, Wish(24, method), lambda *_told, **_figures: None)
    return found, {one.technology: one for one in found.ranges}


def test_the_most_wind_is_what_the_slack_pays_for():
    found, by = ranges(0.01)
    wind = by["wind_onshore"]
    assert wind.plan == pytest.approx(0.0, abs=1e-6) and wind.least.amount == pytest.approx(0.0, abs=1e-6)
    # 1 % of the cost buys wind at 0.01 million CNY/GWh more than coal; a GW of it gives 4380 GWh.
    assert wind.most.amount == pytest.approx(0.01 * found.cost / (0.01 * 0.5 * YEAR_H), rel=1e-4)
    assert wind.most.cost == pytest.approx(1.01 * found.cost, rel=1e-6)
    assert wind.most.levels is not None and wind.most.levels["co2"] < found.levels["co2"]


@pytest.mark.parametrize("method", ["simplex", "ipx"])
def test_the_plan_lies_between_the_ends(method):
    _found, by = ranges(0.05, method=method)
    for one in by.values():
        assert one.least.amount <= one.plan <= one.most.amount


def test_no_slack_leaves_no_choice():
    _found, by = ranges(0.0)
    for one in by.values():
        assert one.most.amount - one.least.amount == pytest.approx(0.0, abs=1e-4)


def test_more_slack_never_narrows_a_range():
    (_narrow, few), (_wide, many) = ranges(0.01), ranges(0.03)
    for name, one in few.items():
        assert many[name].least.amount <= one.least.amount + 1e-6
        assert many[name].most.amount >= one.most.amount - 1e-6


def test_one_technology_can_be_asked_alone():
    found, by = ranges(0.01, ["wind_onshore"])
    assert list(by) == ["wind_onshore"] and found.complete


@pytest.mark.parametrize(("slack", "technologies", "key"), [
    (1.0, (), "tradeoff_slack"), (-0.1, (), "tradeoff_slack"), (0.02, ["fusion"], "alternatives_technology")])
def test_what_cannot_be_asked_is_refused(slack, technologies, key):
    with pytest.raises(TradeoffError) as fault:
        ranges(slack, technologies)
    assert fault.value.key == key
