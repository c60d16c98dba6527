"""Three results whose differences are worked out by hand, written as folders that a comparison reads.

A load of 1 GW all year is met by coal (0.3 kt/GWh, 1000 CNY/t: 300 CNY/MWh) and, where it pays, by wind at half its
capacity all year. A kW of wind saves 4380 kWh x 0.3 CNY = 1314 CNY of fuel a year.

- base: wind costs 20000 CNY/kW over 10 years, 2000 CNY a year: none is built. The target of 0.5 GW of wind is missed at
  a penalty of 100 CNY/kW. Fuel 2628, penalty 50, in all 2678 million CNY.
- cheap: wind costs 800 CNY/kW a year: the whole potential of 1 GW is built. Capital 800, fuel 1314, in all 2114.
- dear: the fuel costs 1100 CNY/t. Fuel 2890.8, penalty 50, in all 2940.8.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from gridplan.case.case import Case
from gridplan.results.folder import DATASET, MARK, REPORT, RUN, TABLES, WORKBOOK, mark_of
from gridplan.results.types import Results
from gridplan.results.write import stored_tables, write_dataset, write_json
from gridplan.solve.run import solve
from tests.support.small_case import small_case

HOURS = 24
NAMES = ("base", "cheap", "dear")
COST = {"base": 2678.0, "cheap": 2114.0, "dear": 2940.8}
"""Million CNY a year, penalties in it."""

FUEL = {"base": 2628.0, "cheap": 1314.0, "dear": 2890.8}
CO2_KT = {"base": 6990.48, "cheap": 3495.24, "dear": 6990.48}
WIND_GW = {"base": 0.0, "cheap": 1.0, "dear": 0.0}


def case_of(name: str, **more: Any) -> Case:
    """One of the three cases; `more` replaces settings."""
    tables = {
        "regions": [{"region": "r", "name_zh": "甲省", "name_en": "Province A"}],
        "cohorts": [{"cohort": "coal", "name_zh": "=煤电机组", "name_en": "=coal units", "existing_gw": 2.0}],
        "renewables": [{"renewable": "wind", "name_zh": "风电", "name_en": "wind", "potential_gw": 1.0,
                        "capex_cny_per_kw": 8000.0 if name == "cheap" else 20000.0}],
        "fuels": [{"fuel": "coal", "is_coal": True, "price_cny_per_tce": 1100.0 if name == "dear" else 1000.0}],
        "policies": [{"policy": "wind_floor", "metric": "capacity.wind", "value": 0.5, "slack_price": 100.0,
                      "name_zh": "风电装机", "name_en": "Wind capacity"}],
    }
    case = small_case(tables)
    return replace(case, settings=case.settings.model_copy(update=more), fingerprint=f"{name}{more}")


@cache
def solved(name: str, hours: int = HOURS) -> Results:
    """One of the three, solved."""
    return solve(case_of(name), hours=hours, method="simplex")


def written(folder: Path, *names: str, hours: int = HOURS) -> list[Path]:
    """Results folders of the named cases inside `folder`, with all that a comparison reads."""
    return [write_short(solved(name, hours), folder / name) for name in names]


def write_short(results: Results, folder: Path) -> Path:
    """A whole results folder whose own workbook and report are left empty, for speed."""
    folder.mkdir(parents=True)
    write_dataset(results, folder / DATASET)
    write_json(folder / TABLES, stored_tables(results))
    write_json(folder / RUN, results.run)
    for name in (WORKBOOK, REPORT):
        (folder / name).write_text("", encoding="utf-8")
    write_json(folder / MARK, mark_of(folder, results.case.fingerprint))
    return folder
