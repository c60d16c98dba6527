"""A new case of a province, made from the built-in library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from gridplan.case import (
    new_coal,
    new_coal_levers,
    new_demand,
    new_energy,
    new_heat,
    new_links,
    new_loads,
    new_path,
    new_policies,
    new_renewables,
    new_repowering,
    new_retrofits,
    new_solar_thermal,
    new_stores,
    new_thermal,
    new_water,
)
from gridplan.case.new_draft import Draft
from gridplan.case.new_write import write_case
from gridplan.library.provinces import find_province


def new_case(
    province: str,
    year: int,
    folder: Path,
    *,
    years: Sequence[int] | None = None,
    lang: Literal["zh", "en"] = "zh",
) -> list[str]:
    """Write the case of a province for a planning year (or several, `years`) into an empty or new folder.

    `province` is an id, code or name in either language.  The case holds what the library knows of the
    province; columns left out take the library's defaults when the case is read.  Returns the remarks for the
    planner in `lang`: what is judged, merged or missing; they stand in case.toml in both languages.  `lang` is also
    the language of the new case's results.

    Raises LibraryError for an unknown province, ValueError for years outside 2024-2060 or out of order,
    FolderNotEmpty when the folder holds anything.
    """
    draft = draft_case(province, years or [year])
    ends = dict.fromkeys((draft.first_year, draft.years[-1]))
    write_case(draft, Path(folder), "-".join([draft.region, *(str(year) for year in ends)]), lang)
    return [note.zh if lang == "zh" else note.en for note in draft.notes]


def draft_case(province: str, years: Sequence[int], members: frozenset[str] = frozenset()) -> Draft:
    """The rows of a new case, nothing written; `members` are planned together with it.  Raises as `new_case`."""
    ordered = tuple(years)
    if list(ordered) != sorted(set(ordered)) or not all(2024 <= year <= 2060 for year in ordered):
        raise ValueError(f"planning years must ascend and lie between 2024 and 2060, not {list(ordered)}")
    draft = Draft(find_province(province), ordered, members=members)
    # Later subjects read what earlier ones added: links the fleet, policies everything.
    for subject in (
        new_demand,
        new_coal,
        new_retrofits,
        new_thermal,
        new_heat,
        new_renewables,
        new_repowering,
        new_water,
        new_solar_thermal,
        new_stores,
    ):
        subject.add(draft)
    new_coal_levers.add(draft)
    new_links.add(draft)
    new_demand.add_response(draft)
    new_loads.add(draft)
    new_path.add(draft)
    new_policies.add(draft)
    new_energy.add(draft)
    return draft
