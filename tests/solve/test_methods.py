"""Where the method is left to us and gets stuck, the next is tried and named; one asked for is not replaced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridplan.solve import direct as module
from gridplan.solve.highs import HighsSolver
from gridplan.solve.price_targets import price_targets
from gridplan.solve.run import NotSolved, solve
from tests.support.rows import coal
from tests.support.small_case import small_case


class _FirstGetsStuck(HighsSolver):
    """HiGHS whose interior point HiPO ends with nothing."""

    def solve(self, tick=None):
        solution = super().solve(tick)
        if self.method != "hipo":
            return solution
        return replace(solution, status="Unknown", optimal=False, value=np.zeros_like(solution.value),
                       dual=np.zeros_like(solution.dual))


@pytest.fixture
def stuck(monkeypatch):
    monkeypatch.setattr(module, "open_solver", _FirstGetsStuck)
    monkeypatch.setattr(module, "methods_of", lambda method: ["hipo", "ipx"] if method == "auto" else [method])


def test_the_next_method_is_tried_and_said_to_be(stuck):
    said = []
    results = solve(small_case({"cohorts": [coal(existing_gw=2.0)]}), hours=24,
                    progress=lambda phase, **figures: said.append((phase, figures.get("method"))))
    assert results.run["solver"]["method"] == "ipx"
    assert results.run["solver"]["tried"] == ["hipo"]
    assert ("again", "ipx") in said


def test_a_method_asked_for_is_not_replaced(stuck):
    with pytest.raises(NotSolved, match="try another --method"):
        solve(small_case({"cohorts": [coal(existing_gw=2.0)]}), hours=24, method="hipo")


def test_pricing_starts_from_the_next_method_too(stuck):
    said = []
    case = small_case({"cohorts": [coal(existing_gw=2.0)],
                       "policies": [{"policy": "coal", "metric": "capacity.coal", "sense": "max", "value": 5.0}]})
    priced = price_targets(case, hours=24,
                           progress=lambda phase, **figures: said.append((phase, figures.get("method"))))
    assert ("again", "ipx") in said
    assert priced["cost_of_target_million_cny"].tolist() == [0.0]
