"""Non-fossil share of energy consumption, worked out by hand."""

from __future__ import annotations

import pytest

from gridplan.results.energy_account import energy_account
from gridplan.solve.run import solve
from tests.support.rows import coal
from tests.support.small_case import small_case


def case(**account):
    """1 GW of load, half wind; 0.1 GW comes in with 40 % green, 0.05 GW leaves with none."""
    tables = {
        "cohorts": [coal(existing_gw=2.0, build_max_gw=0.0), {"cohort": "atom", "technology": "nuclear",
                    "fuel": "uranium", "existing_gw": 0.1, "build_max_gw": 0.0, "must_run_share": 1.0,
                    "min_output_share": 1.0, "commitment": True}],
        "fuels": [{"fuel": "coal", "is_coal": True}, {"fuel": "uranium", "co2_t_per_tce": 0.0,
                                                      "price_cny_per_tce": 1.0}],
        "renewables": [{"renewable": "wind", "existing_gw": 1.0, "potential_gw": 1.0}],
        "links": [{"link": "in", "from": "outside", "to": "r", "capacity_gw": 0.1, "mode": "profile",
                   "green_share": 0.4, "green_hydro_share": 0.0},
                  {"link": "out", "from": "r", "to": "outside", "capacity_gw": 0.05, "mode": "profile"}],
        "policies": [{"policy": "energy", "region": "r", "metric": "share.nonfossil_energy", "sense": "min",
                      "value": 20.0, "enforce": False}],
    }
    if account:
        tables["energy_account"] = [{"region": "r", **account}]
    return small_case(tables, {"wind": [0.5]})


def test_the_share_by_hand():
    """Wind 4380 GWh and nuclear 876 at home, 350.4 green of the 876 received: 5606.4 GWh at 300 g/kWh are 1.68192 Mtce;
    with 0.1 of other energy over 8 Mtce 22.274 %.
    """
    results = solve(case(total_energy_mtce=8.0, other_nonfossil_mtce=0.1, gross_rate_g_per_kwh=300.0), hours=24)
    line = energy_account(results).iloc[0]
    assert line["local_gwh"] == pytest.approx(5256.0)
    assert line["received_gwh"] == pytest.approx(350.4)
    assert line["electricity_mtce"] == pytest.approx(1.68192)
    assert line["share_pct"] == pytest.approx(100 * 1.78192 / 8.0)
    # Coal serves what is left: (1.0 + 0.05 - 0.1 - 0.5 - 0.1) x 8760 GWh x 300 g = 0.9198 Mt
    assert line["power_coal_mtce"] == pytest.approx(0.35 * 8760 * 0.3 / 1000)
    policy = results.policies.set_index("policy").loc["energy"]
    assert (policy["status"], bool(policy["enforced"])) == ("met", False)
    assert policy["achieved"] == pytest.approx(line["share_pct"])


def test_without_the_table_it_is_not_measured():
    results = solve(case(), hours=24)
    assert energy_account(results).empty
    assert results.policies.set_index("policy").loc["energy", "status"] == "not_modelled"
