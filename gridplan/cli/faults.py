"""From whatever went wrong to a sentence and an exit code; no traceback reaches the planner."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import typer

from gridplan.cli.voice import Voice
from gridplan.library.text import writable

OWN_FAULT, WRONG_INPUT, NOT_MET, STOPPED = 1, 2, 3, 4

DISK_FAULTS = {errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT}


class Stop(Exception):
    """The command ends here, with a sentence of `words.py` and an exit code."""

    def __init__(self, key: str, code: int = WRONG_INPUT, **blanks: object) -> None:
        super().__init__(key)
        self.key, self.code, self.blanks = key, code, blanks


@contextmanager
def guarded(voice: Voice) -> Iterator[None]:
    """Run a command; every exception leaves as typer.Exit with its code, after a sentence on standard error."""
    from gridplan.cli.machine import require_memory

    try:
        require_memory()
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        voice.aside(voice.text("stopped"))
        raise typer.Exit(STOPPED) from None
    except Exception as fault:
        raise typer.Exit(_spoken(fault, voice)) from None


def _spoken(fault: Exception, voice: Voice) -> int:
    """Say what went wrong; the exit code."""
    from gridplan.case.problems import CaseError, render
    from gridplan.library.errors import LibraryError
    from gridplan.results.folder import ResultsError

    if isinstance(fault, Stop):
        voice.aside(voice.text(fault.key, **fault.blanks))
        return fault.code
    if isinstance(fault, CaseError):
        voice.aside(render(fault.problems, voice.lang))
        voice.aside(voice.text("nothing_written"))
        return WRONG_INPUT
    if isinstance(fault, LibraryError):
        voice.aside(str(fault))
        return WRONG_INPUT
    if isinstance(fault, MemoryError):
        voice.aside(voice.text("memory_out"))
        return OWN_FAULT
    if isinstance(fault, ResultsError):
        voice.aside(fault.message(voice.lang))
        return WRONG_INPUT
    if _folder_gone(fault):
        voice.aside(voice.text("folder_gone"))
        return WRONG_INPUT
    cause = _file_fault(fault)
    if cause is not None:
        return _disk(cause, voice)
    if _was_interrupted(fault):
        voice.aside(voice.text("stopped"))
        return STOPPED
    return _own_fault(fault, voice)


def _was_interrupted(fault: BaseException | None) -> bool:
    """Whether Ctrl-C is behind a fault: libraries that clean up after it can fail at that, or wrap it."""
    while fault is not None and not isinstance(fault, KeyboardInterrupt):
        fault = fault.__cause__ or fault.__context__
    return fault is not None


def _file_fault(fault: BaseException) -> OSError | None:
    """The trouble with a file or the disk behind a fault; None where there is none.

    Libraries wrap it (a workbook that cannot be closed), or tell it in words only (HDF5).
    """
    told = re.search(r"errno = (\d+)", str(fault))
    if told:
        return OSError(int(told[1]), os.strerror(int(told[1])), "results.nc")
    if isinstance(fault, OSError) and (fault.filename or fault.errno in DISK_FAULTS):
        return fault
    behind = fault.__cause__ or fault.__context__ or next(
        (one for one in fault.args if isinstance(one, BaseException)), None)
    return _file_fault(behind) if behind is not None else None


def _folder_gone(fault: Exception) -> bool:
    """Whether what could not be found is the folder the command was started in."""
    if not isinstance(fault, FileNotFoundError) or fault.filename:
        return False
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


def _disk(fault: OSError, voice: Voice) -> int:
    reason = fault.strerror or type(fault).__name__
    if fault.errno in DISK_FAULTS:
        path = fault.filename or voice.log or Path.cwd()
        voice.aside(voice.text("disk_trouble", path=path, reason=reason))
        return OWN_FAULT
    key = "cannot_write" if isinstance(fault, PermissionError) else "file_trouble"
    voice.aside(voice.text(key, path=fault.filename, reason=reason))
    return WRONG_INPUT


def _own_fault(fault: Exception, voice: Voice) -> int:
    reason = " ".join(str(fault).split())[:200]
    voice.aside(voice.text("own_fault", kind=type(fault).__name__, reason=reason))
    with suppress(OSError):  # where even that cannot be written, the sentence above is all there is
        voice.aside(voice.text("own_fault_log", log=_keep_details(fault, voice.log)))
    return OWN_FAULT


def _keep_details(fault: Exception, log: Path | None) -> Path:
    """Append the traceback to the run's log, or to a new file among the temporary ones."""
    details = writable("".join(traceback.format_exception(fault)))
    if log is not None:
        with suppress(OSError), log.open("a", encoding="utf-8") as file:
            file.write(details)
            return log
    handle, name = tempfile.mkstemp(prefix="gridplan-", suffix=".log", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(details)
    return Path(name)
