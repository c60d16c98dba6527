"""Shares of consumption, clean generation, CO2 per kWh, and coal against a base year.

With Use the electricity use of the renewable quota (grid load, own use, storage losses, uses beyond the grid load) and
Loss the storage losses:

    share.local_renewable_consumption:    RE - Loss + slack >= share x Use                               GWh
    share.renewable_consumption:          RE - green sent + green received - Loss + slack >= share x Use
    share.green_electricity_consumption:  the same with certificates bought, without those sold
    share.clean_generation:               clean gross generation - Loss + slack >= share x gross generation

    intensity.co2_electricity:   CO2 + sum of f x received lines' energy sent - sum of f x energy sent
                                 + f x circulation loss <= target x (Use - Loss) + slack                 kt
    intensity.*_reduction:       base x (gross generation - Loss) - CO2 + slack >= fall x base x (...)   kt
    coal.consumption_growth:     coal burnt - base <= growth x base + slack                              kt
    coal.consumption_reduction:  base - coal burnt + slack >= fall x base                                kt

CO2 per kWh consumed holds the CO2 of what is bought and leaves out that of what is sold, each at the link's own factor
f per kWh sent (``import_emissions``); Shanghai's target is written so (004, p. 920).  What may come back over a circuit
of links is sold at no more than the least factor of the circuit's links inward, and what circuits lose is charged at
the highest it is sold at, so that sending power round never helps.  CO2 is that of power plants: boilers that give heat
alone make no electricity.  The fall of CO2 per kWh (度电) is of generation.  Losses of stores are left out of every
denominator that a larger figure would ease, and taken off every green left side, so that burning energy never helps.
The coal targets of the plans are for all uses; the rows hold the coal burnt for power.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyomo.environ as pyo

from gridplan.case.metric_needs import BASE_ITEMS
from gridplan.library.units import KT_PER_MT
from gridplan.model.accounts import annual
from gridplan.model.certificates import sold_gwh
from gridplan.model.circulation import burnt_gwh, circuits, circulation_loss_gwh, reached_from
from gridplan.model.frame import Model
from gridplan.model.links import sent_gwh
from gridplan.model.metric_data import base_figure, clean_technologies, sent_emissions_kt_per_gwh
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.quota import credit_share, use_gwh
from gridplan.model.thermal import net_output

if TYPE_CHECKING:
    from gridplan.case.case import Case

CONSUMED = ("share.local_renewable_consumption", "share.renewable_consumption", "share.green_electricity_consumption")
CLEAN_SHARE = "share.clean_generation"
INTENSITY = "intensity.co2_electricity"
INTENSITY_FALL = ("intensity.co2_electricity_reduction", "intensity.electricity_co2_reduction")
COAL_CHANGE = {"coal.consumption_growth": 1.0, "coal.consumption_reduction": -1.0}
"""Sign with which the change of the coal burnt counts."""

CLEAN_ACCOUNT = "clean_gross"
_USE = ("own_use", "storage_loss")
ACCOUNTS_OF = {
    **dict.fromkeys(CONSUMED, ("renewable_gross", *_USE)),
    CLEAN_SHARE: (CLEAN_ACCOUNT, "generation_gross", "storage_loss"),
    INTENSITY: ("co2", "boiler_co2", *_USE),
    **dict.fromkeys(INTENSITY_FALL, ("co2", "boiler_co2", "generation_gross", "storage_loss")),
    **dict.fromkeys(COAL_CHANGE, ("coal_fuel",)),
}


def policies(model: Model, book: PolicyBook) -> None:
    """Ask for the accounts the enforced targets need, and write their rows once the accounts stand."""
    for target in book.of(*ACCOUNTS_OF):
        model.want(*ACCOUNTS_OF[target.metric])
        if model.has_extra_use and "own_use" in ACCOUNTS_OF[target.metric]:
            model.want("extra_use")
        if target.metric == CLEAN_SHARE:
            _clean_account(model)
        model.after_accounts.append(partial(_row, model, book, target))


def _row(model: Model, book: PolicyBook, target: Target) -> None:
    r, y, metric, handled = target.region, target.year, target.metric, _handled_gwh(model, target)
    share = target.value / 100.0
    if metric in CONSUMED:
        book.require(target, _green_gwh(model, target), share * use_gwh(model, r, y), slack_ceiling=10.0 * handled)
    elif metric == CLEAN_SHARE:
        kept = annual(model, CLEAN_ACCOUNT, r, y) - burnt_gwh(model, r, y)
        book.require(target, kept, share * annual(model, "generation_gross", r, y), slack_ceiling=10.0 * handled)
    elif metric == INTENSITY:
        used = use_gwh(model, r, y) - annual(model, "storage_loss", r, y)
        book.require(target, consumed_co2_kt(model, r, y), target.value / 1000.0 * used, slack_ceiling=20.0 * handled)
    elif metric in INTENSITY_FALL:
        base = base_figure(model.case, r, y, BASE_ITEMS[metric]) / 1000.0
        generated = annual(model, "generation_gross", r, y) - burnt_gwh(model, r, y)
        book.require(target, base * generated - power_co2_kt(model, r, y), share * base * generated,
                     slack_ceiling=20.0 * handled)
    else:
        base = base_figure(model.case, r, y, BASE_ITEMS[metric]) * KT_PER_MT
        change = COAL_CHANGE[metric] * (annual(model, "coal_fuel", r, y) - base)
        book.require(target, change, share * base, slack_ceiling=20.0 * handled + base)


def _handled_gwh(model: Model, target: Target) -> float:
    """Energy a region can use and send away, GWh: the scale of what a row can miss, in a supply base too."""
    d, data, r, y = model.design, model.data, target.region, target.year
    out_gw = sum(d.link_capacity_gw[k, y].ub for k in data.links_out_of[r, y])
    return float(data.demand_gwh[r, y] + out_gw * sum(model.month_hours.values()))


def _green_gwh(model: Model, target: Target) -> Any:
    """Renewable energy that counts as consumed, GWh, storage losses taken off."""
    d, data, r, y = model.design, model.data, target.region, target.year
    green = annual(model, "renewable_gross", r, y) - burnt_gwh(model, r, y)
    if target.metric == "share.local_renewable_consumption":
        return green
    green -= sum(d.link_green_gwh[k, y] for k in data.links_out_of[r, y])
    green += sum(credit_share(model, k, y) * d.link_green_gwh[k, y] for k in data.links_into[r, y])
    if target.metric == "share.green_electricity_consumption":
        green += d.certificates_gwh[r, y] - sold_gwh(model, r, y)
    return green


def consumed_co2_kt(model: Model, region: str, year: int) -> Any:
    """CO2 (kt) of the electricity a region consumes: of its plants, plus what it buys, less what it sells."""
    kt = power_co2_kt(model, region, year)
    for k in model.data.links_into[region, year]:
        kt += sent_emissions_kt_per_gwh(model.case, k, year) * sent_gwh(model, k, year)
    factors = sold_factors(model.case, region, year)
    for k, factor in factors.items():
        kt -= factor * sent_gwh(model, k, year)
    return kt + lost_factor(model.case, region, year) * circulation_loss_gwh(model, region, year)


def power_co2_kt(model: Model, region: str, year: int) -> Any:
    """CO2 (kt) of a region's power plants, without boilers."""
    return annual(model, "co2", region, year) - annual(model, "boiler_co2", region, year)


