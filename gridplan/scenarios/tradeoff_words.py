"""Every sentence of a trade-off page, in Chinese and English; what the report says too is taken from there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gridplan.results.labels import has_label, technology_name
from gridplan.results.report_units import Unit, unit
from gridplan.results.report_words import Words
from gridplan.scenarios.tradeoff_measures import QUANTITY


@dataclass(frozen=True)
class TradeoffWords(Words):
    """The sentences of one language: those of `templates/tradeoff_text.toml`, then those of the report."""

    def _text(self, key: str) -> str:
        group, _, name = key.partition(".")
        own = _sentences().get(group, {})
        return str(own[name][self.lang]) if name in own else super()._text(key)

    def page(self) -> dict[str, str]:
        """The words of the page's frame."""
        return self.group("page") | {name: entry[self.lang] for name, entry in _sentences()["page"].items()}

    def technology(self, name: str) -> str:
        """Name of a technology, of coal retrofitted or of the energy of stores."""
        return technology_name(name, self.lang) if has_label(f"technology.{name}") else self(f"technology.{name}")

    def unit_of(self, measure: str) -> Unit:
        """Unit a measure is shown in."""
        return unit(QUANTITY.get(measure, "percent"), self.lang)

    def money(self) -> Unit:
        """Unit of yearly cost."""
        return unit("money", self.lang)


@cache
def _sentences() -> dict[str, dict[str, dict[str, str]]]:
    source = files("gridplan.scenarios").joinpath("templates/tradeoff_text.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
