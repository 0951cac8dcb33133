"""Numbers and amounts as people and spreadsheets write them, read exactly."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache

from chassis.texts import half_width
from chassis.values.simplified import simplified
from chassis.values.units import ANY, MONEY, scale_of
from chassis.values.unreadable import Unreadable, ValueProblem

_EXACT = Context(prec=60)
_PLAIN = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?", re.ASCII)
_DIGITS = re.compile(r"(?:\d{1,40}|\d{1,3}(?:,\d{3}){1,12})(?:\.\d{1,20})?|\.\d{1,20}", re.ASCII)
_SHORTENED = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|\.\d+)e[+-]?\d{1,4}", re.IGNORECASE | re.ASCII)
_SHORTENED_TEXT = re.compile(r"[+-]?\d(?:\.\d+)?E\+\d{1,3}|[+-]?\d\.\d+E[+-]?\d{1,3}", re.IGNORECASE | re.ASCII)
_PREFIX = re.compile(r"(?:人民币|cny|rmb|cn¥|¥)\s?:?\s?", re.IGNORECASE)
_OTHER_SIGN = re.compile(r"[-+(]?\s?(?:[a-z]{2,3}|[a-z]{0,3}[$€£₩₹])\s?-?[\d.,]+\)?", re.IGNORECASE | re.ASCII)
"""A number behind the sign of another currency: $100, US$100, EUR 5."""
_NO_UNIT = re.compile(r"[%‰\d]")
_MINUS = str.maketrans(dict.fromkeys("−–—﹣", "-"))
_NUMBER = re.compile(r"(?P<digits>[\d.,]+)(?P<unit>.*)", re.ASCII)


def has_lost_digits(text: str) -> bool:
    """Whether a text is a number that a spreadsheet has shortened: 1.23457E+15. What stood there is gone."""
    return bool(_SHORTENED_TEXT.fullmatch(half_width(text).strip()))


@lru_cache(maxsize=20_000)
def read_number(text: str, *, of: str = ANY) -> Decimal:
    """A number: with thousands separators where they belong, ¥ or 元 where it is ``of`` MONEY, 件 where it is of
    COUNT, in accounting brackets or with the minus behind, with 万 or 亿 as a factor. Raises Unreadable."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    text = simplified(half_width(text)).strip().translate(_MINUS)
    if _SHORTENED.fullmatch(text):
        raise Unreadable(ValueProblem.NUMBER_LOST_DIGITS)
    negative, bare = _without_sign(text, of)
    found = _NUMBER.fullmatch(bare)
    if found is None or not _DIGITS.fullmatch(found["digits"]):
        raise Unreadable(ValueProblem.OTHER_UNIT if _OTHER_SIGN.fullmatch(text) else ValueProblem.NOT_A_NUMBER)
    factor = Decimal(1)
    if unit := found["unit"].strip():
        known = scale_of(unit, of)
        if known is None:
            raise Unreadable(ValueProblem.NOT_A_NUMBER if _NO_UNIT.search(unit) else ValueProblem.OTHER_UNIT)
        factor = known
    value = times(Decimal(found["digits"].replace(",", "")), factor)
    return -value if negative else value


def read_whole(text: str, *, of: str = ANY, factor: Decimal = Decimal(1)) -> int:
    """A whole number, also as a spreadsheet writes it (3.0), times a factor. Raises Unreadable."""
    value = times(read_number(text, of=of), factor)
    if value != value.to_integral_value():
        raise Unreadable(ValueProblem.NOT_A_WHOLE_NUMBER)
    return int(value)


def times(value: Decimal, factor: Decimal) -> Decimal:
    """A number times a factor, exactly, and without zeros behind the point that the factor has made."""
    if factor == 1:
        return value
    product = _EXACT.multiply(value, factor)
    return product.to_integral_value() if product == product.to_integral_value() else product.normalize(_EXACT)


def _without_sign(text: str, of: str) -> tuple[bool, str]:
    """Whether a number is below zero, and the rest of it. Only one of the ways of saying so may be used at a time."""
    signs = 0
    for _ in range(3):
        before = text
        if text[:1] == "(" and text[-1:] == ")":
            text, signs = text[1:-1].strip(), signs + 1
        elif text[:1] == "-":
            text, signs = text[1:].lstrip(), signs + 1
        elif text[:1] == "+":
            text = text[1:].lstrip()
        elif of == MONEY and (found := _PREFIX.match(text)):
            text = text[found.end() :]
        elif text[-1:] == "-":
            text, signs = text[:-1].rstrip(), signs + 1
        if text == before:
            break
    if signs > 1:
        raise Unreadable(ValueProblem.NOT_A_NUMBER)
    return bool(signs), text
