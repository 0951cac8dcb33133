"""Programs stay signed in by a refresh token that is good once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import OpenSession, SignIn, SpentSecret, Staff
from tests.services.auth.people import PASSWORD


@pytest.fixture
def wang(hire: Callable[..., Staff]) -> Staff:
    """A seller."""
    return hire("wang", "王芳", roles=["sales"])


@pytest.fixture
def signed_in(nobody: Caller, wang: Staff) -> dict[str, Any]:
    """What a program got for user name and password."""
    answer: dict[str, Any] = nobody.post("/auth/tokens", {"username": "wang", "password": PASSWORD}).json
    return answer


def refresh(nobody: Caller, secret: str) -> Any:
    return nobody.post("/auth/tokens/refresh", {"refresh_token": secret})


def status_with(service: ServiceUnderTest, nobody: Caller, token: str) -> int:
    service.app.extensions["verifier"].look_again()
    return Caller(nobody.client, nobody.actor, token).get("/me").status_code


def test_a_refresh_token_gives_another_access_token_and_the_next_refresh_token(
    service: ServiceUnderTest, nobody: Caller, signed_in: dict[str, Any]
) -> None:
    secret = signed_in["refresh_token"]
    for _ in range(3):
        answer = refresh(nobody, secret)
        assert (answer.status_code, answer.json["expires_in"]) == (200, 300)
        assert answer.json["refresh_token"] != secret
        assert status_with(service, nobody, answer.json["access_token"]) == 200
        secret = answer.json["refresh_token"]


def test_a_refresh_token_that_comes_again_ends_the_session_for_both_and_is_on_record(
    service: ServiceUnderTest, nobody: Caller, signed_in: dict[str, Any]
) -> None:
    following = refresh(nobody, signed_in["refresh_token"]).json
    again = refresh(nobody, signed_in["refresh_token"])
    assert (again.status_code, again.json["code"]) == (401, "refresh_reused")
    assert refresh(nobody, following["refresh_token"]).json["code"] == "session_ended"
    assert status_with(service, nobody, following["access_token"]) == 401
    with service.unit_of_work() as ctx:
        last = ctx.session.scalars(select(SignIn).order_by(SignIn.id.desc()).limit(1)).one()
        assert (last.username, last.ok, last.reason) == ("wang", False, "refresh_reused")
    [told] = service.told("auth.access_ended.v1")
    assert told["session_id"] is not None


@pytest.mark.parametrize(
    ("column", "hours", "status"),
    [("seen_at", 23, 200), ("seen_at", 24, 401), ("started_at", 719, 200), ("started_at", 720, 401)],
)
def test_a_program_is_signed_out_after_an_idle_day_and_after_thirty_days_in_all(
    service: ServiceUnderTest, nobody: Caller, signed_in: dict[str, Any], column: str, hours: int, status: int
) -> None:
    with service.unit_of_work() as ctx:
        ctx.session.execute(text(f"UPDATE session SET {column} = {column} - make_interval(hours => {hours})"))
    assert refresh(nobody, signed_in["refresh_token"]).status_code == status


def test_a_program_signs_out(service: ServiceUnderTest, nobody: Caller, signed_in: dict[str, Any]) -> None:
    assert nobody.post("/auth/tokens/end", {"refresh_token": signed_in["refresh_token"]}).status_code == 200
    assert refresh(nobody, signed_in["refresh_token"]).json["code"] == "session_ended"
    assert status_with(service, nobody, signed_in["access_token"]) == 401


def test_the_secrets_of_pages_and_programs_do_not_open_each_others_doors(
    nobody: Caller, signed_in: dict[str, Any]
) -> None:
    page = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD}).json["session"]
    assert refresh(nobody, page).json["code"] == "session_ended"
    answer = nobody.post("/auth/sessions/token", {"session": signed_in["refresh_token"]})
    assert answer.json["code"] == "session_ended"


def test_a_disabled_person_refreshes_nothing(
    nobody: Caller, admin: Caller, wang: Staff, signed_in: dict[str, Any]
) -> None:
    admin.post(f"/staff/{wang.id}/disable", version=wang.version)
    assert refresh(nobody, signed_in["refresh_token"]).json["code"] == "session_ended"


def test_no_secret_is_stored(service: ServiceUnderTest, nobody: Caller, signed_in: dict[str, Any]) -> None:
    following = refresh(nobody, signed_in["refresh_token"]).json["refresh_token"]
    with service.unit_of_work() as ctx:
        kept = [
            *ctx.session.scalars(select(OpenSession.secret_hash)),
            *ctx.session.scalars(select(SpentSecret.secret_hash)),
        ]
    assert {len(each) for each in kept} == {64}
    assert not {following, signed_in["refresh_token"]} & set(kept)
