"""Channels between cases that are joined: found where one case sends out what another receives, or given in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gridplan.case.grid import as_table, read_csv
from gridplan.case.part import OUTSIDE, Part, Row, rows_of
from gridplan.case.problems import CaseError, Place, Problem, errors, problem
from gridplan.case.schema import schema
from gridplan.case.spelling import closest
from gridplan.case.tables import typed

Remark = tuple[str, str]
"""What a planner must know, in Chinese and English."""

COMPARED = ("capacity_gw", "loss_share", "mode", "energy_twh", "firm_share")
"""Columns in which the two ends of a channel ought to agree."""

OF_RECEIVER = ("green_credit",)
"""Columns about how the receiver counts."""

OF_OUTSIDE = ("price_cny_per_mwh", "green_share", "green_hydro_share")
"""Columns that count only for contracts with the outside."""

ABOUT_LINKS = ("link_contracts", "import_emissions")
"""Tables with rows about a channel, of which the sender's hold."""


@dataclass(frozen=True)
class Met:
    """The parts with their common channels in the sender's rows alone, and the ids of these."""

    parts: list[Part]
    channels: set[str]


def meet(parts: Sequence[Part], remarks: list[Remark]) -> Met:
    """Make one link of every channel that a part sends to the outside and another receives from there."""
    senders = {row["link"]: number for number, part in enumerate(parts) for row in part.rows("links")
               if row["to"] == OUTSIDE}
    receivers = {row["link"]: number for number, part in enumerate(parts) for row in part.rows("links")
                 if row["from"] == OUTSIDE}
    channels = {link for link in senders if link in receivers and senders[link] != receivers[link]}
    tables = [dict(part.tables) for part in parts]
    for link in sorted(channels):
        give, take = parts[senders[link]], parts[receivers[link]]
        theirs = [row for row in take.rows("links") if row["link"] == link]
        tables[senders[link]]["links"] = [_joined(row, theirs, give, take, remarks) if row["link"] == link else row
                                          for row in tables[senders[link]]["links"]]
        for table in ("links", *ABOUT_LINKS):
            if table in tables[receivers[link]]:
                tables[receivers[link]][table] = [
                    row for row in tables[receivers[link]][table]
                    if row["link"] != link or (table != "links" and not _has(give, table, link))]
    return Met([replace(part, tables=own) for part, own in zip(parts, tables, strict=True)], channels)


def _has(part: Part, table: str, link: str) -> bool:
    return any(row["link"] == link for row in part.rows(table))


def _joined(row: Row, theirs: Sequence[Row], give: Part, take: Part, remarks: list[Remark]) -> Row:
    """The sender's row with the receiver's end."""
    other = next((one for one in theirs if one.get("year") == row.get("year")), theirs[0])
    name = row.get("name_zh", row["link"]), row.get("name_en", row["link"])
    for column in COMPARED:
        here, there = row.get(column, ""), other.get(column, "")
        if here != there and _number(here) != _number(there):
            title = schema().tables["links"].columns[column].name_zh
            blank = "空白", "blank"
            remarks.append((
                f"{name[0]}：{title}在{give.name}中为{here or blank[0]}，在{take.name}中为{there or blank[0]}；"
                "采用送端数值。",
                f"{name[1]}: {column} is {here or blank[1]} in {give.name} and {there or blank[1]} in {take.name}; "
                "the sender's holds."))
    joined = {column: cell for column, cell in row.items() if column not in OF_OUTSIDE}
    joined |= {column: other[column] for column in OF_RECEIVER if column in other}
    remarks.append((f"{name[0]}：两个案例中的送出与受入合同合并为省区之间的通道，合同电价为转移支付，不再计入成本。",
                    f"{name[1]}: the export of one case and the import of the other are one channel now; its price is "
                    "a transfer and no cost."))
    return joined | {"to": other["to"]}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def read_links(path: Path, joined: Part) -> tuple[list[Row], list[Problem]]:
    """Rows of a file of links between regions of the joined case, and every fault of it.

    Raises CaseError where there is no such file.
    """
    if not path.is_file():
        raise CaseError([problem("links_file_missing", Place(str(path)))], str(joined.settings["language"]))
    table = schema().tables["links"]
    grid, found = read_csv(path, path.name, "links")
    raw, faults = as_table(grid, table)
    found = [*found, *faults]
    checked, faults = typed(raw, table, joined.read.years)
    found += faults
    for row, cells in checked.records():
        for column in ("from", "to"):
            if cells[column] and cells[column] not in (*joined.regions, OUTSIDE):
                guess = closest(cells[column], joined.regions)
                found.append(problem("link_region_unknown", checked.place(row, column), cells[column], **guess))
        if cells["from"] and cells["from"] == cells["to"]:
            found.append(problem("link_ends_equal", checked.place(row, "to"), cells["to"]))
    return rows_of(raw), errors(found)


def add_links(joined: Part, rows: Sequence[Row]) -> None:
    """Add links; one of an id that is there takes its place."""
    new = {row["link"] for row in rows}
    joined.tables["links"] = [*(row for row in joined.rows("links") if row["link"] not in new), *rows]


def unjoined(joined: Part, parts: Sequence[Part]) -> list[Problem]:
    """A fault for cases that no link joins with any other."""
    home = {region: number for number, part in enumerate(parts) for region in part.regions}
    touched = {home[end] for row in joined.rows("links") if OUTSIDE not in (row["from"], row["to"])
               and home[row["from"]] != home[row["to"]] for end in (row["from"], row["to"])}
    alone = [part.name for number, part in enumerate(parts) if number not in touched]
    return [problem("join_without_link", Place("links.csv", "links"), names=", ".join(alone))] if alone else []
