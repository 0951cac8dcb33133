"""Which changes wait for somebody else's check."""

from __future__ import annotations

from uuid import uuid4

import pytest

from chassis.auth import Actor, Scope
from contracts.customer import CustomerKind, CustomerStatus
from contracts.permissions import Permission
from services.customer.checks.domain.checking import CHECKABLE, DELIVERED, TOLD, may_propose, needs_check

POLICY = frozenset({"name", "owner_id"})


@pytest.mark.parametrize("status", CustomerStatus)
def test_only_what_the_policy_names_waits_and_only_once_the_customer_is_checked(status: CustomerStatus) -> None:
    assert needs_check(POLICY, status, {"name", "hobbies"}) == ({"name"} if status in TOLD else set())
    assert needs_check(frozenset(), status, {"name", "hobbies"}) == set()


@pytest.mark.parametrize("kind", CustomerKind)
def test_what_is_delivered_can_be_named(kind: CustomerKind) -> None:
    assert set(CHECKABLE[kind]) > DELIVERED[kind]
    assert {"name", "mobile", "phone", "email", "address", "owner_id", "status"} <= DELIVERED[kind]


def test_whoever_changes_customers_of_the_own_may_ask_for_changes_of_others() -> None:
    for permission, may in ((Permission.CUSTOMER_WRITE, True), (Permission.CUSTOMER_READ, False)):
        somebody = Actor(id=uuid4(), name="somebody", permissions={permission: Scope.OWN})
        assert may_propose(somebody) is may
