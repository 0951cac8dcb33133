"""Links by which a person sets a password: good once, for an hour, and only the newest."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

from services.auth.domain.attempts import is_username

LIFETIME = timedelta(hours=1)
HOUR = timedelta(hours=1)
MOST_FOR_ACCOUNT = 3
"""So many links an hour go to one account for the asking; who asks more often fills somebody's mailbox."""

MOST_FROM_ADDRESS = 30
"""So many times an hour one address may ask: an office behind one router on a Monday, no list of names."""

LONGEST_LOGIN = 254
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class LinkKind(StrEnum):
    """Why a link was sent: to somebody new, by somebody who resets, for the asking."""

    WELCOME = "welcome"
    RESET = "reset"
    FORGOTTEN = "forgotten"


def holds(*, expires_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Whether a link still opens the page."""
    return ended_at is None and now < expires_at


def is_login(text: str) -> bool:
    """Whether a normalised text can be a user name or a mail address, so that a password typed into the wrong field is
    not written down."""
    return is_username(text) or (len(text) <= LONGEST_LOGIN and _EMAIL.fullmatch(text) is not None)
