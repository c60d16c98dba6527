"""The first sheet of a comparison's workbook: the answer, as the page gives it, in sentences and small tables."""

from __future__ import annotations

import math

from xlsxwriter.worksheet import Worksheet

from gridplan.results.report_blocks import Heading, Mark, Points, Table, Text
from gridplan.results.report_units import MINUS
from gridplan.results.workbook_table import BAD, GOOD, text_width
from gridplan.scenarios.compare_answer import answer_blocks
from gridplan.scenarios.compare_sheets import Sheets

NAME_WIDTH, VALUE_WIDTH, LAST_COLUMN = 34.0, 15.0, 9
WIDTHS = (NAME_WIDTH, 1.8 * VALUE_WIDTH)
"""Of the two columns that hold names."""

LINE_POINTS = 15.0
LETTER_WIDTH = {"zh": 1.12, "en": 1.0}
"""Width of a sentence's letter (a Chinese one is two) against a digit's, in which columns are measured."""


def answer_sheet(book: Sheets) -> None:
    """What each scenario brings and which is best by each measure; remarks that come before any figure on top."""
    words = book.words
    sheet = book.named("answer")
    row = book.title(sheet, 0, f"{words('page.kicker')} · {book.comparison.base.title}")
    for remark in book.comparison.remarks:
        sheet.write_string(row, 0, remark.text(words.lang), book.format(bold=True, font_color="#8a5a00"))
        row += 1
    for block in answer_blocks(book.comparison):
        if isinstance(block, Heading):
            row = book.title(sheet, row + 1, block.text)
        elif isinstance(block, Text):
            row = _sentence(book, sheet, row, 0, block.text)
        elif isinstance(block, Points):
            gap = "" if words.lang == "zh" else " "
            for (name, told), note in zip(block.items, block.notes, strict=True):
                sheet.write_string(row, 0, name, book.format(bold=True, text_wrap=True, valign="top"))
                row = _sentence(book, sheet, row, 1, note + gap + told)
        elif isinstance(block, Table):
            row = _table(book, sheet, row + 1, block)
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, 1, WIDTHS[1])
    sheet.set_column(2, LAST_COLUMN + 2, VALUE_WIDTH)
    sheet.activate()


def _sentence(book: Sheets, sheet: Worksheet, row: int, first: int, text: str) -> int:
    """A sentence over the columns from `first` on, in a row as high as it needs; gives the row below."""
    style = book.format(text_wrap=True, valign="top", font_size=11)
    sheet.merge_range(row, first, row, LAST_COLUMN, "", style)
    sheet.write_string(row, first, text, style)
    room = (NAME_WIDTH if first == 0 else 0.0) + (0.8 + LAST_COLUMN) * VALUE_WIDTH
    sheet.set_row(row, 4.0 + LINE_POINTS * math.ceil(LETTER_WIDTH[book.lang] * text_width(text) / room))
    return row + 1


def _table(book: Sheets, sheet: Worksheet, row: int, table: Table) -> int:
    """A table of the page; gives the row below its note."""
    row = book.title(sheet, row, table.caption)
    heads = [f"{column.head}\n{column.unit}" if column.unit else column.head for column in table.columns]
    lines = max(sum(math.ceil(text_width(part) / (VALUE_WIDTH - 2.0)) for part in text.split("\n"))
                for text in heads[2:])
    sheet.set_row(row, 5.0 + LINE_POINTS * max(2, lines))
    for place, text in enumerate(heads):
        sheet.write_string(row, place, text, book.head_format())
    for line in table.rows:
        row += 1
        for place, cell in enumerate(line.cells):
            _cell(book, sheet, row, place, cell)
        names = [cell if isinstance(cell, str) else cell.text for cell in line.cells[:2]]
        most = max(math.ceil(text_width(text) / width) for text, width in zip(names, WIDTHS, strict=True))
        if most > 1:
            sheet.set_row(row, 4.0 + LINE_POINTS * most)
    return book.note(sheet, row + 1, table.note) if table.note else row + 1


def _cell(book: Sheets, sheet: Worksheet, row: int, column: int, cell: str | Mark) -> None:
    """A cell: a number as a number with its decimals, all else as text."""
    text = cell if isinstance(cell, str) else cell.text
    tint = {} if isinstance(cell, str) else {"font_color": BAD if cell.tone == "bad" else GOOD, "bold": True}
    try:
        number = float(text.replace(",", "").replace(MINUS, "-"))
    except ValueError:
        place = {"align": "right"} if column > 1 else {"indent": 1, "align": "left", "text_wrap": True}
        sheet.write_string(row, column, text, book.format(**place, **tint))
        return
    digits = len(text.partition(".")[2])
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    signed = f"+{pattern};-{pattern};{pattern}" if text.startswith(("+", MINUS)) else pattern
    sheet.write_number(row, column, number, book.format(num_format=signed, **tint))


__all__ = ["answer_sheet"]
