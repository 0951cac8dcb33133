"""Sales hands an entry in, customer service types it, and it comes back to who typed it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.consumers import consumers
from tests.services.customer.scenario import STAFF, judged

SERVICE = {**STAFF, P.CASE_HANDLE: Scope.ALL}
NOTICE = "activity.notice_raised.v1"
Add = Callable[..., dict[str, Any]]


@pytest.fixture
def seller(service: ServiceUnderTest) -> Caller:
    return service.person("孙", STAFF, roles=("sales",))


@pytest.fixture
def typist(service: ServiceUnderTest) -> Caller:
    return service.person("周", SERVICE, roles=("service",))


def told(service: ServiceUnderTest) -> list[tuple[str, str, list[str]]]:
    """Kind, permission and persons of every notice."""
    return [(each["kind"], each["permission"], each["to"]) for each in service.told(NOTICE)]


def test_an_entry_is_handed_in_taken_typed_returned_and_checked(
    service: ServiceUnderTest, seller: Caller, typist: Caller, verifier: Caller
) -> None:
    made = seller.post("/customers", {"kind": "person", "name": "张三", "for_service": True, "submit": True}).json
    assert (made["status"], made["for_service"], made["handed_in_by_name"]) == ("draft", True, "孙")
    [waiting] = typist.get("/entries/handed-in").json["items"]
    assert (waiting["id"], waiting["actions"]) == (made["id"], ["take"])
    path = f"/customers/{made['id']}"
    assert typist.get(path).status_code == 404
    assert seller.post(f"{path}/take", version=1).status_code == 403
    taken = typist.post(f"{path}/take", version=1).json
    assert (taken["author_name"], taken["owner_name"], taken["for_service"]) == ("周", "孙", False)
    assert typist.post(f"{path}/take", version=2).status_code == 404
    assert typist.get("/entries/handed-in").json["items"] == []
    typed = typist.patch(path, {"mobile": "13812345678"}, version=2).json
    sent = typist.post(f"{path}/submit", version=typed["version"]).json
    back = verifier.post(f"{path}/return", {"reason": "缺地址"}, version=sent["version"]).json
    for who in (typist, seller):
        [entry] = who.get("/entries?status=returned").json["items"]
        assert (entry["id"], entry["returned_reason"]) == (made["id"], "缺地址")
    sent = typist.post(f"{path}/submit", version=back["version"]).json
    assert verifier.post(f"{path}/approve", version=sent["version"]).json["status"] == "active"
    people = sorted([str(seller.actor.id), str(typist.actor.id)])
    assert told(service) == [
        ("entry_handed_in", "case:handle", []),
        ("entry_to_check", "customer:verify", []),
        ("entry_returned", "", people),
        ("entry_to_check", "customer:verify", []),
        ("entry_approved", "", people),
    ]


def test_neither_who_typed_nor_who_brought_the_paper_checks_it(service: ServiceUnderTest, typist: Caller) -> None:
    both = service.person("两职", {**STAFF, P.CUSTOMER_VERIFY: Scope.ALL})
    made = both.post("/customers", {"kind": "person", "name": "张三", "for_service": True}).json
    path = f"/customers/{made['id']}"
    typist.post(f"{path}/take", version=1)
    sent = typist.post(f"{path}/submit", version=2).json
    for action, body in (("approve", None), ("return", {"reason": "x"})):
        answer = both.post(f"{path}/{action}", body, version=sent["version"])
        assert (answer.status_code, answer.json["code"]) == (409, "same_person")


def test_who_handles_cases_and_enters_no_customers_looks_and_takes_nothing(
    service: ServiceUnderTest, seller: Caller
) -> None:
    lead = service.person("领导", {P.CUSTOMER_READ: Scope.OWN, P.CASE_HANDLE: Scope.ALL})
    made = seller.post("/customers", {"kind": "person", "name": "张三", "for_service": True}).json
    assert [each["actions"] for each in lead.get("/entries/handed-in").json["items"]] == [[]]
    assert lead.post(f"/customers/{made['id']}/take", version=1).status_code == 403


def test_what_sales_submits_after_all_waits_no_longer_to_be_typed(seller: Caller, typist: Caller) -> None:
    made = seller.post("/customers", {"kind": "person", "name": "张三", "for_service": True}).json
    assert seller.post(f"/customers/{made['id']}/submit", version=1).json["for_service"] is False
    assert typist.get("/entries/handed-in").json["items"] == []


def test_a_submitted_entry_is_withdrawn_to_correct_it(clerk: Caller, verifier: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三", "submit": True}).json
    path = f"/customers/{made['id']}"
    assert "withdraw" in clerk.get(path).json["actions"]
    assert verifier.post(f"{path}/withdraw", version=1).status_code == 403
    back = clerk.post(f"{path}/withdraw", version=1).json
    assert (back["status"], "withdraw" in back["actions"]) == ("draft", False)
    assert verifier.post(f"{path}/approve", version=2).json["code"] == "wrong_status"


def test_my_entries_are_those_i_typed_for_others_too(seller: Caller, clerk: Caller, service: ServiceUnderTest) -> None:
    other = service.person("别人", STAFF)
    made = clerk.post("/customers", {"kind": "person", "name": "张三", "owner_id": str(seller.actor.id)}).json
    for who, found in ((clerk, [made["id"]]), (seller, [made["id"]]), (other, [])):
        assert [each["id"] for each in who.get("/entries").json["items"]] == found
    assert clerk.get("/entries?status=returned").json["items"] == []


def test_changes_and_new_owners_are_told_of(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller, seller: Caller, add_customer: Add
) -> None:
    customer = add_customer()
    path = f"/customers/{customer['id']}"
    asked = clerk.post(f"{path}/owner", {"owner_id": str(seller.actor.id)}, version=customer["version"]).json
    request = asked["change_request"]
    verifier.post(f"/change-requests/{request['id']}/approve", version=1)
    service.hear(consumers, judged(customer, Tier.VIP))
    me, new = str(clerk.actor.id), str(seller.actor.id)
    assert told(service)[2:] == [
        ("change_to_check", "customer:verify", []),
        ("customer_given", "", [new]),
        ("change_decided", "", sorted([me, new])),
        ("hand_over_waiting", "hand_over:take", []),
    ]
