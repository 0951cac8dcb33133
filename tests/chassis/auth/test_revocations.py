"""A token that was issued before its person's or session's access ended does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event

from chassis.auth import SYSTEM, Actor
from chassis.auth.revocations import LOOK_EVERY, Revocations, record_revocations
from chassis.auth.tokens import TokenSigner, TokenVerifier
from chassis.errors import TokenRevoked
from chassis.testing.service import Keys
from chassis.unit_of_work import unit_of_work

ACTOR = Actor(id=uuid4(), name="王芳", session_id=uuid4())
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    """A key pair."""
    return Keys.create(tmp_path)


@pytest.fixture
def revocations(engine: Engine) -> Revocations:
    return Revocations(engine)


@pytest.fixture
def end(engine: Engine, revocations: Revocations) -> Callable[[UUID | None, datetime], None]:
    """``end(subject, since)``: access ended, and this process knows."""

    def note(subject: UUID | None, since: datetime) -> None:
        assert subject is not None
        with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
            record_revocations(ctx.session, [(subject, since)])
        revocations.look_again()

    return note


@pytest.fixture
def verify(keys: Keys, revocations: Revocations) -> Callable[..., Actor]:
    """``verify(now, actor)`` signs a token and verifies it at once."""
    verifier, signer = TokenVerifier(keys.public, revocations), TokenSigner(keys.private)

    def check(now: datetime, actor: Actor = ACTOR) -> Actor:
        return verifier.verify(signer.sign(actor, now=now, lifetime=timedelta(minutes=5)), now=now)

    return check


def test_what_was_issued_until_the_end_is_over_and_what_came_after_holds(
    end: Callable[..., None], verify: Callable[..., Actor]
) -> None:
    since = datetime.now(UTC)
    end(ACTOR.id, since)
    for early in (since - timedelta(minutes=1), since - MICROSECOND, since):
        with pytest.raises(TokenRevoked):
            verify(early)
    assert verify(since + MICROSECOND) == ACTOR


def test_the_end_of_a_session_ends_no_other_session_of_the_person(
    end: Callable[..., None], verify: Callable[..., Actor]
) -> None:
    since = datetime.now(UTC)
    end(ACTOR.session_id, since)
    with pytest.raises(TokenRevoked):
        verify(since)
    other = replace(ACTOR, session_id=uuid4())
    assert verify(since, other) == other


def test_an_older_end_that_arrives_later_changes_nothing(
    end: Callable[..., None], verify: Callable[..., Actor]
) -> None:
    since = datetime.now(UTC)
    end(ACTOR.id, since)
    end(ACTOR.id, since - timedelta(seconds=30))
    with pytest.raises(TokenRevoked):
        verify(since)


def test_the_table_is_read_twice_a_second_and_not_once_a_request(engine: Engine, verify: Callable[..., Actor]) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    began = datetime.now(UTC)
    for _ in range(50):
        verify(began)
    passed = (datetime.now(UTC) - began).total_seconds()
    assert 1 <= len(asked) <= 1 + passed / LOOK_EVERY
