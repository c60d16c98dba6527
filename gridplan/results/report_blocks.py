"""What a report is made of: paragraphs, tables, charts and key figures, independent of subject and of HTML.

The subject files (`report_capacity.py`, `report_costs.py`, ...) return lists of these blocks; one template
draws them.  All text in a block is plain text: escaping for HTML happens in the template, for charts in
`report_figures.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Mark:
    """A table cell that carries a judgement: `tone` is good, bad, open or quiet."""

    text: str
    tone: str


@dataclass(frozen=True)
class Column:
    """Head of a table column; `kind` is text, short (never broken), number or long (text that wraps)."""

    head: str
    unit: str = ""
    kind: str = "text"


@dataclass(frozen=True)
class Row:
    """One row of a table; the first cell names the row; `emphasis` is "", total, group or warn."""

    cells: Sequence[str | Mark]
    emphasis: str = ""


@dataclass(frozen=True)
class Table:
    """A table; one that is ``folded`` opens at a click, and stands open from the start where it is ``opened`` too.

    In a narrow window a table scrolls sideways under its first column; one that is ``stacked``, because it has much
    text, shows each row as a card instead.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: str = ""
    folded: bool = False
    opened: bool = False
    stacked: bool = False
    kind: str = "table"


def lean(table: Table) -> Table:
    """The table without the columns of figures in which no row has any."""
    kept = [place for place, column in enumerate(table.columns)
            if column.kind != "number" or any(_says(row.cells[place]) for row in table.rows)]
    rows = [replace(row, cells=[row.cells[place] for place in kept]) for row in table.rows]
    return replace(table, columns=[table.columns[place] for place in kept], rows=rows)


def _says(cell: str | Mark) -> bool:
    """Whether a cell of figures has one that is not nothing."""
    return not isinstance(cell, str) or any(letter in "123456789" for letter in cell)


@dataclass(frozen=True)
class Legend:
    """One entry of a chart's legend; `pattern` is solid, hatched, outline or line."""

    name: str
    colour: str
    pattern: str = "solid"


@dataclass(frozen=True)
class Chart:
    """A Plotly figure: `data` and `layout` as plain dictionaries; `alt` says in words what it shows."""

    title: str
    unit: str
    data: Sequence[dict[str, Any]]
    layout: dict[str, Any]
    alt: str
    legend: Sequence[Legend] = ()
    height_px: int = 320
    note: str = ""
    kind: str = "chart"


@dataclass(frozen=True)
class Text:
    text: str
    tone: str = ""
    kind: str = "text"


@dataclass(frozen=True)
class Figure:
    """One key figure: what it is, its value, its unit, and a line of context."""

    name: str
    value: str
    unit: str
    context: str = ""


@dataclass(frozen=True)
class KeyFigures:
    figures: Sequence[Figure]
    kind: str = "figures"


@dataclass(frozen=True)
class Points:
    """A short list of terms and their explanations; `notes`, where there are any, are said under each term."""

    items: Sequence[tuple[str, str]]
    notes: Sequence[str] = ()
    kind: str = "points"


@dataclass(frozen=True)
class Dispatch:
    """The year of dispatch to scroll through: packed hourly series and the words of its controls."""

    data: dict[str, Any]
    words: dict[str, str]
    alt: str
    kind: str = "dispatch"


@dataclass(frozen=True)
class Heading:
    text: str
    kind: str = "heading"


Block = Table | Chart | Text | KeyFigures | Points | Dispatch | Heading


@dataclass(frozen=True)
class Section:
    """A chapter of the report; `anchor` is its id in the page; one that `follows` begins no new sheet."""

    anchor: str
    title: str
    lead: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    follows: bool = False
