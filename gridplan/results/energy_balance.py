"""Energy balance of the year (电量平衡), monthly energy and curtailment.

The table is kept in generation (发电量) as planners' tables are: plants' gross output on the supply side,
their own use on the use side.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplan.model.technologies import NEW_ENERGY, SOLAR, WIND
from gridplan.results.flows import energy_gwh, flows, flows_of, storage
from gridplan.results.ledger import annual, number, of, ratio, region_row, region_years, share_pct, trade, years
from gridplan.results.subjects.base import SUPPLY, USE, Flow
from gridplan.results.types import Results, once

MEMO, CHECK = "memo", "check"
ROW_ORDER = ("generation", "import", "storage_discharge", "response_down", "flexible_down", "unserved",
             "final_demand", "line_loss", "own_use", "electrolyser", "export", "storage_charge", "response_up",
             "flexible_up", "excess")
EMPTY_ROWS = {"response_down": SUPPLY, "unserved": SUPPLY, "response_up": USE, "excess": USE}
"""Rows every balance shows, also where the case has no such asset."""


@once
def energy_balance(results: Results) -> pd.DataFrame:
    """Energy balance of every region and planning year.

    Columns: region, year, section, row, subject, energy_gwh, full_load_hours_h, share_pct (of the
    supply). Sections: "supply" and "use" add up to the same; "memo" repeats or details them; "check" is
    their difference. Rows: generation (subject: technology), import (received; subject: link),
    response_down, unserved / final_demand, line_loss, own_use, export (sent; subject: link),
    storage_charge, response_up, excess. Storage appears with its discharge as supply and its charge as
    use (subject: technology).
    """
    frames = [_balance_of(results, region, year) for region, year in region_years(results)]
    return pd.concat(frames, ignore_index=True)


def _balance_of(results: Results, region: str, year: int) -> pd.DataFrame:
    entered = flows_of(results, region, year)
    here = {"region": region, "year": year}
    demand = number(annual(results, "demand_gw"), **here)
    loss = demand * float(region_row(results, region, year)["line_loss_share"])
    own_use = sum(energy_gwh(results, flow) * (flow.gross_per_net - 1.0) for flow in entered)
    extra = sum(energy_gwh(results, flow) for flow in entered if flow.extra_use)
    lines: dict[str, list[tuple[Any, ...]]] = {}
    for (side, row, subject), group in _grouped(entered).items():
        energy = sum(energy_gwh(results, flow) * flow.gross_per_net for flow in group)
        capacity = sum(flow.capacity_gw for flow in group)
        lines.setdefault(row, []).append((side, row, subject, energy, ratio(energy, capacity)))
    lines["final_demand"] = [(USE, "final_demand", "", demand - loss, np.nan)]
    lines["line_loss"] = [(USE, "line_loss", "", loss, np.nan)]
    lines["own_use"] = [(USE, "own_use", "", own_use, np.nan)]
    for row, side in EMPTY_ROWS.items():
        lines.setdefault(row, [(side, row, "", 0.0, np.nan)])
    ordered = [line for row in sorted(lines, key=_place) for line in lines[row]]
    links = of(trade(results), region, year)
    stores = of(storage(results), region, year)
    return _closed(ordered + _memo(stores, links, demand, own_use, extra), region, year)


def _grouped(entered: list[Flow]) -> dict[tuple[str, str, str], list[Flow]]:
    groups: dict[tuple[str, str, str], list[Flow]] = {}
    for flow in entered:
        groups.setdefault((flow.side, flow.row, flow.subject), []).append(flow)
    return groups


def _place(row: str) -> int:
    """Place of a row in the table; a row the order does not name stands before what closes its side."""
    return ROW_ORDER.index(row) if row in ROW_ORDER else ROW_ORDER.index("excess")


def _memo(stores: pd.DataFrame, links: pd.DataFrame, demand: float, own_use: float,
          extra_use: float) -> list[tuple[Any, ...]]:
    """Figures that repeat the balance from another side: gross consumption and the far ends of the
    channels.
    """
    storage_loss = float(stores["loss_gwh"].sum())
    lines = [
        (MEMO, "storage_loss", "", storage_loss, np.nan),
        (MEMO, "gross_consumption", "", demand + own_use + storage_loss + extra_use, np.nan),
    ]
    for _, line in links.iterrows():
        row, column = (
            ("import_sent", "sent_gwh")
            if line["direction"] == "import"
            else ("export_received", "received_gwh")
        )
        lines.append((MEMO, row, line["asset"], line[column], np.nan))
    return lines


def _closed(lines: list[tuple[Any, ...]], region: str, year: int) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=["section", "row", "subject", "energy_gwh", "full_load_hours_h"])
    total = {
        section: float(frame.loc[frame["section"] == section, "energy_gwh"].sum())
        for section in (SUPPLY, USE)
    }
    frame.loc[len(frame)] = [MEMO, "total_supply", "", total[SUPPLY], np.nan]
    frame.loc[len(frame)] = [MEMO, "total_use", "", total[USE], np.nan]
    frame.loc[len(frame)] = [CHECK, "residual", "", total[SUPPLY] - total[USE], np.nan]
    frame["share_pct"] = np.where(
        frame["section"] == SUPPLY, 100.0 * frame["energy_gwh"] / total[SUPPLY], np.nan
    )
    frame.insert(0, "region", region)
    frame.insert(1, "year", year)
    return frame


def monthly_energy(results: Results) -> pd.DataFrame:
    """Gross generation and grid load by month.

    Columns: region, year, month, technology ("demand" for the grid load), energy_gwh.
    """
    weighted = results.dataset["weight_h"]
    months = results.dataset["month"]
    lines = []
    for flow in flows(results):
        if flow.row == "generation":
            by_month = pd.Series(flow.power_gw * weighted.values).groupby(months.values).sum() * flow.gross_per_net
            lines += [(flow.region, flow.year, int(month), flow.technology, float(energy))
                      for month, energy in by_month.items()]
    for year in years(results):
        load = (results.dataset["demand_gw"].sel(year=year) * weighted).groupby(months).sum("time")
        lines += [
            (str(region), year, int(m), "demand", float(load.sel(region=region, month=m)))
            for region in load["region"].values
            for m in load["month"].values
        ]
    frame = pd.DataFrame(lines, columns=["region", "year", "month", "technology", "energy_gwh"])
    return (
        frame.groupby(["region", "year", "technology", "month"], sort=False)["energy_gwh"].sum().reset_index()
    )


@once
def curtailment(results: Results) -> pd.DataFrame:
    """Energy the weather offered, used and curtailed (弃电), gross.

    Columns: region, year, kind ("class" of the case, or "sum": the wind, solar, new_energy policies speak
    of), renewable, technology (as the renewable for sums), available_gwh, used_gwh, curtailed_gwh,
    curtailed_pct, utilisation_pct.
    """
    offered, used = annual(results, "renewable_available_gw"), annual(results, "renewable_output_gw")
    lines = []
    for year in years(results):
        for asset, row in results.case.rows("renewables", year).iterrows():
            net = 1.0 - row["own_use_share"]
            at = {"renewable": asset, "year": year}
            lines.append(
                (
                    row["region"],
                    year,
                    "class",
                    asset,
                    row["technology"],
                    number(offered, **at) / net,
                    number(used, **at) / net,
                )
            )
    frame = pd.DataFrame(
        lines, columns=["region", "year", "kind", "renewable", "technology", "available_gwh", "used_gwh"]
    )
    sums = []
    for region, year in region_years(results):
        here = of(frame, region, year)
        for name, group in (("wind", WIND), ("solar", SOLAR), ("new_energy", NEW_ENERGY)):
            inside = here[here["technology"].isin(group)]
            if len(inside):
                sums.append(
                    (region, year, "sum", name, name, inside["available_gwh"].sum(), inside["used_gwh"].sum())
                )
    frame = pd.concat([frame, pd.DataFrame(sums, columns=frame.columns)], ignore_index=True)
    frame["curtailed_gwh"] = frame["available_gwh"] - frame["used_gwh"]
    frame["curtailed_pct"] = [
        share_pct(part, whole)
        for part, whole in zip(frame["curtailed_gwh"], frame["available_gwh"], strict=True)
    ]
    frame["utilisation_pct"] = 100.0 - frame["curtailed_pct"]
    return frame
