"""Operating reserve audited: a plan as solved holds, one moved by little more than a tolerance does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gridplan.audit import audit, balance, money, operating_reserve, prices, workbook
from gridplan.audit.evidence import Evidence
from gridplan.audit.findings import POWER_GW
from gridplan.audit.operating_reserve import Offer, offers
from gridplan.case.case import Case
from gridplan.library.tables import table
from gridplan.results.write import write_results
from gridplan.solve.run import solve
from tests.audit.test_fine import BEYOND, WITHIN, YEAR, failed, fresh, stated
from tests.support.levers.heat import demand
from tests.support.rows import FUELS, coal
from tests.support.small_case import small_case
from tests.support.tampering import caught, dataset_changes

DAY = np.arange(24)
SERIES = {"wind": 0.4 + 0.3 * np.sin(DAY / 4), "sun": np.clip(np.sin((DAY - 6) / 12 * np.pi), 0.0, None),
          "heat": 1.0 + 0.3 * np.cos(DAY / 12 * np.pi), "load": 1.0 + 0.25 * np.sin((DAY - 8) / 12 * np.pi)}
VARIABLES = ("reserve_short_gw", "reserve_price_cny_per_mwh",
             *(f"{kind}_reserve_{way}_gw" for kind in ("thermal", "store", "reservoir") for way in ("up", "down")))
FREE_CNY_PER_MWH = 1e-3
"""Price of reserve that counts as none: an interior point leaves dust."""


def scarce_case() -> Case:
    """A province short of reserve both ways, with everybody who offers it and who does not, and one with plenty."""
    return small_case({
        "fuels": FUELS,
        "regions": [{"region": "r", "heating_months": "1 2 3 4 5 6 7 8 9 10 11 12"}, {"region": "east"}],
        "demand": [{"region": "r", "energy_twh": 43.8}, {"region": "east", "energy_twh": 8.76}],
        "cohorts": [
            coal("slow", 2.6, own_use_share=0.05, min_output_share=0.4, ramp_share_per_h=0.3,
                 start_cost_cny_per_kw=0.1),
            coal("heat", 1.0, own_use_share=0.06, min_output_share=0.3, min_output_heating_share=0.5,
                 ramp_share_per_h=1.0, variable_cost_cny_per_mwh=15.0),
            coal("back", 0.5, min_output_share=0.3),
            coal("atom", 0.8, technology="nuclear", min_output_share=0.6, net_rate_g_per_kwh=100.0),
            coal("spare", 0.2, technology="gas_ocgt", fuel="gas", commitment=False, variable_cost_cny_per_mwh=300.0),
            coal("there", 0.9, region="east"),
            coal("gas", 0.5, region="east", technology="gas_ocgt", fuel="gas", commitment=False,
                 variable_cost_cny_per_mwh=400.0)],
        "chp": [{"cohort": "heat"}, {"cohort": "back", "mode": "back_pressure"}],
        "heat_demand": [demand(0.6)],
        "heat_sources": [{"heat_source": "boiler", "kind": "gas_boiler", "fuel": "gas", "existing_gwth": 1.0}],
        "renewables": [{"renewable": "wind", "existing_gw": 2.0, "potential_gw": 2.5, "capex_cny_per_kw": 0.1},
                       {"renewable": "sun", "technology": "solar_utility", "existing_gw": 3.0, "potential_gw": 3.0,
                        "profile": "sun"}],
        "stores": [{"store": "cell", "existing_gw": 0.4, "existing_hours": 1.5, "charge_efficiency_share": 0.95,
                    "discharge_efficiency_share": 0.9, "availability_share": 0.95}],
        "reservoirs": [{"reservoir": "dam", "existing_gw": 0.4, "annual_hours": 3000.0, "storage_hours": 1.0,
                        "min_output_share": 0.2, "own_use_share": 0.02, "availability_share": 0.9}],
        "operating_reserve": [
            {"operating_reserve": "more", "direction": "up", "load_share": 0.1, "wind_share": 0.3, "solar_share": 0.2,
             "minutes": 15.0},
            {"operating_reserve": "less", "direction": "down", "load_share": 0.1, "wind_share": 0.1,
             "solar_share": 0.15, "minutes": 10.0, "hours": 2.0, "shortage_cny_per_mwh": 3000.0},
            {"operating_reserve": "there", "direction": "down", "region": "east", "load_share": 0.05,
             "minutes": 30.0}],
    }, SERIES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("reserve") / "scarce"
    return write_results(solve(scarce_case(), hours=24, threads=1), place, "en",
                         report_writer=lambda _results, path, _lang: path.write_text("<html></html>"))


@pytest.fixture(scope="module")
def evidence(folder: Path) -> Evidence:
    return Evidence(folder)


def everybody(evidence: Evidence) -> Iterator[tuple[str, str, Offer]]:
    """Every requirement's name and direction, with everybody who may keep reserve for it."""
    for name, row in evidence.rows("operating_reserve", YEAR).iterrows():
        for offer in offers(evidence, row, YEAR):
            yield str(name), str(row["direction"]), offer


