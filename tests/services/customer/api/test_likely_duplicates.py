"""A customer that is likely there already is not entered again unawares; nobody learns more of it than one may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.customer.scenario import STAFF

Add = Callable[..., dict[str, Any]]
ENTRY = {"kind": "person", "name": "张三", "mobile": "13812345678"}


@pytest.fixture
def other(service: ServiceUnderTest) -> Caller:
    """A colleague who sees no customer but the own."""
    return service.person("赵云", STAFF)


def test_an_entry_of_whom_is_there_is_refused_until_it_is_confirmed(clerk: Caller, add_customer: Add) -> None:
    known = add_customer(name="张三", mobile="13812345678")
    refused = clerk.post("/customers", ENTRY | {"name": "张 三", "mobile": "138 1234 5678"})
    assert (refused.status_code, refused.json["code"]) == (409, "likely_duplicate")
    [likely] = refused.json["detail"]["likely"]
    assert (likely["id"], likely["code"], likely["same"]) == (known["id"], known["code"], ["name", "mobile"])
    assert clerk.post("/customers", ENTRY | {"confirm_duplicate": True}).status_code == 201
    assert clerk.post("/customers", ENTRY | {"mobile": "13900000000"}).status_code == 201


def test_of_a_customer_one_may_not_see_one_learns_only_whose_it_is(other: Caller, add_customer: Add) -> None:
    add_customer(name="张三", mobile="13812345678", email="zhang@example.com")
    [likely] = other.post("/customers", ENTRY).json["detail"]["likely"]
    assert likely == {
        "id": None,
        "code": "",
        "name": "",
        "status": "",
        "owner_name": "王芳",
        "same": ["name", "mobile"],
        "likely": True,
    }
    query = {"kind": "person", "name": "李四", "mobile": "13812345678"}
    assert other.get("/customers/likely", query_string=query).json["items"] == []


def test_what_may_be_the_same_is_shown_to_who_sees_it_and_the_look_is_on_record(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller, add_customer: Add
) -> None:
    known = add_customer(name="张三", mobile="13812345678")
    query = {"kind": "person", "name": "李四", "mobile": "13812345678"}
    [found] = clerk.get("/customers/likely", query_string=query).json["items"]
    assert (found["id"], found["same"], found["likely"]) == (known["id"], ["mobile"], False)
    made = clerk.post("/customers", ENTRY | {"confirm_duplicate": True, "submit": True}).json
    [beside] = verifier.get(f"/customers/{made['id']}/likely").json["items"]
    assert (beside["code"], beside["same"]) == (known["code"], ["name", "mobile"])
    read = clerk.get(f"/customers/{known['id']}/readings").json["items"]
    assert {("王芳", "search"), ("李强", "")} <= {(each["actor_name"], each["purpose"]) for each in read}


def test_a_company_of_the_same_name_is_likely_the_same(clerk: Caller, add_customer: Add) -> None:
    add_customer(kind="company", name="海天天线有限公司")
    again = {"kind": "company", "name": "海天天线 有限公司"}
    assert clerk.post("/customers", again).json["code"] == "likely_duplicate"
    assert clerk.post("/customers", {"kind": "person", "name": "海天天线有限公司"}).status_code == 201


def test_a_company_is_met_without_its_town_and_legal_form(clerk: Caller, add_customer: Add) -> None:
    known = add_customer(name="深圳市云远物流有限公司", kind="company")
    for name in ("云远物流", "云远物流（深圳）有限责任公司", "深圳市 云远物流 公司"):
        refused = clerk.post("/customers", {"kind": "company", "name": name})
        [likely] = refused.json["detail"]["likely"]
        assert (likely["id"], likely["same"]) == (known["id"], ["core_name"]), name
    assert clerk.post("/customers", {"kind": "company", "name": "云远仓储"}).status_code == 201
