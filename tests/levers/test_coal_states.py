"""Captive regulation, co-firing and capture, by hand."""

from __future__ import annotations

import numpy as np

from tests.support.levers.coal_states import THREE_FUELS
from tests.support.rows import coal, near, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small


def test_a_captive_plant_in_regulation_makes_room_for_wind():
    # 1 GW of load, wind 1.0 and 0.2 GW by turns; captive coal must keep 0.8 GW online at half output: 0.4 GW always.
    # Coal burns 0.4 GW in the windy hours (wind curtailed to 0.6) and 0.8 GW in the others: 2 (0.4 + 0.8) = 2.4 GWh.
    # In regulation 0.2 GW stays online at half output: 0.1 GW in the windy hours: 2 x 0.1 + 2 x 0.8 = 1.8 GWh.
    unit = coal(existing_gw=1.0, captive=True, must_run_share=0.8, min_output_share=0.5)
    state = {"cohort": "coal", "state": "captive_regulation", "must_run_share": 0.2, "cost_cny_per_kw": 0.0}
    blow = {"wind": [1.0, 0.2]}
    before = solve_small(small_case({"cohorts": [unit], "renewables": [wind()]}, blow), 4)
    after = solve_small(small_case({"cohorts": [unit], "renewables": [wind()], "retrofits": [state]}, blow), 4)
    assert before.cost == near(2.4 * 0.3)
    assert after.cost == near(1.8 * 0.3)
    assert after.value("thermal_capacity_gw", "coal", "captive_regulation") == near(1.0)


def test_the_heating_season_has_its_own_share():
    # January is heating season: 0.6 of 1 GW stays online at half output against wind of 1.0 GW: 0.3 GW in all hours.
    unit = coal(existing_gw=1.0, captive=True, must_run_share=0.8, min_output_share=0.5)
    state = {"cohort": "coal", "state": "captive_regulation", "must_run_share": 0.2, "must_run_heating_share": 0.6}
    case = small_case({"regions": [{"region": "r", "heating_months": "1"}], "cohorts": [unit], "renewables": [wind()],
                       "retrofits": [state]}, {"wind": [1.0]})
    assert solve_small(case, 4).cost == near(4 * 0.3 * 0.3)


def fired(policies=(), co2_price=0.0, share=0.2, **more):
    return small_case({
        "regions": [{"region": "r", "co2_price_cny_per_t": co2_price}], "fuels": THREE_FUELS, "cohorts": [coal()],
        "retrofits": [{"cohort": "coal", "state": "biomass_cofiring", "cofiring_fuel": "straw", "cofiring_share": share,
                       **more}], "policies": list(policies)})


def test_cofired_fuel_is_a_mixture():
    # 4 GWh x 0.3 kt/GWh = 1.2 kt; 0.8 at 1000, 0.2 at 600 CNY/tce: 920; CO2 0.8 x 2.66 x 1.2 = 2.5536 kt at 100 CNY/t.
    solved = solve_small(fired(co2_price=100.0), 4)
    assert solved.value("thermal_capacity_gw", "coal", "biomass_cofiring") == near(1.0)
    assert solved.cost_of("fuel") == near(1.2 * 0.92)
    assert solved.cost_of("co2") == near(0.25536)


def test_only_the_coal_among_the_fuel_counts_in_the_cap_and_none_of_it_as_renewable():
    # Coal 0.8 x 1.2 = 0.96 kt of the 1.2 kt burnt; the cap of 0.9 kt is missed by 0.06.
    solved = solve_small(fired([target("coal.consumption_cap", 0.0009, sense="max", slack_price=1.0)]), 4)
    assert solved.slack("target") == near(0.06)
    share = solve_small(fired([target("share.nonfossil_generation", 10.0, slack_price=1.0)]), 4)
    assert share.slack("target") == near(0.4)


def test_the_coal_rate_counts_all_fuel():
    # 300 g/kWh whatever is burnt, against 290: 4 GWh x 0.01 kt/GWh short.
    solved = solve_small(fired([target("coal.net_heat_rate", 290.0, sense="max", slack_price=1.0)]), 4)
    assert solved.slack("target") == near(0.04)


def captured(policies=(), co2_price=200.0, **more):
    state = {"cohort": "coal", "state": "ccus", "capture_share": 0.5, "capture_cost_cny_per_t": 50.0, **more}
    return small_case({
        "regions": [{"region": "r", "co2_price_cny_per_t": co2_price}], "fuels": THREE_FUELS,
        "cohorts": [coal(existing_gw=1.25, own_use_share=0.05), peaker()], "retrofits": [state],
        "policies": list(policies)})


def test_captured_co2_is_paid_for_and_the_rest_emitted():
    # 4 GWh x (0.3 + 0.03) = 1.32 kt of coal, 3.5112 kt of CO2, half of it captured.
    solved = solve_small(captured(net_rate_change_g_per_kwh=30.0), 4)
    assert solved.cost_of("fuel") == near(1.32)
    assert solved.cost_of("co2") == near(1.7556 * 0.2)
    assert solved.cost_of("capture") == near(1.7556 * 0.05)


def test_capture_takes_power():
    # Own use 0.05 + 0.15: at most 0.8 x 1.25 = 1.0 GW net.
    solved = solve_small(captured(net_rate_change_g_per_kwh=60.0, own_use_share_change=0.15), 4)
    in_state = solved.value("thermal_capacity_gw", "coal", "ccus")
    assert np.all(solved.get("thermal_output_gw", "coal", "ccus") <= 0.8 * in_state + 1e-6)


def test_a_demonstration_asks_for_captured_co2():
    # Without a CO2 price capture only costs; the target of 0.5 kt makes just that much of it.
    asked = [target("ccus.thermal_unit_capture_demo", 0.0005)]
    solved = solve_small(captured(asked, co2_price=0.0), 4)
    assert solved.slack("target") == near(0.0)
    assert solved.cost_of("capture") == near(0.5 * 0.05)
