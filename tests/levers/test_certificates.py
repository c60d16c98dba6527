"""Certificates sold leave the quota of the seller; consumption traded leaves one quota and enters another."""

from __future__ import annotations

import pytest

from gridplan.results import accounts
from gridplan.results.exchange_account import excess_trades
from gridplan.solve.run import solve
from tests.support.levers.exchange import NONHYDRO, QUOTA, TWO
from tests.support.rows import FUEL_COST, coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HOURS = 4
RIVER = wind("river", 0.3, technology="hydro_ror", profile="river")
SERIES = {"wind": [0.5], "river": [1.0]}


def selling(price=10.0, cap_twh=0.001, **tables):
    """1 GW of wind gives 2 GWh in four hours; certificates may be sold."""
    return small_case({
        "cohorts": [coal(existing_gw=3.0)], "renewables": [wind(existing_gw=1.0)],
        "certificates": [{"region": "r", "sell_price_cny_per_mwh": price, "sell_cap_twh": cap_twh}], **tables}, SERIES)


def test_certificates_are_sold_up_to_their_cap():
    solved = solve_small(selling(), HOURS)
    assert solved.value("certificates_sold_gwh", "r") == near(1.0)
    assert solved.cost_of("certificates_sold") == near(-0.01)


def test_no_more_is_sold_than_is_generated():
    assert solve_small(selling(cap_twh=0.005), HOURS).value("certificates_sold_gwh", "r") == near(2.0)


def test_hydro_cannot_be_sold_as_certificates_but_biomass_can():
    # 1.2 GWh of water do not count, 0.25 GW of biomass give 1 GWh more.
    solved = solve_small(selling(cap_twh=0.009, renewables=[wind(existing_gw=1.0), RIVER]), HOURS)
    assert solved.value("certificates_sold_gwh", "r") == near(2.0)
    burning = coal("biomass", 0.25, technology="biomass", net_rate_g_per_kwh=100.0)
    case = selling(cap_twh=0.009, cohorts=[coal(existing_gw=3.0), burning])
    assert solve_small(case, HOURS).value("certificates_sold_gwh", "r") == near(3.0)


@pytest.mark.parametrize("metric", [QUOTA, NONHYDRO])
@pytest.mark.parametrize(("price", "sold"), [(10.0, 0.4), (1800.0, 1.0)])
def test_what_is_sold_is_missing_in_both_rows_of_the_quota(metric, price, sold):
    # 40 % of 4 GWh asked of 2 GWh of wind: 0.4 GWh may go, unless a certificate earns more than a shortfall costs.
    solved = solve_small(selling(price=price, policies=[target(metric, 40.0, slack_price=1000.0)]), HOURS)
    assert solved.value("certificates_sold_gwh", "r") == near(sold)
    assert solved.slack("target") == near(max(0.0, sold - 0.4))


