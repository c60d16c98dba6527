"""The settings of a case: the keys of case.toml."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from gridplan.case.problems import Place, Problem, problem
from gridplan.case.spelling import closest

Method = Literal["auto", "certified", "direct", "simplex", "ipx", "hipo", "pdlp", "gurobi", "copt"]
Name = Literal["highs", "gurobi", "copt"]

HIGHS_OWN = ("simplex", "ipx", "hipo", "pdlp")
"""Methods that are HiGHS's own."""

LICENSED = ("gurobi", "copt")
"""Methods that name a solver: direct, by that solver."""


class Solver(BaseModel):
    """How the programme is solved."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    method: Method = Field(
        default="auto", title="求解方法", description="Solution method; auto: the one measured fastest"
    )
    name: Name = Field(
        default="highs", title="求解器", description="Solver: highs (always there), gurobi or copt (with a licence)"
    )
    threads: int = Field(default=2, ge=1, le=256, title="线程数", description="Processor threads")
    time_limit_s: float = Field(
        default=3600.0, gt=0, le=1e6, title="时间上限（秒）", description="Most seconds of solving"
    )

    @field_validator("name")
    @classmethod
    def _solver_suits_method(cls, name: Name, info: ValidationInfo) -> Name:
        method = str(info.data.get("method"))
        if (method in HIGHS_OWN and name != "highs") or (method in LICENSED and name != method):
            raise PydanticCustomError("solver_other_than_method", "{method}", {"method": method})
        return name


class Choice(NamedTuple):
    """How to solve (``method``: auto, certified, direct or one of HiGHS's own) and by which ``solver``."""

    method: str
    solver: str


class SolversDiffer(ValueError):
    """A method that names one solver was asked for together with another solver."""


def chosen(method: str | None, solver: str | None, settings: Solver) -> Choice:
    """What a method and a solver asked for (None leaves it to the case) and the case's settings come to.

    What is asked for goes before what the case says.  A method that names a solver ("gurobi") is direct by that solver.

    Raises:
        SolversDiffer: if the method asked for is not one of the solver asked for.
    """
    named = "highs" if method in HIGHS_OWN else method if method in LICENSED else None
    if named is not None:
        if solver not in (None, named):
            raise SolversDiffer(f"method {method} is not one of {solver}")
        return Choice("direct" if method in LICENSED else str(method), named)
    if solver is None:
        solver = settings.method if settings.method in LICENSED else settings.name
    if method is None:
        method = settings.method
        if method in LICENSED or (method in HIGHS_OWN and solver != "highs"):
            method = "direct"
    return Choice(method, solver)


EXPECTED, WORST, CVAR = "expected", "worst", "cvar"


def risk_level(risk: str) -> float | None:
    """The level of a risk: None for the expected cost, 1 for the worst weather year, else the level of a cvar.

    Raises:
        ValueError: for anything but expected, worst and cvar:LEVEL with a level from 0 to below 1.
    """
    kind, _mark, level = risk.strip().partition(":")
    if kind in (EXPECTED, WORST) and not _mark:
        return None if kind == EXPECTED else 1.0
    if kind == CVAR and 0.0 <= float(level) < 1.0:
        return float(level)
    raise ValueError(f"risk is expected, worst or cvar:LEVEL with a level from 0 to below 1, not {risk}")


class Notes(BaseModel):
    """Remarks shown in the report, as lists of sentences."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: list[str] = Field(default_factory=list, title="中文说明", description="Remarks in Chinese")
    en: list[str] = Field(default_factory=list, title="英文说明", description="Remarks in English")


class Settings(BaseModel):
    """case.toml.  `discount_rate` is a real rate per year as a share; `years` are planning years."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, title="案例标识", description="Short name of the case")
    name_zh: str = Field(default="", title="中文名", description="Chinese name, shown in Chinese results")
    name_en: str = Field(default="", title="英文名", description="English name, shown in English results")
    years: list[int] = Field(min_length=1, title="规划年", description="Planning years, in ascending order")
    weather_seed: int = Field(
        default=1, ge=0, le=10**6, title="气象种子", description="Seed of the generated profiles"
    )
    calendar_year: int = Field(
        default=0,
        ge=1950,
        le=2100,
        title="日历年",
        description="Year whose 1 January gives the first weekday",
    )
    discount_rate: float = Field(
        default=0.06, ge=0, le=0.2, title="折现率", description="Real discount rate per year, share"
    )
    risk: str = Field(
        default=EXPECTED, title="风险偏好", description="Which cost of the weather years counts: expected, worst, or "
        "cvar:0.8 for the mean of the dearest fifth"
    )
    language: Literal["zh", "en"] = Field(
        default="zh", title="语言", description="Language of the results: zh or en"
    )
    solver: Solver = Field(default_factory=lambda: Solver())
    notes: Notes = Field(default_factory=lambda: Notes())

    @field_validator("risk")
    @classmethod
    def _risk_is_known(cls, risk: str) -> str:
        try:
            risk_level(risk)
        except ValueError:
            raise PydanticCustomError("risk_unknown", "{risk}", {"risk": risk}) from None
        return risk.strip()

    @field_validator("years")
    @classmethod
    def _years_ascend(cls, years: list[int]) -> list[int]:
        if any(not 2000 <= year <= 2100 for year in years):
            raise ValueError("planning years lie between 2000 and 2100")
        if sorted(set(years)) != years:
            raise ValueError("planning years are given once each, in ascending order")
        return years

    @model_validator(mode="before")
    @classmethod
    def _calendar_follows_first_year(cls, data: Any) -> Any:
        if isinstance(data, dict) and "calendar_year" not in data and data.get("years"):
            return {**data, "calendar_year": data["years"][0]}
        return data

    def title(self, lang: str) -> str:
        """Name of the case in a language, the short name where none is given."""
        return (self.name_zh if lang == "zh" else self.name_en) or self.name


SECTIONS: dict[str, type[BaseModel]] = {"solver": Solver, "notes": Notes}


def setting_fields() -> dict[str, Any]:
    """Every setting by its dotted key (`solver.method`), as pydantic field descriptions."""
    fields = {key: found for key, found in Settings.model_fields.items() if key not in SECTIONS}
    for section, model in SECTIONS.items():
        fields |= {f"{section}.{key}": found for key, found in model.model_fields.items()}
    return fields


def read_settings(raw: Mapping[str, Any], file: str) -> tuple[Settings | None, list[Problem]]:
    """The settings from the keys of case.toml, or None with every fault found."""
    try:
        return Settings.model_validate(dict(raw), strict=False), []
    except ValidationError as error:
        return None, [_problem(dict(detail), file) for detail in error.errors(include_url=False)]


def _problem(detail: dict[str, Any], file: str) -> Problem:
    """One pydantic complaint in the planner's words; the column is the TOML key."""
    # The position within a list says nothing to a planner; the value does.
    path = [part for part in detail["loc"] if isinstance(part, str)]
    key = ".".join(path)
    place = Place(file, "settings", None, key)
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        section = ".".join(path[:-1])
        known = [name for name in setting_fields() if name.rpartition(".")[0] == section]
        known += [] if section else list(SECTIONS)
        guess = closest(path[-1], [name.rpartition(".")[2] for name in known])
        return problem("setting_unknown", place, **guess)
    if kind == "missing":
        return problem("setting_missing", place)
    value = detail["input"]
    if isinstance(value, float) and not math.isfinite(value):
        return problem("setting_value", place, value, allowed_en="a finite number", allowed_zh="有限数值")
    return problem("setting_value", place, value, **_allowed(kind, context, detail["msg"]))


def _allowed(kind: str, context: Mapping[str, Any], message: str) -> dict[str, str]:
    """What a setting may be, in both languages."""
    words = {
        "greater_than_equal": (f"at least {context.get('ge')}", f"不小于 {context.get('ge')}"),
        "greater_than": (f"above {context.get('gt')}", f"大于 {context.get('gt')}"),
        "less_than_equal": (f"at most {context.get('le')}", f"不大于 {context.get('le')}"),
        "literal_error": (f"one of {context.get('expected')}", f"{context.get('expected')} 之一"),
        "list_type": ("a list, e.g. [2030]", "列表，例如 [2030]"),
        "too_short": ("a list of at least one entry", "至少一项的列表"),
        "string_too_short": ("a name that is not blank", "非空名称"),
        "string_type": ("text in quotes", "加引号的文本"),
        "model_type": ("a section, e.g. [solver]", "一个小节，例如 [solver]"),
        "solver_other_than_method": (
            f"left out beside method = \"{context.get('method')}\", which is another solver's",
            f"留空：method = \"{context.get('method')}\" 属于另一求解器",
        ),
        "risk_unknown": (
            "expected, worst, or cvar:0.8 (a level from 0 to below 1)",
            "expected（期望）、worst（最差）或 cvar:0.8（水平在 0 至 1 之间，不含 1）",
        ),
        "value_error": (
            "years from 2000 to 2100, once each, in ascending order",
            "2000 至 2100 之间、不重复且递增的年份",
        ),
    }
    if kind.startswith("int"):
        english, chinese = "a whole number", "整数"
    elif kind.startswith("float"):
        english, chinese = "a number", "数值"
    else:
        english, chinese = words.get(kind, (message, message))
    return {"allowed_en": english, "allowed_zh": chinese}
