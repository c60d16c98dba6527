"""Coal and CO2 by cohort and state, the fleet's coal rate, and what the three retrofits (三改) bring."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd

from gridplan.model.economics import annuity
from gridplan.model.technologies import EMERGENCY
from gridplan.results.flows import generation
from gridplan.results.ledger import annual, number, of, ratio, region_years, years
from gridplan.results.state_figures import state_fuels
from gridplan.results.subjects import collect
from gridplan.results.subjects.heat import boilers, chp_row, coal_for_heat_kt, credited_heat_gwh, heat_gwh
from gridplan.results.types import Results, once
from gridplan.results.vintages import is_path, retrofit_spending

AS_IS = "as_is"
STATE_COLUMNS = [
    "region", "year", "cohort", "state", "technology", "fuel", "capacity_gw", "gross_gwh", "net_gwh",
    "full_load_hours_h", "started_gw", "fuel_kt", "heat_gwh", "heat_fuel_kt", "net_rate_g_per_kwh", "co2_kt", "is_coal",
    "in_coal_rate", "coal_kt", "co2_captured_kt",
]
RETROFIT_COLUMNS = [
    "region", "year", "cohort", "state", "capacity_gw", "units", "share_pct", "net_gwh", "net_rate_g_per_kwh",
    "coal_saved_kt", "heat_gw", "investment_million_cny", "cost_million_cny",
]
VISIBLE_GW = 1e-4
"""Capacity below this (0.1 MW) is what an interior-point solver leaves of nothing; no line is shown for it."""

VISIBLE_GWH = 0.05
"""Energy below which a plant stood still: it has no coal rate."""


def visible_gwh(energy_gwh: float) -> float:
    """Energy that a plant has run for, GWh; nothing where an interior point left a trace of it."""
    return energy_gwh if energy_gwh > VISIBLE_GWH else 0.0


@once
def coal_and_co2(results: Results) -> pd.DataFrame:
    """Fuel and CO2 of every cohort and state that has visible capacity.

    Columns: region, year, cohort, state, technology, fuel, capacity_gw, gross_gwh, net_gwh, full_load_hours_h
    (gross), started_gw (capacity started in the year), fuel_kt (standard coal, for power and heat), heat_gwh (heat
    given), heat_fuel_kt (coal charged to heat as from a boiler), net_rate_g_per_kwh (of the coal for power), co2_kt,
    is_coal, in_coal_rate, coal_kt (the coal among the fuel), co2_captured_kt.  Emergency reserve is a state of its own.
    """
    lines = _states(results)
    return lines[lines["capacity_gw"] > VISIBLE_GW].reset_index(drop=True)


@once
def _states(results: Results) -> pd.DataFrame:
    """As `coal_and_co2`, with every cohort and each of its states."""
    net, burnt = annual(results, "thermal_output_gw"), annual(results, "thermal_fuel_kt_per_h")
    data = results.dataset
    # A start happens once in its block; a block that stands for more hours than it lasts recurs.
    starts = (data["thermal_started_gw"] * data["weight_h"] / data["duration_h"]).sum("time")
    lines = []
    for year in years(results):
        fuels = state_fuels(results, year)
        for cohort, row in results.case.rows("cohorts", year).iterrows():
            for state in [name for name in data["state"].values.tolist() if (cohort, name) in fuels]:
                fuel = fuels[cohort, state]
                at = {"cohort": cohort, "state": state, "year": year}
                capacity = number(data["thermal_capacity_gw"], **at)
                energy, burnt_kt = number(net, **at), number(burnt, **at)
                gross = energy / (1.0 - fuel.own_use_share)
                heat = heat_gwh(results, "chp_heat_gw", **at)
                lines.append({
                    "region": row["region"], "year": year, "cohort": cohort, "state": state,
                    "technology": row["technology"], "fuel": row["fuel"], "capacity_gw": capacity,
                    "gross_gwh": gross, "net_gwh": energy, "full_load_hours_h": ratio(gross, capacity),
                    "started_gw": number(starts, **at), "fuel_kt": burnt_kt,
                    "heat_gwh": heat, "heat_fuel_kt": coal_for_heat_kt(heat),
                    "net_rate_g_per_kwh": 1000.0 * ratio(burnt_kt - coal_for_heat_kt(heat), visible_gwh(energy)),
                    "co2_kt": burnt_kt * fuel.co2_t_per_tce, "is_coal": fuel.coal_share > 0,
                    "in_coal_rate": bool(row["in_coal_rate"]), "coal_kt": burnt_kt * fuel.coal_share,
                    "co2_captured_kt": burnt_kt * fuel.captured_t_per_tce,
                })
        for line in collect("fuel_lines", results, year):
            lines.append({**asdict(line), "heat_gwh": 0.0, "heat_fuel_kt": 0.0,
                          "full_load_hours_h": ratio(line.gross_gwh, line.capacity_gw),
                          "net_rate_g_per_kwh": 1000.0 * ratio(line.fuel_kt, line.net_gwh)})
    # Of a case without thermal plant too, whose empty columns would be no conditions.
    return pd.DataFrame(lines, columns=STATE_COLUMNS).astype({"is_coal": bool, "in_coal_rate": bool})


@once
def fleet(results: Results) -> pd.DataFrame:
    """Coal and CO2 of each region: totals, and the coal fleet's rates (total over total, never a mean of
    rates).

    Columns: region, year, coal_kt (coal burnt by coal plants and coal boilers), coal_gross_gwh, coal_net_gwh,
    gross_rate_g_per_kwh and net_rate_g_per_kwh (over the cohorts counted in the coal rate, all their fuel in standard
    coal, what is charged to heat taken off: less what heat stores lose), co2_kt (emitted, all fuels, boilers with
    them), co2_g_per_kwh (of power plants, per gross kWh generated in the region), heat_coal_kt (coal charged to heat
    of those cohorts), boiler_coal_kt (coal boilers), co2_captured_kt.
    """
    states, plants = _states(results), generation(results)
    lines = []
    for region, year in region_years(results):
        here = of(states, region, year)
        coal = here[here["is_coal"]]
        scope = coal[coal["in_coal_rate"]]
        boiler_coal, boiler_co2 = boilers(results, region, year)
        co2 = float(here["co2_kt"].sum())
        for_heat = coal_for_heat_kt(credited_heat_gwh(results, region, year))
        for_power = float(scope["fuel_kt"].sum()) - for_heat
        generated = float(of(plants, region, year)["gross_gwh"].sum())
        lines.append(
            (
                region,
                year,
                float(coal["coal_kt"].sum()) + boiler_coal,
                float(coal["gross_gwh"].sum()),
                float(coal["net_gwh"].sum()),
                1000.0 * ratio(for_power, visible_gwh(float(scope["gross_gwh"].sum()))),
                1000.0 * ratio(for_power, visible_gwh(float(scope["net_gwh"].sum()))),
                co2 + boiler_co2,
                1000.0 * ratio(co2, generated),
                for_heat,
                boiler_coal,
                float(here["co2_captured_kt"].sum()),
            )
        )
    return pd.DataFrame(
        lines,
        columns=[
            "region",
            "year",
            "coal_kt",
            "coal_gross_gwh",
            "coal_net_gwh",
            "gross_rate_g_per_kwh",
            "net_rate_g_per_kwh",
            "co2_kt",
            "co2_g_per_kwh",
            "heat_coal_kt",
            "boiler_coal_kt",
            "co2_captured_kt",
        ],
    )


def power_co2_kt(results: Results, region: str, year: int) -> float:
    """CO2 of a region's power plants, without that of boilers, kt."""
    return float(of(fleet(results), region, year).iloc[0]["co2_kt"]) - boilers(results, region, year)[1]


