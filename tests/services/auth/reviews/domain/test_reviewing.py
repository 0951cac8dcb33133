"""When a review of accounts is due, who answers, and which accounts go."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from chassis.auth import SYSTEM, Actor, Scope
from chassis.errors import Forbidden, SamePerson, WrongStatus
from contracts.auth import ReviewAnswer
from contracts.permissions import Permission
from services.auth.reviews.domain.reviewing import (
    ANSWER,
    REVIEW,
    Account,
    Reviewer,
    ReviewStatus,
    Usage,
    is_due,
    is_idle,
    is_over,
    is_program_at_work,
    is_to_be_reminded,
    may_answer,
    may_be_taken_away,
    period_start,
    who_is_asked,
)

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
DUE = date(2026, 10, 15)
HEAD, EAST_HEAD, ADMIN, SELLER, OTHER = (UUID(int=number) for number in range(1, 6))
MANAGER = Reviewer(id=HEAD, path="house/sales/", everywhere=False)
LOWER = Reviewer(id=EAST_HEAD, path="house/sales/east/", everywhere=False)
ADMINISTRATOR = Reviewer(id=ADMIN, path="house/", everywhere=True)


def account(id: UUID = SELLER, path: str = "house/sales/east/", administers: bool = False) -> Account:
    return Account(id=id, path=path, administers=administers)


@pytest.mark.parametrize(
    ("day", "months", "start"),
    [
        (date(2026, 11, 22), 3, date(2026, 10, 1)),
        (date(2026, 10, 1), 3, date(2026, 10, 1)),
        (date(2026, 9, 30), 3, date(2026, 7, 1)),
        (date(2026, 2, 28), 12, date(2026, 1, 1)),
        (date(2026, 2, 28), 1, date(2026, 2, 1)),
    ],
)
def test_a_period_begins_on_the_same_days_each_year(day: date, months: int, start: date) -> None:
    assert period_start(day, months) == start


def test_a_review_is_due_once_a_period() -> None:
    today = date(2026, 10, 1)
    assert is_due(today, 3, None)
    assert is_due(today, 3, date(2026, 9, 30))
    assert not is_due(today, 3, today)


def test_a_manager_answers_for_the_own_department_and_those_below() -> None:
    assert may_answer(MANAGER, account())
    assert may_answer(LOWER, account())
    assert not may_answer(LOWER, account(path="house/sales/"))
    assert not may_answer(MANAGER, account(path="house/service/"))


def test_nobody_answers_for_the_own_account() -> None:
    assert not may_answer(MANAGER, account(HEAD, "house/sales/"))
    assert not may_answer(ADMINISTRATOR, account(ADMIN, "house/", administers=True))


def test_only_administrators_answer_for_administrators() -> None:
    assert not may_answer(MANAGER, account(administers=True))
    assert may_answer(ADMINISTRATOR, account(OTHER, "house/sales/", administers=True))


def test_managers_are_asked_and_without_any_the_administrators() -> None:
    everybody = [MANAGER, LOWER, ADMINISTRATOR]
    assert who_is_asked(account(), everybody) == [MANAGER, LOWER]
    assert who_is_asked(account(EAST_HEAD), everybody) == [MANAGER]
    assert who_is_asked(account(HEAD, "house/sales/"), everybody) == [ADMINISTRATOR]
    assert who_is_asked(account(path="house/records/"), everybody) == [ADMINISTRATOR]
    assert who_is_asked(account(ADMIN, "house/", administers=True), everybody) == []


def test_a_reminder_goes_out_once_from_the_day_before_the_last_on() -> None:
    assert not is_to_be_reminded(DUE - timedelta(days=2), DUE, None)
    assert is_to_be_reminded(DUE - timedelta(days=1), DUE, None)
    assert is_to_be_reminded(DUE + timedelta(days=30), DUE, None)
    assert not is_to_be_reminded(DUE, DUE, DUE - timedelta(days=1))


def test_a_review_ends_after_its_last_day_and_never_without_a_reminder() -> None:
    reminded = DUE - timedelta(days=1)
    assert not is_over(DUE, DUE, reminded)
    assert is_over(DUE + timedelta(days=1), DUE, reminded)
    late = DUE + timedelta(days=30)
    assert not is_over(late, DUE, None)
    assert not is_over(late, DUE, late)
    assert is_over(late + timedelta(days=1), DUE, late)


@pytest.mark.parametrize("use", ["since", "signed_in_at", "session_used_at", "token_used_at"])
def test_any_use_keeps_an_account_from_being_idle(use: str) -> None:
    long_ago = NOW - timedelta(days=400)
    idle = {"since": long_ago, "signed_in_at": long_ago}
    assert is_idle(Usage(**idle), NOW, 90)
    assert not is_idle(Usage(**idle | {use: NOW - timedelta(days=90)}), NOW, 90)
    assert is_idle(Usage(**idle | {use: NOW - timedelta(days=90, seconds=1)}), NOW, 90)


def test_a_program_is_at_work_when_a_token_was_shown_lately() -> None:
    assert not is_program_at_work(Usage(since=NOW, signed_in_at=NOW), NOW, 90)
    assert is_program_at_work(Usage(since=NOW, token_used_at=NOW - timedelta(days=89)), NOW, 90)
    assert not is_program_at_work(Usage(since=NOW, token_used_at=NOW - timedelta(days=91)), NOW, 90)


def test_the_last_administrator_stays() -> None:
    assert not may_be_taken_away(ADMIN, {ADMIN})
    assert may_be_taken_away(ADMIN, {ADMIN, OTHER})
    assert may_be_taken_away(SELLER, {ADMIN})


def test_an_open_review_is_answered_by_people_and_ended_by_the_clock() -> None:
    head = Actor(id=HEAD, name="头", permissions={Permission.STAFF_WRITE: Scope.DEPARTMENT})
    is_open, closed = (SimpleNamespace(status=status) for status in ReviewStatus)
    assert (REVIEW.actions(is_open, head), REVIEW.actions(closed, head)) == (["answers"], [])
    assert REVIEW.after("close", is_open, SYSTEM) is ReviewStatus.CLOSED
    with pytest.raises(Forbidden):
        REVIEW.after("close", is_open, head)
    with pytest.raises(WrongStatus):
        REVIEW.after("answers", closed, head)


@pytest.mark.parametrize("before", ReviewAnswer)
def test_an_answer_may_follow_another_but_never_for_oneself(before: ReviewAnswer) -> None:
    head = Actor(id=HEAD, name="头", permissions={Permission.STAFF_WRITE: Scope.DEPARTMENT})
    others = SimpleNamespace(staff_id=SELLER, status=before)
    assert [ANSWER.after(action, others, head) for action in ("keep", "refuse")] == ["kept", "refused"]
    own = SimpleNamespace(staff_id=HEAD, status=before)
    assert ANSWER.actions(own, head) == []
    with pytest.raises(SamePerson):
        ANSWER.after("keep", own, head)


def test_a_program_is_at_work_up_to_the_last_day() -> None:
    edge = NOW - timedelta(days=90)
    assert is_program_at_work(Usage(since=NOW, token_used_at=edge), NOW, 90)
    assert not is_program_at_work(Usage(since=NOW, token_used_at=edge - timedelta(microseconds=1)), NOW, 90)


@pytest.mark.parametrize(
    ("month", "months", "start"),
    [
        (1, 2, 1),
        (2, 2, 1),
        (3, 2, 3),
        (12, 2, 11),
        (4, 4, 1),
        (5, 4, 5),
        (12, 6, 7),
        (6, 6, 1),
        (12, 12, 1),
        (12, 1, 12),
    ],
)
def test_a_period_begins_with_its_first_month(month: int, months: int, start: int) -> None:
    assert period_start(date(2026, month, 28), months) == date(2026, start, 1)


def test_without_the_permission_nothing_is_answered() -> None:
    nobody = Actor(id=HEAD, name="谁", permissions={})
    for status in ReviewAnswer:
        assert ANSWER.actions(SimpleNamespace(staff_id=SELLER, status=status), nobody) == []
    for review in ReviewStatus:
        assert REVIEW.actions(SimpleNamespace(status=review), nobody) == []
