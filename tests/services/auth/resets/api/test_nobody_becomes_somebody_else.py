"""The side doors by which somebody who runs accounts could become somebody else, each tried to the end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.jobs import jobs
from services.auth.store.models import Staff
from tests.services.auth.people import PASSWORD, As, Hire, tokens_sent

ATTACKER = "attacker@example.com"


@pytest.fixture
def wang(hire: Hire) -> Staff:
    """Somebody with an own address."""
    return hire("wang", "王芳", roles=["sales"], email="wang@example.com")


@pytest.fixture
def manager(hire: Hire, caller: As) -> Caller:
    """The manager of the department."""
    return caller(hire("chen", "陈伟", roles=["department_manager"]))


def readdress(who: Caller, person: Staff, email: str = ATTACKER) -> None:
    version = who.get(f"/staff/{person.id}").json["version"]
    assert who.patch(f"/staff/{person.id}", {"email": email}, version=version).status_code == 200


def forgotten(service: ServiceUnderTest, nobody: Caller, login: str) -> None:
    nobody.post("/auth/password-links", {"login": login})
    service.work(jobs)


def to_whom(service: ServiceUnderTest) -> list[str]:
    return [to for to, _ in tokens_sent(service)]


@pytest.mark.parametrize("days", [0, 3, 30])
@pytest.mark.parametrize("by", ["administrator", "manager"])
def test_no_link_goes_to_an_address_that_somebody_else_has_put_there(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, manager: Caller, wang: Staff, days: int, by: str
) -> None:
    readdress({"administrator": admin, "manager": manager}[by], wang)
    service.clock.advance(timedelta(days=days))
    answer = admin.post(f"/staff/{wang.id}/reset-password").json
    assert (answer["sent_to"], answer["request"]["status"]) == ("", "waiting")
    for login in ("wang", ATTACKER):
        forgotten(service, nobody, login)
    assert to_whom(service) == []


def test_the_old_address_is_told_of_the_new_one(service: ServiceUnderTest, admin: Caller, wang: Staff) -> None:
    readdress(admin, wang)
    with service.engine.connect() as connection:
        [(to, subject, words)] = connection.execute(
            select(email_table.c.to, email_table.c.subject, email_table.c.text)
        ).all()
    assert (to, subject) == (["wang@example.com"], "您账号的邮箱已更改 / The mail address of your account was changed")
    assert "由系统管理员更改" in words
    assert ATTACKER not in words


@pytest.mark.parametrize(("hours", "seconds", "sent"), [(71, 3599, []), (72, 0, [ATTACKER])])
def test_what_the_person_confirms_counts_after_three_days(
    service: ServiceUnderTest,
    admin: Caller,
    manager: Caller,
    wang: Staff,
    caller: As,
    hours: int,
    seconds: int,
    sent: Any,
) -> None:
    service.clock.stop()
    readdress(admin, wang)
    me = caller(wang)
    assert me.get("/me").json["email_confirmed"] is False
    confirmed = me.post("/me/confirm-address").json
    assert (confirmed["email_confirmed"], "confirm-address" in confirmed["actions"]) == (True, False)
    assert me.post("/me/confirm-address").json["code"] == "wrong_status"
    service.clock.advance(timedelta(hours=hours, seconds=seconds))
    admin.post(f"/staff/{wang.id}/reset-password")
    assert to_whom(service) == sent
    assert manager.get("/account-requests/count").json["waiting"] == (0 if sent else 1)


def test_the_first_address_counts_only_until_the_account_is_used(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, manager: Caller, office: UUID
) -> None:
    body = {"username": "li", "name": "李强", "department_id": str(office), "email": ATTACKER}
    made = admin.post("/staff", body).json
    request = admin.patch(f"/staff/{made['id']}", {"email": "li@example.com"}, version=made["version"])
    assert request.status_code == 200
    assert admin.post(f"/staff/{made['id']}/reset-password").json["sent_to"] == "", "a changed one is no first one"
    old = tokens_sent(service)[0][1]
    refused = nobody.post("/auth/password-links/use", {"token": old, "new": "Battery-Staple-9"})
    assert refused.json["code"] == "password_link_ended"


def test_a_manager_whom_the_administrator_has_just_made_is_no_second_person(
    service: ServiceUnderTest, admin: Caller, wang: Staff, hire: Hire, caller: As, office: UUID
) -> None:
    service.clock.stop()
    leader = caller(hire("he", roles=["leadership"]))
    body = {"username": "second.me", "name": "某人", "department_id": str(office), "roles": ["department_manager"]}
    assert admin.post("/staff", body).status_code == 201
    with service.unit_of_work() as ctx:
        made = ctx.session.query(Staff).filter_by(username="second.me").one()
    hand = caller(made)
    request = admin.post(f"/staff/{wang.id}/reset-second-factor").json
    path = f"/account-requests/{request['id']}/confirm"
    assert hand.get(f"/account-requests/{request['id']}").json["actions"] == []
    assert hand.post(path, version=1).json["code"] == "forbidden"
    service.clock.advance(timedelta(hours=72))
    request = admin.post(f"/staff/{wang.id}/reset-second-factor").json
    assert hand.post(f"/account-requests/{request['id']}/confirm", version=1).status_code == 200
    assert leader.get("/account-requests").json["items"], "whoever else could have confirmed sees it, too"


def test_an_old_hand_that_is_given_another_department_or_enabled_again_is_new(
    service: ServiceUnderTest, admin: Caller, wang: Staff, hire: Hire, caller: As, department: Any, office: UUID
) -> None:
    service.clock.stop()
    hire("he", roles=["leadership"])
    moved = hire("moved", roles=["department_manager"], unit=department("客服部"))
    back = hire("back", roles=["department_manager"])
    admin.patch(f"/staff/{moved.id}", {"department_id": str(office)}, version=1)
    admin.post(f"/staff/{back.id}/disable", version=1)
    admin.post(f"/staff/{back.id}/enable", version=2)
    service.clock.advance(timedelta(seconds=1))
    request = admin.post(f"/staff/{wang.id}/reset-second-factor").json
    with service.unit_of_work() as ctx:
        hands = [ctx.session.get_one(Staff, each.id) for each in (moved, back)]
    for hand in map(caller, hands):
        assert hand.post(f"/account-requests/{request['id']}/confirm", version=1).json["code"] == "forbidden"


def test_a_person_is_not_made_a_program_to_get_a_token_of_theirs(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff, office: UUID
) -> None:
    nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD})
    for roles in (["sales", "erp"], ["erp"]):
        assert admin.patch(f"/staff/{wang.id}", {"roles": roles}, version=1).status_code == 422
    until = (service.clock() + timedelta(days=9)).isoformat()
    body = {"name": "spy", "permissions": {"customer:read": "own"}, "expires_at": until, "staff_id": str(wang.id)}
    assert admin.post("/api-tokens", body).json["code"] == "not_a_program"
    assert str(wang.id) not in {each["id"] for each in admin.get("/api-tokens/accounts").json["items"]}


def test_a_token_of_a_program_ends_when_a_person_signs_in_to_its_account(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, hire: Hire
) -> None:
    erp = hire("later.li", roles=["erp"])
    until = (service.clock() + timedelta(days=9)).isoformat()
    body = {"name": "spy", "permissions": {"transaction:write": "all"}, "expires_at": until, "staff_id": str(erp.id)}
    token = admin.post("/api-tokens", body).json["token"]
    assert nobody.post("/auth/api-tokens", {"token": token}).status_code == 200
    nobody.post("/auth/sessions", {"username": "later.li", "password": PASSWORD})
    assert nobody.post("/auth/api-tokens", {"token": token}).json["code"] == "api_token_ended"
