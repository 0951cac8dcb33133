"""Workbooks that were made to hurt: each costs at most the process that opens it, and says so with a code."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import psutil
import pytest

from chassis.tables.problems import Limits, UnreadableTable
from tests.support.tables import SHEET, edited, known, ods, ods_cell, ods_row, read, with_cells, workbook

LIMITS = Limits(memory=512 * 1024 * 1024, computing=30, waiting=100)


def problem(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableTable) as refused:
        read(content, limits)
    return str(refused.value)


def repeated(start: bytes, piece: bytes, times: int, end: bytes, part: str, book: bytes) -> bytes:
    """A workbook in which a part says one thing over and over: small, and huge when it is unpacked."""
    source, file = zipfile.ZipFile(io.BytesIO(book)), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in source.namelist():
            if name != part:
                archive.writestr(name, source.read(name))
        with archive.open(part, "w", force_zip64=True) as out:
            out.write(start)
            for _ in range(times):
                out.write(piece)
            out.write(end)
    return file.getvalue()


STRINGS = "xl/sharedStrings.xml"
MEGABYTE = b"a" * 1_000_000


def test_a_text_of_700_megabytes_takes_no_memory_and_costs_its_row() -> None:
    book = repeated(
        b"<sst><si><t>code</t></si><si><t>", MEGABYTE, 700, b"</t></si></sst>", STRINGS, workbook(["code"], ["x"])
    )
    _, _, rows = read(book, LIMITS)
    assert [(row.flaws, len(row.cells[0])) for row in rows] == [([(0, "cell_too_large")], 200)]


@pytest.mark.parametrize(
    "parts",
    [
        (b"<sst><si><t a='", MEGABYTE, 700, b"'/></si></sst>", STRINGS),
        (b"<sst>", b"<si><t>abcdefgh</t></si>" * 50_000, 100, b"</sst>", STRINGS),
        (b"<styleSheet><cellXfs>", b'<xf numFmtId="1"/>' * 50_000, 100, b"</cellXfs></styleSheet>", "xl/styles.xml"),
        (b"<worksheet><sheetData>", b"<x>" * 300_000, 30, b"", SHEET),
    ],
    ids=["attribute", "strings", "styles", "nesting"],
)
def test_what_fills_the_memory_costs_the_process(parts: Any) -> None:
    before = psutil.Process().memory_info().rss
    small = Limits(memory=200 * 1024 * 1024, computing=30, waiting=100)
    assert problem(repeated(*parts, workbook(["code"], ["x"])), small) == "too_much_to_read"
    assert psutil.Process().memory_info().rss - before < 300 * 1024 * 1024
    assert not [child for child in psutil.Process().children() if "workbook_process" in " ".join(child.cmdline())]


def test_what_unpacks_without_end_is_refused_on_the_way() -> None:
    book = repeated(
        b"<worksheet><sheetData>", b" " * 1_000_000, 100, b"</sheetData></worksheet>", SHEET, workbook(["a"])
    )
    assert problem(book, Limits(unpacked=50_000_000, memory=LIMITS.memory)) == "too_large_unpacked"


def test_a_long_text_that_every_cell_repeats_is_refused_on_the_way() -> None:
    cells = "".join(f'<c r="{chr(65 + n)}{{0}}" t="s"><v>1</v></c>' for n in range(20))
    rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(3, 400))
    book = edited(
        with_cells(rows=rows),
        STRINGS,
        b"<sst><si><t>code</t></si>" + 2 * (b"<si><t>" + b"a" * 32_000 + b"</t></si>") + b"</sst>",
    )
    assert problem(book, Limits(unpacked=10_000_000, memory=LIMITS.memory)) == "too_large_unpacked"


@pytest.mark.parametrize("name", ["xl/worksheets/data1.xml", "xl/x.bin", "tables/1", "xl/worksheets/Sheet1.XML"])
def test_what_a_sheet_is_called_changes_nothing(name: str) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert problem(with_cells(part=name, rows=far)) == "too_many_columns"


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
    ],
)
@pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
def test_declared_types_and_entities_are_refused_in_every_part(part: str, declared: bytes) -> None:
    book = edited(workbook(["code"], ["x"]), part, lambda data: data.replace(b"?>", b"?>" + declared, 1))
    assert problem(book) == "not_a_table"


def test_they_are_refused_in_an_open_document_too() -> None:
    assert problem(ods("", prefix='<!DOCTYPE x [<!ENTITY a "b">]>')) == "not_a_table"


def test_a_row_that_an_open_document_repeats_without_end_is_refused() -> None:
    many = ods_row(ods_cell("<text:p>code</text:p>"), attributes='table:number-rows-repeated="999999999"')
    assert problem(ods(f'<table:table table:name="a">{many}</table:table>'), Limits(rows=1000)) == "too_many_rows"
    wide = ods_row(ods_cell("<text:p>code</text:p>", columns=999_999_999))
    assert problem(ods(f'<table:table table:name="a">{wide}</table:table>')) == "too_many_columns"


def test_a_part_that_is_there_twice_or_links_outside_is_not_read() -> None:
    book = workbook(["code"], ["x"])
    file = io.BytesIO(book)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, "<worksheet/>")
    assert problem(file.getvalue()) == "not_a_table"
    outside = edited(
        book,
        "xl/_rels/workbook.xml.rels",
        lambda data: data.replace(
            b'Target="worksheets/sheet1.xml"', b'TargetMode="External" Target="file:///etc/passwd"'
        ),
    )
    assert problem(outside) == "empty_file"


def test_a_reader_that_takes_too_long_is_ended() -> None:
    long = repeated(b"<sst>", b"<si><t/></si>" * 100_000, 100, b"</sst>", STRINGS, workbook(["code"], ["x"]))
    assert problem(long, Limits(memory=2**32, computing=1)) == "too_much_to_read"
    assert problem(long, Limits(memory=2**32, waiting=1)) == "too_much_to_read"


def test_nothing_that_is_thrown_at_it_comes_through_as_an_error() -> None:
    book = workbook(["code", "name"], ["1", "a"])
    for at in range(0, len(book), 97):
        broken = book[:at] + b"\xff\0\xff" + book[at + 3 :]
        try:
            read(broken, LIMITS) if at % 5 == 0 else _read_here(broken)
        except UnreadableTable as error:
            assert error.problem  # noqa: PT017 - refused or read, both are right


def _read_here(content: bytes) -> None:
    from chassis.tables.workbook_process import lines_of

    for line in lines_of(io.BytesIO(content), "", 0, LIMITS):
        assert isinstance(line, (dict, list))
    assert known(["code"]) == 1
