"""What a run says on the screen when it is done: the verdict first, then the figures a planner asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice
from gridplan.cli.weather import show_weather, show_weather_head
from gridplan.results import accounts
from gridplan.results.labels import label, technology_name
from gridplan.results.ledger import of, region_years
from gridplan.results.regional_account import has_exchange, regional_gains
from gridplan.results.report_answer_targets import target_sentences
from gridplan.results.report_banners import CAUTION, Banner, sampled_banners, shortage_banners
from gridplan.results.report_flows import areas
from gridplan.results.report_units import figure_unit, policy_unit, significant, unit
from gridplan.results.report_words import Words
from gridplan.results.retrofit_types import visible_kinds

if TYPE_CHECKING:
    import pandas as pd

    from gridplan.results.types import Results

BUILDING = ("built", "storage_built", "retrofitted")
ITEMS = (
    "cost",
    "penalties",
    "cost_per_load",
    "cost_per_sent",
    "gross_consumption",
    "generation",
    "import",
    "export",
    "net_coal_rate",
    "co2",
    *BUILDING,
)
"""Lines of the account `summary` that are worth a screen."""

ITEMS_ACROSS = ("cost", "gross_consumption", "generation", "import", "export", "co2", "built")
"""The lines that still fit beside one another where every region has a row of its own."""

TRADED = ("import", "export")
"""Lines that are left out where no region has any."""

ACROSS = 3
"""Most regions and planning years that stand beside one another on a screen."""

EACH = 8
"""Most regions and planning years whose capacity is shown one by one."""

VISIBLE_GW = 1e-4
VISIBLE_GWH = 0.5
SECONDS = ("read", "build", "solve", "verify", "write", "total")


def show_results(results: Results, folder: Path, voice: Voice) -> None:
    """Print verdict, what is missed, key figures, capacity, effort and where the files are."""
    run = results.run
    good = run["status"] == "solved"
    colon = "：" if voice.lang == "zh" else ": "
    voice.line()
    voice.line(
        f"{results.case.settings.title(voice.lang)}{colon}{label('status.' + run['status'], voice.lang)}",
        style="bold green" if good else "bold red",
    )
    if len(run.get("years", [])) > 1:
        cost = unit("money", voice.lang).with_name(run["cost_million_cny"])
        years = ", ".join(str(year) for year in run["years"])
        voice.line(voice.text(f"path_{run['foresight']}", years=years, cost=cost))
    show_weather_head(results, voice)
    _missed(results, voice)
    if run["hours"] < run["year_hours"]:
        voice.line(voice.text("shortened", hours=run["hours"]), style="bold yellow")
        for told in sampled_banners(results, Words(voice.lang)):
            _banner(told, voice)
    if run.get("blocks", run["hours"]) < run["hours"]:
        voice.line(voice.text("blocked", blocks=run["hours"] // run["blocks"]), style="bold yellow")
    if not voice.quiet:
        _figures(results, voice)
        _capacity(results, voice)
        _gains(results, voice)
        show_weather(results, voice)
        _targets(results, voice)
        _without_retrofits(results, voice)
        _effort(folder, voice)
    voice.say("files", folder=folder)


def _missed(results: Results, voice: Voice) -> None:
    """Every target missed, in its own unit, and load or heat unserved."""
    policies = results.policies
    missed = policies[policies["enforced"] & policies["status"].eq("missed")]
    if len(missed):
        heads = [voice.text(f"head_{head}") for head in ("target", "wanted", "achieved", "short", "slack_cost")]
        rows = [_missed_line(row, results, voice) for _, row in missed.iterrows()]
        show_table(voice, heads, rows, numbers=[2, 3, 4], title=voice.text("missed_title"))
    for short in shortage_banners(results, Words(voice.lang)):
        _banner(short, voice)


def _banner(told: Banner, voice: Voice) -> None:
    voice.line(f"{told.head}{'' if voice.lang == 'zh' else ' '}{told.meaning}",
               style="yellow" if told.tone == CAUTION else "bold red")


def _missed_line(row: pd.Series, results: Results, voice: Voice) -> list[str]:
    shown = policy_unit(row["unit"], voice.lang)
    place = "" if len(region_years(results)) == 1 else f" ({row['region']}, {row['year']})"
    return [
        policy_name(row, voice.lang) + place,
        f"{voice.text('sense_' + row['sense'])} {shown.with_name(row['target'])}",
        shown.with_name(row["achieved"]),
        shown.with_name(-row["margin"]),
        unit("money", voice.lang).with_name(row["slack_cost_million_cny"]),
    ]


def policy_name(row: pd.Series, lang: str) -> str:
    """What a policy row is called: its own name, else its metric's, with the subject it is about."""
    from gridplan.library.tables import table

    name = row[f"name_{lang}"]
    if not name:
        metrics = table("metrics").set_index("metric")
        name = metrics.loc[row["metric"], f"name_{lang}"]
        name += f" ({row['subject']})" if row["subject"] else ""
    return str(name)


