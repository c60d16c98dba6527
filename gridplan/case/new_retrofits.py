"""Retrofit states of a new case: which a cohort may take, and their figures."""

from __future__ import annotations

import pandas as pd

from gridplan.case.new_coal import registered_units
from gridplan.case.new_draft import Draft
from gridplan.library.tables import table

MOST_STATES = 14
"""Cohort states in all, as-is included, that a full-year programme carries in reasonable time."""

CANDIDATES = {
    "coal_usc": ("flexibility", "efficiency"),
    "coal_large": ("flexibility", "efficiency", "efficiency+flexibility"),
    "coal_small": ("flexibility", "efficiency", "efficiency+flexibility", "heating"),
    "coal_chp": ("flexibility", "efficiency+flexibility"),
}
"""States offered to each kind of cohort, those that matter most first.  Modern ultra-supercritical units gain
little from an efficiency retrofit; captive plants are not in the retrofit programme but may take part in regulation."""

CAPTIVE = "coal_captive"
REGULATED_MUST_RUN_SHARE = 0.5
"""Share of a captive plant that stays online for its works once it takes part in regulation."""

FIGURES = ("cost_cny_per_kw", "net_rate_change_g_per_kwh", "min_output_share", "no_load_share")


def add(draft: Draft) -> None:
    """Add `retrofits` rows for the existing coal cohorts already in the draft, within the budget of
    states."""
    units = registered_units(draft)
    cohorts = [str(row["cohort"]) for row in draft.rows("cohorts")]
    regulated = int(CAPTIVE in cohorts)
    chosen = _within_budget(
        draft, [cohort for cohort in cohorts if cohort in CANDIDATES], MOST_STATES - len(cohorts) - regulated
    )
    for cohort, states in chosen.items():
        for state in states:
            add_state(draft, cohort, state, units[units["kind"] == cohort])
    if regulated:
        draft.add("retrofits", cohort=CAPTIVE, state="captive_regulation", must_run_share=REGULATED_MUST_RUN_SHARE)
    offered = regulated + sum(len(states) for states in chosen.values())
    if offered:
        draft.note(
            f"煤电改造：共提供{offered}个改造状态，改造费用为判断值，应首先用本省项目数据替换。",
            f"Retrofits: {offered} states are offered; their costs are judgements and the first figures to "
            "replace.",
        )


def add_state(draft: Draft, cohort: str, state: str, units: pd.DataFrame) -> None:
    """Add one retrofit state; figures are those of the steam classes in the cohort, weighted by capacity."""
    chp = "yes" if cohort == "coal_chp" else "no"
    rows = table("retrofits")
    rows = rows[(rows["state"] == state) & (rows["chp"] == chp)].set_index("steam_class")
    weight = units.groupby("steam_class")["capacity_gw"].sum() / units["capacity_gw"].sum()

    def mean(column: str) -> float:
        figure = rows[column].astype(float)
        return float(sum(share * figure[steam if steam in rows.index else ""] for steam, share in weight.items()))

    # What a heat-and-power cohort must give in the heating season follows from heat (new_heat.py).
    heated = bool(draft.province.heating_months) and chp == "no"
    draft.add(
        "retrofits",
        cohort=cohort,
        state=state,
        **{column: round(mean(column), 4) for column in FIGURES},
        min_output_heating_share=round(mean("min_output_heating_share"), 4) if heated else None,
        heat_capability_gw_per_gw=round(mean("heat_capability_gwth_per_gw"), 4),
    )


def _within_budget(draft: Draft, cohorts: list[str], budget: int) -> dict[str, list[str]]:
    """States of each cohort: all first choices before any second one, the larger cohort first."""
    size = {str(row["cohort"]): float(row.get("existing_gw") or 0.0) for row in draft.rows("cohorts")}
    # Heat retrofits are offered where there is a heating season and no cohort of heat and power yet.
    heating = bool(draft.province.heating_months) and "coal_chp" not in cohorts
    chosen: dict[str, list[str]] = {cohort: [] for cohort in cohorts}
    for rank in range(max(len(states) for states in CANDIDATES.values())):
        for cohort in sorted(cohorts, key=lambda name: -size[name]):
            states = CANDIDATES[cohort]
            if rank >= len(states) or (states[rank] == "heating" and not heating):
                continue
            if budget > 0:
                chosen[cohort].append(states[rank])
                budget -= 1
    return {cohort: states for cohort, states in chosen.items() if states}
