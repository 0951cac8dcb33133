"""Text files: every row is read, or it is said which one is not."""

from __future__ import annotations

import gzip
import io

import pytest

from chassis.tables.csv_rows import CsvRows, Form, Place
from chassis.tables.encodings import Encoding
from chassis.tables.opening import look
from chassis.tables.problems import Choice, Limits, TableProblem, UnreadableTable
from tests.support.tables import known, read, rows_of

HEAD = "编号,姓名,手机,地址,背景\n"


def problem(content: bytes, **choice: object) -> tuple[str, dict[str, int | str]]:
    with pytest.raises(UnreadableTable) as refused:
        read(content, **choice)
    return str(refused.value), refused.value.place


def test_a_file_that_ends_inside_quotation_marks_is_refused_with_the_row_where_they_opened() -> None:
    content = HEAD + 'BR1,吴,1,a,b\nBR156,吴七,13900001056,"未闭合,x\nBR157,吴八,1,2,3\nBR158,吴九,1,2,3\n'
    assert problem(content.encode()) == ("open_quote", {"row": 3})


def test_so_is_one_that_never_ends_a_cell_again() -> None:
    content = HEAD + 'BR1,吴,1,"a,b\n' + "BR2,吴,1,a,b\n" * 100_000
    assert problem(content.encode()) == ("open_quote", {"row": 2})
    assert problem((HEAD + "x" * 1_100_000 + ",a\n").encode()) == ("cell_too_large", {"row": 2})


def test_a_cell_that_has_swallowed_rows_is_named_and_one_of_two_lines_is_not() -> None:
    content = HEAD + 'B1,吴七,1,"未闭合,x\nB2,吴八,1,2,3\nB3,吴九",k\nB4,吴十,1,"两行,\n第二行",k\n'
    assert [(number, flaws) for number, _, flaws in rows_of(content.encode())] == [
        (2, [(3, "rows_in_a_cell")]),
        (3, []),
    ]


def test_quotation_marks_in_wrong_places_are_named_and_the_next_row_is_read() -> None:
    content = HEAD + 'B1,"吴"七,1,2,3\nB2,吴八,1,5" 管,3\nB3,"吴""九""",1,2,3\n'
    assert rows_of(content.encode()) == [
        (2, ["B1", "吴七", "1", "2", "3"], [(4, "bad_quotes")]),
        (3, ["B2", "吴八", "1", '5" 管', "3"], []),
        (4, ["B3", '吴"九"', "1", "2", "3"], []),
    ]


@pytest.mark.parametrize(
    ("cell", "flaw"),
    [
        ("#VALUE!", "spreadsheet_error"),
        ("#N/A", "spreadsheet_error"),
        ("########", "spreadsheet_error"),
        ("Err:502", "spreadsheet_error"),
        ("1.23457E+17", "number_lost_digits"),
        ("1E+05", "number_lost_digits"),
        ("a\0b", "not_a_text"),
        ("a\ufffdb", "not_a_text"),
        ("字" * 32_768, "cell_too_large"),
    ],
)
def test_a_cell_that_no_longer_says_what_was_meant_is_named_and_other_rows_are_read(cell: str, flaw: str) -> None:
    content = f"编号,姓名\nB1,{cell}\nB2,王\n".encode()
    (_, cells, flaws), good = rows_of(content)
    assert (flaws, good) == ([(1, flaw)], (3, ["B2", "王"], []))
    assert "\0" not in cells[1]
    assert len(cells[1]) <= 200


@pytest.mark.parametrize("cell", ["#1", "#", "1E5", "E+12", "1.5", "字" * 32_767, "12#", "C++"])
def test_a_cell_that_looks_nearly_like_it_is_read(cell: str) -> None:
    assert rows_of(f"编号,姓名\nB1,{cell}\n".encode()) == [(2, ["B1", cell], [])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_the_headings_known(delimiter: str) -> None:
    content = delimiter.join(("编号", "姓名", "a,b;c|d" if delimiter == "\t" else "备注")) + "\n"
    read_as, headings, _ = read((content + delimiter.join("123") + "\n").encode())
    assert (read_as.delimiter, headings[:2]) == (delimiter, ["编号", "姓名"])


def test_a_line_that_names_the_delimiter_is_no_row() -> None:
    read_as, headings, rows = read("sep=;\r\n编号;姓名\r\nB1;a,b,c\r\n".encode("utf-8-sig"))
    assert (read_as.delimiter, headings, rows[0].number, rows[0].cells) == (";", ["编号", "姓名"], 2, ["B1", "a,b,c"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_found_again_from_any_place_on(encoding: str, end: str) -> None:
    lines = ["编号,姓名,地址", *(f'B{n},陈{n},"路 {n}"' for n in range(9))]
    file = io.BytesIO(end.join([*lines, ""]).encode(encoding))
    looked = look(file, known, Limits(), Choice())
    read_as, place, seen = looked.read_as, looked.place, []
    form = Form(Encoding(read_as.encoding, bom=read_as.bom), read_as.delimiter, read_as.old_ends)
    while True:
        rows = CsvRows(file, form, place)
        row = next(iter(rows), None)
        if row is None:
            break
        seen.append((row.number, row.cells, row.cut_off))
        place = rows.place
    assert seen == [(n + 2, [f"B{n}", f"陈{n}", f"路 {n}"], False) for n in range(9)]


def test_a_row_in_which_the_file_ends_says_so() -> None:
    rows = CsvRows(io.BytesIO(b"a,b\nc,d"), Form(Encoding("utf-8"), ","), Place())
    assert [row.cut_off for row in rows] == [False, True]


def test_a_packed_file_is_read_to_its_limit() -> None:
    content = gzip.compress(HEAD.encode() + b"B1,a,b,c,d\n" * 10_000)
    assert len(rows_of(content)) == 10_000
    assert problem(content, limits=Limits(unpacked=50_000)) == ("too_large_unpacked", {})
    assert problem(content[:-9]) == ("half_a_file", {})
    assert problem(gzip.compress(content)) == ("not_a_table", {})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", TableProblem.EMPTY_FILE),
        (b"\xef\xbb\xbf\r\n ", TableProblem.EMPTY_FILE),
        (b"%PDF-1.7\n1 0 obj\n", TableProblem.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", TableProblem.NOT_A_TABLE),
        (b"{\\rtf1 a}", TableProblem.NOT_A_TABLE),
        (b"<html><table><tr><td>code</td></tr></table>", TableProblem.MARKUP),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', TableProblem.MARKUP),
        ("<html>".encode("utf-16"), TableProblem.MARKUP),
        (bytes(range(256)) * 10, TableProblem.NOT_A_TABLE),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_holds(content: bytes, code: TableProblem) -> None:
    assert problem(content)[0] == code


def test_a_table_that_begins_like_a_picture_is_a_table() -> None:
    assert rows_of(b"BM,code\n1,2\n") == [(2, ["1", "2"], [])]


@pytest.mark.parametrize(("text", "encoding"), [("编号,姓名\n1,陈凯\n", "gb18030"), ("編號,姓名\n1,陳凱\n", "big5")])
def test_headings_decide_between_two_possible_encodings(text: str, encoding: str) -> None:
    read_as, headings, _ = read(text.encode(encoding))
    assert (read_as.encoding, read_as.certain, headings) == (encoding, True, text.split("\n")[0].split(","))


def test_where_headings_decide_nothing_the_encoding_stays_in_doubt() -> None:
    assert read(b"code,name\n1,\xe9e\n")[0].certain is False
