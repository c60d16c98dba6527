"""Supply bases behind a channel: a balance without a load, capacity targets of the province, accounts that close."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.results import accounts
from gridplan.results.report import report_html
from gridplan.results.workbook import write_workbook
from gridplan.solve.run import solve
from tests.support.levers.exchange import EXPORT, WITH_BASE
from tests.support.rows import FUEL_COST, coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

GREEN = {"policy": "green", "region": "base", "metric": "channel.renewable_share", "subject": "out", "value": 50.0,
         "slack_price": 5000.0}


def base_case(*, links=(EXPORT,), profiles=None, **tables):
    return small_case({**WITH_BASE, "links": list(links), **tables}, {"wind": [0.5], **(profiles or {})})


def test_a_base_makes_just_what_its_channel_takes():
    # 400 CNY/MWh beats coal at 300: the whole GW of coal of the base is sent, and the province serves itself.
    solved = solve_small(base_case(links=[{**EXPORT, "price_cny_per_mwh": 400.0}]), 2)
    assert solved.get("link_flow_gw", "out") == near([1.0, 1.0])
    assert solved.get("thermal_output_gw", "of_base") == near([1.0, 1.0])
    assert solved.get("demand_gw", "base") == near([0.0, 0.0])
    assert solved.cost == near(2 * (1.0 + 1.0) * FUEL_COST - 2 * 0.4)


def test_the_price_at_a_base_is_that_of_its_own_plant():
    solved = solve_small(base_case(links=[{**EXPORT, "min_flow_share": 0.5}]), 2)
    assert solved.get("link_flow_gw", "out") == near([0.5, 0.5])
    assert solved.get("price_cny_per_mwh", "base") == near([300.0, 300.0])


def test_what_a_base_cannot_deliver_of_its_contract_is_unserved():
    # A contract of 1.5 GW over 1 GW of coal: half a GW is missing in each of two hours, 10 million CNY a GWh.
    solved = solve_small(base_case(links=[{**EXPORT, "capacity_gw": 1.5, "mode": "profile"}]), 2)
    assert solved.get("unserved_gw", "base") == near([0.5, 0.5])
    assert solved.cost_of("unserved") == near(2 * 0.5 * 10.0)


def test_power_a_base_cannot_send_is_excess_and_not_an_error():
    # Must-run of half of the 1 GW with no flow allowed on the channel: 0.5 GW nobody can use.
    case = base_case(links=[{**EXPORT, "energy_max_twh": 0.0}], cohorts=[
        coal(existing_gw=2.0), coal("of_base", 1.0, region="base", min_output_share=0.5, must_run_share=1.0)])
    assert solve_small(case, 2).get("excess_gw", "base") == near([0.5, 0.5])


def test_the_channels_green_share_is_met_by_plants_of_the_base():
    # 1 GW is sent for four hours; half of 4 GWh from wind of which a GW gives half: 1 GW of wind.
    case = base_case(links=[{**EXPORT, "mode": "profile"}], policies=[GREEN], renewables=[
        wind(existing_gw=0.0, potential_gw=5.0, capex_cny_per_kw=40.0, region="base"),
        wind("at_home", existing_gw=5.0)])
    solved = solve_small(case, 4)
    assert solved.value("renewable_built_gw", "wind") == near(1.0)
    assert solved.value("link_green_gwh", "out") == near(2.0)


@pytest.mark.parametrize(("counted_in", "built"), [("r", 0.5), ("outside", 2.0)])
def test_capacity_targets_of_the_province_count_the_base_on_its_ground(counted_in, built):
    case = base_case(bases=[{"region": "base", "link": "out", "counted_in": counted_in}],
                     renewables=[wind(existing_gw=0.0, potential_gw=9.0, capex_cny_per_kw=40.0),
                                 wind("of_base", 1.5, region="base")],
                     policies=[target("capacity.wind", 2.0, slack_price=1e5)])
    assert solve_small(case, 2).value("renewable_built_gw", "wind") == near(built)


def test_the_quota_of_the_province_does_not_count_what_the_base_makes():
    # 50 % of 4 GWh asked, all wind is at the base: the whole 2 GWh are missing.
    case = base_case(renewables=[wind(existing_gw=9.0, region="base")],
                     policies=[target("quota.renewable_consumption", 50.0)])
    assert solve_small(case, 4).slack("target") == near(2.0)


def test_a_utilisation_floor_asked_of_a_base_may_be_missed_at_its_price():
    # 1 GW of wind offers 2 GWh, no flow is allowed: 90 % of it is short.
    case = base_case(links=[{**EXPORT, "energy_max_twh": 0.0}], renewables=[wind(existing_gw=1.0, region="base")],
                     policies=[target("utilisation.wind", 90.0, region="base", slack_price=1.0)])
    assert solve_small(case, 4).slack("target") == near(1.8)


@pytest.fixture(scope="module")
def results():
    load = 1.0 + 0.2 * np.sin(np.arange(24) / 4.0)
    case = small_case({
        **WITH_BASE, "links": [{**EXPORT, "price_cny_per_mwh": 350.0, "loss_share": 0.05}],
        "link_contracts": [{"link": "out", "hours_min": 4000.0, "hours_max": 5000.0, "ramp_share_per_h": 0.3}],
        "renewables": [wind(existing_gw=1.0, region="base", own_use_share=0.02), wind("home", 1.0)],
        "stores": [{"store": "cell", "region": "base", "existing_gw": 0.3, "charge_efficiency_share": 0.9}],
        "policies": [GREEN, target("capacity.wind", 2.0), target("reserve.margin", 10.0) | {"policy": "margin"}],
    }, {"wind": 0.5 + 0.4 * np.sin(np.arange(24) / 3.0)}, load_gw=load)
    return solve(case, hours=24)


def test_every_check_of_a_case_with_a_base_holds(results):
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []


def test_the_accounts_of_a_base_have_no_empty_or_broken_figure(results):
    summary = accounts.summary(results)
    mine = summary[summary["region"] == "base"].set_index("item")["value"]
    sent = accounts.channels(results)["sent_gwh"].iloc[0]
    assert mine["export"] == pytest.approx(sent)
    assert mine["cost_per_sent"] == pytest.approx(1000.0 * mine["cost"] / sent)
    assert np.isfinite(mine[["mean_price", "generation", "peak_load"]].to_numpy(dtype=float)).all()
    assert set(accounts.power_balance(results)["region"]) == {"r"}
    assert set(accounts.quota(results)["region"]) == {"r"}
    balance = accounts.energy_balance(results)
    assert balance[(balance["region"] == "base") & (balance["row"] == "residual")]["energy_gwh"].abs().max() < 1e-6


def test_the_scorecard_counts_the_base_as_the_row_does(results):
    policies = results.policies.set_index("policy")
    assert policies.loc["target", "achieved"] == pytest.approx(2.0)
    assert policies.loc["green", "status"] == "met"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_and_the_workbook_of_a_base_are_written(results, lang, tmp_path):
    page = report_html(results, lang)
    assert ("配套电源基地没有用电负荷" if lang == "zh" else "A supply base has no load") in page
    assert ">nan<" not in page
    assert write_workbook(results, tmp_path / "results.xlsx", lang).exists()
