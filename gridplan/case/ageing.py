"""Today's fleet over several planning years: what leaves it by age (table ``retirements``) is taken off, year by year.

    existing in y = existing_gw - sum of the retirements whose first year without them is y or earlier

``existing_gw`` says what stands in the first planning year, so nothing is taken off there and a case of one planning
year is left as it is.  An asset with retirements gets a row for each planning year, as if the planner had written them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from gridplan.case.defaults import Origin, key_of
from gridplan.case.tables import TypedTable

EXISTING = {
    "cohorts": "existing_gw",
    "renewables": "existing_gw",
    "reservoirs": "existing_gw",
    "hybrid_pumps": "existing_gw",
    "stores": "existing_gw",
    "links": "capacity_gw",
    "electrolysers": "existing_gw",
    "heat_sources": "existing_gwth",
}
"""Column of each table that says what stands."""

Tables = Mapping[str, TypedTable]


def leaves_in(cells: Mapping[str, Any], life_years: float) -> int | None:
    """First year without what a row of ``retirements`` is about; ``life_years`` of its asset counts where the row has
    none.  None where the row does not say.
    """
    if not math.isnan(cells["from_year"]):
        return int(cells["from_year"])
    life = cells["life_years"] if not math.isnan(cells["life_years"]) else life_years
    year = cells["start_year"] + life
    return None if math.isnan(year) else math.ceil(year)


def retirements_of(tables: Tables) -> Iterator[tuple[int, dict[str, Any], int | None]]:
    """Rows of ``retirements`` whose asset exists: number, cells, and the first year without it."""
    for row, cells in tables["retirements"].records():
        life = life_of(tables, str(cells["table"]), str(cells["asset"]))
        if life is not None:
            yield row, cells, leaves_in(cells, life)


def life_of(tables: Tables, table: str, asset: str) -> float | None:
    """Life (years) of an asset, NaN where its row has none; None where there is no such asset."""
    if table not in EXISTING:
        return None
    frame = tables[table].frame
    rows = frame[frame[tables[table].table.key[0]] == asset]
    return float(rows["life_years"].iloc[0]) if len(rows) else None


def age(tables: Tables, years: Sequence[int]) -> list[Origin]:
    """Take off what leaves by age, in place; where each changed figure comes from.  Nothing with one planning year."""
    if len(years) < 2:
        return []
    gone: dict[tuple[str, str], list[tuple[int, float, str]]] = {}
    for _, cells, year in retirements_of(tables):
        if year is not None:
            key = str(cells["table"]), str(cells["asset"])
            gone.setdefault(key, []).append((year, float(cells["capacity_gw"]), str(cells["retirement"])))
    origins: list[Origin] = []
    for (table, asset), leaving in gone.items():
        _one_row_a_year(tables[table], asset, years)
        origins += _taken_off(tables[table], asset, leaving)
    return origins


def _one_row_a_year(result: TypedTable, asset: str, years: Sequence[int]) -> None:
    """Give an asset's row for every year one copy per planning year that has no row of its own."""
    frame, key = result.frame, result.table.key[0]
    own = frame[key] == asset
    every = frame.index[own & frame["year"].isna()].tolist()
    if not every:
        return
    dated = set(frame.loc[own, "year"].dropna().astype(int))
    pieces: list[tuple[int, int | None]] = []
    for row in range(len(frame)):
        pieces += [(row, year) for year in years if year not in dated] if row in every else [(row, None)]
    taken = frame.iloc[[row for row, _ in pieces]].reset_index(drop=True)
    for position, (_, year) in enumerate(pieces):
        if year is not None:
            taken.at[position, "year"] = year
    result.frame = taken
    result.lines = [result.lines[row] for row, _ in pieces]
    result.bad = {(place, name) for place, (row, _) in enumerate(pieces) for bad, name in result.bad if bad == row}
    result.given = {(place, name) for place, (row, _) in enumerate(pieces) for had, name in result.given if had == row}


def _taken_off(result: TypedTable, asset: str, leaving: list[tuple[int, float, str]]) -> list[Origin]:
    frame, key, column = result.frame, result.table.key[0], EXISTING[result.table.name]
    origins = []
    for row in frame.index[frame[key] == asset]:
        left = [(gw, name) for year, gw, name in leaving if year <= int(frame.at[row, "year"])]
        if not left:
            continue
        gone = sum(gw for gw, _ in left)
        # Rounding of many small units must not leave a hair below zero.
        now = max(0.0, round(float(frame.at[row, column]) - gone, 9))
        frame.at[row, column] = now
        if "retire_max_gw" in frame:
            # What may be closed by decision are the oldest units, which are those that leave by age.
            frame.at[row, "retire_max_gw"] = max(0.0, round(float(frame.at[row, "retire_max_gw"]) - gone, 9))
        names = [name for _, name in left]
        source = f"{column} less {len(names)} rows of retirements" if len(names) > 3 else (
            f"{column} less retirements: {', '.join(names)}")
        origins.append({"table": result.table.name, "key": key_of(result, int(row)), "column": column,
                        "value": f"{now:g}", "basis": "derived", "source": source})
    return origins


Numbered = tuple[int, dict[str, Any]]
"""A row's number and its cells."""


def in_force_by_year(result: TypedTable, years: Sequence[int]) -> dict[tuple[str, ...], dict[int, Numbered]]:
    """Rows of a table by key and planning year: number and cells of the row in force, where there is one."""
    found: dict[tuple[str, ...], dict[int, Numbered]] = {}
    for row, cells in result.records():
        key = tuple(str(cells[part]) for part in result.table.key)
        of = found.setdefault(key, {})
        if pd.isna(cells["year"]):
            for year in years:
                of.setdefault(year, (row, cells))
    for row, cells in result.records():
        if not pd.isna(cells["year"]):
            found[tuple(str(cells[part]) for part in result.table.key)][int(cells["year"])] = (row, cells)
    return found
