"""Named reads of the reporting service: reports, and whom they go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select, text
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import Staff
from chassis.db import Listing, ListQuery, Page, narrowed, one
from contracts.permissions import Permission
from contracts.reporting import ReportStatus
from services.reporting.domain.workflow import IN_WORK
from services.reporting.store.models import Report, ReportSnapshot

LEADERSHIP = "leadership"
"""The role of those whom approved reports are mailed to."""

REPORTS: Listing[Report] = Listing(
    {"period_from": (Report.period_from, Report.id), "code": (Report.code,)}, default="-period_from"
)


_TAKE_TURN = text("SELECT pg_advisory_xact_lock(hashtext('reporting.reports'))")


@dataclass(frozen=True, kw_only=True)
class ReportFilter(ListQuery):
    """Reports in one state; empty means all. ``to_review``: those that wait for a review by the one who asks;
    ``in_hand``: whose figures may still be compiled again, and who asks has made them."""

    status: str = ""
    to_review: bool = False
    in_hand: bool = False


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


def reports_page(session: Session, actor: Actor, wanted: ReportFilter) -> Page[Report]:
    """Reports, the latest period first unless asked otherwise."""
    rows = narrowed(select(Report), wanted, Report.status)
    if wanted.to_review:
        rows = rows.where(_to_review(actor))
    if wanted.in_hand:
        rows = rows.where(Report.status.in_(IN_WORK), Report.author_id == actor.id)
    return REPORTS.page(session, rows, wanted)


def _to_review(actor: Actor) -> ColumnElement[bool]:
    """Handed in, and neither made nor handed in by the actor, who may review."""
    if not actor.may(Permission.REPORT_REVIEW):
        return false()
    others = (column.is_distinct_from(actor.id) for column in (Report.author_id, Report.submitted_by))
    return and_(Report.status == ReportStatus.SUBMITTED, *others)


def leaders(session: Session) -> Sequence[Staff]:
    """Everybody active of the company's leadership who has an address, by name."""
    rows = select(Staff).where(Staff.active, Staff.roles.contains([LEADERSHIP]), Staff.email != "")
    return session.scalars(rows.order_by(Staff.name, Staff.id)).all()
