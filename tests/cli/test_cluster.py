"""`--scheduler` of `run` and `price-targets`: what is refused, and results that are those of this machine."""

from __future__ import annotations

import json
import socket
from importlib import import_module

import pytest
from distributed import LocalCluster

from tests.cli.support import typed

CERTIFIED = ("--hours", "24", "--method", "certified", "--lang", "en")


def a_dead_address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


def test_a_dead_scheduler_is_wrong_input_and_nothing_is_written(tmp_path, monkeypatch):
    # By its module: as an attribute of the package, solve is the function.
    monkeypatch.setattr(import_module("gridplan.solve.cluster"), "CONNECT_S", 1.0)
    address = a_dead_address()
    said = typed("run", "ningxia-2030", *CERTIFIED, "--scheduler", address, "--out", tmp_path / "out")
    assert said.code == 2 and f"--scheduler {address}: nobody answers there" in said.asides
    said = typed("price-targets", "ningxia-2030", *CERTIFIED[:4], "--lang", "zh", "--scheduler", address,
                 "--csv", tmp_path / "prices.csv")
    assert said.code == 2 and f"--scheduler {address}：无法连接" in said.asides
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("words", [("run", "ningxia-2030", "--hours", "24"),
                                   ("run", "ningxia-2030", "--method", "direct"),
                                   ("run", "ningxia-2030", "--price-targets"),
                                   ("run", "ningxia-path", "--method", "certified", "--foresight", "myopic"),
                                   ("price-targets", "ningxia-2030", "--hours", "24")])
def test_what_is_solved_as_a_whole_has_no_use_for_workers(words, tmp_path):
    out = ("--csv" if words[0] == "price-targets" else "--out", tmp_path / "out")
    said = typed(*words, *out, "--scheduler", "tcp://127.0.0.1:1", "--lang", "en")
    assert said.code == 2 and "--scheduler is for the certified method" in said.asides
    assert not list(tmp_path.iterdir())


def test_a_run_on_a_cluster_comes_to_what_this_machine_comes_to(tmp_path):
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster:
        address = cluster.scheduler_address
        said = typed("run", "ningxia-path", *CERTIFIED, "--scheduler", address, "--out", tmp_path / "there")
    assert said.code == 0 and f"Workers of {address} solve the parts (workers: 2, at a time: 2)" in said.asides
    assert typed("run", "ningxia-path", *CERTIFIED, "--out", tmp_path / "here").code == 0
    there, here = (json.loads((tmp_path / name / "run.json").read_text(encoding="utf-8")) for name in ("there", "here"))
    assert there["status"] == here["status"] and max(there["gap"], here["gap"]) <= 1e-3
    assert there["cost_million_cny"] == pytest.approx(here["cost_million_cny"], rel=1e-3)
    assert there["solver"]["cluster"]["jobs_lost"] == 0
