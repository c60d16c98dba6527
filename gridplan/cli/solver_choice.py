"""The hours, gap, method and solver a planner asks for, seen to before anything is built or written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.app import YEAR_HOURS
from gridplan.cli.faults import Stop
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.case.case import Case


HOURS_PER_DAY = 24
LEAST_GAP = 1e-6
"""What arithmetic in double precision can prove of a year."""


def require_hours(hours: int) -> None:
    """See that the hours to solve are whole days of at most a year.  Raises Stop where they are not."""
    if hours % HOURS_PER_DAY or not HOURS_PER_DAY <= hours <= YEAR_HOURS:
        raise Stop("hours_wrong", hours=hours)


def require_gap(gap: float) -> None:
    """See that a gap to prove is one: at least 1e-6 and below 1.  Raises Stop where it is not."""
    if not LEAST_GAP <= gap < 1.0:
        raise Stop("gap_wrong", gap=gap, least=LEAST_GAP)


def require_solver(case: Case, method: str | None, solver: str | None, voice: Voice, *, compares: bool = False,
                   elsewhere: bool = False) -> None:
    """See that what is asked for, or what the case says, can be had.

    Args:
        method, solver: as typed; None leaves it to the case.
        compares: whether plans are compared, which needs each of them exact.
        elsewhere: whether other machines solve; what is installed here says nothing of them.

    Raises Stop where it cannot.
    """
    from gridplan.case.settings import SolversDiffer, chosen
    from gridplan.solve.solver import require_licence

    try:
        choice = chosen(method, solver, case.settings.solver)
    except SolversDiffer:
        raise Stop("solvers_differ", method=method, solver=solver) from None
    if compares and choice.method == "certified":
        raise Stop("certified_compares")
    if not elsewhere:
        with refusals_spoken(voice):
            require_licence(choice.solver)


@contextmanager
def refusals_spoken(voice: Voice, log: Path | None = None) -> Iterator[None]:
    """A solver that refuses (not there, not licensed, not for this size) ends the command in the planner's words; the
    log so far goes with it."""
    from gridplan.solve.solver import SolverRefused

    try:
        yield
    except SolverRefused as fault:
        if log is not None:
            log.unlink(missing_ok=True)
        raise Stop("refused", reason=fault.message(voice.lang)) from None
