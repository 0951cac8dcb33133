"""Phone numbers, kept in one form."""

from __future__ import annotations

import phonenumbers

HOME = "CN"


def normalise_phone(text: str) -> str:
    """A Chinese number in digits as dialled at home, any other in E.164 (+44...).

    Raises ValueError when it is no possible number.
    """
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
