"""One run at a time into one results folder."""

from __future__ import annotations

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
    from gridplan.library.hold import Taken, hold

    folder.parent.mkdir(parents=True, exist_ok=True)
    held = folder.parent / f".{folder.name}.running"
    try:
        with hold(held):
            yield
    except Taken as taken:
        raise Stop("folder_in_use", folder=folder, holder=taken, file=held) from None
