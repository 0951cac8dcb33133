"""The day on which a contact is due is still in time; the day after it is overdue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from contracts.customer import DueState, RecordKind
from services.customer.rhythm.domain.rhythm import CONTACTS, due_on, end_of_week, span_of, state_of

WEDNESDAY = date(2026, 11, 25)
SUNDAY = date(2026, 11, 29)
DAY = timedelta(days=1)


def test_it_is_due_so_many_plain_days_after_the_last_contact() -> None:
    assert due_on(date(2026, 1, 30), 30) == date(2026, 3, 1)
    assert due_on(date(2028, 1, 30), 30) == date(2028, 2, 29)
    assert due_on(WEDNESDAY, 1) == WEDNESDAY + DAY


def test_without_a_rhythm_nothing_is_ever_due() -> None:
    assert due_on(WEDNESDAY, None) is None
    assert state_of(None, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (WEDNESDAY - DAY, DueState.OVERDUE),
        (WEDNESDAY, DueState.WEEK),
        (WEDNESDAY + DAY, DueState.WEEK),
        (SUNDAY, DueState.WEEK),
        (SUNDAY + DAY, DueState.LATER),
    ],
)
def test_the_day_before_is_overdue_and_a_week_ends_on_its_sunday(due: date, state: DueState) -> None:
    assert state_of(due, WEDNESDAY) is state


@pytest.mark.parametrize("today", [SUNDAY - 6 * DAY, WEDNESDAY, SUNDAY])
def test_monday_and_sunday_are_of_the_same_week(today: date) -> None:
    assert end_of_week(today) == SUNDAY


def test_the_span_of_each_state_holds_its_days_and_no_others() -> None:
    days = [WEDNESDAY + number * DAY for number in range(-10, 15)]
    for state in DueState:
        first, last = span_of(state, WEDNESDAY)
        held = [day for day in days if (first is None or first <= day) and (last is None or day <= last)]
        assert held == [day for day in days if state_of(day, WEDNESDAY) is state]


def test_a_plain_note_is_no_contact() -> None:
    assert RecordKind.NOTE not in CONTACTS
    assert {RecordKind.CALL, RecordKind.VISIT, RecordKind.LETTER, RecordKind.MAIL, RecordKind.GIFT} == CONTACTS
