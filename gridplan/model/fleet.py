"""Figures of each cohort and retrofit state, worked out once from the case tables.

A state's figures are its cohort's, changed by what the retrofit row says.  Power from fuel fired with coal does not
count as renewable: the quota and certificates count registered renewable plants, which a coal unit is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from gridplan.model.economics import annuity
from gridplan.model.frame import Model
from gridplan.model.metric_data import free_allocation_share

AS_IS = "as_is"


@dataclass(frozen=True)
class StateFigures:
    """One cohort in one state and year; shares are of gross capacity, rates in kt per GWh (= 1000 g/kWh).

    ``fuel_price`` and ``co2_per_fuel`` are those of the mixture where another fuel is fired with the coal, CO2 after
    capture; ``coal_share`` is coal's share of the heat (0: not a coal plant); ``captured_per_fuel`` is CO2 captured per
    fuel (t/t), ``capture_cost`` its transport and storage (million CNY per kt of CO2).
    """

    region: str
    technology: str
    commitment: bool
    max_gw: float
    unit_gw: float
    net_share: float
    available: float
    min_output: float
    min_output_heating_extra: float
    ramp: float
    must_run: float
    must_run_heating_extra: float
    rate: float
    no_load_share: float
    start_cost: float
    fixed_cost: float
    variable_cost: float
    retrofit_annuity: float
    fuel_price: float
    co2_per_fuel: float
    co2_price: float
    co2_benchmark: float
    coal_share: float
    in_coal_rate: bool
    capacity_credit: float
    max_full_load_hours: float | None
    captive: bool = False
    captured_per_fuel: float = 0.0
    capture_cost: float = 0.0

    @property
    def is_coal(self) -> bool:
        """Whether the cohort is a coal plant, whatever is fired with the coal."""
        return self.coal_share > 0.0

    @property
    def fuel_at_no_load(self) -> float:
        """Fuel (kt per hour) per GW online: n x rate x (1 - e)."""
        return self.rate * self.no_load_share * self.net_share

    @property
    def fuel_per_net(self) -> float:
        """Fuel (kt) per net GWh beyond the no-load part: (1 - n) x rate."""
        return self.rate * (1.0 - self.no_load_share)

    @property
    def lowest_output(self) -> float:
        """Minimum output (share of capacity) in the season in which it is lower."""
        return min(self.min_output, self.min_output + self.min_output_heating_extra)

    @property
    def ramp_binds(self) -> bool:
        """Whether the ramp can bind within an hour; one that covers the whole range above minimum cannot."""
        return self.ramp < 1.0 - self.lowest_output


def state_figures(model: Model) -> dict[tuple[str, str, int], StateFigures]:
    """Figures of every (cohort, state, year); ``as_is`` comes first for each cohort."""
    figures: dict[tuple[str, str, int], StateFigures] = {}
    for year in model.years:
        retrofits = model.rows("retrofits", year)
        fuels = fuels_of(model, year)
        regions = model.rows("regions", year)
        for cohort, row in model.rows("cohorts", year).iterrows():
            base = _as_is(row, fuels[str(row["fuel"]), str(row["region"])], regions.loc[row["region"]],
                          free_allocation_share(model.case, str(row["region"]), year))
            figures[str(cohort), AS_IS, year] = base
            for _, change in retrofits[retrofits["cohort"] == cohort].iterrows():
                key = str(cohort), str(change["state"]), year
                other = fuels.get((str(change["cofiring_fuel"]), str(row["region"])))
                figures[key] = refuelled(_retrofitted(model, row, base, change), change, other)
    return figures


def fuels_of(model: Model, year: int) -> dict[tuple[str, str], pd.Series]:
    """The fuel row for each (fuel, region): the region's own, else the one without a region."""
    rows = [row for _, row in model.rows("fuels", year).iterrows()]
    everywhere = {(str(row["fuel"]), region): row for row in rows if not row["region"] for region in model.regions}
    own = {(str(row["fuel"]), str(row["region"])): row for row in rows if row["region"]}
    return everywhere | own


