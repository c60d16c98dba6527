"""Slips of whole rows, columns, files, settings and hourly curves."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.support.mutations.figures import figure
from tests.support.mutations.files import CURVES, Cell, Change, Files, Mutator, Place, csv_text
from tests.support.mutations.names import misspelt

DAY = 24


def _table(files: Files, dice: random.Random, rows: int = 1) -> str | None:
    """A table with at least so many rows."""
    names = [name for name, grid in files.tables.items() if name != CURVES and len(grid) > rows]
    return dice.choice(names) if names else None


def _row_deleted(files: Files, dice: random.Random) -> Change | None:
    name = _table(files, dice)
    if name is None:
        return None
    new, row = files.copy(), dice.randrange(1, len(files.tables[name]))
    gone = new.tables[name].pop(row)
    words = f"{name}.csv row {row + 1} ({gone[0]}) deleted"
    return Change("row deleted", words, new, (Place(name),))


def _row_twice(files: Files, dice: random.Random) -> Change | None:
    name = _table(files, dice)
    if name is None:
        return None
    new, row = files.copy(), dice.randrange(1, len(files.tables[name]))
    new.tables[name].append(list(files.tables[name][row]))
    return Change("row twice", f"{name}.csv row {row + 1} twice", new, (Place(name, len(new.tables[name])),))


def _rows_reordered(files: Files, dice: random.Random) -> Change | None:
    name = _table(files, dice, 2)
    if name is None:
        return None
    new = files.copy()
    body = new.tables[name][1:]
    dice.shuffle(body)
    new.tables[name][1:] = body
    return Change("rows in another order", f"rows of {name}.csv shuffled", new, (Place(name),), same=True)


def _cell_lost(files: Files, dice: random.Random) -> Change | None:
    """A row that lost a comma: what follows moves to the left."""
    name = _table(files, dice)
    if name is None:
        return None
    new, row = files.copy(), dice.randrange(1, len(files.tables[name]))
    position = dice.randrange(len(files.tables[name][0]))
    del new.tables[name][row][position]
    words = f"{name}.csv row {row + 1}: cell {position + 1} lost, the rest moved left"
    return Change("cells moved left", words, new, (Place(name, row + 1),))


def _columns_reordered(files: Files, dice: random.Random) -> Change | None:
    name = _table(files, dice)
    if name is None:
        return None
    new, order = files.copy(), list(range(len(files.tables[name][0])))
    dice.shuffle(order)
    new.tables[name] = [[row[position] for position in order] for row in files.tables[name]]
    return Change("columns in another order", f"columns of {name}.csv shuffled", new, (Place(name),), same=True)


def _column_deleted(files: Files, dice: random.Random) -> Change | None:
    name = _table(files, dice)
    if name is None:
        return None
    new, position = files.copy(), dice.randrange(len(files.tables[name][0]))
    heading = files.tables[name][0][position]
    for row in new.tables[name]:
        del row[position]
    return Change("column deleted", f"{name}.csv column {heading} deleted", new, (Place(name, None, heading),))


def _heading(kind: str, spell: Callable[[str, random.Random], str]) -> Mutator:
    def mutate(files: Files, dice: random.Random) -> Change | None:
        name = _table(files, dice)
        if name is None:
            return None
        grid = files.tables[name]
        filled = [p for p in range(len(grid[0])) if any(row[p] for row in grid[1:])]
        new, position = files.copy(), dice.choice(filled)
        word = spell(grid[0][position], dice)
        if word == grid[0][position]:
            return None
        new.tables[name][0][position] = word
        words = f"{name}.csv heading {grid[0][position]} -> {word or 'blank'}"
        return Change(kind, words, new, (Place(name, 1), Place(name, None, grid[0][position])))

    return mutate


def _headings_exchanged(files: Files, dice: random.Random) -> Change | None:
    """The figures of two columns stand under each other's heading."""
    name = _table(files, dice)
    if name is None:
        return None
    cells = [cell for cell in files.cells(figure) if cell.table == name]
    positions = sorted({cell.position for cell in cells})
    if len(positions) < 2:
        return None
    new, (one, other) = files.copy(), dice.sample(positions, 2)
    head = new.tables[name][0]
    head[one], head[other] = head[other], head[one]
    columns = files.tables[name][0]
    places = Place(name, None, columns[one]), Place(name, None, columns[other])
    return Change("two columns exchanged", f"{name}.csv {columns[one]} and {columns[other]} exchanged", new, places)


