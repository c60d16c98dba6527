"""Every metric of the target list that a plan could be measured against has a decision, and the page shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplan.library import targets
from gridplan.library.tables import table
from gridplan.results.measures import MEASURES

PAGE = Path(__file__).parents[2] / "docs" / "targets-metrics.md"
ROW, MEASURE, OWN, NONE = "row and measure", "measure", "own lever", "not modelled"


def decisions() -> dict[str, str]:
    lines = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return {cells[1].strip(): cells[3].strip() for cells in lines[1:]}


def listed() -> list[str]:
    return sorted(set(targets.select(scope="model")["metric"]))


def test_the_page_has_every_metric_of_the_list() -> None:
    assert sorted(decisions()) == listed()


@pytest.mark.parametrize("metric", listed())
def test_the_decision_is_what_the_tool_does(metric: str) -> None:
    metrics = table("metrics").set_index("metric")["enforceable"]
    noted = set(table("metric_notes")["metric"])
    decision = decisions()[metric]
    if decision == ROW:
        assert metrics[metric] == "yes" and metric in MEASURES
    elif decision == MEASURE:
        assert metrics[metric] == "no" and metric in MEASURES and metric in noted
    elif decision == NONE:
        assert metric not in metrics and metric in noted
    else:
        assert decision == OWN


def test_every_metric_has_a_measure() -> None:
    assert set(table("metrics")["metric"]) == set(MEASURES)


def test_a_metric_says_why_it_is_not_modelled_with_each_of_its_targets() -> None:
    rows = targets.select("yuncheng", metric="retrofit.efficiency_unit_size_threshold")
    assert rows["treatment"].tolist() == ["never"]
    assert rows["reason_en"].iloc[0].startswith("A condition") and rows["reason_zh"].iloc[0]
    measured = targets.select("hunan", 2030, "energy.saving.coal_efficiency_retrofit")
    assert measured["treatment"].tolist() == ["report"] and "burning more coal" in measured["reason_en"].iloc[0]


def test_notes_are_of_known_metrics_in_both_languages() -> None:
    notes = table("metric_notes")
    assert (notes[["reason_en", "reason_zh"]] != "").all(axis=None)
    assert not notes["metric"].duplicated().any()
    assert set(notes["metric"]) <= {*listed(), *table("metrics")["metric"]}
