"""Who is told when an owner leaves, when somebody reads unusually much, and of imports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chassis.audit import log_accesses
from chassis.auth.directory import Staff
from chassis.db import new_id
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.activity import NoticeRaised
from contracts.auth import StaffChanged
from services.customer.consumers import consumers
from services.customer.usecases.unusual import notice_unusual_reading

AddCustomer = Callable[..., dict[str, Any]]
Told = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def told(service: ServiceUnderTest) -> Told:
    """``told("owner_left")``: the notices of a kind so far."""
    return lambda kind: [each for each in service.told(NoticeRaised.event_name) if each["kind"] == kind]


def change(service: ServiceUnderTest, who: Caller, *, active: bool, version: int) -> None:
    """News of an account."""
    with service.unit_of_work() as ctx:
        known = ctx.session.get_one(Staff, who.actor.id)
        news = StaffChanged(
            staff_id=known.id,
            version=version,
            name=known.name,
            email=known.email,
            department_id=known.unit_id,
            roles=known.roles,
            active=active,
        )
    service.hear(consumers, news)


def test_whoever_may_give_the_customers_on_is_told_when_their_owner_leaves(
    service: ServiceUnderTest, clerk: Caller, add_customer: AddCustomer, told: Told
) -> None:
    add_customer()
    change(service, clerk, active=False, version=2)
    [left] = told("owner_left")
    assert (left["permission"], left["owner_id"]) == ("customer:give", str(clerk.actor.id))
    assert (left["record_kind"], left["record_id"], left["to"]) == ("person", str(clerk.actor.id), [])
    change(service, clerk, active=False, version=2)
    change(service, clerk, active=False, version=3)
    assert len(told("owner_left")) == 1
    change(service, clerk, active=True, version=4)
    change(service, clerk, active=False, version=5)
    assert len({each["notice_id"] for each in told("owner_left")}) == 2


def test_of_who_owns_nothing_or_was_not_here_nobody_is_told(
    service: ServiceUnderTest,
    clerk: Caller,
    verifier: Caller,
    add_customer: AddCustomer,
    approve_change: Callable[[Any], None],
    told: Told,
) -> None:
    made = add_customer()
    approve_change(clerk.post(f"/customers/{made['id']}/disable", {"reason": "停业"}, version=made["version"]).json)
    change(service, verifier, active=False, version=2)
    change(service, clerk, active=False, version=2)
    assert told("owner_left") == []


def test_managers_and_auditors_are_told_of_unusual_reading_also_without_an_address(
    service: ServiceUnderTest, told: Told
) -> None:
    reader = service.person("孙磊", {}, roles=("sales",))
    manager = service.person("赵敏", {}, roles=("department_manager",))
    auditor = service.person("何平", {}, roles=("auditor",))
    with service.unit_of_work() as ctx:
        ctx.session.get_one(Staff, auditor.actor.id).email = ""
    with service.unit_of_work(reader.actor, now=datetime(2026, 11, 20, 4, tzinfo=UTC)) as ctx:
        log_accesses(ctx, "customer", [new_id() for _ in range(60)])
    with service.unit_of_work() as ctx:
        notice_unusual_reading(ctx, date(2026, 11, 20))
    [unusual] = told("unusual_reading")
    assert unusual["to"] == sorted(str(who.actor.id) for who in (manager, auditor))
    assert (unusual["record_kind"], unusual["record_id"]) == ("person", str(reader.actor.id))
