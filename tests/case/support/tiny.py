"""A small whole case as text: one region, every table, every series its own, nothing left to the library."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

SETTINGS = """\
name = "tiny"
name_zh = "小案例"
years = [2030]
discount_rate = 0.06
language = "zh"

[solver]
method = "auto"

[notes]
zh = ["说明一", "说明二"]
"""

TABLES = {
    "regions": """\
region,province,line_loss_share,own_use_share_of_consumption,unserved_cost_cny_per_mwh,certificate_price_cny_per_mwh,heating_months
ningxia,ningxia,0.04,0.05,20000,10,11 12 1 2 3
""",
    "demand": """\
region,energy_twh,peak_gw,profile
ningxia,100,,load
""",
    "fuels": """\
fuel,region,price_cny_per_tce,co2_t_per_tce,is_coal
coal,,800,2.66,yes
gas,,2200,1.6,no
""",
    "cohorts": """\
cohort,name_zh,region,technology,fuel,units,unit_mw,existing_gw,build_max_gw,retire_max_gw,capex_cny_per_kw,life_years,fixed_cost_cny_per_kw_a,variable_cost_cny_per_mwh,net_rate_g_per_kwh,no_load_share,min_output_share,ramp_share_per_h,start_cost_cny_per_kw,own_use_share,availability_share,capacity_credit_share,commitment
coal_600,六十万,ningxia,coal,coal,20,600,12,0,1,4000,30,100,20,310,0.08,0.4,0.6,2,0.06,0.9,0.95,yes
gas_new,燃机,ningxia,gas_ccgt,gas,,,0,4,0,3000,30,100,20,220,0.05,0.3,2,0.5,0.02,0.92,0.95,yes
""",
    "retrofits": """\
cohort,state,max_gw,cost_cny_per_kw,life_years,net_rate_change_g_per_kwh,min_output_share
coal_600,flexibility,6,150,15,2,0.3
coal_600,efficiency,6,500,15,-12,0.4
""",
    "renewables": """\
renewable,name_zh,region,technology,profile,existing_gw,potential_gw,capex_cny_per_kw,life_years,fixed_cost_cny_per_kw_a,own_use_share,credit_summer_share,credit_winter_share
wind,风电,ningxia,wind_onshore,wind_cf,10,30,4500,20,100,0.02,0.1,0.1
solar,光伏,ningxia,solar_utility,solar_cf,20,60,3200,25,50,0.01,0.2,0
""",
    "reservoirs": """\
reservoir,region,existing_gw,storage_hours,annual_hours,inflow_profile,min_output_share,capex_cny_per_kw,life_years,fixed_cost_cny_per_kw_a,own_use_share,availability_share,credit_summer_share,credit_winter_share
dam,ningxia,1,200,3000,inflow,0.1,10000,50,100,0.01,0.95,0.8,0.6
""",
    "stores": """\
store,region,technology,existing_gw,existing_hours,build_max_gw,hours_min,hours_max,capex_power_cny_per_kw,capex_energy_cny_per_kwh,life_years,fixed_cost_cny_per_kw_a,variable_cost_cny_per_mwh,charge_efficiency_share,discharge_efficiency_share,capacity_credit_hours,availability_share
battery,ningxia,lithium,1,2,10,2,4,300,800,15,20,1,0.93,0.93,4,0.95
pumped,ningxia,pumped_hydro,0,6,3,6,6,5500,100,50,60,0,0.87,0.88,6,0.95
""",
    "links": """\
link,from,to,capacity_gw,capex_cny_per_kw,life_years,loss_share,mode,profile,energy_twh,price_cny_per_mwh,firm_share
to_shandong,ningxia,outside,4,3000,30,0.06,profile,delivery,20,300,0.5
""",
    "response": """\
response,region,kind,max_share_of_peak,window_hours,max_hours,fixed_cost_cny_per_kw_a,variable_cost_cny_per_mwh
shift,ningxia,shift,0.05,4,200,20,100
""",
    "policies": """\
policy,region,metric,subject,sense,value,enforce,slack_price,page
wind_floor,ningxia,capacity.wind,,min,24.5,yes,5000,12
quota,ningxia,quota.renewable_consumption,,min,40,yes,2000,3-4
quota_nonhydro,ningxia,quota.nonhydro_consumption,,min,35.2,yes,2000,3-4
green_channel,ningxia,channel.renewable_share,to_shandong,min,50,no,2000,
coal_rate,ningxia,coal.net_heat_rate,,max,300,no,5000,
""",
}

HOURS = np.arange(8760)
SERIES = {
    "load": 10 + np.round(np.sin(HOURS / 24 * 2 * np.pi), 6),
    "wind_cf": np.round(0.3 + 0.2 * np.sin(HOURS / 100), 6),
    "solar_cf": np.round(np.clip(np.sin((HOURS % 24 - 6) / 12 * np.pi), 0, 1), 6),
    "inflow": np.round(1 + 0.5 * np.sin(HOURS / 8760 * 2 * np.pi), 6),
    "delivery": np.full(8760, 0.6),
}

Change = Callable[[Path], None]


def write_tiny(folder: Path) -> Path:
    """Write the case into a folder, which is made, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    write_series(folder / "profiles.csv")
    return folder


def write_series(file: Path) -> None:
    """The five series under an `hour` column."""
    file.write_text(series_text(), encoding="utf-8")


@cache
def series_text() -> str:
    columns = [HOURS.tolist(), *(values.tolist() for values in SERIES.values())]
    lines = [",".join(["hour", *SERIES])]
    lines += [",".join(map(str, cells)) for cells in zip(*columns, strict=True)]
    return "\n".join(lines) + "\n"


def replaced(file: str, old: str, new: str) -> Change:
    """A change of the case: one piece of text of a file, which must be there, by another."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def cell(file: str, row: int, column: str, value: str) -> Change:
    """A change of the case: the cell of a line (header = 1) and column of a CSV file."""

    def change(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        header = lines[0].split(",")
        cells = lines[row - 1].split(",")
        cells[header.index(column)] = value
        lines[row - 1] = ",".join(cells)
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    return change


def added(file: str, line: str) -> Change:
    """A change of the case: one more line at the end of a file."""

    def change(folder: Path) -> None:
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")

    return change


def with_column(file: str, column: str, values: list[str]) -> Change:
    """A change of the case: one more column."""

    def change(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        cells = [column, *values]
        text = "\n".join(f"{line},{value}" for line, value in zip(lines, cells, strict=True))
        (folder / file).write_text(text + "\n", encoding="utf-8")

    return change
