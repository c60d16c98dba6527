"""Speaking to the planner: two languages, terminal or pipe, any character set."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from gridplan.cli.words import WORDS
from gridplan.cli.words_paths import WORDS_PATHS
from gridplan.cli.words_weather import WORDS_WEATHER

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PIPE_WIDTH = 500
"""Columns of a table that goes to a file or another program: wide enough that no row is broken."""


def text(key: str, lang: str, **blanks: object) -> str:
    """A sentence of `words.py` in one language, its blanks filled in."""
    return (WORDS.get(key) or WORDS_PATHS.get(key) or WORDS_WEATHER[key])[lang].format(**blanks)


@dataclass
class Voice:
    """Where and in which language a command speaks.

    Answers go to standard output, progress and faults to standard error; `log` is the file that keeps the
    details of a fault of the tool itself, a temporary one where there is none.
    """

    lang: str
    quiet: bool = False
    log: Path | None = None

    @cached_property
    def out(self) -> Console:
        """Standard output; unbroken lines when it is no terminal."""
        return _console(sys.stdout, stderr=False)

    @cached_property
    def err(self) -> Console:
        """Standard error."""
        return _console(sys.stderr, stderr=True)

    def text(self, key: str, **blanks: object) -> str:
        """A sentence of `words.py`."""
        return text(key, self.lang, **blanks)

    def say(self, key: str, **blanks: object) -> None:
        """Print a sentence as part of the answer."""
        self.line(self.text(key, **blanks))

    def line(self, line: str = "", style: str = "") -> None:
        """Print a line of the answer as it is."""
        self.show(line, style=style, markup=False, highlight=False, soft_wrap=True)

    def show(self, what: RenderableType, **how: Any) -> None:
        """Print something as part of the answer.  Raises OSError, naming standard output, where that refuses it."""
        try:
            self.out.print(what, **how)
        except OSError as fault:
            raise OSError(fault.errno, fault.strerror, self.text("standard_output")) from None

    def aside(self, line: str, style: str = "") -> None:
        """Print a line that is not part of the answer: progress, remarks, faults.

        A disk that refuses it, where standard error goes to a file, does not end the work.
        """
        with suppress(OSError):
            self.err.print(line, style=style, markup=False, highlight=False, soft_wrap=True)


def _console(stream: TextIO, *, stderr: bool) -> Console:
    from gridplan.cli.console import PatientConsole

    return PatientConsole(stderr=stderr, width=None if stream.isatty() else PIPE_WIDTH)
