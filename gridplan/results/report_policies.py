"""The policy scorecard: what was asked, what the plan reaches, and what a little more would cost."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.library.documents import document_name
from gridplan.results.report_blocks import Block, Chart, Column, Legend, Mark, Row, Table, Text
from gridplan.results.report_figures import QUIET, numbers, plain, sideways_layout, wrapped
from gridplan.results.report_units import number, policy_unit, unit
from gridplan.results.report_words import Words
from gridplan.results.target_shown import marginal_price, price_per_unit, price_text
from gridplan.results.types import Results

TONES = {"met": "good", "missed": "bad", "about": "open", "not_modelled": "quiet"}
SENSES = {"min": "≥", "max": "≤", "about": "≈"}
SHADES = {"met": "#2c6a4b", "missed": "#a3201a", "about": "#b98a3c", "not_modelled": QUIET}
NOTHING = 1e-9


def policy_name(row: Any, lang: str) -> str:
    """What a target is called in a language; its id where the case gives no name."""
    return str(getattr(row, f"name_{lang}") or row.policy)


def target_text(row: Any, lang: str) -> str:
    """A target as read: sense, number, unit."""
    printed = policy_unit(row.unit, lang)
    return f"{SENSES[row.sense]} {printed.with_name(row.target)}"


def status_mark(row: Any, words: Words) -> Mark:
    """Status in words, coloured by its weight."""
    return Mark(words(f"status.{row.status}"), TONES[row.status])


def margin_text(row: Any, lang: str) -> str:
    """Margin in the target's unit, signed; a difference of percentages is in points."""
    printed = policy_unit(row.unit, lang)
    if not pd.notna(row.margin):
        return printed.text(float("nan"))
    name = {"zh": "个百分点", "en": "pp"}[lang] if row.unit == "%" else printed.name
    return f"{printed.text(row.margin, signed=True)} {name}"


def policy_blocks(results: Results, words: Words) -> list[Block]:
    """Scorecard of every target, a picture of the margins, and the words needed to read the shadow prices."""
    policies = results.policies
    if policies.empty:
        return [Text(words("policies.none"))]
    blocks: list[Block] = [_scorecard(results, words)]
    if policies["margin"].notna().any():
        blocks.append(_margins(results, words))
    blocks += [_prices(results, words), Text(words("policies.caution"), "note")]
    return blocks


def _scorecard(results: Results, words: Words) -> Table:
    lang = words.lang
    several = _several(results)
    rows = []
    for row in results.policies.itertuples():
        printed = policy_unit(row.unit, lang)
        area = [_area_name(results, row, lang)] if several else []
        rows.append(
            Row(
                [
                    policy_name(row, lang),
                    *area,
                    status_mark(row, words),
                    target_text(row, lang),
                    printed.with_name(row.achieved),
                    margin_text(row, lang),
                    words("policies.enforced" if row.enforced else "policies.reported"),
                    source_text(row, words),
                ],
                "warn" if row.status == "missed" else "",
            )
        )
    columns = [
        Column(words("policies.policy"), kind="long"),
        *([Column(words("policies.area"))] if several else []),
        Column(words("policies.status")),
        Column(words("policies.target"), kind="number"),
        Column(words("policies.achieved"), kind="number"),
        Column(words("policies.margin"), kind="number"),
        Column(words("policies.role")),
        Column(words("policies.source"), kind="long"),
    ]
    return Table(words("policies.table"), columns, rows, note=words("policies.table_note"), stacked=True)


def _prices(results: Results, words: Words) -> Table:
    """Targets that are constraints: shortfall, what it was charged, and the price at the margin."""
    money = unit("money", words.lang)
    rows = []
    for row in results.policies[results.policies["enforced"]].itertuples():
        printed = policy_unit(row.unit, words.lang)
        rows.append(
            Row(
                [
                    policy_name(row, words.lang),
                    printed.with_name(row.slack) if row.slack > NOTHING else "0",
                    money.text(row.slack_cost_million_cny),
                    price_text(*price_per_unit(row.shadow_price, row.unit, words.lang)),
                    price_text(*marginal_price(row.dual_price, row.dual_price_unit, words.lang)),
                ],
                "warn" if row.slack > NOTHING else "",
            )
        )
    columns = [
        Column(words("policies.policy"), kind="long"),
        Column(words("policies.shortfall"), kind="number"),
        Column(words("policies.slack_cost"), money.name, "number"),
        Column(words("policies.shadow_price"), kind="number"),
        Column(words("policies.dual_price"), kind="number"),
    ]
    return Table(words("policies.prices"), columns, rows, note=words("policies.prices_note"))


def _margins(results: Results, words: Words) -> Chart:
    """Margins as a share of their target, so that targets in different units stand side by side."""
    shown = [row for row in results.policies.itertuples() if row.target and pd.notna(row.margin)]
    names = [_chart_label(results, row, words.lang) for row in shown]
    shares = [100.0 * row.margin / abs(row.target) for row in shown]
    hover = [
        f"{target_text(row, words.lang)} · {words('policies.achieved')} "
        f"{policy_unit(row.unit, words.lang).with_name(row.achieved)}"
        for row in shown
    ]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": numbers(shares, 2),
        "y": [wrapped(name) for name in names],
        "customdata": [plain(text) for text in hover],
        "marker": {"color": [SHADES[row.status] for row in shown]},
        "text": [f"{number(share, 1, signed=True)}%" for share in shares],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
    }
    reach = 1.25 * max(max(map(abs, shares)), 1.0)
    low = -reach if min(shares) < 0 else 0.0
    present = [status for status in SHADES if status in {row.status for row in shown}]
    row_height_px = max(30, 6 + 16 * max(wrapped(name).count("<br>") + 1 for name in names))
    return Chart(
        title=words("policies.margins"),
        unit="%",
        data=[trace],
        height_px=70 + row_height_px * len(shown),
        layout=sideways_layout(names, xaxis={"ticksuffix": "%", "range": [low, reach]}),
        alt=words("policies.margins_alt"),
        note=words("policies.margins_note"),
        legend=[Legend(words(f"status.{status}"), SHADES[status]) for status in present],
    )


def _chart_label(results: Results, row: Any, lang: str) -> str:
    name = f"{SENSES[row.sense]} {policy_name(row, lang)}"
    if not _several(results):
        return name
    area = _area_name(results, row, lang)
    return f"{name}（{area}）" if lang == "zh" else f"{name} ({area})"


def _several(results: Results) -> bool:
    return results.dataset.sizes["region"] * results.dataset.sizes["year"] > 1


def _area_name(results: Results, row: Any, lang: str) -> str:
    regions = results.case.rows("regions", int(row.year))
    return f"{regions.at[row.region, f'name_{lang}'] or row.region} {row.year}"


def source_text(row: Any, words: Words) -> str:
    """Document and page of a target; the case's own targets have none."""
    if not row.document:
        return words("policies.own_target")
    document = document_name(str(row.document), words.lang)
    return words("policies.document_page", document=document, page=row.page) if row.page else document
