"""What is changed of a customer, and what waits for a check first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from chassis.auth import Scope
from chassis.auth.directory import record_staff
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.customer.usecases.tiers import learn_tiers
from tests.services.customer.scenario import STAFF, VERIFIER, judged

Add = Callable[..., dict[str, Any]]
SAID = "customer.customer_changed.v1"


def test_a_second_change_of_core_fields_waits_until_the_first_is_decided(
    clerk: Caller, verifier: Caller, add_customer: Add
) -> None:
    customer = add_customer(name="张三")
    path = f"/customers/{customer['id']}"
    first = clerk.patch(path, {"name": "张三丰"}, version=customer["version"]).json
    refused = clerk.patch(path, {"name": "张无忌"}, version=first["version"])
    assert (refused.status_code, refused.json["code"]) == (409, "change_already_waiting")
    other = clerk.patch(path, {"hobbies": "太极"}, version=first["version"])
    assert (other.status_code, other.json["hobbies"]) == (200, "太极")
    request = first["change_request"]
    verifier.post(f"/change-requests/{request['id']}/reject", {"reason": "不符"}, version=request["version"])
    again = clerk.patch(path, {"name": "张无忌"}, version=other.json["version"])
    assert again.json["change_request"]["changes"] == {"name": ["张三", "张无忌"]}


def test_what_stays_as_it_is_asks_for_no_check(clerk: Caller, add_customer: Add) -> None:
    customer = add_customer(name="张三")
    same = clerk.patch(f"/customers/{customer['id']}", {"name": "张三"}, version=customer["version"])
    assert (same.status_code, same.json["change_request"]) == (200, None)


def test_a_change_of_an_entry_asks_for_no_check(clerk: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三"}).json
    changed = clerk.patch(f"/customers/{made['id']}", {"name": "李四"}, version=1).json
    assert (changed["name"], changed["change_request"]) == ("李四", None)


def test_a_change_of_a_date_is_taken_over_as_a_date(clerk: Caller, verifier: Caller, add_customer: Add) -> None:
    customer = add_customer(name="张三", birth_date="1990-01-02")
    path = f"/customers/{customer['id']}"
    changed = clerk.patch(path, {"birth_date": "1990-02-01"}, version=customer["version"]).json
    request = changed["change_request"]
    assert request["changes"] == {"birth_date": ["1990-01-02", "1990-02-01"]}
    assert verifier.post(f"/change-requests/{request['id']}/approve", version=1).status_code == 200
    assert clerk.get(path).json["birth_date"] == "1990-02-01"


def test_a_new_name_is_what_the_customer_is_found_and_sorted_by(clerk: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三"}).json
    clerk.patch(f"/customers/{made['id']}", {"name": "李四"}, version=1)
    found = [[item["name"] for item in clerk.get(f"/customers?q={q}").json["items"]] for q in ("李四", "ls", "张三")]
    assert found == [["李四"], ["李四"], []]


def test_a_disabled_customer_says_why_until_it_is_enabled(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add, approve_change: Callable[[Any], None]
) -> None:
    customer = add_customer()
    path = f"/customers/{customer['id']}"
    approve_change(clerk.post(f"{path}/disable", {"reason": "停业"}, version=customer["version"]).json)
    gone = clerk.get(path).json
    assert (gone["status"], gone["disabled_reason"]) == ("disabled", "停业")
    back = clerk.post(f"{path}/enable", version=gone["version"]).json
    assert (back["status"], back["disabled_reason"]) == ("active", "")
    assert [told["active"] for told in service.told(SAID)] == [True, False, True]


def test_of_an_entry_that_is_disabled_and_enabled_the_others_never_hear(
    service: ServiceUnderTest, clerk: Caller
) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三"}).json
    gone = clerk.post(f"/customers/{made['id']}/disable", {"reason": "重复"}, version=1).json
    back = clerk.post(f"/customers/{made['id']}/enable", version=gone["version"]).json
    assert (back["status"], service.told(SAID)) == ("draft", [])


@pytest.mark.parametrize(("kind", "letter"), [("person", "P"), ("company", "C")])
def test_the_code_says_what_it_is(clerk: Caller, kind: str, letter: str) -> None:
    assert clerk.post("/customers", {"kind": kind, "name": "某"}).json["code"].startswith(letter)


def test_a_customer_belongs_to_its_author_or_to_whom_it_was_entered_for(
    service: ServiceUnderTest, clerk: Caller
) -> None:
    other = service.person("赵云", STAFF, roles=("sales",))
    body = {"kind": "person", "name": "张三"}
    assert clerk.post("/customers", body).json["owner_name"] == "王芳"
    assert clerk.post("/customers", {**body, "owner_id": str(clerk.actor.id)}).json["owner_name"] == "王芳"
    assert clerk.post("/customers", {**body, "owner_id": str(other.actor.id)}).json["owner_name"] == "赵云"


@pytest.mark.parametrize("why", ["unknown", "left", "runs the house"])
def test_nobody_owns_customers_who_does_not_deal_with_them(service: ServiceUnderTest, clerk: Caller, why: str) -> None:
    owner = service.person("某人", STAFF, roles=("administrator",) if why == "runs the house" else ("sales",)).actor
    if why == "left":
        with service.unit_of_work() as ctx:
            record_staff(
                ctx.session, id=owner.id, version=2, name="某人", email="", unit_id=owner.department_id,
                roles=["sales"], active=False, since=ctx.now,
            )  # fmt: skip
    id = uuid4() if why == "unknown" else owner.id
    refused = clerk.post("/customers", {"kind": "person", "name": "张三", "owner_id": str(id)})
    assert (refused.status_code, refused.json["code"], refused.json["detail"]) == (
        409, "not_an_owner", {"owner_id": str(id)},
    )  # fmt: skip


def test_a_vip_goes_to_a_customer_manager_and_an_ordinary_customer_to_anybody(
    service: ServiceUnderTest, add_customer: Add
) -> None:
    giver = service.person("王芳", {**STAFF, P.CUSTOMER_GIVE: Scope.OWN}, roles=("sales",))
    seller = service.person("赵云", STAFF, roles=("sales",))
    manager = service.person("客户经理", STAFF, roles=("customer_manager",))
    vip, plain = add_customer(name="贵宾", by=giver), add_customer(name="普通", by=giver)
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [judged(vip, Tier.VIP)])
    vip = giver.get(f"/customers/{vip['id']}").json

    def give(customer: dict[str, Any], to: Caller) -> Any:
        body = {"owner_id": str(to.actor.id)}
        return giver.post(f"/customers/{customer['id']}/owner", body, version=customer["version"])

    refused = give(vip, seller)
    assert (refused.status_code, refused.json["detail"]["tier"]) == (409, "vip")
    assert give(vip, manager).status_code == 200
    assert give(plain, seller).status_code == 200


def test_who_checks_for_a_department_checks_changes_of_its_customers_only(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add
) -> None:
    service.department("finance")
    rights = {P.CUSTOMER_READ: Scope.DEPARTMENT, P.CUSTOMER_VERIFY: Scope.DEPARTMENT}
    near = service.person("近", rights)
    far = service.person("远", rights, department="finance")
    customer = add_customer(name="张三")
    changed = clerk.patch(f"/customers/{customer['id']}", {"name": "李四"}, version=customer["version"]).json
    path = f"/change-requests/{changed['change_request']['id']}/approve"
    assert [len(who.get("/change-requests").json["items"]) for who in (near, far)] == [1, 0]
    assert [who.get("/checks/count").json["change_requests"] for who in (near, far)] == [1, 0]
    assert far.post(path, version=1).status_code == 404
    assert near.post(path, version=1).status_code == 200
    assert near.get("/checks/count").json["change_requests"] == 0


def test_what_one_has_changed_oneself_does_not_count_as_waiting_for_ones_check(
    service: ServiceUnderTest, add_customer: Add, verifier: Caller
) -> None:
    both = service.person("两职", {**STAFF, **VERIFIER})
    customer = add_customer(name="张三", by=both)
    both.patch(f"/customers/{customer['id']}", {"name": "李四"}, version=customer["version"])
    assert [who.get("/checks/count").json["change_requests"] for who in (both, verifier)] == [0, 1]
