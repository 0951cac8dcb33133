"""How long somebody stays signed in: in all, and without doing anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.auth import SessionKind
from services.auth.domain.sessions import ends_at, holds, new_secret, secret_hash

BEGAN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
WHOLE = {SessionKind.PAGES: timedelta(hours=12), SessionKind.PROGRAM: timedelta(days=30)}
IDLE = {SessionKind.PAGES: timedelta(hours=2), SessionKind.PROGRAM: timedelta(days=1)}


@pytest.mark.parametrize("kind", SessionKind)
def test_a_session_that_is_not_used_ends_after_its_idle_time(kind: SessionKind) -> None:
    end = BEGAN + IDLE[kind]
    assert holds(kind, started_at=BEGAN, seen_at=BEGAN, now=end - MOMENT)
    assert not holds(kind, started_at=BEGAN, seen_at=BEGAN, now=end)
    assert not holds(kind, started_at=BEGAN, seen_at=BEGAN, now=end + MOMENT)


@pytest.mark.parametrize("kind", SessionKind)
def test_a_session_that_is_used_all_the_time_ends_after_its_whole_time(kind: SessionKind) -> None:
    end = BEGAN + WHOLE[kind]
    assert holds(kind, started_at=BEGAN, seen_at=end - MOMENT, now=end - MOMENT)
    assert not holds(kind, started_at=BEGAN, seen_at=end - MOMENT, now=end)


def test_whichever_comes_first_ends_it() -> None:
    late = BEGAN + timedelta(hours=11)
    assert ends_at("pages", started_at=BEGAN, seen_at=late) == BEGAN + timedelta(hours=12)
    assert ends_at("pages", started_at=BEGAN, seen_at=BEGAN + timedelta(hours=3)) == BEGAN + timedelta(hours=5)


def test_a_secret_is_long_new_each_time_and_known_by_its_hash_only() -> None:
    first, second = new_secret(), new_secret()
    assert len(first) == 43
    assert first != second
    assert secret_hash(first) == secret_hash(first) != secret_hash(second)
    assert first not in secret_hash(first)


def test_a_secret_has_256_bits() -> None:
    assert len({new_secret() for _ in range(20)}) == 20
    assert len(secret_hash("x")) == 64
