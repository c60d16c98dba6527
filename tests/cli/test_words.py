"""Texts: both languages everywhere, the same blanks, and documents that agree with the program."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from gridplan.cli.language import language_of, terminal_language
from gridplan.cli.main import app
from gridplan.cli.words import WORDS as CORE
from gridplan.cli.words_paths import WORDS_PATHS

ROOT = Path(__file__).parents[2]
WORDS = CORE | WORDS_PATHS
READMES = ["README.md", "README.zh-CN.md"]


def _blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_the_same_about_the_same(key: str) -> None:
    assert set(WORDS[key]) == {"en", "zh"}
    if key != "targets_unknown":
        assert _blanks(WORDS[key]["en"]) == _blanks(WORDS[key]["zh"])


def test_no_word_file_overrules_another() -> None:
    words = (ROOT / "gridplan" / "cli" / "words.py").read_text(encoding="utf-8")
    named = [*re.findall(r"^from gridplan\.cli\.(\w+) import", words, re.MULTILINE), "words"]
    keys = [key for name in named for key in re.findall(
        r'^    "(\w+)": \{', (ROOT / "gridplan" / "cli" / f"{name}.py").read_text(encoding="utf-8"), re.MULTILINE)]
    assert len(named) > 5 and sorted(keys) == sorted(set(keys))


def test_the_terminals_language_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert terminal_language() == "zh"
    monkeypatch.setenv("LC_ALL", "C")
    assert terminal_language() == "en"


def test_a_cases_language_is_read_without_checking_it(tmp_path: Path) -> None:
    assert language_of(tmp_path) is None
    (tmp_path / "case.toml").write_text('language = "en"\nnonsense = 1\n', encoding="utf-8")
    assert language_of(tmp_path) == "en"
    (tmp_path / "case.toml").write_text("name = ", encoding="utf-8")
    assert language_of(tmp_path) is None


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_only_commands_and_files_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    named = set(re.findall(r"^gridplan ([a-z-]+)", text, re.MULTILINE))
    assert named == commands
    missing = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not (ROOT / link).exists()]
    assert missing == []


def test_both_readmes_and_the_ci_type_the_same_commands() -> None:
    def first_two(name: str) -> list[str]:
        return re.findall(r"^\S*\.?(?:python3\.11|\.venv/bin/pip) .*$", (ROOT / name).read_text("utf-8"), re.M)

    english, chinese = (first_two(name) for name in READMES)
    assert len(english) == 2 and english == chinese
    assert "-m pytest -q" in english[1]
    assert "-m pytest -q" in (ROOT / ".ci/run").read_text(encoding="utf-8")
