"""The retrofit account (三改联动), coal, coal rates and CO2."""

from __future__ import annotations

import pandas as pd

from gridplan.results.fuel_account import AS_IS, coal_and_co2, fleet, retrofits
from gridplan.results.ledger import asset_name, of
from gridplan.results.report_blocks import Block, Chart, Column, Figure, KeyFigures, Legend, Row, Table, Text, lean
from gridplan.results.report_closures import closure_blocks
from gridplan.results.report_figures import bar, colour, numbers, sideways_layout, stacked, wrapped
from gridplan.results.report_flows import Area
from gridplan.results.report_retrofit_types import kind_tables
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

VISIBLE_KT = 0.05


def state_name(state: str, words: Words) -> str:
    """Name of a retrofit state or combination in the report's language."""
    return words(f"state.{state}")


def retrofit_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Which coal capacity moves to which state and what that costs and saves; what closes and what stands by."""
    return [*_states(results, area, words), *closure_blocks(results, area, words)]


def _states(results: Results, area: Area, words: Words) -> list[Block]:
    account = of(retrofits(results), area.region, area.year)
    account = account[account["capacity_gw"].map(unit("power", words.lang).shows).astype(bool)]
    kinds = kind_tables(results, area, words.lang)
    if account.empty:
        # What was asked without each kind is worth telling even where the plan takes none of them.
        return [Text(words("retrofit.none")), *(kinds if len(results.without_retrofits) else [])]
    states = of(coal_and_co2(results), area.region, area.year)
    changed = states[states["cohort"].isin(set(account["cohort"]))]
    return [_state_chart(results, changed, words), _account_table(results, account, words), *kinds]


def _state_chart(results: Results, states: pd.DataFrame, words: Words) -> Chart:
    power = unit("power", words.lang)
    cohorts = list(dict.fromkeys(states["cohort"]))
    names = [asset_name(results, "cohort", cohort, words.lang) for cohort in cohorts]
    table = (
        states.pivot_table(index="state", columns="cohort", values="capacity_gw", aggfunc="sum")
        .reindex(columns=cohorts)
        .fillna(0.0)
    )
    order = stacked(table.index)
    traces = [
        bar(
            state_name(state, words),
            colour(state),
            numbers(power.scaled(table.loc[state].to_numpy())),
            [wrapped(name) for name in names],
            power.name,
            orientation="h",
        )
        for state in order
    ]
    return Chart(
        title=words("retrofit.chart"),
        unit=power.name,
        data=traces,
        height_px=70 + 40 * len(names),
        layout=sideways_layout(names, barmode="stack"),
        alt=words("retrofit.alt"),
        legend=[Legend(state_name(state, words), colour(state)) for state in order],
    )


def _account_table(results: Results, account: pd.DataFrame, words: Words) -> Table:
    power, money, coal, rate, energy = (unit(name, words.lang) for name in ("power", "money", "coal", "rate", "energy"))
    rows = [Row([
        asset_name(results, "cohort", line.cohort, words.lang), state_name(line.state, words),
        power.text(line.capacity_gw), number(line.units, 1), number(line.share_pct, 1), energy.text(line.net_gwh),
        rate.text(line.net_rate_g_per_kwh), coal.text(line.coal_saved_kt), power.text(line.heat_gw),
        money.text(line.investment_million_cny), money.text(line.cost_million_cny),
    ]) for line in account.itertuples()]
    sums = account[["capacity_gw", "units", "net_gwh", "coal_saved_kt", "heat_gw", "investment_million_cny",
                    "cost_million_cny"]].sum()
    rows.append(Row([
        words("retrofit.sum"), "", power.text(sums["capacity_gw"]), number(sums["units"], 1), "",
        energy.text(sums["net_gwh"]), "", coal.text(sums["coal_saved_kt"]), power.text(sums["heat_gw"]),
        money.text(sums["investment_million_cny"]), money.text(sums["cost_million_cny"]),
    ], "total"))
    columns = [
        Column(words("retrofit.cohort"), kind="long"),
        Column(words("retrofit.state")),
        Column(words("retrofit.capacity"), power.name, "number"),
        Column(words("retrofit.units"), "", "number"),
        Column(words("retrofit.share"), "%", "number"),
        Column(words("retrofit.energy"), energy.name, "number"),
        Column(words("retrofit.rate"), rate.name, "number"),
        Column(words("retrofit.saved"), coal.name, "number"),
        Column(words("retrofit.heat"), power.name, "number"),
        Column(words("retrofit.investment"), money.name, "number"),
        Column(words("retrofit.cost"), words("costs.per_year", unit=money.name), "number"),
    ]
    return lean(Table(words("retrofit.table"), columns, rows, note=words("retrofit.note")))


def coal_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Coal burnt, coal rates, CO2, in total and by class and state of plant."""
    total = of(fleet(results), area.region, area.year).iloc[0]
    coal, rate, co2 = (unit(name, words.lang) for name in ("coal", "rate", "co2"))
    figures = [
        Figure(words("coal.burnt"), coal.text(total["coal_kt"]), coal.name),
        Figure(
            words("coal.net_rate"),
            rate.text(total["net_rate_g_per_kwh"]),
            rate.name,
            words("coal.net_rate_scope"),
        ),
        Figure(words("coal.gross_rate"), rate.text(total["gross_rate_g_per_kwh"]), rate.name),
        Figure(words("coal.co2"), co2.text(total["co2_kt"]), co2.name),
        Figure(
            words("coal.intensity"),
            number(total["co2_g_per_kwh"], 0),
            rate.name,
            words("coal.intensity_scope"),
        ),
    ]
    if total["co2_captured_kt"] > VISIBLE_KT:
        figures.append(Figure(words("coal.captured"), co2.text(total["co2_captured_kt"]), co2.name))
    return [KeyFigures(figures), _coal_table(results, area, words)]


