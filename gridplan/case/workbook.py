"""A case as one Excel workbook: one sheet per table, with units, notes, drop-downs and allowed ranges.

The planner's own cells are written, not the defaults that fill the blanks, so that reading the workbook
gives the same case as reading the folder.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from gridplan.case.problems import CaseError, errors
from gridplan.case.raw import RawCase, RawScenarios, RawTable
from gridplan.case.read import read_raw
from gridplan.case.scenario_file import NOTES, SHEET_COLUMNS, sheet_rows
from gridplan.case.schema import Column, Table, schema
from gridplan.case.settings import read_settings, setting_fields
from gridplan.case.tables import allowed, as_float
from gridplan.case.workbook_words import LISTS_SHEET, SHEETS, UNIT_MARK, sheet_name, words
from gridplan.library.new_workbook import new_workbook
from gridplan.library.whole import whole_file

FIRST_ROW = 2
"""Rows above the planner's: the headings and the units."""

EMPTY_ROWS = 500
"""Rows below the headings that drop-downs and ranges cover."""

MOST_IN_A_RULE = 255
"""Letters Excel takes in a message or a list of a rule."""

FIRST_LONG_LIST = 2
"""Column of the sheet of lists from which long choices stand, one column each."""


class Exact(float):
    """A number written with every digit it has; the writer's own 16 digits lose the last bit of some."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


def write_workbook(case: Path | str, path: Path | str, lang: str | None = None) -> Path:
    """Write a case, folder or workbook, as one workbook; the file appears whole or not at all.

    `lang` is "zh" (Chinese headings) or "en" (column ids); None takes the language of the case.
    Raises CaseError when a file of the case cannot be read; wrong values are kept for the planner to mend.
    """
    raw, found = read_raw(case)
    settings, faults = read_settings(raw.settings, raw.settings_file)
    if errors([*found, *faults]):
        raise CaseError([*found, *faults], lang or "en")
    return write_raw(raw, path, lang or (settings.language if settings else "zh"))


def write_raw(raw: RawCase, path: Path | str, lang: str) -> Path:
    """Write the cells of a case as a workbook and return its path."""
    path = Path(path)
    with whole_file(path) as hidden:
        _fill(raw, str(hidden), lang)
    return path


def _fill(raw: RawCase, file: str, lang: str) -> None:
    with new_workbook(file) as book:
        styles = _styles(book)
        _readme(book.add_worksheet(SHEETS["readme"][lang]), styles, lang)
        _settings(book.add_worksheet(SHEETS["settings"][lang]), raw.settings, styles, lang)
        for table in schema().tables.values():
            _table(
                book.add_worksheet(sheet_name(table, lang)), table, raw.tables.get(table.name), styles, lang
            )
        if raw.series:
            _series(book.add_worksheet(SHEETS["profiles"][lang]), raw, styles)
        _scenarios(book.add_worksheet(SHEETS["scenarios"][lang]), raw.scenarios, styles, lang)
        _lists(book.add_worksheet(LISTS_SHEET), lang)


def _styles(book: xlsxwriter.Workbook) -> dict[str, Format]:
    head = {"bold": True, "bg_color": "#D9E2EC", "bottom": 1, "valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "required": book.add_format({**head, "bg_color": "#B6D7A8"}),
        "library": book.add_format({**head, "bg_color": "#FFE8A3"}),
        "no": book.add_format(head),
        "unit": book.add_format({"italic": True, "font_color": "#666666", "bottom": 1}),
        # Text format keeps Excel from turning 001 or 3-4 into a number or a date when a cell is edited.
        "text": book.add_format({"num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _readme(sheet: Worksheet, styles: Mapping[str, Format], lang: str) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100, styles["wrap"])
    sheet.write_string(0, 0, words("title", lang), styles["title"])
    row = 2
    for line in words("guide", lang).splitlines():
        sheet.write_string(row, 1, line, styles["wrap"])
        row += 1
    for table in schema().tables.values():
        row += 1
        sheet.write_url(row, 0, f"internal:'{sheet_name(table, lang)}'!A1", string=sheet_name(table, lang))
        first = next(iter(table.columns.values()))
        sheet.write_string(row, 1, f"{table.title(lang)}: {first.description(lang)}")


def _settings(sheet: Worksheet, settings: Mapping[str, Any], styles: Mapping[str, Format], lang: str) -> None:
    """One row per setting; a list takes one row per entry, under the same key."""
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 40, styles["text"])
    sheet.set_column(2, 2, 70)
    for column, heading in enumerate(("setting", "value", "note")):
        sheet.write_string(0, column, words(heading, lang), styles["no"])
    sheet.freeze_panes(1, 0)
    row = 1
    for key, field in setting_fields().items():
        section, _, name = key.rpartition(".")
        value = (settings.get(section, {}) if section else settings).get(name)
        entries: list[Any] = (value or [None]) if isinstance(value, list) else [value]
        for entry in entries:
            sheet.write_string(row, 0, key)
            if isinstance(entry, str):
                sheet.write_string(row, 1, entry, styles["text"])
            elif entry is not None:
                sheet.write_number(row, 1, Exact(entry))
            sheet.write_string(row, 2, str(field.title if lang == "zh" else field.description))
            row += 1


def _table(
    sheet: Worksheet, table: Table, raw: RawTable | None, styles: Mapping[str, Format], lang: str
) -> None:
    rows = len(raw.cells) if raw else 0
    sheet.freeze_panes(FIRST_ROW, 1)
    for position, column in enumerate(table.columns.values()):
        required = column.required if column.required == "library" else "no"
        style = styles["required" if column.required == "yes" else required]
        sheet.write_string(0, position, column.label(lang), style)
        unit = words(UNIT_MARK, lang) if position == 0 else column.unit
        sheet.write_string(1, position, unit, styles["unit"])
        sheet.write_comment(0, position, _note(column, lang), {"x_scale": 2, "y_scale": 1.2})
        plain = column.is_number or column.type == "year"
        width = max(10, min(24, 2 + len(column.label(lang)) * (2 if lang == "zh" else 1)))
        sheet.set_column(position, position, width, None if plain else styles["text"])
        _validate(sheet, position, column, FIRST_ROW + rows + EMPTY_ROWS, lang)
    if raw is None:
        return
    positions = {name: position for position, name in enumerate(table.columns)}
    for row, cells in enumerate(raw.cells, start=FIRST_ROW):
        for name, text in zip(raw.columns, cells, strict=True):
            _cell(sheet, row, positions[name], text, table.columns[name], styles["text"])


def _cell(sheet: Worksheet, row: int, position: int, text: str, column: Column, style: Format) -> None:
    """A number where the column holds numbers and the text spells one, else the text as it is."""
    number = as_float(text) if column.is_number or column.type == "year" else None
    if number is not None and math.isfinite(number):
        sheet.write_number(row, position, Exact(number))
    elif text:
        sheet.write_string(row, position, text, style)


def _note(column: Column, lang: str) -> str:
    """What the comment of a heading says: description, id, what is allowed, what a blank means."""
    lines = [column.description(lang), column.name if lang == "zh" else column.name_zh]
    if column.is_number or column.choices or column.reference:
        lines.append(words("allowed", lang) + allowed(column)[f"allowed_{lang}"])
    if column.required == "yes":
        lines.append(words("must", lang))
    elif column.required == "library":
        lines.append(words("library", lang))
    elif column.default:
        lines.append(words("default", lang) + column.default)
    return "\n".join(lines)


def _validate(sheet: Worksheet, position: int, column: Column, last: int, lang: str) -> None:
    """The drop-down or range of a column, over the planner's rows and the empty ones below."""
    rule: dict[str, Any] = {
        "error_title": words("wrong", lang),
        "error_message": allowed(column)[f"allowed_{lang}"][:MOST_IN_A_RULE],
    }
    if column in _long_choices():
        letter = xl_col_to_name(FIRST_LONG_LIST + _long_choices().index(column))
        rule |= {"validate": "list", "source": f"={LISTS_SHEET}!${letter}$1:${letter}${len(column.choices)}"}
    elif column.choices:
        rule |= {"validate": "list", "source": list(column.choices)}
    elif column.type == "boolean":
        rule |= {"validate": "list", "source": ["yes", "no"]}
    elif column.type == "metric":
        rule |= {"validate": "list", "source": f"={LISTS_SHEET}!$A$1:$A${len(schema().metrics)}"}
    elif column.type == "region_or_outside":
        rule |= {"validate": "list", "source": f"={LISTS_SHEET}!$B$1:$B$101"}
    elif column.reference is not None:
        rule |= {"validate": "list", "source": _range_of(column.reference, lang)}
    elif column.is_number and column.minimum is not None and column.maximum is not None:
        kind = "integer" if column.type == "integer" else "decimal"
        rule |= {
            "validate": kind,
            "criteria": "between",
            "minimum": column.minimum,
            "maximum": column.maximum,
        }
    elif column.type == "year":
        rule |= {"validate": "integer", "criteria": "between", "minimum": 2000, "maximum": 2100}
    else:
        return
    sheet.data_validation(FIRST_ROW, position, last, position, rule)


