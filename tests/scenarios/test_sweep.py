"""A sweep from the command line, on the small case over one day."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

from gridplan.case.case import Case
from gridplan.cli.sweep import exit_code
from gridplan.scenarios.chain import SolveOptions
from gridplan.scenarios.index import (
    Entry,
    Index,
    SweepTaken,
    known_entry,
    only_one,
    read_entries,
    set_aside,
)
from gridplan.scenarios.order import chains
from gridplan.scenarios.sweep import receive
from gridplan.scenarios.worker import Task, Work, run_chain
from gridplan.solve.run import NotSolved, Why
from tests.case.support.tiny import write_tiny
from tests.cli.support import typed
from tests.support.rows import FUELS, coal
from tests.support.small_case import small_case

SCENARIOS = """
[scenario.dear]
name_en = "Dear coal"
changes = [{ table = "fuels", row = "coal", column = "price_cny_per_tce", factor = 1.5 }]
[scenario.much_wind]
changes = [{ table = "policies", row = "wind_floor", column = "value", value = 70 }]
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep")
    write_tiny(folder / "tiny")
    (folder / "tiny/scenarios.toml").write_text(SCENARIOS, encoding="utf-8")
    return folder


def test_a_sweep_solves_each_as_alone_and_again_only_what_changed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    words = ("sweep", "tiny", "--hours", 24, "--workers", 2, "--lang", "en", "--only", "dear", "--only", "much_wind")
    (place / "results/tiny-scenarios-24h/dear").mkdir(parents=True)  # half-written
    first = typed(*words)
    assert first.code == 3, first.asides
    assert "outdated" in first.asides and "2 to solve, 0 known already" in first.asides
    out = place / "results/tiny-scenarios-24h"
    entries = read_entries(out)
    assert {name: entry.status for name, entry in entries.items()} == {"dear": "solved", "much_wind": "missed_targets"}
    assert not [file for file in out.iterdir() if file.name.startswith(".") or file.suffix == ".log"]

    alone = typed("run", "tiny", "--scenario", "dear", "--hours", 24, "--quiet", "--lang", "en")
    assert alone.code == 0, alone.asides
    one, other = (xr.load_dataset(folder / "results.nc", engine="h5netcdf")
                  for folder in (place / "results/tiny-dear-24h", out / "dear"))
    # Each carries the digest of its own run.json, which tells when and under what name it was solved.
    assert one.attrs.pop("record") != other.attrs.pop("record")
    assert one.identical(other)
    run = json.loads((out / "dear/run.json").read_text(encoding="utf-8"))
    assert run["scenario"]["name"] == "dear" and run["scenario"]["changes"][0]["after"] == "1200"

    again = typed(*words)
    assert again.code == 3 and "(earlier)" in again.answer and "to solve" not in again.asides

    shown = typed("diff", "results/tiny-dear-24h", "tiny#dear", "--lang", "en")
    assert shown.code == 0 and "same" in shown.answer
    listed = typed("diff", "tiny", out / "dear", "--out", "d.csv", "--lang", "zh")
    assert listed.code == 0 and "× 1.5" in listed.answer
    assert "1200" in (place / "d.csv").read_text(encoding="utf-8-sig")


