"""Standard streams that are closed, full or left by their reader; a current folder that is gone."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from rich.table import Table

from gridplan.cli.console import PatientConsole
from gridplan.cli.faults import OWN_FAULT, WRONG_INPUT, guarded
from gridplan.cli.streams import let_go, tolerate_any_character
from gridplan.cli.voice import Voice

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of Unix")

CLOSED = """
import io
import os
from gridplan.cli.streams import stand_in_for_closed
stand_in_for_closed()
with open("results", "w") as file:
    print("an answer", flush=True)
    os.write(1, b"a library's noise")
    os.write(2, b"a library's noise")
    file.write("figures")
"""


def test_who_has_left_is_told_nothing_and_the_work_goes_on() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        console = PatientConsole(file=stream)
        console.print("first line")
        console.print("second line")
        assert console.quiet
        stream.write("third line")
        let_go(stream)


def test_a_stream_nobody_takes_is_let_go_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        stream.write("held back")
        let_go(stream)
        stream.flush()  # which leads nowhere now, instead of raising
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_takes_no_remark_but_must_take_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as stream:
        voice = Voice("en")
        voice.__dict__["err"] = PatientConsole(file=stream)
        voice.aside("solving")
        voice = Voice("en")
        voice.__dict__["out"] = PatientConsole(file=stream)
        with pytest.raises(typer.Exit) as ended, guarded(voice):
            voice.show(Table())
        let_go(stream)
    assert ended.value.exit_code == OWN_FAULT
    assert "standard output" in capsys.readouterr().err


@pytest.mark.parametrize(("encoding", "shown"), [("ascii", "案例 ×".encode()), ("gbk", "案例 ×".encode("gbk")),
                                                 ("latin-1", "?? ×".encode("latin-1"))])
def test_chinese_shows_as_chinese_wherever_it_can(encoding: str, shown: bytes) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    tolerate_any_character(stream)
    stream.write("案例 ×")
    stream.flush()
    assert raw.getvalue() == shown


def test_a_closed_stream_lends_its_number_to_no_file(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = f"exec '{sys.executable}' -c \"$CODE\" <&- >&- 2>&-"
    ended = subprocess.run(["sh", "-c", command], cwd=tmp_path, env={**environment, "CODE": CLOSED}, check=False)
    assert ended.returncode == 0
    assert (tmp_path / "results").read_text(encoding="utf-8") == "figures"


def test_a_current_folder_that_is_gone_is_said_to_be(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(typer.Exit) as ended, guarded(Voice("zh")):
        Path("case").absolute()
    assert ended.value.exit_code == WRONG_INPUT
    assert "文件夹已不存在" in capsys.readouterr().err
