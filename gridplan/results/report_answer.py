"""The first page: what to build and retrofit, what it costs, which targets are met, what to mind."""

from __future__ import annotations

import pandas as pd

from gridplan.model.bases import base_regions
from gridplan.results.capacity_account import capacity_by_technology
from gridplan.results.circuits import exchange_gwh
from gridplan.results.energy_balance import curtailment, energy_balance
from gridplan.results.flows import generation
from gridplan.results.fuel_account import fleet, retrofits
from gridplan.results.key_shares import key_shares
from gridplan.results.labels import label
from gridplan.results.ledger import annual, asset_name, grid_load_gw, number, of, ratio, share_pct
from gridplan.results.report_answer_targets import target_sentences
from gridplan.results.report_blocks import Block, Column, Figure, KeyFigures, Row, Table, Text, lean
from gridplan.results.report_figures import stacked
from gridplan.results.report_flows import Area
from gridplan.results.report_obstacles import obstacle_blocks
from gridplan.results.report_path import left_gw, retrofitted_gw
from gridplan.results.report_policies import margin_text, policy_name, status_mark, target_text
from gridplan.results.report_units import Unit, figure_unit, policy_unit, unit
from gridplan.results.report_units import number as printed
from gridplan.results.report_words import Words
from gridplan.results.types import Results
from gridplan.results.unserved import NOTABLE_GW, energy_text
from gridplan.results.vintages import is_path

VISIBLE_GWH = 0.5
FOSSIL = ("coal", "gas")
PENALTY = "policy_slack"


