"""Slips of a figure: another power of ten, another unit, another sign, another cell."""

from __future__ import annotations

import random
from collections.abc import Callable

from gridplan.case.schema import Column
from tests.support.mutations.files import Cell, Change, Files, Mutator, is_number, one_of

FIGURES = {"x 10": 10.0, "x 1000": 1000.0, "/ 10": 0.1, "/ 1000": 1e-3, "sign": -1.0}

UNITS: dict[str, tuple[tuple[str, ...], float]] = {
    "MW for GW": (("GW", "GWth", "GWh"), 1000.0),
    "万千瓦 for GW": (("GW", "GWth"), 100.0),
    "GW for MW": (("MW",), 1e-3),
    "亿千瓦时 for TWh": (("TWh",), 10.0),
    "GWh for TWh": (("TWh",), 1000.0),
    "per cent for share": (("share", "share/h"), 100.0),
    "CNY/kWh for CNY/MWh": (("CNY/MWh",), 1e-3),
    "万元 for 元": (("CNY/kW", "CNY/kW/a", "CNY/kWh"), 1e-4),
    "share for per cent": (("%",), 0.01),
}

SPELLINGS: dict[str, tuple[Callable[[str], str], bool]] = {
    "unit in the cell": (lambda text: text + " GW", False),
    "text for a number": (lambda text: "约" + text, False),
    "decimal comma": (lambda text: text.replace(".", ","), False),
    "letter O for 0": (lambda text: text.replace("0", "O"), False),
    "Excel date": (lambda text: f"2026-{min(12, max(1, int(abs(float(text))))):02d}-01", False),
    "blanks around": (lambda text: f" {text}\u3000", True),
    "full-width digits": (lambda text: text.translate({48 + n: 0xFF10 + n for n in range(10)}), True),
    "thousands separator": (lambda text: f"{float(text):,}", False),
}
"""Another way to write a figure, and whether it says the same."""


def figure(column: Column, text: str) -> bool:
    """A cell that holds a figure other than 0."""
    return column.is_number and is_number(text)


def _unit_of(files: Files, cell: Cell) -> str:
    """The column's unit; that of its metric for a policy target."""
    from gridplan.case.schema import schema

    column = files.column(cell)
    if (column.table, column.name) == ("policies", "value"):
        grid = files.tables["policies"]
        metric = schema().metrics.get(grid[cell.row + 1][grid[0].index("metric")])
        return metric.unit if metric else ""
    return column.unit


def changed(kind: str, files: Files, cell: Cell, text: str, same: bool = False) -> Change:
    """The files with other text in a cell."""
    new = files.copy()
    new.put(cell, text)
    place = files.place(cell)
    words = f"{cell.table}.csv row {place.line} {place.column}: {files.value(cell)} -> {text or 'blank'}"
    return Change(kind, words, new, (place,), same)


def _scaled(kind: str, factor: float, units: tuple[str, ...] = ()) -> Mutator:
    def mutate(files: Files, dice: random.Random) -> Change | None:
        cells = files.cells(figure)
        if units:
            cells = [cell for cell in cells if _unit_of(files, cell) in units]
        cell = one_of(dice, cells)
        if cell is None:
            return None
        value = float(files.value(cell)) * factor
        return changed(kind, files, cell, f"{value:.10g}")

    return mutate


def _spelt(kind: str, spell: Callable[[str], str], same: bool) -> Mutator:
    def mutate(files: Files, dice: random.Random) -> Change | None:
        cell = one_of(dice, [c for c in files.cells(figure) if spell(files.value(c)) != files.value(c)])
        if cell is None:
            return None
        return changed(kind, files, cell, spell(files.value(cell)), same)

    return mutate


def _deleted(files: Files, dice: random.Random) -> Change | None:
    cell = one_of(dice, files.cells(figure))
    return None if cell is None else changed("figure deleted", files, cell, "")


def _exchanged(files: Files, dice: random.Random) -> Change | None:
    """Two figures of a row stand in each other's column."""
    cell = one_of(dice, files.cells(figure))
    if cell is None:
        return None
    others = [other for other in files.cells(figure)
              if (other.table, other.row) == (cell.table, cell.row) and files.value(other) != files.value(cell)]
    if not others:
        return None
    other = dice.choice(others)
    change = changed("two figures of a row exchanged", files, cell, files.value(other))
    change.files.put(other, files.value(cell))
    place = files.place(other)
    change.words += f", {place.column}: {files.value(other)} -> {files.value(cell)}"
    change.places += (place,)
    return change


def _neighbours(files: Files, dice: random.Random) -> Change | None:
    """Two figures of a column stand in each other's row."""
    cell = one_of(dice, files.cells(figure))
    if cell is None:
        return None
    others = [other for other in files.cells(figure)
              if (other.table, other.position) == (cell.table, cell.position)
              and files.value(other) != files.value(cell)]
    if not others:
        return None
    other = dice.choice(others)
    change = changed("two figures of a column exchanged", files, cell, files.value(other))
    change.files.put(other, files.value(cell))
    change.words += f", row {other.row + 2}: {files.value(other)} -> {files.value(cell)}"
    change.places += (files.place(other),)
    return change


MUTATORS: dict[str, Mutator] = {
    **{kind: _scaled(kind, factor) for kind, factor in FIGURES.items()},
    **{kind: _scaled(kind, factor, units) for kind, (units, factor) in UNITS.items()},
    "two figures of a row exchanged": _exchanged,
    "two figures of a column exchanged": _neighbours,
    "figure deleted": _deleted,
    **{kind: _spelt(kind, spell, same) for kind, (spell, same) in SPELLINGS.items()},
}
