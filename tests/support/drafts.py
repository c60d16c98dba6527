"""A new case of every province, drafted once for all the tests of a process."""

from __future__ import annotations

from functools import cache

from gridplan.case.new import draft_case
from gridplan.case.new_draft import Draft
from gridplan.library.provinces import province_ids


@cache
def of_all_provinces() -> dict[str, Draft]:
    """The draft of 2030 by province; to be read only."""
    return {province: draft_case(province, [2030]) for province in province_ids()}
