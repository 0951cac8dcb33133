"""Which desk, and what is late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.feedback import CaseKind, CaseStatus, Desk
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.feedback.domain.desks import (
    UNDONE,
    WORKS_AT,
    desk_for,
    is_overdue,
    is_rise,
    works_at,
)

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "tier", "desk"),
    [
        (CaseKind.COMPLAINT, Tier.ORDINARY, Desk.SERVICE),
        (CaseKind.COMPLAINT, Tier.POTENTIAL, Desk.LEAD),
        (CaseKind.COMPLAINT, Tier.VIP, Desk.LEAD),
        (CaseKind.FEEDBACK, Tier.ORDINARY, Desk.SERVICE),
        (CaseKind.FEEDBACK, Tier.POTENTIAL, Desk.SERVICE),
        (CaseKind.FEEDBACK, Tier.VIP, Desk.SERVICE),
    ],
)
def test_complaints_of_potential_and_vip_customers_go_to_the_lead_and_all_else_to_service(
    kind: CaseKind, tier: Tier, desk: Desk
) -> None:
    assert desk_for(kind, tier) is desk


def test_only_up_is_a_rise() -> None:
    assert is_rise(Tier.ORDINARY, Tier.POTENTIAL)
    assert is_rise(Tier.POTENTIAL, Tier.VIP)
    assert not is_rise(Tier.VIP, Tier.VIP)
    assert not is_rise(Tier.VIP, Tier.ORDINARY)


@pytest.mark.parametrize(
    ("status", "late"),
    [
        (CaseStatus.OPEN, True),
        (CaseStatus.TAKEN, True),
        (CaseStatus.ANSWERED, False),
        (CaseStatus.RESOLVED, False),
        (CaseStatus.CLOSED, False),
    ],
)
def test_only_what_waits_for_an_answer_is_overdue(status: CaseStatus, late: bool) -> None:
    assert is_overdue(status, MONDAY, MONDAY + timedelta(seconds=1)) is late
    assert not is_overdue(status, MONDAY, MONDAY)
    assert not is_overdue(status, MONDAY, MONDAY + timedelta(hours=1), MONDAY)


def test_each_desk_has_a_permission_of_its_own() -> None:
    assert {Desk.SERVICE: Permission.CASE_HANDLE, Desk.LEAD: Permission.CASE_LEAD} == WORKS_AT


def test_what_waits_for_an_answer_is_open_or_taken() -> None:
    assert {CaseStatus.OPEN, CaseStatus.TAKEN} == UNDONE


@pytest.mark.parametrize("before", Tier)
@pytest.mark.parametrize("after", Tier)
def test_a_rise_is_to_a_higher_tier(before: Tier, after: Tier) -> None:
    order = [Tier.ORDINARY, Tier.POTENTIAL, Tier.VIP]
    assert is_rise(before, after) is (order.index(after) > order.index(before))


def test_who_works_at_a_desk_is_known_by_the_roles() -> None:
    assert works_at(Desk.SERVICE, ["sales", "service"])
    assert works_at(Desk.SERVICE, ["service_lead"])
    assert works_at(Desk.LEAD, ["service_lead"])
    assert not works_at(Desk.LEAD, ["service"])
    assert not works_at(Desk.SERVICE, [])
