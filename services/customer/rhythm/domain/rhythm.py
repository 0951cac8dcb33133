"""When a customer is to be contacted again: the last contact and the rhythm of its kind and tier, in plain days."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.customer import DueState, RecordKind

CONTACTS = frozenset(RecordKind) - {RecordKind.NOTE}
"""The kinds of contact notes that count: a plain note says nothing of having been in touch."""

SUNDAY = 6


def due_on(counted_from: date, every_days: int | None) -> date | None:
    """The last day on which the next contact is in time; None without a rhythm."""
    return None if every_days is None else counted_from + timedelta(days=every_days)


def end_of_week(today: date) -> date:
    """The Sunday of the week that a day is in."""
    return today + timedelta(days=SUNDAY - today.weekday())


def state_of(due: date | None, today: date) -> DueState | None:
    """How it stands with a customer: the day on which it is due is still in time. None without a rhythm."""
    if due is None:
        return None
    if due < today:
        return DueState.OVERDUE
    return DueState.WEEK if due <= end_of_week(today) else DueState.LATER


def span_of(state: DueState, today: date) -> tuple[date | None, date | None]:
    """The first and the last due day of a state; None where there is no bound."""
    if state is DueState.OVERDUE:
        return None, today - timedelta(days=1)
    last = end_of_week(today)
    return (today, last) if state is DueState.WEEK else (last + timedelta(days=1), None)
