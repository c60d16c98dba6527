"""Coal cohorts of a new case: the registered units grouped into a few classes, and what is in the pipeline.

Each cohort state costs rows in every hour of the year, so like units share a cohort.  Grouping keeps the
capacity and the capacity-weighted coal rate; what it loses is the spread within a class, and a note says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gridplan.case.new_draft import Draft, facts_of
from gridplan.library.coal import SIZE_CLASSES, cooling
from gridplan.library.errors import LibraryError
from gridplan.library.tables import table

APART_SHARE = 0.03
"""Share of the fleet above which captive plants, CHP or a size class stand alone."""

CAPTIVE_MUST_RUN_SHARE = 0.75
LIFE_YEARS = 40
LEAST_REMAINING_YEARS = 5
EARLY_RETIREMENT_AGE = 30
NEW_UNIT_MW = 1000.0
REGISTER_YEAR = 2023
"""Year of the registers of coal and pumped hydro."""

CO2_BENCHMARKS = {"over_300_mw": 0.7910, "up_to_300_mw": 0.8049}
"""Free allocation of 2024 in t per gross MWh (national emissions trading plan for 2023 and 2024)."""


@dataclass(frozen=True)
class Kind:
    """A class of cohorts: id, names."""

    id: str
    name_zh: str
    name_en: str


KINDS = (
    Kind("coal_usc", "大型超超临界煤电", "Large ultra-supercritical coal"),
    Kind("coal_large", "60万千瓦级煤电", "600 MW class coal"),
    Kind("coal_small", "30万千瓦级及以下煤电", "300 MW class and smaller coal"),
    Kind("coal_chp", "热电联产煤电", "Coal heat and power"),
    Kind("coal_captive", "企业自备煤电", "Captive coal"),
)
NEIGHBOURS = {
    "coal_usc": ("coal_large", "coal_small"),
    "coal_large": ("coal_usc", "coal_small"),
    "coal_small": ("coal_large", "coal_usc"),
}


def add(draft: Draft) -> None:
    """Add the existing coal cohorts and new coal to `cohorts`."""
    units = registered_units(draft)
    for kind in KINDS:
        group = units[units["kind"] == kind.id]
        if len(group):
            _add_cohort(draft, kind, group)
    _note_grouping(draft, units)
    _add_new_coal(draft)


def registered_units(draft: Draft) -> pd.DataFrame:
    """The province's lines of the coal register with their class figures and, in `kind`, the cohort they go
    to."""
    lines = facts_of(draft, "coal_cohorts")
    lines["cooling"] = [
        cooling(draft.region, size, start)
        for size, start in zip(lines["size_class_mw"], lines["mean_start_year"], strict=True)
    ]
    classes = table("coal_classes").rename(columns={"size_class": "size_class_mw"})
    keys = ["size_class_mw", "steam_class", "cooling"]
    figures = lines.merge(
        classes.drop(columns=["source", "basis"]), on=keys, how="left", validate="many_to_one"
    )
    unknown = figures.loc[figures["net_rate_g_per_kwh"].isna(), keys].drop_duplicates()
    if len(unknown):
        raise LibraryError(f"coal_classes.csv lacks {unknown.to_dict('records')}, found in {draft.region}")
    figures["kind"] = _kinds(figures)
    # The lower rate of heat and power is the credit for heat, which heat modelled hour by hour (new_heat.py) brings.
    modelled = figures["kind"].eq("coal_chp") & bool(draft.province.heating_months)
    chp = figures["chp"].eq("yes") & ~modelled
    figures.loc[chp, "net_rate_g_per_kwh"] += figures.loc[chp, "chp_rate_change_g_per_kwh"]
    return figures


def _kinds(units: pd.DataFrame) -> pd.Series:
    """Cohort of each line of the register; classes too small to stand alone join the nearest."""
    kinds = pd.Series("coal_small", index=units.index)
    big = units["size_class_mw"].isin(["550-900", ">=900"])
    kinds[big] = "coal_large"
    kinds[big & units["steam_class"].eq("ultra-supercritical")] = "coal_usc"
    fleet = units["capacity_gw"].sum()
    captive = units["captive"].eq("yes")
    for kind, members in (("coal_chp", units["chp"].eq("yes") & ~captive), ("coal_captive", captive)):
        if units.loc[members, "capacity_gw"].sum() > APART_SHARE * fleet:
            kinds[members] = kind
    for kind, neighbours in NEIGHBOURS.items():
        members = kinds == kind
        present = [other for other in neighbours if (kinds == other).any()]
        if present and units.loc[members, "capacity_gw"].sum() <= APART_SHARE * fleet:
            kinds[members] = present[0]
    return kinds


def _add_cohort(draft: Draft, kind: Kind, group: pd.DataFrame) -> None:
    weight = group["capacity_gw"]
    total = float(weight.sum())

    def mean(column: str) -> float:
        return float((group[column] * weight).sum() / total)

    start = mean("mean_start_year")
    old = group["mean_start_year"] + EARLY_RETIREMENT_AGE <= draft.first_year
    captive, chp = kind.id == "coal_captive", kind.id == "coal_chp"
    up_to_300 = group["mean_unit_mw"].le(300)
    benchmark = (
        CO2_BENCHMARKS["up_to_300_mw"] * weight[up_to_300].sum()
        + CO2_BENCHMARKS["over_300_mw"] * weight[~up_to_300].sum()
    ) / total
    draft.add(
        "cohorts",
        cohort=kind.id,
        name_zh=kind.name_zh,
        name_en=kind.name_en,
        region=draft.region,
        technology="coal",
        fuel="coal",
        size_class=" / ".join(size for size in SIZE_CLASSES if size in set(group["size_class_mw"])),
        steam_class=_steam(group),
        chp=True if chp else None,
        captive=True if captive else None,
        start_year=round(start),
        units=int(group["units"].sum()),
        unit_mw=round(1000 * total / float(group["units"].sum()), 1),
        existing_gw=round(total, 4),
        retire_max_gw=round(float(weight[old].sum()), 4) or None,
        remaining_life_years=_remaining(round(start), draft),
        net_rate_g_per_kwh=round(mean("net_rate_g_per_kwh"), 1),
        min_output_share=round(mean("min_output_share"), 3),
        ramp_share_per_h=round(mean("ramp_share_per_h"), 3),
        own_use_share=round(mean("own_use_share"), 4),
        must_run_share=CAPTIVE_MUST_RUN_SHARE if captive else None,
        co2_benchmark_t_per_mwh=round(float(benchmark), 4),
        in_coal_rate=False if captive else None,
    )


def _remaining(start_year: int, draft: Draft) -> int:
    """Years from the first planning year that units begun in a year still live."""
    return max(LEAST_REMAINING_YEARS, start_year + LIFE_YEARS - draft.first_year)


def _mean_start(building: pd.DataFrame) -> int:
    """Year in which units under construction are expected to begin, by capacity, midway between the first and the last
    of each line; the year after the register's where it names none."""
    middle = building[["earliest_planned_start_year", "latest_planned_start_year"]].mean(axis=1)
    weight = building["capacity_gw"].where(middle.notna(), 0.0)
    if not weight.sum():
        return REGISTER_YEAR + 1
    return round(float((middle.fillna(0.0) * weight).sum() / weight.sum()))


