"""Who sets the group robots of which department; their addresses and secrets are shown to nobody."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.auth import Scope
from chassis.db import new_id
from chassis.testing.service import Caller
from contracts.permissions import Permission as P
from tests.services.activity.scenario import House

URL = "https://oapi.dingtalk.com/robot/send?access_token=a1b2c3d4e5"


def body(house: House, department: str = "sales", **values: Any) -> dict[str, Any]:
    """A new channel of a department."""
    known = {
        "name": "销售群",
        "department_id": str(house.service.departments.get(department) or new_id()),
        "kind": "dingtalk",
        "url": URL,
        "secret": "SEC123",
        "notice_kinds": ["case_due", "case_due", "case_overdue"],
    }
    return known | values


@pytest.fixture
def manager(house: House) -> Caller:
    """Who looks after sales and what is below it."""
    return house.service.person("部门经理", {P.NOTICE_CONFIGURE: Scope.DEPARTMENT}, department="sales")


@pytest.fixture
def admin(house: House) -> Caller:
    """Who looks after all."""
    return house.service.person("管理员", {P.NOTICE_CONFIGURE: Scope.ALL}, department="service")


def test_a_manager_sets_the_own_department_and_those_below_and_no_other(house: House, manager: Caller) -> None:
    for department, status in (("sales", 201), ("team", 201), ("service", 422), ("nowhere", 422)):
        answer = manager.post("/notice-channels", body(house, department))
        assert answer.status_code == status, answer.json
    assert answer.json["fields"] == {"department_id": ["unknown_choice"]}


def test_a_manager_sees_and_changes_no_channel_of_others(house: House, manager: Caller, admin: Caller) -> None:
    made = admin.post("/notice-channels", body(house, "service")).json
    own = admin.post("/notice-channels", body(house, "team")).json
    assert [each["id"] for each in manager.get("/notice-channels").json["items"]] == [own["id"]]
    assert len(admin.get("/notice-channels").json["items"]) == 2
    path = f"/notice-channels/{made['id']}"
    assert manager.get(path).status_code == 404
    assert manager.patch(path, {"name": "x"}, version=1).status_code == 404
    assert all(manager.post(f"{path}/{act}", version=1).status_code == 404 for act in ("try", "disable", "enable"))


def test_a_permission_for_what_is_ones_own_sets_no_department(house: House) -> None:
    own = house.service.person("业务员", {P.NOTICE_CONFIGURE: Scope.OWN}, department="sales")
    assert own.post("/notice-channels", body(house)).status_code == 422
    assert own.get("/notice-channels").json["items"] == []
    assert house.person("王芳").get("/notice-channels").status_code == 403


def test_address_and_secret_are_in_no_answer_and_on_no_trail(house: House, admin: Caller) -> None:
    made = admin.post("/notice-channels", body(house)).json
    assert made["hint"] == "oapi.dingtalk.com … d4e5"
    assert (made["signed"], made["department_name"]) == (True, "sales")
    assert made["notice_kinds"] == ["case_due", "case_overdue"]
    changed = admin.patch(
        f"/notice-channels/{made['id']}", {"url": URL + "f6", "secret": "SEC456"}, version=made["version"]
    )
    assert changed.json["hint"] == "oapi.dingtalk.com … e5f6"
    with house.service.engine.connect() as connection:
        trail = str(connection.exec_driver_sql("SELECT kind, fields FROM change").all())
    assert "hint" in trail
    assert "secret_set_at" in trail
    for secret in ("a1b2c3", "SEC123", "SEC456"):
        assert secret not in trail + str(made) + str(changed.json)


def test_an_address_that_is_none_of_the_vendors_is_refused(house: House, admin: Caller) -> None:
    for url, code in (("http://127.0.0.1/robot/send", "not_a_webhook"), ("https://127.0.0.1/robot/send", "other_host")):
        answer = admin.post("/notice-channels", body(house, url=url))
        assert (answer.status_code, answer.json["fields"]) == (422, {"url": [code]})
    made = admin.post("/notice-channels", body(house)).json
    answer = admin.patch(f"/notice-channels/{made['id']}", {"url": "https://[::1]/robot/send"}, version=1)
    assert answer.json["fields"] == {"url": ["other_host"]}


def test_what_is_not_sent_stays_and_an_empty_secret_is_none(house: House, admin: Caller) -> None:
    made = admin.post("/notice-channels", body(house)).json
    path = f"/notice-channels/{made['id']}"
    named = admin.patch(path, {"name": "新名"}, version=1).json
    assert (named["name"], named["hint"], named["signed"]) == ("新名", made["hint"], True)
    bare = admin.patch(path, {"secret": "", "notice_kinds": ["case_vip"]}, version=named["version"]).json
    assert (bare["signed"], bare["notice_kinds"]) == (False, ["case_vip"])
    assert admin.patch(path, {"name": "x"}, version=1).status_code == 412
    assert admin.patch(path, {"notice_kinds": []}, version=bare["version"]).status_code == 422


def test_a_name_is_one_channel_of_a_department(house: House, admin: Caller) -> None:
    admin.post("/notice-channels", body(house))
    again = admin.post("/notice-channels", body(house))
    assert (again.status_code, again.json["fields"]) == (422, {"name": ["already_taken"]})
    assert admin.post("/notice-channels", body(house, "team")).status_code == 201


def test_what_is_named_is_open_and_what_is_not_is_refused(house: House, admin: Caller) -> None:
    made = admin.post("/notice-channels", body(house)).json
    path = f"/notice-channels/{made['id']}"
    assert made["actions"] == ["edit", "try", "disable"]
    assert admin.post(f"{path}/enable", version=1).json["code"] == "wrong_status"
    disabled = admin.post(f"{path}/disable", version=1).json
    assert disabled["actions"] == ["edit", "enable"]
    for act in ("try", "disable"):
        assert admin.post(f"{path}/{act}", version=disabled["version"]).json["code"] == "wrong_status"
