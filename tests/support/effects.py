"""For every input column the model uses: a small base case, a change of the column, and which way the cost must go.

The change is made in the first row of the column's table.  Bases are made so that the column matters; the direction
follows from what the column means, not from a run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gridplan.library.calendar import MONTH_OF_HOUR
from tests.support.rows import FUELS, coal, peaker, target, wind

UP, DOWN = 1, -1
Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Base:
    """Tables of a small case, its series, its load, and the hours it is solved over."""

    tables: Tables
    load_gw: Any = (1.0,)
    profiles: dict[str, Any] = field(default_factory=lambda: {"wind": [0.5]})
    hours: int = 4


@dataclass(frozen=True)
class Effect:
    """A column's value before and after, and the sign of the change of cost."""

    base: Base
    before: Any
    after: Any
    sign: int


def quota(value: float = 50.0, metric: str = "quota.renewable_consumption", **more: Any) -> list[dict[str, Any]]:
    return [target(metric, value, **more)]


SUMMER_PEAK = np.where(MONTH_OF_HOUR == 7, 1.5, np.where(MONTH_OF_HOUR == 12, 1.3, 1.0))
MARGIN = [target("reserve.margin", 10.0)]
UNIT: dict[str, Any] = {
    "own_use_share": 0.05, "availability_share": 0.9, "no_load_share": 0.08, "min_output_share": 0.4,
    "must_run_share": 0.5, "ramp_share_per_h": 0.3, "start_cost_cny_per_kw": 0.05, "fixed_cost_cny_per_kw_a": 0.05,
}
VALLEY = (0.1, 1.0, 0.6, 0.9)

THERMAL = Base({"fuels": FUELS, "cohorts": [coal(existing_gw=0.8, **UNIT), peaker()]}, VALLEY)
UNFORCED = Base({"fuels": [{"fuel": "coal", "is_coal": True}, {"fuel": "gas", "price_cny_per_tce": 2000.0}],
                 "cohorts": [coal(existing_gw=0.8, **{**UNIT, "must_run_share": 0.0}), peaker()]}, VALLEY)
HEATED = Base({"regions": [{"region": "r", "heating_months": "1"}], "fuels": FUELS,
               "cohorts": [coal(existing_gw=1.0, min_output_share=0.3, must_run_share=0.3), peaker()]}, VALLEY)
SEASONAL = Base({**HEATED.tables, "cohorts": [coal(must_run_heating_share=0.9, min_output_share=0.3), peaker()]},
                VALLEY)
BUILDING = Base({"cohorts": [coal(existing_gw=0.2, build_max_gw=0.5, capex_cny_per_kw=1.0)]})
RETIRING = Base({"cohorts": [coal(existing_gw=3.0, retire_max_gw=0.5, fixed_cost_cny_per_kw_a=5.0)]})
FIRM = Base({"cohorts": [coal(existing_gw=2.0, capacity_credit_share=0.5)], "policies": MARGIN}, SUMMER_PEAK)
CARBON = Base({"regions": [{"region": "r", "co2_price_cny_per_t": 100.0}],
               "cohorts": [coal(co2_benchmark_t_per_mwh=0.5)]})
RATED = Base({"cohorts": [coal(net_rate_g_per_kwh=320.0)],
              "policies": [target("coal.net_heat_rate", 300.0, sense="max")]})
NONFOSSIL = Base({"cohorts": [coal()], "policies": quota(50.0, "share.nonfossil_generation")})
RETROFIT = Base({"cohorts": [coal()], "retrofits": [
    {"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": 0.8, "net_rate_change_g_per_kwh": -30.0,
     "max_gw": 0.5, "life_years": 10.0}]})
RETROFIT_BY_AGE = Base({**RETROFIT.tables, "retrofits": [{**RETROFIT.tables["retrofits"][0], "life_years": np.nan}]})
RETROFIT_TARGET = Base({**RETROFIT.tables, "policies": quota(0.5, "retrofit.efficiency_capacity")})
RETROFIT_UNITS = Base({**RETROFIT.tables, "policies": quota(2.0, "retrofit.units.efficiency")})
FLEXIBLE = Base({"regions": [{"region": "r", "heating_months": "1"}], "fuels": FUELS,
                 "cohorts": [coal(min_output_share=0.5, must_run_share=1.0, ramp_share_per_h=0.1, no_load_share=0.2),
                             peaker()],
                 "retrofits": [{"cohort": "coal", "state": "flexibility", "min_output_share": 0.3}]}, VALLEY)
