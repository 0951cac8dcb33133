"""What somebody types to find a customer, and the keys by which numbers and mail addresses are found.

A number is found by the whole of it, a landline also without its area code, and by its last four digits, which every
mask shows; an extension behind it is no part of that. A mail address is found by the whole of it. Nothing shorter,
longer or in between is a key, so that nobody finds out a masked number digit by digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chassis.codes import is_code
from chassis.phones import NoPhone, main_number, normalise_phone
from chassis.texts import half_width
from services.customer.domain.names import pairs

SHORTEST_NUMBER = 3
LAST = 4
NUMBERS = ("mobile", "phone", "employer_phone")
"""The fields of a customer that hold numbers by which it is found."""

MASKED_FROM = 8
"""So many digits a number has at least whose mask shows the last ones."""

MOST_WORDS = 5
_AREA = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})(?=[0-9]{7,8}$)")
_HOME = re.compile(r"(?:00)?86(?=1[3-9][0-9]{9}$)")
_NUMBER = re.compile(r"\+?[0-9][0-9()-]*")


@dataclass(frozen=True)
class Word:
    """One thing that was typed: ``raw`` as it is written, ``text`` lower and without spaces. It is a business code, a
    number (``digits``), a mail address, or else a part of a name. ``key``: what a masked record is found by."""

    raw: str
    text: str
    is_code: bool = False
    digits: str = ""
    key: str = ""

    @property
    def pieces(self) -> list[str]:
        """The pairs of neighbouring characters of a part of a name."""
        return sorted(pairs(self.text))


def words_of(q: str) -> list[Word]:
    """What is looked for, each of which has to be met: one word for a number with spaces in it and for a code, else the
    words between spaces, MOST_WORDS at most."""
    whole = word_of(q.strip())
    if whole.is_code or whole.digits:
        return [whole]
    return [word_of(each) for each in q.split()[:MOST_WORDS]]


def word_of(raw: str) -> Word:
    """One word; spaces within it do not count, and a code, a number or an address may be typed in full width."""
    text = "".join(raw.lower().split())
    plain = half_width(text)
    if is_code(half_width(raw).upper()):
        return Word(half_width(raw), plain, is_code=True)
    if "@" in plain and plain != "@":
        return Word(raw, plain, key=plain)
    digits = _extended(plain) or (digits_of(plain) if _NUMBER.fullmatch(plain) else "")
    if len(digits) < SHORTEST_NUMBER:
        return Word(raw, text)
    key = _last(digits) if len(digits) == LAST else digits if len(digits) > LAST else ""
    return Word(raw, text, digits=digits, key=key)


def _extended(text: str) -> str:
    """The digits of a number that is typed with its extension, without it; '' for anything else."""
    try:
        kept = normalise_phone(text)
    except NoPhone:
        return ""
    main = main_number(kept)
    return digits_of(main) if main != kept else ""


def digits_of(number: str) -> str:
    """The digits of a number, of a mobile number at home without the country's."""
    return _HOME.sub("", "".join(each for each in number if each in "0123456789"))


def reached_by(numbers: Iterable[str | None], mail: str | None) -> list[str]:
    """The keys by which somebody with these numbers and this mail address is found."""
    keys = {key for number in numbers if number for key in _keys_of(digits_of(main_number(number)))}
    return sorted(keys | {mail.lower()} if mail else keys)


def _keys_of(digits: str) -> set[str]:
    keys = {digits, _AREA.sub("", digits)}
    return keys | {_last(digits)} if len(digits) >= MASKED_FROM else keys


def _last(digits: str) -> str:
    return "*" + digits[-LAST:]
