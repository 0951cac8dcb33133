"""Tokens are verified from public keys alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.auth.tokens import TokenSigner, TokenVerifier
from chassis.errors import Unauthenticated
from chassis.testing.service import Keys

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ACTOR = Actor(id=uuid4(), name="王芳", department_id=uuid4(), roles=("service",), permissions={"a:b": Scope.OWN})


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    """A key pair."""
    return Keys.create(tmp_path)


def sign(keys: Keys, minutes: int = 5) -> str:
    return TokenSigner(keys.private).sign(ACTOR, now=NOW, lifetime=timedelta(minutes=minutes))


def test_a_token_gives_back_who_it_was_made_for(keys: Keys) -> None:
    assert TokenVerifier(keys.public).verify(sign(keys), now=NOW) == ACTOR


def test_an_expired_token_is_refused_also_when_it_was_seen_before(keys: Keys) -> None:
    verifier, token = TokenVerifier(keys.public), sign(keys)
    verifier.verify(token, now=NOW)
    with pytest.raises(Unauthenticated):
        verifier.verify(token, now=NOW + timedelta(minutes=5))


def test_a_token_of_another_key_is_refused(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(Unauthenticated):
        TokenVerifier(keys.public).verify(sign(Keys.create(tmp_path / "other")), now=NOW)


@pytest.mark.parametrize("token", ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused(keys: Keys, token: str) -> None:
    with pytest.raises(Unauthenticated):
        TokenVerifier(keys.public).verify(token, now=NOW)


def test_a_new_key_is_taken_over_from_the_file_without_a_restart(keys: Keys, tmp_path: Path) -> None:
    verifier = TokenVerifier(keys.public)
    verifier.verify(sign(keys), now=NOW)
    renewed = Keys.create(tmp_path)  # the same files, another pair
    assert verifier.verify(sign(renewed), now=NOW) == ACTOR
