"""What retrofits and new coal units turn out to be: coal saved, fall of the coal rate, unit sizes; measured only.

As rows of the problem they would pay for the wrong thing: coal is "saved" by burning more of it in retrofitted units,
and a floor on a mean gain forbids the retrofits below it.
A state that combines retrofits counts as efficiency where efficiency is in it, else as heating.
"""

from __future__ import annotations

import pandas as pd

from gridplan.model.technologies import COAL
from gridplan.results.fuel_account import VISIBLE_GW, retrofits
from gridplan.results.ledger import number, ratio
from gridplan.results.measures.base import Accounts, Measure, Measurer

KT_PER_MT = 1000.0
RETROFIT_OF = {
    "retrofit.heat_rate_gain": "efficiency", "energy.saving.coal_efficiency_retrofit": "efficiency",
    "retrofit.heating_heat_rate_gain": "heating", "energy.saving.coal_heating_retrofit": "heating",
}


def _done(accounts: Accounts, metric: str) -> pd.DataFrame:
    """Lines of the retrofit account that a metric is about."""
    account, wanted = accounts.of(retrofits), RETROFIT_OF[metric]
    parts = [str(state).split("+") for state in account["state"]]
    return account[[wanted in of and (wanted == "efficiency" or "efficiency" not in of) for of in parts]]


def _saved(accounts: Accounts, metric: str, _subject: str) -> Measure:
    return Measure(float(_done(accounts, metric)["coal_saved_kt"].sum()) / KT_PER_MT, KT_PER_MT)


def _rate_gain(accounts: Accounts, metric: str, _subject: str) -> Measure:
    """Mean fall of the rated net coal rate over the retrofitted capacity, g/kWh; NaN where nothing is retrofitted."""
    done = _done(accounts, metric)
    change = accounts.results.case.rows("retrofits", accounts.year)["net_rate_change_g_per_kwh"]
    gained = sum(-float(change.loc[(row.cohort, row.state)]) * float(row.capacity_gw) for row in done.itertuples())
    return Measure(ratio(gained, float(done["capacity_gw"].sum())), 0.0)


def _unit_size(accounts: Accounts, metric: str, _subject: str) -> Measure:
    """Mean or smallest unit size (GW) of the coal plants built; NaN where none is built."""
    cohorts = accounts.results.case.rows("cohorts", accounts.year)
    built = {name: number(accounts.results.dataset["thermal_built_gw"], cohort=name, year=accounts.year)
             for name, row in cohorts.iterrows() if row["region"] == accounts.region and row["technology"] in COAL}
    sizes = {name: float(cohorts.loc[name, "unit_mw"]) / 1000.0 for name, gw in built.items() if gw > VISIBLE_GW}
    if metric == "coal.new_unit_size.usc_min":
        return Measure(min(sizes.values(), default=float("nan")), 0.0)
    return Measure(ratio(sum(size * built[name] for name, size in sizes.items()),
                         sum(built[name] for name in sizes)), 0.0)


MEASURES: dict[str, Measurer] = {
    "retrofit.heat_rate_gain": _rate_gain,
    "retrofit.heating_heat_rate_gain": _rate_gain,
    "energy.saving.coal_efficiency_retrofit": _saved,
    "energy.saving.coal_heating_retrofit": _saved,
    "coal.new_unit_size.usc": _unit_size,
    "coal.new_unit_size.usc_min": _unit_size,
}
