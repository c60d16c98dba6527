"""Guessing what a misspelt name was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

NAMES_SHOWN = 8


def closest(text: str, known: Iterable[str]) -> dict[str, str]:
    """Blanks `guess_en` and `guess_zh` of a message: the nearest known name, or the names there are."""
    names = [name for name in dict.fromkeys(known) if name]
    lowered = {name.casefold(): name for name in names}
    near = get_close_matches(text.strip().casefold(), list(lowered), n=1, cutoff=0.6)
    if near:
        match = lowered[near[0]]
        return {"guess_en": f'did you mean "{match}"?', "guess_zh": f"是否想写“{match}”？"}
    if not names:
        return {"guess_en": "there are none in this case", "guess_zh": "本案例中没有"}
    shown = ", ".join(names[:NAMES_SHOWN]) + (" ..." if len(names) > NAMES_SHOWN else "")
    return {"guess_en": f"known: {shown}", "guess_zh": f"可用：{shown}"}
