"""Renewable consumption quota (消纳责任权重), total and non-hydro, with certificates and green energy traded.

For each region and year, and for both rows k (all renewables; without hydro):

    RE_k - sum of green sent + sum of green received + certificates + levers' terms - burnt + slack >= W_k x Use
    Use = grid load (final demand + line loss) + power plants' own use + storage loss + uses beyond the grid load

RE is gross generation; curtailed energy is not generated.  What is burnt, in stores and on circuits of links
(circulation.py), is taken off the left side as well, so that burning energy never helps to meet the quota; the
official count, without that, is in the quota account.  Levers add what they trade: certificates sold, consumption
traded (``Model.quota_terms``).

Green energy received counts after the line's loss (bundled supply) or before it (pure renewable point-to-
grid), as the link says.  Certificates are bought up to a cap, and the energy sent as green is out of the region's
own generation:

    attribution:            sum of green sent <= RE_total
    attribution_nonhydro:   sum of non-hydro green sent <= RE_nonhydro
    attribution_hydro:      sum of (green - non-hydro green) sent <= RE_total - RE_nonhydro

Source: 发改能源〔2019〕807号 and the accounting method of 2016; the guard on storage losses answers a weakness of
generation-based rows.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pyomo.environ as pyo

from gridplan.model.accounts import annual
from gridplan.model.circulation import burnt_gwh
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.model.policies import PolicyBook, Target

TOTAL, NONHYDRO = "quota.renewable_consumption", "quota.nonhydro_consumption"


def design(model: Model) -> None:
    """Certificates bought, and the limits on green energy attributed to links that leave a region."""
    d, data = model.design, model.data
    cap = {key: value * 1000.0 for key, value in model.values("regions", "certificate_cap_twh").items()}
    price = {key: value / 1000.0 for key, value in model.values("regions", "certificate_price_cny_per_mwh").items()}
    d.certificates_gwh = pyo.Var(data.REGION_YEARS, bounds=lambda _b, r, y: (0.0, cap[r, y]))
    model.cost("certificates", "region", d.certificates_gwh, data.REGION_YEARS, price)
    senders = [(r, y) for r, y in data.REGION_YEARS if len(data.links_out_of[r, y])]
    data.SENDERS = pyo.Set(dimen=2, initialize=senders)
    if not senders:
        return
    model.want("renewable_gross", "nonhydro_gross")
    green, clean = d.link_green_gwh, d.link_green_nonhydro_gwh
    out = data.links_out_of

    def rows() -> None:
        d.attribution = pyo.Constraint(data.SENDERS, rule=lambda _b, r, y:
            sum(green[k, y] for k in out[r, y]) <= annual(model, "renewable_gross", r, y))
        d.attribution_nonhydro = pyo.Constraint(data.SENDERS, rule=lambda _b, r, y:
            sum(clean[k, y] for k in out[r, y]) <= annual(model, "nonhydro_gross", r, y))
        d.attribution_hydro = pyo.Constraint(data.SENDERS, rule=lambda _b, r, y:
            sum(green[k, y] - clean[k, y] for k in out[r, y])
            <= annual(model, "renewable_gross", r, y) - annual(model, "nonhydro_gross", r, y))

    model.after_accounts.append(rows)
    model.pays |= {f"design.attribution{which}": "quota" for which in ("", "_nonhydro", "_hydro")}


def policies(model: Model, book: PolicyBook) -> None:
    """Write the quota rows that the case enforces."""
    for target in book.of(TOTAL, NONHYDRO):
        model.want("renewable_gross", "nonhydro_gross", "own_use", "storage_loss")
        if model.has_extra_use:
            model.want("extra_use")
        model.after_accounts.append(partial(_row, model, book, target))


def _row(model: Model, book: PolicyBook, target: Target) -> None:
    r, y = target.region, target.year
    counted = counted_gwh(model, r, y, target.metric == TOTAL)
    book.require(target, counted, target.value / 100.0 * use_gwh(model, r, y),
                 slack_ceiling=10.0 * model.data.demand_gwh[r, y])


def counted_gwh(model: Model, region: str, year: int, total: bool) -> Any:
    """Renewable energy that the quota counts in a region (GWh), all of it or without hydro, less what is burnt."""
    d, data = model.design, model.data
    attributed = d.link_green_gwh if total else d.link_green_nonhydro_gwh
    local = annual(model, "renewable_gross" if total else "nonhydro_gross", region, year)
    sent = sum(attributed[k, year] for k in data.links_out_of[region, year])
    received = sum(credit_share(model, k, year) * attributed[k, year] for k in data.links_into[region, year])
    traded = sum(term(region, year, total) for term in model.quota_terms)
    return local - sent + received + d.certificates_gwh[region, year] + traded - burnt_gwh(model, region, year)


def use_gwh(model: Model, region: str, year: int) -> Any:
    """Electricity use the quota is a share of, GWh: grid load, own use of power plants, storage losses, and
    uses beyond the grid load."""
    use = (model.data.demand_gwh[region, year] + annual(model, "own_use", region, year)
           + annual(model, "storage_loss", region, year))
    return use + annual(model, "extra_use", region, year) if model.has_extra_use else use


def credit_share(model: Model, link: str, year: int) -> float:
    """Share of a link's green energy (sending end) that the receiver counts."""
    row = model.rows("links", year).loc[link]
    return 1.0 if row["green_credit"] == "sending" else 1.0 - float(row["loss_share"])


def extract(model: Model, point: Point) -> dict[str, Labelled]:
    """Certificates bought; each counts in both rows (certificates of wind, sun and biomass)."""
    certificates = point.of(("region", "year"), model.design.certificates_gwh)
    return {"certificates_gwh": certificates, "certificates_nonhydro_gwh": certificates}
