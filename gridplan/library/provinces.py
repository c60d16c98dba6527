"""The 31 provinces: identifiers, names, grid, place, consumption, heating season."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from gridplan.library.errors import LibraryError, unknown
from gridplan.library.tables import table

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Province:
    """One row of `provinces.csv`; consumption in TWh a year, peak in GW, latitude and longitude in
    degrees."""

    id: str
    name_zh: str
    name_en: str
    code: str
    grid: str
    lat: float
    lon: float
    consumption_2018_twh: float
    consumption_2024_twh: float
    peak_load_gw: float
    load_factor_2018: float
    heating_months: tuple[int, ...]
    notes: str
    source: str


@cache
def _provinces() -> dict[str, Province]:
    rows = table("provinces")
    if rows["id"].duplicated().any():
        raise LibraryError("provinces.csv: a province id occurs twice")
    return {
        row["id"]: Province(
            id=row["id"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            code=row["code"],
            grid=row["grid"],
            lat=row["lat"],
            lon=row["lon"],
            consumption_2018_twh=row["consumption_2018_twh"],
            consumption_2024_twh=row["consumption_2024_twh"],
            peak_load_gw=row["peak_load_gw"],
            load_factor_2018=row["load_factor_2018"],
            heating_months=tuple(int(month) for month in row["heating_months"].split()),
            notes=row["notes"],
            source=row["source"],
        )
        for row in rows.to_dict("records")
    }


def province_ids() -> tuple[str, ...]:
    """Ids of all provinces, in the order of the official list."""
    return tuple(_provinces())


def province(id: str) -> Province:
    """A province by its id.

    Raises LibraryError with the nearest ids when there is none of that name.
    """
    if id not in _provinces():
        raise unknown("province", id, _provinces())
    return _provinces()[id]


def name(id: str, lang: Language = "en") -> str:
    """Name of a province in a language.

    Raises LibraryError for an unknown province or language.
    """
    names = {"zh": province(id).name_zh, "en": province(id).name_en}
    if lang not in names:
        raise unknown("language", lang, names)
    return names[lang]


SUFFIXES = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")
"""What official names of provinces end with."""

ALSO_CALLED = {"xizang": "tibet", "nei_mongol": "inner_mongolia", "neimenggu": "inner_mongolia"}
"""Other romanised names than those of the library, and the id meant."""


def find_province(text: str) -> Province:
    """A province by id, code, English or Chinese name, case and blanks ignored (`Inner Mongolia`, `nm`,
    `内蒙古`, `内蒙古自治区`, `Xizang`).

    Raises LibraryError with the nearest ids when none matches.
    """
    wanted = text.strip().lower().replace(" ", "_")
    wanted = ALSO_CALLED.get(wanted, wanted)
    wanted = next((wanted.removesuffix(end) for end in SUFFIXES if wanted.endswith(end)), wanted)
    for candidate in _provinces().values():
        spellings = (candidate.id, candidate.code, candidate.name_en, candidate.name_zh)
        if wanted in {spelling.lower().replace(" ", "_") for spelling in spellings}:
            return candidate
    raise unknown("province", text, _provinces())
