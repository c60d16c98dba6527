"""Region, demand and demand response of a new case."""

from __future__ import annotations

import pandas as pd

from gridplan.case.new_draft import Draft, facts_of
from gridplan.library.targets import select

PROJECTION_YEAR = 2030


def add(draft: Draft) -> None:
    """Add the province to `regions` and its consumption of each planning year to `demand`."""
    draft.add(
        "regions",
        region=draft.region,
        name_zh=draft.province.name_zh,
        name_en=draft.province.name_en,
        line_loss_share=_line_loss_target(draft),
        heating_months=" ".join(str(month) for month in draft.province.heating_months),
    )
    projection = facts_of(draft, "demand_projection").iloc[0]
    for year in draft.years:
        draft.add(
            "demand",
            region=draft.region,
            year=year if len(draft.years) > 1 else None,
            energy_twh=round(projected_energy_twh(projection, year), 1),
        )
    then, growth = float(projection["energy_2024_twh"]), float(projection["growth_percent_per_year"])
    low, high = float(projection["energy_2030_low_twh"]), float(projection["energy_2030_high_twh"])
    draft.note(
        f"用电量：由2024年{10 * then:.0f}亿千瓦时按年均约{growth:.1f}%推算，为判断值；"
        f"2030年范围{10 * low:.0f}—{10 * high:.0f}亿千瓦时。最大负荷由2018年负荷曲线形状推得。",
        f"Demand: from {then:.1f} TWh in 2024 at about {growth:.1f} % a year, a judgement; "
        f"{low:.0f}-{high:.0f} TWh "
        "is the range for 2030.  The peak follows from the load shape of 2018.",
    )


def add_response(draft: Draft) -> None:
    """Add shiftable and interruptible load to `response`, with the library's figures."""
    draft.add(
        "response",
        response="shift",
        name_zh="可转移负荷",
        name_en="Shiftable load",
        region=draft.region,
        kind="shift",
    )
    draft.add(
        "response",
        response="shed",
        name_zh="可中断负荷",
        name_en="Interruptible load",
        region=draft.region,
        kind="shed",
    )


def projected_energy_twh(projection: pd.Series, year: int) -> float:
    """Consumption (TWh) of a year: 2024 and the figure for 2030 joined at a constant rate, the rate stated
    for the province after 2030."""
    then, later = float(projection["energy_2024_twh"]), float(projection["energy_2030_twh"])
    if year <= PROJECTION_YEAR:
        return float(then * (later / then) ** ((year - 2024) / (PROJECTION_YEAR - 2024)))
    return later * (1 + float(projection["growth_percent_per_year"]) / 100) ** (year - PROJECTION_YEAR)


def _line_loss_target(draft: Draft) -> float | None:
    """Line loss the province's plan promises, as a share; None where no plan names one."""
    targets = select(region=draft.region, year=draft.first_year, metric="grid.line_loss")
    return float(targets["value"].iloc[-1]) / 100 if len(targets) else None