def _coal_table(results: Results, area: Area, words: Words) -> Table:
    power, energy, coal, rate, co2 = (unit(name, words.lang) for name in ("power", "energy", "coal", "rate", "co2"))
    frame = of(coal_and_co2(results), area.region, area.year)
    rows = [
        Row(
            [
                asset_name(results, "cohort", line.cohort, words.lang),
                _plain_state(line.state, words),
                power.text(line.capacity_gw),
                energy.text(line.gross_gwh),
                number(line.full_load_hours_h, 0),
                number(line.started_gw / line.capacity_gw, 1),
                coal.text(line.fuel_kt),
                rate.text(line.net_rate_g_per_kwh),
                co2.text(line.co2_kt),
            ]
        )
        for line in frame.itertuples()
        if power.shows(line.capacity_gw)
    ]
    rows.append(
        Row(
            [
                words("coal.sum"),
                "",
                power.text(frame["capacity_gw"].sum()),
                energy.text(frame["gross_gwh"].sum()),
                "",
                "",
                coal.text(frame["fuel_kt"].sum()),
                "",
                co2.text(frame["co2_kt"].sum()),
            ],
            "total",
        )
    )
    columns = [
        Column(words("retrofit.cohort"), kind="long"),
        Column(words("retrofit.state")),
        Column(words("retrofit.capacity"), power.name, "number"),
        Column(words("coal.generation"), energy.name, "number"),
        Column(words("energy.full_load_hours"), unit("hours", words.lang).name, "number"),
        Column(words("coal.starts"), "", "number"),
        Column(words("coal.fuel"), coal.name, "number"),
        Column(words("coal.net_rate"), rate.name, "number"),
        Column(words("coal.co2"), co2.name, "number"),
    ]
    return Table(words("coal.table"), columns, rows, note=words("coal.note"))


def _plain_state(state: str, words: Words) -> str:
    return "" if state == AS_IS else state_name(state, words)
