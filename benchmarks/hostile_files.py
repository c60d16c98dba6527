"""Files made to harm, each given to `gridplan check`: refused or inert, in bounded time, nothing run or fetched.

    python -m benchmarks.hostile_files [--only zip ...]

Each is tried in a process of its own that reports every socket, program, pickled object and file written elsewhere
(Python's audit events).  Prints the table: file, answer, processor seconds, peak memory.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from gridplan.case.workbook import write_workbook
from tests.case.support.tiny import cell, replaced, write_tiny

ROOT = Path(__file__).resolve().parents[1]
MOST_SECONDS, MOST_MIB = 60.0, 1536
SHEET = "xl/worksheets/sheet4.xml"
BOMB = b'<?xml version="1.0"?>%s<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]><x>&j;</x>'
LAUGHS = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
HEAD = (b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        b'main"><sheetData>')
FOOT = b"</sheetData></worksheet>"
MARKUP = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
          "</script><script>alert(2)</script>", "{{7*7}}", '=HYPERLINK("http://127.0.0.1/","x")', "../../../evil")

Case = Callable[[Path], Path]


@dataclass(frozen=True)
class Answer:
    """How one file was taken."""

    name: str
    code: int
    words: str
    seconds: float
    mib: float
    wrong: str


# -- workbooks -------------------------------------------------------------------------------------------------------


def repacked(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    """Other or more parts in a workbook."""
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", method) as new:
        for name, content in {**kept, **parts}.items():
            new.writestr(name, content)


def book(change: Callable[[Path], object], name: str = "case.xlsx") -> Case:
    """The small case as a workbook, changed."""
    def made(folder: Path) -> Path:
        path = write_workbook(write_tiny(folder / "tiny"), folder / "case.xlsx", "en")
        change(path)
        return path.rename(folder / name)

    return made


def part(name: str, content: Callable[[], bytes]) -> Case:
    """A workbook with one part more, or another one."""
    return book(lambda path: repacked(path, {name: content()}))


def formulas(path: Path) -> None:
    """Formulas that would fetch or run something, without stored results."""
    edited = openpyxl.load_workbook(path)
    edited["demand"]["C3"] = "='[http://127.0.0.1/other.xlsx]Sheet1'!A1"
    edited["cohorts"]["B3"] = '=WEBSERVICE("http://127.0.0.1/")'
    edited["cohorts"]["B4"] = "=cmd|' /C calc'!A0"
    edited.save(path)


def far(path: Path) -> None:
    """A cell in the last row and column there can be."""
    edited = openpyxl.load_workbook(path)
    edited["demand"].cell(1_048_576, 16_384, "far")
    edited.save(path)


def rows_xml(count: int) -> bytes:
    """A sheet of so many rows of one cell, which compresses a thousandfold."""
    return HEAD + b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * count + FOOT


def lying(path: Path) -> None:
    """A part whose size in the directory is a hundredth of what it unpacks to."""
    repacked(path, {SHEET: rows_xml(1_000_000)})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo(SHEET).file_size
    old, new = size.to_bytes(4, "little"), (size // 100).to_bytes(4, "little")
    path.write_bytes(bytes(content).replace(old, new))


def overlapping(path: Path) -> None:
    """Two thousand entries of the directory that all lead to one part of 9 MB."""
    repacked(path, {"xl/media/zero.bin": bytes(9_000_000)})
    with zipfile.ZipFile(path, "a") as archive:
        first = archive.getinfo("xl/media/zero.bin")
        for number in range(1900):
            info = zipfile.ZipInfo(f"xl/media/z{number}.bin")
            for key in ("compress_type", "header_offset", "CRC", "compress_size", "file_size"):
                setattr(info, key, getattr(first, key))
            archive.filelist.append(info)
        archive._didModify = True  # type: ignore[attr-defined]


def many_parts(path: Path) -> None:
    """Three thousand parts."""
    repacked(path, {f"xl/media/{number}.bin": b"" for number in range(3000)})


def sheets(path: Path) -> None:
    """A thousand sheets."""
    edited = openpyxl.load_workbook(path)
    for number in range(1000):
        edited.create_sheet(f"# {number}")
    edited.save(path)


def cut(path: Path) -> None:
    """Half of the file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


