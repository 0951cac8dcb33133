"""Signing in with a second factor, as the people of these tests do it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp

from chassis.testing.service import Caller
from tests.services.auth.people import PASSWORD


def enter(nobody: Caller, username: str = "wang", password: str = PASSWORD, **more: str) -> Any:
    return nobody.post("/auth/tokens", {"username": username, "password": password, **more})


def code_of(secret: str, steps: int = 0, *, now: datetime | None = None) -> str:
    """What the authenticator shows, so many steps from now (the real time unless told)."""
    return pyotp.TOTP(secret).at((now or datetime.now(UTC)) + timedelta(seconds=30 * steps))


def set_up(mine: Caller) -> tuple[str, list[str]]:
    """The secret of a new authenticator, and the recovery codes."""
    begun = mine.post("/me/second-factor/totp", {"password": PASSWORD})
    assert begun.status_code == 200, begun.json
    secret = begun.json["secret"]
    done = mine.post("/me/second-factor/totp/confirm", {"code": code_of(secret)})
    assert done.status_code == 200, done.json
    return secret, done.json["recovery_codes"]
