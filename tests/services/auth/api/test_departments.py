"""Departments: a tree that is told to the others as it changes, and that nobody falls out of."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Staff
from tests.services.auth.people import Hire

SAID = "auth.department_changed.v1"
AddUnit = Callable[..., UUID]


def by_name(admin: Caller) -> dict[str, dict[str, Any]]:
    return {item["name"]: item for item in admin.get("/departments").json["items"]}


def test_a_new_department_hangs_below_its_parent_and_is_told(
    service: ServiceUnderTest, admin: Caller, office: UUID
) -> None:
    answer = admin.post("/departments", {"name": "销售部", "parent_id": str(office)})
    assert answer.status_code == 201
    id = answer.json["id"]
    assert answer.json["path"] == f"{office}/{id}/"
    assert (answer.json["active"], answer.json["staff_count"], answer.headers["ETag"]) == (True, 0, '"1"')
    told = service.told(SAID)[-1]
    assert told == {
        "department_id": id,
        "version": 1,
        "name": "销售部",
        "path": f"{office}/{id}/",
        "active": True,
    }


def test_departments_are_listed_each_after_its_parent_with_the_people_in_it(
    admin: Caller, department: AddUnit, hire: Hire
) -> None:
    sales = department("销售部")
    department("财务部")
    department("东区", below=sales)
    hire("wang", unit=sales)
    items = admin.get("/departments").json["items"]
    assert [(item["name"], item["staff_count"]) for item in items] == [
        ("总公司", 1),
        ("销售部", 1),
        ("东区", 0),
        ("财务部", 0),
    ]


def test_a_move_takes_everything_below_along_and_tells_each(
    service: ServiceUnderTest, admin: Caller, department: AddUnit, office: UUID
) -> None:
    sales, north = department("销售部"), department("北区")
    east = department("东区", below=sales)
    shop = department("一店", below=east)
    before = len(service.told(SAID))
    answer = admin.patch(f"/departments/{east}", {"parent_id": str(north)}, version=1)
    assert answer.status_code == 200
    told = service.told(SAID)[before:]
    assert [(event["name"], event["version"], event["path"]) for event in told] == [
        ("东区", 2, f"{office}/{north}/{east}/"),
        ("一店", 2, f"{office}/{north}/{east}/{shop}/"),
    ]
    assert by_name(admin)["一店"]["path"] == f"{office}/{north}/{east}/{shop}/"


def test_a_rename_tells_only_the_renamed_one(service: ServiceUnderTest, admin: Caller, department: AddUnit) -> None:
    sales = department("销售部")
    department("东区", below=sales)
    before = len(service.told(SAID))
    admin.patch(f"/departments/{sales}", {"name": "营销部"}, version=1)
    assert [(event["name"], event["version"]) for event in service.told(SAID)[before:]] == [("营销部", 2)]


@pytest.mark.parametrize("target", ["itself", "below"])
def test_a_department_cannot_be_moved_below_itself(admin: Caller, department: AddUnit, target: str) -> None:
    sales = department("销售部")
    east = department("东区", below=sales)
    to = {"itself": sales, "below": east}[target]
    answer = admin.patch(f"/departments/{sales}", {"parent_id": str(to)}, version=1)
    assert (answer.status_code, answer.json["code"]) == (409, "department_below_itself")


def test_two_moves_at_the_same_moment_make_no_circle(admin: Caller, department: AddUnit) -> None:
    one, two = department("甲"), department("乙")
    answers: list[int] = []

    def move(what: UUID, to: UUID) -> None:
        caller = Caller(admin.client.application.test_client(), admin.actor, admin.token)
        answers.append(caller.patch(f"/departments/{what}", {"parent_id": str(to)}, version=1).status_code)

    threads = [Thread(target=move, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]


def test_a_department_with_people_in_it_or_below_is_not_disabled(
    admin: Caller, department: AddUnit, hire: Hire
) -> None:
    sales = department("销售部")
    east = department("东区", below=sales)
    wang = hire("wang", unit=east)
    for id in (sales, east):
        answer = admin.post(f"/departments/{id}/disable", version=1)
        assert (answer.status_code, answer.json["code"], answer.json["detail"]["staff"]) == (
            409,
            "department_not_empty",
            1,
        )
    admin.post(f"/staff/{wang.id}/disable", version=1)
    assert admin.post(f"/departments/{sales}/disable", version=1).json["detail"] == {"staff": 0, "departments": 1}
    assert admin.post(f"/departments/{east}/disable", version=1).json["active"] is False
    assert admin.post(f"/departments/{sales}/disable", version=1).json["active"] is False


def test_a_disabled_department_takes_nobody_in_until_it_is_enabled(
    service: ServiceUnderTest, admin: Caller, department: AddUnit, hire: Hire
) -> None:
    sales = department("销售部")
    wang = hire("wang", unit=sales)
    admin.post(f"/staff/{wang.id}/disable", version=1)
    admin.post(f"/departments/{sales}/disable", version=1)
    refused = [
        admin.post("/staff", {"username": "li", "name": "李强", "department_id": str(sales)}),
        admin.post(f"/staff/{wang.id}/enable", version=2),
        admin.post("/departments", {"name": "东区", "parent_id": str(sales)}),
    ]
    assert [(answer.status_code, answer.json["code"]) for answer in refused] == [(409, "department_disabled")] * 3
    assert admin.post(f"/departments/{sales}/enable", version=2).json["active"] is True
    assert [event["active"] for event in service.told(SAID) if event["name"] == "销售部"] == [True, False, True]
    assert admin.post(f"/staff/{wang.id}/enable", version=2).status_code == 200


def test_two_departments_in_one_place_have_two_names(admin: Caller, department: AddUnit, office: UUID) -> None:
    department("销售部")
    answer = admin.post("/departments", {"name": "销售部", "parent_id": str(office)})
    assert (answer.status_code, answer.json["fields"]) == (422, {"name": ["already_taken"]})


def test_a_parent_that_is_not_there_is_named(admin: Caller) -> None:
    answer = admin.post("/departments", {"name": "东区", "parent_id": "0199aaaa-0000-7000-8000-000000000000"})
    assert (answer.status_code, answer.json["fields"]) == (422, {"parent_id": ["unknown_department"]})


def test_a_stale_change_of_a_department_is_refused(admin: Caller, department: AddUnit) -> None:
    sales = department("销售部")
    admin.patch(f"/departments/{sales}", {"name": "营销部"}, version=1)
    assert admin.patch(f"/departments/{sales}", {"name": "市场部"}, version=1).status_code == 412


def test_who_does_not_manage_departments_changes_none(
    department: AddUnit, hire: Hire, caller: Callable[[Staff], Caller]
) -> None:
    manager = caller(hire("chen", roles=["department_manager"]))
    assert manager.post("/departments", {"name": "东区"}).status_code == 403
    assert manager.get("/departments").status_code == 200
    assert caller(hire("wang", roles=["service"])).get("/departments").status_code == 403
