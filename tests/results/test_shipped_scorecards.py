"""The scorecards of the shipped cases against the documents, figure by figure, read by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from gridplan.case.load import load_case
from gridplan.solve.run import solve

CASES = Path(__file__).parents[2] / "cases"


@cache
def scores(case: str) -> pd.DataFrame:
    """The scorecard of a shipped case solved for one day."""
    return solve(load_case(CASES / case), hours=24).targets


NX, SX, NM = "宁夏回族自治区碳达峰实施方案", "山西省“十四五”节能减排实施方案", "内蒙古自治区碳达峰实施方案"
HN = "湖南省推动能源绿色低碳转型做好碳达峰工作的实施方案"
SD = "山东省贯彻落实做好碳达峰碳中和工作的意见的若干措施"
PEAK, SAVING = "2030年前碳达峰行动方案", "2024—2025年节能降碳行动方案"

# Case, id, document, page, sense and figure as the document has it:
READ = [
    # 新能源发电总装机容量 7450 万千瓦以上
    ("ningxia-2030", "ningxia-2030-capacity-new-energy", NX, "478", "min", 74.5, "GW"),
    # 2030 年风电 2450 万千瓦（力争）
    ("ningxia-2030", "ningxia-2030-capacity-wind", NX, "479", "about", 24.5, "GW"),
    # 2030 年抽水蓄能 680 万千瓦
    ("ningxia-2030", "ningxia-2030-capacity-pumped-hydro", NX, "481", "about", 6.8, "GW"),
    # 非水可再生能源电力消纳比重 35.2% 以上
    ("ningxia-2030", "ningxia-2030-quota-nonhydro-consumption", NX, "478", "min", 35.2, "%"),
    # 2025 年供电煤耗 300 克/千瓦时以下
    ("ningxia-2030", "ningxia-2025-coal-net-heat-rate", NX, "480", "max", 300.0, "g/kWh"),
    # 储能时长 2 小时以上，规模不低于新能源的 10%
    ("ningxia-2030", "ningxia-2025-storage-min-duration", NX, "481", "min", 2.0, "h"),
    ("ningxia-2030", "ningxia-2025-storage-share-of-new-energy", NX, "481", "min", 10.0, "%"),
    # 2030 年风电、太阳能 4000 万千瓦以上
    ("hunan-2030", "hunan-2030-capacity-wind-solar",
     "湖南省关于完整准确全面贯彻新发展理念做好碳达峰碳中和工作的实施意见", "249", "min", 40.0, "GW"),
    # 2030 年抽水蓄能 2000 万千瓦左右
    ("hunan-2030", "hunan-2030-capacity-pumped-hydro", "湖南省碳达峰实施方案", "260", "about", 20.0, "GW"),
    # “十四五”灵活性改造 26 台、节能改造 42 台、供热改造 25 台
    ("hunan-2030", "hunan-2021-2025-retrofit-units-flexibility", HN, "281", "min", 26.0, "units"),
    ("hunan-2030", "hunan-2021-2025-retrofit-units-efficiency", HN, "284", "min", 42.0, "units"),
    ("hunan-2030", "hunan-2021-2025-retrofit-units-heating", HN, "285", "min", 25.0, "units"),
    # 综合线损率 6.5% 左右
    ("hunan-2030", "hunan-2025-grid-line-loss", HN, "284", "about", 6.5, "%"),
    # 节能改造不低于 4100 万千瓦，2025 年供电煤耗 300 克/千瓦时以下
    ("shanxi-2025", "shanxi-2021-2025-retrofit-efficiency-capacity", SX, "", "min", 41.0, "GW"),
    ("shanxi-2025", "shanxi-2025-coal-net-heat-rate", SX, "", "max", 300.0, "g/kWh"),
    # 风光超过 2 亿千瓦
    ("inner-mongolia-2030", "inner-mongolia-2030-capacity-wind-solar", NM, "449", "min", 200.0, "GW"),
    # 2025 年新型储能 500 万千瓦以上
    ("inner-mongolia-2030", "inner-mongolia-2025-capacity-new-storage", NM, "449", "min", 5.0, "GW"),
    # 供电煤耗 305 克/千瓦时左右
    ("inner-mongolia-2030", "inner-mongolia-2025-coal-net-heat-rate", NM, "450", "about", 305.0, "g/kWh"),
    # 灵活性改造 3000 万千瓦左右
    ("inner-mongolia-2030", "inner-mongolia-2025-retrofit-flexibility-capacity", NM, "449", "about", 30.0, "GW"),
    # 2030 年可再生能源装机 1.7 亿千瓦左右，非化石能源消费占比 20% 左右
    ("shandong-2030", "shandong-2030-capacity-renewable", SD, "178", "about", 170.0, "GW"),
    ("shandong-2030", "shandong-2030-share-nonfossil-energy", SD, "178", "about", 20.0, "%"),
    # 新建通道不低于 50%，省级电网 5% 以上尖峰负荷响应能力
    ("ningxia-2030", "national-2030-channel-renewable-share", PEAK, "14", "min", 50.0, "%"),
    ("hunan-2030", "national-2030-demand-response-share-of-peak", PEAK, "16", "min", 5.0, "%"),
    # 最大用电负荷的 3%—5%
    ("shanxi-2025", "national-2025-demand-response-share-of-peak", SAVING, "", "min", 3.0, "%"),
]


@pytest.mark.parametrize(("case", "target_id", "document", "page", "sense", "figure", "unit"), READ,
                         ids=[row[1] for row in READ])
def test_a_line_has_the_figure_of_its_document(case, target_id, document, page, sense, figure, unit):
    found = scores(case).set_index("target_id").loc[target_id]
    assert (found["document"], found["page"]) == (document, page)
    assert (found["sense"], found["target"], found["unit"]) == (sense, figure, unit)
    assert found["status"] in ("met", "missed", "about_within", "about_outside")
    sign = -1.0 if sense == "max" else 1.0
    assert found["margin"] == pytest.approx(sign * (found["achieved"] - figure))


@pytest.mark.parametrize("case", ["ningxia-2030", "hunan-2030", "shanxi-2025", "inner-mongolia-2030", "shandong-2030"])
def test_every_row_of_a_shipped_case_is_on_its_scorecard(case):
    policies = load_case(CASES / case).tables["policies"]
    assert set(policies["policy"]) <= set(scores(case)["policy"])
    enforced = scores(case)[scores(case)["enforced"]]
    assert set(enforced["policy"]) == set(policies.loc[policies["enforce"], "policy"])
    assert enforced["shadow_price"].notna().all()


def test_the_scorecard_of_inner_mongolia_shows_the_floor_at_the_edge_of_an_approximate_figure():
    row = scores("inner-mongolia-2030").set_index("target_id").loc["inner-mongolia-2025-retrofit-flexibility-capacity"]
    assert (row["sense"], row["case_sense"], row["case_target"]) == ("about", "min", 28.5)
    assert (row["target"], row["tolerance"], row["status"]) == (30.0, 1.5, "about_within")


@pytest.mark.parametrize(("case", "target_id"), [
    ("ningxia-2030", "ningxia-2030-hydrogen-green-production"),
    ("hunan-2030", "hunan-2021-2025-electrification-substituted-energy"),
])
def test_what_a_case_has_nothing_of_is_no_missed_target(case, target_id):
    # No electrolyser in the plain case of Ningxia, no load of its own for electrification in that of Hunan.
    row = scores(case).set_index("target_id").loc[target_id]
    assert (row["status"], row["reason"]) == ("not_modelled", "nothing_there")
