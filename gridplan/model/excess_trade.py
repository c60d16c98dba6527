"""Trade of consumption above the quota between regions (超额消纳量交易): it leaves one count and enters another.

    0 <= traded <= max                                            GWh a year, total (with hydro)
    excess_nonhydro:   traded non-hydro <= traded                 GWh a year

The total row of the giver's quota loses what is traded and that of the receiver gains it; the non-hydro rows likewise
the non-hydro part, so both rows stay consistent.  The giver's own rows hold with what it gave away: what it gives
without having it is missing at home.  The rules of the input ask that a shortfall at home be priced above one at the
receiver (rules_trade.py), so only a surplus is ever given.  The price is a transfer between two regions of the case:
shown, and no cost.

Source: 发改能源〔2019〕807号 (an obligated party may buy consumption above others' quota).
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from gridplan.model.assets import AssetClass
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point

ASSETS = AssetClass("trade", "excess_trade", technology="", region_of=lambda row, _regions: str(row["to"]))


def design(model: Model) -> None:
    """What is traded, and what it adds to and takes from the quota of each end."""
    d, data = model.design, model.data
    data.TRADES = pyo.Set(dimen=2, initialize=model.keys("excess_trade"))
    if not len(data.TRADES):
        return
    most = {key: value * 1000.0 for key, value in model.values("excess_trade", "max_twh").items()}
    d.excess_traded_gwh = pyo.Var(data.TRADES, bounds=lambda _b, i, y: (0.0, most[i, y]))
    d.excess_traded_nonhydro_gwh = pyo.Var(data.TRADES, bounds=lambda _b, i, y: (0.0, most[i, y]))
    d.excess_nonhydro = pyo.Constraint(data.TRADES, rule=lambda _b, i, y:
        d.excess_traded_nonhydro_gwh[i, y] <= d.excess_traded_gwh[i, y])
    giver, taker = model.values("excess_trade", "from"), model.values("excess_trade", "to")

    def counted(region: str, year: int, total: bool) -> Any:
        traded = d.excess_traded_gwh if total else d.excess_traded_nonhydro_gwh
        here = [key for key in data.TRADES if key[1] == year]
        gained = sum(traded[key] for key in here if taker[key] == region)
        return gained - sum(traded[key] for key in here if giver[key] == region)

    model.quota_terms.append(counted)


def operation(_model: Model) -> None:
    """Nothing by the hour."""


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Consumption traded, total and non-hydro."""
    dims, d = ("trade", "year"), model.design
    if not len(model.data.TRADES):
        return {name: point.table(dims, {}) for name in ("excess_traded_gwh", "excess_traded_nonhydro_gwh")}
    return {"excess_traded_gwh": point.of(dims, d.excess_traded_gwh),
            "excess_traded_nonhydro_gwh": point.of(dims, d.excess_traded_nonhydro_gwh)}
