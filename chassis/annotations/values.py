"""What a field of the house's own may hold, by its type. Pure; a value is refused with a code.

Values are written as JSON has them: a number and an amount of money as a text of digits (exact, and the same number is
the same text), a day as ISO 8601, a person by id, several choices as a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from chassis.annotations.tables import FieldType
from chassis.texts import NoText, clean, half_width

LONGEST_TEXT = 1_000
LONGEST_LINK = 2_000
LARGEST = Decimal(10) ** 14
FINEST, CENT = Decimal("0.000001"), Decimal("0.01")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""How a field may be called inside."""

_ONLY_STARS = re.compile("[*＊•●]{2,}")

YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "是", "有"), True),
    **dict.fromkeys(("false", "no", "否", "无"), False),
}
"""How people write a yes or a no."""

EMPTY: tuple[Any, ...] = (None, "", [])
"""What counts as not filled in."""


class Unfit(ValueError):
    """A value does not fit its field; the message is the code that says why."""


def fitting(type: FieldType, value: Any, choices: Collection[str] = ()) -> Any:
    """The value as it is kept: a text without what nobody sees, any other with the figures of a keyboard; None for what
    counts as empty. Raises Unfit, also for a mask, which is never a value."""
    if isinstance(value, str):
        value = _seen(type, value)
    if value in EMPTY:
        return None
    if type is FieldType.CHOICE:
        return _one_of(value, choices)
    if type is FieldType.CHOICES:
        if not isinstance(value, list):
            raise Unfit("not_a_list")
        return [_one_of(each, choices) for each in dict.fromkeys(map(str, value))]
    return _READ[type](value)


def _seen(type: FieldType, value: str) -> str:
    try:
        text = clean(value, lines=True)
    except NoText:
        raise Unfit("not_a_text") from None
    if _ONLY_STARS.fullmatch(text):
        raise Unfit("masked_value")
    return text if type is FieldType.TEXT else half_width(text).strip()


def _one_of(value: Any, choices: Collection[str]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise Unfit("unknown_choice")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("not_a_text")
    if len(value) > LONGEST_TEXT:
        raise Unfit("too_long")
    return value


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        raise Unfit("not_a_number") from None
    if not number.is_finite():
        raise Unfit("not_a_number")
    if abs(number) >= LARGEST:
        raise Unfit("out_of_range")
    return number


def _exact(value: Any, step: Decimal) -> Decimal:
    """A number that is a multiple of ``step``, written with its decimals; there is one zero, without a sign."""
    number = _decimal(value)
    written = number.quantize(step)
    if written != number:
        raise Unfit("too_many_decimals")
    return written + 0


def _number(value: Any) -> str:
    return f"{_exact(value, FINEST):f}".rstrip("0").rstrip(".")


def _money(value: Any) -> str:
    return f"{_exact(value, CENT):f}"


def _date(value: Any) -> str:
    try:
        if not isinstance(value, str) or len(value) != len("2026-01-31"):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise Unfit("not_a_date") from None
    if not 1000 <= day.year < 3000:
        raise Unfit("out_of_range")
    return day.isoformat()


def _yes_no(value: Any) -> bool:
    """Also as a form, a query or a file has it: in text."""
    if isinstance(value, str):
        value = YES_NO.get(value.lower())
    if not isinstance(value, bool):
        raise Unfit("not_true_or_false")
    return value


def _person(value: Any) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise Unfit("not_an_id") from None


def _link(value: Any) -> str:
    text = _text(value) if len(str(value)) <= LONGEST_TEXT else str(value)
    if len(text) > LONGEST_LINK:
        raise Unfit("too_long")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise Unfit("not_a_link") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s<>\"\\]", text):
        raise Unfit("not_a_link")
    return text


_READ: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.YES_NO: _yes_no,
    FieldType.PERSON: _person,
    FieldType.LINK: _link,
}
