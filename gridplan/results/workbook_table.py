"""Tables on sheets: headings with units, numbers in the units planners read, text that stays text."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gridplan.library.documents import document_name
from gridplan.library.tables import table
from gridplan.model.bases import NATION
from gridplan.results.labels import has_label, label, unit_of_column, with_unit
from gridplan.results.ledger import OUTSIDE, TABLE_OF, asset_name
from gridplan.results.report_units import Unit, unit
from gridplan.results.types import Results
from gridplan.results.workbook_pages import MARGINS_IN, ROW_POINTS, set_height, sheet_name

ACCENT, GOOD, BAD, JUDGED = "#1f4e79", "#2e7d32", "#c00000", "#fff2b3"
DUST = 1e-6
A3 = 8
WIDEST = 44
"""Characters to which a column of names widens unless it says otherwise."""
INDENT = 3
LINE_POINTS = 13.5
PAGE_ROWS = 40
"""Lines of a table that a page holds."""
LONGEST_FOOTER = 120
_WIDTHS: WeakKeyDictionary[Worksheet, dict[int, float]] = WeakKeyDictionary()
"""Characters the names in a sheet's columns need, by column."""

FONT = {"zh": "Microsoft YaHei", "en": "Calibri"}


@dataclass(frozen=True)
class Column:
    """One column of a table on a sheet.

    Attributes
    ----------
    source
        Column of the frame.
    header
        Key of its heading in the labels; the source without its unit if not given.
    quantity
        Quantity of `report_units` where the column's name does not say it; "" for a plain number.
    show
        What to write instead of a text value, for instance its name in the language.
    width
        Width in characters.
    title
        The heading itself, for columns named after an asset.
    digits
        Decimals where the unit's own do not suit.
    widest
        Characters to which a column of names widens so that none is cut.
    wrap
        Whether a name still longer goes on in a second line; else it is cut where the next cell is filled.
    """

    source: str
    header: str = ""
    quantity: str | None = None
    show: Callable[[Any], str] | None = None
    width: float = 13.0
    title: str = ""
    digits: int | None = None
    widest: float = WIDEST
    wrap: bool = False

    @property
    def room(self) -> float:
        """Characters that the widest cell of names can show in a line."""
        return max(self.widest, self.width) - INDENT

    def unit(self, lang: str) -> Unit | None:
        """Unit the column is shown in."""
        if self.quantity == "":
            return None
        found = unit(self.quantity, lang) if self.quantity else unit_of_column(self.source, lang)
        return found if found is None or self.digits is None else replace(found, digits=self.digits)

    def name(self, lang: str) -> str:
        """Heading without its unit, as legends show it."""
        return self.title or label(f"header.{self.header or self.source}", lang)

    def heading(self, lang: str) -> str:
        """Heading with its unit on a line of its own."""
        return with_unit(self.name(lang), lang, self.unit(lang))


@dataclass(frozen=True)
class Placed:
    """Where a table stands: zero-based rows of its first and last line, the column and the name of each
    source.
    """

    sheet: str
    heading_row: int
    first_row: int
    last_row: int
    columns: dict[str, int]
    names: dict[str, str]

    def cells(self, source: str, first: int = 0, last: int | None = None) -> list[Any]:
        """Reference to lines `first` to `last` (counted from 0) of a column, as charts take it."""
        end = self.last_row if last is None else self.first_row + last
        return [self.sheet, self.first_row + first, self.columns[source], end, self.columns[source]]


class Pages(ABC):
    """Sheets and cell formats of a workbook being written in one language."""

    file: xlsxwriter.Workbook
    lang: str
    formats: dict[tuple[Any, ...], Format]

    def format(self, **properties: Any) -> Format:
        """A cell format, made once for each set of properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format(
                {"font_name": FONT[self.lang], "font_size": 10, "valign": "vcenter", **properties}
            )
        return self.formats[key]

    def head_format(self) -> Format:
        """The format of a table's headings."""
        return self.format(bold=True, font_color="#ffffff", bg_color=ACCENT, text_wrap=True, align="center", border=1,
                           border_color="#ffffff")

    @abstractmethod
    def footing(self) -> str:
        """What stands at the foot of every printed page, beside its number."""

    def new_sheet(self, name: str) -> Worksheet:
        """A new sheet, by a name that Excel allows, that prints lying on A4, one page wide, with its page number."""
        taken = {sheet.get_name() for sheet in self.file.worksheets()}
        sheet = self.file.add_worksheet(sheet_name(name, taken))
        sheet.set_footer(f"&L{self.footing().replace('&', '&&')[:LONGEST_FOOTER]}&R&P / &N")
        sheet.hide_gridlines(2)
        sheet.set_default_row(ROW_POINTS)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(**MARGINS_IN)
        sheet.fit_to_pages(1, 0)
        return sheet

    def title(self, sheet: Worksheet, row: int, text: str) -> int:
        """A table's title; gives the row below it."""
        sheet.write_string(row, 0, text, self.format(bold=True, font_size=12, font_color=ACCENT))
        return row + 1

    def note(self, sheet: Worksheet, row: int, text: str) -> int:
        """A remark in grey; gives the row below it."""
        sheet.write_string(row, 0, text, self.format(italic=True, font_color="#666666"))
        return row + 1


