"""Channels of a new case: direct-current contracts with the outside, and alternating-current help where
needed."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from gridplan.case.new_draft import Draft
from gridplan.case.new_shortfall import shortfall_gw
from gridplan.library.provinces import name as province_name
from gridplan.library.tables import table

OUTSIDE = "outside"
MOST_EXPORT_TO_USE = 2.0
"""Exports above this multiple of the province's own use come from plants built for the channel and are left
out."""

LINE_PRICE_CNY_PER_MWH = 30.0


def add(draft: Draft) -> None:
    """Add contracts of the channels in service by the first planning year to `links`."""
    channels = table("channels")
    channels = channels[channels["commissioning_year"] <= draft.first_year]
    exports = channels[channels["from"] == draft.region]
    imports = channels[channels["to"] == draft.region]
    use = min(float(row["energy_twh"] or 0) for row in draft.rows("demand"))
    if exports["energy_twh"].sum() > MOST_EXPORT_TO_USE * use:
        _note_left_out(draft, exports)
        exports = exports.iloc[:0]
    for channel in exports.to_dict("records"):
        _add_export(draft, channel)
    for channel in imports.to_dict("records"):
        _add_import(draft, channel)
    _note_contracts(draft, exports, imports)
    _add_neighbours(draft)


def later_channels(draft: Draft) -> None:
    """Add contracts of the channels that come into service after the first planning year, from then on."""
    channels = table("channels")
    started = channels["commissioning_year"]
    later = channels[(started > draft.first_year) & (started <= draft.years[-1])]
    use = min(float(row["energy_twh"] or 0) for row in draft.rows("demand"))
    if channels[channels["from"] == draft.region]["energy_twh"].sum() > MOST_EXPORT_TO_USE * use:
        later = later[later["from"] != draft.region]
    for channel in later[(later["from"] == draft.region) | (later["to"] == draft.region)].to_dict("records"):
        (_add_export if channel["from"] == draft.region else _add_import)(draft, channel)
        row = draft.tables["links"].pop()
        draft.tables["links"] += [{**row, "year": year} for year in draft.years
                                  if year >= channel["commissioning_year"]]


def _add_export(draft: Draft, channel: dict[str, Any]) -> None:
    draft.add(
        "links",
        **_common(channel),
        **{"from": draft.region, "to": OUTSIDE},
        price_cny_per_mwh=channel["sending_price_cny_per_mwh"],
    )


def _add_import(draft: Draft, channel: dict[str, Any]) -> None:
    draft.add(
        "links",
        **_common(channel),
        **{"from": OUTSIDE, "to": draft.region},
        price_cny_per_mwh=channel["landed_price_cny_per_mwh"],
        green_share=channel["green_share"],
        green_hydro_share=channel["green_hydro_share"] or None,
        green_credit=channel["green_credit"],
    )


def _common(channel: dict[str, Any]) -> dict[str, Any]:
    return {
        "link": link_id(str(channel["channel"])),
        "name_zh": channel["name_zh"],
        "name_en": channel["channel"],
        "capacity_gw": channel["capacity_gw"],
        "loss_share": channel["loss_share"],
        "mode": "profile",
        "energy_twh": channel["energy_twh"],
        "firm_share": channel["firm_share"],
        "new_channel": True if channel["new_channel"] == "yes" else None,
    }


def link_id(channel: str) -> str:
    """Id of a channel: its name without nickname, lower case, joined by underscores."""
    plain = re.sub(r"\(.*?\)", "", channel)
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def _note_contracts(draft: Draft, exports: pd.DataFrame, imports: pd.DataFrame) -> None:
    if len(exports) + len(imports) == 0:
        return
    draft.note(
        f"直流通道：外送{len(exports)}条共{10 * exports['energy_twh'].sum():.0f}亿千瓦时、"
        f"受入{len(imports)}条共{10 * imports['energy_twh'].sum():.0f}亿千瓦时（送端），送电曲线为生成值；"
        "价格、绿电比例和部分电量为判断值。",
        f"Channels: {len(exports)} exporting {exports['energy_twh'].sum():.1f} TWh and {len(imports)} "
        "importing "
        f"{imports['energy_twh'].sum():.1f} TWh (sent); delivery profiles are generated, prices, green "
        "shares and "
        "some energies are judgements.",
    )


def _note_left_out(draft: Draft, exports: pd.DataFrame) -> None:
    names_zh = "、".join(exports["name_zh"])
    draft.note(
        f"未计入外送通道{names_zh}：其配套电源不在本省现有装机内，电量远大于本省用电；可在配套电源基地表中单列。",
        f"Left out: exports by {'; '.join(exports['channel'])}; their plants are not in the province's "
        "fleet and "
        "their energy is far above its own use; they may stand in supply bases (table bases).",
    )


def _add_neighbours(draft: Draft) -> None:
    """Imports over alternating-current lines, for a province that cannot meet its demand alone; a note
    otherwise."""
    corridors = table("corridors")
    lines = corridors[
        (corridors["type"] == "AC")
        & ((corridors["from"] == draft.region) | (corridors["to"] == draft.region))
        & (corridors["status"] == "operating")
        & ~(corridors["from"].isin(draft.members) & corridors["to"].isin(draft.members))
    ]
    if not len(lines):
        return
    gap = shortfall_gw(draft)
    if gap <= 0:
        draft.note(
            f"未计入{len(lines)}个交流联络断面（共{100 * lines['capacity_gw'].sum():.0f}万千瓦）的余缺互济。",
            f"Exchange over {len(lines)} alternating-current interfaces ({lines['capacity_gw'].sum():.1f} "
            "GW) is "
            "left out.",
        )
        return
    prices = table("power_prices").set_index("province")["coal_benchmark_price_cny_per_mwh"]
    room = {
        str(line["from"] if line["to"] == draft.region else line["to"]): line
        for line in lines.to_dict("records")
        if _inward_gw(draft, line) > 0
    }
    used = min(1.0, gap / sum(_inward_gw(draft, line) for line in room.values()))
    for other, line in room.items():
        draft.add(
            "links",
            link=f"ac_{other}",
            name_zh=f"{province_name(other, 'zh')}交流受电",
            name_en=f"{province_name(other, 'en')} over alternating current",
            **{"from": OUTSIDE, "to": draft.region},
            capacity_gw=round(used * _inward_gw(draft, line), 2),
            loss_share=line["loss_fraction"],
            mode="free",
            price_cny_per_mwh=float(prices[other]) + LINE_PRICE_CNY_PER_MWH,
        )
    total = draft.total("links", "capacity_gw", mode="free")
    draft.note(
        f"本省现有和可建电源不足以满足规划年需求，按缺口计入交流受电{100 * total:.0f}万千瓦，"
        "价格为送端煤电基准价加输电价，不计绿电，均为判断值。",
        "What exists and may be built cannot meet the demand: imports over alternating current of "
        f"{total:.1f} GW "
        "are added, at the sender's coal price plus the line, none of it green; all judgements.",
    )


def _inward_gw(draft: Draft, line: dict[str, Any]) -> float:
    return float(line["capacity_gw"] if line["to"] == draft.region else line["capacity_reverse_gw"])
