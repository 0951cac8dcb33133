"""Unusual reading is noticed once a person and day, and those who look after it are written to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from chassis.audit import log_accesses
from chassis.auth import Scope
from chassis.db import new_id
from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from services.customer.jobs import jobs
from services.customer.schedules import schedules
from services.customer.usecases.unusual import NoticeUnusualReading, notice_unusual_reading

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
Read = Callable[..., None]


@pytest.fixture
def seller(service: ServiceUnderTest) -> Caller:
    """Somebody in a department below another."""
    service.department("sales")
    service.department("east", below="sales")
    service.department("north", below="sales")
    return service.person("孙磊", {}, department="east", roles=("sales",))


@pytest.fixture
def read(service: ServiceUnderTest, seller: Caller) -> Read:
    """``read(60, days_ago=1)``: the seller reads so many different customers."""

    def do(customers: int, *, days_ago: int = 0, at: datetime = NOON) -> None:
        with service.unit_of_work(seller.actor, now=at - timedelta(days=days_ago)) as ctx:
            log_accesses(ctx, "customer", [new_id() for _ in range(customers)])

    return do


def notice(service: ServiceUnderTest, day: date = TODAY) -> list[tuple[str, str, int, float]]:
    with service.unit_of_work() as ctx:
        found = notice_unusual_reading(ctx, day)
        return [(each.person_name, each.department_name, each.customers, each.usual) for each in found]


def emails(service: ServiceUnderTest) -> list[tuple[str, str]]:
    with service.unit_of_work() as ctx:
        rows = ctx.session.execute(select(email_table.c.to, email_table.c.subject).order_by(email_table.c.id))
        return [(row.to[0], row.subject) for row in rows]


def test_many_times_the_habit_is_noticed_and_told_to_managers_above_and_auditors(
    service: ServiceUnderTest, seller: Caller, read: Read
) -> None:
    told = [
        service.person("赵敏", {}, department="sales", roles=("department_manager",)),
        service.person("何平", {}, department="house", roles=("auditor",)),
    ]
    service.person("别人", {}, department="north", roles=("department_manager",))
    for days_ago in range(1, 6):
        read(11, days_ago=days_ago)
    read(60)
    assert notice(service) == [("孙磊", "east", 60, 11.0)]
    assert sorted(to for to, _ in emails(service)) == sorted(f"{each.actor.id}@example.com" for each in told)
    assert {subject for _, subject in emails(service)} == {"异常查阅提醒 / Unusual reading: 孙磊, 2026-11-20"}


def test_a_person_is_noticed_once_a_day(service: ServiceUnderTest, read: Read) -> None:
    service.person("何平", {}, roles=("auditor",))
    read(60)
    assert len(notice(service)) == 1
    read(60)
    assert notice(service) == []
    assert len(emails(service)) == 1
    read(700, days_ago=-1)
    assert [found[2] for found in notice(service, TODAY + timedelta(days=1))] == [700]


def test_what_is_usual_for_somebody_is_not_noticed(service: ServiceUnderTest, read: Read) -> None:
    for days_ago in range(1, 4):
        read(40, days_ago=days_ago)
    read(150)
    assert notice(service) == []


def test_the_same_customer_opened_again_counts_once(service: ServiceUnderTest, seller: Caller) -> None:
    one = new_id()
    with service.unit_of_work(seller.actor, now=NOON) as ctx:
        log_accesses(ctx, "customer", [one] * 100)
        log_accesses(ctx, "contact", [new_id() for _ in range(100)])
    assert notice(service) == []


def test_a_day_is_the_companys_own(service: ServiceUnderTest, read: Read) -> None:
    read(30, at=datetime(2026, 11, 19, 16, 30, tzinfo=UTC))
    read(30, at=datetime(2026, 11, 20, 15, 30, tzinfo=UTC))
    read(500, at=datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    assert [found[2] for found in notice(service)] == [60]


def test_the_auditor_sees_the_notices(service: ServiceUnderTest, seller: Caller, read: Read) -> None:
    read(60)
    notice(service)
    auditor = service.person("何平", {P.AUDIT_READ: Scope.ALL})
    answer = auditor.get("/unusual-readings")
    assert answer.json is not None
    [row] = answer.json["items"]
    assert (row["person_name"], row["day"], row["customers"], row["usual"]) == ("孙磊", "2026-11-20", 60, 0.0)
    assert seller.get("/unusual-readings").status_code == 403


def test_it_is_looked_for_by_the_clock(service: ServiceUnderTest) -> None:
    assert "unusual_reading" in schedules.names
    assert "customer.notice_unusual_reading.v1" in jobs.names
    assert NoticeUnusualReading(day=TODAY).day == TODAY
