"""Text that any file can hold."""

from __future__ import annotations

import os
from pathlib import Path


def writable(text: str) -> str:
    """Text without half characters.

    Where the system's character set is not UTF-8 (zh_CN.GBK, POSIX), Python reads names of files it cannot spell with
    marks in place of their bytes, which no file can be given.  They become the characters the bytes are in UTF-8.
    """
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def highs_can_spell(path: Path) -> bool:
    """Whether HiGHS can open a file of this name: on Windows by the system's narrow names, elsewhere by UTF-8."""
    name = str(path)
    return name.isascii() or (os.name != "nt" and writable(name) == name)