def _long_choices() -> list[Column]:
    """Columns with more choices than Excel takes in a rule; theirs stand on the sheet of lists."""
    columns = (column for table in schema().tables.values() for column in table.columns.values())
    return [column for column in columns if len(",".join(column.choices)) > MOST_IN_A_RULE]


def _range_of(reference: tuple[str, str], lang: str) -> str:
    """Cells of the column a reference points to, as an Excel range."""
    table = schema().tables[reference[0]]
    letter = xl_col_to_name(list(table.columns).index(reference[1]))
    first, last = FIRST_ROW + 1, FIRST_ROW + EMPTY_ROWS
    return f"='{sheet_name(table, lang)}'!${letter}${first}:${letter}${last}"


def _series(sheet: Worksheet, raw: RawCase, styles: Mapping[str, Format]) -> None:
    """The planner's hourly series under their names, hours 0..8759 of Beijing time down the first column."""
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(raw.series), 14)
    sheet.write_string(0, 0, "hour", styles["no"])
    hours = len(next(iter(raw.series.values())).values)
    for hour in range(hours):
        sheet.write_number(1 + hour, 0, hour)
    for position, (name, one) in enumerate(raw.series.items(), start=1):
        sheet.write_string(0, position, name, styles["no"])
        for hour, value in enumerate(one.values.tolist(), start=1):
            sheet.write_number(hour, position, Exact(value))


