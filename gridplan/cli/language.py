"""Which language to speak before a case has said so."""

from __future__ import annotations

import locale
import os
import tomllib
from pathlib import Path

MOST_BYTES = 2**20
"""Largest case.toml that is looked into before the case is checked."""
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def terminal_language() -> str:
    """ "zh" where the terminal is set to Chinese, else "en"."""
    for variable in VARIABLES:
        if os.environ.get(variable):
            return "zh" if os.environ[variable].lower().startswith("zh") else "en"
    name = (locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"


def language_of(case: Path) -> str | None:
    """The language a case folder asks for; None where it cannot be told without checking the case."""
    file = case if case.name == "case.toml" else case / "case.toml"
    if not file.is_file() or file.stat().st_size > MOST_BYTES:
        return None  # no plain file, a pipe perhaps, at which one would wait for ever
    try:
        asked = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("language", "zh")
    except (OSError, ValueError, RecursionError):
        return None
    return asked if asked in ("zh", "en") else None
