"""A folder written whole or not at all.

Everything is written into a hidden folder beside the target, flushed to the disk, and only then given the target's
name. Whatever goes wrong before that leaves the target, and what stood there before, as they were.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WRITING, ASIDE = "writing", "old"
"""What a hidden folder beside the target holds: what is being written, or what is about to be removed."""


@contextmanager
def whole_folder(folder: Path, check: Callable[[], None]) -> Iterator[Path]:
    """A hidden folder to write into, which becomes `folder` when the block ends well and is removed when it does not.

    `check` sees, once more before the names change, that `folder` may still be replaced; it raises where not. What
    killed runs of this machine left beside the target is removed first.

    Raises OSError where the disk refuses.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(folder)
    hidden = Path(tempfile.mkdtemp(prefix=hidden_prefix(folder) + f"{os.getpid()}-", dir=folder.parent))
    try:
        yield hidden
        for file in sorted(hidden.iterdir()):
            _flush(file)
        _flush(hidden)
        hidden.chmod(0o777 & ~_umask())
        check()
        _put_in_place(hidden, folder)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise


def _put_in_place(hidden: Path, folder: Path) -> None:
    """Give the new results their name; older ones are removed only once the new ones stand."""
    if not folder.exists():
        hidden.rename(folder)
        _flush(folder.parent)
        return
    aside = Path(tempfile.mkdtemp(prefix=hidden_prefix(folder, ASIDE) + f"{os.getpid()}-", dir=folder.parent))
    folder.rename(aside / folder.name)
    try:
        hidden.rename(folder)
    except BaseException:
        (aside / folder.name).rename(folder)
        aside.rmdir()
        raise
    _flush(folder.parent)
    shutil.rmtree(aside)


def hidden_prefix(folder: Path, what: str = WRITING) -> str:
    """Start of the hidden folder's name: says what it is, and which machine writes."""
    return f".{folder.name}.{what}-{platform.node()}-"


def clear_leftovers(folder: Path) -> None:
    """Remove what a killed run of this machine left beside the target; never what a living one is writing."""
    for left in (*_left_by_dead(folder, WRITING), *_left_by_dead(folder, ASIDE)):
        shutil.rmtree(left, ignore_errors=True)


def bring_back(folder: Path) -> None:
    """Put what was there back in its place where a run was killed between moving it aside and naming its own."""
    for left in _left_by_dead(folder, ASIDE):
        older = left / folder.name
        if not folder.exists() and older.is_dir():
            older.rename(folder)
            left.rmdir()


def _left_by_dead(folder: Path, what: str) -> Iterator[Path]:
    """Hidden folders of a kind beside the target whose writer, on this machine, lives no more."""
    prefix = hidden_prefix(folder, what)
    for left in folder.parent.glob(f"{_escaped(prefix)}*"):
        writer = left.name.removeprefix(prefix).split("-")[0]
        if writer.isdigit() and not alive(int(writer)):
            yield left


def _escaped(text: str) -> str:
    """Text that a glob takes literally."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


def alive(process: int) -> bool:
    """Whether a process of this machine runs, as far as it can be told."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _flush(path: Path) -> None:
    """Have a file's content, or a folder's list of names, on the disk before going on."""
    if path.is_dir() and os.name != "posix":
        return  # elsewhere a folder cannot be opened, and renaming is flushed by the system
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
