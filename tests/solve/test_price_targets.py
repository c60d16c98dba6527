"""What a target costs: the plan with it against the plan without it."""

from __future__ import annotations

import pytest

from gridplan.solve.price_targets import price_targets
from tests.support.rows import coal
from tests.support.small_case import small_case

HOURS = 24
YEAR_H = 8760.0


def case():
    # Coal at 0.3 CNY/kWh serves 1 GW; wind at half its capacity costs 0.4 CNY/kWh: 1752 CNY per kW and year.
    return small_case({
        "cohorts": [coal(existing_gw=2.0)],
        "renewables": [{"renewable": "wind", "potential_gw": 9.0, "capex_cny_per_kw": 0.4 * 0.5 * YEAR_H * 10.0}],
        "policies": [
            {"policy": "quota", "metric": "quota.renewable_consumption", "value": 20.0, "slack_price": 5000.0},
            {"policy": "coal", "metric": "capacity.coal", "sense": "max", "value": 5.0},
            {"policy": "far", "metric": "quota.nonhydro_consumption", "value": 10.0, "slack_price": 5000.0},
            {"policy": "line", "metric": "capacity.wind", "value": 3.0, "enforce": False},
        ],
    }, {"wind": [0.5]})


@pytest.mark.parametrize("method", ["simplex", "ipx"])
def test_a_binding_target_costs_what_the_plan_saves_without_it(method):
    # 20 % of 8760 GWh at 0.1 CNY/kWh more than coal; without it the 10 % of the other quota remains.
    priced = price_targets(case(), hours=HOURS, method=method).set_index("policy")
    assert priced.loc["quota", "cost_of_target_million_cny"] == pytest.approx(0.1 * 0.1 * YEAR_H, rel=1e-4)
    assert bool(priced.loc["quota", "solved_again"])


def test_a_target_that_does_not_bind_costs_nothing_and_needs_no_solve():
    priced = price_targets(case(), hours=HOURS, method="simplex").set_index("policy")
    for policy in ("coal", "far"):
        assert priced.loc[policy, "cost_of_target_million_cny"] == 0.0
        assert not priced.loc[policy, "solved_again"]


def test_a_target_only_reported_has_no_price():
    assert "line" not in set(price_targets(case(), hours=HOURS, method="simplex")["policy"])


def test_the_certified_price_lies_between_what_is_proven():
    exact = price_targets(case(), hours=168, method="simplex").set_index("policy")
    priced = price_targets(case(), hours=168, method="certified", gap=1e-4).set_index("policy")
    for policy, line in priced.iterrows():
        cost = exact.loc[policy, "cost_of_target_million_cny"]
        assert line["least_million_cny"] - 1e-6 <= cost <= line["most_million_cny"] + 1e-6
        assert line["most_million_cny"] - line["least_million_cny"] <= 2.5e-4 * line["cost_million_cny"]
    assert bool(priced.loc["quota", "solved_again"]) and not priced.loc["coal", "solved_again"]


def test_an_exact_price_lies_between_itself_and_itself():
    priced = price_targets(case(), hours=HOURS, method="simplex")
    assert (priced["least_million_cny"] == priced["cost_of_target_million_cny"]).all()
    assert (priced["most_million_cny"] == priced["cost_of_target_million_cny"]).all()
