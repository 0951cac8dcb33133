"""Named reads of the reporting service: reports, and whom they go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.auth.directory import Person
from chassis.db import Listing, ListQuery, Page, narrowed, one
from services.reporting.store.models import Report, ReportDrawing

LEADERSHIP = "leadership"
"""The role of those whom approved reports are mailed to."""

REPORTS: Listing[Report] = Listing(
    {"period_from": (Report.period_from, Report.id), "code": (Report.code,)}, default="-period_from"
)


@dataclass(frozen=True, kw_only=True)
class ReportFilter(ListQuery):
    """Reports in one state; empty means all."""

    status: str = ""


def report_of(session: Session, id: UUID, *, lock: bool = False) -> Report:
    """A report; NotFound when there is none of this id."""
    return one(session, select(Report).where(Report.id == id), lock=lock)


def report_for(session: Session, first: date, last: date) -> Report | None:
    """The report of this very period, if there is one."""
    return session.scalar(select(Report).where(Report.period_from == first, Report.period_to == last))


def drawing_of(session: Session, report: Report) -> ReportDrawing:
    """The figures of a report."""
    return session.scalars(
        select(ReportDrawing).where(ReportDrawing.report_id == report.id, ReportDrawing.number == report.drawing)
    ).one()


def reports_page(session: Session, wanted: ReportFilter) -> Page[Report]:
    """Reports, the latest period first unless asked otherwise."""
    return REPORTS.page(session, narrowed(select(Report), wanted, Report.status), wanted)


def leaders(session: Session) -> Sequence[Person]:
    """Everybody active of the company's leadership who has an address, by name."""
    rows = select(Person).where(Person.active, Person.roles.contains([LEADERSHIP]), Person.email != "")
    return session.scalars(rows.order_by(Person.name, Person.id)).all()
