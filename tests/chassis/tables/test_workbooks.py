"""Workbooks: the sheet that people see, its cells as they show them, and what is wrong in them by row and column."""

from __future__ import annotations

import gzip
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlwt

from chassis.tables.problems import Limits, UnreadableTable
from tests.support.tables import edited, ods, ods_cell, ods_row, ods_text, read, rows_of, with_cells, workbook

HEAD = ["code", "name", "address"]


def problem(content: bytes, **options: Any) -> tuple[str, dict[str, int | str]]:
    with pytest.raises(UnreadableTable) as refused:
        read(content, **options)
    return str(refused.value), refused.value.place


def test_cells_read_as_they_show_their_values() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_number(1, 0, 121, book.add_format({"num_format": "00000"}))
        sheet.write_datetime(1, 1, date(2026, 10, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 2, 1234567890123456)
        sheet.write_boolean(2, 0, True)
        sheet.write_rich_string(2, 1, "张", book.add_format({"bold": True}), "三")
        sheet.write_string(2, 2, "a\r\nb")

    assert rows_of(workbook(HEAD, fill=fill)) == [
        (2, ["00121", "2026-10-31", "1234567890123456"], []),
        (3, ["true", "张三", "a\r\nb"], []),
    ]


@pytest.mark.parametrize(
    ("cell", "text", "flaw"),
    [
        ('<c r="B2" t="str"><f>IF(1=1,"","x")</f><v></v></c>', "", ""),
        ('<c r="B2" t="str"><f>A1</f><v>x</v></c>', "x", ""),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', "2", ""),
        ('<c r="B2"><f>1+1</f><v></v></c>', "", "formula_without_value"),
        ('<c r="B2"><f>1+1</f></c>', "", "formula_without_value"),
        ('<c r="B2" t="str"><f>1+1</f></c>', "", "formula_without_value"),
        ('<c r="B2" t="e"><f>NA()</f><v>#N/A</v></c>', "#N/A", "spreadsheet_error"),
        ('<c r="B2"><v>1.1010119800203001E+17</v></c>', "1.1010119800203001E+17", "number_lost_digits"),
        ('<c r="B2" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></is></c>', "张三", ""),
        ('<c r="B2" t="inlineStr"><is><t>a_x0000_b</t></is></c>', "a\ufffdb", "not_a_text"),
        ('<c r="B2" t="inlineStr"><is><t>_xD83D__xDE00_</t></is></c>', "\U0001f600", ""),
        ('<c r="B2" t="d"><v>2026-10-31T00:00:00</v></c>', "2026-10-31", ""),
        ('<c r="B2" t="inlineStr"><is><t>########</t></is></c>', "########", "spreadsheet_error"),
    ],
)  # fmt: skip
def test_a_cell_says_its_text_and_what_is_wrong_with_it(cell: str, text: str, flaw: str) -> None:
    last = '<c r="C2" t="inlineStr"><is><t>z</t></is></c>'
    assert rows_of(with_cells(cell, last)) == [(2, ["", text, "z"], [(1, flaw)] if flaw else [])]


def test_the_sheet_that_is_shown_is_read_and_the_others_are_named() -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["code", "name"])
    hidden.append(["H1", "hidden"])
    for name in ("一月", "二月", "空"):
        sheet = book.create_sheet(name)
        if name != "空":
            sheet.append(["code", "name"])
            sheet.append([name, "x"])
    hidden.sheet_state = "hidden"
    book.active = 1
    file = io.BytesIO()
    book.save(file)
    read_as, _, rows = read(file.getvalue())
    assert (read_as.sheet, read_as.other_sheets, rows[0].cells) == ("一月", ["二月"], ["一月", "x"])
    read_as, _, rows = read(file.getvalue(), sheet="二月")
    assert (read_as.sheet, read_as.other_sheets, rows[0].cells) == ("二月", ["一月"], ["二月", "x"])
    assert problem(file.getvalue(), sheet="Sheet") == ("no_such_sheet", {"sheet": "Sheet"})


def test_a_sheet_that_is_not_read_refuses_nothing() -> None:
    wide = [[str(n) for n in range(300)]]
    content = workbook(HEAD, ["1", "a", "b"], 数据透视=wide)
    assert [cells for _, cells, _ in rows_of(content)] == [["1", "a", "b"]]
    assert problem(content, sheet="数据透视") == ("too_many_columns", {"sheet": "数据透视", "row": 1, "column": "GS"})
    broken = edited(content, "xl/worksheets/sheet2.xml", b"<worksheet><sheetData><row>")
    assert [cells for _, cells, _ in rows_of(broken)] == [["1", "a", "b"]]


def test_rows_have_the_numbers_that_the_spreadsheet_shows() -> None:
    content = workbook(["标题"], [], HEAD, [], ["1", "a", "b"])
    read_as, headings, rows = read(content)
    assert (read_as.heading_row, headings, [row.number for row in rows]) == (3, HEAD, [5])
    assert read(content, heading_row=5)[1] == ["1", "a", "b"]


