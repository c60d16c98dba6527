"""A new case of several provinces, or of the whole country: each as a case of its own, joined by the channels and
interfaces of the library.

Direct-current channels between two of them become links dispatched by the plan, whose yearly energy stays within the
library's range (`channels.csv`: existing channels with their use); alternating-current interfaces (`corridors.csv`)
become two opposite links.  What a province needs of its neighbours at its peak is spread over the interfaces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from scipy.optimize import linprog

from gridplan.case.join import join, write_joined
from gridplan.case.new import draft_case
from gridplan.case.new_draft import Draft
from gridplan.case.new_links import link_id
from gridplan.case.new_metrics import NATIONAL_MEAN_G_PER_KWH, NATIONAL_MEAN_SOURCE
from gridplan.case.new_shortfall import power_shortfall_gw
from gridplan.case.part import OUTSIDE, Part, Row, part_of_draft
from gridplan.library.provinces import find_province, province_ids
from gridplan.library.provinces import name as province_name
from gridplan.library.tables import table
from gridplan.library.units import HOURS_PER_YEAR

WHOLE_COUNTRY = ("china", "national", "全国", "中国")
UNMET_WEIGHT = 1000.0


def names_in(text: str) -> list[str]:
    """The names in a text that joins them by + or commas."""
    return [one.strip() for one in re.split(r"[+＋,，、]", text) if one.strip()]


def new_joint_case(provinces: Sequence[str], years: Sequence[int], folder: Path, *, trade: bool = False,
                   lang: Literal["zh", "en"] = "zh") -> list[str]:
    """Write the joint case of several provinces into an empty or new folder; the remarks for the planner.

    With `trade` provinces that a channel joins may trade consumption above their quotas.

    Raises LibraryError for an unknown province, ValueError for impossible years, CaseError where no line of the
    library joins them, FileExistsError where the folder holds anything.
    """
    members = tuple(find_province(one).id for one in provinces)
    drafts = [draft_case(one, years, members=frozenset(members)) for one in members]
    parts = [part_of_draft(draft, lang) for draft in drafts]
    channels = _dispatched(parts)
    _add_interfaces(parts, drafts)
    whole = set(members) == set(province_ids())
    joined = join(parts, trade=trade, name=f"china-{years[-1]}" if whole else "", lang=lang)
    part = joined.part
    if whole:
        part.settings |= {"name_zh": f"全国31省区{years[-1]}年电力规划", "name_en": f"China, 31 provinces, {years[-1]}"}
    interfaces = sum(1 for row in part.rows("links")
                     if row["link"].startswith(PREFIX) and OUTSIDE not in (row["from"], row["to"])) // 2
    return write_joined(part, [_about_lines(channels, interfaces), *joined.added], folder, lang)


PREFIX = "ac_"


def _about_lines(channels: int, interfaces: int) -> tuple[str, str]:
    return (f"省间通道：直流{channels}条按库中年送电量区间由模型调度，交流断面{interfaces}个双向调度；"
            "损耗按公式，交流容量多为热稳极限，受端高峰互济容量按缺口分摊，均为判断值。",
            f"Lines between the provinces: {channels} direct-current channels dispatched within the library's range of "
            f"yearly energy, {interfaces} alternating-current interfaces in both directions; losses are formulas, the "
            "interfaces mostly thermal limits, what they give at the peak is spread by need; all judgements.")


def _dispatched(parts: Sequence[Part]) -> int:
    """Let the plan dispatch the channels that begin and end in the case, within their range of energy; their number."""
    ranges = {link_id(str(row["channel"])): row for row in table("channels").to_dict("records")}
    receivers = {row["link"] for part in parts for row in part.rows("links") if row["from"] == OUTSIDE}
    count = 0
    for part in parts:
        for row in part.rows("links"):
            if row["to"] != OUTSIDE or row["link"] not in receivers or row["link"] not in ranges:
                continue
            low, high = (float(ranges[row["link"]][f"energy_{end}_twh"]) for end in ("low", "high"))
            most = float(row["capacity_gw"]) * HOURS_PER_YEAR / 1000.0
            row.pop("energy_twh", None)
            row |= {"mode": "free", "energy_min_twh": f"{min(low, most):g}", "energy_max_twh": f"{min(high, most):g}"}
            count += 1
    return count


def _add_interfaces(parts: Sequence[Part], drafts: Sequence[Draft]) -> None:
    """Add both directions of every alternating-current interface within the case, to the part it begins in."""
    home = {part.name: part for part in parts}
    lines = _lines(set(home))
    shares = _firm_shares(lines, {draft.region: power_shortfall_gw(draft) for draft in drafts})
    for line, share in zip(lines, shares, strict=True):
        begin, end = str(line["from"]), str(line["to"])
        row = _interface(begin, end, line, share)
        home[begin].tables.setdefault("links", []).append(row)
        for part in (home[begin], home[end]):
            if part.rows("import_emissions"):
                part.tables["import_emissions"].append({
                    "link": row["link"], "co2_g_per_kwh": f"{NATIONAL_MEAN_G_PER_KWH:g}",
                    "source": NATIONAL_MEAN_SOURCE})


def _lines(members: set[str]) -> list[dict[str, Any]]:
    """Each direction of the interfaces between members: from, to, capacity_gw, loss_share."""
    corridors = table("corridors")
    inside = corridors[(corridors["type"] == "AC") & (corridors["status"] == "operating")
                       & corridors["from"].isin(members) & corridors["to"].isin(members)]
    lines: list[dict[str, Any]] = []
    for row in inside.to_dict("records"):
        for begin, end, capacity in ((row["from"], row["to"], row["capacity_gw"]),
                                     (row["to"], row["from"], row["capacity_reverse_gw"])):
            if capacity > 0:
                lines.append({"from": begin, "to": end, "capacity_gw": float(capacity),
                              "loss_share": float(row["loss_fraction"])})
    return lines


def _interface(begin: str, end: str, line: dict[str, Any], firm_share: float) -> Row:
    return {
        "link": f"{PREFIX}{begin}_{end}",
        "name_zh": f"{province_name(begin, 'zh')}—{province_name(end, 'zh')}交流",
        "name_en": f"{province_name(begin, 'en')} to {province_name(end, 'en')}, alternating current",
        "from": begin, "to": end, "capacity_gw": f"{line['capacity_gw']:g}",
        "loss_share": f"{line['loss_share']:g}", "mode": "free", "firm_share": f"{firm_share:.3f}",
    }


def _firm_shares(lines: Sequence[dict[str, Any]], short_gw: dict[str, float]) -> list[float]:
    """Share of each line's capacity that counts at the peak: the least exchange by which provinces with firm power to
    spare fill what others lack (GW, positive: lacking)."""
    if not lines:
        return []
    regions = list(short_gw)
    count = len(lines)
    # Columns: firm power sent over each line, then what stays unmet in each region; rows: firm power of each region.
    rows = np.zeros((len(regions), count + len(regions)))
    for position, line in enumerate(lines):
        rows[regions.index(line["from"]), position] += 1.0
        rows[regions.index(line["to"]), position] -= 1.0 - line["loss_share"]
    rows[:, count:] = -np.eye(len(regions))
    cost = np.concatenate([np.ones(count), np.full(len(regions), UNMET_WEIGHT)])
    bounds = [(0.0, line["capacity_gw"]) for line in lines] + [(0.0, None)] * len(regions)
    found = linprog(cost, A_ub=rows, b_ub=[-short_gw[region] for region in regions], bounds=bounds)
    sent = found.x[:count]
    return [float(gw / line["capacity_gw"]) for gw, line in zip(sent, lines, strict=True)]
