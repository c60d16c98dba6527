"""What a new case says of the targets it leaves out: those of the power system that hold in the planning year and
are no row of `policies`, and why each is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridplan.case.new_draft import Draft
from gridplan.library.tables import table
from gridplan.library.target_lines import metric_names
from gridplan.library.target_units import units_in
from gridplan.library.targets import PENDING, UNDATED, select

WORDS: dict[str, tuple[str, str]] = {
    "never": ("不是指标", "no targets"),
    "superseded": ("已被后发文件替代", "superseded by a later document"),
    "restated": ("与已列目标重复", "repeats of one that is listed"),
    "no_metric": ("模型没有对应的度量", "no metric of the model measures them"),
    "unit": ("单位不可换算", "their unit cannot be compared with the metric's"),
    "pending": ("时期未满", "their period runs on"),
    "undated": ("未注明年份", "undated"),
    "not_enforceable": ("只能列示，不能约束", "they can be reported, not enforced"),
    "past": ("此前到期的装机规模，已体现在现有装机中", "capacities due in years past, which the fleet already holds"),
    "other": ("由其他行代替（全国要求或按通道设置）",
              "another row stands for them: the national duty, or one for each channel"),
}


def tell(draft: Draft, year: int) -> None:
    """Add one note for a planning year that names what was left out of the policy rows, by reason."""
    found = select(region=draft.region, year=year, scope="model")
    taken = {row.get("target_id") for row in draft.rows("policies")}
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in found[~found["id"].isin(taken)].to_dict("records"):
        groups.setdefault(_reason(row), []).append(metric_names(str(row["metric"])))
    if not groups:
        return
    draft.note(
        f"{year}年未列入约束表的电力目标（结果的“全部目标”表仍逐项列出）：{_listed(groups, 0)}。",
        f"Power targets of {year} that are no row of the case (the results' table of all targets still has each): "
        f"{_listed(groups, 1)}.",
    )


def _listed(groups: Mapping[str, list[tuple[str, str]]], language: int) -> str:
    """Every reason with the names of its targets, each name once."""
    joint, apart, open_, close = (("、", "；", "（", "）"), (", ", "; ", " (", ")"))[language]
    parts = []
    for reason, words in WORDS.items():
        if reason in groups:
            names = list(dict.fromkeys(name[language] for name in groups[reason]))
            parts.append(f"{words[language]}{open_}{joint.join(names)}{close}")
    return apart.join(parts)


def _reason(row: Mapping[str, Any]) -> str:
    """Why a target is no row of the case."""
    metrics = table("metrics").set_index("metric")
    if row["treatment"] == "never":
        return "never"
    if row["superseded_by"]:
        return "superseded"
    if row["restates"]:
        return "restated"
    if row["metric"] not in metrics.index:
        return "no_metric"
    if units_in(str(row["unit"]), str(metrics.at[row["metric"], "unit"])) is None:
        return "unit"
    if metrics.at[row["metric"], "enforceable"] != "yes":
        return "not_enforceable"
    if row["match"] in (PENDING, UNDATED):
        return str(row["match"])
    return "past" if str(row["metric"]).startswith("capacity.") else "other"


__all__ = ["tell"]
