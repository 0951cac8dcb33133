"""Why a text cannot be read as the value that it should be."""

from __future__ import annotations

from enum import StrEnum


class ValueProblem(StrEnum):
    """The codes of what is wrong with a text."""

    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_WHOLE_NUMBER = "not_a_whole_number"
    NUMBER_LOST_DIGITS = "number_lost_digits"
    OTHER_UNIT = "other_unit"
    SPREADSHEET_ERROR = "spreadsheet_error"
    NOT_A_TEXT = "not_a_text"


class Unreadable(ValueError):
    """A text is not the value that it should be; ``code`` says why."""

    def __init__(self, code: ValueProblem) -> None:
        super().__init__(code.value)
        self.code = code.value
