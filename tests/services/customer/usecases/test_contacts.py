"""Whom to turn to at a customer, and what was done for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from tests.services.customer.scenario import HEAD, STAFF

Add = Callable[..., dict[str, Any]]


@pytest.fixture
def contact(clerk: Caller, add_customer: Add) -> dict[str, Any]:
    """Somebody at a customer of the clerk's."""
    customer = add_customer()
    body = {"name": "赵六", "relation": "会计", "phone": "13812345678", "email": "z@example.com", "notes": "周一在"}
    answer = clerk.post(f"/customers/{customer['id']}/contacts", body)
    assert answer.status_code == 201, answer.json
    assert {name: answer.json[name] for name in body} == body
    return {**answer.json, "customer_id": customer["id"]}


def listed(by: Caller, contact: dict[str, Any]) -> list[tuple[str, bool]]:
    items = by.get(f"/customers/{contact['customer_id']}/contacts").json["items"]
    return [(item["name"], item["active"]) for item in items]


def test_a_disabled_contact_stays_comes_last_and_can_be_enabled(clerk: Caller, contact: dict[str, Any]) -> None:
    clerk.post(f"/customers/{contact['customer_id']}/contacts", {"name": "钱七"})
    gone = clerk.post(f"/contacts/{contact['id']}/disable", version=contact["version"])
    assert (gone.status_code, gone.json["active"]) == (200, False)
    assert listed(clerk, contact) == [("钱七", True), ("赵六", False)]
    back = clerk.post(f"/contacts/{contact['id']}/enable", version=gone.json["version"])
    assert (back.status_code, back.json["active"]) == (200, True)
    assert listed(clerk, contact) == [("赵六", True), ("钱七", True)]


def test_a_contact_is_changed_by_who_has_seen_its_newest_state(clerk: Caller, contact: dict[str, Any]) -> None:
    path = f"/contacts/{contact['id']}"
    changed = clerk.patch(path, {"name": "赵六六"}, version=contact["version"])
    assert (changed.status_code, changed.json["name"], changed.json["relation"]) == (200, "赵六六", "会计")
    stale = clerk.patch(path, {"name": "赵"}, version=contact["version"])
    assert (stale.status_code, stale.json["code"]) == (412, "stale_version")


def test_only_who_changes_a_customer_changes_its_contacts(
    service: ServiceUnderTest, clerk: Caller, contact: dict[str, Any]
) -> None:
    head, other = service.person("部门", HEAD), service.person("同事", STAFF)
    assert listed(head, contact) == [("赵六", True)]
    for somebody, answers in ((head, [201, 404, 201]), (other, [404, 404, 404])):
        added = somebody.post(f"/customers/{contact['customer_id']}/contacts", {"name": "钱七"})
        changed = somebody.patch(f"/contacts/{contact['id']}", {"name": "钱七"}, version=contact["version"])
        noted = somebody.post(f"/customers/{contact['customer_id']}/records", {"kind": "visit", "text": "拜访"})
        assert [added.status_code, changed.status_code, noted.status_code] == answers
    assert set(listed(clerk, contact)) == {("赵六", True), ("钱七", False)}, "who reads it proposes one"


@pytest.mark.parametrize("number", ["13812345678", "02112345678", "+442079460958"])
def test_a_mask_that_comes_back_changes_nothing(
    service: ServiceUnderTest, clerk: Caller, contact: dict[str, Any], number: str
) -> None:
    path, contacts = f"/contacts/{contact['id']}", f"/customers/{contact['customer_id']}/contacts"
    assert clerk.patch(path, {"phone": number}, version=contact["version"]).status_code == 200
    writer = service.person("部门", {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_WRITE: Scope.ALL})
    [shown] = writer.get(contacts).json["items"]
    assert "****" in shown["phone"]
    changed = writer.patch(path, {"phone": shown["phone"], "notes": "周二在"}, version=shown["version"])
    assert (changed.status_code, changed.json["notes"]) == (200, "周二在")
    assert [item["phone"] for item in clerk.get(contacts).json["items"]] == [number]
    assert clerk.patch(path, {"phone": "13900001111"}, version=changed.json["version"]).json["phone"] == "13900001111"


def test_a_record_is_of_the_moment_that_was_said_or_of_now(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add
) -> None:
    path = f"/customers/{add_customer()['id']}/records"
    now = service.clock.stop()
    earlier = now - timedelta(days=2)
    first = clerk.post(path, {"kind": "call", "text": "电话"}).json
    second = clerk.post(path, {"kind": "visit", "text": "拜访", "at": earlier.isoformat()}).json
    assert [first["at"], second["at"]] == [now.isoformat(), earlier.isoformat()]
    assert (first["author_name"], first["kind"], first["text"]) == ("王芳", "call", "电话")
    assert [item["text"] for item in clerk.get(path).json["items"]] == ["电话", "拜访"], "the latest first"
