"""The parts of a certified solve on the workers of a Dask cluster: the same answers, and no job lost for good."""

from __future__ import annotations

import os
import threading
import time
from importlib import import_module

import numpy as np
import pytest
from distributed import Client, LocalCluster

from gridplan.solve.certified.cluster_crew import ClusterCrew
from gridplan.solve.certified.crew import Crew, Stopped
from gridplan.solve.certified.door import solve_certified
from gridplan.solve.cluster import Cluster, ClusterError, JobLost, NotWanted, cluster_at
from gridplan.solve.solver import SolverRefused
from tests.solve.test_certified import DAYS, GLANCES, prepared, system
from tests.solve.test_crew import _programme

LONG_S = 30.0


@pytest.fixture(scope="module")
def standing():
    """A cluster of two processes of this machine."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster:
        yield cluster.scheduler_address


def solved(cluster=None, threads=1):
    drawn = np.random.default_rng(7)
    case = system(drawn.random(48), drawn.random(48))
    model, problem = prepared(case, DAYS)
    told = []
    outcome = solve_certified(case, model, problem, lambda phase, **_figures: told.append(phase), gap=1e-3,
                              threads=threads, looks=GLANCES, cluster=cluster)
    return outcome, told


def test_a_cluster_comes_to_what_this_machine_comes_to(standing):
    here, _told = solved()
    with cluster_at(standing) as cluster:
        there, told = solved(cluster)
    assert (cluster.workers, cluster.threads, cluster.lost) == (2, 2, 0)
    # A month begins at the vertex before, and may end at another one that costs the same.
    assert there.certificate.feasible and there.certificate.gap <= 1e-3
    assert there.certificate.cost == pytest.approx(here.certificate.cost, rel=1e-3)
    with cluster_at(standing) as cluster:
        again, _told = solved(cluster)
    assert np.array_equal(there.solution.value, again.solution.value)
    assert there.record["cluster"] == {"address": standing, "workers": 2, "threads": 2, "jobs_lost": 0}
    assert "cluster" not in here.record and "here" not in told


def test_a_scheduler_without_workers_is_waited_for_and_refused(monkeypatch):
    # By its module: as an attribute of the package, solve is the function.
    monkeypatch.setattr(import_module("gridplan.solve.cluster"), "WORKERS_S", 1.0)
    with LocalCluster(n_workers=0, processes=True, dashboard_address=":0") as local:
        with pytest.raises(ClusterError) as fault, cluster_at(local.scheduler_address):
            pass
        assert (fault.value.key, fault.value.blanks["seconds"]) == ("scheduler_empty", "1")


def test_a_worker_that_comes_late_is_waited_for():
    with LocalCluster(n_workers=0, threads_per_worker=1, processes=True, dashboard_address=":0") as local:
        late = threading.Timer(1.0, local.scale, (1,))
        late.start()
        with cluster_at(local.scheduler_address) as cluster:
            assert cluster.workers == 1
            assert cluster.run(len, "abc", stopped=bool) == 3
        late.join()


def refuse():
    raise SolverRefused("no licence here", "此处无许可")


def fall(marker):
    """Take the worker down, but for the last time it is tried."""
    with marker.open("a") as file:
        file.write("x")
    if marker.stat().st_size < 3:
        os._exit(9)
    return marker.stat().st_size


def fall_always():
    os._exit(9)


def dawdle(marker):
    marker.touch()
    time.sleep(LONG_S)
    marker.with_suffix(".ended").touch()


def test_a_worker_that_is_killed_has_another_one_begin_anew(standing, tmp_path):
    with cluster_at(standing) as cluster:
        assert cluster.run(fall, tmp_path / "tries", stopped=bool) == 3
        assert cluster.lost == 0


def test_what_kills_every_worker_is_solved_here(standing, monkeypatch):
    monkeypatch.setattr("gridplan.solve.certified.cluster_crew.solve_for_crew", _kills)
    with cluster_at(standing) as cluster:
        found = ClusterCrew("simplex", 1, None, lambda: None, cluster).solve(_programme(), 1e-6)
        assert found.value == pytest.approx([3.0])
        assert cluster.lost == 1


def _kills(*_given):
    fall_always()


def test_a_solver_that_a_worker_lacks_is_said_by_its_name(standing):
    with cluster_at(standing) as cluster, pytest.raises(SolverRefused) as fault:
        cluster.run(refuse, stopped=bool)
    assert fault.value.message("zh") == "此处无许可"


def test_a_job_that_is_called_back_is_not_waited_for(standing, tmp_path):
    marker = tmp_path / "begun"
    with cluster_at(standing) as cluster:
        with pytest.raises(NotWanted):
            cluster.run(dawdle, marker, stopped=marker.exists)
        assert cluster.lost == 0 and not marker.with_suffix(".ended").exists()


class Gone(Cluster):
    """A cluster whose scheduler has gone."""

    def __init__(self):
        self.address, self.workers, self.threads, self.lost = "tcp://nowhere:1", 3, 3, 0

    def run(self, job, *given, stopped):
        self.lost += 1
        raise JobLost


def test_with_the_scheduler_gone_all_is_solved_here_and_said_once():
    here, _told = solved()
    gone = Gone()
    there, told = solved(gone)
    assert there.certificate.gap <= 1e-3
    assert there.certificate.cost == pytest.approx(here.certificate.cost, rel=1e-3)
    assert told.count("here") == 1 and gone.lost > 4
    assert there.record["cluster"]["jobs_lost"] == gone.lost


def test_a_scheduler_that_goes_away_in_the_midst_is_a_job_lost(tmp_path):
    marker = tmp_path / "begun"
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0") as local:
        client = Client(local.scheduler_address, timeout=5)
        cluster = Cluster(client, local.scheduler_address)

        def end():
            while not marker.exists():
                time.sleep(0.05)
            local.close()

        ending = threading.Thread(target=end)
        ending.start()
        with pytest.raises(JobLost):
            cluster.run(dawdle, marker, stopped=bool)
        ending.join()
        with pytest.raises(JobLost):
            cluster.run(len, "abc", stopped=bool)
        client.close(timeout=1)
    assert cluster.lost == 2


def test_a_stopped_crew_hands_out_nothing_more(standing):
    with cluster_at(standing) as cluster:
        crew = ClusterCrew("simplex", 1, time.perf_counter() - 1.0, lambda: None, cluster)
        with pytest.raises(Stopped):
            crew.each([lambda: time.sleep(0.01), lambda: crew.answer(_programme(), 1e-6)])
        with pytest.raises(Stopped):
            crew.answer(_programme(), 1e-6)


def test_a_crew_that_solves_for_somebody_else_stops_when_nobody_wants_it():
    with pytest.raises(Stopped):
        Crew("simplex", 1, None, lambda: None, lambda: True).answer(_programme(), 1e-6)
