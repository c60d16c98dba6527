"""Where a case is read from and results are written to."""

from __future__ import annotations

import os
import tempfile
from difflib import get_close_matches
from itertools import chain, count
from pathlib import Path

from gridplan.cli.faults import Stop
from gridplan.cli.progress import is_log
from gridplan.cli.voice import Voice

SHIPPED_FOLDER = "cases"
WORKBOOK = ".xlsx"


def find_case(given: str, voice: Voice) -> Path:
    """The case meant: a path that exists, else the shipped case of that name (said so).

    Raises Stop where there is neither, or where the folder holds results.
    """
    path = Path(given)
    if path.exists():
        if (path / "run.json").is_file() and not (path / "case.toml").is_file():
            raise Stop("is_results", given=given)
        return path
    shipped = shipped_cases()
    parts = path.parts
    name = parts[-1] if len(parts) == 1 or (len(parts) == 2 and parts[0] == SHIPPED_FOLDER) else ""
    if name in shipped:
        if not voice.quiet:
            voice.aside(voice.text("shipped", given=given, path=shipped[name]))
        return shipped[name]
    near = get_close_matches(path.name.lower(), shipped, n=1)
    if near:
        raise Stop("case_guess", given=given, guess=near[0])
    raise Stop("case_missing", given=given, known=", ".join(shipped))


def shipped_cases() -> dict[str, Path]:
    """The cases that ship with the tool, by name."""
    from gridplan.library.paths import cases_dir

    return {folder.name: folder for folder in sorted(cases_dir().iterdir()) if (folder / "case.toml").is_file()}


def case_name(case: Path) -> str:
    """What a case is called after its folder or workbook."""
    case = case.resolve()
    if case.name == "case.toml":
        return case.parent.name
    return case.stem if case.suffix.lower() == WORKBOOK else case.name


def results_folder(case: Path, out: Path | None, hours: int, year_hours: int, part: str = "",
                   block_hours: int = 1, foresight: str = "perfect", risk: str = "") -> Path:
    """The folder asked for, else results/<case>, with `part` (a scenario) after a hyphen; a shortened year, averaged
    hours and a plan without foresight or of another risk have their own, so that no plan is mistaken for another."""
    if out is not None:
        return out
    name = f"{case_name(case)}-{part}" if part else case_name(case)
    name = name if foresight == "perfect" else f"{name}-{foresight}"
    name = f"{name}-{risk.replace(':', '-')}" if risk else name
    name = name if hours == year_hours else f"{name}-{hours}h"
    return Path("results") / (name if block_hours == 1 else f"{name}-by-{block_hours}h")


def require_writable(folder: Path) -> None:
    """See that a folder could be made at the path, without leaving a trace.

    Raises Stop naming the nearest folder that exists and cannot be written to, or a file in its place.
    """
    nearest = folder.absolute().parent
    while not nearest.exists():
        nearest = nearest.parent
    if not nearest.is_dir():
        raise Stop("not_folder", path=nearest)
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as fault:
        raise Stop("cannot_write", path=nearest, reason=fault.strerror) from None


def require_writable_file(path: Path) -> None:
    """See that a file could be written to the path.  Raises Stop where none can, or a folder stands there."""
    if path.is_dir():
        raise Stop("not_file", path=path)
    require_writable(path)


def require_new_workbook(path: Path, overwrite: bool) -> None:
    """See that a workbook may be written to the path.

    Raises Stop for another ending, a file that stands there already, or a folder that cannot be written to.
    """
    if path.suffix.lower() != WORKBOOK:
        raise Stop("not_xlsx", path=path)
    if path.exists() and not overwrite:
        raise Stop("exists", path=path)
    require_writable_file(path)


def require_new_folder(folder: Path) -> None:
    """See that a folder may be written to the path: it is not there, or is empty.  Raises Stop otherwise."""
    if folder.exists() and (not folder.is_dir() or any(os.scandir(folder))):
        raise Stop("folder_taken", path=folder)
    require_writable(folder)


def log_beside(folder: Path) -> Path:
    """Where a run into a folder keeps its log until it ends: NAME.log beside it, or NAME.run.log (NAME.run-2.log, ...)
    where that is somebody else's file, such as this command's own words, redirected."""
    names = chain((f"{folder.name}.log", f"{folder.name}.run.log"), (f"{folder.name}.run-{n}.log" for n in count(2)))
    return next(path for path in (folder.parent / name for name in names) if not path.exists() or is_log(path))
