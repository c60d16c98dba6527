"""Writing a comparison whole or not at all: workbook, page, and the mark that names what was compared."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from gridplan import __version__
from gridplan.library.whole import bring_back
from gridplan.results.folder import ResultsError, sha256
from gridplan.results.whole import whole_folder
from gridplan.results.write import write_json
from gridplan.scenarios.compare_gather import Comparison

WORKBOOK, PAGE, MARK = "comparison.xlsx", "comparison.html", "comparison.json"
FORMAT = 1


def write_comparison(comparison: Comparison, folder: Path, overwrite: bool = False) -> Path:
    """Write comparison.xlsx, comparison.html and comparison.json into `folder`; give the folder.

    Raises ResultsError where `folder` exists and may not be replaced (see `check_target`), OSError where the disk
    refuses; then, and on any other exception, nothing new is left behind and an older comparison stands.
    """
    # Imported here: charts bring libraries that refusing a folder does not need.
    from gridplan.scenarios.compare_page import write_page
    from gridplan.scenarios.compare_workbook import write_workbook

    check_target(folder, overwrite)
    with whole_folder(folder, lambda: check_target(folder, overwrite)) as hidden:
        created = datetime.now(UTC).isoformat(timespec="seconds")
        write_workbook(comparison, hidden / WORKBOOK, created)
        write_page(comparison, hidden / PAGE, created)
        write_json(hidden / MARK, _mark(comparison, hidden, created))
    return folder


def check_target(folder: Path, overwrite: bool) -> None:
    """See that a comparison may be written to `folder`.

    Raises ResultsError: something that is no comparison stands there (never touched), or one does and `overwrite` is
    not given.
    """
    bring_back(folder)
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_symlink() or not is_comparison(folder):
        raise ResultsError(folder, "exists and is not a comparison; it is left alone, choose another name",
                           "已存在且不是对比结果，不会改动；请换一个名称")
    if not overwrite:
        raise ResultsError(folder, "holds a comparison already; choose another name or ask to overwrite",
                           "已有对比结果；请换一个名称，或指定覆盖")


def is_comparison(folder: Path) -> bool:
    """Whether a folder carries a comparison's mark, and so may be replaced by a newer one."""
    try:
        return "scenarios" in json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def _mark(comparison: Comparison, folder: Path, created: str) -> dict[str, object]:
    files = {name: {"bytes": (folder / name).stat().st_size, "sha256": sha256(folder / name)}
             for name in (WORKBOOK, PAGE)}
    scenarios = [{"name": one.name, "folder": str(one.folder), "case": one.run["case"],
                  "fingerprint": one.run["fingerprint"], "status": one.run["status"], "hours": one.run["hours"],
                  "cost_million_cny": one.cost_million_cny} for one in comparison.scenarios]
    return {"format": FORMAT, "gridplan": __version__, "created": created, "base": comparison.base.name,
            "scenarios": scenarios, "remarks": [remark.en for remark in comparison.remarks], "files": files}
