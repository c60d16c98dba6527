"""Faults injected into runs of a small case, and what is left of them: no half result, no lost earlier one, a sentence.

    python benchmarks/faults.py [--kills 30] [--seed 1]

Each run is a process of its own on the case given (a shipped one at 24 hours).  After a fault the results folder must
be absent or whole, results that stood before must stand or have been replaced by whole ones, nothing on the screen may
be a traceback, and a further run must succeed and leave no hidden file behind.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gridplan.results.folder import ResultsError, check_whole

ROOT = Path(__file__).resolve().parents[1]
MIB = 2**20


@dataclass(frozen=True)
class Outcome:
    """What became of one injected fault."""

    fault: str
    code: int
    words: str
    survived: bool
    why: str = ""


class Bench:
    """A folder in which runs are disturbed."""

    def __init__(self, folder: Path, case: str) -> None:
        self.folder, self.case = folder, case

    def command(self, out: Path, *more: str) -> list[str]:
        """The command line of a run."""
        return [sys.executable, "-m", "gridplan.cli", "run", self.case, "--hours", "24", "--threads", "1",
                "--lang", "en", "--out", str(out), *more]

    def start(self, out: Path, *more: str, before: Callable[[], None] | None = None,
              environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """A run of its own."""
        return subprocess.Popen(
            self.command(out, *more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=before,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}, cwd=out.parent)

    def standing(self, name: str) -> Path:
        """A copy of a whole result, to be disturbed."""
        out = self.folder / name / "out"
        out.parent.mkdir()
        shutil.copytree(self.folder / "whole", out)
        return out


def hidden(out: Path) -> list[str]:
    """What lies hidden beside a results folder."""
    return [entry.name for entry in out.parent.iterdir() if entry.name.startswith(".")]


def trouble(out: Path, stood: bool, words: str) -> str:
    """What is wrong after a fault; nothing where all is well."""
    if "Traceback" in words:
        return "traceback"
    if not out.exists():
        moved = any("old-" in name for name in hidden(out))
        return "" if not stood or moved else "earlier results lost"
    try:
        check_whole(out)
    except ResultsError as fault:
        return fault.message_en
    return ""


def again(bench: Bench, out: Path) -> str:
    """What is wrong with a further run: it must write whole results and clear up."""
    program = bench.start(out, "--overwrite")
    words, _ = program.communicate(timeout=600)
    if program.returncode not in (0, 3):
        return f"a further run ends with {program.returncode}: {words[-300:]}"
    left = hidden(out)
    return f"left behind: {left}" if left else trouble(out, True, words)


def last_line(words: str) -> str:
    """The last thing said, on one line."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return (lines[-1] if lines else "")[:110]


def killed(bench: Bench, number: int, after: float, over: bool) -> Outcome:
    """SIGKILL some seconds after the start, every other time with results standing."""
    name = f"kill{number}"
    if over:
        out = bench.standing(name)
    else:
        out = bench.folder / name / "out"
        out.parent.mkdir()
    program = bench.start(out, "--overwrite")
    time.sleep(after)
    program.send_signal(signal.SIGKILL)
    words, _ = program.communicate()
    wrong = trouble(out, over, words)
    if not wrong and number % 5 == 0:
        wrong = again(bench, out)
    fault = f"killed after {after:.1f} s, {'results standing' if over else 'nothing there'}"
    print(fault, wrong or "survived", file=sys.stderr, flush=True)
    return Outcome(fault, program.returncode, last_line(words), not wrong, wrong)


def limited(bench: Bench, name: str, fault: str, codes: tuple[int, ...], before: Callable[[], None] | None = None,
            environment: dict[str, str] | None = None, place: Path | None = None,
            more: tuple[str, ...] = ()) -> Outcome:
    """A run under a limit; it must end with one of the codes (a signal is negative)."""
    out = (place or bench.folder / name) / "out"
    out.parent.mkdir(exist_ok=True)
    program = bench.start(out, *more, before=before, environment=environment)
    try:
        words, _ = program.communicate(timeout=300)
    except subprocess.TimeoutExpired:
        program.kill()
        words, _ = program.communicate()
        return Outcome(fault, program.returncode, last_line(words), False, "did not end")
    wrong = trouble(out, False, words)
    if not wrong and program.returncode not in codes:
        wrong = f"ended with {program.returncode}, not {codes}"
    return Outcome(fault, program.returncode, last_line(words), not wrong, wrong)


