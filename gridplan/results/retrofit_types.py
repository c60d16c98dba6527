"""What each kind of coal retrofit (节能降碳, 灵活性, 供热) brings: at the plan's own operation, and against the plan
that may not use it.

At the plan's operation a retrofitted kW is put beside the same online capacity and output in the unretrofitted
state; that sees what efficiency saves, but not that flexible units let wind and sun in, nor what plants would be built
instead.  Against the plan without the kind (solve/without_retrofits.py) everything else may change: investment,
dispatch, imports.  A combined state counts under each of its kinds, so the kinds do not add up; the line "any" counts
each kW once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.model.capacity_targets import RETROFITS
from gridplan.results.energy_balance import curtailment
from gridplan.results.fuel_account import fleet, retrofits
from gridplan.results.ledger import annual, fuel_row, number, of, region_years
from gridplan.results.types import Results

ANY = "any"
KINDS = (*RETROFITS, ANY)
VISIBLE = 5e-4
"""GW, kt, GWh or million CNY below which nothing shows."""
PENALTY, UNSERVED = "policy_slack", "unserved"
OWN_COLUMNS = ["capacity_gw", "units", "investment_million_cny", "cost_million_cny", "coal_saved_same_kt",
               "co2_saved_same_kt"]
AGAINST_COLUMNS = ["coal_saved_kt", "co2_avoided_kt", "curtailment_avoided_gwh", "unserved_avoided_gwh",
                   "cost_saved_million_cny", "penalty_avoided_million_cny"]
WITHOUT_COLUMNS = ["region", "year", "retrofit", "status", *AGAINST_COLUMNS, "gap", "seconds"]
"""status: solved (the plan without it was solved and proven), unused (nothing of it in the plan, so nothing changes),
not_proven (no plan without it could be proven: no figures)."""


def includes(state: str, kind: str) -> bool:
    """Whether a retrofit state is of a kind; every state but the first is of the kind "any"."""
    return kind == ANY or kind in state.split("+")


def offered_kinds(results: Results) -> list[str]:
    """Kinds the case offers, and "any" behind them where it offers more than one."""
    states = [str(state) for year in results.case.settings.years
              for state in results.case.rows("retrofits", year)["state"]]
    kinds = [kind for kind in RETROFITS if any(includes(state, kind) for state in states)]
    return [*kinds, ANY] if len(kinds) > 1 else kinds


def retrofits_by_kind(results: Results) -> pd.DataFrame:
    """Retrofits by kind, with what the plan without the kind says where it was asked for.

    Columns: region, year, retrofit, capacity_gw, units, investment_million_cny (once), cost_million_cny (annuity per
    year), coal_saved_same_kt and co2_saved_same_kt (at the plan's own operation), then, NaN where the plan without was
    not solved: status, coal_saved_kt, co2_avoided_kt, curtailment_avoided_gwh, unserved_avoided_gwh,
    cost_saved_million_cny (all costs but penalties), penalty_avoided_million_cny (missed targets, unserved load).
    """
    lines = []
    for region, year in region_years(results):
        account = of(retrofits(results), region, year)
        cohorts = results.case.rows("cohorts", year)
        factor = [fuel_row(results, cohorts.loc[cohort, "fuel"], region, year)["co2_t_per_tce"]
                  for cohort in account["cohort"]]
        account = account.assign(co2_saved_kt=account["coal_saved_kt"] * np.array(factor, dtype=float))
        for kind in offered_kinds(results):
            part = account[np.array([includes(state, kind) for state in account["state"]], dtype=bool)]
            lines.append((region, year, kind, *(float(part[name].sum()) for name in (
                "capacity_gw", "units", "investment_million_cny", "cost_million_cny", "coal_saved_kt",
                "co2_saved_kt"))))
    own = pd.DataFrame(lines, columns=["region", "year", "retrofit", *OWN_COLUMNS])
    if results.without_retrofits.empty:
        return own.assign(status="", **dict.fromkeys(AGAINST_COLUMNS, np.nan))
    return own.merge(results.without_retrofits, on=["region", "year", "retrofit"], how="left", validate="one_to_one")


def visible_kinds(results: Results) -> pd.DataFrame:
    """`retrofits_by_kind` without the kinds that a reader would see nothing of: no capacity to speak of, and nothing
    known to change without them."""
    frame = retrofits_by_kind(results)
    shown = frame[["capacity_gw", *AGAINST_COLUMNS]].astype(float).abs().max(axis=1) > VISIBLE
    return frame[shown | frame["status"].eq("not_proven")].reset_index(drop=True)


def figures(results: Results, region: str, year: int) -> dict[str, float]:
    """What two plans are compared by: coal and CO2 (kt), curtailed and unserved energy (GWh), cost without penalties
    and penalties (million CNY).
    """
    burnt = of(fleet(results), region, year).iloc[0]
    wasted = of(curtailment(results), region, year)
    costs = of(results.costs, region, year)
    penalty = costs["term"].isin([PENALTY, UNSERVED])
    return {
        "coal_saved_kt": float(burnt["coal_kt"]), "co2_avoided_kt": float(burnt["co2_kt"]),
        "curtailment_avoided_gwh": float(wasted.loc[wasted["renewable"].eq("new_energy") & wasted["kind"].eq("sum"),
                                                    "curtailed_gwh"].sum()),
        "unserved_avoided_gwh": number(annual(results, "unserved_gw"), region=region, year=year),
        "cost_saved_million_cny": float(costs.loc[~penalty, "million_cny"].sum()),
        "penalty_avoided_million_cny": float(costs.loc[penalty, "million_cny"].sum()),
    }
