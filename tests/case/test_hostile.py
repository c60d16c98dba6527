"""Files made to harm: refused or inert, in bounded time, with a sentence that names them; nothing runs, nothing is
fetched."""

from __future__ import annotations

import ast
import os
import re
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import gridplan
from gridplan.case import grid, safety
from gridplan.case.load import check_case, load_case
from gridplan.case.problems import CaseError, errors, render
from gridplan.case.workbook import write_workbook
from tests.case.support.corpus import found_in, series_read_once
from tests.case.support.tiny import cell, replaced, write_tiny

FORBIDDEN = {
    "pickle",
    "cPickle",
    "dill",
    "shelve",
    "marshal",
    "socket",
    "urllib",
    "http",
    "requests",
    "ftplib",
    "subprocess",
    "ctypes",
    "webbrowser",
}
MAY = {"solve/memory.py": {"ctypes"}}
"""Two functions of the C library by name, with numbers that stand in the code: nothing that is read gets there."""
CALLS = {"eval", "exec", "compile", "__import__", "read_pickle", "to_pickle"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case as a workbook."""
    folder = tmp_path_factory.mktemp("book")
    return write_workbook(write_tiny(folder / "case"), folder / "case.xlsx", "en")


def copied(book: Path, path: Path, parts: dict[str, bytes], without: tuple[str, ...] = ()) -> Path:
    """The workbook with other or more parts in its archive."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in without and name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def rules(path: Path) -> set[str]:
    with series_read_once():
        return {one.rule for one in errors(found_in(path))}


def test_macros_are_refused(book: Path, tmp_path: Path) -> None:
    assert rules(copied(book, tmp_path / "m.xlsx", {"xl/vbaProject.bin": b"x"})) == {"workbook_macros"}
    named = tmp_path / "case.xlsm"
    named.write_bytes(book.read_bytes())
    assert rules(named) == {"case_missing"}


def test_an_entity_bomb_is_refused_unopened(book: Path, tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    assert rules(copied(book, tmp_path / "e.xlsx", {"xl/workbook.xml": bomb})) == {"workbook_entities"}
    wide = bomb.decode().encode("utf-16")
    assert rules(copied(book, tmp_path / "w.xlsx", {"xl/workbook.xml": wide})) == {"workbook_entities"}


def test_a_cell_of_padding_is_refused_unopened(book: Path, tmp_path: Path) -> None:
    cell = b"<worksheet><sheetData><row><c><is><t>%s</t></is></c></row></sheetData></worksheet>" % (b"a" * 17 * 2**20)
    assert rules(copied(book, tmp_path / "p.xlsx", {"xl/worksheets/sheet4.xml": cell})) == {"file_too_large"}


def test_a_zip_bomb_is_refused_unopened(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MOST_UNPACKED_BYTES", 20 * 2**20)
    path = copied(book, tmp_path / "z.xlsx", {"xl/media/zero.bin": bytes(21 * 2**20)})
    assert path.stat().st_size < 2**20
    assert rules(path) == {"file_too_large"}


def test_a_broken_archive_is_named(book: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(book.read_bytes()[:4000])
    assert rules(cut) == {"workbook_unreadable"}
    torn = copied(book, tmp_path / "torn.xlsx", {"xl/workbook.xml": b"<workbook"})
    assert rules(torn) == {"workbook_unreadable"}


def test_a_sheet_that_turns_out_to_be_torn_is_named(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "late.xlsx"
    with zipfile.ZipFile(book) as archive:
        place = archive.getinfo("xl/worksheets/sheet4.xml")
    content = bytearray(book.read_bytes())
    content[place.header_offset + 200] ^= 0xFF  # within the compressed part: its check does not fit any more
    path.write_bytes(bytes(content))
    assert rules(path) == {"workbook_unreadable"}


def test_a_sheet_with_far_away_or_too_many_rows_is_bounded(
    tmp_path: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / "far.xlsx"
    edited = openpyxl.load_workbook(book)
    edited["demand"].cell(1_000_000, 3, "far")
    edited.save(far)
    assert "row_length" not in rules(far)
    monkeypatch.setattr("gridplan.case.workbook_read.MOST_ROWS", 50)
    assert rules(book) == {"file_too_long"}


def test_formulas_and_links_to_other_files_are_not_followed(book: Path, tmp_path: Path) -> None:
    edited = openpyxl.load_workbook(book)
    edited["demand"]["C3"] = "='[http://127.0.0.1/other.xlsx]Sheet1'!A1"
    edited["cohorts"]["B3"] = '=WEBSERVICE("http://127.0.0.1/")'
    edited.save(tmp_path / "links.xlsx")
    assert "formula_uncomputed" in rules(tmp_path / "links.xlsx")


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder where a table is due": (
        lambda f: ((f / "stores.csv").unlink(), (f / "stores.csv").mkdir()),
        "not_a_file",
    ),
    "a folder for the settings": (lambda f: ((f / "case.toml").unlink(), (f / "case.toml").mkdir()), "not_a_file"),
    "a pipe": (lambda f: ((f / "stores.csv").unlink(), os.mkfifo(f / "stores.csv")), "not_a_file"),
    "a link out of the case": (
        lambda f: ((f / "stores.csv").unlink(), (f / "stores.csv").symlink_to("/etc/hostname")),
        "file_elsewhere",
    ),
    "series by a link out": (
        lambda f: ((f / "profiles").mkdir(), (f / "profiles/x.csv").symlink_to("/etc/hostname")),
        "file_elsewhere",
    ),
    "scenarios by a link out": (lambda f: (f / "scenarios.toml").symlink_to("/etc/hostname"), "file_elsewhere"),
    "a folder of series by a link out": (lambda f: (f / "profiles").symlink_to("/etc"), "file_elsewhere"),
    "settings by a link out": (
        lambda f: ((f / "case.toml").unlink(), (f / "case.toml").symlink_to("/etc/hostname")),
        "file_elsewhere",
    ),
    "NUL bytes": (
        lambda f: (f / "stores.csv").write_bytes((f / "stores.csv").read_bytes().replace(b"battery", b"b\0t")),
        "control_character",
    ),
    "NUL in the settings": (
        lambda f: (f / "case.toml").write_bytes(b'name = "a\0b"\nyears = [2030]\n'),
        "settings_syntax",
    ),
    "settings nested too deep": (
        lambda f: (f / "case.toml").write_text('name = "a"\nyears = ' + "[" * 100_000 + "]" * 100_000),
        "settings_syntax",
    ),
    "a number of too many digits": (replaced("case.toml", "[2030]", "[" + "9" * 10_000 + "]"), "settings_syntax"),
    "a huge cell": (
        lambda f: (f / "stores.csv").write_text("store,region\n" + "x" * 200_000 + ",ningxia\n"),
        "quote_open",
    ),
    "UTF-16": (lambda f: (f / "stores.csv").write_text("store,region\n", encoding="utf-16"), "encoding_unknown"),
    "a path that climbs in the settings": (
        replaced("case.toml", "name =", 'profiles = "../../etc"\nname ='),
        "setting_unknown",
    ),
    "a path that climbs as a series": (cell("demand.csv", 2, "profile", "../../etc/passwd"), "profile_unknown"),
}


@pytest.mark.skipif(os.name == "nt", reason="pipes and links as on Unix")
@pytest.mark.parametrize("name", list(HOSTILE))
def test_what_is_no_file_of_the_case_is_refused(name: str, tmp_path: Path) -> None:
    change, rule = HOSTILE[name]
    folder = write_tiny(tmp_path / "case")
    change(folder)
    assert rule in rules(folder)


def test_files_too_large_or_too_long_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_tiny(tmp_path / "case")
    with (folder / "stores.csv").open("wb") as file:
        file.truncate(safety.MOST_BYTES + 1)
    assert rules(folder) == {"file_too_large"}
    (folder / "stores.csv").write_text("store,region\n" + "a,ningxia\n" * 30, encoding="utf-8")
    monkeypatch.setattr(grid, "MOST_ROWS", 20)
    assert "file_too_long" in rules(folder)


def test_gbk_is_read_and_named(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    text = (folder / "cohorts.csv").read_text(encoding="utf-8")
    (folder / "cohorts.csv").write_bytes(text.encode("gbk"))
    with series_read_once():
        found = check_case(folder)
    assert [(one.rule, one.file) for one in found] == [("encoding_gbk", "cohorts.csv")]
    assert "GBK" in render(found, "zh")


def test_formula_text_in_a_name_stays_text_in_a_workbook(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    for number, text in enumerate(("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "<script>alert(1)</script>")):
        cell("cohorts.csv", 2 + number % 2, "name_zh", text)(folder)
        path = write_workbook(folder, tmp_path / f"{number}.xlsx", "en")
        with zipfile.ZipFile(path) as archive:
            sheets = [
                archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")
            ]
        assert not any("<f>" in sheet and text.lstrip("=@+")[:3] in sheet for sheet in sheets)
        names = [str(row[1].value) for row in openpyxl.load_workbook(path)["cohorts"].iter_rows()]
        assert text in names


def test_nothing_in_the_package_runs_or_fetches_what_it_reads() -> None:
    root = Path(gridplan.__file__).parent
    for file in root.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                named = {name.name.split(".")[0] for name in node.names}
                assert not (named & FORBIDDEN) - MAY.get(file.relative_to(root).as_posix(), set()), file
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in FORBIDDEN, file
            elif isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                plain = isinstance(node.func, ast.Name) or called.endswith("_pickle")
                assert not (plain and called in CALLS), (file, node.lineno)


def test_two_functions_of_the_c_library_are_called_and_no_other() -> None:
    source = (Path(gridplan.__file__).parent / "solve/memory.py").read_text(encoding="utf-8")
    assert re.findall(r'_of_gnu\("(\w+)"\)', source) == ["mallopt", "malloc_trim"]
    assert source.count("ctypes.") == 1


def test_a_case_is_read_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def refuse(*args: object, **_named: object) -> None:
        tried.append(args)
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert load_case(write_tiny(tmp_path / "case")).settings.name == "tiny"
    assert tried == []


def test_a_refusal_is_a_case_error(book: Path, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="macros"):
        load_case(copied(book, tmp_path / "m.xlsx", {"xl/vbaProject.bin": b"x"}))
