"""Files and folders that appear whole or not at all.

Everything is written under a hidden name beside its place, flushed to the disk, and only then given its name.  The
hidden name says which process of which machine writes, so that what a killed one left is known as such and removed.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WRITING, ASIDE = "writing", "old"
"""What hidden names beside the target hold: what is being written, or what is about to be removed."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A hidden path beside `path` to write to; takes its place when the block ends well, goes when it does not.

    Raises OSError where the disk refuses; what stood at `path` before is then untouched.
    """
    with whole_files(path) as (hidden,):
        yield hidden


@contextmanager
def whole_files(*paths: Path) -> Iterator[tuple[Path, ...]]:
    """As `whole_file` for several that belong together: none takes its place before all are on the disk."""
    drafts: list[Path] = []
    try:
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            clear_leftovers(path)
            handle, name = tempfile.mkstemp(prefix=f"{hidden_prefix(path)}{os.getpid()}-", suffix=path.suffix,
                                            dir=path.parent)
            os.close(handle)
            drafts.append(Path(name))
        yield tuple(drafts)
        for draft in drafts:
            flush(draft)
            draft.chmod(0o666 & ~umask())
        for draft, path in zip(drafts, paths, strict=True):
            os.replace(draft, path)
    except BaseException:
        for draft in drafts:
            draft.unlink(missing_ok=True)
        raise


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A hidden folder to write into, which becomes `folder` when the block ends well; `folder` is not there or empty.

    Raises OSError where the disk refuses, or something stands there by now; nothing is left behind then.
    """
    parents = [parent for parent in [folder.parent, *folder.parent.parents] if not parent.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(folder)
    try:
        hidden = Path(tempfile.mkdtemp(prefix=f"{hidden_prefix(folder)}{os.getpid()}-", dir=folder.parent))
        try:
            yield hidden
            flush_files(hidden)
            hidden.replace(folder)
        except BaseException:
            shutil.rmtree(hidden, ignore_errors=True)
            raise
    except BaseException:
        for parent in parents:
            with suppress(OSError):  # another run may have put something there
                parent.rmdir()
        raise


def flush_files(folder: Path) -> None:
    """Have the files of a folder on the disk, and the folder with the rights of any other."""
    for file in sorted(folder.iterdir()):
        flush(file)
    flush(folder)
    folder.chmod(0o777 & ~umask())


def hidden_prefix(target: Path, what: str = WRITING) -> str:
    """Start of the hidden name beside a file or folder: says what it is, and which machine writes."""
    return f".{target.name}.{what}-{platform.node()}-"


def clear_leftovers(target: Path) -> None:
    """Remove what a killed run of this machine left beside the target; never what a living one is writing."""
    for left in (*left_by_dead(target, WRITING), *left_by_dead(target, ASIDE)):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def bring_back(folder: Path) -> None:
    """Put what was there back in its place where a run was killed between moving it aside and naming its own."""
    for left in left_by_dead(folder, ASIDE):
        older = left / folder.name
        if not folder.exists() and older.is_dir():
            older.rename(folder)
            left.rmdir()


def left_by_dead(target: Path, what: str) -> Iterator[Path]:
    """Hidden names of a kind beside the target whose writer, on this machine, lives no more."""
    prefix = hidden_prefix(target, what)
    for left in target.parent.glob(f"{_escaped(prefix)}*"):
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


def flush(path: Path) -> None:
    """Have a file's content, or a folder's list of names, on the disk before going on."""
    if path.is_dir() and os.name != "posix":
        return  # elsewhere a folder cannot be opened, and renaming is flushed by the system
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def umask() -> int:
    """The rights this process takes from what it makes."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
