"""The limits of an import, and the codes by which a file or a row is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LARGEST_UPLOAD = 64 * 1024 * 1024
LARGEST_UNPACKED = 1024 * 1024 * 1024
MOST_ROWS = 2_000_000
MOST_COLUMNS = 200
SHOWN_VALUE = 200
"""Limits: bytes as sent, bytes unpacked, rows, columns, and how many characters of a wrong value are shown."""


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
    CHANGED_SINCE = "changed_since"
    NO_SUCH_OWNER = "no_such_owner"
    SEVERAL_OWNERS = "several_owners"
    RETURNED = "returned_row"
    WAITS_WITH_IMPORT = "waits_with_import"
    SEVERAL_CUSTOMERS = "several_customers"
    TWO_CUSTOMERS = "two_customers"


def was_left_out(code: str, *, whole_row: bool) -> bool:
    """Whether a row was stored without the value that a flaw names: not lost, and not waiting for a check."""
    return not whole_row and code != RowProblem.NEEDS_CHECK


@dataclass(frozen=True)
class Flaw:
    """What is wrong in a row: the column (its heading), the code, the value as met."""

    row: int
    column: str
    code: str
    value: str
    whole_row: bool = True
    """Whether the row was lost; False when only this field was left out, or waits for a check."""
    left_out: bool = False
    """Whether the value was left out because it was wrong, as the import was told to do."""
