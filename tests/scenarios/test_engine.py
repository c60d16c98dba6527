"""Workers that are lost, clusters that do not answer, sweeps that are stopped."""

from __future__ import annotations

import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from gridplan.scenarios.cluster import dask_crew
from gridplan.scenarios.crew import local_crew
from gridplan.scenarios.index import read_entries
from gridplan.solve.cluster import ClusterError
from tests.scenarios import fakes


def test_a_lost_worker_stops_no_other_scenario(tmp_path: Path) -> None:
    told = fakes.Told()
    names = ["one", "killer", "two", "unlucky", "three"]
    with local_crew() as crew:
        fakes.run_of(crew, tmp_path, names, told).go([fakes.tasks(names[:3]), fakes.tasks(names[3:])])
    entries = read_entries(tmp_path)
    assert {name: entry.status for name, entry in entries.items()} == {
        "one": "solved", "killer": "failed", "two": "solved", "unlucky": "solved", "three": "solved"}
    assert entries["killer"].tries == entries["unlucky"].tries == 2
    assert "killed twice" in entries["killer"].why_en
    assert sorted(entry.name for entry in told.endings) == sorted(names)
    assert ("unlucky", "lost") in told.phases


def test_stopping_ends_what_is_going_on_and_keeps_what_is_done(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    told = fakes.Told()

    def interrupt() -> None:
        import _thread

        while ("slow", "build") not in told.phases:
            time.sleep(0.05)
        _thread.interrupt_main()

    # Programs started in the background of a shell may have Ctrl-C ignored, and this test would wait for ever.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt), local_crew() as crew:
        run = fakes.run_of(crew, tmp_path, ["one", "slow", "two"], told)
        run.go([fakes.tasks(["one", "slow", "two"])])
    assert [chain.process.is_alive() for chain in crew._chains] == [False]
    statuses = {name: entry.status for name, entry in read_entries(tmp_path).items()}
    assert statuses == {"one": "solved", "slow": "running", "two": "waiting"}


def test_a_dead_address_is_said_within_seconds() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ClusterError) as fault, dask_crew(address, "test"):
        pass
    assert fault.value.key == "scheduler_dead" and fault.value.blanks["address"] == address


def test_an_address_that_is_none_is_said_to_be() -> None:
    with pytest.raises(ClusterError) as fault, dask_crew("no address", "test"):
        pass
    assert fault.value.key == "scheduler_dead"
