"""The targets' sheet, section and words: units and prices planners read, no raw ids, counts that add up."""

from __future__ import annotations

import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from gridplan.library.errors import LibraryError
from gridplan.library.tables import table
from gridplan.library.target_lines import (
    REASONS,
    about_tolerance_percent,
    families,
    family,
    metric_names,
)
from gridplan.library.target_units import target_unit, units_in
from gridplan.results.labels import label
from gridplan.results.report_blocks import Table
from gridplan.results.report_targets import ASIDE, target_blocks
from gridplan.results.report_words import Words
from gridplan.results.target_scores import STATUSES, counted
from gridplan.results.target_shown import margin_text, marginal_price, price_per_unit, price_text, with_unit
from gridplan.results.workbook import write_workbook
from tests.support.sample_results import sample_results
from tests.support.shortened import first_hours


@pytest.mark.parametrize(
    ("unit", "other", "factor"),
    [
        ("GW", "万千瓦", 100.0), ("MW", "GW", 0.001), ("亿千瓦", "GW", 100.0), ("TWh", "亿千瓦时", 10.0),
        ("GWh", "TWh", 0.001), ("Mt_ce", "万吨标准煤", 100.0), ("pp", "%", 1.0), ("share", "%", 100.0),
        ("GW", "TWh", None), ("Mt", "Mt_ce", None), ("Mt_ce", "Mt_CO2", None), ("g/kWh", "g_CO2_per_kWh", None),
    ],
)
def test_units_of_one_quantity_convert_and_others_do_not(unit, other, factor):
    found = units_in(unit, other)
    assert found is None if factor is None else found == pytest.approx(factor)


def test_every_unit_of_list_and_vocabulary_is_known():
    for unit in {*table("targets")["unit"], *table("metrics")["unit"]}:
        target_unit(unit)
    with pytest.raises(LibraryError, match="unknown unit"):
        target_unit("bushel")


def test_every_metric_has_names_and_a_family():
    for metric in {*table("targets")["metric"], *table("metrics")["metric"]}:
        assert all(metric_names(metric))
        assert family(metric) in families()
    assert family("nothing.of.the.kind") == families()[-1] == "other"


def test_the_tolerance_of_about_is_that_of_the_nearest_family():
    assert about_tolerance_percent("capacity.wind") == 5.0
    assert about_tolerance_percent("coal.net_heat_rate") == 1.0
    assert about_tolerance_percent("coal.consumption_cap") == 5.0
    assert about_tolerance_percent("ev.stock") == 5.0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_a_line_can_need_is_there(lang):
    keys = [*(f"status.{name}" for name in STATUSES), *(f"reason.{name}" for name in REASONS),
            *(f"reason.{name}" for name in ("no_subject", "unit", "nothing_there")),
            *(f"family.{name}" for name in families()), *(f"match.{name}" for name in
                                                          ("due", "standing", "pending", "undated"))]
    assert all(label(key, lang) for key in keys)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        # 200 million CNY per percentage point is 2 亿元; per GW it is 200 CNY per kW; per TWh 0.2 CNY per kWh.
        (200.0, "%", "2.00 亿元/百分点", "200 million CNY/pp"),
        (200.0, "GW", "200 元/千瓦·年", "200 CNY/kW/a"),
        (200.0, "TWh", "0.200 元/千瓦时", "0.200 CNY/kWh"),
        (200.0, "Mt_ce", "200 元/吨标准煤", "200 CNY/tce"),
        (200.0, "g/kWh", "2.00 亿元/（克/千瓦时）", "200 million CNY/(g/kWh)"),
        (1e-6, "GW", "0", "0"),
        (float("nan"), "GW", "–", "–"),
    ],
)
def test_a_price_is_in_the_money_a_planner_reads(value, unit, zh, en):
    assert price_text(*price_per_unit(value, unit, "zh")) == zh
    assert price_text(*price_per_unit(value, unit, "en")) == en


def test_a_dual_is_per_kwh_kw_or_t():
    assert marginal_price(185.0, "CNY/MWh", "zh") == (pytest.approx(0.185), "元/千瓦时")
    assert marginal_price(80.0, "CNY/kW", "en") == (80.0, "CNY/kW/a")


def test_figures_are_in_the_units_of_the_language():
    assert with_unit(24.5, "GW", "zh") == "2,450.0 万千瓦" and with_unit(24.5, "GW", "en") == "24.50 GW"
    assert with_unit(2030.0, "year", "zh") == "2030年" and with_unit(2030.0, "year", "en") == "2030"
    assert margin_text(-0.6, "%", "en") == "\N{MINUS SIGN}0.6 pp"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_has_every_line_filters_and_frozen_panes(tmp_path, lang):
    results = first_hours(sample_results(lang), 336)
    book = openpyxl.load_workbook(write_workbook(results, tmp_path / "results.xlsx", lang))
    sheet = book[label("sheet.targets", lang)]
    heads = [cell.value for cell in sheet[2]]
    ids = [row[len(heads) - 1].value for row in sheet.iter_rows(min_row=3, max_row=2 + len(results.targets))]
    assert ids == [value or None for value in results.targets["target_id"]]
    assert sheet.auto_filter.ref and sheet.freeze_panes == "E3"
    named = [sheet.cell(row, 4).value for row in range(3, 3 + len(results.targets))]
    assert not any(re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", str(name)) for name in named)
    below = [str(sheet.cell(row, 1).value) for row in range(3 + len(results.targets), sheet.max_row + 1)]
    assert label("target_rule.about", lang) in below and label("text.not_priced", lang) in below


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_section_counts_first_and_folds_what_is_not_judged(lang):
    results = sample_results(lang)
    blocks = target_blocks(results, Words(lang))
    figures = blocks[0].figures
    assert int(figures[0].value) == len(counted(results.targets)) == sum(int(one.value) for one in figures[1:])
    tables = [block for block in blocks if isinstance(block, Table)]
    assert sum(len(one.rows) for one in tables) == len(results.targets)
    closed = sum(len(one.rows) for one in tables if not one.opened)
    assert closed == results.targets["reason"].isin(ASIDE).sum() > 0


def test_the_cost_of_holding_has_a_column_once_it_is_known():
    results = sample_results("en")
    priced = results.targets.assign(holding_cost_million_cny=[
        1234.0 if enforced else float("nan") for enforced in results.targets["enforced"]])
    cells = [cell for block in target_blocks(replace(results, targets=priced), Words("en"))
             if isinstance(block, Table) for row in block.rows for cell in row.cells]
    assert "1.234" in cells  # billion CNY
    assert "1.234" not in [cell for block in target_blocks(results, Words("en"))
                           if isinstance(block, Table) for row in block.rows for cell in row.cells]


def test_a_case_without_any_target_says_so():
    empty = replace(sample_results("en"), targets=pd.DataFrame(columns=sample_results("en").targets.columns))
    assert target_blocks(empty, Words("en"))[0].text == Words("en")("targets.none")