def _encoded(kind: str, encoding: str, same: bool) -> Mutator:
    def mutate(files: Files, dice: random.Random) -> Change | None:
        names = [name for name, grid in files.tables.items()
                 if name != CURVES and any(not cell.isascii() for row in grid for cell in row)]
        if not names:
            return None
        name, new = dice.choice(names), files.copy()
        text = csv_text(files.tables[name])
        if encoding == "mojibake":
            new.raw[f"{name}.csv"] = text.encode().decode("latin-1").encode()
        else:
            new.raw[f"{name}.csv"] = text.encode(encoding)
        return Change(kind, f"{name}.csv: {kind}", new, (Place(name),), same)

    return mutate


def _bytes(kind: str, turn: Callable[[str], str], same: bool = False) -> Mutator:
    def mutate(files: Files, dice: random.Random) -> Change | None:
        name = _table(files, dice)
        if name is None:
            return None
        new, text = files.copy(), csv_text(files.tables[name])
        new.raw[f"{name}.csv"] = turn(text).encode()
        return Change(kind, f"{name}.csv: {kind}", new, (Place(name),), same)

    return mutate


def _file_deleted(files: Files, dice: random.Random) -> Change | None:
    name, new = dice.choice(sorted(files.tables)), files.copy()
    del new.tables[name]
    return Change("file deleted", f"{name}.csv deleted", new, (Place(name),))


def _file_renamed(files: Files, dice: random.Random) -> Change | None:
    name, new = dice.choice(sorted(set(files.tables) - {CURVES})), files.copy()
    wrong = misspelt(name, dice)
    if wrong in files.tables or wrong == name:
        return None
    new.raw[f"{name}.csv"] = None
    new.raw[f"{wrong}.csv"] = csv_text(files.tables[name]).encode()
    return Change("file misnamed", f"{name}.csv -> {wrong}.csv", new, (Place(wrong),))


def _files_exchanged(files: Files, dice: random.Random) -> Change | None:
    one, other = dice.sample(sorted(set(files.tables) - {CURVES}), 2)
    new = files.copy()
    new.raw[f"{one}.csv"] = csv_text(files.tables[other]).encode()
    new.raw[f"{other}.csv"] = csv_text(files.tables[one]).encode()
    return Change("two files exchanged", f"{one}.csv and {other}.csv exchanged", new, (Place(one), Place(other)))


def _setting(kind: str, turn: Callable[[re.Match[str]], str], pattern: str) -> Mutator:
    """A line of case.toml before its notes."""
    def mutate(files: Files, dice: random.Random) -> Change | None:
        head, mark, tail = files.settings.partition("[notes]")
        lines = list(re.finditer(pattern, head, re.MULTILINE))
        if not lines:
            return None
        match, new = dice.choice(lines), files.copy()
        text = turn(match)
        new.settings = head[: match.start()] + text + head[match.end() :] + mark + tail
        key = match.group("key")
        return Change(kind, f"case.toml: {match.group(0)} -> {text or 'deleted'}", new, (Place("settings", None, key),
                                                                                          Place("settings")))

    return mutate


NUMBER = r"^(?P<key>\w+) = (?P<value>[\d.]+)$"
ANY = r"^(?P<key>\w+) = (?P<value>.+)$"


def _curves(kind: str, turn: Callable[[list[list[str]], int, random.Random], None]) -> Mutator:
    """A change of the case's own hourly curves, in one column of them."""
    def mutate(files: Files, dice: random.Random) -> Change | None:
        if CURVES not in files.tables:
            return None
        new = files.copy()
        new.tables[CURVES] = [list(row) for row in files.tables[CURVES]]
        position = dice.randrange(1, len(new.tables[CURVES][0]))
        name = new.tables[CURVES][0][position]
        turn(new.tables[CURVES], position, dice)
        return Change(kind, f"profiles.csv {name}: {kind}", new, (Place(CURVES),))

    return mutate


