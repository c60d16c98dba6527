"""Electrolysers (电解制氢): power turned into hydrogen, a use of electricity beyond the grid load.

With capacity X (GW of input) = existing + built, power e_t, availability a, least load m and electricity k (kWh per kg;
1 GWh gives 1 / k kt of hydrogen):

    electrolyser_capacity:  X = existing + built
    electrolyser_limit:     e_t <= a X          electrolyser_least:  e_t >= m a X
    electrolyser_energy:    E_month = sum of w_t e_t                      GWh, by month
    electrolyser_green:     G <= sum of E_month                           what is counted green

Where a row asks for green power hour by hour (matching = hourly), G is limited by power that the region's wind, sun
and biomass give in the same block:

    electrolyser_green_power:    g_t <= e_t
    electrolyser_green_hour:     sum of g_t over the region's electrolysers <= gross non-hydro renewable output_t
    electrolyser_green_energy:   M_month = sum of w_t g_t          electrolyser_matched:  G <= sum of M_month

The income is the price of hydrogen times all that is made.  How much may be called green over the year is in
green_use.py.
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.vintages import paid_while_standing, standing

TABLE = "electrolysers"

ASSETS = AssetClass(
    "electrolyser", TABLE,
    variables=("design.electrolyser_capacity_gw", "design.electrolyser_built_gw", "design.electrolyser_gwh",
               "design.electrolyser_green_gwh", "design.electrolyser_matched_gwh", "operation.electrolyser_gw",
               "operation.electrolyser_green_gw"),
    capacity="design.electrolyser_capacity_gw", built="design.electrolyser_built_gw",
    given=("design.electrolyser_capacity",), technology="")


def design(model: Model) -> None:
    """Capacity, yearly electricity and what of it is green; costs and the income from hydrogen."""
    m, d, data = model.pyomo, model.design, model.data
    region, matching = model.values(TABLE, "region"), model.values(TABLE, "matching")
    existing, most = model.values(TABLE, "existing_gw"), model.values(TABLE, "build_max_gw")
    data.ELECTROLYSERS = pyo.Set(dimen=2, initialize=model.keys(TABLE))
    data.HOURLY_GREEN = pyo.Set(
        dimen=2, initialize=[key for key in data.ELECTROLYSERS if matching[key] == "hourly"])
    model.by_region("electrolysers_in", data.ELECTROLYSERS, lambda key: region[key], dimen=1)
    model.by_region("hourly_green_in", data.HOURLY_GREEN, lambda key: region[key], dimen=1)
    if len(data.ELECTROLYSERS):
        model.has_extra_use = True
    stock = model.param("electrolyser_existing_gw", data.ELECTROLYSERS, existing)
    d.electrolyser_built_gw = pyo.Var(data.ELECTROLYSERS, bounds=lambda _b, i, y: (0.0, most[i, y]))
    d.electrolyser_capacity_gw = pyo.Var(
        data.ELECTROLYSERS, bounds=lambda _b, i, y: (existing[i, y], existing[i, y] + most[i, y]))
    life = model.values(TABLE, "life_years")
    new = standing(model, "electrolyser", d.electrolyser_built_gw, life)
    model.family(d, "electrolyser_capacity", data.ELECTROLYSERS, rule=lambda _b, i, y:
        d.electrolyser_capacity_gw[i, y] == stock[i, y] + new(i, y))
    least, available = model.values(TABLE, "min_load_share"), model.values(TABLE, "availability_share")
    for key in data.ELECTROLYSERS:
        place, forced = (region[key], key[1]), least[key] * available[key] * existing[key]
        model.forced_use_gw[place] = model.forced_use_gw.get(place, 0.0) + forced
    hours = model.month_hours

    def ceiling(_b: Any, i: str, y: int, month: int) -> tuple[float, float]:
        return 0.0, (existing[i, y] + most[i, y]) * hours[month]

    d.electrolyser_gwh = pyo.Var(data.ELECTROLYSERS, m.MONTHS, bounds=ceiling)
    d.electrolyser_matched_gwh = pyo.Var(data.HOURLY_GREEN, m.MONTHS, bounds=ceiling)
    d.electrolyser_green_gwh = pyo.Var(data.ELECTROLYSERS, bounds=lambda _b, i, y: (
        0.0, (existing[i, y] + most[i, y]) * sum(hours.values())))
    model.family(d, "electrolyser_green", data.ELECTROLYSERS, rule=lambda _b, i, y:
        d.electrolyser_green_gwh[i, y] <= sum(d.electrolyser_gwh[i, y, month] for month in m.MONTHS))
    model.family(d, "electrolyser_matched", data.HOURLY_GREEN, rule=lambda _b, i, y:
        d.electrolyser_green_gwh[i, y] <= sum(d.electrolyser_matched_gwh[i, y, month] for month in m.MONTHS))
    model.limited_by_rows(d.electrolyser_gwh, d.electrolyser_matched_gwh, d.electrolyser_green_gwh)
    model.cost("capital", "electrolyser", d.electrolyser_built_gw, data.ELECTROLYSERS,
               model.annuities(model.values(TABLE, "capex_cny_per_kw"), life), paid_while_standing(model, life))
    model.cost("fixed", "electrolyser", d.electrolyser_capacity_gw, data.ELECTROLYSERS,
               model.values(TABLE, "fixed_cost_cny_per_kw_a"))


def kt_per_gwh(model: Model) -> dict[tuple[str, int], float]:
    """Hydrogen made from a GWh, kt, by (electrolyser, year)."""
    return {key: 1.0 / need for key, need in model.values(TABLE, "electricity_kwh_per_kg").items()}


def operation(model: Model) -> None:
    """Power of each block, the months' energy, and green power hour by hour where it is asked for."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    available = model.values(TABLE, "availability_share")
    least = model.values(TABLE, "min_load_share")
    most = {key: float(variable.ub) for key, variable in d.electrolyser_capacity_gw.items()}
    high = model.param("electrolyser_availability", data.ELECTROLYSERS, available)
    low = model.param("electrolyser_least_share", data.ELECTROLYSERS,
                      {key: least[key] * available[key] for key in data.ELECTROLYSERS})
    op.electrolyser_gw = Hourly(data.ELECTROLYSERS, m.BLOCKS, bounds=lambda _b, i, y, t: (0.0, most[i, y]))
    op.electrolyser_limit = Rows(data.ELECTROLYSERS, m.BLOCKS, rule=lambda _b, i, y, t:
        op.electrolyser_gw[i, y, t] <= high[i, y] * d.electrolyser_capacity_gw[i, y])
    op.electrolyser_least = Rows(data.ELECTROLYSERS, m.BLOCKS, rule=lambda _b, i, y, t:
        op.electrolyser_gw[i, y, t] >= low[i, y] * d.electrolyser_capacity_gw[i, y])
    model.family(op, "electrolyser_energy", data.ELECTROLYSERS, m.MONTHS, rule=lambda _b, i, y, month:
        d.electrolyser_gwh[i, y, month] == sum(
            m.weight_h[t] * op.electrolyser_gw[i, y, t] for t in m.blocks_in[month]))
    model.limited_by_rows(op.electrolyser_gw)
    price, made = model.values(TABLE, "hydrogen_price_cny_per_kg"), kt_per_gwh(model)
    # 1 CNY/kg is 1 million CNY/kt.
    model.hourly_cost("hydrogen", "electrolyser", op.electrolyser_gw, data.ELECTROLYSERS,
                      {key: -price[key] * made[key] for key in data.ELECTROLYSERS})
    if len(data.ELECTROLYSERS):
        model.extra_use(lambda r, y, t: sum(op.electrolyser_gw[i, y, t] for i in data.electrolysers_in[r, y]))
    _by_the_hour(model, most)


