"""Several regions in one report: all of them at a glance, and who gains from the exchange between them."""

from __future__ import annotations

import pandas as pd

from gridplan.results import accounts
from gridplan.results.labels import technology_name
from gridplan.results.ledger import asset_name, region_years, years
from gridplan.results.regional_account import has_exchange, link_rents, regional_gains
from gridplan.results.report_blocks import Block, Column, Row, Table, Text, lean
from gridplan.results.report_units import Unit, number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

MANY = 8
"""Most regions that have sections and charts of their own."""

VISIBLE_GW = 5e-4
KEY_FIGURES = (
    ("demand", "", "energy"), ("peak", "peak_load", "power"), ("generation", "generation", "energy"),
    ("import", "import", "energy"), ("export", "export", "energy"), ("cost", "cost", "money"),
    ("price", "mean_price", "price"), ("co2", "co2", "co2"), ("curtailed", "new_energy_utilisation", "percent"),
)
"""Word of the column, item of the account `summary` and its quantity."""

ADDED_UP = frozenset({"demand", "generation", "cost", "co2"})
"""Columns whose figures make sense as a sum over regions."""


def has_many(results: Results) -> bool:
    """Whether there are too many regions for a chapter on each."""
    return len(region_years(results)) > MANY


def overview_blocks(results: Results, words: Words) -> list[Block]:
    """Key figures and capacity with a row for each region; nothing for a single one."""
    places = region_years(results)
    if len({region for region, _year in places}) < 2:
        return []
    blocks: list[Block] = []
    if has_many(results):
        blocks.append(Text(words("overview.many", count=len({region for region, _year in places}))))
    for year in years(results):
        blocks += [_key_figures(results, year, words), _capacities(results, year, words)]
    return blocks


def exchange_blocks(results: Results, words: Words) -> list[Block]:
    """Costs and benefits of every region, and every link between them; nothing where nothing is exchanged."""
    if not has_exchange(results):
        return []
    return [block for year in years(results) for block in (_gains(results, year, words), _links(results, year, words))]


def region_title(results: Results, region: str, year: int, lang: str) -> str:
    """What a region is called in a language."""
    return str(results.case.rows("regions", year).at[region, f"name_{lang}"] or region)


def _key_figures(results: Results, year: int, words: Words) -> Table:
    frame = accounts.summary(results)
    values = frame[frame["year"] == year].set_index(["region", "item"])["value"]
    load = regional_gains(results).set_index(["region", "year"])["load_gwh"]
    shown = {key: unit(quantity, words.lang) for key, _item, quantity in KEY_FIGURES}
    sums = dict.fromkeys(ADDED_UP, 0.0)
    rows = []
    for region, its_year in region_years(results):
        if its_year != year:
            continue
        cells = [region_title(results, region, year, words.lang)]
        for key, item, _quantity in KEY_FIGURES:
            figure = float(load[region, year]) if key == "demand" else float(values.get((region, item), float("nan")))
            if key in sums and figure == figure:
                sums[key] += figure
            cells.append(_cell(figure, shown[key]))
        rows.append(Row(cells))
    rows.append(Row([words("overview.total"), *(
        _cell(sums[key], shown[key]) if key in sums else "" for key, _item, _quantity in KEY_FIGURES)], "total"))
    columns = [Column(words("overview.region"), kind="long"),
               *(Column(words(f"overview.{key}"), shown[key].name, "number") for key, _item, _quantity in KEY_FIGURES)]
    return Table(words("overview.table") + _of_year(results, year), columns, rows)


def _cell(figure: float, shown_in: Unit) -> str:
    return shown_in.text(figure) if figure == figure else ""


def _of_year(results: Results, year: int) -> str:
    return f" {year}" if len(years(results)) > 1 else ""


def _capacities(results: Results, year: int, words: Words) -> Table:
    """Regions down, technologies across: what stands and is built."""
    frame = accounts.capacity_by_technology(results)
    frame = frame[(frame["year"] == year) & (frame["total_gw"].abs() > VISIBLE_GW)]
    names = [name for name in dict.fromkeys(frame["technology"]) if name != "link"]
    power = unit("power", words.lang)
    wide = frame.pivot_table(index="region", columns="technology", values="total_gw", aggfunc="sum")
    order = [region for region, its_year in region_years(results) if its_year == year and region in wide.index]
    rows = [Row([region_title(results, region, year, words.lang),
                 *(_cell(float(wide.at[region, name]), power) for name in names)]) for region in order]
    rows.append(Row([words("overview.total"), *(power.text(float(wide[name].sum())) for name in names)], "total"))
    columns = [Column(words("overview.region"), kind="long"),
               *(Column(technology_name(name, words.lang), power.name, "number") for name in names)]
    return Table(words("overview.capacity") + _of_year(results, year), columns, rows)


