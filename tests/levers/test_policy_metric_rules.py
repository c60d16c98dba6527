"""Faults of the tables that metrics need are named with file, row and column."""

from __future__ import annotations

import pytest

from gridplan.case.load import check_case
from gridplan.case.problems import render
from tests.case.support.tiny import added, cell, write_tiny

P = "policies.csv"
NEEDS = {
    "clean_set_missing": ("clean,ningxia,capacity.clean,,min,10,yes,5000,", "metric"),
    "base_figure_missing": ("more,ningxia,capacity.wind_added,,min,10,yes,5000,", "metric"),
    "link_factor_missing": ("grams,ningxia,intensity.co2_electricity,,max,400,yes,5000,", "metric"),
    "site_technology": ("base,ningxia,capacity.wind_base,solar,min,10,yes,5000,", "subject"),
    "subject_missing": ("base,ningxia,capacity.wind_base,,min,10,yes,5000,", "subject"),
    "target_range": ("mix,ningxia,share.nonfossil_capacity,,min,160,yes,5000,", "value"),
    "target_share": ("mix,ningxia,share.clean_generation,,min,0.6,no,5000,", "value"),
    "not_enforceable": ("saved,ningxia,energy.saving.coal_efficiency_retrofit,,min,1,yes,5000,", "enforce"),
}
TABLES = {
    "clean_sources.csv": "region,technology\nningxia,wind_onshore\n",
    "base_year.csv": "region,item,base,value\nningxia,capacity_wind_gw,2020,5\n",
    "import_emissions.csv": "link,co2_g_per_kwh\nto_shandong,600\n",
    "carbon_market.csv": "region,auction_share\nningxia,0\n",
}


def folder_with(tmp_path, policy="", tables=TABLES):
    folder = write_tiny(tmp_path / "case")
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    if policy:
        added(P, policy)(folder)
    return folder


def found(folder, rule):
    return [one for one in check_case(folder) if one.rule == rule]


@pytest.mark.parametrize("rule", list(NEEDS))
def test_what_a_metric_lacks_is_named(rule, tmp_path):
    policy, column = NEEDS[rule]
    fault = found(folder_with(tmp_path, policy, {}), rule)
    assert [(one.file, one.row, one.column) for one in fault] == [(P, 7, column)]
    for lang in ("en", "zh"):
        assert P in render(fault, lang)
    if rule.endswith("_missing") and rule != "subject_missing":
        assert fault[0].severity == "error"
        cell(P, 7, "enforce", "no")(tmp_path / "case")
        assert [one.severity for one in found(tmp_path / "case", rule)] == ["warning"]


@pytest.mark.parametrize("rule", ["clean_set_missing", "base_figure_missing", "link_factor_missing"])
def test_with_its_table_a_metric_is_complete(rule, tmp_path):
    assert check_case(folder_with(tmp_path, NEEDS[rule][0])) == []


@pytest.mark.parametrize(("file", "column", "value", "rule", "severity"), [
    ("base_year.csv", "base", "2030", "base_not_before", "error"),
    ("carbon_market.csv", "auction_share", "0.2", "auction_without_effect", "warning"),
])
def test_a_figure_that_cannot_be_is_named(file, column, value, rule, severity, tmp_path):
    folder = folder_with(tmp_path)
    cell(file, 2, column, value)(folder)
    assert [(one.file, one.row, one.column, one.severity) for one in found(folder, rule)] == [
        (file, 2, column, severity)]


def test_a_base_figure_of_nothing_has_no_share(tmp_path):
    folder = folder_with(tmp_path, tables={"base_year.csv": "region,item,value\nningxia,coal_burnt_mt,0\n"})
    assert [(one.file, one.row, one.column) for one in found(folder, "base_figure_zero")] == [
        ("base_year.csv", 2, "value")]


@pytest.mark.parametrize(("file", "column", "value"), [
    ("carbon_market.csv", "auction_share", "1.2"), ("import_emissions.csv", "co2_g_per_kwh", "0.8e6"),
    ("import_emissions.csv", "link", "to_nowhere"), ("clean_sources.csv", "technology", "lithium"),
    ("base_year.csv", "item", "capacity_moon_gw"), ("base_year.csv", "region", "atlantis")])
def test_a_cell_out_of_range_or_unknown_is_named(file, column, value, tmp_path):
    folder = folder_with(tmp_path)
    cell(file, 2, column, value)(folder)
    faults = [one for one in check_case(folder) if (one.file, one.row, one.column) == (file, 2, column)]
    assert faults and faults[0].severity == "error"


def test_a_ceiling_on_all_plants_below_the_floors_of_its_parts(tmp_path):
    folder = folder_with(tmp_path, "all,ningxia,capacity.total,,max,30,yes,5000,")
    added(P, "sun,ningxia,capacity.solar,,min,20,yes,5000,")(folder)
    assert [(one.file, one.row) for one in found(folder, "groups_contradict")] == [(P, 7)]
