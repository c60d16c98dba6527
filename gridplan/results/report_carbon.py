"""Energy and carbon in the report: raw coal, CO2 by fuel, intensities, the non-fossil share of energy consumption."""

from __future__ import annotations

from gridplan.results.carbon_account import carbon_by_fuel, carbon_intensity
from gridplan.results.energy_account import energy_account
from gridplan.results.labels import has_label, label
from gridplan.results.ledger import of
from gridplan.results.report_blocks import Block, Column, Figure, KeyFigures, Row, Table, Text
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results


def carbon_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Key figures, the table by fuel, and the share of energy where the case states its energy balance."""
    return [_figures(results, area, words.lang), _by_fuel(results, area, words.lang),
            _share(results, area, words.lang)]


def _figures(results: Results, area: Area, lang: str) -> KeyFigures:
    line = of(carbon_intensity(results), area.region, area.year).iloc[0]
    raw, rate = unit("raw_coal", lang), unit("rate", lang)
    consumption = line["consumption_co2_g_per_kwh"]
    missing = "" if consumption == consumption else label("text.no_import_factor", lang)
    return KeyFigures([
        Figure(label("header.raw_coal", lang), raw.text(line["raw_kt"]), raw.name),
        Figure(label("header.consumption_intensity", lang), number(consumption, 0), rate.name, missing),
    ])


def _by_fuel(results: Results, area: Area, lang: str) -> Table:
    coal, raw, co2, energy = (unit(name, lang) for name in ("coal", "raw_coal", "co2", "energy"))
    rows = []
    for line in of(carbon_by_fuel(results), area.region, area.year).itertuples():
        name = label(f"fuel.{line.fuel}", lang) if has_label(f"fuel.{line.fuel}") else str(line.fuel)
        rows.append(Row([name, coal.text(line.fuel_kt), raw.text(line.raw_kt) if line.is_coal else "",
                         co2.text(line.co2_kt), number(line.co2_share_pct, 1), energy.text(line.gross_gwh)]))
    columns = [Column(label("header.fuel", lang), kind="long"),
               Column(label("header.burnt", lang), coal.name, "number"),
               Column(label("header.raw_coal", lang), raw.name, "number"),
               Column(label("header.co2", lang), co2.name, "number"),
               Column(label("header.co2_share", lang), "%", "number"),
               Column(label("header.gross", lang), energy.name, "number")]
    return Table(label("table.carbon_by_fuel", lang), columns, rows, note=label("text.intensity_note", lang))


def _share(results: Results, area: Area, lang: str) -> Block:
    lines = of(energy_account(results), area.region, area.year)
    if lines.empty:
        return Text(label("text.no_energy_account", lang), "note")
    line = lines.iloc[0]
    energy, mtce, rate = (unit(name, lang) for name in ("energy", "mtce", "rate"))
    figures = (("nonfossil_local", energy, "local_gwh"), ("nonfossil_sent", energy, "sent_gwh"),
               ("nonfossil_received", energy, "received_gwh"), ("nonfossil_home", energy, "home_gwh"),
               ("conversion_rate", rate, "gross_rate_g_per_kwh"), ("electricity_energy", mtce, "electricity_mtce"),
               ("other_nonfossil", mtce, "other_nonfossil_mtce"), ("total_energy", mtce, "total_energy_mtce"))
    rows = [Row([label(f"header.{head}", lang), shown.text(line[column]), shown.name])
            for head, shown, column in figures]
    rows.append(Row([label("header.nonfossil_energy", lang), number(line["share_pct"], 1), "%"], "total"))
    columns = [Column(label("planning.item", lang), kind="long"), Column(label("header.value", lang), kind="number"),
               Column(label("header.unit", lang))]
    note = label("text.energy_share_note", lang) + ("；" if lang == "zh" else "; ") + str(line["source"])
    return Table(label("table.energy_share", lang), columns, rows, note=note)
