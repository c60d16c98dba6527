"""Hybrid pumps, concentrating solar, local networks, repowering, groups of stores and paired storage."""

from __future__ import annotations

from typing import Any

from tests.support.effects import DOWN, UP, Base, Effect
from tests.support.rows import coal, target, wind
from tests.support.small_case import small_case

LABEL = "a name, shown in results"
WHICH_ROW = "says which planning year the row is for; rows are chosen before the model is built (tests/case)"
KEY = "a label by which other rows refer to this one"

NEUTRAL: dict[str, dict[str, Any]] = {
    "connection": {"capex_cny_per_kw": 0.0, "life_years": 10.0},
    "repowering": {"growth": 1.0, "capex_cny_per_kw": 0.0, "life_years": 10.0},
    "hybrid_pumps": {"reservoir": "dam", "lower_hours": 10.0, "capex_cny_per_kw": 0.0, "life_years": 10.0,
                     "fixed_cost_cny_per_kw_a": 0.0, "pump_efficiency_share": 1.0, "availability_share": 1.0},
}

RICH = {
    "renewables": [
        {"renewable": "old_wind", "existing_gw": 0.6, "potential_gw": 0.6, "own_use_share": 0.01},
        {"renewable": "roofs", "technology": "solar_distributed", "profile": "sun", "existing_gw": 1.0,
         "potential_gw": 2.0, "capex_cny_per_kw": 3.0},
    ],
    "connection": [{"renewable": "roofs", "connection_gw": 0.6, "build_max_gw": 0.4, "capex_cny_per_kw": 0.5}],
    "repowering": [{"renewable": "old_wind", "to": "wind", "max_gw": 0.4, "growth": 1.5, "capex_cny_per_kw": 4.0}],
    "reservoirs": [{"reservoir": "salt", "technology": "solar_thermal", "existing_gw": 0.1, "potential_gw": 0.3,
                    "inflow_profile": "field", "annual_hours": 3000.0, "storage_hours": 10.0, "capex_cny_per_kw": 15.0,
                    "own_use_share": 0.1, "availability_share": 0.92, "credit_summer_share": 0.7}],
    "hybrid_pumps": [{"hybrid_pump": "lift", "existing_gw": 0.1, "build_max_gw": 0.2, "capex_cny_per_kw": 4.0,
                      "pump_efficiency_share": 0.78, "availability_share": 0.95, "fixed_cost_cny_per_kw_a": 0.04}],
    "store_groups": [{"group": "shared", "stores": "cell pumped", "min_gw": 0.8, "max_gw": 2.5, "min_gwh": 4.0,
                      "max_gwh": 14.0}],
    "paired_storage": [{"store": "cell", "counted_share": 0.8}],
    "paired_builds": [{"renewable": "wind", "bound_share": 0.5}],
    "policies": [{"policy": "storage.share_of_new_build", "metric": "storage.share_of_new_build", "value": 10.0,
                  "slack_price": 200.0}],
}
RICH_PROFILES = {"field": [0.0] * 7 + [0.5, 1.0, 1.2, 1.3, 1.3, 1.2, 1.1, 1.0, 0.8, 0.3] + [0.0] * 7}

# -- bases of the effects ------------------------------------------------------------------------------------------

VALLEY = (0.2, 0.2, 1.4, 1.4)
_DAM = {"reservoir": "dam", "existing_gw": 1.0, "annual_hours": 2190.0, "storage_hours": 10.0}
_LIFT = {"hybrid_pump": "lift", "existing_gw": 0.1, "build_max_gw": 0.3, "capex_cny_per_kw": 0.1,
         "fixed_cost_cny_per_kw_a": 0.01, "pump_efficiency_share": 0.8, "lower_hours": 2.0,
         "availability_share": 0.9}
# 1.2 GW of wind in the valley, where 0.2 GW are wanted; in the evening the turbines lack water, not power.
LIFT = Base({"renewables": [wind(existing_gw=1.2)], "reservoirs": [_DAM], "hybrid_pumps": [_LIFT]}, VALLEY,
            {"wind": [1.0, 1.0, 0.0, 0.0], "inflow": [1.0]})
SHALLOW = Base({**LIFT.tables, "hybrid_pumps": [{**_LIFT, "build_max_gw": 0.0, "existing_gw": 0.4}]}, VALLEY,
               LIFT.profiles)
TWO_DAMS = Base({**LIFT.tables, "reservoirs": [_DAM, {**_DAM, "reservoir": "brook", "existing_gw": 0.01}]}, VALLEY,
                LIFT.profiles)
TWO_PLACES = Base({**LIFT.tables, "regions": [{"region": "r"}, {"region": "east"}], "demand": [
    {"region": "r", "energy_twh": 4.0}, {"region": "east", "energy_twh": 4.0}]}, VALLEY, LIFT.profiles)
