"""Old wind plants that give way to larger ones on their sites."""

from __future__ import annotations

import pytest

from gridplan.results.capacity_account import capacity
from gridplan.results.checks import check
from gridplan.solve.run import solve
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

PROFILES = {"wind": [0.5], "calm": [0.1]}


def plan(policies=(), old=None, new=None, **columns):
    """0.5 GW of old plants at 10 % of their capacity, 0.1 GW of new ones at 50 %, on sites that are all taken."""
    classes = [wind("old", 0.5, profile="calm", **(old or {})), wind("new", 0.1, **(new or {}))]
    row = {"renewable": "old", "to": "new", "max_gw": 0.2, "growth": 1.5, "capex_cny_per_kw": 0.5, **columns}
    return small_case({"cohorts": [coal()], "renewables": classes, "repowering": [row],
                       "policies": list(policies)}, PROFILES)


def test_old_capacity_leaves_and_more_comes_though_every_site_is_taken():
    # 0.2 GW leave, 0.3 come: 0.3 GW at 10 % and 0.4 at 50 %.  Capital 0.3 x 0.5 / 10.
    solved = solve_small(plan(), 4)
    assert solved.value("renewable_capacity_gw", "old") == near(0.3)
    assert solved.value("renewable_capacity_gw", "new") == near(0.4)
    assert solved.get("renewable_output_gw", "old") == near([0.03] * 4)
    assert solved.get("renewable_output_gw", "new") == near([0.2] * 4)
    assert solved.cost_of("capital") == near(0.015)


def test_where_it_does_not_pay_nothing_leaves():
    # 1 GW of old is 1.5 of new: 0.65 GW more in four hours saves 0.78 million CNY of coal; 1.5 x 6 / 10 is 0.9.
    assert solve_small(plan(capex_cny_per_kw=6.0), 4).value("renewable_retired_gw", "old") == near(0.0)
    assert solve_small(plan(capex_cny_per_kw=5.0), 4).value("renewable_retired_gw", "old") == near(0.2)


def test_the_upkeep_of_the_old_ends_and_that_of_the_new_begins():
    case = plan(old={"fixed_cost_cny_per_kw_a": 0.1}, new={"fixed_cost_cny_per_kw_a": 0.01})
    assert solve_small(case, 4).cost_of("fixed") == near(0.03 + 0.004)


def test_no_more_leaves_than_stands():
    assert solve_small(plan(max_gw=2.0), 4).value("renewable_retired_gw", "old") == near(0.5)


def test_building_beside_it_keeps_to_the_potential():
    # 0.3 GW are gained by repowering; 0.05 GW of new sites are left beside the 0.1 that stand.
    solved = solve_small(plan(new={"potential_gw": 0.15}), 4)
    assert solved.value("renewable_capacity_gw", "new") == near(0.45)
    assert solved.value("renewable_built_gw", "new") == near(0.05)


def test_a_floor_on_wind_counts_what_stands_afterwards():
    # 0.3 + 0.4 GW against 1.0.
    assert solve_small(plan([target("capacity.wind", 1.0)]), 4).slack("target") == near(0.3)


def test_every_account_closes():
    results = solve(plan(), hours=24)
    checks = check(results, results.run["cost_million_cny"])
    assert [one for one in checks if not one.ok] == []
    assert "repowered_capacity_follows" in {one.name for one in checks}
    held = capacity(results).set_index("asset")
    assert list(held.loc["old", ["existing_gw", "built_gw", "retired_gw", "total_gw"]]) == pytest.approx(
        [0.5, 0.0, 0.2, 0.3], abs=1e-6)
    assert list(held.loc["new", ["existing_gw", "built_gw", "retired_gw", "total_gw"]]) == pytest.approx(
        [0.1, 0.3, 0.0, 0.4], abs=1e-6)
