"""Thermal cohorts: coal with its retrofit states, gas, nuclear, biomass.

A cohort is a class of like units.  Its capacity stands in *states*: as it is, or retrofitted (节能降碳 efficiency,
灵活性 flexibility, 供热 heating, or combinations); retrofitting is capacity moving to another state.  With existing
capacity E, capacity x in state k, b built and r retired (GW gross, for each cohort and year):

    capacity_split:   sum_k x_k = E + b - r         states share the cohort's capacity (several years: fleet_path.py)

Commitment is relaxed: u GW of the capacity are online, at least at their minimum output m, and y GW (net) of output
lie above it; v GW start.  With own use e, availability a, the share of the block in the heating season in m and in
the must-run share:

    online_limit:     u_t <= a x                        no more online than is available
    must_run:         u_t >= must_run_t a x             what heat or industry keeps online
    output_range:     y_t <= (1 - e)(1 - m_t) u_t       output between minimum and full load
    starts:           v_t >= u_t - u_(t-1)              what comes online was started
    ramp_up:          y_t - y_(t-1) <= ramp (u_t - v_t) h     units online in both hours move at their ramp;
    ramp_down:        y_(t-1) - y_t <= ramp (u_t - v_t) h     units start from and stop at minimum output

    net output p_t = (1 - e) m_t u_t + y_t
    fuel_t = rate x (n (1 - e) u_t + (1 - n) p_t)       n: share of full-load fuel burnt at no load, so that
                                                        part load burns more (n = 0.08: +19 % at 30 % output)

A ramp that covers the whole range above minimum output within an hour gets no rows (a unit may then also reach full
load in the hour it starts).  A cohort without commitment gives any output between zero and a (1 - e) x at its full-
load rate:

    free_output_limit: p_t <= a (1 - e) x
    full_load_hours:   sum_t w_t p_t / (1 - e) <= hours x     by month, then the year

A state that fires another fuel with the coal has the mixture's price, CO2 and coal; one that captures CO2 emits the
rest and pays for transport and storage (account co2_captured, term capture).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo

from gridplan.model import fleet_path
from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.fleet import StateFigures, state_figures
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.shared import Capacity, Shape
from gridplan.model.technologies import NONFOSSIL_THERMAL, QUOTA_THERMAL, THERMAL
from gridplan.model.vintages import paid_while_standing, standing

ASSETS = AssetClass(
    "cohort", "cohorts",
    variables=("design.thermal_capacity_gw", "design.thermal_gross_gwh", "operation.online_gw",
               "operation.above_minimum_gw", "operation.started_gw", "operation.free_output_gw",
               "design.thermal_built_gw", "design.thermal_retired_gw"),
    stated=("design.thermal_capacity_gw", "design.thermal_gross_gwh", "operation.online_gw",
            "operation.above_minimum_gw", "operation.started_gw", "operation.free_output_gw"),
    capacity="design.thermal_capacity_gw", built="design.thermal_built_gw", given=("design.capacity_split",))


def design(model: Model) -> None:
    """Capacity by state, new, retired; their costs and what they count for."""
    m, d = model.pyomo, model.design
    figures = state_figures(model)
    m.data.thermal_figures = figures
    _sets(model, figures)
    existing = model.values("cohorts", "existing_gw")
    build_max = model.values("cohorts", "build_max_gw")
    retire_max = model.values("cohorts", "retire_max_gw")
    d.thermal_capacity_gw = pyo.Var(m.data.STATES, bounds=lambda _b, g, k, y: (0.0, figures[g, k, y].max_gw))
    d.thermal_built_gw = pyo.Var(m.data.COHORTS, bounds=lambda _b, g, y: (0.0, build_max[g, y]))
    d.thermal_retired_gw = pyo.Var(
        m.data.COHORTS, bounds=lambda _b, g, y: (0.0, min(retire_max[g, y], existing[g, y])))
    start = model.param("thermal_existing_gw", m.data.COHORTS, existing)
    states = m.data.states_of
    life = model.values("cohorts", "life_years")
    new = standing(model, "thermal", d.thermal_built_gw, life)
    model.family(
        d, "capacity_split", m.data.COHORTS,
        rule=lambda _b, g, y: sum(d.thermal_capacity_gw[g, k, y] for k in states[g, y])
        == start[g, y] + new(g, y) - d.thermal_retired_gw[g, y],
    )
    if model.is_path:
        fleet_path.design(model, figures)
    model.declare_account("co2_captured")
    _design_costs(model, figures, life)
    _count_capacity(model, figures)


def _sets(model: Model, figures: dict[tuple[Any, ...], StateFigures]) -> None:
    data = model.data
    region = model.values("cohorts", "region")
    data.COHORTS = pyo.Set(dimen=2, initialize=model.keys("cohorts"))
    data.STATES = pyo.Set(dimen=3, initialize=list(figures))
    data.states_of = pyo.Set(data.COHORTS, initialize={
        (g, y): [k for (h, k, z) in figures if (h, z) == (g, y)] for g, y in data.COHORTS
    })
    data.COMMITTED = pyo.Set(dimen=3, initialize=[key for key, f in figures.items() if f.commitment])
    data.UNCOMMITTED = pyo.Set(dimen=3, initialize=[key for key, f in figures.items() if not f.commitment])
    data.RAMPED = pyo.Set(dimen=3, initialize=[key for key, f in figures.items() if f.commitment and f.ramp_binds])
    data.MUST_RUN = pyo.Set(dimen=3, initialize=[
        key for key, f in figures.items() if f.commitment and (f.must_run or f.must_run_heating_extra)])
    for name, members in (("committed_in", data.COMMITTED), ("uncommitted_in", data.UNCOMMITTED)):
        model.by_region(name, members, lambda key: region[key[0], key[2]], dimen=2)


def _design_costs(
    model: Model, figures: dict[tuple[Any, ...], StateFigures], life: dict[tuple[str, int], float]
) -> None:
    d, data = model.design, model.data
    annuity = model.annuities(model.values("cohorts", "capex_cny_per_kw"), life)
    model.cost("capital", "cohort", d.thermal_built_gw, data.COHORTS, annuity, paid_while_standing(model, life))
    if not model.is_path:
        model.cost("retrofit", "cohort", d.thermal_capacity_gw, data.STATES,
                   {key: f.retrofit_annuity for key, f in figures.items()})
    model.cost("fixed", "cohort", d.thermal_capacity_gw, data.STATES,
               {key: f.fixed_cost for key, f in figures.items()})


def _count_capacity(model: Model, figures: dict[tuple[Any, ...], StateFigures]) -> None:
    capacity = model.design.thermal_capacity_gw
    for (g, k, y), f in figures.items():
        model.capacities.append(Capacity(f.region, y, f.technology, capacity[g, k, y]))

    def firm(region: str, year: int, _season: str) -> Any:
        return sum(f.capacity_credit * capacity[key] for key, f in figures.items()
                   if f.region == region and key[2] == year)

    model.firm.append(firm)


def operation(model: Model) -> None:
    """Online capacity, output above minimum and starts of each block; fuel and its costs."""
    m, op, data = model.pyomo, model.operation, model.data
    figures = data.thermal_figures
    _operation_parameters(model, figures)
    op.online_gw = Hourly(data.COMMITTED, m.BLOCKS, bounds=lambda _b, g, k, y, t: (0.0, figures[g, k, y].max_gw))
    op.above_minimum_gw = Hourly(
        data.COMMITTED, m.BLOCKS, bounds=lambda _b, g, k, y, t: (0.0, figures[g, k, y].max_gw))
    op.started_gw = Hourly(data.COMMITTED, m.BLOCKS, bounds=lambda _b, g, k, y, t: (0.0, figures[g, k, y].max_gw))
    op.free_output_gw = Hourly(
        data.UNCOMMITTED, m.BLOCKS, bounds=lambda _b, g, k, y, t: (0.0, figures[g, k, y].max_gw))
    model.limited_by_rows(op.free_output_gw)
    _commitment_rows(model)
    _ramp_rows(model)
    _full_load_hours(model, figures)
    _balance_and_accounts(model)
    _operation_costs(model, figures)


def _operation_parameters(model: Model, figures: dict[tuple[Any, ...], StateFigures]) -> None:
    data = model.data
    for name in ("available", "net_share", "min_output", "min_output_heating_extra", "ramp", "must_run",
                 "must_run_heating_extra", "fuel_at_no_load", "fuel_per_net"):
        model.param(f"thermal_{name}", data.STATES, {key: getattr(f, name) for key, f in figures.items()})
    season = model.season_share("heating_months")
    region = model.values("cohorts", "region")
    data.COHORT_SEASONS = pyo.Set(dimen=2, initialize=list(data.COHORTS))
    model.series("heating_share", data.COHORT_SEASONS, {
        (g, y): season[region[g, y], y] for g, y in data.COHORTS
    })


def min_output(model: Model, g: Any, k: Any, y: Any, t: Any) -> Any:
    """Minimum output of a unit in block t: its all-year figure, moved in the heating season."""
    data = model.data
    return (data.thermal_min_output[g, k, y]
            + data.thermal_min_output_heating_extra[g, k, y] * data.heating_share[g, y, t])


def net_output(model: Model, g: Any, k: Any, y: Any, t: Any) -> Any:
    """Net output (GW) of a committed state: the minimum of what is online, and what lies above it."""
    op, data = model.operation, model.data
    return (data.thermal_net_share[g, k, y] * min_output(model, g, k, y, t) * op.online_gw[g, k, y, t]
            + op.above_minimum_gw[g, k, y, t])


def fuel(model: Model, g: Any, k: Any, y: Any, t: Any) -> Any:
    """Standard coal (kt per hour) burnt by a committed state."""
    op, data = model.operation, model.data
    return (data.thermal_fuel_at_no_load[g, k, y] * op.online_gw[g, k, y, t]
            + data.thermal_fuel_per_net[g, k, y] * net_output(model, g, k, y, t))


def _commitment_rows(model: Model) -> None:
    m, op, data = model.pyomo, model.operation, model.data
    capacity = model.design.thermal_capacity_gw
    op.online_limit = Rows(
        data.COMMITTED, m.BLOCKS, rule=lambda _b, g, k, y, t:
        op.online_gw[g, k, y, t] <= data.thermal_available[g, k, y] * capacity[g, k, y])
    op.must_run = Rows(
        data.MUST_RUN, m.BLOCKS, rule=lambda _b, g, k, y, t:
        op.online_gw[g, k, y, t] >= (data.thermal_must_run[g, k, y]
                                     + data.thermal_must_run_heating_extra[g, k, y] * data.heating_share[g, y, t])
        * data.thermal_available[g, k, y] * capacity[g, k, y])
    op.output_range = Rows(
        data.COMMITTED, m.BLOCKS, rule=lambda _b, g, k, y, t:
        op.above_minimum_gw[g, k, y, t]
        <= data.thermal_net_share[g, k, y] * (1.0 - min_output(model, g, k, y, t)) * op.online_gw[g, k, y, t])
    op.starts = Rows(
        data.COMMITTED, m.LINKED_BLOCKS, rule=lambda _b, g, k, y, t:
        op.started_gw[g, k, y, t] >= op.online_gw[g, k, y, t] - op.online_gw[g, k, y, m.previous[t]])
    op.free_output_limit = Rows(
        data.UNCOMMITTED, m.BLOCKS, rule=lambda _b, g, k, y, t:
        op.free_output_gw[g, k, y, t]
        <= data.thermal_available[g, k, y] * data.thermal_net_share[g, k, y] * capacity[g, k, y])


def _ramp_rows(model: Model) -> None:
    m, op, data = model.pyomo, model.operation, model.data

    def reach(g: Any, k: Any, y: Any, t: Any) -> Any:
        stays = op.online_gw[g, k, y, t] - op.started_gw[g, k, y, t]
        return data.thermal_ramp[g, k, y] * data.thermal_net_share[g, k, y] * m.hours_since_previous[t] * stays

    op.ramp_up = Rows(
        data.RAMPED, m.LINKED_BLOCKS, rule=lambda _b, g, k, y, t:
        op.above_minimum_gw[g, k, y, t] - op.above_minimum_gw[g, k, y, m.previous[t]] <= reach(g, k, y, t))
    op.ramp_down = Rows(
        data.RAMPED, m.LINKED_BLOCKS, rule=lambda _b, g, k, y, t:
        op.above_minimum_gw[g, k, y, m.previous[t]] - op.above_minimum_gw[g, k, y, t] <= reach(g, k, y, t))


def _full_load_hours(model: Model, figures: dict[tuple[Any, ...], StateFigures]) -> None:
    """Cap on yearly hours: monthly gross energy as columns, summed over the year on the design side."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    limited = {key: f for key, f in figures.items() if f.max_full_load_hours is not None}
    data.HOURS_LIMITED = pyo.Set(dimen=3, initialize=list(limited))
    if not limited:
        return
    month_hours = model.month_hours
    d.thermal_gross_gwh = pyo.Var(
        data.HOURS_LIMITED, m.MONTHS, bounds=lambda _b, g, k, y, month: (0.0, limited[g, k, y].max_gw *
        month_hours[month]))
    committed = pyo.Set(dimen=3, initialize=[key for key, f in limited.items() if f.commitment])
    free = pyo.Set(dimen=3, initialize=[key for key, f in limited.items() if not f.commitment])
    data.HOURS_LIMITED_COMMITTED, data.HOURS_LIMITED_FREE = committed, free
    model.family(
        op, "full_load_energy", committed, m.MONTHS, rule=lambda _b, g, k, y, month: d.thermal_gross_gwh[g, k, y, month]
        == sum(m.weight_h[t] / data.thermal_net_share[g, k, y] * net_output(model, g, k, y, t)
               for t in m.blocks_in[month]))
    model.family(
        op, "full_load_energy_free", free, m.MONTHS, rule=lambda _b, g, k, y, month: d.thermal_gross_gwh[g, k, y, month]
        == sum(m.weight_h[t] / data.thermal_net_share[g, k, y] * op.free_output_gw[g, k, y, t]
               for t in m.blocks_in[month]))
    hours = model.param("max_full_load_hours", data.HOURS_LIMITED,
                        {key: f.max_full_load_hours or 0.0 for key, f in limited.items()})
    model.in_each_weather(d, "full_load_hours", data.HOURS_LIMITED, lambda i, months, share:
        sum(d.thermal_gross_gwh[*i, month] for month in months) <= share * hours[i] * d.thermal_capacity_gw[i])