def answer_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Sentences, key figures, and the two tables a board looks at: what to build, and the targets."""
    return [
        *(Text(sentence, "answer") for sentence in answer_sentences(results, area, words)),
        KeyFigures(_figures(results, area, words)),
        *obstacle_blocks(results, area, words),
        _build_table(results, area, words),
        _target_table(results, area, words),
    ]


def answer_sentences(results: Results, area: Area, words: Words) -> list[str]:
    """What the year asks for and costs; what is built, retrofitted and retired; which targets are met and missed."""
    return [_needs(results, area, words), _plan(results, area, words), *target_sentences(results, area, words)]


def system_cost(results: Results, words: Words) -> Text:
    """What all regions together cost a year, or what a path costs in all, discounted."""
    money = unit("money", words.lang)
    if is_path(results):
        # Yearly costs of several planning years do not add up; the objective weighs and discounts them.
        return Text(words("answer.path_cost", cost=money.with_name(results.run["cost_million_cny"])), "answer")
    costs = results.costs
    paid = float(costs.loc[costs["term"] != PENALTY, "million_cny"].sum())
    return Text(words("answer.system_cost", cost=money.with_name(paid)), "answer")


def _needs(results: Results, area: Area, words: Words) -> str:
    """What the year asks for and what meeting it costs."""
    energy, power, money = (unit(name, words.lang) for name in ("energy", "power", "money"))
    balance = of(energy_balance(results), area.region, area.year)
    rows = balance.groupby("row")["energy_gwh"].sum()
    channel = base_regions(results.case).get(area.region)
    if channel is not None:
        return words("answer.base_needs", name=area.name, year=area.year,
                     channel=asset_name(results, "link", channel, words.lang),
                     energy=energy.with_name(rows.get("export", 0.0)), cost=money.with_name(_cost(results, area)))
    peak = float(grid_load_gw(results, area.region, area.year).max())
    traded = []
    if rows.get("export", 0.0) > VISIBLE_GWH:
        traded.append(words("answer.export", energy=energy.with_name(rows["export"])))
    if rows.get("import", 0.0) > VISIBLE_GWH:
        traded.append(words("answer.import", energy=energy.with_name(rows["import"])))
    return words(
        "answer.needs",
        name=area.name,
        year=area.year,
        peak=power.with_name(peak),
        energy=energy.with_name(rows["gross_consumption"]),
        traded="".join(traded),
        cost=money.with_name(_cost(results, area)),
    )


def _cost(results: Results, area: Area) -> float:
    """Million CNY a year without the penalties on missed targets, which nobody pays."""
    costs = of(results.costs, area.region, area.year)
    return float(costs.loc[costs["term"] != PENALTY, "million_cny"].sum())


def _plan(results: Results, area: Area, words: Words) -> str:
    """What is built, retrofitted and retired."""
    power, comma, stop = unit("power", words.lang), words("punctuation.list"), words("punctuation.stop")
    frame = of(capacity_by_technology(results), area.region, area.year).set_index("technology")
    order = stacked(frame.index)

    def amounts(column: str) -> str:
        rows = [name for name in order if power.shows(frame.at[name, column]) and name not in ("shift", "shed")]
        return comma.join(f"{words('flow.' + name)} {power.with_name(frame.at[name, column])}" for name in rows)

    changed = of(retrofits(results), area.region, area.year)
    changed = changed.groupby("state", sort=False)["capacity_gw"].sum()
    if is_path(results):
        # Of several planning years each tells what is done for it, not what stands from the years before.
        changed = retrofitted_gw(results, area)
        frame["retired_gw"] = left_gw(results, area).reindex(frame.index, fill_value=0.0)
    states = comma.join(f"{words('state.' + str(state))} {power.with_name(gw)}" for state, gw in changed.items()
                        if power.shows(gw))
    built, retired = amounts("built_gw"), amounts("retired_gw")
    parts = [words("answer.builds", what=built) if built else words("answer.builds_nothing")]
    if states:
        parts.append(words("answer.retrofits", what=states))
    if retired:
        parts.append(words("answer.retires", what=retired))
    return words("punctuation.clause").join(parts) + stop


def _figures(results: Results, area: Area, words: Words) -> list[Figure]:
    lang = words.lang
    money, power, coal, co2 = (unit(name, lang) for name in ("money", "power", "coal", "co2"))
    costs = of(results.costs, area.region, area.year)
    cost = _cost(results, area)
    penalty = float(costs.loc[costs["term"] == PENALTY, "million_cny"].sum())
    burnt = of(fleet(results), area.region, area.year).iloc[0]
    new_energy = _new_energy_gw(results, area)
    wasted = of(curtailment(results), area.region, area.year)
    wasted = wasted[wasted["kind"] == "sum"].set_index("renewable")
    figures = [
        Figure(
            words("figure.cost"),
            money.text(cost),
            words("costs.per_year", unit=money.name),
            words("figure.cost_context", penalty=money.with_name(penalty))
            if penalty > 0.5
            else words("figure.cost_scope"),
        ),
        _unit_cost(results, area, cost, words),
        Figure(words("figure.new_energy"), power.text(new_energy), power.name, words("figure.new_energy_scope")),
        Figure(
            words("figure.nonfossil"),
            printed(_nonfossil_pct(results, area), 1),
            "%",
            words("figure.nonfossil_scope"),
        ),
    ]
    if "new_energy" in wasted.index:
        line = wasted.loc["new_energy"]
        lost = unit("energy", lang).with_name(line["curtailed_gwh"])
        figures.append(
            Figure(
                words("figure.utilisation"),
                printed(line["utilisation_pct"], 1),
                "%",
                words("figure.utilisation_context", energy=lost),
            )
        )
    figures += [
        Figure(
            words("figure.coal"),
            coal.text(burnt["coal_kt"]),
            coal.name,
            words("figure.coal_context", rate=unit("rate", lang).with_name(burnt["net_rate_g_per_kwh"])),
        ),
        Figure(
            words("figure.co2"),
            co2.text(burnt["co2_kt"]),
            co2.name,
            words("figure.co2_context", rate=unit("rate", lang).text(burnt["co2_g_per_kwh"])),
        ),
    ]
    return [*figures, *_share_figures(results, area, words), _unserved_figure(results, area, words)]


def _share_figures(results: Results, area: Area, words: Words) -> list[Figure]:
    """Renewable share of consumption, the daily gap, and full-load hours, in one figure each."""
    items = {item: (value, unit_) for item, value, unit_ in key_shares(results, area.region, area.year)}
    lang, found = words.lang, []
    for item in ("renewable_consumption", "peak_valley_gap"):
        if item in items:
            shown = figure_unit(item, items[item][1], lang)
            context = label("text.official_count", lang) if item == "renewable_consumption" else ""
            found.append(Figure(label(f"item.{item}", lang), shown.text(items[item][0]), shown.name, context))
    hours = [item for item in ("coal_hours", "wind_hours", "solar_hours") if item in items]
    if hours:
        shown = figure_unit(hours[0], "h", lang)
        others = words("punctuation.list").join(
            f"{label(f'item.{item}', lang)} {shown.with_name(items[item][0])}" for item in hours[1:])
        found.append(Figure(label(f"item.{hours[0]}", lang), shown.text(items[hours[0]][0]), shown.name, others))
    return found


def _unit_cost(results: Results, area: Area, cost: float, words: Words) -> Figure:
    """Cost per unit of load; at a supply base per unit sent."""
    price, key = unit("price", words.lang), "figure.unit_cost"
    energy = number(annual(results, "demand_gw"), region=area.region, year=area.year)
    if area.region in base_regions(results.case):
        key, energy = "figure.base_cost", exchange_gwh(results, area.region, area.year)[1]
    return Figure(words(key), price.text(1000.0 * ratio(cost, energy)), price.name, words(f"{key}_scope"))


def _unserved_figure(results: Results, area: Area, words: Words) -> Figure:
    here = results.dataset.sel(region=area.region, year=area.year)
    short_gwh = number(annual(results, "unserved_gw"), region=area.region, year=area.year)
    hours = float(results.dataset["weight_h"].values[here["unserved_gw"].values > NOTABLE_GW].sum())
    shown = energy_text(short_gwh if hours else 0.0, words.lang)
    value, _, name = shown.partition(" ")
    return Figure(words("figure.unserved"), value, name, words("figure.unserved_context", hours=printed(hours, 0)))


def _new_energy_gw(results: Results, area: Area) -> float:
    frame = of(capacity_by_technology(results), area.region, area.year)
    return float(frame.loc[frame["technology"].str.startswith(("wind", "solar")), "total_gw"].sum())


def _nonfossil_pct(results: Results, area: Area) -> float:
    plants = of(generation(results), area.region, area.year)
    fossil = plants["technology"].str.startswith(FOSSIL)
    return share_pct(float(plants.loc[~fossil, "gross_gwh"].sum()), float(plants["gross_gwh"].sum()))


def _build_table(results: Results, area: Area, words: Words) -> Table | Text:
    """Technologies with what stands, what is added, what leaves; then the retrofits."""
    power, money = unit("power", words.lang), unit("money", words.lang)
    frame = of(capacity_by_technology(results), area.region, area.year).set_index("technology")
    rows = []
    for name in stacked(frame.index):
        line = frame.loc[name]
        if not power.shows(line["built_gw"]) and not power.shows(line["retired_gw"]):
            continue
        rows.append(
            Row(
                [
                    words(f"flow.{name}"),
                    _or_blank(line["existing_gw"] + line["earlier_gw"], power),
                    _or_blank(line["built_gw"], power),
                    _or_blank(line["retired_gw"], power),
                    power.text(line["total_gw"]),
                    "",
                ]
            )
        )
    changed = of(retrofits(results), area.region, area.year)
    changed = changed[changed["capacity_gw"].map(power.shows).astype(bool)]
    if len(changed):
        rows.append(Row([words("answer.retrofit_group"), "", "", "", "", ""], "group"))
    for line in changed.itertuples():
        name = f"\u2003{asset_name(results, 'cohort', line.cohort, words.lang)} · {words('state.' + line.state)}"
        rows.append(Row([name, "", "", "", power.text(line.capacity_gw), money.text(line.investment_million_cny)]))
    if not rows:
        return Text(words("answer.nothing_changes"), "note")
    columns = [
        Column(words("answer.what"), kind="long"),
        Column(words("answer.before"), power.name, "number"),
        Column(words("capacity.built"), power.name, "number"),
        Column(words("capacity.retired"), power.name, "number"),
        Column(words("capacity.total"), power.name, "number"),
        Column(words("retrofit.investment"), money.name, "number"),
    ]
    if not len(changed):
        columns, rows = columns[:-1], [Row(row.cells[:-1], row.emphasis) for row in rows]
    return lean(Table(words("answer.build_table", year=area.year), columns, rows))


def _or_blank(value: float, shown: Unit) -> str:
    return shown.text(value) if shown.shows(value) else ""


def _target_table(results: Results, area: Area, words: Words) -> Table:
    policies: pd.DataFrame = of(results.policies, area.region, area.year)
    rows = [
        Row(
            [
                policy_name(row, words.lang),
                status_mark(row, words),
                target_text(row, words.lang),
                policy_unit(row.unit, words.lang).with_name(row.achieved),
                margin_text(row, words.lang),
            ],
            "warn" if row.status == "missed" else "",
        )
        for row in policies.itertuples()
    ]
    columns = [
        Column(words("policies.policy"), kind="long"),
        Column(words("policies.status")),
        Column(words("policies.target"), kind="number"),
        Column(words("policies.achieved"), kind="number"),
        Column(words("policies.margin"), kind="number"),
    ]
    net_of_losses = policies["metric"].str.startswith(("quota.", "utilisation.")).any()
    note = words("answer.target_note") if net_of_losses else ""
    return Table(words("answer.target_table"), columns, rows, note=note)
