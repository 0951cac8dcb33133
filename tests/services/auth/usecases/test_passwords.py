"""Whose password is right, and what is said of somebody who has none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.auth import Scope
from chassis.db import new_id
from chassis.errors import Unauthenticated
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.auth import SessionKind
from services.auth.domain.attempts import RateLimit
from services.auth.domain.second_factors import CHALLENGE_LIFETIME, MOST_TRIES, Purpose
from services.auth.domain.sessions import LIFETIMES
from services.auth.store.models import Credential, Staff
from services.auth.usecases import access, attempts, challenges, passwords, sessions
from services.auth.usecases.passwords import confirm_password, fits
from tests.services.auth.people import PASSWORD, Hire
from tests.services.auth.second_factors import enter

MOMENT = timedelta(microseconds=1)


def test_nobody_has_the_password_of_nobody(service: ServiceUnderTest, hire: Hire, nobody: Caller) -> None:
    hire("wang", "王芳")
    assert not fits(None, "the password of nobody"), "it is only compared so that the answer takes as long"
    refused = enter(nobody, "nobody", "the password of nobody")
    assert (refused.status_code, refused.json["code"]) == (401, "invalid_credentials")
    assert enter(nobody, "wang", "the password of nobody").status_code == 401
    assert enter(nobody, "wang", PASSWORD).status_code == 200


@pytest.mark.parametrize("typed", [PASSWORD, "Ｃｏｒｒｅｃｔ-Horse-7"])
def test_a_password_is_the_same_from_every_keyboard(service: ServiceUnderTest, hire: Hire, typed: str) -> None:
    person = hire("wang", "王芳")
    with service.unit_of_work() as ctx:
        assert fits(ctx.session.get(Credential, person.id), typed)
        assert not fits(ctx.session.get(Credential, person.id), PASSWORD + " ")


def test_a_hash_that_is_too_cheap_by_now_is_made_anew_when_its_password_comes(
    service: ServiceUnderTest, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hire("wang", "王芳")
    with service.unit_of_work() as ctx:
        known = ctx.session.get(Credential, person.id)
        assert known is not None
        before = known.password_hash
        assert fits(known, PASSWORD)
        assert known.password_hash == before
        monkeypatch.setattr(passwords, "_hasher", type(passwords._hasher)(time_cost=2, memory_cost=8, parallelism=1))
        assert not fits(known, "wrong")
        assert known.password_hash == before
        assert fits(known, PASSWORD)
        assert known.password_hash != before
        assert fits(known, PASSWORD)


def test_whoever_is_not_there_confirms_nothing(service: ServiceUnderTest) -> None:
    stranger = service.person("谁", {}).actor
    with service.unit_of_work(stranger) as ctx, pytest.raises(Unauthenticated):
        confirm_password(ctx, PASSWORD, RateLimit(), user_agent="")
    with service.unit_of_work(stranger) as ctx, pytest.raises(Unauthenticated):
        access.grant(ctx, new_id(), new_id())


def test_a_person_who_was_disabled_is_granted_nothing(service: ServiceUnderTest, hire: Hire) -> None:
    person = hire("wang", "王芳", roles=["sales"])
    with service.unit_of_work() as ctx:
        granted = access.grant(ctx, person.id, new_id())
        assert granted.actor.permissions["customer:read"] is Scope.OWN
        staff = ctx.session.get(Staff, person.id)
        assert staff is not None
        staff.active = False
    with service.unit_of_work() as ctx, pytest.raises(Unauthenticated):
        access.grant(ctx, person.id, new_id())


@pytest.mark.parametrize(
    ("address", "agent"), [(100, 200), (101, 201)], ids=["as long as is kept", "longer than is kept"]
)
def test_of_where_a_try_came_from_so_much_is_kept(
    service: ServiceUnderTest, hire: Hire, address: int, agent: int
) -> None:
    person = hire("wang", "王芳")
    with service.unit_of_work() as ctx:
        staff = ctx.session.get(Staff, person.id)
        assert staff is not None
        opened, _ = sessions.open_session(ctx, staff, SessionKind.PAGES, address="a" * address, user_agent="b" * agent)
        assert (len(opened.address), len(opened.user_agent)) == (
            attempts.LONGEST_ADDRESS, attempts.LONGEST_USER_AGENT,
        ) == (100, 200)  # fmt: skip


def challenge(ctx: Any, purpose: Purpose = Purpose.SECOND_FACTOR) -> str:
    return challenges.open_challenge(ctx, purpose, None)


@pytest.mark.parametrize(("passed", "holds"), [(CHALLENGE_LIFETIME - MOMENT, True), (CHALLENGE_LIFETIME, False)])
def test_a_challenge_holds_for_five_minutes(service: ServiceUnderTest, passed: timedelta, holds: bool) -> None:
    begun = service.clock.stop()
    with service.unit_of_work() as ctx:
        secret = challenge(ctx)
    with service.unit_of_work(now=begun + passed) as ctx:
        if holds:
            assert challenges.take(ctx, secret, Purpose.SECOND_FACTOR).tries == 0
        else:
            with pytest.raises(challenges.ChallengeEnded):
                challenges.take(ctx, secret, Purpose.SECOND_FACTOR)


def test_a_challenge_is_for_one_purpose_and_ends_with_so_many_wrong_answers(service: ServiceUnderTest) -> None:
    with service.unit_of_work() as ctx:
        secret = challenge(ctx)
    with service.unit_of_work() as ctx:
        with pytest.raises(challenges.ChallengeEnded):
            challenges.take(ctx, secret, Purpose.PASSKEY)
        with pytest.raises(challenges.ChallengeEnded):
            challenges.take(ctx, "another", Purpose.SECOND_FACTOR)
        for tries in range(1, MOST_TRIES + 1):
            found = challenges.take(ctx, secret, Purpose.SECOND_FACTOR)
            challenges.fail(ctx, found)
            assert (found.tries, found.ended_at is not None) == (tries, tries == MOST_TRIES == 5 or tries == 5)
        with pytest.raises(challenges.ChallengeEnded):
            challenges.take(ctx, secret, Purpose.SECOND_FACTOR)


@pytest.mark.parametrize("kind", SessionKind)
def test_a_session_is_good_for_its_own_kind_up_to_its_idle_time(
    service: ServiceUnderTest, hire: Hire, kind: SessionKind
) -> None:
    person, begun = hire("wang", "王芳"), service.clock.stop()
    with service.unit_of_work() as ctx:
        staff = ctx.session.get(Staff, person.id)
        assert staff is not None
        opened, secret = sessions.open_session(ctx, staff, kind, address="", user_agent="")
    with service.unit_of_work(now=begun + LIFETIMES[kind].idle - MOMENT) as ctx:
        assert [each.id for each in sessions.holding(ctx, person.id)] == [opened.id]
        other = SessionKind.PROGRAM if kind is SessionKind.PAGES else SessionKind.PAGES
        assert sessions._held(ctx, secret, other) is None
        assert sessions._held(ctx, secret, kind) is not None
    with service.unit_of_work(now=begun + LIFETIMES[kind].idle) as ctx:
        assert sessions.holding(ctx, person.id) == []
        assert sessions._held(ctx, secret, kind) is None
