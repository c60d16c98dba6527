"""What must hold of a path from planning year to planning year: every GW is accounted for.

    capacity in y = capacity in the year before + built + retrofitted - left by age, closure or the end of a life

worked out from the labelled capacities and the case tables alone; nothing is checked with a single planning year.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from gridplan.model.vintages import stands
from gridplan.results.capacity_account import capacity
from gridplan.results.check import POWER_TOLERANCE_GW, Check, within
from gridplan.results.ledger import TABLE_OF, years
from gridplan.results.types import Results
from gridplan.results.vintages import is_path

COLUMNS = ["region", "year", "dimension", "asset", "technology", "before_gw", "added_gw", "built_gw", "aged_gw",
           "ended_gw", "closed_gw", "total_gw"]
NOT_A_STOCK = ("response", "vehicle_to_grid")
"""Contracted year by year; nothing of them is built to stand."""


def capacity_path(results: Results) -> pd.DataFrame:
    """How the capacity of every asset comes about from one planning year to the next, GW.

    Columns: region, year, dimension, asset, technology, before_gw (standing in the planning year before; 0 in the
    first), added_gw (the case's own fleet: what stands in the first year, what the case adds to it later), built_gw,
    aged_gw (the case's fleet: gone by age), ended_gw (built earlier, life over), closed_gw (net: closed by decision,
    less what of it would by now be gone by age), total_gw.
    before + added + built - aged - ended - closed = total.
    """
    frame = capacity(results)
    frame = frame[~frame["dimension"].isin(NOT_A_STOCK)]
    lines = []
    for (dimension, asset), own in frame.groupby(["dimension", "asset"], sort=False):
        lines += _asset(results, str(dimension), str(asset), own.set_index("year"))
    return pd.DataFrame(lines, columns=COLUMNS).sort_values("year", kind="stable", ignore_index=True)


def _asset(results: Results, dimension: str, asset: str, own: pd.DataFrame) -> list[tuple[Any, ...]]:
    lines, total, existing, closed = [], 0.0, 0.0, 0.0
    ends = _lives(results, dimension, asset)
    before: int | None = None
    for year in years(results):
        if year not in own.index:
            continue
        row = own.loc[year]
        added, aged = (max(0.0, way * (row["existing_gw"] - existing)) for way in (1.0, -1.0))
        ended = 0.0 if before is None else sum(
            float(own.loc[built, "built_gw"]) for built, life in ends.items()
            if built in own.index and stands(built, life, before) and not stands(built, life, year))
        lines.append((row["region"], year, dimension, asset, row["technology"], total, added, row["built_gw"], aged,
                      ended, row["retired_gw"] - closed, row["total_gw"]))
        total, existing, closed, before = row["total_gw"], row["existing_gw"], row["retired_gw"], year
    return lines


def _lives(results: Results, dimension: str, asset: str) -> dict[int, float]:
    """Life of what is built of an asset in each planning year."""
    found = {}
    for year in years(results):
        rows = results.case.rows(TABLE_OF[dimension], year)
        if asset in rows.index and "life_years" in rows:
            found[year] = float(rows.loc[asset, "life_years"])
    return found


def checks(results: Results) -> Iterator[Check]:
    """Capacity that follows from year to year; closures and retrofits that are not undone."""
    if not is_path(results):
        return
    frame = capacity_path(results)
    expected = (frame["before_gw"] + frame["added_gw"] + frame["built_gw"] - frame["aged_gw"] - frame["ended_gw"]
                - frame["closed_gw"])
    gap = (frame["total_gw"] - expected).abs()
    where = "" if gap.empty else " ".join(str(word) for word in frame.loc[gap.idxmax(), ["asset", "year"]])
    yield Check("capacity_follows_from_year_to_year", float(gap.max()) if len(gap) else 0.0, POWER_TOLERANCE_GW, "GW",
                where)
    yield within("closed_stays_closed", float((-frame["closed_gw"] - frame["aged_gw"]).clip(lower=0.0).max()))
    yield within("retrofitted_stays_retrofitted", _undone_gw(results))


def _undone_gw(results: Results) -> float:
    """Largest fall of a cohort's capacity with a kind of retrofit that no leaving capacity accounts for, GW."""
    capacity_gw = results.dataset["thermal_capacity_gw"].fillna(0.0)
    kinds = {kind for state in capacity_gw["state"].values for kind in str(state).split("+")} - {"as_is"}
    path = capacity_path(results)
    path = path[path["dimension"] == "cohort"].set_index(["asset", "year"])
    worst = 0.0
    for kind in kinds:
        states = [state for state in capacity_gw["state"].values if kind in str(state).split("+")]
        having = capacity_gw.sel(state=states).sum("state")
        for cohort in having["cohort"].values:
            for before, year in zip(years(results), years(results)[1:], strict=False):
                if (cohort, year) not in path.index:
                    continue
                line = path.loc[(cohort, year)]
                fell = float(having.sel(cohort=cohort, year=before) - having.sel(cohort=cohort, year=year))
                worst = max(worst, fell - float(line["aged_gw"] + line["ended_gw"] + line["closed_gw"]))
    return worst
