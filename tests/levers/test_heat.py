"""District heat: figures worked out by hand, hour by hour.

Coal burns 0.3 kt per GWh at 1 million CNY per kt; a unit loses 0.2 GWh of power per GWh of heat and must give 0.5.
"""

from __future__ import annotations

import numpy as np
import pytest
from openpyxl import load_workbook

from gridplan.model.build import build_model
from gridplan.results.checks import check
from gridplan.results.heat_account import heat_assets, heat_balance
from gridplan.results.open import open_results
from gridplan.results.report import report_html
from gridplan.results.why import why_table
from gridplan.results.workbook import write_workbook
from gridplan.results.write import write_results
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import compile_problem
from gridplan.solve.run import solve
from tests.support.levers.heat import demand
from tests.support.rows import FUEL_COST, FUELS, coal, near, peaker, target, wind
from tests.support.small_case import axis_of, small_case
from tests.support.solved import solve_small

HEAT_COAL = 34.12 / (0.90 * 0.985) * 3600 / 1e6
"""0.13856 kt of standard coal charged to a GWh of heat: 38.49 kg/GJ x 3600 GJ."""


def heated(heat_gw, load_gw, cohorts=None, chp=None, *, profiles=None, **tables):
    """A case with heat demand and load hour by hour; one unit of 1 GW and a dear peaker unless given."""
    heat = np.resize(np.asarray(heat_gw, dtype=float), 8760)
    return small_case({
        "fuels": FUELS, "cohorts": cohorts or [coal(), peaker()], "chp": [{"cohort": "coal"}] if chp is None else chp,
        "heat_demand": [demand(heat.mean(), unserved_cost_cny_per_mwh=2000.0)], **tables,
    }, {"heat": heat, **(profiles or {})}, load_gw=load_gw)


def test_heat_takes_power_and_the_fuel_is_that_of_the_condensing_equivalent():
    # p = 0.5 for the load, q = 0.5: P = 0.5 + 0.2 x 0.5 = 0.6, fuel 0.18 kt; one more GWh of heat burns 0.06.
    solved = solve_small(heated([0.5], [0.5]), 1)
    assert solved.get("thermal_output_gw", "coal") == near([0.5])
    assert solved.get("thermal_fuel_kt_per_h", "coal") == near([0.18])
    assert solved.get("price_heat_cny_per_mwh", "r") == near([60.0], 1e-3)


def test_the_power_floor_forces_power_or_leaves_heat_unserved():
    # p >= 0.5 q with a load of 0.2: q = 0.4; 0.2 of the heat at 2000 is cheaper than excess power at 10000.
    solved = solve_small(heated([0.6], [0.2]), 1)
    assert solved.get("chp_heat_gw", "coal") == near([0.4])
    assert solved.get("heat_unserved_gw", "r") == near([0.2])
    assert solved.cost_of("unserved_heat") == near(0.4)


def test_full_heat_leaves_less_room_for_power_in_the_extraction_diagram():
    # h = 0.5 of heat per GW online; p + 0.2 x 0.5 <= 1 leaves 0.9 of a load of 1.0.
    solved = solve_small(heated([0.6], [1.0], chp=[{"cohort": "coal", "heat_gwth_per_gw": 0.5}]), 1)
    assert solved.get("chp_heat_gw", "coal") == near([0.5])
    assert solved.get("thermal_output_gw", "coal") == near([0.9])
    assert solved.get("thermal_output_gw", "gas") == near([0.1])


def test_a_back_pressure_unit_follows_heat_and_stands_still_without_it():
    # p = 0.5 q = 0.2 with heat of 0.4; nothing in the hour without heat, though the unit is far cheaper.
    solved = solve_small(heated([0.4, 0.0], [0.5], chp=[{"cohort": "coal", "mode": "back_pressure"}]), 2)
    assert solved.get("thermal_output_gw", "coal") == near([0.2, 0.0])
    assert solved.get("thermal_online_gw", "coal")[1] == near(0.0)
    assert solved.get("thermal_output_gw", "gas") == near([0.3, 0.5])


