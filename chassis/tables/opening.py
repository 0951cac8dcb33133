"""From the bytes of a file to its rows: what it is by what it holds, not by what it is called."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import IO, Any

import filetype

from chassis.tables.csv_rows import CsvRows, Form, Place, find_form
from chassis.tables.encodings import BOMS, Encoding, find_encoding, wide_encoding
from chassis.tables.heading_rows import FIRST_ROWS, Headings, Known, find_headings
from chassis.tables.packed import GZIP, unpacked
from chassis.tables.problems import Choice, Limits, Row, TableProblem, UnreadableTable
from chassis.tables.workbook_process import OLE2
from chassis.tables.workbooks import WorkbookRows

WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", OLE2)
HEAD = 8192
LARGEST_WORKBOOK = 256 * 1024 * 1024
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|table|!--|head|body|meta)", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class ReadAs:
    """How a file was read. ``certain``: whether its encoding is beyond doubt; ``heading_row``: where its headings
    begin; ``rows_from``: the row after which its rows begin."""

    format: str
    encoding: str = ""
    certain: bool = True
    delimiter: str = ""
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)
    heading_row: int = 0
    rows_from: int = 0
    old_ends: bool = False
    bom: int = 0


@dataclass(frozen=True)
class Looked:
    """What a file is: how it is read, its headings, and where its rows begin."""

    read_as: ReadAs
    headings: list[str]
    place: Place


def look(file: IO[bytes], known: Known, limits: Limits, choice: Choice) -> Looked:
    """Find out what a file is and where its headings stand. Raises UnreadableTable."""
    content = unpacked(file, limits.unpacked)
    head = content.read(HEAD)
    if is_workbook(head):
        return _look_at_workbook(file, known, limits, choice)
    _refuse_others(head)
    encoding = find_encoding(content, choice.encoding)
    if encoding.other and not encoding.certain:
        encoding = _by_headings(content, encoding, known)
    form, start = find_form(content, encoding, known)
    first = list(islice(CsvRows(content, form, start), FIRST_ROWS if not choice.heading_row else choice.heading_row))
    headings = _headings(first, known, limits, choice)
    rows = CsvRows(content, form, start)
    for row in rows:
        if row.number >= headings.last:
            break
    read_as = ReadAs(
        format="csv",
        encoding=encoding.name,
        certain=encoding.certain,
        delimiter=form.delimiter,
        heading_row=headings.number,
        rows_from=headings.last,
        old_ends=form.old_ends,
        bom=encoding.bom,
    )
    return Looked(read_as, headings.cells, rows.place)


def _by_headings(content: IO[bytes], encoding: Encoding, known: Known) -> Encoding:
    """Of two possible encodings the one in which the headings are known; where that is so in one alone, it is beyond
    doubt."""
    other = Encoding(encoding.other)
    mine, theirs = (_headings_known(content, each, known) for each in (encoding, other))
    chosen = other if theirs > mine else encoding
    return replace(chosen, certain=(mine == 0) != (theirs == 0))


def _headings_known(content: IO[bytes], encoding: Encoding, known: Known) -> int:
    form, start = find_form(content, encoding, known)
    try:
        return max((known(row.cells) for row in islice(CsvRows(content, form, start), FIRST_ROWS)), default=0)
    except UnreadableTable:
        return 0


def _look_at_workbook(file: IO[bytes], known: Known, limits: Limits, choice: Choice) -> Looked:
    with _workbook(file, choice.sheet, 0, limits) as rows:
        first = list(islice(rows, FIRST_ROWS)) if not choice.heading_row else _up_to(rows, choice.heading_row)
        about = rows.about
    headings = _headings(first, known, limits, choice)
    read_as = ReadAs(
        format=about["format"],
        sheet=about["sheet"],
        other_sheets=about["others"],
        heading_row=headings.number,
        rows_from=headings.last,
    )
    return Looked(read_as, headings.cells, Place(0, headings.last))


def _up_to(rows: WorkbookRows, number: int) -> list[Row]:
    """The row of a number, if there is one."""
    found = next((row for row in rows if row.number >= number), None)
    return [found] if found else []


def _headings(first: list[Row], known: Known, limits: Limits, choice: Choice) -> Headings:
    headings = find_headings(first, known, choice.heading_row)
    if len(headings.cells) > limits.columns:
        raise UnreadableTable(TableProblem.TOO_MANY_COLUMNS, row=headings.number, column=limits.columns + 1)
    return headings


@contextmanager
def rows_from(file: IO[bytes], read_as: ReadAs, place: Place, width: int, limits: Limits) -> Iterator[Any]:
    """The rows of a file from a place on: CsvRows, whose ``place`` is where the next one begins, or WorkbookRows.
    Raises UnreadableTable."""
    if read_as.format == "csv":
        encoding = Encoding(read_as.encoding, bom=read_as.bom)
        form = Form(encoding, read_as.delimiter, read_as.old_ends)
        yield CsvRows(unpacked(file, limits.unpacked), form, place, width)
    else:
        with _workbook(file, read_as.sheet, place.row, limits) as rows:
            yield rows


@contextmanager
def _workbook(file: IO[bytes], sheet: str, after: int, limits: Limits) -> Iterator[WorkbookRows]:
    file.seek(0)
    packed = file.read(len(GZIP)) == GZIP
    file.seek(0)
    if not packed:
        with WorkbookRows(file, sheet, after, limits) as rows:
            yield rows
        return
    with tempfile.TemporaryFile() as whole:
        content = unpacked(file, min(limits.unpacked, LARGEST_WORKBOOK))
        while data := content.read(HEAD):
            whole.write(data)
        with WorkbookRows(whole, sheet, after, limits) as rows:
            yield rows


def is_workbook(head: bytes) -> bool:
    """Whether a file begins as workbooks do: as a zip, or as an old compound file."""
    return head.startswith(WORKBOOKS)


def _refuse_others(head: bytes) -> None:
    """What is neither a workbook nor a text. Raises UnreadableTable."""
    mark = next((bom for bom in BOMS if head.startswith(bom)), b"")
    name = BOMS.get(mark) or wide_encoding(head)
    text = head.removeprefix(mark).decode(name, "ignore").encode() if name.startswith("utf-16") else head[len(mark) :]
    if not text.strip():
        raise UnreadableTable(TableProblem.EMPTY_FILE)
    if _MARKUP.match(text):
        raise UnreadableTable(TableProblem.MARKUP)
    strange = len(_CONTROLS.findall(text))
    known = (strange or b"\0" in text) and filetype.guess(text) is not None
    if known or strange * 50 > len(text) or text.startswith((GZIP, b"{\\rtf", b"%PDF")):
        raise UnreadableTable(TableProblem.NOT_A_TABLE)