WINDY = Base({"cohorts": [coal()], "renewables": [
    wind(existing_gw=0.5, potential_gw=1.0, capex_cny_per_kw=1.0, fixed_cost_cny_per_kw_a=0.01,
         variable_cost_cny_per_mwh=10.0)]}, profiles={"wind": [0.5], "calm": [0.2]})
WIND_TARGET = Base({**WINDY.tables, "policies": quota(2.0, "capacity.wind")})
WIND_FIRM = Base({"cohorts": [coal(existing_gw=1.0)], "renewables": [wind(existing_gw=1.0)], "policies": MARGIN},
                 SUMMER_PEAK)
WIND_WINTER = Base({**WIND_FIRM.tables, "renewables": [wind(existing_gw=1.0, credit_summer_share=1.0)]}, SUMMER_PEAK)
DAM = Base({"cohorts": [coal()], "reservoirs": [
    {"reservoir": "dam", "existing_gw": 0.5, "potential_gw": 0.7, "annual_hours": 4000.0, "storage_hours": 1.0,
     "capex_cny_per_kw": 1.0, "fixed_cost_cny_per_kw_a": 0.01}]}, profiles={"inflow": [3.0, 0.0, 1.0, 0.0],
                                                                             "flat": [1.0]})
TINY_DAM = Base({**DAM.tables, "reservoirs": [{**DAM.tables["reservoirs"][0], "storage_hours": 0.2}]},
                profiles=DAM.profiles)
FULL_DAM = Base({"reservoirs": [{"reservoir": "dam", "existing_gw": 0.9, "annual_hours": 8760.0}]})
IDLE_DAM = Base({"reservoirs": [{"reservoir": "dam", "existing_gw": 1.0, "annual_hours": 8760.0}]}, (0.1,))
DAM_FIRM = Base({"cohorts": [coal(existing_gw=1.0)], "policies": MARGIN, "reservoirs": [
    {"reservoir": "dam", "existing_gw": 0.3, "credit_summer_share": 0.0, "credit_winter_share": 0.0}]}, SUMMER_PEAK)
DAM_WINTER = Base({**DAM_FIRM.tables, "reservoirs": [
    {"reservoir": "dam", "existing_gw": 0.7, "credit_summer_share": 1.0, "credit_winter_share": 0.0}]}, SUMMER_PEAK)
_CELL = {"store": "cell", "existing_gw": 0.3, "existing_hours": 1.0, "build_max_gw": 0.2, "hours_min": 1.0,
         "hours_max": 2.0, "capex_power_cny_per_kw": 0.1, "capex_energy_cny_per_kwh": 0.1,
         "fixed_cost_cny_per_kw_a": 0.01, "variable_cost_cny_per_mwh": 1.0, "charge_efficiency_share": 0.9,
         "discharge_efficiency_share": 0.9}
GUSTY = {"wind": [1.0, 1.0, 0.0, 0.0]}
CELL = Base({"cohorts": [coal(existing_gw=0.0)], "renewables": [wind(existing_gw=3.0)], "stores": [_CELL]},
            profiles=GUSTY)
COSTLY_WIND = Base({"fuels": FUELS, "cohorts": [coal(existing_gw=2.0), peaker()], "stores": [_CELL]},
                   (0.5, 0.5, 2.2, 2.2))
NEW_CELL = Base({**CELL.tables, "stores": [{**_CELL, "existing_gw": 0.0}]}, profiles=GUSTY)
BRIEF_CELL = Base({**CELL.tables, "stores": [{**_CELL, "existing_gw": 0.0, "hours_min": 1.5}]},
                  profiles={"wind": [1.0, 0.0]})
CELL_FIRM = Base({"cohorts": [coal(existing_gw=1.0)], "stores": [{**_CELL, "build_max_gw": 0.0}], "policies": MARGIN},
                 SUMMER_PEAK)
CELL_TARGET = Base({"cohorts": [coal()], "stores": [_CELL], "policies": quota(1.0, "capacity.new_storage")})
_IMPORT = {"link": "line", "from": "outside", "to": "r", "capacity_gw": 0.3, "price_cny_per_mwh": 100.0}
IMPORT = Base({"cohorts": [coal(existing_gw=2.0)], "links": [
    {**_IMPORT, "build_max_gw": 0.2, "capex_cny_per_kw": 1.0, "loss_share": 0.1}]})
