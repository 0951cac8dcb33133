"""A customer is found by anything that somebody who calls can say; a masked number never digit by digit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from tests.services.customer.scenario import STAFF

Add = Callable[..., dict[str, Any]]
NUMBERS = {
    "mobile": "13712343141",
    "phone": "010-62345678",
    "employer_phone": "0755-86001234",
    "email": "Zhang@Example.com",
}


@pytest.fixture
def desk(service: ServiceUnderTest) -> Caller:
    """Somebody of customer service, who owns none of them."""
    return service.person("客服", {**STAFF, P.CUSTOMER_SERVE: Scope.ALL})


@pytest.fixture
def customer(clerk: Caller, add_customer: Add) -> dict[str, Any]:
    made = add_customer(name="成都鼎达物流有限公司", kind="company", external_code="K-77", mobile=NUMBERS["mobile"])
    person = add_customer(name="欧阳锋", **NUMBERS | {"mobile": "13900009999"})
    contact = {"name": "赵敏儿", "phone": "13655554321", "email": "min@example.com"}
    assert clerk.post(f"/customers/{made['id']}/contacts", contact).status_code == 201
    return {"company": made, "person": person}


def found(by: Caller, q: str) -> list[str]:
    listed = [item["name"] for item in by.get("/customers", query_string={"q": q}).json["items"]]
    assert by.get("/customers/count", query_string={"q": q}).json["count"] == len(listed)
    return listed


def readings(service: ServiceUnderTest, purpose: str) -> list[str]:
    rows = text("SELECT actor_name FROM read_log WHERE purpose = :purpose ORDER BY id")
    with service.engine.connect() as connection:
        return list(connection.scalars(rows, {"purpose": purpose}))


COMPANY, PERSON = ["成都鼎达物流有限公司"], ["欧阳锋"]


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("物流", COMPANY),
        ("成都 物流", COMPANY),
        ("物流 成都", COMPANY),
        ("成都 贸易", []),
        ("cddd", COMPANY),
        ("chengdu wuliu", COMPANY),
        ("dingdawuliu", COMPANY),
        ("ingdawuliu", []),
        ("ouyang", PERSON),
        ("OuYangFeng", PERSON),
        ("oyf", PERSON),
        ("欧 阳锋", PERSON),
        ("K-77", COMPANY),
        ("13712343141", COMPANY),
        ("+86 137 1234 3141", COMPANY),
        ("3141", COMPANY),
        ("物流 3141", COMPANY),
        ("欧阳 3141", []),
        ("010-6234 5678", PERSON),
        ("62345678", PERSON),
        ("86001234", PERSON),
        ("zhang@example.com", PERSON),
        ("min@example.com", COMPANY),
        ("赵敏", COMPANY),
        ("敏儿", COMPANY),
        ("13655554321", COMPANY),
        ("4321", COMPANY),
        ("nobody@example.com", []),
    ],
)
def test_the_desk_finds_a_caller_by_whatever_the_caller_says(
    desk: Caller, customer: dict[str, Any], q: str, names: list[str]
) -> None:
    assert found(desk, q) == names


PARTS = ["137", "1371234", "1371234314", "3712343141", "141", "23141", "zhang@", "6234567", "555543"]


@pytest.mark.parametrize("q", PARTS)
def test_a_masked_number_is_met_by_no_other_part_of_it_and_ones_own_by_its_beginning(
    desk: Caller, clerk: Caller, customer: dict[str, Any], q: str
) -> None:
    assert found(desk, q) == []
    begins = any(value.replace("-", "").startswith(q) for value in ("13712343141", "zhang@example.com"))
    assert (found(clerk, q) != []) is begins


def test_the_end_of_a_code_finds_its_customer(desk: Caller, customer: dict[str, Any]) -> None:
    code = customer["person"]["code"]
    digits = code[5:] if code[-1].isdigit() else ""
    assert not digits or found(desk, digits) == PERSON


def test_who_looks_for_a_masked_number_is_on_record_whether_there_is_one_or_not(
    service: ServiceUnderTest, desk: Caller, clerk: Caller, customer: dict[str, Any]
) -> None:
    for q in ("3141", "13655554321", "zhang@example.com"):
        desk.get("/customers", query_string={"q": q})
    assert (readings(service, "search"), readings(service, "missed")) == (["客服"] * 3, [])
    for q in ("3142", "13655554322", "none@example.com"):
        desk.get("/customers", query_string={"q": q})
    assert (len(readings(service, "search")), readings(service, "missed")) == (3, ["客服"] * 3)
    for q in ("物流", "ouyang", "141"):
        desk.get("/customers", query_string={"q": q})
    assert (len(readings(service, "search")), len(readings(service, "missed"))) == (3, 3)


def test_that_only_ones_own_is_found_by_a_number_is_an_answer_about_all_others_too(
    service: ServiceUnderTest, clerk: Caller, customer: dict[str, Any]
) -> None:
    clerk.get("/customers", query_string={"q": "3141"})
    assert (readings(service, "search"), len(readings(service, "missed"))) == ([], 1)


def test_the_same_number_missed_again_is_one_customer_looked_at(service: ServiceUnderTest, desk: Caller) -> None:
    for path in ("/customers?q=13655554321", "/customers/count?q=13655554321", "/customers?q=13655554322"):
        desk.get(path)
    rows = text("SELECT count(DISTINCT record_id) FROM read_log WHERE purpose = 'missed'")
    with service.engine.connect() as connection:
        assert connection.scalar(rows) == 2


def test_a_new_number_is_found_and_the_old_one_is_not(
    clerk: Caller, desk: Caller, approve_change: Callable[[Any], None], customer: dict[str, Any]
) -> None:
    path = f"/customers/{customer['person']['id']}"
    asked = clerk.patch(path, {"phone": "021-50505050"}, version=clerk.get(path).json["version"])
    assert (found(desk, "02150505050"), found(desk, "62345678")) == ([], PERSON), "it waits for its check"
    approve_change(asked.json)
    assert (found(desk, "02150505050"), found(desk, "62345678")) == (PERSON, [])
    approve_change(clerk.patch(path, {"mobile": "13511112222"}, version=clerk.get(path).json["version"]).json)
    assert (found(desk, "2222"), found(desk, "9999")) == (PERSON, [])
    [contact] = clerk.get(f"/customers/{customer['company']['id']}/contacts").json["items"]
    clerk.patch(f"/contacts/{contact['id']}", {"name": "钱多多", "phone": "13300001111"}, version=contact["version"])
    assert (found(desk, "钱多"), found(desk, "13300001111"), found(desk, "赵敏")) == (COMPANY, COMPANY, [])
