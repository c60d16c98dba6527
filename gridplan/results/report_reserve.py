"""Operating reserve of an area, shown where the case asks for any."""

from __future__ import annotations

from gridplan.results.ledger import asset_name, of
from gridplan.results.report_blocks import Block, Column, Row, Table
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.reserve_account import operating_reserve
from gridplan.results.types import Results

KEPT = ("thermal_gw", "store_gw", "reservoir_gw")


def reserve_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Who keeps the reserve of each direction, what is missing and what it is worth; nothing where none is asked."""
    account = of(operating_reserve(results), area.region, area.year)
    if account.empty:
        return []
    power, price, hours, money = (unit(name, words.lang) for name in ("power", "price", "hours", "money"))
    rows = [Row([
        asset_name(results, "operating_reserve", line["operating_reserve"], words.lang),
        words(f"reserve.{line['direction']}"), power.text(line["asked_gw"]), power.text(line["most_gw"]),
        *(power.text(line[kind]) for kind in KEPT), power.text(line["short_gw"]), number(line["short_h"], 0),
        price.text(line["mean_cny_per_mwh"]), price.text(line["highest_cny_per_mwh"]),
        money.text(line["lost_million_cny"])]) for line in account.to_dict("records")]
    columns = [
        Column(words("reserve.row"), kind="long"), Column(words("reserve.direction")),
        *(Column(words(f"reserve.{name}"), power.name, "number") for name in (
            "asked", "most", "thermal", "store", "reservoir", "missing")),
        Column(words("reserve.short_hours"), hours.name, "number"),
        Column(words("reserve.mean_price"), price.name, "number"),
        Column(words("reserve.highest_price"), price.name, "number"),
        Column(words("reserve.lost"), money.name, "number")]
    return [Table(words("reserve.table"), columns, rows, note=words("reserve.note"))]
