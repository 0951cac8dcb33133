"""What can be wrong with a file, or with one cell of it; the limits of what is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_TEXT = 32_767
"""Characters of a cell: what a spreadsheet program itself can hold."""

SEEN_TEXT = 200
"""Characters that are kept of a cell that is longer."""


class TableProblem(StrEnum):
    """Why a whole file is refused."""

    EMPTY_FILE = "empty_file"
    NO_ROWS = "no_rows"
    NOT_A_TABLE = "not_a_table"
    MARKUP = "markup_file"
    LOCKED = "locked_file"
    HALF_A_FILE = "half_a_file"
    WRONG_ENCODING = "wrong_encoding"
    MIXED_ENCODINGS = "mixed_encodings"
    OPEN_QUOTE = "open_quote"
    NO_SUCH_SHEET = "no_such_sheet"
    NO_SUCH_ROW = "no_such_row"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    CELL_TOO_LARGE = "cell_too_large"
    TOO_MUCH_TO_READ = "too_much_to_read"


class CellFlaw(StrEnum):
    """Why a cell, and with it its row, cannot be trusted."""

    NOT_A_TEXT = "not_a_text"
    ROWS_IN_A_CELL = "rows_in_a_cell"
    BAD_QUOTES = "bad_quotes"
    CELL_TOO_LARGE = "cell_too_large"
    NUMBER_LOST_DIGITS = "number_lost_digits"
    SPREADSHEET_ERROR = "spreadsheet_error"
    FORMULA_WITHOUT_VALUE = "formula_without_value"


class UnreadableTable(Exception):
    """The file cannot be read as a table; ``place`` says where (sheet, row, column), as far as that is known."""

    def __init__(self, problem: TableProblem, **place: int | str) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.place = place


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of a file is read: bytes or characters unpacked, rows, columns with something in them; and what the
    process that opens a workbook may use: bytes of memory, seconds of computing, seconds of being waited for."""

    unpacked: int = 1024 * 1024 * 1024
    rows: int = 2_000_000
    columns: int = 200
    memory: int = 1024 * 1024 * 1024
    computing: int = 600
    waiting: int = 600


@dataclass(frozen=True, kw_only=True)
class Choice:
    """How somebody wants a file to be read; what is empty is found out."""

    encoding: str = ""
    sheet: str = ""
    heading_row: int = 0


@dataclass
class Row:
    """One row: its number as a spreadsheet shows it, its cells trimmed, and what is wrong in them: place of the cell
    (from 0) and code. ``cut_off``: the file ends here, without the end of a line."""

    number: int
    cells: list[str]
    flaws: list[tuple[int, str]] = field(default_factory=list)
    cut_off: bool = False
