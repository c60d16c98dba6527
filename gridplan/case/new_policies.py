"""Policy targets of a new case: the province's own, the national duties, and the planning rules."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.case import new_left_out as left_out
from gridplan.case.new_draft import Draft, facts_of
from gridplan.case.new_links import link_id
from gridplan.case.new_metrics import can_be_measured
from gridplan.case.schema import schema
from gridplan.library.tables import table
from gridplan.library.targets import DUE, in_force

ALWAYS_ENFORCED = ("quota.", "coal.net_heat_rate", "demand_response.share_of_peak")
"""Metrics enforced even where the target fell due earlier and still stands."""

NEVER_ENFORCED = ("storage.", "retrofit.", "utilisation.", "peaking.", "coal.consumption_")
"""Metrics shown, not imposed: withdrawn for new plants, of a period that has ended, or no floor of the
province."""

RESERVE_MARGIN_PERCENT = 14.0
UTILISATION_FLOOR_PERCENT = 90.0
NATIONAL_COAL_RATE_G_PER_KWH = 300.0
NEW_CHANNEL_GREEN_PERCENT = 50.0
WIDE_GAP_RESPONSE_PERCENT = 5.0
"""Demand response where the peak-valley gap is wide; a lower duty depends on the gap."""
EXISTING_CHANNELS_DOCUMENT = "发改办能源〔2023〕569号：存量通道不低于上年，比例为判断值"
WITHDRAWN_ZH = "（2025年6月起不再作为新项目条件）"
WITHDRAWN_EN = " (withdrawn for projects from June 2025)"


def add(draft: Draft) -> None:
    """Add the targets in force in each planning year to `policies`."""
    for year in draft.years:
        targets = in_force(draft.region, year)
        for target in targets.to_dict("records"):
            _add_target(draft, target, year)
        known = set(targets.loc[targets["sense"] != "about", "metric"])
        _add_quota_weights(draft, known, year)
        _add_rules(draft, known, year)
    _add_channel_rules(draft)
    for year in draft.years:
        left_out.tell(draft, year)


def _add_target(draft: Draft, target: dict[str, Any], year: int) -> None:
    metric = str(target["metric"])
    if metric == "channel.renewable_share":
        return
    # A plan's capacity of years past is behind us: the fleet already holds it.  A ratio of fleets may be lost again.
    if metric.startswith("capacity.") and not metric.endswith("_ratio") and target["match"] != DUE:
        return
    if metric == "demand_response.share_of_peak" and target["sense"] == "about":
        return  # the national duty of the same size binds instead
    if not can_be_measured(draft, metric):
        return
    standing = target["match"] != DUE and not metric.startswith(ALWAYS_ENFORCED)
    standing |= metric.startswith(("import.", "export.")) and not _has_channel(draft, metric)
    free = standing or metric.startswith(NEVER_ENFORCED) or target["sense"] == "about"
    free |= not schema().metrics[metric].enforceable
    _add_policy(
        draft,
        metric,
        year,
        float(target["value"]),
        sense=str(target["sense"]),
        enforce=not free and target["treatment"] == "enforce",
        target_id=target["id"],
        document=target["document"],
        page=target["page"],
    )


def _has_channel(draft: Draft, metric: str) -> bool:
    """Whether the case has a channel in the direction a metric speaks of; without one nothing can meet the target."""
    end = "to" if metric.startswith("import.") else "from"
    return any(link[end] == draft.region for link in draft.rows("links"))


def _add_quota_weights(draft: Draft, known: set[str], year: int) -> None:
    """The latest national weights, for rows the province's plan does not set itself."""
    weights = facts_of(draft, "quota_weights")
    weights = weights[weights["year"] <= year].sort_values("year")
    if not len(weights):
        draft.note("未查到本省可再生能源消纳责任权重。", "No renewable quota of the province was found.")
        return
    latest = weights.iloc[-1]
    for metric, column in (
        ("quota.renewable_consumption", "total_percent"),
        ("quota.nonhydro_consumption", "nonhydro_percent"),
    ):
        if metric not in known:
            _add_policy(
                draft,
                metric,
                year,
                float(latest[column]),
                sense="min",
                enforce=latest["binding"] == "yes",
                document=str(latest["source"]),
            )
            if latest["year"] < year:
                draft.note(
                    f"{schema().metrics[metric].name_zh}：{year}年权重未知，"
                    f"沿用{latest['year']}年的{latest[column]}%，偏松。",
                    f"{schema().metrics[metric].name_en}: the weight of {year} is not known; "
                    f"{latest[column]} % of "
                    f"{latest['year']} is carried on and is too easy.",
                )


