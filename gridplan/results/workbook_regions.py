"""Sheet of the exchange between regions: who gains, and what every link earns."""

from __future__ import annotations

import pandas as pd

from gridplan.results.regional_account import has_exchange, link_rents, regional_gains
from gridplan.results.workbook_table import Book, Column, ordered, set_widths, write_table

TOTAL = "total"


def exchange_sheet(book: Book) -> None:
    """Costs and benefits by region with their sum, and every link with prices at both ends and rent."""
    if not has_exchange(book.results):
        return
    sheet = book.sheet("exchange")
    row = book.title(sheet, 0, book.text("table.regional_gains"))
    gains = _with_sums(ordered(regional_gains(book.results)))
    columns = [
        Column("region", show=lambda region: book.text("text.all_regions") if region == TOTAL else book.region(region),
               width=26),
        Column("year", width=8),
        Column("own_cost_million_cny", "own_cost"),
        Column("import_payment_million_cny", "import_payment"),
        Column("export_income_million_cny", "export_income"),
        Column("rent_million_cny", "rent_share"),
        Column("link_cost_million_cny", "link_cost_share"),
        Column("trade_payment_million_cny", "trade_payment"),
        Column("net_cost_million_cny", "net_cost"),
        Column("load_gwh", "grid_load"),
        Column("net_cost_cny_per_mwh", "net_cost_per_load"),
        Column("price_cny_per_mwh", "mean_price"),
    ]
    placed = write_table(book, sheet, row, gains, columns, lambda line: {"bold": True} if line.region == TOTAL else {})
    row = book.note(sheet, placed.last_row + 1, book.text("text.gains_note"))
    row = book.title(sheet, row + 1, book.text("table.link_rents"))
    links = [
        Column("link", show=book.asset, width=26),
        Column("year", width=8),
        Column("from", show=book.region),
        Column("to", show=book.region),
        Column("capacity_gw", "capacity"),
        Column("sent_gwh", "sent"),
        Column("received_gwh", "received"),
        Column("full_hours_h", "full_hours"),
        Column("sending_price_cny_per_mwh", "sending_price"),
        Column("receiving_price_cny_per_mwh", "receiving_price"),
        Column("export_income_million_cny", "export_income"),
        Column("import_payment_million_cny", "import_payment"),
        Column("rent_million_cny", "rent"),
        Column("link_cost_million_cny", "link_cost"),
        Column("green_gwh", "green"),
        Column("green_value_million_cny", "green_worth"),
    ]
    placed = write_table(book, sheet, row, link_rents(book.results), links)
    book.note(sheet, placed.last_row + 1, book.text("text.rents_note"))
    set_widths(sheet, links)
    sheet.freeze_panes(2, 2)


def _with_sums(gains: pd.DataFrame) -> pd.DataFrame:
    """The account with a line for all regions of each year."""
    money = [name for name in gains.columns if name.endswith("_million_cny")]
    frames = []
    for year, part in gains.groupby("year", sort=True):
        whole = part[[*money, "load_gwh"]].sum()
        whole = {**whole.to_dict(), "region": TOTAL, "year": year, "price_cny_per_mwh": float("nan"),
                 "net_cost_cny_per_mwh": 1000.0 * whole["net_cost_million_cny"] / whole["load_gwh"]}
        frames += [part, pd.DataFrame([whole])[list(gains.columns)]]
    return pd.concat(frames, ignore_index=True)
