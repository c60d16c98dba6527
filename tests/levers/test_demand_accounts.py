"""The accounts of a solved case with everything of the demand side: all that must hold of a plan holds."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.results import accounts
from gridplan.results.green_account import green_left_gwh
from gridplan.results.report import write_report
from gridplan.results.workbook import write_workbook
from gridplan.solve.run import solve
from tests.support.levers.demand_side import electrolyser, v2g
from tests.support.rows import coal, target, wind
from tests.support.small_case import small_case

EVENING = [0.2] * 17 + [2.0] * 5 + [0.5] * 2


@pytest.fixture(scope="module")
def results():
    """One day of a region with vehicles, a smelter, data centres, a virtual plant and electrolysers."""
    names = {"name_zh": "一", "name_en": "one"}
    case = small_case({
        "regions": [{"region": "r", "certificate_cap_twh": 0.01, "certificate_price_cny_per_mwh": 5.0, **names}],
        "cohorts": [coal(existing_gw=1.0, own_use_share=0.05, **names)],
        "renewables": [wind(existing_gw=1.5, own_use_share=0.01, **names)],
        "loads": [{"load": "cars", "kind": "ev", "energy_twh": 0.876, "profile": "evening", **names},
                  {"load": "metal", "kind": "industry", "energy_twh": 1.752, "counted": "in_curve", **names},
                  {"load": "servers", "kind": "data_centre", "energy_twh": 0.876, "counted": "on_top", **names}],
        "flexible_loads": [{"load": "cars", "min_share": 0.3, "max_share": 1.5, "fixed_cost_cny_per_kw_a": 0.01},
                           {"load": "metal", "window_hours": 168.0, "min_share": 0.8, "max_share": 1.1,
                            "variable_cost_cny_per_mwh": 20.0}],
        "vehicle_to_grid": [v2g(capex_cny_per_kw=0.1, variable_cost_cny_per_mwh=50.0, **names)],
        "electrolysers": [electrolyser(capex_cny_per_kw=0.5, min_load_share=0.05, **names),
                          electrolyser(electrolyser="matched", matching="hourly", hydrogen_price_cny_per_kg=1.0,
                                       **names)],
        "response": [{"response": "vpp", "kind": "vpp", "window_hours": 2.0, "payback_share": 0.6,
                      "variable_cost_cny_per_mwh": 100.0, **names}],
        "policies": [{**target("hydrogen.green_production", 0.02), "policy": "hydrogen", "slack_price": 60.0},
                     {**target("industry.green_share", 80.0, subject="servers"), "policy": "servers"},
                     {**target("quota.nonhydro_consumption", 30.0), "policy": "quota"},
                     {**target("demand_response.share_by_gap", 3.0), "policy": "gap"}],
    }, {"evening": EVENING, "flat": [1.0], "wind": [0.9, 0.5, 0.2, 0.4]},
        load_gw=[1.0 + 0.4 * np.sin(hour / 24 * 2 * np.pi) for hour in range(24)])
    return solve(case, hours=48)


def test_every_check_holds(results):
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []
    wanted = {"flexible_load_within_limits", "flexible_load_keeps_energy", "v2g_within_power", "v2g_is_repaid",
              "vpp_day_is_paid_back", "electrolyser_within_capacity", "green_use_counted_once",
              "cost_terms_recomputed", "power_balance_every_hour"}
    assert wanted <= {check["name"] for check in results.run["checks"]}


def test_everything_is_used(results):
    data = results.dataset
    for name in ("flexible_down_gw", "electrolyser_gw", "electrolyser_green_gwh", "load_green_gwh"):
        assert float(data[name].sum()) > 1e-3, name


def test_demand_by_load_adds_up(results):
    account = accounts.demand_by_load(results)
    assert account["load"].tolist() == ["cars", "metal", "servers", "rest"]
    weight = results.dataset["weight_h"]
    assert account["energy_gwh"].sum() == pytest.approx(float((results.dataset["demand_gw"] * weight).sum()))
    assert account["share_pct"].sum() == pytest.approx(100.0)


def test_targets_measured_are_those_of_the_problem(results):
    line = results.policies.set_index("policy")
    assert line.loc["hydrogen", "status"] == line.loc["servers", "status"] == "met"
    # The gap of the day's load is above 40 %: 5 % instead of the 3 % stated.
    assert line.loc["gap", "target"] == 5.0
    assert "%" in line.loc["gap", "name_en"]
    own, pool = green_left_gwh(results, "r", 2030)
    assert min(own, pool) > -1e-3


def test_losses_of_vehicles_and_electrolysis_are_in_the_consumption(results):
    balance = accounts.energy_balance(results).set_index("row")["energy_gwh"]
    data, weight = results.dataset, results.dataset["weight_h"]
    lost = float(((data["v2g_charge_gw"] - data["v2g_discharge_gw"]) * weight).sum())
    use = (float((data["demand_gw"] * weight).sum()) + balance["own_use"] + lost
           + float((data["electrolyser_gw"] * weight).sum()))
    assert balance["gross_consumption"] == pytest.approx(use)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_workbook_and_report_name_everything(results, lang, tmp_path):
    write_workbook(results, tmp_path / "results.xlsx", lang)
    write_report(results, tmp_path / "report.html", lang)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert ("用电构成" if lang == "zh" else "Demand by load") in text
