"""Virtual power plants, and the demand-response duty by the peak-valley gap: figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.model.gap import asked_share_pct, largest_gap_pct
from tests.support.levers.demand_side import cars, part, v2g
from tests.support.rows import coal, near, target
from tests.support.small_case import small_case
from tests.support.solved import solve_small

SERIES = {"flat": [1.0]}


def called(load_gw, hours=4, existing_gw=1.0, **columns):
    plant = {"response": "vpp", "kind": "vpp", "max_share_of_peak": 0.5, **columns}
    return solve_small(small_case({"cohorts": [coal(existing_gw=existing_gw)], "response": [plant]},
                                  load_gw=load_gw), hours)


def test_a_virtual_plant_pays_back_its_share_the_same_day():
    # 0.2 GW taken off in the scarce hour; 60 % of it back later: 0.12 GWh.
    solved = called((1.2, 0.9, 0.9, 0.9), payback_share=0.6, variable_cost_cny_per_mwh=500.0)
    assert solved.get("response_down_gw", "vpp") == near([0.2, 0.0, 0.0, 0.0])
    assert solved.get("response_up_gw", "vpp").sum() == near(0.12)
    assert solved.cost_of("response") == near(0.1)


def test_a_day_has_one_call_of_so_many_hours():
    # 0.1 of the peak of 1.2 GW for two hours: 0.24 GWh of the 0.6 GWh that are missing.
    solved = called((1.2, 1.2, 1.2, 1.0), max_share_of_peak=0.1, window_hours=2.0)
    assert solved.get("unserved_gw", "r").sum() == near(0.6 - 0.24)


def test_calls_of_the_year_are_limited():
    # Two days of 0.1 GWh each at 0.1 GW; one hour a year.
    load = ([1.0] + [0.5] * 23) * 2
    assert called(load, 48, existing_gw=0.9, max_share_of_peak=0.1, max_hours=1.0).get(
        "unserved_gw", "r").sum() == near(0.1)


def test_what_is_paid_back_on_one_day_is_not_owed_to_another():
    # All that is spare lies on the second day.
    load = [1.2] + [1.0] * 23 + [0.5] * 24
    assert called(load, 48, payback_share=1.0).get("unserved_gw", "r").sum() == near(0.2)


def test_the_largest_daily_gap():
    load = np.full(8760, 1.0)
    load[30] = 0.7
    load[24 * 200 + 3] = 0.55
    assert largest_gap_pct(load) == near(45.0)
    assert largest_gap_pct(np.full(8760, 3.0)) == near(0.0)


@pytest.mark.parametrize(("stated", "gap", "asked"), [(3.0, 39.9, 3.0), (3.0, 40.1, 5.0), (6.0, 50.0, 6.0)])
def test_the_share_asked_for(stated, gap, asked):
    assert asked_share_pct(stated, gap) == asked


def by_gap(load_gw, **tables):
    shed = {"response": "shed", "kind": "shed", "max_share_of_peak": 0.2, "fixed_cost_cny_per_kw_a": 1.0}
    return solve_small(small_case({
        "cohorts": [coal(existing_gw=2.0)], "policies": [target("demand_response.share_by_gap", 3.0)],
        **(tables or {"response": [shed]})}, SERIES, load_gw=load_gw), len(load_gw))


def test_a_wide_gap_raises_the_duty():
    # (1.0 - 0.5) / 1.0 is above 40 %: 5 % of 1.0 GW; 30 % asks for 3 %.
    assert by_gap((1.0, 0.5)).value("response_capability_gw", "shed") == near(0.05)
    assert by_gap((1.0, 0.7)).value("response_capability_gw", "shed") == near(0.03)


def test_vehicles_and_flexible_loads_count_as_they_can_be_called():
    # 0.3 of 0.1 GW of vehicles, and a flat load of 0.4 GW of which 5 % may go: 0.03 + 0.02 = 0.05 GW of 1.0.
    solved = by_gap((1.0, 0.5), loads=[cars(), part()], vehicle_to_grid=[v2g(
        power_max_gw=0.1, capacity_credit_share=0.3)], flexible_loads=[{"load": "part", "min_share": 0.95}])
    assert solved.slack("target") == near(0.0)
    assert solved.value("v2g_power_gw", "v2g") == near(0.1)
    assert solved.value("flexible_capability_gw", "part") == near(0.02)
