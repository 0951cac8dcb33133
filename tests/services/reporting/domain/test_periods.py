"""The period of a report, and the one before it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chassis.errors import Invalid
from contracts.reporting import ReportFrequency
from services.reporting.domain.periods import (
    check_period,
    last_month,
    last_week,
    moments,
    period_before,
    scheduled,
)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 10, 2), date(2026, 10, 1), "before_period_from"),
        (date(2026, 10, 1), date(2026, 11, 1), "in_future"),
        (date(2025, 1, 1), date(2026, 10, 1), "out_of_range"),
    ],
)
def test_a_period_that_makes_no_report_is_refused(first: date, last: date, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_period(first, last, date(2026, 10, 31))
    assert refused.value.fields == {"period_to": [code]}


def test_the_period_before_is_as_long_and_ends_the_day_before() -> None:
    assert period_before(date(2026, 10, 1), date(2026, 10, 31)) == (date(2026, 8, 31), date(2026, 9, 30))
    assert period_before(date(2026, 10, 1), date(2026, 10, 1)) == (date(2026, 9, 30), date(2026, 9, 30))


def test_last_month_is_whole() -> None:
    assert last_month(date(2026, 3, 1)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert last_month(date(2026, 1, 15)) == (date(2025, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize("today", [date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 7)])
def test_last_week_is_the_one_from_monday_to_sunday_before_this(today: date) -> None:
    assert last_week(today) == (date(2026, 5, 25), date(2026, 5, 31))


def test_the_period_of_the_schedule_is_that_of_its_frequency() -> None:
    today = date(2026, 6, 1)
    assert scheduled(ReportFrequency.WEEKLY, today) == last_week(today)
    assert scheduled(ReportFrequency.MONTHLY, today) == last_month(today)
    with pytest.raises(ValueError, match="off"):
        scheduled(ReportFrequency.OFF, today)


def test_a_day_begins_in_the_company_s_zone() -> None:
    begin, end = moments(date(2026, 10, 1), date(2026, 10, 31), ZoneInfo("Asia/Shanghai"))
    assert begin.astimezone(UTC) == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert end.astimezone(UTC) == datetime(2026, 10, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "days", "code"),
    [
        (date(2026, 10, 31), 0, ""),
        (date(2026, 10, 31), -1, "before_period_from"),
        (date(2026, 10, 31), 1, "in_future"),
        (date(2025, 10, 1), 365, ""),
        (date(2025, 10, 1), 366, "out_of_range"),
    ],
)
def test_a_period_is_of_one_day_at_least_of_a_year_at_most_and_ends_today_at_the_latest(
    first: date, days: int, code: str
) -> None:
    last = first + timedelta(days=days)
    if not code:
        check_period(first, last, date(2026, 10, 31))
    else:
        with pytest.raises(Invalid) as refused:
            check_period(first, last, date(2026, 10, 31))
        assert refused.value.fields == {"period_to": [code]}
