"""Who gains from exchange, worked out by hand: prices at both ends, rent, and net costs that add up to the plan's."""

from __future__ import annotations

import pytest

from gridplan.results.regional_account import link_rents, regional_gains
from gridplan.solve.run import solve
from tests.support.levers.exchange import QUOTA, TWO
from tests.support.rows import FUELS, coal, peaker, target, wind
from tests.support.small_case import small_case

YEAR_HOURS = 8760.0
LINE = {"link": "line", "from": "r", "to": "east", "capacity_gw": 0.5, "loss_share": 0.1}
CHEAP_AND_DEAR = {**TWO, "fuels": FUELS, "cohorts": [coal(existing_gw=3.0), peaker(region="east", existing_gw=2.0)]}


def solved(*links, policies=(), **tables):
    """r has coal at 300 CNY/MWh, east only plant at 1000; each has a load of 1 GW."""
    case = small_case({**CHEAP_AND_DEAR, "links": list(links), "policies": list(policies), **tables})
    results = solve(case, hours=24)
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []
    return results


def net(results):
    return regional_gains(results).set_index("region")


def test_a_full_line_earns_the_difference_of_prices():
    # 0.5 GW are sent at 300 CNY/MWh, 0.45 GW arrive at 1000: (0.45 x 1000 - 0.5 x 300) x 8760 h = 2628 million CNY.
    results = solved(LINE)
    line = link_rents(results).iloc[0]
    assert line["sending_price_cny_per_mwh"] == pytest.approx(300.0, abs=1e-2)
    assert line["receiving_price_cny_per_mwh"] == pytest.approx(1000.0, abs=1e-2)
    assert line["full_hours_h"] == pytest.approx(YEAR_HOURS)
    assert line["export_income_million_cny"] == pytest.approx(0.5 * 8.76 * 300.0, rel=1e-4)
    assert line["import_payment_million_cny"] == pytest.approx(0.45 * 8.76 * 1000.0, rel=1e-4)
    assert line["rent_million_cny"] == pytest.approx(2628.0, rel=1e-4)


def test_net_costs_are_own_cost_and_payments_and_add_up():
    # r burns 1.5 GW at 300, east 0.55 GW at 1000; half of the rent of 2628 goes to each.
    results = solved(LINE)
    gains = net(results)
    assert gains.at["r", "own_cost_million_cny"] == pytest.approx(1.5 * 8.76 * 300.0, rel=1e-4)
    assert gains.at["east", "own_cost_million_cny"] == pytest.approx(0.55 * 8.76 * 1000.0, rel=1e-4)
    assert gains.at["r", "net_cost_million_cny"] == pytest.approx(3942.0 - 1314.0 - 1314.0, rel=1e-4)
    assert gains.at["east", "net_cost_million_cny"] == pytest.approx(4818.0 + 3942.0 - 1314.0, rel=1e-4)
    assert gains["net_cost_million_cny"].sum() == pytest.approx(results.run["cost_million_cny"], rel=1e-6)


def test_a_line_with_room_to_spare_earns_nothing():
    # All of east's load fits: its price is r's over what the line keeps, and the rent is gone.
    line = link_rents(solved({**LINE, "capacity_gw": 1.5})).iloc[0]
    assert line["receiving_price_cny_per_mwh"] == pytest.approx(300.0 / 0.9, abs=1e-2)
    assert line["rent_million_cny"] == pytest.approx(0.0, abs=0.5)
    assert line["full_hours_h"] == 0.0


def test_what_is_built_of_a_line_is_shared_in_halves():
    # 0.5 GW at 100 CNY/kW over 10 years without interest: 5 million CNY a year.
    results = solved({**LINE, "capacity_gw": 0.0, "build_max_gw": 0.5, "capex_cny_per_kw": 100.0})
    gains = net(results)
    assert gains["link_cost_million_cny"].tolist() == pytest.approx([2.5, 2.5], rel=1e-3)
    assert gains.at["east", "own_cost_million_cny"] == pytest.approx(4818.0, rel=1e-3)
    assert gains["net_cost_million_cny"].sum() == pytest.approx(results.run["cost_million_cny"], rel=1e-6)


def test_consumption_traded_is_paid_for_and_no_cost():
    # East must show 30 % of 8760 GWh: exactly the 2628 GWh that may be traded, at 10 CNY/MWh.
    trade = {"trade": "excess", "from": "r", "to": "east", "max_twh": 2.628, "price_cny_per_mwh": 10.0}
    policies = [target(QUOTA, 20.0, slack_price=9000.0),
                {**target(QUOTA, 30.0, slack_price=5000.0), "policy": "of_east", "region": "east"}]
    results = solved(LINE, policies=policies, excess_trade=[trade], renewables=[wind(existing_gw=2.0)])
    gains = net(results)
    assert gains.at["east", "trade_payment_million_cny"] == pytest.approx(26.28, rel=1e-4)
    assert gains.at["r", "trade_payment_million_cny"] == pytest.approx(-26.28, rel=1e-4)
    assert gains["net_cost_million_cny"].sum() == pytest.approx(results.run["cost_million_cny"], rel=1e-5)
    assert results.policies["status"].tolist() == ["met", "met"]


def test_green_energy_goes_with_the_line_and_fills_the_quota_of_its_province_alone():
    # East's 30 % of 8760 GWh arrive as green after the loss of a tenth: at least 2920 GWh are attributed.
    policies = [target(QUOTA, 20.0), {**target(QUOTA, 30.0), "policy": "of_east", "region": "east"}]
    results = solved(LINE, policies=policies, renewables=[wind(existing_gw=2.0)])
    assert link_rents(results).iloc[0]["green_gwh"] >= 2628.0 / 0.9 - 1e-2
    achieved = results.policies.set_index("region")["achieved"]
    assert achieved["east"] >= 30.0 - 1e-4
    # r makes 8760 GWh of wind, of which what it gave away counts no more.
    assert achieved["r"] <= 100.0 * (8760.0 - 2920.0) / 8760.0 + 1e-3


def test_one_region_has_no_exchange():
    results = solve(small_case({"cohorts": [coal(existing_gw=2.0)]}), hours=24)
    assert link_rents(results).empty
    gains = regional_gains(results).iloc[0]
    assert gains["net_cost_million_cny"] == pytest.approx(results.run["cost_million_cny"], rel=1e-6)
