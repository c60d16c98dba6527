"""Text in CSV files never becomes a formula, and comes back as it was."""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gridplan
from gridplan.library.csv_text import STARTS, guarded, unguarded, write_frame, write_rows

WRITERS = {"library/csv_text.py": "frames and rows", "case/folder.py": "guards its cells",
           "case/new_write.py": "figures of the library only"}


FORMULAS = ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "＝1+1", "'=1", "-", "+"]
PLAIN = ["-5", "+0.25", "-1e-3", ".5", "燃煤", "O'Neill", "'quoted'", "a=b", "", "5-6", -2.5, 7, None, True]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(f"'{text}") == text


@pytest.mark.parametrize("cell", PLAIN)
def test_numbers_and_plain_text_stay_as_they_are(cell: object) -> None:
    assert guarded(cell) is cell
    assert not isinstance(cell, str) or unguarded(cell) == cell


@given(st.text(alphabet="'=+-@1.e x燃", max_size=6))
def test_every_text_comes_back(text: str) -> None:
    written = guarded(text)
    assert isinstance(written, str) and unguarded(written) == text
    assert written == text or written[0] == "'"


def test_names_headings_and_figures_of_a_table(tmp_path: Path) -> None:
    frame = pd.DataFrame({"=name": ["=1+1", "coal"], "mixed": ["-5", -5.0], "gw": [-1.5, float("nan")],
                          "on": [True, False]})
    write_frame(frame, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "'=name,mixed,gw,on", "'=1+1,-5,-1.5,True", "coal,-5.0,,False"]
    assert list(frame.columns) == ["=name", "mixed", "gw", "on"] and frame.iloc[0, 0] == "=1+1"
    assert (tmp_path / "table.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_rows(tmp_path: Path) -> None:
    write_rows(tmp_path / "rows.csv", [("where", "value"), ("@here", -0.5)])
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["where", "value"], ["'@here", "-0.5"]]


def test_no_other_module_writes_csv_files() -> None:
    top = Path(gridplan.__file__).parent
    for file in top.rglob("*.py"):
        if file.relative_to(top).as_posix() in WRITERS:
            continue
        calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                 if isinstance(node, ast.Call)}
        assert not [call for call in calls if call.endswith(("to_csv", "csv.writer", "DictWriter"))], file


def test_every_start_is_one_a_spreadsheet_takes_for_a_formula() -> None:
    assert all(guarded(f"{start}1+1") == f"'{start}1+1" for start in STARTS.replace("\\", ""))