def put(evidence: Evidence, variable: str, hour: int, value: float, **labels: str) -> Evidence:
    """The evidence with a figure of one hour put in the place of what was written."""
    other = fresh(evidence)
    series = other.data[variable].copy(deep=True)
    series.loc[{**labels, "year": YEAR, "time": series["time"].values[hour]}] = value
    other.data = other.data.assign({variable: series})
    return other


def keeping(evidence: Evidence, way: str, offer: Offer, hour: int, value: float) -> Evidence:
    """The evidence with what an asset keeps in an hour put in the place of what it does."""
    names = offer.where.split()
    at = dict(zip(("cohort", "state"), names, strict=True)) if len(names) == 2 else {offer.dimension: names[0]}
    kind = "thermal" if offer.dimension == "cohort" else offer.dimension
    return put(evidence, f"{kind}_reserve_{way}_gw", hour, value, **at)


def short_and_price(evidence: Evidence, row: str) -> tuple[np.ndarray, np.ndarray]:
    at = {"operating_reserve": row, "year": YEAR}
    return evidence.get("reserve_short_gw", **at), evidence.get("reserve_price_cny_per_mwh", **at)


def test_a_plan_as_solved_holds_and_every_check_has_a_name(folder: Path) -> None:
    found = audit(folder)
    # A case made in memory has no fingerprint of its own.
    assert [one for one in found if not one.ok and one.name != "fingerprint_of_the_inputs"] == []
    known = set(table("audit_checks")["check"])
    assert {one.name for one in found} | {f"group.{one.group}" for one in found} <= known
    made = {one.name for one in found if one.group == "reserve"}
    assert made == {name for name in known if name.startswith("reserve_")}
    assert "why_reserve_follows" in {one.name for one in found}


def test_every_limit_is_reached_somewhere(evidence: Evidence) -> None:
    """A limit of the auditor that none of the plan's comes up to would be looser than the programme's."""
    left: dict[str, float] = {}
    for _name, _way, offer in everybody(evidence):
        for limit in offer.limits:
            room = float((limit.most - limit.per_gw * offer.kept).min())
            left[limit.check] = min(room, left.get(limit.check, np.inf))
    assert len(left) == 9 and max(left.values()) < 1e-6, left


@pytest.mark.parametrize("name", [
    "reserve_up_within_online", "reserve_down_above_minimum", "reserve_down_keeps_heat", "reserve_within_ramp",
    "reserve_within_store_power", "reserve_within_store_energy", "reserve_within_turbines", "reserve_within_water",
    "reserve_keeps_least_flow"])
def test_nobody_keeps_more_than_he_has(evidence: Evidence, name: str) -> None:
    for _row, way, offer in everybody(evidence):
        for limit in (one for one in offer.limits if one.check == name):
            hour = int(limit.most.argmax())
            for times, seen in ((BEYOND, True), (WITHIN, False)):
                size = POWER_GW if limit.unit == "GW" else 10 * POWER_GW
                value = (float(limit.most[hour]) + times * size) / limit.per_gw
                found = failed(operating_reserve.check, keeping(evidence, way, offer, hour, value))
                assert (name in found) is seen, offer.where


@pytest.mark.parametrize("row", ["more", "less"])
@pytest.mark.parametrize(("times", "seen"), [(BEYOND, True), (WITHIN, False)])
def test_what_is_kept_and_missing_is_what_is_asked_for(evidence: Evidence, row: str, times: float, seen: bool) -> None:
    short, _price = short_and_price(evidence, row)
    hour = int(short.argmax())
    assert short[hour] > 0.1
    less = put(evidence, "reserve_short_gw", hour, short[hour] - times * POWER_GW, operating_reserve=row)
    assert ("reserve_of_every_hour" in failed(operating_reserve.check, less)) is seen
    _name, way, offer = max((one for one in everybody(evidence) if one[0] == row),
                            key=lambda one: float(one[2].kept[hour]))
    less = keeping(evidence, way, offer, hour, float(offer.kept[hour]) - times * POWER_GW)
    assert ("reserve_of_every_hour" in failed(operating_reserve.check, less)) is seen


