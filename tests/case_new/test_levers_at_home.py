"""Every lever has data in at least one shipped case, and the coastal case carries the figures of its documents."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from gridplan.case.load import check_case, load_case
from gridplan.case.problems import errors
from gridplan.case.schema import schema
from gridplan.library.paths import cases_dir
from gridplan.library.targets import select

SHANDONG = "shandong-2030"
CASES = sorted(path.name for path in cases_dir().iterdir() if path.is_dir())

TABLES_OF_NO_SHIPPED_CASE = {
    "paired_storage": "which stores count as paired is known plant by plant only",
    "clean_sources": "no province shipped has a target on clean energy; `gridplan new hainan` writes it",
    "operating_reserve": "no document sets its shares; docs/levers/operating-reserve.md has a scenario to put in",
    "weather_years": "a shipped case is planned for one weather year; `gridplan new --weather-years` writes several",
}
"""Levers and accounts without data in a shipped case, and why (docs/mechanisms.md)."""

LEVERS = {
    "nuclear": lambda case: (table(case, "cohorts", "technology") == "nuclear").any(),
    "nuclear heat": lambda case: "nuclear_haiyang" in set(table(case, "chp", "cohort")),
    "offshore wind": lambda case: (table(case, "renewables", "technology") == "wind_offshore").any(),
    "back-pressure conversion": lambda case: (table(case, "retrofits", "state") == "back_pressure").any(),
    "biomass co-firing": lambda case: (table(case, "retrofits", "state") == "biomass_cofiring").any(),
    "ammonia co-firing": lambda case: (table(case, "retrofits", "state") == "ammonia_cofiring").any(),
    "full-load hours": lambda case: (table(case, "cohorts", "max_full_load_hours") != "").any(),
    "CO2 price": lambda case: (table(case, "regions", "co2_price_cny_per_t") != "").any(),
    **{metric: lambda case, metric=metric: metric in enforced(case) for metric in (
        "coal.consumption_cap", "co2.cap", "capacity.nuclear", "capacity.wind_offshore", "coal.net_heat_rate",
        "retrofit.back_pressure_capacity", "retrofit.biomass_cofiring_capacity", "retrofit.ammonia_cofiring_capacity",
        "retrofit.flexibility_capacity", "captive.regulated_capacity", "coal.new_build_ceiling",
        "hydrogen.green_production", "industry.green_share", "channel.renewable_share")},
}


@cache
def raw(case: str, name: str) -> pd.DataFrame:
    path = cases_dir() / case / f"{name}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False) if path.exists() else pd.DataFrame()


def table(case: str, name: str, column: str) -> pd.Series:
    """A column as it is written; no rows where the case has none."""
    rows = raw(case, name)
    return rows[column] if column in rows else pd.Series(dtype=str)


def enforced(case: str) -> set[str]:
    rows = raw(case, "policies")
    return set(rows.loc[rows["enforce"] == "yes", "metric"])


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_is_at_home_in_a_shipped_case(lever):
    assert any(LEVERS[lever](case) for case in CASES)


def test_every_table_has_rows_in_a_shipped_case_or_a_reason_why_not():
    filled = {name for name in schema().tables for case in CASES if len(raw(case, name))}
    assert set(schema().tables) - filled == set(TABLES_OF_NO_SHIPPED_CASE)


def test_the_case_of_shandong_has_no_fault():
    assert errors(check_case(cases_dir() / SHANDONG)) == []


def test_shandong_carries_the_figures_of_its_documents():
    rows = raw(SHANDONG, "policies").set_index("policy")
    value, binds = rows["value"].astype(float), rows["enforce"] == "yes"
    # 到2030年光伏、风电1.25亿、5500万千瓦；海上风电2025年800、2030年3500万千瓦; 在运和核准在建核电1180万千瓦
    assert (value["capacity_solar"], value["capacity_wind"]) == (125.0, 55.0)
    assert (value["capacity_wind_offshore"], value["capacity_wind_offshore_2030"]) == (8.0, 35.0)
    assert not binds["capacity_wind_offshore_2030"]
    cohorts = raw(SHANDONG, "cohorts").set_index("cohort")
    nuclear = cohorts[cohorts["technology"] == "nuclear"][["existing_gw", "build_max_gw"]]
    assert pd.to_numeric(nuclear.stack(), errors="coerce").sum() == pytest.approx(11.8, abs=0.01)
    assert value["capacity_nuclear"] == 11.8
    # 供热能力113.4万千瓦 of two units of 125万千瓦
    heat = raw(SHANDONG, "chp").set_index("cohort").loc["nuclear_haiyang", "heat_gwth_per_gw"]
    assert float(heat) * 2.5 == pytest.approx(1.134)


def test_the_caps_of_shandong_follow_from_the_year_2024():
    # 676 TWh generated, 72.5 % of it fossil, 5 % own use, 300 g/kWh net, 2.66 t of CO2 per tce; 90 % of it.
    rows = raw(SHANDONG, "policies").set_index("policy")["value"].astype(float)
    coal = 0.9 * 676.0 * 0.725 * 0.95 * 0.300
    assert rows["coal_consumption_cap"] == pytest.approx(coal, rel=0.01)
    assert rows["co2_cap"] == pytest.approx(coal * 2.66, rel=0.01)


def test_the_units_of_heat_and_power_of_shandong_are_those_of_the_register():
    case = load_case(cases_dir() / SHANDONG)
    cohorts = case.rows("cohorts", 2030)
    assert cohorts.loc[["coal_chp", "coal_chp_small"], "existing_gw"].sum() == pytest.approx(14.547)
    assert cohorts.loc[["coal_chp", "coal_chp_small"], "units"].sum() == 124
    assert cohorts.loc["coal_chp_small", "unit_mw"] < 150


def test_the_rows_of_shandong_that_name_a_target_ask_what_it_asks():
    rows, listed = raw(SHANDONG, "policies"), select().set_index("id")
    cited = rows[rows["target_id"] != ""]
    assert len(cited) == 3
    for row in cited.itertuples():
        target = listed.loc[row.target_id]
        assert (row.metric, row.sense, float(row.value)) == (target["metric"], target["sense"], target["value"])
        assert (row.document, row.page) == (target["document"], target["page"])
