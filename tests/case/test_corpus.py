"""Every message of the input check is given by a broken case of the corpus, with file, row and column."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from gridplan.case.load import load_case, refuse_several_weather_years, refuse_several_years
from gridplan.case.messages import MESSAGES
from gridplan.case.messages_join import JOIN
from gridplan.case.messages_paths import PATHS
from gridplan.case.messages_scenarios import SCENARIOS
from gridplan.case.problems import CaseError, Problem, errors, in_order, render
from gridplan.case.workbook import write_workbook
from tests.case.support.corpus import Entry, broken, entries, found_in, series_read_once
from tests.case.support.tiny import replaced, series_text, write_tiny


@pytest.fixture(autouse=True, scope="module")
def _series_once() -> Iterator[None]:
    with series_read_once():
        yield


@pytest.mark.parametrize("entry", entries(), ids=[entry.name for entry in entries()])
def test_the_fault_is_named_with_its_place(entry: Entry, tmp_path: Path) -> None:
    found = found_in(broken(entry, tmp_path / "case"))
    named = [
        one
        for one in found
        if (one.file, one.row, one.column, one.rule) == (entry.file, entry.row, entry.column, entry.rule)
    ]
    assert named and named[0].severity == entry.severity, render(found, "en")
    assert found == in_order(found)
    for lang in ("zh", "en"):
        shown = render(found, lang)
        assert len(shown.splitlines()) <= 10 and "{" not in named[0].message(lang)
        assert "Traceback" not in shown and named[0].message(lang)


def _bytes(name: str, data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        write_tiny(folder)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        return folder

    return make


def _workbook(change: Callable[[openpyxl.Workbook], None]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = write_workbook(write_tiny(folder), folder.with_suffix(".xlsx"), "en")
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    return make


def _formula(book: openpyxl.Workbook) -> None:
    book["demand"]["B3"] = "=1+1"


def _merged(book: openpyxl.Workbook) -> None:
    book["demand"].merge_cells("B2:B3")


def _second_stores(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["stores"]).title = "储能"


def _stranger(book: openpyxl.Workbook) -> None:
    book.create_sheet("storez").append(["store"])


def _no_workbook(folder: Path) -> Path:
    path = folder.with_suffix(".xlsx")
    path.write_text("store,region\n", encoding="utf-8")
    return path


def _one_weather_year(folder: Path) -> Path:
    """A series that one of two weather years has and the other has not."""
    write_tiny(folder)
    (folder / "weather_years.csv").write_text("weather_year\nmild\nhot\n", encoding="utf-8")
    hours = "".join(f"{hour},1\n" for hour in range(8760))
    (folder / "profiles_hot.csv").write_text("hour,heat\n" + hours, encoding="utf-8")
    return folder


GBK = "store,region\n电池,ningxia\n".encode("gbk")
OTHERS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "nothing there": (lambda folder: folder, "case_missing"),
    "text named as a workbook": (_no_workbook, "workbook_unreadable"),
    "a formula without a result": (_workbook(_formula), "formula_uncomputed"),
    "merged cells": (_workbook(_merged), "cells_merged"),
    "a workbook without demand": (_workbook(lambda book: book.remove(book["demand"])), "sheet_missing"),
    "a sheet nobody knows": (_workbook(_stranger), "sheet_unknown"),
    "a table in two sheets": (_workbook(_second_stores), "file_twice"),
    "GBK": (_bytes("stores.csv", GBK), "encoding_gbk"),
    "no text at all": (_bytes("stores.csv", bytes(range(255, 127, -1))), "encoding_unknown"),
    "a series in two files": (
        _bytes("profiles/load.csv", ("hour,load\n" + "".join(f"{hour},1\n" for hour in range(8760))).encode()),
        "profile_twice",
    ),
    "a series in world time": (
        _bytes("profiles.csv", series_text().replace("hour", "time", 1).encode()),
        "profile_hour",
    ),
    "a series of nothing": (
        _bytes("profiles/none.csv", ("hour,none\n" + "".join(f"{hour},0\n" for hour in range(8760))).encode()),
        "profile_unused",
    ),
    "a series of one weather year only": (_one_weather_year, "weather_series_missing"),
}
TESTED_BY_SERIES = {"profile_utc", "profile_zero"}
"""Messages about whole series, which have cases of their own in test_series.py and test_broken.py."""
TESTED_AS_HOSTILE = {
    "not_a_file",
    "file_elsewhere",
    "file_too_large",
    "file_too_long",
    "workbook_macros",
    "workbook_entities",
}
"""Refusals of files made to harm: test_hostile.py."""
REFUSED = {"years_several", "weather_several"}
"""Sound cases that some commands do not take: the two tests of refusals here."""


@pytest.mark.parametrize("name", list(OTHERS))
def test_a_file_that_is_not_what_it_seems_is_named(name: str, tmp_path: Path) -> None:
    make, rule = OTHERS[name]
    found = found_in(make(tmp_path / "case"))
    assert rule in {one.rule for one in found}, render(found, "en")


def test_several_planning_years_are_refused(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    replaced("case.toml", "[2030]", "[2030, 2031]")(folder)
    with pytest.raises(CaseError) as fault:
        refuse_several_years(load_case(folder))
    assert [one.rule for one in errors(fault.value.problems)] == ["years_several"]


def test_several_weather_years_are_refused(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    (folder / "weather_years.csv").write_text("weather_year\nmild\nhot\n", encoding="utf-8")
    with pytest.raises(CaseError) as fault:
        refuse_several_weather_years(load_case(folder))
    assert [one.rule for one in errors(fault.value.problems)] == ["weather_several"]


def test_every_message_is_given_by_some_broken_case() -> None:
    covered = {entry.rule for entry in entries()} | {rule for _make, rule in OTHERS.values()} | REFUSED
    elsewhere = TESTED_BY_SERIES | TESTED_AS_HOSTILE | set(SCENARIOS) | set(JOIN) | set(PATHS)
    assert covered | elsewhere == set(MESSAGES)
    assert len(entries()) >= 150


def _same(one: Problem) -> tuple[str, str, str]:
    return one.table, one.column, one.rule


@pytest.mark.parametrize(
    "name",
    [
        entry.name
        for entry in entries()
        if "delete" not in entry.change
        and entry.rule in ("below_minimum", "reference_unknown", "lower_above_upper", "units_mismatch", "target_range")
    ][:5],
)
def test_a_workbook_is_told_the_same_as_its_folder(name: str, tmp_path: Path) -> None:
    entry = next(one for one in entries() if one.name == name)
    folder = broken(entry, tmp_path / "case")
    in_folder = {_same(one) for one in found_in(folder)}
    book = write_workbook(folder, tmp_path / "case.xlsx", "zh")
    shutil.rmtree(folder)
    assert {_same(one) for one in found_in(book)} == in_folder