ROOFS = Base({"cohorts": [coal()], "renewables": [wind(existing_gw=1.0)], "connection": [
    {"renewable": "wind", "connection_gw": 0.3, "build_max_gw": 0.1, "capex_cny_per_kw": 1.0}]}, hours=4,
    profiles={"wind": [0.8]})
_OLD, _NEW = wind("old", 0.5, profile="calm"), wind("new", 0.1)
REPOWER = Base({"cohorts": [coal()], "renewables": [_OLD, _NEW, wind("worse", 0.1, profile="calm")], "repowering": [
    {"renewable": "old", "to": "new", "max_gw": 0.2, "growth": 1.5, "capex_cny_per_kw": 0.5}]},
    profiles={"wind": [0.5], "calm": [0.1]})
REPOWER_TWO = Base({**REPOWER.tables, "renewables": [_OLD, _NEW, wind("older", 0.5, profile="calmer")]},
                   profiles={"wind": [0.5], "calm": [0.1], "calmer": [0.05]})
_CELL = {"store": "cell", "existing_gw": 0.1, "existing_hours": 1.0, "build_max_gw": 1.0, "hours_min": 1.0,
         "hours_max": 4.0, "capex_power_cny_per_kw": 0.5, "capex_energy_cny_per_kwh": 0.5}
_TANK = {**_CELL, "store": "tank", "capex_power_cny_per_kw": 5.0}
IDLE = Base({"cohorts": [coal()], "stores": [_CELL, _TANK], "store_groups": [
    {"group": "shared", "stores": "cell tank"}]})
# Wind in two hours, none in the next two: storage pays, and the ceiling keeps it out.
BUSY = Base({"renewables": [wind(existing_gw=3.0)], "stores": [_CELL, _TANK], "store_groups": [
    {"group": "shared", "stores": "cell"}]}, profiles={"wind": [1.0, 1.0, 0.0, 0.0]})
GROUPED = Base({**IDLE.tables, "store_groups": [{"group": "shared", "stores": "cell", "min_gw": 1.0}]})
PAIRED = Base({"cohorts": [coal()], "renewables": [wind(existing_gw=2.0), wind("other", 1.0)],
               "stores": [_CELL, _TANK], "paired_storage": [{"store": "cell", "counted_share": 0.5}],
               "policies": [target("storage.share_of_new_energy", 10.0)]})
PAIRED_BUILDS = Base({
    "renewables": [wind(existing_gw=0.0, potential_gw=3.0), wind("other", 0.0)], "cohorts": [coal(existing_gw=0.5)],
    "stores": [{**_CELL, "existing_gw": 0.0}], "paired_builds": [{"renewable": "wind", "bound_share": 0.5}],
    "policies": [target("storage.share_of_new_build", 20.0)]})

EFFECTS = {
    "hybrid_pumps.existing_gw": Effect(LIFT, 0.1, 0.2, DOWN),
    "hybrid_pumps.build_max_gw": Effect(LIFT, 0.2, 0.3, DOWN),
    "hybrid_pumps.capex_cny_per_kw": Effect(LIFT, 0.1, 0.2, UP),
    "hybrid_pumps.life_years": Effect(LIFT, 10.0, 20.0, DOWN),
    "hybrid_pumps.fixed_cost_cny_per_kw_a": Effect(LIFT, 0.01, 0.02, UP),
    "hybrid_pumps.pump_efficiency_share": Effect(LIFT, 0.7, 0.8, DOWN),
    "hybrid_pumps.availability_share": Effect(LIFT, 0.8, 0.9, DOWN),
    "hybrid_pumps.lower_hours": Effect(SHALLOW, 0.5, 2.0, DOWN),
    "hybrid_pumps.reservoir": Effect(TWO_DAMS, "dam", "brook", UP),
    "connection.connection_gw": Effect(ROOFS, 0.3, 0.4, DOWN),
    "connection.build_max_gw": Effect(ROOFS, 0.1, 0.2, DOWN),
    "connection.capex_cny_per_kw": Effect(ROOFS, 0.5, 1.0, UP),
    "connection.life_years": Effect(ROOFS, 10.0, 20.0, DOWN),
    "connection.renewable": Effect(Base({**ROOFS.tables, "renewables": [wind(), wind("other", 0.1)]},
                                        profiles=ROOFS.profiles), "wind", "other", DOWN),
    "repowering.renewable": Effect(REPOWER_TWO, "old", "older", DOWN),
    "repowering.to": Effect(REPOWER, "new", "worse", UP),
    "repowering.max_gw": Effect(REPOWER, 0.2, 0.3, DOWN),
    "repowering.growth": Effect(REPOWER, 1.5, 2.0, DOWN),
    "repowering.capex_cny_per_kw": Effect(REPOWER, 0.5, 0.6, UP),
    "repowering.life_years": Effect(REPOWER, 10.0, 20.0, DOWN),
    "store_groups.stores": Effect(GROUPED, "cell", "tank", UP),
    "store_groups.min_gw": Effect(IDLE, 0.5, 1.0, UP),
    "store_groups.min_gwh": Effect(IDLE, 1.0, 2.0, UP),
    "store_groups.max_gw": Effect(BUSY, 0.4, 0.6, DOWN),
    "store_groups.max_gwh": Effect(BUSY, 0.4, 0.6, DOWN),
    "paired_storage.store": Effect(PAIRED, "tank", "cell", UP),
    "paired_storage.counted_share": Effect(PAIRED, 0.5, 0.8, DOWN),
    "paired_builds.renewable": Effect(PAIRED_BUILDS, "other", "wind", DOWN),
    "paired_builds.bound_share": Effect(PAIRED_BUILDS, 0.5, 1.0, UP),
    "reservoirs.technology": Effect(Base({
        "cohorts": [coal()], "reservoirs": [{"reservoir": "salt", "existing_gw": 0.3, "annual_hours": 3000.0}],
        "policies": [target("quota.nonhydro_consumption", 20.0)]}), "hydro_reservoir", "solar_thermal", DOWN),
}
NO_EFFECT = {
    **{f"{table}.name_{lang}": LABEL for table in ("hybrid_pumps", "store_groups") for lang in ("zh", "en")},
    **{f"{table}.year": WHICH_ROW for table in ("hybrid_pumps", "connection", "repowering", "store_groups",
                                                 "paired_storage", "paired_builds")},
    "hybrid_pumps.hybrid_pump": KEY, "store_groups.group": KEY,
    "hybrid_pumps.region": "is the region of the reservoir, which a rule sees to (tests/levers)",
}

