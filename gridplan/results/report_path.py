"""Several planning years at a glance: what stands, what is added and what leaves from year to year (规划路径)."""

from __future__ import annotations

import pandas as pd

from gridplan.model.economics import period_years, year_weights
from gridplan.results.accounts import summary
from gridplan.results.labels import label, technology_name
from gridplan.results.ledger import regions, years
from gridplan.results.path_checks import capacity_path
from gridplan.results.report_blocks import Block, Column, Figure, KeyFigures, Row, Table, lean
from gridplan.results.report_flows import Area
from gridplan.results.report_units import figure_unit, number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results
from gridplan.results.vintages import is_path

ITEMS = ("cost", "cost_per_load", "gross_consumption", "generation", "net_coal_rate", "co2", "built", "storage_built",
         "retrofitted")
FIGURES = ("built", "left", "total")
MOST_SIDE_BY_SIDE = 4
VISIBLE_GW = 5e-3


def path_blocks(results: Results, words: Words) -> list[Block]:
    """Key figures and tables of the whole path; nothing with a single planning year."""
    if not is_path(results):
        return []
    return [_figures(results, words), _years_table(results, words),
            *(table for region in regions(results) for table in _capacity_tables(results, region, words))]


def _figures(results: Results, words: Words) -> KeyFigures:
    money, run = unit("money", words.lang), results.run
    rate, foresight = results.case.settings.discount_rate, run.get("foresight", "perfect")
    return KeyFigures([
        Figure(words("path.cost"), money.text(run["cost_million_cny"]), money.name,
               words("path.cost_scope", first=years(results)[0], rate=number(100 * rate, 1))),
        Figure(words("path.foresight"), words(f"path.{foresight}"), "", words(f"path.{foresight}_scope")),
    ])


def _years_table(results: Results, words: Words) -> Table:
    """One column for each planning year (and region, where there are several)."""
    settings = results.case.settings
    weights, spans = year_weights(settings.years, settings.discount_rate), period_years(settings.years)
    frame = summary(results)
    places = [(region, year) for region in regions(results) for year in years(results)]
    values = frame.set_index(["region", "year", "item"])
    several = len(regions(results)) > 1
    rows = [Row([words("path.span"), *(number(spans[year], 0) for _, year in places)]),
            Row([words("path.weight"), *(number(weights[year], 3) for _, year in places)])]
    for item in ITEMS:
        if item not in set(frame["item"]):
            continue
        cells = []
        for place in places:
            found = values.loc[(*place, item)] if (*place, item) in values.index else None
            cells.append("" if found is None else figure_unit(item, str(found["unit"]), words.lang).with_name(
                float(found["value"])))
        rows.append(Row([label(f"item.{item}", words.lang), *cells]))
    heads = [Column(f"{_name(results, region, words.lang)} {year}" if several else str(year), kind="number")
             for region, year in places]
    return Table(words("path.years"), [Column("", kind="long"), *heads], rows, note=words("path.years_note"))


def _capacity_tables(results: Results, region: str, words: Words) -> list[Table]:
    """What is built, leaves and stands of every technology in each year; side by side where the years are few."""
    if len(years(results)) <= MOST_SIDE_BY_SIDE:
        return [_capacity_table(results, region, FIGURES, words)]
    return [_capacity_table(results, region, (figure,), words) for figure in FIGURES]


def _capacity_table(results: Results, region: str, figures: tuple[str, ...], words: Words) -> Table:
    """One line for each technology, the figures named for each planning year."""
    planned = years(results)
    power = unit("power", words.lang)
    frame = capacity_path(results)
    frame = frame[(frame["region"] == region) & (frame["dimension"] != "link")]
    whole = frame.groupby(["technology", "year"], sort=False)[["total_gw", "built_gw", "aged_gw", "ended_gw",
                                                               "closed_gw"]].sum()
    whole["left_gw"] = whole["aged_gw"] + whole["ended_gw"] + whole["closed_gw"]
    rows = []
    for technology in frame["technology"].drop_duplicates():
        at = [(technology, year) for year in planned]
        cells = [power.text(value) if value > VISIBLE_GW else "" for place in at for value in (
            float(whole.at[place, f"{what}_gw"]) if place in whole.index else 0.0 for what in figures)]
        if any(cells):
            rows.append(Row([technology_name(str(technology), words.lang), *cells]))
    heads = [Column(f"{year} {words(f'path.{what}')}", power.name, "number") for year in planned for what in figures]
    return lean(Table(words("path.capacity", region=_name(results, region, words.lang)),
                      [Column(words("path.technology"), kind="long"), *heads], rows, note=words("path.capacity_note")))


def _name(results: Results, region: str, lang: str) -> str:
    row = results.case.rows("regions", years(results)[0]).loc[region]
    return str(row[f"name_{lang}"]) or region


def retrofitted_gw(results: Results, area: Area) -> pd.Series:
    """Capacity retrofitted into each state for an area's planning year, GW, by state."""
    moved = results.dataset["thermal_moved_gw"].sel(year=area.year).fillna(0.0)
    cohorts = results.case.rows("cohorts", area.year)
    here = [name for name in moved["cohort"].values if name in cohorts.index
            and cohorts.loc[name, "region"] == area.region]
    return moved.sel(cohort=here).sum(["cohort", "from_state"]).to_series()


def left_gw(results: Results, area: Area) -> pd.Series:
    """Capacity that has left by age, closure or the end of its life since the planning year before, GW, by technology.
    """
    frame = capacity_path(results)
    frame = frame[(frame["region"] == area.region) & (frame["year"] == area.year)]
    return (frame["aged_gw"] + frame["ended_gw"] + frame["closed_gw"]).groupby(frame["technology"]).sum()
