"""What heat costs in firm power: the units' heat in the hour of a season's peak lowers what they can give.

An extraction unit that gives heat q at the peak gives c_v q less power; a back-pressure unit gives c_m q and nothing
without heat; electric boilers and heat pumps take power.  For each region with heat demand and a reserve margin, and
each season it is asked for, with the heat demand D in the hour of the season's peak load (GW of heat):

    heat_at_peak:            sum q + sum f + sum g + n = D
    chp_peak_limit:          q <= h a x                 h: most heat per GW online, a: availability, x: capacity
    heat_source_peak_limit:  f <= X                     boilers, electric boilers, heat pumps
    heat_store_peak_limit:   g <= P min(1, H / 4 h)     heat stores, as far as they last through the peak

    added to firm capacity:  - c_v q / (1 - e)          extraction       (e: own use; credits are of gross capacity)
                             c_m q / (1 - e) - credit x  back-pressure
                             - f / (efficiency k)        electric sources
                             - 1.25 n                    heat nobody gives, as if small electric heaters gave it

The plan chooses who gives the heat at the peak, as a dispatcher would: boilers and stores free the units' power.

Source: the planning table's row of derated capacity (受阻容量) and the custom of crediting heat-and-power units at
85 % in the heating season; with the shipped figures full heat takes 22 to 24 % of an extraction unit's capacity.
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from gridplan.model.adequacy import SEASONS_OF
from gridplan.model.assets import Extension
from gridplan.model.demand import peak_hour
from gridplan.model.frame import Model
from gridplan.model.heat import demand_gw
from gridplan.model.heat_sources import is_electric, power_per_heat_by_hour
from gridplan.model.point import Labelled, Point
from gridplan.model.policies import enforced

PEAK_HOURS = 4.0
"""Hours a peak lasts, through which a heat store must hold out to count in full."""

SHORT_POWER_PER_HEAT = 1.25
"""Power counted for heat nobody gives at the peak, kWh per kWh."""

EXTENDS = (
    Extension("cohort", ("design.chp_peak_gw",), stated=("design.chp_peak_gw",)),
    Extension("heat_source", ("design.heat_source_peak_gw",)),
    Extension("heat_store", ("design.heat_store_peak_gw",)),
)


def design(model: Model) -> None:
    """Heat of each unit, source and store in the hour of the peak, and what it takes from firm capacity."""
    data = model.data
    places = [(r, y, season) for r, y, season in _asked(model) if (r, y) in data.heat_load]
    if not places:
        return
    hour = {(r, y, season): peak_hour(model, r, y, season) for r, y, season in places}
    data.HEAT_PEAKS = pyo.Set(dimen=3, initialize=places)
    asked = {(r, y, season): float(demand_gw(model, r, y)[hour[r, y, season]]) for r, y, season in places}
    model.design.heat_short_at_peak_gw = pyo.Var(data.HEAT_PEAKS, bounds=lambda _b, r, y, s: (0.0, asked[r, y, s]))
    _units(model)
    _sources_and_stores(model)
    _balance(model, asked)
    model.firm.append(lambda r, y, season: _taken(model, r, y, season, hour) if (r, y, season) in hour else 0.0)


def _asked(model: Model) -> list[tuple[str, int, str]]:
    """(region, year, season) with an enforced reserve margin."""
    found = [(target.region, target.year, season) for target in enforced(model)
             for season in SEASONS_OF.get(target.metric, ())]
    return list(dict.fromkeys(found))


def _seasons(model: Model, region: str, year: int) -> list[str]:
    return [season for r, y, season in model.data.HEAT_PEAKS if (r, y) == (region, year)]


def _units(model: Model) -> None:
    """Heat of each unit at the peak, within what its capacity can give."""
    d, data = model.design, model.data
    figures, states = data.chp_figures, data.thermal_figures
    most = {key: f.heat_per_online * states[key].available for key, f in figures.items()}
    data.CHP_PEAKS = pyo.Set(dimen=4, initialize=[
        (*key, season) for key, f in figures.items() for season in _seasons(model, f.region, key[2])])
    d.chp_peak_gw = pyo.Var(data.CHP_PEAKS, bounds=lambda _b, g, k, y, _s: (
        0.0, most[g, k, y] * states[g, k, y].max_gw))
    d.chp_peak_limit = pyo.Constraint(data.CHP_PEAKS)
    for g, k, y, season in data.CHP_PEAKS:
        d.chp_peak_limit[g, k, y, season] = (
            d.chp_peak_gw[g, k, y, season] <= most[g, k, y] * d.thermal_capacity_gw[g, k, y])


def _sources_and_stores(model: Model) -> None:
    """Heat of boilers, heat pumps and stores at the peak, within their capacity."""
    d, data = model.design, model.data
    hours = model.values("heat_stores", "hours")
    for name, region in (("heat_source", data.heat_source_region), ("heat_store", data.heat_store_region)):
        index = pyo.Set(dimen=3, initialize=[
            (*key, season) for key, r in region.items() for season in _seasons(model, r, key[1])])
        data.add_component(f"{name.upper()}_PEAKS", index)
        if not len(index):
            continue
        held = {key: min(1.0, hours[key] / PEAK_HOURS) if name == "heat_store" else 1.0 for key in region}
        capacity = d.component(f"{name}_gw")
        peak = pyo.Var(index, bounds=lambda _b, i, y, _s, top=capacity, part=held: (0.0, part[i, y] * top[i, y].ub))
        d.add_component(f"{name}_peak_gw", peak)
        limit = pyo.Constraint(index)
        d.add_component(f"{name}_peak_limit", limit)
        for i, y, season in index:
            limit[i, y, season] = peak[i, y, season] <= held[i, y] * capacity[i, y]


def _given(model: Model, region: str, year: int, season: str) -> list[tuple[str, tuple[Any, ...], Any]]:
    """Who gives heat at a peak: ("chp", "heat_source" or "heat_store", key without the season, variable)."""
    d, data = model.design, model.data
    found: list[tuple[str, tuple[Any, ...], Any]] = [
        ("chp", key, d.chp_peak_gw[(*key, season)]) for key, f in data.chp_figures.items()
        if (f.region, key[2]) == (region, year)]
    for name, regions in (("heat_source", data.heat_source_region), ("heat_store", data.heat_store_region)):
        found += [(name, key, d.component(f"{name}_peak_gw")[(*key, season)]) for key, r in regions.items()
                  if (r, key[1]) == (region, year)]
    return found


def _balance(model: Model, asked: dict[tuple[str, int, str], float]) -> None:
    d = model.design
    d.heat_at_peak = pyo.Constraint(model.data.HEAT_PEAKS)
    for r, y, season in model.data.HEAT_PEAKS:
        given = sum(variable for _name, _key, variable in _given(model, r, y, season))
        d.heat_at_peak[r, y, season] = given + d.heat_short_at_peak_gw[r, y, season] == asked[r, y, season]
    model.pays["design.heat_at_peak"] = "reserve"


def _taken(model: Model, region: str, year: int, season: str, hour: dict[tuple[str, int, str], int]) -> Any:
    """What heat adds to firm capacity at a peak (mostly less than nothing), GW, as an expression."""
    d, figures, states = model.design, model.data.chp_figures, model.data.thermal_figures
    total: Any = -SHORT_POWER_PER_HEAT * d.heat_short_at_peak_gw[region, year, season]
    for name, key, variable in _given(model, region, year, season):
        if name == "chp" and figures[key].back_pressure:
            total += (figures[key].power_floor / states[key].net_share * variable
                      - states[key].capacity_credit * d.thermal_capacity_gw[key])
        elif name == "chp":
            total -= figures[key].power_loss / states[key].net_share * variable
        elif name == "heat_source" and is_electric(model, *key):
            total -= float(power_per_heat_by_hour(model, *key)[hour[region, year, season]]) * variable
    return total


def operation(_model: Model) -> None:
    """Nothing by the hour."""


def extract(_model: Model, _point: Point) -> dict[str, Labelled]:
    """Nothing: the accounts work the heat at the peak out again from what is built."""
    return {}
