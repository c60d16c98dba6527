"""District heat of a new case: what the heat-and-power units supply, and what could take their place."""

from __future__ import annotations

import numpy as np

from gridplan.case.new_draft import Draft
from gridplan.library.defaults import lookup
from gridplan.library.units import GWH_PER_PJ
from gridplan.profiles.heat import heat_demand

CHP = "coal_chp"
BOILER_SHARE = 0.3
"""Heat of boilers for the coldest days and as a reserve over the highest demand: heat-and-power units are planned for
some 70 % of it (热化系数 0.6 to 0.75); engineering judgement."""

ELECTRIC_BOILER_SHARE, HEAT_PUMP_SHARE, STORE_SHARE = 0.2, 0.1, 0.3
"""Most power of electric boilers, heat pumps and heat stores over the highest demand; engineering judgement."""

CO2_BENCHMARK_T_PER_GJ = 0.1038
"""Free allocation for heat from coal, 2024 (national emissions trading plan for 2023 and 2024)."""


def add(draft: Draft) -> None:
    """Add `heat_demand`, `chp`, `heat_sources` and `heat_stores` where there are heating months and heat and power."""
    months = draft.province.heating_months
    capacity = draft.total("cohorts", "existing_gw", cohort=CHP)
    if not months or not capacity:
        return
    shape = heat_demand(draft.region, months, seed=1)
    peak = round(capacity * _default("heat_gwth_per_gw", "chp") * _default("availability_share", "cohorts", "coal"), 2)
    energy = round(peak * float(np.sum(shape)) / float(np.max(shape)) / GWH_PER_PJ, 1)
    draft.add("heat_demand", region=draft.region, energy_pj=energy)
    states = [str(row["state"]) for row in draft.rows("retrofits") if row["cohort"] == CHP]
    for state in ["as_is", *(state for state in states if "flexibility" in state)]:
        draft.add("chp", cohort=CHP, state=state, co2_benchmark_t_per_gj=CO2_BENCHMARK_T_PER_GJ)
    _add_sources(draft, peak)
    draft.note(
        f"供热：假定热网最大热负荷等于热电机组可用供热能力{100 * peak:.0f}万千瓦，"
        f"按供暖期气温折合全年{100 * energy:.0f}万吉焦，"
        f"调峰燃煤锅炉为其{BOILER_SHARE:.0%}；均为判断值。供暖季开机和最小出力由热负荷决定，不再另设。",
        f"Heat: the highest demand of the networks is taken as the heat the available heat-and-power units can give, "
        f"{peak:.2f} GW; with the season's temperature that is {energy:.0f} PJ a year, with coal boilers of "
        f"{BOILER_SHARE:.0%} of it for the coldest days.  All judgement.  What must run in the heating season follows "
        "from heat.",
    )


def _default(column: str, table: str, technology: str = "") -> float:
    figure = lookup(table, column, technology, "", 2030)
    if figure is None:
        raise ValueError(f"the library has no {table}.{column}")
    return float(figure.value)


def _add_sources(draft: Draft, peak: float) -> None:
    region = draft.region
    draft.add("heat_sources", heat_source="coal_boiler", name_zh="燃煤调峰锅炉", name_en="Coal peak boilers",
              region=region, kind="coal_boiler", fuel="coal", existing_gwth=round(BOILER_SHARE * peak, 2))
    draft.add("heat_sources", heat_source="electric_boiler", name_zh="电锅炉", name_en="Electric boilers",
              region=region, kind="electric_boiler", build_max_gwth=round(ELECTRIC_BOILER_SHARE * peak, 2))
    draft.add("heat_sources", heat_source="heat_pump", name_zh="大型热泵", name_en="Large heat pumps", region=region,
              kind="heat_pump", build_max_gwth=round(HEAT_PUMP_SHARE * peak, 2))
    hours = _default("hours", "heat_stores")
    draft.add("heat_stores", heat_store="heat_tank", name_zh="热水蓄热罐", name_en="Hot-water tanks", region=region,
              build_max_gwh=round(STORE_SHARE * peak * hours, 2))
