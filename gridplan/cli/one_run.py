"""One run at a time into one results folder."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridplan.cli.faults import Stop


@contextmanager
def one_run(folder: Path) -> Iterator[None]:
    """Hold a results folder for this run, by a hidden file beside it with our machine and process.

    A file left by a run of this machine that lives no more is taken over.

    Raises Stop where another run holds the folder, OSError where the file cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    held = folder.parent / f".{folder.name}.running"
    _take(held, folder)
    try:
        yield
    finally:
        held.unlink(missing_ok=True)


def _take(held: Path, folder: Path) -> None:
    for _ in range(2):
        try:
            with held.open("x", encoding="utf-8") as file:
                file.write(f"{platform.node()} {os.getpid()}")
            return
        except FileExistsError:
            holder = _holder(held)
            if holder is not None:
                raise Stop("folder_in_use", folder=folder, holder=holder, file=held) from None
            held.unlink(missing_ok=True)
    raise Stop("folder_in_use", folder=folder, holder="?", file=held)


def _holder(held: Path) -> str | None:
    """Who holds the folder; None where he lives no more, or was killed before he could write his name."""
    from gridplan.results.whole import alive

    try:
        words = held.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return None
    if len(words) != 2 or not words[1].isdigit():
        return None
    machine, process = words[0], int(words[1])
    if machine == platform.node() and (process == os.getpid() or not alive(process)):
        return None
    return f"{machine}, {process}"
