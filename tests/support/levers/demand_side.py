"""Named loads, what may be moved of them, vehicle-to-grid, virtual power plants, electrolysers and green use."""

from __future__ import annotations

from typing import Any

from tests.support.effects import DOWN, MARGIN, SUMMER_PEAK, UP, Base, Effect
from tests.support.rows import FUELS, coal, peaker, target, wind
from tests.support.small_case import small_case

FLAT_0_4_GW = 3.504
"""TWh of 0.4 GW in every hour of the year."""

NEUTRAL: dict[str, dict[str, Any]] = {
    "loads": {"kind": "other", "profile": "flat", "counted": "in_energy"},
    "flexible_loads": {"window_hours": 24.0, "min_share": 0.0, "max_share": 1.0, "fixed_cost_cny_per_kw_a": 0.0,
                       "variable_cost_cny_per_mwh": 0.0},
    "vehicle_to_grid": {"load": "cars", "hours": 4.0, "round_trip_efficiency_share": 0.8, "availability_share": 1.0,
                        "capacity_credit_share": 1.0, "capex_cny_per_kw": 0.0, "life_years": 10.0,
                        "fixed_cost_cny_per_kw_a": 0.0, "variable_cost_cny_per_mwh": 0.0},
    "electrolysers": {"capex_cny_per_kw": 0.0, "life_years": 10.0, "fixed_cost_cny_per_kw_a": 0.0,
                      "electricity_kwh_per_kg": 50.0, "min_load_share": 0.0, "availability_share": 1.0},
    "response": {"payback_share": 0.0},
}

RICH = {
    "loads": [
        {"load": "cars", "kind": "ev", "energy_twh": 1.752, "profile": "evening"},
        {"load": "metal", "kind": "industry", "energy_twh": 2.628, "profile": "flat", "counted": "in_curve"},
        {"load": "servers", "kind": "data_centre", "energy_twh": 0.876, "profile": "flat", "counted": "on_top"},
    ],
    "flexible_loads": [
        {"load": "cars", "min_share": 0.3, "max_share": 1.2, "fixed_cost_cny_per_kw_a": 0.02,
         "variable_cost_cny_per_mwh": 10.0},
        {"load": "metal", "window_hours": 168.0, "min_share": 0.75, "max_share": 1.05,
         "fixed_cost_cny_per_kw_a": 0.03, "variable_cost_cny_per_mwh": 30.0},
    ],
    "vehicle_to_grid": [
        {"vehicle_to_grid": "v2g", "load": "cars", "power_max_gw": 0.2, "hours": 2.0, "availability_share": 0.6,
         "capacity_credit_share": 0.3, "capex_cny_per_kw": 0.2, "fixed_cost_cny_per_kw_a": 0.02,
         "variable_cost_cny_per_mwh": 200.0},
    ],
    "electrolysers": [
        {"electrolyser": "base", "existing_gw": 0.05, "build_max_gw": 0.5, "capex_cny_per_kw": 0.5,
         "min_load_share": 0.1, "availability_share": 0.95, "hydrogen_price_cny_per_kg": 5.0,
         "fixed_cost_cny_per_kw_a": 0.02},
        {"electrolyser": "matched", "build_max_gw": 0.3, "capex_cny_per_kw": 0.4, "electricity_kwh_per_kg": 53.0,
         "matching": "hourly"},
    ],
    "response": [
        {"response": "vpp", "kind": "vpp", "max_share_of_peak": 0.02, "window_hours": 2.0, "max_hours": 5.0,
         "payback_share": 0.6, "fixed_cost_cny_per_kw_a": 0.03, "variable_cost_cny_per_mwh": 300.0},
    ],
    "policies": [
        {"policy": "hydrogen", "metric": "hydrogen.green_production", "value": 4e-5, "slack_price": 60.0},
        {"policy": "green_servers", "metric": "industry.green_share", "subject": "servers", "value": 80.0,
         "slack_price": 200.0},
        {"policy": "by_gap", "metric": "demand_response.share_by_gap", "value": 3.0, "slack_price": 2.0},
    ],
}
RICH_PROFILES = {"evening": [0.2] * 17 + [2.0] * 5 + [0.5] * 2, "flat": [1.0]}

