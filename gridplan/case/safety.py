"""Files that are not what a case holds: too large, elsewhere, no file at all, or made to harm.

Nothing of a case is ever executed, and nothing outside it is read.  The limits are far above any
case (the largest that ships has 2 MB) and keep time and memory bounded.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from gridplan.case.problems import Place, Problem, problem

MOST_BYTES = 64 * 2**20
"""Largest CSV file read; a year of a hundred hourly series has about 10 MB."""
MOST_ROWS = 100_000
"""Most rows read of one file or sheet."""
MOST_LINES = 1_048_576
"""Rows a sheet of Excel can have, blank ones among them."""
MOST_CELLS = 4_000_000
"""Most cells read of one file or sheet."""
MOST_UNPACKED_BYTES = 256 * 2**20
MOST_PARTS = 2_000
MOST_PADDED_BYTES = 16 * 2**20
MOST_TIMES = 200
"""A part larger than this that unpacks to more than so many times its size is padding: sheets of figures come to 10 to
40 times, and one cell of 100 MB would take 4 GB to read."""
MARKUP = (".xml", ".rels", ".vml")
DOCUMENT_TYPE = (b"<!DOCTYPE", b"<!ENTITY")
CHUNK = 2**20


def unsafe_file(path: Path, folder: Path, place: Place) -> Problem | None:
    """Why a file of a case folder is not read: no plain file, a link out of the folder, or too large."""
    if not path.resolve().is_relative_to(folder.resolve()):
        return problem("file_elsewhere", place)
    if path.exists() and not path.is_file():
        return problem("not_a_file", place)
    if path.exists() and path.stat().st_size > MOST_BYTES:
        return problem("file_too_large", place, most=MOST_BYTES // 2**20)
    return None


def unsafe_workbook(path: Path) -> Problem | None:
    """Why a workbook is not opened: more unpacked than any case, macros in it, or markup that defines entities.

    A file that is no zip archive is left to the reader, which says so.
    """
    place = Place(path.name)
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
            return problem("file_too_large", place, most=MOST_UNPACKED_BYTES // 2**20)
        if any(_is_padding(part) for part in parts):
            return problem("file_too_large", place, most=MOST_PADDED_BYTES // 2**20)
        if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
            return problem("workbook_macros", place)
        if any(_defines_entities(archive, part) for part in parts if part.filename.lower().endswith(MARKUP)):
            return problem("workbook_entities", place)
    return None


def _is_padding(part: zipfile.ZipInfo) -> bool:
    """Whether a part of the archive is large and holds next to nothing."""
    return part.file_size > MOST_PADDED_BYTES and part.file_size > MOST_TIMES * max(part.compress_size, 1)


def _defines_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part of the archive has a document type, which no workbook needs and which stands at its start."""
    with archive.open(part) as stream:
        start = stream.read(CHUNK).replace(b"\0", b"").upper()
    return any(mark in start for mark in DOCUMENT_TYPE)