def _times(factor: float) -> Callable[[list[list[str]], int, random.Random], None]:
    def turn(grid: list[list[str]], position: int, _dice: random.Random) -> None:
        for row in grid[1:]:
            row[position] = repr(float(row[position]) * factor)

    return turn


def _hour(text: str) -> Callable[[list[list[str]], int, random.Random], None]:
    def turn(grid: list[list[str]], position: int, dice: random.Random) -> None:
        grid[dice.randrange(1, len(grid))][position] = text

    return turn


def _drop_hours(grid: list[list[str]], _position: int, dice: random.Random) -> None:
    at = dice.randrange(1, len(grid) - DAY)
    del grid[at : at + dice.choice([1, DAY])]


def _swap_hours(grid: list[list[str]], _position: int, dice: random.Random) -> None:
    at = dice.randrange(1, len(grid) - DAY)
    grid[at], grid[at + 5] = grid[at + 5], grid[at]


def _leap_day(grid: list[list[str]], _position: int, _dice: random.Random) -> None:
    grid += [[str(len(grid) - 1 + hour), *row[1:]] for hour, row in enumerate(grid[-DAY:])]


def _constant(grid: list[list[str]], position: int, _dice: random.Random) -> None:
    for row in grid[1:]:
        row[position] = grid[1][position]


MUTATORS: dict[str, Mutator] = {
    "row deleted": _row_deleted,
    "row twice": _row_twice,
    "rows in another order": _rows_reordered,
    "cells moved left": _cell_lost,
    "columns in another order": _columns_reordered,
    "column deleted": _column_deleted,
    "heading deleted": _heading("heading deleted", lambda _text, _dice: ""),
    "heading misspelt": _heading("heading misspelt", misspelt),
    "two columns exchanged": _headings_exchanged,
    "saved as GBK": _encoded("saved as GBK", "gb18030", True),
    "saved as UTF-16": _encoded("saved as UTF-16", "utf-16", False),
    "Chinese read as Latin": _encoded("Chinese read as Latin", "mojibake", False),
    "byte order mark and CRLF": _bytes("byte order mark and CRLF", lambda t: "\ufeff" + t.replace("\n", "\r\n"), True),
    "semicolons": _bytes("semicolons", lambda text: text.replace(",", ";")),
    "file cut in the middle": _bytes("file cut in the middle", lambda text: text[: len(text) // 2]),
    "file deleted": _file_deleted,
    "file misnamed": _file_renamed,
    "two files exchanged": _files_exchanged,
    "setting x 100": _setting("setting x 100", lambda m: f"{m['key']} = {float(m['value']) * 100:g}", NUMBER),
    "setting negative": _setting("setting negative", lambda m: f"{m['key']} = -{m['value']}", NUMBER),
    "setting misspelt": _setting("setting misspelt", lambda m: f"{m['key'][:-1]} = {m['value']}", ANY),
    "setting deleted": _setting("setting deleted", lambda _m: "", ANY),
    "setting is text": _setting("setting is text", lambda m: f'{m["key"]} = "about"', ANY),
    "curve x 10": _curves("curve x 10", _times(10.0)),
    "curve in per cent": _curves("curve in per cent", _times(100.0)),
    "curve / 10": _curves("curve / 10", _times(0.1)),
    "curve negative": _curves("curve negative", _times(-1.0)),
    "hour blank": _curves("hour blank", _hour("")),
    "hour no number": _curves("hour no number", _hour("#N/A")),
    "hour x 1000": _curves("hour x 1000", _hour("1000")),
    "hours missing": _curves("hours missing", _drop_hours),
    "hours out of order": _curves("hours out of order", _swap_hours),
    "leap day": _curves("leap day", _leap_day),
    "curve constant": _curves("curve constant", _constant),
}

__all__ = ["MUTATORS", "Cell"]
