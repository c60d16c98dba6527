"""Files and folders appear whole or not at all; one process at a time holds a file."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from gridplan.library.hold import Taken, hold
from gridplan.library.whole import bring_back, hidden_prefix, new_folder, whole_file, whole_files

DEAD = 4_194_305
"""A process number above what Linux gives out."""


def _names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_takes_its_place_only_when_the_block_ends_well(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "out.csv"
    with whole_file(path) as hidden:
        hidden.write_text("new", encoding="utf-8")
        assert hidden.suffix == ".csv" and not path.exists()
    assert path.read_text(encoding="utf-8") == "new"
    with pytest.raises(OSError, match="full"), whole_file(path) as hidden:
        hidden.write_text("half", encoding="utf-8")
        raise OSError("full")
    assert path.read_text(encoding="utf-8") == "new" and _names(path.parent) == ["out.csv"]


def test_of_two_files_that_belong_together_none_comes_alone(tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "b.xlsx"
    with pytest.raises(KeyboardInterrupt), whole_files(first, second) as (one, _other):
        one.write_text("new", encoding="utf-8")
        raise KeyboardInterrupt
    assert _names(tmp_path) == []
    with whole_files(first, second) as drafts:
        for draft in drafts:
            draft.write_text("new", encoding="utf-8")
    assert _names(tmp_path) == ["a.html", "b.xlsx"]


def test_what_a_killed_writer_left_goes_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    path = tmp_path / "case [1].xlsx"
    dead = tmp_path / f"{hidden_prefix(path)}{DEAD}-abc.xlsx"
    living = tmp_path / f"{hidden_prefix(path)}{os.getppid()}-abc.xlsx"
    for left in (dead, living):
        left.write_text("half", encoding="utf-8")
    with whole_file(path) as hidden:
        hidden.write_text("new", encoding="utf-8")
    assert _names(tmp_path) == sorted([living.name, path.name])


def test_a_new_folder_is_whole_and_leaves_nothing_where_it_fails(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "case"
    with pytest.raises(ValueError, match="no"), new_folder(folder) as hidden:
        (hidden / "case.toml").write_text("half", encoding="utf-8")
        raise ValueError("no")
    assert _names(tmp_path) == []
    with new_folder(folder) as hidden:
        (hidden / "case.toml").write_text("whole", encoding="utf-8")
    assert _names(folder) == ["case.toml"] and _names(folder.parent) == ["case"]
    with pytest.raises(OSError), new_folder(folder):
        pass
    assert _names(folder) == ["case.toml"] and _names(folder.parent) == ["case"]


def test_what_was_moved_aside_comes_back_once(tmp_path: Path) -> None:
    aside = tmp_path / f".out.old-{platform.node()}-{DEAD}-abc"
    (aside / "out").mkdir(parents=True)
    bring_back(tmp_path / "out")
    bring_back(tmp_path / "out")
    assert _names(tmp_path) == ["out"]


def test_one_at_a_time_holds_a_file(tmp_path: Path) -> None:
    file = tmp_path / ".running"
    with hold(file) as text:
        assert file.read_text(encoding="utf-8") == text
        with pytest.raises(Taken) as taken, hold(file):
            pass
        assert (taken.value.machine, taken.value.process) == (platform.node(), str(os.getpid()))
        assert file.read_text(encoding="utf-8") == text
    assert _names(tmp_path) == []


@pytest.mark.parametrize("left", ["", "nonsense", f"{platform.node()} {DEAD} x", f"{platform.node()} {os.getpid()} x"])
def test_what_a_dead_holder_left_is_taken_over(tmp_path: Path, left: str) -> None:
    file = tmp_path / ".running"
    file.write_text(left, encoding="utf-8")
    with hold(file) as text:
        assert file.read_text(encoding="utf-8") == text
    assert _names(tmp_path) == []


@pytest.mark.parametrize("left", [f"{platform.node()} {os.getppid()} x", "another-machine 1 x"])
def test_a_living_holder_and_another_machine_are_left_alone(tmp_path: Path, left: str) -> None:
    file = tmp_path / ".running"
    file.write_text(left, encoding="utf-8")
    with pytest.raises(Taken), hold(file):
        pass
    assert file.read_text(encoding="utf-8") == left and _names(tmp_path) == [".running"]


def test_without_links_a_file_is_held_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise OSError("this file system knows no links")

    monkeypatch.setattr(os, "link", refuses)
    file = tmp_path / ".running"
    with hold(file), pytest.raises(Taken), hold(file):
        pass
    assert _names(tmp_path) == []
