"""Where a generated series comes from, in the reader's language; the record itself is kept in English words."""

from __future__ import annotations

import re

from gridplan.library.provinces import name, province_ids
from gridplan.results.labels import has_label, label

PREFIX = "generated: "
SEED = re.compile(r", weather seed (?P<seed>\d+)$")
FORMS = {
    "load": r"load of (?P<place>\w+)",
    "inflow": r"inflow of (?P<place>\w+)",
    "direct_sun": r"direct_sun of (?P<place>\w+)",
    "electric_heating": r"electric heating of (?P<place>\w+)",
    "heat_pumps": r"efficiency of heat pumps in (?P<place>\w+)",
    "heat_demand": r"heat demand of (?P<place>\w+) in the heating months (?P<months>[\d ]+)",
    "import": r"import delivery of (?P<hours>[\d.]+) full-load hours, calendar of (?P<year>\d+)",
    "export": r"export delivery of (?P<hours>[\d.]+) full-load hours, calendar of (?P<year>\d+)",
    "output": r"(?P<technology>\w+) of (?P<place>\w+), (?P<hours>[\d.e+]+) full-load hours",
    "flat": r"the same in every hour",
    "charging": r"unordered charging, highest in the evening",
}
"""What the makers of series write, by the label that says it in either language (`generated.*`)."""


def generated_text(source: str, lang: str) -> str | None:
    """A generated series' source in the language; None where it is none that is known."""
    if not source.startswith(PREFIX):
        return None
    what = source.removeprefix(PREFIX)
    seed = SEED.search(what)
    what = SEED.sub("", what)
    for form, pattern in FORMS.items():
        found = re.fullmatch(pattern, what)
        if found:
            words = {key: _word(key, value, lang) for key, value in found.groupdict().items()}
            told = label(f"generated.{form}", lang).format(**words)
            tail = label("generated.seed", lang).format(seed=seed["seed"]) if seed else ""
            return label("generated.all", lang).format(what=told + tail)
    return None


def _word(key: str, value: str, lang: str) -> str:
    if key == "place" and value in province_ids():
        return name(value, "zh" if lang == "zh" else "en")
    if key == "technology" and has_label(f"technology.{value}"):
        return label(f"technology.{value}", lang)
    if key == "months":
        return ("、" if lang == "zh" else ", ").join(value.split())
    return value
