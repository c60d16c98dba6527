"""Where two levers meet: nothing green is counted twice, nothing is gained by burning energy, each by hand."""

import numpy as np
import pytest

from gridplan.model.consumption_targets import sold_factors
from gridplan.results.green_account import green_left_gwh
from gridplan.solve.run import solve
from tests.support.levers.demand_side import electrolyser, part
from tests.support.levers.exchange import QUOTA, TWO
from tests.support.levers.heat import demand
from tests.support.rows import FUELS, coal, hours_of, near, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

SELLS = {"region": "r", "sell_price_cny_per_mwh": 10.0, "sell_cap_twh": 0.01}
ALL_ON = {"min_output_share": 1.0, "must_run_share": 1.0}


def case_with_wind_gw(gw: float, tables: dict):
    """Coal enough for everything, and wind at half its capacity in every hour."""
    return small_case({"cohorts": [coal(existing_gw=5.0)], "renewables": [wind(existing_gw=gw)], **tables},
                      {"wind": [0.5], "flat": [1.0]})


def line_of(case, policy: str = "target"):
    """The scorecard's line of a day as a year; every check of the results holds."""
    results = solve(case, hours=24, method="simplex")
    assert all(check["ok"] for check in results.run["checks"])
    return results.policies.set_index("policy").loc[policy]


def test_what_is_sold_as_a_certificate_is_no_green_hydrogen():
    # 2 GWh of wind; hydrogen asks for 1 GWh of it at a price far above the certificate's.
    solved = solve_small(case_with_wind_gw(1.0, {
        "electrolysers": [electrolyser()], "certificates": [SELLS],
        "policies": [{"policy": "h", "metric": "hydrogen.green_production", "value": 2e-5, "slack_price": 600.0}]}), 4)
    assert solved.value("electrolyser_green_gwh", "site") == near(1.0)
    assert solved.value("certificates_sold_gwh", "r") == near(1.0)


def test_nothing_green_is_left_where_all_of_it_is_sold():
    # A day of 12 GWh of wind stands for a year of 4380, all of which may be sold and none is asked for.
    results = solve(case_with_wind_gw(1.0, {"certificates": [SELLS | {"sell_cap_twh": 10.0}], "loads": [part()]}),
                    hours=24, method="simplex")
    assert float(results.dataset["certificates_sold_gwh"].sum()) == near(4380.0, 1e-3)
    assert green_left_gwh(results, "r", 2030) == (near(0.0, 1e-3), near(0.0, 1e-3))


def test_what_is_sold_as_a_certificate_makes_no_load_green():
    solved = solve_small(case_with_wind_gw(1.0, {
        "loads": [part()], "certificates": [SELLS],
        "policies": [{"policy": "g", "metric": "industry.green_share", "subject": "part", "value": 100.0,
                      "slack_price": 500.0}]}), 4)
    assert solved.value("load_green_gwh", "part") == near(1.6)
    assert solved.value("certificates_sold_gwh", "r") == near(0.4)


@pytest.mark.parametrize("price", [9.0, 10.0])
def test_a_certificate_bought_and_sold_again_is_nobodys_green_consumption(price):
    regions = [{"region": "r", "certificate_cap_twh": 10.0, "certificate_price_cny_per_mwh": 10.0}]
    line = line_of(case_with_wind_gw(1.2, {
        "regions": regions, "certificates": [{**SELLS, "sell_price_cny_per_mwh": price, "sell_cap_twh": 10.0}],
        "policies": [target("share.green_electricity_consumption", 70.0, slack_price=500.0)]}))
    # Wind is 60 % of the use; the rest is bought, at 10 CNY/MWh for a tenth of the use of 8760 GWh.
    assert line["achieved"] == near(70.0, 1e-4) and line["slack"] == near(0.0, 1e-4)
    assert line["dual_price"] == near(10.0, 1e-3)


def test_a_least_flow_says_nothing_of_a_link_on_a_curve():
    def missed(least: float) -> float:
        tables = {**TWO, "cohorts": [coal(existing_gw=2.0), coal("there", 3.0, region="east")],
                  "renewables": [wind(existing_gw=1.0)],
                  "links": [{"link": "there", "from": "r", "to": "east", "capacity_gw": 1.0, "loss_share": 0.1,
                             "mode": "profile", "profile_tolerance_share": 0.1, "profile": "half",
                             "min_flow_share": least},
                            {"link": "back", "from": "east", "to": "r", "capacity_gw": 1.0, "loss_share": 0.1}],
                  "policies": [target(QUOTA, 60.0, slack_price=1000.0)]}
        return solve_small(small_case(tables, {"wind": [0.5], "half": [0.3]}), 2).slack("target")

    assert missed(1.0) == near(missed(0.0))


