"""Accounts of the synthetic year against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridplan.results import accounts
from gridplan.results.measures import Accounts, measured
from gridplan.results.price_account import _falling, _weighted_median
from gridplan.results.types import Results
from tests.support.sample_results import REGION, YEAR, sample_results
from tests.support.shortened import on_own_axis

PUMPED_CHARGE = 2.4 * 0.9 * 4 * 365
"""GWh: 90 % of 2.4 GW for four hours of each day."""


@pytest.fixture(scope="module")
def results() -> Results:
    return sample_results()


def one(frame, **conditions):
    """The only line of a frame that meets all conditions."""
    for column, value in conditions.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, frame
    return frame.iloc[0]


def test_capacity_adds_up_for_every_asset(results):
    frame = accounts.capacity(results)
    total = frame["existing_gw"] + frame["earlier_gw"] + frame["built_gw"] - frame["retired_gw"]
    assert np.allclose(total, frame["total_gw"])
    retired = one(frame, asset="coal_300")
    assert (retired["existing_gw"], retired["retired_gw"], retired["total_gw"]) == (3.0, 1.0, 2.0)
    battery = one(frame, asset="lithium")
    assert battery["duration_h"] == pytest.approx(12.0 / 5.0)


def test_the_ratios_of_new_energy_to_what_burns(results):
    # Wind and sun over coal and gas: 14 GW of coal, the gas plant, no biomass.
    total = accounts.capacity_by_technology(results).set_index("technology")["total_gw"]
    here = Accounts(results, REGION, YEAR)
    ratio = measured(here, "capacity.new_energy_to_thermal_ratio", "")
    assert ratio.row_per_unit == pytest.approx(14.0 + total["gas_ccgt"])
    assert ratio.achieved * ratio.row_per_unit == pytest.approx(total["wind_onshore"] + total["solar_utility"])
    gross = accounts.generation(results).groupby("technology")["gross_gwh"].sum()
    energy = measured(here, "generation.new_energy_to_thermal_ratio", "")
    assert energy.row_per_unit == pytest.approx(gross["coal"] + gross["gas_ccgt"])
    # What pumped hydro and the battery lose is taken off, as in the row.
    lost = PUMPED_CHARGE * (1 - 0.88**2) + 5.0 * 0.5 * 4 * 365 * (1 - 0.94**2)
    made = gross["wind_onshore"] + gross["solar_utility"]
    assert energy.achieved * energy.row_per_unit == pytest.approx(made - lost)


def test_capacity_by_technology_joins_both_coal_cohorts(results):
    coal = one(accounts.capacity_by_technology(results), technology="coal")
    assert (coal["existing_gw"], coal["total_gw"]) == (15.0, 14.0)
    assert np.isnan(coal["energy_gwh"])


def test_hydro_gross_generation_is_its_inflow(results):
    # 0.5 GW with 4000 h of inflow and no spill; what the plant uses itself is within the 2000 GWh.
    line = one(accounts.energy_balance(results), row="generation", subject="hydro_reservoir")
    assert line["energy_gwh"] == pytest.approx(2000.0)
    assert line["full_load_hours_h"] == pytest.approx(4000.0)


def test_storage_charge_discharge_and_loss(results):
    balance = accounts.energy_balance(results)
    assert one(balance, row="storage_charge", subject="pumped_hydro")["energy_gwh"] == pytest.approx(PUMPED_CHARGE)
    discharged = one(balance, row="storage_discharge", subject="pumped_hydro")["energy_gwh"]
    assert discharged == pytest.approx(PUMPED_CHARGE * 0.88**2)
    lithium_loss = 5.0 * 0.5 * 4 * 365 * (1 - 0.94**2)
    assert one(balance, row="storage_loss")["energy_gwh"] == pytest.approx(PUMPED_CHARGE * (1 - 0.88**2) + lithium_loss)


def test_links_at_both_ends(results):
    frame = accounts.channels(results)
    export, bought = one(frame, link="ningxia_hunan"), one(frame, link="northwest_import")
    assert export["sent_gwh"] == pytest.approx(38000.0)
    assert export["received_gwh"] == pytest.approx(38000.0 * 0.94)
    assert export["full_load_hours_h"] == pytest.approx(4750.0)
    assert export["green_share_pct"] == pytest.approx(55.0)
    assert export["income_million_cny"] == pytest.approx(38000.0 * 320 / 1000)
    # Six hours at 1.5 GW and eighteen at 0.2 GW; paid on what arrives.
    assert bought["sent_gwh"] == pytest.approx((6 * 1.5 + 18 * 0.2) * 365)
    assert bought["income_million_cny"] == pytest.approx(-bought["sent_gwh"] * 0.97 * 300 / 1000)


def test_power_balance_counts_each_kind_by_its_credit(results):
    summer = accounts.power_balance(results).query("season == 'summer'")
    usable = summer[summer["row"] == "usable"].set_index("subject")["power_gw"]
    assert usable["coal"] == pytest.approx(14.0)
    assert usable["wind_onshore"] == pytest.approx(20.0 * 0.05)
    assert usable["solar_utility"] == pytest.approx(26.0 * 0.15)
    # 3 GW of two hours hold half of a four-hour peak; 2 GW of three hours three quarters.
    assert usable["lithium"] == pytest.approx(0.97 * (1.5 + 1.5))
    assert one(summer, row="firm_import")["power_gw"] == pytest.approx(1.5 * 0.8 * 0.97)
    assert one(summer, row="firm_export")["power_gw"] == pytest.approx(8.0 * 0.9)
    hand = 14 + 1.5 + 1.0 + 3.9 + 0.35 + 2.4 * 0.95 + 2.91 + 1.164 - 7.2 + 0.7
    assert one(summer, row="usable_total")["power_gw"] == pytest.approx(hand)
    surplus = one(summer, row="surplus")["power_gw"]
    assert surplus == pytest.approx(hand - one(summer, row="max_load")["power_gw"])


def test_a_reserve_target_becomes_the_required_reserve(results):
    policies = results.case.tables["policies"].copy()
    policies.loc[4, ["policy", "metric", "sense"]] = ["margin", "reserve.margin", "min"]
    policies.loc[4, "value"] = 15.0
    case = replace(results.case, tables={**results.case.tables, "policies": policies})
    winter = accounts.power_balance(replace(results, case=case)).query("season == 'winter'")
    peak = one(winter, row="max_load")["power_gw"]
    assert one(winter, row="reserve")["power_gw"] == pytest.approx(0.15 * peak)
    assert one(winter, row="required")["power_gw"] == pytest.approx(1.15 * peak)


def test_curtailment_is_what_was_offered_and_not_used(results):
    frame = accounts.curtailment(results)
    data = results.dataset
    lost = float((data["renewable_available_gw"] - data["renewable_output_gw"]).sel(renewable="wind").sum()) / 0.98
    assert one(frame, renewable="wind", kind="class")["curtailed_gwh"] == pytest.approx(lost)
    both = one(frame, renewable="new_energy")
    classes = frame[frame["kind"] == "class"]
    assert both["available_gwh"] == pytest.approx(classes["available_gwh"].sum())
    assert both["utilisation_pct"] == pytest.approx(100 * classes["used_gwh"].sum() / classes["available_gwh"].sum())


def test_fleet_rate_is_total_over_total(results):
    data = results.dataset.sel(cohort=["coal_600", "coal_300"])
    fuel, net = float(data["thermal_fuel_kt_per_h"].sum()), float(data["thermal_output_gw"].sum())
    line = accounts.fleet(results).iloc[0]
    assert line["coal_kt"] == pytest.approx(fuel)
    assert line["net_rate_g_per_kwh"] == pytest.approx(1000 * fuel / net)
    gas = float(results.dataset["thermal_fuel_kt_per_h"].sel(cohort="gas_ccgt").sum())
    assert line["co2_kt"] == pytest.approx(2.7 * fuel + 1.63 * gas)


def test_a_cohort_left_out_of_the_coal_rate_still_burns_coal(results):
    cohorts = results.case.tables["cohorts"].copy()
    cohorts.loc[cohorts["cohort"] == "coal_300", "in_coal_rate"] = False
    case = replace(results.case, tables={**results.case.tables, "cohorts": cohorts})
    line = accounts.fleet(replace(results, case=case)).iloc[0]
    data = results.dataset.sel(cohort="coal_600")
    rate = 1000 * float(data["thermal_fuel_kt_per_h"].sum()) / float(data["thermal_output_gw"].sum())
    assert line["net_rate_g_per_kwh"] == pytest.approx(rate)
    assert line["coal_kt"] == pytest.approx(accounts.fleet(results).iloc[0]["coal_kt"])


def test_retrofit_account(results):
    line = one(accounts.retrofits(results), state="efficiency")
    assert line["units"] == pytest.approx(3.0 / 0.6)
    assert line["share_pct"] == pytest.approx(25.0)
    assert line["investment_million_cny"] == pytest.approx(600.0)
    assert line["cost_million_cny"] == pytest.approx(600.0 * 0.06 / (1 - 1.06**-15))
    # 300 g/kWh before, 294 after, the same operation: the fuel before is 300/294 of the fuel burnt.
    burnt = one(accounts.coal_and_co2(results), cohort="coal_600", state="efficiency")["fuel_kt"]
    assert line["coal_saved_kt"] == pytest.approx(burnt * (300 / 294 - 1))


def test_flexibility_costs_coal_and_says_so(results):
    line = one(accounts.retrofits(results), state="flexibility")
    assert line["coal_saved_kt"] < 0


def test_quota_counts(results):
    line = one(accounts.quota(results), quota="nonhydro")
    data = results.dataset
    local = (
        float(data["renewable_output_gw"].sel(renewable="wind").sum()) / 0.98
        + float(data["renewable_output_gw"].sel(renewable="solar").sum()) / 0.99
    )
    credit = 4599.0 * 0.4 * 0.5 * 0.97
    green = local - 38000 * 0.55 + credit
    assert line["received_gwh"] == pytest.approx(credit)
    assert line["physical_pct"] == pytest.approx(100 * green / line["use_gwh"])
    assert line["official_pct"] == pytest.approx(100 * (green + 200) / line["use_gwh"])
    assert line["binding_pct"] == pytest.approx(100 * (green + 200 - line["storage_loss_gwh"]) / line["use_gwh"])
    assert line["target_pct"] == 35.2


def test_green_metered_at_the_sender_counts_before_the_loss(results):
    links = results.case.tables["links"].copy()
    links["green_credit"] = "sending"
    case = replace(results.case, tables={**results.case.tables, "links": links})
    assert one(accounts.quota(replace(results, case=case)), quota="total")["received_gwh"] == pytest.approx(
        4599.0 * 0.4
    )


def test_cost_recovery_of_hydro(results):
    line = one(accounts.cost_recovery(results), technology="hydro_reservoir")
    price = results.dataset["price_cny_per_mwh"].values.ravel()
    power = results.dataset["reservoir_output_gw"].values.ravel()
    assert line["income_million_cny"] == pytest.approx(float(price @ power) / 1000)
    assert line["cost_million_cny"] == pytest.approx(0.5 * 120)


def test_cost_recovery_covers_every_cost_of_an_asset(results):
    costs = results.costs
    spent = costs.loc[(costs["subject"] == "cohort") & (costs["asset"] != "gas_ccgt"), "million_cny"].sum()
    assert one(accounts.cost_recovery(results), technology="coal")["cost_million_cny"] == pytest.approx(spent)


def test_cost_terms_add_up(results):
    assert accounts.costs_by_term(results)["million_cny"].sum() == pytest.approx(results.run["cost_million_cny"])


def test_typical_days_are_whole_and_hold_the_peak(results):
    days = accounts.typical_days(results)
    assert set(days["kind"]) == {
        "peak_load",
        "least_residual",
        "most_renewables",
        "spring",
        "summer",
        "autumn",
        "winter",
    }
    assert (days.groupby("kind").size() == 24).all()
    peak = days.loc[days["kind"] == "peak_load", "demand_gw"].max()
    assert peak == pytest.approx(float(results.dataset["demand_gw"].max()))


def test_duration_curve_reads_values_by_the_hours_they_last():
    # 5 lasts one hour, 3 two hours, 1 three hours; the grid of hours is 3, 5, 6.
    assert _falling(np.array([1.0, 5.0, 3.0]), np.array([3.0, 1.0, 2.0])).tolist() == [3.0, 1.0, 1.0]


def test_median_is_weighted():
    assert _weighted_median(np.array([1.0, 2.0, 9.0]), np.array([1.0, 1.0, 5.0])) == 9.0


def test_months_and_year_agree(results):
    months = accounts.monthly_energy(results)
    balance = accounts.energy_balance(results)
    solar = one(balance, row="generation", subject="solar_utility")["energy_gwh"]
    assert months.loc[months["technology"] == "solar_utility", "energy_gwh"].sum() == pytest.approx(solar)


def test_a_shortened_year_reports_a_whole_one(results):
    short = results.dataset.isel(time=slice(0, 24)).assign_coords(weight_h=("time", np.full(24, 365.0)))
    day = results.dataset.isel(time=slice(0, 24))
    line = one(accounts.energy_balance(on_own_axis(results, short)), row="generation", subject="wind_onshore")
    assert line["energy_gwh"] == pytest.approx(
        365 * float(day["renewable_output_gw"].sel(renewable="wind").sum()) / 0.98
    )


def test_the_verdict_names_what_is_missed(results):
    verdict = accounts.verdict(results)
    assert list(verdict["missed"]["policy"]) == ["coal_rate"]
    assert verdict["unserved_gwh"] > 0
    assert accounts.verdict(sample_results(missed=False))["missed"].empty
