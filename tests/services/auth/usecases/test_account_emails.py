"""People are told by mail what happens to their own account, and nobody else is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from sqlalchemy import select

from chassis.jobs.tables import job
from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth import cli
from services.auth.store import queries
from services.auth.store.models import Credential, Staff
from tests.services.auth.people import PASSWORD, As, Hire, given

NEW = "Another-Horse-8"


@pytest.fixture
def wang(hire: Hire) -> Staff:
    """Somebody with an address."""
    return hire("wang", "王芳", email="wang@example.com")


def emails(service: ServiceUnderTest) -> list[tuple[str, str, str]]:
    """To whom, what about, and the text, of every email that was written, the first one first."""
    with service.engine.connect() as connection:
        rows = connection.execute(
            select(email_table.c.to, email_table.c.subject, email_table.c.text).order_by(email_table.c.id)
        )
        return [(to[0], subject, text) for to, subject, text in rows]


def sign_in(caller: Caller, *, program: str = "Firefox", address: str = "10.0.0.7", password: str = PASSWORD) -> Any:
    body, headers = {"username": "wang", "password": password}, {"User-Agent": program}
    return caller.post("/auth/tokens", body, headers=headers, origin=address)


def as_person(service: ServiceUnderTest, signed_in: Any) -> Caller:
    return Caller(service.app.test_client(), cli.SYSTEM, signed_in.json["access_token"])


def test_a_given_password_is_told_with_who_did_it_and_without_what_it_is(
    service: ServiceUnderTest, admin: Caller, hire: Hire, caller: As
) -> None:
    leader = caller(hire("leader", "何总", roles=["leadership"]))
    li = admin.post("/staff", {"username": "li", "name": "李强", "department_id": str(leader.actor.department_id)}).json
    admin.patch(f"/staff/{li['id']}", {"email": "li@example.com"}, version=1)
    asked = admin.post(f"/staff/{li['id']}/reset-password").json["request"]
    assert leader.post(f"/account-requests/{asked['id']}/confirm", version=1).status_code == 200
    handed = leader.post(f"/account-requests/{asked['id']}/collect", version=2).json["password"]
    told = emails(service)
    assert [(to, subject) for to, subject, _ in told] == [
        ("li@example.com", "有人为您申请一次性密码 / A one-time password was asked for"),
        ("li@example.com", "您的密码已被重置 / Your password was reset"),
    ]
    assert "何总已于" in told[1][2]
    assert not [text for _, _, text in told if handed in text]


def test_who_changes_the_own_password_is_told_and_whoever_else_was_signed_in_is_out(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    here, there = sign_in(nobody), sign_in(nobody)
    answer = as_person(service, here).post("/me/password", {"old": PASSWORD, "new": NEW})
    assert answer.status_code == 200
    [(to, subject, _)] = emails(service)
    assert (to, subject) == ("wang@example.com", "您的密码已更改 / Your password was changed")
    refreshed = [
        nobody.post("/auth/tokens/refresh", {"refresh_token": each.json["refresh_token"]}).status_code
        for each in (here, there)
    ]
    assert refreshed == [200, 401]


def test_a_given_password_is_changed_without_an_email(service: ServiceUnderTest, nobody: Caller, wang: Staff) -> None:
    with service.unit_of_work() as ctx:
        ctx.session.get_one(Credential, wang.id).must_change = True
    answer = as_person(service, sign_in(nobody)).post("/me/password", {"old": PASSWORD, "new": NEW})
    assert (answer.status_code, emails(service)) == (200, [])


def test_a_wrong_old_password_changes_nothing_and_tells_nothing(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    answer = as_person(service, sign_in(nobody)).post("/me/password", {"old": "wrong", "new": NEW})
    assert (answer.status_code, emails(service)) == (422, [])


def test_second_factors_that_are_to_be_taken_away_are_told_before_and_after(
    service: ServiceUnderTest, admin: Caller, wang: Staff, hire: Hire, caller: As
) -> None:
    leader = caller(hire("leader", roles=["leadership"]))
    asked = admin.post(f"/staff/{wang.id}/reset-second-factor").json
    assert leader.post(f"/account-requests/{asked['id']}/confirm", version=1).status_code == 200
    assert [(to, subject) for to, subject, _ in emails(service)] == [
        ("wang@example.com", "有人申请移除您的两步验证 / Taking your second factor away was asked for"),
        ("wang@example.com", "您的两步验证已被移除 / Your second factor was taken away"),
    ]


def test_whoever_sets_up_an_authenticator_ends_every_session_that_began_without_it(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    here, there = sign_in(nobody), sign_in(nobody)
    mine = as_person(service, here)
    secret = mine.post("/me/second-factor/totp", {"password": PASSWORD}).json["secret"]
    code = pyotp.TOTP(secret).now()
    assert mine.post("/me/second-factor/totp/confirm", {"code": code}).status_code == 200
    refreshed = [
        nobody.post("/auth/tokens/refresh", {"refresh_token": each.json["refresh_token"]}).status_code
        for each in (here, there)
    ]
    assert refreshed == [200, 401]


def test_a_sign_in_from_elsewhere_or_with_something_else_is_told_once_each(
    service: ServiceUnderTest, nobody: Caller, wang: Staff
) -> None:
    assert sign_in(nobody).status_code == 200
    assert sign_in(nobody).status_code == 200
    assert emails(service) == [], "the first one is no news, and the second one came from the same place"
    assert sign_in(nobody, program="Chrome", password="wrong").status_code == 401
    assert emails(service) == [], "a try that fails is no sign-in"
    for program, address in (("Chrome <b>", "10.0.0.7"), ("Firefox", "10.0.0.8")):
        for _ in range(2):
            assert sign_in(nobody, program=program, address=address).status_code == 200
    told = emails(service)
    assert [subject for _, subject, _ in told] == ["您的账号在新设备上登录 / Your account was used on a new device"] * 2
    assert ["10.0.0.7" in text for _, _, text in told] == [True, False]
    assert not [text for _, _, text in told if "Chrome" in text], "what a stranger could write is not in our emails"


def test_who_has_no_address_is_told_nothing(service: ServiceUnderTest, hire: Hire) -> None:
    hire("li")
    given(service, "li")
    assert emails(service) == []


@pytest.mark.usefixtures("wang")
def test_a_letter_is_a_durable_job_of_the_change_itself(service: ServiceUnderTest) -> None:
    given(service, "wang")
    with service.engine.connect() as connection:
        [id] = connection.scalars(select(email_table.c.id)).all()
        waiting = connection.scalars(select(job.c.payload).where(job.c.name == "mail.send_letter.v1")).all()
    assert waiting == [{"letter_id": str(id), "secret_until": None}]


def test_the_first_administrator_has_the_address_of_the_settings(
    start_service: Callable[[str], ServiceUnderTest],
) -> None:
    fresh = start_service("auth")
    with fresh.unit_of_work() as ctx:
        cli.ensure_house(ctx, "boss@example.com")
        cli.ensure_house(ctx, "other@example.com")
    with fresh.unit_of_work() as ctx:
        admin = queries.staff_by_username(ctx.session, cli.USERNAME)
        assert admin is not None
        assert admin.email == "boss@example.com"
        cli._reset_admin(ctx)
    [(to, _, text)] = emails(fresh)
    assert to == "boss@example.com"
    assert "系统管理员已于" in text
