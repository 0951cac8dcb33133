"""The limits of an import, and the codes by which a file or a row is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LARGEST_UPLOAD = 64 * 1024 * 1024
LARGEST_UNPACKED = 1024 * 1024 * 1024
MOST_ROWS = 2_000_000
MOST_COLUMNS = 200
LARGEST_CELL = 1024 * 1024
MOST_SHEET_CELLS = 30_000_000
SHOWN_VALUE = 200
"""Limits: bytes as sent, bytes unpacked, rows, columns, characters in a cell, cells of a sheet from its first corner
to its last, and how many characters of a wrong value are shown."""


class FileProblem(StrEnum):
    """Why a whole file is refused."""

    EMPTY_FILE = "empty_file"
    NO_ROWS = "no_rows"
    NOT_A_TABLE = "not_a_table"
    HALF_A_FILE = "half_a_file"
    WRONG_ENCODING = "wrong_encoding"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    CELL_TOO_LARGE = "cell_too_large"
    FORMULAS_WITHOUT_VALUES = "formulas_without_values"


class RowProblem(StrEnum):
    """Why a row, or one field of it, is refused, beside the codes of the fields themselves (not_a_date ...)."""

    FORMULA = "formula"
    TWICE_IN_FILE = "twice_in_file"
    TOO_MANY_CELLS = "too_many_cells"
    ROW_CUT_OFF = "row_cut_off"
    NO_SUCH_CUSTOMER = "no_such_customer"
    ALREADY_TAKEN = "already_taken"
    NEEDS_CHECK = "needs_check"
    OTHER_KIND = "other_kind"
    CUSTOMER_MERGED = "customer_merged"
    CHANGED_SINCE = "changed_since"
    NO_SUCH_OWNER = "no_such_owner"
    SEVERAL_OWNERS = "several_owners"
    RETURNED = "returned_row"


class UnreadableFile(Exception):
    """The file cannot be read as a table; ``place`` says where (row, column), as far as that is known."""

    def __init__(self, problem: FileProblem, **place: int | str) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.place = place


@dataclass(frozen=True)
class Flaw:
    """What is wrong in a row: the column (its heading), the code, the value as met."""

    row: int
    column: str
    code: str
    value: str
    whole_row: bool = True
    """Whether the row was lost; False when only this field was left out."""
