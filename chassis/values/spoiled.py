"""Cells whose value is gone: a spreadsheet's own error, a number that has lost its digits, a letter that was lost."""

from __future__ import annotations

import re

from chassis.texts import half_width
from chassis.values.numbers import has_lost_digits
from chassis.values.unreadable import ValueProblem

LOST_LETTER = "\ufffd"
"""What a program writes in the place of what it could not read."""

_ERROR = re.compile(
    r"#(?:N/A|VALUE!|REF!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA)"
    r"|#{3,}|Err:5\d\d",
    re.IGNORECASE,
)


def is_spreadsheet_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows instead of a value: #N/A, #VALUE!, ########."""
    return text[:1] in "#＃Ee" and bool(_ERROR.fullmatch(half_width(text).strip()))


def spoiled(text: str) -> ValueProblem | None:
    """What has become of a cell's value, if it is gone; None for a cell that still has it."""
    if is_spreadsheet_error(text):
        return ValueProblem.SPREADSHEET_ERROR
    if LOST_LETTER in text:
        return ValueProblem.NOT_A_TEXT
    return ValueProblem.NUMBER_LOST_DIGITS if has_lost_digits(text) else None
