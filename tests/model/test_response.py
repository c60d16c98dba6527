"""Demand response: load shifted within a day, load shed."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from tests.support.rows import JANUARY, JULY, coal, hours_of, near
from tests.support.small_case import small_case
from tests.support.solved import solve_small

DAY = 24


def shift(**columns):
    return {"response": "shift", "kind": "shift", "max_share_of_peak": 0.1, **columns}


def shed(**columns):
    return {"response": "shed", "kind": "shed", "max_share_of_peak": 0.1, **columns}


def unserved(response, load, existing_gw=0.95, hours=DAY):
    case = small_case({"cohorts": [coal(existing_gw=existing_gw)], "response": [response]}, load_gw=load)
    return float(solve_small(case, hours).get("unserved_gw", "r").sum())


def day(first_hours, rest=0.9):
    return [*first_hours, *[rest] * (DAY - len(first_hours))]


def test_a_peak_is_moved_into_the_day_and_paid_back():
    case = small_case({"cohorts": [coal(existing_gw=0.95)],
                       "response": [shift(fixed_cost_cny_per_kw_a=3.0, variable_cost_cny_per_mwh=100.0)]},
                      load_gw=day([1.0]))
    solved = solve_small(case, DAY)
    down, up = solved.get("response_down_gw", "shift"), solved.get("response_up_gw", "shift")
    assert down[0] == near(0.05)
    assert up.sum() == near(down.sum()) == near(0.05)
    assert solved.get("unserved_gw", "r").sum() == near(0.0)
    # Capability held is just what is called: 0.05 GW at 3 CNY/kW, and 0.05 GWh at 0.1 CNY/kWh.
    assert solved.value("response_capability_gw", "shift") == near(0.05)
    assert solved.cost_of("response") == near(0.15 + 0.005)


def test_midnight_closes_the_account():
    # In the last hour of the day nothing may stay owed, so nothing can be moved to the next day.
    late = [*[0.9] * (DAY - 1), 1.0]
    assert unserved(shift(), late, hours=2 * DAY) == near(2 * 0.05)


def test_the_capability_is_a_share_of_the_years_peak():
    # 0.1 of the peak of 1.2 GW; 0.25 GW are missing.
    assert unserved(shift(), day([1.2])) == near(0.25 - 0.12)


def test_no_more_is_owed_than_the_window_holds():
    # Two hours miss 0.1 GW each; a window of one hour holds 0.1 x the peak of 1.05 GW.
    assert unserved(shift(window_hours=1.0), day([1.05, 1.05])) == near(0.2 - 0.105)
    assert unserved(shift(window_hours=2.0), day([1.05, 1.05])) == near(0.0)


def test_pay_back_is_limited_by_the_capability():
    # 0.2 GWh could be paid back in the third hour only, at 0.105 GW.
    assert unserved(shift(window_hours=4.0), day([1.05, 1.05, 0.2], rest=0.95)) == near(0.2 - 0.105)


def test_blocks_that_cross_midnight_are_refused():
    case = small_case({"response": [shift()]})
    with pytest.raises(ValueError, match="midnight"):
        build_model(case, TimeAxis.blocks(np.array([0, 20, 30])))


def test_shed_load_is_lost_and_limited_in_hours():
    # 0.1 GW missing in each of five hours; two hours of 0.1 GW may be called.
    case = small_case({"cohorts": [coal(existing_gw=0.9)],
                       "response": [shed(max_hours=2.0, variable_cost_cny_per_mwh=500.0,
                                         fixed_cost_cny_per_kw_a=10.0)]})
    solved = solve_small(case, 5)
    assert solved.get("response_down_gw", "shed").sum() == near(0.2)
    assert solved.get("unserved_gw", "r").sum() == near(0.3)
    assert solved.cost_of("response") == near(0.2 * 0.5 + 0.1 * 10.0)


def test_shed_hours_add_up_over_the_months():
    assert unserved(shed(max_hours=1.0), [1.0], existing_gw=0.9, hours=hours_of(JANUARY, JULY)) == near(0.1)


def test_the_take_off_of_a_shed_is_limited_by_its_capability():
    assert unserved(shed(), [1.0], existing_gw=0.8, hours=3) == near(3 * 0.1)
