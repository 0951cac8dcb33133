"""Staff: the administrator manages everybody, a department's manager its ordinary staff, nobody oneself."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from chassis.db.trail import Change
from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.auth.people import PASSWORD, As, Hire

SAID = "auth.staff_changed.v1"
AddUnit = Callable[..., UUID]


@pytest.fixture
def units(department: AddUnit) -> dict[str, UUID]:
    """A department with one below it, and one beside it."""
    sales = department("销售部")
    return {"sales": sales, "east": department("东区", below=sales), "finance": department("财务部")}


@pytest.fixture
def manager(hire: Hire, caller: As, units: dict[str, UUID]) -> Caller:
    """The manager of sales."""
    return caller(hire("chen", "陈经理", roles=["department_manager"], unit=units["sales"]))


def body(unit: UUID, **values: Any) -> dict[str, Any]:
    return {"username": "wang", "name": "王芳", "department_id": str(unit), **values}


def usernames(caller: Caller, query: str = "") -> list[str]:
    return [item["username"] for item in caller.get(f"/staff{query}").json["items"]]


def test_a_new_person_is_told_to_the_other_services(
    service: ServiceUnderTest, admin: Caller, units: dict[str, UUID]
) -> None:
    answer = admin.post(
        "/staff",
        body(units["sales"], roles=["sales"], email="wang@example.com", phone="138 4377 1497", username="WANG"),
    )
    assert answer.status_code == 201, answer.json
    assert (answer.json["username"], answer.json["phone"], answer.json["department_name"]) == (
        "wang",
        "13843771497",
        "销售部",
    )
    assert service.told(SAID)[-1] == {
        "staff_id": answer.json["id"],
        "version": 1,
        "name": "王芳",
        "email": "wang@example.com",
        "department_id": str(units["sales"]),
        "roles": ["sales"],
        "active": True,
    }


def test_every_change_of_a_person_is_told_and_leaves_a_trace(
    service: ServiceUnderTest, admin: Caller, hire: Hire, units: dict[str, UUID]
) -> None:
    wang = hire("wang", "王芳", roles=["sales"], unit=units["sales"])
    before = len(service.told(SAID))
    admin.patch(f"/staff/{wang.id}", {"roles": ["service"], "department_id": str(units["east"])}, version=1)
    admin.post(f"/staff/{wang.id}/disable", version=2)
    admin.post(f"/staff/{wang.id}/enable", version=3)
    told = service.told(SAID)[before:]
    assert [(event["version"], event["roles"], event["active"]) for event in told] == [
        (2, ["service"], True),
        (3, ["service"], False),
        (4, ["service"], True),
    ]
    with service.unit_of_work() as ctx:
        rows = select(Change).where(Change.record_id == wang.id, Change.actor_name == "系统管理员").order_by(Change.id)
        trail = [(line.action, sorted(line.fields)) for line in ctx.session.scalars(rows)]
    assert trail == [("changed", ["department_id", "roles"]), ("changed", ["active"]), ("changed", ["active"])]


def test_a_user_name_belongs_to_one_person_for_ever(admin: Caller, hire: Hire, office: UUID) -> None:
    wang = hire("wang")
    admin.post(f"/staff/{wang.id}/disable", version=1)
    answer = admin.post("/staff", body(office))
    assert (answer.status_code, answer.json["fields"]) == (422, {"username": ["already_taken"]})


def test_bad_fields_are_named_with_codes(admin: Caller) -> None:
    answer = admin.post(
        "/staff",
        {"username": "王芳", "name": "", "department_id": "x", "phone": "abc", "email": "abc", "password": "secret"},
    )
    assert answer.json == {
        "code": "invalid",
        "fields": {
            "username": ["not_a_username"],
            "name": ["required"],
            "department_id": ["not_an_id"],
            "phone": ["not_a_phone"],
            "email": ["not_an_email"],
            "password": ["unknown_field"],
        },
    }


def test_a_department_or_role_that_is_not_there_is_named(admin: Caller, office: UUID) -> None:
    nowhere = admin.post("/staff", body(UUID(int=7)))
    assert nowhere.json["fields"] == {"department_id": ["unknown_department"]}
    assert admin.post("/staff", body(office, roles=["king"])).json["fields"] == {"roles": ["unknown_role"]}


def test_the_administrator_role_is_not_combined_with_customer_duties(admin: Caller, hire: Hire, office: UUID) -> None:
    both = admin.post("/staff", body(office, roles=["administrator", "sales"]))
    assert (both.status_code, both.json["code"]) == (409, "duties_conflict")
    wang = hire("wang", roles=["sales"])
    more = admin.patch(f"/staff/{wang.id}", {"roles": ["sales", "administrator"]}, version=1)
    assert (more.status_code, more.json["code"]) == (409, "duties_conflict")


def test_a_manager_sees_the_staff_of_the_department_and_below(
    admin: Caller, manager: Caller, hire: Hire, units: dict[str, UUID]
) -> None:
    people = {where: hire(where, unit=unit) for where, unit in units.items()}
    assert usernames(manager) == ["chen", "east", "sales"]
    assert usernames(admin) == ["admin", "chen", "east", "finance", "sales"]
    assert manager.get(f"/staff/{people['east'].id}").status_code == 200
    assert manager.get(f"/staff/{people['finance'].id}").status_code == 404
    assert manager.patch(f"/staff/{people['finance'].id}", {"phone": ""}, version=1).status_code == 404


def test_a_manager_adds_ordinary_staff_to_the_own_department(manager: Caller, units: dict[str, UUID]) -> None:
    assert manager.post("/staff", body(units["sales"], roles=["sales"])).status_code == 201
    assert manager.post("/staff", body(units["east"], username="li")).status_code == 201
    refused = [
        manager.post("/staff", body(units["finance"], username="zhao")),
        manager.post("/staff", body(units["sales"], username="zhao", roles=["department_manager"])),
        manager.post("/staff", body(units["sales"], username="zhao", roles=["verifier"])),
        manager.post("/staff", body(units["sales"], username="zhao", roles=["administrator"])),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4


def test_a_manager_changes_contact_data_and_switches_ordinary_staff(
    manager: Caller, hire: Hire, units: dict[str, UUID]
) -> None:
    wang = hire("wang", roles=["sales"], unit=units["east"])
    path = f"/staff/{wang.id}"
    changed = manager.patch(path, {"phone": "13843771497", "roles": ["sales"]}, version=1)
    assert (changed.status_code, changed.json["phone"]) == (200, "13843771497"), "an unchanged role is no change"
    for values in ({"roles": []}, {"department_id": str(units["sales"])}, {"name": "别人"}, {"username": "other"}):
        assert manager.patch(path, values, version=2).status_code == 403
    assert manager.post(f"{path}/reset-password").status_code == 403
    assert manager.post(f"{path}/disable", version=2).json["active"] is False
    assert manager.post(f"{path}/enable", version=3).json["active"] is True


def test_a_manager_leaves_other_managers_and_the_administrator_alone(
    hire: Hire, caller: As, admin: Caller, office: UUID, units: dict[str, UUID]
) -> None:
    head = caller(hire("head", roles=["department_manager"], unit=office))
    chief = hire("chief", roles=["service_lead"], unit=units["sales"])
    for id in (admin.actor.id, chief.id):
        assert head.post(f"/staff/{id}/disable", version=1).status_code == 403
        assert head.patch(f"/staff/{id}", {"email": "mine@example.com"}, version=1).status_code == 403


def test_nobody_disables_oneself_or_changes_the_own_role(admin: Caller, manager: Caller) -> None:
    for caller in (admin, manager):
        path = f"/staff/{caller.actor.id}"
        refused = [
            caller.post(f"{path}/disable", version=1),
            caller.patch(path, {"roles": []}, version=1),
            caller.patch(path, {"name": "别人"}, version=1),
        ]
        assert [(answer.status_code, answer.json["code"]) for answer in refused] == [(409, "own_account")] * 3
        assert caller.patch(path, {"email": "me@example.com"}, version=1).status_code == 200
    assert admin.post(f"/staff/{admin.actor.id}/reset-password").json["code"] == "own_account"


def test_a_disabled_persons_sessions_end_and_a_token_that_is_left_changes_nothing(
    admin: Caller, nobody: Caller, hire: Hire, caller: As, office: UUID
) -> None:
    second = hire("second", roles=["administrator"])
    left = caller(second)
    secret = nobody.post("/auth/sessions", {"username": "second", "password": PASSWORD}).json["session"]
    admin.post(f"/staff/{second.id}/disable", version=1)
    assert nobody.post("/auth/sessions/token", {"session": secret}).json["code"] == "session_ended"
    answers = [
        left.post(f"/staff/{second.id}/enable", version=2),
        left.post("/staff", body(office)),
        left.post(f"/staff/{admin.actor.id}/reset-password"),
        left.get("/me"),
    ]
    assert [answer.status_code for answer in answers] == [401] * 4


def test_two_administrators_do_not_disable_each_other_at_the_same_moment(admin: Caller, hire: Hire, caller: As) -> None:
    other = caller(hire("second", roles=["administrator"]))
    answers: list[int] = []

    def disable(who: Caller, whom: Caller) -> None:
        answers.append(who.post(f"/staff/{whom.actor.id}/disable", version=1).status_code)

    threads = [Thread(target=disable, args=pair) for pair in ((admin, other), (other, admin))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(200) == 1, answers
    assert [caller.get("/me").status_code for caller in (admin, other)].count(200) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=芳", ["wang"]),
        ("?q=WAN", ["wang"]),
        ("?q=wang@", ["wang"]),
        ("?q=13843", ["wang"]),
        ("?q=%25", []),
        ("?role=service", ["li", "wang"]),
        ("?active=false", ["gone"]),
        ("?active=true&role=sales", ["wang"]),
        ("?active=&role=sales", ["gone", "wang"]),
    ],
)
def test_staff_are_found_by_what_one_knows(
    admin: Caller, hire: Hire, query: str, found: list[str], office: UUID
) -> None:
    wang = hire("wang", "王芳", roles=["sales", "service"])
    admin.patch(f"/staff/{wang.id}", {"email": "wang@example.com", "phone": "13843771497"}, version=1)
    hire("li", "李强", roles=["service"])
    gone = hire("gone", roles=["sales"])
    admin.post(f"/staff/{gone.id}/disable", version=1)
    assert usernames(admin, query) == found


def test_a_department_is_searched_with_those_below_it(admin: Caller, hire: Hire, units: dict[str, UUID]) -> None:
    for where, unit in units.items():
        hire(where, unit=unit)
    assert usernames(admin, f"?department_id={units['sales']}") == ["east", "sales"]


def test_the_last_sign_in_is_on_show(admin: Caller, nobody: Caller, hire: Hire) -> None:
    wang = hire("wang")
    assert admin.get(f"/staff/{wang.id}").json["last_sign_in_at"] is None
    nobody.post("/auth/tokens", {"username": "wang", "password": PASSWORD})
    assert admin.get(f"/staff/{wang.id}").json["last_sign_in_at"] is not None


def test_choosers_offer_active_colleagues_to_everybody(admin: Caller, hire: Hire, caller: As) -> None:
    wang = caller(hire("wang", "王芳", roles=["sales"]))
    hire("mgr", "孙经理", roles=["customer_manager"])
    gone = hire("gone", roles=["sales"])
    admin.post(f"/staff/{gone.id}/disable", version=1)
    everybody = wang.get("/colleagues").json["items"]
    assert [item["name"] for item in everybody] == ["系统管理员", "孙经理", "王芳"]
    assert set(everybody[0]) == {"id", "name", "department_id", "department_name", "roles"}
    assert [item["name"] for item in wang.get("/colleagues?permission=customer:write").json["items"]] == [
        "孙经理",
        "王芳",
    ]
    assert [item["name"] for item in wang.get("/colleagues?role=sales&q=芳").json["items"]] == ["王芳"]


def test_the_log_of_sign_ins_shows_what_one_may_see(
    admin: Caller, manager: Caller, nobody: Caller, hire: Hire, units: dict[str, UUID]
) -> None:
    hire("east", "东东", unit=units["east"])
    for username in ("east", "stranger", "admin"):
        nobody.post("/auth/tokens", {"username": username, "password": "wrong-password"})
    seen = admin.get("/sign-ins").json["items"]
    assert [(row["username"], row["name"], row["ok"], row["reason"]) for row in seen] == [
        ("admin", "系统管理员", False, "wrong_password"),
        ("stranger", "", False, "unknown_user"),
        ("east", "东东", False, "wrong_password"),
    ]
    assert [row["username"] for row in manager.get("/sign-ins").json["items"]] == ["east"]
    assert [row["username"] for row in admin.get("/sign-ins?username=STRANGER&ok=false").json["items"]] == ["stranger"]


def test_staff_are_listed_by_user_name_or_by_name_up_or_down_a_page_at_a_time(admin: Caller, hire: Hire) -> None:
    for username, name in (("b", "丙"), ("c", "丙"), ("d", "甲")):
        hire(f"x{username}", name)

    def listed(sort: str) -> list[str]:
        found, after = [], ""
        while True:
            page = admin.get(f"/staff?sort={sort}&limit=2{after}").json
            found += [row["username"] for row in page["items"]]
            if not page["next"]:
                return found
            after = f"&after={page['next']}"

    assert listed("") == listed("username") == ["admin", "xb", "xc", "xd"]
    assert listed("-username") == ["xd", "xc", "xb", "admin"]
    by_name = ["xb", "xc", "xd", "admin"]  # 丙 丙 甲 系统管理员
    assert (listed("name"), listed("-name")) == (by_name, by_name[::-1])
    assert admin.get("/staff?sort=phone").json["fields"] == {"sort": ["unknown_choice"]}