def test_a_small_unit_is_converted_to_back_pressure_where_that_serves_heat():
    # Only the state back_pressure gives heat: 0.4 of heat at 0.7 of P per unit needs 0.28 GW; the rest stays.
    case = heated([0.4], [1.0], chp=[{"cohort": "coal", "state": "back_pressure", "mode": "back_pressure"}],
                  retrofits=[{"cohort": "coal", "state": "back_pressure", "cost_cny_per_kw": 0.1}])
    solved = solve_small(case, 1)
    assert solved.value("thermal_capacity_gw", "coal", "back_pressure") == near(0.4)
    assert solved.get("thermal_output_gw", "coal", "back_pressure") == near([0.2])
    assert solved.get("heat_unserved_gw", "r") == near([0.0])


def test_a_decoupled_state_gives_the_heat_with_less_power():
    # The state's floor of 0.25 lets 0.4 of heat go with 0.1 of power; as it is 0.2 would be forced.
    case = heated([0.4], [0.1], chp=[{"cohort": "coal"}, {"cohort": "coal", "state": "flexibility",
                                                          "power_floor": 0.25}],
                  retrofits=[{"cohort": "coal", "state": "flexibility", "cost_cny_per_kw": 0.001}])
    solved = solve_small(case, 1)
    assert solved.get("chp_heat_gw", "coal", "flexibility") == near([0.4])
    assert solved.get("thermal_output_gw", "coal") == near([0.1])


def test_an_electric_boiler_makes_room_for_heat_and_power():
    # p = 0.2 + s / 0.9, q + s = 0.6, p = 0.5 q: q = (0.2 + 0.6 / 0.9) / (0.5 + 1 / 0.9) = 0.53793.
    boiler = {"heat_source": "boiler", "existing_gwth": 1.0, "efficiency": 0.9}
    solved = solve_small(heated([0.6], [0.2], heat_sources=[boiler]), 1)
    q = (0.2 + 0.6 / 0.9) / (0.5 + 1 / 0.9)
    assert solved.get("chp_heat_gw", "coal") == near([q])
    assert solved.get("heat_source_output_gw", "boiler") == near([0.6 - q])
    assert solved.get("heat_source_power_gw", "boiler") == near([(0.6 - q) / 0.9])
    assert solved.get("thermal_output_gw", "coal") == near([0.5 * q])


def test_a_heat_pump_takes_more_power_on_cold_days():
    # 0.5 / (2.5 x 1.25) = 0.16, 0.5 / (2.5 x 0.8) = 0.25
    pump = {"heat_source": "pump", "kind": "heat_pump", "existing_gwth": 1.0, "efficiency": 2.5, "cop_profile": "cop"}
    solved = solve_small(heated([0.5], [0.3], chp=[], heat_sources=[pump], profiles={"cop": [1.25, 0.8]}), 2)
    assert solved.get("heat_source_power_gw", "pump") == near([0.16, 0.25])
    assert solved.get("thermal_output_gw", "coal") == near([0.46, 0.55])


def test_electric_heat_counts_as_consumption_in_the_quota():
    # Load 0.5 and 0.5 of electric heat: half of the use of 1.0 must be green, 0.5 of wind.
    case = heated([0.5], [0.5], chp=[], heat_sources=[{"heat_source": "boiler", "existing_gwth": 1.0}],
                  renewables=[wind(existing_gw=0.0) | {"potential_gw": 2.0, "capex_cny_per_kw": 10.0}],
                  policies=[target("quota.renewable_consumption", 50.0)])
    solved = solve_small(case, 1)
    assert solved.value("renewable_capacity_gw", "wind") == near(1.0)
    assert solved.get("renewable_output_gw", "wind") == near([0.5])