def sold_factors(case: Case, region: str, year: int) -> dict[str, float]:
    """CO2 (kt per GWh sent) that a region's sales take with them, by link: the link's own, and where power may come
    back no more than the least of the links it can come back over."""
    rows, own = case.rows("links", year), circuits(case, year, region)
    steps = [(begin, end) for _table, _key, begin, end in own if region not in (begin, end)]
    round_about = {key for table, key, _begin, _end in own if table == "links"}
    factors = {}
    for k in map(str, rows.index[rows["from"] == region]):
        factor = sent_emissions_kt_per_gwh(case, k, year)
        if k in round_about:
            over = reached_from(str(rows.loc[k, "to"]), steps)
            factor = min([factor, *(sent_emissions_kt_per_gwh(case, key, year) for table, key, begin, end in own
                                    if table == "links" and end == region and begin in over)])
        factors[k] = factor
    return factors


def lost_factor(case: Case, region: str, year: int) -> float:
    """CO2 (kt per GWh) charged for what circuits lose: the highest at which the region sells over them."""
    round_about = {key for table, key, begin, _end in circuits(case, year, region)
                   if table == "links" and begin == region}
    return max((factor for k, factor in sold_factors(case, region, year).items() if k in round_about), default=0.0)


def _clean_account(model: Model) -> None:
    """Gross generation of what each region counts as clean energy, as an account of its own; declared once."""
    if CLEAN_ACCOUNT in model.own_accounts:
        return
    model.declare_account(CLEAN_ACCOUNT)
    data, op, figures = model.data, model.operation, model.data.thermal_figures
    clean = {(r, y): clean_technologies(model.case, r, y) for r in model.regions for y in model.years}
    burnt = model.param("clean_per_net", data.STATES, {
        key: float(f.technology in clean[f.region, key[2]]) / f.net_share for key, f in figures.items()})
    _renewables_and_water(model, clean)
    model.account(CLEAN_ACCOUNT, lambda r, y, t: sum(
        burnt[g, k, y] * net_output(model, g, k, y, t) for g, k in data.committed_in[r, y]))
    model.account(CLEAN_ACCOUNT, lambda r, y, t: sum(
        burnt[g, k, y] * op.free_output_gw[g, k, y, t] for g, k in data.uncommitted_in[r, y]))
    _less_heat(model)
    _less_pumped_water(model, clean)


