"""A case survives the way through a workbook, and back into a folder, to the last digit and letter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridplan.case.folder import toml_text, workbook_to_folder, write_folder
from gridplan.case.load import check_case, load_case
from gridplan.case.problems import CaseError, Place, errors
from gridplan.case.raw import RawCase, RawTable
from gridplan.case.read import read_raw
from gridplan.case.schema import schema
from gridplan.case.tables import as_float
from gridplan.case.workbook import write_raw, write_workbook
from tests.case.support.tiny import cell, write_tiny


def content(raw: RawCase) -> dict[str, list[dict[str, object]]]:
    """What the planner wrote: cells that are not blank, numbers as numbers, whatever the columns' order."""

    def value(table: RawTable, name: str, text: str) -> object:
        column = table.table.columns[name]
        number = as_float(text) if column.is_number or column.type == "year" else None
        return text if number is None else number

    return {
        name: [
            {
                column: value(table, column, text)
                for column, text in zip(table.columns, row, strict=True)
                if text
            }
            for row in table.cells
        ]
        for name, table in raw.tables.items()
        if table.cells
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_folder_to_workbook_to_folder(tmp_path: Path, lang: str) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("policies.csv", 2, "page", "001")(folder)
    cell("policies.csv", 3, "document", "")  # a column the case does not have stays away
    cell("cohorts.csv", 2, "name_zh", "=1+1")(folder)
    cell("cohorts.csv", 3, "name_zh", "'@-\u4e00")(folder)
    book = write_workbook(folder, tmp_path / "case.xlsx", lang)
    back = workbook_to_folder(book, tmp_path / "back")
    first, second, third = (read_raw(path)[0] for path in (folder, book, back))
    assert content(first) == content(second) == content(third)
    assert first.settings == second.settings == third.settings
    assert list(first.series) == list(second.series) == list(third.series)
    for name in first.series:
        assert np.array_equal(first.series[name].values, third.series[name].values)
    prints = {load_case(path).fingerprint for path in (folder, book, back)}
    assert len(prints) == 1


def test_chinese_workbook_has_chinese_sheets_and_units(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_workbook(write_tiny(tmp_path / "case"), tmp_path / "case.xlsx", "zh"))
    sheet = book["火电机组群"]
    headings = [found.value for found in sheet[1]]
    assert headings[0] == "机组群"
    column = headings.index("单位投资") + 1
    assert sheet.cell(2, column).value == "CNY/kW"
    assert sheet.cell(3, column).value == 4000
    assert sheet.freeze_panes == "B3"
    assert sheet.cell(1, column).comment is not None
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert any("coal,coal_usc_new" in str(rule.formula1) for rule in rules.values())
    assert any("'省区'!$A$3" in str(rule.formula1) for rule in rules.values())


def test_fault_in_a_workbook_is_named_by_sheet_and_row(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("renewables.csv", 3, "existing_gw", "20000")(folder)
    book = write_workbook(folder, tmp_path / "case.xlsx", "zh")
    found = errors(check_case(book))
    assert [(one.file, one.row, one.column) for one in found] == [
        ("case.xlsx [风光与径流水电]", 4, "existing_gw")
    ]


def test_workbook_of_an_unreadable_case_is_refused(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell("cohorts.csv", 1, "unit_mw", "unit_size")(folder)
    with pytest.raises(CaseError):
        write_workbook(folder, tmp_path / "case.xlsx")
    assert not (tmp_path / "case.xlsx").exists()


def edited(tmp_path: Path, sheet: str, place: str, value: object, title: str | None = None) -> Path:
    """The small case's English workbook with one cell changed by other hands."""
    path = write_workbook(write_tiny(tmp_path / "case"), tmp_path / "case.xlsx", "en")
    book = openpyxl.load_workbook(path)
    book[sheet][place] = value
    if title:
        book[sheet].title = title
    book.save(path)
    return path


def test_unknown_sheet_is_named(tmp_path: Path) -> None:
    found = check_case(edited(tmp_path, "response", "A1", "response", title="respnse"))
    assert [one.rule for one in errors(found)] == ["sheet_unknown"]
    assert 'did you mean "response"' in errors(found)[0].hint_en


def test_missing_and_repeated_sheets_are_named(tmp_path: Path) -> None:
    path = write_workbook(write_tiny(tmp_path / "case"), tmp_path / "case.xlsx", "en")
    book = openpyxl.load_workbook(path)
    del book["demand"]
    book.copy_worksheet(book["fuels"]).title = "燃料"
    book.save(path)
    found = errors(check_case(path))
    assert {("sheet_missing", "demand"), ("file_twice", "fuels")} <= {(one.rule, one.table) for one in found}


def test_own_sheet_is_passed_over(tmp_path: Path) -> None:
    found = check_case(edited(tmp_path, "response", "A1", "scribble", title="#scratch"))
    assert not errors(found)


def test_formula_without_result_is_named(tmp_path: Path) -> None:
    found = errors(check_case(edited(tmp_path, "demand", "C3", "=50+50")))
    assert ("formula_uncomputed", 3) in [(one.rule, one.row) for one in found]


def test_heading_with_unit_and_mixed_languages(tmp_path: Path) -> None:
    path = edited(tmp_path, "demand", "C1", "全社会用电量（TWh）")
    assert load_case(path).tables["demand"]["energy_twh"].tolist() == [100.0]


def test_not_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_text("no zip")
    with pytest.raises(CaseError, match="cannot be opened"):
        load_case(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_without_rows_has_every_sheet(tmp_path: Path, lang: str) -> None:
    empty = RawCase(Path("template"), "", {"name": "new", "years": [2030], "language": lang})
    raw, _ = read_raw(write_raw(empty, tmp_path / "template.xlsx", lang))
    assert set(raw.tables) == set(schema().tables)
    assert not any(table.cells for table in raw.tables.values())
    assert raw.settings == {"name": "new", "years": [2030], "language": lang}


def test_headings_of_a_table_are_told_apart() -> None:
    for table in schema().tables.values():
        for column in table.columns.values():
            assert table.heading(column.name) is column
            assert table.heading(column.name_zh) is column
            assert table.heading(f"{column.name_zh}（{column.unit}）") is column


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=20).filter(
    lambda text: text == text.strip()
)
NUMBER = st.floats(allow_nan=False, allow_infinity=False, width=64)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(st.tuples(TEXT, NUMBER, TEXT), min_size=1, max_size=20), notes=st.lists(TEXT.filter(bool))
)
def test_any_text_and_number_survives(
    rows: list[tuple[str, float, str]], notes: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    table = schema().tables["policies"]
    cells = [[f"p{row}", name, repr(number), page] for row, (name, number, page) in enumerate(rows)]
    toml = {"name": "x", "years": [2030], "discount_rate": 0.1 + 0.2, "notes": {"zh": notes}}
    written = RawTable(
        table, "", ["policy", "name_zh", "value", "page"], cells, list(range(2, len(cells) + 2))
    )
    raw = RawCase(folder, "", toml, {"policies": written})
    back, _ = read_raw(write_raw(raw, folder / "case.xlsx", "zh"))
    again, _ = read_raw(write_folder(back, folder / "case"))
    assert content(back)["policies"] == content(raw)["policies"] == content(again)["policies"]
    expected = toml if notes else {**toml, "notes": {}}
    for one in (back, again):
        assert {"notes": {}, **one.settings} == expected


def test_toml_text_is_read_back() -> None:
    import tomllib

    value = {"name": 'a "b" \\ \n\x7f 宁夏', "years": [2030], "solver": {"threads": 2, "time_limit_s": 1e16}}
    assert tomllib.loads(toml_text(value)) == value


def test_place_of_a_workbook_cell() -> None:
    assert Place("a.xlsx [demand]", "demand", 3).at("energy_twh").column == "energy_twh"