def _balance_and_accounts(model: Model) -> None:
    op, data = model.operation, model.data
    figures = data.thermal_figures
    committed, free = data.committed_in, data.uncommitted_in

    def everyone(weight: str | None = None) -> Any:
        """A rule summing committed and free states' net output in a region, times a parameter if one is named."""
        factor = getattr(data, weight) if weight else None

        def rule(r: Any, y: Any, t: Any) -> Any:
            if factor is None:
                return (sum(net_output(model, g, k, y, t) for g, k in committed[r, y])
                        + sum(op.free_output_gw[g, k, y, t] for g, k in free[r, y]))
            return (sum(factor[g, k, y] * net_output(model, g, k, y, t) for g, k in committed[r, y])
                    + sum(factor[g, k, y] * op.free_output_gw[g, k, y, t] for g, k in free[r, y]))

        return rule

    def fuel_times(weight: str) -> Any:
        factor = getattr(data, weight)

        def rule(r: Any, y: Any, t: Any) -> Any:
            return (sum(factor[g, k, y] * fuel(model, g, k, y, t) for g, k in committed[r, y])
                    + sum(factor[g, k, y] * data.thermal_rate[g, k, y] * op.free_output_gw[g, k, y, t]
                          for g, k in free[r, y]))

        return rule

    def flag(name: str, value: Any) -> str:
        model.param(name, data.STATES, {key: value(f) for key, f in figures.items()})
        return name

    flag("thermal_rate", lambda f: f.rate)
    per_gross = {"generation_gross": lambda f: True, "nonfossil_gross": lambda f: f.technology in NONFOSSIL_THERMAL,
                 "renewable_gross": lambda f: f.technology in QUOTA_THERMAL,
                 "nonhydro_gross": lambda f: f.technology in QUOTA_THERMAL,
                 "thermal_gross": lambda f: f.technology in THERMAL}
    model.inject(everyone())
    for account, counts in per_gross.items():
        model.account(account, everyone(flag(f"gross_in_{account}", lambda f, c=counts: c(f) / f.net_share)))
    model.account("own_use", everyone(flag("own_use_per_net", lambda f: 1.0 / f.net_share - 1.0)))
    model.account("coal_scope_net", everyone(flag("in_coal_scope", lambda f: float(f.in_coal_rate))))
    model.account("coal_scope_fuel", fuel_times("in_coal_scope"))
    model.account("coal_fuel", fuel_times(flag("burns_coal", lambda f: f.coal_share)))
    model.account("co2", fuel_times(flag("co2_per_fuel", lambda f: f.co2_per_fuel)))
    if any(f.captured_per_fuel for f in figures.values()):
        model.account("co2_captured", fuel_times(flag("captured_per_fuel", lambda f: f.captured_per_fuel)))


