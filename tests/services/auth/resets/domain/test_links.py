"""How long a link holds, and what may be asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.auth.resets.domain.links import LIFETIME, holds, is_login

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "seconds", "ended", "good"),
    [(0, 0, False, True), (59, 59, False, True), (60, 0, False, False), (60, 1, False, False), (10, 0, True, False)],
)
def test_a_link_holds_for_an_hour_until_it_is_used(minutes: int, seconds: int, ended: bool, good: bool) -> None:
    now = NOW + timedelta(minutes=minutes, seconds=seconds)
    assert holds(expires_at=NOW + LIFETIME, ended_at=NOW if ended else None, now=now) is good


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("wang", True),
        ("wang@example.com", True),
        ("wang+work@example.com", True),
        ("correct horse battery", False),
        ("P@ss word", False),
        ("a@b", True),
        (f"{'x' * 250}@example.com", False),
        ("", False),
    ],
)
def test_only_what_can_be_a_user_name_or_an_address_is_asked_for(text: str, is_one: bool) -> None:
    assert is_login(text) is is_one