def file_size(limit: int) -> Callable[[], None]:
    """Files no larger than so many bytes: what a full disk does to a writer."""
    def before() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return before


def memory(limit: int) -> Callable[[], None]:
    """No more address space than so many bytes (``ulimit -v``)."""
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def together(bench: Bench) -> list[Outcome]:
    """Two runs into one folder at once: one writes, the other says why not, or comes after it."""
    out = bench.folder / "together" / "out"
    out.parent.mkdir()
    programs = [bench.start(out, "--overwrite") for _ in range(2)]
    outcomes = []
    for program in programs:
        words, _ = program.communicate(timeout=600)
        wrong = trouble(out, False, words)
        if program.returncode not in (0, 2, 3):
            wrong = wrong or f"ended with {program.returncode}"
        outcomes.append(Outcome("two runs into one folder", program.returncode, last_line(words), not wrong, wrong))
    if not any(one.code in (0, 3) for one in outcomes) or hidden(out):
        outcomes.append(Outcome("two runs into one folder", 0, "", False, f"nothing written or left: {hidden(out)}"))
    return outcomes


def mounted(folder: Path, options: str) -> bool:
    """Mount a small file system of its own; False where that is not permitted."""
    folder.mkdir()
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True,
                          check=False).returncode == 0


def disks(bench: Bench) -> list[Outcome]:
    """Disks that are full at several points of writing, and one that is read-only."""
    found = []
    for size in ("64k", "300k", "900k"):
        place = bench.folder / f"disk{size}"
        if mounted(place, f"size={size}"):
            try:
                found.append(limited(bench, "", f"disk full at {size}", (1,), place=place))
            finally:
                subprocess.run(["umount", str(place)], check=False)
    place = bench.folder / "readonly"
    if mounted(place, "ro,size=1m"):
        try:
            found.append(limited(bench, "", "read-only disk", (1, 2), place=place))
        finally:
            subprocess.run(["umount", str(place)], check=False)
    return found


def bound_by_rights() -> None:
    """Have even root obey the rights of files: drop the capabilities that pass over them."""
    library = ctypes.CDLL(None)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        library.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def rights(bench: Bench) -> list[Outcome]:
    """A folder without the right to write, and a workbook that may not be read."""
    place = bench.folder / "protected"
    place.mkdir()
    place.chmod(0o555)
    found = [limited(bench, "", "write-protected folder", (2,), bound_by_rights, place=place)]
    book = bench.folder / "locked.xlsx"
    subprocess.run([sys.executable, "-m", "gridplan.cli", "workbook", bench.case, str(book)], check=True,
                   capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    book.chmod(0o000)
    return [*found, limited(Bench(bench.folder, str(book)), "locked", "workbook that may not be read", (2,),
                            bound_by_rights)]


def inject(bench: Bench, kills: int, seed: int) -> list[Outcome]:
    """Every fault in turn."""
    begun = time.perf_counter()
    program = bench.start(bench.folder / "whole")
    words, _ = program.communicate(timeout=600)
    if program.returncode not in (0, 3):
        raise SystemExit(f"the undisturbed run ends with {program.returncode}: {words}")
    whole = time.perf_counter() - begun
    dice = random.Random(seed)
    found = [killed(bench, number, dice.uniform(0.3, 1.05) * whole, bool(number % 2)) for number in range(kills)]
    found += disks(bench)
    found += [limited(bench, f"size{kib}", f"no file above {kib} KiB", (1,), file_size(kib * 1024))
              for kib in (1, 40, 200)]
    found += [limited(bench, f"memory{mib}", f"{mib} MiB of address space", (0, 1, 3, 4), memory(mib * MIB))
              for mib in (700, 1700)]
    found += rights(bench)
    found += together(bench)
    return found


def main() -> int:
    """Inject, print the table; 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", default="ningxia-2030")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        Path(name).chmod(0o755)
        found = inject(Bench(Path(name), options.case), options.kills, options.seed)
    print("| fault | exit code | last words | survived |\n|---|---|---|---|")
    for one in found:
        print(f"| {one.fault} | {one.code} | {one.words} | {'yes' if one.survived else 'NO: ' + one.why} |")
    print(f"\n{len(found)} injected, {sum(one.survived for one in found)} survived")
    return int(not all(one.survived for one in found))


if __name__ == "__main__":
    raise SystemExit(main())
