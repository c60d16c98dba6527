"""What a cohort's retrofit state burns, emits and captures per tonne of fuel, read from the case tables alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridplan.results.ledger import fuel_row
from gridplan.results.types import Results, kept

AS_IS = "as_is"


@dataclass(frozen=True)
class StateFuel:
    """Fuel of one state: a mixture where another fuel is fired with the coal.

    Attributes:
        own_use_share: own use of the plant, share of gross generation.
        price_cny_per_tce: price of the mixture.
        coal_share: coal's share of the heat; 0 for a plant that burns no coal.
        co2_t_per_tce, captured_t_per_tce: CO2 emitted and captured.
        capture_cost_cny_per_t: transport and storage of what is captured.
    """

    own_use_share: float
    price_cny_per_tce: float
    coal_share: float
    co2_t_per_tce: float
    captured_t_per_tce: float = 0.0
    capture_cost_cny_per_t: float = 0.0


@kept
def state_fuels(results: Results, year: int) -> dict[tuple[str, str], StateFuel]:
    """Figures of every cohort and each of its states, as it is first."""
    retrofits = results.case.rows("retrofits", year)
    found = {}
    for cohort, row in results.case.rows("cohorts", year).iterrows():
        fuel = fuel_row(results, row["fuel"], row["region"], year)
        own = StateFuel(float(row["own_use_share"]), float(fuel["price_cny_per_tce"]), float(bool(fuel["is_coal"])),
                        float(fuel["co2_t_per_tce"]))
        found[str(cohort), AS_IS] = own
        for _, change in retrofits[retrofits["cohort"] == cohort].iterrows():
            share = float(np.nan_to_num(change["cofiring_share"])) if change["cofiring_fuel"] else 0.0
            other = fuel_row(results, change["cofiring_fuel"], row["region"], year) if share > 0 else None
            found[str(cohort), str(change["state"])] = _changed(own, change, share, other)
    return found


def _changed(own: StateFuel, change: pd.Series, share: float, other: pd.Series | None) -> StateFuel:
    price, coal, co2 = own.price_cny_per_tce, own.coal_share, own.co2_t_per_tce
    if other is not None:
        price += share * (float(other["price_cny_per_tce"]) - price)
        coal += share * (float(bool(other["is_coal"])) - coal)
        co2 += share * (float(other["co2_t_per_tce"]) - co2)
    captured = float(np.nan_to_num(change["capture_share"])) * co2
    return StateFuel(own.own_use_share + float(np.nan_to_num(change["own_use_share_change"])), price, coal,
                     co2 - captured, captured, float(np.nan_to_num(change["capture_cost_cny_per_t"])))
