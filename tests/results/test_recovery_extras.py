"""Green value by technology, worked out by hand."""

from __future__ import annotations

import pytest

from gridplan.results.price_account import cost_recovery
from gridplan.solve.run import solve
from tests.support.rows import coal
from tests.support.small_case import small_case

WIND_YEARLY = 0.1 + 0.3
"""CNY/kWh wind costs; coal burns for 0.3."""


def case(quotas):
    """1 GW of load; wind at half its capacity costs 0.4 CNY/kWh: 1752 CNY per kW and year over 10 years."""
    return small_case({
        "cohorts": [coal(existing_gw=2.0, build_max_gw=0.0)],
        "renewables": [{"renewable": "wind", "potential_gw": 9.0,
                        "capex_cny_per_kw": WIND_YEARLY * 0.5 * 8760 * 10.0}],
        "policies": [{"policy": metric, "region": "r", "metric": f"quota.{metric}_consumption", "value": value,
                      "slack_price": 5000.0} for metric, value in quotas.items()],
    }, {"wind": [0.5]})


def test_wind_earns_its_gap_to_the_price_from_the_quota():
    """Half the load from wind that costs 400 CNY/MWh where the price is 300: the quota is worth 100 on 4380 GWh, 438
    million CNY, and with it wind just earns its cost.
    """
    frame = cost_recovery(solve(case({"renewable": 50.0}), hours=24, method="simplex")).set_index("technology")
    wind = frame.loc["wind_onshore"]
    assert wind["green_value_million_cny"] == pytest.approx(438.0, rel=1e-4)
    assert wind["balance_million_cny"] == pytest.approx(-438.0, rel=1e-4)
    assert wind["balance_with_green_million_cny"] == pytest.approx(0.0, abs=0.1)
    assert frame.loc["coal", "green_value_million_cny"] == 0.0


def test_both_quotas_add_up_on_wind():
    frame = cost_recovery(solve(case({"renewable": 30.0, "nonhydro": 50.0}), hours=24, method="simplex"))
    wind = frame.set_index("technology").loc["wind_onshore"]
    assert wind["green_value_million_cny"] == pytest.approx(438.0, rel=1e-4)


def test_without_a_quota_green_energy_is_worth_its_price_only():
    frame = cost_recovery(solve(case({}), hours=24, method="simplex"))
    assert frame["green_value_million_cny"].eq(0.0).all()
