"""A report's way and its periods."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from chassis.errors import Invalid
from services.reporting.domain.errors import OwnReport, WrongReportStatus
from services.reporting.domain.reports import (
    ReportStatus,
    after_move,
    check_period,
    last_month,
    moments,
    period_before,
    require_in_work,
    require_other_reviewer,
)


@pytest.mark.parametrize(
    ("move", "status", "after"),
    [
        ("submit", ReportStatus.DRAFT, ReportStatus.SUBMITTED),
        ("submit", ReportStatus.RETURNED, ReportStatus.SUBMITTED),
        ("return", ReportStatus.SUBMITTED, ReportStatus.RETURNED),
        ("approve", ReportStatus.SUBMITTED, ReportStatus.APPROVED),
    ],
)
def test_an_allowed_move_leads_to_its_state(move: str, status: ReportStatus, after: ReportStatus) -> None:
    assert after_move(move, status) is after


@pytest.mark.parametrize("move", ["submit", "return", "approve"])
def test_an_approved_report_moves_no_more(move: str) -> None:
    with pytest.raises(WrongReportStatus):
        after_move(move, ReportStatus.APPROVED)


@pytest.mark.parametrize("status", [ReportStatus.SUBMITTED, ReportStatus.APPROVED])
def test_the_figures_of_a_report_under_review_are_not_compiled_again(status: ReportStatus) -> None:
    require_in_work(ReportStatus.RETURNED)
    with pytest.raises(WrongReportStatus):
        require_in_work(status)


def test_neither_author_nor_submitter_reviews() -> None:
    author, submitter = uuid4(), uuid4()
    require_other_reviewer(uuid4(), (author, submitter))
    for reviewer in (author, submitter, None):
        with pytest.raises(OwnReport):
            require_other_reviewer(reviewer, (author, submitter))


def test_a_report_of_the_schedule_is_reviewed_by_anybody_but_its_submitter() -> None:
    require_other_reviewer(uuid4(), (None, uuid4()))


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


def test_a_day_begins_in_the_company_s_zone() -> None:
    begin, end = moments(date(2026, 10, 1), date(2026, 10, 31), ZoneInfo("Asia/Shanghai"))
    assert begin.astimezone(UTC) == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert end.astimezone(UTC) == datetime(2026, 10, 31, 16, tzinfo=UTC)