@dataclass
class Book(Pages):
    """A results workbook being written, with its language and formats."""

    file: xlsxwriter.Workbook
    results: Results
    lang: str
    formats: dict[tuple[Any, ...], Format] = field(default_factory=dict)
    names: dict[tuple[str, Any], str] = field(default_factory=dict)

    def footing(self) -> str:
        """The plan's name."""
        return self.results.case.settings.title(self.lang)

    def sheet(self, key: str, suffix: str = "") -> Worksheet:
        """A new sheet, named in the language."""
        return self.new_sheet(label(f"sheet.{key}", self.lang) + suffix)

    def text(self, key: str) -> str:
        """The name under a key of the labels."""
        return label(key, self.lang)

    def namer(self, group: str) -> Callable[[Any], str]:
        """A function giving the name of a member of a group of labels; blank stays blank."""
        return lambda member: label(f"{group}.{member}", self.lang) if member != "" else ""

    def free_namer(self, group: str) -> Callable[[Any], str]:
        """As `namer`, for words chosen freely: one without a name is shown as it stands."""
        named = self.namer(group)
        return lambda member: named(member) if has_label(f"{group}.{member}") else str(member)

    def region(self, region: Any) -> str:
        """What a region is called; its id where the case gives no name."""
        if ("region", region) not in self.names:
            self.names["region", region] = self._region(region)
        return self.names["region", region]

    def _region(self, region: Any) -> str:
        if region == OUTSIDE:
            return label("text.outside", self.lang)
        if region == NATION:
            return label("text.nation", self.lang)
        rows = self.results.case.tables["regions"]
        names = rows.loc[rows["region"] == region, f"name_{self.lang}"]
        return str(names.iloc[0]) or str(region) if len(names) else str(region)

    def asset(self, asset: Any) -> str:
        """What an asset of any table is called; a technology or region where it is none; blank stays
        blank.
        """
        if ("asset", asset) not in self.names:
            self.names["asset", asset] = self._asset(asset)
        return self.names["asset", asset]

    def _asset(self, asset: Any) -> str:
        for dimension, table_name in TABLE_OF.items():
            rows = self.results.case.tables[table_name]
            if (rows[dimension] == asset).any():
                return asset_name(self.results, dimension, str(asset), self.lang)
        return self.region(asset)

    def document(self, document: Any) -> str:
        """What a policy document is called; blank stays blank."""
        return document_name(str(document), self.lang)

    def asset_or_blank(self, asset: Any) -> str:
        """As `asset`; blank stays blank."""
        return self.asset(asset) if asset else ""

    def place(self, region: str, year: int) -> str:
        """Region and year, as a title ends with them."""
        return f"{self.region(region)} {year}"


def write_table(
    book: Book,
    sheet: Worksheet,
    row: int,
    frame: pd.DataFrame,
    columns: Sequence[Column],
    marked: Callable[[Any], dict[str, Any]] | None = None,
    first_column: int = 0,
) -> Placed:
    """Write a frame with its headings from `row` on; give where it stands.

    `marked` may give extra format properties for a line (a named tuple of the frame).  Text is always written
    as text, never as a formula, a link or a number; NaN leaves the cell empty.  The headings of a table longer than a
    page are printed on each.
    """
    frame = frame.infer_objects()
    if len(frame) > PAGE_ROWS:
        sheet.repeat_rows(row)
    head = book.head_format()
    set_height(sheet, row, _heading_height(book, columns))
    for position, column in enumerate(columns, start=first_column):
        sheet.write_string(row, position, column.heading(book.lang), head)
    extra = [marked(line) if marked else {} for line in frame.itertuples(index=False)]
    for position, column in enumerate(columns, start=first_column):
        _write_column(book, sheet, row + 1, position, frame[column.source], column, extra)
    _wrapped_rows(sheet, row + 1, frame, [column for column in columns if column.wrap])
    placed = {column.source: position for position, column in enumerate(columns, start=first_column)}
    names = {column.source: column.name(book.lang) for column in columns}
    return Placed(sheet.get_name(), row, row + 1, row + len(frame), placed, names)


