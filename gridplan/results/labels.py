"""What things are called in results, in Chinese and English, from `data/labels.csv`.

Units are those of the report (`report_units`), so that a number reads alike wherever it stands.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from gridplan.library.tables import table
from gridplan.results.report_units import Unit, unit

LANGUAGES = ("zh", "en")

_QUANTITY_OF_SUFFIX = {
    "_cny_per_mwh": "price",
    "_million_cny": "money",
    "_g_per_kwh": "rate",
    "_gwh": "energy",
    "_pj": "heat",
    "_gw": "power",
    "_kt": "coal",
    "_pct": "percent",
    "_h": "hours",
}


class LabelError(KeyError):
    """A name is asked for that `data/labels.csv` does not have."""

    def __str__(self) -> str:
        return str(self.args[0])


def label(key: str, lang: str) -> str:
    """The name under `key` ("technology.coal", "sheet.summary", ...) in "zh" or "en".

    Raises LabelError for an unknown key (with the nearest ones) or language.
    """
    if lang not in LANGUAGES:
        raise LabelError(f"results are written in one of {', '.join(LANGUAGES)}, not {lang!r}")
    names = _labels()
    if key not in names:
        near = ", ".join(get_close_matches(key, names, n=3)) or "nothing similar"
        raise LabelError(f"data/labels.csv has no {key!r}; it has {near}")
    return names[key][lang]


def has_label(key: str) -> bool:
    """Whether there is a name under `key`; for words that a planner or a source may choose freely."""
    return key in _labels()


def technology_name(technology: str, lang: str) -> str:
    """Name of a technology of the schema, of a link or of a sum of technologies."""
    return label(f"technology.{technology}", lang)


def state_name(state: str, lang: str) -> str:
    """Name of a retrofit state."""
    return label(f"state.{state}", lang)


def variable_name(variable: str, lang: str) -> str:
    """Name of a variable of the results dataset."""
    return label(f"variable.{variable}", lang)


def unit_of_column(column: str, lang: str) -> Unit | None:
    """Unit in which a column of an account is shown, from the unit in its name; None where it has none.

    Capacities become 万千瓦 or GW, energies 亿千瓦时 or TWh, and so on; `Unit.factor` converts.
    """
    for suffix, quantity in _QUANTITY_OF_SUFFIX.items():
        if column.endswith(suffix):
            return unit("co2" if column.startswith("co2_") and suffix == "_kt" else quantity, lang)
    return None


def with_unit(name: str, lang: str, shown_in: Unit | None) -> str:
    """A name with a unit in brackets on a line of its own; the name alone where there is no unit."""
    if shown_in is None or not shown_in.name:
        return name
    return f"{name}\n（{shown_in.name}）" if lang == "zh" else f"{name}\n({shown_in.name})"


@cache
def _labels() -> dict[str, dict[str, str]]:
    rows = table("labels")
    repeated = rows.loc[rows["key"].duplicated(), "key"]
    if len(repeated):
        raise LabelError(f"data/labels.csv gives {repeated.iloc[0]!r} twice")
    blank = rows[(rows["zh"] == "") | (rows["en"] == "")]
    if len(blank):
        raise LabelError(f"data/labels.csv leaves {blank['key'].iloc[0]!r} without a name in one language")
    return {row.key: {"zh": row.zh, "en": row.en} for row in rows.itertuples()}
