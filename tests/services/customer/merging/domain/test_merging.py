"""When two customers can become one, and what a merge gives back when it is taken apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.errors import Invalid
from contracts.customer import CustomerKind, CustomerStatus
from contracts.reporting import Tier
from services.customer.domain.errors import SeparatedTooLate
from services.customer.merging.domain.merging import (
    SEPARABLE_FOR,
    expect_mergeable,
    expect_separable,
    given_back,
    takeable,
    waits,
)

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    id: UUID = field(default_factory=uuid4)
    kind: CustomerKind = CustomerKind.PERSON
    status: CustomerStatus = CustomerStatus.ACTIVE
    tier: Tier = Tier.ORDINARY


@pytest.mark.parametrize(
    ("absorbed", "take", "field", "code"),
    [
        (Known(kind=CustomerKind.COMPANY), (), "absorbed_id", "other_kind"),
        (Known(status=CustomerStatus.DISABLED), (), "absorbed_id", "not_active"),
        (Known(status=CustomerStatus.SUBMITTED), (), "absorbed_id", "not_active"),
        (Known(), ("mobile", "external_code"), "take", "unknown_field"),
        (Known(), ("owner_id",), "take", "unknown_field"),
        (Known(), ("industry",), "take", "unknown_field"),
    ],
)
def test_two_become_one_only_where_that_makes_sense(absorbed: Known, take: Any, field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        expect_mergeable(Known(), absorbed, take)
    assert refused.value.fields == {field: [code]}


def test_nobody_becomes_a_part_of_itself() -> None:
    known = Known()
    with pytest.raises(Invalid):
        expect_mergeable(known, known, ())


def test_active_customers_of_a_kind_become_one_with_the_values_of_their_form() -> None:
    expect_mergeable(Known(), Known(), takeable(CustomerKind.PERSON))


@pytest.mark.parametrize(
    ("survivor", "absorbed", "own", "to_check", "waiting"),
    [
        (Tier.ORDINARY, Tier.POTENTIAL, True, (), False),
        (Tier.VIP, Tier.ORDINARY, True, (), True),
        (Tier.ORDINARY, Tier.VIP, True, (), True),
        (Tier.ORDINARY, Tier.ORDINARY, False, (), True),
        (Tier.ORDINARY, Tier.ORDINARY, True, ("mobile",), True),
    ],
)
def test_somebody_else_approves_what_is_not_ones_own_is_vip_or_changes_what_was_checked(
    survivor: Tier, absorbed: Tier, own: bool, to_check: tuple[str, ...], waiting: bool
) -> None:
    assert waits(Known(tier=survivor), Known(tier=absorbed), own=own, to_check=to_check) is waiting


def test_a_merge_is_taken_apart_to_the_last_moment_of_its_thirty_days() -> None:
    expect_separable(NOW - SEPARABLE_FOR, NOW)
    with pytest.raises(SeparatedTooLate):
        expect_separable(NOW - SEPARABLE_FOR - timedelta(seconds=1), NOW)


def test_what_nobody_has_changed_since_gets_its_old_value_back() -> None:
    taken = {"hobbies": ["", "围棋"], "region": ["北京市", "上海市"]}
    back, kept = given_back(taken, {"hobbies": "围棋", "region": "广东省"})
    assert (back, kept) == ({"hobbies": ""}, ["region"])
