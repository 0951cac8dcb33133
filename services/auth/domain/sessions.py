"""How long a visit to the pages, a program's sign-in and an access token hold."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.auth.actor import LONGEST_LIFETIME

TOKEN_LIFETIME = LONGEST_LIFETIME
SECRET_BYTES = 32
USUAL_METHOD = "password"
"""How a session, or a half of a proof, is begun unless it is said otherwise."""

BY_PASSKEY = "passkey"


class SessionKind(StrEnum):
    """Through what somebody signed in."""

    PAGES = "pages"
    PROGRAM = "program"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long a session holds at most, and how long without being used."""

    whole: timedelta
    idle: timedelta


LIMITS = {
    SessionKind.PAGES: Limits(whole=timedelta(hours=12), idle=timedelta(hours=2)),
    SessionKind.PROGRAM: Limits(whole=timedelta(days=30), idle=timedelta(days=1)),
}
"""A working day at the pages; a program works alone, and gets a new secret with every use."""


def new_secret() -> str:
    """256 random bits, as text."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """What is stored of a secret: enough to recognise it, useless to whoever reads it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ends_at(kind: str, *, started_at: datetime, seen_at: datetime) -> datetime:
    """The moment from which a session that nobody ends or uses does not hold."""
    limits = LIMITS[SessionKind(kind)]
    return min(started_at + limits.whole, seen_at + limits.idle)


def holds(kind: str, *, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session that nobody has ended still holds."""
    return now < ends_at(kind, started_at=started_at, seen_at=seen_at)
