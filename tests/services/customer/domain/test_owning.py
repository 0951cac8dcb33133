"""Who may own a customer, and how a file names an owner."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import WrongStatus
from contracts.customer import TransferStatus
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.domain.errors import NotAnOwner
from services.customer.domain.owning import OWNERSHIP_TRANSFER, may_own, name_and_unit


@pytest.mark.parametrize("tier", [Tier.ORDINARY, Tier.POTENTIAL])
@pytest.mark.parametrize(
    ("roles", "may"),
    [
        ((), True),
        (("sales",), True),
        (("service",), True),
        (("administrator",), False),
        (("verifier",), False),
        (("auditor",), False),
        (("erp",), False),
        (("verifier", "erp"), False),
        (("verifier", "sales"), True),
    ],
)
def test_whoever_sells_or_serves_owns_customers_and_who_only_administers_or_checks_does_not(
    roles: tuple[str, ...], may: bool, tier: Tier
) -> None:
    assert may_own(roles, tier) is may


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        (("customer_manager",), True),
        (("department_manager",), True),
        (("leadership",), True),
        (("sales", "customer_manager"), True),
        (("sales",), False),
        (("service_lead",), False),
        ((), False),
        (("administrator",), False),
    ],
)
def test_a_vip_belongs_to_a_customer_manager_or_above(roles: tuple[str, ...], may: bool) -> None:
    assert may_own(roles, Tier.VIP) is may


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("张三", ("张三", "")),
        ("张三/销售部", ("张三", "销售部")),
        ("张三 · 销售部", ("张三", "销售部")),
        ("张三（销售部）", ("张三", "销售部")),
        ("张三 ( 销售部 )", ("张三", "销售部")),
        ("zhang@example.com", ("zhang@example.com", "")),
        ("张三/", ("张三/", "")),
        ("（销售部）", ("（销售部）", "")),
    ],
)
def test_an_owner_is_named_with_or_without_a_department(text: str, meant: tuple[str, str]) -> None:
    assert name_and_unit(text) == meant


def test_a_vip_that_waits_is_taken_by_who_may_own_it_and_given_by_who_may_give() -> None:
    waiting, done = (SimpleNamespace(status=status) for status in TransferStatus)
    both = {Permission.HAND_OVER_TAKE: Scope.ALL, Permission.CUSTOMER_GIVE: Scope.ALL}
    manager = Actor(id=uuid4(), name="manager", roles=("customer_manager",), permissions=both)
    seller = Actor(id=uuid4(), name="seller", roles=("sales",), permissions=both)
    assert OWNERSHIP_TRANSFER.actions(waiting, manager) == ["take", "give"]
    assert OWNERSHIP_TRANSFER.after("take", waiting, manager) is TransferStatus.DONE
    assert OWNERSHIP_TRANSFER.actions(waiting, seller) == ["give"]
    with pytest.raises(NotAnOwner):
        OWNERSHIP_TRANSFER.after("take", waiting, seller)
    with pytest.raises(WrongStatus):
        OWNERSHIP_TRANSFER.after("give", done, manager)
    assert OWNERSHIP_TRANSFER.actions(done, manager) == []


@pytest.mark.parametrize("status", TransferStatus)
def test_without_the_permission_nothing_is_offered(status: TransferStatus) -> None:
    manager = Actor(id=uuid4(), name="manager", roles=("customer_manager",), permissions={})
    assert OWNERSHIP_TRANSFER.actions(SimpleNamespace(status=status), manager) == []
