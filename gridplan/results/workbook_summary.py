"""First page of the workbook: is it a plan, what to build, what it costs, which targets are met and
missed.
"""

from __future__ import annotations

import math

from xlsxwriter.worksheet import Worksheet

from gridplan.results import accounts
from gridplan.results.report_answer import answer_sentences
from gridplan.results.report_banners import CAUTION, banners
from gridplan.results.report_flows import areas
from gridplan.results.report_units import figure_unit
from gridplan.results.report_words import Words
from gridplan.results.workbook_policies import policy_columns, scorecard, status_style
from gridplan.results.workbook_table import (
    ACCENT,
    BAD,
    GOOD,
    Book,
    Column,
    decimals,
    ordered,
    place_columns,
    set_widths,
    write_table,
)

_VISIBLE_GW = 5e-4
JUDGED_INK = "#8a5a00"
NAME_COLUMN, LAST_COLUMN, CONTENTS_COLUMN = 2, 8, 10
SENTENCE_LETTERS = 140
"""Letters of a line across the columns of the answer; a Chinese character is two wide."""


def summary_sheet(book: Book) -> None:
    """The first sheet.  A run that is not a verified plan, or misses a target, says so in red at the top."""
    sheet = book.sheet("summary")
    settings = book.results.case.settings
    name = (settings.name_zh if book.lang == "zh" else settings.name_en) or settings.name
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, name, book.format(bold=True, font_size=18, font_color="#1f4e79"))
    row = _answer(book, sheet, _banner(book, sheet, 1))
    row = _missed(book, sheet, row + 1)
    row = _build(book, sheet, row + 1)
    row = _figures(book, sheet, row + 1)
    _met(book, sheet, row + 1)
    set_widths(sheet, policy_columns(book))
    sheet.set_column(NAME_COLUMN, NAME_COLUMN, 46)
    sheet.set_column(CONTENTS_COLUMN, CONTENTS_COLUMN, 30)
    sheet.activate()
    sheet.freeze_panes(2, 0)


def contents(book: Book) -> None:
    """Links to all other sheets beside the answer; they are not printed."""
    summary, *others = book.file.worksheets()
    style = book.format(font_color=ACCENT, underline=1)
    summary.write_string(0, CONTENTS_COLUMN, book.text("text.contents"), book.format(bold=True, font_color=ACCENT))
    for row, sheet in enumerate(others, start=1):
        name = sheet.get_name().replace("'", "''")
        summary.write_url(row, CONTENTS_COLUMN, f"internal:'{name}'!A1", style, string=sheet.get_name())
    summary.print_area(0, 0, max(summary.dim_rowmax, len(others)), LAST_COLUMN)


def _answer(book: Book, sheet: Worksheet, row: int) -> int:
    """The answer in sentences, for each region and planning year."""
    words = Words(book.lang)
    style = book.format(text_wrap=True, valign="top", font_size=11)
    several = areas(book.results, book.lang)
    row += 1
    for area in several:
        for sentence in answer_sentences(book.results, area, words):
            sheet.merge_range(row, 0, row, LAST_COLUMN, "", style)
            sheet.write_string(row, 0, sentence, style)
            letters = sum(2 if letter >= "\u2e80" else 1 for letter in sentence)
            sheet.set_row(row, 4 + 15 * math.ceil(letters / SENTENCE_LETTERS))
            row += 1
    return row


def _banner(book: Book, sheet: Worksheet, row: int) -> int:
    """Status in green or red, and every reason to distrust the figures below it."""
    verdict = accounts.verdict(book.results)
    good = verdict["status"] == "solved" and not verdict["failed_checks"]
    style = book.format(bold=True, font_size=12, font_color="#ffffff", bg_color=GOOD if good else BAD)
    sheet.set_row(row, 22)
    sheet.merge_range(row, 0, row, 8, "", style)
    sheet.write_string(row, 0, book.text(f"status.{verdict['status']}"), style)
    warnings = banners(book.results, Words(book.lang))
    for offset, one in enumerate(warnings, start=1):
        colour = JUDGED_INK if one.tone == CAUTION else BAD
        sheet.write_string(row + offset, 0, f"{one.head} {one.meaning}", book.format(bold=True, font_color=colour))
    return row + 1 + len(warnings)


