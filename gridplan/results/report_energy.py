"""Energy of the year: where it comes from and goes, month by month, with the planners' balance table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplan.results.demand_account import REST, demand_by_load
from gridplan.results.energy_balance import curtailment, energy_balance, monthly_energy
from gridplan.results.ledger import asset_name, of
from gridplan.results.report_blocks import Block, Chart, Column, Legend, Row, Table
from gridplan.results.report_capacity import technology_name
from gridplan.results.report_figures import (
    bar,
    colour,
    in_shades,
    numbers,
    palette,
    sideways_layout,
    stacked,
    upright_layout,
    wrapped,
)
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

VISIBLE_GWH = 0.05
USE_SHADES = {"final_demand": "#2b3138", "line_loss": "#6b747d", "own_use": "#9aa2a9"}
BY_TECHNOLOGY = ("generation", "storage_discharge", "storage_charge", "electric_heat")
BY_LINK = ("import", "export", "import_sent", "export_received")


def energy_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Supply and use as two bars, full-load hours, the months, the balance table and curtailment."""
    balance = of(energy_balance(results), area.region, area.year)
    return [
        _balance_chart(results, balance, area, words),
        _hours_chart(balance, area, words),
        _month_chart(results, area, words),
        _balance_table(results, balance, words),
        *_demand_table(results, area, words),
        _curtailment_table(results, area, words),
    ]


def _line_name(results: Results, line: pd.Series, words: Words) -> str:
    if line["row"] == "generation":
        return technology_name(line["subject"], words)
    if line["row"] in BY_TECHNOLOGY:
        return f"{technology_name(line['subject'], words)} · {words('energy.' + line['row'])}"
    if line["row"] in BY_LINK:
        return f"{asset_name(results, 'link', line['subject'], words.lang)} · {words('energy.' + line['row'])}"
    return words(f"energy.{line['row']}")


def _shade(line: pd.Series) -> str:
    return USE_SHADES.get(line["row"]) or colour(_palette_name(line))


def _shades(lines: pd.DataFrame) -> list[str]:
    """Colours of the lines; the channels of one direction in shades of theirs."""
    shades = [_shade(line) for _, line in lines.iterrows()]
    for way in BY_LINK:
        places = [place for place, row in enumerate(lines["row"]) if row == way]
        for place, shade in zip(places, in_shades([shades[place] for place in places]), strict=True):
            shades[place] = shade
    return shades


def _palette_name(line: pd.Series) -> str:
    """Under what name the palette knows a line of the balance."""
    if line["row"] in BY_TECHNOLOGY:
        return str(line["subject"])
    return str(line["row"]).removesuffix("_down").removesuffix("_up")


def _balance_chart(results: Results, balance: pd.DataFrame, area: Area, words: Words) -> Chart:
    energy = unit("energy", words.lang)
    shown = balance[balance["section"].isin(["supply", "use"]) & (balance["energy_gwh"] > VISIBLE_GWH)]
    order = {name: place for place, name in enumerate(palette().index)}
    shown = shown.assign(place=[order.get(_palette_name(line), -1) for _, line in shown.iterrows()])
    traces: list[dict[str, Any]] = []
    legend: list[Legend] = []
    before = ""
    shown = shown.sort_values(["section", "place"], kind="stable")
    for (_, line), shade in zip(shown.iterrows(), _shades(shown), strict=True):
        name = _line_name(results, line, words)
        side = words(f"energy.{line['section']}")
        if side != before:
            legend.append(Legend(side, "", "head"))
            before = side
        traces.append(
            bar(
                name,
                shade,
                numbers(energy.scaled(np.array([line["energy_gwh"]]))),
                [wrapped(side)],
                energy.name,
                orientation="h",
                marker={"color": shade, "line": {"color": "#fff", "width": 1}},
            )
        )
        legend.append(Legend(name, shade))
    sides = [words("energy.supply"), words("energy.use")]
    return Chart(
        title=words("energy.balance_chart"),
        unit=energy.name,
        data=traces,
        height_px=190,
        layout=sideways_layout(sides, barmode="stack", bargap=0.3),
        legend=legend,
        alt=words("energy.balance_alt", name=area.name),
    )


def _hours_chart(balance: pd.DataFrame, area: Area, words: Words) -> Chart:
    plants = balance[(balance["row"] == "generation") & (balance["full_load_hours_h"] > 0)].set_index("subject")
    order = stacked(plants.index)
    names = [technology_name(name, words) for name in order]
    hours = unit("hours", words.lang)
    values = plants.loc[order, "full_load_hours_h"].to_numpy()
    trace = bar(
        words("energy.full_load_hours"),
        "",
        numbers(values, 0),
        [wrapped(name) for name in names],
        hours.name,
        orientation="h",
        marker={"color": [colour(name) for name in order]},
        text=[number(value, 0) for value in values],
        textposition="outside",
        cliponaxis=False,
    )
    return Chart(
        title=words("energy.hours_chart"),
        unit=hours.name,
        data=[trace],
        height_px=60 + 30 * len(names),
        layout=sideways_layout(names, xaxis={"range": [0, float(values.max(initial=1.0)) * 1.12]}),
        alt=words("energy.hours_alt", name=area.name),
    )