def _operation_costs(model: Model, figures: dict[tuple[Any, ...], StateFigures]) -> None:
    """Fuel, variable, CO2 and start cost, per unit of online capacity and of output above minimum."""
    op, data = model.operation, model.data
    _cost_shapes(model)
    terms: list[tuple[str, Any, Any, Any]] = [
        ("fuel", lambda f: f.fuel_price, lambda f: 0.0, lambda f: 0.0),
        ("variable", lambda f: 0.0, lambda f: f.variable_cost, lambda f: 0.0),
        ("co2", lambda f: f.co2_price * f.co2_per_fuel, lambda f: 0.0, lambda f: -f.co2_price * f.co2_benchmark),
    ]
    if any(f.captured_per_fuel for f in figures.values()):
        terms.append(("capture", lambda f: f.capture_cost * f.captured_per_fuel, lambda f: 0.0, lambda f: 0.0))
    for term, per_fuel, per_net, per_gross in terms:
        net = {key: per_fuel(f) * f.fuel_per_net + per_net(f) + per_gross(f) / f.net_share
               for key, f in figures.items()}
        at_minimum = {key: net[key] * f.net_share * f.min_output + per_fuel(f) * f.fuel_at_no_load
                      for key, f in figures.items()}
        in_season = {key: net[key] * f.net_share * f.min_output_heating_extra for key, f in figures.items()}
        model.hourly_cost(term, "cohort", op.above_minimum_gw, data.COMMITTED, net)
        model.hourly_cost(term, "cohort", op.online_gw, data.COMMITTED, at_minimum)
        if any(in_season[key] for key in data.COMMITTED):
            model.hourly_cost(term, "cohort", op.online_gw, data.COMMITTED, in_season, "heating_season")
        free = {key: per_fuel(f) * f.rate + per_net(f) + per_gross(f) / f.net_share for key, f in figures.items()}
        model.hourly_cost(term, "cohort", op.free_output_gw, data.UNCOMMITTED, free)
    model.hourly_cost("start", "cohort", op.started_gw, data.COMMITTED,
                      {key: f.start_cost for key, f in figures.items()}, "per_start")


