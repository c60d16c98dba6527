"""Trade-offs by certified solves at prices against exact ones: every bound holds, no power cuts buy anything."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.scenarios.alternatives import find_alternatives
from gridplan.scenarios.frontier import Span, trace_frontier
from gridplan.scenarios.tradeoff_base import Wish, solve_base
from gridplan.solve.asked import shortfalls
from tests.support.rows import coal
from tests.support.small_case import small_case

GAP = 1e-3
HOURS = 4 * 24
YEAR_H = 8760.0
SEASONS = np.repeat([0.5, 0.9, 0.2, 0.4], 2190)


def told(*_told, **_figures):
    pass


def case():
    """Coal, two classes of wind whose year has seasons, and a store: costs that bend at several places."""
    kw = 0.5 * YEAR_H * 10.0
    return small_case({
        "cohorts": [coal(existing_gw=2.0)],
        "renewables": [{"renewable": "a", "potential_gw": 1.0, "capex_cny_per_kw": 0.35 * kw},
                       {"renewable": "b", "potential_gw": 9.0, "capex_cny_per_kw": 0.5 * kw}],
        "stores": [{"store": "s", "build_max_gw": 5.0, "hours_max": 4.0, "capex_power_cny_per_kw": 0.2 * kw}],
    }, {"wind": SEASONS * np.resize([1.1, 0.7, 1.0, 0.6], 8760)})


def wish(method):
    return Wish(HOURS, method, gap=GAP)


@pytest.mark.parametrize(("over", "span"), [
    ("co2", {"points": 3, "cost_slack": 0.3}), ("quota", {"points": 3, "end": 60.0}),
])
def test_every_point_lies_between_the_bound_and_the_cost(over, span):
    priced = trace_frontier(case(), over, Span(**span), wish("certified"), told)
    levels = [priced.points[0].level, priced.points[-1].level]
    exact = trace_frontier(case(), over, Span(len(priced.points), *levels), wish("simplex"), told)
    assert not priced.exact and exact.exact
    for one, other in zip(priced.points, exact.points, strict=True):
        assert one.status == "solved" and 0.0 <= one.gap <= GAP
        size = abs(one.cost)
        assert one.cost * (1.0 - one.gap) - 1e-6 * size <= other.cost <= one.cost + 1e-6 * size
        assert priced.measure.is_stricter(one.levels[over], one.level, -1e-6 * max(abs(one.level), 1.0))
    assert [point.agrees for point in priced.points] == ["yes"] * len(priced.points)


def test_costs_never_fall_along_the_curve():
    priced = trace_frontier(case(), "co2", Span(points=5, cost_slack=0.5), wish("certified"), told)
    assert (np.diff([point.cost for point in priced.points]) >= -1e-9).all()


def test_every_end_lies_within_its_gap_of_the_exact_one():
    priced = find_alternatives(case(), 0.03, (), wish("certified"), told)
    exact = {one.technology: one for one in find_alternatives(case(), 0.03, (), wish("simplex"), told).ranges}
    assert not priced.exact
    for one in priced.ranges:
        other = exact[one.technology]
        # What may be spent hangs on the base plan's cost, which is known to the gap.
        room = 1e-6 + 0.05 * max(other.most.amount - other.least.amount, 0.02)
        assert one.least.amount - one.least.gap - room <= other.least.amount <= one.least.amount + room
        assert one.most.amount - room <= other.most.amount <= one.most.amount + one.most.gap + room
        assert max(one.least.cost, one.most.cost) <= 1.03 * priced.cost * (1.0 + 1e-9)


def test_nothing_is_bought_with_power_cuts():
    # A peak of 2 GW in one hour of 24: without it half the coal would do, and cutting it would cost next to nothing.
    load = np.resize([2.0] + [1.0] * 23, 8760)
    given = small_case({"cohorts": [coal(existing_gw=2.0, fixed_cost_cny_per_kw_a=2000.0)],
                        "renewables": [{"renewable": "a", "potential_gw": 1.0, "capex_cny_per_kw": 3000.0}]},
                       {"wind": [0.5]}, load_gw=load)
    base = solve_base(given, wish("certified"), told)
    columns = shortfalls(base.model, base.held.programme)
    assert base.held.base.value[columns].max() < 1e-6
    least = base.held.furthest(base.capacity("coal", 1.0), 1.2 * base.held.base.cost, 1.0)
    assert least.value[columns].max() < 1e-4
    exact = solve_base(given, wish("simplex"), told)
    other = exact.held.furthest(exact.capacity("coal", 1.0), 1.2 * exact.held.base.cost, 1.0)
    assert least.bound - 1e-6 <= other.aim <= least.aim + 1e-6


def test_a_level_nothing_can_reach_is_said_to_be_out_of_all_proportion():
    short = small_case({"cohorts": [coal(existing_gw=2.0)],
                        "renewables": [{"renewable": "a", "potential_gw": 1.0, "capex_cny_per_kw": 1e5}]},
                       {"wind": [0.5]})
    curve = trace_frontier(short, "co2", Span(points=3, end=0.0), wish("certified"), told)
    assert [point.status for point in curve.points] == ["solved", "solved", "beyond"]
