"""Every text a case may hold as markup and as a formula: report and results workbook show it and do nothing with it."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from gridplan.case.read import read_raw
from gridplan.case.schema import schema
from gridplan.library.paths import cases_dir
from tests.cli.support import typed

ATTACKS = (
    "=cmd|' /C calc'!A0",
    '"><probe onprobe=1>',
    "</script><probe onprobe=2>",
    "+1+1",
    "</style></title><probe onprobe=3>",
    "@SUM(1;2)&'\"",
    "<!-- <probe onprobe=4>",
    "-2+3",
    "=HYPERLINK(\"http://probe\";\"x\")",
    "\\u003cprobe onprobe=5\\u003e ${7*7} {{7*7}} [x]:*?/",
)
SAFE_TEXT = {"name_zh", "name_en", "document", "page", "source"}
"""Text columns that hold whatever a planner writes; the others name an asset, a province or a target."""
CASE = "ningxia-2030-levers"


class Tags(HTMLParser):
    """The tags, attributes and comments a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.comments = 0
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_comment(self, data: str) -> None:
        self.comments += 1

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _hostile(case: Path) -> set[str]:
    """Give every free text of a case an attack; the texts that were written."""
    written: set[str] = set()
    for file in sorted(case.glob("*.csv")):
        columns = {name for name, column in schema().tables[file.stem].columns.items() if column.type == "text"}
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.reader(opened))
        for place, name in enumerate(rows[0]):
            if name in columns & SAFE_TEXT:
                for number, cells in enumerate(rows[1:]):
                    cells[place] = f"{ATTACKS[(place + number) % len(ATTACKS)]} {file.stem} {number}"
                    written.add(cells[place])
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(rows)
    settings = (case / "case.toml").read_text(encoding="utf-8").split("[notes]")[0]
    for number, key in enumerate(("name_zh", "name_en")):
        settings = re.sub(f"^{key} = .*$", f"{key} = '''{ATTACKS[number]}'''", settings, flags=re.MULTILINE)
    notes = "\n".join(f"{key} = ['''{ATTACKS[1]}''', '''{ATTACKS[2]}''']" for key in ("zh", "en"))
    (case / "case.toml").write_text(f"{settings}[notes]\n{notes}\n", encoding="utf-8")
    return written


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    place = tmp_path_factory.mktemp("hostile")
    shutil.copytree(cases_dir() / CASE, place / CASE)
    texts = _hostile(place / CASE)
    said = typed("run", place / CASE, "--hours", "24", "--out", place / "out", "--lang", "en")
    assert said.code in (0, 3), said.asides
    assert len(texts) > 100
    return place / "out", texts


def test_no_text_of_a_case_becomes_markup_of_the_report(result: tuple[Path, set[str]]) -> None:
    page = Tags()
    page.feed((result[0] / "report.html").read_text(encoding="utf-8"))
    page.close()
    assert "probe" not in page.tags and page.comments == 0
    assert [name for name in page.attributes if name.startswith("on")] == []
    shown = "".join(page.text)
    assert [attack for attack in ATTACKS if attack not in shown] == []


def test_no_text_of_a_case_is_more_than_text_in_the_workbook(result: tuple[Path, set[str]]) -> None:
    path, texts = result[0] / "results.xlsx", result[1]
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    shown = {cell.value for cell in cells}
    assert [attack for attack in ATTACKS if not any(attack in text for text in shown & texts)] == []
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            assert not re.search("external|vba|connections", name, re.IGNORECASE), name
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name), name


def test_no_text_of_a_case_is_more_than_text_in_its_own_workbook(result: tuple[Path, set[str]]) -> None:
    place = result[0].parent
    said = typed("workbook", place / CASE, place / "case.xlsx")
    assert said.code == 0, said.asides
    cells = [cell for sheet in openpyxl.load_workbook(place / "case.xlsx") for row in sheet.iter_rows() for cell in row]
    # Its own formulas read the lists of choices and nothing else.
    assert [cell.value for cell in cells if cell.data_type == "f" and not cell.value.startswith("=IF(")] == []
    assert result[1] <= {cell.value for cell in cells}


def _cells(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [cell for row in csv.reader(opened) for cell in row]


def test_no_text_of_a_case_is_a_formula_in_the_tables_written_for_a_spreadsheet(result: tuple[Path, set[str]]) -> None:
    out, texts = result
    place = out.parent
    said = typed("audit", out, "--csv", place / "checks.csv")
    assert said.code in (0, 3), said.asides
    said = typed("diff", cases_dir() / CASE, place / CASE, "--out", place / "diff.csv", "--lang", "en")
    assert said.code in (0, 3), said.asides
    said = typed("workbook", place / CASE, place / "again.xlsx")
    assert said.code == 0, said.asides
    said = typed("folder", place / "again.xlsx", place / "again")
    assert said.code == 0, said.asides
    files = [place / "checks.csv", place / "diff.csv", *(place / "again").glob("*.csv")]
    started = [cell for file in files for cell in _cells(file) if cell[:1] in ("=", "+", "-", "@")]
    assert [cell for cell in started if not _is_number(cell)] == []
    tables = read_raw(place / "again")[0].tables.values()
    assert texts <= {cell for table in tables for row in table.cells for cell in row}


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
