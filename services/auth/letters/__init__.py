"""The letters of the auth service: what those who answer for accounts are asked, in Chinese first, then in English.

The words of each language are a file of their own beside this module, so that neither can be forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chassis.mail.templates import Templates, Words

LETTERS = ("review", "reminder")
TEMPLATES = Templates(Path(__file__).parent)


@dataclass(frozen=True, kw_only=True)
class Line:
    """An account in a letter. ``signed_in``: the day of the last sign-in, '' when there was none."""

    name: str
    username: str
    department: str
    signed_in: str


def account_review(letter: str, *, due: str, rows: Sequence[Line], link: str) -> Words:
    """The accounts that somebody answers for, until a day; ``letter`` is one of LETTERS."""
    values = {"due": due, "rows": rows, "link": link}
    return TEMPLATES.words(letter, values, below="accounts")
