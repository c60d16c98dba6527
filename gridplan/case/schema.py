"""The schema table (`data/schema.csv`) and the vocabulary of targets (`data/metrics.csv`) in memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gridplan.library.paths import data_dir

TITLES: dict[str, tuple[str, str]] = {
    "regions": ("Regions", "省区"),
    "demand": ("Demand", "用电需求"),
    "cohorts": ("Thermal cohorts", "火电机组群"),
    "retrofits": ("Retrofits", "煤电改造"),
    "renewables": ("Wind, solar, run-of-river", "风光与径流水电"),
    "connection": ("Local network capacity", "分布式接网承载力"),
    "repowering": ("Repowering", "风电以大代小"),
    "reservoirs": ("Reservoir hydro", "水库水电"),
    "hybrid_pumps": ("Hybrid pumped hydro", "混合式抽水蓄能"),
    "stores": ("Storage", "储能"),
    "store_groups": ("Groups of stores", "储能组"),
    "paired_storage": ("Paired storage", "配储认定"),
    "paired_builds": ("Plants that pair storage", "须配储的新建项目"),
    "links": ("Channels and contracts", "通道与合同"),
    "bases": ("Supply bases", "配套电源基地"),
    "link_contracts": ("Delivery contracts", "送电合同"),
    "emergency_support": ("Emergency support", "省间应急支援"),
    "operating_reserve": ("Operating reserve", "运行备用"),
    "certificates": ("Certificates sold", "绿证出售"),
    "excess_trade": ("Trade of excess consumption", "超额消纳量交易"),
    "response": ("Demand response", "需求响应"),
    "loads": ("Named loads", "用电负荷"),
    "flexible_loads": ("Flexible loads", "可调负荷"),
    "vehicle_to_grid": ("Vehicle-to-grid", "车网互动"),
    "electrolysers": ("Electrolysers", "电解制氢"),
    "fuels": ("Fuels", "燃料"),
    "life_extension": ("Life extension", "煤电延寿"),
    "emergency_reserve": ("Emergency reserve", "应急备用"),
    "replacement": ("Equal-capacity replacement", "等容量替代"),
    "capacity_price": ("Capacity prices", "容量电价"),
    "policies": ("Policy targets", "政策指标"),
    "heat_demand": ("Heat demand", "供热需求"),
    "chp": ("Heat and power", "热电联产"),
    "heat_sources": ("Boilers and heat pumps", "锅炉与热泵"),
    "heat_stores": ("Heat stores", "蓄热"),
    "energy_account": ("Energy consumption", "能源消费"),
    "clean_sources": ("What counts as clean", "清洁能源口径"),
    "base_year": ("Base-year figures", "基年数据"),
    "import_emissions": ("CO2 of traded electricity", "送受电排放因子"),
    "carbon_market": ("Carbon market", "碳市场"),
    "retirements": ("Retirements by age", "到龄退役"),
    "build_limits": ("Growth ceilings", "建设速度上限"),
    "weather_years": ("Weather years", "气象年"),
}
"""Title of each table (English, Chinese); the Chinese one names the sheet of a Chinese workbook."""

NUMBER_TYPES = {"number", "integer"}


@dataclass(frozen=True)
class Column:
    """One column of a case table, as the schema table describes it.  Bounds are in the column's unit."""

    table: str
    name: str
    type: str
    unit: str
    required: str
    default: str
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    name_zh: str
    description_en: str
    description_zh: str

    @property
    def is_number(self) -> bool:
        return self.type in NUMBER_TYPES

    @property
    def reference(self) -> tuple[str, str] | None:
        """Table and column a `ref:TABLE.COLUMN` points to."""
        if not self.type.startswith("ref:"):
            return None
        table, column = self.type.removeprefix("ref:").split(".")
        return table, column

    def label(self, lang: str) -> str:
        """Heading of the column: the Chinese name, or the English id."""
        return self.name_zh if lang == "zh" else self.name

    def description(self, lang: str) -> str:
        return self.description_zh if lang == "zh" else self.description_en


@dataclass(frozen=True)
class Table:
    """One table of a case."""

    name: str
    columns: Mapping[str, Column]

    @property
    def title_en(self) -> str:
        return TITLES[self.name][0]

    @property
    def title_zh(self) -> str:
        return TITLES[self.name][1]

    def title(self, lang: str) -> str:
        return self.title_zh if lang == "zh" else self.title_en

    @property
    def key(self) -> tuple[str, ...]:
        """Columns that name a row.  The first column always does; a second key and an optional region
        (blank: every region) narrow it.  A row is unique in its key and planning year."""
        first, *others = self.columns.values()
        narrower = [
            column.name
            for column in others
            if column.type == "key2"
            or (column.reference == ("regions", "region") and column.required == "no")
        ]
        return (first.name, *narrower)

    def heading(self, text: str) -> Column | None:
        """The column a heading names: its id or its Chinese name, with or without a unit in brackets."""
        return _headings_of(self.name).get(plain_heading(text))


@dataclass(frozen=True)
class Metric:
    """One row of the vocabulary of policy targets."""

    name: str
    unit: str
    sense: str
    enforceable: bool
    subject_table: str
    slack_price: float | None
    slack_unit: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Schema:
    tables: Mapping[str, Table]
    metrics: Mapping[str, Metric]


@cache
def schema() -> Schema:
    """The schema that ships with the tool, read once."""
    tables: dict[str, dict[str, Column]] = {}
    for row in _rows("schema.csv"):
        column = Column(
            table=row["table"],
            name=row["column"],
            type=row["type"],
            unit=row["unit"],
            required=row["required"],
            default=row["default"],
            minimum=_number(row["minimum"]),
            maximum=_number(row["maximum"]),
            choices=tuple(row["choices"].split()),
            name_zh=row["name_zh"],
            description_en=row["description_en"],
            description_zh=row["description_zh"],
        )
        tables.setdefault(column.table, {})[column.name] = column
    metrics = {
        row["metric"]: Metric(
            name=row["metric"],
            unit=row["unit"],
            sense=row["sense"],
            enforceable=row["enforceable"] == "yes",
            subject_table=row["subject_table"],
            slack_price=_number(row["slack_price"]),
            slack_unit=row["slack_unit"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
        )
        for row in _rows("metrics.csv")
    }
    return Schema({name: Table(name, columns) for name, columns in tables.items()}, metrics)


def table_named(text: str) -> Table | None:
    """The table a file stem or sheet name stands for: its id or either title."""
    wanted = text.strip().casefold()
    for table in schema().tables.values():
        if wanted in (table.name, table.title_en.casefold(), table.title_zh):
            return table
    return None


def plain_heading(text: str) -> str:
    """A heading without a unit in brackets, blanks or letter case: `线损率（share）` -> `线损率`."""
    return re.sub(r"\s*[(（\[].*[)）\]]\s*$", "", text.strip()).strip().casefold()


@cache
def _headings_of(table: str) -> dict[str, Column]:
    columns = schema().tables[table].columns.values()
    return {column.name_zh.casefold(): column for column in columns} | {
        column.name.casefold(): column for column in columns
    }


def _rows(name: str) -> list[dict[str, str]]:
    with open(data_dir() / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    return float(text) if text else None
