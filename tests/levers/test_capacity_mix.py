"""Shares of installed capacity, clean energy, capacity added since a base year, single bases."""

from __future__ import annotations

import pytest

from gridplan.case.metric_needs import BASE_ITEMS, SITE_TECHNOLOGIES
from gridplan.case.schema import schema
from gridplan.model.capacity_mix import ADDED, SHARES, SITES
from gridplan.model.technologies import GENERATING, NEW_STORAGE, NONFOSSIL_CAPACITY
from tests.model.test_capacity_targets import KEYS, TABLE_OF, one_of_each
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small


def shortfall(metric, value, tables, **more):
    """Slack (GW) of a row nobody pays to meet."""
    case = small_case({**tables, "policies": [target(metric, value, slack_price=1.0, sense="min", **more)]})
    return solve_small(case, 1).slack("target")


@pytest.mark.parametrize("metric", list(SHARES))
def test_a_share_counts_its_technologies_over_all_plants(metric):
    # 0.001 x 2^n GW of the nth technology: 100 % is missed by whatever generates and is not in the group.
    tables, size = one_of_each()
    left_out = sum(size[technology] for technology in GENERATING - SHARES[metric])
    assert shortfall(metric, 100.0, tables) == near(left_out, 1e-5)


def test_pumped_hydro_generates_and_new_storage_does_not():
    assert "pumped_hydro" in NONFOSSIL_CAPACITY
    assert not NEW_STORAGE & GENERATING
    assert set(TABLE_OF) == GENERATING | NEW_STORAGE


def test_a_share_is_reached_by_building_beside_the_coal_that_stands():
    # 1 GW of wind, 2 of coal, 40 %: 1 + x = 0.4 (3 + x): x = 1/3 GW at 100 CNY/kW over 10 years.
    case = small_case({"cohorts": [coal(existing_gw=2.0)], "policies": [target("share.nonfossil_capacity", 40.0)],
                       "renewables": [wind(potential_gw=9.0, capex_cny_per_kw=100.0)]}, {"wind": [0.0]})
    solved = solve_small(case, 1)
    assert solved.value("renewable_built_gw", "wind") == near(1.0 / 3.0)
    # A GW more on the left takes 1 / 0.6 GW of wind at 10 million CNY a year.
    assert solved.dual("target") == near(10.0 / 0.6)


def test_a_ceiling_on_the_share_of_coal_is_met_by_retiring():
    # 3 GW of coal beside 1 of wind; at most 60 %: c = 0.6 (c + 1): c = 1.5 GW, though the load could use 2.
    case = small_case({"cohorts": [coal(existing_gw=3.0, retire_max_gw=2.0)], "renewables": [wind()],
                       "policies": [target("share.coal_capacity", 60.0, sense="max")]}, {"wind": [0.0]},
                      load_gw=[2.0])
    assert solve_small(case, 1).value("thermal_retired_gw", "coal") == near(1.5)


CLEAN = [{"region": "r", "technology": technology} for technology in ("wind_onshore", "gas_ccgt")]


@pytest.mark.parametrize(("metric", "value", "missing"), [
    # 1 GW of wind and 0.5 of gas of 3.5 GW (2 of coal): 3 GW, and 60 % of 3.5.
    ("capacity.clean", 3.0, 1.5), ("share.clean_capacity", 60.0, 0.6)])
def test_clean_is_what_the_region_says(metric, value, missing):
    tables = {"cohorts": [coal(existing_gw=2.0), coal("gas", 0.5, technology="gas_ccgt")], "renewables": [wind()]}
    assert shortfall(metric, value, {**tables, "clean_sources": CLEAN}) == near(missing)
    east = [{"region": "east", "technology": "coal"}]
    regions = {"regions": [{"region": "r"}, {"region": "east"}],
               "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 0.1}]}
    assert shortfall(metric, value, {**tables, **regions, "clean_sources": CLEAN + east}) == near(missing)


@pytest.mark.parametrize("metric", list(ADDED))
def test_added_capacity_is_beyond_that_of_the_base_year(metric):
    tables, size = one_of_each()
    held = sum(size[technology] for technology in ADDED[metric])
    base = [{"region": "r", "item": item, "value": 0.25 * held if item == BASE_ITEMS[metric] else 7.0}
            for item in sorted(set(BASE_ITEMS.values()))]
    assert shortfall(metric, 900.0, {**tables, "base_year": base}) == near(900.0 - 0.75 * held, 1e-4)


def test_an_addition_is_reached_by_building():
    # 1.2 GW stand, 0.5 of them were there in the base year; 2 GW added: 1.3 GW more.
    case = small_case({"cohorts": [coal()], "policies": [target("capacity.wind_added", 2.0)],
                       "renewables": [wind(existing_gw=1.2, potential_gw=9.0, capex_cny_per_kw=100.0)],
                       "base_year": [{"region": "r", "item": "capacity_wind_gw", "value": 0.5}]}, {"wind": [0.0]})
    assert solve_small(case, 1).value("renewable_built_gw", "wind") == near(1.3)


@pytest.mark.parametrize("metric", list(SITES))
def test_a_base_is_the_asset_the_row_names(metric):
    tables, size = one_of_each()
    table = schema().metrics[metric].subject_table
    allowed = SITE_TECHNOLOGIES[metric] or {row["technology"] for row in tables[table]}
    for technology in allowed:
        assert TABLE_OF[technology] == table
        assert shortfall(metric, 900.0, tables, subject=technology) == near(900.0 - size[technology], 1e-5)
    assert KEYS[table]


def test_a_base_is_reached_at_its_own_site_wherever_it_stands():
    # The base of 2 GW stands in the region beside; the cheaper wind of the region itself does not help.
    case = small_case({
        "regions": [{"region": "r"}, {"region": "east"}],
        "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 0.0876}],
        "cohorts": [coal(), coal("other", region="east")],
        "renewables": [wind("here", 0.0, potential_gw=9.0, capex_cny_per_kw=10.0),
                       wind("base", 0.5, potential_gw=9.0, capex_cny_per_kw=100.0, region="east")],
        "policies": [target("capacity.external_wind_solar_base", 2.0, subject="base")]},
        {"wind": [0.0], "load": [1.0]})
    solved = solve_small(case, 1)
    assert solved.value("renewable_built_gw", "base") == near(1.5)
    assert solved.value("renewable_built_gw", "here") == near(0.0)
