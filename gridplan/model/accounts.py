"""Annual accounts: energy and fuel that policies add up over the year.

Subjects put rates on named accounts; an account some policy wants becomes one column for each region, year and month,

    account:  column = sum over the month's blocks of w_t x rate_t

so that a policy is a short row over months, no row spans all hours, and a window of the year can be given its share
of a policy.

| account | unit | what |
|---|---|---|
| generation_gross, nonfossil_gross, renewable_gross, nonhydro_gross | GWh | gross generation by what it counts as |
| thermal_gross | GWh | gross generation of whatever burns, biomass and waste with it |
| wind_gross, solar_gross, new_energy_gross | GWh | gross generation of wind, sun, both |
| own_use | GWh | power plants' own use |
| storage_loss | GWh | charged less discharged |
| coal_fuel, coal_scope_fuel | kt | standard coal burnt by coal plants; by those in the fleet's coal rate |
| coal_scope_net | GWh | net generation of the plants in the fleet's coal rate |
| co2 | kt | CO2 emitted |
| boiler_co2 | kt | the part of it that boilers emit, which give heat alone |
| extra_use | GWh | uses of electricity beyond the grid load (electrolysers, electric heat, pumps of reservoirs) |

A lever that needs an account of its own declares it (``Model.declare_account``) in its design.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

import pyomo.environ as pyo

from gridplan.model.components import Rows
from gridplan.model.frame import Model

ACCOUNTS = ("generation_gross", "nonfossil_gross", "renewable_gross", "nonhydro_gross", "thermal_gross",
            "wind_gross", "solar_gross", "new_energy_gross", "own_use", "storage_loss", "coal_fuel", "coal_scope_fuel",
            "coal_scope_net", "co2", "boiler_co2", "extra_use")

_CEILING = 4.0
"""A rate (GWh, or kt of coal or CO2, per hour) stays under this many times all power there is to make and take."""


def design(model: Model) -> None:
    """A column for each account some policy wants, region, year and month."""
    m, d, data = model.pyomo, model.design, model.data
    unknown = (model.accounts_wanted | set(model.account_terms) | set(model.account_sums)) - set(_known(model))
    if unknown:
        raise ValueError(f"unknown accounts: {sorted(unknown)}")
    most = {key: _most_gw(model, *key) for key in data.REGION_YEARS}
    hours = model.month_hours
    # One variable for each account: Pyomo's templates take no text among the indices of a variable.
    for name in _wanted(model):
        d.add_component(_column(name), pyo.Var(
            data.REGION_YEARS, m.MONTHS,
            bounds=lambda _b, r, y, month: (-most[r, y] * hours[month], most[r, y] * hours[month])))
        model.limited_by_rows(getattr(d, _column(name)))


def _most_gw(model: Model, region: str, year: int) -> float:
    """A rate no account can exceed, so that every column is bounded, as the lower bound by duality needs."""
    held = sum(c.power_gw.ub for c in model.capacities if (c.region, c.year) == (region, year))
    return float(_CEILING * (held + float(model.data.peak_gw[region, year])))


def _wanted(model: Model) -> list[str]:
    return [name for name in _known(model) if name in model.accounts_wanted]


def _known(model: Model) -> list[str]:
    return [*ACCOUNTS, *model.own_accounts]


def _column(account: str) -> str:
    return f"annual_{account}"


def operation(model: Model) -> None:
    """The rows that fill the accounts."""
    m, op, d, data = model.pyomo, model.operation, model.design, model.data
    for name in _wanted(model):
        terms, sums = model.account_terms.get(name, []), model.account_sums.get(name, [])
        column = getattr(d, _column(name))

        def rule(_b: Any, r: Any, y: Any, month: Any, column: pyo.Var = column, terms: list[Any] = terms,
                 sums: list[Any] = sums) -> Any:
            entered = [part(r, y, month) for part in sums]
            if terms:
                entered.append(sum(m.weight_h[t] * sum(term(r, y, t) for term in terms) for t in m.blocks_in[month]))
            return column[r, y, month] == (reduce(add, entered) if entered else 0.0)

        op.add_component(f"account_{name}", Rows(data.REGION_YEARS, m.MONTHS, rule=rule))
        model.passes_on[_column(name)] = (f"operation.account_{name}",)


def annual(model: Model, account: str, region: Any, year: Any) -> Any:
    """An account's sum over the year, as an expression of the design side."""
    column = getattr(model.design, _column(account))
    return sum(column[region, year, month] for month in model.pyomo.MONTHS)
