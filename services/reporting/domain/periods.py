"""The period of a report, and the one before it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chassis.errors import Invalid
from contracts.reporting import ReportFrequency

LONGEST_PERIOD = timedelta(days=366)


def check_period(first: date, last: date, today: date) -> None:
    """Raises Invalid for a period that ends before it begins, is not over by today's end, or is longer than a year."""
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


def last_week(today: date) -> tuple[date, date]:
    """Monday and Sunday of the week before today's."""
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=6)


def scheduled(frequency: ReportFrequency, today: date) -> tuple[date, date]:
    """The period that a report of the schedule has when it is drawn up today. Raises ValueError for a frequency that
    draws none up."""
    match frequency:
        case ReportFrequency.WEEKLY:
            return last_week(today)
        case ReportFrequency.MONTHLY:
            return last_month(today)
    raise ValueError(f"no period of {frequency}")


def moments(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A period of days of ``zone`` as moments: the first belongs to it, the second is the first that does not."""
    return (
        datetime.combine(first, time(), tzinfo=zone),
        datetime.combine(last + timedelta(days=1), time(), tzinfo=zone),
    )
