"""Standard streams as they come: closed, of any character set, or with a reader who leaves."""

from __future__ import annotations

import os
import sys
from codecs import lookup
from contextlib import suppress
from io import TextIOWrapper
from typing import IO, TextIO

LAST_STANDARD = 2


def stand_in_for_closed() -> None:
    """Have what is said to a standard stream that is closed (`>&-`) go nowhere.

    The next file opened would otherwise take its number, and with it what libraries say to the screen.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= LAST_STANDARD:
        pass
    os.close(handle)
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def tolerate_any_character(*streams: TextIO) -> None:
    """Have a stream replace what its character set lacks; an old Windows console would stop the program.

    One that is said to know ASCII only (a container without a locale, a login that brought none) is spoken to in UTF-8:
    that is what terminals show, and of Chinese nothing but question marks would be left.
    """
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            ascii_only = lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="replace")


def lead_nowhere(stream: IO[str]) -> None:
    """Have everything a stream still holds or is given go nowhere."""
    with suppress(OSError, ValueError):  # a stand-in without a number needs nothing
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def let_go(*streams: TextIO) -> None:
    """Have streams hand over what they hold; where nobody takes it, Python would speak of that at its end."""
    for stream in streams:
        try:
            stream.flush()
        except OSError:
            lead_nowhere(stream)
