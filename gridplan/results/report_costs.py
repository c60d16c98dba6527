"""The year's cost by term, and behind each term by asset; the terms add up to the objective."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplan.results.ledger import TABLE_OF, asset_name, of, share_pct
from gridplan.results.report_blocks import Block, Chart, Column, Row, Table
from gridplan.results.report_figures import ACCENT, numbers, sideways_layout, wrapped
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

ASSETS = tuple(TABLE_OF)
"""Subjects of costs that are assets of a case table."""

VISIBLE_MILLION_CNY = 0.005


def cost_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Costs of an area by term (bars and table) and by asset (folded table)."""
    costs = of(results.costs, area.region, area.year)
    return [_chart(costs, area, words), _term_table(costs, words), _asset_table(results, costs, area, words)]


def _terms(costs: pd.DataFrame) -> pd.Series:
    """Million CNY by term: dearest first, revenue last."""
    terms = costs.groupby("term")["million_cny"].sum()
    return terms[terms.abs() > VISIBLE_MILLION_CNY].sort_values(ascending=False)


def _chart(costs: pd.DataFrame, area: Area, words: Words) -> Chart:
    """A waterfall from nothing to the whole: each term begins where the one before ended."""
    money = unit("money", words.lang)
    terms = _terms(costs)
    names = [words.optional("cost", str(term)) for term in terms.index] + [words("costs.total")]
    values = money.scaled(np.append(terms.to_numpy(), terms.sum()))
    shades = [ACCENT if value >= 0 else "#7f9f8c" for value in values[:-1]] + ["#2b3138"]
    begins = np.append(np.cumsum(values[:-1]) - values[:-1], 0.0)
    trace = {
        "type": "bar",
        "orientation": "h",
        "base": numbers(begins),
        "x": numbers(values),
        "y": [wrapped(name) for name in names],
        "marker": {"color": shades},
        "customdata": [money.text(value / money.factor) for value in values],
        "text": [money.text(value / money.factor) for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": f"%{{y}}<br>%{{customdata}} {money.name}<extra></extra>",
    }
    top = float(np.max(np.maximum(begins, begins + values), initial=0.0))
    return Chart(
        title=words("costs.chart", year=area.year),
        unit=money.name,
        data=[trace],
        height_px=70 + 30 * len(names),
        alt=words("costs.alt", name=area.name),
        layout=sideways_layout(names, barmode="overlay", xaxis={"range": [min(0.0, float(begins.min())), top * 1.14]}),
        note=words("costs.chart_note"),
    )


def _term_table(costs: pd.DataFrame, words: Words) -> Table:
    """Terms down, kinds of asset across."""
    money = unit("money", words.lang)
    table = costs.pivot_table(index="term", columns="subject", values="million_cny", aggfunc="sum")
    table = table.loc[_terms(costs).index]
    subjects = [name for name in (*ASSETS, "region", "policy") if name in table.columns]
    subjects += [str(name) for name in table.columns if name not in subjects]
    subjects = [name for name in subjects if table[name].abs().sum() > VISIBLE_MILLION_CNY]
    whole = float(costs["million_cny"].sum())
    rows = [
        Row(
            [
                words.optional("cost", str(term)),
                *(_blank_if_nothing(line[name], money.text) for name in subjects),
                money.text(line.sum()),
                number(share_pct(float(line.sum()), whole), 1),
            ]
        )
        for term, line in table.iterrows()
    ]
    rows.append(
        Row(
            [
                words("costs.total"),
                *(money.text(table[name].sum()) for name in subjects),
                money.text(whole),
                number(share_pct(whole, whole), 1),
            ],
            "total",
        )
    )
    columns = [
        Column(words("costs.term"), kind="long"),
        *(Column(words.optional("cost_subject", name), money.name, "number") for name in subjects),
        Column(words("costs.sum"), money.name, "number"),
        Column(words("costs.share"), "%", "number"),
    ]
    return Table(words("costs.table"), columns, rows, note=words("costs.table_note"))


def _blank_if_nothing(value: float, text: object) -> str:
    return text(value) if pd.notna(value) and abs(value) > VISIBLE_MILLION_CNY else ""  # type: ignore[operator]


def _asset_table(results: Results, costs: pd.DataFrame, area: Area, words: Words) -> Table:
    money = unit("money", words.lang)
    rows = []
    for line in costs[costs["million_cny"].abs() > VISIBLE_MILLION_CNY].itertuples():
        rows.append(
            Row(
                [
                    _asset(results, line.subject, line.asset, area, words),
                    words.optional("cost_subject", line.subject),
                    words.optional("cost", line.term),
                    money.text(line.million_cny),
                ]
            )
        )
    columns = [
        Column(words("costs.asset"), kind="long"),
        Column(words("costs.subject")),
        Column(words("costs.term")),
        Column(words("costs.sum"), money.name, "number"),
    ]
    return Table(words("costs.assets"), columns, rows, folded=True)


def _asset(results: Results, subject: str, asset: str, area: Area, words: Words) -> str:
    if subject in ASSETS:
        return asset_name(results, subject, asset, words.lang)
    if subject == "policy":
        names = results.policies.set_index("policy")[f"name_{words.lang}"]
        return str(names.loc[asset] if isinstance(names.loc[asset], str) else names.loc[asset].iloc[0]) or asset
    return area.name if asset == area.region else asset
