"""What retrofits and new coal units turn out to be: coal saved, fall of the coal rate, unit sizes; measured only.

As rows of the problem they would pay for the wrong thing: coal is "saved" by burning more of it in retrofitted units,
and a floor on a mean gain forbids the retrofits below it.
In a state that combines them, heating brings what the state has beyond the same state without it.
"""

from __future__ import annotations

import pandas as pd

from gridplan.library.units import KT_PER_MT
from gridplan.model.technologies import COAL
from gridplan.results.fuel_account import VISIBLE_GW, retrofits
from gridplan.results.ledger import number, ratio
from gridplan.results.measures.base import Accounts, Measure, Measurer

RETROFIT_OF = {
    "retrofit.heat_rate_gain": "efficiency", "energy.saving.coal_efficiency_retrofit": "efficiency",
    "retrofit.heating_heat_rate_gain": "heating", "energy.saving.coal_heating_retrofit": "heating",
}


def _gains(accounts: Accounts, retrofit: str) -> pd.DataFrame:
    """Lines of the retrofit account whose state holds a retrofit, with what that retrofit brings.

    Columns: capacity_gw, gain_g_per_kwh (fall of the rated net coal rate), saved_kt.
    """
    account = accounts.of(retrofits)
    change = accounts.results.case.rows("retrofits", accounts.year)["net_rate_change_g_per_kwh"]
    lines = []
    for row in account.itertuples():
        if retrofit in str(row.state).split("+"):
            whole, heating = _fall(change, str(row.cohort), str(row.state))
            gain = heating if retrofit == "heating" else whole - heating
            share = gain / whole if whole > 0 else float(retrofit == "efficiency")
            lines.append((float(row.capacity_gw), gain, min(max(share, 0.0), 1.0) * float(row.coal_saved_kt)))
    return pd.DataFrame(lines, columns=["capacity_gw", "gain_g_per_kwh", "saved_kt"])


def _fall(change: pd.Series, cohort: str, state: str) -> tuple[float, float]:
    """Fall of the rated coal rate a state brings (g/kWh), and the part of it due to heating: what the state has beyond
    the same state without heating.  Where the case offers no such state, efficiency has it all."""
    whole = -float(change.loc[(cohort, state)])
    parts = state.split("+")
    without = "+".join(part for part in parts if part != "heating")
    if not without:
        return whole, whole
    if "heating" not in parts or (cohort, without) not in change.index:
        return whole, 0.0
    return whole, whole + float(change.loc[(cohort, without)])


def _saved(accounts: Accounts, metric: str, _subject: str) -> Measure:
    return Measure(float(_gains(accounts, RETROFIT_OF[metric])["saved_kt"].sum()) / KT_PER_MT, KT_PER_MT)


def _rate_gain(accounts: Accounts, metric: str, _subject: str) -> Measure:
    """Mean fall of the rated net coal rate over the retrofitted capacity, g/kWh; NaN where nothing is retrofitted."""
    gains = _gains(accounts, RETROFIT_OF[metric])
    gained = float((gains["capacity_gw"] * gains["gain_g_per_kwh"]).sum())
    return Measure(ratio(gained, float(gains["capacity_gw"].sum())), 0.0)


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
