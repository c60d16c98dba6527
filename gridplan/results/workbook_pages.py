"""What a sheet may be called, and how sheets fall into printed pages: rows of known height, tables kept whole, and
sheets without a table printed at the size of those that have one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from weakref import WeakKeyDictionary

from xlsxwriter.worksheet import Worksheet

LONGEST_SHEET_NAME = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
ROW_POINTS = 16.0
"""Height of a row unless another is set."""

MARGINS_IN = {"left": 0.4, "right": 0.4, "top": 0.45, "bottom": 0.5}
PAGE_WIDTH, PAGE_HEIGHT = 784.0, 526.0
"""Points of a lying A4 page between these margins."""

_HEIGHTS: WeakKeyDictionary[Worksheet, dict[int, float]] = WeakKeyDictionary()
"""Points of a sheet's rows that are not of the usual height, by row."""


def sheet_name(text: str, taken: Collection[str]) -> str:
    """Text as a name that Excel allows a sheet: 31 characters, none of []:*?/\\, no quote at an end, not `taken`."""
    name = FORBIDDEN.sub("-", text).strip("' ")[:LONGEST_SHEET_NAME].rstrip("' ")
    used, number, given = {one.casefold() for one in taken}, 1, name
    while given.casefold() in used:
        number += 1
        given = f"{name[:LONGEST_SHEET_NAME - len(str(number)) - 1]} {number}"
    return given


def set_height(sheet: Worksheet, row: int, points: float) -> None:
    """Give a row a height (points) that `keep_whole` knows of."""
    sheet.set_row(row, points)
    _HEIGHTS.setdefault(sheet, {})[row] = points


def keep_whole(
    sheet: Worksheet, blocks: Sequence[tuple[int, int]], characters: Sequence[float], usual: float = ROW_POINTS
) -> None:
    """End a printed page before a block that it would cut and the next page holds whole.

    `blocks` are (first, last) rows from top to bottom, `characters` the widths of the columns printed, which a sheet
    one page wide is made smaller for, `usual` the points of a row without a height of its own.
    """
    heights = _HEIGHTS.get(sheet, {})
    wide = sum(0.75 * (7.0 * width + 5.0) for width in characters)
    room = PAGE_HEIGHT * max(1.0, wide / PAGE_WIDTH)

    def points(first: int, last: int) -> float:
        return sum(heights.get(row, usual) for row in range(first, last + 1))

    top, breaks = 0, []
    for first, last in blocks:
        if points(top, last) <= room:
            continue
        if points(first, last) <= room:
            breaks.append(first)
            top = first
        else:  # longer than a page: it goes on over as many as it needs
            while points(top, last) > room:
                top = next(row for row in range(top + 1, last + 1) if points(top, row) > room)
    sheet.set_h_pagebreaks(breaks)


def as_wide_as(sheet: Worksheet, columns: int, last_row: int) -> None:
    """Print a sheet that has only a sentence to say at the size it would have with its table of so many columns."""
    sheet.print_area(0, 0, last_row, columns - 1)


__all__ = ["MARGINS_IN", "ROW_POINTS", "as_wide_as", "keep_whole", "set_height", "sheet_name"]
