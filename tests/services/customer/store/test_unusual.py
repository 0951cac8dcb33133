"""What is counted of somebody's reading: on a day of the company, and on the days before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from chassis.audit import log_accesses
from chassis.auth.directory import Department, Staff, record_staff
from chassis.db import new_id
from chassis.testing.service import Caller, ServiceUnderTest
from services.customer.store import unusual as store
from services.customer.store.unusual import Read, UnusualReading

DAY = date(2026, 11, 20)
BEGIN = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
"""Midnight in Shanghai."""

MOMENT = timedelta(microseconds=1)


def read(service: ServiceUnderTest, who: Caller, at: datetime, customers: int = 1) -> None:
    with service.unit_of_work(who.actor, now=at) as ctx:
        log_accesses(ctx, "customer", [new_id() for _ in range(customers)])


@pytest.mark.parametrize(
    ("at", "counted"),
    [
        (BEGIN - MOMENT, 0),
        (BEGIN, 1),
        (BEGIN + timedelta(days=1) - MOMENT, 1),
        (BEGIN + timedelta(days=1), 0),
    ],
)
def test_a_day_begins_and_ends_at_midnight_of_the_company(
    service: ServiceUnderTest, clerk: Caller, at: datetime, counted: int
) -> None:
    read(service, clerk, at)
    with service.unit_of_work() as ctx:
        found = store.read_on(ctx.session, DAY, ctx.zone, 1)
    assert found == ({clerk.actor.id: Read(customers=1, by_case=0)} if counted else {})


def test_only_who_read_so_many_is_counted(service: ServiceUnderTest, clerk: Caller, verifier: Caller) -> None:
    read(service, clerk, BEGIN, 3)
    read(service, verifier, BEGIN, 2)
    with service.unit_of_work() as ctx:
        assert store.read_on(ctx.session, DAY, ctx.zone, 3) == {clerk.actor.id: Read(customers=3, by_case=0)}
        assert len(store.read_on(ctx.session, DAY, ctx.zone, 2)) == 2


def test_the_days_before_are_counted_one_by_one_the_latest_first_and_not_older_than_asked(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller
) -> None:
    for days, customers in ((0, 9), (1, 2), (3, 4), (5, 6), (6, 7)):
        read(service, clerk, BEGIN - timedelta(days=days), customers)
    read(service, clerk, BEGIN - timedelta(days=1) + timedelta(hours=23), 1)
    read(service, verifier, BEGIN - timedelta(days=1), 8)
    assert clerk.actor.id
    with service.unit_of_work() as ctx:
        assert store.read_before(ctx.session, [clerk.actor.id], DAY, ctx.zone, 5) == {clerk.actor.id: [3, 4, 6]}


def test_the_last_moment_of_the_day_before_counts_and_the_first_of_the_day_does_not(
    service: ServiceUnderTest, clerk: Caller
) -> None:
    read(service, clerk, BEGIN - MOMENT, 1)
    read(service, clerk, BEGIN, 5)
    assert clerk.actor.id
    with service.unit_of_work() as ctx:
        assert store.read_before(ctx.session, [clerk.actor.id], DAY, ctx.zone, 5) == {clerk.actor.id: [1]}


def test_notices_are_known_of_their_day(service: ServiceUnderTest, clerk: Caller) -> None:
    assert clerk.actor.id
    with service.unit_of_work() as ctx:
        values = {"at": ctx.now, "person_name": "王芳", "department_name": "", "customers": 60, "usual": 1.0}
        ctx.session.add(UnusualReading(day=DAY, person_id=clerk.actor.id, **values))
    with service.unit_of_work() as ctx:
        assert store.noticed_on(ctx.session, DAY) == {clerk.actor.id}
        assert store.noticed_on(ctx.session, DAY + timedelta(days=1)) == set()


def test_managers_above_and_auditors_hear_of_it_who_are_there_also_without_an_address(
    service: ServiceUnderTest,
) -> None:
    service.department("sales")
    service.department("east", below="sales")
    service.department("west", below="sales")
    who = service.person("孙磊", {}, department="east", roles=("department_manager", "auditor"))
    hears = {
        service.person("本部", {}, department="east", roles=("department_manager",)).actor.id,
        service.person("上级", {}, department="sales", roles=("department_manager",)).actor.id,
        service.person("审计", {}, department="west", roles=("auditor",)).actor.id,
    }
    service.person("旁边", {}, department="west", roles=("department_manager",))
    service.person("同事", {}, department="east", roles=("sales",))
    reachless = new_id()
    hears.add(reachless)
    for id, name, email, active in ((reachless, "没有", "", True), (new_id(), "离职", "a@example.com", False)):
        with service.unit_of_work() as ctx:
            record_staff(
                ctx.session, id=id, version=1, name=name, email=email, unit_id=service.departments["east"],
                roles=["department_manager", "auditor"], active=active, since=ctx.now,
            )  # fmt: skip
    assert isinstance(who.actor.id, UUID)
    with service.unit_of_work() as ctx:
        found = store.staff_and_department(ctx.session, who.actor.id)
        assert found is not None
        person, unit = found
        assert isinstance(person, Staff)
        assert isinstance(unit, Department)
        assert {each.id for each in store.who_hears_of(ctx.session, person, unit)} == hears
        assert store.staff_and_department(ctx.session, new_id()) is None
