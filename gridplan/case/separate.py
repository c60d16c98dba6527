"""A joint case taken apart: every province with its supply bases as a case of its own, planned without the others.

What passes between two provinces becomes a contract of both with the outside, the same at both ends:

    agreed    a channel that follows a curve keeps it; one that the plan dispatches delivers the least energy it is
              bound to (energy_min_twh, hours_min x capacity, min_flow_share x capacity), on the library's curve; one
              bound to nothing is not there
    none      no channel is there
    results   every channel carries, hour by hour, what it carries in results of the joint case, with their green share

The receiver counts as green what the sender is bound to (an enforced channel.renewable_share), or what the results
attribute.  The sender is paid the price of the library for the channel, else its province's coal benchmark, for every
MWh it sends; the receiver pays the same money.  So payments cancel over the provinces, and the costs of the separate
plans add up to what the system costs.  Consumption traded between provinces and emergency support are not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gridplan.case.folder import write_folder
from gridplan.case.load import problems_of
from gridplan.case.new_links import link_id
from gridplan.case.part import (
    LISTS,
    OUTSIDE,
    Part,
    Row,
    base_name,
    limits_of_several,
    raw_of,
    read_part,
    weather_names,
)
from gridplan.case.problems import CaseError, Place, errors, problem
from gridplan.case.raw import RawCase, RawSeries
from gridplan.case.schema import schema
from gridplan.case.tables import TRUE_WORDS
from gridplan.library.provinces import province_ids
from gridplan.library.tables import table
from gridplan.library.units import HOURS_PER_YEAR

BETWEEN = ("excess_trade", "emergency_support")
"""Tables of agreements between regions, which a province alone has none of."""

CHANNEL_SHARE = "channel.renewable_share"


@dataclass(frozen=True)
class Carried:
    """What a channel carries in results of the joint case: GW in each of the 8760 hours, capacity, and the shares of
    its energy that are green, and of the green that is hydro."""

    flow_gw: np.ndarray
    capacity_gw: float
    green_share: float
    hydro_share: float


def separate_case(path: Path | str, folder: Path | str, *, exchange: str = "agreed",
                  carried: Mapping[str, Carried] | None = None, lang: str | None = None) -> dict[str, Path]:
    """Write one case for each province of a joint case, as folders of `folder`; the folders by province.

    `exchange` is "agreed" or "none"; `carried`, what each channel carries in results, goes before it.

    Raises CaseError for a case that is wrong or has one province, FileExistsError when the folder holds anything.
    """
    joint = read_part(path, lang)
    lang = lang or joint.read.language
    if len(joint.provinces) < 2:
        raise CaseError([problem("separate_one_province", Place(f"{joint.name}/regions.csv", "regions"))], lang)
    together = limits_of_several(joint, "separate_limit_of_several")
    if together:
        raise CaseError(together, lang)
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} exists and is not an empty folder")
    raws: dict[str, RawCase] = {}
    for province in joint.provinces:
        raw = raw_of(alone(joint, province, exchange, carried), folder / province)
        faults = errors(problems_of(raw, [], series=False))
        if faults:
            raise CaseError([replace(one, file=f"{province}/{one.file}") for one in faults], lang)
        raws[province] = raw
    return {province: write_folder(raw, folder / province) for province, raw in raws.items()}


def alone(joint: Part, province: str, exchange: str = "agreed", carried: Mapping[str, Carried] | None = None) -> Part:
    """A province of a joint case with its supply bases, as a case of its own, in memory."""
    homes = _homes(joint)
    here = {region for region, home in homes.items() if home == province}
    series: dict[str, RawSeries] = dict(joint.series)
    links, dropped = _links(joint, here, exchange, carried, series)
    kept_links = {row["link"] for row in links}
    curved = {row["link"] for row in links if row.get("mode") == "profile"}
    tables: dict[str, list[Row]] = {"links": links}
    for name in schema().tables:
        if name not in ("links", *BETWEEN):
            tables[name] = [row for row in joint.rows(name)
                            if _belongs(joint, name, row, here, kept_links) and not _idle(name, row, curved)]
    tables["policies"] = _policies(tables["policies"], links, here, carried, dropped)
    used = {cell for rows in tables.values() for row in rows for cell in row.values()}
    weather = weather_names(joint)
    kept = {name: one for name, one in series.items() if base_name(name, weather) in used}
    names = {lang: joint.region_name(province, lang) for lang in ("zh", "en")}
    year = joint.read.years[-1]
    settings = {**joint.settings, "name": f"{joint.read.name}-{province}",
                "name_zh": f"{names['zh']}{year}年单独规划", "name_en": f"{names['en']} {year}, planned alone"}
    return Part(joint.name, settings, joint.read, {name: rows for name, rows in tables.items() if rows}, kept)


def _homes(joint: Part) -> dict[str, str]:
    """The province each region is planned with: itself; of a base the one on whose ground it stands, else the one its
    channel ends in."""
    ends = {row["link"]: row["to"] for row in joint.rows("links")}
    channel = {row["region"]: row["link"] for row in joint.rows("bases")}
    homes = {region: region for region in joint.provinces}
    for base, ground in joint.bases.items():
        homes[base] = ground if ground in homes else ends.get(channel[base], "")
    return homes


def _belongs(joint: Part, name: str, row: Row, here: set[str], links: set[str]) -> bool:
    """Whether a row is about a region, an asset of one, or a link that is kept."""
    if "region" in row:
        return row["region"] in here
    columns = schema().tables[name].columns
    for column, cell in row.items():
        owner = columns[column].reference
        if owner is not None and owner[0] == "links":
            return cell in links
        if owner is not None or (name, column) in LISTS:
            table_name, key = owner or (LISTS[name, column], _key_of(LISTS[name, column]))
            first = cell.split()[0]
            found = next((one for one in joint.rows(table_name) if one[key] == first), None)
            if found is not None and "region" in found:
                return found["region"] in here
            if found is not None and table_name != name:
                return _belongs(joint, table_name, found, here, links)
    return True


def _key_of(name: str) -> str:
    return next(iter(schema().tables[name].columns))


def _idle(name: str, row: Row, curved: set[str]) -> bool:
    """Whether a row is a delivery contract of a channel that follows a curve now."""
    return name == "link_contracts" and row["link"] in curved


def _links(joint: Part, here: set[str], exchange: str, carried: Mapping[str, Carried] | None,
           series: dict[str, RawSeries]) -> tuple[list[Row], set[str]]:
    """Links of a province alone, and the ids of those that fall away."""
    found: list[Row] = []
    dropped: set[str] = set()
    for row in joint.rows("links"):
        ends = row["from"] in here, row["to"] in here
        if not any(ends):
            continue
        if all(ends) or OUTSIDE in (row["from"], row["to"]):
            found.append(row)
            continue
        contract = _contract(joint, row, exchange, carried, series)
        if contract is None:
            dropped.add(row["link"])
        else:
            found.append({**contract, "from": OUTSIDE} if ends[1] else _sold(contract))
    return found, dropped


def _sold(contract: Row) -> Row:
    """The contract at the sender's end: paid by what is sent, and green as the sender decides."""
    kept = {column: cell for column, cell in contract.items() if column not in ("green_share", "green_hydro_share")}
    price = float(contract["price_cny_per_mwh"]) * (1.0 - float(contract.get("loss_share") or 0.0))
    return {**kept, "to": OUTSIDE, "price_cny_per_mwh": f"{price:.10g}"}


