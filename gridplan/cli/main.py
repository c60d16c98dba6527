"""The command line: what can be typed.  Each command's work is in a file of its own, imported when it is called."""

from __future__ import annotations

import sys

# Registered on the program in the order in which its help lists them.
# isort: off
from gridplan.cli import main_solving
from gridplan.cli import main_scenarios
from gridplan.cli import main_stress
from gridplan.cli import main_tradeoffs
from gridplan.cli import main_cases
# isort: on
from gridplan.cli.app import TONGUE, Foresight, Lang, Method, app
from gridplan.cli.ending import end_as_by_ctrl_c
from gridplan.cli.streams import let_go, stand_in_for_closed, tolerate_any_character
from gridplan.cli.voice import text
from gridplan.solve.memory import give_back_freed

__all__ = ["Foresight", "Lang", "Method", "app", "main_cases", "main_scenarios", "main_solving", "main_stress",
           "main_tradeoffs", "start"]


def start() -> None:
    """Entry of the `gridplan` program."""
    stand_in_for_closed()
    give_back_freed()
    tolerate_any_character(sys.stdout, sys.stderr)
    try:
        end_as_by_ctrl_c()
        app()
    except KeyboardInterrupt:
        # Between two commands' guards, while modules are still being imported.
        sys.stderr.write(text("stopped", TONGUE) + "\n")
        sys.exit(4)
    finally:
        let_go(sys.stdout, sys.stderr)
