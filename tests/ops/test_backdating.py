"""The demo's answers are dated near the arrival of the cases: most in time, none before it or in the future."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from ops.demo.backdating import moments_of

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)


@pytest.mark.parametrize("hours", [4, 24, 72])
def test_most_answers_are_in_time_and_some_are_late(hours: int) -> None:
    random, received = Random(1), NOW - timedelta(days=20)
    due = received + timedelta(hours=hours)
    made = [moments_of(received, due, NOW, random) for _ in range(1000)]
    assert 850 <= sum(each.answered_at <= due for each in made) <= 950
    assert all(received <= each.taken_at <= each.answered_at <= each.closed_at <= NOW for each in made)


def test_what_came_in_just_now_was_not_answered_in_the_future() -> None:
    received = NOW - timedelta(minutes=2)
    for _ in range(100):
        moments = moments_of(received, received + timedelta(hours=72), NOW, Random())
        assert received <= moments.taken_at <= moments.answered_at < NOW
        assert moments.closed_at <= NOW