def _cost_shapes(model: Model) -> None:
    """Shapes of costs that are not the same in every hour: the heating season's share of a block, and starts."""
    m, data = model.pyomo, model.data
    season = np.array([data.heating_share.arrays[g, y] for g, _k, y in data.COMMITTED])
    model.shapes["heating_season"] = Shape(lambda i, t: data.heating_share[i[0], i[2], t], season)
    # A block's starts are counted once, however long it lasts, and as often as the hours it stands for recur.
    once = 1.0 / model.axis.duration_h
    data.once_per_block = pyo.Param(m.BLOCKS, initialize=dict(enumerate(once.tolist())))
    model.shapes["per_start"] = Shape(lambda _i, t: data.once_per_block[t], once)


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capacities by state, and output, online capacity, starts and fuel by state and block."""
    d, op, data = model.design, model.operation, model.data
    figures = data.thermal_figures
    by_state = ("cohort", "state", "year", "time")
    online, above = point.hourly(op.online_gw), point.hourly(op.above_minimum_gw)
    output: dict[tuple[Any, ...], np.ndarray] = {}
    burnt: dict[tuple[Any, ...], np.ndarray] = {}
    for i, key in enumerate(data.COMMITTED):
        f = figures[key]
        season = data.heating_share.arrays[key[0], key[2]]
        minimum = f.min_output + f.min_output_heating_extra * season
        output[key] = f.net_share * minimum * online[i] + above[i]
        burnt[key] = f.fuel_at_no_load * online[i] + f.fuel_per_net * output[key]
    for i, key in enumerate(data.UNCOMMITTED):
        output[key] = point.hourly(op.free_output_gw)[i]
        burnt[key] = figures[key].rate * output[key]
    for change in model.output_changes:
        for key, added in change(point).items():
            output[key] = output[key] + added
    moved = {"thermal_moved_gw": fleet_path.retrofitted(model, point)} if model.is_path else {}
    return moved | {
        "thermal_capacity_gw": point.of(("cohort", "state", "year"), d.thermal_capacity_gw),
        "thermal_built_gw": point.of(("cohort", "year"), d.thermal_built_gw),
        "thermal_retired_gw": point.of(("cohort", "year"), d.thermal_retired_gw),
        "thermal_output_gw": point.table(by_state, output),
        "thermal_fuel_kt_per_h": point.table(by_state, burnt),
        "thermal_online_gw": point.of(by_state, op.online_gw),
        "thermal_started_gw": point.of(by_state, op.started_gw),
    }
