"""Several weather years on the command line: asked for, written into a new case, and told of in a summary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gridplan.cli.faults import Stop
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice

if TYPE_CHECKING:
    from gridplan.case.case import Case
    from gridplan.results.types import Results

MOST = 100


def require_risk(risk: str) -> None:
    """See that a risk is one there is.  Raises Stop where it is not."""
    from gridplan.case.settings import risk_level

    try:
        risk_level(risk)
    except ValueError:
        raise Stop("risk_unknown", given=risk) from None


def with_risk(case: Case, risk: str) -> Case:
    """The case with another risk.  Raises Stop where it has only one weather year, which leaves nothing to weigh."""
    from gridplan.case.case import with_risk as changed
    from gridplan.case.settings import risk_level

    if len(case.weather_years) == 1 and risk_level(risk) is not None:
        raise Stop("risk_one_year", given=risk)
    return changed(case, risk)


def require_weather_count(count: int) -> None:
    """See that a new case can have so many weather years.  Raises Stop where it cannot."""
    if not 1 <= count <= MOST:
        raise Stop("weather_count", given=count, most=MOST)


def write_weather_years(folder: Path, count: int) -> None:
    """Add the table of weather years, generated from seeds in a row, to a new case; none for a single one."""
    if count == 1:
        return
    from gridplan.library.csv_text import ENCODING

    rows = ["weather_year,seed", *(f"w{number},{number}" for number in range(1, count + 1))]
    (folder / "weather_years.csv").write_text("\n".join(rows) + "\n", encoding=ENCODING, newline="")


def show_weather_head(results: Results, voice: Voice) -> None:
    """What is minimised over the weather years; nothing where there is only one."""
    if results.axis.weather_years == 1:
        return
    from gridplan.results.report_units import unit

    risk = results.case.settings.risk
    cost = unit("money", voice.lang).with_name(results.run["expected_cost_million_cny"])
    count = len(results.run["weather_years"])
    voice.line(voice.text(f"weather_{risk.partition(':')[0]}", count=count, cost=cost, risk=risk))


def show_weather(results: Results, voice: Voice) -> None:
    """Cost, energy not served and least margin of each weather year; nothing where there is only one."""
    if results.axis.weather_years == 1:
        return
    from gridplan.results.report_units import number, unit
    from gridplan.results.weather_years import adequacy_by_weather, weather_costs

    money, energy, power = (unit(name, voice.lang) for name in ("money", "energy", "power"))
    costs, served = weather_costs(results), adequacy_by_weather(results)
    several = len(results.case.settings.years) > 1
    rows = []
    for weather in results.case.weather_years:
        for line in costs[costs["weather_year"] == weather.name].to_dict("records"):
            own = served[(served["weather_year"] == weather.name) & (served["year"] == line["year"])]
            year = [str(line["year"])] if several else []
            rows.append([
                weather.title(voice.lang), *year, f"{100.0 * weather.probability:.1f} %",
                money.with_name(line["cost_million_cny"]), energy.with_name(float(own["unserved_gwh"].sum())),
                number(float(own["short_hours_h"].max()), 0), power.with_name(float(own["least_margin_gw"].min()))])
    heads = [voice.text("weather_title"), *([voice.text("weather_planned")] if several else []), *(
        voice.text(f"weather_{name}") for name in ("probability", "cost", "unserved", "hours", "margin"))]
    show_table(voice, heads, rows, numbers=range(len(heads) - 5, len(heads)))


__all__ = ["require_risk", "require_weather_count", "show_weather", "show_weather_head", "with_risk",
           "write_weather_years"]
