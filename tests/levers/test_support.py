"""Emergency support: counted once in the planning reserve, called for few hours at its price."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.results import accounts
from gridplan.results.exchange_account import emergency_support
from gridplan.solve.run import solve
from tests.support.levers.exchange import TWO
from tests.support.rows import FUEL_COST, UNSERVED_COST, coal, near, target
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HELP = {"support": "help", "from": "outside", "to": "r", "support_gw": 0.5, "max_hours": 2.0,
        "price_cny_per_mwh": 1500.0}


def short(**columns):
    """Coal lacks 0.2 GW of a load of 1 GW."""
    return small_case({"cohorts": [coal(existing_gw=0.8)], "emergency_support": [{**HELP, **columns}]})


def test_support_fills_what_is_missing_at_its_price():
    # 0.2 GW for four hours are 0.8 GWh, under 2 h x 0.5 GW; 1.5 million CNY each.
    solved = solve_small(short(), 4)
    assert solved.get("support_called_gw", "help") == near([0.2] * 4)
    assert solved.cost_of("emergency_support") == near(0.8 * 1.5)
    assert solved.cost == near(3.2 * FUEL_COST + 1.2)


def test_support_ends_with_its_hours():
    # 1 h x 0.5 GW are 0.5 GWh; the other 0.3 GWh are unserved.
    solved = solve_small(short(max_hours=1.0), 4)
    assert solved.get("support_called_gw", "help").sum() == near(0.5)
    assert solved.cost_of("unserved") == near(0.3 * UNSERVED_COST)


def test_what_is_paid_is_what_arrives():
    # 0.2 GW arrive of 0.25 sent.
    solved = solve_small(short(loss_share=0.2), 2)
    assert solved.get("support_called_gw", "help") == near([0.25] * 2)
    assert solved.cost_of("emergency_support") == near(0.4 * 1.5)


def test_cheaper_power_is_used_first():
    solved = solve_small(small_case({"cohorts": [coal(existing_gw=2.0)], "emergency_support": [HELP]}), 4)
    assert solved.get("support_called_gw", "help") == near([0.0] * 4)


def test_between_regions_the_payment_is_no_cost():
    case = small_case({**TWO, "cohorts": [coal(existing_gw=2.0), coal("there", 0.8, region="east")],
                       "emergency_support": [{**HELP, "from": "r", "to": "east"}]})
    solved = solve_small(case, 4)
    assert solved.get("support_called_gw", "help") == near([0.2] * 4)
    assert solved.cost == near(8 * FUEL_COST)


@pytest.mark.parametrize(("region", "built"), [("east", 1.1 - 0.5 - 0.45), ("r", 1.1 - 0.5 + 0.5)])
def test_support_counts_in_the_receivers_reserve_and_is_taken_off_the_givers(region, built):
    # Half a GW of firm coal against 1.1 x 1 GW; 0.5 GW of support sent, 0.45 received.
    case = small_case({
        **TWO, "cohorts": [coal("a", 0.5, region="r"), coal("b", 0.5, region="east"),
                           coal("new", 0.0, build_max_gw=9.0, capex_cny_per_kw=10.0, region=region)],
        "emergency_support": [{**HELP, "from": "r", "to": "east", "loss_share": 0.1, "max_hours": 1.0}],
        "policies": [target("reserve.margin", 10.0, region=region, slack_price=1e5)]})
    # One hour, in which all but what the margin asks for could be left unserved at 10 million CNY a GWh.
    assert solve_small(case, 1).value("thermal_built_gw", "new") >= built - 1e-6
    firm = solve_small(case, 1)
    assert firm.slack("target") == near(0.0)


@pytest.fixture(scope="module")
def results():
    case = small_case({
        **TWO, "cohorts": [coal(existing_gw=2.0), coal("there", 0.9, region="east")],
        "emergency_support": [{**HELP, "loss_share": 0.1}, {**HELP, "support": "aid", "from": "r", "to": "east",
                                                            "max_hours": 500.0, "price_cny_per_mwh": 0.0}],
        "policies": [target("reserve.margin", 10.0)]}, load_gw=1.0 + 0.1 * np.sin(np.arange(24) / 4.0))
    return solve(case, hours=24)


def test_every_check_of_a_case_with_support_holds(results):
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []


def test_support_stands_in_the_accounts(results):
    called = emergency_support(results).set_index("support")
    energy = accounts.energy_balance(results)
    received = energy[(energy["region"] == "east") & (energy["row"] == "emergency_import")]["energy_gwh"].sum()
    assert received == pytest.approx(called.loc["aid", "received_gwh"])
    power = accounts.power_balance(results)
    rows = power[power["season"] == "summer"].set_index(["region", "row"])["power_gw"]
    assert rows["r", "firm_support"] == pytest.approx(0.45)
    assert rows["r", "firm_support_given"] == pytest.approx(0.5)
    assert rows["east", "firm_support"] == pytest.approx(0.5)
