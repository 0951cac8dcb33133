"""Customers of others are changed by request only; what of their own waits for a check is a policy that people keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.consumers import consumers
from tests.services.customer.scenario import HEAD, STAFF, judged

Add = Callable[..., dict[str, Any]]
Approve = Callable[[Any], None]


@pytest.fixture
def head(service: ServiceUnderTest, clerk: Caller) -> Caller:
    """Reads the customers of the department and changes own ones."""
    return service.person("主任", HEAD)


@pytest.fixture
def lead(service: ServiceUnderTest) -> Caller:
    """Says what waits for a check."""
    return service.person("领导", {P.CUSTOMER_READ: Scope.ALL, P.POLICY_EDIT: Scope.ALL})


def policy_of(who: Caller, kind: str, tier: str) -> dict[str, Any]:
    items = who.get("/check-policies").json["items"]
    return next(dict(item) for item in items if (item["kind"], item["tier"]) == (kind, tier))


def test_every_field_of_somebody_elses_customer_waits_for_a_check(
    service: ServiceUnderTest, head: Caller, verifier: Caller, add_customer: Add
) -> None:
    customer = add_customer(name="张三", mobile="13812345678")
    path = f"/customers/{customer['id']}"
    assert {"edit", "disable", "give"} <= set(head.get(path).json["actions"])
    said = len(service.told("customer.customer_changed.v1"))
    body = {"hobbies": "钓鱼", "mobile": "13987654321", "address": "北京市海淀区中关村1号"}
    changed = head.patch(path, body, version=customer["version"]).json
    assert (changed["hobbies"], changed["mobile"], changed["version"]) == ("", "138****5678", customer["version"])
    assert changed["change_request"]["changes"]["mobile"] == ["138****5678", "139****4321"]
    assert len(service.told("customer.customer_changed.v1")) == said
    [waiting] = verifier.get("/change-requests").json["items"]
    assert waiting["changes"]["mobile"] == ["13812345678", "13987654321"]
    assert verifier.post(f"/change-requests/{waiting['id']}/approve", version=1).status_code == 200
    now = head.get(path).json
    assert (now["hobbies"], now["mobile"]) == ("钓鱼", "139****4321")


def test_masks_that_a_form_sends_back_change_nothing(head: Caller, add_customer: Add) -> None:
    customer = add_customer(email="zhangsan@example.com")
    same = head.patch(f"/customers/{customer['id']}", {"email": "z***@example.com"}, version=customer["version"])
    assert (same.status_code, same.json["change_request"]) == (200, None)


def test_who_waits_is_named_to_the_next_one(head: Caller, clerk: Caller, add_customer: Add) -> None:
    customer = add_customer()
    path = f"/customers/{customer['id']}"
    head.patch(path, {"hobbies": "钓鱼"}, version=customer["version"])
    late = clerk.patch(path, {"name": "李四"}, version=customer["version"])
    assert late.json == {"code": "change_already_waiting", "detail": {"author_name": "主任"}}
    assert clerk.patch(path, {"hobbies": "棋"}, version=customer["version"]).status_code == 200


def test_a_change_that_was_overtaken_is_shown_and_refused(
    head: Caller, clerk: Caller, verifier: Caller, add_customer: Add
) -> None:
    customer = add_customer()
    path = f"/customers/{customer['id']}"
    asked = head.patch(path, {"hobbies": "钓鱼", "region": "北京市"}, version=customer["version"]).json[
        "change_request"
    ]
    clerk.patch(path, {"hobbies": "棋"}, version=customer["version"])
    [waiting] = verifier.get("/change-requests").json["items"]
    assert waiting["meanwhile"] == {"hobbies": "棋"}
    answer = verifier.post(f"/change-requests/{asked['id']}/approve", version=asked["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "changed_meanwhile")
    assert answer.json["detail"] == {"fields": ["hobbies"]}
    refused = verifier.post(f"/change-requests/{asked['id']}/reject", {"reason": "已过时"}, version=asked["version"])
    assert refused.json["status"] == "rejected"


def test_to_disable_and_to_give_wait_for_a_check(
    service: ServiceUnderTest, clerk: Caller, head: Caller, verifier: Caller, add_customer: Add, approve_change: Approve
) -> None:
    other = service.person("赵云", STAFF)
    customer = add_customer()
    path = f"/customers/{customer['id']}"
    asked = head.post(f"{path}/owner", {"owner_id": str(other.actor.id)}, version=customer["version"]).json
    assert asked["change_request"]["changes"]["owner_name"] == ["王芳", "赵云"]
    approve_change(asked)
    now = other.get(path).json
    off = other.post(f"{path}/disable", {"reason": "停业"}, version=now["version"]).json
    assert (off["status"], off["change_request"]["changes"]) == (
        "active",
        {"status": ["active", "disabled"], "disabled_reason": ["", "停业"]},
    )
    approve_change(off)
    now = other.get(path).json
    assert (now["status"], now["disabled_reason"]) == ("disabled", "停业")
    assert service.told("customer.customer_changed.v1")[-1]["active"] is False
    assert other.post(f"{path}/disable", {}, version=now["version"]).json["code"] == "wrong_status"


def test_who_gives_customers_of_others_gives_at_once(service: ServiceUnderTest, add_customer: Add) -> None:
    manager = service.person("经理", {**HEAD, P.CUSTOMER_GIVE: Scope.DEPARTMENT})
    other = service.person("赵云", STAFF)
    customer = add_customer()
    given = manager.post(
        f"/customers/{customer['id']}/owner", {"owner_id": str(other.actor.id)}, version=customer["version"]
    ).json
    assert (given["owner_name"], given["change_request"]) == ("赵云", None)


def test_an_entry_that_nobody_has_checked_is_its_authors_and_owners_alone(head: Caller, clerk: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三"}).json
    path = f"/customers/{made['id']}"
    assert head.get(path).json["actions"] == ["contacts", "records"]
    assert head.patch(path, {"name": "李四"}, version=1).status_code == 404
    assert clerk.patch(path, {"name": "李四"}, version=1).json["name"] == "李四"
    assert clerk.post(f"{path}/disable", {}, version=2).json["status"] == "disabled"


def test_who_only_reads_asks_for_nothing(verifier: Caller, add_customer: Add) -> None:
    customer = add_customer()
    assert verifier.patch(f"/customers/{customer['id']}", {"hobbies": "x"}, version=2).status_code == 403


def test_a_change_says_who_has_looked_on_site(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller, add_customer: Add
) -> None:
    customer = add_customer(kind="company", name="海天")
    path = f"/customers/{customer['id']}"
    visit = {"visit_by": "王芳", "visited_at": "2026-10-01T01:00:00+00:00", "visit_notes": "门牌已换"}
    future = {**visit, "visited_at": "2050-01-01T00:00:00Z"}
    body = {"address": "北京市海淀区"}
    refused = clerk.patch(path, body | future, version=customer["version"])
    assert refused.json["fields"] == {"visited_at": ["implausible_date"]}
    idle = clerk.patch(path, {"region": "北京市"} | visit, version=customer["version"])
    assert idle.json["fields"] == {"visit_notes": ["nothing_waits"]}
    clerk.patch(path, body | visit, version=customer["version"])
    [waiting] = verifier.get("/change-requests").json["items"]
    assert {name: waiting[name] for name in visit} == visit


def test_what_waits_is_a_policy_by_kind_and_tier_that_leaves_a_trail(
    service: ServiceUnderTest, clerk: Caller, lead: Caller, add_customer: Add
) -> None:
    customer = add_customer(name="张三")
    path = f"/customers/{customer['id']}"
    rule = policy_of(lead, "person", "ordinary")
    assert rule["actions"] == ["edit"]
    assert policy_of(clerk, "person", "ordinary")["actions"] == []
    set_to = {"waits": ["hobbies"]}
    assert clerk.patch(f"/check-policies/{rule['id']}", set_to, version=1).status_code == 403
    strange = lead.patch(f"/check-policies/{rule['id']}", {"waits": ["founded_on"]}, version=1)
    assert strange.json["fields"] == {"waits": ["unknown_field"]}
    now = lead.patch(f"/check-policies/{rule['id']}", set_to, version=1).json
    assert (now["waits"], now["version"]) == (["hobbies"], 2)
    changed = clerk.patch(path, {"name": "李四", "hobbies": "棋"}, version=customer["version"]).json
    assert (changed["name"], changed["change_request"]["changes"]) == ("李四", {"hobbies": ["", "棋"]})
    trail = service.person("审计", {P.AUDIT_READ: Scope.ALL}).get("/audit/customer/changes?kind=check_policy")
    assert trail.json["items"][0]["fields"]["fields"][1] == ["hobbies"]
    service.hear(consumers, judged(customer, Tier.VIP))
    assert "name" in policy_of(lead, "person", "vip")["waits"]
    off = clerk.post(f"{path}/disable", {}, version=clerk.get(path).json["version"])
    assert off.json["code"] == "change_already_waiting"