def _steam(group: pd.DataFrame) -> str:
    shares = group.groupby("steam_class")["capacity_gw"].sum() / group["capacity_gw"].sum()
    return str(shares.idxmax()) if shares.max() >= 0.9 else "mixed"


def _note_grouping(draft: Draft, units: pd.DataFrame) -> None:
    if not len(units):
        draft.note("机组名录中没有在运煤电机组。", "The unit register has no coal unit in operation.")
        return
    spread = [
        f"{kind.name_zh}={group['net_rate_g_per_kwh'].min():.0f}—{group['net_rate_g_per_kwh'].max():.0f}"
        for kind in KINDS
        if len(group := units[units["kind"] == kind.id])
    ]
    count, cohorts = int(units["units"].sum()), units["kind"].nunique()
    draft.note(
        f"煤电：{count}台在运机组（2023年7月名录，3万千瓦及以上）合并为{cohorts}个机组群，煤耗按容量加权；"
        f"合并前各群额定供电煤耗范围（克/千瓦时）：{'，'.join(spread)}。煤耗、冷却方式、最小出力按等级判断。",
        f"Coal: {count} operating units (register of July 2023, 30 MW and more) are merged into {cohorts} "
        "cohorts, "
        "coal rates weighted by capacity; the spread within a cohort is lost.  Coal rates, cooling and "
        "minimum "
        "output are judged by class.",
    )
    kinds = set(units["kind"])
    if "coal_captive" in kinds:
        draft.note(
            f"自备煤电：最小开机率{CAPTIVE_MUST_RUN_SHARE:.0%}为判断值，不计入煤电供电煤耗考核。",
            f"Captive coal: {CAPTIVE_MUST_RUN_SHARE:.0%} always online is a judgement; not in the fleet's "
            "coal rate.",
        )
    if "coal_chp" in kinds and draft.province.heating_months:
        draft.note(
            "热电联产：名录的热电标识偏少。",
            "Heat and power: the register marks fewer such units than official statistics.",
        )


def _add_new_coal(draft: Draft) -> None:
    pipeline = facts_of(draft, "coal_pipeline")
    building = pipeline[pipeline["status"] == "construction"]
    planned = pipeline[pipeline["status"].isin(["permitted", "pre-permit"])]
    dated = building["latest_planned_start_year"].fillna(0) <= draft.first_year
    existing = float(building.loc[dated, "capacity_gw"].sum())
    started = _mean_start(building[dated])
    units = int(building.loc[dated, "units"].sum())
    allowed = float(planned["capacity_gw"].sum())
    if existing + allowed == 0:
        return
    newest = draft.first_year
    best = table("coal_classes")
    best = best[(best["size_class"] == ">=900") & (best["steam_class"] == "ultra-supercritical")]
    figures = best[best["cooling"] == cooling(draft.region, ">=900", newest)].iloc[0]
    draft.add(
        "cohorts",
        cohort="coal_new",
        name_zh="在建与新建煤电",
        name_en="Coal under construction and new",
        region=draft.region,
        technology="coal_usc_new",
        fuel="coal",
        size_class=">=900",
        steam_class="ultra-supercritical",
        start_year=started if existing else None,
        units=units or None,
        unit_mw=round(1000 * existing / units, 1) if units else NEW_UNIT_MW,
        existing_gw=round(existing, 4) or None,
        build_max_gw=round(allowed, 4) or None,
        remaining_life_years=_remaining(started, draft) if existing else None,
        net_rate_g_per_kwh=float(figures["net_rate_g_per_kwh"]),
        own_use_share=float(figures["own_use_share"]),
        co2_benchmark_t_per_mwh=CO2_BENCHMARKS["over_300_mw"],
    )
    draft.note(
        f"新建煤电：名录中在建{100 * existing:.0f}万千瓦视为规划年已投产，"
        f"核准和核准前{100 * allowed:.0f}万千瓦作为新建上限。",
        f"New coal: {existing:.2f} GW under construction is taken as in service, {allowed:.2f} GW "
        "permitted or "
        "before permit is the ceiling for building.",
    )
