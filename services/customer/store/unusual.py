"""Notices of unusual reading, and the counts they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Index, UniqueConstraint, cast, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from chassis.audit import Reading
from chassis.auth.directory import Department, Staff
from chassis.db import Page, PageQuery, fetch_page, new_id
from contracts.customer import PURPOSE_CASE, Purpose
from services.customer.store.base import Base


class UnusualReading(Base):
    """Somebody read far more customers on a day than is their habit; once a person and day. ``by_case``: how many of
    them with numbers plain, because of a case in hand."""

    __tablename__ = "unusual_reading"
    __table_args__ = (UniqueConstraint("person_id", "day"), Index("ix_unusual_reading_day", "day"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    day: Mapped[date]
    person_id: Mapped[UUID]
    person_name: Mapped[str]
    department_name: Mapped[str]
    customers: Mapped[int]
    by_case: Mapped[int] = mapped_column(default=0, server_default="0")
    usual: Mapped[float]


@dataclass(frozen=True)
class Read:
    """How many different customers somebody read on a day, and how many of them plain by a case in hand."""

    customers: int
    by_case: int


def read_on(session: Session, day: date, zone: ZoneInfo, least: int) -> dict[UUID, Read]:
    """Who read at least so many different customers on a day of the company, and how many."""
    begin = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    counted = func.count(Reading.record_id.distinct())
    by_case = counted.filter(Reading.purpose.startswith(PURPOSE_CASE))
    rows = (
        select(Reading.actor_id, counted, by_case)
        .where(Reading.kind == "customer", Reading.at >= begin, Reading.at < end, Reading.actor_id.is_not(None))
        .group_by(Reading.actor_id)
        .having(counted >= least)
    )
    return {person: Read(*read) for person, *read in session.execute(rows) if person is not None}


def read_before(
    session: Session, people: Collection[UUID], day: date, zone: ZoneInfo, back: int
) -> dict[UUID, list[int]]:
    """How many different customers these people read on each day before, the latest day first; a day on which
    somebody read none is left out."""
    own_day = cast(func.timezone(str(zone), Reading.at), Date).label("own_day")
    rows = (
        select(Reading.actor_id, own_day, func.count(Reading.record_id.distinct()))
        .where(
            Reading.kind == "customer",
            Reading.actor_id.in_(people),
            Reading.at >= datetime.combine(day - timedelta(days=back), time(), zone),
            Reading.at < datetime.combine(day, time(), zone),
        )
        .group_by(Reading.actor_id, own_day)
        .order_by(own_day.desc())
    )
    found: defaultdict[UUID, list[int]] = defaultdict(list)
    for person, _, count in session.execute(rows):
        if person is not None:
            found[person].append(count)
    return found


def questions_since(session: Session, actor_id: UUID, since: datetime) -> int:
    """For how many numbers and addresses that may be masked somebody has asked since a moment: whatever was found, one
    request is one question."""
    asked = select(Reading.at, Reading.request_id).where(
        Reading.kind == "customer",
        Reading.actor_id == actor_id,
        Reading.at > since,
        Reading.purpose.in_((Purpose.SEARCH, Purpose.MISSED)),
    )
    return session.scalar(select(func.count()).select_from(asked.distinct().subquery())) or 0


def noticed_on(session: Session, day: date) -> set[UUID]:
    """Whose reading of a day was noticed already."""
    return set(session.scalars(select(UnusualReading.person_id).where(UnusualReading.day == day)))


def staff_and_department(session: Session, id: UUID) -> tuple[Staff, Department] | None:
    """Somebody who works here, with the department."""
    row = session.execute(
        select(Staff, Department).join(Department, Department.id == Staff.unit_id).where(Staff.id == id)
    ).first()
    return (row[0], row[1]) if row else None


def who_hears_of(session: Session, person: Staff, department: Department) -> list[Staff]:
    """Who is told: the managers of the person's department and of those above it, and the auditors; never the
    person."""
    departments = [UUID(each) for each in department.path.split("/") if each]
    manages = Staff.roles.contains(["department_manager"]) & Staff.unit_id.in_(departments)
    rows = select(Staff).where(Staff.active, Staff.id != person.id, or_(manages, Staff.roles.contains(["auditor"])))
    return list(session.scalars(rows.order_by(Staff.id)))


def unusual_page(session: Session, page: PageQuery) -> Page[UnusualReading]:
    """Notices, the latest first."""
    order = [UnusualReading.id]
    return fetch_page(session, select(UnusualReading), order=order, descending=True, after=page.after, limit=page.limit)
