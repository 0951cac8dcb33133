"""The emails of the auth service: what those who answer for accounts are asked, and what people are told of their own
account, in Chinese first, then in English.

The words of each language are a file of their own beside this module, so that neither can be forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chassis.mail.templates import Templates, Words

EMAILS = ("review", "reminder", "account")
TEMPLATES = Templates(Path(__file__).parent)


class Notice(StrEnum):
    """What somebody is told of their own account."""

    RESET = "password_reset"
    CHANGED = "password_changed"
    FACTOR_RESET = "second_factor_reset"
    PASSKEY_ADDED = "passkey_added"
    NEW_DEVICE = "new_device"


@dataclass(frozen=True, kw_only=True)
class Line:
    """An account in an email. ``signed_in``: the day of the last sign-in, '' when there was none."""

    name: str
    username: str
    department: str
    signed_in: str


def account_review(email: str, *, due: str, rows: Sequence[Line], link: str) -> Words:
    """The accounts that somebody answers for, until a day; ``email`` is ``review`` or ``reminder``."""
    values = {"due": due, "rows": rows, "link": link}
    return TEMPLATES.words(email, values, below="accounts")


def own_account(notice: Notice, *, name: str, by: str, at: str, address: str) -> Words:
    """What has happened to somebody's own account, and when; ``by``: the administrator, '' at the command line.
    Nothing in it was written by whoever did it, and there is no link: such emails are the ones that are forged."""
    values = {"notice": notice.value, "name": name, "by": by, "at": at, "address": address}
    return TEMPLATES.words("account", values)
