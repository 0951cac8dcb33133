"""How long a visit to the pages, a program's sign-in and an access token hold."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.auth.actor import LONGEST_LIFETIME
from contracts.auth import SessionKind

TOKEN_LIFETIME = LONGEST_LIFETIME
SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class SessionLifetime:
    """How long a session holds at most, and how long without being used."""

    whole: timedelta
    idle: timedelta


LIFETIMES = {
    SessionKind.PAGES: SessionLifetime(whole=timedelta(hours=12), idle=timedelta(hours=2)),
    SessionKind.PROGRAM: SessionLifetime(whole=timedelta(days=30), idle=timedelta(days=1)),
}
"""A working day at the pages; a program works alone, and gets a new secret with every use."""


def new_secret() -> str:
    """256 random bits, as text."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """What is stored of a secret: enough to recognise it, useless to whoever reads it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ends_at(kind: SessionKind, *, started_at: datetime, seen_at: datetime) -> datetime:
    """The moment from which a session that nobody ends or uses does not hold."""
    lifetime = LIFETIMES[kind]
    return min(started_at + lifetime.whole, seen_at + lifetime.idle)


def holds(kind: SessionKind, *, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session that nobody has ended still holds."""
    return now < ends_at(kind, started_at=started_at, seen_at=seen_at)
