"""Supply bases behind a channel (配套电源基地): wind, sun, coal and storage that stand only for what the channel sends.

A base is a region without demand of its own.  It has a power balance, prices and costs like any region, and in
place of a load the channel it serves:

    balance:   generation + discharge - charge - sent + unserved - excess = 0        GW, every block

What cannot be delivered of a contract is unserved, as in a province.  A base has no peak, so no planning reserve and
no demand response, and no duty to consume renewables: what it makes is consumed where the channel ends
(发改能源〔2019〕807号).  Its plants stand on the ground of a province, and statistics count installed capacity where
it stands (电力工业统计, 属地统计), so capacity targets of the province named in ``counted_in`` count them; targets on
annual energy (coal rate, utilisation, non-fossil share) are asked of each region by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridplan.case.case import Case


NATION = "national"
"""The whole country, where every province is in the case."""


def base_regions(case: Case) -> dict[str, str]:
    """Every supply base of a case, with the channel (link) it serves."""
    rows = case.tables["bases"]
    return dict(zip(rows["region"].astype(str), rows["link"].astype(str), strict=True))


def counted_regions(case: Case, region: str) -> frozenset[str]:
    """The regions whose plants a province's capacity targets count: itself, and the bases on its ground; of the nation
    every region."""
    if region == NATION:
        return frozenset(case.tables["regions"]["region"].astype(str))
    rows = case.tables["bases"]
    return frozenset({region, *rows.loc[rows["counted_in"] == region, "region"].astype(str)})


def owed_gw(case: Case, region: str, year: int) -> float:
    """Most a region's channels may have to deliver, GW: the capacity of the links that leave it, as it may be built."""
    rows = case.rows("links", year)
    return float(rows.loc[rows["from"] == region, ["capacity_gw", "build_max_gw"]].sum().sum())
