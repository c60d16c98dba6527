"""Load and prices over the year: duration curves, the mean day by month, and the figures behind them."""

from __future__ import annotations

import numpy as np

from gridplan.results.labels import label
from gridplan.results.ledger import of
from gridplan.results.price_account import cost_recovery
from gridplan.results.report_blocks import Block, Chart, Column, Legend, Row, Table, Text, lean
from gridplan.results.report_figures import (
    ACCENT,
    colour,
    duration_curve,
    heat_map,
    line,
    price_top,
    upright_layout,
)
from gridplan.results.report_flows import Area, Flows
from gridplan.results.report_units import Unit, number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

WIND_COLOUR = "wind_onshore"
HIGH_LOAD_SHARE = 0.95
NEAR_ZERO_CNY_PER_MWH = 1.0
VISIBLE_GWH = 0.05


def load_blocks(area: Area, flows: Flows, words: Words) -> list[Block]:
    """Duration curves of load, residual load and what other plants and stores are left with."""
    power = unit("power", words.lang)
    dispatched = flows.demand - flows.variable
    curves = [
        (words("load.demand"), colour("demand"), flows.demand),
        (words("load.residual"), ACCENT, flows.residual),
        (words("load.after_curtailment"), colour(WIND_COLOUR), dispatched),
    ]
    traces = []
    for name, shade, values in curves:
        x, y = duration_curve(power.scaled(values), flows.clock.weight_h)
        traces.append(line(name, shade, x, y, power.name))
    chart = Chart(
        title=words("load.chart"),
        unit=power.name,
        data=traces,
        height_px=380,
        layout=upright_layout(
            xaxis={"title": {"text": words("load.hours_axis")}, "rangemode": "tozero", "tickformat": ","}
        ),
        alt=words("load.alt", name=area.name, peak=power.with_name(float(flows.demand.max()))),
        legend=[Legend(name, shade, "line") for name, shade, _ in curves],
        note=words("load.note"),
    )
    return [chart, _load_table(flows, words)]


def _load_table(flows: Flows, words: Words) -> Table:
    power, energy, share = (unit(name, words.lang) for name in ("power", "energy", "share"))
    weight = flows.clock.weight_h
    year_h = float(weight.sum())
    rows = []
    for key, values in (("demand", flows.demand), ("residual", flows.residual)):
        total = float((values * weight).sum())
        rows.append(
            Row(
                [
                    words(f"load.{key}"),
                    power.text(float(values.max())),
                    power.text(float(values.min())),
                    energy.text(total),
                    share.text(total / year_h / float(values.max())),
                    number(float(weight[values >= HIGH_LOAD_SHARE * values.max()].sum()), 0),
                ]
            )
        )
    columns = [
        Column(words("load.quantity")),
        Column(words("load.highest"), power.name, "number"),
        Column(words("load.lowest"), power.name, "number"),
        Column(words("load.energy"), energy.name, "number"),
        Column(words("load.load_factor"), "%", "number"),
        Column(words("load.high_hours"), unit("hours", words.lang).name, "number"),
    ]
    return Table(words("load.table"), columns, rows)


def price_blocks(results: Results, area: Area, flows: Flows, words: Words) -> list[Block]:
    """Price duration curve, mean price by month and hour, and the prices each month."""
    price = unit("price", words.lang)
    scaled = price.scaled(flows.price)
    x, y = duration_curve(scaled, flows.clock.weight_h)
    top = price_top(scaled)
    clipped = bool(scaled.max() > top)
    curve = Chart(
        title=words("prices.curve"),
        unit=price.name,
        height_px=330,
        data=[line(words("flow.price"), colour("price"), x, y, price.name, line={"shape": "hv"})],
        layout=upright_layout(
            xaxis={"title": {"text": words("load.hours_axis")}, "tickformat": ","},
            yaxis={"range": [min(0.0, float(scaled.min())), top]},
        ),
        alt=words("prices.curve_alt", name=area.name),
        note=words("prices.clipped", highest=price.with_name(float(flows.price.max()))) if clipped else "",
    )
    return [
        Text(words("prices.caution"), "note"),
        curve,
        _month_hour_chart(flows, words),
        _price_table(flows, words),
        recovery_table(results, area, words),
    ]


