"""Whoever may read a customer notes a contact with it and proposes whom to turn to; nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.customer.scenario import HEAD, STAFF

Add = Callable[..., dict[str, Any]]
NOTE = {"kind": "call", "direction": "in", "with_whom": "李总", "text": "问发货时间"}


@pytest.fixture
def owner(service: ServiceUnderTest) -> Caller:
    """Who owns the customer."""
    service.department("sales")
    return service.person("周", STAFF, department="sales")


@pytest.fixture
def head(service: ServiceUnderTest, owner: Caller) -> Caller:
    """Who reads it and does not change it."""
    return service.person("主任", HEAD, department="sales")


@pytest.fixture
def path(add_customer: Add, owner: Caller) -> str:
    return f"/customers/{add_customer(by=owner)['id']}"


def test_who_reads_a_customer_notes_a_contact_with_it(path: str, head: Caller, owner: Caller, clerk: Caller) -> None:
    made = head.post(f"{path}/records", NOTE)
    assert made.status_code == 201, made.json
    [found] = owner.get(f"{path}/records").json["items"]
    assert {name: found[name] for name in NOTE} == NOTE
    assert (found["author_name"], found["status"], found["actions"]) == ("主任", "standing", [])
    assert made.json["actions"] == ["edit", "withdraw"]
    assert clerk.post(f"{path}/records", NOTE).status_code == 404


def test_only_its_author_changes_a_note_and_the_change_is_on_record(path: str, head: Caller, owner: Caller) -> None:
    made = head.post(f"{path}/records", NOTE).json
    note = f"/records/{made['id']}"
    refused = owner.patch(note, {"text": "别的"}, version=1)
    assert (refused.status_code, refused.json["code"]) == (409, "not_the_author")
    changed = head.patch(note, {"text": "问到货时间", "kind": "mail"}, version=1).json
    assert (changed["text"], changed["kind"], changed["with_whom"]) == ("问到货时间", "mail", "李总")
    [line, *_] = owner.get(f"{path}/changes").json["items"]
    assert (line["kind"], line["changes"]["text"]) == ("service_record", ["问发货时间", "问到货时间"])
    assert head.patch(note, {"at": "2050-01-01T00:00:00Z"}, version=2).json["fields"] == {"at": ["implausible_date"]}


def test_a_withdrawn_note_stays_to_be_read_with_the_reason(path: str, head: Caller, owner: Caller) -> None:
    made = head.post(f"{path}/records", NOTE).json
    note = f"/records/{made['id']}"
    assert owner.post(f"{note}/withdraw", {"reason": "不对"}, version=1).status_code == 409
    gone = head.post(f"{note}/withdraw", {"reason": "记错客户"}, version=1).json
    assert (gone["status"], gone["withdrawn_reason"], gone["actions"]) == ("withdrawn", "记错客户", [])
    assert head.patch(note, {"text": "x"}, version=2).json["code"] == "wrong_status"
    [moment, *_] = owner.get(f"{path}/timeline").json["items"]
    assert (moment["kind"], moment["detail"]["status"], moment["detail"]["text"]) == (
        "record",
        "withdrawn",
        "问发货时间",
    )


def test_a_contact_of_somebody_elses_customer_is_a_proposal(
    path: str, head: Caller, owner: Caller, verifier: Caller
) -> None:
    body = {"name": "李四", "phone": "13812345678"}
    for decides in (owner, verifier):
        made = head.post(f"{path}/contacts", body).json
        assert (made["status"], made["phone"]) == ("proposed", "138****5678")
        assert head.post(f"/contacts/{made['id']}/approve", version=1).status_code == 404
        [waiting] = decides.get("/contacts/proposed").json["items"]
        assert (waiting["id"], waiting["phone"], waiting["customer_name"]) == (made["id"], body["phone"], "张三")
        accepted = decides.post(f"/contacts/{made['id']}/approve", version=1).json
        assert (accepted["status"], accepted["active"], accepted["decided_by_name"]) == (
            "active",
            True,
            decides.actor.name,
        )
        assert decides.get("/contacts/proposed").json["items"] == []
    made = head.post(f"{path}/contacts", body).json
    refused = owner.post(f"/contacts/{made['id']}/refuse", {"reason": "已离职"}, version=1).json
    assert (refused["status"], refused["reason"], refused["actions"]) == ("refused", "已离职", [])
    assert owner.post(f"{path}/contacts", body).json["status"] == "active"


def test_to_read_proposals_for_their_check_is_on_record(path: str, head: Caller, verifier: Caller) -> None:
    head.post(f"{path}/contacts", {"name": "李四"})
    verifier.get("/contacts/proposed")
    [reading, *_] = verifier.get(f"{path}/readings").json["items"]
    assert (reading["actor_name"], reading["purpose"]) == ("李强", "check")


def test_what_happens_to_a_contact_stands_in_the_customers_history(path: str, owner: Caller, head: Caller) -> None:
    made = owner.post(f"{path}/contacts", {"name": "李四", "phone": "13812345678"}).json
    changed = owner.patch(f"/contacts/{made['id']}", {"phone": "13912345678"}, version=1).json
    owner.post(f"/contacts/{made['id']}/disable", version=changed["version"])
    for what in ("changes", "timeline"):
        lines = [line if what == "changes" else line["detail"] for line in owner.get(f"{path}/{what}").json["items"]]
        told = [(line["action"], line["about"], line["changes"]) for line in lines[:3]]
        assert told == [
            ("changed", "李四", {"status": ["active", "disabled"]}),
            ("changed", "李四", {"phone": ["13812345678", "13912345678"]}),
            ("created", "李四", {}),
        ]
        lines = [line if what == "changes" else line["detail"] for line in head.get(f"{path}/{what}").json["items"]]
        assert lines[1]["changes"] == {"phone": ["138****5678", "139****5678"]}