def test_a_boiler_burns_fuel_that_counts_in_the_coal_cap():
    # 0.5 GWh at 80 %: 0.5 x 3.6 / 29.3076 / 0.8 = 0.076773 kt; over a cap of 0.05 kt by 0.026773.
    boiler = {"heat_source": "boiler", "kind": "coal_boiler", "fuel": "coal", "existing_gwth": 1.0, "efficiency": 0.8}
    case = heated([0.5], [0.5], cohorts=[peaker()], chp=[], heat_sources=[boiler], policies=[
        {**target("coal.consumption_cap", 0.00005, sense="max", slack_price=1.0)}])
    solved = solve_small(case, 1)
    assert solved.cost_of("fuel") == near(0.5 * 3.6 / 29.3076 / 0.8)
    assert solved.slack("target") == near(0.5 * 3.6 / 29.3076 / 0.8 - 0.05)


def test_a_store_carries_heat_with_its_loss():
    # A boiler of 0.5: 0.3 goes into the store, 0.9 x 0.3 = 0.27 comes out an hour later.  The season starts empty.
    tank = {"heat_store": "tank", "existing_gwh": 1.0, "hours": 1.0, "standing_loss_share_per_h": 0.1}
    case = heated([0.2, 0.77, 0.0, 0.0], [0.5], chp=[], heat_stores=[tank],
                  heat_sources=[{"heat_source": "boiler", "existing_gwth": 0.5}])
    solved = solve_small(case, 4)
    assert solved.get("heat_store_charge_gw", "tank") == near([0.3, 0.0, 0.0, 0.0])
    assert solved.get("heat_store_discharge_gw", "tank") == near([0.0, 0.27, 0.0, 0.0])
    assert solved.get("heat_store_level_gwh", "tank") == near([0.3, 0.0, 0.0, 0.0])
    assert solved.cost_of("unserved_heat") == near(0.0)


def test_a_store_is_built_within_power_and_size():
    # 0.2 GW must be moved by two hours: 0.4 GWh held; with 4 hours of discharge its power is 0.1, so 0.8 GWh is built.
    tank = {"heat_store": "tank", "build_max_gwh": 2.0, "hours": 4.0, "capex_cny_per_kwh": 0.1}
    case = heated([0.1, 0.1, 0.7, 0.7], [0.5], chp=[], heat_stores=[tank],
                  heat_sources=[{"heat_source": "boiler", "existing_gwth": 0.5}])
    solved = solve_small(case, 4)
    assert solved.value("heat_store_gw", "tank") == near(0.2)
    assert solved.cost_of("capital") == near(0.2 * 4.0 * 0.1 / 10.0)


def test_the_coal_rate_credits_heat_as_from_a_boiler():
    # 320 g: fuel 0.32 x (0.5 + 0.2 x 0.5) = 0.192; less 0.5 x 0.13856 = 0.12272 kt over 0.5 GWh, 245.4 g/kWh.
    case = heated([0.5], [0.5], cohorts=[coal(net_rate_g_per_kwh=320.0)], policies=[
        target("coal.net_heat_rate", 245.0, sense="max", slack_price=1.0)])
    assert solve_small(case, 1).slack("target") == near(0.192 - 0.5 * HEAT_COAL - 0.245 * 0.5)


def test_heat_lost_in_a_store_is_not_credited():
    # Missing the rate is dear; pumping heat into a leaking store would buy 0.139 kt a GWh for 0.06 of fuel.
    tank = {"heat_store": "tank", "existing_gwh": 1.0, "hours": 1.0, "standing_loss_share_per_h": 0.1}
    case = heated([0.2], [0.5], cohorts=[coal(net_rate_g_per_kwh=320.0)], heat_stores=[tank], policies=[
        target("coal.net_heat_rate", 245.0, sense="max", slack_price=5000.0)])
    solved = solve_small(case, 4)
    assert solved.get("heat_store_charge_gw", "tank").sum() == near(0.0)
    assert solved.get("chp_heat_gw", "coal") == near([0.2] * 4)


