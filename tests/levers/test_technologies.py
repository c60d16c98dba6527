"""What sets nuclear, peakers, waste, biomass and the long stores apart, with the library's figures."""

from __future__ import annotations

import math

import pytest

from gridplan.case.load import load_case
from gridplan.library.defaults import lookup
from gridplan.library.paths import cases_dir
from tests.support.rows import FUELS, coal, near, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small


def figure(table: str, column: str, technology: str) -> float:
    found = lookup(table, column, technology, "", 2030)
    assert found is not None, (table, column, technology)
    return float(found.value)


def test_nuclear_follows_the_load_slowly_and_not_far():
    # Library: 88 % available, at least 70 % of that, 15 % an hour.  All of it online: 0.88 GW, floor 0.616, 0.132 GW/h.
    # Load falls from 0.88 to 0.5 for two hours.  At the floor 0.116 GW are too much; the hours beside it can only be
    # 0.132 GW above it, and coal fills the rest, which is cheaper than more power nobody can use.
    atom = coal("atom", 1.0, technology="nuclear", fuel="uranium", must_run_share=1.0, net_rate_g_per_kwh=100.0,
                **{column: figure("cohorts", column, "nuclear")
                   for column in ("availability_share", "min_output_share", "ramp_share_per_h")})
    case = small_case({"cohorts": [atom, coal()], "fuels": [*FUELS, {"fuel": "uranium"}]},
                      load_gw=[0.88, 0.5, 0.5, 0.88])
    solved = solve_small(case, 4)
    assert solved.get("thermal_output_gw", "atom") == near([0.748, 0.616, 0.616, 0.748])
    assert solved.get("excess_gw", "r") == near([0.0, 0.116, 0.116, 0.0])
    assert solved.get("thermal_output_gw", "coal") == near([0.132, 0.0, 0.0, 0.132])


@pytest.mark.parametrize(("peak_hours", "built"), [(1, "gas_ocgt"), (8, "coal_usc_new")])
def test_a_peaker_is_built_for_few_hours_and_coal_for_many(peak_hours: int, built: str):
    # 1 GW more for some hours.  Coal: 40 / 10 + 0.3 an hour; gas: 20 / 10 + 0.6 an hour; even at 6.7 hours.
    case = small_case({
        "fuels": [{"fuel": "coal", "is_coal": True}, {"fuel": "gas", "price_cny_per_tce": 2000.0}],
        "cohorts": [coal(existing_gw=1.0),
                    coal("coal_usc_new", 0.0, technology="coal_usc_new", build_max_gw=2.0, capex_cny_per_kw=40.0),
                    {**peaker("gas_ocgt", 0.0, 0.0), "net_rate_g_per_kwh": 300.0, "build_max_gw": 2.0,
                     "capex_cny_per_kw": 20.0}]}, load_gw=[2.0] * peak_hours + [1.0] * (10 - peak_hours))
    solved = solve_small(case, 10)
    assert solved.value("thermal_built_gw", built) == near(1.0)
    assert solved.cost_of("capital") == near(2.0 if built == "gas_ocgt" else 4.0)


@pytest.mark.parametrize("technology", ["biomass", "waste"])
def test_biomass_and_waste_count_in_both_quotas_and_use_much_themselves(technology: str):
    # 0.5 GW with the library's availability a and own use e: 0.5 a gross in each of four hours, 0.5 a e of it own use.
    available, own = (figure("cohorts", column, technology) for column in ("availability_share", "own_use_share"))
    burner = coal("burner", 0.5, technology=technology, commitment=False, availability_share=available,
                  own_use_share=own)
    gross = 4 * 0.5 * available
    for metric in ("quota.renewable_consumption", "quota.nonhydro_consumption"):
        case = small_case({"cohorts": [burner, coal()], "policies": [target(metric, 100.0)]})
        solved = solve_small(case, 4)
        assert solved.get("thermal_output_gw", "burner") == near([0.5 * available * (1 - own)] * 4)
        assert solved.slack("target") == near(4.0 + gross * own - gross)


def test_of_two_stores_that_stand_the_better_round_trip_works():
    # 0.5 GW are left over for one hour and either store could take them: vanadium flow gives back 0.84 x 0.84.
    stores = [{"store": kind, "technology": kind, "existing_gw": 0.5, "existing_hours": 4.0,
               **{column: figure("stores", column, kind)
                  for column in ("charge_efficiency_share", "discharge_efficiency_share")}}
              for kind in ("vanadium_flow", "compressed_air")]
    case = small_case({"stores": stores, "renewables": [wind(existing_gw=1.5)]}, {"wind": [1.0, 0.0]})
    solved = solve_small(case, 2)
    assert solved.get("store_charge_gw", "vanadium_flow") == near([0.5, 0.0])
    assert solved.get("store_charge_gw", "compressed_air") == near([0.0, 0.0])
    assert solved.get("unserved_gw", "r") == near([0.0, 1.0 - 0.5 * 0.84**2])


