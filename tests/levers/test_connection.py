"""What a local network takes of distributed plants, and reinforcing it."""

from __future__ import annotations

import pytest

from gridplan.results.checks import check
from gridplan.results.energy_balance import curtailment
from gridplan.solve.run import solve
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

ROOFS = wind("roofs", 1.0, technology="solar_distributed", profile="sun")
SUN = {"sun": [0.8, 0.2, 0.8, 0.0]}


def plan(load=(1.0,), policies=(), **columns):
    return small_case({"cohorts": [coal()], "renewables": [ROOFS], "policies": list(policies),
                       "connection": [{"renewable": "roofs", "connection_gw": 0.5, **columns}]}, SUN,
                      load_gw=list(load))


def test_no_more_than_the_network_takes_comes_out():
    solved = solve_small(plan(), 4)
    assert solved.get("renewable_output_gw", "roofs") == near([0.5, 0.2, 0.5, 0.0])
    assert solved.get("renewable_available_gw", "roofs") == near([0.8, 0.2, 0.8, 0.0])


def test_the_network_is_reinforced_where_that_pays():
    # 0.1 GW more lets 0.2 GWh in, worth 0.06 million CNY of coal, for 0.1 x 5 / 10 = 0.05; all that may be is built.
    solved = solve_small(plan(build_max_gw=0.1, capex_cny_per_kw=5.0), 4)
    assert solved.value("connection_built_gw", "roofs") == near(0.1)
    assert solved.get("renewable_output_gw", "roofs") == near([0.6, 0.2, 0.6, 0.0])
    assert solved.cost_of("capital") == near(0.05)
    # At 7 CNY/kW it costs 0.07 and is left.
    assert solve_small(plan(build_max_gw=0.1, capex_cny_per_kw=7.0), 4).value(
        "connection_built_gw", "roofs") == near(0.0)


def test_what_the_network_leaves_is_curtailed_in_the_utilisation():
    # 1.2 of 1.8 GWh are taken; 90 % would be 1.62.
    solved = solve_small(plan(policies=[target("utilisation.solar", 90.0)]), 4)
    assert solved.slack("target") == near(0.42)


def test_every_account_closes():
    results = solve(plan(build_max_gw=0.1, capex_cny_per_kw=5.0), hours=24)
    checks = check(results, results.run["cost_million_cny"])
    assert [one for one in checks if not one.ok] == []
    assert "output_within_connection" in {one.name for one in checks}
    line = curtailment(results).set_index("renewable").loc["roofs"]
    assert line["curtailed_gwh"] > 0.0


@pytest.mark.parametrize(("metric", "subject"), [("capacity.distributed_generation", ""),
                                                 ("capacity.solar_distributed_industrial_roof", "roofs")])
def test_distributed_solar_answers_the_plans_targets(metric, subject):
    # 1 GW of roofs stands; 1.5 are asked and may be built.
    roofs = {**ROOFS, "potential_gw": 3.0, "capex_cny_per_kw": 50.0}
    case = small_case({"cohorts": [coal()], "renewables": [roofs, wind("racks", 1.0, technology="solar_utility")],
                       "policies": [target(metric, 1.5, subject=subject)]}, {"sun": [0.0], "wind": [0.0]})
    assert solve_small(case, 2).value("renewable_built_gw", "roofs") == near(0.5)
