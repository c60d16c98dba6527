"""Capacity prices, by hand: a transfer that no plan is chosen by."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.library.defaults import lookup
from gridplan.results import accounts
from gridplan.solve.run import solve
from tests.support.rows import coal, near, peaker
from tests.support.small_case import small_case


def plan(prices):
    """Public coal 2 GW, captive 1 GW, a battery of 0.5 GW and 1 GWh."""
    return solve(small_case({
        "cohorts": [coal(existing_gw=2.0, fixed_cost_cny_per_kw_a=50.0), coal("works", 1.0, captive=True),
                    peaker(existing_gw=0.4)],
        "fuels": [{"fuel": "coal", "is_coal": True}, {"fuel": "gas"}],
        "stores": [{"store": "cell", "existing_gw": 0.5, "existing_hours": 2.0}],
        "capacity_price": prices}), hours=24, method="simplex")


COAL = {"region": "r", "technology": "coal", "cny_per_kw_a": 165.0}
CELL = {"region": "r", "technology": "new_storage", "cny_per_kw_a": np.nan, "longest_net_peak_hours": 8.0}


@pytest.fixture(scope="module")
def paid():
    return plan([COAL, CELL])


def test_public_coal_is_paid_and_captive_is_not(paid):
    lines = accounts.capacity_payments(paid).set_index("asset")
    assert lines.loc["coal", "million_cny"] == near(2.0 * 165.0)
    assert "works" not in lines.index
    assert "gas" not in lines.index


def test_storage_by_the_formula(paid):
    # Two hours of eight: a quarter of the coal price on 0.5 GW.
    lines = accounts.capacity_payments(paid).set_index("asset")
    assert lines.loc["cell", "price_cny_per_kw"] == near(165.0 / 4)
    assert lines.loc["cell", "million_cny"] == near(0.5 * 165.0 / 4)


def test_storage_at_a_price_of_its_own():
    own = accounts.capacity_payments(plan([{**CELL, "cny_per_kw_a": 100.0}])).set_index("asset")
    assert own.loc["cell", "million_cny"] == near(50.0)


def test_the_plan_and_its_cost_do_not_change(paid):
    without = plan([])
    assert paid.run["cost_million_cny"] == near(without.run["cost_million_cny"])
    line = accounts.cost_recovery(paid).set_index("technology").loc["coal"]
    bare = accounts.cost_recovery(without).set_index("technology").loc["coal"]
    assert line["capacity_income_million_cny"] == near(330.0)
    assert line["balance_million_cny"] - bare["balance_million_cny"] == near(330.0)
    assert bare["capacity_income_million_cny"] == near(0.0)


@pytest.mark.parametrize(("province", "year", "price"), [
    ("hunan", 2025, 165.0), ("shanxi", 2025, 100.0), ("hunan", 2030, 165.0), ("shanxi", 2030, 165.0)])
def test_price_of_a_province(province, year, price):
    found = lookup("capacity_price", "cny_per_kw_a", "coal", province, year)
    assert found is not None and found.value == price
