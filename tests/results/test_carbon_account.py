"""CO2 by fuel and the intensities, worked out by hand."""

from __future__ import annotations

import pytest

from gridplan.results.carbon_account import carbon_by_fuel, carbon_intensity
from gridplan.solve.run import solve
from tests.support.rows import coal
from tests.support.small_case import small_case


def results(**account):
    """1 GW of load: 0.2 GW from outside, the rest coal at 300 g/kWh and 2.66 t CO2 per t."""
    tables = {"cohorts": [coal(existing_gw=2.0, build_max_gw=0.0)],
              "links": [{"link": "in", "from": "outside", "to": "r", "capacity_gw": 0.2, "mode": "profile"}]}
    if account:
        tables["energy_account"] = [{"region": "r", **account}]
    return solve(small_case(tables), hours=24)


def test_coal_as_standard_and_raw_coal_and_its_co2():
    """0.8 x 8760 GWh at 300 g: 2102.4 kt of standard coal, at 0.7 tce/t 3003.4 kt of raw coal."""
    line = carbon_by_fuel(results(raw_coal_tce_per_t=0.7)).iloc[0]
    assert line["fuel_kt"] == pytest.approx(2102.4)
    assert line["raw_kt"] == pytest.approx(2102.4 / 0.7)
    assert line["co2_kt"] == pytest.approx(2102.4 * 2.66)
    assert line["co2_share_pct"] == pytest.approx(100.0)


def test_without_a_row_raw_coal_takes_the_reference_value():
    line = carbon_intensity(results()).iloc[0]
    assert line["raw_kt"] == pytest.approx(2102.4 / 0.7143)


def test_consumption_mixes_the_imports_factor_in():
    """798 g/kWh for eight tenths, 500 for two tenths: 738.4."""
    line = carbon_intensity(results(import_co2_g_per_kwh=500.0)).iloc[0]
    assert line["co2_g_per_kwh"] == pytest.approx(798.0)
    assert line["consumption_co2_g_per_kwh"] == pytest.approx(0.8 * 798 + 0.2 * 500)


def test_without_a_factor_consumption_has_no_figure():
    line = carbon_intensity(results()).iloc[0]
    assert line["consumption_co2_g_per_kwh"] != line["consumption_co2_g_per_kwh"]


def test_between_regions_the_senders_intensity_counts():
    """Region a burns coal (798 g/kWh), b takes all from it over a line without loss."""
    case = small_case({
        "regions": [{"region": "a"}, {"region": "b"}],
        "demand": [{"region": "a", "energy_twh": 8.76}, {"region": "b", "energy_twh": 8.76}],
        "cohorts": [coal(region="a", existing_gw=3.0, build_max_gw=0.0)],
        "links": [{"link": "line", "from": "a", "to": "b", "capacity_gw": 2.0}],
    })
    frame = carbon_intensity(solve(case, hours=24)).set_index("region")
    assert frame.loc["b", "consumption_co2_g_per_kwh"] == pytest.approx(798.0)