DEAR_IMPORT = Base({"cohorts": [coal(existing_gw=2.0)], "links": [{**_IMPORT, "price_cny_per_mwh": 900.0}]})
PROFILE_IMPORT = Base({"cohorts": [coal(existing_gw=2.0)], "links": [
    {**_IMPORT, "mode": "profile", "price_cny_per_mwh": 900.0}]},
    profiles={"delivery": [0.5, 1.0], "less": [0.2], "wind": [0.0]})
GREEN_IMPORT = Base({"cohorts": [coal(existing_gw=2.0)], "policies": quota(), "links": [
    {**_IMPORT, "loss_share": 0.1, "green_share": 0.8}]})
GREEN_WATER = Base({**GREEN_IMPORT.tables, "policies": quota(metric="quota.nonhydro_consumption")})
FIRM_IMPORT = Base({"cohorts": [coal(existing_gw=1.0)], "policies": MARGIN, "links": [_IMPORT]}, SUMMER_PEAK)
TWO_REGIONS = Base({"regions": [{"region": "r"}, {"region": "east"}],
                    "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 17.52}],
                    "cohorts": [coal(existing_gw=2.0)], "links": [{**_IMPORT, "from": "r", "to": "outside"}]})
_DAY = (1.0, *[0.9] * 23)
SHIFT = Base({"cohorts": [coal(existing_gw=0.95)], "response": [
    {"response": "one", "kind": "shift", "max_share_of_peak": 0.04, "fixed_cost_cny_per_kw_a": 0.1,
     "variable_cost_cny_per_mwh": 100.0}]}, _DAY, hours=24)
LONG_SHIFT = Base({"cohorts": [coal(existing_gw=0.95)], "response": [
    {"response": "one", "kind": "shift", "max_share_of_peak": 0.1, "window_hours": 1.0}]},
    (1.05, 1.05, *[0.9] * 22), hours=24)
EVENING = Base({**SHIFT.tables}, (*[0.9] * 23, 1.0), hours=24)
SHED = Base({"cohorts": [coal(existing_gw=0.9)], "response": [
    {"response": "one", "kind": "shed", "max_share_of_peak": 0.1, "max_hours": 2.0}]})
OLD_COAL = Base({"cohorts": [coal()]})
SHORT = Base({"cohorts": [coal(existing_gw=0.8)]})
QUOTA = Base({"cohorts": [coal(existing_gw=2.0)], "policies": quota(), "regions": [
    {"region": "r", "certificate_cap_twh": 0.001, "certificate_price_cny_per_mwh": 5.0}]})
SEASONS = Base({"cohorts": [coal(existing_gw=1.0)], "policies": MARGIN}, SUMMER_PEAK)
CAPPED = Base({"cohorts": [coal()], "policies": [target("coal.consumption_cap", 0.001, sense="max")]})
CO2_CAPPED = Base({"cohorts": [coal()], "policies": [target("co2.cap", 0.001, sense="max")]})
WIND_FLOOR = Base({"cohorts": [coal()], "policies": quota(1.0, "capacity.wind")})
CHANNELS = Base({"cohorts": [coal(existing_gw=3.0)], "renewables": [wind(existing_gw=0.2)], "links": [
    {**_IMPORT, "from": "r", "to": "outside", "mode": "profile", "link": "small"},
    {**_IMPORT, "from": "r", "to": "outside", "mode": "profile", "link": "large", "capacity_gw": 0.9}],
    "policies": quota(50.0, "channel.renewable_share", subject="small")})

