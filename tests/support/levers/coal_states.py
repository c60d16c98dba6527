"""Captive regulation, co-firing, capture; targets on new coal and captive plants; coal rate of one cohort."""

from __future__ import annotations

import numpy as np

from tests.support.effects import DOWN, UP, Base, Effect
from tests.support.rows import coal, peaker, target, wind

THREE_FUELS = [{"fuel": "coal", "is_coal": True}, {"fuel": "gas", "co2_t_per_tce": 1.63},
               {"fuel": "straw", "price_cny_per_tce": 600.0, "co2_t_per_tce": 0.0}]

RICH = {
    "fuels": [{"fuel": "straw", "price_cny_per_tce": 900.0, "co2_t_per_tce": 0.0}],
    "cohorts": [{"cohort": "works", "existing_gw": 0.6, "retire_max_gw": 0.1, "captive": True, "in_coal_rate": False,
                 "must_run_share": 0.7, "min_output_share": 0.4, "own_use_share": 0.07}],
    "retrofits": [
        {"cohort": "works", "state": "captive_regulation", "cost_cny_per_kw": 0.1, "must_run_share": 0.4,
         "must_run_heating_share": 0.5},
        {"cohort": "east_coal", "state": "biomass_cofiring", "cost_cny_per_kw": 0.2, "cofiring_fuel": "straw",
         "cofiring_share": 0.2},
        {"cohort": "east_coal", "state": "ccus", "cost_cny_per_kw": 0.3, "net_rate_change_g_per_kwh": 40.0,
         "own_use_share_change": 0.05, "capture_share": 0.5, "capture_cost_cny_per_t": 100.0},
    ],
    "policies": [
        {"policy": metric, "metric": metric, "value": value, "slack_price": 50.0, **more}
        for metric, value, more in (
            ("coal.new_build_ceiling", 1.5, {"sense": "max"}), ("captive.replaced_capacity", 0.05, {}),
            ("captive.regulated_capacity", 0.2, {}), ("coal.captive_plant_retained_share", 95.0, {"sense": "max"}),
            ("ccus.thermal_unit_capture_demo", 0.0001, {"region": "east"}),
            ("coal.cohort_net_heat_rate", 290.0, {"sense": "max", "subject": "new"}),
        )] + [{"policy": "gas_rate", "metric": "coal.cohort_net_heat_rate", "subject": "gas", "value": 190.0,
               "sense": "max", "slack_price": 50.0}],
}

_STATE = {"cohort": "coal", "cost_cny_per_kw": 0.1, "life_years": 10.0}
CAPTIVE = Base({
    "regions": [{"region": "r", "heating_months": "1"}],
    "cohorts": [coal(existing_gw=1.0, captive=True, must_run_share=0.8, min_output_share=0.5), peaker(cost=10.0)],
    "fuels": THREE_FUELS,
    "retrofits": [{**_STATE, "cost_cny_per_kw": 0.0, "state": "captive_regulation", "must_run_share": 0.3}]})
FIRED = Base({"cohorts": [coal(existing_gw=1.0)], "fuels": THREE_FUELS, "retrofits": [
    {**_STATE, "state": "biomass_cofiring", "cofiring_fuel": "straw", "cofiring_share": 0.2}]})
CAUGHT = Base({"regions": [{"region": "r", "co2_price_cny_per_t": 300.0}], "fuels": THREE_FUELS,
               "cohorts": [coal(existing_gw=1.0, own_use_share=0.05), peaker()], "retrofits": [
    {**_STATE, "state": "ccus", "capture_share": 0.5, "capture_cost_cny_per_t": 20.0}]})

EFFECTS = {
    "retrofits.must_run_share": Effect(CAPTIVE, 0.6, 0.3, DOWN),
    "retrofits.must_run_heating_share": Effect(CAPTIVE, np.nan, 0.7, UP),
    "retrofits.own_use_share_change": Effect(CAUGHT, 0.0, 0.1, UP),
    "retrofits.cofiring_fuel": Effect(FIRED, "straw", "gas", UP),
    "retrofits.cofiring_share": Effect(FIRED, 0.1, 0.3, DOWN),
    "retrofits.capture_share": Effect(CAUGHT, 0.5, 0.9, DOWN),
    "retrofits.capture_cost_cny_per_t": Effect(CAUGHT, 20.0, 50.0, UP),
}


def _plan(**tables):
    from tests.support.small_case import small_case

    return small_case({"fuels": THREE_FUELS, **tables}, load_gw=[1.0, 2.0, 1.5])


def _asked(*rows):
    return [target(metric, value, **more) | {"policy": f"target_{n}"} for n, (metric, value, more) in enumerate(rows)]


GOLDEN = {
    "captive_regulation": lambda: _plan(
        cohorts=[coal(existing_gw=2.0, retire_max_gw=0.5, captive=True, must_run_share=0.8, min_output_share=0.5)],
        retrofits=[{"cohort": "coal", "state": "captive_regulation", "must_run_share": 0.3}],
        policies=_asked(("captive.replaced_capacity", 0.2, {}), ("captive.regulated_capacity", 0.5, {}),
                        ("coal.captive_plant_retained_share", 80.0, {"sense": "max"}),
                        ("coal.new_build_ceiling", 0.0, {"sense": "max"}))),
    "cofiring_and_capture": lambda: _plan(
        regions=[{"region": "r", "co2_price_cny_per_t": 100.0}],
        cohorts=[coal(existing_gw=2.0, own_use_share=0.05, no_load_share=0.08, min_output_share=0.4)],
        retrofits=[{"cohort": "coal", "state": "biomass_cofiring", "cofiring_fuel": "straw", "cofiring_share": 0.2},
                   {"cohort": "coal", "state": "ccus", "capture_share": 0.5, "capture_cost_cny_per_t": 100.0,
                    "own_use_share_change": 0.05, "net_rate_change_g_per_kwh": 40.0}],
        policies=_asked(("coal.consumption_cap", 0.001, {"sense": "max"}), ("co2.cap", 0.003, {"sense": "max"}),
                        ("ccus.thermal_unit_capture_demo", 0.0005, {}))),
    "cohort_coal_rate": lambda: _plan(
        cohorts=[coal(existing_gw=2.0, no_load_share=0.08, min_output_share=0.4), coal("free", commitment=False)],
        renewables=[wind()],
        policies=_asked(("coal.cohort_net_heat_rate", 290.0, {"sense": "max", "subject": "coal"}),
                        ("coal.cohort_net_heat_rate", 280.0, {"sense": "max", "subject": "free"}))),
}