def _figures(results: Results, voice: Voice) -> None:
    """The key figures, one column for each region and planning year; one row for each where these are several."""
    frame = accounts.summary(results)
    places = region_years(results)
    values = frame.set_index(["region", "year", "item"])
    rows = []
    down = len(places) > ACROSS
    for item in ITEMS_ACROSS if down else ITEMS:
        if item not in set(frame["item"]):
            continue
        cells = []
        for region, year in places:
            found = values.loc[(region, year, item)] if (region, year, item) in values.index else None
            cells.append("" if found is None else _with_unit(float(found["value"]), item, str(found["unit"]), voice))
        if item in TRADED and values.xs(item, level="item")["value"].abs().max() < VISIBLE_GWH:
            continue
        rows.append([label(f"item.{item}", voice.lang), *cells])
    if not down:
        rows.insert(len(rows) - len(BUILDING), _curtailed(results, places, voice))
    named = [_place(results, region, year, voice.lang) for region, year in places]
    heads = [voice.text("figures_title"), *named]
    if down:
        heads = [voice.text("head_place"), *(row[0] for row in rows)]
        rows = [[name, *(row[column] for row in rows)] for column, name in enumerate(named, start=1)]
    show_table(voice, heads, rows, numbers=range(1, len(heads)))


def _curtailed(results: Results, places: list[tuple[str, int]], voice: Voice) -> list[str]:
    """The line of wind and solar energy thrown away, with its share of what the weather offered."""
    frame = accounts.curtailment(results)
    cells = []
    for region, year in places:
        found = of(frame, region, year)
        found = found[found["renewable"].eq("new_energy") & found["kind"].eq("sum")]
        energy = float(found["curtailed_gwh"].sum())
        share = float(found["curtailed_pct"].max()) if len(found) else 0.0
        cells.append(f"{unit('energy', voice.lang).with_name(energy)} ({unit('percent', voice.lang).text(share)} %)")
    return [voice.text("curtailment"), *cells]


def _with_unit(value: float, item: str, name: str, voice: Voice) -> str:
    return figure_unit(item, name, voice.lang).with_name(value)


def _place(results: Results, region: str, year: int, lang: str) -> str:
    if not region:
        return f"{label('text.all_regions', lang)} {year}"
    row = results.case.rows("regions", year).loc[region]
    return f"{row[f'name_{lang}'] or region} {year}"


def _capacity(results: Results, voice: Voice) -> None:
    """What stands and what is built, by technology."""
    shown = unit("power", voice.lang)
    frame = accounts.capacity_by_technology(results)
    earlier = ["earlier_gw"] if len(results.case.settings.years) > 1 else []
    figures = ["existing_gw", *earlier, "built_gw", "retired_gw", "total_gw"]
    frame = frame[frame[figures].abs().max(axis=1) > VISIBLE_GW]
    places = len(region_years(results))
    if places > EACH:
        frame = frame.groupby(["year", "technology"], sort=False, as_index=False)[figures].sum()
        frame["region"] = ""
    several = places > 1
    rows = []
    for _, row in frame.iterrows():
        place = [_place(results, row["region"], int(row["year"]), voice.lang)] if several else []
        cells = [shown.text(row[name]) if abs(row[name]) > VISIBLE_GW else "" for name in figures]
        rows.append([*place, technology_name(row["technology"], voice.lang), *cells])
    heads = [voice.text("head_place")] if several else []
    heads.append(voice.text("build_title", unit=shown.name))
    heads += [voice.text(f"head_{name.removesuffix('_gw')}") for name in figures]
    show_table(voice, heads, rows, numbers=range(len(heads) - len(figures), len(heads)))


