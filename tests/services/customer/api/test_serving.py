"""Customer service reads every active customer, masked; who has a case in hand sees its customer's numbers plain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.auth import Scope
from chassis.db import new_id
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.feedback import CaseChanged, CaseKind, CaseStatus, Channel, Desk
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.consumers import consumers
from tests.services.customer.scenario import STAFF

Add = Callable[..., dict[str, Any]]
SERVICE = {**STAFF, P.CUSTOMER_SERVE: Scope.ALL}
PARTS = ("", "/contacts", "/timeline", "/changes", "/records", "/transactions", "/readings")
MOBILE, MASK, OTHER_MOBILE = "13812345678", "138****5678", "13987654321"
WHEN = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def desk(service: ServiceUnderTest) -> Caller:
    service.department("desk")
    return service.person("客服", SERVICE, department="desk")


@pytest.fixture
def colleague(service: ServiceUnderTest, desk: Caller) -> Caller:
    return service.person("同事", SERVICE, department="desk")


@pytest.fixture
def owner(service: ServiceUnderTest) -> Caller:
    service.department("sales")
    return service.person("业务员", STAFF, department="sales", roles=("sales",))


@pytest.fixture
def customer(owner: Caller, add_customer: Add) -> dict[str, Any]:
    made = add_customer(name="张三", mobile=MOBILE, email="zhang@example.com", by=owner)
    contact = {"name": "李四", "phone": "13900001111"}
    assert owner.post(f"/customers/{made['id']}/contacts", contact).status_code == 201
    return made


def seen(by: Caller, customer: dict[str, Any]) -> set[int]:
    """The answers of the detail and all its parts."""
    return {by.get(f"/customers/{customer['id']}{part}").status_code for part in PARTS}


def listed(by: Caller, query: str = "") -> list[str]:
    ids = [item["id"] for item in by.get(f"/customers{query}").json["items"]]
    assert by.get(f"/customers/count{query}").json["count"] == len(ids)
    return ids


def tell(service: ServiceUnderTest, customer: dict[str, Any], **values: Any) -> UUID:
    """A case of a customer is told as feedback tells it."""
    case = CaseChanged(
        **{
            "case_id": new_id(),
            "version": 1,
            "code": "X20260001234",
            "kind": CaseKind.COMPLAINT,
            "status": CaseStatus.TAKEN,
            "channel": Channel.PHONE,
            "customer_id": UUID(customer["id"]),
            "customer_code": customer["code"],
            "customer_name": customer["name"],
            "region": "",
            "tier": Tier.ORDINARY,
            "desk": Desk.SERVICE,
            "content": "太慢",
            "result": None,
            "outcome": "",
            "received_at": WHEN,
            "due_at": WHEN,
            "answered_at": None,
            "closed_at": None,
            **values,
        }
    )
    service.hear(consumers, case)
    return case.case_id


def readings(service: ServiceUnderTest) -> list[tuple[str, str]]:
    rows = text("SELECT actor_name, purpose FROM read_log WHERE kind = 'customer' ORDER BY id")
    with service.engine.connect() as connection:
        return [(name, purpose) for name, purpose in connection.execute(rows)]


def shows(by: Caller, customer: dict[str, Any]) -> set[str]:
    """The numbers that all answers together show of one customer."""
    paths = [f"/customers/{customer['id']}{part}" for part in PARTS] + ["/customers", "/customers?q=张三"]
    text = "".join(by.get(path).get_data(as_text=True) for path in paths)
    return {each for each in (MOBILE, "zhang@example.com", "13900001111", OTHER_MOBILE) if each in text}


def test_service_reads_every_active_customer_masked_and_each_reading_is_on_record(
    service: ServiceUnderTest, desk: Caller, owner: Caller, customer: dict[str, Any]
) -> None:
    stranger = service.person("别的业务员", STAFF, department="sales")
    assert (seen(stranger, customer), listed(stranger)) == ({404}, [])
    assert (seen(desk, customer), listed(desk)) == ({200}, [customer["id"]])
    assert listed(desk, "?status=active&sort=name") == [customer["id"]]
    assert shows(desk, customer) == set()
    detail = desk.get(f"/customers/{customer['id']}").json
    assert (detail["masked"], detail["opened"], detail["plain_by"], detail["mobile"]) == (True, False, "", MASK)
    assert "reveal" not in detail["actions"]
    assert ("客服", "") in readings(service)


def test_entries_and_disabled_customers_of_others_stay_hidden(
    desk: Caller, owner: Caller, customer: dict[str, Any], approve_change: Callable[[Any], None]
) -> None:
    draft = owner.post("/customers", {"kind": "person", "name": "草稿"}).json
    waiting = owner.post("/customers", {"kind": "person", "name": "待核", "submit": True}).json
    for entry in (draft, waiting):
        assert seen(desk, entry) == {404}
    version = owner.get(f"/customers/{customer['id']}").json["version"]
    asked = owner.post(f"/customers/{customer['id']}/disable", {}, version=version)
    assert (seen(desk, customer), listed(desk)) == ({200}, [customer["id"]]), "it waits for its check"
    approve_change(asked.json)
    assert (seen(desk, customer), listed(desk)) == ({404}, [])


def test_to_serve_is_to_read_and_neither_to_change_to_reveal_nor_to_export(
    service: ServiceUnderTest, owner: Caller, customer: dict[str, Any]
) -> None:
    narrow = {P.CUSTOMER_REVEAL: Scope.DEPARTMENT, P.CUSTOMER_EXPORT: Scope.DEPARTMENT, P.CUSTOMER_WRITE: Scope.ALL}
    lead = service.person("组长", {**SERVICE, P.CUSTOMER_READ: Scope.DEPARTMENT, **narrow, P.CUSTOMER_WRITE: Scope.OWN})
    path = f"/customers/{customer['id']}"
    asked = lead.patch(path, {"hobbies": "钓鱼"}, version=lead.get(path).json["version"])
    assert (asked.status_code, asked.json["change_request"]["status"]) == (200, "waiting")
    assert (asked.json["hobbies"], owner.get(path).json["hobbies"]) == ("", ""), "to serve is to ask for a change"
    assert lead.post(f"{path}/reveal", {"purpose": "contact", "note": "回访"}).status_code == 404
    assert lead.post("/exports", {"format": "csv", "wanted": {}}).json["rows"] == 0
    near = service.person("邻座", {**SERVICE, P.CUSTOMER_EXPORT: Scope.DEPARTMENT}, department="sales")
    assert near.post("/exports", {"format": "csv", "wanted": {}}).json["rows"] == 0
    department = {P.CUSTOMER_READ: Scope.DEPARTMENT, P.CUSTOMER_EXPORT: Scope.DEPARTMENT}
    head = service.person("主任", department, department="sales")
    assert head.post("/exports", {"format": "csv", "wanted": {}}).json["rows"] == 1


def test_who_may_serve_without_reading_own_ones_sees_the_active_ones(
    service: ServiceUnderTest, customer: dict[str, Any]
) -> None:
    lean = service.person("程序", {P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_SERVE: Scope.ALL})
    assert listed(lean) == [customer["id"]]


def test_who_has_a_case_in_hand_sees_its_customer_plain_from_taking_it_to_its_end(
    service: ServiceUnderTest, desk: Caller, colleague: Caller, customer: dict[str, Any]
) -> None:
    me = desk.actor.id
    case = tell(service, customer, status=CaseStatus.OPEN)
    assert shows(desk, customer) == set()
    tell(service, customer, case_id=case, version=2, assignee_id=me)
    everything = {MOBILE, "zhang@example.com", "13900001111"}
    assert (shows(desk, customer), shows(colleague, customer)) == (everything, set())
    detail = desk.get(f"/customers/{customer['id']}").json
    assert (detail["masked"], detail["plain_by"]) == (False, "case:X20260001234")
    tell(service, customer, case_id=case, version=3, assignee_id=me, status=CaseStatus.RESOLVED)
    assert shows(desk, customer) == everything
    tell(service, customer, case_id=case, version=4, assignee_id=me, status=CaseStatus.CLOSED)
    assert shows(desk, customer) == set()
    tell(service, customer, case_id=case, version=3, assignee_id=me, status=CaseStatus.RESOLVED)
    assert shows(desk, customer) == set()


@pytest.mark.parametrize(
    "after",
    [
        {"status": CaseStatus.OPEN, "assignee_id": None},
        {"status": CaseStatus.ANSWERED},
        {"status": CaseStatus.CLOSED},
        {"assignee_id": new_id()},
    ],
    ids=["released", "answered", "closed", "with somebody else"],
)
def test_who_no_longer_has_it_in_hand_sees_masks_at_once(
    service: ServiceUnderTest, desk: Caller, customer: dict[str, Any], after: dict[str, Any]
) -> None:
    mine = {"assignee_id": desk.actor.id}
    case = tell(service, customer, **mine)
    assert desk.get(f"/customers/{customer['id']}").json["mobile"] == MOBILE
    tell(service, customer, case_id=case, version=2, **mine | after)
    assert desk.get(f"/customers/{customer['id']}").json["mobile"] == MASK
    assert desk.get("/customers?q=13812").json["items"] == []


def test_the_case_is_the_purpose_on_record_once_for_a_look(
    service: ServiceUnderTest, desk: Caller, customer: dict[str, Any]
) -> None:
    tell(service, customer, assignee_id=desk.actor.id)
    before = len(readings(service))
    for part in PARTS[:-1]:
        desk.get(f"/customers/{customer['id']}{part}")
    desk.get("/customers")
    assert readings(service)[before:] == [("客服", "case:X20260001234")]


def test_a_number_in_ones_hands_is_found_by_its_beginning_and_changes_of_it_are_plain(
    service: ServiceUnderTest, desk: Caller, owner: Caller, verifier: Caller, customer: dict[str, Any]
) -> None:
    path = f"/customers/{customer['id']}"
    owner.patch(path, {"mobile": OTHER_MOBILE}, version=owner.get(path).json["version"])
    assert (desk.get("/customers?q=13812").json["items"], shows(desk, customer)) == ([], set())
    tell(service, customer, assignee_id=desk.actor.id)
    [item] = desk.get("/customers?q=13812").json["items"]
    assert (item["mobile"], shows(desk, customer)) == (
        MOBILE,
        {MOBILE, "zhang@example.com", "13900001111", OTHER_MOBILE},
    )


def test_a_case_in_hand_opens_a_customer_that_one_would_not_see(
    service: ServiceUnderTest, owner: Caller, customer: dict[str, Any], approve_change: Callable[[Any], None]
) -> None:
    version = owner.get(f"/customers/{customer['id']}").json["version"]
    approve_change(owner.post(f"/customers/{customer['id']}/disable", {}, version=version).json)
    worker, other = service.person("接案", STAFF), service.person("旁人", STAFF)
    tell(service, customer, assignee_id=worker.actor.id)
    assert (seen(worker, customer), seen(other, customer)) == ({200}, {404})
    detail = worker.get(f"/customers/{customer['id']}").json
    assert (detail["mobile"], detail["opened"]) == (MOBILE, False)


def test_a_case_that_was_told_before_hands_were_is_in_nobodys(
    service: ServiceUnderTest, desk: Caller, customer: dict[str, Any]
) -> None:
    tell(service, customer, status=CaseStatus.TAKEN)
    assert shows(desk, customer) == set()
