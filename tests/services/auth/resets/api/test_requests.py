"""Without an own address two persons give a password, and no one of them can be the person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Staff
from tests.services.auth.people import PASSWORD, As, Hire
from tests.services.auth.second_factors import set_up

NEW = "Battery-Staple-9"


@pytest.fixture
def wang(hire: Hire) -> Staff:
    """Somebody without an address."""
    return hire("wang", "王芳", roles=["sales"])


@pytest.fixture
def manager(hire: Hire, caller: As) -> Caller:
    """The manager of the department."""
    return caller(hire("chen", "陈伟", roles=["department_manager"]))


@pytest.fixture
def leader(hire: Hire, caller: As) -> Caller:
    """Company leadership."""
    return caller(hire("he", "何总", roles=["leadership"]))


@pytest.fixture
def second_admin(hire: Hire, caller: As) -> Caller:
    """Another administrator."""
    return caller(hire("root2", "副管理员", roles=["administrator"]))


def reset(admin: Caller, id: UUID | str) -> Any:
    return admin.post(f"/staff/{id}/reset-password")


def does(who: Caller, request: Any, action: str, version: int | None = None) -> Any:
    return who.post(f"/account-requests/{request['id']}/{action}", version=version or request["version"])


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json.get("code", "")


def enter(nobody: Caller, password: str, username: str = "wang") -> Any:
    return nobody.post("/auth/tokens", {"username": username, "password": password})


def test_the_manager_confirms_and_hands_the_password_over(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, manager: Caller, wang: Staff
) -> None:
    asked = reset(admin, wang.id).json
    assert (asked["sent_to"], asked["request"]["status"], asked["request"]["name"]) == ("", "waiting", "王芳")
    request = asked["request"]
    assert request["actions"] == ["withdraw"]
    assert enter(nobody, PASSWORD).status_code == 200, "nothing has happened yet"
    assert manager.get("/account-requests/count").json == {"waiting": 1}
    [seen] = manager.get("/account-requests?waiting=true").json["items"]
    assert seen["actions"] == ["confirm", "refuse"]
    confirmed = does(manager, request, "confirm").json
    assert (confirmed["status"], confirmed["actions"]) == ("confirmed", ["collect"])
    assert enter(nobody, PASSWORD).status_code == 200, "until it is handed over the old password stays"
    assert said(does(admin, confirmed, "collect")) == (403, "forbidden"), "the administrator sees no password"
    handed = does(manager, confirmed, "collect").json
    assert (handed["name"], handed["username"]) == ("王芳", "wang")
    assert said(does(manager, confirmed, "collect", 3)) == (409, "wrong_status"), "it is shown once"
    assert enter(nobody, PASSWORD).status_code == 401
    assert enter(nobody, handed["password"]).json["staff"]["limited"] == "password_change_required"
    assert manager.get("/account-requests/count").json == {"waiting": 0}
    with service.unit_of_work() as ctx:
        rows = text("SELECT action, actor_name FROM change WHERE kind = 'account_request' ORDER BY id")
        trail = [tuple(row) for row in ctx.session.execute(rows)]
    assert trail == [("created", "系统管理员"), ("changed", "陈伟"), ("changed", "陈伟")]


def test_who_asked_never_confirms_nor_does_the_person(
    admin: Caller, manager: Caller, second_admin: Caller, wang: Staff, caller: As
) -> None:
    request = reset(admin, wang.id).json["request"]
    assert said(does(admin, request, "confirm")) == (409, "same_person")
    assert said(does(second_admin, request, "confirm")) == (403, "forbidden"), "there is a manager"
    assert said(does(caller(wang), request, "confirm")) == (403, "forbidden")
    assert does(manager, request, "confirm").status_code == 200


def test_a_managers_own_account_is_confirmed_above(
    admin: Caller, manager: Caller, leader: Caller, second_admin: Caller
) -> None:
    request = reset(admin, manager.actor.id or "").json["request"]
    assert said(does(manager, request, "confirm")) == (409, "same_person")
    assert said(does(second_admin, request, "confirm")) == (403, "forbidden")
    assert does(leader, request, "confirm").json["actions"] == ["collect"]


def test_where_nobody_is_above_another_administrator_confirms(
    nobody: Caller, admin: Caller, second_admin: Caller, wang: Staff
) -> None:
    request = reset(admin, wang.id).json["request"]
    confirmed = does(second_admin, request, "confirm").json
    handed = does(second_admin, confirmed, "collect").json
    assert enter(nobody, handed["password"]).status_code == 200


def test_where_nobody_can_confirm_nothing_is_asked(service: ServiceUnderTest, admin: Caller, wang: Staff) -> None:
    assert said(reset(admin, wang.id)) == (409, "nobody_to_confirm")
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(text("SELECT count(*) FROM account_request")) == 0


def test_a_manager_of_another_department_sees_nothing_of_it(
    admin: Caller, manager: Caller, wang: Staff, hire: Hire, caller: As, department: Any
) -> None:
    other = caller(hire("far", roles=["department_manager"], unit=department("客服部")))
    request = reset(admin, wang.id).json["request"]
    assert does(other, request, "confirm").status_code == 404
    assert other.get("/account-requests").json["items"] == []
    assert does(manager, request, "refuse").json["status"] == "refused"


@pytest.mark.parametrize(("seconds", "status"), [(24 * 3600 - 1, 200), (24 * 3600, 409)])
def test_unconfirmed_it_lapses_after_a_day(
    service: ServiceUnderTest, admin: Caller, manager: Caller, wang: Staff, seconds: int, status: int
) -> None:
    service.clock.stop()
    request = reset(admin, wang.id).json["request"]
    service.clock.advance(timedelta(seconds=seconds))
    assert does(manager, request, "confirm").status_code == status
    if status == 409:
        assert manager.get(f"/account-requests/{request['id']}").json["status"] == "lapsed"
        assert manager.get("/account-requests/count").json == {"waiting": 0}


def test_confirmed_the_password_waits_a_day_to_be_fetched(
    service: ServiceUnderTest, admin: Caller, manager: Caller, wang: Staff
) -> None:
    service.clock.stop()
    confirmed = does(manager, reset(admin, wang.id).json["request"], "confirm").json
    service.clock.advance(timedelta(hours=24))
    assert said(does(manager, confirmed, "collect")) == (409, "wrong_status")


def test_another_request_ends_the_one_before_and_disabling_ends_both(
    admin: Caller, manager: Caller, wang: Staff
) -> None:
    first, second = (reset(admin, wang.id).json["request"] for _ in range(2))
    assert said(does(manager, first, "confirm", 2)) == (409, "wrong_status")
    admin.post(f"/staff/{wang.id}/disable", version=1)
    assert said(does(manager, second, "confirm", 2)) == (409, "wrong_status")


def test_it_is_taken_back_only_by_who_asked(admin: Caller, manager: Caller, wang: Staff) -> None:
    request = reset(admin, wang.id).json["request"]
    assert said(does(manager, request, "withdraw")) == (403, "forbidden")
    assert does(admin, request, "withdraw").json["status"] == "withdrawn"
    assert said(does(manager, request, "confirm", 2)) == (409, "wrong_status")


def test_a_second_factor_needs_the_second_person_and_stays_through_a_new_password(
    nobody: Caller, admin: Caller, manager: Caller, wang: Staff, caller: As
) -> None:
    set_up(caller(wang))
    confirmed = does(manager, reset(admin, wang.id).json["request"], "confirm").json
    password = does(manager, confirmed, "collect").json["password"]
    assert said(enter(nobody, password)) == (401, "second_factor_required")
    request = admin.post(f"/staff/{wang.id}/reset-second-factor").json
    assert said(does(admin, request, "confirm")) == (409, "same_person")
    done = does(manager, request, "confirm").json
    assert (done["status"], done["actions"]) == ("done", [])
    assert enter(nobody, password).status_code == 200


def test_a_manager_starts_somebody_without_an_address_with_an_administrator(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, manager: Caller, leader: Caller, office: UUID
) -> None:
    made = manager.post("/staff", {"username": "li", "name": "李强", "department_id": str(office)}).json
    request = made["begun"]["request"]
    assert made["begun"]["sent_to"] == ""
    [told] = service.told("activity.notice_raised.v1")
    assert (told["kind"], told["to"], told["record_kind"]) == (
        "account_needs_password", [str(admin.actor.id)], "account_request",
    )  # fmt: skip
    assert said(does(manager, request, "confirm")) == (409, "same_person")
    assert said(does(leader, request, "confirm")) == (403, "forbidden")
    confirmed = does(admin, request, "confirm").json
    assert confirmed["actions"] == [], "who hands it over is the manager"
    assert said(does(admin, confirmed, "collect")) == (403, "forbidden")
    assert service.told("activity.notice_raised.v1")[-1]["to"] == [str(manager.actor.id)]
    assert manager.get("/account-requests/count").json == {"waiting": 1}
    password = does(manager, confirmed, "collect").json["password"]
    assert enter(nobody, password, "li").json["staff"]["must_change_password"] is True


def test_a_program_begins_with_nothing(admin: Caller, manager: Caller, office: UUID) -> None:
    body = {"username": "erp1", "name": "ERP", "department_id": str(office), "roles": ["erp"]}
    assert admin.post("/staff", body).json["begun"] == {"sent_to": "", "request": None}
