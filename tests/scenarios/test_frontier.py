"""Cost curves: levels, costs and slopes worked out by hand, convexity, and what stops a run."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.scenarios.frontier import AGREES, EDGE, Span, trace_frontier
from gridplan.scenarios.tradeoff_base import TradeoffError, Wish
from gridplan.scenarios.tradeoff_tables import frontier_table
from gridplan.solve.held import HeldProgramme
from tests.support.rows import coal
from tests.support.small_case import small_case

YEAR_H, CO2_PER_GWH = 8760.0, 0.3 * 2.66
WISH = Wish(24, "simplex")


def case(**wind):
    # Coal serves 1 GW at 0.3 million CNY/GWh and 0.798 kt CO2/GWh; a kW of wind at 0.5 gives its energy at 0.4, of
    # class b at 0.6, of which there is as much as one likes.
    kw = 0.5 * YEAR_H * 10.0
    return small_case({
        "cohorts": [coal(existing_gw=2.0)],
        "renewables": [{"renewable": "a", "potential_gw": 1.0, "capex_cny_per_kw": 0.4 * kw, **wind},
                       {"renewable": "b", "potential_gw": 9.0, "capex_cny_per_kw": 0.6 * kw}],
    }, {"wind": [0.5]})


def told(*_told, **_figures):
    pass


def trace(over="co2", given=None, wish=WISH, **span):
    return trace_frontier(given or case(), over, Span(**span), wish, told)


def test_the_curve_of_co2_is_the_merit_order_of_what_replaces_coal():
    base_cost, all_co2 = 0.3 * YEAR_H, CO2_PER_GWH * YEAR_H
    curve = trace(points=5, end=0.0, cost_slack=None)
    assert [point.level for point in curve.points] == pytest.approx([all_co2 * share for share in (1, .75, .5, .25, 0)])
    # A quarter of the load by class a costs 0.1 more; a is used up at the half, then b costs 0.3 more.
    extra = [0.0, 0.1 * 0.25, 0.1 * 0.5, 0.1 * 0.5 + 0.3 * 0.25, 0.1 * 0.5 + 0.3 * 0.5]
    assert [point.cost for point in curve.points] == pytest.approx([base_cost + one * YEAR_H for one in extra])
    assert curve.complete and not curve.short


def test_the_dual_is_the_slope_of_the_curve():
    curve = trace(points=5, end=0.0)
    a, b = 0.1 / CO2_PER_GWH, 0.3 / CO2_PER_GWH
    assert curve.points[1].marginal == pytest.approx(a) and curve.points[3].marginal == pytest.approx(b)
    assert a - 1e-6 <= curve.points[2].marginal <= b + 1e-6  # at the kink any slope between is one
    assert [point.secant for point in curve.points[1:]] == pytest.approx([a, a, b, b])
    assert {point.agrees for point in curve.points} == {AGREES}
    table = frontier_table(curve)
    assert table["marginal_cny_per_t"][1] == pytest.approx(1000.0 * a)  # 125.3 CNY/t
    assert table["level_co2_mt"][0] == pytest.approx(CO2_PER_GWH * YEAR_H / 1000.0)


def test_the_furthest_level_is_what_the_cost_slack_buys():
    # 10 % more cost is 0.03 of 0.3: three tenths of the load by class a, less the thousandth kept from the edge.
    curve = trace(points=3, cost_slack=0.1)
    bought = 0.3 * (1.0 - EDGE)
    assert curve.points[-1].level == pytest.approx((1.0 - bought) * CO2_PER_GWH * YEAR_H)
    assert curve.points[-1].cost == pytest.approx((0.3 + 0.1 * bought) * YEAR_H)
    assert curve.points[-1].capacities["wind_onshore"] == pytest.approx(2.0 * bought)


def test_a_quota_is_a_floor_on_a_share_of_use():
    curve = trace("quota", points=3, end=50.0)
    assert [point.level for point in curve.points] == pytest.approx([0.0, 25.0, 50.0])
    assert curve.points[1].marginal == pytest.approx(0.1)  # million CNY/GWh: 100 CNY/MWh
    assert curve.points[1].levels["quota"] == pytest.approx(25.0)
    assert curve.points[1].levels["quota-nonhydro"] == pytest.approx(25.0)


def test_curtailment_is_priced_by_the_storage_that_avoids_it():
    # 1.5 GW in one hour of two for 1 GW of load: 0.5 of 1.5 GWh is curtailed, and coal burns in the other hour.
    # Coal saved is worth 0.3; a store at 0.5 a year and GWh turned over every two hours is worth none of it unasked.
    given = small_case({
        "cohorts": [coal(existing_gw=2.0)],
        "renewables": [{"renewable": "a", "existing_gw": 1.5, "potential_gw": 1.5}],
        "stores": [{"store": "s", "build_max_gw": 5.0, "hours_max": 1.0,
                    "capex_power_cny_per_kw": 0.5 * YEAR_H / 2.0 * 10.0}],
    }, {"wind": [1.0, 0.0]})
    curve = trace("curtailment", given, points=3, end=0.0)
    assert [point.level for point in curve.points] == pytest.approx([100 / 3, 50 / 3, 0.0])
    # A GWh stored costs 0.5 and saves 0.3 of coal: 200 CNY for each MWh no longer curtailed.
    assert curve.points[1].marginal == pytest.approx(0.2)
    assert curve.points[2].levels["curtailment"] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("over", ["co2", "coal"])
def test_every_curve_is_convex(over):
    curve = trace(over, points=7, cost_slack=0.6)
    slopes = [point.secant for point in curve.points[1:]]
    assert (np.diff(slopes) > -1e-6).all()
    assert (np.diff([point.cost for point in curve.points]) > 0.0).all()


def test_a_level_nothing_can_reach_is_said_and_the_others_stand():
    short = small_case({"cohorts": [coal(existing_gw=2.0)],
                        "renewables": [{"renewable": "a", "potential_gw": 1.0, "capex_cny_per_kw": 1e5}]},
                       {"wind": [0.5]})
    curve = trace(given=short, points=3, end=0.0)
    assert [point.status for point in curve.points] == ["solved", "solved", "infeasible"]
    assert np.isnan(curve.points[-1].cost)


@pytest.mark.parametrize(("over", "span", "key"), [
    ("sulphur", {}, "frontier_measure"), ("co2", {"points": 1}, "frontier_points"),
    ("co2", {"cost_slack": 0.0}, "tradeoff_slack"), ("co2", {"cost_slack": 1.0}, "tradeoff_slack"),
    ("co2", {"begin": 5.0, "end": 5.0}, "frontier_levels"), ("co2", {"begin": -1.0}, "frontier_levels"),
    ("curtailment", {}, "frontier_absent"),
])
def test_what_makes_no_curve_is_refused(over, span, key):
    with pytest.raises(TradeoffError) as fault:
        trace(over, **span)
    assert fault.value.key == key


def test_a_curve_without_room_is_refused():
    alone = small_case({"cohorts": [coal(existing_gw=2.0)]})
    with pytest.raises(TradeoffError) as fault:
        trace(given=alone)
    assert fault.value.key == "frontier_no_room"


def test_a_stopped_run_keeps_its_finished_points(monkeypatch):
    asked, ask = [], HeldProgramme.ask

    def stop(held, *given, **more):
        asked.append(given)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return ask(held, *given, **more)

    monkeypatch.setattr(HeldProgramme, "ask", stop)
    curve = trace(points=4, end=0.0)
    assert not curve.complete and len(curve.points) == 2


def test_an_interior_point_gives_the_same_curve():
    one, other = trace(points=3, end=1000.0), trace(points=3, end=1000.0, wish=Wish(24, "ipx"))
    assert [point.cost for point in one.points] == pytest.approx([point.cost for point in other.points], rel=1e-5)
