"""The customer follows reporting's judgement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from services.customer.store.models import OwnershipTransfer
from services.customer.usecases.tiers import learn_tiers
from tests.services.customer.scenario import STAFF, judged

Add = Callable[..., dict[str, Any]]


def test_the_newest_tier_holds_and_an_older_word_changes_nothing(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add
) -> None:
    customer = add_customer()
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [judged(customer, Tier.POTENTIAL, 2)])
        learn_tiers(ctx, [judged(customer, Tier.VIP, 1)])
    assert clerk.get(f"/customers/{customer['id']}").json["tier"] == "potential"
    assert [item["name"] for item in clerk.get("/customers?tier=potential").json["items"]] == ["张三"]


def test_a_new_vip_of_ordinary_staff_waits_to_be_handed_over(service: ServiceUnderTest, add_customer: Add) -> None:
    customer = add_customer()
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [judged(customer, Tier.VIP)])
    with service.unit_of_work() as ctx:
        assert ctx.session.scalars(select(OwnershipTransfer.status)).all() == ["waiting"]


def test_a_vip_of_a_customer_manager_stays_where_it_is(service: ServiceUnderTest, add_customer: Add) -> None:
    manager = service.person("经理", STAFF, roles=("customer_manager",))
    customer = add_customer(by=manager)
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [judged(customer, Tier.VIP)])
    with service.unit_of_work() as ctx:
        assert ctx.session.scalars(select(OwnershipTransfer)).all() == []


def test_a_vip_is_handed_to_customer_managers_only(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add, approve_change: Callable[[Any], None]
) -> None:
    customer = add_customer()
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [judged(customer, Tier.VIP)])
    now = clerk.get(f"/customers/{customer['id']}").json
    assert now["hand_over"] is True
    colleague = service.person("同事", STAFF)
    manager = service.person("经理", STAFF, roles=("customer_manager",))
    path = f"/customers/{customer['id']}/owner"
    refused = clerk.post(path, {"owner_id": str(colleague.actor.id)}, version=now["version"])
    assert refused.json["code"] == "not_an_owner"
    given = clerk.post(path, {"owner_id": str(manager.actor.id)}, version=now["version"]).json
    assert given["hand_over"] is True
    approve_change(given)
    assert manager.get(f"/customers/{customer['id']}").json["hand_over"] is False
