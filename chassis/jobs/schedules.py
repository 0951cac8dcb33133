"""Schedules: at which instants which job is enqueued. Beat only wakes us; what is due is known from the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery.schedules import crontab
from sqlalchemy import Engine, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.auth import SYSTEM
from chassis.context import Deployment
from chassis.jobs.tables import schedule
from chassis.unit_of_work import unit_of_work

JobFactory = Callable[[datetime], Any]


@dataclass(frozen=True)
class Entry:
    """One schedule: the job that ``make_job(due)`` makes, at every instant ``due`` of ``when``."""

    name: str
    when: crontab
    make_job: JobFactory


class Schedules:
    """The schedules of a service, in the company's time zone."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._entries: dict[str, Entry] = {}

    def every(self, name: str, when: crontab, make_job: JobFactory) -> None:
        """Enqueue ``make_job(due)`` at every instant ``due`` of ``when`` (an aware time in the company's zone).

        Each instant is enqueued once. After a pause only the latest instant that was missed is made up for.
        Raises ValueError.
        """
        if name in self._entries:
            raise ValueError(f"{self.service} has two schedules called {name}")
        self._entries[name] = Entry(name=name, when=when, make_job=make_job)

    @property
    def names(self) -> list[str]:
        """The names of all schedules."""
        return sorted(self._entries)

    def tick(self, engine: Engine, *, now: datetime, deployment: Deployment) -> list[str]:
        """Enqueue what has become due since the last tick; returns the names. Ticks at once or twice change
        nothing."""
        return [entry.name for entry in self._entries.values() if _run_entry(engine, entry, now, deployment)]


def _run_entry(engine: Engine, entry: Entry, now: datetime, deployment: Deployment) -> bool:
    zone = deployment.zone
    with unit_of_work(engine, actor=SYSTEM, origin="schedule", now=now, deployment=deployment) as ctx:
        ctx.session.execute(insert(schedule).values(name=entry.name, last_run_at=now).on_conflict_do_nothing())
        last = ctx.session.execute(
            select(schedule.c.last_run_at).where(schedule.c.name == entry.name).with_for_update()
        ).scalar_one()
        due = latest_instant(entry.when, after=last.astimezone(zone), until=now.astimezone(zone))
        if due is None:
            return False
        ctx.enqueue(entry.make_job(due), unique=f"schedule:{entry.name}:{due.isoformat()}")
        ctx.session.execute(update(schedule).where(schedule.c.name == entry.name).values(last_run_at=due))
        return True


def latest_instant(when: crontab, *, after: datetime, until: datetime) -> datetime | None:
    """The last instant of ``when`` that is later than ``after`` and not later than ``until``; None when there is
    none.

    Both are aware times in the zone that ``when`` is meant in.
    """
    minute = until.replace(second=0, microsecond=0)
    recent = minute - timedelta(days=1)
    found = None
    start = after
    if after < recent and _next_instant(when, recent) <= until:
        start = recent  # after a long pause: only the last one counts, so look no further back than needed
    while (instant := _next_instant(when, start)) <= until:
        found = start = instant
    return found


def _next_instant(when: crontab, after: datetime) -> datetime:
    """The first instant of ``when`` after ``after``."""
    last, delta, _ = when.remaining_delta(after, tz=after.tzinfo)
    instant: datetime = last + delta
    return instant
