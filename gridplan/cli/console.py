"""A console whose reader may leave."""

from __future__ import annotations

from rich.console import Console

from gridplan.cli.streams import lead_nowhere


class PatientConsole(Console):
    """Where the program reading the output has had enough (`| head`), the rest of it goes nowhere and the work goes on:
    a plan is not given up because nobody listens any more."""

    def on_broken_pipe(self) -> None:
        """Say nothing from here on."""
        self.quiet = True
        lead_nowhere(self.file)
