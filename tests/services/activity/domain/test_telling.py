"""Who is told, and how until they say otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from contracts.activity import Delivery, NoticeKind
from services.activity.domain.telling import FRESH, delivery_of, is_fresh, recipients

A, B, C = (UUID(int=number) for number in (1, 2, 3))
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_who_is_named_and_who_may_are_told_but_not_who_caused_it() -> None:
    assert recipients([A, B], [B, C], [A]) == {B, C}
    assert recipients([A], [], [A]) == set()


def test_a_choice_goes_before_what_everybody_begins_with() -> None:
    assert delivery_of(NoticeKind.CASE_DUE) is Delivery.PAGE
    assert delivery_of(NoticeKind.BACKUP_FAILED) is Delivery.AT_ONCE
    assert delivery_of(NoticeKind.BACKUP_FAILED, Delivery.OFF) is Delivery.OFF


def test_news_leave_the_house_while_they_are_a_day_old_at_most() -> None:
    assert is_fresh(NOW - FRESH, NOW)
    assert not is_fresh(NOW - FRESH - timedelta(microseconds=1), NOW)
