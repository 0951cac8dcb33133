"""When half of the time has passed, most of it, and all: also over the hours that do not count."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contracts.feedback import DeadlineClock
from services.feedback.domain.deadlines import Deadlines
from services.feedback.domain.marks import next_mark, reached
from services.feedback.domain.working_time import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZONE)
HOUR = timedelta(hours=1)
ALWAYS, WORKING = DeadlineClock.ALWAYS, DeadlineClock.WORKING
OFFICE = Calendar(zone=ZONE, weekdays={1, 2, 3, 4, 5}, hours=(("09:00", "12:00"), ("13:30", "18:00")))
POLICY = Deadlines(rules={}, calendar=OFFICE)
TEN = MONDAY + 10 * HOUR


@pytest.mark.parametrize(
    ("since_nine", "told", "then"),
    [
        (5.0, 1, 8.0),
        (7.99, 1, 8.0),
        (8.0, 2, 10.0),
        (9.99, 2, 10.0),
        (10.0, 3, None),
        (20.0, 3, None),
    ],
)
def test_each_mark_leads_to_the_next(since_nine: float, told: int, then: float | None) -> None:
    found = reached(POLICY, ALWAYS, MONDAY + 5 * HOUR, 0, TEN, MONDAY + since_nine * HOUR)
    assert found == (told, None if then is None else MONDAY + then * HOUR)


def test_nothing_is_told_before_its_time() -> None:
    assert reached(POLICY, ALWAYS, MONDAY + 5 * HOUR, 0, TEN, MONDAY) == (0, MONDAY + 5 * HOUR)


def test_marks_lie_in_working_time() -> None:
    """Ten hours of work from Monday nine: half of them by 15:30, four fifths on Tuesday 9:30, all by 11:30."""
    due = POLICY.later(WORKING, MONDAY, 10 * HOUR)
    half = POLICY.later(WORKING, MONDAY, 5 * HOUR)
    assert (half, due) == (at("2026-11-23 15:30"), at("2026-11-24 11:30"))
    assert next_mark(POLICY, WORKING, half, 0, due) == (1, at("2026-11-24 09:30"))
    assert next_mark(POLICY, WORKING, at("2026-11-24 09:30"), 1, due) == (2, due)
    assert next_mark(POLICY, WORKING, due, 2, due) == (3, None)


def test_marks_of_a_time_too_short_to_be_told_apart_end_at_the_deadline() -> None:
    assert reached(POLICY, DeadlineClock.ALWAYS, MONDAY, 0, MONDAY, MONDAY + timedelta(seconds=1)) == (3, None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MONDAY.tzinfo)
