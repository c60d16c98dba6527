"""The report of a run: one HTML file a planner can show, print and keep, that needs no network.

Each subject file gives blocks (`report_blocks.py`); one template draws them.  Everything the page needs is in
the file: styles, script, data and Plotly's own minified script.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gridplan.model.bases import base_regions
from gridplan.results.proof import moment_text
from gridplan.results.report_answer import answer_blocks, system_cost
from gridplan.results.report_banners import banners
from gridplan.results.report_blocks import Block, Heading, Section, Text
from gridplan.results.report_capacity import capacity_blocks
from gridplan.results.report_carbon import carbon_blocks
from gridplan.results.report_channels import channel_blocks
from gridplan.results.report_costs import cost_blocks
from gridplan.results.report_curves import load_blocks, price_blocks
from gridplan.results.report_dispatch import dispatch_blocks
from gridplan.results.report_energy import energy_blocks
from gridplan.results.report_evidence import assumption_blocks
from gridplan.results.report_flows import Area, Flows, areas, flows
from gridplan.results.report_fuel import coal_blocks, retrofit_blocks
from gridplan.results.report_heat import heat_blocks
from gridplan.results.report_path import path_blocks
from gridplan.results.report_planning import planning_blocks
from gridplan.results.report_policies import policy_blocks
from gridplan.results.report_regions import exchange_blocks, has_many, overview_blocks
from gridplan.results.report_reserve import reserve_blocks
from gridplan.results.report_targets import target_blocks
from gridplan.results.report_tariff import tariff_blocks
from gridplan.results.report_verification import reading_blocks, verification_blocks
from gridplan.results.report_weather import weather_blocks
from gridplan.results.report_why import why_blocks
from gridplan.results.report_words import Words
from gridplan.results.types import Results

ByArea = Callable[[Results, Area, Flows, Words], list[Block]]

AREA_SECTIONS: dict[str, ByArea] = {
    "answer": lambda results, area, _flows, words: answer_blocks(results, area, words),
    "capacity": lambda results, area, _flows, words: capacity_blocks(results, area, words),
    "energy": lambda results, area, _flows, words: energy_blocks(results, area, words),
    "dispatch": dispatch_blocks,
    "load": lambda _results, area, hourly, words: load_blocks(area, hourly, words),
    "prices": price_blocks,
    "tariff": lambda results, area, _flows, words: tariff_blocks(results, area, words),
    "costs": lambda results, area, _flows, words: cost_blocks(results, area, words),
    "why": lambda results, area, _flows, words: why_blocks(results, area, words),
    "retrofit": lambda results, area, _flows, words: retrofit_blocks(results, area, words),
    "channels": lambda results, area, _flows, words: channel_blocks(results, area, words),
    "coal": lambda results, area, _flows, words: [
        *coal_blocks(results, area, words), *carbon_blocks(results, area, words)],
    "heat": lambda results, area, _flows, words: heat_blocks(results, area, words),
    "operating_reserve": lambda results, area, _flows, words: reserve_blocks(results, area, words),
    "power_balance": lambda results, area, _flows, words: planning_blocks(results, area, words),
}
"""Sections told region by region and year by year."""

WHOLE_SECTIONS: dict[str, Callable[[Results, Words], list[Block]]] = {
    "overview": overview_blocks,
    "exchange": exchange_blocks,
    "path": path_blocks,
    "weather": weather_blocks,
    "policies": policy_blocks,
    "targets": target_blocks,
    "assumptions": assumption_blocks,
    "verification": verification_blocks,
    "reading": lambda _results, words: reading_blocks(words),
}
"""Sections told once for the run."""

ORDER = (
    "path",
    "answer",
    "overview",
    "exchange",
    "weather",
    "policies",
    "targets",
    "capacity",
    "energy",
    "dispatch",
    "load",
    "prices",
    "tariff",
    "costs",
    "why",
    "retrofit",
    "channels",
    "coal",
    "heat",
    "operating_reserve",
    "power_balance",
    "assumptions",
    "verification",
    "reading",
)

SCRIPTS = ("report.js", "report_stack.js", "report_dispatch.js")
"""Scripts of the page, in the order they need each other."""

NOT_OF_BASES = frozenset({"load", "tariff", "power_balance"})
"""Sections about the load, which a supply base has none of."""

FOLLOWING = frozenset({"load", "retrofit", "channels", "coal", "heat", "operating_reserve", "verification", "reading"})
"""Sections that on paper go on where the one before ended."""

OPTIONAL = frozenset({"overview", "exchange", "heat", "operating_reserve", "path", "weather"})
"""Sections that stand only where they have something to tell."""


def write_report(results: Results, path: Path, lang: str) -> None:
    """Write the report of a run as one HTML file.

    Parameters
    ----------
    results
        A finished run.
    path
        File to write, in UTF-8; replaced if it exists.
    lang
        Language of everything a person reads, "zh" or "en".

    Raises
    ------
    ValueError
        The language is neither.
    OSError
        The file cannot be written.
    """
    path.write_text(report_html(results, lang), encoding="utf-8")


def report_html(results: Results, lang: str) -> str:
    """The report of a run as the text of an HTML page; parameters and errors as of `write_report`."""
    words = Words(lang)
    title = getattr(results.case.settings, f"name_{lang}") or results.case.settings.name
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            lang=lang,
            title=title,
            running=css_string(title),
            kicker=words("page.kicker"),
            banners=banners(results, words),
            sections=sections(results, words),
            words=words.group("page"),
            settings={"lang": lang},
            footer=words(
                "page.footer",
                case=results.run["case"],
                created=moment_text(str(results.run["created"]), lang),
                version=results.run["versions"].get("gridplan", ""),
                fingerprint=results.run["fingerprint"][:12],
            ),
            style=own_text("report.css"),
            scripts=[own_text(name) for name in SCRIPTS],
            plotly=plotly_script(),
        )
    )


def sections(results: Results, words: Words) -> list[Section]:
    """Every section of the report in reading order; with many regions no chapters on each of them."""
    many = has_many(results)
    hourly = [] if many else [(area, flows(results, area)) for area in areas(results, words.lang)]
    told = [
        Section(
            name,
            words(f"section.{name}"),
            words(f"lead.{name}"),
            _blocks(name, results, hourly, words),
            follows=name in FOLLOWING,
        )
        for name in ORDER
        if not (many and name in AREA_SECTIONS)
    ]
    return [section for section in told if section.anchor not in OPTIONAL or section.blocks]


def _blocks(name: str, results: Results, hourly: list[tuple[Area, Flows]], words: Words) -> list[Block]:
    if name in WHOLE_SECTIONS:
        return WHOLE_SECTIONS[name](results, words)
    blocks: list[Block] = []
    for area, its_flows in hourly:
        if name in NOT_OF_BASES and area.region in base_regions(results.case):
            told: list[Block] = [Text(words(f"base.{name}"))]
        else:
            told = AREA_SECTIONS[name](results, area, its_flows, words)
        if len(hourly) > 1 and told:
            blocks.append(Heading(words("page.area", name=area.name, year=area.year)))
        blocks += told
    if name == "answer" and len(hourly) > 1:
        blocks.insert(0, system_cost(results, words))
    return blocks


@cache
def _environment() -> Environment:
    """Templates with escaping on everywhere: names in a report come from users."""
    return Environment(
        loader=PackageLoader("gridplan.results"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def css_string(text: str) -> Markup:
    """Text as a string of CSS, with everything but letters and digits escaped: names come from users."""
    return Markup('"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in text) + '"')


def own_text(name: str) -> Markup:
    """A style or script of this package, which needs no escaping."""
    return Markup(files("gridplan.results").joinpath("templates", name).read_text(encoding="utf-8"))


@cache
def plotly_script() -> Markup:
    """Plotly's minified script as its Python package carries it."""
    script = files("plotly").joinpath("package_data", "plotly.min.js").read_text(encoding="utf-8")
    return Markup(script.replace("</script", "<\\/script"))