# -- stored problems -----------------------------------------------------------------------------------------------

LOAD = [1.0, 2.0, 1.5]


def _plan(**tables: Any) -> Any:
    return small_case(tables, {"wind": [0.5, 0.2, 0.8], "inflow": [2.0, 1.0, 0.0], "calm": [0.1]}, load_gw=LOAD)


GOLDEN = {
    "hybrid_pumps": lambda: _plan(
        reservoirs=[{"reservoir": "dam", "existing_gw": 0.5, "annual_hours": 4000.0, "storage_hours": 20.0,
                     "min_output_share": 0.1, "own_use_share": 0.01}, {"reservoir": "brook", "existing_gw": 0.1}],
        hybrid_pumps=[{"hybrid_pump": "lift", "existing_gw": 0.1, "build_max_gw": 0.2, "capex_cny_per_kw": 4.0,
                       "pump_efficiency_share": 0.78, "availability_share": 0.95, "fixed_cost_cny_per_kw_a": 0.04}],
        policies=[target("quota.renewable_consumption", 30.0)]),
    "solar_thermal": lambda: _plan(
        cohorts=[coal(existing_gw=2.0)],
        reservoirs=[{"reservoir": "salt", "technology": "solar_thermal", "existing_gw": 0.3, "potential_gw": 0.5,
                     "annual_hours": 3000.0, "storage_hours": 10.0, "own_use_share": 0.1, "capex_cny_per_kw": 15.0}],
        policies=[{"policy": "a", "metric": "quota.nonhydro_consumption", "value": 10.0},
                  {"policy": "b", "metric": "generation.new_energy_to_thermal_ratio", "value": 0.2}]),
    "connection": lambda: _plan(renewables=[wind(existing_gw=2.0), wind("other", 0.1)], connection=[
        {"renewable": "wind", "connection_gw": 0.6, "build_max_gw": 0.3, "capex_cny_per_kw": 0.5}]),
    "repowering": lambda: _plan(renewables=[wind("old", 0.6, profile="calm"), wind("new", 0.2, potential_gw=0.4)],
                                repowering=[{"renewable": "old", "to": "new", "max_gw": 0.4, "growth": 1.5,
                                             "capex_cny_per_kw": 4.0}]),
    "store_groups": lambda: _plan(stores=[_CELL, _TANK], store_groups=[
        {"group": "shared", "stores": "cell tank", "min_gw": 0.3, "max_gw": 1.5, "min_gwh": 0.5, "max_gwh": 4.0}]),
    "paired_storage": lambda: _plan(
        renewables=[wind(existing_gw=1.0, potential_gw=3.0), wind("other", 0.0, potential_gw=1.0)],
        stores=[_CELL, _TANK],
        paired_storage=[{"store": "cell", "counted_share": 0.5}],
        paired_builds=[{"renewable": "wind", "bound_share": 0.4}],
        policies=[{"policy": "a", "metric": "storage.share_of_new_build", "value": 10.0},
                  {"policy": "b", "metric": "storage.share_of_new_energy", "value": 5.0},
                  {"policy": "c", "metric": "storage.min_duration", "value": 2.0}]),
}