def _missed(book: Book, sheet: Worksheet, row: int) -> int:
    """Targets missed, or the word that there are none."""
    frame = scorecard(book)
    missed = frame[frame["status"] == "missed"]
    row = book.title(sheet, row, book.text("table.missed"))
    if missed.empty:
        sheet.write_string(row, 0, book.text("text.no_target_missed"), book.format(font_color=GOOD))
        return row + 1
    return (
        write_table(
            book, sheet, row, missed, policy_columns(book), lambda line: status_style(line.status)
        ).last_row
        + 1
    )


def _met(book: Book, sheet: Worksheet, row: int) -> None:
    """Targets met."""
    frame = scorecard(book)
    met = frame[frame["status"] == "met"]
    if len(met):
        row = book.title(sheet, row, book.text("table.met"))
        write_table(book, sheet, row, met, policy_columns(book), lambda line: status_style(line.status))


def _build(book: Book, sheet: Worksheet, row: int) -> int:
    """What to build, retire and retrofit."""
    assets = ordered(accounts.capacity(book.results))
    changed = assets[(assets["built_gw"] > _VISIBLE_GW) | (assets["retired_gw"] > _VISIBLE_GW)]
    changed = changed[changed["dimension"] != "response"]
    row = book.title(sheet, row, book.text("table.build"))
    if changed.empty:
        sheet.write_string(row, 0, book.text("text.nothing_built"), book.format())
        row += 1
    else:
        row = (
            write_table(
                book,
                sheet,
                row,
                changed,
                [
                    *place_columns(book),
                    Column("asset", show=book.asset),
                    Column("built_gw", "built"),
                    Column("retired_gw", "retired"),
                    Column("total_gw", "total"),
                    Column("duration_h", "duration", digits=1),
                ],
            ).last_row
            + 1
        )
    return _retrofits(book, sheet, row)


def _retrofits(book: Book, sheet: Worksheet, row: int) -> int:
    """What to retrofit; nothing where nothing is."""
    frame = ordered(accounts.retrofits(book.results))
    if frame.empty:
        return row
    joint = "：" if book.lang == "zh" else ": "
    frame["name"] = [
        book.asset(line.cohort) + joint + book.text(f"state.{line.state}") for line in frame.itertuples()
    ]
    columns = [
        *place_columns(book), Column("name", "cohort"), Column("capacity_gw", "capacity"),
        Column("units", quantity="plain", digits=1), Column("coal_saved_kt", "coal_saved"),
        Column("cost_million_cny", "cost"),
    ]
    row = book.title(sheet, row + 1, book.text("sheet.retrofits"))
    return write_table(book, sheet, row, frame, columns).last_row + 1


def _figures(book: Book, sheet: Worksheet, row: int) -> int:
    """Key figures, each in its own unit and with its decimals."""
    frame = ordered(accounts.summary(book.results))
    units = [figure_unit(line.item, line.unit, book.lang) for line in frame.itertuples()]
    frame["item"] = [book.text(f"item.{item}") for item in frame["item"]]
    frame["value"] = frame["value"] * [shown_in.factor for shown_in in units]
    frame["unit"] = [shown_in.name for shown_in in units]
    row = book.title(sheet, row, book.text("table.key_figures"))
    strong = book.text("item.cost")
    placed = write_table(
        book,
        sheet,
        row,
        frame,
        [*place_columns(book), Column("item"), Column("value", quantity=""), Column("unit")],
        lambda line: {"bold": True} if line.item == strong else {},
    )
    for offset, (line, shown_in) in enumerate(zip(frame.itertuples(), units, strict=True)):
        if math.isfinite(line.value):
            style = book.format(num_format=decimals(shown_in), bold=line.item == strong)
            sheet.write_number(placed.first_row + offset, placed.columns["value"], line.value, style)
    return placed.last_row + 1
