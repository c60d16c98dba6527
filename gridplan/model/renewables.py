"""Wind, sun and run-of-river: output up to what the weather gives, curtailment as the difference.

With installed capacity X (GW gross), capacity factor c_t (mean of the block) and own use e, for each class and year:

    installed:     X = existing + built and still standing,  X <= potential
                   plus what levers move between classes (``Model.capacity_moves``: repowering.py)
                   several planning years: builds that stand within the sites left free, moves apart
    availability:  p_t <= (1 - e) c_t X          net output; the rest is curtailed
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyomo.environ as pyo

from gridplan.model.assets import AssetClass
from gridplan.model.components import Hourly, Rows
from gridplan.model.frame import Model, added
from gridplan.model.point import Labelled, Point
from gridplan.model.shared import Capacity
from gridplan.model.technologies import HYDRO, NEW_ENERGY, SOLAR, WIND
from gridplan.model.vintages import paid_while_standing, standing

POTENTIAL_WITHOUT_LIMIT_GW = 5000.0
"""Ceiling where a case states none (schema: renewables.potential_gw)."""

SMALLEST_FACTOR = 1e-4
"""Capacity factors below this are taken as zero: dusk and calm give less than a meter resolves, and coefficients of
1e-8 cost the solver its accuracy.  At most 0.9 full-load hours a year."""

ASSETS = AssetClass(
    "renewable", "renewables",
    variables=("design.renewable_capacity_gw", "design.renewable_built_gw", "operation.renewable_output_gw"),
    capacity="design.renewable_capacity_gw", built="design.renewable_built_gw", given=("design.renewable_installed",))


def design(model: Model) -> None:
    """Capacity of each class; its costs and what it counts for."""
    d, data = model.design, model.data
    existing = model.values("renewables", "existing_gw")
    potential = model.values("renewables", "potential_gw", missing=POTENTIAL_WITHOUT_LIMIT_GW)
    technology = model.values("renewables", "technology")
    region = model.values("renewables", "region")
    data.RENEWABLES = pyo.Set(dimen=2, initialize=model.keys("renewables"))
    data.renewable_technology, data.renewable_region = technology, region
    model.by_region("renewables_in", data.RENEWABLES, lambda key: region[key], dimen=1)
    down, up = ({key: model.capacity_room.get(key, (0.0, 0.0))[way] for key in existing} for way in (0, 1))
    d.renewable_capacity_gw = pyo.Var(
        data.RENEWABLES, bounds=lambda _b, v, y: (
            existing[v, y] - down[v, y], max(existing[v, y], potential[v, y]) + up[v, y]))
    d.renewable_built_gw = pyo.Var(
        data.RENEWABLES, bounds=lambda _b, v, y: (0.0, max(0.0, potential[v, y] - existing[v, y])))
    start = model.param("renewable_existing_gw", data.RENEWABLES, existing)
    life = model.values("renewables", "life_years")
    new = standing(model, "renewable", d.renewable_built_gw, life)
    model.family(
        d, "renewable_installed", data.RENEWABLES,
        rule=lambda _b, v, y: d.renewable_capacity_gw[v, y] == start[v, y] + new(v, y)
        + added(model.capacity_moves, v, y))
    if model.is_path and model.capacity_room:
        _builds_within_potential(model, potential, existing, new)
    annuity = model.annuities(model.values("renewables", "capex_cny_per_kw"), life)
    model.cost("capital", "renewable", d.renewable_built_gw, data.RENEWABLES, annuity, paid_while_standing(model, life))
    model.cost("fixed", "renewable", d.renewable_capacity_gw, data.RENEWABLES,
               model.values("renewables", "fixed_cost_cny_per_kw_a"))
    _count_capacity(model)


def _builds_within_potential(model: Model, potential: dict[tuple[str, int], float],
                             existing: dict[tuple[str, int], float], new: Callable[[Any, Any], Any]) -> None:
    """Builds of all planning years that stand, within the sites that are free: those that moves of capacity bring or
    take away are not built on.

        renewable_new_within_potential:  sum of built <= potential - existing
    """
    data = model.data
    data.RENEWABLES_MOVED = pyo.Set(dimen=2, initialize=[key for key in existing if key in model.capacity_room])
    free = model.param("renewable_free_gw", data.RENEWABLES_MOVED, {
        key: max(0.0, potential[key] - existing[key]) for key in data.RENEWABLES_MOVED})
    model.design.renewable_new_within_potential = pyo.Constraint(
        data.RENEWABLES_MOVED, rule=lambda _b, v, y: new(v, y) <= free[v, y])
    model.whole_rows.append("design.renewable_new_within_potential")


def _count_capacity(model: Model) -> None:
    capacity, data = model.design.renewable_capacity_gw, model.data
    credit = {season: model.values("renewables", f"credit_{season}_share") for season in ("summer", "winter")}
    for v, y in data.RENEWABLES:
        model.capacities.append(
            Capacity(data.renewable_region[v, y], y, data.renewable_technology[v, y], capacity[v, y]))

    def firm(region: str, year: int, season: str) -> Any:
        return sum(credit[season][v, year] * capacity[v, year] for v in data.renewables_in[region, year])

    model.firm.append(firm)


def capacity_factor(model: Model, renewable: str, year: int) -> np.ndarray:
    """Available output per GW of a class in every hour, shape (8760,)."""
    hourly = model.profile(model.rows("renewables", year).loc[renewable, "profile"])
    return np.where(hourly < SMALLEST_FACTOR, 0.0, hourly)


def operation(model: Model) -> None:
    """Output of each block, below what the weather gives."""
    m, op, data = model.pyomo, model.operation, model.data
    own_use = model.values("renewables", "own_use_share")
    ceiling = {key: variable.ub for key, variable in model.design.renewable_capacity_gw.items()}
    factors = {(v, y): model.axis.mean(capacity_factor(model, v, y)) * (1 - own_use[v, y]) for v, y in data.RENEWABLES}
    data.renewable_net_factors = factors
    model.series("renewable_net_factor", data.RENEWABLES, factors)
    factor = data.renewable_net_factor
    op.renewable_output_gw = Hourly(
        data.RENEWABLES, m.BLOCKS, bounds=lambda _b, v, y, t: (0.0, factors[v, y][t] * ceiling[v, y]))
    op.renewable_availability = Rows(
        data.RENEWABLES, m.BLOCKS, rule=lambda _b, v, y, t:
        op.renewable_output_gw[v, y, t] <= factor[v, y, t] * model.design.renewable_capacity_gw[v, y])
    model.limited_by_rows(op.renewable_output_gw)
    rate = {key: cost / 1000.0 for key, cost in model.values("renewables", "variable_cost_cny_per_mwh").items()}
    model.hourly_cost("variable", "renewable", op.renewable_output_gw, data.RENEWABLES, rate)
    model.inject(lambda r, y, t: sum(op.renewable_output_gw[v, y, t] for v in data.renewables_in[r, y]))
    _accounts(model, {key: 1.0 / (1.0 - share) for key, share in own_use.items()})


def _accounts(model: Model, gross_per_net: dict[tuple[str, int], float]) -> None:
    """Gross generation by what it counts as, own use, and what the weather offered (for the utilisation floors)."""
    op, data = model.operation, model.data
    counts = {
        "generation_gross": frozenset(WIND | SOLAR | HYDRO), "nonfossil_gross": frozenset(WIND | SOLAR | HYDRO),
        "renewable_gross": frozenset(WIND | SOLAR | HYDRO), "nonhydro_gross": NEW_ENERGY, "wind_gross": WIND,
        "solar_gross": SOLAR, "new_energy_gross": NEW_ENERGY,
    }

    def add(account: str, factor: dict[tuple[str, int], float]) -> None:
        parameter = model.param(f"renewable_in_{account}", data.RENEWABLES, factor)
        model.account(account, lambda r, y, t: sum(
            parameter[v, y] * op.renewable_output_gw[v, y, t] for v in data.renewables_in[r, y]))

    for account, technologies in counts.items():
        add(account, {key: gross if data.renewable_technology[key] in technologies else 0.0
                      for key, gross in gross_per_net.items()})
    add("own_use", {key: gross - 1.0 for key, gross in gross_per_net.items()})


def available_gwh(model: Model, region: str, year: int, technologies: frozenset[str]) -> Any:
    """Gross energy (GWh) the weather offers to the capacity of some technologies in a year, as an expression."""
    data, capacity = model.data, model.design.renewable_capacity_gw
    own_use = model.values("renewables", "own_use_share")
    return sum(
        float(data.renewable_net_factors[v, year] @ model.axis.weight_h) / (1.0 - own_use[v, year]) * capacity[v, year]
        for v in data.renewables_in[region, year] if data.renewable_technology[v, year] in technologies)


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Capacities, output and what was available before curtailment."""
    d, data = model.design, model.data
    hourly = ("renewable", "year", "time")
    capacity = dict(zip(data.RENEWABLES, point.array(d.renewable_capacity_gw), strict=True))
    offered = {key: data.renewable_net_factors[key] * capacity[key] for key in data.RENEWABLES}
    return {
        "renewable_capacity_gw": point.of(hourly[:2], d.renewable_capacity_gw),
        "renewable_built_gw": point.of(hourly[:2], d.renewable_built_gw),
        "renewable_output_gw": point.of(hourly, model.operation.renewable_output_gw),
        "renewable_available_gw": point.table(hourly, offered),
    }
