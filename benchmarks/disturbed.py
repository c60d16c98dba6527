"""Commands to be disturbed: what each is called with, what it writes, and how to tell whole from half."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.forked import Forked, import_everything
from gridplan.results.folder import ResultsError, check_whole
from gridplan.scenarios.tradeoff_write import is_tradeoff
from tests.case.support.tiny import write_tiny

ROOT = Path(__file__).resolve().parents[1]
MIB = 2**20
END_S = 400

SCENARIOS = """\
[scenario.base]
name_en = "Base"

[scenario.dear_coal]
changes = [ { table = "cohorts", row = "coal_600", column = "fixed_cost_cny_per_kw_a", value = 120 } ]

[scenario.more_wind]
changes = [ { table = "renewables", row = "wind", column = "existing_gw", value = 14 } ]
"""


@dataclass(frozen=True)
class Command:
    """A command that writes one file or folder, `target` beside others of its kind.

    `words` gives what is typed, from the target's path; `wrong` says why what stands there is not whole, or nothing;
    `goes_on`: a further run solves only what is not there yet.
    """

    name: str
    target: str
    words: Callable[[Path], list[str]]
    wrong: Callable[[Path], str]
    replaces: bool = True
    fault: str = ""
    goes_on: bool = False


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    words: str

    @property
    def last(self) -> str:
        """The last thing said, on one line."""
        lines = [line.strip() for line in self.words.splitlines() if line.strip()]
        return (lines[-1] if lines else "")[:150].replace("|", "/")


REFERRED = ("audit --csv", "price-targets --csv", "folder", "new")
"""Commands that write the same to the byte, however often."""


def measured_years(folder: Path) -> Path:
    """A folder of two weather years, in which the load alone is another."""
    folder.mkdir()
    for name, load in (("cool", 0.9), ("warm", 1.05)):
        rows = [f"{hour},{load}" for hour in range(8760)]
        (folder / f"{name}.csv").write_text("\n".join(["hour,load", *rows]) + "\n", encoding="utf-8")
    return folder


class Bench:
    """A folder with a small case and everything the commands need, whole."""

    def __init__(self, folder: Path, patience_s: float = END_S) -> None:
        self.folder, self.patience_s = folder, patience_s
        self.case = write_tiny(folder / "tiny")
        (self.case / "scenarios.toml").write_text(SCENARIOS, encoding="utf-8")
        self.short = ["--lang", "en"]
        solve = [*self.short, "--hours", "24", "--threads", "1"]
        self.a, self.b, self.book = folder / "a", folder / "b", folder / "case.xlsx"
        self.measured = measured_years(folder / "measured")
        year = [*self.short, "--hours", "96", "--threads", "1", "--method", "certified", "--gap", "1e-6"]
        listed = [
            Command("run", "out", lambda out: ["run", str(self.case), *solve, "--out", str(out)], results_wrong),
            Command("run --method certified", "out",
                    lambda out: ["run", str(self.case), *year, "--out", str(out)], results_wrong,
                    fault="short_looks"),
            Command("sweep", "out", lambda out: ["sweep", str(self.case), *solve, "--workers", "1", "--out", str(out)],
                    sweep_wrong, goes_on=True),
            Command("compare", "out",
                    lambda out: ["compare", str(self.a), str(self.b), *self.short, "--out", str(out)], marked_wrong),
            Command("report", "out", lambda out: ["report", str(self.a), *self.short, "--out", str(out)], pages_wrong),
            Command("workbook", "out.xlsx", lambda out: ["workbook", str(self.case), str(out), *self.short],
                    archive_wrong),
            Command("folder", "out", lambda out: ["folder", str(self.book), str(out), *self.short],
                    lambda out: same_wrong(out, folder / "reference-folder"), replaces=False),
            Command("new", "out", lambda out: ["new", "hunan", "--year", "2030", str(out), *self.short],
                    lambda out: same_wrong(out, folder / "reference-new"), replaces=False),
            Command("price-targets --csv", "out.csv",
                    lambda out: ["price-targets", str(self.case), *self.short, "--hours", "24", "--csv", str(out)],
                    lambda out: same_wrong(out, self.reference("price-targets --csv"))),
            Command("frontier", "out", lambda out: ["frontier", str(self.case), *self.short, "--hours", "24", "--over",
                    "co2", "--points", "3", "--out", str(out)], tradeoff_wrong),
            Command("frontier --method certified", "out", lambda out: [
                "frontier", str(self.case), *self.short, "--hours", "96", "--over", "co2", "--points", "3", "--method",
                "certified", "--gap", "1e-2", "--out", str(out)], tradeoff_wrong, fault="short_looks"),
            Command("alternatives", "out", lambda out: ["alternatives", str(self.case), *self.short, "--hours", "24",
                    "--technology", "wind_onshore", "--out", str(out)], tradeoff_wrong),
            Command("stress", "out", lambda out: ["stress", str(self.a), *self.short, "--hours", "24", "--workers", "1",
                    "--series", str(self.measured), "--out", str(out)], stress_wrong, goes_on=True),
            Command("audit --csv", "out.csv", lambda out: ["audit", str(self.a), "--csv", str(out), *self.short],
                    lambda out: same_wrong(out, folder / "reference-audit.csv")),
        ]
        self.commands = {one.name: one for one in listed}

    def prepare(self, names: Sequence[str] = ()) -> None:
        """Write what the commands (all, or those named) read, and what they write undisturbed.

        Raises SystemExit where one fails.
        """
        os.environ["PYTHONPATH"] = str(ROOT)
        import_everything()
        listed = [("run", self.a), ("run", self.b), ("workbook", self.book)]
        listed += [(name, self.reference(name)) for name in REFERRED if name in (names or REFERRED)]
        for name, target in listed:
            said = self.finish(self.start(self.commands[name], target))
            if said.code not in (0, 3):
                raise SystemExit(f"undisturbed, {name} ends with {said.code}: {said.words}")

    def reference(self, name: str) -> Path:
        """Where what a command writes undisturbed is kept."""
        command = self.commands[name]
        return self.folder / f"reference-{command.name.split()[0]}{Path(command.target).suffix}"

    def start(self, command: Command, target: Path, *more: str, over: bool = False,
              before: Callable[[], None] | None = None, fault: str = "",
              fresh: bool = False) -> subprocess.Popen[str] | Forked:
        """The command in a process of its own, in the target's folder.

        ``over``: it may replace what stands; ``fresh``: a new interpreter instead of a fork of this one.
        """
        faults = "+".join(filter(None, (command.fault, fault)))
        again = ["--again"] if command.goes_on else ["--overwrite"] if command.replaces else []
        again = [] if "--csv" in command.name else again
        words = [*command.words(target), *more, *(again if over else [])]
        if not fresh:
            return Forked(words, target.parent, before, faults)
        program = ["-m", "benchmarks.patched", faults] if faults else ["-m", "gridplan.cli"]
        return subprocess.Popen(
            [sys.executable, *program, *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=before, cwd=target.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"})

    def finish(self, program: subprocess.Popen[str] | Forked) -> Said:
        """Wait for a command; one that does not end is killed (code 999)."""
        try:
            words, _ = program.communicate(timeout=self.patience_s)
        except (subprocess.TimeoutExpired, TimeoutError):
            program.kill()
            words, _ = program.communicate(timeout=self.patience_s)
            return Said(999, self._without_folder(words) + "\ndid not end")
        return Said(program.returncode or 0, self._without_folder(words))

    def _without_folder(self, words: str) -> str:
        """What was said, with paths from the bench's own folder on."""
        return words.replace(f"{self.folder}/", "")

    def place(self, command: Command, number: int | str, over: bool) -> Path:
        """A folder of its own for one try; gives the target in it, with older whole results where ``over``."""
        folder = self.folder / "tries" / f"{command.name.replace(' ', '')}-{number}"
        folder.mkdir(parents=True)
        target = folder / command.target
        if over:
            self.whole(command, target)
        return target

    def keep_whole(self) -> None:
        """Have whole results of every command at hand, so that tries that go on side by side only copy them."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            for number, command in enumerate(self.commands.values()):
                self.whole(command, Path(name) / str(number))

    def whole(self, command: Command, target: Path) -> None:
        """Put whole results of the command at the target."""
        kept = self.folder / "kept" / command.name.replace(" ", "")
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            said = self.finish(self.start(command, kept.parent / f"draft-{kept.name}{Path(command.target).suffix}"))
            if said.code not in (0, 3):
                raise SystemExit(f"undisturbed, {command.name} ends with {said.code}: {said.words}")
            (kept.parent / f"draft-{kept.name}{Path(command.target).suffix}").rename(kept)
        if kept.is_dir():
            shutil.copytree(kept, target)
        else:
            shutil.copyfile(kept, target)


def hidden(target: Path) -> list[str]:
    """What lies hidden beside the target, and in it."""
    inside = target.rglob(".*") if target.is_dir() else []
    return sorted(one.name for one in (*target.parent.glob(".*"), *inside))


def living(folder: Path) -> list[int]:
    """Processes begun in a folder (the commands of a try are) that still run; none where the system does not tell."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink() == folder.resolve():
                found.append(int(process.name))
    return found


