"""Contradicting hard limits: the culprit is named, and each change offered does let a plan exist."""

from __future__ import annotations

import re

import pytest

from gridplan.case.schema import schema
from gridplan.model.build import build_model
from gridplan.solve.elastic import Elastic
from gridplan.solve.explain import explain, outward
from gridplan.solve.explain_words import FAMILIES, WORDS, explained
from gridplan.solve.hard_limits import DERIVED, HARD_LIMITS, stated_limits
from gridplan.solve.matrix import compile_problem
from tests.support.contradictions import CONTRADICTIONS, Contradictory
from tests.support.explained import case_of, changed, figure, no_plan, told
from tests.support.rich_case import rich_case
from tests.support.small_case import axis_of


@pytest.mark.parametrize("one", CONTRADICTIONS, ids=[one.name for one in CONTRADICTIONS])
def test_the_culprit_is_named_and_the_change_is_enough(one: Contradictory) -> None:
    case = case_of(one)
    model = build_model(case, axis_of(one.hours))
    problem = compile_problem(model)
    assert no_plan(problem)
    found = explain(model, problem)
    # Two of them may come in one bunch: which rows the solver's conflict holds depends on where it starts.
    assert 1 <= len(found.contradictions) <= one.count
    named = {
        (limit.limit.table, " ".join(limit.key), limit.column) for each in found.contradictions for limit in each.limits
    }
    assert one.culprits <= named
    ways = [way for each in found.contradictions for way in (*each.ways, *each.together)]
    offered = {figure(way): way.value for way in ways}
    for culprit, value in one.ways.items():
        assert offered[culprit] == pytest.approx(value, rel=1e-3), culprit
    if one.count == 1:
        for way in ways:
            if way.value == way.value:
                assert not told(changed(case, way), one.hours).contradictions, figure(way)
    for lang in ("zh", "en"):
        text = "\n".join(explained(case, found, lang))
        for table, key, column in one.culprits:
            assert not table or (key in text and column in text and f"{table}.csv" in text)
        assert "nan" not in text and "{" not in text


def test_nothing_contradicts_in_a_case_with_every_subject() -> None:
    found = told(rich_case(), 24)
    assert not found.contradictions and found.complete
    assert explained(rich_case(), found, "en") == [
        "The hard limits of the case do not contradict each other (checked over 24 hours)."
    ]


def test_every_limit_names_a_part_of_the_model_and_a_column_of_the_schema() -> None:
    model = build_model(rich_case(), axis_of(24))
    for limit in HARD_LIMITS:
        assert model.pyomo.find_component(limit.component) is not None, limit.component
        assert not limit.table or limit.column in schema().tables[limit.table].columns, limit
    for name in DERIVED:
        assert model.pyomo.find_component(name) is not None, name
    for name in FAMILIES:
        assert model.pyomo.find_component(name) is not None, name


def test_parts_of_a_large_programme_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gridplan.solve.explain.WHOLE_ROWS", 0)
    assert told(case_of(CONTRADICTIONS[0]), 24).part == "year"
    surplus = next(one for one in CONTRADICTIONS if "must run for more than anybody" in one.name)
    found = told(case_of(surplus), 24 * 20)
    assert found.part == "days" and found.contradictions[0].ways
    assert "one day of each month" in explained(case_of(surplus), found, "en")[-1]


def test_limits_that_hold_together_are_not_eased() -> None:
    model = build_model(rich_case(), axis_of(24))
    problem = compile_problem(model)
    eased = Elastic(problem, stated_limits(model, problem)).ease()
    assert eased is not None and not eased.amount.any()


@pytest.mark.parametrize(
    ("value", "easing", "rounded"),
    [
        (1.23456, "raise", 1.235),
        (1.23456, "lower", 1.234),
        (0.6, "lower", 0.6),
        (12345.6, "raise", 12350.0),
        (1.4000000001, "raise", 1.4),
        (0.0, "lower", 0.0),
    ],
)
def test_figures_are_rounded_to_the_side_that_is_enough(value: float, easing: str, rounded: float) -> None:
    assert outward(value, easing) == pytest.approx(rounded, rel=1e-12)


def test_words_are_there_in_both_languages() -> None:
    for english, chinese in (*WORDS.values(), *FAMILIES.values()):
        assert english and re.search("[\u4e00-\u9fff]", chinese)
        assert set(re.findall(r"{\w+", english)) == set(re.findall(r"{\w+", chinese))
