"""Phone numbers, kept in one form."""

from __future__ import annotations

import re

import phonenumbers

HOME = "CN"


_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def normalise_phone(text: str) -> str:
    """A Chinese number in digits as dialled at home, any other in E.164 (+44...).

    Raises ValueError when it is no possible number.
    """
    if _PLAIN_MOBILE.fullmatch(text):
        return text
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        raise ValueError(text) from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError(text)
    if number.country_code == phonenumbers.country_code_for_region(HOME):
        national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        return "".join(c for c in national if c.isdigit())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
