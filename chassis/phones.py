"""Phone numbers, kept in one form: the digits that were typed, and never others.

A number that cannot be read beyond doubt is refused. Nothing is cut off, filled up or turned into another number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberType, ValidationResult

from chassis.texts import NoText, half_width, visible

HOME = "CN"
HOME_CODE = "86"

MOBILE_TYPES = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.PERSONAL_NUMBER}
)
"""Kinds of foreign numbers that a phone in a pocket may have."""

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[1-9][0-9]{6,7}")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_FREE = re.compile(r"[48]00[0-9]{7}")
_SHORT = re.compile(r"1[0-2][0-9]{3}|95[0-9]{3}|95[0-46-9][0-9]{3}|96[0-9]{3,4}|11[68]114")
"""Service numbers of five or six digits: 12345, 10086, 95588, 950618, 962288. A bank's (955..) always have five."""

_LONG_SERVICE = re.compile(r"95105[0-9]{3}|1010[0-9]{4}|950[0-9]{8}")
_AREA_AND_SHORT = re.compile(rf"0(?:10|2[0-9]|[3-9][0-9]{{2}})(?:{_SHORT.pattern})")

_WRITTEN = re.compile(r"\(?\+?[0-9](?:[0-9 .()-]*[0-9)])?")
_ABROAD = re.compile(r"(?:\+|00)(?=[1-9])")
_TRUNK = re.compile(r"\(0\)")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣ー", "-"))
_EXTENSION = re.compile(
    r"(?P<main>.*?[0-9)]) *[-,;]? *\(? *"
    r"(?:[转轉接]? *(?:分机|分機|内线|內線) *[号號]?|[转轉]接?|(?:extension|extn|ext|x)|#|,+)"
    r" *[-=.:]? *(?P<ext>[0-9]{1,6}) *\)?",
    re.IGNORECASE,
)
_BEHIND_A_HYPHEN = re.compile(r"(?P<main>.*[0-9)]) *- *(?P<ext>[0-9]{1,6})")
_AREA_AND_LOCAL = re.compile(r"(?:\(0[0-9]{2,3}\) ?-?|0[0-9]{2,3}[ .-])?[0-9]+")
"""How the number before an extension is written when a hyphen alone may lead to it: whole, or area and number."""


class NoPhone(ValueError):
    """A text that is no phone number, or not beyond doubt."""


@dataclass(frozen=True)
class _Number:
    """What was read: ``text`` as it is kept, without the ``extension``."""

    text: str
    extension: str = ""


def normalise_phone(text: str) -> str:
    """A Chinese number in digits as dialled at home (01062345678, 13900001006, 4008001234, 95588), any other in E.164
    (+44...). An extension is kept behind it: 01062345678-801, +442079460958x801.

    The digits are those that were typed; only the country's code of home and the area's leading zero that it replaces
    are written as at home. Raises NoPhone for letters, a digit too many or too few, and two numbers in one.
    """
    number = _read(text)
    if not number.extension:
        return number.text
    return number.text + ("x" if number.text.startswith("+") else "-") + number.extension


def normalise_mobile(text: str) -> str:
    """The number of a mobile phone: a Chinese one in its 11 digits, any other in E.164. Raises NoPhone for everything
    else: landlines and service numbers, an extension, a digit too many or too few."""
    number = _read(text)
    if number.extension:
        raise NoPhone(text)
    if number.text.startswith("+"):
        parsed = phonenumbers.parse(number.text)
        kind = phonenumbers.number_type(parsed)
        possible = phonenumbers.is_possible_number_for_type_with_reason(parsed, PhoneNumberType.MOBILE)
        if kind in MOBILE_TYPES or (kind == PhoneNumberType.UNKNOWN and possible == ValidationResult.IS_POSSIBLE):
            return number.text
    elif _MOBILE.fullmatch(number.text):
        return number.text
    raise NoPhone(text)


def main_number(kept: str) -> str:
    """A kept number without its extension."""
    return re.split("[-x]", kept, maxsplit=1)[0]


def _read(text: str) -> _Number:
    if _MOBILE.fullmatch(text):
        return _Number(text)
    try:
        written = half_width(visible(text)).translate(_DASHES).strip()
    except NoText:
        raise NoPhone(text) from None
    written = re.sub(r"^tel:", "", written, flags=re.IGNORECASE).strip()
    if said := _EXTENSION.fullmatch(written):
        main = _number(said["main"].rstrip(" (-"))
        if main:
            return _Number(main, said["ext"])
        raise NoPhone(text)
    whole = _number(written)
    split = _BEHIND_A_HYPHEN.fullmatch(written)
    main = _number(split["main"]) if split else ""
    if split and main and (not whole or (_AREA_AND_LOCAL.fullmatch(split["main"].strip()) and main[0] != "+")):
        return _Number(main, split["ext"])
    if not whole:
        raise NoPhone(text)
    return _Number(whole)


def _number(written: str) -> str:
    """A number without an extension as it is kept, '' when it is none."""
    if not _WRITTEN.fullmatch(written) or not _brackets_fit(written):
        return ""
    plain = re.sub(r"[ .()-]", "", written)
    if not (abroad := _ABROAD.match(plain)):
        return _at_home(plain)
    rest = plain[abroad.end() :]
    if rest.startswith(HOME_CODE):
        return _from_abroad(rest[len(HOME_CODE) :])
    return _foreign("+" + re.sub(r"[^0-9]", "", _TRUNK.sub("", written)).removeprefix("00"))


def _brackets_fit(written: str) -> bool:
    """Brackets are in pairs, and none is in another."""
    return re.sub(r"[^()]", "", written).replace("()", "") == ""


def _at_home(digits: str) -> str:
    """A number as it is dialled at home, or with the country's code and no plus before it."""
    if _is_home(digits) or _LOCAL.fullmatch(digits):
        return digits
    if not digits.startswith(HOME_CODE):
        return ""
    return _from_abroad(digits[len(HOME_CODE) :], short=False)


def _from_abroad(rest: str, *, short: bool = True) -> str:
    """What follows the country's code of home as it is dialled at home: with the area's zero, typed or not."""
    if _MOBILE.fullmatch(rest) or _FREE.fullmatch(rest) or (short and _SHORT.fullmatch(rest)):
        return rest
    with_zero = rest if rest.startswith("0") else "0" + rest
    return with_zero if _is_landline(with_zero) else ""


def _is_home(digits: str) -> bool:
    plain = (_MOBILE, _FREE, _SHORT, _LONG_SERVICE, _AREA_AND_SHORT)
    return any(form.fullmatch(digits) for form in plain) or _is_landline(digits)


def _is_landline(digits: str) -> bool:
    """An area and a number of the length that the area has."""
    if not _LANDLINE.fullmatch(digits):
        return False
    return phonenumbers.is_valid_number(phonenumbers.parse(digits, HOME))


def _foreign(number: str) -> str:
    """A number of another country, when it has the digits that one has there."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        return ""
    kept = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return kept if kept == number else ""
