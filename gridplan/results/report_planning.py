"""The balance tables of planning reports (电力电量平衡表) in the report."""

from __future__ import annotations

import pandas as pd

from gridplan.results.labels import label
from gridplan.results.ledger import of
from gridplan.results.planning_tables import planning_energy, planning_power
from gridplan.results.planning_words import STRONG, numeral, power_note, power_text, subject_name
from gridplan.results.power_balance import SEASONS
from gridplan.results.report_blocks import Block, Column, Row, Table
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

SHORT_GW = -1e-6


def planning_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Power at both peaks of summer and winter, then the year's energy."""
    return [_power_table(results, area, words.lang), _energy_table(results, area, words.lang)]


def _power_table(results: Results, area: Area, lang: str) -> Table:
    frame = of(planning_power(results), area.region, area.year)
    values = frame.set_index(["row", "subject", "season"])
    places = frame.drop_duplicates(["row", "subject"]).sort_values("number", key=lambda column: column.map(_order))
    rows: list[Row] = []
    for line in places.itertuples():
        if line.row in ("max_load", "net_peak_load"):
            key = "gross_peak" if line.row == "max_load" else "net_peak"
            rows.append(Row([label(f"planning.{key}", lang), *[""] * len(SEASONS), ""], "group"))
        found = [_cell(values, line.row, line.subject, season) for season in SEASONS]
        weather = results.case.weather_years
        texts = ["" if cell is None else power_text(line.row, cell[0], cell[1], lang, weather) for cell in found]
        short = line.row.startswith("surplus") and any(cell and cell[0] < SHORT_GW for cell in found)
        name = subject_name(results, line.row, line.subject, lang)
        rows.append(Row([("\u2003" if line.subject else "") + name, numeral(line.number, lang), *texts],
                        _emphasis(line.row, line.subject, short)))
    power = unit("power", lang).name
    columns = [Column(label("planning.item", lang), kind="long"), Column(label("planning.number", lang)),
               *(Column(label(f"season.{season}", lang), power, "number") for season in SEASONS)]
    return Table(label("planning.power", lang), columns, rows, note=power_note(results, lang))


def _order(number_text: str) -> tuple[int, int]:
    whole, _, part = number_text.partition(".")
    return int(whole), int(part or 0)


def _cell(values: pd.DataFrame, row: str, subject: str, season: str) -> tuple[float, str] | None:
    if (row, subject, season) not in values.index:
        return None
    line = values.loc[(row, subject, season)]
    return float(line["value"]), str(line["quantity"])


def _emphasis(row: str, subject: str, short: bool = False) -> str:
    return "warn" if short else "total" if row in STRONG and not subject else ""


def _energy_table(results: Results, area: Area, lang: str) -> Table:
    energy, power, hours = (unit(name, lang) for name in ("energy", "power", "hours"))
    rows = []
    for line in of(planning_energy(results), area.region, area.year).itertuples():
        name = ("\u2003" if line.subject else "") + subject_name(results, line.row, line.subject, lang)
        figures = ((line.energy_gwh, energy.text), (line.capacity_gw, power.text),
                   (line.full_load_hours_h, lambda value: number(value, 0)))
        texts = [text(value) if value == value else "" for value, text in figures]
        rows.append(Row([name, numeral(line.number, lang), *texts], _emphasis(line.row, line.subject)))
    columns = [Column(label("planning.item", lang), kind="long"), Column(label("planning.number", lang)),
               Column(label("planning.energy_column", lang), energy.name, "number"),
               Column(label("planning.capacity", lang), power.name, "number"),
               Column(label("planning.hours", lang), hours.name, "number")]
    return Table(label("planning.energy", lang), columns, rows, note=label("text.energy_table_note", lang))
