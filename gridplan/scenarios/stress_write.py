"""Writing a stress test beside its weather years: stress.json, stress.xlsx, stress.html, all three or none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from gridplan.library.new_workbook import new_workbook
from gridplan.library.whole import whole_files
from gridplan.results.workbook_charts import dress
from gridplan.results.workbook_table import BAD
from gridplan.results.write import write_json
from gridplan.scenarios.stress_gather import StressTest
from gridplan.scenarios.stress_page import stress_html, stress_title
from gridplan.scenarios.stress_shown import (
    each_target_shown,
    expected_shown,
    notes,
    regions_shown,
    remarks,
    series_shown,
    targets_shown,
    tight_shown,
    years_shown,
)
from gridplan.scenarios.stress_words import StressWords
from gridplan.scenarios.tradeoff_shown import ShownTable
from gridplan.scenarios.tradeoff_workbook import FIRST_ROW, TradeoffBook, put_table

JSON, WORKBOOK, PAGE = "stress.json", "stress.xlsx", "stress.html"


def write_stress(test: StressTest, out: Path, lang: str) -> None:
    """Write the three files into the folder of the stress test.  Raises OSError where the disk refuses."""
    words, created = StressWords(lang), datetime.now(UTC).isoformat(timespec="seconds")
    with whole_files(out / JSON, out / WORKBOOK, out / PAGE) as (json, workbook, page):
        write_json(json, test.as_json(created))
        _write_workbook(test, workbook, words)
        page.write_text(stress_html(test, created, words), encoding="utf-8")


def _write_workbook(test: StressTest, path: Path, words: StressWords) -> None:
    title, said = stress_title(test, words), [*remarks(test, words), *notes(test, words)]
    tables = [years_shown(test, words)]
    tables += [expected_shown(test, words), tight_shown(test, words)] if test.unseen else []
    tables += [targets_shown(test, words), each_target_shown(test, words)]
    regions = regions_shown(test, words)
    tables += [regions] if regions else []
    with new_workbook(path) as file:
        file.set_properties({"title": title})
        book = TradeoffBook(file, words.lang, title)
        for place, table in enumerate([*tables, series_shown(test, words)]):
            sheet = put_table(book, title, said, table)
            if place == 0:
                _draw(book, sheet, table, words)


def _draw(book: TradeoffBook, sheet: Worksheet, table: ShownTable, words: StressWords) -> None:
    """Hours short in every weather year, as columns under the table."""
    at = next(place for place, column in enumerate(table.columns) if column.head == words("head.short_hours_h"))
    last = FIRST_ROW + len(table.columns[at].values) - 1
    chart = book.file.add_chart({"type": "column"})
    chart.add_series({"name": table.columns[at].head, "categories": [sheet.get_name(), FIRST_ROW, 0, last, 0],
                      "values": [sheet.get_name(), FIRST_ROW, at, last, at], "fill": {"color": BAD}})
    unit = table.columns[at].unit
    dress(book, chart, table.columns[at].head, unit.name if unit else "", legend=False)
    sheet.insert_chart(last + 2, 0, chart, {"x_scale": 1.5, "y_scale": 1.3})