@pytest.mark.parametrize(("row", "column"), [(row, f"{what}_share") for row in ("more", "less")
                                             for what in ("load", "wind", "solar")])
def test_every_share_is_asked_for(evidence: Evidence, row: str, column: str) -> None:
    share = float(evidence.rows("operating_reserve", YEAR).loc[row, column])
    other = stated(evidence, "operating_reserve", row, column, share + 0.001)
    assert failed(operating_reserve.check, other) == {"reserve_of_every_hour"}


def test_a_share_of_load_wind_and_sun_is_worked_out_by_hand(evidence: Evidence) -> None:
    """0.1 of a load of 5 GW on average, 0.3 of the wind's and 0.2 of the sun's output."""
    row = evidence.rows("operating_reserve", YEAR).loc["more"]
    wind, sun = (evidence.get("renewable_output_gw", renewable=name, year=YEAR) for name in ("wind", "sun"))
    expected = 0.1 * 5.0 * SERIES["load"] + 0.3 * wind + 0.2 * sun
    assert operating_reserve.required_gw(evidence, row, YEAR) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("table", "key", "column", "value", "name"), [
    ("operating_reserve", "more", "minutes", 14.0, "reserve_within_ramp"),
    ("operating_reserve", "less", "hours", 2.2, "reserve_within_store_energy"),
    ("operating_reserve", "more", "hours", 1.1, "reserve_within_water"),
    ("cohorts", "heat", "min_output_heating_share", 0.51, "reserve_down_above_minimum"),
    ("chp", "heat", "power_floor", 0.52, "reserve_down_keeps_heat"),
    ("stores", "cell", "availability_share", 0.94, "reserve_within_store_power"),
    ("stores", "cell", "discharge_efficiency_share", 0.88, "reserve_within_store_energy"),
    ("reservoirs", "dam", "min_output_share", 0.25, "reserve_keeps_least_flow"),
    ("reservoirs", "dam", "availability_share", 0.88, "reserve_within_turbines"),
])
def test_limits_follow_from_the_inputs(evidence: Evidence, table: str, key: str, column: str, value: float,
                                       name: str) -> None:
    assert name in failed(operating_reserve.check, stated(evidence, table, key, column, value))


@pytest.mark.parametrize(("way", "cohort"), [("up", "atom"), ("down", "atom"), ("up", "back"), ("down", "back"),
                                             ("up", "spare"), ("down", "gas"), ("up", "there")])
def test_who_offers_none_keeps_none(evidence: Evidence, way: str, cohort: str) -> None:
    """Nuclear power, back pressure, no commitment, another province that asks for none this way."""
    other = put(evidence, f"thermal_reserve_{way}_gw", 0, BEYOND * POWER_GW, cohort=cohort, state="as_is")
    assert "reserve_of_those_who_offer" in failed(operating_reserve.check, other)


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_variable_left_out_is_seen(evidence: Evidence, variable: str) -> None:
    other = fresh(evidence)
    other.data = other.data.drop_vars(variable)
    assert failed(operating_reserve.check, other)


def test_a_region_asked_twice_one_way_is_seen(evidence: Evidence) -> None:
    other, rows = fresh(evidence), evidence.tables["operating_reserve"].copy()
    rows.loc[rows["operating_reserve"] == "less", "direction"] = "up"
    other.tables = {**other.tables, "operating_reserve": rows}
    assert "reserve_asked_once" in failed(operating_reserve.check, other)


def test_what_is_missing_costs_its_price(evidence: Evidence) -> None:
    """One MW missing more in one of 24 hours is 365 MWh a year at 5000 CNY/MWh."""
    short, _price = short_and_price(evidence, "more")
    lines = {line[2]: line[4] for line in money.cost_lines(evidence, YEAR) if line[0] == "reserve_shortage"}
    assert lines["more"] == pytest.approx(float(short.sum()) * 365.0 * 5.0)
    other = put(evidence, "reserve_short_gw", int(short.argmax()), float(short.max()) + 0.001, operating_reserve="more")
    assert "cost_of_every_asset_and_term" in failed(money.check, other)