def test_a_far_cell_costs_nothing_and_one_beyond_the_columns_is_named() -> None:
    far = '<row r="1048576"><c r="CV1048576"><v>1</v></c></row>'
    assert [number for number, _, _ in rows_of(with_cells(rows=far))] == [1048576]
    furthest = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    expected = ("too_many_columns", {"sheet": "Sheet1", "row": 1048576, "column": "XFD"})
    assert problem(with_cells(rows=furthest)) == expected
    empty = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert rows_of(with_cells('<c r="A2"><v>1</v></c>', rows=empty)) == [(2, ["1"], [])]


def test_too_many_rows_and_too_much_text_are_refused() -> None:
    content = workbook(HEAD, *(["1", "a", "x" * 1000] for _ in range(100)))
    assert problem(content, limits=Limits(rows=100))[0] == "too_many_rows"
    assert len(rows_of(content, limits=Limits(rows=101))) == 100
    assert problem(content, limits=Limits(unpacked=60_000))[0] == "too_large_unpacked"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="3"><c r="A4"><v>1</v></c></row>',
        '<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row>',
        '<row r="3"><c r="A3"><v>1</v></c><c r="A3"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="3"><c r="A3" t="s"><v>99</v></c></row>',
    ],
)
def test_a_workbook_that_contradicts_itself_is_refused(rows: str) -> None:
    assert problem(with_cells('<c r="A2"><v>1</v></c>', rows=rows))[0] == "not_a_table"


def old_workbook() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    first = book.add_sheet("隐藏")
    first.visibility = 1
    first.write(0, 0, "code")
    sheet = book.add_sheet("客户")
    for column, name in enumerate(HEAD):
        sheet.write(0, column, name)
    sheet.write(1, 0, 121, xlwt.easyxf(num_format_str="00000"))
    sheet.write(1, 1, "张三")
    sheet.write(1, 2, date(2026, 10, 31), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(2, 0, 13900001000)
    sheet.write(2, 1, xlwt.Formula("1/0"))
    sheet.write(2, 2, 1.5)
    sheet.row(3).set_cell_error(0, 0x2A)
    book.set_active_sheet(1)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    read_as, headings, rows = read(old_workbook())
    assert (read_as.format, read_as.sheet, read_as.other_sheets, headings) == ("xls", "客户", [], HEAD)
    assert rows[0].cells == ["00121", "张三", "2026-10-31"]
    assert (rows[1].cells[0], rows[1].cells[2]) == ("13900001000", "1.5")
    assert rows[2].flaws == [(0, "spreadsheet_error")]


HIDDEN = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
STYLES = f'{HIDDEN}<style:style style:name="ta1"/>'
FIRST = (
    ods_row(*map(ods_text, HEAD)),
    ods_row(
        ods_cell("<text:p>00121</text:p>", value_type="float", value=121),
        ods_cell(
            "<office:annotation><text:p>不读</text:p></office:annotation>"
            '<text:p>张<text:s text:c="2"/>三</text:p><text:p>二</text:p>',
            value_type="string",
        ),
        ods_cell("<text:p>31.10.</text:p>", value_type="date", date_value="2026-10-31"),
    ),
    ods_row(
        ods_cell("<text:p>7</text:p>", columns=2, value_type="float", value=7),
        ods_cell("<text:p>#DIV/0!</text:p>", formula="of:=1/0", value_type="string", calc="error"),
        attributes='table:number-rows-repeated="2"',
    ),
    ods_row("<table:table-cell/>", attributes='table:number-rows-repeated="1048570"'),
)
SHEETS = (
    f'<table:table table:name="藏" table:style-name="ta2">{ods_row(ods_text("code"))}</table:table>'
    f'<table:table table:name="一" table:style-name="ta1">{"".join(FIRST)}</table:table>'
    f'<table:table table:name="二">{ods_row(ods_text("code"))}</table:table>'
)


def test_an_open_document_is_read_like_a_workbook() -> None:
    read_as, headings, rows = read(ods(SHEETS, styles=STYLES))
    assert (read_as.format, read_as.sheet, read_as.other_sheets, headings) == ("ods", "一", ["二"], HEAD)
    assert [(row.number, row.cells, row.flaws) for row in rows] == [
        (2, ["00121", "张  三\n二", "2026-10-31"], []),
        (3, ["7", "7", "#DIV/0!"], [(2, "spreadsheet_error")]),
        (4, ["7", "7", "#DIV/0!"], [(2, "spreadsheet_error")]),
    ]
    active = '<config:config-item config:name="ActiveTable">二</config:config-item>'
    assert read(ods(SHEETS, styles=STYLES, settings=active))[0].sheet == "二"


def test_a_password_is_said_to_be_the_reason() -> None:
    assert problem(ods(SHEETS, manifest="<m><encryption-data/></m>"))[0] == "locked_file"
    locked = old_workbook() + "EncryptedPackage".encode("utf-16-le")
    assert problem(locked)[0] == "locked_file"


def test_a_packed_workbook_is_unpacked_first() -> None:
    assert len(rows_of(gzip.compress(workbook(HEAD, ["1", "a", "b"])))) == 1


def test_half_a_workbook_is_half_a_file() -> None:
    assert problem(workbook(HEAD)[:-200])[0] == "half_a_file"
    assert problem(b"PK\x03\x04nonsense")[0] == "half_a_file"
    assert problem(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)[0] == "not_a_table"
