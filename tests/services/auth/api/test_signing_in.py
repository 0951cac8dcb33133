"""Signing in: the right password gives a token and a session; everything else gives nothing away."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from chassis.auth import Scope
from chassis.auth.tokens import TokenVerifier
from chassis.db import new_id
from chassis.testing.service import Caller, Keys, ServiceUnderTest
from services.auth.domain.attempts import delay_after
from services.auth.store.models import Credential, OpenSession, SignIn, Staff
from tests.services.auth.people import PASSWORD, Hire


@pytest.fixture
def wang(hire: Hire) -> Staff:
    """An ordinary member of staff with two roles."""
    return hire("wang", "王芳", roles=["sales", "service"])


def tries(service: ServiceUnderTest) -> list[tuple[str, bool, str]]:
    with service.unit_of_work() as ctx:
        rows = ctx.session.scalars(select(SignIn).order_by(SignIn.id))
        return [(row.username, row.ok, row.reason) for row in rows]


def fail_often(service: ServiceUnderTest, nobody: Caller, times: int, username: str = "wang") -> None:
    """So many wrong passwords, each as soon as it is heard."""
    for number in range(times):
        assert enter(nobody, username, "wrong-password").status_code == 401
        service.clock.advance(delay_after(number + 1))


def enter(nobody: Caller, username: str = "wang", password: str = PASSWORD) -> Any:
    return nobody.post("/auth/tokens", {"username": username, "password": password})


def test_the_right_password_gives_a_token_that_says_what_the_person_may(
    nobody: Caller, wang: Staff, keys: Keys
) -> None:
    answer = enter(nobody)
    assert answer.status_code == 200
    assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 300)
    actor = TokenVerifier(keys.public).verify(answer.json["access_token"], now=datetime.now(UTC))
    assert (actor.id, actor.name, actor.department_id) == (wang.id, "王芳", wang.department_id)
    assert actor.roles == ("sales", "service")
    assert actor.scope("case:read") is Scope.ALL, "the widest of own (sales) and all (service)"
    assert actor.scope("customer:read") is Scope.OWN
    staff = answer.json["staff"]
    assert (staff["id"], staff["username"], staff["department_name"]) == (str(wang.id), "wang", "总公司")
    assert staff["permissions"]["case:read"] == "all"


def test_the_name_is_the_same_in_capitals_and_in_full_width(nobody: Caller, wang: Staff) -> None:
    assert enter(nobody, "WANG").status_code == 200
    assert enter(nobody, "ｗａｎｇ").status_code == 200


def test_a_wrong_password_an_unknown_name_and_a_disabled_person_are_answered_alike(
    service: ServiceUnderTest, nobody: Caller, wang: Staff, hire: Hire
) -> None:
    gone = hire("gone")
    with service.unit_of_work() as ctx:
        ctx.session.get(Staff, gone.id).active = False  # type: ignore[union-attr]
    answers = [enter(nobody, password="wrong-password"), enter(nobody, "stranger"), enter(nobody, "gone")]
    assert [(answer.status_code, answer.json) for answer in answers] == [
        (401, {"code": "invalid_credentials", "detail": {}})
    ] * 3
    assert tries(service) == [
        ("wang", False, "wrong_password"),
        ("stranger", False, "unknown_user"),
        ("gone", False, "disabled"),
    ]


def test_what_cannot_be_a_name_is_not_written_down(service: ServiceUnderTest, nobody: Caller) -> None:
    assert enter(nobody, "My secret password!").status_code == 401
    assert tries(service) == [("", False, "unknown_user")]


@pytest.mark.parametrize("username", ["wang", "stranger"])
def test_ten_wrong_passwords_close_an_account_whether_or_not_it_exists(
    service: ServiceUnderTest, nobody: Caller, wang: Staff, username: str
) -> None:
    fail_often(service, nobody, 10, username)
    closed = enter(nobody, username)
    assert (closed.status_code, closed.json["code"]) == (429, "too_many_attempts")
    assert 600 < closed.json["detail"]["seconds"] <= 900
    assert closed.headers["Retry-After"] == str(closed.json["detail"]["seconds"])
    assert enter(nobody, "somebody-else").status_code == 401


def test_guessing_many_at_once_does_not_help(nobody: Caller, wang: Staff) -> None:
    answers: list[int] = []

    def guess() -> None:
        caller = Caller(nobody.client.application.test_client(), nobody.actor, "")
        answers.extend(enter(caller, password="wrong-password").status_code for _ in range(5))

    threads = [Thread(target=guess) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [401] * 5 + [429] * 10


def test_a_closed_account_opens_again_after_a_quarter_of_an_hour(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    fail_often(service, nobody, 10)
    service.clock.advance(timedelta(seconds=900))
    assert enter(nobody).status_code == 200


def test_a_success_forgets_the_failures_before_it(service: ServiceUnderTest, nobody: Caller, wang: Staff) -> None:
    fail_often(service, nobody, 9)
    assert enter(nobody).status_code == 200
    fail_often(service, nobody, 9)
    assert enter(nobody).status_code == 200


@pytest.mark.parametrize("username", ["wang", "stranger"])
def test_after_four_free_ones_each_wrong_password_doubles_the_wait(
    service: ServiceUnderTest, nobody: Caller, wang: Staff, username: str
) -> None:
    fail_often(service, nobody, 4, username)
    for wait in (2, 4, 8):
        assert enter(nobody, username, "wrong-password").status_code == 401
        early = enter(nobody, username)
        assert (early.status_code, early.json["detail"]["seconds"]) == (429, wait)
        service.clock.advance(timedelta(seconds=wait - 1))
        assert enter(nobody, username).status_code == 429
        service.clock.advance(timedelta(seconds=1))


def test_an_address_that_guesses_at_many_accounts_is_closed_and_others_are_not(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    """Counted whoever is tried; a success in between forgives nothing."""

    def from_address(address: str, username: str, password: str = "wrong-password") -> Any:
        body = {"username": username, "password": password}
        return nobody.post("/auth/tokens", body, origin=address)

    with service.unit_of_work() as ctx:
        guesses = [
            {"id": new_id(), "at": ctx.now, "username": f"name{number}", "reason": "unknown_user", "ok": False}
            for number in range(99)
        ]
        same = {"address": "6.6.6.6", "user_agent": "", "request_id": ""}
        ctx.session.execute(insert(SignIn), [{**same, **guess} for guess in guesses])
    assert from_address("6.6.6.6", "wang", PASSWORD).status_code == 200
    assert from_address("6.6.6.6", "name99").status_code == 401
    for username in ("li", "name100", "My secret password!"):
        closed = from_address("6.6.6.6", username, PASSWORD)
        assert (closed.status_code, closed.json["code"]) == (429, "too_many_attempts")
    assert from_address("6.6.6.6", "wang", PASSWORD).status_code == 200, "who is known there is not shut out with it"
    assert from_address("7.7.7.7", "wang", PASSWORD).status_code == 200
    service.clock.advance(timedelta(seconds=900))
    assert from_address("6.6.6.6", "wang", PASSWORD).status_code == 200


def guess(nobody: Caller, address: str, password: str = "wrong-password", username: str = "wang") -> int:
    return nobody.post("/auth/tokens", {"username": username, "password": password}, origin=address).status_code


def test_nobody_shuts_somebody_out_from_elsewhere(service: ServiceUnderTest, nobody: Caller, wang: Staff) -> None:
    assert guess(nobody, "10.0.0.7", PASSWORD) == 200
    for host in range(12):
        for _ in range(4):
            assert guess(nobody, f"6.6.6.{host}") == 401
    assert [guess(nobody, "7.7.7.7"), guess(nobody, "7.7.7.8")] == [401, 401]
    assert guess(nobody, "7.7.7.9", PASSWORD) == 429, "fifty wrong ones from where nobody knows them"
    assert guess(nobody, "10.0.0.7", PASSWORD) == 200


def test_at_an_address_that_is_closed_who_is_known_has_the_free_tries_left(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    assert guess(nobody, "6.6.6.6", PASSWORD) == 200
    for number in range(100):
        assert guess(nobody, "6.6.6.6", username=f"name{number}") == 401
    assert [guess(nobody, "6.6.6.6") for _ in range(5)] == [401] * 4 + [429]
    assert guess(nobody, "6.6.6.6", PASSWORD) == 429
    service.clock.advance(timedelta(seconds=900))
    assert guess(nobody, "6.6.6.6", PASSWORD) == 200


def test_who_has_not_been_there_for_ninety_days_is_known_no_more(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    assert guess(nobody, "10.0.0.7", PASSWORD) == 200
    service.clock.advance(timedelta(days=90))
    for host in range(13):
        for _ in range(4):
            guess(nobody, f"6.6.6.{host}")
    assert guess(nobody, "10.0.0.7", PASSWORD) == 429


def test_a_password_that_was_handed_over_opens_nothing_after_three_days(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    with service.unit_of_work() as ctx:
        given = ctx.session.get_one(Credential, wang.id)
        given.must_change, given.changed_at = True, ctx.now
    service.clock.advance(timedelta(days=3, seconds=-1))
    assert enter(nobody).status_code == 200
    service.clock.advance(timedelta(seconds=1))
    ended = enter(nobody)
    assert (ended.status_code, ended.json["code"]) == (401, "given_password_ended")
    assert enter(nobody, password="wrong-password").json["code"] == "invalid_credentials", "told to who knows it"


def test_a_session_gives_tokens_until_it_is_ended(service: ServiceUnderTest, nobody: Caller, wang: Staff) -> None:
    body = {"username": "wang", "password": PASSWORD, "user_agent": "Firefox"}
    opened = nobody.post("/auth/sessions", body, origin="10.1.2.3")
    assert opened.status_code == 201
    secret = opened.json["session"]
    renewed = nobody.post("/auth/sessions/token", {"session": secret})
    assert (renewed.status_code, renewed.json["staff"]["username"]) == (200, "wang")
    ended = nobody.post("/auth/sessions/end", {"session": secret})
    assert (ended.status_code, ended.json) == (200, {})
    again = nobody.post("/auth/sessions/token", {"session": secret})
    assert (again.status_code, again.json["code"]) == (401, "session_ended")
    with service.unit_of_work() as ctx:
        [row] = ctx.session.scalars(select(SignIn))
        assert (row.address, row.user_agent, row.ok) == ("10.1.2.3", "Firefox", True)


def test_nobody_says_from_where_they_come(nobody: Caller, wang: Staff) -> None:
    """Else one could guess for ever, each time from another address, or lock out somebody else's."""
    answer = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD, "address": "6.6.6.6"})
    assert (answer.status_code, answer.json["fields"]) == (422, {"address": ["unknown_field"]})


