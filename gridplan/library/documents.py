"""What policy documents are called in the language of a reader: titles are Chinese, and must be found again by them."""

from __future__ import annotations

from functools import cache

from gridplan.library.tables import table

TITLE = "title"


def document_name(document: str, lang: str) -> str:
    """A document as a reader of "zh" or "en" knows it; in English its gloss, the month of issue where known, and the
    title itself behind it.  A document nobody has named in the language is given as it stands.
    """
    kind, name = _names(lang).get(document, ("", ""))
    if not name:
        return document
    if lang == "zh" or kind != TITLE:
        return name
    issued = _issued().get(document, "")
    return f"{name}{', ' if issued else ''}{issued} ({document})"


@cache
def _names(lang: str) -> dict[str, tuple[str, str]]:
    rows = table("documents")
    return {str(row["document"]): (str(row["kind"]), str(row[f"name_{lang}"])) for row in rows.to_dict("records")}


@cache
def _issued() -> dict[str, str]:
    rows = table("document_dates")
    return dict(zip(rows["document"], rows["issued"], strict=True))


__all__ = ["document_name"]
