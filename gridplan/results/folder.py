"""What makes a folder a results folder: the files in it and the mark that they are all there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from gridplan.library.whole import bring_back

RUN, DATASET, TABLES, WORKBOOK, REPORT = (
    "run.json",
    "results.nc",
    "tables.json",
    "results.xlsx",
    "report.html",
)
FILES = (RUN, DATASET, TABLES, WORKBOOK, REPORT)
MARK = "complete.json"
FORMAT = 3
"""Raised whenever what a results folder holds changes, so that an older one is refused by name."""

PROFILES_GROUP = "profiles"


class ResultsError(Exception):
    """A folder cannot be read as results, or must not be written over.

    `message("zh")` and `message("en")` say why to a planner; `path` is the folder or file meant.
    """

    def __init__(self, path: Path, message_en: str, message_zh: str) -> None:
        self.path, self.message_en, self.message_zh = path, message_en, message_zh
        super().__init__(f"{path}: {message_en}")

    def message(self, lang: str) -> str:
        """The reason with the path, in "zh" or "en"."""
        return f"{self.path}：{self.message_zh}" if lang == "zh" else f"{self.path}: {self.message_en}"


def mark_of(folder: Path, fingerprint: str) -> dict[str, Any]:
    """The content of the mark: format, fingerprint of the inputs, size and sha256 of each file."""
    files = {
        name: {"bytes": (folder / name).stat().st_size, "sha256": sha256(folder / name)} for name in FILES
    }
    return {"format": FORMAT, "fingerprint": fingerprint, "files": files}


def is_results(folder: Path) -> bool:
    """Whether a folder carries a readable mark, and so may be replaced by newer results."""
    try:
        return "files" in json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def check_whole(folder: Path) -> dict[str, Any]:
    """The mark of a complete results folder, after seeing that every file is there and as it was written.

    Raises ResultsError naming the folder or the file: no folder, no mark (a half result), a format this
    version does not know, a file missing or changed.  Results that a killed run had moved aside are put back first.
    """
    bring_back(folder)
    if not folder.is_dir():
        raise ResultsError(folder, "there is no such results folder", "没有此结果文件夹")
    if not (folder / MARK).is_file():
        raise ResultsError(
            folder,
            f"not a complete result: {MARK} is missing, so writing never ended; run the case again",
            f"结果不完整：缺少 {MARK}，写出未完成；请重新运行",
        )
    if not is_results(folder):
        raise ResultsError(
            folder / MARK, "the mark of a complete result cannot be read", "完整性标记无法读取"
        )
    mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
    if mark["format"] != FORMAT:
        raise ResultsError(
            folder,
            f"results of format {mark['format']}; this version reads format {FORMAT}",
            f"结果格式为 {mark['format']}，本版本只读取格式 {FORMAT}",
        )
    for name, known in mark["files"].items():
        file = folder / name
        if not file.is_file():
            raise ResultsError(file, "missing from the results", "结果中缺少此文件")
        # The workbook and the report may be edited by hand; only what is read back must be as written.
        if name in (RUN, DATASET, TABLES) and (
            file.stat().st_size != known["bytes"] or sha256(file) != known["sha256"]
        ):
            raise ResultsError(file, "changed or damaged since it was written", "写出后被修改或损坏")
    return dict(mark)


def sha256(file: Path) -> str:
    """Hexadecimal sha256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
