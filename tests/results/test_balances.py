"""Balances close: hour by hour, over the year, with several regions, and with most tables empty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gridplan.results import accounts
from gridplan.results.types import Results
from gridplan.solve.run import solve
from tests.support.sample_results import sample_results
from tests.support.small_case import small_case

EVERY_ACCOUNT = (
    "summary",
    "capacity",
    "capacity_by_technology",
    "energy_balance",
    "power_balance",
    "curtailment",
    "coal_and_co2",
    "fleet",
    "retrofits",
    "channels",
    "quota",
    "prices",
    "price_by_month_hour",
    "duration_curves",
    "typical_days",
    "cost_recovery",
    "costs_by_term",
    "monthly_energy",
)


@pytest.fixture(scope="module")
def two_regions() -> Results:
    """Region a burns coal and feeds b over a line that loses a tenth; both need 1 GW, for one day."""
    case = small_case(
        {
            "regions": [{"region": "a"}, {"region": "b"}],
            "demand": [{"region": "a", "energy_twh": 8.76}, {"region": "b", "energy_twh": 8.76}],
            "cohorts": [{"cohort": "plant", "region": "a", "existing_gw": 5.0, "own_use_share": 0.05}],
            "links": [{"link": "line", "from": "a", "to": "b", "capacity_gw": 2.0, "loss_share": 0.1}],
        }
    )
    return solve(case, hours=24)


def test_the_sample_closes_every_hour():
    assert accounts.largest_residual_gw(sample_results()) < 1e-9


def test_the_year_closes():
    balance = accounts.energy_balance(sample_results())
    assert balance.loc[balance["row"] == "residual", "energy_gwh"].abs().max() < 1e-6


def test_a_balance_that_does_not_close_shows():
    results = sample_results()
    broken = results.dataset.copy(deep=True)
    broken["renewable_output_gw"][0, 0, 100] += 0.5
    assert accounts.largest_residual_gw(replace(results, dataset=broken)) == pytest.approx(0.5)


def test_a_line_between_regions_is_export_here_and_import_there(two_regions):
    balance = accounts.energy_balance(two_regions).set_index(["region", "row", "subject"])["energy_gwh"]
    assert balance["a", "export", "line"] == pytest.approx(8760 / 0.9)
    assert balance["b", "import", "line"] == pytest.approx(8760)
    assert balance["a", "generation", "coal"] == pytest.approx((8760 + 8760 / 0.9) / 0.95)
    assert balance.xs("residual", level="row").abs().max() < 1e-4
    assert accounts.channels(two_regions)["income_million_cny"].isna().all()


@pytest.mark.parametrize("name", EVERY_ACCOUNT)
def test_every_account_stands_without_renewables_storage_or_response(two_regions, name):
    frame = getattr(accounts, name)(two_regions)
    if name not in ("curtailment", "retrofits"):
        assert len(frame)
