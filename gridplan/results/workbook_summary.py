"""First page of the workbook: is it a plan, what to build, what it costs, which targets are met and
missed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from gridplan.results import accounts
from gridplan.results.labels import technology_name
from gridplan.results.report_answer import answer_sentences
from gridplan.results.report_banners import CAUTION, banners
from gridplan.results.report_flows import areas
from gridplan.results.report_units import figure_unit
from gridplan.results.report_words import Words
from gridplan.results.workbook_pages import keep_whole, set_height
from gridplan.results.workbook_policies import NAME_WIDEST, policy_columns, scorecard, status_style
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
    text_width,
    write_table,
)

_VISIBLE_GW = 5e-4
JUDGED_INK = "#8a5a00"
LAST_COLUMN, CONTENTS_COLUMN = 8, 10
CLOSE_ROW, GAP = 15.0, 8.0
"""Points of a row, and of one between two tables, so that the answer, what to build and what to retrofit come onto one
page."""
LETTER_WIDTH = {"zh": 1.0, "en": 0.93}
"""Width of a letter of the answer (half a Chinese character) in those that columns are measured by."""


def summary_sheet(book: Book) -> None:
    """The first sheet.  A run that is not a verified plan, or misses a target, says so in red at the top."""
    sheet = book.sheet("summary")
    settings = book.results.case.settings
    name = (settings.name_zh if book.lang == "zh" else settings.name_en) or settings.name
    set_height(sheet, 0, 28)
    sheet.write_string(0, 0, name, book.format(bold=True, font_size=18, font_color="#1f4e79"))
    first = _banner(book, sheet, 1)
    set_height(sheet, first, GAP)
    sentences = [sentence for area in areas(book.results, book.lang)
                 for sentence in answer_sentences(book.results, area, Words(book.lang))]
    row = first + 1 + len(sentences)
    blocks = []
    for write_block in (_missed, _build, _retrofits, _figures, _met):
        last = write_block(book, sheet, row + 1)
        if last > row + 1:
            set_height(sheet, row, GAP)
            blocks.append((row + 1, last - 1))
            row = last
    sheet.set_default_row(CLOSE_ROW)
    widths = set_widths(sheet, policy_columns(book))
    _answer(book, sheet, first + 1, sentences, sum(widths))
    keep_whole(sheet, blocks, widths, CLOSE_ROW)
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


def _answer(book: Book, sheet: Worksheet, row: int, sentences: Sequence[str], letters: float) -> None:
    """The answer in sentences, each in rows as high as it needs over columns so many letters wide."""
    style = book.format(text_wrap=True, valign="top", font_size=11)
    for place, sentence in enumerate(sentences, start=row):
        sheet.merge_range(place, 0, place, LAST_COLUMN, "", style)
        sheet.write_string(place, 0, sentence, style)
        set_height(sheet, place, 4 + 15 * math.ceil(LETTER_WIDTH[book.lang] * text_width(sentence) / letters))


def _banner(book: Book, sheet: Worksheet, row: int) -> int:
    """Status in green or red, and every reason to distrust the figures below it."""
    verdict = accounts.verdict(book.results)
    good = verdict["status"] == "solved" and not verdict["failed_checks"]
    style = book.format(bold=True, font_size=12, font_color="#ffffff", bg_color=GOOD if good else BAD)
    set_height(sheet, row, 22)
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


def _met(book: Book, sheet: Worksheet, row: int) -> int:
    """Targets met; nothing where none is."""
    frame = scorecard(book)
    met = frame[frame["status"] == "met"]
    if met.empty:
        return row
    row = book.title(sheet, row, book.text("table.met"))
    return write_table(book, sheet, row, met, policy_columns(book), lambda line: status_style(line.status)).last_row + 1


def _build(book: Book, sheet: Worksheet, row: int) -> int:
    """What to build and retire, a plant that stands for its technology under the name the report gives it."""
    row = book.title(sheet, row, book.text("table.build"))
    assets = ordered(accounts.capacity(book.results))
    assets = assets[assets["dimension"] != "response"]
    alone = ~assets.duplicated(["region", "year", "technology"], keep=False) & (assets["dimension"] != "link")
    changed = assets[(assets["built_gw"] > _VISIBLE_GW) | (assets["retired_gw"] > _VISIBLE_GW)].copy()
    if changed.empty:
        sheet.write_string(row, 0, book.text("text.nothing_built"), book.format())
        return row + 1
    changed["name"] = [
        technology_name(line.technology, book.lang) if alone[line.Index] else book.asset(line.asset)
        for line in changed.itertuples()
    ]
    columns = [
        *place_columns(book), _name_column("asset"), Column("built_gw", "built"), Column("retired_gw", "retired"),
        Column("total_gw", "total"), Column("duration_h", "duration", digits=1),
    ]
    return write_table(book, sheet, row, changed, columns).last_row + 1


def _name_column(header: str) -> Column:
    """A column of names as wide as that of the targets below it."""
    return Column("name", header, width=46, widest=NAME_WIDEST, wrap=True)


def _retrofits(book: Book, sheet: Worksheet, row: int) -> int:
    """What to retrofit; nothing where nothing is."""
    frame = ordered(accounts.retrofits(book.results))
    frame = frame[frame["capacity_gw"] > _VISIBLE_GW]
    if frame.empty:
        return row
    joint = "：" if book.lang == "zh" else ": "
    names = [book.asset(line.cohort) + joint + book.text(f"state.{line.state}") for line in frame.itertuples()]
    columns = [
        *place_columns(book), _name_column("cohort"), Column("capacity_gw", "capacity"),
        Column("units", quantity="plain", digits=1), Column("coal_saved_kt", "coal_saved"),
        Column("cost_million_cny", "cost"),
    ]
    row = book.title(sheet, row, book.text("sheet.retrofits"))
    return write_table(book, sheet, row, frame.assign(name=names), columns).last_row + 1


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
