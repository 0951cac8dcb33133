"""Named reads of the reporting service: reports, and whom they go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.auth.directory import Person
from chassis.db import Page, PageQuery, fetch_page
from chassis.errors import NotFound
from services.reporting.store.models import Report, ReportDrawing

LEADERSHIP = "leadership"
"""The role of those whom approved reports are mailed to."""


@dataclass(frozen=True, kw_only=True)
class ReportFilter(PageQuery):
    """Reports in one state; empty means all."""

    status: str = ""


def report_of(session: Session, id: UUID, *, lock: bool = False) -> Report:
    """A report; NotFound when there is none of this id."""
    rows = select(Report).where(Report.id == id)
    found = session.scalar(rows.with_for_update() if lock else rows)
    if found is None:
        raise NotFound()
    return found


def report_for(session: Session, first: date, last: date) -> Report | None:
    """The report of this very period, if there is one."""
    return session.scalar(select(Report).where(Report.period_from == first, Report.period_to == last))


def drawing_of(session: Session, report: Report) -> ReportDrawing:
    """The figures of a report."""
    return session.scalars(
        select(ReportDrawing).where(ReportDrawing.report_id == report.id, ReportDrawing.number == report.drawing)
    ).one()


def reports_page(session: Session, wanted: ReportFilter) -> Page[Report]:
    """Reports, the latest period first."""
    rows = select(Report)
    if wanted.status:
        rows = rows.where(Report.status == wanted.status)
    order = [Report.period_from, Report.id]
    return fetch_page(session, rows, order=order, descending=True, after=wanted.after, limit=wanted.limit)


def leaders(session: Session) -> Sequence[Person]:
    """Everybody active of the company's leadership who has an address, by name."""
    rows = select(Person).where(Person.active, Person.roles.contains([LEADERSHIP]), Person.email != "")
    return session.scalars(rows.order_by(Person.name, Person.id)).all()