def test_a_ceiling_on_imports_is_not_eased_by_burning():
    def imports(store: bool) -> float:
        tables = {"fuels": FUELS, "cohorts": [peaker(cost=1000.0)], "renewables": [wind(existing_gw=3.0)],
                  "links": [{"link": "imp", "from": "outside", "to": "r", "capacity_gw": 1.0,
                             "price_cny_per_mwh": 100.0}],
                  "policies": [target("import.share_of_consumption", 20.0, sense="max", slack_price=5000.0)]}
        if store:
            tables["stores"] = [{"store": "s", "existing_gw": 2.0, "existing_hours": 1.0,
                                 "charge_efficiency_share": 0.01, "discharge_efficiency_share": 0.01}]
        solved = solve_small(small_case(tables, {"wind": [1.0, 0.0, 0.0, 0.0]}), 4)
        return float(solved.get("link_flow_gw", "imp").sum())

    # A fifth of the 4 GWh of load.
    assert imports(store=False) == near(0.8)
    assert imports(store=True) == near(0.8)


def test_the_margin_of_a_ceiling_on_imports_is_its_slack_with_a_store_too():
    # Wind at noon only, so that the store runs, and dear gas, so that more is imported than the ceiling.
    line = line_of(small_case({
        "fuels": FUELS, "cohorts": [peaker(cost=9000.0)], "renewables": [wind(existing_gw=1.2)],
        "stores": [{"store": "s", "existing_gw": 0.5, "existing_hours": 2.0, "charge_efficiency_share": 0.8}],
        "links": [{"link": "imp", "from": "outside", "to": "r", "capacity_gw": 1.0, "price_cny_per_mwh": 300.0}],
        "policies": [target("import.share_of_consumption", 20.0, sense="max", slack_price=100.0)]},
        {"wind": [1.0, 1.0, 0.0, 0.0]}))
    assert line["slack"] > 1.0 and line["margin"] == near(-line["slack"], 1e-3)


def test_power_is_sold_at_the_factor_of_the_links_it_can_come_back_over():
    def factors(*links: tuple[str, str, str, float]) -> dict[str, float]:
        names = dict.fromkeys(["r", *(name for _link, *ends, _factor in links for name in ends)])
        case = small_case({
            "regions": [{"region": name} for name in names],
            "demand": [{"region": name, "energy_twh": 8.76} for name in names],
            "cohorts": [coal(f"coal_{name}", 2.0, region=name) for name in names],
            "links": [{"link": link, "from": begin, "to": end, "capacity_gw": 1.0} for link, begin, end, _f in links],
            "import_emissions": [{"link": link, "co2_g_per_kwh": factor} for link, *_ends, factor in links]})
        return sold_factors(case, "r", 2030)

    both_ways = (("rb", "r", "b", 800.0), ("br", "b", "r", 500.0))
    assert factors(*both_ways) == near({"rb": 0.5})
    # A clean neighbour that is joined to b through r alone says nothing of what is sold to b.
    assert factors(*both_ways, ("rc", "r", "c", 300.0), ("cr", "c", "r", 0.0)) == near({"rb": 0.5, "rc": 0.0})
    assert factors(*both_ways, ("bc", "b", "c", 100.0), ("cr", "c", "r", 0.0)) == near({"rb": 0.0})
    assert factors(("rb", "r", "b", 800.0)) == near({"rb": 0.8})


@pytest.mark.parametrize("factors", [(500.0, 500.0), (800.0, 500.0)])
def test_power_sent_round_takes_no_co2_away(factors):
    links = [{"link": "there", "from": "r", "to": "east", "capacity_gw": 1.0, "loss_share": 0.1},
             {"link": "back", "from": "east", "to": "r", "capacity_gw": 1.0, "loss_share": 0.1}]

    def missed(joined: bool) -> float:
        tables = {**TWO, "cohorts": [coal(existing_gw=0.5, **ALL_ON), coal("there", 1.0, region="east", **ALL_ON)],
                  "renewables": [wind(existing_gw=2.0)], "links": links if joined else [],
                  "import_emissions": [{"link": link["link"], "co2_g_per_kwh": factor}
                                       for link, factor in zip(links, factors, strict=True)] if joined else [],
                  "policies": [target("intensity.co2_electricity", 100.0, sense="max", slack_price=1000.0)]}
        line = line_of(small_case(tables, {"wind": [1.0]}))
        assert line["margin"] == near(-line["slack"], 1e-3)
        return line["slack"]

    assert missed(True) == near(missed(False), 1e-3)


