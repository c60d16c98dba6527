"""The contradictions of a case as sentences, in both languages, with table, row and column."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gridplan.case.problems import CaseError
from gridplan.case.read import read_raw
from gridplan.case.schema import schema
from gridplan.case.slips import chinese_unit
from gridplan.solve.explain import Change, Contradiction, Explanation
from gridplan.solve.hard_limits import Stated

if TYPE_CHECKING:
    from gridplan.case.case import Case
    from gridplan.case.raw import RawCase, RawTable

HOURS_SHOWN = 24
"""Up to this many hours of a contradiction its first hour is named; above it, how many there are."""

WORDS = {
    "none": (
        "The hard limits of the case do not contradict each other (checked over {hours} hours).",
        "硬性限制互不矛盾（按 {hours} 小时检查）。",
    ),
    "head": ("{count} contradiction(s) between hard limits of the case:", "硬性限制之间有 {count} 处矛盾："),
    "cannot": ("These cannot all hold{when}:", "以下限制不能同时满足{when}："),
    "in_hours": (" (in {count} hours, the first {first})", "（共 {count} 小时，最早 {first}）"),
    "ways": ("Any one of these changes restores a plan:", "以下任一修改即可得到方案："),
    "together": ("Together these changes restore a plan:", "同时作以下修改可得到方案："),
    "no_way": ("No single figure that a case may hold resolves it.", "没有单个可改数值能消除这一矛盾。"),
    "meet": ("They meet in: {families}.", "矛盾出现在：{families}。"),
    "part_year": (
        "Found in the yearly rows alone; operation may ask for more.",
        "仅由年度约束即可判定；逐时运行可能要求更大的修改。",
    ),
    "part_days": (
        "Found in one day of each month; the year may ask for more.",
        "仅由每月一天即可判定；全年可能要求更大的修改。",
    ),
    "incomplete": (
        "There may be further contradictions; explain again once these are resolved.",
        "可能还有其他矛盾；消除以上矛盾后请再次查找。",
    ),
    "unknown": (
        "The contradiction could not be traced to figures of the case; the constraint families are: {families}.",
        "未能追溯到案例中的具体数值；涉及的约束为：{families}。",
    ),
    "raise": ("raise {what} from {old} to at least {new}", "将{what}由 {old} 提高到不低于 {new}"),
    "lower": ("lower {what} from {old} to at most {new}", "将{what}由 {old} 降低到不高于 {new}"),
    "other": (
        "change {what} (now {old}) to extraction, or take away what forces the units on",
        "修改{what}（现为 {old}）为 extraction，或取消迫使机组运行的限制",
    ),
    "nearer": (
        "bring {what} (now {old}) within reach: it is missed by more than the model lets any target be missed",
        "将{what}（现为 {old}）改到可达范围：缺额超过模型允许的最大缺额",
    ),
    "row": ("row {row}", "第 {row} 行"),
    "filled": ("blank: default", "空白，取缺省值"),
    "excess": (
        "excess power of region {region} is at most {value} GW (a limit of the model: five times the peak load)",
        "省区 {region} 的多余电力不超过 {value} GW（模型限制：最大负荷的五倍）",
    ),
}

FAMILIES = {
    "operation.balance": ("power balance", "电力平衡"),
    "operation.heat_balance": ("heat balance: heat cannot be thrown away", "热力平衡（热量不能弃掉）"),
    "operation.online_limit": ("no more online than is available", "在线容量不超过可用容量"),
    "operation.output_range": ("output between minimum and full load", "出力在最小与满负荷之间"),
    "operation.must_run": ("capacity that must stay online", "必开容量"),
    "operation.full_load_energy": ("energy of the year", "全年发电量"),
    "operation.full_load_energy_free": ("energy of the year", "全年发电量"),
    "design.full_load_hours": ("cap on full-load hours", "利用小时上限"),
    "design.capacity_split": ("capacity of a cohort: existing, built, retired", "机组群容量（现有、新建、退役）"),
    "design.life_end": ("end of design life: retire or extend", "设计寿命到期须退役或延寿"),
    "design.store_power": ("power of stores: existing and built", "储能功率（现有与新建）"),
    "design.store_energy": ("energy of stores: existing and built", "储能电量（现有与新建）"),
    "design.store_duration_min": ("least duration of new storage", "新建储能最短时长"),
    "design.store_duration_max": ("longest duration of new storage", "新建储能最长时长"),
    "design.store_group_power_min": ("floor of a group's power", "储能组功率下限"),
    "design.store_group_power_max": ("ceiling of a group's power", "储能组功率上限"),
    "design.store_group_energy_min": ("floor of a group's energy", "储能组电量下限"),
    "design.store_group_energy_max": ("ceiling of a group's energy", "储能组电量上限"),
    "design.link_installed": ("capacity of channels: existing and built", "通道容量（现有与新建）"),
    "design.link_energy_min": ("least energy of a channel", "通道最小送电量"),
    "design.link_energy_max": ("most energy of a channel", "通道最大送电量"),
    "operation.link_energy": ("energy sent by month", "各月送电量"),
    "operation.link_limit": ("flow within the capacity", "潮流不超过容量"),
    "operation.link_floor": ("least flow of a channel", "通道最小潮流"),
    "operation.link_curve_min": ("agreed curve of a channel", "通道约定曲线"),
    "operation.link_curve_max": ("agreed curve of a channel", "通道约定曲线"),
    "design.contract_hours_min": ("least hours of a contract", "合同最低利用小时"),
    "design.contract_hours_max": ("most hours of a contract", "合同最高利用小时"),
    "design.contract_month_min": ("least monthly share of a contract", "合同月电量下限"),
    "design.contract_month_max": ("most monthly share of a contract", "合同月电量上限"),
    "operation.contract_ramp_up": ("ramp of a contract", "合同爬坡限制"),
    "operation.contract_ramp_down": ("ramp of a contract", "合同爬坡限制"),
    "operation.minimum_flow": ("minimum flow of a reservoir", "水库最小出力"),
    "operation.turbine": ("turbine capacity", "水轮机容量"),
    "operation.reservoir_level": ("water of a reservoir", "水库水量平衡"),
    "operation.reservoir_size": ("size of a reservoir", "库容"),
    "operation.electrolyser_least": ("least load of electrolysers", "电解槽最低负荷"),
    "operation.electrolyser_limit": ("capacity of electrolysers", "电解槽容量"),
    "operation.chp_back_pressure": ("back-pressure units: power follows heat", "背压机组以热定电"),
    "operation.chp_idle": ("back-pressure units stand still without heat", "背压机组无热负荷时停运"),
    "operation.chp_heat_limit": ("most heat per capacity online", "单位在线容量最大供热"),
}


class Teller:
    """Sentences about one case, which knows where its figures stand in the planner's files."""

    def __init__(self, case: Case, lang: str) -> None:
        self._case, self._zh = case, lang == "zh"
        self._lang = lang

    def lines(self, told: Explanation) -> list[str]:
        """The whole explanation; without contradictions the one sentence that says so."""
        if not told.contradictions:
            key = "none" if told.complete else "incomplete"
            return [self._say(key, hours=int(told.axis.duration_h.sum()))]
        lines = [self._say("head", count=len(told.contradictions))]
        for number, one in enumerate(told.contradictions, start=1):
            lines += self._contradiction(number, one, told)
        if told.part != "whole":
            lines.append(self._say(f"part_{told.part}"))
        if not told.complete:
            lines.append(self._say("incomplete"))
        return lines

    def _contradiction(self, number: int, one: Contradiction, told: Explanation) -> list[str]:
        families = self._families(one.families)
        if not one.limits:
            return [f"{number}. " + self._say("unknown", families=families)]
        lines = [f"{number}. " + self._say("cannot", when=self._when(one, told))]
        lines += [f"   - {self._limit(limit)}" for limit in one.limits]
        lines.append("   " + self._say("meet", families=families))
        changes = one.ways or one.together
        lines.append("   " + self._say("ways" if one.ways else "together" if one.together else "no_way"))
        lines += [f"   > {self._change(change)}" for change in changes]
        return lines

    def _families(self, names: list[str]) -> str:
        place = 1 if self._zh else 0
        shown = dict.fromkeys(FAMILIES[name][place] if name in FAMILIES else name for name in names)
        return ("；" if self._zh else "; ").join(shown)

    def _when(self, one: Contradiction, told: Explanation) -> str:
        if not one.blocks:
            return ""
        hour = int(told.axis.first_hour[one.blocks[0]])
        moment = pd.Timestamp("2030-01-01") + pd.Timedelta(hours=hour)
        first = (
            f"{moment.month} 月 {moment.day} 日 {moment.hour} 时"
            if self._zh
            else f"{moment.day} {moment:%B} {moment:%H}:00"
        )
        return self._say("in_hours", count=len(one.blocks), first=first)

    def _limit(self, stated: Stated) -> str:
        if not stated.limit.table:
            return self._say("excess", region=stated.key[0], value=f"{stated.value:.4g}")
        colon = "：" if self._zh else ": "
        return f"{self._name(stated)} = {self._figure(stated, stated.value)}{colon}{self._place(stated)}"

    def _change(self, change: Change) -> str:
        stated = change.limit
        if stated.limit.easing == "other":
            key = "nearer" if stated.limit.table == "policies" else "other"
            return self._say(key, what=self._what(stated), old=self._figure(stated, stated.value))
        key = "raise" if stated.limit.easing in ("raise", "grow") else "lower"
        return self._say(
            key, what=self._what(stated), old=self._figure(stated, stated.value), new=self._figure(stated, change.value)
        )

    def _what(self, stated: Stated) -> str:
        marks = ("（", "）") if self._zh else (" (", ")")
        return f"{self._name(stated)}{marks[0]}{self._place(stated)}{marks[1]}"

    def _name(self, stated: Stated) -> str:
        """`build_max_gw of battery`, and in Chinese the column's name with its id."""
        column = schema().tables[stated.limit.table].columns[stated.column]
        key = " ".join(stated.key)
        if self._zh:
            return f"{self._title(stated) or key} 的{column.name_zh}（{column.name}）"
        return f"{column.name} of {key}"

    def _title(self, stated: Stated) -> str:
        frame = self._case.tables[stated.limit.table]
        first = schema().tables[stated.limit.table].key[0]
        names = frame.loc[frame[first] == stated.key[0]].get("name_zh", pd.Series(dtype=str))
        title = str(names.iloc[0]) if len(names) else ""
        return f"{title} {stated.key[0]}" if title else ""

    def _figure(self, stated: Stated, value: float) -> str:
        column = schema().tables[stated.limit.table].columns[stated.column]
        if not np.isfinite(value):
            rows = self._case.rows(stated.limit.table, stated.year)
            label = stated.key if isinstance(rows.index, pd.MultiIndex) else stated.key[0]
            return str(rows.loc[label, column.name]) if label in rows.index else "-"
        unit = chinese_unit(column.unit) if self._zh else "" if column.unit == "share" else column.unit
        return f"{value:.6g} {unit}".strip()

    def _place(self, stated: Stated) -> str:
        """File, or sheet of the workbook, and row; that a default was taken where the cell is blank."""
        raw = self._raw.tables.get(stated.limit.table) if self._raw is not None else None
        if raw is None:
            return f"{stated.limit.table}.csv"
        row = _row_of(raw, stated)
        comma = "，" if self._zh else ", "
        parts = [raw.file]
        if row is not None:
            parts.append(self._say("row", row=raw.lines[row]))
            place = raw.columns.index(stated.column) if stated.column in raw.columns else None
            if place is None or not raw.cells[row][place].strip():
                parts.append(self._say("filled"))
        return comma.join(parts)

    @cached_property
    def _raw(self) -> RawCase | None:
        """The planner's own cells; None where the case was made in memory or its files are gone."""
        try:
            return read_raw(self._case.path)[0]
        except (CaseError, OSError):
            return None

    def _say(self, key: str, **blanks: object) -> str:
        return WORDS[key][1 if self._zh else 0].format(**blanks)


def _row_of(raw: RawTable, stated: Stated) -> int | None:
    """Row of the planner's table that holds the figure: the planning year's own before one for every year."""
    names = raw.table.key[: len(stated.key)]
    if any(name not in raw.columns for name in names):
        return None
    places = [raw.columns.index(name) for name in names]
    year = raw.columns.index("year") if "year" in raw.columns else None
    found: int | None = None
    for row, cells in enumerate(raw.cells):
        if tuple(cells[place].strip() for place in places) != stated.key:
            continue
        of_year = cells[year].strip() if year is not None else ""
        if of_year == str(stated.year):
            return row
        if not of_year and found is None:
            found = row
    return found


def explained(case: Case, told: Explanation, lang: str) -> list[str]:
    """An explanation as lines of text in one language ("zh" or "en")."""
    return Teller(case, lang).lines(told)
