"""One process at a time at a piece of work: a file that says which process of which machine holds it."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gridplan.library.whole import alive, clear_leftovers, hidden_prefix

TRIES = 3

_HELD: set[Path] = set()
"""Files this process holds; another one of its number, that a killed process of the same number left, it does not."""


class Taken(Exception):
    """Another process holds the file; `machine` and `process` say which."""

    def __init__(self, machine: str, process: str) -> None:
        super().__init__(f"{machine}, {process}")
        self.machine, self.process = machine, process


@contextmanager
def hold(file: Path) -> Iterator[str]:
    """Hold a file while the block runs; gives its text, which no other holder has.

    A file left by a process of this machine that lives no more is taken over.

    Raises Taken where a living process, or one of another machine, holds it, OSError where it cannot be written.
    """
    text = f"{platform.node()} {os.getpid()} {os.urandom(8).hex()}"
    clear_leftovers(file)
    for _ in range(TRIES):
        if _taken(file, text):
            break
        _release_dead(file)
    else:
        raise Taken(*(_holder(file) or ("?", "?")))
    _HELD.add(file.absolute())
    try:
        yield text
    finally:
        _HELD.discard(file.absolute())
        with suppress(OSError):
            if file.read_text(encoding="utf-8") == text:
                file.unlink()


def _taken(file: Path, text: str) -> bool:
    """Put our text at the file's place in one step, so that nobody ever sees it empty; False where one stands."""
    handle, name = tempfile.mkstemp(prefix=f"{hidden_prefix(file)}{os.getpid()}-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as draft:
            draft.write(text)
        try:
            os.link(name, file)
        except FileExistsError:
            return False
        except OSError:
            return _made(file, text)  # a file system without links
        return True
    finally:
        os.unlink(name)


def _made(file: Path, text: str) -> bool:
    try:
        with file.open("x", encoding="utf-8") as made:
            made.write(text)
    except FileExistsError:
        return False
    return True


def _release_dead(file: Path) -> None:
    """Remove the file of a holder that lives no more.  Raises Taken where he lives.

    It is given a name of our own first: of two that find it, one moves it, and a file another has put there meanwhile
    is put back.
    """
    _require_dead(file, file)
    moved = file.with_name(f"{hidden_prefix(file)}{os.getpid()}-dead")
    with suppress(FileNotFoundError):
        os.rename(file, moved)
        try:
            _require_dead(moved, file)
        except Taken:
            with suppress(OSError):
                os.link(moved, file)
            raise
        finally:
            moved.unlink(missing_ok=True)


def _require_dead(found: Path, file: Path) -> None:
    """See that whoever is named in what was found at a file's place lives no more.  Raises Taken where he may live."""
    holder = _holder(found)
    if holder is None:
        return
    machine, process = holder
    ourselves = machine == platform.node() and int(process) == os.getpid()
    living = file.absolute() in _HELD if ourselves else machine != platform.node() or alive(int(process))
    if living:
        raise Taken(machine, process)


def _holder(file: Path) -> tuple[str, str] | None:
    """Machine and process a file names; None where it is gone, or names none (its writer was killed before)."""
    try:
        words = file.read_text(encoding="utf-8", errors="replace").split()
    except FileNotFoundError:
        return None
    return (words[0], words[1]) if len(words) >= 2 and words[1].isdigit() else None
