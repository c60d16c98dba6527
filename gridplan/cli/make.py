"""`gridplan new`, `workbook`, `folder` and `provinces`: cases made and turned from one form into the other."""

from __future__ import annotations

from pathlib import Path

from gridplan.cli.faults import Stop
from gridplan.cli.language import language_of
from gridplan.cli.place import find_case, require_new_folder, require_new_workbook, shipped_cases
from gridplan.cli.tables import show_table
from gridplan.cli.voice import Voice
from gridplan.cli.weather import require_weather_count, write_weather_years


def planning_years(each: list[int] | None, together: str | None) -> list[int]:
    """Planning years from --year (once or more) and --years (with commas).  Raises Stop where there are none, or where
    --years is no list of years.
    """
    words = [word for word in (together or "").replace("，", ",").split(",") if word.strip()]
    if not all(word.strip().isdigit() for word in words):
        raise Stop("years_text", given=together)
    years = [*(each or []), *(int(word) for word in words)]
    if not years:
        raise Stop("years_or_year")
    return years


def make_case(given: str, years: list[int], folder: Path | None, voice: Voice, trade: bool = False,
              weather_years: int = 1) -> None:
    """Write the case of a province, or of several joined by +, and say what was judged in it.

    Raises Stop for an unknown province, impossible years or a folder that is taken.
    """
    from gridplan.case.new import new_case

    years = sorted(years)
    require_weather_count(weather_years)
    if len(set(years)) < len(years) or not all(2024 <= year <= 2060 for year in years):
        raise Stop("years_wrong", years=", ".join(str(year) for year in years))
    several = _several(given, voice.lang)
    if several:
        _make_joint(given, several, years, folder, voice, trade, weather_years)
        return
    province = province_id(given, voice.lang)
    folder = folder or Path(case_folder_name(province, years))
    require_new_folder(folder)
    remarks = new_case(province, years[0], folder, years=years, lang="zh" if voice.lang == "zh" else "en")
    write_weather_years(folder, weather_years)
    voice.say("made", path=folder)
    if remarks:
        voice.say("remarks")
    for remark in remarks:
        voice.line(f"- {remark}")
    voice.say("next", path=_typed(folder), workbook=_typed(f"{folder.resolve().name}.xlsx"))


def _several(given: str, lang: str) -> list[str]:
    """Ids of the provinces a text names where it names more than one.  Raises Stop for an unknown one."""
    from gridplan.case.new_several import WHOLE_COUNTRY, names_in
    from gridplan.library.provinces import province_ids

    if given.strip().casefold() in WHOLE_COUNTRY:
        return list(province_ids())
    names = names_in(given)
    found = [province_id(name, lang) for name in names] if len(names) > 1 else []
    if len(set(found)) < len(found):
        raise Stop("province_twice", given=given)
    return found


def _make_joint(given: str, provinces: list[str], years: list[int], folder: Path | None, voice: Voice,
                trade: bool, weather_years: int) -> None:
    """Write the joint case of several provinces."""
    from gridplan.case.new_several import WHOLE_COUNTRY, new_joint_case
    from gridplan.cli.several import tell_made

    whole = given.strip().casefold() in WHOLE_COUNTRY
    folder = folder or Path(f"{'china' if whole else '-'.join(provinces[:3])}-{years[-1]}")
    require_new_folder(folder)
    remarks = new_joint_case(provinces, years, folder, trade=trade, lang="zh" if voice.lang == "zh" else "en")
    write_weather_years(folder, weather_years)
    tell_made(folder, remarks, voice)


def case_folder_name(province: str, years: list[int]) -> str:
    """Folder of a new case: <province>-<year>, of several years <province>-<first>-<last>."""
    return f"{province}-{years[0]}" if len(years) == 1 else f"{province}-{years[0]}-{years[-1]}"


def province_id(given: str, lang: str) -> str:
    """Id of the province meant by an id, a code or a name in either language.

    Raises Stop with the nearest names when there is none.
    """
    from gridplan.case.spelling import closest
    from gridplan.library.errors import LibraryError
    from gridplan.library.provinces import find_province, province, province_ids

    try:
        return find_province(given).id
    except LibraryError:
        known = [province(id) for id in province_ids()]
        guess = closest(given, [*(one.id for one in known), *(one.name_zh for one in known)])
        raise Stop("province_unknown", given=given, guess=guess[f"guess_{lang}"]) from None


def make_workbook(given: str, path: Path, lang: str | None, overwrite: bool, voice: Voice) -> None:
    """Write a case as one workbook.  Raises Stop where it may not be written, CaseError where it cannot be read."""
    case = find_case(given, voice)
    voice.lang = lang or language_of(case) or voice.lang
    require_new_workbook(path, overwrite)
    from gridplan.case.workbook import write_workbook

    path.parent.mkdir(parents=True, exist_ok=True)
    voice.say("made", path=write_workbook(case, path, lang))


def make_folder(given: str, folder: Path, voice: Voice) -> None:
    """Write a workbook's case as a folder.  Raises Stop where that may not be, CaseError where it cannot be read."""
    case = find_case(given, voice)
    require_new_folder(folder)
    from gridplan.case.folder import workbook_to_folder

    voice.say("made", path=workbook_to_folder(case, folder, voice.lang))
    voice.say("next_folder", path=_typed(folder))


def _typed(path: Path | str) -> str:
    """A path as it is typed: in quotes where it has blanks, of the kind that every shell knows."""
    return f'"{path}"' if any(mark.isspace() for mark in str(path)) else str(path)


def list_provinces(voice: Voice) -> None:
    """Print every province with what it can be called, and whether a case of it ships with the tool."""
    from gridplan.library.provinces import province, province_ids

    shipped = shipped_cases()
    zh = voice.lang == "zh"
    rows = []
    for one in (province(id) for id in province_ids()):
        cases = [name for name in shipped if name.startswith(f"{one.id}-")]
        name = one.name_zh if zh else f"{one.name_en} {one.name_zh}"
        energy = one.consumption_2024_twh * (10 if zh else 1)
        rows.append([one.id, one.code, name, one.grid, f"{energy:,.0f}", ", ".join(cases)])
    heads = ["head_id", "head_code", "head_name", "head_grid", "head_energy", "head_case"]
    show_table(voice, [voice.text(head) for head in heads], rows, numbers=[4])