def _add_rules(draft: Draft, known: set[str], year: int) -> None:
    """Duties and planning rules that hold for every province."""
    judged = "工程判断"
    _add_policy(
        draft, "reserve.margin", year, RESERVE_MARGIN_PERCENT, sense="min", enforce=True, document=judged
    )
    _add_policy(
        draft,
        "utilisation.renewable",
        year,
        UTILISATION_FLOOR_PERCENT,
        sense="min",
        enforce=True,
        document="2024—2025年节能降碳行动方案",
    )
    if "demand_response.share_of_peak" not in known:
        national = _national("demand_response.share_of_peak", year)
        wide = float(national["value"]) < WIDE_GAP_RESPONSE_PERCENT
        _add_policy(
            draft,
            "demand_response.share_by_gap" if wide else "demand_response.share_of_peak",
            year,
            float(national["value"]),
            sense="min",
            enforce=True,
            target_id="" if wide else national["id"],
            document=national["document"],
            page=national["page"],
        )
    has_coal = any(str(row["technology"]).startswith("coal") for row in draft.rows("cohorts"))
    if has_coal and "coal.net_heat_rate" not in known:
        _add_policy(
            draft,
            "coal.net_heat_rate",
            year,
            NATIONAL_COAL_RATE_G_PER_KWH,
            sense="max",
            enforce=False,
            document="全国煤电机组改造升级实施方案",
        )


def _national(metric: str, year: int) -> pd.Series:
    """The national duty on a metric: of the year, or the lower end where one passage gives a range."""
    targets = in_force("national", year)
    targets = targets[(targets["metric"] == metric) & (targets["sense"] == "min")]
    return targets.sort_values("value").iloc[0]


def _add_channel_rules(draft: Draft) -> None:
    """The green share of new channels; that of existing ones, which may not fall, is shown: its level is judged."""
    judged = {link_id(str(row["channel"])): float(row["green_share"]) for row in table("channels").to_dict("records")}
    told: set[str] = set()
    for link in draft.rows("links"):
        if link["from"] != draft.region or str(link["link"]) in told:
            continue
        told.add(str(link["link"]))
        name, new = str(link["link"]), bool(link.get("new_channel"))
        _add_policy(
            draft,
            "channel.renewable_share",
            None,
            NEW_CHANNEL_GREEN_PERCENT if new else round(100.0 * judged[name], 1),
            sense="min",
            enforce=new,
            subject=name,
            document="2030年前碳达峰行动方案" if new else EXISTING_CHANNELS_DOCUMENT,
        )


def _add_policy(
    draft: Draft,
    metric: str,
    year: int | None,
    value: float,
    *,
    sense: str,
    enforce: bool,
    subject: str = "",
    target_id: str = "",
    document: str = "",
    page: str = "",
) -> None:
    words = schema().metrics[metric]
    withdrawn = metric.startswith("storage.")
    draft.add(
        "policies",
        policy=_unused_id(draft, "_".join([metric.replace(".", "_"), *([subject] if subject else [])]), year),
        region=draft.region,
        year=year if len(draft.years) > 1 else None,
        metric=metric,
        subject=subject,
        sense=sense,
        value=value,
        enforce=enforce,
        name_zh=words.name_zh + (WITHDRAWN_ZH if withdrawn else ""),
        name_en=words.name_en + (WITHDRAWN_EN if withdrawn else ""),
        target_id=target_id,
        document=document,
        page=page,
    )


def _unused_id(draft: Draft, wanted: str, year: int | None) -> str:
    """The id, with a number where the same year already has it."""
    marked = year if len(draft.years) > 1 else None
    taken = {row["policy"] for row in draft.rows("policies") if row.get("year") == marked}
    candidates = [wanted, *(f"{wanted}_{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)
