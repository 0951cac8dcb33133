"""A report's way: draft -> submitted -> approved, and submitted -> returned -> submitted. Its period, the one before.

Somebody other than who drew it up or submitted it reviews it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.errors import Invalid
from services.reporting.domain.errors import OwnReport, WrongReportStatus

LONGEST_PERIOD = timedelta(days=366)


class ReportStatus(StrEnum):
    """draft -> submitted -> approved, or returned with a comment."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


IN_WORK = frozenset({ReportStatus.DRAFT, ReportStatus.RETURNED})
MOVES: dict[str, tuple[frozenset[ReportStatus], ReportStatus]] = {
    "submit": (IN_WORK, ReportStatus.SUBMITTED),
    "return": (frozenset({ReportStatus.SUBMITTED}), ReportStatus.RETURNED),
    "approve": (frozenset({ReportStatus.SUBMITTED}), ReportStatus.APPROVED),
}


def after_move(move: str, status: ReportStatus) -> ReportStatus:
    """The state after a move."""
    allowed, target = MOVES[move]
    if status not in allowed:
        raise WrongReportStatus(status=status.value, move=move)
    return target


def require_in_work(status: ReportStatus) -> None:
    """Figures of a report that is under review or approved are not compiled again."""
    if status not in IN_WORK:
        raise WrongReportStatus(status=status.value, move="redraw")


def require_other_reviewer(reviewer: UUID | None, authors: Iterable[UUID | None]) -> None:
    """Four eyes: nobody reviews an own report."""
    if reviewer is None or reviewer in set(authors):
        raise OwnReport()


def check_period(first: date, last: date, today: date) -> None:
    """Refuse a period that ends before it begins, is not over by today's end, or is longer than a year."""
    if last < first:
        raise Invalid(period_to="before_period_from")
    if last > today:
        raise Invalid(period_to="in_future")
    if last - first >= LONGEST_PERIOD:
        raise Invalid(period_to="out_of_range")


def period_before(first: date, last: date) -> tuple[date, date]:
    """The period of the same number of days that ends on the day before."""
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def last_month(today: date) -> tuple[date, date]:
    """First and last day of the month before today's."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def moments(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A period of days of ``zone`` as moments: the first belongs to it, the second is the first that does not."""
    return (
        datetime.combine(first, time(), tzinfo=zone),
        datetime.combine(last + timedelta(days=1), time(), tzinfo=zone),
    )