def _less_heat(model: Model) -> None:
    """Power that clean heat-and-power units lose for heat."""
    data, op = model.data, model.operation
    if data.chp_figures:
        lost = model.param("clean_lost_for_heat", data.CHP, {
            key: -f.power_loss * pyo.value(data.clean_per_net[key]) for key, f in data.chp_figures.items()})
        model.account_of_month(CLEAN_ACCOUNT, lambda r, y, month: sum(
            model.pyomo.weight_h[t] * lost[g, k, y] * op.chp_heat_gw[g, k, y, t]
            for g, k, t in data.chp_hours_in[r, y, month]))


def _less_pumped_water(model: Model, clean: dict[tuple[str, int], frozenset[str]]) -> None:
    """Water that hybrid pumps put back is no generation of the reservoir."""
    data, op = model.data, model.operation
    if not len(data.HYBRID_PUMPS):
        return
    plant, efficiency = (model.values("hybrid_pumps", name) for name in ("reservoir", "pump_efficiency_share"))
    technology, region = model.values("reservoirs", "technology"), model.values("reservoirs", "region")
    returned = model.param("clean_pumped", data.HYBRID_PUMPS, {
        (p, y): -efficiency[p, y] * float(technology[plant[p, y], y] in clean[region[plant[p, y], y], y])
        for p, y in data.HYBRID_PUMPS})
    model.account(CLEAN_ACCOUNT, lambda r, y, t: sum(
        returned[p, y] * op.hybrid_pump_charge_gw[p, y, t] for p in data.hybrid_pumps_in[r, y]))


def _renewables_and_water(model: Model, clean: dict[tuple[str, int], frozenset[str]]) -> None:
    """Wind, sun and hydropower in the account of clean generation."""
    for table, subjects, members, output in (
        ("renewables", model.data.RENEWABLES, model.data.renewables_in, "renewable_output_gw"),
        ("reservoirs", model.data.RESERVOIRS, model.data.reservoirs_in, "reservoir_output_gw"),
    ):
        technology, region = model.values(table, "technology"), model.values(table, "region")
        own_use = model.values(table, "own_use_share")
        per_net = model.param(f"{table}_clean_per_net", subjects, {
            key: float(technology[key] in clean[region[key], key[1]]) / (1.0 - own_use[key]) for key in subjects})

        def rule(r: Any, y: Any, t: Any, members: pyo.Set = members, per_net: pyo.Param = per_net,
                 output: str = output) -> Any:
            return sum(per_net[a, y] * getattr(model.operation, output)[a, y, t] for a in members[r, y])

        model.account(CLEAN_ACCOUNT, rule)