def _month_hour_chart(flows: Flows, words: Words) -> Chart:
    price = unit("price", words.lang)
    months = words("dispatch_controls.months").split(" ")
    hours = np.arange(24)
    z = np.full((12, 24), np.nan)
    for month in range(12):
        for hour in hours:
            here = (flows.clock.month == month + 1) & (flows.clock.of_day == hour)
            if here.any():
                z[month, hour] = np.average(flows.price[here], weights=flows.clock.weight_h[here])
    lowest = float(np.nanmin(price.scaled(z)))
    return Chart(
        title=words("prices.month_hour"),
        unit=price.name,
        height_px=380,
        data=[
            heat_map(
                price.scaled(z),
                [f"{hour}:00" for hour in hours],
                months,
                price.name,
                zmin=min(0.0, lowest),
                zmax=price_top(price.scaled(flows.price)),
            )
        ],
        layout=upright_layout(
            yaxis={"autorange": "reversed", "zeroline": False, "type": "category"}, xaxis={"type": "category"}
        ),
        alt=words("prices.month_hour_alt"),
        note=words("prices.month_hour_note"),
    )


def _price_table(flows: Flows, words: Words) -> Table:
    """Mean over time and over load, and the hours at next to nothing, by month and for the year."""
    price = unit("price", words.lang)
    months = words("dispatch_controls.months").split(" ")
    rows = [
        Row([months[int(month) - 1], *_price_cells(flows, flows.clock.month == month, price)])
        for month in np.unique(flows.clock.month)
    ]
    whole_year = np.full(len(flows.price), True)
    rows.append(Row([words("prices.year"), *_price_cells(flows, whole_year, price)], "total"))
    columns = [
        Column(words("prices.month")),
        *(Column(words(f"prices.{key}"), price.name, "number") for key in ("mean", "load_mean", "lowest", "highest")),
        Column(words("prices.zero_hours"), unit("hours", words.lang).name, "number"),
    ]
    return Table(words("prices.table"), columns, rows, folded=True)


def _price_cells(flows: Flows, here: np.ndarray, unit_of_price: Unit) -> list[str]:
    weight, price = flows.clock.weight_h[here], flows.price[here]
    energy = flows.demand[here] * weight
    by_load = energy if energy.any() else weight
    figures = [np.average(price, weights=weight), np.average(price, weights=by_load), price.min(), price.max()]
    near_zero_h = float(weight[price <= NEAR_ZERO_CNY_PER_MWH].sum())
    return [*(unit_of_price.text(float(figure)) for figure in figures), number(near_zero_h, 0)]


def recovery_table(results: Results, area: Area, words: Words) -> Table:
    """Whether each technology earns its cost at the hourly prices."""
    money, energy, price = (unit(name, words.lang) for name in ("money", "energy", "price"))
    rows = []
    for line_ in of(cost_recovery(results), area.region, area.year).itertuples():
        if abs(line_.energy_gwh) < VISIBLE_GWH and abs(line_.cost_million_cny) < VISIBLE_GWH:
            continue
        rows.append(
            Row(
                [
                    words(f"flow.{line_.technology}"),
                    energy.text(line_.energy_gwh),
                    money.text(line_.income_million_cny),
                    money.text(line_.capacity_income_million_cny),
                    money.text(line_.cost_million_cny),
                    money.text(line_.balance_million_cny),
                    number(line_.recovery_pct, 0),
                    price.text(line_.income_cny_per_mwh),
                    price.text(line_.cost_cny_per_mwh),
                    money.text(line_.green_value_million_cny),
                    money.text(line_.balance_with_green_million_cny),
                ]
            )
        )
    columns = [
        Column(words("capacity.technology"), kind="long"),
        Column(words("energy.energy"), energy.name, "number"),
        Column(words("recovery.income"), money.name, "number"),
        Column(words("recovery.capacity_income"), money.name, "number"),
        Column(words("recovery.cost"), money.name, "number"),
        Column(words("recovery.balance"), money.name, "number"),
        Column(words("recovery.share"), "%", "number"),
        Column(words("recovery.income_per"), price.name, "number"),
        Column(words("recovery.cost_per"), price.name, "number"),
        Column(label("header.green_value", words.lang), money.name, "number"),
        Column(label("header.balance_with_green", words.lang), money.name, "number"),
    ]
    joint, stop = ("", "。") if words.lang == "zh" else (" ", ".")
    note = words("recovery.note") + joint + label("text.green_value_note", words.lang) + stop
    return lean(Table(words("recovery.table"), columns, rows, note=note))