def test_wrong_input_stops_before_anything_is_solved(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    assert typed("sweep", "tiny", "--only", "dera", "--out", "no").code == 2
    assert typed("run", "tiny", "--scenario", "dera", "--out", "no").code == 2
    assert typed("diff", "tiny", "tiny#dera").code == 2
    assert not (place / "no").exists()
    said = typed("scenarios", "tiny", "--lang", "en")
    assert said.code == 0 and "800 → 1200" in said.answer


@pytest.mark.parametrize(("statuses", "code"), [
    (["solved"], 0), (["solved", "missed_targets"], 3), (["infeasible", "solved"], 3), (["stopped", "infeasible"], 4),
    (["failed", "stopped"], 1)])
def test_the_exit_code_is_of_the_worst(statuses: list[str], code: int) -> None:
    assert exit_code(statuses) == code


def test_no_plan_and_a_fault_stop_no_other_of_the_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = {name: small_case({"fuels": FUELS, "cohorts": [coal()]}) for name in ("infeasible", "broken")}

    def refuses(case: Case, **_: object) -> None:
        if case is cases["infeasible"]:
            raise NotSolved("infeasible", Why("limits contradict", "限制矛盾"), {})
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("gridplan.solve.run.solve", refuses)
    tasks = tuple(Task(name, case, {}, {}) for name, case in cases.items())
    outcomes = run_chain(Work(tasks, tmp_path, "no lock", "topic", SolveOptions(24), "en"))
    assert [(one.name, one.entry["status"], one.entry["why_en"]) for one in outcomes] == [
        ("infeasible", "infeasible", "limits contradict"), ("broken", "failed", "ZeroDivisionError: a bug")]


def test_what_has_no_plan_is_not_solved_again_for_the_same_input(tmp_path: Path) -> None:
    key = {"fingerprint": "a", "hours": 24}
    Index(tmp_path, tmp_path, [Entry("x", status="infeasible", key=key), Entry("y", status="stopped", key=key)]).write()
    before = read_entries(tmp_path)
    known = known_entry(tmp_path, Entry("x", key=key), before)
    assert known is not None and known.kept and known.status == "infeasible"
    assert known_entry(tmp_path, Entry("x", key={**key, "hours": 48}), before) is None
    assert known_entry(tmp_path, Entry("y", key=key), before) is None


def test_other_words_are_no_reason_to_solve_again(tmp_path: Path) -> None:
    key = {"fingerprint": "a", "hours": 24}
    Index(tmp_path, tmp_path, [Entry("x", name_en="Old", status="infeasible", key=key)]).write()
    known = known_entry(tmp_path, Entry("x", name_en="New", note_zh="为何", key=key), read_entries(tmp_path))
    assert known is not None and (known.name_en, known.note_zh, known.status) == ("New", "为何", "infeasible")


def test_a_sweep_of_some_keeps_what_is_known_of_the_others(tmp_path: Path) -> None:
    Index(tmp_path, tmp_path, [Entry("x", status="solved"), Entry("y", status="infeasible")]).write()
    Index(tmp_path, tmp_path, [Entry("x", status="stopped")], read_entries(tmp_path).values()).write()
    statuses = {name: entry.status for name, entry in read_entries(tmp_path).items()}
    assert statuses == {"x": "stopped", "y": "infeasible"}


def test_an_index_that_cannot_be_read_is_as_none(tmp_path: Path) -> None:
    for text in ("", "[]", '{"scenarios": 3}', '{"scenarios": [{"nonsense": 1}]}'):
        (tmp_path / "sweep.json").write_text(text, encoding="utf-8")
        assert read_entries(tmp_path) == {}


def test_nothing_set_aside_is_lost_and_no_file_is_touched(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / "x").mkdir()
        (tmp_path / "x/mine.txt").write_text(str(number), encoding="utf-8")
        moved = set_aside(tmp_path, "x")
        assert moved is not None and (moved / "mine.txt").read_text(encoding="utf-8") == str(number)
    (tmp_path / "y").write_text("a file", encoding="utf-8")
    with pytest.raises(FileExistsError):
        set_aside(tmp_path, "y")


def test_one_sweep_holds_a_folder_and_a_dead_one_does_not(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(SweepTaken), only_one(tmp_path):
        pass
    assert not (tmp_path / ".sweep.lock").exists()
    (tmp_path / ".sweep.lock").write_text(f"{platform.node()} 999999999 x", encoding="utf-8")
    with only_one(tmp_path) as text:
        assert text.split()[1] == str(os.getpid())


def test_half_sent_results_are_refused(tmp_path: Path) -> None:
    from gridplan.results.folder import ResultsError

    with pytest.raises(ResultsError):
        receive(tmp_path, "x", {"run.json": b"{}"})
    assert list(tmp_path.iterdir()) == []


def test_neighbours_differ_least() -> None:
    import pandas as pd

    columns = ["kind", "table", "row", "column", "after"]
    places = {"a": {}, "b": {"x": 1, "y": 1}, "c": {"x": 1}, "d": {"x": 1, "y": 1, "z": 1}}
    frames = {name: pd.DataFrame([("value", "t", row, "c", value) for row, value in cells.items()], columns=columns)
              for name, cells in places.items()}
    assert chains(list(places), frames, 1) == [["a", "c", "b", "d"]]
    assert chains(list(places), frames, 2) == [["a", "c"], ["b", "d"]]
    assert chains(["a"], frames, 5) == [["a"]]


def test_a_case_starts_from_the_earlier_one_it_differs_from_least() -> None:
    from dataclasses import replace

    from gridplan.scenarios.chain import nearest
    from tests.support.rich_case import rich_case

    base = rich_case()

    def with_cells(table: str, **cells: float) -> Any:
        changed = base.tables[table].copy()
        for column, value in cells.items():
            changed.loc[0, column] = value
        return replace(base, tables=base.tables | {table: changed})

    dear = with_cells("fuels", price_cny_per_tce=900.0)
    dearer = with_cells("fuels", price_cny_per_tce=1200.0)
    both = replace(dear, tables=dear.tables | {"demand": with_cells("demand", energy_twh=1.0).tables["demand"]})
    fewer = replace(base, tables=base.tables | {"policies": base.tables["policies"].iloc[:0]})
    other = replace(base, settings=base.settings.model_copy(update={"discount_rate": 0.1}))
    assert nearest([base, dear, dearer, both, fewer, other]) == [-1, 0, 0, 1, 0, 0]
    assert nearest([]) == []
