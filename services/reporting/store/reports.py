"""Named reads of the reporting service: reports, and whom they go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, false, func, literal, or_, select, text
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import Staff
from chassis.db import Listing, ListQuery, Page, narrowed, one
from contracts.permissions import Permission
from contracts.reporting import ReportStatus
from services.reporting.domain.workflow import IN_WORK
from services.reporting.store.models import Report, ReportEvent, ReportPolicy, ReportSnapshot

LEADERSHIP = "leadership"
"""The role of those whom approved reports are mailed to, unless the policy says otherwise."""

REPORTS: Listing[Report] = Listing(
    {"created_at": (Report.id,), "period_from": (Report.period_from, Report.id), "code": (Report.code,)},
    default="-created_at",
)
"""Ids ascend with the time a report was made."""

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


def last_event(session: Session, report: Report) -> int:
    """The number of the last step of a report; 0 before the first."""
    return session.scalar(select(func.max(ReportEvent.number)).where(ReportEvent.report_id == report.id)) or 0


def events_of(session: Session, report: Report) -> Sequence[ReportEvent]:
    """Every step of a report, in their order."""
    rows = select(ReportEvent).where(ReportEvent.report_id == report.id)
    return session.scalars(rows.order_by(ReportEvent.number)).all()


def revision_of(session: Session, id: UUID, number: int) -> tuple[ReportEvent, ReportSnapshot]:
    """A step of a report, and the figures it had then; NotFound when there is none of this number."""
    event = one(session, select(ReportEvent).where(ReportEvent.report_id == id, ReportEvent.number == number))
    snapshot = session.get_one(ReportSnapshot, (id, event.snapshot))
    return event, snapshot


def report_policy(session: Session, *, lock: bool = False) -> ReportPolicy:
    """How often reports are drawn up and whom they go to; there always is one."""
    return one(session, select(ReportPolicy), lock=lock)


def reports_page(session: Session, actor: Actor, wanted: ReportFilter) -> Page[Report]:
    """Reports, the one made last first unless asked otherwise."""
    rows = narrowed(select(Report), wanted, Report.status)
    if wanted.to_review:
        rows = rows.where(_to_review(actor))
    if wanted.in_hand:
        rows = rows.where(Report.status.in_(IN_WORK), Report.author_id == actor.id)
    return REPORTS.page(session, rows, wanted)


def _to_review(actor: Actor) -> ColumnElement[bool]:
    """Handed in, and neither made, written nor handed in by the actor, who may review."""
    if not actor.may(Permission.REPORT_REVIEW):
        return false()
    others = (column.is_distinct_from(actor.id) for column in (Report.author_id, Report.submitted_by))
    wrote = any_(Report.writers) == actor.id
    return and_(Report.status == ReportStatus.SUBMITTED, ~wrote, *others)


def readers(session: Session) -> Sequence[Staff]:
    """Everybody active whom approved reports go to by the policy and who has an address, by name."""
    policy = report_policy(session)
    leads = and_(literal(policy.to_leadership), Staff.roles.contains([LEADERSHIP]))
    rows = select(Staff).where(Staff.active, Staff.email != "", or_(leads, Staff.id.in_(policy.staff_ids)))
    return session.scalars(rows.order_by(Staff.name, Staff.id)).all()
