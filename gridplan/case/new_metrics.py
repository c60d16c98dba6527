"""What the metrics of a new case need beside its plants: the province's clean set and the CO2 of its channels."""

from __future__ import annotations

from gridplan.case.metric_needs import BASE_ITEMS, CLEAN_METRICS, TRADED_CO2_METRICS
from gridplan.case.new_draft import Draft
from gridplan.case.schema import schema
from gridplan.library.tables import table

COAL_SENT_G_PER_KWH = 800.0
"""CO2 of coal power over a long line: 300 g/kWh of standard coal at 2.66 t/t."""

NATIONAL_MEAN_G_PER_KWH = 530.6
"""CO2 per kWh generated in the whole country in 2023."""

NATIONAL_MEAN_SOURCE = "全国电力平均二氧化碳排放因子（2023年），生态环境部公告"
JUDGED = "engineering judgement, unsourced"


def can_be_measured(draft: Draft, metric: str) -> bool:
    """Add what a metric needs to the draft and say whether it can then be measured; a note where it cannot, for want of
    a base-year figure or of the base it names."""
    words = schema().metrics[metric]
    if metric in BASE_ITEMS:
        draft.note(
            f"{words.name_zh}：未查到基年数据，未列入；补充 base_year 表后可加入。",
            f"{words.name_en}: left out, the figure of the base year was not found; add it to base_year.",
        )
        return False
    if words.subject_table:
        draft.note(
            f"{words.name_zh}：针对单个基地，案例中没有单列，未列入。",
            f"{words.name_en}: left out, it is about one site that has no class of its own in the case.",
        )
        return False
    if metric in CLEAN_METRICS:
        _add_clean_set(draft)
    if metric in TRADED_CO2_METRICS:
        _add_link_factors(draft)
    return True


def _add_clean_set(draft: Draft) -> None:
    """The province's clean set, or that of provinces without one of their own; once."""
    if draft.rows("clean_sources"):
        return
    sets = table("clean_sets").set_index("province")
    own = sets.loc[draft.region if draft.region in sets.index else ""]
    for technology in str(own["technologies"]).split():
        draft.add("clean_sources", region=draft.region, technology=technology, source=str(own["source"]))


def _add_link_factors(draft: Draft) -> None:
    """CO2 per kWh sent of every link: coal power where its green share is stated, the national mean elsewhere; once."""
    if draft.rows("import_emissions"):
        return
    for link in draft.rows("links"):
        green = link.get("green_share")
        known = green is not None
        grams = (1.0 - float(green or 0.0)) * COAL_SENT_G_PER_KWH if known else NATIONAL_MEAN_G_PER_KWH
        source = f"{JUDGED}: (1 - green share) x {COAL_SENT_G_PER_KWH:g} g/kWh" if known else NATIONAL_MEAN_SOURCE
        draft.add("import_emissions", link=link["link"], co2_g_per_kwh=round(grams, 1), source=source)
