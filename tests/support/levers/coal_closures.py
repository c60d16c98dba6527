"""Life extension, emergency reserve, equal-capacity replacement."""

from __future__ import annotations

from tests.support.effects import DOWN, UP, Base, Effect
from tests.support.rows import FUELS, coal, peaker

NEUTRAL = {
    "life_extension": {"cost_cny_per_kw": 0.0, "life_years": 10.0},
    "emergency_reserve": {"fixed_cost_cny_per_kw_a": 0.0, "max_full_load_hours": 300.0, "call_cost_cny_per_mwh": 0.0,
                          "rate_penalty_g_per_kwh": 0.0, "capacity_price_cny_per_kw_a": 0.0},
    "capacity_price": {"cny_per_kw_a": 0.0},
}

RICH = {
    "life_extension": [{"cohort": "old", "expiring_gw": 0.5, "extension_max_gw": 0.3, "cost_cny_per_kw": 0.2}],
    "emergency_reserve": [{"cohort": "old", "fixed_cost_cny_per_kw_a": 0.05, "max_full_load_hours": 3.0,
                           "call_cost_cny_per_mwh": 50.0, "rate_penalty_g_per_kwh": 10.0},
                          {"cohort": "spare", "max_full_load_hours": 2.0}],
    "cohorts": [{"cohort": "spare", "existing_gw": 0.4, "retire_max_gw": 0.4},
                {"cohort": "idle", "existing_gw": 0.2, "retire_max_gw": 0.2}],
    "replacement": [{"cohort": "new", "retired_per_built": 0.5}],
}

_OLD = coal(existing_gw=1.0, retire_max_gw=0.4)
EXPIRING = Base({"fuels": FUELS, "cohorts": [_OLD, peaker()],
                 "life_extension": [{"cohort": "coal", "expiring_gw": 0.4, "extension_max_gw": 0.2,
                                     "cost_cny_per_kw": 1.0}]})
KEPT = Base({"fuels": FUELS, "cohorts": [_OLD, coal("other", 0.0), peaker()],
             "life_extension": [{"cohort": "coal", "expiring_gw": 0.4, "extension_max_gw": 0.0}],
             "emergency_reserve": [{"cohort": "coal", "max_full_load_hours": 2.0}]})
REPLACING = Base({"fuels": FUELS, "cohorts": [
    coal("new", 0.0, technology="coal_usc_new", build_max_gw=1.0, net_rate_g_per_kwh=200.0),
    coal("old", 1.0, retire_max_gw=0.4), coal("free", 0.0, build_max_gw=1.0, net_rate_g_per_kwh=400.0), peaker()],
    "replacement": [{"cohort": "new"}]}, (0.8,))

EFFECTS = {
    "life_extension.cohort": Effect(Base({**EXPIRING.tables, "cohorts": [
        _OLD, coal("cheap", 1.0, retire_max_gw=0.4, net_rate_g_per_kwh=100.0), peaker()]}, (2.0,)),
        "coal", "cheap", UP),
    "life_extension.expiring_gw": Effect(EXPIRING, 0.2, 0.4, UP),
    "life_extension.extension_max_gw": Effect(EXPIRING, 0.2, 0.4, DOWN),
    "life_extension.cost_cny_per_kw": Effect(EXPIRING, 1.0, 2.0, UP),
    "life_extension.life_years": Effect(EXPIRING, 10.0, 20.0, DOWN),
    "emergency_reserve.cohort": Effect(KEPT, "coal", "other", UP),
    "emergency_reserve.max_gw": Effect(KEPT, 0.1, 0.3, DOWN),
    "emergency_reserve.fixed_cost_cny_per_kw_a": Effect(KEPT, 0.1, 0.5, UP),
    "emergency_reserve.max_full_load_hours": Effect(KEPT, 1.0, 2.0, DOWN),
    "emergency_reserve.call_cost_cny_per_mwh": Effect(KEPT, 0.0, 100.0, UP),
    "emergency_reserve.rate_penalty_g_per_kwh": Effect(KEPT, 0.0, 20.0, UP),
    "replacement.cohort": Effect(REPLACING, "new", "free", DOWN),
    "replacement.retired_per_built": Effect(REPLACING, 1.0, 2.0, UP),
    "replacement.from": Effect(Base({**REPLACING.tables, "cohorts": [
        *REPLACING.tables["cohorts"], coal("young", 0.2)]}, (0.8,)), "old", "young", UP),
}

NO_EFFECT = {
    **{f"{table}.year": "says which planning year the row is for; chosen before the model is built (tests/case)"
       for table in ("life_extension", "emergency_reserve", "replacement", "capacity_price")},
    "emergency_reserve.capacity_price_cny_per_kw_a": "a transfer, in cost recovery only (tests/levers)",
    **{f"capacity_price.{column}": "a transfer, in cost recovery only (tests/levers/test_capacity_price.py)"
       for column in ("region", "technology", "cny_per_kw_a", "longest_net_peak_hours")},
}


def _plan(**tables):
    from tests.support.small_case import small_case

    return small_case({"fuels": FUELS, **tables}, load_gw=[1.0, 2.0, 1.5])


_UNIT = {"own_use_share": 0.05, "availability_share": 0.9}
GOLDEN = {
    "life_extension": lambda: _plan(cohorts=[coal(existing_gw=2.0, retire_max_gw=0.5)], life_extension=[
        {"cohort": "coal", "expiring_gw": 0.5, "extension_max_gw": 0.3, "cost_cny_per_kw": 5.0}]),
    "emergency_reserve": lambda: _plan(
        cohorts=[coal(existing_gw=2.0, retire_max_gw=0.5, **_UNIT)],
        emergency_reserve=[{"cohort": "coal", "fixed_cost_cny_per_kw_a": 1.0, "max_full_load_hours": 2.0,
                            "call_cost_cny_per_mwh": 100.0, "rate_penalty_g_per_kwh": 15.0}],
        policies=[{"policy": "cap", "metric": "coal.consumption_cap", "value": 0.001, "sense": "max"},
                  {"policy": "margin", "metric": "reserve.margin", "value": 12.0}]),
    "replacement": lambda: _plan(
        cohorts=[coal("old", 2.0, retire_max_gw=0.5), coal("kept", 1.0, retire_max_gw=0.4),
                 coal("new", 0.0, technology="coal_usc_new", build_max_gw=1.0)],
        emergency_reserve=[{"cohort": "kept"}],
        replacement=[{"cohort": "new", "retired_per_built": 1.25}]),
}
