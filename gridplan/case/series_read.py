"""Hourly series from a planner's file, a renewables.ninja download or an atlite export.

The layouts, told apart by the headings:

- own: a first column `hour` (0..8759 or 1..8760) or of dates in Beijing time, then one column per series;
- renewables.ninja: comment lines opening with `#`, then `time` (UTC), perhaps `local_time`, and
  `electricity` in kW for the `capacity` in kW that the comment names;
- atlite (a data frame written to CSV): `time` or `snapshot` in UTC, then one column per series.

UTC is turned into Beijing time by moving the year round by eight hours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from gridplan.case.grid import Grid
from gridplan.case.problems import Place, Problem, problem
from gridplan.case.raw import RawSeries
from gridplan.library.units import HOURS_PER_YEAR

BEIJING_OFFSET_H = 8
LEAP_DAY_HOUR = 59 * 24
"""First hour of 29 February, counted from 0."""

HOUR_HEADINGS = {"hour", "小时", "hour_of_year", "h"}
LOCAL_HEADINGS = {"local_time", "beijing_time", "datetime", "date", "timestamp", "时间", "北京时间", "日期"}
UTC_HEADINGS = {"time", "snapshot", "snapshots", "utc", "time_utc", "utc_time"}


@dataclass
class SeriesFile:
    """What one file of hourly series holds: the series that can be used, the names of those that cannot, and
    every fault."""

    series: list[RawSeries] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    found: list[Problem] = field(default_factory=list)


def read_series(grid: Grid, stem: str | None) -> SeriesFile:
    """The series of one file and every fault of its hours and numbers.

    `stem` names the series of a file that holds a single one; with None every column names its own.
    """
    comments, start = _comments(grid)
    place = Place(grid.file, "profiles")
    if start >= len(grid.rows):
        return SeriesFile(faulty={stem or ""}, found=[_unreadable(place, "it holds no data", "没有数据")])
    header = [cell.strip() for cell in grid.rows[start]]
    body, lines = grid.rows[start + 1 :], grid.lines[start + 1 :]
    head = place.at(header[0])
    names = _names(header, stem)
    result = SeriesFile()
    kind = _time_kind(header[0])
    if kind is None:
        english = "the first column must be hour (0 to 8759) or beijing_time"
        chinese = "第一列应为 hour（0 至 8759）或 beijing_time"
        result.found = [_unreadable(head, english, chinese)]
    else:
        result.found = _hours(body, lines, head, kind)
    if result.found:
        result.faulty = set(names.values())
        return result
    shift = BEIJING_OFFSET_H if kind == "utc" or _ends_in_utc(body) else 0
    if shift:
        result.found.append(problem("profile_utc", head))
    for position, name in names.items():
        column = Place(grid.file, "profiles", None, header[position])
        values, faults = _values(body, lines, position, column)
        if faults:
            result.found += faults
            result.faulty.add(name)
            continue
        order = np.roll(np.arange(HOURS_PER_YEAR), shift)
        scale = _capacity_kw(comments) if header[position] == "electricity" else 1.0
        numbers = np.asarray(lines)[order]
        result.series.append(RawSeries(name, grid.file, header[position], values[order] / scale, numbers))
    if not names:
        result.found.append(_unreadable(head, "it has no series", "没有曲线列"))
    return result


def _unreadable(place: Place, english: str, chinese: str) -> Problem:
    return problem("profile_unreadable", place, reason_en=english, reason_zh=chinese)


def _names(header: Sequence[str], stem: str | None) -> dict[int, str]:
    """Name of the series in each column that holds one."""
    positions = [
        p for p, name in enumerate(header) if p > 0 and name and name.casefold() not in LOCAL_HEADINGS
    ]
    if "electricity" in header:
        # A ninja file with raw weather data beside the output: only the output is a profile.
        positions = [header.index("electricity")]
    return {p: stem if stem and len(positions) == 1 else header[p] for p in positions}


def _comments(grid: Grid) -> tuple[list[str], int]:
    """Comment lines at the top, and the position of the heading row."""
    start = 0
    while start < len(grid.rows) and grid.rows[start][0].lstrip().startswith("#"):
        start += 1
    return [",".join(cells) for cells in grid.rows[:start]], start


def _capacity_kw(comments: Sequence[str]) -> float:
    """Capacity a ninja file was made for, from the machine-readable comment; 1 kW where it says none."""
    for comment in comments:
        match = re.search(r'"?capacity"?\s*:\s*"?([0-9.]+)', comment)
        if match and float(match.group(1)) > 0:
            return float(match.group(1))
    return 1.0


def _time_kind(heading: str) -> str | None:
    name = heading.casefold()
    if name in HOUR_HEADINGS:
        return "hour"
    if name in LOCAL_HEADINGS:
        return "local"
    return "utc" if name in UTC_HEADINGS else None


def _ends_in_utc(body: Sequence[Sequence[str]]) -> bool:
    return bool(re.search(r"(Z|\+00:?00)$", body[0][0].strip()))


_COUNTED = ([str(hour) for hour in range(HOURS_PER_YEAR)], [str(hour + 1) for hour in range(HOURS_PER_YEAR)])
"""Labels as most files have them."""


def _hours(body: Sequence[Sequence[str]], lines: Sequence[int], place: Place, kind: str) -> list[Problem]:
    """Faults of the hour labels: unreadable, repeated, out of order, too few or too many."""
    if kind == "hour" and [cells[0] for cells in body] in _COUNTED:
        return []
    labels: list[int] = []
    for cells, line in zip(body, lines, strict=True):
        hour = _hour(cells[0].strip(), kind)
        if hour is None:
            return [problem("profile_hour", Place(place.file, "profiles", line, place.column), cells[0])]
        labels.append(hour)
    found = _repeated(labels, lines, body, place)
    if len(labels) != HOURS_PER_YEAR:
        fix = {"fix_en": "every hour of the year is needed", "fix_zh": "需要全年每小时的数值"}
        if len(labels) == HOURS_PER_YEAR + 24:
            first, last = lines[LEAP_DAY_HOUR], lines[LEAP_DAY_HOUR + 23]
            fix = {
                "fix_en": f"leave out 29 February (24 rows, {first} to {last})",
                "fix_zh": f"请去掉 2 月 29 日的 24 行（第 {first} 至 {last} 行）",
            }
        elif found:
            fix = {"fix_en": "an hour is repeated", "fix_zh": "有重复的小时"}
        elif len(labels) > HOURS_PER_YEAR:
            row = lines[HOURS_PER_YEAR]
            fix = {
                "fix_en": f"the year is complete before row {row}; leave out what follows",
                "fix_zh": f"全年在第 {row} 行之前已完整，请删去其后各行",
            }
        elif labels and (gap := _first_gap(labels)) is not None:
            row = lines[gap] if gap < len(lines) else lines[-1] + 1
            fix = {
                "fix_en": f"the first missing hour is due at row {row}",
                "fix_zh": f"自第 {row} 行起缺少小时",
            }
        return [problem("profile_rows", place, rows=len(labels), **fix), *found]
    if found:
        return found
    offset = labels[0] if labels[0] in (0, 1) and kind == "hour" else 0
    for position, hour in enumerate(labels):
        if hour != position + offset:
            due = position + offset if kind == "hour" else f"hour {position} of the year"
            at = Place(place.file, "profiles", lines[position], place.column)
            return [problem("profile_order", at, body[position][0], expected=due)]
    return []


def _repeated(
    labels: Sequence[int], lines: Sequence[int], body: Sequence[Sequence[str]], place: Place
) -> list[Problem]:
    first: dict[int, int] = {}
    for hour, line, cells in zip(labels, lines, body, strict=True):
        if hour in first:
            at = Place(place.file, "profiles", line, place.column)
            return [problem("profile_repeated_hour", at, cells[0], other=first[hour])]
        first[hour] = line
    return []


def _first_gap(labels: Sequence[int]) -> int | None:
    return next((p for p, hour in enumerate(labels) if hour != labels[0] + p), len(labels))


def _hour(text: str, kind: str) -> int | None:
    """Hour of the year of a label (counted from the label itself for numbers), or None if it cannot be read.

    29 February counts as day 60, so that a leap year shows itself by its 8784 hours.
    """
    if kind == "hour":
        return int(float(text)) if re.fullmatch(r"\d{1,5}(\.0+)?", text) else None
    moment = _date(text)
    if moment is None or moment.minute or moment.second:
        return None
    return (moment.timetuple().tm_yday - 1) * 24 + moment.hour


def _date(text: str) -> datetime | None:
    """A date in ISO form, or without leading zeros as Excel writes it: `2030/1/1 0:00`."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    match = re.fullmatch(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?", text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def _values(
    body: Sequence[Sequence[str]], lines: Sequence[int], position: int, column: Place
) -> tuple[np.ndarray, list[Problem]]:
    """The numbers of one column, with the first fault of each kind."""
    texts = [cells[position].strip() if position < len(cells) else "" for cells in body]
    try:
        values = np.array(texts, dtype=float)
    except ValueError:
        return np.array([]), _wrong_numbers(texts, lines, column)
    found = [
        problem("profile_not_finite", Place(column.file, "profiles", lines[row], column.column), texts[row])
        for row in np.flatnonzero(~np.isfinite(values)).tolist()
    ]
    return values, found


def _wrong_numbers(texts: Sequence[str], lines: Sequence[int], column: Place) -> list[Problem]:
    found = []
    for text, line in zip(texts, lines, strict=True):
        place = Place(column.file, "profiles", line, column.column)
        try:
            number = float(text) if text else float("nan")
        except ValueError:
            found.append(
                problem("profile_number", place, text, fix_en="write digits only", fix_zh="只写数字")
            )
            continue
        if not np.isfinite(number):
            found.append(problem("profile_not_finite", place, text))
    return found
