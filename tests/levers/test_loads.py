"""Named loads in the grid load, what may be moved of them, and vehicle-to-grid: figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from tests.support.levers.demand_side import FLAT_0_4_GW, cars, part, v2g
from tests.support.rows import coal, near, target
from tests.support.small_case import small_case
from tests.support.solved import solve_small

SERIES = {"flat": [1.0], "first_hour": [1.0, 0.0], "evening": [0.0, 1.0]}


def case(load_gw, loads, existing_gw=1.0, profiles=None, **tables):
    return small_case({"cohorts": [coal(existing_gw=existing_gw)], "loads": loads, **tables},
                      {**SERIES, **(profiles or {})}, load_gw=load_gw)


def grid_load(loads, load_gw=(1.0, 0.6)):
    return solve_small(case(load_gw, loads, existing_gw=5.0), 2).get("demand_gw", "r")


def test_a_load_on_top_is_added_with_its_own_shape():
    # 0.876 TWh in every other hour: 0.876 x 1000 / 4380 = 0.2 GW in the first hour of two.
    on_top = part(0.876, profile="first_hour", counted="on_top")
    assert grid_load([on_top]) == near([1.2, 0.6])


def test_a_load_within_the_energy_keeps_the_years_energy():
    # Mean load 0.8 GW, of which 0.1 in the first hours: the rest is 0.7 GW in the shape 1.0 to 0.6 (mean 0.8).
    within = part(0.876, profile="first_hour", counted="in_energy")
    rest = 0.7 / 0.8
    assert grid_load([within]) == near([1.0 * rest + 0.2, 0.6 * rest])
    assert grid_load([within]).sum() == near(1.6)


def test_a_load_within_the_curve_leaves_it_as_it_is():
    assert grid_load([part(0.876, profile="first_hour", counted="in_curve")]) == near([1.0, 0.6])


def moved(load_gw=(1.2, 0.8), hours=2, existing_gw=1.0, loads=None, **columns):
    flexible = {"load": "part", "max_share": 1.5, **columns}
    return solve_small(case(load_gw, loads or [part()], existing_gw, flexible_loads=[flexible]), hours)


def test_a_load_moves_out_of_the_scarce_hour():
    # 0.2 GW are missing in the first hour and free in the second: 3 CNY/kW x 0.2 GW and 0.1 CNY/kWh x 0.2 GWh.
    solved = moved(fixed_cost_cny_per_kw_a=3.0, variable_cost_cny_per_mwh=100.0)
    assert solved.get("flexible_down_gw", "part") == near([0.2, 0.0])
    assert solved.get("flexible_up_gw", "part") == near([0.0, 0.2])
    # All of the load is 0.4 GW; half of it enrolled may take off 0.2 GW and put on 0.5 x (1.5 x 0.4 - 0.4) = 0.1 GW.
    assert solved.value("flexible_capability_gw", "part") == near(0.4)
    assert solved.cost_of("response") == near(3.0 * 0.4 + 0.1 * 0.2)


def test_what_must_stay_in_its_hour_stays():
    # Of 0.4 GW at least 75 % stay: 0.1 GW may go.
    assert moved(min_share=0.75).get("unserved_gw", "r").sum() == near(0.1)


def test_the_connection_limits_what_is_put_on():
    # 1.25 x 0.4 GW leaves room for 0.1 GW in the second hour.
    assert moved(max_share=1.25).get("unserved_gw", "r").sum() == near(0.1)


def test_a_share_enrolled_moves_its_share():
    # A baseline of 0.8 and 0.0 GW (mean 0.4): at its highest hour the capability itself may go, 0.2 GW.
    solved = moved(loads=[part(profile="first_hour")], fixed_cost_cny_per_kw_a=1.0)
    assert solved.value("flexible_capability_gw", "part") == near(0.2)
    assert solved.get("flexible_up_gw", "part") == near([0.0, 0.2])


def test_a_day_keeps_its_energy_and_a_week_lets_it_cross():
    two_days = [1.2] * 24 + [0.8] * 24
    assert moved(two_days, 48).get("unserved_gw", "r").sum() == near(24 * 0.2)
    solved = moved(two_days, 48, window_hours=168.0)
    assert solved.get("unserved_gw", "r").sum() == near(0.0)
    assert solved.get("flexible_up_gw", "part")[24:].sum() == near(24 * 0.2)


def test_a_window_cut_short_keeps_its_energy_by_itself():
    # Hours of two weeks: each keeps its own energy, so the scarce hour of the first week finds nothing in the second.
    axis = TimeAxis(np.array([0, 168]), np.ones(2, dtype=int), np.ones(2))
    week = np.where(np.arange(8760) < 168, 1.2, 0.8)
    solved = solve_small(case(week, [part()], flexible_loads=[
        {"load": "part", "max_share": 1.5, "window_hours": 168.0}]), axis)
    assert solved.get("unserved_gw", "r") == near([0.2, 0.0])


def test_blocks_over_the_end_of_a_window_are_refused():
    with pytest.raises(ValueError, match="within 24 hours"):
        build_model(case([1.0], [part()], flexible_loads=[{"load": "part"}]), TimeAxis.blocks(np.array([0, 20, 30])))


def test_at_the_peak_counts_what_can_be_taken_off_then():
    # Peak 1.0 GW in the second hour, where the load has half of its highest: 0.5 GW/GW.  8 % margin over 1.0 GW of
    # coal asks for 0.08 GW, so 0.16 GW must be enrolled at 1 CNY/kW.
    loads = [part(FLAT_0_4_GW, profile="two_to_one")]
    solved = solve_small(case((0.9, 1.0), loads, profiles={"two_to_one": [2.0, 1.0]}, flexible_loads=[
        {"load": "part", "fixed_cost_cny_per_kw_a": 1.0}], policies=[target("reserve.margin", 8.0)]), 2)
    assert solved.value("flexible_capability_gw", "part") == near(0.16)
    assert solved.slack("target") == near(0.0)


def driven(load_gw=(1.2, 0.7, 1.0, 1.0), hours=4, policies=(), **columns):
    return solve_small(case(load_gw, [cars()], vehicle_to_grid=[v2g(**columns)], policies=list(policies)), hours)


def test_vehicles_give_and_are_repaid_with_losses():
    # 0.2 GW given; 0.2 / 0.8 = 0.25 GW taken in the second hour, which sets the power: 0.25 GW.
    solved = driven(capex_cny_per_kw=20.0, fixed_cost_cny_per_kw_a=1.0, variable_cost_cny_per_mwh=400.0)
    assert solved.get("v2g_discharge_gw", "v2g") == near([0.2, 0.0, 0.0, 0.0])
    assert solved.get("v2g_charge_gw", "v2g") == near([0.0, 0.25, 0.0, 0.0])
    # Capital 20 / 10 years and upkeep 1 on 0.25 GW; 0.2 GWh at 0.4 CNY/kWh.
    assert solved.value("v2g_power_gw", "v2g") == near(0.25)
    assert solved.cost_of("capital") == near(0.5)
    assert solved.cost_of("variable") == near(0.08)


def test_the_batteries_give_so_many_hours_a_day():
    # Half an hour of 0.3 GW a day: 0.15 GWh of the 0.2 GWh that are missing.
    solved = solve_small(case((1.2, 0.7, 1.0, 1.0), [cars()], vehicle_to_grid=[v2g(hours=0.5)]), 4)
    assert solved.get("unserved_gw", "r").sum() == near(0.05)


def test_only_what_is_plugged_in_moves():
    # Half of 0.3 GW can be taken in the one free hour: 0.15 GW, of which 0.8 come back as 0.12 of the 0.2 GW.
    assert driven(availability_share=0.5).get("unserved_gw", "r").sum() == near(0.08)


def test_every_day_is_repaid_by_itself():
    two_days = [1.2] + [1.0] * 23 + [0.7] * 24
    assert driven(two_days, 48).get("unserved_gw", "r").sum() == near(0.2)


def test_burning_power_in_vehicles_never_helps_a_quota():
    # Wind gives 0.5 GW of 1.0 GW; coal must give 0.5.  A loss enlarges the use and is taken off what is green.
    base = {"cohorts": [coal(existing_gw=2.0)], "loads": [cars()],
            "renewables": [{"renewable": "wind", "existing_gw": 1.0, "potential_gw": 1.0}],
            "policies": [target("quota.renewable_consumption", 60.0)]}
    plain = solve_small(small_case(base, SERIES), 4)
    solved = solve_small(small_case({**base, "vehicle_to_grid": [v2g()]}, SERIES), 4)
    # 60 % of 4 GWh less 2 GWh of wind.
    assert plain.slack("target") == near(0.4)
    assert solved.slack("target") == near(0.4)
    assert solved.get("v2g_charge_gw", "v2g").sum() == near(0.0)


def test_windows_of_an_axis():
    # Two days of one week and one of another; 168 hours are a week counted from the start of the year.
    axis = TimeAxis(np.arange(24 * 6, 24 * 9), np.ones(72, dtype=int), np.ones(72))
    assert [len(blocks) for blocks in axis.windows(24).values()] == [24, 24, 24]
    assert [len(blocks) for blocks in axis.windows(168).values()] == [24, 48]
    assert axis.keeps_apart(24) and not TimeAxis.blocks(np.array([0, 20, 30])).keeps_apart(24)
    assert len(TimeAxis.full_year().windows(168)) == 53
