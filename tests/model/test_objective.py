"""The objective: annuities, the weight of planning years, and cost terms that add up to it."""

from __future__ import annotations

import pytest

from gridplan.model.economics import annuity, year_weights
from tests.support.rich_case import rich_case
from tests.support.rows import near
from tests.support.solved import solve_small


def test_an_annuity_repays_with_interest():
    # 5 % over 2 years: 0.5378 paid twice is worth 0.5378 / 1.05 + 0.5378 / 1.1025 = 1.
    assert annuity(0.05, 2) == near(0.537805, 1e-6)
    assert annuity(0.0, 20) == near(0.05)


@pytest.mark.parametrize(("rate", "years"), [(0.05, 0.0), (-0.01, 10.0)])
def test_an_annuity_needs_a_life_and_a_rate(rate, years):
    with pytest.raises(ValueError):
        annuity(rate, years)


def test_a_planning_year_stands_for_the_years_up_to_the_next():
    # 2025 for five years from 1, 2030 for as many again, discounted by five years more.
    five = sum(1.08**-k for k in range(5))
    assert year_weights([2030, 2025], 0.08) == near({2025: five, 2030: five * 1.08**-5})
    assert year_weights([2030], 0.08) == near({2030: 1.0})


def test_the_cost_terms_add_up_to_the_objective():
    solved = solve_small(rich_case(), 48)
    assert solved.costs["million_cny"].sum() == near(solved.cost, 1e-6 * abs(solved.cost))
    assert set(solved.costs["term"]) >= {"capital", "fixed", "fuel", "variable", "start", "co2", "retrofit", "import",
                                         "export", "response", "unserved", "certificates", "policy_slack"}
