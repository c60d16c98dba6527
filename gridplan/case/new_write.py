"""Writing a new case as a folder, whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gridplan.case.folder import toml_text
from gridplan.case.new_draft import Cell, Draft
from gridplan.case.schema import schema
from gridplan.library.csv_text import ENCODING
from gridplan.library.whole import new_folder


class FolderNotEmpty(FileExistsError):
    """The folder of a new case already holds something."""


def write_case(draft: Draft, folder: Path, name: str, lang: str = "zh") -> None:
    """Write case.toml and one CSV per table with rows; the folder appears complete or stays as it was.

    `lang` ("zh" or "en") becomes the language of the case's results.

    Raises FolderNotEmpty when the folder exists and holds anything, ValueError when a row has a column the
    schema does not know, OSError when it cannot be written.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(f"{folder} exists and is not an empty folder; choose another or empty it")
    with new_folder(folder) as hidden:
        (hidden / "case.toml").write_text(toml_text(settings_of(draft, name, lang)), encoding="utf-8")
        for table, rows in draft.tables.items():
            _write_table(hidden / f"{table}.csv", table, rows)


def settings_of(draft: Draft, name: str, lang: str = "zh") -> dict[str, Any]:
    """The keys of case.toml: names, planning years, seed, discount rate, and the remarks for the planner."""
    ends = [str(year) for year in dict.fromkeys((draft.first_year, draft.years[-1]))]
    span_zh, span_en = "—".join(ends), "-".join(ends)
    return {
        "name": name,
        "name_zh": f"{draft.province.name_zh}{span_zh}年电力规划",
        "name_en": f"{draft.province.name_en} {span_en} power plan",
        "years": list(draft.years),
        "weather_seed": 1,
        "calendar_year": draft.first_year,
        "discount_rate": 0.06,
        "language": lang,
        "solver": {"method": "auto"},
        "notes": {"zh": [note.zh for note in draft.notes], "en": [note.en for note in draft.notes]},
    }


def _write_table(path: Path, table: str, rows: list[dict[str, Cell]]) -> None:
    known = list(schema().tables[table].columns)
    used = {column for row in rows for column in row}
    strange = used.difference(known)
    if strange:
        raise ValueError(f"{path.name}: the schema has no column {', '.join(sorted(strange))}")
    columns = [column for column in known if column in used]
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell_text(row, column) for column in columns] for row in rows)


def cell_text(row: Mapping[str, Cell], column: str) -> str:
    """A cell as a table of the case spells it; blank where the row says nothing."""
    cell = row.get(column)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
