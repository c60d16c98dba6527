"""From arrays to a certified point: when this method is used, and what it hands back to run.py."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gridplan.model.frame import Model
from gridplan.solve.certified.cluster_crew import ClusterCrew
from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.looks import LOOKS, Glance
from gridplan.solve.certified.method import Certified, CertifiedSolve, Learnt
from gridplan.solve.cluster import Cluster
from gridplan.solve.direct import Progress
from gridplan.solve.matrix import Problem
from gridplan.solve.solver import Solution
from gridplan.solve.verify import Certificate

if TYPE_CHECKING:
    from gridplan.case.case import Case

CERTIFIED = "certified"
DEFAULT_GAP = 1e-3
LEAST_BLOCKS = 4380
"""A shorter year is solved whole: the looks would cost as much as the year."""


class Outcome(NamedTuple):
    """What the certified solve came to.

    Attributes:
        solution: the point and the proof's dual vector, with the method's own status.
        certificate: what verify.py finds of them.
        record: for run.json: steps, blocks, windows, states left out.
    """

    solution: Solution
    certificate: Certificate
    record: dict[str, Any]


def solve_certified(case: Case, model: Model, programme: Problem, tell: Progress, *, gap: float, threads: int,
                    time_limit_s: float | None = None, looks: tuple[Glance, ...] = LOOKS,
                    method: str = "auto", learnt: Learnt | None = None,
                    cluster: Cluster | None = None) -> Outcome | None:
    """Solve a case's programme to a proven gap; None where there is no plan to speak of.

    Args:
        case, model, programme: the case, its built model and arrays.
        tell: told "look", "cuts", "bounds", "shortfalls" and "whole" with lower, upper, gap and seconds as they come.
        gap: (cost - bound) / cost to reach.
        threads: solves at a time.
        time_limit_s: for everything together.
        looks: the averaged years to look at first.
        method: by which the parts are solved, as of ``open_solver``.
        learnt: of like cases; this solve adds to it.
        cluster: whose workers solve the looks, the months and the dispatch; this machine unless given.  "here" is told
            when a job was lost there and is solved here.
    """
    begun = time.perf_counter()
    deadline = None if time_limit_s is None else begun + time_limit_s
    phase = ["look"]

    def told(name: str, **figures: Any) -> None:
        phase[0] = name
        tell(name, **figures)

    def tick() -> None:
        if cluster is not None and cluster.lost and not lost:
            lost.append(cluster.lost)
            tell("here")
        tell(phase[0], seconds=time.perf_counter() - begun)

    lost: list[int] = []
    crew = crew_of(method, threads, deadline, tick, cluster)
    found = CertifiedSolve(case, model, programme, gap=gap, crew=crew, tell=told, looks=looks,
                           learnt=learnt).solve()
    if found.value is None or found.dual is None or found.certificate is None:
        if found.stopped:
            return Outcome(_solution(programme, found, "Stopped", begun), _nothing(found.lower),
                           _record(found, gap, cluster))
        return None
    status = "Optimal" if found.certificate.gap <= gap else "Stopped" if found.stopped else "Gap not reached"
    return Outcome(_solution(programme, found, status, begun), found.certificate, _record(found, gap, cluster))


def _solution(programme: Problem, found: Certified, status: str, begun: float) -> Solution:
    rows, columns = programme.shape
    value = np.zeros(columns) if found.value is None else found.value
    dual = np.zeros(rows) if found.dual is None else found.dual
    return Solution(status, status == "Optimal", value, dual, time.perf_counter() - begun, found.iterations, CERTIFIED)


def _nothing(lower: float) -> Certificate:
    """What is known where there is no plan: the lower bound, if that."""
    nan = float("nan")
    return Certificate(nan, lower, nan, nan, "", nan, "")


def crew_of(method: str, threads: int, deadline: float | None, tick: Callable[[], None],
            cluster: Cluster | None) -> Crew:
    """Who solves: the workers of a cluster where there is one, else threads of this process."""
    if cluster is None:
        return Crew(method, threads, deadline, tick)
    return ClusterCrew(method, threads, deadline, tick, cluster)


def _record(found: Certified, gap: float, cluster: Cluster | None) -> dict[str, Any]:
    elsewhere = {} if cluster is None else {"cluster": {"address": cluster.address, "workers": cluster.workers,
                                                        "threads": cluster.threads, "jobs_lost": cluster.lost}}
    return elsewhere | {
        "asked_gap": gap, "blocks": found.blocks, "windows": found.windows,
        "states_left_out": found.left_out, "reused": found.reused,
        "steps": [_known(asdict(step) | {"gap": step.gap}) for step in found.steps],
    }


def _known(step: dict[str, Any]) -> dict[str, Any]:
    """A step with None for what was not known then (JSON has no NaN)."""
    return {key: None if value != value else value for key, value in step.items()}


__all__ = ["CERTIFIED", "DEFAULT_GAP", "LEAST_BLOCKS", "Outcome", "crew_of", "solve_certified"]
