"""Named loads and electrolysers of a new case, where the province's plans give figures for them."""

from __future__ import annotations

import pandas as pd

from gridplan.case.new_draft import Draft
from gridplan.library.defaults import lookup
from gridplan.library.targets import select

ALUMINIUM_MWH_PER_T = 13.6
"""Electricity of a tonne of aluminium, alternating current: 13 599 kWh in 2016 (China Nonferrous Metals Industry
Association, by aluminiumchina.com)."""
ALUMINIUM_RANGE = (0.85, 1.05)
HOURS_PER_WEEK = 168
ELECTROLYSER_HOURS = 2500
"""Full-load hours below which green hydrogen is not planned, for the ceiling of what may be built."""


def add(draft: Draft) -> None:
    """Add smelters of the plan's capacity, electrification of the plan's size, electrolysers for its hydrogen."""
    _add_aluminium(draft)
    _add_electrification(draft)
    _add_electrolysers(draft)


def _latest(draft: Draft, metric: str) -> pd.Series | None:
    """The target of a metric that holds in the last planning year, or fell due last before it."""
    rows = select(region=draft.region, year=draft.years[-1])
    rows = rows[rows["metric"].eq(metric) & rows["treatment"].ne("never") & rows["match"].isin(["due", "standing"])]
    return rows.iloc[-1] if len(rows) else None


def _add_aluminium(draft: Draft) -> None:
    target = _latest(draft, "industry.aluminium_capacity_cap")
    if target is None:
        return
    capacity = float(target["value"])
    energy = round(capacity * ALUMINIUM_MWH_PER_T, 1)
    draft.add("loads", load="aluminium", name_zh="电解铝", name_en="Aluminium smelting", region=draft.region,
              kind="industry", energy_twh=energy, counted="in_curve")
    draft.add("flexible_loads", load="aluminium", window_hours=HOURS_PER_WEEK, min_share=ALUMINIUM_RANGE[0],
              max_share=ALUMINIUM_RANGE[1], fixed_cost_cny_per_kw_a=60, variable_cost_cny_per_mwh=200)
    draft.note(
        f"电解铝：按规划产能上限{100 * capacity:.0f}万吨、每吨1.36万千瓦时计{10 * energy:.0f}亿千瓦时，"
        "已含在负荷曲线中；85%—105%可调、按周保持产量，幅度和补偿为判断值。",
        f"Aluminium: the plan's ceiling of {capacity:g} Mt at {ALUMINIUM_MWH_PER_T} MWh/t is {energy:g} TWh, "
        "already in the load curve; 85-105 % of it can move with the weekly output kept, range and compensation by "
        "judgement.",
    )


def _add_electrification(draft: Draft) -> None:
    target = _latest(draft, "electrification.substituted_energy")
    if target is None or target["unit"] != "TWh":
        return
    energy = float(target["value"])
    draft.add("loads", load="electrification", name_zh="电能替代", name_en="Electrification", region=draft.region,
              kind="electrification", energy_twh=energy, counted="in_curve")
    draft.note(
        f"电能替代：规划{target['year']}年{10 * energy:.0f}亿千瓦时，已含在用电量和负荷曲线中。",
        f"Electrification: {energy:g} TWh by the plan of {target['year']}, within the consumption and its curve.",
    )


def _add_electrolysers(draft: Draft) -> None:
    target = _latest(draft, "hydrogen.green_production")
    need = lookup("electrolysers", "electricity_kwh_per_kg", "", draft.region, draft.years[-1])
    if target is None or need is None:
        return
    # 1 Mt at 1 kWh/kg is 1 TWh.
    energy_twh = float(target["value"]) * float(need.value)
    ceiling = round(1000 * energy_twh / ELECTROLYSER_HOURS, 1)
    draft.add("electrolysers", electrolyser="green_hydrogen", name_zh="绿氢", name_en="Green hydrogen",
              region=draft.region, build_max_gw=ceiling)
    draft.note(
        f"绿氢：规划{100 * float(target['value']):.0f}万吨/年，约需{10 * energy_twh:.0f}亿千瓦时，"
        f"在全社会用电量之外另计；电解槽上限{100 * ceiling:.0f}万千瓦按{ELECTROLYSER_HOURS}小时计，为判断值。",
        f"Green hydrogen: the plan's {float(target['value']):g} Mt a year takes about {energy_twh:.1f} TWh beyond the "
        f"consumption; the ceiling of {ceiling:g} GW follows from {ELECTROLYSER_HOURS} hours, a judgement.",
    )