def test_a_boiler_makes_no_electricity_dirty():
    line = line_of(small_case({
        "renewables": [wind(existing_gw=2.0)], "heat_demand": [demand(0.5)], "cohorts": [],
        "heat_sources": [{"heat_source": "b", "kind": "coal_boiler", "fuel": "coal", "existing_gwth": 1.0,
                          "efficiency": 0.9}],
        "policies": [target("intensity.co2_electricity", 0.0, sense="max", slack_price=1.0)],
    }, {"wind": [0.5], "heat": [1.0]}, load_gw=[1.0]))
    assert line["achieved"] == near(0.0) and line["slack"] == near(0.0)


@pytest.mark.parametrize("auctioned", [0.0, 0.5, 1.0])
def test_allowances_for_heat_are_auctioned_as_those_for_power(auctioned):
    results = solve(small_case({
        "fuels": FUELS, "cohorts": [coal(co2_benchmark_t_per_mwh=0.8), peaker()],
        "chp": [{"cohort": "coal", "co2_benchmark_t_per_gj": 0.1}],
        "heat_demand": [demand(0.5, unserved_cost_cny_per_mwh=2000.0)],
        "regions": [{"region": "r", "co2_price_cny_per_t": 100.0}],
        "carbon_market": [{"region": "r", "auction_share": auctioned}]}, {"heat": [0.5]}, load_gw=[0.5]),
        hours=24, method="simplex")
    # Recomputed from the tables by the results' own code among the checks.
    assert all(check["ok"] for check in results.run["checks"])
    emitted_kt = 8760.0 * float(results.dataset["thermal_fuel_kt_per_h"].sel(cohort="coal").mean("time").sum()) * 2.66
    free_kt = 8760.0 * (1.0 - auctioned) * (0.8 * 0.5 + 0.1 * 3.6 * 0.5)
    paid = float(results.costs.loc[results.costs["term"] == "co2", "million_cny"].sum())
    assert paid == near(100.0 * (emitted_kt - free_kt) / 1000.0, 1e-3)


def test_power_lost_for_heat_is_no_green_power_of_the_hour():
    fuels = [*FUELS, {"fuel": "bio", "is_coal": False, "co2_t_per_tce": 0.0, "price_cny_per_tce": 100.0}]
    solved = solve_small(small_case({
        "fuels": fuels, "renewables": [wind(existing_gw=0.5)],
        "cohorts": [{"cohort": "bio", "existing_gw": 1.0, "technology": "biomass", "fuel": "bio"}, peaker()],
        "chp": [{"cohort": "bio", "power_loss": 0.2, "power_floor": 0.2}],
        "heat_demand": [demand(0.8, unserved_cost_cny_per_mwh=90000.0)],
        "electrolysers": [{"electrolyser": "e", "existing_gw": 2.0, "build_max_gw": 0.0, "matching": "hourly",
                           "electricity_kwh_per_kg": 50.0}],
        "policies": [{"policy": "h", "metric": "hydrogen.green_production", "value": 1e-3, "slack_price": 300.0}],
    }, {"heat": [1.0, 0.0], "wind": [0.0, 1.0]}, load_gw=[0.5]), 2)
    green = solved.point.hourly(solved.model.operation.electrolyser_green_gw)[0]
    output = solved.get("thermal_output_gw", "bio").ravel() + solved.get("renewable_output_gw", "wind").ravel()
    # Gross output of biomass is what reaches the grid over one less its own use.
    own_use = float(solved.model.data.thermal_figures["bio", "as_is", 2030].net_share)
    most = solved.get("thermal_output_gw", "bio").ravel() / own_use + solved.get("renewable_output_gw", "wind").ravel()
    assert (green <= most + 1e-6).all() and output[0] > 0.5


def test_a_back_pressure_unit_stands_still_where_no_heat_is_asked_for():
    heat = np.zeros(8760)
    heat[:100] = 0.4
    case = small_case({"fuels": FUELS, "cohorts": [coal(), peaker()],
                       "chp": [{"cohort": "coal", "mode": "back_pressure"}],
                       "heat_demand": [demand(heat.mean(), unserved_cost_cny_per_mwh=2000.0)]},
                      {"heat": heat}, load_gw=[0.5])
    both, summer = (solve_small(case, hours_of(*hours)).get("thermal_output_gw", "coal").ravel()
                    for hours in ((0, 4400), (4400, 4401)))
    assert both[0] > 0.0 and both[1] == near(0.0)
    assert summer == near([0.0, 0.0])


