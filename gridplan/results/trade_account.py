"""Channels and contracts (通道), and the renewable quota (消纳责任权重) they feed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.model.technologies import HYDRO, QUOTA_THERMAL
from gridplan.results.ledger import (
    OUTSIDE,
    annual,
    generation,
    number,
    of,
    ratio,
    region_years,
    share_pct,
    storage,
    trade,
    years,
)
from gridplan.results.types import Results

METRICS = {"total": "quota.renewable_consumption", "nonhydro": "quota.nonhydro_consumption"}


def channels(results: Results) -> pd.DataFrame:
    """Energy and money of every link.

    Columns: link, year, from, to, capacity_gw, peak_flow_gw, sent_gwh, received_gwh, loss_gwh,
    full_load_hours_h (sent over capacity), green_gwh and green_nonhydro_gwh (attributed, sending end),
    green_share_pct (of what is sent), price_cny_per_mwh, income_million_cny (positive: sold to the outside;
    negative: paid to it; NaN between regions, where it is a transfer).
    """
    flow, data = annual(results, "link_flow_gw"), results.dataset
    lines = []
    for year in years(results):
        for link, row in results.case.rows("links", year).iterrows():
            at = {"link": link, "year": year}
            sent, capacity = number(flow, **at), number(data["link_capacity_gw"], **at)
            received = sent * (1.0 - row["loss_share"])
            green = number(data["link_green_gwh"], **at)
            price, income = float(row["price_cny_per_mwh"]), float("nan")
            if row["to"] == OUTSIDE:
                income = sent * price / 1000.0
            elif row["from"] == OUTSIDE:
                income = -received * price / 1000.0
            lines.append(
                (
                    link,
                    year,
                    row["from"],
                    row["to"],
                    capacity,
                    float(data["link_flow_gw"].sel(at).max()),
                    sent,
                    received,
                    sent - received,
                    ratio(sent, capacity),
                    green,
                    number(data["link_green_nonhydro_gwh"], **at),
                    share_pct(green, sent),
                    np.nan if np.isnan(income) else price,
                    income,
                )
            )
    return pd.DataFrame(
        lines,
        columns=[
            "link",
            "year",
            "from",
            "to",
            "capacity_gw",
            "peak_flow_gw",
            "sent_gwh",
            "received_gwh",
            "loss_gwh",
            "full_load_hours_h",
            "green_gwh",
            "green_nonhydro_gwh",
            "green_share_pct",
            "price_cny_per_mwh",
            "income_million_cny",
        ],
    )


def quota(results: Results) -> pd.DataFrame:
    """The renewable quota of every region and planning year, total and non-hydro (发改能源〔2019〕807号).

    Columns: region, year, quota ("total", "nonhydro"), local_gwh (gross generation), sent_gwh,
    received_gwh (credit), certificates_gwh, storage_loss_gwh, use_gwh (grid load + own use + storage
    losses), binding_pct (storage losses taken off the renewable energy too, as the model's row does),
    official_pct (as the statistics count), physical_pct (official without certificates), target_pct (NaN
    where the case sets none).
    """
    plants, stores, links = generation(results), storage(results), trade(results)
    lines = []
    for region, year in region_years(results):
        here = of(plants, region, year)
        loss = float(of(stores, region, year)["loss_gwh"].sum())
        use = (
            number(annual(results, "demand_gw"), region=region, year=year)
            + float((here["gross_gwh"] - here["net_gwh"]).sum())
            + loss
        )
        for kind, metric in METRICS.items():
            counted = here[_counts(here, kind)]
            suffix = "green_gwh" if kind == "total" else "green_nonhydro_gwh"
            crossing = of(links, region, year).groupby("direction")[suffix].sum()
            certificate = "certificates_gwh" if kind == "total" else "certificates_nonhydro_gwh"
            bought = number(results.dataset[certificate], region=region, year=year)
            local = float(counted["gross_gwh"].sum())
            sent, received = float(crossing.get("export", 0.0)), float(crossing.get("import", 0.0))
            physical = local - sent + received
            lines.append(
                (
                    region,
                    year,
                    kind,
                    local,
                    sent,
                    received,
                    bought,
                    loss,
                    use,
                    share_pct(physical + bought - loss, use),
                    share_pct(physical + bought, use),
                    share_pct(physical, use),
                    _target(results, region, year, metric),
                )
            )
    return pd.DataFrame(
        lines,
        columns=[
            "region",
            "year",
            "quota",
            "local_gwh",
            "sent_gwh",
            "received_gwh",
            "certificates_gwh",
            "storage_loss_gwh",
            "use_gwh",
            "binding_pct",
            "official_pct",
            "physical_pct",
            "target_pct",
        ],
    )


def _counts(plants: pd.DataFrame, kind: str) -> pd.Series:
    renewable = plants["dimension"].isin(["renewable", "reservoir"]) | plants["technology"].isin(
        QUOTA_THERMAL
    )
    return renewable if kind == "total" else renewable & ~plants["technology"].isin(HYDRO)


def _target(results: Results, region: str, year: int, metric: str) -> float:
    rows = results.case.rows("policies", year)
    asked = rows[(rows["region"] == region) & (rows["metric"] == metric) & (rows["sense"] == "min")]
    return float(asked["value"].max()) if len(asked) else float("nan")
