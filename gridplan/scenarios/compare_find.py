"""Which results are compared: folders one by one, or every result of a sweep; what each is called; which is the base.

A folder named on the command line must be a whole result with a verified plan, else nothing is compared. Of a folder
that holds several results, those that are not are left out and said to be.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from gridplan.results.folder import MARK, RUN, ResultsError, check_whole
from gridplan.scenarios.index import read_entries

BASE_NAMES = ("base", "基准", "基准方案", "reference", "参考")
"""Names that make a result of a sweep its base without being asked for."""

FEWEST = 2


@dataclass(frozen=True)
class Remark:
    """A sentence the reader of a comparison must see."""

    en: str
    zh: str

    def text(self, lang: str) -> str:
        """The sentence in "zh" or "en"."""
        return self.zh if lang == "zh" else self.en


class ComparisonError(Exception):
    """Results that cannot be compared; every reason at once."""

    def __init__(self, reasons: Sequence[Remark]) -> None:
        self.reasons = list(reasons)
        super().__init__("\n".join(reason.en for reason in reasons))

    def message(self, lang: str) -> str:
        """The reasons in "zh" or "en", one a line."""
        return "\n".join(reason.text(lang) for reason in self.reasons)


@dataclass(frozen=True)
class Found:
    """One result to compare: its name in the comparison and its folder."""

    name: str
    folder: Path


@dataclass(frozen=True)
class Chosen:
    """The results to compare, the base first, and what must be said of the choice."""

    results: list[Found]
    remarks: list[Remark]


def choose(given: Sequence[Path], base: str | None = None) -> Chosen:
    """The results in the folders given, the base first.

    A folder is a result, or holds results one or two levels below. Results are called after their folders; where two
    folders have one name, as much of their paths goes before it as tells them apart. The base is the one `base` names
    (by name or folder), else the first given; of a single folder of results the one called as `BASE_NAMES` say, else
    the first (of a sweep in its case's order, else by name).

    Raises ComparisonError with every reason: folders that are no whole results, the same twice, fewer than two, a
    base that is not among them.
    """
    folders, remarks, problems = _folders(given)
    twice = [folder for folder, count in Counter(folder.resolve() for folder in folders).items() if count > 1]
    problems += [Remark(f"{folder}: given twice", f"{folder}：重复给出") for folder in twice]
    if problems:
        raise ComparisonError(problems)
    found = [Found(name, folder) for name, folder in zip(_names(folders), folders, strict=True)]
    if len(found) < FEWEST:
        raise ComparisonError([*remarks, Remark(
            "a comparison needs at least two results; run another case or scenario first",
            "至少需要两个结果才能对比；请先运行另一个案例或方案")])
    first = _base(found, base, several=len(given) == 1)
    if base is None and len(given) == 1 and first.name.lower() not in BASE_NAMES:
        remarks.append(Remark(f"base: {first.name}, the first found; --base NAME chooses another",
                              f"以排在最前的 {first.name} 为基准；可用 --base 名称 另选"))
    return Chosen([first, *(one for one in found if one is not first)], remarks)


def _folders(given: Sequence[Path]) -> tuple[list[Path], list[Remark], list[Remark]]:
    """Folders of whole results; what of a sweep is left out; and what is wrong with a folder named by itself."""
    folders: list[Path] = []
    remarks: list[Remark] = []
    problems: list[Remark] = []
    for path in given:
        inside, half = ([], []) if (path / MARK).exists() else _inside(path)
        if not inside:
            fault = _fault(path)
            problems += [fault] if fault else []
            folders += [] if fault else [path]
            continue
        for folder in inside:
            fault = _fault(folder)
            folders += [] if fault else [folder]
            remarks += [_left_out(fault)] if fault else []
        remarks += [_left_out(_fault(folder) or Remark(str(folder), str(folder))) for folder in half]
    return folders, remarks, problems


def _inside(path: Path) -> tuple[list[Path], list[Path]]:
    """Results one level below a folder, else two levels, those of a sweep in its case's order, others by name; and
    folders there whose writing never ended."""
    for pattern in ("*", "*/*"):
        below = [folder for folder in _in_order(path.glob(pattern)) if folder.is_dir()
                 and not folder.relative_to(path).parts[0].startswith(".") and not folder.name.startswith(".")]
        whole = [folder for folder in below if (folder / MARK).exists()]
        if whole:
            return whole, [folder for folder in below if (folder / RUN).exists() and folder not in whole]
    return [], []


def _in_order(folders: Iterable[Path]) -> list[Path]:
    """Folders in the order of the scenarios of the sweep that they are of, those of none behind, by name."""
    ordered = sorted(folders)
    entries = {parent: list(read_entries(parent)) for parent in {folder.parent for folder in ordered}}

    def place(folder: Path) -> tuple[Path, int]:
        known = entries[folder.parent]
        return folder.parent, known.index(folder.name) if folder.name in known else len(known)

    return sorted(ordered, key=place)


def _fault(folder: Path) -> Remark | None:
    """Why a folder cannot be compared: not whole, of another format, damaged, or without a verified plan."""
    if not (folder / MARK).exists() and (folder / "case.toml").exists():
        return Remark(f"{folder}: this is a case, not a result; run it first (gridplan run {folder})",
                      f"{folder}：这是案例而不是结果；请先运行（gridplan run {folder}）")
    try:
        check_whole(folder)
        status = json.loads((folder / RUN).read_text(encoding="utf-8")).get("status")
    except ResultsError as fault:
        return Remark(fault.message("en"), fault.message("zh"))
    if status == "not_solved":
        return Remark(f"{folder}: not solved: there is no verified plan to compare",
                      f"{folder}：未求得经校核的方案，不能对比")
    return None


def _left_out(fault: Remark) -> Remark:
    return Remark(f"left out: {fault.en}", f"未列入对比：{fault.zh}")


def _names(folders: Sequence[Path]) -> list[str]:
    """The shortest ends of the paths that tell the folders apart."""
    parts = [folder.resolve().parts for folder in folders]
    depth = [1] * len(parts)
    while True:
        names = ["/".join(part[-deep:]) for part, deep in zip(parts, depth, strict=True)]
        clashing = {name for name, count in Counter(names).items() if count > 1}
        longer = [deep + (name in clashing and deep < len(part))
                  for name, deep, part in zip(names, depth, parts, strict=True)]
        if longer == depth:
            return names
        depth = longer


def _base(found: Sequence[Found], asked: str | None, several: bool) -> Found:
    if asked is None:
        usual = (one for one in found if several and one.name.lower() in BASE_NAMES)
        return next(usual, found[0])
    for one in found:
        if asked == one.name or Path(asked).resolve() == one.folder.resolve():
            return one
    names = [one.name for one in found]
    near = get_close_matches(asked, names, n=1)
    known = ", ".join(names)
    guess_en, guess_zh = (f'; did you mean "{near[0]}"?', f"；是否指“{near[0]}”？") if near else ("", "")
    raise ComparisonError([Remark(f'--base {asked}: no result is called so{guess_en} There are: {known}',
                                  f"--base {asked}：没有这个名称的结果{guess_zh}现有：{known}")])
