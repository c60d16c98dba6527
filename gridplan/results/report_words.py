"""Every sentence of a report, in Chinese and English, from `templates/report_text.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Words:
    """The sentences of one language: `words("capacity.table")`, with the names in braces filled in."""

    lang: str

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"a report is written in one of {', '.join(LANGUAGES)}, not {self.lang!r}")

    def __call__(self, key: str, **values: Any) -> str:
        """The sentence under `key`, with `values` in place of the names in braces.

        Raises
        ------
        KeyError
            There is no such sentence, or it names a value that was not given.
        """
        group, _, name = key.partition(".")
        return str(_sentences()[group][name][self.lang]).format(**values)

    def has(self, key: str) -> bool:
        """Whether there is a sentence under `key`."""
        group, _, name = key.partition(".")
        return name in _sentences().get(group, {})

    def optional(self, group: str, name: str) -> str:
        """The sentence `name` of a group, or the name itself where the group has none."""
        return self(f"{group}.{name}") if self.has(f"{group}.{name}") else name

    def group(self, group: str) -> dict[str, str]:
        """Every sentence of a group, with nothing filled in."""
        return {name: entry[self.lang] for name, entry in _sentences()[group].items()}


@cache
def _sentences() -> dict[str, dict[str, dict[str, str]]]:
    source = files("gridplan.results").joinpath("templates/report_text.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
