"""Equal-capacity replacement, by hand."""

from __future__ import annotations

from tests.support.rows import coal, near, peaker
from tests.support.small_case import small_case
from tests.support.solved import solve_small

FUELS = [{"fuel": "coal", "is_coal": True}, {"fuel": "gas"}]
NEW = {"technology": "coal_usc_new", "existing_gw": 0.0, "net_rate_g_per_kwh": 200.0}


def plan(rows, cohorts=(), reserve=(), load=(1.0,)):
    """Old coal of 1 GW (0.3), of which 0.4 GW may close; new coal at 0.2 up to 1 GW, its capital nothing."""
    return small_case({
        "fuels": FUELS, "replacement": rows, "emergency_reserve": list(reserve),
        "cohorts": [coal("old", 1.0, retire_max_gw=0.4), coal("new", build_max_gw=1.0, **NEW), peaker(), *cohorts]},
        load_gw=load)


def test_one_built_for_one_closed():
    # Only 0.4 GW may close: 0.4 GW new at 0.2, 0.6 GW old at 0.3 for four hours.
    solved = solve_small(plan([{"cohort": "new"}]), 4)
    assert solved.value("thermal_built_gw", "new") == near(0.4)
    assert solved.value("thermal_retired_gw", "old") == near(0.4)
    assert solved.value("thermal_replaced_gw", "old") == near(0.4)
    assert solved.cost == near(4 * (0.4 * 0.2 + 0.6 * 0.3))


def test_more_may_have_to_close_than_is_built():
    # 1.25 closed per 1 built: 0.32 GW new; 0.08 GW is missing and the peaker gives it at 1.0 - or nothing is built.
    # Per GW closed: 0.8 built saves 0.8 x 0.1 x 4 = 0.32, 0.2 from the peaker costs 0.2 x 0.7 x 4 = 0.56: not worth it.
    solved = solve_small(plan([{"cohort": "new", "retired_per_built": 1.25}]), 4)
    assert solved.value("thermal_built_gw", "new") == near(0.0)
    # With spare old capacity (load 0.9 GW) 0.1 GW closes for 0.08 GW at no loss.
    spare = solve_small(plan([{"cohort": "new", "retired_per_built": 1.25}], load=(0.8,)), 4)
    assert spare.value("thermal_built_gw", "new") == near(0.32)


def test_two_new_cohorts_do_not_use_the_same_closure():
    second = coal("newer", build_max_gw=1.0, **{**NEW, "net_rate_g_per_kwh": 100.0})
    solved = solve_small(plan([{"cohort": "new"}, {"cohort": "newer"}], [second]), 4)
    # All 0.4 GW go to the better of the two; 0.1 for 0.4 GW.
    assert solved.value("thermal_built_gw", "newer") == near(0.4)
    assert solved.value("thermal_built_gw", "new") == near(0.0)


def test_only_named_cohorts_free_capacity():
    other = coal("other", 0.5, retire_max_gw=0.5)
    blank = solve_small(plan([{"cohort": "new"}], [other], load=(1.5,)), 4)
    assert blank.value("thermal_built_gw", "new") == near(0.9)
    named = solve_small(plan([{"cohort": "new", "from": "other"}], [other], load=(1.5,)), 4)
    assert named.value("thermal_built_gw", "new") == near(0.5)


def test_what_is_kept_as_reserve_frees_nothing():
    # Load 1.2: with 1.0 GW of coal the peaker gives 0.2.  Closing 0.4 GW for new coal keeps 1.0 GW of coal and 0.2 of
    # the peaker: 4 (0.4 x 0.2 + 0.6 x 0.3 + 0.2 x 1.0) = 1.84.  Closing 0.4 GW and keeping it as reserve gives what the
    # unit gave before, nothing gained: 4 (1.0 x 0.3 + 0.2) = 2.0.  Doing both with the same 0.4 GW would cost less.
    reserve = [{"cohort": "old", "max_full_load_hours": 1000.0}]
    solved = solve_small(plan([{"cohort": "new"}], reserve=reserve, load=(1.2,)), 4)
    assert solved.cost == near(1.84)
    kept = solved.value("emergency_reserve_gw", "old")
    assert kept + solved.value("thermal_replaced_gw", "old") <= 0.4 + 1e-6
    assert kept == near(0.0)
