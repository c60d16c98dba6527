"""Green certificates sold (绿证出售): what is sold leaves the seller's renewable consumption.

    0 <= sold <= cap                                                                          GWh a year
    certificates_tradable:   sold + sum of non-hydro green sent <= tradable generation - burnt

Tradable are wind, sun and biomass (with waste); hydro of before 2023 gets certificates that cannot be sold, so no hydro
is sold here.  Generation counts gross, less what stores and circuits burn (circulation.py), so that no certificate is
made by burning.  Energy sent as green takes its certificate with it.  A certificate sold is taken off both rows of the
seller's quota (quota.py), of its green electricity consumed (consumption_targets.py) and of what hydrogen and loads may
call green (green_use.py), and earns its price.

Source: 发改能源〔2023〕1044号; 可再生能源绿色电力证书核发和交易规则 (国家能源局, 2024).
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from gridplan.model.accounts import annual
from gridplan.model.circulation import burnt_gwh
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point


def design(model: Model) -> None:
    """Certificates sold, their income, and the generation they need."""
    d, data = model.design, model.data
    cap = {key: value * 1000.0 for key, value in model.values("certificates", "sell_cap_twh").items()}
    data.SELLERS = pyo.Set(dimen=2, initialize=[key for key in model.keys("certificates") if cap[key] > 0])
    if not len(data.SELLERS):
        return
    price = {key: -value / 1000.0 for key, value in model.values("certificates", "sell_price_cny_per_mwh").items()}
    d.certificates_sold_gwh = pyo.Var(data.SELLERS, bounds=lambda _b, r, y: (0.0, cap[r, y]))
    model.cost("certificates_sold", "region", d.certificates_sold_gwh, data.SELLERS, {
        key: price[key] for key in data.SELLERS})
    model.quota_terms.append(lambda r, y, _total: -sold_gwh(model, r, y))
    model.want("nonhydro_gross", "storage_loss")
    model.after_accounts.append(lambda: _tradable(model))


def _tradable(model: Model) -> None:
    d, data = model.design, model.data
    burnt = {key: burnt_gwh(model, *key) for key in data.SELLERS}
    d.certificates_tradable = pyo.Constraint(data.SELLERS)
    for r, y in data.SELLERS:
        sent = sum(d.link_green_nonhydro_gwh[k, y] for k in data.links_out_of[r, y])
        d.certificates_tradable[r, y] = (
            d.certificates_sold_gwh[r, y] + sent <= annual(model, "nonhydro_gross", r, y) - burnt[r, y])
    model.pays["design.certificates_tradable"] = "quota"


def sold_gwh(model: Model, region: str, year: int) -> Any:
    """Certificates a region sells, GWh, as an expression."""
    return model.design.certificates_sold_gwh[region, year] if (region, year) in model.data.SELLERS else 0.0


def operation(_model: Model) -> None:
    """Nothing by the hour."""


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Certificates sold."""
    dims = ("region", "year")
    if not len(model.data.SELLERS):
        return {"certificates_sold_gwh": point.table(dims, {})}
    return {"certificates_sold_gwh": point.of(dims, model.design.certificates_sold_gwh)}