def test_the_secret_of_a_session_is_stored_nowhere(service: ServiceUnderTest, nobody: Caller, wang: Staff) -> None:
    secret = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD}).json["session"]
    assert len(base64.urlsafe_b64decode(secret + "=")) == 32
    with service.unit_of_work() as ctx:
        [row] = ctx.session.execute(select(OpenSession.__table__)).mappings()
    assert secret not in json.dumps({name: str(value) for name, value in row.items()})


@pytest.mark.parametrize(
    ("column", "hours", "minutes", "status"),
    [("seen_at", 1, 59, 200), ("seen_at", 2, 0, 401), ("started_at", 11, 59, 200), ("started_at", 12, 0, 401)],
)
def test_a_session_ends_after_two_idle_hours_and_after_twelve_in_all(
    service: ServiceUnderTest, nobody: Caller, wang: Staff, column: str, hours: int, minutes: int, status: int
) -> None:
    secret = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD}).json["session"]
    with service.unit_of_work() as ctx:
        ctx.session.execute(
            text(f"UPDATE session SET {column} = {column} - make_interval(hours => :hours, mins => :minutes)"),
            {"hours": hours, "minutes": minutes},
        )
    assert nobody.post("/auth/sessions/token", {"session": secret}).status_code == status


def test_a_session_that_is_used_does_not_run_idle(service: ServiceUnderTest, nobody: Caller, wang: Staff) -> None:
    secret = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD}).json["session"]
    for _ in range(3):
        service.clock.advance(timedelta(minutes=110))
        assert nobody.post("/auth/sessions/token", {"session": secret}).status_code == 200


def test_a_page_that_asks_by_itself_keeps_no_session_from_running_idle(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    secret = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD}).json["session"]
    asked = {"session": secret, "unattended": True}
    service.clock.advance(timedelta(minutes=110))
    assert nobody.post("/auth/sessions/token", asked).status_code == 200
    service.clock.advance(timedelta(minutes=11))
    assert nobody.post("/auth/sessions/token", asked).json["code"] == "session_ended"


def test_an_unknown_secret_is_an_ended_session(nobody: Caller) -> None:
    answer = nobody.post("/auth/sessions/token", {"session": "x" * 43})
    assert (answer.status_code, answer.json["code"]) == (401, "session_ended")
    assert nobody.post("/auth/sessions/end", {"session": "x" * 43}).status_code == 200


def test_a_token_reads_its_own_person(nobody: Caller, wang: Staff) -> None:
    token = enter(nobody).json["access_token"]
    me = Caller(nobody.client, nobody.actor, token).get("/me")
    assert (me.status_code, me.json["name"], me.json["must_change_password"]) == (200, "王芳", False)
    assert nobody.get("/me").status_code == 401
