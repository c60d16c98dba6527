"""Mixtures of plans by hand: the cheapest with nothing left of a form, the least of a form for a sum of money."""

from __future__ import annotations

import pytest

from gridplan.solve.hull import Point, cheapest_within, least_within

PLANS = [Point(100.0, 10.0), Point(110.0, 2.0), Point(130.0, -2.0), Point(200.0, -6.0)]


def test_the_cheapest_mixture_keeps_to_nothing_of_the_form():
    found = cheapest_within(PLANS)
    # Half of the second (2 of the form), half of the third (-2): 120, cheaper than the third alone.
    assert found.shares == ((2, 0.5), (1, 0.5))
    assert (found.cost, found.form) == (120.0, 0.0)
    assert found.slopes == (20.0 / 4.0,)


def test_no_mixture_without_a_plan_that_keeps_to_it():
    assert cheapest_within(PLANS[:2]) is None


def test_a_plan_that_keeps_to_it_and_costs_least_stands_alone():
    found = cheapest_within([Point(100.0, -1.0), Point(120.0, 5.0)])
    assert found.shares == ((0, 1.0),) and found.slopes == ()


def test_a_plan_at_the_corner_lies_between_the_slopes_on_either_side():
    found = cheapest_within([Point(100.0, 10.0), Point(110.0, 0.0), Point(150.0, -10.0)])
    assert found.shares == ((1, 1.0),)
    assert found.slopes == pytest.approx((2.0, 1.0, 4.0))


def test_the_least_of_a_form_spends_all_there_is():
    found = least_within(PLANS, 120.0)
    assert dict(found.shares) == {2: 0.5, 1: 0.5} and found.form == 0.0
    # A quarter of the way from 110 to 130 by the second, or from 100: the steepest is taken.
    assert least_within(PLANS, 115.0).form == pytest.approx(1.0)


def test_all_that_costs_no_more_than_allowed_is_compared():
    assert least_within(PLANS, 1000.0).shares == ((3, 1.0),)
    assert least_within(PLANS, 50.0) is None