def _scenarios(sheet: Worksheet, scenarios: RawScenarios | None, styles: Mapping[str, Format], lang: str) -> None:
    """One row per change; what belongs to the whole scenario stands in its first row."""
    sheet.freeze_panes(1, 1)
    for position, (key, names) in enumerate(SHEET_COLUMNS.items()):
        sheet.write_string(0, position, names[0] if lang == "zh" else key, styles["no"])
        sheet.write_comment(0, position, names[1 if lang == "zh" else 2], {"x_scale": 2, "y_scale": 1.2})
        sheet.set_column(position, position, 40 if key in NOTES else 16, styles["text"])
    rows = sheet_rows(scenarios.content) if scenarios is not None else []
    for row, cells in enumerate(rows, start=1):
        for position, text in enumerate(cells):
            number = as_float(text)
            if number is not None and math.isfinite(number):
                sheet.write_number(row, position, Exact(number))
            elif text:
                sheet.write_string(row, position, text, styles["text"])


def _lists(sheet: Worksheet, lang: str) -> None:
    """Hidden lists behind drop-downs: the metrics; the regions and the outside; long choices."""
    for position, column in enumerate(_long_choices(), start=FIRST_LONG_LIST):
        sheet.write_column(0, position, column.choices)
    for row, metric in enumerate(schema().metrics):
        sheet.write_string(row, 0, metric)
    sheet.write_string(0, 1, "outside")
    regions = sheet_name(schema().tables["regions"], lang)
    for row in range(1, 101):
        source = f"'{regions}'!$A${FIRST_ROW + row}"
        sheet.write_formula(row, 1, f'=IF({source}="","",{source})', None, "")
    sheet.hide()
