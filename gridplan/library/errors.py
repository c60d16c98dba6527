"""The error of the data library."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class LibraryError(ValueError):
    """A figure, table or province asked for is not in the library, or a shipped table is damaged."""


NAMES_SHOWN = 8


def unknown(kind: str, given: str, known: Iterable[str]) -> LibraryError:
    """An error saying that `given` is no `kind`, with the nearest known names."""
    names = list(known)
    near = get_close_matches(given, names, n=3)
    if near:
        return LibraryError(f"unknown {kind} {given!r}; did you mean {', '.join(near)}?")
    more = " ..." if len(names) > NAMES_SHOWN else ""
    return LibraryError(f"unknown {kind} {given!r}; known: {', '.join(names[:NAMES_SHOWN])}{more}")
