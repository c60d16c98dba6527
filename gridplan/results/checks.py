"""What must hold of every plan before anything is written: balances, limits, levels and cost, from the labelled
results alone.

Each check gives its name, the largest deviation found, the tolerance and whether it holds; all go into run.json and
the report.  Limits and levels are checked by the subjects' own files.
"""

from __future__ import annotations

from collections.abc import Iterator

from gridplan.model.economics import year_weights
from gridplan.results import path_checks
from gridplan.results.check import ENERGY_TOLERANCE_GWH, POWER_TOLERANCE_GW, Check, most
from gridplan.results.dispatch import largest_residual_gw
from gridplan.results.energy_balance import energy_balance
from gridplan.results.recompute import largest_difference, recomputed_costs
from gridplan.results.subjects import collect
from gridplan.results.types import Results
from gridplan.results.weather_years import has_weather_years, objective_million_cny

COST_TOLERANCE = 1e-6
"""Share of the cost by which the recomputed one may differ."""


def check(results: Results, objective_million_cny: float) -> list[Check]:
    """Every check of a plan, the objective's recomputation included."""
    return [*_balances(results), *collect("checks", results), *path_checks.checks(results), _negative(results),
            *_costs(results, objective_million_cny)]


def _balances(results: Results) -> Iterator[Check]:
    yield Check("power_balance_every_hour", largest_residual_gw(results), POWER_TOLERANCE_GW, "GW")
    account = energy_balance(results)
    gap = float(account[account["row"] == "residual"]["energy_gwh"].abs().max())
    yield Check("energy_balance_of_the_year", gap, max(ENERGY_TOLERANCE_GWH, 876.0 * POWER_TOLERANCE_GW), "GWh")


def _negative(results: Results) -> Check:
    data = results.dataset
    signed = {name for name in data.data_vars if str(name).startswith("price_")}
    return Check("nothing_below_zero", max(most(-data[name]) for name in data.data_vars if name not in signed),
                 POWER_TOLERANCE_GW, "GW")


def _costs(results: Results, objective: float) -> Iterator[Check]:
    tolerance = COST_TOLERANCE * max(abs(objective), 1.0)
    difference, where = largest_difference(results)
    yield Check("cost_terms_recomputed", difference, tolerance, "million CNY", where)
    if has_weather_years(results):
        total = objective_million_cny(results)
    else:
        settings = results.case.settings
        weights = year_weights(settings.years, settings.discount_rate)
        costs = recomputed_costs(results)
        total = float((costs["million_cny"] * costs["year"].map(weights)).sum())
    yield Check("cost_adds_up_to_objective", abs(total - objective), tolerance, "million CNY")


__all__ = ["COST_TOLERANCE", "ENERGY_TOLERANCE_GWH", "POWER_TOLERANCE_GW", "Check", "check"]
