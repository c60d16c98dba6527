"""Contradicting hard limits: the culprit is named, and each change offered does let a plan exist."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import highspy
import pytest

from gridplan.case.schema import schema
from gridplan.model.build import build_model
from gridplan.solve.elastic import Elastic
from gridplan.solve.explain import explain, outward
from gridplan.solve.explain_lines import MOST_LINES, explained, shares
from gridplan.solve.explain_words import FAMILIES, WORDS
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
        lines = explained(case, found, lang)
        assert len(lines) <= MOST_LINES
        text = "\n".join(lines)
        for table, key, column in one.culprits:
            parts = [*key.split(), column, f"{table}.csv"] if table else key.split()
            assert any(all(part in line for part in parts) for line in lines), (table, key, column)
        arrow = "→" if lang == "zh" else "->"
        assert sum(arrow in line for line in lines if line.lstrip().startswith("- ")) == len(ways)
        assert "nan" not in text and "{" not in text


def test_the_smallest_change_comes_first() -> None:
    """Floor 1.4 of 1 that may be built: 29 % off the floor, or 40 % more, counted twice for what may be built."""
    found = told(case_of(CONTRADICTIONS[0]), 24)
    first, second = found.contradictions[0].ways
    assert (first.limit.column, second.limit.column) == ("min_gw", "build_max_gw")
    assert (first.effort, second.effort) == (pytest.approx(0.4 / 1.4, rel=1e-3), pytest.approx(2.0 * 0.4, rel=1e-3))


@pytest.mark.parametrize(("wanted", "room", "given"), [
    ([4, 3], 10, [4, 3]),
    ([5, 5], 7, [4, 3]),
    ([9], 5, [5]),
    ([3, 3, 3, 3], 9, [3, 2, 2, 2]),
    ([3, 3, 3, 3], 5, [3, 2, 0, 0]),
    ([1, 4], 3, [1, 2]),
])
def test_lines_are_shared_out(wanted: list[int], room: int, given: list[int]) -> None:
    """Head and smallest change of as many as there is room for; of the rest one line each in turn."""
    found = shares(wanted, room)
    assert sum(found) == min(room, sum(wanted)) and found == given


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_many_contradictions_are_told_in_ten_lines(lang: str) -> None:
    """Seven times three figures: four contradictions fit, and what is left out is counted and can be asked for."""
    case = case_of(CONTRADICTIONS[3])
    found = told(case, CONTRADICTIONS[3].hours)
    several = replace(found, contradictions=found.contradictions * 7)
    lines, every = (explained(case, several, lang, most) for most in (MOST_LINES, None))
    assert len(lines) == MOST_LINES and len(every) == 1 + 7 * (1 + 3 + 1)
    assert lines[1].startswith("1. ") and lines[7].startswith("4. ") and lines[-1].endswith(
        ("--all shows everything.", "--all 查看全部。"))
    # Three figures of each of four: a line for the smallest change of each, so eight are left out; and three others.
    assert ("8 more figures" in lines[-1] and "3 more contradictions" in lines[-1]) or (
        "8 个数值" in lines[-1] and "3 处矛盾" in lines[-1])
    assert all(line in every for line in lines[:-1])


def test_a_capacity_that_is_not_there_is_not_to_blame() -> None:
    """Stores that do not exist have no hours, whatever the cell says."""
    found = told(case_of(CONTRADICTIONS[3]), CONTRADICTIONS[3].hours)
    assert {limit.column for limit in found.contradictions[0].limits} == {"min_gwh", "max_gw", "hours_max"}


def test_what_else_was_solved_in_the_thread_before_changes_nothing() -> None:
    """HiGHS fails in a thread whose first solve took another number of threads: here one of the user's own."""
    def others_then_ours() -> set[str]:
        other = highspy.Highs()
        other.setOptionValue("output_flag", False)
        other.setOptionValue("threads", 1)
        other.addConstr(other.addVariable(0, 1, -1.0) <= 0.5)
        other.run()
        found = told(case_of(CONTRADICTIONS[3]), CONTRADICTIONS[3].hours)
        return {limit.column for limit in found.contradictions[0].limits}

    with ThreadPoolExecutor(max_workers=1) as thread:
        assert thread.submit(others_then_ours).result() == {"min_gwh", "max_gw", "hours_max"}


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