def _contract(joint: Part, row: Row, exchange: str, carried: Mapping[str, Carried] | None,
              series: dict[str, RawSeries]) -> Row | None:
    """A link between provinces as a contract at the receiver's price; None where nothing is agreed."""
    base: Row = {column: row[column] for column in (
        "link", "name_zh", "name_en", "from", "to", "year", "capacity_gw", "loss_share", "firm_share", "green_credit",
        "new_channel") if column in row}
    base |= {"mode": "profile", "price_cny_per_mwh": f"{_receiving_price(joint, row):.10g}"}
    if carried is not None:
        return _as_carried(base, carried[row["link"]], series)
    if exchange == "none":
        return None
    share = _bound_share(joint, row["link"])
    base |= {"green_share": f"{share:g}"} if share > 0 else {}
    if row.get("mode", "free") == "profile":
        # Without band and extension: what each end could choose by itself would not be the same at both.
        return {**base, **{column: row[column] for column in ("profile", "energy_twh") if column in row}}
    least = _least_twh(joint, row)
    return {**base, "energy_twh": f"{least:.10g}"} if least > 0 else None


def _as_carried(base: Row, carried: Carried, series: dict[str, RawSeries]) -> Row | None:
    capacity = carried.capacity_gw
    if capacity <= 0 or carried.flow_gw.max() <= 0:
        return None
    name = f"{base['link']}_joint"
    shape = np.clip(carried.flow_gw / capacity, 0.0, 1.0)
    series[name] = RawSeries(name, "profiles.csv", name, shape, np.arange(2, HOURS_PER_YEAR + 2))
    return {**base, "capacity_gw": f"{capacity:.10g}", "profile": name, "green_share": f"{carried.green_share:.10g}",
            "green_hydro_share": f"{carried.hydro_share:.10g}"}