def _as_is(row: pd.Series, fuel: pd.Series, region: pd.Series, free_share: float) -> StateFigures:
    def number(column: str, missing: float) -> float:
        value = float(row[column])
        return missing if np.isnan(value) else value

    min_output = float(row["min_output_share"])
    must_run = float(row["must_run_share"])
    hours = float(row["max_full_load_hours"])
    benchmark = free_share * number("co2_benchmark_t_per_mwh", 0.0)
    return StateFigures(
        region=str(row["region"]), technology=str(row["technology"]), commitment=bool(row["commitment"]),
        max_gw=float(row["existing_gw"] + row["build_max_gw"]), unit_gw=number("unit_mw", 0.0) / 1000.0,
        net_share=1.0 - float(row["own_use_share"]), available=float(row["availability_share"]),
        min_output=min_output,
        min_output_heating_extra=number("min_output_heating_share", min_output) - min_output,
        ramp=float(row["ramp_share_per_h"]), must_run=must_run,
        must_run_heating_extra=number("must_run_heating_share", must_run) - must_run,
        rate=float(row["net_rate_g_per_kwh"]) / 1000.0, no_load_share=float(row["no_load_share"]),
        start_cost=float(row["start_cost_cny_per_kw"]), fixed_cost=float(row["fixed_cost_cny_per_kw_a"]),
        variable_cost=float(row["variable_cost_cny_per_mwh"]) / 1000.0, retrofit_annuity=0.0,
        fuel_price=float(fuel["price_cny_per_tce"]) / 1000.0, co2_per_fuel=float(fuel["co2_t_per_tce"]),
        co2_price=float(region["co2_price_cny_per_t"]) / 1000.0, co2_benchmark=benchmark,
        coal_share=float(fuel["is_coal"]), in_coal_rate=bool(fuel["is_coal"]) and bool(row["in_coal_rate"]),
        capacity_credit=float(row["capacity_credit_share"]),
        max_full_load_hours=None if np.isnan(hours) else hours, captive=bool(row["captive"]),
    )


def _retrofitted(model: Model, row: pd.Series, base: StateFigures, change: pd.Series) -> StateFigures:
    def changed(column: str, current: float) -> float:
        value = float(change[column])
        return current if np.isnan(value) else value

    min_output = changed("min_output_share", base.min_output)
    in_season = changed("min_output_heating_share", max(min_output, base.min_output + base.min_output_heating_extra)
                        if base.min_output_heating_extra else min_output)
    must_run = changed("must_run_share", base.must_run)
    must_run_in_season = changed("must_run_heating_share", base.must_run + base.must_run_heating_extra
                                 if base.must_run_heating_extra else must_run)
    life = changed("life_years", float(row["remaining_life_years"]))
    fields: dict[str, Any] = {
        "max_gw": min(base.max_gw, changed("max_gw", base.max_gw)),
        "min_output": min_output,
        "min_output_heating_extra": in_season - min_output,
        "ramp": changed("ramp_share_per_h", base.ramp),
        "must_run": must_run,
        "must_run_heating_extra": must_run_in_season - must_run,
        "net_share": base.net_share - float(change["own_use_share_change"]),
        "rate": base.rate + float(change["net_rate_change_g_per_kwh"]) / 1000.0,
        "no_load_share": changed("no_load_share", base.no_load_share),
        "fixed_cost": base.fixed_cost + float(change["fixed_cost_change_cny_per_kw_a"]),
        "retrofit_annuity": float(change["cost_cny_per_kw"]) * annuity(model.rate, life),
    }
    return StateFigures(**{**base.__dict__, **fields})


def refuelled(base: StateFigures, change: pd.Series, other: pd.Series | None) -> StateFigures:
    """A state with another fuel fired with its own, and with CO2 captured; shares of heat and of the CO2."""
    share = 0.0 if other is None else _or_nothing(change["cofiring_share"])
    captured = _or_nothing(change["capture_share"])
    fields: dict[str, Any] = {}
    if share and other is not None:
        fields["fuel_price"] = ((1.0 - share) * base.fuel_price
                                + share * float(other["price_cny_per_tce"]) / 1000.0)
        fields["co2_per_fuel"] = (1.0 - share) * base.co2_per_fuel + share * float(other["co2_t_per_tce"])
        fields["coal_share"] = (1.0 - share) * base.coal_share + share * float(other["is_coal"])
    if captured:
        emitted = fields.get("co2_per_fuel", base.co2_per_fuel)
        fields["co2_per_fuel"] = (1.0 - captured) * emitted
        fields["captured_per_fuel"] = captured * emitted
        fields["capture_cost"] = _or_nothing(change["capture_cost_cny_per_t"]) / 1000.0
    return replace(base, **fields)


def _or_nothing(value: float) -> float:
    return 0.0 if np.isnan(value) else float(value)


__all__ = ["AS_IS", "StateFigures", "fuels_of", "state_figures"]
