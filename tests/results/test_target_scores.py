"""The scorecard of every target: hand-checked figures, every status, every target of the list."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest

from gridplan.library.tables import table
from gridplan.library.target_lines import REASONS, home, lines
from gridplan.library.targets import known_regions, select
from gridplan.results import target_scores as module
from gridplan.results.measures import Measure
from gridplan.results.target_scores import COLUMNS, STATUSES, counted, target_scores, with_prices
from gridplan.results.types import Results
from gridplan.solve.run import solve
from tests.support.rows import coal
from tests.support.small_case import small_case

YEAR_H = 8760.0


@cache
def solved(priced: bool = False) -> Results:
    """Ningxia in 2030 as one bus: 20 GW of load all year, wind 24 GW at half its capacity, coal for the rest;
    response is bought, and too dear to be called."""
    region = {"region": "ningxia"}
    case = small_case({
        "regions": [region],
        "demand": [region | {"energy_twh": 20.0 * YEAR_H / 1000.0}],
        "cohorts": [region | coal(existing_gw=12.0)],
        "renewables": [region | {"renewable": "wind", "existing_gw": 24.0, "potential_gw": 24.0}],
        "response": [region | {"response": "shed", "kind": "shed", "max_share_of_peak": 0.1,
                               "fixed_cost_cny_per_kw_a": 100.0, "variable_cost_cny_per_mwh": 5000.0}],
        "policies": [region | row for row in (
            {"policy": "response", "metric": "demand_response.share_of_peak", "value": 5.0,
             "target_id": "ningxia-2025-demand-response-share-of-peak"},
            {"policy": "quota", "metric": "quota.renewable_consumption", "value": 45.0,
             "target_id": "ningxia-2030-quota-renewable-consumption"},
            {"policy": "coal_built", "metric": "capacity.coal", "sense": "max", "value": 20.0, "enforce": False},
        )],
    }, {"wind": [0.5]}, load_gw=[20.0])
    return solve(case, hours=24, method="simplex", with_prices_of_targets=priced)


def line(metric: str, owner: str = "own", results: Results | None = None) -> pd.Series:
    scores = (results or solved()).targets
    found = scores[scores["metric"].eq(metric) & scores["owner"].eq(owner)]
    assert len(found) == 1, found
    return found.iloc[0]


@pytest.mark.parametrize(
    ("metric", "owner", "target", "achieved", "margin", "status"),
    [
        # 宁夏回族自治区碳达峰实施方案 p. 479: wind 24.5 GW about; 24 GW is 0.5 short, 5 % of 24.5 is 1.225.
        ("capacity.wind", "own", 24.5, 24.0, -0.5, "about_within"),
        # p. 479: solar 50 GW about; there is none.
        ("capacity.solar", "own", 50.0, 0.0, -50.0, "about_outside"),
        # p. 478: wind and solar at least 74.5 GW.
        ("capacity.new_energy", "own", 74.5, 24.0, -50.5, "missed"),
        # p. 480: at most 300 g/kWh; coal gives the other 8 GW at 300 g/kWh.
        ("coal.net_heat_rate", "own", 300.0, 300.0, 0.0, "met"),
        # p. 478 and 479: 12 of 20 GW is wind, 60 % of consumption.
        ("quota.nonhydro_consumption", "own", 35.2, 60.0, 24.8, "met"),
        ("quota.renewable_consumption", "own", 40.0, 60.0, 20.0, "met"),
        # p. 479: 60 % of the generation too.
        ("share.nonfossil_generation", "own", 30.0, 60.0, 30.0, "met"),
        # p. 481: 5 % of 20 GW is bought, no more, since it costs.
        ("demand_response.share_of_peak", "own", 5.0, 5.0, 0.0, "met"),
        # p. 481: storage of 10 % of wind and solar; there is none, and so no duration either.
        ("storage.share_of_new_energy", "own", 10.0, 0.0, -10.0, "missed"),
        # The case's own ceiling on coal: 12 of 20 GW.
        ("capacity.coal", "case", 20.0, 12.0, 8.0, "met"),
    ],
)
def test_a_line_compares_plan_and_document(metric, owner, target, achieved, margin, status):
    found = line(metric, owner)
    assert found["target"] == target
    assert found["achieved"] == pytest.approx(achieved, abs=1e-6)
    assert found["margin"] == pytest.approx(margin, abs=1e-6)
    assert found["status"] == status


def test_what_the_case_lacks_is_said():
    assert (line("storage.min_duration")["status"], line("storage.min_duration")["reason"]) == (
        "not_modelled", "nothing_there")
    assert line("channel.renewable_share")["reason"] == "no_subject"


def test_a_figure_written_as_about_says_on_which_side_the_plan_errs():
    assert line("capacity.solar")["side"] == "unfavoured"  # less than 50 GW, where more is asked for
    assert line("capacity.wind")["side"] == ""


def test_an_enforced_target_has_its_price_per_own_unit():
    # One point of 20 GW is 0.2 GW of response at 100 CNY/kW a year.
    found = line("demand_response.share_of_peak")
    assert found["enforced"] and found["policy"] == "response"
    assert found["shadow_price"] == pytest.approx(20.0)
    assert (found["dual_price"], found["dual_price_unit"]) == (pytest.approx(100.0), "CNY/kW")


def test_a_row_that_asks_something_else_than_its_document_shows_both():
    found = line("quota.renewable_consumption")
    assert (found["target"], found["case_sense"], found["case_target"]) == (40.0, "min", 45.0)
    assert line("demand_response.share_of_peak")["case_sense"] == ""


def test_a_national_duty_is_held_by_the_row_that_asks_the_same():
    national = solved().targets.query("target_id == 'national-2030-demand-response-share-of-peak'").iloc[0]
    assert (national["policy"], national["status"], national["owner"]) == ("response", "met", "nation")


def test_a_national_sum_is_not_asked_of_a_province():
    found = solved().targets.query("target_id == 'national-2030-capacity-wind-solar'").iloc[0]
    assert found["status"] == found["reason"] == "not_applicable"
    assert "sum over the country" in found["why_en"] and "全国总量" in found["why_zh"]


def test_holding_a_target_costs_what_the_plan_without_it_saves():
    # Without the duty nothing of the 1 GW of response is bought: 100 million CNY a year.
    results = solved(priced=True)
    assert results.run["priced_targets"] == {"done": True, "solved_again": 1}
    held = line("demand_response.share_of_peak", results=results)
    assert held["holding_cost_million_cny"] == pytest.approx(100.0, rel=1e-5)
    assert line("quota.renewable_consumption", results=results)["holding_cost_million_cny"] == 0.0
    assert pd.isna(line("capacity.wind", results=results)["holding_cost_million_cny"])


def test_prices_go_to_the_lines_their_row_holds():
    prices = pd.DataFrame({"policy": ["response"], "year": [2030], "cost_of_target_million_cny": [7.0]})
    priced = with_prices(solved().targets, prices)
    held = priced[priced["policy"].eq("response")]
    assert len(held) == 2 and held["holding_cost_million_cny"].eq(7.0).all()
    assert priced.loc[priced["policy"].ne("response"), "holding_cost_million_cny"].isna().all()


@pytest.mark.parametrize(
    ("row", "achieved", "expected"),
    [
        ({"sense": "min", "match": "due"}, 9.0, (-1.0, "missed")),
        ({"sense": "min", "match": "pending"}, 9.0, (-1.0, "pending")),
        ({"sense": "min", "match": "pending"}, 11.0, (1.0, "met")),
        ({"sense": "min", "match": "undated"}, 9.0, (-1.0, "missed")),
        ({"sense": "max", "match": "standing"}, 9.0, (1.0, "met")),
        ({"sense": "max", "match": "due"}, 10.00005, (-0.00005, "met")),
        ({"sense": "about", "match": "due"}, 10.5, (0.5, "about_within")),
        ({"sense": "about", "match": "due"}, 10.6, (0.6, "about_outside")),
        ({"sense": "about", "match": "pending"}, 9.0, (-1.0, "pending")),
        ({"sense": "min", "match": "due", "superseded_by": "later"}, 9.0, (-1.0, "superseded")),
    ],
)
def test_status_by_sense_and_match(row, achieved, expected):
    whole = {"value": 10.0, "superseded_by": "", **row}
    margin, status = module._verdict(whole, achieved, 0.5, "")
    assert (margin, status) == (pytest.approx(expected[0]), expected[1])


def test_a_target_in_another_unit_is_compared_in_its_own(monkeypatch):
    # A floor of 3000 kW against a metric in GW: 0.004 GW are 4000 kW.
    place = module._Place(solved(), "ningxia", 2030)
    monkeypatch.setattr(module, "_nonfossil_of_all", lambda _results, _year: Measure(1.0, 1.0))
    monkeypatch.setattr(module, "measured", lambda *_: Measure(0.004, 1.0))
    row = lines("ningxia", 2030).query("metric == 'capacity.new_energy'").iloc[0].to_dict()
    found = next(place.listed(row | {"unit": "kW", "value": 3000.0}))
    assert (found["achieved"], found["margin"]) == (pytest.approx(4000.0), pytest.approx(1000.0))
    assert found["status"] == "met"
    assert next(place.listed(row | {"unit": "TWh"}))["reason"] == "unit"


# ---- every target of the list -------------------------------------------------------------------------


class _Nowhere:
    """Results of a region that has nothing, for lines that need no plan."""

    def __init__(self) -> None:
        links = pd.DataFrame({"from": [], "to": [], "new_channel": [], "region": []}, dtype=object)
        bases = pd.DataFrame({"region": [], "link": [], "counted_in": []}, dtype=object)
        regions = pd.DataFrame({"region": [], "province": []}, dtype=object)
        self.case = SimpleNamespace(rows=lambda _table, _year: links, tables={"bases": bases, "regions": regions})
        self.policies = pd.DataFrame(columns=["region", "year", "policy", "metric"])
        self.drawn_up: dict[object, object] = {}


def scores_of(region: str, year: int, monkeypatch) -> pd.DataFrame:
    monkeypatch.setattr(module, "region_years", lambda _results: [(region, year)])
    monkeypatch.setattr(module, "_nonfossil_of_all", lambda _results, _year: Measure(1.0, 1.0))
    monkeypatch.setattr(module, "measured", lambda _accounts, _metric, _subject: Measure(1.0, 1.0))
    return target_scores(_Nowhere())


def years_of(region: str) -> list[int]:
    """The years in which something of a region falls due, and one where all is undated."""
    named = [select(region), select(region, scope="outturn")]
    years = pd.concat(named)["year"].str.extract(r"(\d{4})$")[0].dropna().astype(int)
    return sorted({*years, 2030})


def test_each_of_the_901_targets_gets_a_status_and_where_it_is_not_measured_a_reason(monkeypatch):
    seen: set[str] = set()
    for region in known_regions():
        for year in years_of(region):
            found = scores_of(region, year, monkeypatch)
            assert list(found.columns) == COLUMNS
            assert found["status"].isin(STATUSES).all()
            unmeasured = found["status"].isin(["not_modelled", "not_applicable"])
            assert (found.loc[unmeasured, "reason"] != "").all()
            assert found["reason"].isin(["", *REASONS, "no_subject", "unit", "nothing_there"]).all()
            named = found["reason"].isin(["never", "not_applicable"])
            assert (found.loc[named, ["why_zh", "why_en"]] != "").all(axis=None)
            assert (found[["name_zh", "name_en", "family", "document"]] != "").all(axis=None)
            seen |= set(found.loc[found["of_region"].eq(region), "target_id"])
    assert seen == set(table("targets")["id"])
    assert len(seen) == 901


def test_every_region_of_the_list_lies_somewhere():
    assert {region: home(region) for region in ("yuncheng", "national", "sichuan_chongqing")} == {
        "yuncheng": ("shanxi",), "national": (), "sichuan_chongqing": ("sichuan", "chongqing")}
    assert all(isinstance(home(region), tuple) for region in known_regions())


def test_a_superseded_figure_is_shown_with_what_replaced_it(monkeypatch):
    # Jilin: the Opinions of 2021 (p. 213) say about 50 GW by 2030, the Plan of 2022 (p. 223) about 60 GW.
    scores = scores_of("jilin", 2030, monkeypatch)
    wind_solar = scores[scores["metric"].eq("capacity.wind_solar") & scores["owner"].eq("own")].set_index("target")
    assert wind_solar.loc[50.0, "status"] == "superseded"
    assert wind_solar.loc[50.0, "superseded_document"] == wind_solar.loc[60.0, "document"]
    assert wind_solar.loc[60.0, "status"] == "about_outside"
    assert 50.0 not in set(counted(wind_solar.reset_index())["target"])


def test_a_repeated_figure_counts_once(monkeypatch):
    scores = scores_of("hunan", 2030, monkeypatch)
    both = scores[scores["metric"].eq("capacity.wind_solar") & scores["owner"].eq("own")]
    assert len(both) == 2 and len(counted(both)) == 1


def test_a_city_and_a_past_result_are_listed_and_not_judged(monkeypatch):
    scores = scores_of("shanxi", 2025, monkeypatch)
    assert set(scores.loc[scores["of_region"].eq("yuncheng"), "reason"]) == {"part", "never"}
    assert set(scores_of("henan", 2020, monkeypatch).query("reason == 'outturn'")["status"]) == {"not_modelled"}


def test_a_region_the_list_does_not_know_has_only_the_cases_own_lines(monkeypatch):
    assert scores_of("a_base_in_the_desert", 2030, monkeypatch).empty
