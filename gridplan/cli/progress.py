"""Telling what a run is doing: a line per phase with its seconds, and the same in a log file."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from gridplan.cli.voice import Voice
from gridplan.library.text import writable

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

EVERY_SECONDS = 30.0
"""How often a long phase speaks up where there is no terminal."""

FIGURES = ("year", "without", "lower", "upper", "gap", "hours", "rows", "columns", "nonzeros", "method",
           "iterations", "seconds")
"""Figures worth showing, of those a phase reports."""


class RunProgress:
    """Called with a phase and its figures, as often as it likes; one phase ends where the next begins.

    On a terminal each phase is a line whose seconds run; elsewhere each phase prints a line when it begins, and
    one every half minute.  Everything goes to the log as well, once there is one.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._phase = ""
        self._shown: dict[str, object] = {}
        self._began = self._spoke = time.perf_counter()
        self._log: TextIO | None = None
        self._live: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> RunProgress:
        if self._voice.err.is_terminal and not self._voice.quiet:
            self._live = _live_lines(self._voice)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if fault is None:
            self.finish()
        else:
            with suppress(OSError):
                self.note(f"ended by {kind.__name__ if kind else ''}: {fault}")
        if self._live is not None:
            self._live.stop()
        if self._log is not None:
            with suppress(OSError):  # what is still to be flushed to a full disk must not hide what ended the run
                self._log.close()

    def open_log(self, path: Path) -> None:
        """Keep a log from here on, replacing an older file of the name."""
        self._log = path.open("w", encoding="utf-8")
        self._voice.log = path

    def note(self, line: str) -> None:
        """Write a line to the log only."""
        if self._log is not None:
            self._log.write(f"{datetime.now().isoformat(sep=' ', timespec='seconds')}  {writable(line)}\n")
            self._log.flush()

    def append(self, file: Path) -> None:
        """Add a file of the solver to the log, and remove it; nothing where it was never begun."""
        if file.is_file():
            if self._log is not None:
                self._log.write(file.read_text(encoding="utf-8", errors="replace"))
                self._log.flush()
            file.unlink()

    def __call__(self, phase: str, **figures: object) -> None:
        """Say that a phase begins, or how far it has got."""
        if phase != self._phase or phase == "year":
            self._begin(phase, figures)
            return
        self._shown |= figures
        if self._live is not None and self._task is not None:
            self._live.update(self._task, detail=self._details(("seconds",)))
        elif time.perf_counter() - self._spoke > EVERY_SECONDS:
            self._speak(f"  {time.perf_counter() - self._began:.0f} s  {self._details(('seconds',))}".rstrip())

    def finish(self) -> None:
        """The phase going on is over."""
        if not self._phase:
            return
        self.note(f"{self._phase} took {time.perf_counter() - self._began:.2f} s")
        if self._live is not None and self._task is not None:
            self._live.update(self._task, total=1, completed=1)
        self._phase = ""

    def _begin(self, phase: str, figures: dict[str, object]) -> None:
        self.finish()
        self._phase, self._shown = phase, dict(figures)
        self._began = self._spoke = time.perf_counter()
        name = self._voice.text(f"phase_{phase}")
        self.note(f"{phase}  " + ", ".join(f"{key} {value}" for key, value in figures.items()))
        if self._live is not None:
            self._task = self._live.add_task(name, total=None, detail=self._details())
        else:
            self._speak(f"{name}  {self._details()}".rstrip())

    def _speak(self, line: str) -> None:
        self._spoke = time.perf_counter()
        if not self._voice.quiet and self._live is None:
            self._voice.aside(line)

    def _details(self, but: tuple[str, ...] = ()) -> str:
        """The figures of the phase in words."""
        parts = []
        for key in FIGURES:
            value = self._shown.get(key)
            if value is not None and value == value and key not in but:  # NaN: not known yet
                shown = f"{value:,}" if isinstance(value, int) and key != "year" else str(value)
                shown = f"{value:,.1f}" if isinstance(value, float) else shown
                shown = f"{100 * value:.3f} %" if isinstance(value, float) and key == "gap" else shown
                parts.append(self._voice.text(f"figure_{key}", value=shown))
        return ("，" if self._voice.lang == "zh" else ", ").join(parts)


def _live_lines(voice: Voice) -> Progress:
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    # The plain spinner: an old Windows console has no characters for the others.
    return Progress(
        SpinnerColumn("line", finished_text=" "),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[detail]}"),
        console=voice.err,
        refresh_per_second=4,
    )


def is_log(path: Path) -> bool:
    """Whether a file is the log of an earlier run: begins with a line of ``RunProgress.note``."""
    if not path.is_file() or not os.access(path, os.R_OK):
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ", file.readline(80)) is not None
