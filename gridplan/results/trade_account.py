"""Channels and contracts (通道), and the renewable quota (消纳责任权重) they feed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import xarray as xr

from gridplan.model.bases import base_regions
from gridplan.model.technologies import HYDRO, QUOTA_THERMAL
from gridplan.results.circuits import circulation_loss_gwh
from gridplan.results.flows import extra_use_gwh, generation, storage
from gridplan.results.ledger import OUTSIDE, annual, number, of, ratio, region_years, share_pct, trade, years
from gridplan.results.types import Results, once

METRICS = {"total": "quota.renewable_consumption", "nonhydro": "quota.nonhydro_consumption"}
CHANNEL_COLUMNS = [
    "link", "year", "from", "to", "capacity_gw", "peak_flow_gw", "sent_gwh", "received_gwh", "loss_gwh",
    "full_load_hours_h", "green_gwh", "green_nonhydro_gwh", "green_share_pct", "price_cny_per_mwh",
    "income_million_cny",
]
QUOTA_COLUMNS = [
    "region", "year", "quota", "local_gwh", "sent_gwh", "received_gwh", "certificates_gwh", "certificates_sold_gwh",
    "traded_gwh", "storage_loss_gwh", "circulation_loss_gwh", "use_gwh", "binding_pct", "official_pct",
    "physical_pct", "target_pct",
]


@once
def channels(results: Results) -> pd.DataFrame:
    """Energy and money of every link.

    Columns: link, year, from, to, capacity_gw, peak_flow_gw, sent_gwh, received_gwh, loss_gwh,
    full_load_hours_h (sent over capacity), green_gwh and green_nonhydro_gwh (attributed, sending end),
    green_share_pct (of what is sent), price_cny_per_mwh, income_million_cny (positive: sold to the outside;
    negative: paid to it; NaN between regions, where it is a transfer).
    """
    flow = annual(results, "link_flow_gw")
    lines = [
        _channel(results, flow, str(link), row, year)
        for year in years(results)
        for link, row in results.case.rows("links", year).iterrows()
    ]
    return pd.DataFrame(lines, columns=CHANNEL_COLUMNS)


def _channel(results: Results, flow: xr.DataArray, link: str, row: pd.Series, year: int) -> dict[str, Any]:
    at, data = {"link": link, "year": year}, results.dataset
    sent, capacity = number(flow, **at), number(data["link_capacity_gw"], **at)
    received = sent * (1.0 - row["loss_share"])
    green = number(data["link_green_gwh"], **at)
    price = float(row["price_cny_per_mwh"])
    line = {
        "link": link, "year": year, "from": row["from"], "to": row["to"], "capacity_gw": capacity,
        "peak_flow_gw": float(data["link_flow_gw"].sel(at).max()), "sent_gwh": sent,
        "received_gwh": received, "loss_gwh": sent - received,
        "full_load_hours_h": ratio(sent, capacity), "green_gwh": green,
        "green_nonhydro_gwh": number(data["link_green_nonhydro_gwh"], **at),
        "green_share_pct": share_pct(green, sent),
    }
    if row["to"] == OUTSIDE:
        return line | {"price_cny_per_mwh": price, "income_million_cny": sent * price / 1000.0}
    if row["from"] == OUTSIDE:
        return line | {"price_cny_per_mwh": price, "income_million_cny": -received * price / 1000.0}
    return line


@once
def quota(results: Results) -> pd.DataFrame:
    """The renewable quota of every region and planning year, total and non-hydro (发改能源〔2019〕807号).

    Columns: region, year, quota ("total", "nonhydro"), local_gwh (gross generation), sent_gwh,
    received_gwh (credit), certificates_gwh (bought), certificates_sold_gwh, traded_gwh (consumption bought
    less sold), storage_loss_gwh, circulation_loss_gwh (of the links on whose circuits the region lies), use_gwh
    (grid load + own use + storage losses), binding_pct (both losses taken off the renewable energy, as the model's
    row does), official_pct (as the statistics count), physical_pct (official without certificates and trade),
    target_pct (NaN where the case sets none).  A supply base has no quota and no lines.
    """
    plants, stores, links = generation(results), storage(results), trade(results)
    lines = []
    for region, year in region_years(results):
        if region in base_regions(results.case):
            continue
        here = of(plants, region, year)
        loss = float(of(stores, region, year)["loss_gwh"].sum())
        own_use = float((here["gross_gwh"] - here["net_gwh"]).sum())
        load = number(annual(results, "demand_gw"), region=region, year=year) + extra_use_gwh(results, region, year)
        for kind in METRICS:
            account = _quota_energy(results, here, of(links, region, year), kind, region, year)
            target = _target(results, region, year, METRICS[kind])
            lines.append(account | _quota_shares(account, loss, load + own_use + loss) | {"target_pct": target})
    return pd.DataFrame(lines, columns=QUOTA_COLUMNS)


def _quota_energy(results: Results, plants: pd.DataFrame, links: pd.DataFrame, kind: str, region: str,
                  year: int) -> dict[str, Any]:
    """Renewable energy generated, sent, received and bought as certificates, GWh."""
    nonhydro = "" if kind == "total" else "_nonhydro"
    crossing = links.groupby("direction")[f"green{nonhydro}_gwh"].sum()
    return {
        "region": region, "year": year, "quota": kind,
        "certificates_sold_gwh": number(results.dataset["certificates_sold_gwh"], region=region, year=year),
        "traded_gwh": _traded_gwh(results, f"excess_traded{nonhydro}_gwh", region, year),
        "circulation_loss_gwh": circulation_loss_gwh(results, region, year),
        "local_gwh": float(plants.loc[_counts(plants, kind), "gross_gwh"].sum()),
        "sent_gwh": float(crossing.get("export", 0.0)), "received_gwh": float(crossing.get("import", 0.0)),
        "certificates_gwh": number(results.dataset[f"certificates{nonhydro}_gwh"], region=region, year=year),
    }


def _traded_gwh(results: Results, variable: str, region: str, year: int) -> float:
    """Consumption a region takes over from others less what it gives, GWh."""
    traded = {str(name): number(results.dataset[variable], trade=name, year=year)
              for name in results.case.rows("excess_trade", year).index}
    rows = results.case.rows("excess_trade", year)
    return sum(amount * (float(rows.loc[name, "to"] == region) - float(rows.loc[name, "from"] == region))
               for name, amount in traded.items())


def _quota_shares(account: dict[str, Any], loss: float, use: float) -> dict[str, float]:
    """The quota as enforced, as counted officially and without certificates, in percent of the use (GWh)."""
    physical = account["local_gwh"] - account["sent_gwh"] + account["received_gwh"]
    official = physical + account["certificates_gwh"] - account["certificates_sold_gwh"] + account["traded_gwh"]
    burnt = loss + account["circulation_loss_gwh"]
    return {"storage_loss_gwh": loss, "use_gwh": use, "binding_pct": share_pct(official - burnt, use),
            "official_pct": share_pct(official, use), "physical_pct": share_pct(physical, use)}


def _counts(plants: pd.DataFrame, kind: str) -> pd.Series:
    renewable = pd.Series([is_renewable(*names) for names in zip(plants["dimension"], plants["technology"],
                                                                 strict=True)], index=plants.index, dtype=bool)
    return renewable if kind == "total" else renewable & ~plants["technology"].isin(HYDRO)


def is_renewable(dimension: str, technology: str) -> bool:
    """Whether a plant's generation counts as renewable."""
    return dimension in ("renewable", "reservoir") or technology in QUOTA_THERMAL


def _target(results: Results, region: str, year: int, metric: str) -> float:
    rows = results.case.rows("policies", year)
    asked = rows[(rows["region"] == region) & (rows["metric"] == metric) & (rows["sense"] == "min")]
    return float(asked["value"].max()) if len(asked) else float("nan")
