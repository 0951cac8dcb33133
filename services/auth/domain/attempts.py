"""Guessing passwords is slow: after some wrong ones an account answers nobody for a while."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

MOST_FAILURES = 10
WINDOW = timedelta(minutes=15)

WRONG = "wrong_password"
UNKNOWN = "unknown_user"
DISABLED = "disabled"
LOCKED = "too_many_attempts"
REUSED = "refresh_reused"
COUNTED = (WRONG, UNKNOWN, DISABLED)
"""Reasons of failures that count towards the limit. A try that met the limit does not: waiting always ends it."""

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


def normalise_username(text: str) -> str:
    """User names are one, however they are typed: full width or half, capitals or not."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def is_username(text: str) -> bool:
    """Latin letters, digits, and . _ @ - inside: what any keyboard types. ``text`` is normalised."""
    return _USERNAME.fullmatch(text) is not None


def is_locked(failures: int) -> bool:
    """Whether so many failures within the window, since the last success, close an account for now."""
    return failures >= MOST_FAILURES
