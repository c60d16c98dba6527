"""Small cases made in memory, for tests whose answer is worked out by hand.

A case names only what matters to the test; everything else is neutral: no losses, no own use, no cost, always
available, one year with a discount rate of zero, so that a capital cost is capex / life.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gridplan.case.case import Case
from gridplan.case.schema import schema
from gridplan.case.settings import Settings
from gridplan.model.axis import TimeAxis
from tests.support.levers import given

HOURS = 8760
YEAR = 2030

NEUTRAL: dict[str, dict[str, Any]] = {
    "regions": {"line_loss_share": 0.0, "own_use_share_of_consumption": 0.0, "unserved_cost_cny_per_mwh": 10000.0,
                "certificate_price_cny_per_mwh": 0.0},
    "demand": {"profile": "load"},
    "cohorts": {"technology": "coal", "fuel": "coal", "capex_cny_per_kw": 0.0, "life_years": 10.0,
                "fixed_cost_cny_per_kw_a": 0.0, "variable_cost_cny_per_mwh": 0.0, "net_rate_g_per_kwh": 300.0,
                "no_load_share": 0.0, "min_output_share": 0.0, "ramp_share_per_h": 1.0, "start_cost_cny_per_kw": 0.0,
                "own_use_share": 0.0, "availability_share": 1.0, "capacity_credit_share": 1.0, "unit_mw": 500.0},
    "retrofits": {"cost_cny_per_kw": 0.0, "net_rate_change_g_per_kwh": 0.0},
    "renewables": {"technology": "wind_onshore", "profile": "wind", "capex_cny_per_kw": 0.0, "life_years": 10.0,
                   "fixed_cost_cny_per_kw_a": 0.0, "own_use_share": 0.0, "credit_summer_share": 0.0,
                   "credit_winter_share": 0.0},
    "reservoirs": {"inflow_profile": "inflow", "annual_hours": 8760.0, "storage_hours": 100.0, "min_output_share": 0.0,
                   "capex_cny_per_kw": 0.0, "life_years": 10.0, "fixed_cost_cny_per_kw_a": 0.0, "own_use_share": 0.0,
                   "availability_share": 1.0, "credit_summer_share": 1.0, "credit_winter_share": 1.0},
    "stores": {"technology": "lithium", "existing_hours": 4.0, "hours_min": 1.0, "hours_max": 10.0,
               "capex_power_cny_per_kw": 0.0, "capex_energy_cny_per_kwh": 0.0, "life_years": 10.0,
               "fixed_cost_cny_per_kw_a": 0.0, "variable_cost_cny_per_mwh": 0.0, "charge_efficiency_share": 1.0,
               "discharge_efficiency_share": 1.0, "capacity_credit_hours": 4.0, "availability_share": 1.0},
    "links": {"capex_cny_per_kw": 0.0, "life_years": 10.0, "loss_share": 0.0, "firm_share": 0.0, "profile": "delivery"},
    "response": {"max_share_of_peak": 0.1, "window_hours": 4.0, "max_hours": 100.0, "fixed_cost_cny_per_kw_a": 0.0,
                 "variable_cost_cny_per_mwh": 0.0},
    "fuels": {"price_cny_per_tce": 1000.0, "co2_t_per_tce": 2.66},
    "policies": {"sense": "min", "slack_price": 5000.0, "enforce": True},
}


@cache
def neutral() -> dict[str, dict[str, Any]]:
    """What does nothing in every table and column, the levers' own with it."""
    together = {table: dict(columns) for table, columns in NEUTRAL.items()}
    for part in given("NEUTRAL"):
        for table, columns in part.items():
            together.setdefault(table, {}).update(columns)
    return together


def small_case(tables: Mapping[str, Sequence[Mapping[str, Any]]], profiles: Mapping[str, Sequence[float]] | None = None,
               *, load_gw: Sequence[float] | None = None, discount_rate: float = 0.0,
               years: Sequence[int] = (YEAR,)) -> Case:
    """A complete case from the rows that matter, shape of each series repeated over the 8760 hours.

    Region "r", fuel "coal" (1000 CNY/tce) and a flat load of 1 GW are there unless given; ``load_gw`` gives the
    grid load of "r" hour by hour.
    """
    hourly_load = np.resize(np.asarray([1.0] if load_gw is None else load_gw, dtype=float), HOURS)
    tables_given = {"regions": [{"region": "r"}], "demand": [{"region": "r", "energy_twh": hourly_load.sum() / 1000.0}],
             "fuels": [{"fuel": "coal", "is_coal": True}], **tables}
    frames = {name: _frame(name, tables_given[name]) if tables_given.get(name) else _empty(name).copy()
              for name in schema().tables}
    series = {"load": hourly_load, "wind": [0.5], "inflow": [1.0], "delivery": [1.0], **(profiles or {})}
    hourly = pd.DataFrame({name: np.resize(np.asarray(values, dtype=float), HOURS) for name, values in series.items()})
    hourly.index.name = "hour"
    settings = Settings(name="small", years=list(years), discount_rate=discount_rate, calendar_year=years[0])
    origins = pd.DataFrame(columns=["table", "key", "column", "value", "basis", "source"])
    return Case(Path("small"), settings, frames, hourly, origins, [], "small")


@cache
def _empty(name: str) -> pd.DataFrame:
    return _frame(name, [])


def _frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    columns = schema().tables[name].columns.values()
    frame = {}
    for column in columns:
        values = [_value(name, column, row) for row in rows]
        frame[column.name] = pd.Series(values, dtype=_DTYPES.get(column.type, "object"))
    return pd.DataFrame(frame)


_DTYPES = {"number": "float64", "integer": "float64", "boolean": "bool", "year": "Int64"}


def _value(table: str, column: Any, row: Mapping[str, Any]) -> Any:
    if column.name in row:
        return row[column.name]
    if column.name in neutral().get(table, {}):
        return neutral()[table][column.name]
    if column.name == "region" and table not in ("regions", "fuels"):
        return "r"
    default = getattr(column, "default", "")
    if column.type == "boolean":
        return default is True or str(default).lower() in ("yes", "true")
    if column.type in ("number", "integer"):
        return float(default) if default not in ("", None) else float("nan")
    if column.type == "year":
        return pd.NA
    return "" if default is None else str(default)


def axis_of(hours: int) -> TimeAxis:
    """The first hours of the year as a year of their own: cyclic, each hour standing for itself."""
    return TimeAxis.window(0, hours, cyclic=True)
