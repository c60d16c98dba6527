"""Broken variants of the small case: what is changed, and the problem that must be named for it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.case.support.tiny import Change, added, cell, replaced, with_column


class Broken(NamedTuple):
    """One fault: the change, and file, row, column and rule of the problem it must give."""

    name: str
    change: Change
    file: str
    row: int | None
    column: str
    rule: str
    severity: str = "error"


def deleted(name: str) -> Change:
    return lambda folder: (folder / name).unlink()


def renamed(name: str, new: str) -> Change:
    return lambda folder: (folder / name).rename(folder / new) and None


def profile_line(line: int, text: str | None, *, count: int = 1) -> Change:
    """Replace a line of profiles.csv (header = 1), or take `count` lines out with None."""

    def change(folder: Path) -> None:
        path = folder / "profiles.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[line - 1 : line - 1 + count] = [] if text is None else [text]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return change


def profile_cell(line: int, column: str, value: str) -> Change:
    return cell("profiles.csv", line, column, value)


def leap_year(folder: Path) -> None:
    """24 more hours at the end of profiles.csv."""
    path = folder / "profiles.csv"
    extra = [f"{hour},10,0.3,0,1,0.6" for hour in range(8760, 8784)]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(extra) + "\n", encoding="utf-8")


def profile_of_zeros(folder: Path) -> None:
    """wind_cf is 0 in every hour."""
    path = folder / "profiles.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    position = lines[0].split(",").index("wind_cf")
    rows = [line.split(",") for line in lines]
    text = "\n".join(",".join([*row[:position], "0", *row[position + 1 :]]) for row in rows[1:])
    path.write_text(lines[0] + "\n" + text + "\n", encoding="utf-8")


def both(*changes: Change) -> Change:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


C, R, S, L, P, D = "cohorts.csv", "renewables.csv", "stores.csv", "links.csv", "policies.csv", "demand.csv"
T, G, H, X = "retrofits.csv", "regions.csv", "reservoirs.csv", "profiles.csv"
FREE = replaced(L, ",profile,delivery,20,", ",free,,,")

FILES = [
    Broken("no settings", deleted("case.toml"), "case.toml", None, "", "settings_missing"),
    Broken(
        "empty settings",
        lambda f: (f / "case.toml").write_text("") and None,
        "case.toml",
        None,
        "name",
        "setting_missing",
    ),
    Broken("bad toml", replaced("case.toml", "2030]", "2030"), "case.toml", None, "", "settings_syntax"),
    Broken(
        "setting",
        replaced("case.toml", "discount", "discont"),
        "case.toml",
        None,
        "discont_rate",
        "setting_unknown",
    ),
    Broken(
        "no years",
        replaced("case.toml", "years = [2030]\n", ""),
        "case.toml",
        None,
        "years",
        "setting_missing",
    ),
    Broken(
        "rate 700 %",
        replaced("case.toml", "0.06", "7.0"),
        "case.toml",
        None,
        "discount_rate",
        "setting_value",
    ),
    Broken(
        "rate text",
        replaced("case.toml", "0.06", '"low"'),
        "case.toml",
        None,
        "discount_rate",
        "setting_value",
    ),
    Broken(
        "method",
        replaced("case.toml", '"auto"', '"fast"'),
        "case.toml",
        None,
        "solver.method",
        "setting_value",
    ),
    Broken(
        "language", replaced("case.toml", '= "zh"', '= "fr"'), "case.toml", None, "language", "setting_value"
    ),
    Broken("demand file", deleted(D), D, None, "", "file_missing"),
    Broken("regions file", deleted(G), G, None, "", "file_missing"),
    Broken("file name", renamed(S, "storage.csv"), "storage.csv", None, "", "file_unknown"),
    Broken("no row", replaced(D, "ningxia,100,,load\n", ""), D, None, "", "table_empty"),
    Broken("no reservoirs", deleted(H), "case", None, "", "tables_absent", "warning"),
    Broken("fuels gone", deleted("fuels.csv"), C, 2, "fuel", "reference_unknown"),
    Broken("wind gone", deleted(R), P, 2, "value", "target_without_assets"),
    Broken(
        "binary", lambda f: (f / C).write_bytes(b"\xff\xfe\x00\x81") and None, C, None, "", "encoding_unknown"
    ),
]

CELLS = [
    Broken("no figure", added("fuels.csv", "peat,,,3,no"), "fuels.csv", 4, "price_cny_per_tce", "no_default"),
    Broken("column gone", replaced(C, ",technology,", ",tech,"), C, 1, "technology", "column_missing"),
    Broken("column typo", replaced(C, "capex_cny", "capx_cny"), C, 1, "capx_cny_per_kw", "column_unknown"),
    Broken("column twice", replaced(C, "units,unit_mw", "units,units"), C, 1, "units", "column_twice"),
    Broken("no heading", with_column(D, "", ["5"]), D, 1, "", "column_unnamed"),
    Broken("short row", replaced(D, "100,,load", "100,load"), D, 2, "", "row_length"),
    Broken("long row", replaced(D, "100,,load", "1,100,,load"), D, 2, "", "row_length"),
    Broken("open quote", replaced(D, "ningxia,", '"ningxia,'), D, 2, "", "quote_open"),
    Broken("control", cell(C, 2, "name_zh", "a\x07b"), C, 2, "name_zh", "control_character"),
    Broken("text", cell(C, 2, "existing_gw", "twelve"), C, 2, "existing_gw", "not_a_number"),
    Broken("unit in cell", cell(C, 2, "existing_gw", "12 GW"), C, 2, "existing_gw", "not_a_number"),
    Broken("NaN", cell(R, 3, "existing_gw", "NaN"), R, 3, "existing_gw", "not_finite"),
    Broken("infinite", cell(R, 3, "potential_gw", "inf"), R, 3, "potential_gw", "not_finite"),
    Broken("negative", cell(C, 2, "existing_gw", "-10"), C, 2, "existing_gw", "below_minimum"),
    Broken("MW for GW", cell(R, 2, "existing_gw", "24500"), R, 2, "existing_gw", "above_maximum"),
    Broken(
        "capex x 1000", cell(R, 2, "capex_cny_per_kw", "4500000"), R, 2, "capex_cny_per_kw", "above_maximum"
    ),
    Broken("percent", cell(C, 2, "min_output_share", "40"), C, 2, "min_output_share", "above_maximum"),
    Broken(
        "efficiency 0",
        cell(S, 2, "charge_efficiency_share", "0"),
        S,
        2,
        "charge_efficiency_share",
        "below_minimum",
    ),
    Broken(
        "efficiency 90",
        cell(S, 2, "charge_efficiency_share", "90"),
        S,
        2,
        "charge_efficiency_share",
        "above_maximum",
    ),
    Broken("life", cell(R, 2, "life_years", "-20"), R, 2, "life_years", "below_minimum"),
    Broken("half a year", with_column(C, "start_year", ["2005.5", ""]), C, 2, "start_year", "not_whole"),
    Broken("boolean", cell(C, 2, "commitment", "maybe"), C, 2, "commitment", "not_boolean"),
    Broken("months", cell(G, 2, "heating_months", "11 12 13"), G, 2, "heating_months", "not_months"),
    Broken("year", with_column(D, "year", ["2031"]), D, 2, "year", "not_year"),
    Broken("choice", cell(S, 2, "technology", "litium"), S, 2, "technology", "choice_unknown"),
    Broken("metric", cell(P, 2, "metric", "capacity.wnd"), P, 2, "metric", "metric_unknown"),
    Broken("region", cell(R, 2, "region", "ningxa"), R, 2, "region", "reference_unknown"),
    Broken("link end", cell(L, 2, "to", "outsde"), L, 2, "to", "reference_unknown"),
    Broken("retrofit of none", cell(T, 2, "cohort", "coal_60"), T, 2, "cohort", "reference_unknown"),
    Broken("twice", cell(C, 3, "cohort", "coal_600"), C, 3, "cohort", "key_twice"),
    Broken("state twice", cell(T, 3, "state", "flexibility"), T, 3, "cohort", "key_twice"),
    Broken("energy blank", cell(D, 2, "energy_twh", ""), D, 2, "energy_twh", "cell_blank"),
    Broken(
        "library x 100",
        cell(C, 2, "start_cost_cny_per_kw", "900"),
        C,
        2,
        "start_cost_cny_per_kw",
        "far_from_library",
        "warning",
    ),
]

SERIES = [
    Broken("all 0", profile_of_zeros, X, None, "wind_cf", "profile_zero"),
    Broken("8759", profile_line(4002, None), X, None, "hour", "profile_rows"),
    Broken("8784", leap_year, X, None, "hour", "profile_rows"),
    Broken("167 rows", profile_line(170, None, count=8592), X, None, "hour", "profile_rows"),
    Broken("hour twice", profile_line(12, "9,10,0.3,0,1,0.6"), X, 12, "hour", "profile_repeated_hour"),
    Broken("hour jumps", profile_line(8761, "8761,10,0.3,0,1,0.6"), X, 8761, "hour", "profile_order"),
    Broken("hour text", profile_line(12, "ten,10,0.3,0,1,0.6"), X, 12, "hour", "profile_hour"),
    Broken("no labels", replaced(X, "hour,", "n,"), X, None, "n", "profile_unreadable"),
    Broken("text", profile_cell(53, "load", "high"), X, 53, "load", "profile_number"),
    Broken("blank", profile_cell(53, "load", ""), X, 53, "load", "profile_not_finite"),
    Broken("negative", profile_cell(100, "wind_cf", "-0.01"), X, 100, "wind_cf", "profile_negative"),
    Broken("above 1", profile_cell(8761, "solar_cf", "1.7"), X, 8761, "solar_cf", "profile_above_one"),
    Broken("link above 1", profile_cell(2, "delivery", "1.01"), X, 2, "delivery", "profile_above_one"),
    Broken("negative load", profile_cell(7, "load", "-3"), X, 7, "load", "profile_negative"),
    Broken("no series", cell(R, 2, "profile", "wind_fc"), R, 2, "profile", "profile_unknown"),
    Broken("unused", cell(R, 2, "profile", "solar_cf"), X, None, "wind_cf", "profile_unused", "warning"),
    Broken(
        "hours",
        with_column(R, "annual_hours", ["2000", ""]),
        R,
        2,
        "annual_hours",
        "profile_hours_differ",
        "warning",
    ),
    Broken(
        "province",
        both(cell(G, 2, "province", "ningsia"), cell(R, 2, "profile", "")),
        R,
        2,
        "region",
        "province_unknown",
    ),
    Broken(
        "no sea",
        both(cell(R, 2, "technology", "wind_offshore"), cell(R, 2, "profile", "")),
        R,
        2,
        "annual_hours",
        "library_no_hours",
    ),
    Broken(
        "hours too many",
        both(cell(R, 3, "profile", ""), with_column(R, "annual_hours", ["", "6000"])),
        R,
        3,
        "annual_hours",
        "profile_not_generated",
    ),
]

RULES = [
    Broken("hours crossed", cell(S, 2, "hours_min", "5"), S, 2, "hours_min", "lower_above_upper"),
    Broken(
        "energy crossed",
        both(with_column(L, "energy_min_twh", ["9"]), with_column(L, "energy_max_twh", ["8"])),
        L,
        2,
        "energy_min_twh",
        "lower_above_upper",
    ),
    Broken("outside", cell(G, 2, "region", "outside"), G, 2, "region", "reserved_name"),
    Broken("potential", cell(R, 2, "potential_gw", "5"), R, 2, "existing_gw", "existing_above_potential"),
    Broken("retire", cell(C, 2, "retire_max_gw", "13"), C, 2, "retire_max_gw", "retire_above_existing"),
    Broken("unit slip", cell(C, 2, "unit_mw", "2"), C, 2, "existing_gw", "units_mismatch"),
    Broken("units", cell(C, 2, "units", "30"), C, 2, "existing_gw", "units_differ", "warning"),
    Broken("units of nothing", both(cell(C, 2, "existing_gw", "0"), cell(C, 2, "retire_max_gw", "0")), C, 2,
           "existing_gw", "units_differ", "warning"),
    Broken("no demand", added(G, "gansu,gansu,0.04,0.05,20000,10,"), G, 3, "region", "demand_missing"),
    Broken("peak below mean", cell(D, 2, "peak_gw", "5"), D, 2, "peak_gw", "demand_peak_shape"),
    Broken("flat load", cell(D, 2, "peak_gw", "11"), D, 2, "peak_gw", "demand_hours", "warning"),
    Broken("TWh slip", cell(D, 2, "energy_twh", "1580"), D, 2, "energy_twh", "demand_far", "warning"),
    Broken(
        "fuel elsewhere",
        both(
            cell("fuels.csv", 2, "region", "gansu"),
            added(G, "gansu,gansu,0.04,0.05,20000,10,"),
            added(D, "gansu,150,,load"),
        ),
        C,
        2,
        "fuel",
        "fuel_missing",
    ),
    Broken(
        "years without rows",
        both(
            replaced("case.toml", "[2030]", "[2030, 2035]"),
            with_column(C, "year", ["2030", ""]),
        ),
        C,
        2,
        "cohort",
        "row_missing",
        "warning",
    ),
    Broken(
        "region without year",
        both(replaced("case.toml", "[2030]", "[2030, 2035]"), with_column(G, "year", ["2030"])),
        G,
        2,
        "region",
        "region_year_missing",
    ),
    Broken("retrofit of gas", cell(T, 2, "cohort", "gas_new"), T, 2, "cohort", "retrofit_not_coal"),
    Broken(
        "less flexible",
        cell(T, 2, "min_output_share", "0.5"),
        T,
        2,
        "min_output_share",
        "retrofit_above_cohort",
    ),
    Broken(
        "burns more",
        cell(T, 3, "net_rate_change_g_per_kwh", "12"),
        T,
        3,
        "net_rate_change_g_per_kwh",
        "retrofit_saves_nothing",
        "warning",
    ),
    Broken("too many", cell(T, 2, "max_gw", "13"), T, 2, "max_gw", "retrofit_more_than_exists", "warning"),
    Broken(
        "cheap pair",
        added(T, "coal_600,efficiency+flexibility,6,300,15,-10,0.3"),
        T,
        4,
        "cost_cny_per_kw",
        "combination_cheap",
        "warning",
    ),
    Broken(
        "commitment", cell(C, 3, "commitment", "no"), C, 3, "min_output_share", "commitment_unused", "warning"
    ),
    Broken("idle", cell(C, 3, "build_max_gw", "0"), C, 3, "existing_gw", "nothing_to_use", "warning"),
    Broken(
        "MW",
        both(cell(R, 2, "existing_gw", "450"), cell(R, 2, "potential_gw", "450")),
        R,
        2,
        "existing_gw",
        "capacity_above_peak",
        "warning",
    ),
    Broken(
        "lossless",
        both(cell(S, 2, "charge_efficiency_share", "1"), cell(S, 2, "discharge_efficiency_share", "1")),
        S,
        2,
        "charge_efficiency_share",
        "store_gains",
        "warning",
    ),
    Broken(
        "price inside",
        both(
            added(G, "gansu,gansu,0.04,0.05,20000,10,"),
            added(D, "gansu,150,,load"),
            cell(L, 2, "to", "gansu"),
        ),
        L,
        2,
        "price_cny_per_mwh",
        "link_price_inside",
        "warning",
    ),
    Broken("same ends", cell(L, 2, "to", "ningxia"), L, 2, "to", "link_ends_equal"),
    Broken("both outside", cell(L, 2, "from", "outside"), L, 2, "to", "link_ends_equal"),
    Broken("energy", cell(L, 2, "energy_twh", "36"), L, 2, "energy_twh", "link_energy_too_high"),
    Broken(
        "curve",
        both(profile_cell(2, "delivery", "1"), cell(L, 2, "energy_twh", "22")),
        L,
        2,
        "energy_twh",
        "link_curve_too_high",
    ),
    Broken("no schedule", replaced(L, "delivery,20,", ",,"), L, 2, "energy_twh", "link_no_schedule"),
    Broken("free energy", cell(L, 2, "mode", "free"), L, 2, "energy_twh", "link_value_unused", "warning"),
    Broken(
        "green", with_column(L, "green_share", ["0.5"]), L, 2, "green_share", "link_green_unused", "warning"
    ),
    Broken(
        "least flow",
        both(FREE, with_column(L, "min_flow_share", ["0.5"]), with_column(L, "energy_max_twh", ["10"])),
        L,
        2,
        "min_flow_share",
        "lower_above_upper",
    ),
    Broken(
        "no firm capacity",
        cell(D, 2, "energy_twh", "450"),
        D,
        2,
        "region",
        "firm_below_peak",
        "warning",
    ),
]

POLICIES = [
    Broken("no subject", cell(P, 5, "subject", ""), P, 5, "subject", "subject_missing"),
    Broken("wrong subject", cell(P, 5, "subject", "to_shangdong"), P, 5, "subject", "subject_unknown"),
    Broken("idle subject", cell(P, 2, "subject", "wind"), P, 2, "subject", "subject_unused", "warning"),
    Broken("above 100 %", cell(P, 3, "value", "140"), P, 3, "value", "target_range"),
    Broken("MW target", cell(P, 2, "value", "24500"), P, 2, "value", "target_range"),
    Broken("share", cell(P, 3, "value", "0.35"), P, 3, "value", "target_share"),
    Broken(
        "not enforced",
        added(P, "loss,ningxia,grid.line_loss,,max,6,yes,1,"),
        P,
        7,
        "enforce",
        "not_enforceable",
    ),
    Broken("about", cell(P, 2, "sense", "about"), P, 2, "enforce", "about_enforced"),
    Broken(
        "contradiction",
        added(P, "cap,ningxia,capacity.wind,,max,20,yes,1,"),
        P,
        2,
        "value",
        "targets_contradict",
    ),
    Broken(
        "reported only",
        added(P, "cap,ningxia,capacity.wind,,max,20,no,1,"),
        P,
        2,
        "value",
        "targets_contradict",
        "warning",
    ),
    Broken(
        "parts",
        both(
            added(P, "sun,ningxia,capacity.solar,,min,50,yes,1,"),
            added(P, "sum,ningxia,capacity.wind_solar,,max,70,yes,1,"),
        ),
        P,
        8,
        "value",
        "groups_contradict",
    ),
    Broken("quota", cell(P, 4, "value", "45"), P, 4, "value", "quota_parts"),
    Broken("out of reach", cell(P, 2, "value", "31"), P, 2, "value", "target_above_potential", "warning"),
    Broken(
        "too little coal",
        added(P, "coal,ningxia,capacity.coal,,max,8,yes,1,"),
        P,
        7,
        "value",
        "target_below_existing",
        "warning",
    ),
    Broken(
        "no nuclear",
        added(P, "atom,ningxia,capacity.nuclear,,min,2,yes,1,"),
        P,
        7,
        "value",
        "target_without_assets",
    ),
]

BROKEN = [*FILES, *CELLS, *SERIES, *RULES, *POLICIES]