def test_the_librarys_stores_differ_as_they_do():
    def per_kwh(kind: str, hours: float) -> float:
        """Investment per kWh of a store of so many hours, CNY, spread over its life."""
        power, energy, life = (figure("stores", column, kind) for column in (
            "capex_power_cny_per_kw", "capex_energy_cny_per_kwh", "life_years"))
        return (power + energy * hours) / hours / life

    def round_trip(kind: str) -> float:
        return math.prod(figure("stores", f"{way}_efficiency_share", kind) for way in ("charge", "discharge"))

    # Hydrogen gives back a third and holds hundreds of hours at less than any other.
    assert round_trip("hydrogen") == pytest.approx(0.67 * 0.5)
    assert per_kwh("hydrogen", 200.0) < 0.3 * min(per_kwh(kind, figure("stores", "hours_max", kind)) for kind in (
        "lithium", "compressed_air", "vanadium_flow"))
    assert figure("stores", "hours_max", "hydrogen") == 500.0
    # Compressed air is cheaper than lithium where it lasts for eight hours, lithium where it lasts for two.
    assert per_kwh("compressed_air", 8.0) < per_kwh("vanadium_flow", 8.0)
    assert round_trip("lithium") > round_trip("vanadium_flow") > round_trip("compressed_air") > round_trip("hydrogen")


def test_an_expansion_at_an_old_dam_is_built_where_it_pays():
    # 0.5 GW of added turbines catch 0.25 GW that was spilled: 1 GWh of coal saved, 0.3 million CNY, for 0.5 x 4 / 10.
    dams = [{"reservoir": "dam", "existing_gw": 0.2, "annual_hours": 8760.0},
            {"reservoir": "expansion", "potential_gw": 0.5, "annual_hours": 4380.0, "capex_cny_per_kw": 4.0}]
    solved = solve_small(small_case({"reservoirs": dams, "cohorts": [coal()]}), 4)
    assert solved.value("reservoir_built_gw", "expansion") == near(0.5)
    assert solved.get("reservoir_output_gw", "expansion").sum() == near(1.0)
    dear = [dams[0], {**dams[1], "capex_cny_per_kw": 7.0}]
    assert solve_small(small_case({"reservoirs": dear, "cohorts": [coal()]}), 4).value(
        "reservoir_built_gw", "expansion") == near(0.0)


def test_run_of_river_gives_what_flows_and_no_more():
    case = small_case({"renewables": [wind("river", 1.0, technology="hydro_ror", profile="river")], "cohorts": [coal()],
                       "policies": [target("quota.nonhydro_consumption", 50.0)]}, {"river": [0.3, 0.6]})
    solved = solve_small(case, 2)
    assert solved.get("renewable_output_gw", "river") == near([0.3, 0.6])
    assert solved.slack("target") == near(1.0)


def test_offshore_wind_counts_as_wind_and_is_built_to_its_own_potential():
    sea = wind("sea", 0.2, technology="wind_offshore", profile="gale", potential_gw=0.8, capex_cny_per_kw=1.0)
    case = small_case({"renewables": [wind(existing_gw=1.0), sea], "cohorts": [coal(existing_gw=2.0)],
                       "policies": [target("capacity.wind", 3.0)]}, {"wind": [0.0], "gale": [0.6]}, load_gw=[2.0])
    solved = solve_small(case, 4)
    assert solved.value("renewable_capacity_gw", "sea") == near(0.8)
    assert solved.get("renewable_output_gw", "sea") == near([0.48] * 4)
    assert solved.slack("target") == near(1.2)


@pytest.mark.parametrize(("name", "table", "technology"), [
    ("hunan-2030-levers", "cohorts", "gas_ocgt"), ("hunan-2030-levers", "cohorts", "waste"),
    ("hunan-2030-levers", "cohorts", "biomass"),
    ("hunan-2030-levers", "stores", "compressed_air"), ("ningxia-2030-levers", "stores", "vanadium_flow"),
    ("inner-mongolia-2030", "stores", "hydrogen"), ("inner-mongolia-2030", "reservoirs", "solar_thermal"),
    ("ningxia-2030-levers", "reservoirs", "solar_thermal"),
])
def test_a_shipped_case_has_it(name: str, table: str, technology: str):
    assert technology in set(load_case(cases_dir() / name).tables[table]["technology"])
