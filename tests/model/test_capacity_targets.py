"""Floors and ceilings on capacity, the storage rules, retrofit floors and demand response."""

from __future__ import annotations

import pytest

from gridplan.case.schema import schema
from gridplan.model.capacity_targets import CONVERSIONS
from gridplan.model.technologies import CAPACITY_GROUPS
from tests.support.rows import FUELS, coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

THERMAL = ("coal", "coal_usc_new", "gas_ccgt", "gas_ocgt", "nuclear", "biomass", "waste")
RENEWABLE = ("wind_onshore", "wind_offshore", "solar_utility", "solar_distributed", "hydro_ror")
RESERVOIRS = ("hydro_reservoir", "solar_thermal")
STORES = ("pumped_hydro", "lithium", "compressed_air", "vanadium_flow", "hydrogen")
KEYS = {"cohorts": "cohort", "renewables": "renewable", "reservoirs": "reservoir", "stores": "store",
        "hybrid_pumps": "hybrid_pump"}
TABLE_OF = {technology: table for table, technologies in (
    ("cohorts", THERMAL), ("renewables", RENEWABLE), ("reservoirs", RESERVOIRS), ("stores", STORES),
    ("hybrid_pumps", ("hybrid_pump",)),
) for technology in technologies}


def one_of_each():
    """An asset of every technology; the nth has 0.001 x 2^n GW, so that a sum tells which ones are in it."""
    size = {technology: 0.001 * 2**n for n, technology in enumerate(TABLE_OF)}
    tables = {table: [] for table in KEYS}
    for technology, table in TABLE_OF.items():
        ceiling = {"potential_gw": size[technology]} if table in ("renewables", "reservoirs") else {}
        tables[table].append({KEYS[table]: technology, "technology": technology, "existing_gw": size[technology],
                              **ceiling, **({"reservoir": "hydro_reservoir"} if table == "hybrid_pumps" else {})})
    return tables, size


@pytest.mark.parametrize("metric", list(CAPACITY_GROUPS))
def test_a_floor_counts_the_technologies_of_its_group(metric):
    tables, size = one_of_each()
    case = small_case({**tables, "policies": [target(metric, 900.0, slack_price=1.0, sense="min")]})
    counted = 900.0 - solve_small(case, 1).slack("target")
    assert counted == near(sum(size[technology] for technology in CAPACITY_GROUPS[metric]), 1e-5)


def test_every_technology_of_the_schema_is_tested():
    for table, technologies in (("cohorts", THERMAL), ("renewables", RENEWABLE), ("reservoirs", RESERVOIRS),
                                ("stores", STORES)):
        assert set(schema().tables[table].columns["technology"].choices) == set(technologies)


def test_a_floor_is_reached_by_building():
    # 3 GW are asked, 0.5 exist: 2.5 GW at 100 CNY/kW over 10 years.
    case = small_case({"renewables": [wind(existing_gw=0.5, potential_gw=9.0, capex_cny_per_kw=100.0)],
                       "cohorts": [coal()], "policies": [target("capacity.wind", 3.0)]}, {"wind": [0.0]})
    solved = solve_small(case, 1)
    assert solved.value("renewable_built_gw", "wind") == near(2.5)
    assert solved.dual("target") == near(10.0)


def test_a_ceiling_keeps_capacity_below():
    # 2 GW of wind would pay; the ceiling leaves 0.8 GW.
    case = small_case({"renewables": [wind(existing_gw=0.5, potential_gw=9.0, capex_cny_per_kw=1.0)],
                       "cohorts": [coal(existing_gw=1.0)],
                       "policies": [target("capacity.wind", 0.8, sense="max")]}, {"wind": [0.5]})
    assert solve_small(case, 2).value("renewable_capacity_gw", "wind") == near(0.8)


def test_a_ceiling_below_what_exists_shows_its_excess():
    case = small_case({"cohorts": [coal(existing_gw=2.0)], "policies": [target("capacity.coal", 1.5, sense="max")]})
    solved = solve_small(case, 2)
    assert solved.slack("target") == near(0.5)
    assert solved.cost_of("policy_slack") == near(0.5 * 5000.0)