def _month_chart(results: Results, area: Area, words: Words) -> Chart:
    energy = unit("energy", words.lang)
    frame = of(monthly_energy(results), area.region, area.year)
    months = words("dispatch_controls.months").split(" ")
    table = frame.pivot(index="technology", columns="month", values="energy_gwh")
    labels = [months[int(month) - 1] for month in table.columns]
    order = [name for name in stacked(set(table.index) - {"demand"}) if table.loc[name].sum() > VISIBLE_GWH]
    traces = [
        bar(
            technology_name(name, words),
            colour(name),
            labels,
            numbers(energy.scaled(table.loc[name].to_numpy())),
            energy.name,
        )
        for name in order
    ]
    load = numbers(energy.scaled(table.loc["demand"].to_numpy()))
    traces.append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": words("flow.demand"),
            "x": labels,
            "y": load,
            "line": {"color": colour("demand"), "width": 1.8},
            "marker": {"size": 5},
            "hovertemplate": f"{words('flow.demand')} · %{{x}}<br>%{{y:,.4~r}} {energy.name}<extra></extra>",
        }
    )
    legend = [Legend(technology_name(name, words), colour(name)) for name in order]
    return Chart(
        title=words("energy.month_chart"),
        unit=energy.name,
        data=traces,
        height_px=340,
        layout=upright_layout(barmode="stack", xaxis={"type": "category"}),
        alt=words("energy.month_alt", name=area.name),
        note=words("energy.month_note"),
        legend=[*legend, Legend(words("flow.demand"), colour("demand"), "line")],
    )


def _balance_table(results: Results, balance: pd.DataFrame, words: Words) -> Table:
    energy = unit("energy", words.lang)
    totals = balance.set_index("row")["energy_gwh"]
    rows: list[Row] = []
    for section in ("supply", "use"):
        rows.append(Row([words(f"energy.{section}"), "", "", ""], "group"))
        inside = balance[(balance["section"] == section) & (balance["energy_gwh"].abs() > VISIBLE_GWH)]
        whole = float(totals[f"total_{section}"])
        for _, line in inside.iterrows():
            rows.append(
                Row(
                    [
                        "\u2003" + _line_name(results, line, words),
                        energy.text(line["energy_gwh"]),
                        number(100.0 * line["energy_gwh"] / whole, 1),
                        number(line["full_load_hours_h"], 0),
                    ]
                )
            )
        rows.append(Row([words(f"energy.total_{section}"), energy.text(whole), number(100.0, 1), ""], "total"))
    rows.append(Row([words("energy.memo"), "", "", ""], "group"))
    memo = balance[(balance["section"] == "memo") & ~balance["row"].isin(["total_supply", "total_use"])]
    for _, line in memo[memo["energy_gwh"].abs() > VISIBLE_GWH].iterrows():
        rows.append(Row(["\u2003" + _line_name(results, line, words), energy.text(line["energy_gwh"]), "", ""]))
    columns = [
        Column(words("energy.item"), kind="long"),
        Column(words("energy.energy"), energy.name, "number"),
        Column(words("energy.share"), "%", "number"),
        Column(words("energy.full_load_hours"), unit("hours", words.lang).name, "number"),
    ]
    return Table(words("energy.table"), columns, rows, note=words("energy.table_note"))


def _demand_table(results: Results, area: Area, words: Words) -> list[Block]:
    """What the grid load is made of, where the case names loads."""
    account = of(demand_by_load(results), area.region, area.year)
    if account.empty:
        return []
    energy, power = unit("energy", words.lang), unit("power", words.lang)
    rows = []
    for line in account.itertuples():
        rest = line.load == REST
        name = technology_name(REST, words) if rest else asset_name(results, "load", line.load, words.lang)
        rows.append(Row([
            name, "" if rest else technology_name(line.kind, words), energy.text(line.energy_gwh),
            number(line.share_pct, 1), power.text(line.highest_gw), power.text(line.at_peak_gw),
            power.text(line.capability_gw), energy.text(line.moved_gwh), energy.text(line.green_gwh)]))
    columns = [
        Column(words("energy.load"), kind="long"),
        Column(words("energy.kind")),
        Column(words("energy.energy"), energy.name, "number"),
        Column(words("energy.share"), "%", "number"),
        *(Column(words(f"energy.{key}"), power.name, "number") for key in ("highest_hour", "at_peak", "capability")),
        *(Column(words(f"energy.{key}"), energy.name, "number") for key in ("moved", "green_given")),
    ]
    return [Table(words("energy.demand_table"), columns, rows, note=words("energy.demand_note"))]


def _curtailment_table(results: Results, area: Area, words: Words) -> Table:
    energy = unit("energy", words.lang)
    rows = []
    account = of(curtailment(results), area.region, area.year)
    classes = account.loc[account["kind"] == "class", "technology"]
    for line in account.itertuples():
        together = line.kind == "sum"
        if together and classes.str.startswith(str(line.renewable)).sum() == 1:
            continue
        name = (
            words(f"energy.{line.renewable}")
            if together
            else asset_name(results, "renewable", line.renewable, words.lang)
        )
        rows.append(
            Row(
                [
                    name,
                    energy.text(line.available_gwh),
                    energy.text(line.used_gwh),
                    energy.text(line.curtailed_gwh),
                    number(line.curtailed_pct, 1),
                    number(line.utilisation_pct, 1),
                ],
                "total" if line.renewable == "new_energy" else "",
            )
        )
    columns = [
        Column(words("energy.class"), kind="long"),
        *(Column(words(f"energy.{key}"), energy.name, "number") for key in ("available", "used", "curtailed")),
        Column(words("energy.curtailed_pct"), "%", "number"),
        Column(words("energy.utilisation"), "%", "number"),
    ]
    return Table(words("energy.curtailment"), columns, rows)