SERIES = {"wind": [0.5], "flat": [1.0], "peaky": [4.0, 0.0, 0.0, 0.0]}
TWO = {"regions": [{"region": "r"}, {"region": "east"}],
       "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}]}


def part(energy_twh: float = FLAT_0_4_GW, **columns: Any) -> dict[str, Any]:
    """A flat load called "part" of 0.4 GW, in the region's curve."""
    return {"load": "part", "energy_twh": energy_twh, "counted": "in_curve", **columns}


def cars(**columns: Any) -> dict[str, Any]:
    """A load of electric vehicles of 0.1 GW, in the region's curve."""
    return {"load": "cars", "kind": "ev", "energy_twh": 0.876, "counted": "in_curve", **columns}


def v2g(**columns: Any) -> dict[str, Any]:
    """0.3 GW of vehicles that give up to an hour a day."""
    return {"vehicle_to_grid": "v2g", "power_max_gw": 0.3, "hours": 1.0, **columns}


def electrolyser(**columns: Any) -> dict[str, Any]:
    """Up to 1 GW of electrolysers of 50 kWh/kg."""
    return {"electrolyser": "site", "build_max_gw": 1.0, **columns}


ADDED = Base({"fuels": FUELS, "cohorts": [coal(existing_gw=1.45), peaker()], "loads": [part(counted="on_top")]},
             profiles=SERIES)
ADDED_FAR = Base({**TWO, "cohorts": [coal(existing_gw=1.5), coal("east", existing_gw=1.0, region="east")],
                  "loads": [part(counted="on_top")]}, profiles={"load": [1.0], **SERIES})
UNEVEN = (1.2, 0.8)
MOVED = Base({"cohorts": [coal(existing_gw=1.0)], "loads": [part()],
              "flexible_loads": [{"load": "part", "max_share": 1.5}]}, UNEVEN, SERIES, hours=2)
TWO_DAYS = Base(MOVED.tables, [1.2] * 24 + [0.8] * 24, SERIES, hours=48)
DRIVEN = Base({"cohorts": [coal(existing_gw=1.0)], "loads": [cars()], "vehicle_to_grid": [v2g()]},
              (1.2, 0.7, 1.0, 1.0), SERIES)
DRIVEN_COST = Base({**DRIVEN.tables, "vehicle_to_grid": [v2g(capex_cny_per_kw=1.0)]}, DRIVEN.load_gw, SERIES)
DRIVEN_FIRM = Base({**DRIVEN.tables, "cohorts": [coal(existing_gw=1.55)], "policies": MARGIN}, SUMMER_PEAK, SERIES)
DRIVEN_FAR = Base({**TWO, "cohorts": [coal(existing_gw=0.9), coal("east", existing_gw=1.0, region="east")],
                   "loads": [cars()], "vehicle_to_grid": [v2g()],
                   "demand": [{"region": "r", "energy_twh": 8.76, "profile": "uneven"},
                              {"region": "east", "energy_twh": 8.76}]},
                  profiles={"load": [1.0], "uneven": [1.2, 0.6, 1.1, 1.1], **SERIES})
HYDROGEN = [target("hydrogen.green_production", 2e-5)]
"""0.02 kt: 1 GWh at 50 kWh/kg."""
MAKING = Base({"cohorts": [coal(existing_gw=2.0)], "renewables": [wind()], "policies": HYDROGEN,
               "electrolysers": [electrolyser(capex_cny_per_kw=1.0)]}, profiles=SERIES)
MADE = Base({**MAKING.tables, "electrolysers": [electrolyser(existing_gw=0.5)]}, profiles=SERIES)
MATCHED = Base({**MAKING.tables, "electrolysers": [electrolyser(build_max_gw=0.3)]}, profiles={
    **SERIES, "wind": [1.0, 0.0, 1.0, 0.0]})
MAKING_FAR = Base({**TWO, "cohorts": [coal(existing_gw=2.0), coal("east", existing_gw=2.0, region="east")],
                   "renewables": [wind()], "policies": HYDROGEN, "electrolysers": [electrolyser()]},
                  profiles={"load": [1.0], **SERIES})
CALLED = Base({"cohorts": [coal(existing_gw=1.0)], "response": [
    {"response": "vpp", "kind": "vpp", "max_share_of_peak": 0.2}]}, (1.2, 0.8, 0.8, 0.8), SERIES)

EFFECTS = {
    "loads.energy_twh": Effect(ADDED, 0.876, 1.752, UP),
    "loads.profile": Effect(ADDED, "flat", "peaky", UP),
    "loads.counted": Effect(ADDED, "in_curve", "on_top", UP),
    "loads.region": Effect(ADDED_FAR, "r", "east", UP),
    "flexible_loads.window_hours": Effect(TWO_DAYS, 24.0, 168.0, DOWN),
    "flexible_loads.min_share": Effect(MOVED, 0.0, 0.8, UP),
    "flexible_loads.max_share": Effect(MOVED, 1.0, 1.5, DOWN),
    "flexible_loads.fixed_cost_cny_per_kw_a": Effect(MOVED, 0.0, 1.0, UP),
    "flexible_loads.variable_cost_cny_per_mwh": Effect(MOVED, 0.0, 500.0, UP),
    "vehicle_to_grid.region": Effect(DRIVEN_FAR, "r", "east", UP),
    "vehicle_to_grid.power_max_gw": Effect(DRIVEN, 0.3, 0.1, UP),
    "vehicle_to_grid.hours": Effect(DRIVEN, 1.0, 0.2, UP),
    "vehicle_to_grid.round_trip_efficiency_share": Effect(DRIVEN, 0.8, 0.5, UP),
    "vehicle_to_grid.availability_share": Effect(DRIVEN, 1.0, 0.5, UP),
    "vehicle_to_grid.capacity_credit_share": Effect(DRIVEN_FIRM, 1.0, 0.1, UP),
    "vehicle_to_grid.capex_cny_per_kw": Effect(DRIVEN, 0.0, 1.0, UP),
    "vehicle_to_grid.life_years": Effect(DRIVEN_COST, 10.0, 5.0, UP),
    "vehicle_to_grid.fixed_cost_cny_per_kw_a": Effect(DRIVEN, 0.0, 1.0, UP),
    "vehicle_to_grid.variable_cost_cny_per_mwh": Effect(DRIVEN, 0.0, 500.0, UP),
    "electrolysers.region": Effect(MAKING_FAR, "r", "east", UP),
    "electrolysers.existing_gw": Effect(MAKING, 0.0, 0.25, DOWN),
    "electrolysers.build_max_gw": Effect(MAKING, 1.0, 0.1, UP),
    "electrolysers.capex_cny_per_kw": Effect(MAKING, 1.0, 5.0, UP),
    "electrolysers.life_years": Effect(MAKING, 10.0, 5.0, UP),
    "electrolysers.fixed_cost_cny_per_kw_a": Effect(MAKING, 0.0, 1.0, UP),
    "electrolysers.electricity_kwh_per_kg": Effect(MAKING, 50.0, 60.0, UP),
    "electrolysers.min_load_share": Effect(MADE, 0.0, 1.0, UP),
    "electrolysers.availability_share": Effect(MAKING, 1.0, 0.5, UP),
    "electrolysers.hydrogen_price_cny_per_kg": Effect(MAKING, 0.0, 20.0, DOWN),
    "electrolysers.matching": Effect(MATCHED, "annual", "hourly", UP),
    "response.payback_share": Effect(CALLED, 0.0, 1.0, UP),
}

_LABEL = "a name or a note, shown in results"
_YEAR = "says which planning year the row is for; rows are chosen before the model is built (tests/case)"
_KEY = "a label by which other rows refer to this one"
NO_EFFECT = {
    **{f"{table}.{column}": _LABEL for table in ("loads", "vehicle_to_grid", "electrolysers")
       for column in ("name_zh", "name_en")},
    **{f"{table}.year": _YEAR for table in ("loads", "flexible_loads", "vehicle_to_grid", "electrolysers")},
    "loads.load": _KEY, "vehicle_to_grid.vehicle_to_grid": _KEY, "electrolysers.electrolyser": _KEY,
    "flexible_loads.load": "says which load the row is about; the model's tests move a named load",
    "loads.kind": "selects the shape of the load when the case is read (tests/case)",
    "vehicle_to_grid.load": "says whose vehicles these are; checked when the case is read (tests/levers)",
}

LOAD = [1.0, 2.0, 1.5]


def _plan(**tables: Any) -> Any:
    return small_case(tables, {"evening": [0.0, 2.0, 1.0], **SERIES, "wind": [0.5, 0.2, 0.8]}, load_gw=LOAD)


COAL = coal(existing_gw=2.0)
CARS = {"load": "cars", "kind": "ev", "energy_twh": 0.876, "profile": "evening"}
GOLDEN = {
    "loads": lambda: _plan(cohorts=[COAL], loads=[CARS, part(counted="on_top")]),
    "flexible": lambda: _plan(
        cohorts=[COAL], loads=[CARS, part()], flexible_loads=[
            {"load": "cars", "min_share": 0.2, "max_share": 1.2, "variable_cost_cny_per_mwh": 10.0},
            {"load": "part", "window_hours": 168.0, "min_share": 0.75, "max_share": 1.05,
             "fixed_cost_cny_per_kw_a": 3.0}], policies=[target("reserve.margin", 12.0)]),
    "vehicle_to_grid": lambda: _plan(
        cohorts=[COAL], loads=[CARS], vehicle_to_grid=[v2g(
            availability_share=0.6, capacity_credit_share=0.3, capex_cny_per_kw=5.0, fixed_cost_cny_per_kw_a=0.5,
            variable_cost_cny_per_mwh=100.0)],
        policies=[target("demand_response.share_by_gap", 3.0)]),
    "vpp": lambda: _plan(cohorts=[COAL], response=[
        {"response": "vpp", "kind": "vpp", "window_hours": 2.0, "payback_share": 0.6,
         "variable_cost_cny_per_mwh": 300.0}]),
    "electrolysers": lambda: _plan(
        cohorts=[COAL], renewables=[wind()], electrolysers=[electrolyser(
            existing_gw=0.1, capex_cny_per_kw=2.0, min_load_share=0.1, availability_share=0.95,
            hydrogen_price_cny_per_kg=10.0), electrolyser(electrolyser="matched", matching="hourly")],
        policies=[target("quota.nonhydro_consumption", 30.0)]),
    "green_use": lambda: _plan(
        regions=[{"region": "r", "certificate_cap_twh": 0.001, "certificate_price_cny_per_mwh": 5.0}],
        cohorts=[COAL], renewables=[wind()], loads=[CARS, part()], electrolysers=[electrolyser()],
        links=[{"link": "import", "from": "outside", "to": "r", "capacity_gw": 0.2, "loss_share": 0.1,
                "green_share": 0.6}, {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.1}],
        policies=[{**HYDROGEN[0], "policy": "hydrogen"},
                  target("industry.green_share", 50.0, subject="part")]),
}
