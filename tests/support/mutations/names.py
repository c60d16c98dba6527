"""Slips of a name, a choice, a month, a year or yes/no."""

from __future__ import annotations

import random
from collections.abc import Callable

from gridplan.case.schema import Column
from tests.support.mutations.files import Cell, Change, Files, Mutator, one_of

Wanted = Callable[[Column, str], bool]


def is_key(column: Column, _text: str) -> bool:
    return column.type == "key"


def is_reference(column: Column, _text: str) -> bool:
    """A name of a row elsewhere; the outside is none."""
    return column.reference is not None or column.type == "region_or_outside"


def is_choice(column: Column, _text: str) -> bool:
    return column.type in ("choice", "tech", "metric", "key2")


def is_months(column: Column, _text: str) -> bool:
    return column.type == "months"


def is_boolean(column: Column, _text: str) -> bool:
    return column.type == "boolean"


def misspelt(text: str, dice: random.Random) -> str:
    """A name with two letters exchanged, one left out or one twice."""
    at = dice.randrange(max(1, len(text) - 1))
    return dice.choice([text[:at] + text[at + 1 :], text[: at + 1] + text[at:], text[:at] + text[at + 1 : at + 2]
                        + text[at : at + 1] + text[at + 2 :]]) or text + "x"


def _replaced(kind: str, wanted: Wanted, word: Callable[[str, random.Random], str], same: bool = False) -> Mutator:
    def mutate(files: Files, dice: random.Random) -> Change | None:
        cell = one_of(dice, files.cells(wanted))
        if cell is None:
            return None
        old, new = files.value(cell), word(files.value(cell), dice)
        return None if new == old else _put(kind, files, cell, new, same)

    return mutate


def _put(kind: str, files: Files, cell: Cell, text: str, same: bool) -> Change:
    changed = files.copy()
    changed.put(cell, text)
    place, old = files.place(cell), files.value(cell)
    words = f"{cell.table}.csv row {place.line} {place.column}: {old} -> {text or 'blank'}"
    renamed = {text: old} if is_key(files.column(cell), old) else {}
    return Change(kind, words, changed, (place,), same, renamed)


def _other_choice(files: Files, dice: random.Random) -> Change | None:
    """Another word of the list where one is due."""
    cell = one_of(dice, files.cells(lambda column, _text: bool(column.choices)))
    if cell is None:
        return None
    others = [word for word in files.column(cell).choices if word != files.value(cell)]
    return _put("another choice of the list", files, cell, dice.choice(others), False) if others else None


def _keys_exchanged(files: Files, dice: random.Random) -> Change | None:
    """The names of two rows stand in each other's row."""
    cell = one_of(dice, files.cells(is_key))
    if cell is None:
        return None
    others = [other for other in files.cells(is_key)
              if (other.table, other.position) == (cell.table, cell.position) and files.value(other)
              != files.value(cell)]
    if not others:
        return None
    other = dice.choice(others)
    change = _put("names of two rows exchanged", files, cell, files.value(other), False)
    change.files.put(other, files.value(cell))
    change.words += f", row {other.row + 2}: {files.value(other)} -> {files.value(cell)}"
    change.places += (files.place(other),)
    change.renamed = {files.value(other): files.value(cell), files.value(cell): files.value(other)}
    return change


def _flipped(text: str, _dice: random.Random) -> str:
    return {"yes": "no", "no": "yes"}.get(text, text)


def _months(text: str, dice: random.Random) -> str:
    months = text.split()
    return dice.choice([text + " 13", text + " 0", "-".join(months[:2]), "".join(months), "十一月至三月"])


MUTATORS: dict[str, Mutator] = {
    "row's name misspelt": _replaced("row's name misspelt", is_key, misspelt),
    "reference misspelt": _replaced("reference misspelt", is_reference, misspelt),
    "choice misspelt": _replaced("choice misspelt", is_choice, misspelt),
    "another choice of the list": _other_choice,
    "name in capitals": _replaced("name in capitals", is_reference, lambda text, _dice: text.upper()),
    "blank after a name": _replaced("blank after a name", is_reference, lambda text, _dice: text + " ", same=True),
    "name deleted": _replaced("name deleted", lambda c, t: is_key(c, t) or is_reference(c, t), lambda _t, _d: ""),
    "names of two rows exchanged": _keys_exchanged,
    "months": _replaced("months", is_months, _months),
    "yes for no": _replaced("yes for no", is_boolean, _flipped),
    "no yes and no no": _replaced("no yes and no no", is_boolean, lambda text, _dice: text + "?"),
}
