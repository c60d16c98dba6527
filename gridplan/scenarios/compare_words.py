"""Every sentence of a comparison, in Chinese and English; what the report says too is taken from there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gridplan.results.report_words import Words
from gridplan.scenarios.compare_find import BASE_NAMES

_BLANK_BEHIND_MARK = re.compile(r"(?<=[\u3001-\u301f\uff00-\uff65]) +")
_CHINESE = re.compile(r"[\u2e80-\uff65]")


@dataclass(frozen=True)
class CompareWords(Words):
    """The sentences of one language: those of `templates/compare_text.toml`, then those of the report."""

    def _text(self, key: str) -> str:
        group, _, name = key.partition(".")
        own = _sentences().get(group, {})
        return str(own[name][self.lang]) if name in own else super()._text(key)

    def group(self, group: str) -> dict[str, str]:
        """Every sentence of a group, with nothing filled in."""
        shared = super().group(group) if group in _shared_groups() else {}
        return shared | {name: entry[self.lang] for name, entry in _sentences().get(group, {}).items()}


def base_label(name: str, words: CompareWords) -> str:
    """The base as a table names it; one that is called so is not called so twice."""
    return words("compare.the_base") if name.lower() in BASE_NAMES else words("compare.base", name=name)


def base_template(name: str, words: CompareWords) -> str:
    """The same for the page's script, which puts the name in place of `{name}`."""
    return words("compare.the_base") if name.lower() in BASE_NAMES else words("compare.base", name="{name}")


def set_close(text: str) -> str:
    """A text without the blanks that a filled-in name leaves behind a Chinese mark, which is wide by itself."""
    return _BLANK_BEHIND_MARK.sub("", text)


def comparison_title(names: Sequence[str], words: CompareWords) -> str:
    """What is compared with what, the base first."""
    base, other = (set_apart(name, words.lang) for name in names[:2])
    if len(names) == 2:
        return words("page.title_one", base=base, other=other).strip()
    return words("page.title", base=base, count=len(names) - 1).strip()


def set_apart(name: str, lang: str) -> str:
    """A name for the middle of a Chinese sentence: with a blank where a letter of another script meets it."""
    if lang != "zh":
        return name
    return f"{'' if _CHINESE.match(name[:1]) else ' '}{name}{'' if _CHINESE.match(name[-1:]) else ' '}"


def capital(sentence: str) -> str:
    """A sentence that may begin with what elsewhere follows a comma."""
    return sentence[:1].upper() + sentence[1:]


@cache
def _sentences() -> dict[str, dict[str, dict[str, str]]]:
    source = files("gridplan.scenarios").joinpath("templates/compare_text.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _shared_groups() -> tuple[str, ...]:
    """Groups of the report's sentences that a comparison uses whole."""
    return ("page", "dispatch_controls")
