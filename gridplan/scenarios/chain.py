"""Solving neighbouring cases one after another in one process: the one place where what is learnt of one may serve
the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from gridplan import __version__
from gridplan.case.settings import chosen
from gridplan.results.folder import FORMAT
from gridplan.scenarios.diff import diff, distance

if TYPE_CHECKING:
    from gridplan.case.case import Case
    from gridplan.results.types import Results
    from gridplan.solve.certified.method import Learnt

ChainProgress = Callable[..., None]
"""Called as progress(position, phase, **figures); position counts the cases from 0."""


@dataclass(frozen=True)
class SolveOptions:
    """What is asked of every solve; None leaves it to the case.  `hours` is 8760 or a multiple of 24."""

    hours: int = 8760
    method: str | None = None
    threads: int | None = None
    time_limit_s: float | None = None
    solver: str | None = None

    def key(self, case: Case) -> dict[str, Any]:
        """All that the results of a case depend on: input, hours, method, solver (unless HiGHS) and version.  Equal
        keys, equal results."""
        method, solver = chosen(self.method, self.solver, case.settings.solver)
        named = {} if solver == "highs" else {"solver": solver}
        return {"fingerprint": case.fingerprint, "hours": self.hours, "method": method, "version": __version__,
                "format": FORMAT} | named

    def solve(self, case: Case, progress: Callable[..., None], log_path: str | None, learnt: Learnt) -> Results:
        """Verified results of a case; `learnt` is what the cases before it in its chain have learnt.

        Raises NotSolved where there is no plan.
        """
        # Imported here: a chain is planned where nothing is solved.
        from gridplan.solve.run import solve

        return solve(case, hours=self.hours, method=self.method, threads=self.threads, time_limit_s=self.time_limit_s,
                     progress=progress, solver=self.solver, learnt=learnt, log_path=log_path)


def solve_chain(cases: Sequence[Case], *, options: SolveOptions, progress: ChainProgress | None = None,
                log_path: Callable[[int], str | None] | None = None) -> Iterator[Results | Exception]:
    """Solve a list of neighbouring cases in their order, each proven as it would be alone; certified solves start from
    what the ones before have learnt, so their figures may differ from those of a run alone within the proven gap.

    Each starts from the earlier one that differs from it in the fewest places, the first of several.

    Yields for each case, as soon as it is there, its verified results, or the exception that solving it ended in
    (NotSolved where there is no plan); one that fails does not stop those after it.
    """
    # Imported here: a chain is planned where nothing is solved.
    from gridplan.solve.certified.method import Learnt

    starts = nearest(cases)
    kept: dict[int, Learnt] = {}
    for position, case in enumerate(cases):
        start = kept.get(starts[position])
        learnt = Learnt() if start is None else replace(start)

        def tell(phase: str, position: int = position, **figures: object) -> None:
            if progress is not None:
                progress(position, phase, **figures)

        try:
            yield options.solve(case, tell, log_path(position) if log_path is not None else None, learnt)
        except Exception as fault:
            yield fault
        kept[position] = learnt
        kept = {at: one for at, one in kept.items() if at in starts[position + 1:]}


def nearest(cases: Sequence[Case]) -> list[int]:
    """For each case the position of the earlier one it differs from in the fewest places, the first of several; -1 for
    the first."""
    differences = [diff(cases[0], case) for case in cases]

    def apart(one: int, other: int) -> int:
        return distance(differences[one], differences[other])

    return [min(range(position), key=partial(apart, position), default=-1) for position in range(len(cases))]