EFFECTS: dict[str, Effect] = {
    "regions.own_use_share_of_consumption": Effect(OLD_COAL, 0.0, 0.1, DOWN),
    "regions.heating_months": Effect(SEASONAL, "", "1", UP),
    "regions.summer_months": Effect(SEASONS, "6", "7", UP),
    "regions.winter_months": Effect(Base({**SEASONS.tables, "regions": [{"region": "r", "summer_months": "6"}]},
                                         SUMMER_PEAK), "1", "12", UP),
    "regions.unserved_cost_cny_per_mwh": Effect(SHORT, 10000.0, 20000.0, UP),
    "regions.certificate_price_cny_per_mwh": Effect(QUOTA, 5.0, 50.0, UP),
    "regions.certificate_cap_twh": Effect(QUOTA, 0.0, 0.001, DOWN),
    "regions.co2_price_cny_per_t": Effect(OLD_COAL, 0.0, 50.0, UP),
    "demand.energy_twh": Effect(OLD_COAL, 5.0, 8.0, UP),
    "demand.profile": Effect(Base(SHORT.tables, profiles={"load": [1.0], "peaky": [1.5, 0.5]}), "load", "peaky",
                             UP),
    "cohorts.region": Effect(TWO_REGIONS, "r", "east", DOWN),
    "cohorts.technology": Effect(NONFOSSIL, "coal", "nuclear", DOWN),
    "cohorts.fuel": Effect(UNFORCED, "coal", "gas", UP),
    "cohorts.unit_mw": Effect(RETROFIT_UNITS, 300.0, 500.0, UP),
    "cohorts.existing_gw": Effect(UNFORCED, 0.6, 0.8, DOWN),
    "cohorts.build_max_gw": Effect(BUILDING, 0.2, 0.4, DOWN),
    "cohorts.retire_max_gw": Effect(RETIRING, 0.5, 1.0, DOWN),
    "cohorts.capex_cny_per_kw": Effect(BUILDING, 1.0, 2.0, UP),
    "cohorts.life_years": Effect(BUILDING, 10.0, 20.0, DOWN),
    "cohorts.remaining_life_years": Effect(RETROFIT_BY_AGE, 10.0, 20.0, DOWN),
    "cohorts.fixed_cost_cny_per_kw_a": Effect(THERMAL, 0.05, 0.2, UP),
    "cohorts.variable_cost_cny_per_mwh": Effect(THERMAL, 0.0, 20.0, UP),
    "cohorts.net_rate_g_per_kwh": Effect(THERMAL, 300.0, 320.0, UP),
    "cohorts.no_load_share": Effect(THERMAL, 0.0, 0.1, UP),
    "cohorts.min_output_share": Effect(THERMAL, 0.4, 0.6, UP),
    "cohorts.min_output_heating_share": Effect(HEATED, 0.3, 0.6, UP),
    "cohorts.ramp_share_per_h": Effect(THERMAL, 0.1, 0.3, DOWN),
    "cohorts.start_cost_cny_per_kw": Effect(THERMAL, 0.0, 0.2, UP),
    "cohorts.commitment": Effect(THERMAL, True, False, DOWN),
    "cohorts.own_use_share": Effect(UNFORCED, 0.05, 0.1, UP),
    "cohorts.availability_share": Effect(UNFORCED, 0.8, 0.9, DOWN),
    "cohorts.must_run_share": Effect(THERMAL, 0.5, 0.9, UP),
    "cohorts.must_run_heating_share": Effect(HEATED, 0.3, 0.9, UP),
    "cohorts.max_full_load_hours": Effect(THERMAL, 1.0, 2.0, DOWN),
    "cohorts.capacity_credit_share": Effect(FIRM, 0.5, 0.7, DOWN),
    "cohorts.co2_benchmark_t_per_mwh": Effect(CARBON, 0.5, 0.7, DOWN),
    "cohorts.in_coal_rate": Effect(RATED, True, False, DOWN),
    "retrofits.cohort": Effect(Base({**RETROFIT.tables, "cohorts": [coal("coal", 0.9), coal("small", 0.1)]}),
                               "coal", "small", UP),
    "retrofits.state": Effect(RETROFIT_TARGET, "efficiency", "flexibility", UP),
    "retrofits.max_gw": Effect(RETROFIT, 0.2, 0.5, DOWN),
    "retrofits.cost_cny_per_kw": Effect(RETROFIT, 0.2, 0.8, UP),
    "retrofits.life_years": Effect(RETROFIT, 10.0, 20.0, DOWN),
    "retrofits.net_rate_change_g_per_kwh": Effect(RETROFIT, -30.0, -25.0, UP),
    "retrofits.min_output_share": Effect(Base({**FLEXIBLE.tables, "regions": [{"region": "r"}]}, VALLEY), 0.3, 0.4, UP),
    "retrofits.min_output_heating_share": Effect(FLEXIBLE, 0.3, 0.4, UP),
    "retrofits.ramp_share_per_h": Effect(FLEXIBLE, 0.1, 0.3, DOWN),
    "retrofits.no_load_share": Effect(FLEXIBLE, 0.2, 0.1, DOWN),
    "retrofits.fixed_cost_change_cny_per_kw_a": Effect(RETROFIT, 0.0, 0.02, UP),
    "renewables.region": Effect(Base({**TWO_REGIONS.tables, "renewables": [wind()]}), "r", "east", DOWN),
    "renewables.technology": Effect(WIND_TARGET, "wind_onshore", "solar_utility", UP),
    "renewables.profile": Effect(WINDY, "wind", "calm", UP),
    "renewables.existing_gw": Effect(WINDY, 0.3, 0.5, DOWN),
    "renewables.potential_gw": Effect(WINDY, 0.7, 1.0, DOWN),
    "renewables.capex_cny_per_kw": Effect(WINDY, 0.5, 1.0, UP),
    "renewables.life_years": Effect(WINDY, 10.0, 20.0, DOWN),
    "renewables.fixed_cost_cny_per_kw_a": Effect(WINDY, 0.0, 0.01, UP),
    "renewables.variable_cost_cny_per_mwh": Effect(WINDY, 0.0, 10.0, UP),
    "renewables.own_use_share": Effect(WINDY, 0.0, 0.05, UP),
    "renewables.credit_summer_share": Effect(WIND_FIRM, 0.0, 0.1, DOWN),
    "renewables.credit_winter_share": Effect(WIND_WINTER, 0.0, 0.1, DOWN),
    "reservoirs.region": Effect(Base({**TWO_REGIONS.tables, "reservoirs": FULL_DAM.tables["reservoirs"]}),
                                "r", "east", DOWN),
    "reservoirs.existing_gw": Effect(DAM, 0.3, 0.5, DOWN),
    "reservoirs.potential_gw": Effect(DAM, 0.5, 0.7, DOWN),
    "reservoirs.storage_hours": Effect(DAM, 0.2, 0.8, DOWN),
    "reservoirs.annual_hours": Effect(DAM, 3000.0, 4000.0, DOWN),
    "reservoirs.inflow_profile": Effect(TINY_DAM, "inflow", "flat", DOWN),
    "reservoirs.min_output_share": Effect(IDLE_DAM, 0.1, 0.3, UP),
    "reservoirs.capex_cny_per_kw": Effect(DAM, 0.5, 1.0, UP),
    "reservoirs.life_years": Effect(DAM, 10.0, 20.0, DOWN),
    "reservoirs.fixed_cost_cny_per_kw_a": Effect(DAM, 0.0, 0.01, UP),
    "reservoirs.own_use_share": Effect(DAM, 0.0, 0.05, UP),
    "reservoirs.availability_share": Effect(FULL_DAM, 0.8, 0.9, DOWN),
    "reservoirs.credit_summer_share": Effect(DAM_FIRM, 0.0, 1.0, DOWN),
    "reservoirs.credit_winter_share": Effect(DAM_WINTER, 0.0, 1.0, DOWN),
    "stores.region": Effect(Base({**CELL.tables, **{name: TWO_REGIONS.tables[name] for name in ("regions", "demand")}},
                                 profiles=GUSTY), "r", "east", UP),
    "stores.technology": Effect(CELL_TARGET, "lithium", "pumped_hydro", UP),
    "stores.existing_gw": Effect(CELL, 0.2, 0.3, DOWN),
    "stores.existing_hours": Effect(CELL, 0.5, 1.0, DOWN),
    "stores.build_max_gw": Effect(CELL, 0.1, 0.2, DOWN),
    "stores.hours_min": Effect(BRIEF_CELL, 1.0, 1.5, UP),
    "stores.hours_max": Effect(NEW_CELL, 1.0, 2.0, DOWN),
    "stores.capex_power_cny_per_kw": Effect(CELL, 0.1, 0.2, UP),
    "stores.capex_energy_cny_per_kwh": Effect(CELL, 0.1, 0.2, UP),
    "stores.life_years": Effect(CELL, 10.0, 20.0, DOWN),
    "stores.fixed_cost_cny_per_kw_a": Effect(CELL, 0.0, 0.01, UP),
    "stores.variable_cost_cny_per_mwh": Effect(CELL, 0.0, 1.0, UP),
    "stores.charge_efficiency_share": Effect(COSTLY_WIND, 0.8, 0.9, DOWN),
    "stores.discharge_efficiency_share": Effect(CELL, 0.8, 0.9, DOWN),
    "stores.standing_loss_share_per_h": Effect(CELL, 0.0, 0.05, UP),
    "stores.capacity_credit_hours": Effect(CELL_FIRM, 2.0, 4.0, UP),
    "stores.availability_share": Effect(CELL_FIRM, 0.8, 0.9, DOWN),
    "links.from": Effect(Base({**TWO_REGIONS.tables, "links": [{**_IMPORT, "to": "east"}]}), "r", "outside", DOWN),
    "links.to": Effect(TWO_REGIONS, "outside", "east", DOWN),
    "links.capacity_gw": Effect(IMPORT, 0.2, 0.3, DOWN),
    "links.build_max_gw": Effect(IMPORT, 0.1, 0.2, DOWN),
    "links.capex_cny_per_kw": Effect(IMPORT, 1.0, 2.0, UP),
    "links.life_years": Effect(IMPORT, 10.0, 20.0, DOWN),
    "links.loss_share": Effect(IMPORT, 0.0, 0.1, UP),
    "links.mode": Effect(DEAR_IMPORT, "free", "profile", UP),
    "links.profile": Effect(PROFILE_IMPORT, "delivery", "less", DOWN),
    "links.profile_tolerance_share": Effect(PROFILE_IMPORT, 0.0, 0.2, DOWN),
    "links.energy_twh": Effect(PROFILE_IMPORT, 0.5, 1.0, UP),
    "links.energy_min_twh": Effect(DEAR_IMPORT, 0.0005, 0.001, UP),
    "links.energy_max_twh": Effect(IMPORT, 0.0005, 0.001, DOWN),
    "links.min_flow_share": Effect(DEAR_IMPORT, 0.0, 0.5, UP),
    "links.price_cny_per_mwh": Effect(IMPORT, 100.0, 150.0, UP),
    "links.green_share": Effect(GREEN_IMPORT, 0.5, 0.8, DOWN),
    "links.green_hydro_share": Effect(GREEN_WATER, 0.0, 0.5, UP),
    "links.green_credit": Effect(GREEN_IMPORT, "receiving", "sending", DOWN),
    "links.firm_share": Effect(FIRM_IMPORT, 0.0, 0.5, DOWN),
    "response.region": Effect(Base({**SHED.tables, "regions": [{"region": "r"}, {"region": "east"}], "demand": [
        {"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 0.0876}]}), "r", "east", UP),
    "response.kind": Effect(EVENING, "shift", "shed", DOWN),
    "response.max_share_of_peak": Effect(SHIFT, 0.02, 0.04, DOWN),
    "response.window_hours": Effect(LONG_SHIFT, 1.0, 2.0, DOWN),
    "response.max_hours": Effect(SHED, 1.0, 2.0, DOWN),
    "response.fixed_cost_cny_per_kw_a": Effect(SHIFT, 0.1, 0.2, UP),
    "response.variable_cost_cny_per_mwh": Effect(SHIFT, 100.0, 200.0, UP),
    "fuels.region": Effect(Base({"cohorts": [coal()], "fuels": [
        {"fuel": "coal", "price_cny_per_tce": 2000.0, "region": "r", "is_coal": True},
        {"fuel": "coal", "is_coal": True}], "regions": [{"region": "r"}, {"region": "east"}], "demand": [
            {"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}]}), "east", "r", UP),
    "fuels.price_cny_per_tce": Effect(OLD_COAL, 800.0, 1000.0, UP),
    "fuels.co2_t_per_tce": Effect(CO2_CAPPED, 2.66, 2.78, UP),
    "fuels.is_coal": Effect(CAPPED, False, True, UP),
    "policies.region": Effect(Base({**WIND_FLOOR.tables, "regions": [{"region": "r"}, {"region": "east"}], "demand": [
        {"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}],
        "renewables": [wind(existing_gw=1.0, region="east")]}), "r", "east", DOWN),
    "policies.metric": Effect(Base({**WIND_FLOOR.tables, "renewables": [wind(existing_gw=1.0)]}),
                              "capacity.wind", "capacity.solar", UP),
    "policies.subject": Effect(CHANNELS, "small", "large", UP),
    "policies.sense": Effect(WIND_FLOOR, "min", "max", DOWN),
    "policies.value": Effect(WIND_FLOOR, 1.0, 2.0, UP),
    "policies.enforce": Effect(WIND_FLOOR, False, True, UP),
    "policies.slack_price": Effect(WIND_FLOOR, 1000.0, 2000.0, UP),
}
