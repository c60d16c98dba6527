"""Faults injected into every command that writes, and what is left: no half result, no lost earlier one, a sentence.

    python -m benchmarks.faults [--kills 30] [--kills-others 10] [--seed 1] [--only kills disks ...]
                                [--at-once 1]

Each try is a process of its own on a small case.  After a fault what
the command writes must be absent or whole, what stood before must stand or have been replaced by something whole,
nothing on the screen may be a traceback, and a further run must succeed, go on where the first was and leave nothing
hidden behind.  Prints one table: fault, times, what was expected, how often it survived.  Needs Linux, and root for
disks of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from benchmarks.disturbed import (
    END_S,
    MIB,
    Bench,
    Command,
    Said,
    bound_by_rights,
    file_size,
    hidden,
    living,
    memory,
    mounted,
    results_wrong,
)
from benchmarks.fault_outcomes import Outcome, known_outcomes, side_by_side, table

DONE = (0, 3)
ORPHAN_S = 60.0
LIMITED = "500 to 3000 MiB of address space (ulimit -v)"
FAR_AHEAD, LONG_AGO = 4_080_000_000, 86_400
SMALL = 16384
"""Bytes up to which what a command writes fits beside what else a disk of two pages holds."""
SIGNALS = {signal.SIGKILL: "SIGKILL", signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "SIGHUP"}
WHOLE = "absent or whole; earlier results stand; the next run succeeds and clears up"


def trouble(command: Command, target: Path, stood: bool, said: Said) -> str:
    """What is wrong after a fault; nothing where all is well."""
    if "Traceback" in said.words:
        return "traceback"
    if "NETWORK TRIED" in said.words:
        return "a connection was tried"
    if said.code == 999:
        return "did not end"
    if not target.exists():
        moved = any(".old-" in name for name in hidden(target))
        return "" if not stood or moved else "earlier results lost"
    return command.wrong(target)


def again(bench: Bench, command: Command, target: Path) -> str:
    """What is wrong with a further run: it must leave something whole, keep what was done, and clear up.

    A command that never writes over what stands must refuse where the disturbed one had come to its end.
    """
    stands = target.exists() and not command.replaces
    done = {one: one.stat().st_mtime_ns for one in target.glob("*/run.json")} if command.goes_on else {}
    over = target.exists() and not command.goes_on
    said = bench.finish(bench.start(command, target, over=over))
    if said.code not in (DONE if not stands else (2,)):
        return f"a further run ends with {said.code}: {said.last}"
    if any(one.stat().st_mtime_ns != then for one, then in done.items() if "outdated" not in one.parts):
        return "what was done already was done again"
    return f"left behind: {hidden(target)}" if hidden(target) else trouble(command, target, True, said)


def cut_short(bench: Bench, command: Command, number: int, sign: signal.Signals, wait: Callable[[Path], None],
              rerun: bool) -> Outcome:
    """A command sent a signal, every other time with earlier results standing."""
    over = bool(number % 2) and command.replaces
    target = bench.place(command, f"{sign.name}{number}", over)
    program = bench.start(command, target, over=over)
    wait(target)
    program.send_signal(sign)
    said = bench.finish(program)
    wrong = trouble(command, target, over, said) or _still_there(target)
    if not wrong and sign != signal.SIGKILL:
        wrong = _marked(command, target, over, said)
    if not wrong and rerun:
        wrong = again(bench, command, target)
    fault = f"{SIGNALS[sign]} at a random moment: {command.name}"
    expected = WHOLE if sign == signal.SIGKILL else f"exit code 4; {WHOLE}"
    print(fault, number, said.code, wrong or "survived", "|", said.last, file=sys.stderr, flush=True)
    return Outcome(fault, expected, said, wrong)


def _still_there(target: Path) -> str:
    """What is wrong where workers of a command that has ended do not end."""
    end = time.monotonic() + ORPHAN_S
    while (left := living(target.parent)) and time.monotonic() < end:
        time.sleep(0.05)
    return f"processes left: {left}" if left else ""


def _marked(command: Command, target: Path, over: bool, said: Said) -> str:
    """What is wrong after a signal that ends: exit code 4, and what is new is marked as stopped; or it was over."""
    if said.code in DONE or said.code == 4:
        if said.code == 4 and command.name.startswith("run") and not over and target.exists():
            status = (target / "run.json").read_text(encoding="utf-8")
            return "" if '"status": "stopped"' in status else "stopped, but its results do not say so"
        return ""
    # Nothing had begun that could be ended well.
    too_early = said.code in (-signal.SIGTERM, -signal.SIGHUP) and not said.words
    return "" if too_early else f"ended with {said.code}, not 4: {said.last}"


def after(seconds: float) -> Callable[[Path], None]:
    """Wait so long."""
    return lambda _target: time.sleep(seconds)


def while_writing(seconds: float, most: float) -> Callable[[Path], None]:
    """Wait until something hidden is being written beside or in the target, and a little longer; ``most`` seconds for
    a command that writes too quickly to be seen."""
    def wait(target: Path) -> None:
        end = time.monotonic() + most
        while time.monotonic() < end and not any(".writing-" in name for name in hidden(target)):
            time.sleep(0.005)
        time.sleep(seconds)

    return wait


def kills(bench: Bench, options: argparse.Namespace) -> Iterable[Callable[[], Outcome]]:
    """SIGKILL of every command, two thirds at any moment and a third in the midst of writing; Ctrl-C, SIGTERM
    and SIGHUP of the longer."""
    dice = random.Random(options.seed)
    for command in bench.commands.values():
        begun = time.perf_counter()
        target = bench.place(command, "undisturbed", over=False)
        said = bench.finish(bench.start(command, target))
        whole = time.perf_counter() - begun
        if said.code not in DONE:
            raise SystemExit(f"undisturbed, {command.name} ends with {said.code}: {said.words}")
        count = options.kills if command.name == "run" else options.kills_others
        for number in range(count):
            wait = while_writing(dice.uniform(0, 0.05 * whole), 2.0 * whole) if number % 3 == 2 else after(
                dice.uniform(0.1, 1.05) * whole)
            yield partial(cut_short, bench, command, number, signal.SIGKILL, wait, number % 5 == 0 or number % 3 == 2)
        for number in range(0 if command.name in ("folder", "audit --csv") else max(options.kills_others // 2, 1)):
            for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                wait = after(dice.uniform(0.1, 1.0) * whole)
                yield partial(cut_short, bench, command, number, sign, wait, number == 1)


def limited(bench: Bench, command: Command, name: str, fault: str, codes: tuple[int, ...], *more: str,
            before: Callable[[], None] | None = None, patch: str = "", place: Path | None = None, over: bool = False,
            expected: str = "", known: Callable[[Path], str] | None = None, fresh: bool = False) -> Outcome:
    """A command under a limit; it must end with one of the codes."""
    target = place / command.target if place else bench.place(command, name, over)
    said = bench.finish(bench.start(command, target, *more, over=over, before=before, fault=patch,
                                    fresh=fresh))
    wrong = trouble(command, target, over, said)
    if not wrong and said.code not in codes:
        wrong = f"ended with {said.code}: {said.last}"
    if not wrong and not said.last and said.code:
        wrong = "no message"
    if not wrong and known is not None:
        wrong = known(target)
    print(fault, said.code, wrong or "survived", "|", said.last, file=sys.stderr, flush=True)
    words = expected or f"exit code {' or '.join(str(code) for code in codes)}, a sentence; {WHOLE.split(';')[0]}"
    return Outcome(fault, words, said, wrong)


def size_of(path: Path) -> int:
    """Bytes of a file, or of the files of a folder."""
    return path.stat().st_size if path.is_file() else sum(one.stat().st_size for one in path.rglob("*")
                                                          if one.is_file())


def chosen(bench: Bench, *names: str) -> list[Command]:
    """Those of the commands named that are asked for."""
    return [bench.commands[name] for name in names if name in bench.commands]


def disks(bench: Bench, _options: argparse.Namespace) -> Iterable[Callable[[], Outcome]]:
    """Disks that are full at several points of writing, files that may not grow, disks that are read-only."""
    for command in bench.commands.values():
        bench.whole(command, bench.place(command, "size", over=False))
        size = size_of(bench.folder / "tries" / f"{command.name.replace(' ', '')}-size" / command.target)
        key = command.name.replace(" ", "")
        for share in (0.02, 0.3, 0.7):
            least = 8192 if share == 0.02 else 4096 * max(1, int(share * size / 4096))
            codes = (1, 4) if size > SMALL else (0, 1, 4)
            yield partial(on_disk, bench, command, f"full-{key}-{share}", f"size={least}", f"disk full: {command.name}",
                          codes)
            yield partial(limited, bench, command, f"grow{share}", f"no file above so many bytes: {command.name}",
                          (0, 1, 3, 4), before=file_size(max(1024, int(share * size / 3))))
        yield partial(on_disk, bench, command, f"ro-{key}", "ro,size=1m", f"read-only disk: {command.name}", (1, 2))


def on_disk(bench: Bench, command: Command, name: str, options: str, fault: str, codes: tuple[int, ...]) -> Outcome:
    """A command that writes to a small file system of its own."""
    place = bench.folder / "disks" / name
    if not mounted(place, options):
        return Outcome(f"{fault} (not tried: no right to mount)", "", Said(0, ""), "")
    try:
        return limited(bench, command, name, fault, codes, place=place)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def rights(bench: Bench, _options: argparse.Namespace) -> Iterable[Callable[[], Outcome]]:
    """Folders without the right to write, a case workbook that may not be read, one open in another program."""
    for command in bench.commands.values():
        place = bench.folder / "protected" / command.name.replace(" ", "")
        place.mkdir(parents=True)
        place.chmod(0o555)
        yield partial(limited, bench, command, "", f"write-protected folder: {command.name}", (2,),
                      before=bound_by_rights, place=place)
    locked = bench.folder / "locked.xlsx"
    shutil.copyfile(bench.book, locked)
    locked.chmod(0o000)
    for name, words in (("run", ["run", str(locked), "--hours", "24", "--lang", "en", "--out"]),
                        ("folder", ["folder", str(locked)]), ("workbook", ["workbook", str(locked)])):
        command = Command(f"{name} ", "out.xlsx" if name == "workbook" else "out",
                          lambda out, words=words: [*words, str(out)], lambda _out: "half written")
        yield partial(limited, bench, command, "locked", "case workbook that may not be read", (2,),
                      before=bound_by_rights)
    for command in chosen(bench, "workbook", "report"):
        yield partial(limited, bench, command, "elsewhere", f"workbook open in another program: {command.name}", (2,),
                      patch="workbook_open_elsewhere", over=True)


def memories(bench: Bench, _options: argparse.Namespace) -> Iterable[Callable[[], Outcome]]:
    """Less and less address space."""
    for command in chosen(bench, "run", "run --method certified", "sweep", "compare", "stress"):
        for mib in (500, 1000, 1600, 1800, 2000, 2300, 2600, 3000):
            yield partial(limited, bench, command, f"memory{mib}", f"{LIMITED}: {command.name}",
                          (0, 1, 3, 4), before=memory(mib * MIB), fresh=True,
                          expected="done, or exit code 1 or 4 and a sentence, in bounded time; absent or whole")


def solvers(bench: Bench, _options: argparse.Namespace) -> Iterable[Callable[[], Outcome]]:
    """Solvers that run out of time, give nonsense, fail, or take the process with them."""
    if len(chosen(bench, "run", "run --method certified")) < 2:
        return
    run, certified = chosen(bench, "run", "run --method certified")
    for patch in ("solver_gives_nan", "solver_gives_half", "solver_is_off_by_a_thousandth"):
        fault = patch.replace("_", " ")
        yield partial(limited, bench, run, patch, f"{fault}: run", (4,), patch=patch, known=no_results)
        yield partial(limited, bench, certified, patch, f"{fault}: run --method certified", (4,), patch=patch,
                      known=no_results)
    for patch in ("solver_raises", "out_of_memory"):
        yield partial(limited, bench, run, patch, f"{patch.replace('_', ' ')}: run", (1,), patch=patch, over=True)
    yield partial(limited, bench, run, "solver_dies", "solver takes the process with it: run", (-11,),
                  patch="solver_dies", over=True, expected="earlier results stand")
    year = Command("run of a year", "out", lambda out: ["run", "ningxia-2030", "--hours", "672", "--method", "direct",
                   "--lang", "en", "--threads", "1", "--out", str(out)], results_wrong)
    for seconds in (1, 2):
        yield partial(limited, bench, year, f"time{seconds}", f"time limit of {seconds} s: run --hours 672", (4,),
                      "--time-limit", str(seconds), known=no_results)
    for seconds in (1, 2, 3):
        yield partial(limited, bench, certified, f"time{seconds}", "time limit of 1 to 3 s: run --method certified",
                      (0, 3, 4), "--time-limit", str(seconds), known=partial(stopped_or_done),
                      expected="exit code 4: no results and what is known of the bound, or results marked as stopped")


def no_results(target: Path) -> str:
    """What is wrong where there must be no results."""
    return "results of a plan that was not proven" if target.exists() else ""


def stopped_or_done(target: Path) -> str:
    """What is wrong with results of a run with a time limit: they say they were stopped, or are proven."""
    if not target.exists():
        return ""
    text = (target / "run.json").read_text(encoding="utf-8")
    return "" if any(f'"status": "{word}"' in text for word in ("stopped", "solved", "missed_targets")) else "no status"


def clocks(bench: Bench, _options: argparse.Namespace) -> Iterable[Callable[[], Outcome]]:
    """Clocks that stand in 1970 or 2099 or jump by decades at every look; files dated there."""
    for command in bench.commands.values():
        for patch in ("clock_in_1970", "clock_in_2099", "clock_that_jumps"):
            yield partial(limited, bench, command, patch, f"clock in 1970, in 2099, jumping: {command.name}", DONE,
                          patch=patch, over=command.replaces, expected="as without: whole results")
    for command in chosen(bench, "run", "sweep", "compare", "report", "workbook", "stress"):
        for moment in (FAR_AHEAD, LONG_AGO):
            yield partial(dated, bench, command, moment)


def dated(bench: Bench, command: Command, moment: int) -> Outcome:
    """A command over earlier results whose files are dated far from today."""
    target = bench.place(command, f"dated{moment}", over=True)
    for one in (target, *(target.rglob("*") if target.is_dir() else [])):
        os.utime(one, (moment, moment))
    said = bench.finish(bench.start(command, target, over=True))
    wrong = trouble(command, target, True, said) or ("" if said.code in DONE else f"ended with {said.code}")
    newest = max(one.stat().st_mtime for one in (target, *(target.rglob("*") if target.is_dir() else [])))
    if not wrong and moment == LONG_AGO and newest < time.time() - END_S:
        wrong = "the old results were taken for new"
    return Outcome(f"earlier results dated 1970 or 2099: {command.name}", "replaced by whole new ones", said, wrong)


def together(bench: Bench, _options: argparse.Namespace) -> Iterable[Callable[[], Outcome]]:
    """Two at once into one place; four at once where a killed one still seems to hold the folder."""
    for command in bench.commands.values():
        for number in range(3):
            yield partial(at_once, bench, command, number, 2, False)
    for command in chosen(bench, "run", "sweep", "stress"):
        yield partial(at_once, bench, command, 9, 4, True)


def at_once(bench: Bench, command: Command, number: int, count: int, dead: bool) -> Outcome:
    """Several of a command at once: at least one does its work, the others say why not or come after it."""
    target = bench.place(command, f"together{number}", over=False)
    if dead:
        held = target / ".sweep.lock" if command.goes_on else target.parent / f".{target.name}.running"
        held.parent.mkdir(exist_ok=True)
        held.write_text(f"{os.uname().nodename} 4194305 dead", encoding="utf-8")
    programs = []
    for place in range(count):
        programs.append(bench.start(command, target, over=command.replaces))
        time.sleep(0.7 * number * (place == 0))
    said = [bench.finish(program) for program in programs]
    wrong = next(filter(None, (trouble(command, target, False, one) for one in said)), "")
    codes = sorted(one.code for one in said)
    if not wrong and (not any(code in DONE for code in codes) or any(code not in (0, 2, 3) for code in codes)):
        wrong = f"ended with {codes}: {' / '.join(one.last for one in said)}"
    if not wrong and (not target.exists() or hidden(target)):
        wrong = f"nothing written, or left behind: {hidden(target)}"
    fault = f"{'four at once after a killed one' if dead else 'two at once into one place'}: {command.name}"
    print(fault, codes, wrong or "survived", file=sys.stderr, flush=True)
    worst = max(said, key=lambda one: one.code)
    return Outcome(fault, "one at least does its work, others say why not; whole", worst, wrong)


def offline(bench: Bench, _options: argparse.Namespace) -> Iterable[Callable[[], Outcome]]:
    """Every command with every socket refused and reported, and in a network of its own without a way out."""
    for command in bench.commands.values():
        yield partial(limited, bench, command, "offline", f"network off: {command.name}", DONE, patch="no_network",
                      before=without_network, expected="as with it; no connection tried")


def without_network() -> None:
    """A network namespace without interfaces, where that is permitted."""
    if hasattr(os, "unshare"):
        os.unshare(os.CLONE_NEWNET)
        return
    import ctypes

    ctypes.CDLL(None).unshare(0x40000000)  # CLONE_NEWNET; os.unshare came with Python 3.12


GROUPS = {"kills": kills, "disks": disks, "rights": rights, "memory": memories, "solvers": solvers, "clocks": clocks,
          "together": together, "offline": offline}


def main() -> int:
    """Inject, print the table; 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--kills-others", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(GROUPS), help=", ".join(GROUPS))
    parser.add_argument("--commands", nargs="*", help="only these of: run, sweep, compare, ...")
    parser.add_argument("--record", type=Path, help="a file of outcomes, added to; the table is of all in it")
    parser.add_argument("--at-once", type=int, default=1, help="tries going on side by side")
    parser.add_argument("--patience", type=float, default=END_S, help="seconds after which a command does not end")
    options = parser.parse_args()
    found = known_outcomes(options.record)
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        Path(name).chmod(0o755)
        bench = Bench(Path(name), options.patience)
        if options.only:
            bench.prepare(options.commands or ())
        for one in [] if options.commands is None else [*set(bench.commands) - set(options.commands)]:
            del bench.commands[one]
        if options.at_once > 1:
            bench.keep_whole()
        tries = (one for group in options.only for one in GROUPS[group](bench, options))
        found += side_by_side(tries, options.at_once, options.record)
    print("\n".join(table(found)))
    print(f"\n{len(found)} injected, {sum(not one.wrong for one in found)} survived")
    return int(any(one.wrong for one in found))


if __name__ == "__main__":
    raise SystemExit(main())
