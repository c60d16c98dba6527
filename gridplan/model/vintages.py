"""What links the planning years of a path: which builds still stand, which years pay for them, what has aged.

With b_v what is built in planning year v, of life n_v years, and E_y what is left of today's fleet in year y:

    stands(v, y)    v <= y < v + n_v, judged at planning years: what stands in y serves the whole period y stands for
    capacity_y      E_y + sum of b_v over the v that stand in y            for every asset that can be built
    capital_y       sum of annuity_v b_v over the same v: the annuity of its own year's price, paid while it stands

So capacity and payments go together, and nothing is left over at the end of the horizon that was paid for and not
used: the annuities beyond it fall due with the service they buy (docs/paths.md).

What is done once to a plant that ends with it (a retrofit) is paid over its life alone, and stays after that:

    paid_share(v, y) = discounted years of y's period before v + n_v over all discounted years of the period

A case of one planning year has b_y alone: every sum has one member and every share is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pyomo.environ as pyo

from gridplan.model.economics import paid_shares

if TYPE_CHECKING:
    from gridplan.model.frame import Model

Key = tuple[str, int]
Years = Mapping[tuple[Any, ...], Mapping[int, float]]
"""For each index of a design variable, the years in which it is paid for and the share of each that is."""


def stands(built: int, life: float, year: int) -> bool:
    """Whether what was built in a planning year, with a life in years, stands in another."""
    return built <= year < built + life


def standing(model: Model, name: str, built: pyo.Var, life: Mapping[Key, float]) -> Callable[[Any, Any], Any]:
    """A rule (asset, year) that sums what is built and still stands; puts ``<name>_vintages`` on the data block.

    Args:
        name: name of the builds; the set's name follows from it.
        built: the variable, GW or GWh, by (asset, year).
        life: years by (asset, year built); an asset's builds are those of its keys.
    """
    built_in: dict[str, list[int]] = {}
    for asset, year in built.index_set():
        built_in.setdefault(asset, []).append(year)
    of = pyo.Set(built.index_set(), initialize={
        (a, y): [v for v in built_in[a] if stands(v, life[a, v], y)] for a, y in built.index_set()})
    model.data.add_component(f"{name}_vintages", of)
    return lambda a, y: sum(built[a, v] for v in of[a, y])


def paid_while_standing(model: Model, life: Mapping[Key, float]) -> Years:
    """Years in which each (asset, year built) is paid for: those in which it stands."""
    return {(a, v): {y: 1.0 for y in model.years if stands(v, years, y)} for (a, v), years in life.items()}


def paid_over_life(model: Model, life: Mapping[tuple[Any, ...], float]) -> Years:
    """Years in which what is done once is paid for; the key's last label is the year it is done in."""
    return {key: paid_shares(model.years, model.rate, int(key[-1]), years) for key, years in life.items()}


def year_before(model: Model, year: int) -> int | None:
    """The planning year before one; None before the first."""
    place = model.years.index(year)
    return model.years[place - 1] if place else None


def gone_by_age(model: Model, existing: Mapping[Key, float]) -> dict[Key, float]:
    """What leaves today's fleet between a planning year and the one before it, GW; 0 in the first year."""
    return {(a, y): max(0.0, _before(model, existing, a, y, gw) - gw) for (a, y), gw in existing.items()}


def aged_until(model: Model, existing: Mapping[Key, float]) -> dict[Key, float]:
    """What has left today's fleet by age since the first planning year, GW."""
    gone = gone_by_age(model, existing)
    return {(a, y): sum(gw for (b, z), gw in gone.items() if b == a and z <= y) for a, y in gone}


def added_by_data(model: Model, existing: Mapping[Key, float]) -> dict[Key, float]:
    """What the case adds to the fleet since the planning year before, GW; the whole fleet in the first."""
    return {(a, y): max(0.0, gw - _before(model, existing, a, y, 0.0)) for (a, y), gw in existing.items()}


def _before(model: Model, existing: Mapping[Key, float], asset: str, year: int, first: float) -> float:
    """Existing capacity in the planning year before, GW; ``first`` in the first, 0 where there was no row."""
    before = year_before(model, year)
    return first if before is None else existing.get((asset, before), 0.0)
