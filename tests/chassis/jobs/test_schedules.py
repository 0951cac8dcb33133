"""Schedules: every instant once, in the company's time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from sqlalchemy import Engine, text

from chassis.context import Deployment
from chassis.jobs import job
from chassis.jobs.schedules import Schedules, latest_instant

SHANGHAI = ZoneInfo("Asia/Shanghai")
HERE = Deployment(zone=SHANGHAI)


@job("test.tidy_up.v1")
class TidyUp:
    """Something for the night."""

    night: str


def shanghai(*when: int) -> datetime:
    return datetime(*when, tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("when", "after", "until", "instant"),
    [
        (crontab(minute="30", hour="2"), (2026, 1, 1), (2026, 1, 1, 2, 29), None),
        (crontab(minute="30", hour="2"), (2026, 1, 1), (2026, 1, 1, 2, 30), (2026, 1, 1, 2, 30)),
        (crontab(minute="30", hour="2"), (2026, 1, 1, 2, 30), (2026, 1, 1, 9), None),
        (crontab(minute="30", hour="2"), (2026, 1, 1), (2026, 1, 5, 3), (2026, 1, 5, 2, 30)),
        (crontab(minute="0", hour="0", day_of_month="1"), (2025, 1, 1), (2026, 1, 5), (2026, 1, 1)),
        (crontab(), (2025, 1, 1), (2026, 1, 1, 0, 0, 59), (2026, 1, 1)),
    ],
)
def test_the_latest_instant_that_was_missed_counts(
    when: crontab, after: tuple[int, ...], until: tuple[int, ...], instant: tuple[int, ...] | None
) -> None:
    expected = shanghai(*instant) if instant else None
    assert latest_instant(when, after=shanghai(*after), until=shanghai(*until)) == expected


def nightly() -> Schedules:
    schedules = Schedules("test")
    schedules.every("tidy", crontab(minute="30", hour="2"), lambda due: TidyUp(night=due.isoformat()))
    return schedules


def test_an_instant_is_enqueued_once_by_however_many_ticks(engine: Engine) -> None:
    evening = shanghai(2026, 1, 1, 20).astimezone(UTC)
    assert nightly().tick(engine, now=evening, deployment=HERE) == []
    night = shanghai(2026, 1, 2, 2, 31).astimezone(UTC)
    assert nightly().tick(engine, now=night, deployment=HERE) == ["tidy"]
    assert nightly().tick(engine, now=night, deployment=HERE) == []
    assert nightly().tick(engine, now=night + timedelta(seconds=30), deployment=HERE) == []
    with engine.connect() as connection:
        jobs = connection.execute(text("SELECT name, payload, unique_key, created_by_name FROM job")).all()
    assert [tuple(row) for row in jobs] == [
        (
            "test.tidy_up.v1",
            {"night": "2026-01-02T02:30:00+08:00"},
            "schedule:tidy:2026-01-02T02:30:00+08:00",
            "system",
        )
    ]


def test_a_missed_instant_is_made_up_for(engine: Engine) -> None:
    nightly().tick(engine, now=shanghai(2026, 1, 1, 20), deployment=HERE)
    assert nightly().tick(engine, now=shanghai(2026, 1, 4, 12), deployment=HERE) == ["tidy"]
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT payload->>'night' FROM job")).all() == ["2026-01-04T02:30:00+08:00"]
