"""Emergency support and traded consumption of an area, shown where the case has any."""

from __future__ import annotations

import pandas as pd

from gridplan.results.exchange_account import emergency_support, excess_trades
from gridplan.results.ledger import asset_name
from gridplan.results.report_blocks import Block, Column, Row, Table
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results


def trade_tables(results: Results, area: Area, words: Words) -> list[Block]:
    """A table for the emergency support and one for the trades that touch an area; none where there are none."""
    return [*_support(results, area, words), *_trades(results, area, words)]


def _support(results: Results, area: Area, words: Words) -> list[Block]:
    account = emergency_support(results)
    account = _touching(account, area)
    if account.empty:
        return []
    power, energy, money, price = (unit(name, words.lang) for name in ("power", "energy", "money", "price"))
    hours = unit("hours", words.lang)
    rows = [Row([
        asset_name(results, "support", line["support"], words.lang),
        words("channels.export" if line["from"] == area.region else "channels.import"),
        power.text(line["support_gw"]), energy.text(line["called_gwh"]), energy.text(line["received_gwh"]),
        number(line["full_load_hours_h"], 0), number(line["max_hours_h"], 0), price.text(line["price_cny_per_mwh"]),
        money.text(line["paid_million_cny"])]) for line in account.to_dict("records")]
    columns = [
        Column(words("trade.support"), kind="long"), Column(words("channels.direction")),
        Column(words("channels.capacity"), power.name, "number"), Column(words("channels.sent"), energy.name, "number"),
        Column(words("channels.received"), energy.name, "number"),
        Column(words("energy.full_load_hours"), hours.name, "number"),
        Column(words("trade.max_hours"), hours.name, "number"), Column(words("channels.price"), price.name, "number"),
        Column(words("trade.paid"), money.name, "number")]
    return [Table(words("trade.support_table"), columns, rows, note=words("trade.support_note"))]


def _trades(results: Results, area: Area, words: Words) -> list[Block]:
    account = excess_trades(results)
    account = _touching(account, area)
    if account.empty:
        return []
    energy, money, price = (unit(name, words.lang) for name in ("energy", "money", "price"))
    rows = [Row([
        asset_name(results, "trade", line["trade"], words.lang),
        words("trade.given" if line["from"] == area.region else "trade.taken"),
        energy.text(line["traded_gwh"]), energy.text(line["traded_nonhydro_gwh"]),
        price.text(line["price_cny_per_mwh"]), money.text(line["paid_million_cny"])])
        for line in account.to_dict("records")]
    columns = [
        Column(words("trade.trade"), kind="long"), Column(words("channels.direction")),
        Column(words("quota.total"), energy.name, "number"), Column(words("quota.nonhydro"), energy.name, "number"),
        Column(words("channels.price"), price.name, "number"), Column(words("trade.paid"), money.name, "number")]
    return [Table(words("trade.trade_table"), columns, rows, note=words("trade.trade_note"))]


def _touching(account: pd.DataFrame, area: Area) -> pd.DataFrame:
    """The lines of an account that begin or end in an area."""
    here = (account["from"] == area.region) | (account["to"] == area.region)
    return account[here & (account["year"] == area.year)]
