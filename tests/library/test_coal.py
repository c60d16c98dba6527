"""Coal classes agree with official averages and retrofits are open to the units they fit."""

import numpy as np
import pytest

from gridplan.library import coal, tables
from gridplan.library.errors import LibraryError


def test_the_national_fleet_burns_what_the_statistics_say() -> None:
    cohorts = tables.table("coal_cohorts")
    public = cohorts[cohorts["captive"] == "no"]
    full_load = np.average(
        [
            coal.coal_class(
                row["province"],
                row["size_class_mw"],
                row["steam_class"],
                row["mean_start_year"],
                row["chp"] == "yes",
            ).net_rate_g_per_kwh
            for row in public.to_dict("records")
        ],
        weights=public["capacity_gw"],
    )
    # No-load share 0.08 at a mean load of 70 % while online.
    assert full_load * (0.08 / 0.70 + 0.92) == pytest.approx(302, abs=1)


def test_air_cooling_costs_coal() -> None:
    dry = coal.coal_class("ningxia", ">=900", "ultra-supercritical", 2016, chp=False)
    wet = coal.coal_class("hunan", ">=900", "ultra-supercritical", 2021, chp=False)
    assert (dry.cooling, wet.cooling) == ("air", "wet")
    assert dry.net_rate_g_per_kwh - wet.net_rate_g_per_kwh == pytest.approx(14)
    assert coal.cooling("ningxia", "300-550", 1995) == "wet"
    assert coal.cooling("ningxia", "<150", 2015) == "wet"


def test_heat_and_power_units_cannot_go_low_in_winter() -> None:
    unit = coal.coal_class("jilin", "300-550", "supercritical", 2015, chp=True)
    condensing = coal.coal_class("jilin", "300-550", "supercritical", 2015, chp=False)
    assert unit.min_output_heating_share is not None
    assert unit.min_output_heating_share > unit.min_output_share
    assert condensing.min_output_heating_share is None


def test_every_cohort_of_the_register_has_a_class() -> None:
    classes = tables.table("coal_cohorts")[["size_class_mw", "steam_class"]].drop_duplicates()
    for size, steam in classes.itertuples(index=False):
        assert coal.coal_class("shanxi", size, steam, 2010, chp=False).net_rate_g_per_kwh > 250


def test_retrofits_of_a_condensing_unit() -> None:
    options = coal.retrofit_options("supercritical", chp=False).set_index("state")
    assert len(options) == 7
    assert options.at["efficiency", "net_rate_change_g_per_kwh"] == -5.7
    assert options.at["heating", "net_rate_change_g_per_kwh"] == -2.7
    assert options.at["flexibility", "min_output_share"] == 0.35


def test_subcritical_units_save_more() -> None:
    options = coal.retrofit_options("subcritical", chp=False).set_index("state")
    assert options.index.is_unique
    assert options.at["efficiency", "net_rate_change_g_per_kwh"] < -5.7
    assert options.at["flexibility", "min_output_share"] == 0.35


def test_heat_and_power_units_are_not_retrofitted_to_supply_heat() -> None:
    options = coal.retrofit_options("subcritical", chp=True).set_index("state")
    assert not any("heating" in state for state in options.index)
    assert options.at["flexibility", "min_output_heating_share"] == 0.40


def test_an_unknown_class_is_an_error() -> None:
    with pytest.raises(LibraryError, match="unknown size class"):
        coal.coal_class("hunan", "700", "supercritical", 2010, chp=False)
    with pytest.raises(LibraryError, match="0 rows"):
        coal.coal_class("hunan", ">=900", "subcritical", 2010, chp=False)
