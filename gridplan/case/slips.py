"""What a figure out of range was likely meant to be: the usual slips of unit, and the words for a range."""

from __future__ import annotations

import math

UNIT_SLIPS: dict[str, tuple[tuple[float, str, str], ...]] = {
    "GW": ((1e-3, "MW", "MW"), (1e-2, "10 MW", "万千瓦")),
    "MW": ((1e3, "GW", "GW"), (1e-3, "kW", "kW")),
    "TWh": ((1e-3, "GWh", "GWh"), (1e-1, "0.1 TWh", "亿千瓦时")),
    "share": ((1e-2, "per cent", "百分数"),),
    "share/h": ((1e-2, "per cent", "百分数"), (60.0, "share per minute", "每分钟比例")),
    "%": ((1e2, "a share", "小数"),),
    "ratio": ((1e-2, "per cent", "百分数"),),
    "CNY/kW": ((1e-3, "CNY/MW", "元/MW"), (1e3, "1000 CNY/kW", "千元/kW"), (1e4, "10 000 CNY/kW", "万元/kW")),
    "CNY/kW/a": ((1e-3, "CNY/MW/a", "元/MW/年"), (1e3, "1000 CNY/kW/a", "千元/kW/年")),
    "CNY/MWh": ((1e3, "CNY/kWh", "元/kWh"), (1e-3, "CNY/GWh", "元/GWh")),
    "CNY/kWh": ((1e-3, "CNY/MWh", "元/MWh"),),
    "CNY/tce": ((1e-3, "CNY/kt", "元/千吨"),),
    "gce/kWh": ((1e3, "kgce/kWh", "kgce/kWh"), (1e-3, "mg", "毫克")),
    "g/kWh": ((1e3, "kg/kWh", "kg/kWh"),),
    "g_CO2_per_kWh": ((1e3, "kg/kWh", "kg/kWh"),),
    "t/MWh": ((1e-3, "kg/MWh", "kg/MWh"),),
    "t/tce": ((1e-3, "kg/tce", "kg/tce"),),
    "Mt_ce": ((1e-2, "10 kt", "万吨"), (1e-6, "t", "吨")),
    "Mt_CO2": ((1e-2, "10 kt", "万吨"), (1e-6, "t", "吨")),
    "h/a": ((8760.0, "a share of the year", "年占比"), (87.6, "per cent of the year", "年百分比")),
}
"""Units a planner may have in mind instead of a column's: factor to the column's unit, name in both
languages."""

ANY_SLIPS = (1e-3, 1e3, 1e-2, 1e2, 1e-1, 1e1, 1e-4, 1e4, 1 / 8760, 8760.0)
"""Factors tried where no unit explains the figure, likeliest first."""


CHINESE_UNITS = {
    "share": "",
    "share/h": "每小时",
    "years": "年",
    "year": "年",
    "units": "台",
    "h": "小时",
    "h/a": "小时/年",
    "gce/kWh": "克标煤/kWh",
    "g/kWh": "克/kWh",
    "t/MWh": "吨/MWh",
    "t/tce": "吨/吨标煤",
    "CNY/tce": "元/吨标煤",
    "g_CO2_per_kWh": "克二氧化碳/kWh",
    "Mt_ce": "百万吨标煤",
    "Mt_CO2": "百万吨二氧化碳",
}


def chinese_unit(unit: str) -> str:
    """A unit of the schema as a Chinese sentence writes it."""
    return CHINESE_UNITS.get(unit, unit.replace("CNY", "元").replace("/a", "/年"))


def slip_hint(value: float, low: float | None, high: float | None, unit: str) -> dict[str, str]:
    """Blanks `fix_en` and `fix_zh`: the figure within `low`..`high` that a slip of unit would explain, else
    to check the unit.  `value`, `low` and `high` are in `unit`.
    """
    lowest = -math.inf if low is None else low
    highest = math.inf if high is None else high
    if value < 0 <= lowest:
        return {"fix_en": "a minus sign by mistake?", "fix_zh": "是否误写负号？"}
    given, shown = f"{value:g}", "" if unit == "share" else f" ({unit})" if unit else ""
    shown_zh = f" {chinese_unit(unit)}".rstrip()

    def fits(factor: float) -> bool:
        return value != 0 and lowest <= value * factor <= highest

    named = [slip for slip in UNIT_SLIPS.get(unit, ()) if fits(slip[0])]
    if named:
        english = " or ".join(f"{value * factor:g}{shown} (written in {name})" for factor, name, _ in named)
        chinese = " 或 ".join(f"{value * factor:g}{shown_zh}（按{name}填写）" for factor, _, name in named)
        return {
            "fix_en": f"did you mean {english}, not {given}?",
            "fix_zh": f"是否应为 {chinese}，而非 {given}？",
        }
    for factor in ANY_SLIPS:
        if fits(factor):
            meant = f"{value * factor:g}"
            return {
                "fix_en": f"did you mean {meant}{shown}, not {given}?",
                "fix_zh": f"是否应为 {meant}{shown_zh}，而非 {given}？",
            }
    return {"fix_en": f"check the value{shown}", "fix_zh": "请核对数值"}


def allowed_range(low: float | None, high: float | None, unit: str) -> dict[str, str]:
    """Blanks `allowed_en` and `allowed_zh` of a range in a unit."""
    bounds = [f"{bound:g}" if bound is not None else "" for bound in (low, high)]
    english = (
        f"{bounds[0]} to {bounds[1]}" if all(bounds) else f"at least {bounds[0]}" if bounds[0] else "a number"
    )
    chinese = f"{bounds[0]} 至 {bounds[1]}" if all(bounds) else f"不小于 {bounds[0]}" if bounds[0] else "数值"
    return {"allowed_en": f"{english} {unit}".strip(), "allowed_zh": f"{chinese} {chinese_unit(unit)}".strip()}
