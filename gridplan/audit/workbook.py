"""The workbook's main tables against the dataset, the cost table and the scorecards.

Sheets compared figure by figure: capacity by technology, retrofits, costs by term and asset, both scorecards, channels,
coal and CO2, curtailment, the quota, and the hourly sheets, prices and levels with them.  Tables drawn up for reading
(planning balances, duration curves, typical days, tariffs) are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import openpyxl

from gridplan.audit import workbook_rows
from gridplan.audit.evidence import Evidence
from gridplan.audit.findings import Findings
from gridplan.library.tables import table

DUST = 1e-6
"""Figures below this in the unit shown are written as nothing."""

SHARE = 1e-8
FACTORS = {
    "万千瓦": 0.01, "GW": 1.0, "万千瓦时": 0.01, "GWh": 1.0, "亿千瓦时": 100.0, "TWh": 1000.0, "亿元": 100.0,
    "billion CNY": 1000.0, "%": 1.0, "克/千瓦时": 1.0, "g/kWh": 1.0, "万吨标准煤": 10.0, "万吨": 10.0,
    "Mtce": 1000.0, "Mt": 1000.0, "元/千瓦时": 1000.0, "CNY/MWh": 1.0, "小时": 1.0, "h": 1.0,
}
"""Units of headings, in GW, GWh, kt, million CNY, CNY/MWh, h."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Cell:
    """A value as shown, and what one of its unit is in base units."""

    value: Any
    factor: float


Table = list[dict[str, Cell]]


class Words:
    """Names of the labels in the language the workbook is written in."""

    def __init__(self, sheets: list[str]) -> None:
        rows = table("labels")
        titles = {lang: {str(key): str(text) for key, text in zip(rows["key"], rows[lang], strict=True)}
                  for lang in ("zh", "en")}
        self.lang = next(lang for lang in ("zh", "en") if titles[lang]["sheet.summary"] == sheets[0])
        self._words = titles[self.lang]

    def of(self, key: str) -> str:
        """The word under a key; the last part of the key where there is none."""
        return self._words.get(key, key.rsplit(".", 1)[-1])

    def region(self, evidence: Evidence, region: str, year: int) -> str:
        """What a region is called; its id where the case gives no name."""
        return str(evidence.rows("regions", year).loc[region, f"name_{self.lang}"]) or region

    def asset(self, evidence: Evidence, name: str, year: int) -> str:
        """What an asset of any table is called; the id where the case gives no name."""
        for rows in ("cohorts", "renewables", "reservoirs", "hybrid_pumps", "stores", "links", "response", "loads",
                     "vehicle_to_grid", "electrolysers", "heat_sources", "heat_stores", "emergency_support",
                     "operating_reserve"):
            frame = evidence.rows(rows, year)
            if name in frame.index and f"name_{self.lang}" in frame:
                return str(frame.loc[name, f"name_{self.lang}"]) or name
        return name


def tables_of(rows: list[Row], first: str) -> list[Table]:
    """The tables of a sheet: each begins with a heading whose first cell is ``first`` and ends with a blank line or
    a note, which has one cell only.

    Cells carry the factor from the unit their heading states to base units.
    """
    found: list[Table] = []
    heading: Row | None = None
    for row in rows:
        if len(row) > 1 and row[0] == first and row[1] not in (None, ""):
            heading = row
            found.append([])
        elif heading is not None and (len(row) < 2 or row[0] in (None, "") or row[1] in (None, "")):
            heading = None
        elif heading is not None:
            found[-1].append(dict(_cells(heading, row)))
    return found


def _cells(heading: Row, row: Row) -> Iterator[tuple[str, Any]]:
    for title, value in zip(heading, row, strict=False):
        if title is None:
            return
        name, _, unit = str(title).partition("\n")
        factor = FACTORS.get(re.sub(r"[()（）]", "", unit).strip(), 1.0)
        yield name, Cell(value, factor)