def test_wind_and_sun_are_a_multiple_of_what_burns():
    tables, size = one_of_each()
    case = small_case({**tables, "policies": [target("capacity.new_energy_to_thermal_ratio", 200.0, slack_price=1.0)]})
    burning = sum(size[name] for name in THERMAL if name != "nuclear")
    new_energy = sum(size[name] for name in (*RENEWABLE, "solar_thermal") if name != "hydro_ror")
    assert solve_small(case, 1).slack("target") == near(200.0 * burning - new_energy, 1e-5)
    # 0.5 GW stand against 1.2 of coal: 0.7 GW are built for as much as burns.
    case = small_case({"renewables": [wind(existing_gw=0.5, potential_gw=9.0, capex_cny_per_kw=100.0)],
                       "cohorts": [coal(existing_gw=1.2), coal("atom", 1.0, technology="nuclear")],
                       "policies": [target("capacity.new_energy_to_thermal_ratio", 1.0)]}, {"wind": [0.0]})
    assert solve_small(case, 1).value("renewable_built_gw", "wind") == near(0.7)


def lithium(name="cell", existing_gw=0.0, **columns):
    return {"store": name, "existing_gw": existing_gw, "build_max_gw": 5.0, "capex_power_cny_per_kw": 10.0,
            "capex_energy_cny_per_kwh": 10.0, **columns}


def test_storage_is_a_share_of_wind_and_solar_and_pumped_hydro_does_not_count():
    # 10 % of 2 + 1 GW, 0.1 GW exist.
    case = small_case({
        "cohorts": [coal(existing_gw=2.0)],
        "renewables": [wind(existing_gw=2.0), wind("sun", 1.0, technology="solar_utility")],
        "stores": [lithium(existing_gw=0.1), {"store": "dam", "technology": "pumped_hydro", "existing_gw": 9.0}],
        "policies": [target("storage.share_of_new_energy", 10.0)],
    }, {"wind": [0.0]})
    assert solve_small(case, 2).value("store_power_built_gw", "cell") == near(0.2)


def test_the_storage_share_follows_what_is_built():
    # 1 GW of wind is worth building and brings 0.1 GW of storage with it.
    case = small_case({
        "renewables": [wind(existing_gw=0.0, potential_gw=1.0)], "stores": [lithium()],
        "policies": [target("storage.share_of_new_energy", 10.0)],
    }, {"wind": [1.0]})
    solved = solve_small(case, 2)
    assert solved.value("renewable_built_gw", "wind") == near(1.0)
    assert solved.value("store_power_built_gw", "cell") == near(0.1)


def test_storage_lasts_as_long_as_asked_on_average():
    # 1 GW for 1 h and new storage of 0.5 GW x h hours must make 3 h on average of 1.5 GW: 3.5 GWh new.
    case = small_case({
        "cohorts": [coal(existing_gw=2.0)],
        "stores": [lithium(existing_gw=1.0, existing_hours=1.0, hours_min=1.0, hours_max=8.0),
                   {"store": "dam", "technology": "pumped_hydro", "existing_gw": 9.0, "existing_hours": 10.0}],
        "policies": [target("storage.min_duration", 3.0, slack_price=2000.0),
                     {"policy": "floor", "metric": "capacity.new_storage", "value": 1.5}],
    })
    solved = solve_small(case, 2)
    assert solved.value("store_power_built_gw", "cell") == near(0.5)
    assert solved.value("store_energy_built_gwh", "cell") == near(3.5)


def test_a_duration_out_of_reach_shows_its_shortfall_in_gwh():
    case = small_case({"cohorts": [coal(existing_gw=2.0)],
                       "stores": [{"store": "cell", "existing_gw": 1.0, "existing_hours": 1.0}],
                       "policies": [target("storage.min_duration", 3.0, slack_price=2000.0)]})
    solved = solve_small(case, 2)
    assert solved.slack("target") == near(2.0)
    assert solved.cost_of("policy_slack") == near(2.0 * 2000.0)


