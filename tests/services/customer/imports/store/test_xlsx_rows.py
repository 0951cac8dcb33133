"""Workbooks: their cells as one would type them, and how far a sheet may reach."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from services.customer.imports.domain.problems import FileProblem, UnreadableFile
from services.customer.imports.store import xlsx_rows
from services.customer.imports.store.xlsx_rows import as_text, look_through, rows_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("张三", "张三"),
        ("a\0b", "ab"),
        (True, "true"),
        (False, "false"),
        (3.0, "3"),
        (-3.0, "-3"),
        (3.5, "3.5"),
        (0.1 + 0.2, "0.3"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e15, "1e+15"),
        (datetime.fromisoformat("2026-10-31"), "2026-10-31"),
        (datetime.fromisoformat("2026-10-31T00:00:01"), "2026-10-31 00:00:01"),
        (date(2026, 10, 31), "2026-10-31"),
        (time(8, 30), "08:30:00"),
        (7, "7"),
    ],
)
def test_a_cell_reads_as_one_would_type_it(cell: object, text: str) -> None:
    assert as_text(cell) == text


def workbook(*rows: list[object], start: int = 1) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, start):
        for column, cell in enumerate(row, 1):
            sheet.cell(number, column, cell)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def edited(content: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with another text in its sheet."""
    source, file = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data.replace(old, new) if "worksheets" in name else data)
    return file.getvalue()


def problem(content: bytes) -> tuple[str, dict[str, int | str]]:
    try:
        look_through(io.BytesIO(content))
    except UnreadableFile as error:
        return error.problem.value, dict(error.place)
    return "", {}


def test_rows_are_numbered_as_the_spreadsheet_shows_them_and_begin_after_the_last_one_read() -> None:
    content = workbook(["a"], ["b"], ["c"], start=3)
    read = [(row.number, row.cells) for row in rows_of(io.BytesIO(content)) if any(row.cells)]
    assert read == [(3, ["a"]), (4, ["b"]), (5, ["c"])]
    assert [row.number for row in rows_of(io.BytesIO(content), after=3)] == [4, 5]
    assert [row.number for row in rows_of(io.BytesIO(content), after=5)] == []


def test_an_empty_sheet_has_no_rows() -> None:
    assert list(rows_of(io.BytesIO(workbook()))) == []


def test_what_is_no_workbook_is_no_table() -> None:
    with pytest.raises(UnreadableFile) as refused:
        list(rows_of(io.BytesIO(b"PK\x03\x04nonsense")))
    assert refused.value.problem is FileProblem.NOT_A_TABLE


def test_a_sheet_may_reach_as_far_as_the_limits_and_not_a_cell_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_rows, "MOST_COLUMNS", 3)
    monkeypatch.setattr(xlsx_rows, "MOST_SHEET_CELLS", 6)
    assert problem(workbook(["a", "b", "c"], ["d", "e", "f"])) == ("", {})
    assert problem(workbook(["a", "b", "c", "d"])) == ("too_many_columns", {"row": 1, "column": "D"})
    assert problem(workbook(["a", "b", "c"], [], ["g"])) == ("too_many_rows", {"row": 3})


def test_a_formula_counts_with_the_value_that_was_kept_of_it() -> None:
    content = workbook(["a", "=1+1"])
    assert problem(content) == ("formulas_without_values", {"row": 1, "column": "B"})
    kept = edited(content, b"<v></v>", b"<v>2</v>") if b"<v></v>" in content else edited(content, b"<v />", b"<v>2</v>")
    assert problem(kept) == ("", {})
    blank = (
        edited(content, b"<v></v>", b"<v> </v>") if b"<v></v>" in content else edited(content, b"<v />", b"<v> </v>")
    )
    assert problem(blank)[0] == "formulas_without_values"


def test_a_sheet_that_declares_entities_is_no_table() -> None:
    content = edited(workbook(["a"]), b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    assert problem(content)[0] == "not_a_table"


def test_a_sheet_of_broken_markup_is_no_table() -> None:
    assert problem(edited(workbook(["a"]), b"</row>", b"</rows>"))[0] == "not_a_table"
