"""Files for spreadsheets: CSV in UTF-8 that Excel knows as such, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_AT_ONCE = 200


def harmless(value: Any) -> str:
    """A cell as text that no spreadsheet takes for a formula: such a text gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULAS) else text


def csv_lines(head: Iterable[Sequence[Any]], rows: Callable[[], Iterable[Sequence[Any]]]) -> Iterator[str]:
    """A file in pieces: the lines of ``head``, then what ``rows`` gives."""
    yield BYTE_ORDER_MARK + _lines(head)
    piece: list[Sequence[Any]] = []
    for row in rows():
        piece.append(row)
        if len(piece) == _ROWS_AT_ONCE:
            yield _lines(piece)
            piece = []
    if piece:
        yield _lines(piece)


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([[harmless(cell) for cell in row] for row in rows])
    return written.getvalue()
