"""What is left unserved: in a unit that shows it, a miss or not, and the same on screen, page and sheet."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from gridplan.results.report_banners import CAUTION, shortage_banners
from gridplan.results.report_units import unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results
from gridplan.results.unserved import energy_text, share_text, shortages, tolerance_gwh
from gridplan.results.workbook import write_workbook
from tests.support.sample_results import sample_results
from tests.support.shortened import first_hours


def with_unserved(gwh: float, method: str) -> Results:
    """A plan of two days that leaves so much unserved in its first hour."""
    results = first_hours(sample_results("zh", missed=False), 48)
    data = results.dataset
    missing = data["unserved_gw"] * 0.0
    missing[{"time": 0}] = gwh / float(data["weight_h"][0])
    return replace(results, dataset=data.assign(unserved_gw=missing), run=results.run | {"solver": {"method": method}})


@pytest.mark.parametrize(("gwh", "zh", "en"), [
    (0.00234, "0.234 万千瓦时", "0.00234 GWh"), (0.92, "92.0 万千瓦时", "0.920 GWh"),
    (25.0, "2,500 万千瓦时", "25.0 GWh"), (1234.0, "12.3 亿千瓦时", "1.23 TWh"),
])
def test_an_amount_stands_in_a_unit_that_shows_it(gwh: float, zh: str, en: str) -> None:
    assert (energy_text(gwh, "zh"), energy_text(gwh, "en")) == (zh, en)


def test_a_share_of_the_load_keeps_the_decimals_that_show_it() -> None:
    assert (share_text(0.0123), share_text(3e-6)) == ("1.2 %", "0.00030 %")


@pytest.mark.parametrize(("part", "method", "tolerated"), [
    (0.9e-5, "certified", True), (1.1e-5, "certified", False), (0.9e-5, "ipx", False),
])
def test_a_certified_plan_may_leave_a_hundred_thousandth(part: float, method: str, tolerated: bool) -> None:
    data = with_unserved(0.0, method).dataset
    load = float((data["demand_gw"] * data["weight_h"]).sum())
    results = with_unserved(part * load, method)
    (found,) = shortages(results)
    assert found.tolerated is tolerated and found.share == pytest.approx(part, rel=1e-6)
    (banner,) = shortage_banners(results, Words("en"))
    assert (banner.tone == CAUTION) is tolerated
    assert ("no miss" in banner.meaning) is tolerated


def test_nothing_unserved_is_not_spoken_of() -> None:
    assert shortages(with_unserved(0.0, "certified")) == []
    assert tolerance_gwh(with_unserved(0.0, "ipx").dataset, {"solver": {"method": "ipx"}}) == pytest.approx(1e-3)


def test_the_first_sheet_says_a_trace_without_red(tmp_path) -> None:
    data = with_unserved(0.0, "certified").dataset
    results = with_unserved(0.5e-5 * float((data["demand_gw"] * data["weight_h"]).sum()), "certified")
    sheet = openpyxl.load_workbook(write_workbook(results, tmp_path / "x.xlsx", "zh")).worksheets[0]
    line = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("有极少量缺供"))
    assert "万千瓦时" in line.value and line.font.color.rgb != "FFC00000"


@pytest.mark.parametrize(("value", "shows"), [(0.0049, False), (0.0051, True), (-0.0051, True), (float("nan"), False)])
def test_a_unit_knows_what_it_prints_as_nothing(value: float, shows: bool) -> None:
    assert unit("power", "en").shows(value) is shows
