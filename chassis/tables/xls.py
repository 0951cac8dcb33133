"""Old Excel and WPS workbooks (.xls, .et): one library reads them, their numbers as the cells show them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    error_text_from_code,
)

from chassis.tables.cell_texts import judged
from chassis.tables.number_formats import Format, shown
from chassis.tables.problems import CellFlaw, Limits, Row, TableProblem, UnreadableTable
from chassis.tables.xlsx import letters

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which a newer workbook with a password lies, within an old kind of file."""


class OldWorkbook:
    """A workbook. Raises UnreadableTable for one with a password, and for what is none."""

    def __init__(self, data: bytes) -> None:
        if ENCRYPTED in data:
            raise UnreadableTable(TableProblem.LOCKED)
        try:
            self._book: Any = xlrd.open_workbook(
                file_contents=data,
                logfile=io.StringIO(),
                on_demand=True,
                ragged_rows=True,
                formatting_info=True,
                ignore_workbook_corruption=True,
            )
        except xlrd.XLRDError as error:
            locked = "encrypted" in str(error).lower()
            raise UnreadableTable(TableProblem.LOCKED if locked else TableProblem.NOT_A_TABLE) from None
        self.names: list[str] = self._book.sheet_names()
        self._formats: dict[int, Format] = {}

    def is_visible(self, place: int) -> bool:
        """Whether people see a sheet."""
        return bool(self._book._sheet_visibility[place] == 0)

    def active_sheet(self) -> int:
        """The place of the sheet that the workbook opens with; -1 where it says of none."""
        places = (place for place in range(len(self.names)) if self._book.sheet_by_index(place).sheet_visible)
        return next(places, -1)

    def rows_of(self, place: int, limits: Limits) -> Iterator[Row]:
        """The rows of a sheet, those with nothing in them left out. Raises UnreadableTable."""
        sheet = self._book.sheet_by_index(place)
        for number in range(sheet.nrows):
            cells: list[str] = []
            flaws: list[tuple[int, str]] = []
            for column, cell in enumerate(sheet.row(number)):
                text, flaw = self._value(cell)
                if not text and not flaw:
                    continue
                if column >= limits.columns:
                    name = letters(column)
                    raise UnreadableTable(
                        TableProblem.TOO_MANY_COLUMNS, sheet=self.names[place], row=number + 1, column=name
                    )
                cells += [""] * (column - len(cells)) + [text]
                flaws += [(column, flaw)] if flaw else []
            if cells:
                yield judged(number + 1, cells, flaws)

    def _value(self, cell: Any) -> tuple[str, str]:
        kind, value = cell.ctype, cell.value
        if kind in (XL_CELL_EMPTY, XL_CELL_BLANK):
            return "", ""
        if kind in (XL_CELL_NUMBER, XL_CELL_DATE):
            return shown(_raw(value), self._format(cell.xf_index), bool(self._book.datemode))
        if kind == XL_CELL_BOOLEAN:
            return ("true" if value else "false"), ""
        if kind == XL_CELL_ERROR:
            return error_text_from_code.get(value, "#N/A"), CellFlaw.SPREADSHEET_ERROR
        return str(value), ""

    def _format(self, place: int | None) -> Format:
        key = place if place is not None and place < len(self._book.xf_list) else -1
        if key not in self._formats:
            number = self._book.xf_list[key].format_key if key >= 0 else 0
            known = self._book.format_map.get(number)
            self._formats[key] = Format(number, known.format_str if known else "")
        return self._formats[key]


def _raw(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
