"""The coal levers in the accounts: balances close, cost is worked out again, targets read as their rows do."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from gridplan.results import accounts
from gridplan.results.labels import LANGUAGES
from gridplan.results.measures import Accounts, measured
from gridplan.results.report import report_html
from gridplan.results.workbook import write_workbook
from gridplan.solve.run import solve
from tests.support.levers.coal_states import THREE_FUELS
from tests.support.rows import coal, near, peaker
from tests.support.small_case import small_case

UNIT = {"own_use_share": 0.06, "availability_share": 0.9, "no_load_share": 0.08, "min_output_share": 0.4,
        "variable_cost_cny_per_mwh": 20.0, "fixed_cost_cny_per_kw_a": 60.0, "co2_benchmark_t_per_mwh": 0.7,
        "start_cost_cny_per_kw": 0.5}
TARGETS = [
    ("capacity.coal", 3.0, {"sense": "max"}), ("coal.new_build_ceiling", 0.3, {"sense": "max"}),
    ("captive.replaced_capacity", 0.05, {}), ("captive.regulated_capacity", 0.2, {}),
    ("coal.captive_plant_retained_share", 95.0, {"sense": "max"}), ("ccus.thermal_unit_capture_demo", 0.2, {}),
    ("coal.cohort_net_heat_rate", 290.0, {"sense": "max", "subject": "new"}),
    ("coal.consumption_cap", 20.0, {"sense": "max"}), ("co2.cap", 50.0, {"sense": "max"}),
    ("coal.net_heat_rate", 330.0, {"sense": "max"}),
]


@pytest.fixture(scope="module")
def results():
    """Every coal lever at once; 24 hours stand for the year."""
    load = [2.0 + 0.9 * (hour in (18, 19, 20)) for hour in range(24)]
    return solve(small_case({
        "regions": [{"region": "r", "co2_price_cny_per_t": 80.0, "name_zh": "甲省", "name_en": "Province"}],
        "fuels": THREE_FUELS,
        "cohorts": [
            coal("old", 1.5, retire_max_gw=0.6, name_zh="老机组", name_en="Old units", **UNIT),
            coal("good", 0.8, name_zh="大机组", name_en="Large units", **UNIT),
            coal("works", 0.5, captive=True, in_coal_rate=False, must_run_share=0.7, retire_max_gw=0.1, name_zh="自备",
                 name_en="Captive", **UNIT),
            coal("new", 0.0, technology="coal_usc_new", build_max_gw=0.5, capex_cny_per_kw=300.0, name_zh="新机组",
                 name_en="New units", **{**UNIT, "net_rate_g_per_kwh": 270.0}),
            peaker(cost=1500.0, existing_gw=1.0, name_zh="气电", name_en="Gas")],
        "life_extension": [{"cohort": "old", "expiring_gw": 0.5, "extension_max_gw": 0.1, "cost_cny_per_kw": 100.0}],
        "emergency_reserve": [{"cohort": "old", "fixed_cost_cny_per_kw_a": 30.0, "max_full_load_hours": 400.0,
                               "call_cost_cny_per_mwh": 60.0, "rate_penalty_g_per_kwh": 20.0,
                               "capacity_price_cny_per_kw_a": 256.0}],
        "replacement": [{"cohort": "new"}],
        "capacity_price": [{"region": "r", "technology": "coal", "cny_per_kw_a": 165.0}],
        "retrofits": [
            {"cohort": "works", "state": "captive_regulation", "must_run_share": 0.4, "cost_cny_per_kw": 60.0},
            {"cohort": "good", "state": "biomass_cofiring", "max_gw": 0.3, "cofiring_fuel": "straw",
             "cofiring_share": 0.2, "cost_cny_per_kw": 50.0},
            {"cohort": "good", "state": "ccus", "max_gw": 0.4, "capture_share": 0.5, "capture_cost_cny_per_t": 100.0,
             "own_use_share_change": 0.08, "net_rate_change_g_per_kwh": 50.0, "cost_cny_per_kw": 2000.0}],
        "policies": [{"policy": f"p{n}", "metric": metric, "value": value, "name_zh": "指标", "name_en": "Target",
                      **more} for n, (metric, value, more) in enumerate(TARGETS)],
    }, load_gw=load), hours=24, method="simplex")


def test_every_check_holds_and_every_lever_is_used(results):
    assert [item for item in results.run["checks"] if not item["ok"]] == []
    names = {item["name"] for item in results.run["checks"]}
    assert {"emergency_reserve_from_closed", "emergency_hours", "expiring_closed_or_extended",
            "new_coal_within_closed"} <= names
    terms = results.costs.groupby("term")["million_cny"].sum()
    for term in ("extension", "emergency_upkeep", "emergency_running", "capture"):
        assert terms[term] > 1e-3, term


def test_reserve_is_in_the_coal_account_and_in_no_capacity(results):
    states = accounts.coal_and_co2(results).set_index(["cohort", "state"])
    kept = states.loc[("old", "emergency_reserve")]
    # 320 g/kWh, 2.66 t of CO2 per tonne.
    assert kept["net_rate_g_per_kwh"] == near(320.0, 1e-3)
    assert kept["co2_kt"] == near(2.66 * kept["fuel_kt"], 1e-6)
    fleet = accounts.fleet(results).iloc[0]
    assert fleet["coal_kt"] == near(states["coal_kt"].sum(), 1e-6)
    capacity = accounts.capacity(results).set_index("asset")
    assert capacity.loc["old", "total_gw"] == near(1.5 - capacity.loc["old", "retired_gw"], 1e-6)
    assert "emergency_reserve" not in set(accounts.capacity_by_technology(results)["technology"])
    balance = accounts.power_balance(results)
    usable = balance[(balance["row"] == "usable") & (balance["subject"] == "emergency_reserve")]
    assert float(usable["power_gw"].iloc[0]) == near(kept["capacity_gw"], 1e-6)


def test_coal_among_the_fuel_and_captured_co2(results):
    states = accounts.coal_and_co2(results).set_index(["cohort", "state"])
    fired = states.loc[("good", "biomass_cofiring")]
    assert fired["coal_kt"] == near(0.8 * fired["fuel_kt"], 1e-6)
    assert fired["co2_kt"] == near(0.8 * 2.66 * fired["fuel_kt"], 1e-6)
    caught = states.loc[("good", "ccus")]
    assert caught["co2_captured_kt"] == near(caught["co2_kt"], 1e-6)
    assert caught["gross_gwh"] == near(caught["net_gwh"] / (1 - 0.06 - 0.08), 1e-6)


def test_the_scorecard_reads_what_the_rows_hold(results):
    policies = results.policies.set_index("metric")
    for metric, value, _more in TARGETS:
        line = policies.loc[metric]
        sign = 1 if line["sense"] == "min" else -1
        missing = max(0.0, sign * (value - line["achieved"]))
        assert missing == near(float(line["slack"]), 1e-3), metric
    book = Accounts(results, "r", 2030)
    captured = measured(book, "ccus.thermal_power_demo_scale", "")
    assert captured is not None and captured.achieved >= 0.2 - 1e-6


def test_closures_add_up(results):
    lines = accounts.closures(results).set_index("cohort")
    old = lines.loc["old"]
    assert old["extended_gw"] + old["retired_gw"] >= 0.5 - 1e-6
    assert old["emergency_gw"] + old["replacing_gw"] <= old["retired_gw"] + 1e-6
    assert old["emergency_hours_h"] <= 400.0 + 1e-3
    assert "good" not in lines.index


@pytest.mark.parametrize("lang", LANGUAGES)
def test_workbook_and_report_name_the_levers(results, lang, tmp_path):
    book = load_workbook(write_workbook(results, tmp_path / "results.xlsx", lang))
    sheet = book["关停与备用" if lang == "zh" else "Closures and reserve"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert ("老机组" if lang == "zh" else "Old units") in texts
    page = report_html(results, lang)
    words = {"zh": ("应急备用", "转应急备用", "容量收入", "自备参与调峰", "捕集二氧化碳"),
             "en": ("Emergency reserve", "Used for replacement", "Capacity income", "Captive plant in regulation",
                    "CO2 captured")}
    assert [word for word in words[lang] if word not in page] == []
