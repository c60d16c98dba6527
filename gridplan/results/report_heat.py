"""District heat: where it comes from, what gives it, what it costs in power and fuel."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.results.heat_account import heat_assets, heat_balance, heat_prices
from gridplan.results.ledger import asset_name, of
from gridplan.results.report_blocks import Block, Column, Figure, KeyFigures, Row, Table
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

DIMENSIONS = {"heat_chp": "cohort", "heat_source": "heat_source", "heat_store_discharge": "heat_store",
              "heat_store_charge": "heat_store"}
VISIBLE_GWH = 0.05


def heat_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Heat account of an area; nothing where it has no heat demand."""
    balance = of(heat_balance(results), area.region, area.year)
    if balance.empty:
        return []
    return [_figures(results, balance, area, words), _balance_table(results, balance, words),
            _asset_table(results, area, words)]


def _figures(results: Results, balance: pd.DataFrame, area: Area, words: Words) -> KeyFigures:
    power, heat, price, hours = (unit(name, words.lang) for name in ("power", "heat", "price", "hours"))
    line = of(heat_prices(results), area.region, area.year).iloc[0]
    asked = float(balance.loc[balance["row"] == "heat_demand", "heat_pj"].sum())
    units = float(balance.loc[balance["row"] == "heat_chp", "share_pct"].sum())
    return KeyFigures([
        Figure(words("heat.demand"), heat.text(asked), heat.name,
               words("heat.season", hours=hours.with_name(line["season_h"]))),
        Figure(words("heat.peak"), power.text(line["peak_gw"]), power.name),
        Figure(words("heat.chp_share"), number(units, 1), "%"),
        Figure(words("heat.price"), price.text(line["mean_cny_per_mwh"]), price.name, words("heat.price_scope")),
    ])


def _balance_table(results: Results, balance: pd.DataFrame, words: Words) -> Table:
    heat, energy = unit("heat", words.lang), unit("energy", words.lang)
    rows: list[Row] = []
    for section in ("supply", "use"):
        inside = balance[balance["section"] == section]
        rows.append(Row([words(f"heat.{section}"), "", "", ""], "group"))
        rows += [Row(["\u2003" + _line_name(results, line, words), heat.text(line.heat_pj), energy.text(line.heat_gwh),
                      number(line.share_pct, 1) if section == "supply" else ""])
                 for line in inside.itertuples() if line.heat_gwh > VISIBLE_GWH]
        rows.append(Row([words("heat.sum"), heat.text(inside["heat_pj"].sum()),
                         energy.text(inside["heat_gwh"].sum()), ""], "total"))
    columns = [Column(words("heat.item"), kind="long"), Column(words("heat.heat"), heat.name, "number"),
               Column(words("heat.heat"), energy.name, "number"), Column(words("heat.share"), "%", "number")]
    return Table(words("heat.table"), columns, rows, note=words("heat.note"))


def _line_name(results: Results, line: Any, words: Words) -> str:
    name = words(f"heat.{line.row}")
    if line.row not in DIMENSIONS:
        return name
    return f"{asset_name(results, DIMENSIONS[line.row], line.subject, words.lang)} · {name}"


def _asset_table(results: Results, area: Area, words: Words) -> Table:
    power, heat, energy, coal, store = (unit(name, words.lang) for name in ("power", "heat", "energy", "coal", "store"))
    rows = []
    for line in of(heat_assets(results), area.region, area.year).itertuples():
        name = asset_name(results, line.dimension, line.asset, words.lang)
        if line.state:
            name += f" · {words('state.' + str(line.state))}"
        rows.append(Row([name, _shown(power, line.existing_gw), _shown(power, line.built_gw), power.text(line.total_gw),
                         _shown(store, line.energy_gwh), heat.text(line.heat_pj), number(line.full_load_hours_h, 0),
                         _shown(energy, line.power_gwh), _shown(coal, line.fuel_kt)]))
    columns = [
        Column(words("heat.asset"), kind="long"),
        *(Column(words(f"heat.{key}"), power.name, "number") for key in ("existing", "built", "able")),
        Column(words("heat.held"), store.name, "number"),
        Column(words("heat.heat"), heat.name, "number"),
        Column(words("energy.full_load_hours"), unit("hours", words.lang).name, "number"),
        Column(words("heat.power"), energy.name, "number"),
        Column(words("heat.fuel"), coal.name, "number"),
    ]
    return Table(words("heat.assets"), columns, rows, note=words("heat.assets_note"))


def _shown(shown_in: Any, value: float) -> str:
    return "" if pd.isna(value) else str(shown_in.text(value))
