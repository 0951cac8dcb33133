"""Who is told of tiers and reports: the owner of who rose or fell, the reviewers, the authors."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.db import new_id
from chassis.events import decode
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.activity import NoticeKind, NoticeRaised
from services.reporting.usecases.tiers import MOST_TOLD
from tests.services.reporting.scenario import Business, days

NOW = datetime(2026, 10, 31, 4, tzinfo=UTC)
TODAY = date(2026, 10, 31)
OCTOBER = {"period_from": "2026-10-01", "period_to": "2026-10-31"}


@pytest.fixture
def told(service: ServiceUnderTest) -> Any:
    """``told()``: the notices so far, as the contract reads them."""
    return lambda: [decode(NoticeRaised, data) for data in service.told(NoticeRaised.event_name)]


def test_the_owner_is_told_who_rose_and_who_fell(business: Business, told: Any) -> None:
    owner = new_id()
    customer = business.customer(owner_id=owner, code="P2026000001")
    business.bought(customer, "1234.50", 31, on=TODAY)
    business.recompute(NOW)
    [rose] = told()
    assert rose == NoticeRaised(
        notice_id=rose.notice_id,
        kind=NoticeKind.CUSTOMER_ROSE,
        at=NOW,
        to=[owner],
        permission="",
        owner_id=owner,
        but_not=[],
        record_kind="customer",
        record_id=customer,
        code="P2026000001",
        due_at=None,
    )
    business.recompute(NOW)
    assert told() == [rose]
    for later in (366, 366 + 31, 366 + 62):
        business.recompute(NOW + days(later))
    assert [notice.kind for notice in told()] == [NoticeKind.CUSTOMER_ROSE, NoticeKind.CUSTOMER_FELL]
    assert len({notice.notice_id for notice in told()}) == 2


def test_of_a_customer_without_an_owner_nobody_is_told(business: Business, told: Any) -> None:
    business.bought(business.customer(), "1234.50", 31, on=TODAY)
    assert business.recompute(NOW) == 1
    assert told() == []


def test_of_very_many_at_once_an_owner_is_told_some(business: Business, told: Any) -> None:
    many, few = new_id(), new_id()
    for number in range(MOST_TOLD + 2):
        business.bought(business.customer(owner_id=many, code=f"P{number}"), "1234.50", 31, on=TODAY)
    business.bought(business.customer(owner_id=few), "1234.50", 31, on=TODAY)
    assert business.recompute(NOW) == MOST_TOLD + 3
    owners = [notice.to for notice in told()]
    assert (owners.count([many]), owners.count([few])) == (MOST_TOLD, 1)


def test_reviewers_are_told_of_a_report_and_its_author_how_it_was_decided(
    clerk: Caller, manager: Caller, told: Any
) -> None:
    report = clerk.post("/reports", OCTOBER).json
    path = f"/reports/{report['id']}"
    submitted = clerk.post(f"{path}/submit", version=1).json
    returned = manager.post(f"{path}/return", {"comment": "请补充"}, version=submitted["version"]).json
    submitted = clerk.post(f"{path}/submit", version=returned["version"]).json
    manager.post(f"{path}/approve", version=submitted["version"])
    kinds = [notice.kind for notice in told()]
    assert kinds == [
        NoticeKind.REPORT_TO_REVIEW,
        NoticeKind.REPORT_RETURNED,
        NoticeKind.REPORT_TO_REVIEW,
        NoticeKind.REPORT_APPROVED,
    ]
    for notice in told():
        assert (notice.record_kind, notice.record_id, notice.code) == ("report", UUID(report["id"]), report["code"])
    asked, answered = told()[0], told()[1]
    assert (asked.to, asked.permission, asked.but_not) == ([], "report:review", [clerk.actor.id])
    assert (answered.to, answered.permission, answered.but_not) == ([clerk.actor.id], "", [manager.actor.id])
    assert len({notice.notice_id for notice in told()}) == 4