STATES = ("efficiency", "flexibility", "heating", "efficiency+flexibility")


def retrofittable(metric, value, slack_price=5000.0):
    return small_case({
        "cohorts": [coal(existing_gw=4.0, unit_mw=500.0), coal("other", 1.0)],
        "retrofits": [{"cohort": "coal", "state": state, "cost_cny_per_kw": 10.0, "max_gw": ceiling}
                      for state, ceiling in zip(STATES, (1.0, 1.0, 1.0, 0.25), strict=True)],
        "policies": [target(metric, value, slack_price=slack_price)],
    })


@pytest.mark.parametrize("retrofit", ["efficiency", "flexibility", "heating"])
@pytest.mark.parametrize(("metric", "value"), [("retrofit.units.{}", 1.5), ("retrofit.{}_capacity", 0.75)])
def test_a_retrofit_floor_in_units_or_gw(retrofit, metric, value):
    # 1.5 units of 500 MW are 0.75 GW, in whichever state has the retrofit; 10 CNY/kW over 15 years.
    solved = solve_small(retrofittable(metric.format(retrofit), value), 1)
    done = sum(solved.value("thermal_capacity_gw", "coal", state) for state in STATES if retrofit in state.split("+"))
    assert done == near(0.75)
    assert solved.cost_of("retrofit") == near(0.75 * 10.0 / 15.0)


@pytest.mark.parametrize("state", CONVERSIONS)
def test_a_floor_on_a_conversion_in_gw(state):
    # Nothing but the row asks for the state, which costs 2 CNY/kW a year: it is done up to the floor and no further.
    fuel = {"cofiring_fuel": "gas", "cofiring_share": 0.1} if "cofiring" in state else {}
    case = small_case({
        "fuels": [*FUELS[:1], {**FUELS[1], "price_cny_per_tce": 3000.0}], "cohorts": [coal(existing_gw=3.0)],
        "retrofits": [{"cohort": "coal", "state": state, "cost_cny_per_kw": 20.0, **fuel}],
        "policies": [target(f"retrofit.{state}_capacity", 0.7)]})
    assert solve_small(case, 1).value("thermal_capacity_gw", "coal", state) == near(0.7)


def test_a_combined_state_counts_for_each_of_its_retrofits():
    # 1.25 GW are all that may be made efficient; a floor of 2 GW misses 0.75 GW.
    solved = solve_small(retrofittable("retrofit.efficiency_capacity", 2.0), 1)
    assert solved.value("thermal_capacity_gw", "coal", "efficiency+flexibility") == near(0.25)
    assert solved.slack("target") == near(0.75)


def test_units_out_of_reach_show_their_shortfall_in_units_priced_by_their_size():
    # 2.5 units of 0.5 GW can be done; 4 are asked: 1.5 units short, at 5000 CNY/kW x 0.5 GW each.
    solved = solve_small(retrofittable("retrofit.units.efficiency", 4.0), 1)
    assert solved.slack("target") == near(1.5)
    assert solved.cost_of("policy_slack") == near(1.5 * 2500.0)


def test_demand_response_is_a_share_of_the_peak():
    # 5 % of the year's 1.2 GW, from two resources of at most 4 % and 9 %, the first cheaper.
    case = small_case({
        "cohorts": [coal(existing_gw=2.0)],
        "response": [{"response": "one", "kind": "shift", "max_share_of_peak": 0.04, "fixed_cost_cny_per_kw_a": 1.0},
                     {"response": "two", "kind": "shed", "max_share_of_peak": 0.09, "fixed_cost_cny_per_kw_a": 2.0}],
        "policies": [target("demand_response.share_of_peak", 5.0)],
    }, load_gw=[1.0, 1.2])
    solved = solve_small(case, 2)
    assert solved.value("response_capability_gw", "one") == near(0.048)
    assert solved.value("response_capability_gw", "two") == near(0.012)