def _least_twh(joint: Part, row: Row) -> float:
    """Energy a dispatched channel is bound to send in a year, TWh."""
    capacity = float(row["capacity_gw"])
    hours = [float(one.get("hours_min") or 0.0) for one in joint.rows("link_contracts") if one["link"] == row["link"]]
    return max(float(row.get("energy_min_twh") or 0.0), capacity * max(hours, default=0.0) / 1000.0,
               capacity * float(row.get("min_flow_share") or 0.0) * HOURS_PER_YEAR / 1000.0)


def _bound_share(joint: Part, link: str) -> float:
    """Share of a channel's energy that an enforced target says is green."""
    return max((float(row["value"]) / 100.0 for row in joint.rows("policies")
                if row["metric"] == CHANNEL_SHARE and row.get("subject") == link
                and row.get("enforce", "").casefold() in TRUE_WORDS), default=0.0)


def _receiving_price(joint: Part, row: Row) -> float:
    """What the receiver pays per MWh that arrives, CNY, so that the sender gets the library's price per MWh sent."""
    sender = next((one.get("province") or one["region"] for one in joint.rows("regions")
                   if one["region"] == row["from"]), "")
    prices = {link_id(str(one["channel"])): float(one["sending_price_cny_per_mwh"])
              for one in table("channels").to_dict("records")}
    coal = table("power_prices").set_index("province")["coal_benchmark_price_cny_per_mwh"]
    fallback = float(coal[sender]) if sender in province_ids() else 0.0
    return prices.get(row["link"], fallback) / (1.0 - float(row.get("loss_share") or 0.0))


def _policies(rows: list[Row], links: list[Row], here: set[str], carried: Mapping[str, Carried] | None,
              dropped: set[str]) -> list[Row]:
    """Targets of a province alone: without those about channels that fell away; one on exchange that nothing can meet
    any more is only reported; in results' stead, the green share that the sender gave."""
    found = []
    ends = {end: any(row[end] in here for row in links) for end in ("from", "to")}
    for row in rows:
        if row["metric"] == CHANNEL_SHARE and (row.get("subject") in dropped or (
                carried is not None and row.get("subject") in carried)):
            continue
        way = {"import": "to", "export": "from"}.get(row["metric"].split(".")[0])
        if way is not None and not ends[way]:
            row = {**row, "enforce": "no"}
        found.append(row)
    for link in links:
        one = (carried or {}).get(link["link"])
        if one is not None and link["to"] == OUTSIDE and one.green_share > 0:
            found.append({"policy": f"joint_share_{link['link']}", "region": link["from"], "metric": CHANNEL_SHARE,
                          "subject": link["link"], "sense": "min", "value": f"{100.0 * one.green_share:.10g}",
                          "enforce": "yes"})
    return found
