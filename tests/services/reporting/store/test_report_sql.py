"""What is counted of cases, up to the moment that makes the difference."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chassis.testing.service import ServiceUnderTest
from contracts.feedback import CaseKind, CaseStatus, Result
from contracts.reporting import Tier
from services.reporting.store import report_sql
from services.reporting.store.report_sql import Span
from tests.services.reporting.scenario import Cases

MOMENT = timedelta(microseconds=1)
BEFORE, FIRST, END = (datetime(2026, month, 1, tzinfo=UTC) for month in (9, 10, 11))
SPAN = Span(before=BEFORE, first=FIRST, end=END)
RECEIVED = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "now", "before"),
    [
        (BEFORE - MOMENT, 0, 0),
        (BEFORE, 0, 1),
        (FIRST - MOMENT, 0, 1),
        (FIRST, 1, 0),
        (END - MOMENT, 1, 0),
        (END, 0, 0),
    ],
)
def test_a_case_belongs_to_the_period_it_was_received_in(
    service: ServiceUnderTest, cases: Cases, received: datetime, now: int, before: int
) -> None:
    cases.case("2026-10-05T10:00", received_at=received, due_at=received + timedelta(hours=24), tier=Tier.VIP)
    with service.unit_of_work() as ctx:
        counted = report_sql.count_cases(ctx.session, SPAN)
        assert counted.get("all", {}).get("all", (0, 0)) == (now, before)
        answered = report_sql.answer_times(ctx.session, SPAN, END + timedelta(days=9))
        late = [answered[key].late_unanswered if (key := ("all", this)) in answered else 0 for this in (True, False)]
        assert late == [now, before]
        assert sum(sum(pair) for pair in report_sql.by_day(ctx.session, SPAN, "UTC").values()) == now
        assert len(report_sql.important_complaints(ctx.session, SPAN, END)) == now


def test_a_result_is_counted_of_complaints_only(service: ServiceUnderTest, cases: Cases) -> None:
    cases.case("2026-10-05T10:00", hours=1, result=Result.EXPLAINED)
    cases.case("2026-10-05T10:00", hours=1, kind=CaseKind.FEEDBACK, result=Result.SATISFIED)
    with service.unit_of_work() as ctx:
        assert report_sql.count_cases(ctx.session, SPAN)["result"] == {"explained": (1, 0)}


@pytest.mark.parametrize(("beyond", "in_time"), [(-MOMENT, 1), (timedelta(), 1), (MOMENT, 0)])
def test_an_answer_is_in_time_up_to_the_deadline(
    service: ServiceUnderTest, cases: Cases, beyond: timedelta, in_time: int
) -> None:
    due = RECEIVED + timedelta(hours=24)
    cases.case("2026-10-05T10:00", received_at=RECEIVED, due_at=due, answered_at=due + beyond, tier=Tier.VIP)
    with service.unit_of_work() as ctx:
        row = report_sql.answer_times(ctx.session, SPAN, END)["complaint", True]
        assert (row.answered, row.in_time, row.late_unanswered) == (1, in_time, 0)
        [complaint] = report_sql.important_complaints(ctx.session, SPAN, END)
        assert complaint.late is not bool(in_time)


@pytest.mark.parametrize(("beyond", "late"), [(-MOMENT, 0), (timedelta(), 0), (MOMENT, 1)])
def test_what_is_not_answered_is_late_from_the_moment_after_the_deadline(
    service: ServiceUnderTest, cases: Cases, beyond: timedelta, late: int
) -> None:
    due = RECEIVED + timedelta(hours=24)
    cases.case("2026-10-05T10:00", received_at=RECEIVED, due_at=due, tier=Tier.VIP)
    with service.unit_of_work() as ctx:
        row = report_sql.answer_times(ctx.session, SPAN, due + beyond)["all", True]
        assert (row.answered, row.late_unanswered) == (0, late)
        [complaint] = report_sql.important_complaints(ctx.session, SPAN, due + beyond)
        assert complaint.late is bool(late)
        assert report_sql.waiting_at(ctx.session, due + beyond) == (1, late)


@pytest.mark.parametrize(
    ("beyond", "waits"),
    [(-MOMENT, 0), (timedelta(), 0), (MOMENT, 1), (timedelta(hours=1), 1), (timedelta(hours=1) + MOMENT, 0)],
)
def test_a_case_waits_from_after_it_was_received_until_it_was_answered(
    service: ServiceUnderTest, cases: Cases, beyond: timedelta, waits: int
) -> None:
    cases.case(
        "2026-10-05T10:00", received_at=RECEIVED, due_at=RECEIVED, answered_at=RECEIVED + timedelta(hours=1),
        status=CaseStatus.RESOLVED,
    )  # fmt: skip
    with service.unit_of_work() as ctx:
        assert report_sql.waiting_at(ctx.session, RECEIVED + beyond) == (waits, waits)


def test_important_are_complaints_of_potential_and_vip_customers_vip_first_then_by_time_and_code(
    service: ServiceUnderTest, cases: Cases
) -> None:
    at = {"received_at": RECEIVED, "due_at": RECEIVED + timedelta(hours=24)}
    cases.case("2026-10-05T10:00", tier=Tier.POTENTIAL, code="X1", **at)
    cases.case("2026-10-05T10:00", tier=Tier.VIP, code="X3", **at)
    cases.case("2026-10-05T10:00", tier=Tier.VIP, code="X2", **at)
    cases.case("2026-10-05T10:00", tier=Tier.VIP, code="X0", **at | {"received_at": RECEIVED + MOMENT})
    cases.case("2026-10-05T10:00", tier=Tier.ORDINARY, code="X4", **at)
    cases.case("2026-10-05T10:00", tier=Tier.VIP, code="F5", kind=CaseKind.FEEDBACK, **at)
    with service.unit_of_work() as ctx:
        assert [row.code for row in report_sql.important_complaints(ctx.session, SPAN, END)] == ["X2", "X3", "X0", "X1"]


def test_the_day_of_a_case_is_that_of_the_zone(service: ServiceUnderTest, cases: Cases) -> None:
    late = datetime(2026, 10, 5, 16, 0, tzinfo=UTC)
    for at in (late - MOMENT, late):
        cases.case("2026-10-05T10:00", received_at=at, due_at=at)
    with service.unit_of_work() as ctx:
        assert report_sql.by_day(ctx.session, SPAN, "Asia/Shanghai") == {
            date(2026, 10, 5): (0, 1),
            date(2026, 10, 6): (0, 1),
        }
        assert report_sql.by_day(ctx.session, SPAN, "UTC") == {date(2026, 10, 5): (0, 2)}


def test_times_are_hours_from_the_receiving_to_the_answer(service: ServiceUnderTest, cases: Cases) -> None:
    for hours in (1, 3):
        cases.case("2026-10-05T10:00", hours=hours)
    cases.case("2026-09-05T10:00", hours=8)
    with service.unit_of_work() as ctx:
        found = report_sql.answer_times(ctx.session, SPAN, END)
    assert {key: (row.answered, row.median) for key, row in found.items()} == {
        ("all", True): (2, 2.0),
        ("complaint", True): (2, 2.0),
        ("all", False): (1, 8.0),
        ("complaint", False): (1, 8.0),
    }
    assert found["all", True].p90 == pytest.approx(2.8)