def test_allocation_for_heat_and_for_less_power():
    # CO2 2.66 x 0.18 = 0.4788; allocated 0.8 x 0.5 for power and 0.1 t/GJ x 3600 GJ x 0.5 = 0.18 kt for heat.
    case = heated([0.5], [0.5], cohorts=[coal(co2_benchmark_t_per_mwh=0.8)],
                  chp=[{"cohort": "coal", "co2_benchmark_t_per_gj": 0.1}],
                  regions=[{"region": "r", "co2_price_cny_per_t": 100.0}])
    assert solve_small(case, 1).cost_of("co2") == near(0.1 * (0.4788 - 0.4 - 0.18))


def test_heat_lost_in_a_store_earns_no_allocation():
    # 0.36 kt a GWh at 1000 CNY/t would pay 0.36 for heat that costs 0.06 + 0.16 in CO2.
    tank = {"heat_store": "tank", "existing_gwh": 1.0, "hours": 1.0, "standing_loss_share_per_h": 0.1}
    case = heated([0.2], [0.5], chp=[{"cohort": "coal", "co2_benchmark_t_per_gj": 0.1}], heat_stores=[tank],
                  regions=[{"region": "r", "co2_price_cny_per_t": 1000.0}])
    assert solve_small(case, 4).get("heat_store_charge_gw", "tank").sum() == near(0.0)


def test_nuclear_heat_is_a_row_of_a_nuclear_cohort():
    # A unit always online: 0.4 of heat at a power loss of 0.2 lowers its power from 1.0 to 0.92.
    nuclear = coal("nuclear", technology="nuclear", fuel="gas", must_run_share=1.0, min_output_share=0.5)
    solved = solve_small(heated([0.4], [1.0], cohorts=[nuclear, peaker()], chp=[{"cohort": "nuclear"}]), 1)
    assert solved.get("thermal_output_gw", "nuclear") == near([0.92])


def test_the_why_table_pays_for_heat():
    # A kW of boiler gives an hour of heat at the price of what is not served, 2 CNY, less 0.3 of electricity.
    case = heated([0.5], [0.2], chp=[], heat_sources=[
        {"heat_source": "boiler", "build_max_gwth": 0.4, "capex_cny_per_kw": 1.0}])
    model = build_model(case, axis_of(1))
    problem = compile_problem(model)
    solution = HighsSolver(problem, method="simplex", threads=1).solve()
    table = why_table(model, problem, problem.point(solution.value, solution.dual)).set_index("asset")
    line = table.loc["boiler"]
    assert line["heat_cny_per_kw"] == near(2.0)
    assert line["energy_cny_per_kw"] == near(-FUEL_COST)
    assert line["surplus_cny_per_kw"] == near(2.0 - FUEL_COST - 0.1)
    assert line["verdict"] == "at_limit"


@pytest.fixture(scope="module")
def results():
    units = [coal(existing_gw=1.5, own_use_share=0.06, min_output_share=0.4, variable_cost_cny_per_mwh=15.0,
                  co2_benchmark_t_per_mwh=0.7), coal("back", 0.3, own_use_share=0.07, min_output_share=0.3), peaker()]
    case = heated(
        [1.0, 0.6, 0.8, 0.0], [0.9, 0.3, 0.6, 0.8], cohorts=units,
        chp=[{"cohort": "coal", "co2_benchmark_t_per_gj": 0.1}, {"cohort": "back", "mode": "back_pressure"}],
        regions=[{"region": "r", "co2_price_cny_per_t": 100.0}], profiles={"cop": [0.9, 1.0, 1.1]},
        heat_sources=[
            {"heat_source": "boiler", "kind": "coal_boiler", "fuel": "coal", "existing_gwth": 0.2, "efficiency": 0.8,
             "variable_cost_cny_per_mwh": 5.0, "fixed_cost_cny_per_kw_a": 0.01},
            {"heat_source": "pump", "kind": "heat_pump", "build_max_gwth": 0.2, "efficiency": 2.5,
             "capex_cny_per_kw": 0.01, "cop_profile": "cop"}],
        heat_stores=[{"heat_store": "tank", "build_max_gwh": 0.5, "hours": 2.0, "capex_cny_per_kwh": 0.001,
                      "fixed_cost_cny_per_kwh_a": 0.0001, "standing_loss_share_per_h": 0.01}],
        policies=[target("coal.net_heat_rate", 300.0, sense="max"),
                  {**target("coal.consumption_cap", 1.0, sense="max"), "policy": "cap"}])
    return solve(case, hours=24)