def _gains(results: Results, voice: Voice) -> None:
    """What the plan costs every region once what passes between them is settled at the plan's prices."""
    if not has_exchange(results):
        return
    money, price = unit("money", voice.lang), unit("price", voice.lang)
    frame = regional_gains(results)
    figures = ("own_cost", "import_payment", "export_income", "rent", "net_cost")
    rows = [[_place(results, line["region"], int(line["year"]), voice.lang),
             *(money.text(line[f"{name}_million_cny"]) for name in figures), price.text(line["price_cny_per_mwh"])]
            for line in frame.to_dict("records")]
    whole = (money.text(float(frame[f"{name}_million_cny"].sum())) for name in figures)
    rows.append([label("text.all_regions", voice.lang), *whole, ""])
    heads = [voice.text("head_place"), *(label(f"header.{name}", voice.lang) for name in (
        "own_cost", "import_payment", "export_income", "rent_share", "net_cost")),
        f"{label('header.mean_price', voice.lang)} ({price.name})"]
    show_table(voice, heads, rows, numbers=range(1, len(heads)), title=voice.text("gains_title", unit=money.name))


def _targets(results: Results, voice: Voice) -> None:
    policies, run = results.policies, results.run
    bound = policies[policies["enforced"]]
    met = int(bound["status"].eq("met").sum())
    missed = int(bound["status"].eq("missed").sum())
    if len(region_years(results)) == 1:
        for sentence in target_sentences(results, areas(results, voice.lang)[0], Words(voice.lang)):
            voice.line(sentence)
    else:
        reported = policies[~policies["enforced"].astype(bool)]
        voice.say("targets_count", met=met, missed=missed, other=len(reported),
                  short=int(reported["status"].eq("missed").sum()))
    priced = run.get("priced_targets")
    if priced and priced["done"]:
        voice.say("priced_done", count=priced["solved_again"])
    elif priced:
        voice.aside(voice.text("priced_not", reason=priced[f"why_{voice.lang}"]), style="bold yellow")
    voice.say("proof", gap=f"{max(run['gap'], 0.0):.1e}", residual=significant(run["residuals"]["max_row"]))


def _without_retrofits(results: Results, voice: Voice) -> None:
    """What each kind of retrofit brings, where the plan without it was asked for."""
    if results.without_retrofits.empty:
        return
    frame = visible_kinds(results)
    several = len(region_years(results)) > 1
    figures = (("capacity_gw", "power"), ("coal_saved_kt", "coal"), ("co2_avoided_kt", "co2"),
               ("cost_saved_million_cny", "money"), ("curtailment_avoided_gwh", "energy"))
    rows = []
    for _, row in frame.iterrows():
        place = [_place(results, row["region"], int(row["year"]), voice.lang)] if several else []
        cells = [unit(quantity, voice.lang).with_name(row[name]) for name, quantity in figures]
        if row["status"] == "not_proven":
            cells[1:] = [voice.text("not_proven"), *[""] * (len(figures) - 2)]
        rows.append([*place, label(f"retrofit.{row['retrofit']}", voice.lang), *cells])
    heads = [voice.text("head_place")] if several else []
    heads += [voice.text("head_kind"), *(voice.text(f"head_{head}") for head in (
        "capacity", "coal_saved", "co2_avoided", "cost_saved", "curtailment_avoided"))]
    show_table(voice, heads, rows, numbers=range(len(heads) - len(figures), len(heads)),
               title=voice.text("retrofits_title"))


def _effort(folder: Path, voice: Voice) -> None:
    """Seconds and memory, as run.json has them."""
    import json

    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    seconds = run["seconds"]
    phases = [f"{voice.text(f'second_{name}')} {seconds[name]:.1f}" for name in SECONDS if name in seconds]
    separator = "，" if voice.lang == "zh" else ", "
    voice.say("effort", phases=separator.join(phases), memory=run["peak_memory_gb"], rows=run["rows"])
