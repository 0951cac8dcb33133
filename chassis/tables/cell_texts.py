"""Texts of cells: which of them no longer say what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chassis.tables.problems import LONGEST_TEXT, SEEN_TEXT, CellFlaw, Row

ERRORS = frozenset(
    {
        *("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
        *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!"),
    }
)
_HASHES = re.compile(r"#{3,}|Err:\d{3}")
_LOST_DIGITS = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+\d{2,3}")
_NO_TEXT = re.compile("[\0\ufffd\ud800-\udfff]")
_SUSPECT = re.compile("[#\0\ufffd\ud800-\udfff]|^Err:|[eE]\\+", re.MULTILINE)
"""What any flaw of a text needs to hold: looked for first, for nearly every cell holds none of it."""
INSTEAD = "\ufffd"


def flaw_of(text: str) -> str:
    """What is wrong with the text of a cell; empty when nothing is."""
    if len(text) > LONGEST_TEXT:
        return CellFlaw.CELL_TOO_LARGE
    if not _SUSPECT.search(text):
        return ""
    if _NO_TEXT.search(text):
        return CellFlaw.NOT_A_TEXT
    if text.upper() in ERRORS or _HASHES.fullmatch(text):
        return CellFlaw.SPREADSHEET_ERROR
    if _LOST_DIGITS.fullmatch(text):
        return CellFlaw.NUMBER_LOST_DIGITS
    return ""


def keepable(text: str) -> str:
    """The text as it can be kept and shown beside its flaw: short, and without what is no character."""
    return _NO_TEXT.sub(INSTEAD, text[:SEEN_TEXT] if len(text) > LONGEST_TEXT else text)


def judged(number: int, cells: Iterable[str], flaws: Iterable[tuple[int, str]] = ()) -> Row:
    """A row of trimmed cells with what is wrong in them, beside the flaws that are known already."""
    row = Row(number, [cell.strip() for cell in cells], list(flaws))
    together = "\n".join(row.cells)
    if len(together) <= LONGEST_TEXT and not _SUSPECT.search(together):
        return row
    known = {place for place, _ in row.flaws}
    for place, text in enumerate(row.cells):
        if (flaw := flaw_of(text)) and place not in known:
            row.flaws.append((place, flaw))
        if flaw:
            row.cells[place] = keepable(text)
    return row
