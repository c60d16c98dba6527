"""Planning reserve margin, summer and winter."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.library.calendar import MONTH_OF_HOUR
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

SUMMER = np.isin(MONTH_OF_HOUR, [6, 7, 8, 9])
WINTER = np.isin(MONTH_OF_HOUR, [11, 12, 1, 2])


def load(summer=1.2, winter=1.0, rest=1.0):
    return np.where(SUMMER, summer, np.where(WINTER, winter, rest))


def firm_case(value=10.0, load_gw=None, existing_gw=0.5, **tables):
    """Half a GW of coal, and a firm plant that costs 10 CNY/kW over 10 years."""
    base = {"cohorts": [coal(existing_gw=existing_gw),
                        coal("new", 0.0, build_max_gw=9.0, capex_cny_per_kw=10.0, capacity_credit_share=0.8)],
            "policies": [target("reserve.margin", value)]}
    extra = tables.pop("more_cohorts", [])
    merged = {**base, **tables}
    merged["cohorts"] = [*base["cohorts"], *extra]
    return small_case(merged, {"wind": [0.0]}, load_gw=load() if load_gw is None else load_gw)


def built(case):
    return solve_small(case, 1).value("thermal_built_gw", "new")


def test_firm_capacity_covers_the_years_peak_with_a_margin():
    # 1.1 x 1.2 GW less 0.5 GW of coal, at a credit of 0.8.
    assert built(firm_case()) == near((1.32 - 0.5) / 0.8)


def test_plants_count_for_their_own_region():
    # 5 GW of coal next door are no help: 1.1 x 1.2 GW less 0.5, and the neighbour has what it needs.
    east = [coal("there", 5.0, region="east")]
    case = firm_case(regions=[{"region": "r"}, {"region": "east"}], more_cohorts=east, demand=[
        {"region": "r", "energy_twh": float(load().sum()) / 1000.0}, {"region": "east", "energy_twh": 8.76}])
    assert built(case) == near((1.32 - 0.5) / 0.8)


def test_the_peak_is_that_of_the_whole_year_though_only_some_hours_are_solved():
    assert built(firm_case(load_gw=load(summer=2.0))) == near((2.2 - 0.5) / 0.8)


def test_the_seasons_are_the_regions_own():
    # With summer in October, the summer peak is the 1.0 GW of that month; winter keeps 1.3 GW.
    case = firm_case(load_gw=load(summer=2.0, winter=1.3), regions=[{"region": "r", "summer_months": "10"}])
    assert built(case) == near((1.43 - 0.5) / 0.8)


@pytest.mark.parametrize(("summer", "winter", "needed"), [(0.1, 0.0, 1.32 - 0.5 - 0.1), (0.9, 0.0, 1.1 - 0.5)])
def test_renewables_count_by_season_and_the_scarcer_season_binds(summer, winter, needed):
    case = firm_case(renewables=[wind(credit_summer_share=summer, credit_winter_share=winter)])
    assert built(case) == near(needed / 0.8)


def test_reservoirs_count_by_season():
    case = firm_case(reservoirs=[{"reservoir": "dam", "existing_gw": 0.2, "credit_summer_share": 0.75}])
    assert built(case) == near((1.32 - 0.5 - 0.15) / 0.8)


@pytest.mark.parametrize(("hours", "credit"), [(2.0, 0.5), (4.0, 1.0), (8.0, 1.0)])
def test_a_store_counts_as_long_as_it_lasts_through_the_peak(hours, credit):
    case = firm_case(stores=[{"store": "cell", "existing_gw": 0.2, "existing_hours": hours, "availability_share": 0.9,
                              "capacity_credit_hours": 4.0}])
    assert built(case) == near((1.32 - 0.5 - 0.2 * 0.9 * credit) / 0.8)


def test_new_storage_counts_the_lesser_of_its_power_and_its_energy_over_the_peak():
    # Only storage can be built: 0.82 GW are missing; at most 2 h against a peak of 4 h: 1.64 GW.
    case = small_case({
        "cohorts": [coal(existing_gw=0.5)], "policies": [target("reserve.margin", 10.0, slack_price=1e5)],
        "stores": [{"store": "cell", "build_max_gw": 9.0, "capex_power_cny_per_kw": 10.0, "hours_min": 1.0,
                    "hours_max": 2.0, "capacity_credit_hours": 4.0}],
    }, load_gw=load())
    solved = solve_small(case, 1)
    assert solved.value("store_power_built_gw", "cell") == near(1.64)
    assert solved.value("store_energy_built_gwh", "cell") == near(3.28)


def test_new_storage_never_counts_for_more_than_its_power():
    case = small_case({
        "cohorts": [coal(existing_gw=0.5)], "policies": [target("reserve.margin", 10.0, slack_price=1e5)],
        "stores": [{"store": "cell", "build_max_gw": 9.0, "capex_power_cny_per_kw": 10.0, "hours_min": 1.0,
                    "hours_max": 8.0, "capacity_credit_hours": 4.0, "availability_share": 0.9}],
    }, load_gw=load())
    assert solve_small(case, 1).value("store_power_built_gw", "cell") == near(0.82 / 0.9)


def test_imports_count_what_arrives_and_exports_what_leaves():
    def with_link(sender, receiver):
        return firm_case(links=[{"link": "line", "from": sender, "to": receiver, "capacity_gw": 0.2, "loss_share": 0.1,
                                 "firm_share": 0.5}])

    assert built(with_link("outside", "r")) == near((1.32 - 0.5 - 0.09) / 0.8)
    assert built(with_link("r", "outside")) == near((1.32 - 0.5 + 0.1) / 0.8)


def test_demand_response_counts():
    case = firm_case(response=[{"response": "shed", "kind": "shed", "max_share_of_peak": 0.1}])
    assert built(case) == near((1.32 - 0.5 - 0.12) / 0.8)


def test_a_margin_out_of_reach_shows_the_worse_seasons_shortfall_once():
    # 1.32 GW in summer and 1.1 GW in winter are asked, 0.5 GW stand: 0.82 GW short, at 5000 CNY/kW.
    case = small_case({"cohorts": [coal(existing_gw=0.5)], "policies": [target("reserve.margin", 10.0)]},
                      load_gw=load())
    solved = solve_small(case, 1)
    assert solved.slack("target") == near(0.82)
    assert solved.cost_of("policy_slack") == near(0.82 * 5000.0)
