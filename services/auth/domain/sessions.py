"""How long a visit to the pages and an access token hold."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from chassis.auth.actor import LONGEST_LIFETIME

LONGEST = timedelta(hours=12)
LONGEST_IDLE = timedelta(hours=2)
TOKEN_LIFETIME = LONGEST_LIFETIME
SECRET_BYTES = 32


def new_secret() -> str:
    """256 random bits, as text."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """What is stored of a secret: enough to recognise it, useless to whoever reads it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ends_at(started_at: datetime) -> datetime:
    """The moment after which a session does not hold, whatever is done in it."""
    return started_at + LONGEST


def holds(*, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session that nobody has ended still holds."""
    return now < ends_at(started_at) and now < seen_at + LONGEST_IDLE