def _gains(results: Results, year: int, words: Words) -> Table:
    frame = regional_gains(results)
    frame = frame[frame["year"] == year]
    money, price, energy = (unit(name, words.lang) for name in ("money", "price", "energy"))
    figures = ("own_cost", "import_payment", "export_income", "rent", "link_cost", "trade_payment", "net_cost")
    heads = ("own_cost", "import_payment", "export_income", "rent_share", "link_cost", "traded", "net_cost")
    rows = [Row([region_title(results, line["region"], year, words.lang),
                 *(money.text(line[f"{name}_million_cny"]) for name in figures), energy.text(line["load_gwh"]),
                 _cell(line["net_cost_cny_per_mwh"], price), price.text(line["price_cny_per_mwh"])])
            for line in frame.to_dict("records")]
    whole = [float(frame[f"{name}_million_cny"].sum()) for name in figures]
    load = float(frame["load_gwh"].sum())
    rows.append(Row([words("overview.total"), *(money.text(amount) for amount in whole), energy.text(load),
                     price.text(1000.0 * whole[-1] / load), ""], "total"))
    columns = [Column(words("overview.region"), kind="long"),
               *(Column(words(f"exchange.{head}"), money.name, "number") for head in heads),
               Column(words("overview.demand"), energy.name, "number"),
               Column(words("exchange.per_load"), price.name, "number"),
               Column(words("overview.price"), price.name, "number")]
    title = words("exchange.gains") + _of_year(results, year)
    return lean(Table(title, columns, rows, note=words("exchange.gains_note")))


def _links(results: Results, year: int, words: Words) -> Table:
    frame: pd.DataFrame = link_rents(results)
    frame = frame[frame["year"] == year]
    power, energy, money, price, hours = (
        unit(name, words.lang) for name in ("power", "energy", "money", "price", "hours"))
    rows = [Row([
        asset_name(results, line["dimension"], line["link"], words.lang),
        region_title(results, line["from"], year, words.lang), region_title(results, line["to"], year, words.lang),
        power.text(line["capacity_gw"]), energy.text(line["sent_gwh"]), number(line["full_hours_h"], 0),
        price.text(line["sending_price_cny_per_mwh"]), price.text(line["receiving_price_cny_per_mwh"]),
        money.text(line["export_income_million_cny"]), money.text(line["import_payment_million_cny"]),
        money.text(line["rent_million_cny"]), energy.text(line["green_gwh"]),
        money.text(line["green_value_million_cny"])]) for line in frame.to_dict("records")]
    totals = ("export_income_million_cny", "import_payment_million_cny", "rent_million_cny")
    rows.append(Row([words("overview.total"), "", "", "", energy.text(float(frame["sent_gwh"].sum())), "", "", "",
                     *(money.text(float(frame[name].sum())) for name in totals),
                     energy.text(float(frame["green_gwh"].sum())),
                     money.text(float(frame["green_value_million_cny"].sum()))], "total"))
    columns = [Column(words("exchange.link"), kind="long"), Column(words("exchange.from"), kind="long"),
               Column(words("exchange.to"), kind="long"),
               Column(words("exchange.capacity"), power.name, "number"),
               Column(words("exchange.sent"), energy.name, "number"),
               Column(words("exchange.full_hours"), hours.name, "number"),
               Column(words("exchange.sending_price"), price.name, "number"),
               Column(words("exchange.receiving_price"), price.name, "number"),
               *(Column(words(f"exchange.{name}"), money.name, "number") for name in ("income", "payment", "rent")),
               Column(words("exchange.green"), energy.name, "number"),
               Column(words("exchange.green_value"), money.name, "number")]
    title = words("exchange.links") + _of_year(results, year)
    return lean(Table(title, columns, rows, note=words("exchange.links_note")))
