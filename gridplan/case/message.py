"""The shape of a message about a fault of the input."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Message(NamedTuple):
    """Rank (0 most fundamental: nothing can be read; 6 least), message and hint, and whether it stops a
    run."""

    rank: int
    en: str
    zh: str
    hint_en: str = ""
    hint_zh: str = ""
    severity: Literal["error", "warning"] = "error"