def test_a_price_is_within_that_of_missing_reserve_and_at_it_where_some_is(evidence: Evidence) -> None:
    short, price = short_and_price(evidence, "less")
    hour = int(short.argmax())
    assert price[hour] == pytest.approx(3000.0)
    for value, name in ((3010.0, "reserve_price_within_shortage_price"), (2980.0, "reserve_shortage_is_priced"),
                        (-10.0, "reserve_price_within_shortage_price")):
        other = put(evidence, "reserve_price_cny_per_mwh", hour, value, operating_reserve="less")
        assert name in failed(operating_reserve.check, other)
        assert "nothing_below_zero" not in failed(balance.check, other)


def test_reserve_of_which_there_is_plenty_has_no_price(evidence: Evidence) -> None:
    _short, price = short_and_price(evidence, "there")
    assert price.max() < FREE_CNY_PER_MWH
    other = put(evidence, "reserve_price_cny_per_mwh", 5, 1.0, operating_reserve="there")
    assert failed(operating_reserve.check, other) == {"reserve_price_only_where_scarce"}


def test_nobody_leaves_room_unused_that_is_paid_for(evidence: Evidence) -> None:
    """Less of what is kept, made up by more that is missing: the sum holds, the price says that it need not be."""
    short, price = short_and_price(evidence, "more")
    hour = int(np.where(short < 1e-6, price, 0.0).argmax())
    _name, way, offer = max((one for one in everybody(evidence) if one[0] == "more"),
                            key=lambda one: float(one[2].kept[hour]))
    other = keeping(evidence, way, offer, hour, float(offer.kept[hour]) - 0.01)
    other = put(other, "reserve_short_gw", hour, float(short[hour]) + 0.01, operating_reserve="more")
    found = failed(operating_reserve.check, other)
    assert "reserve_of_every_hour" not in found and "reserve_price_only_where_scarce" in found


@pytest.mark.parametrize("row", ["more", "less"])
def test_a_price_is_what_plants_earn_and_pay(evidence: Evidence, row: str) -> None:
    _short, price = short_and_price(evidence, row)
    other = put(evidence, "reserve_price_cny_per_mwh", int(price.argmax()), float(price.max()) * 0.999,
                operating_reserve=row)
    assert "why_reserve_follows" in failed(prices.check, other)


@pytest.mark.parametrize("seed", [0, 1])
def test_any_number_of_reserve_changed_is_seen_unless_it_is_free(evidence: Evidence, seed: int) -> None:
    """Of what has no price a plan may keep more than it is asked for: there alone no figure follows from others."""
    down = evidence.data["thermal_reserve_down_gw"]
    of_each, there = down[0].size, down["cohort"].values.tolist().index("there")
    free = {f"thermal_reserve_down_gw[{place}]" for place in range(there * of_each, (there + 1) * of_each)}
    changes = [change for change in dataset_changes(evidence, places=5, seed=seed)
               if change.name.startswith(VARIABLES) and change.name not in free]
    assert len(changes) > 4 * (len(VARIABLES) - 1)
    assert [change.name for change in changes if not caught(evidence, change)] == []


def test_a_figure_of_the_sheet_changed_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence, sheets = Evidence(folder), workbook.Sheets(Evidence(folder))
    whole = sheets.rows["Operating reserve"]
    at = next(number for number, row in enumerate(whole) if row[0] == "more")
    monkeypatch.setattr(workbook, "Sheets", lambda _evidence: sheets)
    assert failed(workbook.check, evidence) == set()
    for column in range(4, 14):
        row = list(whole[at])
        row[column] = row[column] * 1.0001
        sheets.rows["Operating reserve"] = [*whole[:at], tuple(row), *whole[at + 1:]]
        assert failed(workbook.check, evidence) == {"workbook_figures"}, whole[at - 1]


def test_a_figure_that_is_none_is_seen(evidence: Evidence) -> None:
    for variable in VARIABLES:
        other, series = fresh(evidence), evidence.data[variable].copy(deep=True)
        places = np.argwhere(~np.isnan(series.values))
        series.values[tuple(places[0])] = np.nan
        other.data = other.data.assign({variable: series})
        assert failed(operating_reserve.check, other), variable