def results_wrong(target: Path) -> str:
    """Why a folder is no whole results folder."""
    try:
        check_whole(target)
    except ResultsError as fault:
        return fault.message_en
    return ""


def sweep_wrong(target: Path) -> str:
    """Why a sweep's folder holds something half: an index that cannot be read, half results."""
    unread = json_wrong(target / "sweep.json")
    if unread:
        return unread
    for one in target.iterdir():
        if one.is_dir() and not one.name.startswith(".") and one.name != "outdated" and results_wrong(one):
            return results_wrong(one)
    return ""


def stress_wrong(target: Path) -> str:
    """Why a test in further weather years holds something half."""
    return json_wrong(target / "stress.json") or pages_wrong(target) or sweep_wrong(target)


def json_wrong(file: Path) -> str:
    """Why a file of JSON, where there is one, cannot be read."""
    try:
        json.loads(file.read_text(encoding="utf-8") if file.exists() else "{}")
    except ValueError as fault:
        return f"{file.name}: {fault}"
    return ""


def marked_wrong(target: Path) -> str:
    """Why a comparison's folder is not whole."""
    if not (target / "comparison.json").is_file():
        return "no mark"
    files = json.loads((target / "comparison.json").read_text(encoding="utf-8"))["files"]
    for name, known in files.items():
        if hashlib.sha256((target / name).read_bytes()).hexdigest() != known["sha256"]:
            return f"{name} is not as marked"
    return ""


