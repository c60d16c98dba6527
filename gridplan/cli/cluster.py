"""The Dask cluster whose workers a planner wants to solve one case: seen to before anything is built or written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gridplan.cli.faults import Stop
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.case.case import Case
    from gridplan.solve.cluster import Cluster


@contextmanager
def cluster_asked(address: str | None, voice: Voice) -> Iterator[Cluster | None]:
    """The cluster at an address, connected for as long as the block; None where none was asked for.

    Raises Stop where Dask is not installed, nobody answers, or what answers cannot solve.
    """
    if address is None:
        yield None
        return
    from gridplan.solve.cluster import ClusterError, cluster_at

    try:
        with cluster_at(address) as cluster:
            voice.aside(voice.text("cluster_solves", workers=cluster.workers, threads=cluster.threads,
                                   address=address))
            yield cluster
    except ClusterError as fault:
        raise Stop("plain", line=voice.text(fault.key, **fault.blanks)) from None


def require_parts(case: Case, method: str | None, solver: str | None, blocks: int, *, compares: bool = False,
                  one_after_another: bool = False) -> None:
    """See that there will be parts to hand to a cluster: that the certified method solves.

    Args:
        method, solver: as typed; None leaves it to the case.
        blocks: of one weather year.
        compares: whether plans are compared.
        one_after_another: whether planning years are solved in turn.

    Raises Stop where the case would be solved as a whole, here.
    """
    from gridplan.solve.ways import will_be_certified

    in_turn = one_after_another and len(case.settings.years) > 1
    if in_turn or not will_be_certified(case, method, solver, blocks, compares=compares):
        raise Stop("cluster_no_parts")