class Sheets:
    """The workbook's sheets as tables."""

    def __init__(self, evidence: Evidence) -> None:
        book = openpyxl.load_workbook(evidence.folder / "results.xlsx", read_only=True, data_only=True)
        self.names = list(book.sheetnames)
        self.words = Words(self.names)
        wanted = {self.words.of(f"sheet.{key}") for key in workbook_rows.SHEETS}
        hourly = self.words.of("sheet.hourly")
        self.rows = {name: [tuple(row) for row in book[name].iter_rows(values_only=True)] for name in self.names
                     if name in wanted or name.startswith(hourly)}
        book.close()


def check(evidence: Evidence, findings: Findings) -> None:
    """Every table that is compared."""
    sheets = Sheets(evidence)
    words = sheets.words
    for key, (first, expected) in workbook_rows.SHEETS.items():
        name = words.of(f"sheet.{key}")
        wanted = [lines for lines in expected(evidence, words) if lines]
        if name not in sheets.rows:
            findings.holds("workbook_sheets", not wanted, name)
            continue
        found = tables_of(sheets.rows[name], words.of(f"header.{first}"))
        findings.holds("workbook_tables", len(found) >= len(wanted), name)
        for shown, lines in zip(found, wanted, strict=False):
            compare(findings, name, shown, lines)
    _hourly(evidence, findings, sheets)


def compare(findings: Findings, sheet: str, shown: Table, expected: list[dict[str, Any]]) -> None:
    """Rows of a table as shown against what is expected, in order; figures to a share, small ones to the dust."""
    findings.holds("workbook_rows", len(shown) == len(expected), f"{sheet}: {len(shown)} / {len(expected)}")
    for number, (row, line) in enumerate(zip(shown, expected, strict=False), start=1):
        for column, value in line.items():
            where = f"{sheet} {column} {number}"
            cell = row.get(column, Cell(None, 1.0))
            if isinstance(value, str):
                findings.holds("workbook_text", str(cell.value or "") == value, where)
                continue
            figure = float("nan") if cell.value in (None, "") else float(cell.value) * cell.factor
            # Dust is written as nothing in the unit shown.
            findings.apart("workbook_figures", figure, value, DUST * cell.factor * (1.0 + 1e-6)
                           + (SHARE * abs(value) if np.isfinite(value) else 0.0), "", where)


def _hourly(evidence: Evidence, findings: Findings, sheets: Sheets) -> None:
    words = sheets.words
    names = [name for name in sheets.names if name.startswith(words.of("sheet.hourly"))]
    pairs = [(region, year) for year in evidence.years for region in evidence.regions]
    findings.holds("workbook_sheets", len(names) == len(pairs), "hourly")
    for name, (region, year) in zip(names, pairs, strict=False):
        rows = sheets.rows[name]
        heading, body = rows[0], rows[1:]
        expected = workbook_rows.hourly(evidence, words, region, year)
        findings.apart("workbook_hours", len(body), len(evidence.weight), 0.5, "", name)
        for position, title in enumerate(heading):
            if title is None:
                continue
            text, _, unit = str(title).partition("\n")
            factor = FACTORS.get(re.sub(r"[()（）]", "", unit).strip(), 1.0)
            if text == words.of("header.weather_year"):
                ours = [list(evidence.chances)[at] for at in evidence.weather]
                findings.holds("workbook_hourly_columns", [row[position] for row in body] == ours, f"{name} {text}")
                continue
            if text not in expected:
                after = 1 if len(evidence.chances) > 1 else 0
                findings.holds("workbook_hourly_columns", position - after in (1, 2), f"{name} {text}")
                continue
            shown = np.array([float(row[position]) if row[position] is not None else np.nan for row in body])
            # Dust is written as nothing in the unit shown, here too.
            least = DUST * factor * (1.0 + 1e-6) + SHARE * float(np.abs(expected[text]).max(initial=0.0))
            findings.apart("workbook_hourly_figures", shown * factor, expected[text], least, "GW, GWh, CNY/MWh",
                           f"{name} {text}")

