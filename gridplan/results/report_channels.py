"""Channels and contracts, and the renewable quota they feed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.model.bases import base_regions
from gridplan.results.ledger import asset_name, of
from gridplan.results.report_blocks import Block, Chart, Column, Legend, Row, Table, Text
from gridplan.results.report_figures import line, numbers, upright_layout
from gridplan.results.report_flows import Area, clock
from gridplan.results.report_trade import trade_tables
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.trade_account import channels, quota
from gridplan.results.types import Results

VISIBLE_GWH = 0.05
ONLY_WHERE_USED = ("certificates_sold_gwh", "traded_gwh", "circulation_loss_gwh")
SHADES = ("#1f4e79", "#b0875f", "#4c9d94", "#a5668b", "#7b828b", "#dba72c", "#6f8a5c", "#2b3138")


def channel_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Energy and money of the channels that touch an area, their mean day, and the quota."""
    account = channels(results)
    account = account[
        (account["year"] == area.year) & ((account["from"] == area.region) | (account["to"] == area.region))
    ]
    is_base = area.region in base_regions(results.case)
    duties: list[Block] = [] if is_base else [_quota_table(results, area, words)]
    duties += trade_tables(results, area, words)
    if account.empty:
        return [Text(words("channels.none")), *duties]
    return [_table(results, account, area, words), _mean_day(results, account, area, words), *duties]


def _table(results: Results, account: pd.DataFrame, area: Area, words: Words) -> Table:
    power, energy, money, price = (unit(name, words.lang) for name in ("power", "energy", "money", "price"))
    rows = []
    for row in account.to_dict("records"):
        direction = words("channels.export" if row["from"] == area.region else "channels.import")
        rows.append(
            Row(
                [
                    asset_name(results, "link", row["link"], words.lang),
                    direction,
                    power.text(row["capacity_gw"]),
                    power.text(row["peak_flow_gw"]),
                    energy.text(row["sent_gwh"]),
                    energy.text(row["received_gwh"]),
                    number(row["full_load_hours_h"], 0),
                    energy.text(row["green_gwh"]),
                    number(row["green_share_pct"], 1),
                    price.text(row["price_cny_per_mwh"]),
                    money.text(row["income_million_cny"]),
                ]
            )
        )
    columns = [
        Column(words("channels.link"), kind="long"),
        Column(words("channels.direction")),
        Column(words("channels.capacity"), power.name, "number"),
        Column(words("channels.peak_flow"), power.name, "number"),
        Column(words("channels.sent"), energy.name, "number"),
        Column(words("channels.received"), energy.name, "number"),
        Column(words("energy.full_load_hours"), unit("hours", words.lang).name, "number"),
        Column(words("channels.green"), energy.name, "number"),
        Column(words("channels.green_share"), "%", "number"),
        Column(words("channels.price"), price.name, "number"),
        Column(words("channels.income"), money.name, "number"),
    ]
    return Table(words("channels.table"), columns, rows, note=words("channels.note"))


def _mean_day(results: Results, account: pd.DataFrame, area: Area, words: Words) -> Chart:
    """Flow of each channel by hour of the day, mean over the year, at the sending end."""
    power, time = unit("power", words.lang), clock(results)
    hours = np.unique(time.of_day)
    traces, legend = [], []
    for place, row in enumerate(account.to_dict("records")):
        flow = results.dataset["link_flow_gw"].sel(link=row["link"], year=area.year).values
        mean = [
            float(np.average(flow[time.of_day == hour], weights=time.weight_h[time.of_day == hour])) for hour in hours
        ]
        name, shade = asset_name(results, "link", row["link"], words.lang), SHADES[place % len(SHADES)]
        x, y = [*(int(hour) for hour in hours), 24], numbers(power.scaled(np.array([*mean, mean[-1]])))
        traces.append(line(name, shade, x, y, power.name, line={"shape": "hv"}))
        legend.append(Legend(name, shade, "line"))
    return Chart(
        title=words("channels.mean_day"),
        unit=power.name,
        data=traces,
        legend=legend,
        height_px=270,
        layout=upright_layout(xaxis={"dtick": 3, "ticksuffix": ":00"}, yaxis={"rangemode": "tozero"}),
        alt=words("channels.mean_day_alt"),
    )


def _quota_table(results: Results, area: Area, words: Words) -> Table:
    """The quota account, one column for the total and one for the non-hydro duty."""
    energy = unit("energy", words.lang)
    account = of(quota(results), area.region, area.year).set_index("quota")
    rows = [
        Row([words(f"quota.{key}"), *(energy.text(account.at[kind, key]) for kind in account.index)])
        for key in (
            "local_gwh",
            "sent_gwh",
            "received_gwh",
            "certificates_gwh",
            "certificates_sold_gwh",
            "traded_gwh",
            "storage_loss_gwh",
            "circulation_loss_gwh",
            "use_gwh",
        )
        if key not in ONLY_WHERE_USED or account[key].abs().max() > VISIBLE_GWH
    ]
    for key in ("physical_pct", "official_pct", "binding_pct", "target_pct"):
        rows.append(
            Row(
                [
                    words(f"quota.{key}"),
                    *(
                        f"{number(account.at[kind, key], 1)} %"
                        if pd.notna(account.at[kind, key])
                        else words("quota.no_target")
                        for kind in account.index
                    ),
                ],
                "total",
            )
        )
    columns = [
        Column(words("quota.item"), kind="long"),
        *(Column(words(f"quota.{kind}"), energy.name, "number") for kind in account.index),
    ]
    return Table(words("quota.table"), columns, rows, note=words("quota.note"))
