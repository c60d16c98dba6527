"""A results folder written whole or not at all, where older results may stand.

Everything is written into a hidden folder beside the target (library/whole.py), flushed to the disk, and only then
given the target's name. Whatever goes wrong before that leaves the target, and what stood there before, as they were.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gridplan.library.whole import ASIDE, bring_back, clear_leftovers, flush, flush_files, hidden_prefix


@contextmanager
def whole_folder(folder: Path, check: Callable[[], None]) -> Iterator[Path]:
    """A hidden folder to write into, which becomes `folder` when the block ends well and is removed when it does not.

    `check` sees, once more before the names change, that `folder` may still be replaced; it raises where not. What
    killed runs of this machine left beside the target is removed first, results they had moved aside put back.

    Raises OSError where the disk refuses.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    bring_back(folder)
    clear_leftovers(folder)
    hidden = Path(tempfile.mkdtemp(prefix=f"{hidden_prefix(folder)}{os.getpid()}-", dir=folder.parent))
    try:
        yield hidden
        flush_files(hidden)
        check()
        _put_in_place(hidden, folder)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise


def _put_in_place(hidden: Path, folder: Path) -> None:
    """Give the new results their name; older ones are removed only once the new ones stand."""
    if not folder.exists():
        hidden.rename(folder)
        flush(folder.parent)
        return
    aside = Path(tempfile.mkdtemp(prefix=f"{hidden_prefix(folder, ASIDE)}{os.getpid()}-", dir=folder.parent))
    folder.rename(aside / folder.name)
    try:
        hidden.rename(folder)
    except BaseException:
        (aside / folder.name).rename(folder)
        aside.rmdir()
        raise
    flush(folder.parent)
    shutil.rmtree(aside)
