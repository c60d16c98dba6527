"""The problem of one tiny case per subject, as text, against the text stored beside this file.

A change of a formulation shows as a difference of text.  Where the change is meant, write the texts anew with

    GRIDPLAN_REFRESH_LP=1 python -m pytest tests/model/test_golden.py

and read the difference before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gridplan.model.build import build_model
from gridplan.solve.matrix import compile_problem
from tests.support.levers import merged
from tests.support.lp_text import lp_text
from tests.support.rich_case import rich_case
from tests.support.rows import FUELS, coal, hours_of, peaker, target, wind
from tests.support.small_case import axis_of, small_case

STORED = Path(__file__).parent / "lp"
LOAD = [1.0, 2.0, 1.5]
HEATED = [{"region": "r", "heating_months": "1"}]
COAL = coal(existing_gw=2.0, own_use_share=0.05, availability_share=0.9, no_load_share=0.08, min_output_share=0.4,
            start_cost_cny_per_kw=0.1, variable_cost_cny_per_mwh=20.0, fixed_cost_cny_per_kw_a=0.5)
EXPORT = {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.6, "price_cny_per_mwh": 350.0}
DAM = {"reservoir": "dam", "existing_gw": 0.5, "potential_gw": 0.8, "annual_hours": 4000.0, "storage_hours": 20.0,
       "min_output_share": 0.1, "own_use_share": 0.01, "availability_share": 0.95, "capex_cny_per_kw": 5.0}
CELL = {"store": "cell", "existing_gw": 0.2, "build_max_gw": 1.0, "hours_min": 2.0, "hours_max": 6.0,
        "capex_power_cny_per_kw": 1.0, "capex_energy_cny_per_kwh": 2.0, "charge_efficiency_share": 0.9,
        "discharge_efficiency_share": 0.8, "standing_loss_share_per_h": 0.01, "availability_share": 0.97,
        "variable_cost_cny_per_mwh": 2.0, "fixed_cost_cny_per_kw_a": 0.1}


def plan(**tables):
    return small_case(tables, {"wind": [0.5, 0.2, 0.8], "river": [0.5], "inflow": [2.0, 1.0, 0.0],
                               "delivery": [1.0, 0.5, 0.5]}, load_gw=LOAD)


def policies(*rows):
    return [{"policy": f"target_{n}", "metric": metric, "value": value, **more}
            for n, (metric, value, more) in enumerate(rows)]


CASES = {
    "demand": lambda: small_case({"regions": [{"region": "r", "own_use_share_of_consumption": 0.04}]}, load_gw=LOAD),
    "thermal_capacity": lambda: plan(
        cohorts=[{**COAL, "retire_max_gw": 0.5, "build_max_gw": 1.0, "capex_cny_per_kw": 5.0}],
        retrofits=[{"cohort": "coal", "state": "efficiency", "max_gw": 1.0, "cost_cny_per_kw": 0.3,
                    "net_rate_change_g_per_kwh": -8.0}]),
    "thermal_commitment": lambda: plan(regions=HEATED, cohorts=[{
        **COAL, "must_run_share": 0.3, "must_run_heating_share": 0.5, "min_output_heating_share": 0.6}]),
    "thermal_ramps": lambda: plan(cohorts=[{**COAL, "ramp_share_per_h": 0.25}]),
    "thermal_free": lambda: plan(fuels=FUELS, cohorts=[{**peaker(), "own_use_share": 0.02, "availability_share": 0.9}]),
    "full_load_hours": lambda: plan(cohorts=[{**COAL, "max_full_load_hours": 2.0},
                                             coal("free", commitment=False, max_full_load_hours=1.0)]),
    "renewables": lambda: plan(renewables=[wind(existing_gw=1.0, own_use_share=0.01, capex_cny_per_kw=6.0) | {
        "potential_gw": 3.0, "variable_cost_cny_per_mwh": 1.0}]),
    "reservoirs": lambda: plan(reservoirs=[DAM]),
    "stores": lambda: plan(stores=[CELL]),
    "links_free": lambda: plan(links=[{
        "link": "line", "from": "outside", "to": "r", "capacity_gw": 0.6, "build_max_gw": 0.4, "capex_cny_per_kw": 2.0,
        "loss_share": 0.1, "min_flow_share": 0.2, "energy_min_twh": 0.0005, "energy_max_twh": 0.001,
        "price_cny_per_mwh": 100.0, "green_share": 0.5, "green_hydro_share": 0.4}]),
    "links_profile": lambda: plan(links=[{**EXPORT, "mode": "profile", "profile_tolerance_share": 0.1}]),
    "links_between_regions": lambda: small_case({
        "regions": [{"region": "r"}, {"region": "east"}], "cohorts": [coal(existing_gw=4.0)],
        "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}],
        "links": [{"link": "line", "from": "r", "to": "east", "capacity_gw": 2.0, "loss_share": 0.05}]}),
    "response": lambda: plan(response=[{"response": "shift", "kind": "shift"},
                                       {"response": "shed", "kind": "shed", "variable_cost_cny_per_mwh": 900.0}]),
    "quota": lambda: plan(
        regions=[{"region": "r", "certificate_cap_twh": 0.001, "certificate_price_cny_per_mwh": 5.0}], cohorts=[COAL],
        renewables=[wind(own_use_share=0.1), wind("river", 0.2, technology="hydro_ror", profile="river")],
        stores=[CELL], links=[{"link": "import", "from": "outside", "to": "r", "capacity_gw": 0.2, "loss_share": 0.1,
                               "green_share": 0.6, "green_hydro_share": 0.5}, EXPORT],
        policies=policies(("quota.renewable_consumption", 40.0, {}), ("quota.nonhydro_consumption", 30.0, {}))),
    "channel_share": lambda: plan(cohorts=[COAL], renewables=[wind()], links=[EXPORT], policies=policies(
        ("channel.renewable_share", 50.0, {"subject": "line"}))),
    "capacity_targets": lambda: plan(
        cohorts=[COAL], renewables=[wind()], stores=[CELL], reservoirs=[DAM],
        retrofits=[{"cohort": "coal", "state": "efficiency"}], response=[{"response": "shed", "kind": "shed"}],
        policies=policies(
            ("capacity.wind", 2.0, {}), ("capacity.coal", 3.0, {"sense": "max"}),
            ("storage.share_of_new_energy", 10.0, {}), ("storage.min_duration", 2.0, {}),
            ("retrofit.units.efficiency", 3.0, {}),
            ("retrofit.efficiency_capacity", 1.0, {}), ("demand_response.share_of_peak", 5.0, {}))),
    "energy_targets": lambda: plan(
        cohorts=[COAL], renewables=[wind()], stores=[CELL], policies=policies(
            ("coal.net_heat_rate", 300.0, {"sense": "max"}), ("coal.consumption_cap", 0.001, {"sense": "max"}),
            ("co2.cap", 0.003, {"sense": "max"}), ("utilisation.wind", 90.0, {}), ("utilisation.renewable", 90.0, {}),
            ("share.nonfossil_generation", 30.0, {}), ("generation.new_energy_to_thermal_ratio", 0.5, {}))),
    "adequacy": lambda: plan(
        cohorts=[COAL], renewables=[wind(credit_summer_share=0.05, credit_winter_share=0.1)], stores=[CELL],
        reservoirs=[DAM], links=[{**EXPORT, "firm_share": 0.5}], response=[{"response": "shed", "kind": "shed"}],
        policies=[target("reserve.margin", 12.0)]),
}
CASES |= merged("GOLDEN")


@pytest.mark.parametrize("subject", list(CASES))
def test_the_problem_is_the_stored_one(subject):
    text = lp_text(compile_problem(build_model(CASES[subject](), axis_of(3))))
    assert text == stored(subject, text), f"{subject} has changed; see the head of this file"


def test_the_problem_of_a_window_is_the_stored_one():
    text = lp_text(compile_problem(build_model(
        plan(cohorts=[{**COAL, "ramp_share_per_h": 0.25}], stores=[CELL], reservoirs=[DAM]),
        hours_of(0, 1, 2, cyclic=False))))
    assert text == stored("window", text), "window has changed; see the head of this file"


def test_every_family_is_in_a_stored_text():
    families = {name.split(".")[-1] for name in compile_problem(build_model(rich_case(), axis_of(24))).row_families}
    texts = "\n".join(path.read_text(encoding="utf-8") for path in STORED.glob("*.lp"))
    missing = {name for name in families if not name.startswith("policy_") and f"\n{name}[0]:" not in texts}
    assert missing <= {"account_solar_gross"}


def stored(subject: str, text: str) -> str:
    """The text stored for a subject; where texts are to be refreshed, ``text`` is stored first."""
    path = STORED / f"{subject}.lp"
    if os.environ.get("GRIDPLAN_REFRESH_LP"):
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no text stored for {subject}; see the head of this file"
    return path.read_text(encoding="utf-8")