def test_balances_lines_levels_and_cost_close(results):
    found = {item.name: item for item in check(results, results.run["cost_million_cny"])}
    assert {"heat_balance_every_hour", "chp_above_power_floor", "heat_store_levels_follow"} <= found.keys()
    assert [item.name for item in found.values() if not item.ok] == []


def test_the_heat_account_closes_and_the_score_is_the_programmes(results):
    balance = heat_balance(results).set_index(["row", "subject"])["heat_gwh"]
    assert balance["heat_residual", ""] == near(0.0)
    assert balance["heat_demand", ""] == near(8760 / 4 * 2.4)
    assets = heat_assets(results)
    assert set(assets["dimension"]) == {"cohort", "heat_source", "heat_store"}
    score = results.policies.set_index("policy")
    data = results.dataset.sel(year=2030) * 365.0
    heat = float(data["chp_heat_gw"].sum())
    lost = float((data["heat_store_charge_gw"] - data["heat_store_discharge_gw"]).sum())
    burnt = float(data["thermal_fuel_kt_per_h"].sel(cohort=["coal", "back"]).sum())
    net = float(data["thermal_output_gw"].sel(cohort=["coal", "back"]).sum())
    assert score.loc["target", "achieved"] == near(1000.0 * (burnt - HEAT_COAL * (heat - lost)) / net, 1e-4)
    boiler = float(data["heat_source_output_gw"].sel(heat_source="boiler").sum()) * 3.6 / 29.3076 / 0.8
    assert score.loc["cap", "achieved"] == near((burnt + boiler) / 1000.0, 1e-6)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_workbook_and_report_tell_of_heat_in_both_languages(results, lang, tmp_path):
    sheets = {"zh": "供热", "en": "District heat"}
    book = load_workbook(write_workbook(results, tmp_path / "results.xlsx", lang))
    cells = [str(cell) for row in book[sheets[lang]].iter_rows(values_only=True) for cell in row if cell is not None]
    assert {"zh": "热量平衡", "en": "Heat balance"}[lang] in cells
    assert not [cell for cell in cells if "heat_" in cell or "_boiler" in cell]
    page = report_html(results, lang)
    assert 'id="heat"' in page
    assert {"zh": "平均热价", "en": "Mean price of heat"}[lang] in page


def test_heat_left_unserved_ends_a_run_as_not_everything_met():
    boiler = {"heat_source": "boiler", "existing_gwth": 0.2}
    short = solve(heated([0.5], [0.5], heat_sources=[boiler], chp=[]), hours=24)
    assert short.run["status"] == "missed_targets"
    assert short.run["unserved_heat_gwh"] == near(0.3 * 8760, 1e-3)
    assert "Heat is left unserved" in report_html(short, "en")


def test_a_report_without_heat_has_no_section_of_it():
    assert 'id="heat"' not in report_html(solve(small_case({"cohorts": [coal(existing_gw=2.0)]}), hours=24), "en")


def test_results_open_again_with_their_heat(results, tmp_path):
    write_results(results, tmp_path / "run", lang="zh")
    opened = open_results(tmp_path / "run")
    assert heat_balance(opened).equals(heat_balance(results))


def test_a_case_without_heat_is_without_its_variables():
    solved = solve_small(small_case({"cohorts": [coal()]}), 1)
    assert not [name for name in solved.dataset.data_vars if "heat" in str(name)]


def test_hours_without_heat_demand_leave_the_lever_out():
    case = heated([0.0, 0.5], [0.5], heat_sources=[{"heat_source": "boiler", "existing_gwth": 1.0}])
    assert "heat_demand_gw" not in solve_small(case, 1).dataset
