"""Groups of stores, what counts as paired storage, and long storage against short."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.results.measures import Accounts, measured
from gridplan.solve.run import solve
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

CELL = {"store": "cell", "build_max_gw": 3.0, "hours_min": 1.0, "hours_max": 4.0, "capex_power_cny_per_kw": 10.0,
        "capex_energy_cny_per_kwh": 10.0}
TANK = {**CELL, "store": "tank", "capex_power_cny_per_kw": 15.0}


def grouped(stores=(CELL, TANK), load=(1.0,), blow=(0.0,), **limits):
    return small_case({"cohorts": [coal()], "stores": list(stores), "renewables": [wind(existing_gw=3.0)],
                       "store_groups": [{"group": "shared", "stores": "cell tank", **limits}]},
                      {"wind": list(blow)}, load_gw=list(load))


def test_a_floor_on_a_group_is_built_of_its_cheapest_member():
    solved = solve_small(grouped(min_gw=0.5), 2)
    assert solved.value("store_power_gw", "cell") == near(0.5)
    assert solved.value("store_power_gw", "tank") == near(0.0)


def test_a_floor_on_energy_is_built_with_the_least_power():
    # 2 GWh in stores of at most four hours take 0.5 GW: (0.5 + 2) x 10 / 10.
    solved = solve_small(grouped(min_gwh=2.0), 2)
    assert solved.value("store_energy_gwh", "cell") == near(2.0)
    assert solved.cost_of("capital") == near(2.5)


def test_a_ceiling_holds_for_all_members_together():
    # Two windy hours and two without any: storage for 2 GWh would pay, 0.4 GW or 0.6 GWh are allowed in all.
    for limit, held in (({"max_gw": 0.4}, 0.4), ({"max_gwh": 0.6}, 0.6)):
        case = grouped(blow=(1.0, 1.0, 0.0, 0.0), load=(0.1, 0.1, 2.0, 2.0), **limit)
        solved = solve_small(case, 4)
        figure = "store_power_gw" if "max_gw" in limit else "store_energy_gwh"
        assert solved.value(figure, "cell") + solved.value(figure, "tank") == near(held)


def test_a_store_outside_the_group_is_free():
    case = small_case({"stores": [CELL, {**CELL, "store": "other"}], "renewables": [wind(existing_gw=3.0)],
                       "store_groups": [{"group": "shared", "stores": "cell", "max_gw": 0.0}]},
                      {"wind": [1.0, 0.0]}, load_gw=[1.0])
    solved = solve_small(case, 2)
    assert solved.value("store_power_gw", "cell") == near(0.0)
    assert solved.value("store_power_gw", "other") == near(1.0)


def paired(metric, value, **tables):
    return small_case({"cohorts": [coal(existing_gw=3.0)], "stores": [CELL, TANK],
                       "policies": [target(metric, value, slack_price=50.0)], **tables}, {"wind": [0.0], "gale": [1.0]})


def test_only_the_counted_part_of_a_store_is_paired():
    # 10 % of 2 GW; half of the cell counts, so that a kW of it costs 10 + 10 for half a kW, the tank 15 + 10 for one.
    case = paired("storage.share_of_new_energy", 10.0, renewables=[wind(existing_gw=2.0)],
                  paired_storage=[{"store": "cell", "counted_share": 0.5}])
    solved = solve_small(case, 2)
    assert solved.value("store_power_built_gw", "tank") == near(0.2)
    assert solved.value("store_power_built_gw", "cell") == near(0.0)


def test_a_store_that_does_not_count_asks_for_no_duration():
    # The cell of one hour does not count; the tank alone is asked for two hours.
    case = paired("storage.min_duration", 2.0, stores=[{**CELL, "existing_gw": 1.0, "existing_hours": 1.0},
                                                       {**TANK, "existing_gw": 0.5, "existing_hours": 2.0}],
                  paired_storage=[{"store": "cell", "counted_share": 0.0}])
    solved = solve_small(case, 2)
    assert solved.slack("target") == near(0.0)
    assert solved.value("store_energy_built_gwh", "tank") == near(0.0)


def test_new_plants_bring_storage_and_old_ones_do_not():
    # 5 GW stand; the gale is worth 1 GW more, which brings 0.2 GW.
    case = paired("storage.share_of_new_build", 20.0,
                  renewables=[wind(existing_gw=5.0), wind("gale", 0.0, potential_gw=1.0, profile="gale")])
    solved = solve_small(case, 4)
    assert solved.value("renewable_built_gw", "gale") == near(1.0)
    assert solved.value("store_power_built_gw", "cell") == near(0.2)


def test_only_what_came_in_under_the_rule_brings_storage():
    # The rule was withdrawn on 1 June 2025: five months of a year's building are bound, 20 % x 5/12 of 1 GW.
    case = paired("storage.share_of_new_build", 20.0, paired_builds=[{"renewable": "gale", "bound_share": 5 / 12}],
                  renewables=[wind("gale", 0.0, potential_gw=1.0, profile="gale")])
    assert solve_small(case, 4).value("store_power_built_gw", "cell") == near(0.2 * 5 / 12)


def test_the_scorecard_measures_as_the_row_counts():
    case = paired("storage.share_of_new_build", 20.0, paired_builds=[{"renewable": "gale", "bound_share": 0.5}],
                  paired_storage=[{"store": "cell", "counted_share": 0.8}],
                  renewables=[wind("gale", 0.5, potential_gw=1.5, profile="gale")])
    results = solve(case, hours=24)
    found = measured(Accounts(results, "r", 2030), "storage.share_of_new_build", "")
    assert found.achieved == pytest.approx(20.0, rel=1e-4)
    # 0.5 GW more than stand are worth building; half of them came in under the rule.
    assert found.row_per_unit == pytest.approx(0.5 * 0.5 / 100.0, rel=1e-4)


@pytest.mark.parametrize(("name", "hours", "chosen"), [("hydrogen", 240, "tank"), ("lithium", 8, "cell")])
def test_cheap_energy_wins_over_days_and_a_good_round_trip_within_the_day(name, hours, chosen):
    # Half the hours windy, half without.  Hydrogen: dear power (100), cheap energy (1 CNY/kWh), round trip 0.36;
    # lithium: 20 and 10, round trip 0.81.  Over ten days 120 GWh per GW make energy the cost; over eight hours power.
    blow = np.repeat([1.0, 0.0], hours // 2)
    case = small_case({"cohorts": [coal(existing_gw=0.0)], "renewables": [wind(existing_gw=10.0)], "stores": [
        {"store": "tank", "technology": "hydrogen", "build_max_gw": 9.0, "hours_min": 1.0, "hours_max": 500.0,
         "capex_power_cny_per_kw": 100.0, "capex_energy_cny_per_kwh": 1.0, "charge_efficiency_share": 0.6,
         "discharge_efficiency_share": 0.6},
        {"store": "cell", "build_max_gw": 9.0, "hours_min": 1.0, "hours_max": 500.0, "capex_power_cny_per_kw": 20.0,
         "capex_energy_cny_per_kwh": 10.0, "charge_efficiency_share": 0.9, "discharge_efficiency_share": 0.9}]},
        {"wind": np.resize(blow, 8760)})
    solved = solve_small(case, hours)
    powers = {store: solved.value("store_power_built_gw", store) for store in ("tank", "cell")}
    assert max(powers, key=powers.get) == chosen, name
    assert powers["tank" if chosen == "cell" else "cell"] == near(0.0)
    # Discharge of 1 GW through half the hours takes that many GWh over the discharge efficiency.
    efficiency = 0.6 if chosen == "tank" else 0.9
    assert solved.value("store_energy_gwh", chosen) == near(hours / 2 / efficiency, 1e-4)