def tradeoff_wrong(target: Path) -> str:
    """Why a trade-off's folder is not whole."""
    if not is_tradeoff(target):
        return "no mark"
    names = {one.name for one in target.iterdir()}
    return "" if any(name.endswith(".xlsx") for name in names) and not pages_wrong(target) else "not whole"


def pages_wrong(target: Path) -> str:
    """Why a report and its workbook, as far as they are there, are not whole."""
    for page in target.glob("[!.]*.html"):
        if not page.read_text(encoding="utf-8").rstrip().endswith("</html>"):
            return f"{page.name} ends in the middle"
    return next((archive_wrong(book) for book in target.glob("[!.]*.xlsx") if archive_wrong(book)), "")


def archive_wrong(target: Path) -> str:
    """Why a workbook is not whole."""
    try:
        with zipfile.ZipFile(target) as archive:
            return f"{archive.testzip()} is damaged" if archive.testzip() else ""
    except zipfile.BadZipFile as fault:
        return str(fault)


def same_wrong(target: Path, reference: Path) -> str:
    """Why a file or folder is not what the command writes undisturbed."""
    if target.is_file():
        return "" if target.read_bytes() == reference.read_bytes() else "the file is not what it is undisturbed"
    there, due = ({one.name: one.read_bytes() for one in folder.iterdir()} for folder in (target, reference))
    names = sorted(name for name in {*there, *due} if there.get(name) != due.get(name))
    return f"not as undisturbed: {', '.join(names)}" if names and there else ""


# -- limits ----------------------------------------------------------------------------------------------------------


def file_size(limit: int) -> Callable[[], None]:
    """Files no larger than so many bytes: what a full disk does to a writer."""
    def before() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return before


def memory(limit: int) -> Callable[[], None]:
    """No more address space than so many bytes (``ulimit -v``)."""
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def bound_by_rights() -> None:
    """Have even root obey the rights of files: give up the capabilities that pass over them, for what it begins too."""
    library, given_up = ctypes.CDLL(None, use_errno=True), (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    for capability in given_up:
        library.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
    head, held = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    library.capget(head, held)
    for place in range(3):  # effective, permitted, inheritable
        held[place] &= ~sum(1 << capability for capability in given_up)
    if library.capset(head, held):
        raise OSError(ctypes.get_errno(), "capset")


def mounted(folder: Path, options: str) -> bool:
    """Mount a small file system of its own; False where that is not permitted."""
    folder.mkdir(parents=True)
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True,
                          check=False).returncode == 0
