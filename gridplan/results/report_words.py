"""Every sentence of a report, in Chinese and English, from `templates/report_text*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gridplan.results.labels import label

LANGUAGES = ("zh", "en")
LABELS_OF = {"flow": "technology", "state": "state", "cost": "term", "status": "status", "basis": "basis",
             "family": "family", "check": "check"}
"""Groups whose names stand in `data/labels.csv`, shared with the workbook, and what they are called there."""


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
        return self._text(key).format(**values)

    def _text(self, key: str) -> str:
        group, _, name = key.partition(".")
        own = _sentences().get(group, {})
        if name in own:
            return str(own[name][self.lang])
        if group in LABELS_OF:
            return label(f"{LABELS_OF[group]}.{name}", self.lang)
        raise KeyError(f"templates/report_text*.toml has no {key!r}")

    def has(self, key: str) -> bool:
        """Whether there is a sentence under `key`."""
        try:
            self._text(key)
        except KeyError:
            return False
        return True

    def optional(self, group: str, name: str) -> str:
        """The sentence `name` of a group, or the name itself where the group has none."""
        return self(f"{group}.{name}") if self.has(f"{group}.{name}") else name

    def group(self, group: str) -> dict[str, str]:
        """Every sentence of a group, with nothing filled in."""
        return {name: entry[self.lang] for name, entry in _sentences()[group].items()}


@cache
def _sentences() -> dict[str, dict[str, dict[str, str]]]:
    """Sentences by group and name, of all files together."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    folder = files("gridplan.results").joinpath("templates")
    for source in sorted(folder.iterdir(), key=lambda file: file.name):
        if not (source.name.startswith("report_text") and source.name.endswith(".toml")):
            continue
        for group, entries in tomllib.loads(source.read_text(encoding="utf-8")).items():
            told = found.setdefault(group, {})
            if told.keys() & entries.keys():
                raise KeyError(f"{source.name} says {group}.{min(told.keys() & entries.keys())} a second time")
            told.update(entries)
    return found
