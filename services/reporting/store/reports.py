"""Named reads of the reporting service: reports, and whom they go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from chassis.auth.directory import Staff
from chassis.db import Listing, ListQuery, Page, narrowed, one
from services.reporting.store.models import Report, ReportSnapshot

LEADERSHIP = "leadership"
"""The role of those whom approved reports are mailed to."""

REPORTS: Listing[Report] = Listing(
    {"period_from": (Report.period_from, Report.id), "code": (Report.code,)}, default="-period_from"
)


_TAKE_TURN = text("SELECT pg_advisory_xact_lock(hashtext('reporting.reports'))")


@dataclass(frozen=True, kw_only=True)
class ReportFilter(ListQuery):
    """Reports in one state; empty means all."""

    status: str = ""


def take_turn(session: Session) -> None:
    """Wait until nobody else generates a report; whoever comes later waits for the end of this transaction."""
    session.execute(_TAKE_TURN)


def report_of(session: Session, id: UUID, *, lock: bool = False) -> Report:
    """A report; NotFound when there is none of this id."""
    return one(session, select(Report).where(Report.id == id), lock=lock)


def report_for(session: Session, first: date, last: date) -> Report | None:
    """The report of this very period, if there is one."""
    return session.scalar(select(Report).where(Report.period_from == first, Report.period_to == last))


def snapshot_of(session: Session, report: Report) -> ReportSnapshot:
    """The figures of a report."""
    return session.scalars(
        select(ReportSnapshot).where(ReportSnapshot.report_id == report.id, ReportSnapshot.number == report.snapshot)
    ).one()


def reports_page(session: Session, wanted: ReportFilter) -> Page[Report]:
    """Reports, the latest period first unless asked otherwise."""
    return REPORTS.page(session, narrowed(select(Report), wanted, Report.status), wanted)


def leaders(session: Session) -> Sequence[Staff]:
    """Everybody active of the company's leadership who has an address, by name."""
    rows = select(Staff).where(Staff.active, Staff.roles.contains([LEADERSHIP]), Staff.email != "")
    return session.scalars(rows.order_by(Staff.name, Staff.id)).all()