BOOKS: dict[str, Case] = {
    "formulas without results: another workbook on the net, WEBSERVICE, DDE": book(formulas),
    "link part to a workbook on the net": part(
        "xl/externalLinks/externalLink1.xml", lambda: b'<externalLink xmlns="http://schemas.openxmlformats.org/'
        b'spreadsheetml/2006/main"><externalBook/></externalLink>'),
    "macros (vbaProject.bin)": part("xl/vbaProject.bin", lambda: b"x"),
    "macros under another case (VBAPROJECT.BIN)": part("xl/VBAPROJECT.BIN", lambda: b"x"),
    "name ends in .xlsm": book(lambda _path: None, "case.xlsm"),
    "entity bomb in workbook.xml": part("xl/workbook.xml", lambda: BOMB % (b"", LAUGHS)),
    "entity bomb in UTF-16": part("xl/workbook.xml", lambda: (BOMB % (b"", LAUGHS)).decode().encode("utf-16")),
    "entity bomb behind 2 MB of comment": part(
        "xl/workbook.xml", lambda: BOMB % (b"<!--" + b"x" * 2_000_000 + b"-->", LAUGHS)),
    "entity bomb in the shared strings": part("xl/sharedStrings.xml", lambda: BOMB % (b"", LAUGHS)),
    "entity bomb in a part of another name": part("xl/worksheets/sheet4.XML", lambda: BOMB % (b"", LAUGHS)),
    "external entity (file:///etc/passwd)": part(
        "xl/sharedStrings.xml",
        lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    "zip bomb, 600 MB of nothing in 0.6 MB": part("xl/media/zero.bin", lambda: bytes(600_000_000)),
    "zip bomb in a sheet: 10^7 rows, 490 MB": part(SHEET, lambda: rows_xml(10_000_000)),
    "a sheet of 10^6 rows, 49 MB": part(SHEET, lambda: rows_xml(1_000_000)),
    "one cell of 100 MB": part(
        SHEET, lambda: HEAD + b'<row><c t="inlineStr"><is><t>' + b"a" * 100_000_000 + b"</t></is></c></row>" + FOOT),
    "a sheet nested 10^6 deep": part(SHEET, lambda: HEAD + b"<a>" * 1_000_000 + FOOT),
    "directory that lies about a size": book(lying),
    "1900 entries for one part of 9 MB": book(overlapping),
    "3000 parts": book(many_parts),
    "1000 sheets": book(sheets),
    "part names that climb (../../evil)": part("../../evil.xml", lambda: b"<x/>"),
    "cell in the last row and column": book(far),
    "archive cut in half": book(cut),
    "text named .xlsx": book(lambda path: path.write_text("store,region\n", encoding="utf-8")),
}

# -- folders ---------------------------------------------------------------------------------------------------------


def folder(change: Callable[[Path], object]) -> Case:
    """The small case as a folder, changed."""
    def made(place: Path) -> Path:
        case = write_tiny(place / "tiny")
        change(case)
        return case

    return made


def text(name: str, content: Callable[[], str | bytes]) -> Case:
    """The small case with another file."""
    def change(case: Path) -> None:
        given = content()
        (case / name).write_bytes(given.encode() if isinstance(given, str) else given)

    return folder(change)


def linked(name: str, target: str) -> Case:
    """A file of the case that is a link."""
    def change(case: Path) -> None:
        (case / name).unlink(missing_ok=True)
        (case / name).symlink_to(target)

    return folder(change)


def pipe(name: str) -> Case:
    """A file of the case that is a pipe, at which a reader waits for ever."""
    def change(case: Path) -> None:
        (case / name).unlink()
        os.mkfifo(case / name)

    return folder(change)


def setting(line: str) -> Case:
    """A further line at the top of case.toml."""
    return folder(replaced("case.toml", 'name = "tiny"', f'name = "tiny"\n{line}'))


FOLDERS: dict[str, Case] = {
    "(a sound case)": folder(lambda _case: None),
    "CSV of 10^7 rows, 20 MB": text("stores.csv", lambda: "store\n" + "a\n" * 10_000_000),
    "series of 10^7 hours, 50 MB": text("profiles.csv", lambda: "hour,load\n" + "1,2.5\n" * 9_000_000),
    "CSV of 100 MB": text("stores.csv", lambda: "store\n" + "a" * 100_000_000),
    "one line of 60 MB": text("stores.csv", lambda: "store,region\n" + "x" * 60_000_000),
    "10^6 columns": text("stores.csv", lambda: ",".join(f"c{n}" for n in range(1_000_000)) + "\n"),
    "quote never closed": text("stores.csv", lambda: 'store,region\n"' + "a,b\n" * 100_000),
    "NUL bytes": text("stores.csv", lambda: b"store,region\nbat\0tery,ningxia\n"),
    "UTF-16": text("stores.csv", lambda: "store,region\n".encode("utf-16")),
    "bytes at random": text("stores.csv", lambda: os.urandom(1_000_000)),
    "settings nested 10^5 deep": text("case.toml", lambda: 'name = "a"\nyears = ' + "[" * 100_000 + "]" * 100_000),
    "settings with dotted keys 10^4 deep": text("case.toml", lambda: ".".join("a" * 10_000) + " = 1\n"),
    "settings with a number of 10^6 digits": setting("weather_seed = " + "9" * 1_000_000),
    "settings with 10^6 years": folder(replaced("case.toml", "[2030]", "[" + "2030," * 1_000_000 + "]")),
    "settings with nan and inf": folder(replaced("case.toml", "discount_rate = 0.06", "discount_rate = nan")),
    "settings of 100 MB": text("case.toml", lambda: "# " + "x" * 100_000_000),
    "name that climbs (name = ../../evil)": folder(replaced("case.toml", 'name = "tiny"', 'name = "../../evil"')),
    "further path in the settings": setting('profiles = "../../etc"'),
    "series name that climbs": folder(cell("demand.csv", 2, "profile", "../../etc/passwd")),
    "scenario name that climbs": text(
        "scenarios.toml", lambda: '[scenario.base]\n["scenario"."../../evil"]\nchanges = []\n'),
    "grid of 10^12 scenarios": text(
        "scenarios.toml", lambda: "[grid.many]\n" + "".join(
            f"x{n} = [1,2,3,4,5,6,7,8,9,10]\n" for n in range(12)) + "changes = [" + ",".join(
            f'{{ table = "demand", row = "ningxia", column = "energy_twh", value = "{{x{n}}}" }}'
            for n in range(12)) + "]\n"),
    "scenarios nested 10^5 deep": text("scenarios.toml", lambda: "a = " + "[" * 100_000 + "]" * 100_000),
    "table by a link out of the case": linked("stores.csv", "/etc/hostname"),
    "settings by a link out of the case": linked("case.toml", "/etc/hostname"),
    "table by a link to itself": linked("stores.csv", "stores.csv"),
    "table by a link to nowhere": linked("stores.csv", "/nowhere/at/all"),
    "table by a link to /dev/zero": linked("stores.csv", "/dev/zero"),
    "series folder by a link out of the case": linked("profiles", "/etc"),
    "scenarios by a link out of the case": linked("scenarios.toml", "/etc/hostname"),
    "pipe for a table": pipe("stores.csv"),
    "pipe for the settings": pipe("case.toml"),
    "folder for a table": folder(lambda case: ((case / "stores.csv").unlink(), (case / "stores.csv").mkdir())),
}
FINE = {
    "(a sound case)",
    "link part to a workbook on the net", "part names that climb (../../evil)", "1000 sheets",
    "name that climbs (name = ../../evil)", "cell in the last row and column", "1900 entries for one part of 9 MB",
    "entity bomb in a part of another name",
}
"""What may be read: it holds nothing that is used."""

WATCHER = """
import os, sys
ALARMS = ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system",
          "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pickle.find_class", "webbrowser.open",
          "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect", "pty.spawn")
place, written = os.path.realpath(sys.argv[1]), os.O_WRONLY | os.O_RDWR | os.O_CREAT
def watch(event, given):
    if event in ALARMS:
        sys.stderr.write("ALARM %s %r\\n" % (event, given[:2]))
    elif event == "open" and isinstance(given[2], int) and given[2] & written and isinstance(given[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(given[0]))
        if not path.startswith((place, "/dev/")) and not path.endswith((".pyc",)) and "__pycache__" not in path:
            sys.stderr.write("ALARM writes %s\\n" % path)
def peak():
    with open("/proc/self/status") as status:
        sys.stderr.write("PEAK %s\\n" % next(line.split()[1] for line in status if line.startswith("VmHWM")))
sys.addaudithook(watch)
sys.argv = ["gridplan", *sys.argv[2:]]
try:
    from gridplan.cli.main import start
    start()
finally:
    peak()
"""


def bounded() -> None:
    """No more processor seconds than twice what is allowed, so that what does not end is told."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(2 * MOST_SECONDS), int(2 * MOST_SECONDS)))


def asked(place: Path, words: list[str]) -> tuple[int, str, float, float]:
    """A command under the watcher: exit code (-24, -9: did not end), words, processor seconds, peak MiB."""
    with tempfile.TemporaryFile() as said:
        program = subprocess.Popen(
            [sys.executable, "-c", WATCHER, str(place), *words], stdout=said, stderr=subprocess.STDOUT, cwd=place,
            stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(place)},
            preexec_fn=bounded)
        _pid, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words_said = said.read().decode(errors="replace")
    lines = words_said.splitlines()
    peak = next((float(line.split()[1]) for line in lines if line.startswith("PEAK")), used.ru_maxrss)
    told = "\n".join(line for line in lines if not line.startswith("PEAK"))
    return program.returncode, told, used.ru_utime + used.ru_stime, peak / 1024


def tried(name: str, made: Case) -> Answer:
    """One file given to `gridplan check`."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        path = made(Path(place))
        before = outside(Path(place))
        code, words, seconds, mib = asked(Path(place), ["check", str(path), "--lang", "en"])
        wrong = judged(code, words, seconds, mib, (2, *((0,) if name in FINE else ())))
        if not wrong and outside(Path(place)) != before:
            wrong = "something was written outside the case"
    answer = Answer(name, code, sentence(words.replace(f"{place}/", "")), seconds, mib, wrong)
    print(answer, file=sys.stderr, flush=True)
    return answer


def outside(place: Path) -> set[str]:
    """Names beside the case, and where paths that climb lead."""
    return {one.name for one in (*place.iterdir(), *place.parent.glob("evil*"), *place.parent.parent.glob("evil*"))}


def judged(code: int, words: str, seconds: float, mib: float, codes: tuple[int, ...]) -> str:
    """What is wrong with how a file was taken."""
    if "ALARM" in words:
        return next(line for line in words.splitlines() if "ALARM" in line)[:120]
    if "Traceback" in words:
        return "traceback"
    if code not in codes:
        return f"ended with {code}"
    if seconds > MOST_SECONDS or mib > MOST_MIB:
        return f"{seconds:.0f} s, {mib:.0f} MiB"
    return ""


def sentence(words: str) -> str:
    """The first thing said about the file."""
    lines = [line.strip() for line in words.splitlines() if line.strip() and "ALARM" not in line]
    told = next((line for line in lines if " to mend, " not in line and "in order" not in line), "".join(lines[:1]))
    return " ".join(told.split()).replace("|", "/")[:140]


def markup() -> Iterator[Answer]:
    """Formula and markup text as names: through a whole run, into workbook and report."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        case = write_tiny(Path(place) / "tiny")
        for number, (table, row) in enumerate((("cohorts", 2), ("cohorts", 3), ("renewables", 2), ("renewables", 3))):
            cell(f"{table}.csv", row, "name_zh", _quoted(MARKUP[number]))(case)
        settings = (case / "case.toml").read_text(encoding="utf-8")
        (case / "case.toml").write_text(settings.replace('"小案例"', f"'{MARKUP[6]}'"), encoding="utf-8")
        code, words, seconds, mib = asked(Path(place), ["run", str(case), "--hours", "24", "--threads", "1", "--lang",
                                                        "zh", "--out", str(Path(place) / "out")])
        wrong = judged(code, words, seconds, mib, (0, 3)) or _inert(Path(place) / "out")
        yield Answer("formula and markup text in names: run, its workbook and report", code, "written as text",
                     seconds, mib, wrong)


def _quoted(text_: str) -> str:
    return text_.replace(",", ";")


def _inert(out: Path) -> str:
    """What is wrong with a results folder of hostile names."""
    page = (out / "report.html").read_text(encoding="utf-8")
    if any(mark in page for mark in ("<script>alert", "<img src=x onerror")):
        return "markup in the report"
    with zipfile.ZipFile(out / "results.xlsx") as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and b"<f>" in archive.read(name):
                return f"a formula in {name}"
    return ""


def table(found: list[Answer]) -> list[str]:
    """A line a file."""
    lines = ["| file | exit code | answer | processor s | peak MiB | refused or inert |", "|---|---|---|---|---|---|"]
    lines += [f"| {one.name} | {one.code} | {one.words} | {one.seconds:.1f} | {one.mib:.0f} | "
              f"{'yes' if not one.wrong else '**NO**: ' + one.wrong} |" for one in found]
    return lines


def main() -> int:
    """Try every file, print the table; 1 where one did harm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", help="only files whose name holds one of these words")
    parser.add_argument("--part", type=int, nargs=2, default=(0, 1), metavar=("I", "N"), help="part I of N, from 0")
    options = parser.parse_args()
    wanted = {name: made for name, made in {**BOOKS, **FOLDERS}.items()
              if options.only is None or any(word in name for word in options.only)}
    number, parts = options.part
    found = [tried(name, made) for name, made in list(wanted.items())[number::parts]]
    found += list(markup()) if number == 0 and (options.only is None or "markup" in options.only) else []
    print("\n".join(table(found)))
    print(f"\n{len(found)} tried, {sum(not one.wrong for one in found)} refused or inert")
    return int(any(one.wrong for one in found))


if __name__ == "__main__":
    raise SystemExit(main())
