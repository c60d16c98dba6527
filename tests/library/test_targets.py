"""Targets: selection, matching of years, conflicts and treatment."""

import pandas as pd
import pytest

from gridplan.library import targets
from gridplan.library.errors import LibraryError


def values(rows: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rows["metric"], rows["value"], strict=True))


def test_ningxia_2030() -> None:
    found = targets.in_force("ningxia", 2030)
    due = values(found[found["match"] == targets.DUE])
    assert due["capacity.wind"] == 24.5
    assert due["capacity.solar"] == 50
    assert due["capacity.pumped_hydro"] == 6.8
    assert due["quota.renewable_consumption"] == 40
    assert due["quota.nonhydro_consumption"] == 35.2
    assert due["channel.renewable_share"] == 50
    standing = values(found[found["match"] == targets.STANDING])
    assert standing["coal.net_heat_rate"] == 300
    assert standing["demand_response.share_of_peak"] == 5


def test_storage_duty_withdrawn_in_2025_is_an_option() -> None:
    found = targets.in_force("ningxia", 2030).set_index("metric")
    assert found.at["storage.share_of_new_energy", "treatment"] == "option"
    assert "2025" in found.at["storage.share_of_new_energy", "reason_en"]
    assert found.at["storage.share_of_new_energy", "reason_zh"]


def test_hunan_2030_says_each_thing_once() -> None:
    found = targets.in_force("hunan", 2030)
    assert not found["metric"].duplicated().any()
    assert values(found)["capacity.wind_solar"] == 40
    assert values(found)["retrofit.units.flexibility"] == 26


@pytest.mark.parametrize(
    ("year", "match"),
    [(2025, targets.DUE), (2023, targets.PENDING), (2030, targets.STANDING)],
)
def test_a_period_is_due_at_its_end(year: int, match: str) -> None:
    rows = targets.select("hunan", year, "retrofit.units.flexibility")
    assert rows["match"].tolist() == [match]


def test_a_later_promise_ends_the_earlier() -> None:
    rows = targets.select("ningxia", 2030, "quota.nonhydro_consumption")
    assert rows["id"].tolist() == ["ningxia-2030-quota-nonhydro-consumption"]


def test_nothing_is_due_before_its_time() -> None:
    assert targets.select("ningxia", 2029, "capacity.wind").empty


def test_a_year_as_text_is_matched_exactly() -> None:
    rows = targets.select(year="2021-2025", metric="retrofit")
    assert set(rows["year"]) == {"2021-2025"}


def test_the_later_document_wins() -> None:
    rows = targets.select("jilin", 2030, "capacity.wind_solar").set_index("value")
    assert rows.at[50.0, "superseded_by"] == "jilin-2030-capacity-wind-solar-2"
    assert rows.at[60.0, "superseded_by"] == ""
    national = targets.select("national", 2025, "capacity.new_storage").set_index("value")
    assert national.at[30.0, "superseded_by"] and not national.at[40.0, "superseded_by"]


def test_what_is_no_target_is_never_enforced() -> None:
    rows = targets.select().set_index("id")
    for never in (
        "national-2025-demand-response-peak-valley-gap-threshold",
        "shanxi-2021-2025-price-coal-power-market-float-cap",
        "shanghai-chongming-2025-quota-renewable-consumption",
        "ningxia-2025-quota-nonhydro-consumption",
        "jiangsu-2025-capacity-new-storage",
    ):
        assert rows.at[never, "treatment"] == "never"
    assert rows.at["national-2025-demand-response-share-of-peak-2", "treatment"] == "report"
    assert "jiangsu-2025-capacity-new-storage" not in set(targets.in_force("jiangsu", 2025)["id"])


def test_only_model_targets_may_be_enforced() -> None:
    rows = targets.select()
    enforced = rows[rows["treatment"] == "enforce"]
    assert set(enforced["scope"]) == {"model"}
    assert "about" not in set(enforced["sense"])


def test_past_results_are_listed_only_when_asked_for() -> None:
    assert len(targets.select(scope="outturn")) == 11
    assert len(targets.select()) == 901 - 11


def test_a_province_without_targets_gives_an_empty_list() -> None:
    assert targets.select("tibet", 2030).empty


def test_unknown_names_are_errors_with_neighbours() -> None:
    with pytest.raises(LibraryError, match=r"did you mean.*hunan"):
        targets.select(region="hunnan")
    with pytest.raises(LibraryError, match="unknown metric"):
        targets.select(metric="capacity.windmill")


def test_every_note_explains_itself_in_both_languages() -> None:
    notes = targets.table("target_notes")
    assert (notes[["reason_en", "reason_zh"]] != "").all(axis=None)
