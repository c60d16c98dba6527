"""The suggested time-of-use windows in the report: the day of each season as a band of hours, and the tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.results.labels import label
from gridplan.results.ledger import of
from gridplan.results.report_blocks import Block, Chart, Column, Legend, Row, Table, Text
from gridplan.results.report_figures import bar, sideways_layout, wrapped
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.tariff import KINDS, tariff_check, tariff_hours, tariff_revenue, tariff_windows
from gridplan.results.tariff_shown import SHADES, kind_name, kinds_of_season, months_text
from gridplan.results.types import Results


def tariff_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Band of hours, windows, the rule's figures and the revenue."""
    lang = words.lang
    if of(tariff_hours(results), area.region, area.year).empty:
        return [Text(label("text.no_whole_day", lang))]
    return [_band(of(tariff_hours(results), area.region, area.year), area, lang),
            _windows(of(tariff_windows(results), area.region, area.year), lang),
            _check(of(tariff_check(results), area.region, area.year), lang),
            _revenue(of(tariff_revenue(results), area.region, area.year), lang)]


def _band(hours: pd.DataFrame, area: Area, lang: str) -> Chart:
    """One bar a season, an hour each piece, in the colour of its kind."""
    seasons = list(dict.fromkeys(hours["season"]))
    names = [label(f"season.{season}", lang) for season in seasons]
    traces: list[dict[str, Any]] = []
    for hour in range(24):
        at = hours[hours["hour"] == hour].set_index("season")
        shades = [SHADES[at.loc[season, "kind"]] for season in seasons]
        texts = [kind_name(at.loc[season, "kind"], lang) for season in seasons]
        traces.append(bar(f"{hour}:00–{hour + 1}:00", "", [1.0] * len(seasons), [wrapped(name) for name in names], "",
                          orientation="h", customdata=texts,
                          hovertemplate=f"%{{y}} {hour}:00–{hour + 1}:00<br>%{{customdata}}<extra></extra>",
                          marker={"color": shades, "line": {"color": "#fff", "width": 1}}))
    axis = {"range": [0, 24], "dtick": 2, "tick0": 0}
    return Chart(
        title=label("sheet.tariff", lang), unit=label("header.hour", lang), data=traces,
        layout=sideways_layout(names, barmode="stack", bargap=0.25, xaxis=axis), height_px=90 + 40 * len(seasons),
        alt=label("text.tariff_alt", lang).replace("{name}", area.name),
        legend=[Legend(kind_name(kind, lang), SHADES[kind]) for kind in KINDS], note=label("text.tariff_note", lang))


def _windows(windows: pd.DataFrame, lang: str) -> Table:
    price, hours = unit("price", lang), unit("hours", lang)
    rows: list[Row] = []
    for season, part in windows.groupby("season", sort=False):
        months = months_text(str(part["months"].iloc[0]), lang)
        rows.append(Row([f"{label(f'season.{season}', lang)} · {months}", "", "", "", "", ""], "group"))
        for kind, text, length, factor, level, mean in kinds_of_season(part, lang):
            rows.append(Row(["\u2003" + kind_name(kind, lang), text, number(length, 0), number(factor, 2),
                             price.text(level), price.text(mean)]))
    columns = [Column(label("header.tariff_kind", lang), kind="long"), Column(label("header.tariff_window", lang)),
               Column(label("header.tariff_hours", lang), hours.name, "number"),
               Column(label("header.tariff_factor", lang), "", "number"),
               Column(label("header.tariff_level", lang), price.name, "number"),
               Column(label("header.plan_price", lang), price.name, "number")]
    return Table(label("table.tariff_windows", lang), columns, rows)


def _check(check: pd.DataFrame, lang: str) -> Table:
    line, price = check.iloc[0], unit("price", lang)
    items = [("peak_valley_gap", number(line["gap_pct"], 1), "%"),
             ("tariff_ratio_asked", number(line["ratio_asked"], 1), ""),
             ("tariff_ratio_plan", number(line["ratio_plan"], 1), ""),
             ("tariff_ratio", number(line["ratio"], 1), ""),
             ("critical_over_peak", number(line["critical_over_peak_pct"], 0), "%"),
             ("flat_price", price.text(line["flat_cny_per_mwh"]), price.name)]
    rows = [Row([label(f"header.{head}", lang), value, shown_in]) for head, value, shown_in in items]
    columns = [Column(label("planning.item", lang), kind="long"), Column(label("header.value", lang), kind="number"),
               Column(label("header.unit", lang))]
    return Table(label("table.tariff_check", lang), columns, rows, note=label("text.tariff_rule", lang))


def _revenue(revenue: pd.DataFrame, lang: str) -> Table:
    energy, money, price = (unit(name, lang) for name in ("energy", "money", "price"))
    rows = [Row([label(f"season.{line.season}", lang), energy.text(line.load_gwh), money.text(line.hourly_million_cny),
                 money.text(line.windows_million_cny), money.text(line.difference_million_cny, signed=True),
                 price.text(line.windows_cny_per_mwh)]) for line in revenue.itertuples()]
    sums = revenue[["load_gwh", "hourly_million_cny", "windows_million_cny", "difference_million_cny"]].sum()
    rows.append(Row([label("text.all", lang), energy.text(sums["load_gwh"]), money.text(sums["hourly_million_cny"]),
                     money.text(sums["windows_million_cny"]), money.text(sums["difference_million_cny"]),
                     price.text(1000.0 * sums["windows_million_cny"] / sums["load_gwh"])], "total"))
    columns = [Column(label("header.season", lang), kind="long"),
               Column(label("header.demand", lang), energy.name, "number"),
               Column(label("header.revenue_hourly", lang), money.name, "number"),
               Column(label("header.revenue_windows", lang), money.name, "number"),
               Column(label("header.difference", lang), money.name, "number"),
               Column(label("header.tariff_mean", lang), price.name, "number")]
    return Table(label("table.tariff_revenue", lang), columns, rows)
