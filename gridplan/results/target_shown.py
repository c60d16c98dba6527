"""How a line of the targets' scorecard is printed: figures in the units planners read, prices, remarks."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from gridplan.library.documents import document_name
from gridplan.library.tables import table
from gridplan.library.target_units import target_unit
from gridplan.results.labels import label
from gridplan.results.report_units import NO_FIGURE, number, significant

NO_PRICE = 1e-4
"""Million CNY per own unit below which a price is what an interior point leaves of nothing."""

SENSES = {"min": "≥", "max": "≤", "about": "≈"}
YEAR = "year"
PERCENT = "percent"
POINTS = {"zh": "个百分点", "en": "pp"}

_MARGINAL = {
    "CNY/MWh": (0.001, {"zh": "元/千瓦时", "en": "CNY/kWh"}),
    "CNY/kW": (1.0, {"zh": "元/千瓦·年", "en": "CNY/kW/a"}),
    "CNY/t": (1.0, {"zh": "元/吨", "en": "CNY/t"}),
    "million CNY/unit": (1.0, {"zh": "百万元/台", "en": "million CNY/unit"}),
    "": (1.0, {"zh": "", "en": ""}),
}
"""Units a dual is kept in, as planners read them."""


def unit_name(unit: str, lang: str) -> str:
    """What a unit of the list is called."""
    return target_unit(unit).shown[lang][0]


def in_shown_unit(value: float, unit: str, lang: str) -> float:
    """A figure in the unit it is printed in."""
    return value * target_unit(unit).shown[lang][1]


def with_unit(value: float, unit: str, lang: str) -> str:
    """A figure with its unit; an en dash where there is none."""
    if pd.isna(value):
        return NO_FIGURE
    if unit == YEAR:
        return f"{value:.0f}{unit_name(unit, lang)}"
    name, factor, digits = target_unit(unit).shown[lang]
    return f"{number(value * factor, digits)} {name}".rstrip()


def margin_text(value: float, unit: str, lang: str) -> str:
    """A margin with its sign and unit; a difference of percentages is in points."""
    if pd.isna(value):
        return NO_FIGURE
    name, factor, digits = target_unit(unit).shown[lang]
    name = POINTS[lang] if target_unit(unit).quantity == PERCENT else name
    return f"{number(value * factor, digits, signed=True)} {name}".rstrip()


def price_per_unit(million_cny: float, unit: str, lang: str) -> tuple[float, str]:
    """A price per own unit of a target in the money and unit a planner reads: CNY/kW, 元/吨标准煤, 亿元/百分点."""
    name, factor = target_unit(unit).price[lang]
    if not name:
        return million_cny, {"zh": "百万元/单位", "en": "million CNY/unit"}[lang]
    return (0.0 if abs(million_cny) < NO_PRICE else million_cny * factor), name


def marginal_price(value: float, unit: str, lang: str) -> tuple[float, str]:
    """A dual per kWh, kW or t, from the unit it is kept in."""
    factor, names = _MARGINAL[unit]
    return (0.0 if abs(value) < NO_PRICE else value * factor), names[lang]


def price_text(value: float, name: str) -> str:
    """A price with its unit; an en dash where there is none, a plain zero where it is nothing."""
    if pd.isna(value):
        return NO_FIGURE
    return f"{significant(value)} {name}" if value else "0"


def holds_text(line: Any, lang: str) -> str:
    """How a target holds in the planning year, with the year or period the document names."""
    if not line.match:
        return ""
    name = label(f"match.{line.match}", lang)
    if line.match == "undated":
        return name
    period = line.period.replace("-", "—") if lang == "zh" else line.period
    return f"{period}：{name}" if lang == "zh" else f"{period}: {name}"


def name_text(line: Any, lang: str) -> str:
    """What a line's target is called."""
    return str(getattr(line, f"name_{lang}"))


def remark(line: Any, lang: str) -> str:
    """What a reader must know of a line: why it is not judged, what replaced it, what it repeats."""
    stop = "；" if lang == "zh" else "; "
    said = []
    if line.reason:
        said.append(getattr(line, f"why_{lang}") or label(f"reason.{line.reason}", lang))
    if line.side:
        said.append(label(f"side.{line.side}", lang))
    if line.superseded_by:
        said.append(label("text.superseded_by", lang).format(document=document_name(line.superseded_document, lang)))
    if line.restates:
        said.append(_repeats(str(line.restates), lang))
    if not line.reason and getattr(line, f"why_{lang}"):
        said.append(getattr(line, f"why_{lang}"))
    if pd.notna(line.case_target):
        joint = "：" if lang == "zh" else ": "
        asked = f"{SENSES[line.case_sense]} {with_unit(line.case_target, line.unit, lang)}"
        said.append(label("header.case_target", lang) + joint + asked)
    return stop.join(said)


def _repeats(target: str, lang: str) -> str:
    """Where the target stands that a line repeats."""
    row = _listed().get(target)
    if row is None:  # of results written with another list
        return label("text.restates_target", lang).format(document=target, page="")
    page = label("text.on_page", lang).format(page=row["page"]) if row["page"] else ""
    return label("text.restates_target", lang).format(document=document_name(str(row["document"]), lang), page=page)


@cache
def _listed() -> dict[str, dict[str, Any]]:
    return {str(row["id"]): row for row in table("targets").to_dict("records")}


def role(line: Any) -> str:
    """What the case does with a target: enforced, reported or absent."""
    return "enforced" if line.enforced else "reported" if line.policy else "absent"


__all__ = ["SENSES", "holds_text", "in_shown_unit", "margin_text", "marginal_price", "name_text", "price_per_unit",
           "price_text", "remark", "role", "unit_name", "with_unit"]