def _wrapped_rows(sheet: Worksheet, row: int, frame: pd.DataFrame, columns: Sequence[Column]) -> None:
    """Make room for names that go on in further lines."""
    for offset, line in enumerate(frame.to_dict("records") if columns else ()):
        lines = max(math.ceil(text_width((column.show or str)(line[column.source])) / column.room)
                    for column in columns)
        if lines > 1:
            set_height(sheet, row + offset, 4.0 + LINE_POINTS * lines)


def _heading_height(book: Book, columns: Sequence[Column]) -> float:
    """Height in points that shows the longest heading whole; a Chinese character is two wide."""
    most = 1
    for column in columns:
        lines = column.heading(book.lang).split("\n")
        wide = [text_width(line) for line in lines]
        most = max(most, sum(math.ceil(letters / max(column.width - 1.0, 1.0)) for letters in wide))
    return 6.0 + 14.0 * most


def _write_column(
    book: Book,
    sheet: Worksheet,
    row: int,
    position: int,
    values: pd.Series,
    column: Column,
    extra: Sequence[dict[str, Any]],
) -> None:
    numeric = (
        pd.api.types.is_numeric_dtype(values)
        and not pd.api.types.is_bool_dtype(values)
        and column.show is None
    )
    if not numeric:
        texts = [(column.show or str)(value) for value in values]
        for offset, text in enumerate(texts):
            wraps = {"text_wrap": True} if column.wrap and text_width(text) > column.room else {}
            style = book.format(**{"indent": 1, "align": "left", **wraps, **extra[offset]})
            sheet.write_string(row + offset, position, text, style)
        if not any(style.get("text_wrap") for style in extra):
            _widen(sheet, position, column, texts)
        return
    shown_in = column.unit(book.lang)
    pattern = number_format(values, shown_in)
    scaled = values.to_numpy(dtype=float, na_value=np.nan) * (shown_in.factor if shown_in else 1.0)
    align = {"align": "center"} if pattern == "0" else {}
    plain = book.format(num_format=pattern, **align)
    # What an interior-point solver leaves of nothing would show as a minus zero.
    scaled = np.where(np.abs(scaled) < DUST, 0.0, scaled)
    for offset, number in enumerate(scaled.tolist()):
        style = book.format(num_format=pattern, **align, **extra[offset]) if extra[offset] else plain
        if number != number:
            if extra[offset]:
                sheet.write_blank(row + offset, position, None, style)
        else:
            sheet.write_number(row + offset, position, number, style)


def _widen(sheet: Worksheet, position: int, column: Column, texts: Sequence[str]) -> None:
    """Remember on the sheet how wide its names are; `set_widths` makes room for them."""
    widest = max((text_width(text) for text in texts), default=0) + INDENT
    known = _WIDTHS.setdefault(sheet, {})
    known[position] = max(known.get(position, 0.0), min(widest, column.room + INDENT))


def text_width(text: str) -> int:
    """Characters a text takes; a Chinese one is two wide."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def number_format(values: pd.Series, shown_in: Unit | None) -> str:
    """Excel number format: the unit's decimals, none for whole numbers such as years and hours of the
    year.
    """
    if shown_in is not None:
        return decimals(shown_in)
    return "0" if pd.api.types.is_integer_dtype(values) else "#,##0.00"


def decimals(shown_in: Unit) -> str:
    """Excel number format with a unit's decimals."""
    return "#,##0" + ("." + "0" * shown_in.digits if shown_in.digits else "")


def set_widths(sheet: Worksheet, columns: Sequence[Column], first_column: int = 0) -> list[float]:
    """Column widths of a sheet from those of a table; gives them, in characters."""
    known = _WIDTHS.get(sheet, {})
    widths = [max(column.width, known.get(position, 0.0)) for position, column in enumerate(columns, first_column)]
    for position, width in enumerate(widths, start=first_column):
        sheet.set_column(position, position, width)
    return widths


def place_columns(book: Book) -> list[Column]:
    """Region and year, which every table starts with."""
    return [Column("region", show=book.region, width=12), Column("year", width=8)]


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Lines of one region and year together, otherwise in the order they came."""
    return frame.sort_values(["year", "region"], kind="stable").reset_index(drop=True)


def spans(frame: pd.DataFrame) -> list[tuple[str, int, tuple[int, int]]]:
    """Region, year and (first, last) line of each region and planning year of an ordered frame."""
    groups = frame.reset_index(drop=True).groupby(["year", "region"], sort=False)
    return [(region, year, (int(lines.index[0]), int(lines.index[-1]))) for (year, region), lines in groups]


@cache
def colours() -> dict[str, str]:
    """Colour of each technology and state (`data/palette.csv`)."""
    rows = table("palette")
    return dict(zip(rows["technology"], rows["colour"], strict=True))


@cache
def stack_order() -> dict[str, float]:
    """Place of each technology in a stack, lowest first (`data/palette.csv`)."""
    rows = table("palette")
    return dict(zip(rows["technology"], rows["stack_order"], strict=True))
