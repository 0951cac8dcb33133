"""Cells of a file as our fields want them: 男 -> male, 2009/11/09 -> 2009-11-09, 1,234.50 -> 1234.50.

A cell that cannot be read stays as it is: the check of its field says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from services.customer.imports.domain.headings import MOBILE_OR_PHONE

SEX = {"男": "male", "男性": "male", "m": "male", "女": "female", "女性": "female", "f": "female", "未知": ""}
MARITAL = {
    "已婚": "married",
    "未婚": "single",
    "单身": "single",
    "离异": "divorced",
    "离婚": "divorced",
    "已离婚": "divorced",
    "丧偶": "widowed",
    "未知": "",
}
TRANSACTION_KIND = {"销售": "sale", "购买": "sale", "服务": "service", "退货": "return", "退款": "return"}
TRUE = frozenset({"是", "true", "yes", "y", "1", "作废", "已作废"})
FALSE = frozenset({"否", "false", "no", "n", "0", "正常"})

_DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_DATE_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_WHOLE = re.compile(r"([+-]?\d{1,18})(?:\.0+)?")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")


def as_date(text: str) -> str:
    """A date in one of the usual ways of writing it, year first, as ISO 8601; a time of day is left out."""
    found = _DATE.fullmatch(text)
    if found:
        year, _, month, day = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    digits = _DATE_DIGITS.fullmatch(text)
    return "-".join(digits.groups()) if digits else text


def as_number(text: str) -> str:
    """An amount without its thousands separators, where they stand in the right places; ``1,23`` stays as it is."""
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def as_whole(text: str) -> int | str:
    """A whole number, also as a spreadsheet writes it (3.0); anything else stays a text."""
    found = _WHOLE.fullmatch(as_number(text))
    return int(found[1]) if found else text


def as_truth(text: str) -> bool | str:
    """Yes or no."""
    word = text.lower()
    return True if word in TRUE else False if word in FALSE else text


def _from(words: dict[str, str]) -> Callable[[str], str]:
    return lambda text: words.get(text, words.get(text.lower(), text.lower()))


CONVERSIONS: dict[str, Callable[[str], Any]] = {
    "sex": _from(SEX),
    "marital_status": _from(MARITAL),
    "kind": _from(TRANSACTION_KIND),
    "birth_date": as_date,
    "founded_on": as_date,
    "dealings_since": as_date,
    "occurred_on": as_date,
    "quantity": as_whole,
    "amount": as_number,
    "void": as_truth,
}
"""What is done to the cells of a field; texts stay as they are."""


def place_of_number(text: str) -> str:
    """Whether a number of a column with both is a mobile or another phone number."""
    digits = "".join(c for c in text if c.isdigit() or c == "+")
    return "mobile" if _MOBILE.fullmatch(digits) else "phone"


def field_of(field: str, cell: str) -> str:
    """Where a cell of a column that is mapped to ``field`` goes."""
    return place_of_number(cell) if field == MOBILE_OR_PHONE else field
