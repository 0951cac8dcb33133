"""Whatever a spreadsheet program writes, under whatever names: what is read is what was written, and was measured."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from chassis.tables.problems import Limits
from chassis.tables.workbook_process import lines_of
from tests.support.tables import SHEET, edited, workbook

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=8).filter(
    lambda text: "_x" not in text and "\ufffe" not in text and "\uffff" not in text and "#" not in text
)
CELLS = st.one_of(
    st.just(""), TEXTS, st.integers(-(2**53) + 1, 2**53 - 1), st.booleans(), st.integers(0, 9_999).map(lambda n: n / 8)
)
TABLES = st.lists(st.lists(CELLS, max_size=12), min_size=1, max_size=12)
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(/[a-z][a-z0-9]{0,8}){0,2}(\.xml)?", fullmatch=True).filter(
    lambda name: "rels" not in name
)


def as_written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    return str(value).strip()


def written(table: list[list[Any]]) -> list[list[Any]]:
    """Number and cells of each row with anything in it."""
    rows = []
    for number, line in enumerate(table, start=1):
        cells = [as_written(value) for value in line]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append([number, cells])
    return rows


def by_openpyxl(table: list[list[Any]]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for number, line in enumerate(table, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(number, column)
            if isinstance(value, str) and value:
                cell.value, cell.data_type = value, "s"
            elif value != "":
                cell.value = value
    book.save(file)
    return file.getvalue()


def reading(content: bytes, limits: Limits) -> tuple[list[list[Any]], str]:
    """Number and cells of the rows that are read, and how it ended."""
    lines = list(lines_of(io.BytesIO(content), "", 0, limits))
    return [line[:2] for line in lines if isinstance(line, list)], lines[-1]["end"]  # type: ignore[call-overload]


@settings(deadline=None, max_examples=150)
@given(table=TABLES, name=NAMES, other=st.booleans(), limits=st.tuples(st.integers(1, 12), st.integers(1, 12)))
def test_whatever_is_read_was_measured(table: list[list[Any]], name: str, other: bool, limits: tuple[int, int]) -> None:
    content = edited(by_openpyxl(table) if other else workbook(*table), SHEET, bytes, to=f"xl/{name}")
    expected = written(table)
    most_rows, most_columns = limits
    got, end = reading(content, Limits(rows=most_rows, columns=most_columns))
    fitting = [row for row in expected[:most_rows] if len(row[1]) <= most_columns]
    if len(fitting) == len(expected):
        assert (got, end) == (expected, "done")
    else:
        assert end in ("too_many_rows", "too_many_columns")
        assert len(got) <= most_rows
        assert all(len(cells) <= most_columns for _, cells in got)


@settings(deadline=None, max_examples=50)
@given(table=TABLES)
def test_another_reader_sees_the_same(table: list[list[Any]]) -> None:
    content = workbook(*table)
    sheet = load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    seen = [] if sheet.start is None else [list(map(as_written, row)) for row in sheet.to_python(skip_empty_area=False)]
    assert reading(content, Limits())[0] == written(seen)