@once
def retrofits(results: Results) -> pd.DataFrame:
    """The retrofit account (三改联动台账): what each cohort is turned into and what that brings.

    Columns: region, year, cohort, state, capacity_gw, units (capacity over the mean unit size; NaN
    without one), share_pct (of the cohort), net_gwh, net_rate_g_per_kwh, coal_saved_kt (against the same
    online capacity and output in the unretrofitted state), heat_gw, investment_million_cny (once; over
    several planning years that of the year), cost_million_cny (per year, annuity over the payback years).
    """
    states = coal_and_co2(results)
    lines = []
    for _, line in states[~states["state"].isin([AS_IS, EMERGENCY])].iterrows():
        year, cohort, state = int(line["year"]), line["cohort"], line["state"]
        row = results.case.rows("cohorts", year).loc[cohort]
        change = results.case.rows("retrofits", year).loc[(cohort, state)]
        life = row["remaining_life_years"] if np.isnan(change["life_years"]) else change["life_years"]
        capacity = line["capacity_gw"]
        investment = capacity * change["cost_cny_per_kw"]
        paid = investment * annuity(results.case.settings.discount_rate, life)
        if is_path(results):
            investment, paid = retrofit_spending(results, str(cohort), str(state), year)
        whole = number(results.dataset["thermal_capacity_gw"], cohort=cohort, year=year)
        lines.append({
            "region": line["region"], "year": year, "cohort": cohort, "state": state, "capacity_gw": capacity,
            "units": _units(capacity, row["unit_mw"]), "share_pct": 100.0 * capacity / whole,
            "net_gwh": line["net_gwh"], "net_rate_g_per_kwh": line["net_rate_g_per_kwh"],
            "coal_saved_kt": _as_is_fuel(results, row, state, year) - line["coal_kt"],
            "heat_gw": capacity * change["heat_capability_gw_per_gw"], "investment_million_cny": investment,
            "cost_million_cny": paid,
        })
    return pd.DataFrame(lines, columns=RETROFIT_COLUMNS)


def _units(capacity_gw: float, unit_mw: float) -> float:
    return 1000.0 * capacity_gw / unit_mw if unit_mw > 0 else float("nan")


def _as_is_fuel(results: Results, row: pd.Series, state: str, year: int) -> float:
    """Fuel (kt) the state's operation would have burnt before the retrofit: rate x (n (1 - e) u + (1 - n)
    p).
    """
    at = {"cohort": row["cohort"], "state": state, "year": year}
    rate, net = row["net_rate_g_per_kwh"] / 1000.0, number(annual(results, "thermal_output_gw"), **at)
    own = chp_row(results, row["cohort"], AS_IS, year)
    if own is None:
        own = chp_row(results, row["cohort"], state, year)
    if own is not None:
        # With the heat it gave, the power is less by the power loss than the fuel would have made.
        net += float(own["power_loss"]) * heat_gwh(results, "chp_heat_gw", **at)
    if not row["commitment"]:
        return float(rate * net)
    online = number(annual(results, "thermal_online_gw"), **at) * (1.0 - row["own_use_share"])
    return float(rate * (row["no_load_share"] * online + (1.0 - row["no_load_share"]) * net))