def _by_the_hour(model: Model, most: dict[tuple[str, int], float]) -> None:
    """Green power block by block."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    op.electrolyser_green_gw = Hourly(data.HOURLY_GREEN, m.BLOCKS, bounds=lambda _b, i, y, t: (0.0, most[i, y]))
    model.limited_by_rows(op.electrolyser_green_gw)
    op.electrolyser_green_power = Rows(data.HOURLY_GREEN, m.BLOCKS, rule=lambda _b, i, y, t:
        op.electrolyser_green_gw[i, y, t] <= op.electrolyser_gw[i, y, t])
    model.family(op, "electrolyser_green_energy", data.HOURLY_GREEN, m.MONTHS, rule=lambda _b, i, y, month:
        d.electrolyser_matched_gwh[i, y, month] == sum(
            m.weight_h[t] * op.electrolyser_green_gw[i, y, t] for t in m.blocks_in[month]))
    places = [place for place in data.REGION_YEARS if len(data.hourly_green_in[place])]
    data.HOURLY_GREEN_PLACES = pyo.Set(dimen=2, initialize=places)

    def rows() -> None:
        terms = model.rates_of("nonhydro_gross")
        if places:
            op.electrolyser_green_hour = Rows(data.HOURLY_GREEN_PLACES, m.BLOCKS, rule=lambda _b, r, y, t:
                sum(op.electrolyser_green_gw[i, y, t] for i in data.hourly_green_in[r, y])
                <= (sum(term(r, y, t) for term in terms) if terms else 0.0))
            model.pays["operation.electrolyser_green_hour"] = "targets"

    # Once every subject has named its renewable output.
    model.after_accounts.append(rows)


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capacity, power, and the green electricity of the year."""
    d, yearly = model.design, ("electrolyser", "year")
    return {
        "electrolyser_capacity_gw": point.of(yearly, d.electrolyser_capacity_gw),
        "electrolyser_built_gw": point.of(yearly, d.electrolyser_built_gw),
        "electrolyser_gw": point.of((*yearly, "time"), model.operation.electrolyser_gw),
        "electrolyser_green_gwh": point.of(yearly, d.electrolyser_green_gwh),
    }
