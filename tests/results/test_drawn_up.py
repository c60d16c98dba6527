"""Accounts are drawn up once for each results, and those of a plan being judged are those of its results."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from gridplan.results.types import Results, kept, once
from tests.support.sample_results import sample_results


@pytest.fixture
def results() -> Results:
    return sample_results()


def test_an_account_is_drawn_up_once_for_each_results_and_arguments(results):
    asked = []

    @kept
    def account(of: Results, year: int) -> int:
        asked.append(year)
        return year + len(of.policies)

    assert account(results, 2030) == account(results, 2030) == 2030 + len(results.policies)
    assert account(results, 2035) and asked == [2030, 2035]
    # Other results, other accounts.
    fewer = replace(results, policies=results.policies.iloc[:0])
    assert account(fewer, 2030) == 2030 and asked == [2030, 2035, 2030]


def test_every_caller_has_a_frame_of_his_own(results):
    @once
    def account(_of: Results) -> pd.DataFrame:
        return pd.DataFrame({"gwh": [1.0]})

    first = account(results)
    first["more"] = 2.0
    assert list(account(results)) == ["gwh"]


def test_results_completed_keep_what_is_drawn_up(results):
    asked = []

    @kept
    def account(of: Results) -> float:
        asked.append(len(of.targets))
        return float(of.costs["million_cny"].sum())

    total = account(results)
    targets = pd.DataFrame({"target": ["one"]})
    completed = results.completed(targets=targets)
    assert completed.targets is targets and completed.costs is results.costs
    assert account(completed) == total and len(asked) == 1


def test_what_reads_policies_before_there_are_any_fails(results):
    # So that nothing drawn up on results without policies can have gone by them.
    bare = replace(results, policies=pd.DataFrame())
    with pytest.raises(KeyError):
        bare.policies[bare.policies["enforced"]]