BOTH = (2030, 2035)


def test_old_wind_is_not_closed_without_being_repowered():
    # Its fixed cost is above its worth, but nothing lets it be closed alone, in one year as on a path.
    tables = {"fuels": FUELS, "cohorts": [peaker(cost=300.0)],
              "renewables": [wind("old", 1.0, fixed_cost_cny_per_kw_a=5.0), wind("new", 0.0, potential_gw=0.0)],
              "repowering": [{"renewable": "old", "to": "new", "max_gw": 0.8, "growth": 2.0,
                              "capex_cny_per_kw": 30000.0, "life_years": 20.0}]}
    for years in ((2030,), BOTH):
        data = solve_small(small_case(tables, {"wind": [0.5]}, years=years), 4).dataset
        assert data["renewable_retired_gw"].sel(renewable="old").values == near(0.0)
        assert data["renewable_capacity_gw"].sel(renewable="old").values == near(1.0)


def captive_path(metric: str, value: float, **columns):
    """1 GW of captive coal in 2030, of which half is gone by age in 2035, and a target of both years."""
    rows = [{**coal(captive=True, in_coal_rate=False), "year": year, "existing_gw": gw, "retire_max_gw": gw}
            for year, gw in zip(BOTH, (1.0, 0.5), strict=True)]
    return small_case({"fuels": FUELS, "cohorts": [*rows, peaker()],
                       "policies": [target(metric, value, slack_price=1e5, **columns)]}, years=BOTH)


@pytest.mark.parametrize(("metric", "columns"), [
    ("captive.replaced_capacity", {}), ("coal.captive_plant_retained_share", {"sense": "max"})])
def test_captive_coal_that_aged_out_counts_as_gone(metric, columns):
    value = 0.5 if metric.startswith("captive") else 50.0
    case = captive_path(metric, value, **columns)
    capacity = solve_small(case, 4).dataset["thermal_capacity_gw"].sel(cohort="coal", state="as_is").values
    # Half is closed in 2030; what is left is half of what stood at first, so that 2035 asks for no more.
    assert capacity == near([0.5, 0.5])
    lines = solve(case, hours=24, method="simplex").policies.set_index("year")
    assert lines["status"].tolist() == ["met", "met"]
    assert lines["achieved"].tolist() == near([value, value], 1e-4)


def test_captive_coal_whose_rows_end_is_gone():
    # 1 GW that stays and 1 GW that the case has no row for in 2035: no more need be closed for 1 GW replaced by then.
    rows = [{**coal(name, captive=True, in_coal_rate=False), "year": year, "retire_max_gw": 1.0}
            for year, names in zip(BOTH, (("stays", "ends"), ("stays",)), strict=True) for name in names]
    case = small_case({"fuels": FUELS, "cohorts": [*rows, peaker()],
                       "policies": [{**target("captive.replaced_capacity", 1.0, slack_price=1e5), "year": 2035}]},
                      years=BOTH)
    capacity = solve_small(case, 4).dataset["thermal_capacity_gw"].sel(cohort="stays", state="as_is").values
    assert capacity == near([1.0, 1.0])
    lines = solve(case, hours=24, method="simplex").policies
    assert lines["achieved"].tolist() == near([1.0], 1e-4) and lines["status"].tolist() == ["met"]


def test_coal_built_earlier_that_cannot_turn_down_counts_among_the_new_coal():
    tables = {"fuels": FUELS,
              "cohorts": [coal("new", 0.0, build_max_gw=4.0, min_output_share=0.5, capex_cny_per_kw=0.1),
                          peaker(cost=2000.0)],
              "demand": [{"region": "r", "year": 2030, "energy_twh": 8.76}, {"region": "r", "year": 2035,
                                                                            "energy_twh": 17.52}],
              "retrofits": [{"cohort": "new", "state": "flexibility", "min_output_share": 0.3, "cost_cny_per_kw": 1.0,
                             "life_years": 10.0}],
              "policies": [target("coal.new_units_flexible_share", 100.0, slack_price=1e5)]}
    case = small_case(tables, years=BOTH)
    data = solve_small(case, 4).dataset
    # 1 GW for 2030, 1 GW more for 2035: all of what stands is flexible in each year.
    assert data["thermal_built_gw"].sel(cohort="new").values == near([1.0, 1.0])
    assert data["thermal_capacity_gw"].sel(cohort="new", state="flexibility").values == near([1.0, 2.0])
    lines = solve(case, hours=24, method="simplex").policies
    assert lines["achieved"].tolist() == near([100.0, 100.0], 1e-4)
