"""A run that may need more memory than there is says so before it builds anything."""

from __future__ import annotations

import platform
from importlib import import_module
from types import SimpleNamespace

import psutil
import pytest

from gridplan.case.load import load_case
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.solve.matrix import compile_problem
from gridplan.solve.memory import (
    CERTIFIED_GB_PER_MILLION_ROWS,
    DIRECT_GB_PER_MILLION_ROWS,
    PROCESS_GB,
    give_back_freed,
    give_back_gaps,
    need_gb,
    rows_of,
)
from tests.case.support.tiny import write_tiny
from tests.cli.support import typed


@pytest.mark.parametrize(("lang", "said"), [("en", "GB of memory, and 0.2 GB are free"), ("zh", "而空闲内存为 0.2 GB")])
def test_a_run_larger_than_memory_says_so(lang, said, tmp_path, monkeypatch):
    case = write_tiny(tmp_path / "tiny")
    run, memory = (import_module(f"gridplan.{name}") for name in ("cli.run", "solve.memory"))
    monkeypatch.setattr(memory, "free_gb", lambda: 0.2)
    words = ("run", case, "--hours", 24, "--lang", lang)
    assert said not in typed(*words, "--out", tmp_path / "small").asides
    monkeypatch.setattr(run, "LARGE", 24)
    told = typed(*words, "--out", tmp_path / "large")
    assert said in told.asides and told.code == 0
    monkeypatch.setattr(memory, "free_gb", lambda: 64.0)
    assert "GB" not in typed(*words, "--out", tmp_path / "roomy").asides
    assert "64.0 GB free" in (tmp_path / "roomy/run.log").read_text(encoding="utf-8")


def test_rows_are_told_from_two_small_programmes(tmp_path):
    case = load_case(write_tiny(tmp_path / "tiny"))
    there = compile_problem(build_model(case, TimeAxis.shortened_year(240).over(case.probabilities))).shape[0]
    assert rows_of(case, 240) == pytest.approx(there, rel=0.02)


def test_a_direct_solve_takes_more_than_a_certified_one():
    assert need_gb(1_000_000, certified=True) == PROCESS_GB + CERTIFIED_GB_PER_MILLION_ROWS
    assert need_gb(2_000_000, certified=False) == PROCESS_GB + 2 * DIRECT_GB_PER_MILLION_ROWS
    assert need_gb(1_000_000, certified=False) > need_gb(1_000_000, certified=True)


def test_large_arrays_go_back_to_the_system_once_freed(monkeypatch):
    asked = []

    def mallopt(option: int, size: int) -> int:
        asked.append((option, size))
        return 1

    for name in ("MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("ctypes.CDLL", lambda _name: SimpleNamespace(mallopt=mallopt))
    assert give_back_freed() and asked == [(-3, 1 << 20)]


@pytest.mark.parametrize("fault", [AttributeError, OSError, TypeError])
def test_a_c_library_without_that_setting_is_left_alone(fault, monkeypatch):
    def refuse(_name: object) -> None:
        raise fault

    monkeypatch.setattr("ctypes.CDLL", refuse)
    assert not give_back_freed()
    assert not give_back_gaps()


@pytest.mark.parametrize("name", ["MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES"])
def test_who_sets_it_himself_has_his_way(name, monkeypatch):
    monkeypatch.setenv(name, "131072")
    monkeypatch.setattr("ctypes.CDLL", lambda _name: pytest.fail("asked all the same"))
    assert not give_back_freed()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="a setting of the GNU C library")
def test_what_is_free_between_small_arrays_goes_back_to_the_system():
    held = psutil.Process().memory_info().rss
    small = [bytearray(b"x" * 50_000) for _ in range(4000)]
    grown = psutil.Process().memory_info().rss - held
    # The last of them keeps what lies before it from going back by itself.
    del small[:-1]
    assert give_back_gaps()
    assert psutil.Process().memory_info().rss - held < 0.5 * grown
