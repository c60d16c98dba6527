"""Named loads: parts of a region's consumption with a shape of their own (electric vehicles, electric heating,
electrification, industry, data centres).

The baseline of a load is part of the grid load, so that peak, reserve and quota see it.  With the region's shape s
(sum over the year 1), its grid energy E from the table demand, and the energy e_i and shape s_i of each load:

    grid load_t = s_t (E - sum of e_i within the energy) + sum of s_it e_i, without those within the curve

    on_top       e_i comes in addition to E
    in_energy    e_i is part of E; the rest keeps the region's shape and the year's energy stays
    in_curve     e_i is part of E and of the measured curve, which stays as it is

Whether a load can be moved is said in flexible.py; what of it is green in green_use.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyomo.environ as pyo

from gridplan.model.assets import AssetClass
from gridplan.model.point import Labelled, Point

if TYPE_CHECKING:
    from gridplan.model.frame import Model

IN_ENERGY, IN_CURVE = "in_energy", "in_curve"

ASSETS = AssetClass(
    "load", "loads",
    variables=("design.flexible_capability_gw", "operation.flexible_down_gw", "operation.flexible_up_gw"),
    capacity="design.flexible_capability_gw", technology="kind")


def loads_of(model: Model, region: str, year: int) -> list[pd.Series]:
    """Rows of the named loads of a region."""
    rows = model.rows("loads", year)
    return [row for _, row in rows[rows["region"] == region].iterrows()]


def baseline_gw(model: Model, row: pd.Series) -> np.ndarray:
    """Power of a load in every hour before anything is moved, shape (8760,), GW: its shape scaled to its energy."""
    shape = model.profile(str(row["profile"]))
    return np.asarray(shape * (float(row["energy_twh"]) * 1000.0 / model.case.sum_of_year(shape)))


def design(model: Model) -> None:
    """Baselines, the loads of each region, and the green energy each may be given (GWh)."""
    data = model.data
    region = model.values("loads", "region")
    data.LOADS = pyo.Set(dimen=2, initialize=model.keys("loads"))
    model.by_region("loads_in", data.LOADS, lambda key: region[key], dimen=1)
    data.load_hourly = {key: baseline_gw(model, model.rows("loads", key[1]).loc[key[0]]) for key in data.LOADS}
    # A shortened year stands for the whole one by weight, so its own sum is what the policies must see.
    data.load_gwh = {key: float(model.axis.mean(hours) @ model.axis.weight_h)
                     for key, hours in data.load_hourly.items()}
    model.design.load_green_gwh = pyo.Var(data.LOADS, bounds=lambda _b, i, y: (0.0, data.load_gwh[i, y]))


def operation(_model: Model) -> None:
    """Nothing of a load moves by itself."""


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Baseline of each load by block, and the green energy attributed to it."""
    baselines = {key: model.axis.mean(hours) for key, hours in model.data.load_hourly.items()}
    return {
        "load_baseline_gw": point.table(("load", "year", "time"), baselines),
        "load_green_gwh": point.of(("load", "year"), model.design.load_green_gwh),
    }