def test_energy_sent_as_green_takes_its_certificates_with_it():
    # 0.3 GW leave on a channel that must be wholly green: 1.2 of the 2 GWh; 0.8 can be sold.
    solved = solve_small(selling(
        cap_twh=0.005, links=[{"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.3, "mode": "profile"}],
        policies=[target("channel.renewable_share", 100.0, subject="line")]), HOURS)
    assert solved.value("certificates_sold_gwh", "r") == near(0.8)


def test_burning_in_a_store_makes_no_certificate():
    # 4 GW of wind in one hour of four, 1 GW of load: 3 GW could be run through a store that loses half, for nothing but
    # the certificate.  Each GWh lost makes a GWh of generation and takes one off what may be sold: what counts is what
    # is used, the 1 GWh of the first hour and what the store gives back.
    case = small_case({
        "cohorts": [coal(existing_gw=3.0)], "renewables": [wind(existing_gw=4.0)],
        "stores": [{"store": "s", "existing_gw": 3.0, "existing_hours": 1.0, "charge_efficiency_share": 0.5}],
        "certificates": [{"region": "r", "sell_price_cny_per_mwh": 10.0, "sell_cap_twh": 0.01}],
    }, {"wind": [1.0, 0.0, 0.0, 0.0]})
    solved = solve_small(case, HOURS)
    charged, given = solved.get("store_charge_gw", "s").sum(), solved.get("store_discharge_gw", "s").sum()
    assert given == near(1.5)
    assert solved.value("certificates_sold_gwh", "r") == near(1.0 + charged - (charged - given))


def trading(max_twh=0.005, giver_wind=1.0, giver_price=3000.0, **tables):
    """r has wind for 2 GWh of its 4 and must reach 20 %, east has none and must reach 40 %."""
    return small_case({
        **TWO, "cohorts": [coal(existing_gw=3.0), coal("there", 3.0, region="east")],
        "renewables": [wind(existing_gw=giver_wind)],
        "excess_trade": [{"trade": "excess", "from": "r", "to": "east", "max_twh": max_twh, "price_cny_per_mwh": 20.0}],
        "policies": [{"policy": "home", "metric": QUOTA, "value": 20.0, "slack_price": giver_price},
                     {"policy": "away", "region": "east", "metric": QUOTA, "value": 40.0, "slack_price": 2000.0}],
        **tables}, SERIES)


def test_an_excess_leaves_one_quota_and_enters_the_other():
    # 2 GWh of wind against 0.8 asked: 1.2 GWh are given; east lacks 1.6, so 0.4 stay missing.  No money moves.
    solved = solve_small(trading(), HOURS)
    assert solved.value("excess_traded_gwh", "excess") == near(1.2)
    assert solved.slack("home") == near(0.0)
    assert solved.slack("away") == near(0.4)
    assert solved.cost == near(6.0 * FUEL_COST + 0.4 * 2.0)


def test_a_trade_ends_with_its_limit():
    assert solve_small(trading(max_twh=0.0005), HOURS).slack("away") == near(1.1)


def test_a_giver_without_a_surplus_gives_nothing():
    # 0.3 GW of wind give 0.6 GWh of the 0.8 asked.
    solved = solve_small(trading(giver_wind=0.3), HOURS)
    assert solved.value("excess_traded_gwh", "excess") == near(0.0)
    assert solved.slack("home") == near(0.2)


def test_only_a_non_hydro_excess_fills_a_non_hydro_quota():
    # r: 0.2 GW of wind (0.4 GWh) and 1.2 GWh of water; 20 % in all and 5 % non-hydro asked (0.8 and 0.2 GWh).  0.8 GWh
    # may go, of which 0.2 GWh are wind; east's rows of 40 and 10 % lack 0.8 and 0.2.
    policies = [{"policy": f"{place}_{name}", "region": region, "metric": metric, "value": value, "slack_price": price}
                for place, region, price, values in (("home", "r", 3000.0, (20.0, 5.0)),
                                                     ("away", "east", 2000.0, (40.0, 10.0)))
                for (name, metric), value in zip((("all", QUOTA), ("clean", NONHYDRO)), values, strict=True)]
    solved = solve_small(trading(renewables=[wind(existing_gw=0.2), RIVER], policies=policies), HOURS)
    assert solved.value("excess_traded_gwh", "excess") == near(0.8)
    assert solved.value("excess_traded_nonhydro_gwh", "excess") == near(0.2)
    assert solved.slack("home_all") == near(0.0)
    assert solved.slack("home_clean") == near(0.0)
    assert solved.slack("away_all") == near(0.8)
    assert solved.slack("away_clean") == near(0.2)


def test_both_stand_in_the_quota_account_and_every_check_holds():
    case = trading(certificates=[{"region": "r", "sell_price_cny_per_mwh": 5.0, "sell_cap_twh": 0.5}], max_twh=0.2)
    results = solve(case, hours=24)
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []
    quota = accounts.quota(results)
    total = quota[quota["quota"] == "total"].set_index("region")
    trades = excess_trades(results).set_index("trade")
    assert total.loc["r", "certificates_sold_gwh"] == pytest.approx(500.0, abs=0.01)
    assert total.loc["east", "traded_gwh"] == pytest.approx(200.0, abs=0.01)
    assert total.loc["r", "traded_gwh"] == pytest.approx(-200.0, abs=0.01)
    assert trades.loc["excess", "paid_million_cny"] == pytest.approx(4.0, abs=0.01)
    policies = results.policies.set_index("policy")
    assert policies.loc["home", "achieved"] == pytest.approx(total.loc["r", "binding_pct"])
