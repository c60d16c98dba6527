"""District heat: heat-and-power units, boilers, heat pumps and heat stores."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.support.effects import DOWN, UP, VALLEY, Base, Effect
from tests.support.rows import FUELS, coal, peaker, target
from tests.support.small_case import small_case

NEUTRAL: dict[str, dict[str, Any]] = {
    "heat_demand": {"profile": "heat", "unserved_cost_cny_per_mwh": 5000.0},
    "chp": {"state": "as_is", "mode": "extraction", "heat_gwth_per_gw": 1.0, "power_loss": 0.2, "power_floor": 0.5},
    "heat_sources": {"kind": "electric_boiler", "capex_cny_per_kw": 0.0, "life_years": 10.0,
                     "fixed_cost_cny_per_kw_a": 0.0, "variable_cost_cny_per_mwh": 0.0, "efficiency": 1.0},
    "heat_stores": {"hours": 4.0, "capex_cny_per_kwh": 0.0, "life_years": 10.0, "fixed_cost_cny_per_kwh_a": 0.0,
                    "standing_loss_share_per_h": 0.0},
}

PJ_PER_GW = 8.76 * 3.6
"""Energy of one GW of heat all year, PJ: with it a profile of mean 1 is in GW."""


def demand(mean_gw: float = 0.5, **columns: Any) -> dict[str, Any]:
    """Heat demand of "r" of a mean, GW of heat."""
    return {"region": "r", "energy_pj": mean_gw * PJ_PER_GW, **columns}


_UNIT = coal(existing_gw=1.0, own_use_share=0.05, min_output_share=0.4, no_load_share=0.08,
             variable_cost_cny_per_mwh=10.0)
_PRICED = {"region": "r", "co2_price_cny_per_t": 100.0}
_HEAT = {"heat": [1.4, 0.6, 1.0, 1.0]}
_TWO_FUELS = [*FUELS, {"fuel": "straw", "price_cny_per_tce": 400.0}]

UNITS = Base({"fuels": FUELS, "cohorts": [_UNIT, peaker()], "heat_demand": [demand()], "chp": [{"cohort": "coal"}]},
             VALLEY, profiles=_HEAT)
TWO_COHORTS = Base({**UNITS.tables, "cohorts": [coal("coal", 0.9), coal("small", 0.1), peaker()]}, VALLEY,
                   profiles=_HEAT)
TWO_STATES = Base({**UNITS.tables, "retrofits": [{"cohort": "coal", "state": "heating", "max_gw": 0.3}]}, VALLEY,
                  profiles=_HEAT)
TRADED = Base({**UNITS.tables, "regions": [_PRICED]}, VALLEY, profiles=_HEAT)
BOILER = {"heat_source": "boiler", "kind": "coal_boiler", "fuel": "coal", "existing_gwth": 0.2, "build_max_gwth": 0.1,
          "capex_cny_per_kw": 0.1, "fixed_cost_cny_per_kw_a": 0.01, "variable_cost_cny_per_mwh": 10.0,
          "efficiency": 0.8}
BOILERS = Base({"fuels": _TWO_FUELS, "cohorts": [coal()], "heat_demand": [demand()], "heat_sources": [BOILER]},
               profiles=_HEAT)
PUMPS = Base({"cohorts": [coal(existing_gw=2.0)], "heat_demand": [demand()], "heat_sources": [
    {"heat_source": "pump", "kind": "heat_pump", "existing_gwth": 0.8, "efficiency": 2.5, "cop_profile": "cop"}]},
    profiles={**_HEAT, "cop": [1.0], "frost": [0.7]})
TANK = {"heat_store": "tank", "existing_gwh": 0.2, "build_max_gwh": 0.4, "hours": 1.0, "capex_cny_per_kwh": 0.05,
        "fixed_cost_cny_per_kwh_a": 0.01, "standing_loss_share_per_h": 0.01}
TANKS = Base({"cohorts": [coal()], "heat_demand": [demand()], "heat_stores": [TANK],
              "heat_sources": [{"heat_source": "boiler", "existing_gwth": 0.55}]}, (0.4,), profiles=_HEAT)
_EAST = [{"region": "r"}, {"region": "east"}]
_BOTH = [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}]
REGIONS = Base({"regions": _EAST, "demand": _BOTH, "cohorts": [coal(existing_gw=3.0)], "heat_demand": [demand()],
                "heat_sources": [{"heat_source": "boiler", "existing_gwth": 0.6}],
                "heat_stores": [{**TANK, "capex_cny_per_kwh": 0.0}]}, profiles={"heat": [2.0, 0.4, 0.8, 0.8]})

EFFECTS: dict[str, Effect] = {
    "heat_demand.region": Effect(REGIONS, "r", "east", UP),
    "heat_demand.energy_pj": Effect(UNITS, 0.4 * PJ_PER_GW, 0.5 * PJ_PER_GW, UP),
    "heat_demand.profile": Effect(Base(BOILERS.tables, profiles={**_HEAT, "peaky": [2.0, 0.0]}), "heat", "peaky", UP),
    "heat_demand.unserved_cost_cny_per_mwh": Effect(BOILERS, 2000.0, 4000.0, UP),
    "chp.cohort": Effect(TWO_COHORTS, "coal", "small", UP),
    "chp.state": Effect(TWO_STATES, "as_is", "heating", UP),
    "chp.mode": Effect(UNITS, "extraction", "back_pressure", UP),
    "chp.heat_gwth_per_gw": Effect(UNITS, 0.5, 1.0, DOWN),
    "chp.power_loss": Effect(UNITS, 0.1, 0.2, UP),
    "chp.power_floor": Effect(UNITS, 0.3, 0.6, UP),
    "chp.co2_benchmark_t_per_gj": Effect(TRADED, 0.0, 0.1, DOWN),
    "heat_sources.region": Effect(REGIONS, "r", "east", UP),
    "heat_sources.kind": Effect(BOILERS, "coal_boiler", "electric_boiler", UP),
    "heat_sources.fuel": Effect(BOILERS, "straw", "coal", UP),
    "heat_sources.existing_gwth": Effect(BOILERS, 0.1, 0.2, DOWN),
    "heat_sources.build_max_gwth": Effect(BOILERS, 0.1, 0.2, DOWN),
    "heat_sources.capex_cny_per_kw": Effect(BOILERS, 0.1, 0.2, UP),
    "heat_sources.life_years": Effect(BOILERS, 5.0, 10.0, DOWN),
    "heat_sources.fixed_cost_cny_per_kw_a": Effect(BOILERS, 0.01, 0.02, UP),
    "heat_sources.variable_cost_cny_per_mwh": Effect(BOILERS, 10.0, 20.0, UP),
    "heat_sources.efficiency": Effect(BOILERS, 0.8, 0.9, DOWN),
    "heat_sources.cop_profile": Effect(PUMPS, "cop", "frost", UP),
    "heat_stores.region": Effect(REGIONS, "r", "east", UP),
    "heat_stores.existing_gwh": Effect(TANKS, 0.0, 0.1, DOWN),
    "heat_stores.build_max_gwh": Effect(Base({**TANKS.tables, "heat_stores": [{**TANK, "existing_gwh": 0.0}]}, (0.4,),
                                            profiles=_HEAT), 0.05, 0.1, DOWN),
    "heat_stores.hours": Effect(Base({**TANKS.tables, "heat_stores": [{**TANK, "build_max_gwh": 0.0}]}, (0.4,),
                                    profiles=_HEAT), 1.0, 4.0, UP),
    "heat_stores.capex_cny_per_kwh": Effect(Base({**TANKS.tables, "heat_stores": [{**TANK, "existing_gwh": 0.0}]},
                                                (0.4,), profiles=_HEAT), 0.05, 0.1, UP),
    "heat_stores.life_years": Effect(Base({**TANKS.tables, "heat_stores": [{**TANK, "existing_gwh": 0.0}]}, (0.4,),
                                         profiles=_HEAT), 5.0, 10.0, DOWN),
    "heat_stores.fixed_cost_cny_per_kwh_a": Effect(TANKS, 0.01, 0.02, UP),
    "heat_stores.standing_loss_share_per_h": Effect(TANKS, 0.01, 0.05, UP),
}

_LABEL = "a name, shown in results"
_YEAR = "says which planning year the row is for; rows are chosen before the model is built (tests/case)"
NO_EFFECT: dict[str, str] = {
    **{f"{table}.{column}": _LABEL for table in ("heat_sources", "heat_stores") for column in ("name_zh", "name_en")},
    **{f"{table}.year": _YEAR for table in ("heat_demand", "chp", "heat_sources", "heat_stores")},
    "heat_demand.hot_water_share": "shapes a generated series before the model sees it (tests/profiles, tests/case)",
    "heat_sources.heat_source": "a label by which results refer to this one",
    "heat_stores.heat_store": "a label by which results refer to this one",
}

_RATE = [target("coal.net_heat_rate", 300.0, sense="max"),
         {**target("coal.consumption_cap", 0.01, sense="max"), "policy": "cap"},
         {**target("co2.cap", 0.03, sense="max"), "policy": "co2"},
         {**target("quota.renewable_consumption", 10.0), "policy": "quota"}]

GOLDEN = {
    "heat": lambda: small_case({
        "regions": [_PRICED], "fuels": FUELS, "policies": _RATE, "heat_demand": [demand()],
        "cohorts": [{**_UNIT, "co2_benchmark_t_per_mwh": 0.8}, {**_UNIT, "cohort": "back"}],
        "chp": [{"cohort": "coal", "co2_benchmark_t_per_gj": 0.1}, {"cohort": "back", "mode": "back_pressure"}],
        "heat_sources": [BOILER, {"heat_source": "pump", "kind": "heat_pump", "build_max_gwth": 0.3,
                                  "efficiency": 2.5, "cop_profile": "cop", "capex_cny_per_kw": 1.0}],
        "heat_stores": [TANK]}, {"heat": [1.5, 0.0, 1.5], "cop": [1.2, 1.0, 0.8]}, load_gw=[1.0, 2.0, 1.5]),
    "heat_at_peak": lambda: small_case({
        "fuels": FUELS, "policies": [target("reserve.margin_winter", 10.0)], "heat_demand": [demand()],
        "cohorts": [_UNIT, {**_UNIT, "cohort": "back"}],
        "chp": [{"cohort": "coal"}, {"cohort": "back", "mode": "back_pressure"}],
        "heat_sources": [BOILER, {"heat_source": "pump", "kind": "heat_pump", "build_max_gwth": 0.3,
                                  "efficiency": 2.5}],
        "heat_stores": [TANK]}, {"heat": [1.0]}),
}

RICH: dict[str, list[dict[str, Any]]] = {
    "heat_demand": [demand(0.6)],
    "cohorts": [{"cohort": "back", "existing_gw": 0.2, "net_rate_g_per_kwh": 320.0, "own_use_share": 0.07,
                 "min_output_share": 0.3, "availability_share": 0.9, "unit_mw": 100.0}],
    "retrofits": [{"cohort": "back", "state": "back_pressure", "cost_cny_per_kw": 0.2}],
    "chp": [{"cohort": "old", "co2_benchmark_t_per_gj": 0.1},
            {"cohort": "old", "state": "flexibility", "power_floor": 0.3, "co2_benchmark_t_per_gj": 0.1},
            {"cohort": "back", "state": "back_pressure", "mode": "back_pressure", "power_loss": 0.15}],
    "heat_sources": [
        {"heat_source": "coal_boiler", "kind": "coal_boiler", "fuel": "coal", "existing_gwth": 0.3, "efficiency": 0.85,
         "fixed_cost_cny_per_kw_a": 0.02, "variable_cost_cny_per_mwh": 10.0},
        {"heat_source": "electric_boiler", "build_max_gwth": 0.2, "capex_cny_per_kw": 0.2, "efficiency": 0.98},
        {"heat_source": "heat_pump", "kind": "heat_pump", "build_max_gwth": 0.2, "efficiency": 2.5,
         "capex_cny_per_kw": 0.4, "cop_profile": "cop"}],
    "heat_stores": [{"heat_store": "tank", "existing_gwh": 0.4, "build_max_gwh": 1.0, "hours": 6.0,
                     "capex_cny_per_kwh": 0.05, "fixed_cost_cny_per_kwh_a": 0.01,
                     "standing_loss_share_per_h": 0.002}],
}

_HOURS = np.arange(24)
RICH_PROFILES = {
    "heat": np.where(_HOURS == 13, 0.0, 1.0 + 0.3 * np.cos((_HOURS - 5) * np.pi / 12)),
    "cop": 1.0 + 0.1 * np.sin((_HOURS - 9) * np.pi / 12),
}
